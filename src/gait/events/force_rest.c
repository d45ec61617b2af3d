/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a plate says while nobody is on it: its offset, its slow drift, its noise.
 *
 * Rest is recognised by its shape, not by its size: where a plate is unloaded, the force stays at
 * one level for a while and leaves it fast; a valley between two loads (both feet walking on one
 * belt) is passed through, and has more samples on its slopes than at its bottom. A level is looked
 * for in windows first, so that drift does not smear it, then refined between the loads.
 */
#include <math.h>
#include <stdlib.h>

#include "dsp/stats.h"
#include "gait/events/force.h"

#define WINDOW_S 3.0     /* two strides of a slow walk */
#define KNOT_S 1.5       /* drift is followed in steps of this length */
#define LOOK_HZ 200.0    /* samples looked at; a level needs no more */
#define LOW_SHARE 0.3    /* of the range: the level is looked for this far above the least force */
#define DENSE_SHARE 0.05 /* of the samples lie closest together around the level */
#define REST_BAND 0.05   /* of the range, about the level */
#define SLOPE_BAND 0.25
#define REST_PER_SLOPE                                                                             \
    1.5 /* samples at rest per sample on the slopes. A sine, the valley of two                     \
           feet on one belt, has 0.8; treadmill running 2 and more */
#define REST_MIN_S 0.03
#define EDGE_S 0.015 /* the low-pass rounds the corners of a load this far */
#define OFFSET_MOST                                                                                \
    0.5 /* of the range: a level above this is no offset but both feet on one belt in turn, whose  \
           sum swings by less than it bears */
#define STANDING 0.3 /* of the range: a level this much above the lowest is a person standing */
#define SPREAD_OF_MAD 1.4826 /* standard deviation per median absolute deviation, normal noise */
#define NOISE_SPREADS                                                                              \
    5.0 /* of noise fit below the threshold: by chance crossed once in 3 million */

typedef struct knots {
    double *at, *level; /* samples, newtons */
    size_t n;
} knots;

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Level at rest of sorted samples; NaN when they show none. */
static double level_of(const double *x, size_t n, double range, double rate_hz) {
    size_t dense = (size_t)(DENSE_SHARE * (double)n), best = 0, low = 0, rest = 0, slope = 0;
    if (dense < 3) dense = 3;
    if (n < 2 * dense) return NAN;
    while (low < n && x[low] <= x[0] + LOW_SHARE * range) low++;
    if (low < dense) return NAN;
    for (size_t i = 1; i + dense <= low; i++)
        if (x[i + dense - 1] - x[i] < x[best + dense - 1] - x[best]) best = i;
    double level = x[best + dense / 2];
    for (size_t i = 0; i < n; i++) {
        double above = (x[i] - level) / range;
        rest += fabs(above) <= REST_BAND;
        slope += above > REST_BAND && above <= SLOPE_BAND;
    }
    bool flat =
        (double)rest > REST_PER_SLOPE * (double)slope && (double)rest >= REST_MIN_S * rate_hz;
    return flat && level <= OFFSET_MOST * range ? level : NAN;
}

static double at_knots(const knots *k, double sample, size_t *hint) {
    while (*hint + 1 < k->n && k->at[*hint + 1] <= sample) (*hint)++;
    size_t i = *hint;
    if (sample <= k->at[i] || i + 1 == k->n) return k->level[i];
    return k->level[i] +
           (k->level[i + 1] - k->level[i]) * (sample - k->at[i]) / (k->at[i + 1] - k->at[i]);
}

/* A level per window; windows in which somebody stands still all the time are left out. */
static bool rough_levels(knots *out, const hg__plate *p, size_t step, double range,
                         const hg__stage *stage) {
    double rate = p->stream->rate_hz, lowest = INFINITY;
    size_t width = (size_t)(WINDOW_S * rate), windows = width ? p->n / width : 0, kept = 0;
    if (windows == 0) {
        windows = 1;
        width = p->n;
    }
    double *sorted = hg__arena_alloc(stage->scratch, 2 * width / step + 2, sizeof *sorted);
    *out = (knots){hg__arena_alloc(stage->scratch, windows, sizeof(double)),
                   hg__arena_alloc(stage->scratch, windows, sizeof(double)), 0};
    if (!sorted || !out->at || !out->level) return false;
    for (size_t w = 0; w < windows; w++) {
        size_t from = w * width, to = w + 1 == windows ? p->n : from + width, count = 0;
        for (size_t i = from; i < to; i += step)
            if (!isnan(p->up[i])) sorted[count++] = p->up[i];
        qsort(sorted, count, sizeof *sorted, ascending);
        double level = level_of(sorted, count, range, rate / (double)step);
        if (isnan(level)) continue;
        if (level < lowest) lowest = level;
        out->at[out->n] = 0.5 * (double)(from + to);
        out->level[out->n++] = level;
    }
    for (size_t i = 0; i < out->n; i++) {
        if (out->level[i] > lowest + STANDING * range) continue;
        out->at[kept] = out->at[i];
        out->level[kept++] = out->level[i];
    }
    out->n = kept;
    return true;
}

