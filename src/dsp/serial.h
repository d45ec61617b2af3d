/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Curves that follow one another in time and resemble their neighbours: how much, what that leaves
 * of their number, and rows made of them that do not. The model is a first-order autoregression,
 * the same at every node. Rows have no gaps.
 */
#ifndef HG_DSP_SERIAL_H
#define HG_DSP_SERIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define HG__LAG1_MOST 0.9 /* a stronger one cannot be told from a trend */

/*
 * Correlation of rows with the row before, mean over the nodes, corrected and held in 0 ..
 * HG__LAG1_MOST. Taking out the mean of n rows costs (1 + 3 r) / n (Marriott & Pope 1954,
 * doi:10.1093/biomet/41.3-4.390), n - 1 products over n squares another r / n: r becomes
 * (r + 1/n) / (1 - 4/n). follows[i] says that row i comes right after row i - 1. 0 below six rows or
 * without any that follows. n >= 2.
 */
double hg__rows_lag1(const double *const *row, const bool *follows, size_t n, size_t nodes);

/* How many uncorrelated numbers have a mean as certain as n with that correlation: n / (1 + 2 sum
 * (1 - k/n) r^k) (Bayley & Hammersley 1946, doi:10.2307/2983560). */
double hg__rows_effective(double lag1, size_t n);

/*
 * out (n rows): the innovations of the series, weighted as in the generalised least squares mean
 * (Prais & Winsten 1954, Cowles Commission paper 383): (1 - r)(d_i - r d_(i-1)), and (1 - r^2) d_i
 * where row i follows none. With r 0 they are the rows. False when memory runs out.
 */
bool hg__rows_whiten(const double ***out, const double *const *row, const bool *follows, size_t n,
                     size_t nodes, double lag1, hg__arena *scratch);

/* Sums of blocks of `block` rows in order, the last one taking what is left: *blocks = n / block
 * rows. False when memory runs out. block >= 1. */
bool hg__rows_block(const double ***out, size_t *blocks, const double *const *row, size_t n,
                    size_t nodes, size_t block, hg__arena *scratch);

#endif
