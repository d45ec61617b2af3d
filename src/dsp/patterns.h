/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regularity and stability of time series. Signals have no gaps: NaN gives NaN. */
#ifndef HG_DSP_PATTERNS_H
#define HG_DSP_PATTERNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "kernels/kernels.h"

/*
 * Sample entropy -ln(A / B) (Richman & Moorman 2000, doi:10.1152/ajpheart.2000.278.6.H2039) with
 * templates of m numbers that differ by less than `tolerance` (usually 0.2 standard deviations with
 * divisor n). counts, where not NULL, gets B and A. Infinite without matches of m + 1 numbers, NaN
 * without any, with a NaN in x, or with n <= m + 1.
 */
double hg__sample_entropy(const hg__kernels *k, const double *x, size_t n, size_t m,
                          double tolerance, unsigned long long counts[2]);

/* Standard deviation with divisor n. */
double hg__population_sd(const hg__kernels *k, const double *x, size_t n);

typedef struct hg__delay {
    size_t dimension, lag; /* of the delay vectors */
    size_t theiler;        /* neighbours are further apart in time than this many numbers */
    size_t steps;          /* numbers of the divergence curve */
    bool followed;         /* only vectors that can be followed over all steps take part */
} hg__delay;

/*
 * What the kernel `neighbours` finds, to the bit, for vectors of a signal that keeps coming back:
 * the vectors are sorted by one of their projections, and the search ends where that alone is
 * further away than the nearest so far. A tenth of the time and less. False when memory runs out.
 */
bool hg__nearest(const hg__kernels *k, size_t *neighbour, double *square, const double *x,
                 size_t vectors, const hg__delay *delay, hg__arena *scratch);

/*
 * Mean logarithm of the distance of initially nearest neighbours after 0 .. steps - 1 numbers
 * (Rosenstein 1993, doi:10.1016/0167-2789(93)90009-P). Pairs of distance 0 are left out, as are
 * those that leave the series. pairs[step], where not NULL, counts those in the mean; neighbour,
 * where not NULL, has room for n - (dimension - 1) lag indices. NaN where no pair is left. False
 * when memory runs out or the series is too short for a single vector.
 */
bool hg__divergence(const hg__kernels *k, double *curve, size_t *pairs, size_t *neighbour,
                    const double *x, size_t n, const hg__delay *delay, hg__arena *scratch);

/* Slope of the least-squares line through y[from .. to) at positions from, from + 1, ... */
double hg__slope(const double *y, size_t from, size_t to);

/*
 * Detrended fluctuation analysis (Peng 1994, doi:10.1103/PhysRevE.49.1685): for each window length,
 * the residual of the summed series about polynomials of `order` 1 or 2 fitted in windows of that
 * length, laid end to end or, with `overlap`, half over each other: root of the mean square over
 * all windows. False when memory runs out.
 */
bool hg__fluctuation(double *out, const double *x, size_t n, const size_t *window, size_t windows,
                     bool overlap, int order, hg__arena *scratch);

/* Exponent: slope of ln out against ln window. NaN where a fluctuation is 0. */
double hg__fluctuation_slope(const double *fluctuation, const size_t *window, size_t windows);

/* Window lengths 4 .. most, each `ratio` times the one before, whole and different. Returns how
 * many were written, at most `room`. */
size_t hg__fluctuation_windows(size_t *window, size_t room, size_t most, double ratio);

#endif
