/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules and their variants. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "evidence/grade.h"
#include "evidence/rules_read.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *const domains[] = {"refer", "symptoms", "risk", "gait", NULL};
static const char *const weights[] = {"counts", "context", "none", NULL};
static const char *const tasks[] = {"any", "run", "walk", NULL};

static const hg__scope scopes[] = {HG__SCOPE_REFER, HG__SCOPE_SYMPTOM, HG__SCOPE_RISK,
                                   HG__SCOPE_GAIT};

static void looks_at_task(void *user, const hg__variable *v) {
    if (strcmp(v->name, "trial.task") == 0) *(bool *)user = true;
}

/* Limits of running are not for walking: a gait rule that says nothing of the task is for running.
 */
static void read_task(hg__wording *w, hg__loader *l, const hg__json *o, hg_rule_domain domain) {
    if (hg__json_get(o, "task")) {
        w->task = (hg__for_task)hg__read_word(l, o, "task", tasks, 0);
        return;
    }
    bool asked = false;
    hg__expression_visit(w->when, looks_at_task, &asked);
    if (hg__json_get(o, "when"))
        w->task = domain == HG_DOMAIN_GAIT && !asked ? HG__FOR_RUN : HG__FOR_ANY;
}

/* What stands for a parameter where a person follows a rule by hand: "2 weeks" for "$unchanged". */
static void add_parameter(hg__strbuf *b, const hg__rules *rules, const char *name, size_t n) {
    for (size_t i = 0; i < rules->n_parameters; i++) {
        const hg__parameter *p = &rules->parameter[i];
        if (strlen(p->id) != n || strncmp(p->id, name, n) != 0) continue;
        bool plain = strcmp(p->unit->name, "1") == 0;
        hg__strbuf_addf(b, "%.9g%s%s", p->value, plain ? "" : " ", plain ? "" : p->unit->name);
        return;
    }
}

/* An expression with its parameters as numbers; kept in the rules' memory. */
static const char *with_numbers(hg__loader *l, const char *text) {
    hg__strbuf b = {0};
    char *whole = NULL;
    size_t size;
    while (*text) {
        size_t n = strcspn(text, "$");
        hg__strbuf_addf(&b, "%.*s", (int)n, text);
        text += n;
        if (!*text) break;
        n = 1 + strspn(text + 1, LETTERS "0123456789_");
        add_parameter(&b, l->rules, text + 1, n - 1);
        text += n;
    }
    const char *copy = NULL;
    if (hg__strbuf_take(&b, &whole, &size)) copy = hg__arena_strdup(l->memory, whole);
    free(whole);
    if (!copy) hg__rules_no_memory(l);
    return copy ? copy : "";
}

static void add_part(hg__strbuf *b, const char *before, const hg__json *text) {
    if (hg__json_text(text)) hg__strbuf_addf(b, "%s%s", before, hg__json_text(text));
}

/* The expressions of a symptom rule in one line. */
static const char *pattern_text(hg__loader *l, const hg__json *o, const hg__json *base,
                                const hg__wording *w) {
    const hg__json *site = hg__json_get(o, "site"), *must = hg__json_get(o, "must"),
                   *features = hg__json_get(o, "features");
    if (!site) site = hg__json_get(base, "site");
    if (!must) must = hg__json_get(base, "must");
    if (!features) features = hg__json_get(base, "features");
    hg__strbuf b = {0};
    add_part(&b, "site: ", site);
    add_part(&b, b.size ? "; and " : "", must);
    hg__strbuf_addf(&b, "%sat least %zu of: ", b.size ? "; and " : "", w->need);
    for (size_t i = 0; i < hg__json_size(features); i++)
        add_part(&b, i ? "; " : "", hg__json_at(features, i));
    char *text = NULL;
    size_t size;
    if (!hg__strbuf_take(&b, &text, &size)) {
        hg__rules_no_memory(l);
        return "";
    }
    const char *copy = hg__arena_strdup(l->memory, text);
    free(text);
    if (!copy) hg__rules_no_memory(l);
    return copy ? copy : "";
}

