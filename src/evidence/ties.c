/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the studies say of each difference that was found: tied to what, or looked for in vain. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "evidence/judge_parts.h"

/* The side that the tie speaks of: the larger one, or the smaller one. */
static hg_side side_of(hg__direction direction, double difference) {
    bool right = (difference > 0) != (direction == HG__DIRECTION_SMALLER);
    return right ? HG_RIGHT : HG_LEFT;
}

static bool has_symptoms(const hg_evidence *e, const char *id, hg_side side) {
    for (size_t i = 0; i < e->n_conditions; i++) {
        const hg_condition *c = &e->conditions[i];
        if (c->side == side && c->symptoms >= HG_PATTERN_PARTIAL && strcmp(c->id, id) == 0)
            return true;
    }
    return false;
}

/* The direction is that of the study, unless the symptoms are on the other side alone. */
static bool matches(const hg_evidence *e, const hg_tie *t, hg__direction direction) {
    if (!t->tied) return false;
    if (direction == HG__DIRECTION_ANY) return true;
    hg_side other = t->side == HG_LEFT ? HG_RIGHT : HG_LEFT;
    return has_symptoms(e, t->condition, t->side) || !has_symptoms(e, t->condition, other);
}

static bool add(hg_evidence *out, hg_tie *to, const hg__tie_rule *rule, const hg_asymmetry *a,
                const hg__facts *facts, hg__arena *memory) {
    hg__facts here = *facts;
    hg__kept_ground ground;
    const hg__rules *rules = facts->rules;
    here.condition = rule->condition;
    here.side = side_of(rule->direction, a->difference);
    bool none = rule->condition < 0;
    if (!hg__keep_ground(&ground, &rule->ground, memory)) return false;
    *to = (hg_tie){
        .metric = (int)a->metric,
        .condition = none ? "" : hg__arena_strdup(memory, rules->condition[rule->condition].id),
        .label = none ? "" : hg__arena_strdup(memory, rules->condition[rule->condition].label),
        .tied = rule->tied,
        .side = here.side,
        .text = hg__fill_text(&rule->text, &here, memory),
        .grade = ground.grade,
        .sources = ground.sources,
        .n_sources = ground.n_sources};
    if (!to->condition || !to->label || !to->text) return false;
    to->matches = matches(out, to, rule->direction);
    return true;
}

/* Nothing is said of it in the file: that is said too. */
static bool add_silence(hg_tie *to, const hg_asymmetry *a, hg__arena *memory) {
    char text[240];
    snprintf(text, sizeof text,
             "%s: the evidence in use names no study that ties a difference between the sides to "
             "hip pain.",
             hg_metrics[a->metric].label);
    *to = (hg_tie){.metric = (int)a->metric,
                   .condition = "",
                   .label = "",
                   .side = side_of(HG__DIRECTION_ANY, a->difference),
                   .text = hg__arena_strdup(memory, text),
                   .grade = ""};
    return to->text != NULL;
}

bool hg__judge_ties(hg_evidence *out, const hg__facts *facts, hg__arena *memory) {
    const hg_result *r = facts->result;
    const hg__rules *rules = facts->rules;
    hg_tie *list = hg__arena_alloc(memory, rules->n_ties + r->n_asymmetry, sizeof *list);
    if (!list) return false;
    for (size_t i = 0; i < r->n_asymmetry; i++) {
        const hg_asymmetry *a = &r->asymmetry[i];
        size_t before = out->n_ties;
        if (a->rating < HG_ASYMMETRY_NOTABLE) continue;
        for (size_t k = 0; k < rules->n_ties; k++) {
            const hg__tie_rule *rule = &rules->tie[k];
            if (rule->metric != a->metric || !hg__task_fits(rule->task, r)) continue;
            if (!add(out, &list[out->n_ties++], rule, a, facts, memory)) return false;
        }
        if (out->n_ties == before && !add_silence(&list[out->n_ties++], a, memory)) return false;
    }
    out->ties = list;
    return true;
}
