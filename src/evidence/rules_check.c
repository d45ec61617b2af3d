/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding entries, and what only shows when all of a file is read. */
#include <stdio.h>
#include <string.h>

#include "evidence/rules_read.h"

int hg__rule_find(const hg__rules *rules, const char *id) {
    for (size_t i = 0; i < rules->n_rules; i++)
        if (rules->rule[i].id && strcmp(rules->rule[i].id, id) == 0) return (int)i;
    return -1;
}

int hg__condition_find(const hg__rules *rules, const char *id) {
    for (size_t i = 0; i < rules->n_conditions; i++)
        if (rules->condition[i].id && strcmp(rules->condition[i].id, id) == 0) return (int)i;
    return -1;
}

int hg__red_flag_find(const hg__rules *rules, const char *id) {
    for (size_t i = 0; i < rules->n_red_flags; i++)
        if (rules->red_flag[i].id && strcmp(rules->red_flag[i].id, id) == 0) return (int)i;
    return -1;
}

bool hg__is_off(const hg__rules *rules, const char *id) {
    for (size_t i = 0; i < rules->n_off; i++)
        if (strcmp(rules->off[i], id) == 0) return true;
    return false;
}

const hg__wording *hg__wording_for(const hg__rule *rule, int condition) {
    for (size_t i = 0; i < rule->n_variants; i++)
        for (size_t k = 0; k < rule->variant[i].n_conditions; k++)
            if (rule->variant[i].condition[k] == condition) return &rule->variant[i];
    return &rule->base;
}

/* --- circles of flag() --- */

typedef struct circle {
    const hg__rules *rules;
    unsigned char *state; /* by rule: 0 new, 1 open, 2 done */
    int found;            /* a rule that asks for itself, -1: none */
    int depth;
} circle;

static void follow(circle *c, int rule);

static void follow_flag(void *user, const hg__variable *v) {
    circle *c = user;
    if (v->source == HG__FLAG && v->id >= 0 && c->found < 0) follow(c, v->id);
}

static void follow_wording(circle *c, const hg__wording *w) {
    hg__expression_visit(w->when, follow_flag, c);
    hg__expression_visit(w->site, follow_flag, c);
    hg__expression_visit(w->must, follow_flag, c);
    for (size_t i = 0; i < w->n_features; i++) hg__expression_visit(w->feature[i], follow_flag, c);
}

static void follow(circle *c, int rule) {
    if (c->state[rule] == 2) return;
    if (c->state[rule] == 1) {
        c->found = rule;
        return;
    }
    c->state[rule] = 1;
    follow_wording(c, &c->rules->rule[rule].base);
    for (size_t i = 0; i < c->rules->rule[rule].n_variants; i++)
        follow_wording(c, &c->rules->rule[rule].variant[i]);
    c->state[rule] = 2;
}

static bool no_circles(hg__loader *l) {
    circle c = {.rules = l->rules, .found = -1};
    c.state = hg__rules_alloc(l, l->rules->n_rules, 1);
    if (!c.state) return false;
    for (size_t i = 0; i < l->rules->n_rules && c.found < 0; i++) follow(&c, (int)i);
    if (c.found < 0) return true;
    hg__rules_at(l, &l->section[HG__SECTION_RULES].item[c.found]);
    return hg__rules_wrong(l, NULL, "the rule asks, by flag(), for its own answer");
}

/* --- texts that nobody may use yet --- */

/* A text with all texts in it is cut as if it were used: circles and unknown ids show. */
bool hg__rules_check_texts(hg__loader *l) {
    const hg__entries *texts = &l->section[HG__SECTION_TEXTS];
    for (size_t i = 0; i < texts->n; i++) {
        const char *at = hg__json_text(texts->item[i].json);
        while (at && (at = strstr(at, "{text.")) != NULL) {
            char one[80], why[320];
            size_t n = strcspn(at, "}");
            hg__fill fill;
            hg__rules_at(l, &texts->item[i]);
            l->id = NULL;
            snprintf(one, sizeof one, "%.*s}", (int)(n < 70 ? n : 70), at);
            /* a name in an inner text that fits another place than this is no fault here */
            if (!hg__fill_parse(&fill, one, HG__SCOPE_GAIT, l->rules, hg__text_entry, l, l->memory,
                                why, sizeof why) &&
                (strstr(why, "contains itself") || strstr(why, "there is no text") ||
                 strstr(why, "texts in texts")))
                return hg__rules_wrong(l, NULL, "%s", why);
            at += n;
        }
    }
    return true;
}

/* --- words of each rule for each condition that lists it --- */

static bool all_worded(hg__loader *l) {
    const hg__rules *r = l->rules;
    for (size_t c = 0; c < r->n_conditions; c++)
        for (size_t i = 0; i < r->condition[c].n_rules; i++) {
            const hg__rule *rule = &r->rule[r->condition[c].rule[i]];
            const hg__wording *w = hg__wording_for(rule, (int)c);
            if (rule->domain == HG_DOMAIN_SYMPTOM ? w->n_features > 0 : w->when != NULL)
                if (w->text.n > 0) continue;
            hg__rules_at(l, &l->section[HG__SECTION_CONDITIONS].item[c]);
            return hg__rules_wrong(l, "rules", "the rule \"%.60s\" has no words for this condition",
                                   rule->id);
        }
    return true;
}

bool hg__rules_check(hg__loader *l) {
    return l->status == HG_OK && no_circles(l) && all_worded(l);
}
