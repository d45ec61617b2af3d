/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stride by stride: every stride that the result holds as a thin line, outliers heavier. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"

typedef struct counts {
    size_t side[2], outliers;
} counts;

static counts count(const hg_result *r, hg_curve_id id) {
    counts c = {{0, 0}, 0};
    for (size_t i = 0; i < r->n_stride_curves; i++) {
        const hg_stride_curve *s = &r->stride_curves[i];
        if (s->id != id) continue;
        c.side[s->side]++;
        c.outliers += s->outlier;
    }
    return c;
}

static void add_stride(hg__figure *f, const hg__axis *a, const hg_stride_curve *s) {
    double x[HG_STRIDE_POINTS], y[HG_STRIDE_POINTS];
    for (int i = 0; i < HG_STRIDE_POINTS; i++) {
        x[i] = hg__curve_x(100.0 * i / (HG_STRIDE_POINTS - 1));
        y[i] = hg__curve_y(a, s->value[i]);
    }
    hg__mark mark = s->side == HG_LEFT ? HG__AS(LEFT) : HG__AS(RIGHT);
    mark.width = s->outlier ? 1.6 : 0.6;
    mark.opacity = s->outlier ? 1 : 0.6;
    mark.dash = s->side == HG_LEFT ? HG__DASH_SOLID : HG__DASH_ROLE;
    hg__figure_polyline(f, mark, x, y, HG_STRIDE_POINTS);
}

const hg__figure *hg__draw_strides(const hg__model *m, const hg_result *r, hg_curve_id id) {
    const hg__curve_words words = hg__curve_words_of(m, id);
    const counts c = count(r, id);
    char name[64];
    snprintf(name, sizeof name, "%s-%s", hg__trial_id(m, r, "strides-of"), words.id);
    hg__figure *f = hg__figure_new(
        m->doc->memory, HG__CURVE_WIDTH, HG__CURVE_HEIGHT, name,
        HG__SAID(m->doc, "consistency.figure", hg__arg_text("label", words.label)),
        HG__SAID(m->doc, "consistency.desc", hg__arg_count("left", c.side[HG_LEFT]),
                 hg__arg_count("right", c.side[HG_RIGHT]), hg__arg_count("outliers", c.outliers)));
    hg__axis a = hg__axis_of(id);
    for (size_t i = 0; i < r->n_stride_curves; i++) {
        const hg_stride_curve *s = &r->stride_curves[i];
        for (int k = 0; k < HG_STRIDE_POINTS && s->id == id; k++)
            if (isfinite(s->value[k])) hg__axis_widen(&a, s->value[k], s->value[k]);
    }
    hg__draw_curve_axes(m, f, &a, &words);
    for (int outlier = 0; outlier < 2; outlier++) /* those lie on top */
        for (size_t i = 0; i < r->n_stride_curves; i++)
            if (r->stride_curves[i].id == id && r->stride_curves[i].outlier == (outlier == 1))
                add_stride(f, &a, &r->stride_curves[i]);
    if (f && f->failed) m->doc->failed = true;
    return f;
}
