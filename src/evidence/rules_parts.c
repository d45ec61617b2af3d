/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Red flags, conditions, ties, advice and limits. */
#include <stdio.h>
#include <string.h>

#include "evidence/rules_read.h"

static const char *const tasks[] = {"any", "run", "walk", NULL};

/* Questions may be of any type: what counts is whether they were answered. */
static void read_asks(hg__red_flag *f, hg__loader *l, const hg__json *o) {
    const hg__json *list = hg__read_array(l, o, "asks", false);
    size_t n = list ? hg__json_size(list) : 0;
    const hg__expr **out = hg__rules_alloc(l, n, sizeof *out);
    for (size_t i = 0; out && l->status == HG_OK && i < n; i++) {
        char at[40], why[320] = "";
        const char *text = hg__json_text(hg__json_at(list, i));
        snprintf(at, sizeof at, "asks[%zu]", i);
        if (!text)
            hg__rules_wrong(l, at, "expected the name of a question");
        else if (!hg__expression_parse(&out[i], text, HG__SCOPE_RED_FLAG, l->rules, l->memory, why,
                                       sizeof why))
            *why ? hg__rules_wrong(l, at, "%s", why) : hg__rules_no_memory(l);
        else if (out[i]->op != HG__OP_VARIABLE)
            hg__rules_wrong(l, at, "expected the name of a question and nothing else");
    }
    f->asks = out;
    f->n_asks = n;
}

static void read_red_flag(hg__red_flag *f, hg__loader *l, const hg__entry *entry) {
    static const char *const keys[] = {"id",     "label",  "when",  "asks",    "text", "suspected",
                                       "action", "urgent", "grade", "sources", NULL};
    const hg__json *o = entry->json;
    hg__rules_at(l, entry);
    hg__check_keys(l, o, keys);
    f->label = hg__read_text(l, o, "label", false);
    f->when = hg__read_expression(l, o, "when", HG__SCOPE_RED_FLAG, true);
    read_asks(f, l, o);
    hg__read_fill(&f->text, l, o, "text", HG__SCOPE_RED_FLAG, true);
    f->suspected = hg__read_text(l, o, "suspected", true);
    f->action = hg__read_text(l, o, "action", true);
    f->urgent = hg__read_bool(l, o, "urgent", true);
    hg__read_ground(&f->ground, l, o, true);
}

bool hg__rules_read_red_flags(hg__loader *l) {
    for (size_t i = 0; i < l->rules->n_red_flags && l->status == HG_OK; i++)
        read_red_flag(&l->rules->red_flag[i], l, &l->section[HG__SECTION_RED_FLAGS].item[i]);
    return l->status == HG_OK;
}

static void read_condition_pattern(hg__condition_rule *c, hg__loader *l, const hg__json *o) {
    const char *id = hg__read_text(l, o, "pattern", false);
    c->pattern = *id ? hg__rule_find(l->rules, id) : -1;
    if (!*id || l->status != HG_OK || hg__is_off(l->rules, id)) return;
    if (c->pattern < 0)
        hg__rules_wrong(l, "pattern", "there is no rule \"%.60s\"", id);
    else if (l->rules->rule[c->pattern].domain != HG_DOMAIN_SYMPTOM)
        hg__rules_wrong(l, "pattern", "\"%.60s\" is no rule of symptoms", id);
}

/* The pattern is among the rules, first when the list does not name it. */
static void read_condition_rules(hg__condition_rule *c, hg__loader *l, const hg__json *o) {
    size_t n;
    const int *list = hg__read_ids(l, o, "rules", hg__rule_find, "rule", &n);
    int *all = hg__rules_alloc(l, n + 1, sizeof *all);
    bool named = c->pattern < 0;
    if (!all || l->status != HG_OK) return;
    for (size_t i = 0; i < n; i++) {
        const hg__rule *r = &l->rules->rule[list[i]];
        named = named || list[i] == c->pattern;
        if (r->domain == HG_DOMAIN_SYMPTOM && list[i] != c->pattern)
            hg__rules_wrong(l, "rules", "\"%.60s\" is a rule of symptoms, but not the pattern",
                            r->id);
    }
    if (!named) all[c->n_rules++] = c->pattern;
    for (size_t i = 0; i < n; i++) all[c->n_rules++] = list[i];
    c->rule = all;
}

