/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strides made by hand for the stage of the curves: rows of a curve per side, at times that
 * alternate, and a stage to give them to.
 */
#ifndef HG_TESTS_STRIDE_ROWS_H
#define HG_TESTS_STRIDE_ROWS_H

#include <string.h>

#include "base/arena.h"
#include "dsp/random.h"
#include "gait/arrows.h"
#include "gait/curves/curves.h"

#define RADIANS (3.14159265358979323846 / 180.0)
#define STRIDE_S 0.7

typedef struct bench {
    hg__kernels k;
    hg_params params;
    hg_error err;
    hg__stage stage;
} bench;

static inline void bench_open(bench *b) {
    memset(b, 0, sizeof *b);
    hg__kernels_init(&b->k, hg__cpu_detect());
    hg_params_default(&b->params);
    b->stage = (hg__stage){.k = &b->k,
                           .scratch = hg__arena_new(),
                           .params = &b->params,
                           .ffts = hg__fft_store_new(),
                           .seed = 1,
                           .err = &b->err};
}

static inline void bench_close(bench *b) {
    hg__arena_free(b->stage.scratch);
    hg__fft_store_free(b->stage.ffts);
}

/* n used strides of each side in the room of the bench, left first, right half a stride later; rows
 * of `curve` are zero. */
static inline hg__stride_set strides_of(bench *b, size_t n, hg_curve_id curve) {
    hg__stride_set s;
    memset(&s, 0, sizeof s);
    for (int side = 0; side < 2; side++) {
        s.n[side] = s.n_used[side] = n;
        s.stride[side] = hg__arena_alloc(b->stage.scratch, n, sizeof(hg__stride));
        s.row[side][curve] = hg__arena_alloc(b->stage.scratch, n * HG_CURVE_POINTS, sizeof(double));
        for (size_t i = 0; i < n; i++) {
            double start = STRIDE_S * ((double)i + 0.5 * side);
            s.stride[side][i] = (hg__stride){.start_s = start,
                                             .toe_off_s = start + 0.3 * STRIDE_S,
                                             .end_s = start + STRIDE_S,
                                             .other_strike_s = start + 0.5 * STRIDE_S,
                                             .previous_strike_s = start - 0.5 * STRIDE_S,
                                             .used = true};
        }
    }
    return s;
}

/* Correlation of a row with the row before: the same at all points, rising along the curve from 0
 * to twice as much, or half of it in a slow wander. */
typedef enum wander { WANDER_EVEN, WANDER_RISING, WANDER_SLOW } wander;

#define SMOOTH 7 /* points: standard deviation of the smoothing; FWHM 16, as angles have */
#define REACH (3 * SMOOTH)

static inline void smooth_row(double *out, hg__random *random) {
    double white[HG_CURVE_POINTS + 2 * REACH], weight[2 * REACH + 1], square = 0.0;
    for (int i = 0; i < HG_CURVE_POINTS + 2 * REACH; i++) white[i] = hg__random_normal(random);
    for (int i = -REACH; i <= REACH; i++) {
        weight[i + REACH] = exp(-0.5 * i * i / (double)(SMOOTH * SMOOTH));
        square += weight[i + REACH] * weight[i + REACH];
    }
    for (int q = 0; q < HG_CURVE_POINTS; q++) {
        out[q] = 0.0;
        for (int i = 0; i <= 2 * REACH; i++) out[q] += weight[i] * white[q + i] / sqrt(square);
    }
}

/* n correlated rows of unit variance times sd, in radians, onto the rows of one side. */
static inline void add_noise(hg__stride_set *s, int side, hg_curve_id curve, double sd_deg,
                             double lag1, wander kind, hg__random *random) {
    double slow[HG_CURVE_POINTS], now[HG_CURVE_POINTS], fresh[HG_CURVE_POINTS];
    smooth_row(now, random);
    smooth_row(slow, random);
    for (size_t i = 0; i < s->n[side]; i++) {
        double *row = s->row[side][curve] + i * HG_CURVE_POINTS;
        if (i) {
            smooth_row(fresh, random);
            for (int q = 0; q < HG_CURVE_POINTS; q++) {
                double r = kind == WANDER_EVEN     ? lag1
                           : kind == WANDER_RISING ? 2.0 * lag1 * q / (HG_CURVE_POINTS - 1)
                                                   : 0.0;
                now[q] = r * now[q] + sqrt(1.0 - r * r) * fresh[q];
            }
        }
        if (i && kind == WANDER_SLOW) {
            smooth_row(fresh, random);
            for (int q = 0; q < HG_CURVE_POINTS; q++)
                slow[q] = 0.9 * slow[q] + sqrt(1.0 - 0.81) * fresh[q];
        }
        /* a share of variance w in the slow part makes 0.9 w at lag 1 */
        double w = kind == WANDER_SLOW ? lag1 / 0.9 : 0.0;
        for (int q = 0; q < HG_CURVE_POINTS; q++)
            row[q] += sd_deg * RADIANS * (sqrt(1.0 - w) * now[q] + sqrt(w) * slow[q]);
    }
}

#endif
