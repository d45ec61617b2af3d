/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of expressions: Kleene's three values for answers, NaN for numbers that are not known. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "evidence/expression.h"
#include "evidence/variables.h"

/* Thresholds are decimal, numbers are not: 1.1 / 1.0 is 10 % more and not a bit above it. */
#define EQUAL_TO 1e-9

static hg__value from_answer(hg_answer a) {
    return (hg__value){.kind = HG__ANSWER, .answer = a, .number = NAN};
}

static hg__value from_number(double x) {
    return (hg__value){.kind = HG__NUMBER, .answer = HG_NOT_GIVEN, .number = x};
}

static hg_answer opposite(hg_answer a) {
    return a == HG_YES ? HG_NO : a == HG_NO ? HG_YES : HG_NOT_GIVEN;
}

static bool is_known(hg__value v) {
    return v.kind == HG__ANSWER   ? v.answer != HG_NOT_GIVEN
           : v.kind == HG__NUMBER ? !isnan(v.number)
                                  : *v.word != '\0';
}

/* Yes once `least` are yes, no once so many no longer can be. */
static hg_answer count_yes(const hg__expr *e, size_t from, size_t least,
                           const struct hg__facts *facts) {
    size_t yes = 0, open = 0;
    for (size_t i = from; i < e->n_args; i++) {
        hg_answer a = hg__expression_value(e->arg[i], facts).answer;
        yes += a == HG_YES;
        open += a == HG_NOT_GIVEN;
    }
    return yes >= least ? HG_YES : yes + open < least ? HG_NO : HG_NOT_GIVEN;
}

/* -1, 0, 1 */
static int order(double a, double b) {
    double size = fmax(fabs(a), fabs(b));
    if (fabs(a - b) <= EQUAL_TO * size) return 0;
    return a < b ? -1 : 1;
}

static hg_answer compared(hg__op op, int by) {
    bool holds = op == HG__OP_EQUAL           ? by == 0
                 : op == HG__OP_UNEQUAL       ? by != 0
                 : op == HG__OP_LESS          ? by < 0
                 : op == HG__OP_LESS_EQUAL    ? by <= 0
                 : op == HG__OP_GREATER       ? by > 0
                 : op == HG__OP_GREATER_EQUAL ? by >= 0
                                              : false;
    return holds ? HG_YES : HG_NO;
}

/* Place of a word in "a|b|c", -1 when it has none. */
static int place(const char *words, const char *word) {
    size_t n = strlen(word);
    int i = 0;
    for (const char *at = words; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL, i++)
        if (strncmp(at, word, n) == 0 && (at[n] == '|' || at[n] == '\0')) return i;
    return -1;
}

static hg_answer compare_words(const hg__expr *e, const char *a, const char *b) {
    if (e->op == HG__OP_EQUAL || e->op == HG__OP_UNEQUAL)
        return compared(e->op, strcmp(a, b) == 0 ? 0 : 1);
    const hg__variable *v = &e->arg[e->arg[0]->op == HG__OP_VARIABLE ? 0 : 1]->variable;
    int x = place(v->words, a), y = place(v->words, b);
    if (x < v->ordered_from || y < v->ordered_from) return HG_NOT_GIVEN;
    return compared(e->op, x - y);
}

static hg_answer compare(const hg__expr *e, const struct hg__facts *facts) {
    hg__value a = hg__expression_value(e->arg[0], facts);
    hg__value b = hg__expression_value(e->arg[1], facts);
    if (!is_known(a) || !is_known(b)) return HG_NOT_GIVEN;
    if (a.kind == HG__NUMBER) return compared(e->op, order(a.number, b.number));
    if (a.kind == HG__WORD) return compare_words(e, a.word, b.word);
    return compared(e->op, a.answer == b.answer ? 0 : 1);
}

static double arithmetic(hg__op op, double a, double b) {
    if (op == HG__OP_ADD) return a + b;
    if (op == HG__OP_SUBTRACT) return a - b;
    if (op == HG__OP_MULTIPLY) return a * b;
    double q = a / b;
    return isfinite(q) ? q : NAN; /* over nothing: not known */
}

hg__value hg__expression_value(const hg__expr *e, const struct hg__facts *facts) {
    switch (e->op) {
    case HG__OP_CONSTANT: return e->constant;
    case HG__OP_VARIABLE: return hg__variable_value(&e->variable, facts);
    case HG__OP_NOT: return from_answer(opposite(hg__expression_value(e->arg[0], facts).answer));
    case HG__OP_AND: return from_answer(count_yes(e, 0, 2, facts));
    case HG__OP_OR: return from_answer(count_yes(e, 0, 1, facts));
    case HG__OP_AT_LEAST:
        return from_answer(count_yes(e, 1, (size_t)lround(e->arg[0]->constant.number), facts));
    case HG__OP_KNOWN:
        return from_answer(is_known(hg__expression_value(e->arg[0], facts)) ? HG_YES : HG_NO);
    case HG__OP_MINUS: return from_number(-hg__expression_value(e->arg[0], facts).number);
    case HG__OP_ADD:
    case HG__OP_SUBTRACT:
    case HG__OP_MULTIPLY:
    case HG__OP_DIVIDE:
        return from_number(arithmetic(e->op, hg__expression_value(e->arg[0], facts).number,
                                      hg__expression_value(e->arg[1], facts).number));
    default: return from_answer(compare(e, facts));
    }
}

void hg__value_words(char *out, size_t size, hg__value value, const hg__expr *e) {
    if (value.kind == HG__NUMBER) {
        hg__number_words(out, size, value.number, e->unit);
        char unit[64];
        static const signed char none[HG__DIMENSIONS];
        if (!e->unit && !isnan(value.number) && memcmp(e->dimension, none, sizeof none) != 0) {
            size_t used = strlen(out);
            hg__dimension_name(unit, sizeof unit, e->dimension);
            snprintf(out + used, size - used, " %s", unit);
        }
        return;
    }
    const char *unknown =
        e->op == HG__OP_VARIABLE && e->variable.gait ? "not measured" : "not asked";
    if (value.kind == HG__WORD)
        snprintf(out, size, "%s", *value.word ? value.word : unknown);
    else
        snprintf(out, size, "%s",
                 value.answer == HG_YES  ? "yes"
                 : value.answer == HG_NO ? "no"
                                         : unknown);
}
