/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the evidence says: red flags, derived numbers, conditions with their rules, ties, advice. */
#include <math.h>

#include "report/result/parts.h"

/* Names of enums as words for hg__form_choice(). */
#define WORDS(word, type, name)                                                                    \
    static const char *word(int value) {                                                           \
        return name((type)value);                                                                  \
    }
WORDS(red_flag_word, hg_red_flag_status, hg_red_flag_status_name)
WORDS(domain_word, hg_rule_domain, hg_rule_domain_name)
WORDS(weight_word, hg_rule_weight, hg_rule_weight_name)
WORDS(band_word, hg_condition_band, hg_condition_band_name)
WORDS(pattern_word, hg_pattern, hg_pattern_name)
WORDS(kind_word, hg_advice_kind, hg_advice_kind_name)
#undef WORDS

static const char *note_word(int value) {
    return value ? "watch" : "none";
}

/* A word of a closed list that must be there. */
static int word(hg__form *f, const char *key, int value, hg__form_words *words, int n) {
    return hg__form_choice(f, key, value, words, n, HG__FORM_NEEDED, NULL);
}

static hg_side form_side(hg__form *f, hg_side side) {
    return (hg_side)word(f, "side", (int)side, hg__form_side_or_none, HG_SIDE_UNKNOWN + 1);
}

/* Lists are const in the result: a form takes each item as a copy and puts it back in reading. */

void hg__form_red_flags(hg__form *f, hg_evidence *e) {
    hg__form_open(f, "red_flags");
    int status =
        word(f, "status", (int)e->red_flags.status, red_flag_word, HG_RED_FLAGS_RAISED + 1);
    hg__form_count(f, "asked", &e->red_flags.asked);
    hg__form_count(f, "answered", &e->red_flags.answered);
    const char *const *open = hg__form_texts(f, "open", e->red_flags.open, &e->red_flags.n_open);
    hg_red_flag *items =
        hg__form_const_list(f, "items", e->red_flags.items, &e->red_flags.n_items, sizeof *items);
    for (size_t i = 0; i < e->red_flags.n_items && hg__form_ok(f); i++) {
        hg_red_flag one = items[i];
        hg__form_open(f, NULL);
        one.id = hg__form_text(f, "id", one.id);
        one.text = hg__form_text(f, "text", one.text);
        one.suspected = hg__form_text(f, "suspected", one.suspected);
        one.action = hg__form_text(f, "action", one.action);
        hg__form_boolean(f, "urgent", &one.urgent);
        hg__form_answer(f, "raised", &one.raised);
        one.grade = hg__form_text(f, "grade", one.grade);
        one.sources = hg__form_cite(f, "sources", one.sources, &one.n_sources);
        hg__form_close(f);
        if (hg__form_keeps(f)) items[i] = one;
    }
    hg__form_close(f);
    hg__form_close(f);
    if (!hg__form_keeps(f)) return;
    e->red_flags.status = (hg_red_flag_status)status;
    e->red_flags.items = items;
    e->red_flags.open = open;
}

void hg__form_derived(hg__form *f, hg_evidence *e) {
    hg_derived *list = hg__form_const_list(f, "derived", e->derived, &e->n_derived, sizeof *list);
    for (size_t i = 0; i < e->n_derived && hg__form_ok(f); i++) {
        hg_derived one = list[i];
        hg__form_open(f, NULL);
        one.id = hg__form_text(f, "id", one.id);
        one.label = hg__form_text(f, "label", one.label);
        one.unit = hg__form_text(f, "unit", one.unit);
        hg__form_number(f, "value", &one.value);
        one.side = form_side(f, one.side);
        one.reading = hg__form_text(f, "reading", one.reading);
        one.text = hg__form_text(f, "text", one.text);
        hg__form_close(f);
        if (hg__form_keeps(f)) list[i] = one;
    }
    hg__form_close(f);
    if (hg__form_keeps(f)) e->derived = list;
}

static void form_values(hg__form *f, hg_rule_outcome *rule) {
    hg_evidence_value *list =
        hg__form_const_list(f, "values", rule->values, &rule->n_values, sizeof *list);
    for (size_t i = 0; i < rule->n_values && hg__form_ok(f); i++) {
        hg_evidence_value one = list[i];
        hg__form_open_line(f, NULL);
        one.name = hg__form_text(f, "name", one.name);
        one.unit = hg__form_text(f, "unit", one.unit);
        hg__form_number(f, "value", &one.value);
        one.word = hg__form_text_or_null(f, "word", one.word);
        hg__form_close(f);
        if (hg__form_keeps(f)) list[i] = one;
    }
    hg__form_close(f);
    if (hg__form_keeps(f)) rule->values = list;
}

static void form_rules(hg__form *f, hg_condition *c) {
    hg_rule_outcome *list = hg__form_const_list(f, "rules", c->rules, &c->n_rules, sizeof *list);
    for (size_t i = 0; i < c->n_rules && hg__form_ok(f); i++) {
        hg_rule_outcome one = list[i];
        hg__form_open(f, NULL);
        one.id = hg__form_text(f, "id", one.id);
        one.label = hg__form_text(f, "label", one.label);
        one.domain =
            (hg_rule_domain)word(f, "domain", (int)one.domain, domain_word, HG_DOMAIN_GAIT + 1);
        one.weight =
            (hg_rule_weight)word(f, "weight", (int)one.weight, weight_word, HG_WEIGHT_NONE + 1);
        hg__form_answer(f, "fired", &one.fired);
        one.text = hg__form_text(f, "text", one.text);
        one.when = hg__form_text(f, "when", one.when);
        one.grade = hg__form_text(f, "grade", one.grade);
        one.sources = hg__form_cite(f, "sources", one.sources, &one.n_sources);
        form_values(f, &one);
        hg__form_close(f);
        if (hg__form_keeps(f)) list[i] = one;
    }
    hg__form_close(f);
    if (hg__form_keeps(f)) c->rules = list;
}

