/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stride by stride: which strides stand far from the others, and in which measure. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"
#include "report/model_parts.h"

#define MOST_TIMES 6 /* starts of outliers named per measure and side */

static bool has_outliers(const hg_metric_value *v) {
    return hg_metrics[v->id].form != HG_FORM_BOTH &&
           v->side[HG_LEFT].n_outliers + v->side[HG_RIGHT].n_outliers > 0;
}

static void add_times(const hg__model *m, hg__cell *cell, const hg_stat *stat) {
    for (size_t i = 0; i < stat->n_outliers && i < MOST_TIMES; i++) {
        if (i) hg__add_text(m->doc, &cell->text, ", ");
        hg__add_number(m->doc, &cell->text, stat->outlier_s[i], 2);
    }
    if (stat->n_outliers > MOST_TIMES) hg__add_text(m->doc, &cell->text, ", \xe2\x80\xa6");
    if (stat->n_outliers == 0) HG__SAY(m->doc, &cell->text, "stat.none");
}

static void add_outliers(const hg__model *m, hg__block *in, const hg_result *r, size_t n) {
    hg__block *s = hg__add_section(m->doc, in, 4, "");
    s->foldable = true;
    HG__SAY(m->doc, &s->title, "consistency.outliers", hg__arg_count("n", n));
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    HG__SAY(m->doc, &t->title, "consistency.caption");
    hg__titled_column(m, t, HG__ALIGN_TEXT, "stat.measure")->share = 40;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "side.left_title")->share = 30;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "side.right_title")->share = 30;
    for (size_t i = 0; i < r->n_metrics; i++) {
        const hg_metric_value *v = &r->metrics[i];
        if (!has_outliers(v)) continue;
        hg__row *row = hg__add_row(m->doc, t, hg_metrics[v->id].id);
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, hg__metric_label(m, v->id));
        for (int side = 0; side < 2; side++)
            add_times(m, hg__add_cell(m->doc, row), &v->side[side]);
    }
}

static bool has_strides(const hg_result *r, hg_curve_id id) {
    for (size_t i = 0; i < r->n_stride_curves; i++)
        if (r->stride_curves[i].id == id) return true;
    return false;
}

static void add_strides(const hg__model *m, hg__block *in, const hg_result *r) {
    static const hg_curve_id ids[] = {HG_CURVE_HIP_FLEXION, HG_CURVE_HIP_ADDUCTION,
                                      HG_CURVE_PELVIS_OBLIQUITY};
    hg__block *figures = NULL;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (!has_strides(r, ids[i])) continue;
        if (!figures) {
            hg__tell(m, in, "consistency.lead")->tone = HG__TONE_ABSENT;
            figures = hg__add_figures(m->doc, in, 3);
        }
        hg__figure_place *place = hg__add_figure(m->doc, figures, hg__draw_strides(m, r, ids[i]));
        hg__add_text(m->doc, &place->caption, hg__curve_words_of(m, ids[i]).label);
    }
    if (!figures) hg__tell(m, in, "consistency.none")->tone = HG__TONE_ABSENT;
}

void hg__model_consistency(const hg__model *m, hg__block *in, const hg_result *r) {
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "consistency"), "consistency.title");
    size_t n = 0;
    add_strides(m, s, r);
    for (size_t i = 0; i < r->n_metrics; i++) n += has_outliers(&r->metrics[i]);
    if (n)
        add_outliers(m, s, r, n);
    else
        hg__tell(m, s, "consistency.no_outliers");
}
