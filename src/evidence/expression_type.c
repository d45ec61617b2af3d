/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types and units of expressions, checked when a file is loaded; and what could lower an answer. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "evidence/expression.h"

typedef struct complaint {
    char *why;
    size_t size;
} complaint;

static bool wrong(const complaint *c, const char *fmt, ...) HG_PRINTF(2, 3);
static bool wrong(const complaint *c, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(c->why, c->size, fmt, args);
    va_end(args);
    return false;
}

static const char *const kinds[] = {"an answer", "a number", "a word"};
static const char *const signs[] = {"",  "",   "not", "and", "or", "-", "+",  "-",     "*",
                                    "/", "==", "!=",  "<",   "<=", ">", ">=", "known", "at_least"};

static bool all_answers(const hg__expr *e, size_t from, const complaint *c) {
    for (size_t i = from; i < e->n_args; i++)
        if (e->arg[i]->kind != HG__ANSWER)
            return wrong(c, "\"%s\" wants answers (yes or no), not %s", signs[e->op],
                         kinds[e->arg[i]->kind]);
    return true;
}

static bool all_numbers(const hg__expr *e, const complaint *c) {
    for (size_t i = 0; i < e->n_args; i++)
        if (e->arg[i]->kind != HG__NUMBER)
            return wrong(c, "\"%s\" wants numbers, not %s", signs[e->op], kinds[e->arg[i]->kind]);
    return true;
}

static const char *unit_name(const hg__expr *e, char buffer[64]) {
    if (e->bare) return "no unit";
    if (e->unit) return strcmp(e->unit->name, "1") == 0 ? "no unit" : e->unit->name;
    hg__dimension_name(buffer, 64, e->dimension);
    return buffer;
}

static bool is_bare_zero(const hg__expr *e) {
    return e->bare && fpclassify(e->constant.number) == FP_ZERO;
}

/* Two numbers that are added or compared: of one dimension, and no bare number beside a share. */
static bool units_fit(const hg__expr *e, const complaint *c) {
    const hg__expr *a = e->arg[0], *b = e->arg[1];
    char one[64], other[64];
    if (is_bare_zero(a) || is_bare_zero(b)) return true;
    if (memcmp(a->dimension, b->dimension, sizeof a->dimension) == 0 &&
        !((a->percent && b->bare) || (b->percent && a->bare)))
        return true;
    return wrong(c, "the units of \"%s\" do not fit: %s and %s", signs[e->op], unit_name(a, one),
                 unit_name(b, other));
}

static void take_unit(hg__expr *e, const hg__expr *from) {
    e->kind = HG__NUMBER;
    e->unit = from->unit;
    e->percent = from->percent;
    e->bare = from->bare;
    memcpy(e->dimension, from->dimension, sizeof e->dimension);
}

/* Product and quotient: a number without a unit scales, all else makes a new unit. */
static void derive_unit(hg__expr *e) {
    const hg__expr *a = e->arg[0], *b = e->arg[1];
    int sign = e->op == HG__OP_MULTIPLY ? 1 : -1;
    static const signed char none[HG__DIMENSIONS];
    bool plain_a = memcmp(a->dimension, none, sizeof none) == 0 && !a->percent;
    bool plain_b = memcmp(b->dimension, none, sizeof none) == 0 && !b->percent;
    if (plain_b) {
        take_unit(e, a);
    } else if (plain_a && sign == 1) {
        take_unit(e, b);
    } else {
        e->kind = HG__NUMBER;
        for (int d = 0; d < HG__DIMENSIONS; d++)
            e->dimension[d] = (signed char)(a->dimension[d] + sign * b->dimension[d]);
    }
    e->bare = a->bare && b->bare;
}