static void read_pattern(hg__wording *w, hg__loader *l, const hg__json *o, const hg__json *base) {
    double need;
    if (hg__json_get(o, "site"))
        w->site = hg__read_expression(l, o, "site", HG__SCOPE_SYMPTOM, true);
    if (hg__json_get(o, "must"))
        w->must = hg__read_expression(l, o, "must", HG__SCOPE_SYMPTOM, true);
    if (hg__json_get(o, "features"))
        w->feature = hg__read_expressions(l, o, "features", HG__SCOPE_SYMPTOM, &w->n_features);
    if (hg__json_get(o, "need")) {
        bool whole = hg__json_number(hg__json_get(o, "need"), &need) && need >= 0 && need <= 200 &&
                     fabs(need - round(need)) < 1e-9;
        if (!whole) hg__rules_wrong(l, "need", "expected a whole number, 0 or more");
        w->need = whole ? (size_t)lround(need) : 0;
    }
    w->site_is_feature = hg__read_bool(l, o, "site_is_feature", w->site_is_feature);
    if (l->status == HG_OK && w->need > w->n_features)
        hg__rules_wrong(l, hg__json_get(o, "need") ? "need" : NULL,
                        "%zu of %zu features can never be there", w->need, w->n_features);
    if (l->status == HG_OK) w->when_text = with_numbers(l, pattern_text(l, o, base, w));
}

/* What `o` says; what it does not say stays as `w` has it (from the rule, for a variant). */
static void read_wording(hg__wording *w, hg__loader *l, const hg__json *o, const hg__json *base,
                         hg_rule_domain domain) {
    bool whole = o == base;
    if (whole || hg__json_get(o, "label")) w->label = hg__read_text(l, o, "label", whole);
    if (domain == HG_DOMAIN_SYMPTOM) {
        if (hg__json_get(o, "when"))
            hg__rules_wrong(l, "when", "a symptom rule has site, features and need in its place");
        read_pattern(w, l, o, base);
    } else if (hg__json_get(o, "when")) {
        w->when = hg__read_expression(l, o, "when", scopes[domain], true);
        if (l->status == HG_OK) w->when_text = with_numbers(l, hg__read_text(l, o, "when", true));
    }
    /* what is printed may show the recording, whatever the rule judges */
    bool variants = hg__json_get(base, "variants") != NULL;
    hg__read_fill(&w->text, l, o, "text", HG__SCOPE_GAIT, whole && !variants);
    hg__read_fill(&w->otherwise, l, o, "otherwise", HG__SCOPE_GAIT, false);
    hg__read_fill(&w->unknown, l, o, "unknown", HG__SCOPE_GAIT, false);
    hg__read_ground(&w->ground, l, o, whole && !variants);
    read_task(w, l, o, domain);
}

static void read_variants(hg__rule *r, hg__loader *l, const hg__json *o) {
    static const char *const keys[] = {
        "conditions", "label",    "when", "text", "otherwise",       "unknown", "grade", "sources",
        "site",       "features", "need", "must", "site_is_feature", "task",    NULL};
    const hg__json *list = hg__read_array(l, o, "variants", false);
    size_t n = list ? hg__json_size(list) : 0;
    char place[sizeof l->path];
    memcpy(place, l->path, sizeof place);
    r->variant = hg__rules_alloc(l, n, sizeof *r->variant);
    for (size_t i = 0; r->variant && l->status == HG_OK && i < n; i++) {
        hg__wording *w = &r->variant[i];
        const hg__json *v = hg__json_at(list, i);
        snprintf(l->path, sizeof l->path, "%.100s.variants[%zu]", place, i);
        hg__check_keys(l, v, keys);
        *w = r->base;
        w->condition =
            hg__read_ids(l, v, "conditions", hg__condition_find, "condition", &w->n_conditions);
        if (l->status == HG_OK && !hg__json_get(v, "conditions"))
            hg__rules_wrong(l, NULL, "the key \"conditions\" is missing");
        if (l->status == HG_OK) read_wording(w, l, v, o, r->domain);
        if (l->status == HG_OK && w->text.n == 0)
            hg__rules_wrong(l, NULL, "neither the variant nor its rule has a text");
        if (l->status == HG_OK && !*w->ground.grade)
            hg__rules_wrong(l, NULL, "neither the variant nor its rule has a grade");
        r->n_variants++;
    }
    memcpy(l->path, place, sizeof place);
}

