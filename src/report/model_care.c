/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prevention, care and training load: the advice of the evidence file, and the training log. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"
#include "report/model_parts.h"

static const struct {
    hg_advice_kind kind;
    const char *key;
} kinds[] = {{HG_ADVICE_REFER, "advice.refer"},
             {HG_ADVICE_CARE, "advice.care"},
             {HG_ADVICE_LOAD, "advice.load"},
             {HG_ADVICE_PREVENTION, "advice.prevention"},
             {HG_ADVICE_GAIT, "advice.gait"}};

static void add_one(const hg__model *m, hg__block *list, const hg_result *r, const hg_advice *a) {
    hg__document *doc = m->doc;
    hg__runs *to = &hg__add_item(doc, list)->text;
    hg__add_dated(m, to, r, a->text);
    if (*a->caution) {
        hg__add_text(doc, to, " ");
        hg__add_badge(doc, to, HG__TONE_CAUTION, hg__word(m, "advice.caution"));
        hg__add_text(doc, to, " ");
        hg__add_text(doc, to, a->caution);
    }
    hg__add_break(doc, to);
    if (*a->because) {
        const char *why = a->because;
        char end = why[strlen(why) - 1];
        hg__add_soft(doc, to,
                     HG__SAID(doc, end == '.' ? "advice.because_sentence" : "advice.because",
                              hg__arg_text("why", why)));
        hg__add_soft(doc, to, " ");
    }
    hg__add_soft(doc, to, hg__grade_words(m, a->grade));
    hg__cite(m, to, a->sources, a->n_sources);
}

static void add_advice(const hg__model *m, hg__block *in, const hg_result *r) {
    const hg_evidence *e = &r->evidence;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        hg__block *list = NULL;
        for (size_t i = 0; i < e->n_advice; i++) {
            if (e->advice[i].kind != kinds[k].kind) continue;
            if (!list) {
                hg__block *s = hg__titled(m, in, 3, "", kinds[k].key);
                list = hg__add_list(m->doc, s);
            }
            add_one(m, list, r, &e->advice[i]);
        }
    }
    if (e->n_advice == 0) hg__tell(m, in, "advice.none");
}

static void add_derived(const hg__model *m, hg__block *in, const hg_result *r) {
    const hg_evidence *e = &r->evidence;
    if (e->n_derived == 0) return;
    hg__block *t = hg__add_table(m->doc, in);
    HG__SAY(m->doc, &t->title, "derived.caption");
    t->compact = true;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "derived.what")->share = 30;
    hg__titled_column(m, t, HG__ALIGN_NUMBER, "derived.value")->share = 14;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "derived.reading")->share = 22;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "derived.how")->share = 34;
    for (size_t i = 0; i < e->n_derived; i++) {
        const hg_derived *d = &e->derived[i];
        hg__row *row = hg__add_row(m->doc, t, d->id);
        hg__runs *label = &hg__add_cell(m->doc, row)->text;
        hg__add_text(m->doc, label, d->label);
        if (d->side != HG_SIDE_UNKNOWN) {
            hg__add_text(m->doc, label, ", ");
            hg__add_text(m->doc, label, hg__side_word(m, d->side));
        }
        hg__cell *value = hg__add_cell(m->doc, row);
        if (!isfinite(d->value)) value->tone = HG__TONE_ABSENT;
        hg__add_text(m->doc, &value->text,
                     !isfinite(d->value) ? hg__word(m, "derived.unknown")
                     : !*d->unit         ? hg__word(m, d->value > 0 ? "answer.yes" : "answer.no")
                                         : hg__quantity(m, d->value, d->unit));
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, d->reading);
        hg__add_dated(m, &hg__add_cell(m->doc, row)->text, r, d->text);
    }
}

void hg__model_care(const hg__model *m, hg__block *in) {
    const hg_result *r = hg__asked_result(m);
    const hg_evidence *e = &r->evidence;
    hg__block *s = hg__titled(m, in, 2, "care", "care.title");
    if (e->n_advice) hg__tell(m, s, "care.lead");
    add_advice(m, s, r);
    hg__block *load = hg__titled(m, s, 3, "training", "training.title");
    if (r->n_training_log) {
        hg__block *figures = hg__add_figures(m->doc, load, 1);
        hg__figure_place *place = hg__add_figure(
            m->doc, figures, hg__draw_training(m, r->training_log, r->n_training_log));
        place->wide = true;
        HG__SAY(m->doc, &place->caption, "training.caption");
    } else {
        hg__tell(m, load, "training.none");
    }
    add_derived(m, load, r);
}
