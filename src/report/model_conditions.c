/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Red flags and conditions: on page one the bands, worst first, with the sentence that made them;
 * behind it every rule with its numbers, so that a reader can derive a band by hand.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"
#include "report/model_parts.h"

#define MOST_CARDS 6 /* on page one; the others are named in one line */

/* What is asked of the runner is the same in all trials of a session; a trial that was judged and
 * knows most of it speaks for all. */
const hg_result *hg__asked_result(const hg__model *m) {
    const hg_result *best = m->best;
    for (size_t i = 0; i < m->n; i++) {
        const hg_evidence *e = &m->results[i]->evidence, *have = &best->evidence;
        if (e->red_flags.status == HG_RED_FLAGS_RAISED &&
            have->red_flags.status != HG_RED_FLAGS_RAISED)
            best = m->results[i];
    }
    return best;
}

/* --- red flags --- */

static void add_raised(const hg__model *m, hg__block *in, const hg_evidence *e) {
    bool urgent = false;
    for (size_t i = 0; i < e->red_flags.n_items; i++)
        urgent = urgent || (e->red_flags.items[i].raised == HG_YES && e->red_flags.items[i].urgent);
    hg__block *notice = hg__add_notice(m->doc, in, urgent ? HG__TONE_REFER : HG__TONE_HIGH);
    notice->id = "red-flags";
    HG__SAY(m->doc, &notice->title, urgent ? "red_flags.urgent" : "red_flags.routine");
    hg__block *list = hg__add_list(m->doc, notice);
    for (size_t i = 0; i < e->red_flags.n_items; i++) {
        const hg_red_flag *f = &e->red_flags.items[i];
        if (f->raised != HG_YES) continue;
        hg__runs *to = &hg__add_item(m->doc, list)->text;
        hg__add_strong(m->doc, to, f->text);
        if (*f->suspected) {
            hg__add_text(m->doc, to, " ");
            HG__SAY(m->doc, to, "red_flags.think_of", hg__arg_text("what", f->suspected));
        }
        if (*f->action) {
            hg__add_text(m->doc, to, " ");
            hg__add_text(m->doc, to, f->action);
        }
        hg__add_text(m->doc, to, " ");
        hg__add_soft(m->doc, to, hg__grade_words(m, f->grade));
    }
    if (e->red_flags.answered < e->red_flags.asked) {
        hg__block *p = hg__add_paragraph(m->doc, notice);
        HG__SAY(m->doc, &p->text, "red_flags.incomplete",
                hg__arg_count("answered", e->red_flags.answered),
                hg__arg_count("asked", e->red_flags.asked));
    }
}

void hg__model_red_flags(const hg__model *m, hg__block *in) {
    const hg_evidence *e = &hg__asked_result(m)->evidence;
    if (e->red_flags.status == HG_RED_FLAGS_RAISED) {
        add_raised(m, in, e);
        return;
    }
    if (e->red_flags.status == HG_RED_FLAGS_CLEAR) {
        hg__block *p = hg__add_paragraph(m->doc, in);
        p->id = "red-flags";
        hg__add_badge(m->doc, &p->text, HG__TONE_GOOD, hg__word(m, "red_flags.clear"));
        hg__add_text(m->doc, &p->text, " ");
        HG__SAY(m->doc, &p->text, "red_flags.clear_line",
                hg__arg_count("answered", e->red_flags.answered));
        return;
    }
    hg__block *notice = hg__add_notice(m->doc, in, HG__TONE_CAUTION);
    notice->id = "red-flags";
    HG__SAY(m->doc, &notice->title, "red_flags.not_done");
    hg__block *p = hg__add_paragraph(m->doc, notice);
    if (e->red_flags.answered > 0)
        HG__SAY(m->doc, &p->text, "red_flags.incomplete",
                hg__arg_count("answered", e->red_flags.answered),
                hg__arg_count("asked", e->red_flags.asked));
    else
        HG__SAY(m->doc, &p->text, "red_flags.not_done_line");
}

/* --- which conditions --- */

static const hg_condition *condition_of(const hg_result *r, const hg_condition *like) {
    for (size_t i = 0; i < r->evidence.n_conditions; i++) {
        const hg_condition *c = &r->evidence.conditions[i];
        if (c->side == like->side && strcmp(c->id, like->id) == 0) return c;
    }
    return NULL;
}

