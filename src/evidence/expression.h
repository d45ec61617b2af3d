/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The expressions of evidence files (docs/evidence-format.md): text to a tree whose types and units
 * were checked, and its value in three-valued logic.
 */
#ifndef HG_EVIDENCE_EXPRESSION_H
#define HG_EVIDENCE_EXPRESSION_H

#include <hipgait/evidence.h>

#include "base/arena.h"
#include "evidence/units.h"

#define HG__EXPRESSION_BYTES 2000
#define HG__EXPRESSION_DEPTH 32

struct hg__facts;
struct hg__rules;

typedef enum hg__kind { HG__ANSWER, HG__NUMBER, HG__WORD } hg__kind;

typedef struct hg__value {
    hg__kind kind;
    hg_answer answer;
    double number; /* SI, NaN: not known */
    char word[32]; /* "": not known */
} hg__value;

/* Where an expression stands decides what it may look at. */
typedef enum hg__scope {
    HG__SCOPE_RED_FLAG,
    HG__SCOPE_REFER,
    HG__SCOPE_SYMPTOM,
    HG__SCOPE_RISK,
    HG__SCOPE_GAIT,
    HG__SCOPE_TIE,
    HG__SCOPE_ADVICE
} hg__scope;

typedef enum hg__source {
    HG__OF_INTAKE,
    HG__OF_RUNNER,
    HG__OF_TRIAL,
    HG__OF_DERIVED,
    HG__MEAN,
    HG__EXCESS,
    HG__LARGER,
    HG__SMALLER,
    HG__LARGER_BEYOND,
    HG__SMALLER_BEYOND,
    HG__Z,
    HG__INJURED,
    HG__INJURED_WEEKS,
    HG__INJURED_ANY,
    HG__FLAG,
    HG__RED_FLAG, /* flag() of a red flag */
    HG__RED_FLAGS_ANY,
    HG__BAND,
    HG__PATTERN
} hg__source;

/* From which side a value is seen. */
typedef enum hg__view {
    HG__VIEW_OWN,
    HG__VIEW_OTHER,
    HG__VIEW_LEFT,
    HG__VIEW_RIGHT,
    HG__VIEW_EITHER,
    HG__VIEW_BOTH
} hg__view;

typedef struct hg__variable {
    hg__source source;
    int id;           /* row of the table it comes from; -1: switched off, never known */
    const char *name; /* as it stands in the file */
    const char *word; /* site of injured() */
    hg__kind kind;
    const hg__unit *unit;
    const char *words; /* of a WORD, joined by '|' */
    int ordered_from;  /* first of the words that have an order; -1: none has */
    bool sided;
    bool gait;    /* from the recording */
    bool symptom; /* an answer whose yes must never lower a band */
    hg__view view;
} hg__variable;

typedef enum hg__op {
    HG__OP_CONSTANT,
    HG__OP_VARIABLE,
    HG__OP_NOT,
    HG__OP_AND,
    HG__OP_OR,
    HG__OP_MINUS,
    HG__OP_ADD,
    HG__OP_SUBTRACT,
    HG__OP_MULTIPLY,
    HG__OP_DIVIDE,
    HG__OP_EQUAL,
    HG__OP_UNEQUAL,
    HG__OP_LESS,
    HG__OP_LESS_EQUAL,
    HG__OP_GREATER,
    HG__OP_GREATER_EQUAL,
    HG__OP_KNOWN,
    HG__OP_AT_LEAST
} hg__op;

typedef struct hg__expr {
    hg__op op;
    hg__kind kind;
    const hg__unit *unit; /* for printing; NULL: by dimension */
    signed char dimension[HG__DIMENSIONS];
    bool percent;
    bool bare; /* a number written without a unit */
    hg__value constant;
    hg__variable variable;
    const struct hg__expr **arg;
    size_t n_args;
} hg__expr;

/* `why` (with its column) is filled on failure; false alone when memory ran out. */
bool hg__expression_parse(const hg__expr **out, const char *text, hg__scope scope,
                          const struct hg__rules *rules, hg__arena *memory, char *why, size_t size);

/* Gives a node its type and unit after its arguments have theirs. */
bool hg__expression_type(hg__expr *e, char *why, size_t size);

/* Name of a symptom or rule whose yes could turn `e` away from yes, or NULL. */
const char *hg__expression_lowered_by(const hg__expr *e);

hg__value hg__expression_value(const hg__expr *e, const struct hg__facts *facts);

/* "yes", "12.3 degrees", "trail", "not asked" */
void hg__value_words(char *out, size_t size, hg__value value, const hg__expr *e);

/* Calls `visit` for every variable, in the order of the text. */
void hg__expression_visit(const hg__expr *e,
                          void (*visit)(void *user, const hg__variable *variable), void *user);

#endif
