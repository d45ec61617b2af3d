/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions and evidence: every rule with its numbers, so that a reader can derive a band by hand.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/model_conditions.h"
#include "report/model_parts.h"

/* --- behind page one --- */

/* "value 4.6°; answer yes": the numbers a rule looked at. */
static void add_values(const hg__model *m, hg__runs *to, const hg_rule_outcome *rule) {
    for (size_t i = 0; i < rule->n_values; i++) {
        const hg_evidence_value *v = &rule->values[i];
        if (i) hg__add_break(m->doc, to);
        hg__add_code(m->doc, to, v->name);
        hg__add_text(m->doc, to, " = ");
        if (v->word && *v->word)
            hg__add_text(m->doc, to, hg__texts_label(m->doc->texts, "answer", v->word, v->word));
        else
            hg__add_text(m->doc, to, hg__quantity(m, v->value, v->unit));
    }
}

static void add_rule_head(const hg__model *m, hg__block *t) {
    hg__titled_column(m, t, HG__ALIGN_TEXT, "rule.rule")->share = 7;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "rule.what")->share = 45;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "rule.values")->share = 33;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "rule.grade")->share = 15;
}

static void add_rule_text(const hg__model *m, hg__runs *to, const hg_rule_outcome *rule) {
    static const char *const weights[] = {[HG_WEIGHT_COUNTS] = NULL,
                                          [HG_WEIGHT_CONTEXT] = "rule.context",
                                          [HG_WEIGHT_NONE] = "rule.no_weight"};
    hg__add_strong(m->doc, to, rule->label);
    if (*rule->text) {
        hg__add_text(m->doc, to, " \xe2\x80\x93 ");
        hg__add_dated(m, to, hg__asked_result(m), rule->text);
    }
    if (!weights[rule->weight]) return;
    hg__add_text(m->doc, to, " ");
    hg__add_soft(m->doc, to, hg__word(m, weights[rule->weight]));
}

static void add_fired(const hg__model *m, hg__block *in, const hg_condition *c) {
    hg__block *t = NULL;
    for (size_t i = 0; i < c->n_rules; i++) {
        const hg_rule_outcome *rule = &c->rules[i];
        if (rule->fired != HG_YES) continue;
        if (!t) {
            t = hg__add_table(m->doc, in);
            t->compact = true;
            HG__SAY(m->doc, &t->title, "condition.fired");
            add_rule_head(m, t);
        }
        hg__row *row = hg__add_row(m->doc, t, "");
        hg__add_code(m->doc, &hg__add_cell(m->doc, row)->text, rule->id);
        add_rule_text(m, &hg__add_cell(m->doc, row)->text, rule);
        add_values(m, &hg__add_cell(m->doc, row)->text, rule);
        hg__runs *grade = &hg__add_cell(m->doc, row)->text;
        hg__add_text(m->doc, grade, rule->grade);
        hg__cite(m, grade, rule->sources, rule->n_sources);
    }
    if (!t) hg__tell(m, in, "condition.nothing_fired");
}

/* Folded, and without their numbers: those stand in the result file. */
static void add_not_fired(const hg__model *m, hg__block *in, const hg_condition *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_rules; i++) n += c->rules[i].fired != HG_YES;
    if (n == 0) return;
    hg__block *s = hg__add_section(m->doc, in, 4, "");
    s->foldable = true;
    HG__SAY(m->doc, &s->title, "condition.not_fired", hg__arg_count("n", n));
    hg__block *list = hg__add_list(m->doc, s);
    list->compact = true;
    for (size_t i = 0; i < c->n_rules; i++) {
        const hg_rule_outcome *rule = &c->rules[i];
        if (rule->fired == HG_YES) continue;
        hg__runs *to = &hg__add_item(m->doc, list)->text;
        hg__add_code(m->doc, to, rule->id);
        hg__add_text(m->doc, to, " ");
        add_rule_text(m, to, rule);
        hg__add_text(m->doc, to, " ");
        hg__add_text(m->doc, to, rule->grade);
        hg__cite(m, to, rule->sources, rule->n_sources);
    }
}

static void add_trace(const hg__model *m, hg__block *in, const hg_condition *c) {
    if (c->n_trace == 0) return;
    hg__block *s = hg__add_section(m->doc, in, 4, "");
    s->foldable = true;
    HG__SAY(m->doc, &s->title, "condition.trace");
    hg__block *list = hg__add_list(m->doc, s);
    list->ordered = list->compact = true;
    for (size_t i = 0; i < c->n_trace; i++)
        hg__add_text(m->doc, &hg__add_item(m->doc, list)->text, c->trace[i]);
}

static void add_condition(const hg__model *m, hg__block *in, const hg__ranked *one) {
    const hg_condition *c = one->c;
    hg__block *s = hg__add_section(m->doc, in, 3, "");
    s->foldable = c->band == HG_CONDITION_LOW || c->band == HG_CONDITION_INSUFFICIENT;
    hg__fill_condition_title(m, s, c);
    s->text = (hg__runs){NULL, NULL};
    hg__block *p = hg__add_paragraph(m->doc, s);
    hg__add_text(m->doc, &p->text, c->why);
    if (*c->note) {
        hg__block *note = hg__add_paragraph(m->doc, s);
        note->tone = HG__TONE_ABSENT;
        hg__add_text(m->doc, &note->text, c->note);
    }
    add_fired(m, s, c);
    add_not_fired(m, s, c);
    add_trace(m, s, c);
}