const hg_condition *hg__worst_condition(const hg__model *m, const hg_condition *like,
                                        size_t *trials) {
    const hg_condition *worst = NULL;
    *trials = 0;
    for (size_t i = 0; i < m->n; i++) {
        const hg_condition *c = condition_of(m->results[i], like);
        if (!c) continue;
        if (!worst || c->band > worst->band) {
            worst = c;
            *trials = 0;
        }
        *trials += c->band == worst->band;
    }
    return worst;
}

typedef struct ranked {
    const hg_condition *c;
    size_t trials, at;
} ranked;

/* Worst band first, then the order of the file. */
static int by_band(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->c->band != y->c->band) return x->c->band > y->c->band ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* All conditions of a session, each once. Free with free(); NULL: none, or no memory. */
static ranked *rank(const hg__model *m, size_t *n) {
    const hg_evidence *e = &hg__asked_result(m)->evidence;
    *n = 0;
    if (e->n_conditions == 0) return NULL;
    ranked *all = calloc(e->n_conditions, sizeof *all);
    if (!all) {
        m->doc->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < e->n_conditions; i++) {
        all[*n].at = i;
        all[*n].c = hg__worst_condition(m, &e->conditions[i], &all[*n].trials);
        *n += all[*n].c != NULL;
    }
    qsort(all, *n, sizeof *all, by_band);
    return all;
}

/* --- page one --- */

static void fill_title(const hg__model *m, hg__block *card, const hg_condition *c) {
    hg__add_text(m->doc, &card->title, c->label);
    if (c->side != HG_SIDE_UNKNOWN) {
        hg__add_text(m->doc, &card->title, ", ");
        hg__add_text(m->doc, &card->title, hg__side_word(m, c->side));
    }
    hg__add_band_badge(m, &card->badge, c->band);
    hg__add_text(m->doc, &card->text, c->why);
    hg__add_text(m->doc, &card->grade, hg__grade_words(m, c->grade));
}

static void add_card(const hg__model *m, hg__block *in, const ranked *one) {
    hg__block *card = hg__add_card(m->doc, in, hg__band_tone(one->c->band), one->c->side);
    fill_title(m, card, one->c);
    if (m->n > 1 && one->trials < m->n) {
        hg__add_text(m->doc, &card->text, " ");
        HG__SAY(m->doc, &card->text, "condition.trials", hg__arg_count("k", one->trials),
                hg__arg_count("n", m->n));
    }
}

/* "hamstring strain (left, right), groin strain (left)" of one band, from `from` on. */
static size_t add_names(const hg__model *m, hg__runs *to, const ranked *all, size_t n,
                        bool (*wanted)(const hg_condition *)) {
    size_t told = 0;
    for (size_t i = 0; i < n; i++) {
        const hg_condition *c = all[i].c;
        if (!wanted(c)) continue;
        bool before = false; /* the other side was named already */
        for (size_t k = 0; k < i; k++)
            before = before || (wanted(all[k].c) && strcmp(all[k].c->id, c->id) == 0);
        if (before) continue;
        if (told++) hg__add_text(m->doc, to, ", ");
        hg__add_text(m->doc, to, hg__mid_sentence(m, c->label));
        const char *between = " (";
        bool both[2] = {false, false};
        for (size_t k = i; k < n; k++)
            if (wanted(all[k].c) && strcmp(all[k].c->id, c->id) == 0 &&
                all[k].c->side != HG_SIDE_UNKNOWN)
                both[all[k].c->side] = true;
        if (both[HG_LEFT] == both[HG_RIGHT]) continue; /* both sides, or none: no word needed */
        hg__add_text(m->doc, to, between);
        hg__add_text(m->doc, to, hg__side_word(m, both[HG_LEFT] ? HG_LEFT : HG_RIGHT));
        hg__add_text(m->doc, to, ")");
    }
    return told;
}

static bool is_low(const hg_condition *c) {
    return c->band == HG_CONDITION_LOW;
}

static bool is_unknown(const hg_condition *c) {
    return c->band == HG_CONDITION_INSUFFICIENT && !c->gait_watch;
}

static bool is_noted(const hg_condition *c) {
    return c->band == HG_CONDITION_INSUFFICIENT && c->gait_watch;
}

static void add_line(const hg__model *m, hg__block *in, const ranked *all, size_t n,
                     bool (*wanted)(const hg_condition *), hg__tone tone, const char *word,
                     const char *key) {
    hg__runs names = {NULL, NULL};
    if (add_names(m, &names, all, n, wanted) == 0) return;
    hg__block *p = hg__add_paragraph(m->doc, in);
    hg__add_badge(m->doc, &p->text, tone, hg__word(m, word));
    hg__add_text(m->doc, &p->text, " ");
    HG__SAY(m->doc, &p->text, key, hg__arg_runs("names", &names));
}

