/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_METRICS_H
#define HG_GAIT_METRICS_H

#include "gait/arrows.h"

/* What a metric function sees of one stride. Rows are NULL where the stride has no valid curve. */
typedef struct hg__metric_input {
    const hg__kernels *k;
    const hg__stride *stride;
    double speed_m_s;
    const double *row[HG_CURVE_COUNT];       /* 101 radians */
    const double *thorax_tilt, *thorax_lean; /* 101 radians */
    const double *height;                    /* 101 metres */
    const hg__footing *footing;              /* NULL when nothing of it is known */
} hg__metric_input;

/* One function per row of the registry, of the same name: the value of one stride in SI units
 * (radians for angles), NaN when it cannot be had. */
#define HG_METRIC_DECLARE(name, label, unit, family, needs, form, limit, definition, source)       \
    double hg__metric_##name(const hg__metric_input *in);
HG_METRIC_TABLE(HG_METRIC_DECLARE)
#undef HG_METRIC_DECLARE

/* Fills the metrics that were measured, in registry order; values of sides with fewer strides in
 * use than strides.min are left out. `out` has room for HG_METRIC_COUNT. `values` gets those of
 * every stride, measured or not. */
hg_status hg__compute_metrics(hg_metric_value *out, size_t *n_out, hg__stride_values *values,
                              const hg__stride_set *strides, double speed_m_s,
                              const hg__stage *stage);

/* The statistics of the metric out->id: per side, or of both sides in order of time where the
 * metric is the runner's. */
hg_status hg__metric_stats(hg_metric_value *out, const hg__stride_values *values,
                           const hg__stride_set *strides, const hg__stage *stage);

/* Mean curves of the strides in use, degrees. `out` has room for HG_CURVE_COUNT. */
hg_status hg__compute_curves(hg_curve *out, size_t *n_out, const hg__stride_set *strides,
                             const hg__stage *stage);

/* Raises angles_implausible for mean curves that no runner has, and curves_few where gaps left far
 * fewer whole hip curves than strides. */
void hg__check_curves(const hg_curve *curves, size_t n, const hg__stride_set *strides,
                      const hg__stage *stage);

#endif
