/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classical comparisons of samples of independent values, as those of different runners are;
 * strides are not: dsp/interval.h. All p are two-sided. No gaps in the samples; NaN where there are
 * too few values or no spread.
 */
#ifndef HG_DSP_COMPARE_H
#define HG_DSP_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* --- by means --- */

typedef struct hg__t_test {
    double t, p, df;
    double low, high; /* interval of the mean, or of the difference of the means */
} hg__t_test;

/* Mean of x against a datum; a paired test is one of the differences. */
hg__t_test hg__t_test_one(const double *x, size_t n, double datum, double level);
/* x less y. Where variances are not taken as equal, degrees of freedom after Welch 1947
 * (doi:10.1093/biomet/34.1-2.28). */
hg__t_test hg__t_test_two(const double *x, size_t nx, const double *y, size_t ny,
                          bool equal_variances, double level);

/* --- by ranks --- */

/* Ranks from 1, the mean of their places for equal values. *ties is the sum of t^3 - t over groups
 * of t equal values. False when memory runs out. */
bool hg__ranks(double *rank, double *ties, const double *x, size_t n, hg__arena *scratch);

typedef struct hg__rank_test {
    double statistic, p;
} hg__rank_test;

typedef enum hg__zeros {
    HG__ZEROS_DROP,
    HG__ZEROS_RANK /* Pratt 1959 */,
    HG__ZEROS_SPLIT
} hg__zeros;

/* Wilcoxon's signed ranks of differences: the smaller sum of ranks. `exact` counts all signs (no
 * zeros and no ties then; up to 300 values), else the normal approximation, with its correction for
 * continuity if asked. False when memory runs out. */
bool hg__signed_rank(hg__rank_test *out, const double *d, size_t n, hg__zeros zeros, bool exact,
                     bool continuity, hg__arena *scratch);

/* Mann and Whitney's U of x against y. `exact` counts all orders (no ties then). False when memory
 * runs out. */
bool hg__mann_whitney(hg__rank_test *out, const double *x, size_t nx, const double *y, size_t ny,
                      bool exact, bool continuity, hg__arena *scratch);

/* --- correlation --- */

typedef struct hg__correlation {
    double r, p;
    double low, high; /* Pearson: 95 % after Fisher's transform; else NaN */
} hg__correlation;

hg__correlation hg__pearson(const double *x, const double *y, size_t n);
/* Of the ranks. False when memory runs out. */
bool hg__spearman(hg__correlation *out, const double *x, const double *y, size_t n,
                  hg__arena *scratch);
/* tau-b; p by counting all orders where there are no ties (up to 170 values), else NaN. */
bool hg__kendall(hg__correlation *out, const double *x, const double *y, size_t n,
                 hg__arena *scratch);

/* --- shape --- */

typedef struct hg__shape {
    double skewness, kurtosis;     /* moments: m3 / m2^1.5, m4 / m2^2 - 3 */
    double skewness_of_population; /* corrected for the size of the sample */
} hg__shape;
hg__shape hg__shape_of(const double *x, size_t n);

/* Shapiro and Wilk's test that values are from a normal distribution (Royston 1995, AS R94,
 * doi:10.2307/2986146): W and p, for 12 to 5000 values. False outside or when memory runs out. */
bool hg__shapiro_wilk(hg__rank_test *out, const double *x, size_t n, hg__arena *scratch);

#endif
