/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screen for red flags: what speaks for a physician, whatever the gait. */
#include <string.h>

#include "evidence/judge_parts.h"

#define QUESTIONS 400

/* A flag is raised when it is on either side. The side that raised it fills its text. */
static hg_answer raised(const hg__red_flag *f, hg__facts *facts) {
    hg_answer out = HG_NO;
    hg_side by = HG_LEFT;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        facts->side = (hg_side)side;
        hg_answer a = hg__expression_value(f->when, facts).answer;
        if (a == HG_YES && out != HG_YES) by = facts->side;
        if (a == HG_YES || (a == HG_NOT_GIVEN && out == HG_NO)) out = a;
    }
    facts->side = by;
    return out;
}

/* A question that is asked of both sides is answered when both were. */
static bool answered(const hg__expr *ask, hg__facts *facts) {
    bool known = true;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        facts->side = (hg_side)side;
        hg__value v = hg__expression_value(ask, facts);
        known = known && (v.kind == HG__ANSWER   ? v.answer != HG_NOT_GIVEN
                          : v.kind == HG__NUMBER ? v.number == v.number
                                                 : *v.word != '\0');
    }
    return known;
}

/* As it is put to the runner; a variable that is no question by its name. */
static const char *in_words(const hg__expr *ask) {
    return ask->variable.source == HG__OF_INTAKE ? hg_intake_fields[ask->variable.id].question
                                                 : ask->variable.name;
}

/* Counts each question once, however many flags ask it; keeps those without an answer. */
static bool count_questions(hg_evidence *out, hg__facts *facts, hg__arena *memory) {
    const char *seen[QUESTIONS];
    const char **open = hg__arena_alloc(memory, QUESTIONS, sizeof *open);
    size_t n = 0;
    if (!open) return false;
    const hg__rules *rules = facts->rules;
    for (size_t i = 0; i < rules->n_red_flags; i++)
        for (size_t k = 0; k < rules->red_flag[i].n_asks; k++) {
            const hg__expr *ask = rules->red_flag[i].asks[k];
            bool new = true;
            for (size_t s = 0; s < n && new; s++) new = strcmp(seen[s], ask->variable.name) != 0;
            if (!new || n == QUESTIONS) continue;
            seen[n++] = ask->variable.name;
            if (answered(ask, facts))
                out->red_flags.answered++;
            else if (!(open[out->red_flags.n_open++] = hg__arena_strdup(memory, in_words(ask))))
                return false;
        }
    out->red_flags.asked = n;
    out->red_flags.open = open;
    return true;
}

static hg_red_flag_status status_of(const hg_evidence *out, const hg__rules *rules,
                                    const hg_answer *answers) {
    bool open = out->red_flags.answered < out->red_flags.asked || out->red_flags.asked == 0;
    for (size_t i = 0; i < rules->n_red_flags; i++) {
        if (answers[i] == HG_YES) return HG_RED_FLAGS_RAISED;
        /* one that asks nothing, such as signs that only an examiner finds, may stay open */
        open = open || (answers[i] == HG_NOT_GIVEN && rules->red_flag[i].n_asks > 0);
    }
    return open ? HG_RED_FLAGS_NOT_ASKED : HG_RED_FLAGS_CLEAR;
}

bool hg__judge_red_flags(hg_evidence *out, hg_answer *answers, bool *urgent, hg__facts *facts,
                         hg__arena *memory) {
    const hg__rules *rules = facts->rules;
    hg_red_flag *items = hg__arena_alloc(memory, rules->n_red_flags, sizeof *items);
    if (!items) return false;
    *urgent = false;
    for (size_t i = 0; i < rules->n_red_flags; i++) {
        const hg__red_flag *f = &rules->red_flag[i];
        hg__kept_ground ground;
        answers[i] = raised(f, facts);
        *urgent = *urgent || (answers[i] == HG_YES && f->urgent);
        items[i] = (hg_red_flag){.id = hg__arena_strdup(memory, f->id),
                                 .text = hg__fill_text(&f->text, facts, memory),
                                 .suspected = hg__arena_strdup(memory, f->suspected),
                                 .action = hg__arena_strdup(memory, f->action),
                                 .urgent = f->urgent,
                                 .raised = answers[i]};
        if (!items[i].id || !items[i].text || !items[i].suspected || !items[i].action ||
            !hg__keep_ground(&ground, &f->ground, memory))
            return false;
        items[i].grade = ground.grade;
        items[i].sources = ground.sources;
        items[i].n_sources = ground.n_sources;
    }
    out->red_flags.items = items;
    out->red_flags.n_items = rules->n_red_flags;
    if (!count_questions(out, facts, memory)) return false;
    out->red_flags.status = status_of(out, rules, answers);
    facts->red_flag = answers;
    facts->any_red_flag = out->red_flags.status == HG_RED_FLAGS_RAISED  ? HG_YES
                          : out->red_flags.status == HG_RED_FLAGS_CLEAR ? HG_NO
                                                                        : HG_NOT_GIVEN;
    return true;
}