static void read_condition(hg__condition_rule *c, hg__loader *l, const hg__entry *entry) {
    static const char *const keys[] = {"id",      "label", "note", "neighbour", "sides",
                                       "pattern", "rules", "task", NULL};
    static const char *const sides[] = {"each", "none", NULL};
    const hg__json *o = entry->json;
    hg__rules_at(l, entry);
    hg__check_keys(l, o, keys);
    c->label = hg__read_text(l, o, "label", true);
    c->note = hg__read_text(l, o, "note", false);
    c->neighbour = hg__read_bool(l, o, "neighbour", false);
    c->each_side = hg__read_word(l, o, "sides", sides, 0) == 0;
    c->task = (hg__for_task)hg__read_word(l, o, "task", tasks, 0);
    read_condition_pattern(c, l, o);
    if (l->status == HG_OK) read_condition_rules(c, l, o);
}

bool hg__rules_read_conditions(hg__loader *l) {
    for (size_t i = 0; i < l->rules->n_conditions && l->status == HG_OK; i++)
        read_condition(&l->rules->condition[i], l, &l->section[HG__SECTION_CONDITIONS].item[i]);
    return l->status == HG_OK;
}

static bool find_metric(hg_metric_id *out, const char *id) {
    for (int m = 0; m < HG_METRIC_COUNT; m++)
        if (strcmp(hg_metrics[m].id, id) == 0) {
            *out = (hg_metric_id)m;
            return true;
        }
    return false;
}

static void read_tie(hg__tie_rule *t, hg__loader *l, const hg__entry *entry) {
    static const char *const keys[] = {"metric", "condition", "direction", "tied", "text",
                                       "grade",  "sources",   "task",      NULL};
    static const char *const directions[] = {"larger", "smaller", "any", NULL};
    const hg__json *o = entry->json;
    hg__rules_at(l, entry);
    hg__check_keys(l, o, keys);
    const char *metric = hg__read_text(l, o, "metric", true);
    const char *condition = hg__read_text(l, o, "condition", false);
    if (l->status == HG_OK && !find_metric(&t->metric, metric))
        hg__rules_wrong(l, "metric", "there is no metric \"%.60s\"; docs/methods.md lists them",
                        metric);
    else if (l->status == HG_OK && hg_metrics[t->metric].form == HG_FORM_BOTH)
        hg__rules_wrong(l, "metric", "%s has no sides", metric);
    t->condition = *condition ? hg__condition_find(l->rules, condition) : -1;
    if (*condition && t->condition < 0 && !hg__is_off(l->rules, condition))
        hg__rules_wrong(l, "condition", "there is no condition \"%.60s\"", condition);
    t->direction = (hg__direction)hg__read_word(l, o, "direction", directions, HG__DIRECTION_ANY);
    t->tied = hg__read_bool(l, o, "tied", *condition != '\0');
    t->task = (hg__for_task)hg__read_word(l, o, "task", tasks, 0);
    if (l->status == HG_OK && t->tied && !*condition)
        hg__rules_wrong(l, "tied", "tied to no condition");
    hg__read_fill(&t->text, l, o, "text", HG__SCOPE_TIE, true);
    hg__read_ground(&t->ground, l, o, true);
}

/* Ties to a condition that is switched off go with it. */
static bool is_gone(const hg__loader *l, const hg__entry *entry) {
    const char *id = hg__json_text(hg__json_get(entry->json, "condition"));
    return id && hg__is_off(l->rules, id);
}

