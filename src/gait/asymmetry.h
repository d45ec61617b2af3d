/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_ASYMMETRY_H
#define HG_GAIT_ASYMMETRY_H

#include "gait/arrows.h"

/* Right minus left of every metric that both sides have. `out` has room for n metrics. */
void hg__compare_sides(hg_asymmetry *out, size_t *n_out, const hg_metric_value *metrics, size_t n);

#endif
