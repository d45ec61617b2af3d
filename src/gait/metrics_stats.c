/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the values of a metric stride by stride to what is said of a side. */
#include <math.h>

#include "base/error.h"
#include "dsp/interval.h"
#include "dsp/stats.h"
#include "gait/metrics.h"

#define LEVEL 0.95 /* the names of the fields say it: ci95 */
#define MINUTE_S 60.0

static bool list_outliers(hg_stat *out, const double *x, const double *t, size_t count, double most,
                          hg__arena *scratch) {
    double *at = hg__arena_alloc(scratch, count, sizeof *at), reach = most * out->mad_sd;
    if (!at) return false;
    out->outlier_s = at;
    /* more than half of the strides alike leave no measure of what is far */
    if (!(reach > 0.0)) return true;
    for (size_t i = 0; i < count; i++)
        if (fabs(x[i] - out->median) > reach) at[out->n_outliers++] = t[i];
    return true;
}

static bool fill(hg_stat *out, const double *x, const double *t, size_t count,
                 const hg__stage *stage) {
    hg__interval mean, slope;
    hg__robust robust;
    hg__random random;
    hg__arena *scratch = stage->scratch;
    const hg_params *p = stage->params;
    /* every series draws the same numbers: sides that are mirrored have mirrored intervals */
    hg__random_seed(&random, stage->seed);
    hg__arena_mark mark = hg__arena_here(scratch);
    hg__mean_sd(stage->k, x, count, &out->mean, &out->sd, &out->n);
    if (!hg__interval_of_mean(&mean, stage->k, x, count, LEVEL, scratch) ||
        !hg__interval_of_slope(&slope, x, t, count, LEVEL, scratch) ||
        !hg__robust_mean(&robust, stage->k, x, count, p->stats_trim_share, LEVEL,
                         (size_t)p->stats_draws, &random, scratch))
        return false;
    hg__arena_back(scratch, mark);
    out->se = mean.se;
    out->ci95[0] = mean.low;
    out->ci95[1] = mean.high;
    out->lag1 = mean.lag1;
    out->n_effective = mean.effective;
    out->median = robust.median;
    out->mad_sd = robust.mad_sd;
    out->trimmed = robust.trimmed;
    out->trimmed_ci95[0] = robust.low;
    out->trimmed_ci95[1] = robust.high;
    out->drift_per_min = slope.value * MINUTE_S;
    out->drift_ci95[0] = slope.low * MINUTE_S;
    out->drift_ci95[1] = slope.high * MINUTE_S;
    return list_outliers(out, x, t, count, p->stats_outlier_z, scratch);
}

/* The strides of both sides in order of time. */
static size_t merge(double *x, double *t, const hg__stride_set *s, const double *const value[2]) {
    size_t at[2] = {0, 0}, n = 0;
    while (at[0] < s->n[0] || at[1] < s->n[1]) {
        int side = at[0] == s->n[0]   ? 1
                   : at[1] == s->n[1] ? 0
                                      : s->stride[1][at[1]].start_s < s->stride[0][at[0]].start_s;
        t[n] = s->stride[side][at[side]].start_s;
        x[n++] = value[side][at[side]++];
    }
    return n;
}

hg_status hg__metric_stats(hg_metric_value *out, const hg__stride_values *values,
                           const hg__stride_set *strides, const hg__stage *stage) {
    const double *value[2];
    size_t most = strides->n[HG_LEFT] + strides->n[HG_RIGHT];
    double *x = hg__arena_alloc(stage->scratch, most, sizeof *x),
           *t = hg__arena_alloc(stage->scratch, most, sizeof *t);
    if (!x || !t) return hg__fail_memory(stage->err);
    out->side[HG_LEFT] = out->side[HG_RIGHT] = out->both = hg_stat_none();
    for (int side = 0; side < 2; side++)
        value[side] = values->of[side] + (size_t)out->id * strides->n[side];
    /* a mean of too few strides is no mean, whatever left them few */
    if (hg_metrics[out->id].form == HG_FORM_BOTH) {
        size_t n = merge(x, t, strides, value);
        if ((double)stage->k->count_valid(x, n) < stage->params->strides_min) return HG_OK;
        if (!fill(&out->both, x, t, n, stage)) return hg__fail_memory(stage->err);
        return HG_OK;
    }
    for (int side = 0; side < 2; side++) {
        size_t n = strides->n[side];
        for (size_t i = 0; i < n; i++) t[i] = strides->stride[side][i].start_s;
        if ((double)stage->k->count_valid(value[side], n) < stage->params->strides_min) continue;
        if (!fill(&out->side[side], value[side], t, n, stage)) return hg__fail_memory(stage->err);
    }
    return HG_OK;
}