/* Marks samples at rest: within the band about the rough level, away from the edges of loads. */
static void find_rest(bool *rest, const hg__plate *p, const knots *rough, double range) {
    size_t edge = (size_t)ceil(EDGE_S * p->stream->rate_hz), hint = 0, from = 0;
    for (size_t i = 0; i <= p->n; i++) {
        bool inside =
            i < p->n && fabs(p->up[i] - at_knots(rough, (double)i, &hint)) <= REST_BAND * range;
        if (inside) continue;
        for (size_t j = from + (from ? edge : 0); j + (i < p->n ? edge : 0) < i; j++)
            rest[j] = true;
        from = i + 1;
    }
}

static bool refine(knots *out, const hg__plate *p, const bool *rest, size_t step,
                   const hg__stage *stage) {
    size_t width = (size_t)ceil(KNOT_S * p->stream->rate_hz), bins = p->n / width + 1;
    double *levels = hg__arena_alloc(stage->scratch, width / step + 2, sizeof *levels);
    *out = (knots){hg__arena_alloc(stage->scratch, bins, sizeof(double)),
                   hg__arena_alloc(stage->scratch, bins, sizeof(double)), 0};
    if (!levels || !out->at || !out->level) return false;
    for (size_t b = 0; b < bins; b++) {
        double sum = 0;
        size_t count = 0;
        for (size_t i = b * width; i < (b + 1) * width && i < p->n; i += step) {
            if (!rest[i]) continue;
            levels[count++] = p->up[i];
            sum += (double)i;
        }
        if ((double)(count * step) < REST_MIN_S * p->stream->rate_hz || count < 3) continue;
        qsort(levels, count, sizeof *levels, ascending);
        out->at[out->n] = sum / (double)count;
        out->level[out->n++] = 0.5 * (levels[(count - 1) / 2] + levels[count / 2]);
    }
    return true;
}

static bool measure_noise(hg__plate *p, const knots *k, const bool *rest, size_t step,
                          const hg__stage *stage) {
    double *apart = hg__arena_alloc(stage->scratch, p->n / step + 1, sizeof *apart);
    size_t count = 0, hint = 0;
    if (!apart) return false;
    for (size_t i = 0; i < p->n; i += step)
        if (rest[i]) apart[count++] = fabs(p->up[i] - at_knots(k, (double)i, &hint));
    p->noise_n = count ? SPREAD_OF_MAD * hg__median(apart, count, stage->scratch) : 0;
    return true;
}

static void take_off(hg__plate *p, const knots *k, double limit_n) {
    double least = INFINITY, most = -INFINITY, sum = 0;
    for (size_t i = 0; i < k->n; i++) {
        least = fmin(least, k->level[i]);
        most = fmax(most, k->level[i]);
        sum += k->level[i];
    }
    p->offset_n = sum / (double)k->n;
    p->drift_n = most - least;
    p->corrected = fmax(fabs(least), fabs(most)) > limit_n;
    size_t hint = 0;
    for (size_t i = 0; p->corrected && i < p->n; i++) p->up[i] -= at_knots(k, (double)i, &hint);
}

static bool take_off_rest(hg__plate *p, const hg__stage *stage) {
    double least, most;
    knots rough, fine;
    size_t step = (size_t)(p->stream->rate_hz / LOOK_HZ);
    if (step == 0) step = 1;
    stage->k->min_max_valid(p->up, p->n, &least, &most);
    if (!(most - least > p->threshold_n + stage->params->events_force_hysteresis_n))
        return true; /* nobody stepped on or off it */
    bool *rest = hg__arena_alloc(stage->scratch, p->n, sizeof *rest);
    if (!rest || !rough_levels(&rough, p, step, most - least, stage)) return false;
    if (rough.n == 0) return true;
    find_rest(rest, p, &rough, most - least);
    if (!refine(&fine, p, rest, step, stage)) return false;
    if (fine.n == 0) fine = rough;
    p->at_rest = true;
    if (!measure_noise(p, &fine, rest, step, stage)) return false;
    take_off(p, &fine, stage->params->events_force_rest_n);
    if (NOISE_SPREADS * p->noise_n > p->threshold_n) p->threshold_n = NOISE_SPREADS * p->noise_n;
    return true;
}

bool hg__force_rest(hg__plate *p, const hg__stage *stage) {
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    bool room = take_off_rest(p, stage);
    hg__arena_back(stage->scratch, mark);
    return room;
}
