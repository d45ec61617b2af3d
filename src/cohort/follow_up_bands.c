/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions of two visits side by side, and the rules that made the difference. */
#include <string.h>

#include "base/arena.h"
#include "cohort/follow_up_parts.h"

static const hg_condition *find(const hg_evidence *e, const hg_condition *like) {
    for (size_t i = 0; i < e->n_conditions; i++)
        if (e->conditions[i].side == like->side && strcmp(e->conditions[i].id, like->id) == 0)
            return &e->conditions[i];
    return NULL;
}

static bool fires(const hg_condition *c, const char *rule) {
    for (size_t i = 0; c && i < c->n_rules; i++)
        if (c->rules[i].fired == HG_YES && strcmp(c->rules[i].id, rule) == 0) return true;
    return false;
}

/* Rules that fired in `in` and not in `other`. */
static bool only_in(const hg_rule_outcome *const **out, size_t *n, const hg_condition *in,
                    const hg_condition *other, hg__arena *memory) {
    const hg_rule_outcome **list =
        hg__arena_alloc(memory, in ? in->n_rules : 0, sizeof(const hg_rule_outcome *));
    *n = 0;
    if (!list) return false;
    for (size_t i = 0; in && i < in->n_rules; i++)
        if (in->rules[i].fired == HG_YES && !fires(other, in->rules[i].id))
            list[(*n)++] = &in->rules[i];
    *out = list;
    return true;
}

static bool add(hg_follow_up *f, const hg_condition *earlier, const hg_condition *later) {
    hg_band_change *b = &f->bands[f->n_bands++];
    b->earlier = earlier;
    b->later = later;
    b->changed = !earlier || !later || earlier->band != later->band;
    return only_in(&b->appeared, &b->n_appeared, later, earlier, f->memory) &&
           only_in(&b->gone, &b->n_gone, earlier, later, f->memory);
}

bool hg__follow_up_bands(hg_follow_up *f) {
    const hg_evidence *before = &f->earlier->evidence, *now = &f->later->evidence;
    f->bands =
        hg__arena_alloc(f->memory, before->n_conditions + now->n_conditions, sizeof *f->bands);
    if (!f->bands) return false;
    for (size_t i = 0; i < now->n_conditions; i++)
        if (!add(f, find(before, &now->conditions[i]), &now->conditions[i])) return false;
    for (size_t i = 0; i < before->n_conditions; i++)
        if (!find(now, &before->conditions[i]) && !add(f, &before->conditions[i], NULL))
            return false;
    return true;
}
