/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text to tree, by recursive descent: or, and, not, comparison, sum, product, sign, value. */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/expression.h"
#include "evidence/rules.h"
#include "evidence/variables.h"

#define NAME_BYTES 96
#define ARGUMENTS 64

typedef struct parser {
    const char *text, *at;
    int depth;
    hg__scope scope;
    const hg__rules *rules;
    hg__arena *memory;
    char *why;
    size_t size;
} parser;

static hg__expr *read_or(parser *p);

static void *wrong(parser *p, const char *fmt, ...) HG_PRINTF(2, 3);
static void *wrong(parser *p, const char *fmt, ...) {
    if (*p->why) return NULL; /* the first reason is the one */
    char said[256];
    va_list args;
    va_start(args, fmt);
    vsnprintf(said, sizeof said, fmt, args);
    va_end(args);
    snprintf(p->why, p->size, "column %zu: %s", (size_t)(p->at - p->text) + 1, said);
    return NULL;
}

static void skip(parser *p) {
    while (isspace((unsigned char)*p->at)) p->at++;
}

static bool is_name(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

/* Takes a keyword or sign that stands here. */
static bool take(parser *p, const char *token) {
    size_t n = strlen(token);
    skip(p);
    if (strncmp(p->at, token, n) != 0) return false;
    if (is_name(token[n - 1]) && is_name(p->at[n])) return false;
    p->at += n;
    return true;
}

static bool deeper(parser *p) {
    if (++p->depth <= HG__EXPRESSION_DEPTH) return true;
    wrong(p, "nested deeper than %d", HG__EXPRESSION_DEPTH);
    return false;
}

static bool expect(parser *p, const char *token) {
    if (take(p, token)) return true;
    if (*p->at)
        wrong(p, "expected \"%s\" before \"%.20s\"", token, p->at);
    else
        wrong(p, "expected \"%s\" at the end", token);
    return false;
}

static hg__expr *node(parser *p, hg__op op, size_t n_args) {
    hg__expr *e = hg__arena_alloc(p->memory, 1, sizeof *e);
    if (!e) return NULL;
    e->op = op;
    e->n_args = n_args;
    e->arg = hg__arena_alloc(p->memory, n_args, sizeof *e->arg);
    return e->arg ? e : NULL;
}

static hg__expr *typed(parser *p, hg__expr *e) {
    char said[256] = "";
    if (!e || hg__expression_type(e, said, sizeof said)) return e;
    return wrong(p, "%s", said);
}

static hg__expr *join(parser *p, hg__op op, hg__expr *a, hg__expr *b) {
    hg__expr *e = a && b ? node(p, op, 2) : NULL;
    if (!e) return NULL;
    e->arg[0] = a;
    e->arg[1] = b;
    return typed(p, e);
}

static hg__expr *one(parser *p, hg__op op, hg__expr *a) {
    hg__expr *e = a ? node(p, op, 1) : NULL;
    if (!e) return NULL;
    e->arg[0] = a;
    return typed(p, e);
}

static hg__expr *answer(parser *p, hg_answer value) {
    hg__expr *e = node(p, HG__OP_CONSTANT, 0);
    if (!e) return NULL;
    e->kind = HG__ANSWER;
    e->constant = (hg__value){.kind = HG__ANSWER, .answer = value, .number = NAN};
    return e;
}

static hg__expr *number(parser *p, double value, const hg__unit *unit) {
    hg__expr *e = node(p, HG__OP_CONSTANT, 0);
    if (!e) return NULL;
    e->kind = HG__NUMBER;
    e->bare = !unit;
    e->unit = unit ? unit : hg__unit_find("1");
    e->percent = e->unit->percent;
    memcpy(e->dimension, e->unit->dimension, sizeof e->dimension);
    e->constant =
        (hg__value){.kind = HG__NUMBER, .answer = HG_NOT_GIVEN, .number = value * e->unit->scale};
    return e;
}

/* Digits with a point, whatever the locale; "." in numbers only. */
static hg__expr *read_number(parser *p) {
    double value = 0, place = 1;
    const char *start = p->at;
    for (; isdigit((unsigned char)*p->at); p->at++) value = value * 10 + (*p->at - '0');
    if (*p->at == '.')
        for (p->at++; isdigit((unsigned char)*p->at); p->at++) {
            value = value * 10 + (*p->at - '0');
            place *= 10;
        }
    if (p->at - start > 18) return wrong(p, "the number \"%.24s\" has too many digits", start);
    value /= place;
    const char *behind = p->at;
    skip(p);
    size_t length;
    const hg__unit *unit = hg__unit_at(p->at, &length);
    if (unit) {
        p->at += length;
    } else if (is_name(*p->at)) { /* "3 and" is none, "3 stones" is one that is not known */
        const char *here = p->at;
        if (!take(p, "and") && !take(p, "or"))
            return wrong(p, "\"%.20s\" is no unit that rules know (docs/evidence-format.md)", here);
        p->at = behind;
    }
    return number(p, value, unit);
}

/* 'text' */
static bool read_quoted(parser *p, char out[NAME_BYTES]) {
    skip(p);
    if (*p->at != '\'') return false;
    const char *end = strchr(p->at + 1, '\'');
    size_t n = end ? (size_t)(end - p->at - 1) : 0;
    if (!end || n == 0 || n >= NAME_BYTES) {
        if (end)
            wrong(p, "a word has 1 to %d letters", NAME_BYTES - 1);
        else
            wrong(p, "a word that begins with ' does not end");
        return false;
    }
    memcpy(out, p->at + 1, n);
    out[n] = '\0';
    p->at = end + 1;
    return true;
}

static hg__expr *read_word(parser *p) {
    char word[NAME_BYTES];
    if (!read_quoted(p, word)) return NULL;
    hg__expr *e = node(p, HG__OP_CONSTANT, 0);
    if (!e) return NULL;
    e->kind = HG__WORD;
    e->constant = (hg__value){.kind = HG__WORD, .answer = HG_NOT_GIVEN, .number = NAN};
    if (strlen(word) >= sizeof e->constant.word)
        return wrong(p, "'%.40s' is longer than any word that a name can have", word);
    snprintf(e->constant.word, sizeof e->constant.word, "%s", word);
    return e;
}

/* a.b.c; false when no name stands here */
static bool read_name(parser *p, char out[NAME_BYTES]) {
    skip(p);
    const char *start = p->at;
    while (is_name(*p->at) || (*p->at == '.' && p->at > start && is_name(p->at[1]))) p->at++;
    size_t n = (size_t)(p->at - start);
    if (n == 0 || n >= NAME_BYTES) {
        p->at = start;
        if (*start)
            wrong(p, "expected a value before \"%.20s\"", start);
        else
            wrong(p, "expected a value at the end");
        return false;
    }
    memcpy(out, start, n);
    out[n] = '\0';
    return true;
}

static hg__expr *read_parameter(parser *p) {
    char name[NAME_BYTES];
    p->at++;
    if (!read_name(p, name)) return NULL;
    for (size_t i = 0; i < p->rules->n_parameters; i++) {
        const hg__parameter *q = &p->rules->parameter[i];
        if (strcmp(q->id, name) == 0) return number(p, q->value, q->unit);
    }
    return wrong(p, "there is no parameter \"%s\"", name);
}

static hg__expr *read_at_least(parser *p) {
    const hg__expr *list[ARGUMENTS];
    size_t n = 0;
    while (n < ARGUMENTS) {
        if (!(list[n++] = read_or(p))) return NULL;
        if (!take(p, ",")) break;
    }
    if (!expect(p, ")")) return NULL;
    hg__expr *e = node(p, HG__OP_AT_LEAST, n);
    if (!e) return NULL;
    memcpy(e->arg, list, n * sizeof *list);
    return typed(p, e);
}

/* A name of the table, with its argument and with the side it is seen from. */
static hg__expr *read_variable(parser *p) {
    char name[NAME_BYTES], word[NAME_BYTES] = "", why[200] = "";
    const char *start = p->at;
    if (!read_name(p, name)) return NULL;
    bool called = take(p, "(");
    if (called && strcmp(name, "at_least") == 0) return read_at_least(p);
    if (called && strcmp(name, "known") == 0) {
        hg__expr *inner = read_or(p);
        return inner && expect(p, ")") ? one(p, HG__OP_KNOWN, inner) : NULL;
    }
    if (called && !take(p, ")")) {
        if (*p->at == '\'' ? !read_quoted(p, word) : !read_name(p, word)) return NULL;
        if (!expect(p, ")")) return NULL;
    }
    char view[NAME_BYTES] = "";
    if (called && *p->at == '.') {
        p->at++;
        if (!read_name(p, view)) return NULL;
    }
    hg__expr *e = node(p, HG__OP_VARIABLE, 0);
    if (!e) return NULL;
    size_t n = (size_t)(p->at - start);
    char *whole = hg__arena_alloc(p->memory, n + 1, 1),
         *argument = hg__arena_strdup(p->memory, word);
    if (!whole || !argument) return NULL;
    memcpy(whole, start, n);
    while (n && isspace((unsigned char)whole[n - 1])) whole[--n] = '\0';
    if (!hg__variable_find(&e->variable, name, called ? argument : NULL, view, p->scope, p->rules,
                           why, sizeof why)) {
        p->at = start;
        skip(p);
        return wrong(p, "%s", why);
    }
    e->variable.name = whole;
    return typed(p, e);
}

static hg__expr *read_value(parser *p) {
    skip(p);
    if (take(p, "(")) {
        hg__expr *inner = read_or(p);
        return inner && expect(p, ")") ? inner : NULL;
    }
    if (*p->at == '$') return read_parameter(p);
    if (*p->at == '\'') return read_word(p);
    if (isdigit((unsigned char)*p->at)) return read_number(p);
    if (take(p, "yes")) return answer(p, HG_YES);
    if (take(p, "no")) return answer(p, HG_NO);
    return read_variable(p);
}

static hg__expr *read_sign(parser *p) {
    if (!take(p, "-")) return read_value(p);
    if (!deeper(p)) return NULL;
    hg__expr *e = one(p, HG__OP_MINUS, read_sign(p));
    p->depth--;
    return e;
}

static hg__expr *read_product(parser *p) {
    hg__expr *e = read_sign(p);
    while (e) {
        if (take(p, "*"))
            e = join(p, HG__OP_MULTIPLY, e, read_sign(p));
        else if (take(p, "/"))
            e = join(p, HG__OP_DIVIDE, e, read_sign(p));
        else
            break;
    }
    return e;
}

static hg__expr *read_sum(parser *p) {
    hg__expr *e = read_product(p);
    while (e) {
        if (take(p, "+"))
            e = join(p, HG__OP_ADD, e, read_product(p));
        else if (take(p, "-"))
            e = join(p, HG__OP_SUBTRACT, e, read_product(p));
        else
            break;
    }
    return e;
}

static hg__expr *read_comparison(parser *p) {
    /* longer signs first */
    static const struct {
        const char *sign;
        hg__op op;
    } signs[] = {{"==", HG__OP_EQUAL},         {"!=", HG__OP_UNEQUAL}, {"<=", HG__OP_LESS_EQUAL},
                 {">=", HG__OP_GREATER_EQUAL}, {"<", HG__OP_LESS},     {">", HG__OP_GREATER}};
    hg__expr *e = read_sum(p);
    for (size_t i = 0; e && i < sizeof signs / sizeof *signs; i++)
        if (take(p, signs[i].sign)) return join(p, signs[i].op, e, read_sum(p));
    return e;
}

static hg__expr *read_not(parser *p) {
    if (!take(p, "not")) return read_comparison(p);
    if (!deeper(p)) return NULL;
    hg__expr *e = one(p, HG__OP_NOT, read_not(p));
    p->depth--;
    return e;
}

static hg__expr *read_and(parser *p) {
    hg__expr *e = read_not(p);
    while (e && take(p, "and")) e = join(p, HG__OP_AND, e, read_not(p));
    return e;
}

static hg__expr *read_or(parser *p) {
    if (!deeper(p)) return NULL;
    hg__expr *e = read_and(p);
    while (e && take(p, "or")) e = join(p, HG__OP_OR, e, read_and(p));
    p->depth--;
    return e;
}

bool hg__expression_parse(const hg__expr **out, const char *text, hg__scope scope,
                          const hg__rules *rules, hg__arena *memory, char *why, size_t size) {
    parser p = {.text = text,
                .at = text,
                .scope = scope,
                .rules = rules,
                .memory = memory,
                .why = why,
                .size = size};
    *why = '\0';
    if (strlen(text) > HG__EXPRESSION_BYTES) {
        snprintf(why, size, "%zu bytes long, more than %d", strlen(text), HG__EXPRESSION_BYTES);
        return false;
    }
    hg__expr *e = read_or(&p);
    skip(&p);
    if (e && *p.at) e = wrong(&p, "expected the end or an operator before \"%.20s\"", p.at);
    *out = e;
    return e != NULL;
}
