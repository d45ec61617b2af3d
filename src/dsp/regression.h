/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines and planes through independent values, and through values of people who are measured more
 * than once. Strides in a row: hg__interval_of_slope() of dsp/interval.h.
 */
#ifndef HG_DSP_REGRESSION_H
#define HG_DSP_REGRESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define HG__COEFFICIENTS_MOST 8

typedef struct hg__coefficient {
    double value, se, t, p;
    double low, high; /* 95 % */
} hg__coefficient;

typedef struct hg__regression {
    hg__coefficient coefficient[HG__COEFFICIENTS_MOST];
    double residual_variance, df;
    double r2, adjusted_r2; /* against the mean: the first column of X is then 1 throughout */
    double f, f_p;          /* of all columns but the first */
    double log_likelihood, aic, bic;
} hg__regression;

/* Least squares of y on the columns of X (n rows of `columns` numbers). False when there are no
 * more rows than columns, columns depend on one another, or memory runs out. */
bool hg__regress(hg__regression *out, const double *X, const double *y, size_t n, size_t columns,
                 hg__arena *scratch);

typedef struct hg__line {
    double slope, intercept, low, high;
} hg__line;

/* Median of the slopes of all pairs, its interval by Kendall's tau (Sen 1968, doi:10.2307/2285891);
 * the line goes through the medians. Not moved by single outliers. n >= 2 with x that differs;
 * false otherwise or when memory runs out. */
bool hg__theil_sen(hg__line *out, const double *x, const double *y, size_t n, double level,
                   hg__arena *scratch);

typedef struct hg__mixed {
    double value[HG__COEFFICIENTS_MOST], se[HG__COEFFICIENTS_MOST];
    double residual_variance, group_variance;
    double log_likelihood; /* restricted */
    double *group;         /* predicted intercept of each group; scratch */
} hg__mixed;

/*
 * y = X b + intercept of the group + rest, by restricted maximum likelihood (Patterson & Thompson
 * 1971, doi:10.1093/biomet/58.3.545), profiled over the ratio of the variances: group[i], 0 to
 * groups - 1, says whose row i is. A group variance of exactly 0 is a possible answer. False when
 * there are no more rows than columns, columns depend on one another, or memory runs out.
 */
bool hg__mixed_model(hg__mixed *out, const double *X, const double *y, const size_t *group,
                     size_t n, size_t columns, size_t groups, hg__arena *scratch);

#endif
