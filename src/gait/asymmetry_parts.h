/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the files of this stage. */
#ifndef HG_GAIT_ASYMMETRY_PARTS_H
#define HG_GAIT_ASYMMETRY_PARTS_H

#include <hipgait/limits.h>

#include "gait/asymmetry.h"

/* Strides of both sides that belong together: each stride of the side that begins, with the stride
 * of the other foot that starts inside it. Per place of the beginning side; SIZE_MAX where either
 * is missing or not in use. */
typedef struct hg__pairs {
    size_t n;      /* strides of the beginning side */
    size_t *of[2]; /* n indices of strides per side */
} hg__pairs;

bool hg__pair_strides(hg__pairs *out, const hg__stride_set *strides, hg__arena *scratch);

/* Difference, its interval over strides, share of the same sign; and what 0 is tested with. */
bool hg__difference(hg_asymmetry *out, const hg_metric_value *m, const hg__stride_values *values,
                    const hg__stride_set *strides, const hg__pairs *pairs, const hg__stage *stage);

/* The total interval and its p. Needs the difference. */
void hg__total_interval(hg_asymmetry *out, const hg_limit *limit);

/* Symmetry index, symmetry angle, limb symmetry index. Needs the difference. */
void hg__indices(hg_asymmetry *out, const hg_metric_value *m, hg_side involved);

#endif
