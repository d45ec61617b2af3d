/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the methods look at: the points of the feet, low-passed, over the ground and against the
 * pelvis; and the stride time by which their time constants are scaled. */
#include <math.h>
#include <string.h>

#include "dsp/filter.h"
#include "dsp/stats.h"
#include "gait/events/events_markers.h"

#define PAD_LEAST 9
#define RHYTHM_HZ                                                                                  \
    4.0 /* passes the stride rate of a sprinter (2.3 Hz), smooths that of a walker                 \
         */
#define RHYTHM_SHARE 0.3 /* of the pace: hysteresis about the speed of the pelvis */

static double *plane(size_t n, const hg__stage *stage) {
    return hg__arena_alloc(stage->scratch, n, sizeof(double));
}

bool hg__low_pass(double *x, size_t n, double cutoff_hz, double rate_hz, const hg__stage *stage) {
    double c[5], cutoff = cutoff_hz < 0.4 * rate_hz ? cutoff_hz : 0.4 * rate_hz;
    size_t pad = (size_t)ceil(rate_hz / cutoff);
    hg__butterworth2(c, cutoff, rate_hz, true);
    return hg__filter_zero_lag(stage->k, x, n, 1, c, pad < PAD_LEAST ? PAD_LEAST : pad,
                               stage->scratch);
}

/* Low-passed copy. */
static double *smooth(const double *x, size_t n, double cutoff_hz, double rate_hz,
                      const hg__stage *stage) {
    double *out = plane(n, stage);
    if (!out) return NULL;
    memcpy(out, x, n * sizeof *x);
    return hg__low_pass(out, n, cutoff_hz, rate_hz, stage) ? out : NULL;
}

static double *const *either(const hg__feet *feet, int side) {
    return feet->heel[side][0] ? feet->heel[side] : feet->toe[side];
}

bool hg__stride_time(double *stride_s, const hg__feet *feet, const hg__stage *stage) {
    size_t n = feet->n, count = 0;
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    double *period = plane(n + 1, stage), *swift = plane(n, stage);
    *stride_s = NAN;
    if (!period || !swift) return false;
    for (int side = 0; side < 2; side++) {
        double *const *point = either(feet, side);
        const double *pace = feet->pace[side];
        if (!point[0] || !pace || !feet->ground[side]) continue;
        double *ahead = smooth(point[0], n, RHYTHM_HZ, feet->rate_hz, stage);
        if (!ahead) return false;
        stage->k->derivative(swift, ahead, n, 1.0 / feet->rate_hz);
        double last = NAN;
        bool high = true; /* a rise counts once the foot was slow */
        for (size_t i = 0; i < n; i++) {
            double over = swift[i] - feet->ground[side][i] - pace[i];
            if (isnan(over)) {
                last = NAN;
                high = true;
            } else if (high && over < -RHYTHM_SHARE * pace[i]) {
                high = false;
            } else if (!high && over > RHYTHM_SHARE * pace[i]) {
                high = true;
                if (!isnan(last)) period[count++] = ((double)i - last) / feet->rate_hz;
                last = (double)i;
            }
        }
    }
    *stride_s = hg__median(period, count, stage->scratch);
    hg__arena_back(stage->scratch, mark);
    return true;
}

static bool make_point(hg__foot_point *p, double *const xyz[3], const double *ground,
                       double cutoff_hz, const hg__feet *f, const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    double dt = 1.0 / f->rate_hz;
    *p = (hg__foot_point){.known = xyz[0] != NULL};
    if (!p->known) return true;
    p->height = smooth(xyz[1], f->n, cutoff_hz, f->rate_hz, stage);
    double **const rest[5] = {&p->climb, &p->lift, &p->forward, &p->speed, &p->reach};
    for (int i = 0; i < 5; i++)
        if (!(*rest[i] = plane(f->n, stage))) return false;
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    double *ahead = smooth(xyz[0], f->n, cutoff_hz, f->rate_hz, stage);
    double *pelvis = smooth(f->pelvis[0], f->n, cutoff_hz, f->rate_hz, stage);
    if (!ahead || !pelvis || !p->height) return false;
    k->derivative(p->forward, ahead, f->n, dt);
    k->derivative(p->climb, p->height, f->n, dt);
    k->derivative(p->lift, p->climb, f->n, dt);
    k->blend(p->reach, ahead, 1.0, pelvis, -1.0, f->n);
    hg__arena_back(stage->scratch, mark);
    for (size_t i = 0; i < f->n; i++) {
        p->forward[i] -= ground[i];
        p->speed[i] = hypot(p->forward[i], p->climb[i]);
    }
    return true;
}

/* Velocities of heel and forefoot differ little, so one stands in where the other is not seen. */
static double mean_seen(double a, double b) {
    return isnan(a) ? b : isnan(b) ? a : 0.5 * (a + b);
}

static bool make_middle(hg__foot *f, size_t n, const hg__stage *stage) {
    if (!f->heel.known || !f->toe.known) {
        f->middle = f->heel.known ? f->heel : f->toe;
        return true;
    }
    f->middle.known = true;
    const struct {
        double **out;
        const double *a, *b;
    } parts[] = {{&f->middle.height, f->heel.height, f->toe.height},
                 {&f->middle.climb, f->heel.climb, f->toe.climb},
                 {&f->middle.lift, f->heel.lift, f->toe.lift},
                 {&f->middle.forward, f->heel.forward, f->toe.forward},
                 {&f->middle.speed, f->heel.speed, f->toe.speed},
                 {&f->middle.reach, f->heel.reach, f->toe.reach}};
    for (size_t c = 0; c < sizeof parts / sizeof *parts; c++) {
        if (!(*parts[c].out = plane(n, stage))) return false;
        for (size_t i = 0; i < n; i++) (*parts[c].out)[i] = mean_seen(parts[c].a[i], parts[c].b[i]);
    }
    for (size_t i = 0; i < n; i++)
        f->middle.speed[i] = hypot(f->middle.forward[i], f->middle.climb[i]);
    return true;
}

bool hg__foot_signals(hg__foot *out, const hg__feet *feet, int side,
                      const hg__marker_method *method, double stride_s, const hg__angle_set *angles,
                      const hg__stage *stage) {
    const hg_params *p = stage->params;
    /* a faster stride has faster contacts: the cut-off follows it upward, never below its value */
    double hurry = p->events_reference_stride_s / stride_s;
    double cutoff = p->events_marker_cutoff_hz * (hurry > 1 ? hurry : 1);
    const double *ground = feet->ground[side];
    *out = (hg__foot){.pace = feet->pace[side]};
    if (!ground) return true;
    if (angles && angles->n == feet->n)
        out->knee =
            angles
                ->angle[side == HG_LEFT ? HG_ANGLE_KNEE_FLEXION_LEFT : HG_ANGLE_KNEE_FLEXION_RIGHT];
    bool no_heel = method->alone && !method->heel, no_toe = method->alone && !method->toe;
    if ((!no_heel && !make_point(&out->heel, feet->heel[side], ground, cutoff, feet, stage)) ||
        (!no_toe && !make_point(&out->toe, feet->toe[side], ground, cutoff, feet, stage)))
        return false;
    if (!out->heel.known && !out->toe.known) return true;
    if (!make_middle(out, feet->n, stage)) return false;
    out->slow = smooth(out->middle.forward, feet->n, p->events_swing_cutoff / stride_s,
                       feet->rate_hz, stage);
    return out->slow != NULL;
}
