/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Left against right over the whole stride, and how the two move together. docs/curves.md has the
 * methods, their sources and what was measured of them.
 */
#ifndef HG_GAIT_CURVES_CURVES_H
#define HG_GAIT_CURVES_CURVES_H

#include "gait/arrows.h"

/* The stage: curves[].test of all n curves; what it points to is in the stage's scratch. */
hg_status hg__compare_curves(hg_curve *curves, size_t n, const hg__stride_set *strides,
                             const hg__stage *stage);

/* The stage: the measures of coordination of all curves and couplings that both sides have, and of
 * the steps, with NaN and a reason where one cannot be had. `out` has room for
 * HG_COORDINATION_MOST. */
hg_status hg__find_coordination(hg_coordination *out, size_t *n_out, const hg__stride_set *strides,
                                const hg__angle_set *angles, const hg__stage *stage);

/* --- parts --- */

/* A stride of one side and the stride of the other that begins inside it. */
typedef struct hg__stride_pair {
    size_t stride[2]; /* by hg_side */
    bool follows;     /* right after the pair before */
} hg__stride_pair;

/* The side whose stride begins first in the recording: which comes first in a pair must not depend
 * on whether it is called left, or a mirror would show another runner. */
hg_side hg__first_side(const hg__stride_set *strides);

/* Pairs of used strides whose rows of the curve are whole, in order. `out` has room for the strides
 * of one side. */
size_t hg__curve_pairs(hg__stride_pair *out, const hg__stride_set *strides, hg_curve_id curve,
                       const hg__kernels *k);

/* The row of a stride, NULL when it is not used, not measured or has a gap. */
const double *hg__whole_row(const hg__stride_set *strides, int side, hg_curve_id curve,
                            size_t stride, const hg__kernels *k);

#define HG__CYCLE 100 /* points of a stride without the end, which is the next one's start */

/* A list of values that grows. */
typedef struct hg__coordination_list {
    hg_coordination *item;
    size_t n;
} hg__coordination_list;

/* Adds a value; `reason` (or "") is where fmt goes: NaN values need one. */
void hg__coordination_add(hg__coordination_list *list, hg_coordination_id id, const char *of,
                          int side, double value, size_t strides, const char *reason);

/* Shape of two closed curves of HG__CYCLE points. */
typedef struct hg__shape {
    double symmetry; /* percent */
    int shift;       /* points; right ahead + */
    double ratio, offset, angle, area, distance;
} hg__shape;
/* `reach` is the largest shift that is tried. */
hg__shape hg__compare_shape(const double *left, const double *right, int reach);

/* Correlation of closed curves on one time base at the lag where it is largest; the lag of right
 * after left less half the cycle, in points. */
void hg__cross_correlate(double *r, double *lag, const double *left, const double *right);

/* Measures of all couplings, and of the times of the strikes. */
hg_status hg__find_relative_phase(hg__coordination_list *list, const hg__stride_set *strides,
                                  const hg__angle_set *angles, const hg__stage *stage);
void hg__find_step_phase(hg__coordination_list *list, const hg__stride_set *strides,
                         const hg__stage *stage);

/* An angle of `side` in the instants of a stride of `base`, HG__CYCLE points, in the signs of that
 * side's curve; false when it is not measured there. */
bool hg__angle_in_stride(double *out, int side, hg_curve_id curve, const hg__stride *base,
                         const hg__angle_set *angles, const hg__kernels *k);

#endif
