/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reductions in the 16 lanes of c_reduce.c. The lanes beyond the last element add +0.0 there too:
 * as in the C version, that changes no bit of a lane.
 */
#ifndef HG_KERNELS_WIDE_REDUCE_H
#define HG_KERNELS_WIDE_REDUCE_H

#include "kernels/kernels.h"
#include "kernels/lanes.h"

#define LANES ((size_t)HG__LANES)
#define PARTS (LANES / VD)

/* Lanes of part p that element whole + p * VD and its followers still fill. */
HG__INLINE size_t left_over(size_t n, size_t at) {
    return n <= at ? 0 : n - at < VD ? n - at : VD;
}

HG__INLINE double fold(const vd sum[PARTS]) {
    double lane[LANES];
    for (size_t p = 0; p < PARTS; p++) v_store(lane + p * VD, sum[p]);
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t l = 0; l < half; l++) lane[l] += lane[l + half];
    return lane[0];
}

HG__INLINE void nothing(vd sum[PARTS]) {
    for (size_t p = 0; p < PARTS; p++) sum[p] = v_all(0.0);
}

HG__WIDE double sum_valid(const double *x, size_t n) {
    vd sum[PARTS];
    nothing(sum);
    size_t i = 0;
    for (; n - i >= LANES; i += LANES)
        for (size_t p = 0; p < PARTS; p++) {
            vd v = v_load(x + i + p * VD);
            sum[p] = sum[p] + v_keep(v_valid(v), v);
        }
    for (size_t p = 0; p < PARTS && i < n; p++, i += VD) {
        vd v = v_get(x + i, left_over(n, i));
        sum[p] = sum[p] + v_keep(v_valid(v), v);
    }
    return fold(sum);
}

HG__WIDE double sum_sq_dev_valid(const double *x, size_t n, double centre) {
    vd sum[PARTS], c = v_all(centre);
    nothing(sum);
    size_t i = 0;
    for (; n - i >= LANES; i += LANES)
        for (size_t p = 0; p < PARTS; p++) {
            vd v = v_load(x + i + p * VD), d = v - c;
            sum[p] = sum[p] + v_keep(v_valid(v), d * d);
        }
    for (size_t p = 0; p < PARTS && i < n; p++, i += VD) {
        vd v = v_get_or(x + i, left_over(n, i), NAN), d = v - c;
        sum[p] = sum[p] + v_keep(v_valid(v), d * d);
    }
    return fold(sum);
}

HG__WIDE double dot(const double *x, const double *y, size_t n) {
    vd sum[PARTS];
    nothing(sum);
    size_t i = 0;
    for (; n - i >= LANES; i += LANES)
        for (size_t p = 0; p < PARTS; p++)
            sum[p] = sum[p] + v_load(x + i + p * VD) * v_load(y + i + p * VD);
    for (size_t p = 0; p < PARTS && i < n; p++, i += VD) {
        size_t count = left_over(n, i);
        sum[p] = sum[p] + v_get(x + i, count) * v_get(y + i, count);
    }
    return fold(sum);
}

/* Ones are added as doubles, which are exact up to 2^53. */
HG__WIDE size_t count_valid(const double *x, size_t n) {
    vd sum[PARTS], one = v_all(1.0);
    nothing(sum);
    size_t i = 0;
    for (; n - i >= LANES; i += LANES)
        for (size_t p = 0; p < PARTS; p++)
            sum[p] = sum[p] + v_keep(v_valid(v_load(x + i + p * VD)), one);
    for (size_t p = 0; p < PARTS && i < n; p++, i += VD)
        sum[p] = sum[p] + v_keep(v_valid(v_get_or(x + i, left_over(n, i), NAN)), one);
    return (size_t)fold(sum);
}

HG__WIDE void min_max_valid(const double *x, size_t n, double *least, double *most) {
    vd low[PARTS], high[PARTS];
    double l[LANES], h[LANES];
    for (size_t p = 0; p < PARTS; p++) {
        low[p] = v_all(INFINITY);
        high[p] = v_all(-INFINITY);
    }
    size_t i = 0;
    for (; n - i >= LANES; i += LANES)
        for (size_t p = 0; p < PARTS; p++) {
            vd v = v_load(x + i + p * VD);
            low[p] = v_least(v, low[p]);
            high[p] = v_most(v, high[p]);
        }
    for (size_t p = 0; p < PARTS && i < n; p++, i += VD) {
        vd v = v_get_or(x + i, left_over(n, i), NAN);
        low[p] = v_least(v, low[p]);
        high[p] = v_most(v, high[p]);
    }
    for (size_t p = 0; p < PARTS; p++) {
        v_store(l + p * VD, low[p]);
        v_store(h + p * VD, high[p]);
    }
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++) {
            l[j] = l[j + half] < l[j] ? l[j + half] : l[j];
            h[j] = h[j + half] > h[j] ? h[j + half] : h[j];
        }
    int none = l[0] > h[0];
    *least = none ? NAN : l[0];
    *most = none ? NAN : h[0];
}

HG__WIDE void wide_reduce(hg__kernels *k) {
    k->sum_valid = sum_valid;
    k->sum_sq_dev_valid = sum_sq_dev_valid;
    k->dot = dot;
    k->count_valid = count_valid;
    k->min_max_valid = min_max_valid;
}

#undef LANES
#undef PARTS

#endif
