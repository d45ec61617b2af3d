/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/result/numbers.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST 12  /* numbers of a list that is worth its place */
#define DIGITS 15 /* so many are exact in a double */
#define POWER 22  /* so is ten to this */
#define PLACE_MAX                                                                                  \
    32 /* bytes of {"": n}, fewer than LEAST numbers with their commas and brackets                \
        */

typedef struct scan {
    const char *at, *end;
    hg__number_lists *out;
    size_t room_lists, room_values, n_values;
} scan;

static bool is_digit(const scan *s) {
    return s->at < s->end && *s->at >= '0' && *s->at <= '9';
}

static bool skip(scan *s, char c) {
    if (s->at == s->end || *s->at != c) return false;
    s->at++;
    return true;
}

typedef struct decimal {
    uint64_t digits;
    int n, power; /* digits without leading zeros; of ten */
} decimal;

static size_t take_digits(scan *s, decimal *d) {
    const char *from = s->at;
    for (; is_digit(s); s->at++) {
        if (d->n || *s->at != '0') d->n++;
        if (d->n <= DIGITS) d->digits = 10 * d->digits + (uint64_t)(*s->at - '0');
    }
    return (size_t)(s->at - from);
}

/* A number of JSON whose value is one exact operation on exact numbers; others are left. */
static bool take_number(scan *s, double *value) {
    static const double tens[POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                           1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                           1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    decimal d = {0, 0, 0};
    if (s->end - s->at >= 4 && memcmp(s->at, "null", 4) == 0) {
        s->at += 4;
        *value = NAN;
        return true;
    }
    bool minus = skip(s, '-');
    const char *first = s->at;
    size_t before = take_digits(s, &d);
    if (before == 0 || (before > 1 && *first == '0')) return false;
    if (skip(s, '.')) {
        size_t behind = take_digits(s, &d);
        if (behind == 0 || behind > 2 * POWER) return false;
        d.power -= (int)behind;
    }
    if (skip(s, 'e') || skip(s, 'E')) {
        bool less = skip(s, '-');
        if (!less) (void)skip(s, '+');
        decimal e = {0, 0, 0};
        if (take_digits(s, &e) == 0 || e.n > 2) return false;
        d.power += less ? -(int)e.digits : (int)e.digits;
    }
    if (d.n > DIGITS || d.power < -POWER || d.power > POWER || (minus && d.n == 0)) return false;
    double size = (double)d.digits;
    size = d.power < 0 ? size / tens[-d.power] : size * tens[d.power];
    *value = minus ? -size : size;
    return true;
}

/* Room for one more than n; NULL when memory ran out. */
static void *grow(void *items, size_t *room, size_t n, size_t size) {
    if (n < *room) return items;
    size_t more = *room ? 2 * *room : 1024;
    void *grown = realloc(items, more * size);
    if (grown) *room = more;
    return grown;
}

static bool add_value(scan *s, double value) {
    double *grown = grow(s->out->value, &s->room_values, s->n_values, sizeof *grown);
    if (!grown) return false;
    s->out->value = grown;
    grown[s->n_values++] = value;
    return true;
}

static bool add_list(scan *s, size_t first, size_t n) {
    hg__number_list *grown = grow(s->out->list, &s->room_lists, s->out->n, sizeof *grown);
    if (!grown) return false;
    s->out->list = grown;
    grown[s->out->n++] = (hg__number_list){first, n};
    return true;
}

/* Behind a bracket: up to the one that closes it. False where it is no such list. */
static bool take_list(scan *s, bool *memory) {
    size_t first = s->n_values, n;
    double value;
    do {
        while (skip(s, ' ')) continue;
        if (!take_number(s, &value)) goto other;
        if (!(*memory = add_value(s, value))) return false;
        while (skip(s, ' ')) continue;
    } while (skip(s, ','));
    n = s->n_values - first;
    if (n >= LEAST && skip(s, ']')) return *memory = add_list(s, first, n);
other:
    s->n_values = first;
    return false;
}

/* Behind a quote: past the text. False where it is a key "". */
static bool skip_text(scan *s) {
    const char *from = s->at;
    while (s->at < s->end && *s->at != '"') s->at += *s->at == '\\' && s->end - s->at > 1 ? 2 : 1;
    bool empty = s->at == from;
    (void)skip(s, '"');
    const char *c = s->at;
    while (empty && c < s->end && (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\r')) c++;
    return !(empty && c < s->end && *c == ':');
}

bool hg__number_lists_take(hg__number_lists *out, const char *text, size_t size) {
    *out = (hg__number_lists){.text = malloc(size + 1)};
    scan s = {.at = text, .end = text + size, .out = out};
    const char *kept = text; /* from here on nothing was copied */
    bool good = out->text != NULL;
    char *to = out->text;
    while (good && s.at < s.end) {
        char c = *s.at++;
        if (c == '"') {
            good = skip_text(&s);
        } else if (c == '[') {
            const char *inside = s.at;
            if (!take_list(&s, &good)) {
                s.at = inside;
                continue;
            }
            size_t n = (size_t)(inside - 1 - kept);
            memcpy(to, kept, n);
            to += n;
            /* a list is longer than this, so there is room */
            to += snprintf(to, PLACE_MAX, "{\"\": %zu}", out->n - 1);
            kept = s.at;
        }
    }
    if (!good) {
        hg__number_lists_free(out);
        return false;
    }
    memcpy(to, kept, (size_t)(s.end - kept));
    to += s.end - kept;
    *to = '\0';
    out->size = (size_t)(to - out->text);
    return true;
}

void hg__number_lists_free(hg__number_lists *lists) {
    free(lists->text);
    free(lists->value);
    free(lists->list);
    *lists = (hg__number_lists){0};
}

const hg__number_list *hg__number_list_of(const hg__number_lists *lists, const hg__json *value) {
    long long place;
    if (lists->n == 0 || !hg__json_is_object(value) ||
        !hg__json_integer(hg__json_get(value, ""), &place))
        return NULL;
    return &lists->list[place];
}
