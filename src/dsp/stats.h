/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order statistics and moments, by GSL where it has them; its only home. NaN is left out. */
#ifndef HG_DSP_STATS_H
#define HG_DSP_STATS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "kernels/kernels.h"

/* Switches GSL's aborting error handler off. Called once, by hg_context_new(). */
void hg__stats_init(void);

/* Mean, and standard deviation with n - 1 (NaN below two). *n is the number of valid values. */
void hg__mean_sd(const hg__kernels *k, const double *x, size_t count, double *mean, double *sd,
                 size_t *n);

/* Where one case lies among others of whom only mean, standard deviation and number are known: the
 * share of their like that is below it, in percent, by Student's t with the uncertainty of the mean
 * (Crawford & Howell 1998, doi:10.1076/clin.12.4.482.7241). The others are taken to be normally
 * distributed. NaN below two others. */
double hg__percentile_of_case(double x, double mean, double sd, size_t n);

/* Quantile p (0 to 1) with linear interpolation, as numpy's default. NaN when none is valid or
 * scratch runs out. */
double hg__quantile(const double *x, size_t count, double p, hg__arena *scratch);
double hg__median(const double *x, size_t count, hg__arena *scratch);

/*
 * Values for the gap first..end-1 of x by a natural cubic spline through the valid ones among the
 * ten samples on either side. out[end - first]; x stays as it is, so that one gap is never filled
 * from another's filling. *filled is false where a side has fewer than two: never extrapolated,
 * never from a lone sample. False when memory runs out.
 */
bool hg__spline_gap(double *out, const double *x, size_t n, size_t first, size_t end, bool *filled);

/* The inverse of a symmetric positive definite matrix (n * n), in place. False when it is not. */
bool hg__invert_positive(double *A, size_t n);

/*
 * Least squares A x = b by singular value decomposition: A has `rows` rows of `columns` numbers and
 * is destroyed. singular[columns] are the singular values, largest first; *rms is the root mean
 * square residual per row. False when rows < columns, the matrix has no full rank, or memory runs
 * out.
 */
bool hg__least_squares(double *x, double *singular, double *rms, double *A, const double *b,
                       size_t rows, size_t columns);

#endif
