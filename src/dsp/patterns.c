/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/patterns.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Two numbers between these have a product that is neither 0 nor infinite. */
#define PRODUCT_LEAST 1e-150
#define PRODUCT_MOST 1e150

double hg__population_sd(const hg__kernels *k, const double *x, size_t n) {
    if (n == 0 || k->count_valid(x, n) < n) return NAN;
    double mean = k->sum_valid(x, n) / (double)n;
    return sqrt(k->sum_sq_dev_valid(x, n, mean) / (double)n);
}

double hg__sample_entropy(const hg__kernels *k, const double *x, size_t n, size_t m,
                          double tolerance, unsigned long long counts[2]) {
    unsigned long long own[2] = {0, 0};
    if (n <= m + 1 || k->count_valid(x, n) < n) return NAN;
    k->match_templates(own, x, n, m, tolerance);
    if (counts) memcpy(counts, own, sizeof own);
    return own[0] ? -log((double)own[1] / (double)own[0]) : NAN;
}

bool hg__divergence(const hg__kernels *k, double *curve, size_t *pairs, size_t *neighbour,
                    const double *x, size_t n, const hg__delay *delay, hg__arena *scratch) {
    size_t reach = (delay->dimension - 1) * delay->lag;
    if (delay->dimension < 1 || n <= reach) return false;
    size_t vectors = n - reach, most = delay->followed ? delay->steps : 1;
    if (vectors < most) return false;
    size_t searched = vectors - most + 1;
    size_t *near = neighbour ? neighbour : hg__arena_alloc(scratch, vectors, sizeof *near);
    double *square = hg__arena_alloc(scratch, vectors, sizeof *square);
    if (!near || !square) return false;
    if (!hg__nearest(k, near, square, x, searched, delay, scratch)) return false;
    for (size_t step = 0; step < delay->steps; step++) {
        double sum = 0.0,
               product = 1.0; /* of squared distances whose logarithm is not yet in sum */
        size_t count = 0;
        for (size_t i = 0; i < searched && i + step < vectors; i++) {
            if (near[i] == SIZE_MAX || near[i] + step >= vectors) continue;
            double d2 = 0.0;
            for (size_t d = 0; d < delay->dimension; d++) {
                double off = x[i + step + d * delay->lag] - x[near[i] + step + d * delay->lag];
                d2 += off * off;
            }
            if (!(d2 > 0.0)) continue;
            /* one logarithm for as many as fit into a product */
            if (d2 > PRODUCT_LEAST && d2 < PRODUCT_MOST) {
                product *= d2;
                if (!(product > PRODUCT_LEAST && product < PRODUCT_MOST)) {
                    sum += log(product);
                    product = 1.0;
                }
            } else {
                sum += log(d2);
            }
            count++;
        }
        sum += log(product);
        curve[step] = count ? 0.5 * sum / (double)count : NAN;
        if (pairs) pairs[step] = count;
    }
    return true;
}

double hg__slope(const double *y, size_t from, size_t to) {
    if (to < from + 2) return NAN;
    double count = (double)(to - from), middle = 0.5 * (count - 1.0), mean = 0.0, top = 0.0,
           bottom = 0.0;
    for (size_t i = from; i < to; i++) mean += y[i] / count;
    for (size_t i = from; i < to; i++) {
        double at = (double)(i - from) - middle;
        top += at * (y[i] - mean);
        bottom += at * at;
    }
    return top / bottom;
}
