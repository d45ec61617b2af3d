/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sequences of strides that resemble the next one, and how often an interval holds their truth. */
#ifndef HG_TESTS_STRIDE_SERIES_H
#define HG_TESTS_STRIDE_SERIES_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "dsp/interval.h"

#define COVERAGE_LENGTHS 3
#define COVERAGE_RHOS 3
#define COVERAGE_DRAWS 199
static const size_t coverage_lengths[COVERAGE_LENGTHS] = {25, 40, 80};
static const double coverage_rhos[COVERAGE_RHOS] = {0.0, 0.3, 0.5};

/* Autoregressive of first order, stationary from the first value; mean 0. */
static inline void stride_series(double *x, size_t n, double rho, hg__random *random) {
    x[0] = hg__random_normal(random) / sqrt(1.0 - rho * rho);
    for (size_t i = 1; i < n; i++) x[i] = rho * x[i - 1] + hg__random_normal(random);
}

static inline int coverage_by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct coverage_cell {
    double mean, drift, trimmed; /* shares of the series whose interval holds the truth */
    double width; /* of the interval of the mean, over that of one who knows rho; median */
} coverage_cell;

/* `holes`: share of the strides that are missing. */
static inline coverage_cell coverage_of(const hg__kernels *k, hg__arena *scratch, size_t n,
                                        double rho, size_t series, double holes, bool robust) {
    coverage_cell c = {0, 0, 0, 0};
    hg__random random, draws;
    double x[1000], t[1000], v = 1.0;
    if (n > 1000) abort();
    hg__random_seed(&random, 20000 + n + (size_t)(1000 * (rho + 1)));
    hg__random_seed(&draws, 1);
    double *width = malloc(series * sizeof *width);
    if (!width) abort();
    for (size_t lag = 1; lag < n; lag++)
        v += 2.0 * (1.0 - (double)lag / (double)n) * pow(rho, (double)lag);
    double known = 2 * 1.959963984540054 * sqrt(v / (double)n / (1.0 - rho * rho));
    for (size_t s = 0; s < series; s++) {
        hg__interval mean, drift;
        hg__robust trimmed = {.low = NAN, .high = NAN};
        hg__arena_reset(scratch);
        stride_series(x, n, rho, &random);
        for (size_t i = 0; i < n; i++) {
            t[i] = 0.7 * (double)i;
            if (holes > 0 && hg__random_uniform(&random) < holes) x[i] = NAN;
        }
        if (!hg__interval_of_mean(&mean, k, x, n, 0.95, scratch) ||
            !hg__interval_of_slope(&drift, x, t, n, 0.95, scratch) ||
            (robust &&
             !hg__robust_mean(&trimmed, k, x, n, 0.2, 0.95, COVERAGE_DRAWS, &draws, scratch)))
            abort();
        c.mean += mean.low <= 0 && mean.high >= 0;
        c.drift += drift.low <= 0 && drift.high >= 0;
        c.trimmed += trimmed.low <= 0 && trimmed.high >= 0;
        width[s] = (mean.high - mean.low) / known;
    }
    c.mean /= (double)series;
    c.drift /= (double)series;
    c.trimmed /= (double)series;
    qsort(width, series, sizeof *width, coverage_by_size);
    c.width = width[series / 2];
    free(width);
    return c;
}

/* As a table of Markdown. */
static inline void coverage_table(const hg__kernels *k, hg__arena *scratch, size_t series) {
    printf("| strides | lag-1 correlation | mean | width | drift | trimmed mean |\n"
           "|---:|---:|---:|---:|---:|---:|\n");
    static const size_t lengths[] = {10, 15, 25, 40, 80, 160};
    static const double rhos[] = {-0.3, 0.0, 0.3, 0.5, 0.7};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (size_t r = 0; r < sizeof rhos / sizeof *rhos; r++) {
            coverage_cell c = coverage_of(k, scratch, lengths[i], rhos[r], series, 0.0, true);
            printf("| %zu | %.1f | %.1f | %.2f | %.1f |", lengths[i], rhos[r], 100 * c.mean,
                   c.width, 100 * c.drift);
            if (c.trimmed > 0)
                printf(" %.1f |\n", 100 * c.trimmed);
            else
                printf(" \xe2\x80\x93 |\n");
        }
}

#endif