static bool has_word(const char *words, const char *word) {
    size_t n = strlen(word);
    for (const char *at = words; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
        if (strncmp(at, word, n) == 0 && (at[n] == '|' || at[n] == '\0')) return true;
    return false;
}

/* A variable against a word of its list. */
static bool words_fit(const hg__expr *e, const complaint *c) {
    for (int i = 0; i < 2; i++) {
        const hg__expr *variable = e->arg[i], *word = e->arg[1 - i];
        if (variable->op != HG__OP_VARIABLE || word->op != HG__OP_CONSTANT) continue;
        const hg__variable *v = &variable->variable;
        if (!has_word(v->words, word->constant.word))
            return wrong(c, "%s is never '%s'; it is one of %s", v->name, word->constant.word,
                         v->words);
        if (e->op > HG__OP_UNEQUAL && v->ordered_from < 0)
            return wrong(c, "the words of %s have no order", v->name);
        return true;
    }
    return wrong(c, "%s", "words are compared as: name == 'word'");
}

static bool comparison_fits(const hg__expr *e, const complaint *c) {
    const hg__expr *a = e->arg[0], *b = e->arg[1];
    if (a->kind != b->kind)
        return wrong(c, "\"%s\" compares %s with %s", signs[e->op], kinds[a->kind], kinds[b->kind]);
    if (a->kind == HG__NUMBER) return units_fit(e, c);
    if (a->kind == HG__WORD) return words_fit(e, c);
    if (e->op > HG__OP_UNEQUAL) return wrong(c, "answers have no order for \"%s\"", signs[e->op]);
    return true;
}

static bool at_least_fits(const hg__expr *e, const complaint *c) {
    const hg__expr *n = e->arg[0];
    bool whole = n->op == HG__OP_CONSTANT && n->kind == HG__NUMBER && n->bare &&
                 fabs(n->constant.number - round(n->constant.number)) < 1e-9;
    if (!whole || n->constant.number < 1 || n->constant.number > (double)(e->n_args - 1))
        return wrong(c, "at_least begins with how many, a whole number from 1 to %zu",
                     e->n_args - 1);
    return all_answers(e, 1, c);
}

bool hg__expression_type(hg__expr *e, char *why, size_t size) {
    const complaint c = {why, size};
    e->kind = HG__ANSWER;
    switch (e->op) {
    case HG__OP_CONSTANT: return true;
    case HG__OP_VARIABLE:
        e->kind = e->variable.kind;
        e->unit = e->variable.unit;
        if (e->unit) {
            memcpy(e->dimension, e->unit->dimension, sizeof e->dimension);
            e->percent = e->unit->percent;
        }
        return true;
    case HG__OP_NOT:
    case HG__OP_AND:
    case HG__OP_OR: return all_answers(e, 0, &c);
    case HG__OP_MINUS:
        if (!all_numbers(e, &c)) return false;
        take_unit(e, e->arg[0]);
        return true;
    case HG__OP_ADD:
    case HG__OP_SUBTRACT:
        if (!all_numbers(e, &c) || !units_fit(e, &c)) return false;
        take_unit(e, is_bare_zero(e->arg[0]) ? e->arg[1] : e->arg[0]);
        return true;
    case HG__OP_MULTIPLY:
    case HG__OP_DIVIDE:
        if (!all_numbers(e, &c)) return false;
        derive_unit(e);
        return true;
    case HG__OP_KNOWN: return true;
    case HG__OP_AT_LEAST: return at_least_fits(e, &c);
    default: return comparison_fits(e, &c);
    }
}

void hg__expression_visit(const hg__expr *e,
                          void (*visit)(void *user, const hg__variable *variable), void *user) {
    if (!e) return;
    if (e->op == HG__OP_VARIABLE) visit(user, &e->variable);
    for (size_t i = 0; i < e->n_args; i++) hg__expression_visit(e->arg[i], visit, user);
}

static void find_symptom(void *user, const hg__variable *v) {
    const char **found = user;
    if (v->symptom && !*found) *found = v->name;
}

static const char *any_symptom(const hg__expr *e) {
    const char *found = NULL;
    hg__expression_visit(e, find_symptom, &found);
    return found;
}

/* 1 when the comparison says what its other side says, -1 when the opposite, 0 when neither. */
static int sense(const hg__expr *e, const hg__expr *constant) {
    if (constant->op != HG__OP_CONSTANT || constant->kind != HG__ANSWER) return 0;
    bool same = (e->op == HG__OP_EQUAL) == (constant->constant.answer == HG_YES);
    return same ? 1 : -1;
}

/* `up`: a yes of this part can only lead towards yes of the whole. */
static const char *lowered(const hg__expr *e, bool up) {
    const char *found = NULL;
    switch (e->op) {
    case HG__OP_CONSTANT: return NULL;
    case HG__OP_VARIABLE: return !up && e->variable.symptom ? e->variable.name : NULL;
    case HG__OP_NOT: return lowered(e->arg[0], !up);
    case HG__OP_AND:
    case HG__OP_OR:
    case HG__OP_AT_LEAST:
        for (size_t i = 0; i < e->n_args && !found; i++) found = lowered(e->arg[i], up);
        return found;
    case HG__OP_EQUAL:
    case HG__OP_UNEQUAL:
        for (int i = 0; i < 2; i++) {
            int s = sense(e, e->arg[1 - i]);
            if (s != 0) return lowered(e->arg[i], (s == 1) == up);
        }
        return any_symptom(e);
    case HG__OP_KNOWN: /* an answer that is given stays given; one put together may be lost */
        return up && e->arg[0]->op == HG__OP_VARIABLE ? NULL : any_symptom(e->arg[0]);
    default: return any_symptom(e);
    }
}

const char *hg__expression_lowered_by(const hg__expr *e) {
    return lowered(e, true);
}
