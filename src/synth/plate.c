/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/plate.h"

#include <stdio.h>

#define RATE_MOST_HZ 1000.0
#define RATE_OVER_MARKERS 5.0
#define NOISE_N 5.0
/* Over ground. */
#define PLATES 3
#define PLATE_M 0.60       /* length of the first two; as wide as need be */
#define PLATE_MORE_M 0.25  /* of the third, before and behind the two feet that it is to hold */
#define PLATE_APART_M 0.20 /* where steps are short, plates end so far before the next foot */
#define SOLE_M 0.08        /* over which the pressure spreads about its centre, forward and back */

/* A plate in the floor, along the way of the runner; for a treadmill without end. */
typedef struct floor_plate {
    char name[HG_NAME_MAX];
    double from, to; /* m */
} floor_plate;

/* Where the middle of the shoe stands in a step, in the lab. */
static double stands(const hg__gait *gait, const hg__step *step) {
    double from, to, right;
    hg__gait_contact(&from, &right, gait, step, step->strike);
    hg__gait_contact(&to, &right, gait, step, step->toe_off);
    return 0.5 *
           (from + hg__gait_travel(gait, step->strike) + to + hg__gait_travel(gait, step->toe_off));
}

/* The first holds a whole foot, the second takes the next foot over its rear edge, the third the
 * two feet after that. */
static size_t lay_plates(floor_plate plates[PLATES], const hg__gait *gait, double seconds) {
    if (!gait->over_ground) {
        plates[0] = (floor_plate){"force", -INFINITY, INFINITY};
        return 1;
    }
    size_t k = (size_t)(hg__gait_step(gait, 0.5 * seconds) - gait->step);
    const double place = stands(gait, &gait->step[k]), edge = stands(gait, &gait->step[k + 1]),
                 third = stands(gait, &gait->step[k + 2]),
                 fourth = stands(gait, &gait->step[k + 3]);
    plates[0] = (floor_plate){"plate1", place - PLATE_M / 2,
                              fmin(place + PLATE_M / 2, edge - PLATE_APART_M)};
    plates[1] = (floor_plate){"plate2", edge, fmin(edge + PLATE_M, third - PLATE_APART_M)};
    plates[2] =
        (floor_plate){"plate3", fmax(third - PLATE_MORE_M, plates[1].to), fourth + PLATE_MORE_M};
    return PLATES;
}

/* Share of the force that the plate takes when its centre is there. */
static double taken(const floor_plate *p, double forward) {
    return hg__smooth_step(0.5 + (forward - p->from) / (2 * SOLE_M)) *
           hg__smooth_step(0.5 + (p->to - forward) / (2 * SOLE_M));
}

static hg_status add_stream(hg_stream **out, hg_recording *recording, hg_trial *trial,
                            const hg_synth_options *options, const char *name, hg_error *err) {
    static const char *const labels[6] = {"fx", "fy", "fz", "px", "py", "pz"};
    const double rate = fmin(RATE_MOST_HZ, RATE_OVER_MARKERS * options->rate_hz);
    const size_t n = (size_t)(options->seconds * rate + 0.5);
    hg_status status =
        hg_trial_add_stream(out, recording, trial, name, HG_STREAM_FORCE_PLATE, n, 6, 1, rate, err);
    if (status != HG_OK) return status;
    snprintf((*out)->axes, sizeof(*out)->axes, "%s", options->axes);
    for (size_t i = 0; i < 6; i++)
        snprintf((*out)->labels[i], sizeof(*out)->labels[i], "%s", labels[i]);
    return HG_OK;
}

static void fill(hg_stream *stream, const floor_plate *plate, const hg__gait *gait,
                 const hg_synth_options *options, const hg__room *room, hg__random *noise) {
    hg__load load = {.step = NULL};
    for (size_t i = 0; i < stream->n_frames; i++) {
        const double t = (double)i / stream->rate_hz;
        const hg__step *step = hg__gait_step(gait, t);
        double *row = stream->data + 6 * i;
        hg__vec3 force = {0, 0, 0};
        if (t <= step->toe_off) {
            hg__vec3 place = {0, 0, 0};
            if (load.step != step) hg__load_of(&load, gait, step);
            hg__gait_contact(&place.x, &place.z, gait, step, t);
            place.x += hg__gait_travel(gait, t);
            const double share = options->mass_kg * taken(plate, place.x);
            force.x = share * hg__load_forward(&load, t);
            force.y = share * hg__load_vertical(&load, t);
            if (share > 0) hg__room_put(row + 3, room, place);
        } /* without a load there is no centre of pressure: it stays NaN */
        if (noise) {
            force.x += NOISE_N * hg__random_normal(noise);
            force.y += NOISE_N * hg__random_normal(noise);
            force.z += NOISE_N * hg__random_normal(noise);
        }
        hg__room_put(row, room, force);
    }
}

hg_status hg__plates_add(hg_recording *recording, hg_trial *trial, const hg__gait *gait,
                         const hg_synth_options *options, const hg__room *room, hg__random *noise,
                         hg_error *err) {
    floor_plate plates[PLATES];
    const size_t n = lay_plates(plates, gait, options->seconds);
    for (size_t i = 0; i < n; i++) {
        hg_stream *stream;
        hg_status status = add_stream(&stream, recording, trial, options, plates[i].name, err);
        if (status != HG_OK) return status;
        fill(stream, &plates[i], gait, options, room, noise);
    }
    return HG_OK;
}
