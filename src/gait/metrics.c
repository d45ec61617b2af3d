/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/metrics.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

#define DEGREES (180.0 / 3.14159265358979323846)

const hg_metric hg_metrics[HG_METRIC_COUNT] = {
#define ROW(name, label, unit, family, needs, form, limit, definition, source)                     \
    {#name, label,      unit,  HG_FAMILY_##family, HG_NEEDS_##needs, HG_FORM_##form,               \
     limit, definition, source},
    HG_METRIC_TABLE(ROW)
#undef ROW
};

const char *const hg_family_names[HG_FAMILY_COUNT] = {"spatiotemporal", "sagittal",     "frontal",
                                                      "transverse",     "acceleration", "rhythm"};

static double (*const functions[HG_METRIC_COUNT])(const hg__metric_input *) = {
#define ROW(name, label, unit, family, needs, form, limit, definition, source) hg__metric_##name,
    HG_METRIC_TABLE(ROW)
#undef ROW
};

/* A curve counts only when it has no gap: a peak next to a hole is not a peak. */
static const double *whole_row(const double *rows, size_t stride, const hg__kernels *k) {
    if (!rows) return NULL;
    const double *row = rows + stride * HG_CURVE_POINTS;
    return k->count_valid(row, HG_CURVE_POINTS) == HG_CURVE_POINTS ? row : NULL;
}

static hg__metric_input input_of(const hg__stride_set *s, int side, size_t stride, double speed_m_s,
                                 const hg__kernels *k) {
    hg__metric_input in = {.k = k, .stride = &s->stride[side][stride], .speed_m_s = speed_m_s};
    for (int c = 0; c < HG_CURVE_COUNT; c++) in.row[c] = whole_row(s->row[side][c], stride, k);
    in.thorax_tilt = whole_row(s->thorax_tilt[side], stride, k);
    in.thorax_lean = whole_row(s->thorax_lean[side], stride, k);
    in.height = whole_row(s->height[side], stride, k);
    in.footing = s->footing[side] ? &s->footing[side][stride] : NULL;
    return in;
}

static double scale_of(const hg_metric *metric) {
    return strncmp(metric->unit, "deg", 3) == 0 ? DEGREES
           : strcmp(metric->unit, "%") == 0     ? 100.0
                                                : 1.0;
}

hg_status hg__compute_metrics(hg_metric_value *out, size_t *n_out, hg__stride_values *values,
                              const hg__stride_set *strides, double speed_m_s,
                              const hg__stage *stage) {
    bool enough = true;
    *n_out = 0;
    for (int side = 0; side < 2; side++) {
        size_t n = strides->n[side];
        double *x = hg__arena_alloc(stage->scratch, HG_METRIC_COUNT * n, sizeof *x);
        if (!x) return hg__fail_memory(stage->err);
        values->of[side] = x;
        for (size_t i = 0; i < HG_METRIC_COUNT * n; i++) x[i] = NAN;
        enough = enough && (double)strides->n_used[side] >= stage->params->strides_min;
        for (size_t i = 0; i < n; i++) {
            if (!strides->stride[side][i].used) continue;
            hg__metric_input in = input_of(strides, side, i, speed_m_s, stage->k);
            for (int m = 0; m < HG_METRIC_COUNT; m++)
                x[(size_t)m * n + i] = functions[m](&in) * scale_of(&hg_metrics[m]);
        }
    }
    if (!enough) return HG_OK;
    for (int m = 0; m < HG_METRIC_COUNT; m++) {
        hg_metric_value v = {.id = (hg_metric_id)m};
        hg_status status = hg__metric_stats(&v, values, strides, stage);
        if (status != HG_OK) return status;
        /* the speed is one number of the trial, not one per stride: it has no spread */
        if (m == HG_METRIC_speed && v.both.n) {
            double speed = v.both.mean;
            v.both = hg_stat_none();
            v.both.mean = speed;
            v.both.n = 1;
        }
        if (v.both.n || v.side[HG_LEFT].n || v.side[HG_RIGHT].n) out[(*n_out)++] = v;
    }
    return HG_OK;
}

hg_status hg__compute_curves(hg_curve *out, size_t *n_out, const hg__stride_set *strides,
                             const hg__stage *stage) {
    *n_out = 0;
    for (int c = 0; c < HG_CURVE_COUNT; c++) {
        hg_curve *curve = &out[*n_out];
        curve->id = (hg_curve_id)c;
        bool measured = false;
        for (int side = 0; side < 2; side++) {
            const double **row = hg__arena_alloc(stage->scratch, strides->n[side], sizeof *row);
            size_t counts[HG_CURVE_POINTS], rows = 0;
            if (!row) return hg__fail_memory(stage->err);
            for (size_t i = 0; i < strides->n[side]; i++) {
                const double *r = strides->stride[side][i].used
                                      ? whole_row(strides->row[side][c], i, stage->k)
                                      : NULL;
                if (r) row[rows++] = r;
            }
            if ((double)rows < stage->params->strides_min) rows = 0;
            double *mean = curve->side[side].mean, *sd = curve->side[side].sd;
            stage->k->column_moments(mean, sd, counts, row, rows, HG_CURVE_POINTS);
            stage->k->blend(mean, mean, DEGREES, mean, 0.0, HG_CURVE_POINTS);
            stage->k->blend(sd, sd, DEGREES, sd, 0.0, HG_CURVE_POINTS);
            curve->side[side].n = rows;
            measured |= rows > 0;
        }
        if (measured) (*n_out)++;
    }
    return HG_OK;
}
