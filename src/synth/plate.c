/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/plate.h"

#include <stdio.h>

#define PI 3.14159265358979323846
#define RATE_MOST_HZ 1000.0
#define RATE_OVER_MARKERS 5.0
#define NOISE_N 5.0
/* The impact: the foot and shank are stopped ahead of the rest of the body. */
#define IMPACT_M_S2 10.0 /* its peak, */
#define IMPACT_S 0.014   /* so long after the strike */

/*
 * Vertical force per mass: the half sine that moves the pelvis, of which the impact takes its
 * share, so that the impulse, and with it the mean over time, stays that of the body weight.
 */
static double vertical(const hg__step *step, double t) {
    const double contact = step->toe_off - step->strike, s = t - step->strike;
    /* impact: x^2 exp(2 - 2 x) (1 - s / contact), whose integral is that below but for exp(-2
     * contact / IMPACT_S) */
    const double x = s / IMPACT_S,
                 impact = IMPACT_M_S2 * x * x * exp(2 - 2 * x) * (1 - s / contact);
    const double impulse = IMPACT_M_S2 * IMPACT_S * exp(2) * (0.25 - 0.375 * IMPACT_S / contact);
    const double taken = impulse * PI / (2 * contact);
    return (step->push - taken) * sin(PI * s / contact) + impact;
}

hg_status hg__plate_add(hg_recording *recording, hg_trial *trial, const hg__gait *gait,
                        const hg_synth_options *options, const hg__room *room, hg__random *noise,
                        hg_error *err) {
    static const char *const labels[6] = {"fx", "fy", "fz", "px", "py", "pz"};
    const double rate = fmin(RATE_MOST_HZ, RATE_OVER_MARKERS * options->rate_hz);
    const size_t n = (size_t)(options->seconds * rate + 0.5);
    hg_stream *stream;
    hg_status status = hg_trial_add_stream(&stream, recording, trial, "force",
                                           HG_STREAM_FORCE_PLATE, n, 6, 1, rate, err);
    if (status != HG_OK) return status;
    snprintf(stream->axes, sizeof stream->axes, "%s", options->axes);
    for (size_t i = 0; i < 6; i++)
        snprintf(stream->labels[i], sizeof stream->labels[i], "%s", labels[i]);
    for (size_t i = 0; i < n; i++) {
        const double t = (double)i / rate;
        const hg__step *step = hg__gait_step(gait, t);
        double *row = stream->data + 6 * i;
        hg__vec3 force = {0, 0, 0};
        if (t <= step->toe_off) {
            const double w = 2 * PI / (step->toe_off - step->strike);
            hg__vec3 place = {0, 0, 0};
            force.x = -options->mass_kg * step->brake * sin(w * (t - step->strike));
            force.y = options->mass_kg * vertical(step, t);
            hg__gait_contact(&place.x, &place.z, step, gait->speed,
                             gait->body->leg[step->side].forefoot_radius, t);
            hg__room_put(row + 3, room, place);
        } /* between contacts there is no centre of pressure: it stays NaN */
        if (noise) {
            force.x += NOISE_N * hg__random_normal(noise);
            force.y += NOISE_N * hg__random_normal(noise);
            force.z += NOISE_N * hg__random_normal(noise);
        }
        hg__room_put(row, room, force);
    }
    return HG_OK;
}