void hg__model_condition_cards(const hg__model *m, hg__block *in) {
    size_t n, told = 0;
    hg__block *s = hg__titled(m, in, 3, "patterns", "conditions.title_short");
    ranked *all = rank(m, &n);
    if (n == 0) {
        hg__tell(m, s, "conditions.none");
        free(all);
        return;
    }
    hg__block *columns = NULL;
    for (; told < n && told < MOST_CARDS && all[told].c->band >= HG_CONDITION_WATCH; told++) {
        if (!columns) columns = hg__add_columns(m->doc, s);
        add_card(m, columns, &all[told]);
    }
    size_t more = 0;
    for (size_t i = told; i < n; i++) more += all[i].c->band >= HG_CONDITION_WATCH;
    if (more) {
        hg__block *p = hg__add_paragraph(m->doc, s);
        HG__SAY(m->doc, &p->text, "conditions.more",
                hg__arg_link("link", "conditions", hg__word(m, "conditions.link")),
                hg__arg_count("n", more));
    }
    add_line(m, s, all, n, is_low, HG__TONE_GOOD, "band.low", "conditions.low_line");
    add_line(m, s, all, n, is_noted, HG__TONE_WATCH, "band.noted", "conditions.noted_line");
    add_line(m, s, all, n, is_unknown, HG__TONE_ABSENT, "band.insufficient",
             "conditions.unknown_line");
    free(all);
}

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

static void add_sources(const hg__model *m, hg__runs *to, const char *const *sources, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (i) hg__add_text(m->doc, to, "; ");
        hg__add_soft(m->doc, to, sources[i]);
    }
}

static void add_rule_head(const hg__model *m, hg__block *t, bool fired) {
    hg__titled_column(m, t, HG__ALIGN_TEXT, "rule.rule")->share = 8;
    hg__titled_column(m, t, HG__ALIGN_TEXT, fired ? "rule.what" : "rule.why_not")->share = 34;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "rule.values")->share = 28;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "rule.grade")->share = 30;
}

static void add_rule(const hg__model *m, hg__block *t, const hg_rule_outcome *rule) {
    static const char *const weights[] = {[HG_WEIGHT_COUNTS] = NULL,
                                          [HG_WEIGHT_CONTEXT] = "rule.context",
                                          [HG_WEIGHT_NONE] = "rule.no_weight"};
    hg__document *doc = m->doc;
    hg__row *row = hg__add_row(doc, t, "");
    hg__runs *first = &hg__add_cell(doc, row)->text;
    hg__add_code(doc, first, rule->id);
    hg__runs *what = &hg__add_cell(doc, row)->text;
    hg__add_strong(doc, what, rule->label);
    if (*rule->text) {
        hg__add_text(doc, what, " \xe2\x80\x93 ");
        hg__add_text(doc, what, rule->text);
    }
    if (weights[rule->weight]) {
        hg__add_text(doc, what, " ");
        hg__add_soft(doc, what, hg__word(m, weights[rule->weight]));
    }
    add_values(m, &hg__add_cell(doc, row)->text, rule);
    hg__runs *last = &hg__add_cell(doc, row)->text;
    hg__add_text(doc, last, hg__grade_words(m, rule->grade));
    if (rule->n_sources) {
        hg__add_break(doc, last);
        add_sources(m, last, rule->sources, rule->n_sources);
    }
}

static void add_rules(const hg__model *m, hg__block *in, const hg_condition *c, bool fired) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_rules; i++) n += (c->rules[i].fired == HG_YES) == fired;
    if (n == 0) {
        if (fired) hg__tell(m, in, "condition.nothing_fired");
        return;
    }
    hg__block *to = in;
    if (!fired) {
        to = hg__add_section(m->doc, in, 4, "");
        to->foldable = true;
        HG__SAY(m->doc, &to->title, "condition.not_fired", hg__arg_count("n", n));
    }
    hg__block *t = hg__add_table(m->doc, to);
    t->compact = true;
    if (fired) HG__SAY(m->doc, &t->title, "condition.fired", hg__arg_count("n", n));
    add_rule_head(m, t, fired);
    for (size_t i = 0; i < c->n_rules; i++)
        if ((c->rules[i].fired == HG_YES) == fired) add_rule(m, t, &c->rules[i]);
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

