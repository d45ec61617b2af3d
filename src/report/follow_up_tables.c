/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of a follow-up: changes of the measures and of the differences between the sides. */
#include <math.h>

#include "report/follow_up_parts.h"

const char *hg__aspect_label(const hg__visits *v, int aspect) {
    return hg__texts_label(v->m.doc->texts, "aspect", hg_aspects[aspect].id,
                           hg_aspects[aspect].label);
}

const char *hg__aspects_said(const hg__visits *v, unsigned aspects) {
    hg__runs said = {NULL, NULL};
    for (int a = 0; a < HG_ASPECT_COUNT; a++) {
        if (!(aspects >> a & 1u)) continue;
        if (said.first) hg__add_text(v->m.doc, &said, ", ");
        hg__add_text(v->m.doc, &said, hg__mid_sentence(&v->m, hg__aspect_label(v, a)));
    }
    return hg__runs_plain(v->m.doc, &said);
}

void hg__add_verdict(const hg__visits *v, hg__runs *to, const hg_change *c) {
    static const struct {
        hg__tone tone;
        const char *key;
    } badges[] = {[HG_VERDICT_CANNOT_TELL] = {HG__TONE_ABSENT, "follow.cannot_tell"},
                  [HG_VERDICT_WITHIN_ERROR] = {HG__TONE_GOOD, "follow.within_error"},
                  [HG_VERDICT_REAL] = {HG__TONE_WATCH, "follow.real_change"}};
    static const char *const why[] = {[HG_OPEN_NONE] = "",
                                      [HG_OPEN_NOT_MEASURED] = "follow.open_not_measured",
                                      [HG_OPEN_FEW_STRIDES] = "follow.open_few_strides",
                                      [HG_OPEN_ERROR_UNKNOWN] = "follow.open_error_unknown",
                                      [HG_OPEN_CONDITIONS] = "follow.open_conditions"};
    hg__document *doc = v->m.doc;
    hg__add_badge(doc, to, badges[c->verdict].tone, hg__word(&v->m, badges[c->verdict].key));
    if (c->open == HG_OPEN_NONE) return;
    hg__add_text(doc, to, " ");
    hg__add_soft(doc, to,
                 HG__SAID(doc, why[c->open], hg__arg_text("what", hg__aspects_said(v, c->aspects)),
                          hg__arg_number("least", v->f->options.strides_min, 0)));
}

static void number_cell(const hg__visits *v, hg__row *row, double value, int decimals,
                        bool signed_) {
    hg__cell *cell = hg__add_cell(v->m.doc, row);
    if (!isfinite(value)) {
        cell->tone = HG__TONE_ABSENT;
        HG__SAY(v->m.doc, &cell->text, "stat.none");
    } else if (signed_) {
        hg__add_signed(v->m.doc, &cell->text, value, decimals);
    } else {
        hg__add_number(v->m.doc, &cell->text, value, decimals);
    }
}

static void change_cells(const hg__visits *v, hg__row *row, const hg_change *c, int decimals) {
    hg__document *doc = v->m.doc;
    number_cell(v, row, c->change, decimals, true);
    hg__cell *interval = hg__add_cell(doc, row);
    if (isfinite(c->ci95_total[0]))
        HG__SAY(doc, &interval->text, "stat.interval",
                hg__arg_signed("low", c->ci95_total[0], decimals),
                hg__arg_signed("high", c->ci95_total[1], decimals));
    else
        HG__SAY(doc, &interval->text, "stat.none");
    number_cell(v, row, c->mdc, decimals, false);
}

static void verdict_cell(const hg__visits *v, hg__row *row, const hg_change *c) {
    hg__add_verdict(v, &hg__add_cell(v->m.doc, row)->text, c);
}

static hg__block *begin_table(const hg__visits *v, hg__block *in, const char *caption, bool sides) {
    hg__block *t = hg__add_table(v->m.doc, in);
    HG__SAY(v->m.doc, &t->title, caption);
    hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "stat.measure")->share = 24;
    if (sides) hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.side")->share = 8;
    /* before the numbers: on a telephone these are what has to be scrolled to */
    hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.verdict")->share = 19;
    hg__titled_column(&v->m, t, HG__ALIGN_NUMBER, "follow.before")->share = sides ? 9 : 14;
    hg__titled_column(&v->m, t, HG__ALIGN_NUMBER, "follow.now")->share = sides ? 9 : 14;
    hg__titled_column(&v->m, t, HG__ALIGN_NUMBER, "follow.change")->share = 9;
    hg__titled_column(&v->m, t, HG__ALIGN_NUMBER, "follow.interval")->share = 13;
    hg__titled_column(&v->m, t, HG__ALIGN_NUMBER, "follow.mdc")->share = 9;
    return t;
}

