/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "gait/curves/curves.h"

#define DEGREES (180.0 / 3.14159265358979323846)

const hg_coordination_measure hg_coordination_measures[HG_COORDINATION_COUNT] = {
#define ROW(name, label, unit, scope, definition, source)                                          \
    {#name, label, unit, HG_SCOPE_##scope, definition, source},
    HG_COORDINATION_TABLE(ROW)
#undef ROW
};

static const char *const curve_ids[HG_CURVE_COUNT] = {
#define ROW(upper, id, label, left, right, left_sign, right_sign, plus, minus) id,
    HG_CURVE_TABLE(ROW)
#undef ROW
};

void hg__coordination_add(hg__coordination_list *list, hg_coordination_id id, const char *of,
                          int side, double value, size_t strides, const char *reason) {
    hg_coordination *c = &list->item[list->n++];
    *c = (hg_coordination){.id = id, .of = of, .side = side, .value = value, .strides = strides};
    snprintf(c->reason, sizeof c->reason, "%s",
             *reason || !isnan(value) ? reason : "it is not defined for these curves");
}

/* The pelvis is one for both sides: the right curve is the left one half a stride later. Its range
 * is then the same, its cyclogram a line that is gone to and fro, and a shift or lag as good as its
 * opposite, whatever the runner does. Such measures are not made of it. */
static bool is_pelvis(hg_curve_id curve) {
    static const hg_angle angle[HG_CURVE_COUNT][2] = {
#define ROW(name, id, label, left, right, left_sign, right_sign, plus, minus)                      \
    {HG_ANGLE_##left, HG_ANGLE_##right},
        HG_CURVE_TABLE(ROW)
#undef ROW
    };
    return angle[curve][HG_LEFT] == angle[curve][HG_RIGHT];
}

static bool is_empty_of_pelvis(hg_coordination_id id) {
    return id == HG_COORDINATION_trend_shift || id == HG_COORDINATION_range_ratio ||
           id == HG_COORDINATION_cyclogram_angle || id == HG_COORDINATION_cyclogram_area ||
           id == HG_COORDINATION_cross_lag;
}

/* Mean of rows of HG__CYCLE points, degrees. */
static void mean_rows(double *mean, const double **row, size_t n, const hg__kernels *k) {
    double sd[HG__CYCLE];
    size_t counts[HG__CYCLE];
    k->column_moments(mean, sd, counts, row, n, HG__CYCLE);
    k->blend(mean, mean, DEGREES, mean, 0.0, HG__CYCLE);
}

/* Mean curve of each side; how many strides the shorter has. */
static bool mean_curves(double mean[2][HG__CYCLE], size_t *n, const hg__stride_set *s,
                        hg_curve_id curve, const hg__stage *stage) {
    *n = SIZE_MAX;
    for (int side = 0; side < 2; side++) {
        const double **row = hg__arena_alloc(stage->scratch, s->n[side], sizeof *row);
        size_t rows = 0;
        if (!row) return false;
        for (size_t i = 0; i < s->n[side]; i++) {
            row[rows] = hg__whole_row(s, side, curve, i, stage->k);
            rows += row[rows] != NULL;
        }
        mean_rows(mean[side], row, rows, stage->k);
        if (rows < *n) *n = rows;
    }
    return true;
}

/* The same in the instants of the strides of the first side. */
static bool mean_in_time(double mean[2][HG__CYCLE], size_t *n, const hg__stride_set *s,
                         hg_curve_id curve, const hg__angle_set *angles, const hg__stage *stage) {
    int base = hg__first_side(s);
    const double **own = hg__arena_alloc(stage->scratch, s->n[base], sizeof *own);
    const double **other = hg__arena_alloc(stage->scratch, s->n[base], sizeof *other);
    double *points = hg__arena_alloc(stage->scratch, s->n[base] * HG__CYCLE, sizeof *points);
    if (!own || !other || !points) return false;
    *n = 0;
    for (size_t i = 0; i < s->n[base]; i++) {
        double *to = points + *n * HG__CYCLE;
        own[*n] = hg__whole_row(s, base, curve, i, stage->k);
        other[*n] = to;
        *n += own[*n] &&
              hg__angle_in_stride(to, 1 - base, curve, &s->stride[base][i], angles, stage->k);
    }
    mean_rows(mean[base], own, *n, stage->k);
    mean_rows(mean[1 - base], other, *n, stage->k);
    return true;
}

/* Why two mean curves cannot be compared; "" when they can. */
static void check(char *reason, size_t size, const double mean[2][HG__CYCLE], size_t n,
                  const hg__stage *stage) {
    const hg_params *p = stage->params;
    *reason = '\0';
    if ((double)n < p->coordination_strides_min) {
        snprintf(reason, size, "%zu strides, at least %.0f are needed", n,
                 p->coordination_strides_min);
        return;
    }
    for (int side = 0; side < 2 && !*reason; side++) {
        double least, most;
        stage->k->min_max_valid(mean[side], HG__CYCLE, &least, &most);
        if (!(most - least >= p->coordination_range_min_deg))
            snprintf(reason, size, "the %s side moves by %.2g deg, at least %.2g are needed",
                     side == HG_LEFT ? "left" : "right", most - least,
                     p->coordination_range_min_deg);
    }
}

static bool add_curve(hg__coordination_list *list, hg_curve_id curve, const hg__stride_set *s,
                      const hg__angle_set *angles, const hg__stage *stage) {
    double mean[2][HG__CYCLE], r, lag;
    char reason[96];
    size_t n;
    if (!mean_curves(mean, &n, s, curve, stage)) return false;
    check(reason, sizeof reason, (const double(*)[HG__CYCLE])mean, n, stage);
    hg__shape shape = {0};
    bool pelvis = is_pelvis(curve);
    if (!*reason)
        shape = hg__compare_shape(mean[HG_LEFT], mean[HG_RIGHT], pelvis ? 0 : HG__CYCLE / 4);
    const double value[] = {shape.symmetry, shape.shift, shape.ratio,   shape.offset,
                            shape.angle,    shape.area,  shape.distance};
    for (size_t i = 0; i < sizeof value / sizeof *value; i++)
        if (!pelvis ||
            !is_empty_of_pelvis((hg_coordination_id)(HG_COORDINATION_trend_symmetry + i)))
            hg__coordination_add(list, (hg_coordination_id)(HG_COORDINATION_trend_symmetry + i),
                                 curve_ids[curve], -1, *reason ? NAN : value[i], n, reason);
    if (!mean_in_time(mean, &n, s, curve, angles, stage)) return false;
    check(reason, sizeof reason, (const double(*)[HG__CYCLE])mean, n, stage);
    r = lag = NAN;
    if (!*reason) hg__cross_correlate(&r, &lag, mean[HG_LEFT], mean[HG_RIGHT]);
    hg__coordination_add(list, HG_COORDINATION_cross_correlation, curve_ids[curve], -1, r, n,
                         reason);
    if (pelvis) return true;
    hg__coordination_add(
        list, HG_COORDINATION_cross_lag, curve_ids[curve], -1, lag, n,
        *reason || !isnan(lag) ? reason : "no peak within a quarter of a stride of anti-phase");
    return true;
}

hg_status hg__find_coordination(hg_coordination *out, size_t *n_out, const hg__stride_set *strides,
                                const hg__angle_set *angles, const hg__stage *stage) {
    hg__coordination_list list = {out, 0};
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    for (int c = 0; c < HG_CURVE_COUNT; c++) {
        if (strides->row[HG_LEFT][c] && strides->row[HG_RIGHT][c] &&
            !add_curve(&list, (hg_curve_id)c, strides, angles, stage))
            return hg__fail_memory(stage->err);
        hg__arena_back(stage->scratch, mark);
    }
    hg_status status = hg__find_relative_phase(&list, strides, angles, stage);
    if (status == HG_OK) hg__find_step_phase(&list, strides, stage);
    *n_out = list.n;
    return status;
}
