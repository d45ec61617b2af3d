/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a judgement: derived numbers, red flags, conditions, ties, advice, limits. */
#include <string.h>

#include "base/error.h"
#include "evidence/evidence.h"
#include "evidence/judge_parts.h"

bool hg__keep_ground(hg__kept_ground *out, const hg__ground *ground, hg__arena *memory) {
    const char **sources = hg__arena_alloc(memory, ground->n_sources, sizeof *sources);
    *out = (hg__kept_ground){.grade = hg__arena_strdup(memory, ground->grade),
                             .sources = sources,
                             .n_sources = ground->n_sources};
    for (size_t i = 0; sources && i < ground->n_sources; i++)
        if (!(sources[i] = hg__arena_strdup(memory, ground->sources[i]))) return false;
    return sources && out->grade;
}

static bool keep_file(hg_evidence *out, const hg__rules *rules, hg__arena *memory) {
    out->file = hg__arena_strdup(memory, rules->name);
    out->version = hg__arena_strdup(memory, rules->version);
    out->sha256 = hg__arena_strdup(memory, rules->sha256);
    out->replaced = hg__arena_strdup(memory, rules->own);
    return out->file && out->version && out->sha256 && out->replaced;
}

static bool keep_derived(hg_evidence *out, const hg__derived_set *set, hg__arena *memory) {
    hg_derived *list = hg__arena_alloc(memory, 2 * HG__DERIVED_COUNT, sizeof *list);
    if (!list) return false;
    for (int i = 0; i < HG__DERIVED_COUNT; i++) {
        const hg__derived_row *row = &hg__derived_rows[i];
        for (int side = HG_LEFT; side <= (row->sided ? HG_RIGHT : HG_LEFT); side++)
            list[out->n_derived++] =
                (hg_derived){.id = row->id, /* of a table: lives as the program */
                             .label = row->label,
                             .unit = row->unit,
                             .value = set->value[i][side],
                             .side = row->sided ? (hg_side)side : HG_SIDE_UNKNOWN,
                             .reading = set->reading[i][side],
                             .text = set->text[i][side]};
    }
    out->derived = list;
    return true;
}

static bool keep_limits(hg_evidence *out, const hg__facts *facts, hg__arena *memory) {
    const hg__rules *rules = facts->rules;
    const char **list = hg__arena_alloc(memory, rules->n_limits, sizeof *list);
    for (size_t i = 0; list && i < rules->n_limits; i++)
        if (!(list[i] = hg__fill_text(&rules->limit[i], facts, memory))) return false;
    out->limits = list;
    out->n_limits = rules->n_limits;
    return list != NULL;
}

static bool judge(hg_evidence *out, hg__facts *facts, hg__derived_set *derived, hg__arena *memory) {
    const hg__rules *rules = facts->rules;
    bool urgent;
    hg_answer *red = hg__arena_alloc(memory, rules->n_red_flags, sizeof *red);
    hg_answer *fired = hg__arena_alloc(memory, rules->n_rules, sizeof *fired);
    hg__found(*found)[2] = hg__arena_alloc(memory, rules->n_conditions, sizeof *found);
    if (!red || !fired || !found || !keep_file(out, rules, memory)) return false;
    if (!hg__derive(derived, facts->result, memory) || !keep_derived(out, derived, memory))
        return false;
    if (!hg__judge_red_flags(out, red, &urgent, facts, memory)) return false;
    if (!hg__judge_conditions(out, fired, found, facts, urgent, memory)) return false;
    if (!hg__judge_ties(out, facts, memory)) return false;
    facts->side = HG_SIDE_UNKNOWN;
    facts->condition = -1;
    facts->fired = fired;
    facts->found = found;
    return hg__judge_advice(out, facts, memory) && keep_limits(out, facts, memory);
}

hg_status hg__judge(hg_evidence *out, const hg__rules *rules, const hg_result *result,
                    hg__arena *memory, hg_error *err) {
    *out = (hg_evidence){.file = "", .version = "", .sha256 = "", .replaced = ""};
    if (!rules) return HG_OK;
    hg__derived_set *derived = hg__arena_alloc(memory, 1, sizeof *derived);
    hg__facts facts = {.result = result,
                       .rules = rules,
                       .derived = derived,
                       .any_red_flag = HG_NOT_GIVEN,
                       .side = HG_SIDE_UNKNOWN,
                       .condition = -1};
    if (!derived || !judge(out, &facts, derived, memory)) return hg__fail_memory(err);
    return HG_OK;
}
