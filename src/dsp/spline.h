/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves through points that need not be evenly spaced. The kernels' pchip is for even ones. */
#ifndef HG_DSP_SPLINE_H
#define HG_DSP_SPLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef enum hg__spline_kind {
    HG__SPLINE_NATURAL,    /* no curvature at the ends */
    HG__SPLINE_NOT_A_KNOT, /* the first two pieces are one cubic, and the last two */
    HG__SPLINE_MONOTONE /* no new extremes: pchip (Fritsch & Butland 1984, doi:10.1137/0905021) */
} hg__spline_kind;

/* out[i], i < m: the curve through (x, y) at `at`; x ascends strictly, at least 4 points (monotone:
 * 3). Beyond the ends the outer cubics go on. False when there are fewer or scratch runs out. */
bool hg__spline(double *out, const double *at, size_t m, const double *x, const double *y, size_t n,
                hg__spline_kind kind, hg__arena *scratch);

#endif