/* `findings` names the gait rules that fired; they stand whole among the rules. */
static void form_gait(hg__form *f, hg_condition *c) {
    hg__form_open(f, "gait");
    int note = word(f, "note", c->gait_watch, note_word, 2);
    if (f->reading) c->gait_watch = note == 1;
    hg__form_boolean(f, "concordant", &c->concordant);
    size_t n = hg__form_open_list(f, "findings");
    for (size_t i = 0; i < n && hg__form_ok(f); i++) hg__form_shown(f, NULL, "");
    for (size_t i = 0; !f->reading && i < c->n_rules; i++)
        if (c->rules[i].domain == HG_DOMAIN_GAIT && c->rules[i].fired == HG_YES)
            hg__form_shown(f, NULL, c->rules[i].id);
    hg__form_close(f);
    hg__form_close(f);
}

void hg__form_conditions(hg__form *f, hg_evidence *e) {
    hg_condition *list =
        hg__form_const_list(f, "conditions", e->conditions, &e->n_conditions, sizeof *list);
    for (size_t i = 0; i < e->n_conditions && hg__form_ok(f); i++) {
        hg_condition one = list[i];
        hg__form_open(f, NULL);
        one.id = hg__form_text(f, "id", one.id);
        one.label = hg__form_text(f, "label", one.label);
        one.note = hg__form_text_or_null(f, "note", one.note);
        hg__form_boolean(f, "neighbour", &one.neighbour);
        one.side = form_side(f, one.side);
        one.band =
            (hg_condition_band)word(f, "band", (int)one.band, band_word, HG_CONDITION_REFER + 1);
        one.why = hg__form_text(f, "why", one.why);
        one.grade = hg__form_text_or_null(f, "grade", one.grade);
        one.symptoms = (hg_pattern)word(f, "symptoms", (int)one.symptoms, pattern_word,
                                        HG_PATTERN_COMPLETE + 1);
        hg__form_count(f, "risk_factors", &one.risk_counted);
        form_gait(f, &one);
        form_rules(f, &one);
        one.trace = hg__form_texts(f, "trace", one.trace, &one.n_trace);
        hg__form_close(f);
        if (hg__form_keeps(f)) list[i] = one;
    }
    hg__form_close(f);
    if (hg__form_keeps(f)) e->conditions = list;
}

void hg__form_ties(hg__form *f, hg_evidence *e) {
    hg_tie *list = hg__form_const_list(f, "ties", e->ties, &e->n_ties, sizeof *list);
    for (size_t i = 0; i < e->n_ties && hg__form_ok(f); i++) {
        hg_tie one = list[i];
        hg__form_open(f, NULL);
        one.metric = hg__form_metric(f, "metric", one.metric);
        one.condition = hg__form_text_or_null(f, "condition", one.condition);
        one.label = hg__form_text_or_null(f, "label", one.label);
        hg__form_boolean(f, "tied", &one.tied);
        hg__form_boolean(f, "matches", &one.matches);
        one.side = form_side(f, one.side);
        one.text = hg__form_text(f, "text", one.text);
        one.grade = hg__form_text(f, "grade", one.grade);
        one.sources = hg__form_cite(f, "sources", one.sources, &one.n_sources);
        hg__form_close(f);
        if (hg__form_keeps(f)) list[i] = one;
    }
    hg__form_close(f);
    if (hg__form_keeps(f)) e->ties = list;
}

void hg__form_advice(hg__form *f, hg_evidence *e) {
    hg_advice *list = hg__form_const_list(f, "advice", e->advice, &e->n_advice, sizeof *list);
    for (size_t i = 0; i < e->n_advice && hg__form_ok(f); i++) {
        hg_advice one = list[i];
        hg__form_open(f, NULL);
        one.id = hg__form_text(f, "id", one.id);
        one.kind = (hg_advice_kind)word(f, "kind", (int)one.kind, kind_word, HG_ADVICE_GAIT + 1);
        one.text = hg__form_text(f, "text", one.text);
        one.grade = hg__form_text(f, "grade", one.grade);
        one.sources = hg__form_cite(f, "sources", one.sources, &one.n_sources);
        one.caution = hg__form_text_or_null(f, "caution", one.caution);
        one.because = hg__form_text_or_null(f, "because", one.because);
        hg__form_close(f);
        if (hg__form_keeps(f)) list[i] = one;
    }
    hg__form_close(f);
    if (hg__form_keeps(f)) e->advice = list;
}

void hg__form_evidence(hg__form *f, hg_evidence *e) {
    hg__form_open(f, "evidence");
    const char *file = hg__form_text_or_null(f, "file", e->file);
    const char *version = hg__form_text_or_null(f, "version", e->version);
    const char *sha256 = hg__form_text_or_null(f, "sha256", e->sha256);
    const char *replaced = hg__form_text_or_null(f, "replaced", e->replaced);
    hg__form_count(f, "gait_tests", &e->gait_tests);
    hg__form_number(f, "expected_chance", &e->expected_chance);
    const char *const *limits = hg__form_texts(f, "limits", e->limits, &e->n_limits);
    hg__form_cited(f, "sources");
    hg__form_close(f);
    if (!hg__form_keeps(f)) return;
    e->file = file;
    e->version = version;
    e->sha256 = sha256;
    e->replaced = replaced;
    e->limits = limits;
}