static void add_condition(const hg__model *m, hg__block *in, const ranked *one) {
    const hg_condition *c = one->c;
    hg__block *s = hg__add_section(m->doc, in, 3, "");
    s->foldable = c->band == HG_CONDITION_LOW || c->band == HG_CONDITION_INSUFFICIENT;
    fill_title(m, s, c);
    s->text = (hg__runs){NULL, NULL};
    hg__block *p = hg__add_paragraph(m->doc, s);
    hg__add_text(m->doc, &p->text, c->why);
    if (*c->note) {
        hg__block *note = hg__add_paragraph(m->doc, s);
        note->tone = HG__TONE_ABSENT;
        hg__add_text(m->doc, &note->text, c->note);
    }
    add_rules(m, s, c, true);
    add_rules(m, s, c, false);
    add_trace(m, s, c);
}

/* --- what studies say of the asymmetries that were found --- */

static void add_ties(const hg__model *m, hg__block *in, const hg_evidence *e) {
    if (e->n_ties == 0) return;
    hg__block *s = hg__titled(m, in, 3, "ties", "ties.title");
    hg__tell(m, s, "ties.lead");
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "ties.measure")->share = 24;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "ties.tie")->share = 16;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "ties.what")->share = 36;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "rule.grade")->share = 24;
    for (size_t i = 0; i < e->n_ties; i++) {
        const hg_tie *tie = &e->ties[i];
        bool known = tie->metric >= 0 && tie->metric < HG_METRIC_COUNT;
        hg__row *row = hg__add_row(m->doc, t, "");
        hg__runs *first = &hg__add_cell(m->doc, row)->text;
        hg__add_text(m->doc, first, known ? hg__metric_label(m, (hg_metric_id)tie->metric) : "");
        if (tie->side != HG_SIDE_UNKNOWN) {
            hg__add_text(m->doc, first, ", ");
            hg__add_text(m->doc, first, hg__side_word(m, tie->side));
        }
        hg__runs *word = &hg__add_cell(m->doc, row)->text;
        HG__SAY(m->doc, word,
                !tie->tied     ? "ties.none"
                : tie->matches ? "ties.matches"
                               : "ties.other_way",
                hg__arg_text("condition", tie->label));
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, tie->text);
        hg__runs *grade = &hg__add_cell(m->doc, row)->text;
        hg__add_text(m->doc, grade, hg__grade_words(m, tie->grade));
        if (tie->n_sources) {
            hg__add_break(m->doc, grade);
            add_sources(m, grade, tie->sources, tie->n_sources);
        }
    }
}

static void add_screen(const hg__model *m, hg__block *in, const hg_evidence *e) {
    if (e->red_flags.n_items == 0) return;
    hg__block *s = hg__titled(m, in, 3, "red-flag-screen", "red_flags.all");
    s->foldable = true;
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "red_flags.question")->share = 50;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "red_flags.answer")->share = 15;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "red_flags.suspected")->share = 35;
    for (size_t i = 0; i < e->red_flags.n_items; i++) {
        const hg_red_flag *f = &e->red_flags.items[i];
        hg__row *row = hg__add_row(m->doc, t, "");
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, f->text);
        hg__runs *answer = &hg__add_cell(m->doc, row)->text;
        if (f->raised == HG_YES)
            hg__add_badge(m->doc, answer, HG__TONE_REFER, hg__word(m, "red_flags.yes"));
        else
            HG__SAY(m->doc, answer, f->raised == HG_NO ? "red_flags.no" : "red_flags.not_known");
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, f->suspected);
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
    ranked *all = rank(m, &n);
    if (n == 0)
        hg__tell(m, s, "conditions.none");
    else
        hg__tell(m, s, "conditions.lead");
    if (strcmp(m->doc->language, "en") != 0) {
        hg__block *p = hg__tell(m, s, "language.english_parts");
        p->tone = HG__TONE_ABSENT;
    }
    for (size_t i = 0; i < n; i++) add_condition(m, s, &all[i]);
    free(all);
    add_screen(m, s, e);
    add_ties(m, s, e);
    if (e->file && *e->file) add_file(m, s, e);
    hg__block *limits = hg__titled(m, s, 3, "all-limits", "limits.all");
    hg__block *list = hg__add_list(m->doc, limits);
    list->compact = true;
    for (size_t i = 0; i < e->n_limits; i++)
        hg__add_text(m->doc, &hg__add_item(m->doc, list)->text, e->limits[i]);
    if (e->n_limits == 0) HG__SAY(m->doc, &hg__add_item(m->doc, list)->text, "limits.default");
}