static void read_rule(hg__rule *r, hg__loader *l, const hg__entry *entry) {
    static const char *const keys[] = {"id",   "label",     "domain",   "weight", "when",
                                       "text", "otherwise", "unknown",  "grade",  "sources",
                                       "site", "features",  "need",     "must",   "site_is_feature",
                                       "task", "family",    "variants", NULL};
    const hg__json *o = entry->json;
    hg__rules_at(l, entry);
    hg__check_keys(l, o, keys);
    r->weight = (hg_rule_weight)hg__read_word(l, o, "weight", weights, HG_WEIGHT_COUNTS);
    if (r->domain == HG_DOMAIN_GAIT) {
        const char *families[HG_FAMILY_COUNT + 1] = {NULL};
        memcpy(families, hg_family_names, sizeof hg_family_names);
        r->family = (hg_family)hg__read_word(l, o, "family", families, -1);
    } else if (hg__json_get(o, "family")) {
        hg__rules_wrong(l, "family", "only gait rules have a family");
    }
    r->base = (hg__wording){.label = "", .when_text = ""};
    if (r->domain != HG_DOMAIN_SYMPTOM && !hg__json_get(o, "variants") && !hg__json_get(o, "when"))
        hg__rules_wrong(l, NULL, "the key \"when\" is missing");
    if (r->domain == HG_DOMAIN_SYMPTOM && !hg__json_get(o, "variants") &&
        !hg__json_get(o, "features"))
        hg__rules_wrong(l, NULL, "the key \"features\" is missing");
    if (l->status == HG_OK) read_wording(&r->base, l, o, o, r->domain);
    if (l->status == HG_OK) read_variants(r, l, o);
}

bool hg__rules_read_rules(hg__loader *l) {
    for (size_t i = 0; i < l->rules->n_rules && l->status == HG_OK; i++)
        read_rule(&l->rules->rule[i], l, &l->section[HG__SECTION_RULES].item[i]);
    return l->status == HG_OK;
}

static const char *id_of(hg__loader *l, const hg__entry *entry) {
    hg__rules_at(l, entry);
    return entry->id;
}

static void read_parameter(hg__parameter *p, hg__loader *l, const hg__entry *entry) {
    static const char *const keys[] = {"value", "unit", "why", "sources", NULL};
    const hg__json *o = entry->json;
    hg__ground ground = {0};
    hg__rules_at(l, entry);
    l->id = NULL;
    hg__check_keys(l, o, keys);
    p->id = entry->id;
    const char *unit = hg__read_text(l, o, "unit", true);
    p->unit = hg__unit_find(unit);
    if (l->status == HG_OK && !p->unit)
        hg__rules_wrong(l, "unit", "\"%.20s\" is no unit that rules know", unit);
    if (l->status == HG_OK && !hg__json_number(hg__json_get(o, "value"), &p->value))
        hg__rules_wrong(l, hg__json_get(o, "value") ? "value" : NULL,
                        "\"value\" has to be a number");
    p->why = hg__read_text(l, o, "why", false);
    hg__read_ground(&ground, l, o, false);
}

bool hg__rules_name_all(hg__loader *l) {
    hg__rules *r = l->rules;
    hg__entries *s = l->section;
    r->n_parameters = s[HG__SECTION_PARAMETERS].n;
    r->parameter = hg__rules_alloc(l, r->n_parameters, sizeof *r->parameter);
    r->n_rules = s[HG__SECTION_RULES].n;
    r->rule = hg__rules_alloc(l, r->n_rules, sizeof *r->rule);
    r->n_red_flags = s[HG__SECTION_RED_FLAGS].n;
    r->red_flag = hg__rules_alloc(l, r->n_red_flags, sizeof *r->red_flag);
    r->n_conditions = s[HG__SECTION_CONDITIONS].n;
    r->condition = hg__rules_alloc(l, r->n_conditions, sizeof *r->condition);
    if (l->status != HG_OK) return false;
    for (size_t i = 0; i < r->n_parameters && l->status == HG_OK; i++)
        read_parameter(&r->parameter[i], l, &s[HG__SECTION_PARAMETERS].item[i]);
    for (size_t i = 0; i < r->n_rules && l->status == HG_OK; i++) {
        const hg__entry *entry = &s[HG__SECTION_RULES].item[i];
        r->rule[i].id = id_of(l, entry);
        r->rule[i].domain = (hg_rule_domain)hg__read_word(l, entry->json, "domain", domains, -1);
    }
    for (size_t i = 0; i < r->n_red_flags && l->status == HG_OK; i++) {
        r->red_flag[i].id = id_of(l, &s[HG__SECTION_RED_FLAGS].item[i]);
        if (hg__rule_find(r, r->red_flag[i].id) >= 0)
            hg__rules_wrong(l, "id", "a rule has the same id");
    }
    for (size_t i = 0; i < r->n_conditions && l->status == HG_OK; i++) {
        r->condition[i].id = id_of(l, &s[HG__SECTION_CONDITIONS].item[i]);
        if (strcmp(r->condition[i].id, "any") == 0)
            hg__rules_wrong(l, "id", "\"any\" means all conditions and is no id");
    }
    return l->status == HG_OK;
}