static void group_row(const hg__visits *v, hg__block *t, hg_family family, int columns) {
    hg__row *row = hg__add_row(v->m.doc, t, "");
    row->group = true;
    hg__cell *cell = hg__add_cell(v->m.doc, row);
    cell->span = columns;
    hg__add_text(v->m.doc, &cell->text,
                 family == HG_FAMILY_SPATIOTEMPORAL
                     ? hg__word(&v->m, "cohort.times")
                     : hg__texts_label(v->m.doc->texts, "family", hg_family_names[family],
                                       hg_family_names[family]));
}

static void measure_cell(const hg__visits *v, hg__row *row, hg_metric_id id) {
    hg__cell *cell = hg__add_cell(v->m.doc, row);
    hg__add_text(v->m.doc, &cell->text, hg__metric_label(&v->m, id));
    HG__SAY(v->m.doc, &cell->text, "stat.unit",
            hg__arg_text("unit", hg__unit_word(&v->m, hg_metrics[id].unit)));
}

static void change_row(const hg__visits *v, hg__block *t, hg_metric_id id, hg_side side,
                       const hg_change *c) {
    hg__row *row = hg__add_row(v->m.doc, t, hg_metrics[id].id);
    int decimals = hg__unit_decimals(hg_metrics[id].unit);
    measure_cell(v, row, id);
    hg__runs *which = &hg__add_cell(v->m.doc, row)->text;
    if (side == HG_SIDE_UNKNOWN)
        HG__SAY(v->m.doc, which, "stat.both");
    else
        hg__add_text(v->m.doc, which, hg__side_word(&v->m, side));
    verdict_cell(v, row, c);
    number_cell(v, row, c->earlier, decimals, false);
    number_cell(v, row, c->later, decimals, false);
    change_cells(v, row, c, decimals);
}

void hg__follow_up_changes(const hg__visits *v, hg__block *in) {
    const hg_follow_up *f = v->f;
    hg__block *s = hg__titled(&v->m, in, 2, "changes", "follow.changes");
    hg__block *lead = hg__add_paragraph(v->m.doc, s);
    HG__SAY(v->m.doc, &lead->text, "follow.changes_lead",
            hg__arg_number("factor", f->options.mdc_factor, 2));
    hg__block *t = begin_table(v, s, "follow.changes_caption", true);
    for (int family = 0; family < HG_FAMILY_COUNT; family++) {
        bool any = false;
        for (size_t i = 0; i < f->n_metrics; i++) {
            const hg_metric_change *c = &f->metrics[i];
            if ((int)hg_metrics[c->id].family != family) continue;
            if (!any) group_row(v, t, (hg_family)family, 8);
            any = true;
            if (hg_metrics[c->id].form == HG_FORM_BOTH) {
                change_row(v, t, c->id, HG_SIDE_UNKNOWN, &c->both);
                continue;
            }
            change_row(v, t, c->id, HG_LEFT, &c->side[HG_LEFT]);
            change_row(v, t, c->id, HG_RIGHT, &c->side[HG_RIGHT]);
        }
    }
}

static void rated_cell(const hg__visits *v, hg__row *row, double value, int decimals,
                       hg_asymmetry_class rating) {
    number_cell(v, row, value, decimals, true);
    hg__runs *to = &row->cells[row->n_cells - 1].text;
    if (row->n_cells == 0 || !isfinite(value)) return;
    hg__add_break(v->m.doc, to);
    hg__add_rating_badge(&v->m, to, rating);
}

void hg__follow_up_asymmetry(const hg__visits *v, hg__block *in) {
    const hg_follow_up *f = v->f;
    if (f->n_asymmetry == 0) return;
    hg__block *s = hg__titled(&v->m, in, 2, "asymmetry", "follow.asymmetry");
    hg__block *lead = hg__add_paragraph(v->m.doc, s);
    HG__SAY(v->m.doc, &lead->text, "follow.asymmetry_lead",
            hg__arg_count("real", f->asymmetry_real), hg__arg_count("tests", f->asymmetry_tests),
            hg__arg_number("chance", f->options.level * (double)f->asymmetry_tests, 1));
    hg__block *t = begin_table(v, s, "follow.asymmetry_caption", false);
    for (int family = 0; family < HG_FAMILY_COUNT; family++) {
        bool any = false;
        for (size_t i = 0; i < f->n_asymmetry; i++) {
            const hg_asymmetry_change *a = &f->asymmetry[i];
            int decimals = hg__unit_decimals(hg_metrics[a->id].unit);
            if ((int)hg_metrics[a->id].family != family) continue;
            if (!any) group_row(v, t, (hg_family)family, 7);
            any = true;
            hg__row *row = hg__add_row(v->m.doc, t, hg_metrics[a->id].id);
            measure_cell(v, row, a->id);
            verdict_cell(v, row, &a->difference);
            rated_cell(v, row, a->difference.earlier, decimals, a->earlier);
            rated_cell(v, row, a->difference.later, decimals, a->later);
            change_cells(v, row, &a->difference, decimals);
        }
    }
}
