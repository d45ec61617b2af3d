/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_ASYMMETRY_H
#define HG_GAIT_ASYMMETRY_H

#include "gait/arrows.h"

/*
 * Right against left of every metric that belongs to sides, in the order of `metrics`, and all
 * together. `out` has room for n metrics. docs/asymmetry.md has the rules.
 */
hg_status hg__compare_sides(hg_asymmetry *out, size_t *n_out, hg_asymmetry_summary *summary,
                            const hg_metric_value *metrics, size_t n,
                            const hg__stride_values *values, const hg__stride_set *strides,
                            const hg_subject *subject, const hg__stage *stage);

/* The one side that symptoms, or else injuries that are not resolved, name. */
hg_side hg__involved_side(const hg_subject *subject);

#endif
