/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_KEEP_STRIDES_H
#define HG_GAIT_KEEP_STRIDES_H

#include "gait/arrows.h"

/* The single strides of the curves of a result whose curves, strides and metrics are there:
 * hg_stride_curve says which. False when there is no memory. */
bool hg__keep_stride_curves(hg_result *result, const hg__stride_set *strides);

#endif
