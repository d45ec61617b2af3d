/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/force.h"

#include <math.h>

#include "dsp/filter.h"

#define PI 3.14159265358979323846
/* The impact: the foot and shank are stopped ahead of the rest of the body. Its peak comes so long
 * after the strike, in a short contact sooner. */
#define IMPACT_S 0.020
#define IMPACT_SHARE 0.1
/*
 * The force of the ground sets in and fades out over these shares of the contact. The last part is
 * long: for some 15 ms in slow, some 10 ms in fast running the toes touch the ground with less than
 * 50 N. Both from the mean force of RBDS001 at 2.5 and 3.5 m/s.
 */
#define ONSET_SHARE 0.02
#define FADE_SHARE 0.15
#define PARTS 400 /* of a contact, for its impulse */

/* Distance from an end, rounded off over `soft`. */
static double rounded(double way, double soft) {
    return sqrt(way * way + soft * soft) - soft;
}

/* A half sine whose ends are rounded off; s is 0 to 1. */
static double body_shape(double s) {
    const double from = rounded(s, ONSET_SHARE), to = rounded(1 - s, FADE_SHARE);
    return sin(PI * from / (from + to));
}

static double impact_shape(const hg__load *load, double s) {
    const double contact = load->step->toe_off - load->step->strike,
                 x = s * contact / load->impact_s;
    return x * x * exp(2 - 2 * x) * (1 - s);
}

void hg__load_of(hg__load *load, const hg__gait *gait, const hg__step *step) {
    const double contact = step->toe_off - step->strike;
    *load = (hg__load){.step = step,
                       .impact = gait->landing->impact,
                       .impact_s = fmin(IMPACT_S, IMPACT_SHARE * contact)};
    double body = 0, impact = 0; /* both vanish at the ends: the trapezoidal rule */
    for (int i = 1; i < PARTS; i++) {
        body += body_shape((double)i / PARTS) / PARTS;
        impact += impact_shape(load, (double)i / PARTS) / PARTS;
    }
    load->body = (step->push * 2 / PI - load->impact * impact) / body;
}

double hg__load_vertical(const hg__load *load, double t) {
    const double s = (t - load->step->strike) / (load->step->toe_off - load->step->strike);
    if (!(s > 0 && s < 1)) return 0;
    return load->body * body_shape(s) + load->impact * impact_shape(load, s);
}

double hg__load_forward(const hg__load *load, double t) {
    const double s = (t - load->step->strike) / (load->step->toe_off - load->step->strike);
    return s > 0 && s < 1 ? -load->step->brake * sin(2 * PI * s) : 0;
}

#define TIMES_RATE_HZ 1000.0
#define TIMES_MARGIN_S 0.15 /* the filter remembers 30 ms */

bool hg__load_times(double times[2], const hg__gait *gait, size_t i, double mass_kg,
                    hg__arena *scratch) {
    const hg__step *step = &gait->step[i];
    const double start = step->strike - TIMES_MARGIN_S;
    const size_t n =
        (size_t)((step->toe_off - step->strike + 2 * TIMES_MARGIN_S) * TIMES_RATE_HZ) + 1;
    double c[5];
    hg__kernels kernels;
    hg__arena_reset(scratch);
    double *force = hg__arena_alloc(scratch, n, sizeof *force);
    if (!force) return false;
    for (size_t k = i > 0 ? i - 1 : 0; k <= i + 1 && k < gait->n_steps; k++) {
        hg__load load;
        hg__load_of(&load, gait, &gait->step[k]);
        for (size_t j = 0; j < n; j++)
            force[j] += mass_kg * hg__load_vertical(&load, start + (double)j / TIMES_RATE_HZ);
    }
    hg__kernels_init(&kernels, HG__CPU_C);
    hg__butterworth2(c, HG__FORCE_CUTOFF_HZ, TIMES_RATE_HZ, false);
    if (!hg__filter_zero_lag(&kernels, force, n, 1, c, 9, scratch)) return false;
    /* from the middle of the contact to either side */
    size_t middle = (size_t)((0.5 * (step->strike + step->toe_off) - start) * TIMES_RATE_HZ);
    const double level = HG__FORCE_LEVEL_N;
    times[0] = times[1] = NAN;
    for (size_t j = middle; j > 0 && isnan(times[0]) && force[middle] > level; j--)
        if (force[j - 1] <= level)
            times[0] = start +
                       ((double)j - (force[j] - level) / (force[j] - force[j - 1])) / TIMES_RATE_HZ;
    for (size_t j = middle; j + 1 < n && isnan(times[1]) && force[middle] > level; j++)
        if (force[j + 1] <= level)
            times[1] = start +
                       ((double)j + (force[j] - level) / (force[j] - force[j + 1])) / TIMES_RATE_HZ;
    return true;
}
