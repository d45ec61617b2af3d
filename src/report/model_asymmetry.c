/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Left against right: forest plots, and the table with every number behind them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"
#include "report/model_parts.h"

static void add_forests(const hg__model *m, hg__block *in, const hg_result *r) {
    static const char *const captions[] = {"forest.degrees", "forest.percent", "forest.errors"};
    hg__block *figures = NULL;
    for (int kind = HG__FOREST_DEGREES; kind <= HG__FOREST_ERRORS; kind++) {
        const hg__figure *f = hg__draw_forest(m, r, (hg__forest)kind);
        if (!f) continue;
        if (!figures) figures = hg__add_figures(m->doc, in, 3);
        HG__SAY(m->doc, &hg__add_figure(m->doc, figures, f)->caption, captions[kind]);
    }
    if (figures) hg__tell(m, in, "forest.key")->tone = HG__TONE_ABSENT;
}

static void add_interval(const hg__model *m, hg__row *row, const double ci[2], int decimals) {
    hg__cell *cell = hg__add_cell(m->doc, row);
    if (!isfinite(ci[0]) || !isfinite(ci[1])) {
        cell->tone = HG__TONE_ABSENT;
        HG__SAY(m->doc, &cell->text, "stat.none");
        return;
    }
    HG__SAY(m->doc, &cell->text, "stat.interval", hg__arg_number("low", ci[0], decimals),
            hg__arg_number("high", ci[1], decimals));
}

static void add_row(const hg__model *m, hg__block *t, const hg_asymmetry *a) {
    hg__document *doc = m->doc;
    const char *unit = hg_metrics[a->metric].unit;
    const hg_limit *limit = hg_limit_of(a->metric);
    int decimals = hg__unit_decimals(unit);
    hg__row *row = hg__add_row(doc, t, hg_metrics[a->metric].id);
    hg__runs *head = &hg__add_cell(doc, row)->text;
    hg__add_text(doc, head, hg__metric_label(m, a->metric));
    hg__add_soft(doc, head,
                 HG__SAID(doc, "stat.unit", hg__arg_text("unit", hg__unit_word(m, unit))));
    hg__cell *d = hg__add_cell(doc, row);
    hg__add_strong(doc, &d->text, hg__signed_said(doc, a->difference, decimals));
    add_interval(m, row, a->ci95, decimals);
    add_interval(m, row, a->ci95_total, decimals);
    hg__cell *usual = hg__add_cell(doc, row);
    if (isfinite(limit->limit))
        HG__SAY(
            doc, &usual->text, "asymmetry.usual",
            hg__arg_text("limit",
                         hg__quantity(m, limit->limit,
                                      hg_metrics[a->metric].form == HG_FORM_INDEX ? "%" : unit)));
    else
        HG__SAY(doc, &usual->text, "stat.none");
    hg__cell *pairs = hg__add_cell(doc, row);
    if (isfinite(a->same_sign_share))
        HG__SAY(doc, &pairs->text, "asymmetry.share",
                hg__arg_number("share", 100 * a->same_sign_share, 0),
                hg__arg_count("pairs", a->pairs));
    else
        HG__SAY(doc, &pairs->text, "stat.none");
    hg__cell *rating = hg__add_cell(doc, row);
    hg__add_rating_badge(m, &rating->text, a->rating);
    if (*a->reason) {
        hg__add_break(doc, &rating->text);
        hg__add_soft(doc, &rating->text, a->reason);
    }
}

static void add_table(const hg__model *m, hg__block *in, const hg_result *r) {
    static const struct {
        const char *key;
        hg__align align;
        double share;
    } columns[] = {
        {"stat.measure", HG__ALIGN_TEXT, 26},      {"stat.difference", HG__ALIGN_NUMBER, 10},
        {"asymmetry.ci", HG__ALIGN_NUMBER, 15},    {"asymmetry.ci_total", HG__ALIGN_NUMBER, 15},
        {"asymmetry.limit", HG__ALIGN_NUMBER, 10}, {"asymmetry.pairs", HG__ALIGN_NUMBER, 12},
        {"stat.rating", HG__ALIGN_TEXT, 18}};
    hg__block *s = hg__titled(m, in, 4, "", "asymmetry.table");
    s->foldable = true;
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    HG__SAY(m->doc, &t->title, "asymmetry.caption");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        hg__titled_column(m, t, columns[i].align, columns[i].key)->share = columns[i].share;
    for (size_t i = 0; i < r->n_asymmetry; i++)
        if (isfinite(r->asymmetry[i].difference)) add_row(m, t, &r->asymmetry[i]);
}

void hg__model_asymmetry(const hg__model *m, hg__block *in, const hg_result *r) {
    if (r->n_asymmetry == 0) return;
    const hg_asymmetry_summary *sum = &r->asymmetry_summary;
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "asymmetry"), "asymmetry.title");
    hg__block *p = hg__add_paragraph(m->doc, s);
    if (sum->tests)
        HG__SAY(m->doc, &p->text, "finding.count", hg__arg_count("tests", sum->tests),
                hg__arg_count("notable", sum->notable), hg__arg_count("beyond", sum->beyond),
                hg__arg_number("chance", HG_ASYMMETRY_LEVEL * (double)sum->tests, 1));
    else
        HG__SAY(m->doc, &p->text, "finding.none_judged");
    hg__add_text(m->doc, &p->text, " ");
    HG__SAY(m->doc, &p->text, "asymmetry.lead");
    add_forests(m, s, r);
    add_table(m, s, r);
}
