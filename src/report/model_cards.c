/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page one, the conditions: bands, worst first, with the sentence that made them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/model_conditions.h"
#include "report/model_parts.h"

#define MOST_CARDS 6 /* on page one; the others are counted */

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

/* Worst band first, then the order of the file. */
static int by_band(const void *a, const void *b) {
    const hg__ranked *x = a, *y = b;
    if (x->c->band != y->c->band) return x->c->band > y->c->band ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* All conditions of a session, each once. Free with free(); NULL: none, or no memory. */
hg__ranked *hg__rank(const hg__model *m, size_t *n) {
    const hg_evidence *e = &hg__asked_result(m)->evidence;
    *n = 0;
    if (e->n_conditions == 0) return NULL;
    hg__ranked *all = calloc(e->n_conditions, sizeof *all);
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

/* A red flag has a grade of its own, said beside it: of the band none is said, for the weakest of
 * all red flags would belittle the one that is raised. */
static void add_grade(const hg__model *m, hg__block *card, const hg_condition *c) {
    const hg_evidence *e = &hg__asked_result(m)->evidence;
    if (c->band == HG_CONDITION_REFER && e->red_flags.status == HG_RED_FLAGS_RAISED) return;
    /* where nothing made the band there is nothing to grade */
    if (!*c->grade && c->band <= HG_CONDITION_LOW) return;
    hg__add_text(m->doc, &card->grade, hg__grade_words(m, c->grade));
}

/* --- page one --- */

void hg__fill_condition_title(const hg__model *m, hg__block *card, const hg_condition *c) {
    hg__add_text(m->doc, &card->title, hg__condition_label(m, c->id, c->label));
    if (c->side != HG_SIDE_UNKNOWN) {
        hg__add_text(m->doc, &card->title, ", ");
        hg__add_text(m->doc, &card->title, hg__side_word(m, c->side));
    }
    hg__add_condition_badge(m, &card->badge, c);
    hg__add_text(m->doc, &card->text, c->why);
    add_grade(m, card, c);
}

/* A rule that made the band: symptoms, what refers, risk factors of grade A or B, and gait findings
 * where two kinds of them agree. */
static bool made_band(const hg_condition *c, const hg_rule_outcome *r) {
    if (r->fired != HG_YES || r->weight != HG_WEIGHT_COUNTS) return false;
    switch (r->domain) {
    case HG_DOMAIN_RISK: return !strpbrk(r->grade, "CN"); /* of two grades the worse one counts */
    case HG_DOMAIN_GAIT: return c->concordant;
    default: return true;
    }
}

/* "What counts: one run more than twice as long as the longest of the month before." */
static void add_reasons(const hg__model *m, hg__block *card, const hg_condition *c) {
    hg__runs labels = {NULL, NULL};
    for (size_t i = 0; i < c->n_rules; i++) {
        if (!made_band(c, &c->rules[i])) continue;
        if (labels.first) hg__add_text(m->doc, &labels, "; ");
        hg__add_text(m->doc, &labels, hg__mid_sentence(m, c->rules[i].label));
    }
    if (!labels.first) return;
    hg__add_text(m->doc, &card->text, " ");
    HG__SAY(m->doc, &card->text, "condition.reasons", hg__arg_runs("rules", &labels));
}

static void add_card(const hg__model *m, hg__block *in, const hg__ranked *one) {
    hg__block *card = hg__add_card(m->doc, in, hg__band_tone(one->c->band), one->c->side);
    hg__fill_condition_title(m, card, one->c);
    if (one->c->band > HG_CONDITION_LOW) add_reasons(m, card, one->c);
    if (m->n > 1 && one->trials < m->n) {
        hg__add_text(m->doc, &card->text, " ");
        HG__SAY(m->doc, &card->text, "condition.trials", hg__arg_count("k", one->trials),
                hg__arg_count("n", m->n));
    }
}

/* "hamstring strain (left, right), groin strain (left)" of one band, from `from` on. */
static size_t add_names(const hg__model *m, hg__runs *to, const hg__ranked *all, size_t n,
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
        hg__add_text(m->doc, to, hg__mid_sentence(m, hg__condition_label(m, c->id, c->label)));
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
    return c->band == HG_CONDITION_INSUFFICIENT && !c->gait_watch && hg__has_symptom_rule(c);
}

static bool is_named(const hg_condition *c) {
    return c->band == HG_CONDITION_INSUFFICIENT && !c->gait_watch && !hg__has_symptom_rule(c);
}

static bool is_noted(const hg_condition *c) {
    return c->band == HG_CONDITION_INSUFFICIENT && c->gait_watch;
}

static void add_line(const hg__model *m, hg__block *in, const hg__ranked *all, size_t n,
                     bool (*wanted)(const hg_condition *), hg__tone tone, const char *word,
                     const char *key) {
    hg__runs names = {NULL, NULL};
    if (add_names(m, &names, all, n, wanted) == 0) return;
    hg__block *p = hg__add_paragraph(m->doc, in);
    hg__add_badge(m->doc, &p->text, tone, hg__word(m, word));
    hg__add_text(m->doc, &p->text, " ");
    HG__SAY(m->doc, &p->text, key, hg__arg_runs("names", &names));
}

/* --- cards of one sentence: a red flag bands every condition alike --- */

#define ALIKE 3 /* so many cards with the same words become one */

static bool alike(const hg_condition *a, const hg_condition *b) {
    return a->band == b->band && strcmp(a->why, b->why) == 0 && strcmp(a->grade, b->grade) == 0;
}

static size_t count_alike(const hg__ranked *all, size_t n, size_t i) {
    size_t alike_ones = 0;
    for (size_t k = 0; k < n; k++) alike_ones += alike(all[k].c, all[i].c);
    return alike_ones;
}

static void add_joint_card(const hg__model *m, hg__block *in, const hg__ranked *all, size_t n,
                           const hg_condition *like) {
    hg__block *card = hg__add_card(m->doc, in, hg__band_tone(like->band), HG_SIDE_UNKNOWN);
    hg__runs names = {NULL, NULL};
    for (size_t i = 0; i < n; i++) {
        bool before = false;
        for (size_t k = 0; k < i; k++)
            before = before || (alike(all[k].c, like) && strcmp(all[k].c->id, all[i].c->id) == 0);
        if (before || !alike(all[i].c, like)) continue;
        if (names.first) hg__add_text(m->doc, &names, ", ");
        hg__add_text(m->doc, &names,
                     hg__mid_sentence(m, hg__condition_label(m, all[i].c->id, all[i].c->label)));
    }
    HG__SAY(m->doc, &card->title, "conditions.alike");
    hg__add_band_badge(m, &card->badge, like->band);
    hg__add_text(m->doc, &card->text, like->why);
    hg__add_text(m->doc, &card->text, " ");
    HG__SAY(m->doc, &card->text, "conditions.alike_names", hg__arg_runs("names", &names));
    add_grade(m, card, like);
}

void hg__model_condition_cards(const hg__model *m, hg__block *in) {
    size_t n, told = 0;
    hg__block *s = hg__titled(m, in, 3, "patterns", "conditions.title_short");
    hg__ranked *all = hg__rank(m, &n);
    if (n == 0) {
        hg__tell(m, s, "conditions.none");
        free(all);
        return;
    }
    hg__block *columns = NULL;
    size_t more = 0;
    for (size_t i = 0; i < n && all[i].c->band >= HG_CONDITION_WATCH; i++) {
        size_t first = 0;
        while (!alike(all[first].c, all[i].c)) first++;
        bool joint = count_alike(all, n, i) >= ALIKE;
        if (joint && first < i) continue;
        if (told++ >= MOST_CARDS) {
            more++;
            continue;
        }
        if (joint) {
            add_joint_card(m, s, all, n, all[i].c);
            columns = NULL;
            continue;
        }
        if (!columns) columns = hg__add_columns(m->doc, s);
        add_card(m, columns, &all[i]);
    }
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
    add_line(m, s, all, n, is_named, HG__TONE_ABSENT, "band.none", "conditions.named_line");
    free(all);
}
