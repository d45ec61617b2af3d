/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where feet and hips are at the instants of each stride, and the fastest turns in it. */
#include <math.h>

#include "base/error.h"
#include "gait/strides.h"

/* Shares of the contact time: the foot is flat on the ground between them whatever part of it
 * lands first (docs/synth.md: flat from 40 ms on; the heel rises in the second half of contact). */
#define FLAT_FROM 0.30
#define FLAT_TO 0.50
#define FLAT_MIDDLE 0.40
#define FLAT_INSTANTS 5

typedef struct clock {
    double t0_s, rate_hz;
    size_t n;
} clock;

/* Position in frames, NaN outside the recording. */
static double frame_of(const clock *c, double t) {
    double at = (t - c->t0_s) * c->rate_hz;
    return at >= 0 && at <= (double)(c->n - 1) ? at : NAN;
}

static double plane_at(const double *plane, const clock *c, double t) {
    double at = frame_of(c, t);
    if (isnan(at)) return NAN;
    size_t i = (size_t)at < c->n - 1 ? (size_t)at : c->n - 2;
    double u = at - (double)i;
    /* on a sample its neighbour does not count, so that a gap beside it does not spread */
    return u == 0 ? plane[i] : u == 1 ? plane[i + 1] : plane[i] + u * (plane[i + 1] - plane[i]);
}

static hg__vec3 point_at(double *const point[3], const clock *c, double t) {
    if (!point[0]) return hg__vec(NAN, NAN, NAN);
    return hg__vec(plane_at(point[0], c, t), plane_at(point[1], c, t), plane_at(point[2], c, t));
}

/* How far the ground moves forward between two times; NaN when its speed is not known. */
static double ground_way(const double *ground, const clock *c, double from, double to) {
    double first = frame_of(c, from), last = frame_of(c, to), sum = 0;
    if (!ground || isnan(first) || isnan(last) || last < first) return NAN;
    size_t i = (size_t)first, k = (size_t)last;
    for (size_t f = i; f < k; f++) sum += ground[f];
    sum += (last - (double)k) * ground[k] - (first - (double)i) * ground[i];
    return sum / c->rate_hz;
}

static hg__vec3 foot_line(const hg__feet *feet, int side, const clock *c, const hg__stride *s) {
    hg__vec3 sum = hg__vec(0, 0, 0);
    double contact = s->toe_off_s - s->start_s;
    for (int i = 0; i < FLAT_INSTANTS; i++) {
        double share = FLAT_FROM + (FLAT_TO - FLAT_FROM) * i / (FLAT_INSTANTS - 1);
        double t = s->start_s + share * contact;
        sum = hg__vec_add(
            sum, hg__vec_sub(point_at(feet->toe[side], c, t), point_at(feet->heel[side], c, t)));
    }
    return hg__vec_scale(sum, 1.0 / FLAT_INSTANTS);
}

static void place_feet(hg__footing *to, const hg__feet *feet, int side, const hg__stride *s) {
    const clock c = {feet->t0_s, feet->rate_hz, feet->n};
    double later = FLAT_MIDDLE * (s->toe_off_s - s->start_s);
    const struct {
        int side;
        double t;
    } stand[3] = {{side, s->start_s + later},
                  {1 - side, s->other_strike_s + later},
                  {side, s->end_s + later}};
    to->heel_strike = point_at(feet->heel[side], &c, s->start_s);
    to->other_heel_strike = point_at(feet->heel[1 - side], &c, s->other_strike_s);
    to->foot = foot_line(feet, side, &c, s);
    for (int i = 0; i < 3; i++) {
        to->stand[i] = point_at(feet->heel[stand[i].side], &c, stand[i].t);
        if (i) to->stand[i].x -= ground_way(feet->ground[side], &c, stand[0].t, stand[i].t);
    }
}

/* The fastest turn between two times; a gap between them hides what is fastest. */
static double fastest(const double *turn, const hg__angle_set *angles, double from, double to,
                      const hg__kernels *k) {
    const clock c = {angles->t0_s, angles->rate_hz, angles->n};
    double first = frame_of(&c, from), last = frame_of(&c, to), least, most;
    if (!turn || isnan(first) || isnan(last)) return NAN;
    size_t i = (size_t)ceil(first), n = (size_t)floor(last) - i + 1;
    if (last < ceil(first) || k->count_valid(turn + i, n) < n) return NAN;
    k->min_max_valid(turn + i, n, &least, &most);
    return hg__angular_speed(most, angles->rate_hz);
}

hg_status hg__place_strides(hg__stride_set *strides, const hg__feet *feet, const hg__pose *pose,
                            const hg__angle_set *angles, const hg__stage *stage) {
    const hg__vec3 nowhere = hg__vec(NAN, NAN, NAN);
    for (int side = 0; side < 2; side++) {
        size_t n = strides->n[side];
        strides->footing[side] = hg__arena_alloc(stage->scratch, n, sizeof(hg__footing));
        if (!strides->footing[side]) return hg__fail_memory(stage->err);
        for (size_t i = 0; i < n; i++) {
            const hg__stride *s = &strides->stride[side][i];
            hg__footing *to = &strides->footing[side][i];
            const clock c = {pose->t0_s, pose->rate_hz, pose->n};
            double *const *turn = angles->turn;
            *to = (hg__footing){.outward = side == HG_LEFT ? -1 : 1,
                                .heel_strike = nowhere,
                                .other_heel_strike = nowhere,
                                .stand = {nowhere, nowhere, nowhere},
                                .foot = nowhere};
            to->hip = point_at(pose->hip[side], &c, s->start_s);
            if (feet && feet->n > 1) place_feet(to, feet, side, s);
            to->pelvis =
                fastest(turn[HG__SEGMENT_PELVIS], angles, s->start_s, s->toe_off_s, stage->k);
            to->thigh = fastest(turn[HG__OF_SIDE(HG__SEGMENT_THIGH_LEFT, side)], angles, s->start_s,
                                s->end_s, stage->k);
            to->shank = fastest(turn[HG__OF_SIDE(HG__SEGMENT_SHANK_LEFT, side)], angles, s->start_s,
                                s->end_s, stage->k);
        }
    }
    return HG_OK;
}
