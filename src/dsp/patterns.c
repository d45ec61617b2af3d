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

/* Logarithms of squared distances after each number of steps, over all pairs. */
typedef struct following {
    double *sum, *product; /* product: of those whose logarithm is not yet in sum */
    double *square, *d2;   /* of one pair: squared differences, squared distances */
    size_t *count;
} following;

static bool make_following(following *f, size_t steps, size_t reach, hg__arena *scratch) {
    f->sum = hg__arena_alloc(scratch, steps, sizeof *f->sum);
    f->product = hg__arena_alloc(scratch, steps, sizeof *f->product);
    f->square = hg__arena_alloc(scratch, steps + reach, sizeof *f->square);
    f->d2 = hg__arena_alloc(scratch, steps, sizeof *f->d2);
    f->count = hg__arena_alloc(scratch, steps, sizeof *f->count);
    if (!f->sum || !f->product || !f->square || !f->d2 || !f->count) return false;
    for (size_t step = 0; step < steps; step++) f->product[step] = 1.0;
    return true;
}

/* One pair over all its steps: each difference of two numbers serves every distance that it is in.
 * The distances of a step come in the order of the pairs. */
static void follow(following *f, const double *a, const double *b, size_t steps,
                   const hg__delay *delay) {
    size_t lag = delay->lag, dimension = delay->dimension, numbers = steps + (dimension - 1) * lag;
    double *restrict square = f->square, *restrict d2 = f->d2;
    for (size_t i = 0; i < numbers; i++) square[i] = (a[i] - b[i]) * (a[i] - b[i]);
    for (size_t step = 0; step < steps; step++) d2[step] = square[step];
    for (size_t d = 1; d < dimension; d++)
        for (size_t step = 0; step < steps; step++) d2[step] += square[step + d * lag];
    for (size_t step = 0; step < steps; step++) {
        double product = f->product[step] * d2[step];
        f->count[step] += d2[step] > 0.0;
        /* one logarithm for as many as fit into a product */
        if (d2[step] > PRODUCT_LEAST && d2[step] < PRODUCT_MOST) {
            if (!(product > PRODUCT_LEAST && product < PRODUCT_MOST)) {
                f->sum[step] += log(product);
                product = 1.0;
            }
            f->product[step] = product;
        } else if (d2[step] > 0.0) {
            f->sum[step] += log(d2[step]);
        }
    }
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
    following f;
    if (!near || !square || !make_following(&f, delay->steps, reach, scratch)) return false;
    if (!hg__nearest(k, near, square, x, searched, delay, scratch)) return false;
    for (size_t i = 0; i < searched; i++) {
        if (near[i] == SIZE_MAX) continue;
        size_t left = vectors - (i > near[i] ? i : near[i]);
        follow(&f, x + i, x + near[i], left < delay->steps ? left : delay->steps, delay);
    }
    for (size_t step = 0; step < delay->steps; step++) {
        double sum = f.sum[step] + log(f.product[step]);
        curve[step] = f.count[step] ? 0.5 * sum / (double)f.count[step] : NAN;
        if (pairs) pairs[step] = f.count[step];
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
