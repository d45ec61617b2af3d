/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the runner repeats the stride: spectra, regularity, coordination. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"
#include "report/model_parts.h"

#define MOST_SPECTRA 3 /* drawn; the result file has all */

static const struct {
    const char *id, *label, *unit;
} rows[HG_VARIABILITY_COUNT] = {
#define ROW(name, label, unit, measure, kind, of) {#name, label, unit},
    HG_VARIABILITY_TABLE(ROW)
#undef ROW
};

static const char *signal_label(const hg__model *m, hg_signal_id id) {
#define SIGNAL(name, id, label, unit, left, right, steps) {id, label},
    static const struct {
        const char *id, *label;
    } signals[HG_SIGNAL_COUNT] = {HG_SIGNAL_TABLE(SIGNAL)};
#undef SIGNAL
    return hg__texts_label(m->doc->texts, "signal", signals[id].id, signals[id].label);
}

static void add_value(const hg__model *m, hg__row *row, const hg_variability_value *v,
                      const char *unit, int span) {
    hg__cell *cell = hg__add_cell(m->doc, row);
    cell->span = span;
    int decimals = strcmp(unit, "s") == 0 ? 4 : 2;
    if (isfinite(v->value)) {
        hg__add_text(m->doc, &cell->text, hg__number_said(m->doc, v->value, decimals));
    } else {
        cell->tone = HG__TONE_ABSENT;
        HG__SAY(m->doc, &cell->text, "absent");
    }
    if (*v->note) {
        hg__add_break(m->doc, &cell->text);
        hg__add_soft(m->doc, &cell->text, v->note);
    }
}

static bool of_both(const hg_variability *v) {
    return v->id >= HG_VARIABILITY_harmonic_ratio_up &&
           strstr(rows[v->id].id, "hip_flexion") == NULL &&
           v->id != HG_VARIABILITY_stride_time_fluctuation;
}

static void add_table(const hg__model *m, hg__block *in, const hg_result *r) {
    hg__block *s = hg__titled(m, in, 4, "", "rhythm.table");
    s->foldable = true;
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    HG__SAY(m->doc, &t->title, "rhythm.caption");
    hg__titled_column(m, t, HG__ALIGN_TEXT, "stat.measure")->share = 50;
    hg__titled_column(m, t, HG__ALIGN_NUMBER, "side.left_title")->share = 25;
    hg__titled_column(m, t, HG__ALIGN_NUMBER, "side.right_title")->share = 25;
    for (size_t i = 0; i < r->n_variability; i++) {
        const hg_variability *v = &r->variability[i];
        hg__row *row = hg__add_row(m->doc, t, rows[v->id].id);
        hg__runs *head = &hg__add_cell(m->doc, row)->text;
        hg__add_text(
            m->doc, head,
            hg__texts_label(m->doc->texts, "variability", rows[v->id].id, rows[v->id].label));
        if (*rows[v->id].unit)
            hg__add_soft(m->doc, head,
                         HG__SAID(m->doc, "stat.unit",
                                  hg__arg_text("unit", hg__unit_word(m, rows[v->id].unit))));
        if (of_both(v)) {
            add_value(m, row, &v->both, rows[v->id].unit, 2);
        } else {
            add_value(m, row, &v->side[HG_LEFT], rows[v->id].unit, 1);
            add_value(m, row, &v->side[HG_RIGHT], rows[v->id].unit, 1);
        }
    }
}

void hg__model_spectra(const hg__model *m, hg__block *in, const hg_result *r) {
    static const hg_signal_id wanted[MOST_SPECTRA] = {
        HG_SIGNAL_PELVIS_ACCELERATION_UP, HG_SIGNAL_HIP_FLEXION, HG_SIGNAL_PELVIS_OBLIQUITY};
    if (r->n_spectra == 0 && r->n_variability == 0) return;
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "rhythm"), "rhythm.title");
    hg__tell(m, s, "rhythm.lead");
    hg__block *figures = NULL;
    for (size_t k = 0; k < MOST_SPECTRA; k++)
        for (size_t i = 0; i < r->n_spectra; i++) {
            if (r->spectra[i].id != wanted[k] || r->spectra[i].n < 2) continue;
            if (!figures) figures = hg__add_figures(m->doc, s, 3);
            hg__figure_place *place =
                hg__add_figure(m->doc, figures, hg__draw_spectrum(m, r, &r->spectra[i]));
            hg__add_text(m->doc, &place->caption, signal_label(m, wanted[k]));
        }
    if (figures) hg__tell(m, s, "spectrum.note")->tone = HG__TONE_ABSENT;
    if (r->n_variability) add_table(m, s, r);
}
