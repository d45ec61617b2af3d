/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Means and slopes of a sequence whose neighbours resemble each other, with intervals that hold for
 * that. x[i] is the value at place i of the sequence; NaN is a hole, and what stands on either side
 * of a hole is no neighbour. The errors are taken as autoregressive of first order: the correlation
 * of two values is rho to the power of the places between them.
 */
#ifndef HG_DSP_INTERVAL_H
#define HG_DSP_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "dsp/random.h"
#include "kernels/kernels.h"

#define HG__INTERVAL_LEAST 6 /* values; the correction of rho divides by n - 5 */
/* Degrees of freedom at least: with fewer Student's t grows so fast that the intervals of some
 * short series tell nothing, and the coverage gains nothing from 25 values on. */
#define HG__INTERVAL_DF_LEAST 3.0

typedef struct hg__interval {
    double value;     /* mean or slope; NaN when there is none */
    double se;        /* its standard error; this and all below NaN below HG__INTERVAL_LEAST */
    double df;        /* degrees of freedom of Student's t */
    double low, high; /* value -+ t se */
    double lag1;      /* correlation of neighbours as it is seen; NaN when there are none */
    double rho;       /* the same without its bias, -0.5 to 0.9: what the interval uses */
    double effective; /* number of independent values that would say as much */
    size_t n;         /* values */
} hg__interval;

/*
 * Mean with Student's t and the effective number of values:
 *   rho = (r1 (n - 1) + 2) / (n - 5), clipped to -0.5 .. 0.9. r1, the correlation of neighbours,
 * comes out too small by (1 + 4 rho) / (n - 1) (Kendall 1954, doi:10.2307/2333152; Marriott & Pope
 *         1954, doi:10.2307/2332719); 1 in the place of the 2 would undo that. The other 1 is for
 *         the interval, which is short on average with a rho that is itself estimated; it was
 * chosen by simulation (docs/asymmetry.md). V = 1/n sum over all pairs of rho^distance; s^2 = SS /
 * (n - V); se = sqrt(s^2 V / n) effective = n / V; df = n / V - 2, at least 3 and at most n - 2
 *
 * Where fewer than half of the values have a neighbour the order of the values stands for their
 * places: what is near in that order is as near as this sequence has it. `level` is the share that
 * the interval is to hold, 0.95. A sequence that does not vary beyond rounding has no interval: it
 * says nothing of how it would. False when memory runs out.
 */
bool hg__interval_of_mean(hg__interval *out, const hg__kernels *k, const double *x, size_t count,
                          double level, hg__arena *scratch);

/* The same of the slope of x against t (least squares); rho is that of the residuals, whose bias is
 * about twice as large; lag1, rho and effective are of them. NaN where t does not vary. */
bool hg__interval_of_slope(hg__interval *out, const double *x, const double *t, size_t count,
                           double level, hg__arena *scratch);

/* Mean of what is left when the smallest and largest floor(share * n) are taken away, and an
 * interval. */
typedef struct hg__robust {
    double median, mad_sd; /* 1.4826 times the median absolute deviation: the SD of normal values */
    double trimmed;
    double low, high; /* NaN where it cannot be had; see below */
    size_t block, blocks, draws;
} hg__robust;

/*
 * The interval of the trimmed mean: studentised moving-block bootstrap (Kuensch 1989,
 * doi:10.1214/aos/1176347265; Davison & Hinkley 1997, ISBN 9780521574716, section 8.2.3) of the
 * values with both tails winsorised, whose mean has the variance of the trimmed mean after division
 * by (1 - 2 share) (Tukey & McLaughlin 1963, Sankhya A 25:331). Blocks are of sqrt(n) neighbours;
 * those over a hole do not count, and with fewer than n / 2 of them there is no interval. Symmetric
 * in |t|.
 */
bool hg__robust_mean(hg__robust *out, const hg__kernels *k, const double *x, size_t count,
                     double share, double level, size_t draws, hg__random *random,
                     hg__arena *scratch);

#endif