/* --- what studies say of the asymmetries that were found --- */

static bool same_tie(const hg_tie *a, const hg_tie *b) {
    return a->metric == b->metric && a->side == b->side && a->tied == b->tied &&
           a->matches == b->matches && strcmp(a->text, b->text) == 0;
}

/* The conditions of which a study says the same stand in one row, that of the first. */
static bool told_before(const hg_evidence *e, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (same_tie(&e->ties[k], &e->ties[i])) return true;
    return false;
}

static void add_tied_conditions(const hg__model *m, hg__runs *to, const hg_evidence *e, size_t i) {
    hg__runs names = {NULL, NULL};
    for (size_t k = i; k < e->n_ties; k++) {
        if (!same_tie(&e->ties[i], &e->ties[k])) continue;
        if (names.first) hg__add_text(m->doc, &names, "; ");
        hg__add_text(m->doc, &names,
                     hg__condition_label(m, e->ties[k].condition, e->ties[k].label));
    }
    HG__SAY(m->doc, to,
            !e->ties[i].tied     ? "ties.none"
            : e->ties[i].matches ? "ties.matches"
                                 : "ties.other_way",
            hg__arg_runs("condition", &names));
}

static void add_ties(const hg__model *m, hg__block *in, const hg_evidence *e) {
    if (e->n_ties == 0) return;
    hg__block *s = hg__titled(m, in, 3, "ties", "ties.title");
    hg__tell(m, s, "ties.lead");
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "ties.measure")->share = 24;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "ties.tie")->share = 16;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "ties.what")->share = 46;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "rule.grade")->share = 14;
    for (size_t i = 0; i < e->n_ties; i++) {
        const hg_tie *tie = &e->ties[i];
        if (told_before(e, i)) continue;
        bool known = tie->metric >= 0 && tie->metric < HG_METRIC_COUNT;
        hg__row *row = hg__add_row(m->doc, t, "");
        hg__runs *first = &hg__add_cell(m->doc, row)->text;
        hg__add_text(m->doc, first, known ? hg__metric_label(m, (hg_metric_id)tie->metric) : "");
        if (tie->side != HG_SIDE_UNKNOWN) {
            hg__add_text(m->doc, first, ", ");
            hg__add_text(m->doc, first, hg__side_word(m, tie->side));
        }
        add_tied_conditions(m, &hg__add_cell(m->doc, row)->text, e, i);
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, tie->text);
        hg__runs *grade = &hg__add_cell(m->doc, row)->text;
        hg__add_text(m->doc, grade, tie->grade);
        hg__cite(m, grade, tie->sources, tie->n_sources);
    }
}

static void add_file(const hg__model *m, hg__block *in, const hg_evidence *e) {
    hg__block *p = hg__add_paragraph(m->doc, in);
    p->tone = HG__TONE_ABSENT;
    HG__SAY(m->doc, &p->text, "conditions.file", hg__arg_name("file", e->file),
            hg__arg_name("version", e->version));
    if (e->replaced && *e->replaced) {
        hg__add_text(m->doc, &p->text, " ");
        HG__SAY(m->doc, &p->text, "conditions.replaced", hg__arg_name("name", e->replaced));
    }
    hg__add_text(m->doc, &p->text, " ");
    HG__SAY(m->doc, &p->text, "conditions.chance", hg__arg_count("tests", e->gait_tests),
            hg__arg_number("chance", e->expected_chance, 1));
}

void hg__model_conditions(const hg__model *m, hg__block *in) {
    const hg_evidence *e = &hg__asked_result(m)->evidence;
    hg__block *s = hg__titled(m, in, 2, "conditions", "conditions.title");
    size_t n;
    hg__ranked *all = hg__rank(m, &n);
    if (n == 0) {
        hg__tell(m, s, "conditions.none");
    } else {
        hg__tell(m, s, "conditions.lead");
        hg__tell(m, s, "conditions.grades")->tone = HG__TONE_ABSENT;
    }
    if (strcmp(m->doc->language, "en") != 0) {
        hg__block *p = hg__tell(m, s, "language.english_parts");
        p->tone = HG__TONE_ABSENT;
    }
    for (size_t i = 0; i < n; i++) add_condition(m, s, &all[i]);
    free(all);
    hg__add_red_flag_screen(m, s, e);
    add_ties(m, s, e);
    if (e->file && *e->file) add_file(m, s, e);
    hg__block *limits = hg__titled(m, s, 3, "all-limits", "limits.all");
    hg__block *list = hg__add_list(m->doc, limits);
    list->compact = true;
    for (size_t i = 0; i < e->n_limits; i++)
        hg__add_text(m->doc, &hg__add_item(m->doc, list)->text, e->limits[i]);
    if (e->n_limits == 0) HG__SAY(m->doc, &hg__add_item(m->doc, list)->text, "limits.default");
}