bool hg__rules_read_ties(hg__loader *l) {
    const hg__entries *s = &l->section[HG__SECTION_TIES];
    l->rules->tie = hg__rules_alloc(l, s->n, sizeof *l->rules->tie);
    for (size_t i = 0; l->rules->tie && i < s->n && l->status == HG_OK; i++)
        if (!is_gone(l, &s->item[i])) read_tie(&l->rules->tie[l->rules->n_ties++], l, &s->item[i]);
    return l->status == HG_OK;
}

static void read_cautions(hg__advice_rule *a, hg__loader *l, const hg__json *o) {
    static const char *const keys[] = {"when", "text", NULL};
    const hg__json *list = hg__read_array(l, o, "cautions", false);
    size_t n = list ? hg__json_size(list) : 0;
    hg__caution *out = hg__rules_alloc(l, n, sizeof *out);
    char place[sizeof l->path];
    memcpy(place, l->path, sizeof place);
    for (size_t i = 0; out && l->status == HG_OK && i < n; i++) {
        const hg__json *c = hg__json_at(list, i);
        snprintf(l->path, sizeof l->path, "%.100s.cautions[%zu]", place, i);
        hg__check_keys(l, c, keys);
        out[i].when = hg__read_expression(l, c, "when", HG__SCOPE_ADVICE, true);
        hg__read_fill(&out[i].text, l, c, "text", HG__SCOPE_ADVICE, true);
    }
    memcpy(l->path, place, sizeof place);
    a->caution = out;
    a->n_cautions = n;
}

static void read_advice(hg__advice_rule *a, hg__loader *l, const hg__entry *entry) {
    static const char *const keys[] = {"id",    "kind",    "when",     "text", "because",
                                       "grade", "sources", "cautions", NULL};
    static const char *const kinds[] = {"refer", "care", "load", "prevention", "gait", NULL};
    const hg__json *o = entry->json;
    hg__rules_at(l, entry);
    hg__check_keys(l, o, keys);
    a->id = entry->id;
    a->kind = (hg_advice_kind)hg__read_word(l, o, "kind", kinds, -1);
    a->when = hg__read_expression(l, o, "when", HG__SCOPE_ADVICE, true);
    hg__read_fill(&a->text, l, o, "text", HG__SCOPE_ADVICE, true);
    hg__read_fill(&a->because, l, o, "because", HG__SCOPE_ADVICE, true);
    hg__read_ground(&a->ground, l, o, true);
    if (l->status == HG_OK) read_cautions(a, l, o);
}

bool hg__rules_read_advice(hg__loader *l) {
    const hg__entries *s = &l->section[HG__SECTION_ADVICE];
    l->rules->n_advice = s->n;
    l->rules->advice = hg__rules_alloc(l, s->n, sizeof *l->rules->advice);
    for (size_t i = 0; l->rules->advice && i < s->n && l->status == HG_OK; i++)
        read_advice(&l->rules->advice[i], l, &s->item[i]);
    return l->status == HG_OK;
}

bool hg__rules_read_limits(hg__loader *l) {
    const hg__entries *s = &l->section[HG__SECTION_LIMITS];
    hg__fill *out = hg__rules_alloc(l, s->n, sizeof *out);
    for (size_t i = 0; out && i < s->n && l->status == HG_OK; i++) {
        char why[320];
        const char *text = hg__json_text(s->item[i].json);
        hg__rules_at(l, &s->item[i]);
        l->id = NULL;
        if (!text)
            hg__rules_wrong(l, NULL, "expected a text");
        else if (!hg__fill_parse(&out[i], text, HG__SCOPE_ADVICE, l->rules, hg__text_entry, l,
                                 l->memory, why, sizeof why))
            *why ? hg__rules_wrong(l, NULL, "%s", why) : hg__rules_no_memory(l);
    }
    l->rules->limit = out;
    l->rules->n_limits = s->n;
    return l->status == HG_OK;
}
