/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Intervals from what a statistic was on resampled data (Efron & Tibshirani 1993, ISBN
 * 9780412042317). For values that do not depend on one another, as those of different runners do
 * not; strides do: dsp/interval.h.
 */
#ifndef HG_DSP_BOOTSTRAP_H
#define HG_DSP_BOOTSTRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef struct hg__bootstrap {
    double estimate;     /* of the data as they are */
    const double *drawn; /* of each resampling, no NaN */
    size_t draws;
    /* with one value left out, per sample that was resampled on its own; for BCa only */
    const double *jackknife[2];
    size_t n[2]; /* 0 where there is no second sample */
} hg__bootstrap;

typedef enum hg__bootstrap_kind {
    HG__BOOTSTRAP_PERCENTILE,
    HG__BOOTSTRAP_BASIC,
    HG__BOOTSTRAP_BCA /* bias-corrected and accelerated (Efron 1987,
                         doi:10.1080/01621459.1987.10478410) */
} hg__bootstrap_kind;

/* The normal quantile of the share of draws below the estimate; ties count half. */
double hg__bootstrap_bias(const hg__bootstrap *b);
/* From the skewness of the jackknife values. NaN where they are all alike. */
double hg__bootstrap_acceleration(const hg__bootstrap *b);

/* Interval of the level, 0.95; quantiles by linear interpolation. NaN where all draws lie on one
 * side of the estimate (BCa). False when memory runs out. */
bool hg__bootstrap_interval(double ends[2], const hg__bootstrap *b, hg__bootstrap_kind kind,
                            double level, hg__arena *scratch);

#endif
