/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reductions. Element i goes to lane i % 16 and the halves are folded 8, 4, 2, 1: a vector register
 * of any width then adds the same numbers in the same order. Missing elements add +0.0, which
 * changes no bit of a lane: lanes start at +0.0 and a sum is never -0.0 from there.
 */
#include <math.h>

#include "kernels/levels.h"

#define LANES ((size_t)HG__LANES)

static double fold(double lane[LANES]) {
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t l = 0; l < half; l++) lane[l] += lane[l + half];
    return lane[0];
}

static inline double valid_or_zero(double x) {
    return x == x ? x : 0.0;
}

static double sum_valid(const double *x, size_t n) {
    double lane[LANES] = {0.0};
    size_t whole = n - n % LANES;
    for (size_t i = 0; i < whole; i += LANES)
        for (size_t l = 0; l < LANES; l++) lane[l] += valid_or_zero(x[i + l]);
    for (size_t l = 0; l < n - whole; l++) lane[l] += valid_or_zero(x[whole + l]);
    return fold(lane);
}

static inline double square_or_zero(double x, double centre) {
    double d = x - centre;
    return x == x ? d * d : 0.0;
}

static double sum_sq_dev_valid(const double *x, size_t n, double centre) {
    double lane[LANES] = {0.0};
    size_t whole = n - n % LANES;
    for (size_t i = 0; i < whole; i += LANES)
        for (size_t l = 0; l < LANES; l++) lane[l] += square_or_zero(x[i + l], centre);
    for (size_t l = 0; l < n - whole; l++) lane[l] += square_or_zero(x[whole + l], centre);
    return fold(lane);
}

static double dot(const double *x, const double *y, size_t n) {
    double lane[LANES] = {0.0};
    size_t whole = n - n % LANES;
    for (size_t i = 0; i < whole; i += LANES)
        for (size_t l = 0; l < LANES; l++) lane[l] += x[i + l] * y[i + l];
    for (size_t l = 0; l < n - whole; l++) lane[l] += x[whole + l] * y[whole + l];
    return fold(lane);
}

static size_t count_valid(const double *x, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += x[i] == x[i];
    return count;
}

/* Written as the min and max instructions are (the kept value wins ties and NaN), so that the sign
 * of a zero is the same at every level. */
static inline double lesser(double x, double kept) {
    return x < kept ? x : kept;
}
static inline double greater(double x, double kept) {
    return x > kept ? x : kept;
}

static void min_max_valid(const double *x, size_t n, double *least, double *most) {
    double low[LANES], high[LANES];
    for (size_t l = 0; l < LANES; l++) {
        low[l] = INFINITY;
        high[l] = -INFINITY;
    }
    for (size_t i = 0; i < n; i++) {
        size_t l = i % LANES;
        low[l] = lesser(x[i], low[l]);
        high[l] = greater(x[i], high[l]);
    }
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t l = 0; l < half; l++) {
            low[l] = lesser(low[l + half], low[l]);
            high[l] = greater(high[l + half], high[l]);
        }
    int none = low[0] > high[0]; /* the start values: no number came by */
    *least = none ? NAN : low[0];
    *most = none ? NAN : high[0];
}

void hg__kernels_c_reduce(hg__kernels *k) {
    k->sum_valid = sum_valid;
    k->sum_sq_dev_valid = sum_sq_dev_valid;
    k->dot = dot;
    k->count_valid = count_valid;
    k->min_max_valid = min_max_valid;
}
