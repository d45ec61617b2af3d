/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void hg__csv_begin(hg__csv *t, char *text) {
    *t = (hg__csv){.rest = text};
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) t->rest += 3;
}

void hg__csv_end(hg__csv *t) {
    free(t->cell);
    t->cell = NULL;
}

static bool add_cell(hg__csv *t, char *text) {
    if (t->n == t->room) {
        size_t room = t->room ? 2 * t->room : 64;
        char **grown = realloc(t->cell, room * sizeof *grown);
        if (!grown) return false;
        t->cell = grown;
        t->room = room;
    }
    t->cell[t->n++] = text;
    return true;
}

/* Undoes the quotes of a cell in place; the byte behind its closing quote, NULL when there is none.
 */
static char *unquote(char *text) {
    char *to = text, *from = text + 1;
    for (; *from; from++) {
        if (*from == '"' && from[1] != '"') {
            *to = '\0';
            return from + 1;
        }
        if (*from == '"') from++;
        *to++ = *from;
    }
    return NULL;
}

static hg__csv_row cut(hg__csv *t, char *line) {
    t->n = 0;
    for (char *c = line;;) {
        char *text = c;
        if (*c == '"') {
            c = unquote(text);
            if (!c || (*c && *c != ',')) return HG__CSV_QUOTE;
        } else {
            c += strcspn(c, ",");
        }
        bool last = *c == '\0';
        *c++ = '\0';
        if (!add_cell(t, text)) return HG__CSV_MEMORY;
        if (last) return HG__CSV_CELLS;
    }
}

hg__csv_row hg__csv_next(hg__csv *t) {
    while (t->rest && *t->rest) {
        char *line = t->rest;
        t->rest = strchr(line, '\n');
        if (t->rest) *t->rest++ = '\0';
        t->line++;
        size_t n = strlen(line);
        if (n && line[n - 1] == '\r') line[--n] = '\0';
        if (n == 0) continue;
        if (*line != '#') return cut(t, line);
        t->n = 0;
        return add_cell(t, line + 1) ? HG__CSV_COMMENT : HG__CSV_MEMORY;
    }
    return HG__CSV_END;
}

ptrdiff_t hg__csv_find(const hg__csv *t, const char *name) {
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->cell[i], name) == 0) return (ptrdiff_t)i;
    return -1;
}

/* Digits, point, sign and exponent only: strtod() alone would take "1,5" in some locales, and "nan"
 * or "0x1p3" in all. */
bool hg__csv_number(double *out, const char *text) {
    char copy[64], *end;
    const char *point = localeconv()->decimal_point;
    size_t n = strlen(text);
    if (n == 0 || n >= sizeof copy || strspn(text, "0123456789.+-eE") != n) return false;
    memcpy(copy, text, n + 1);
    for (char *c = copy; *c; c++)
        if (*c == '.') *c = *point;
    *out = strtod(copy, &end);
    return *end == '\0' && isfinite(*out);
}

void hg__csv_add(hg__strbuf *b, const char *text) {
    size_t n = strlen(text);
    bool quoted = strpbrk(text, ",\"#") || (n && (text[0] == ' ' || text[n - 1] == ' '));
    if (quoted) hg__strbuf_add(b, "\"");
    for (const char *c = text; *c; c++) {
        char one = (unsigned char)*c < 0x20 || *c == 0x7f ? '_' : *c;
        if (one == '"') hg__strbuf_add(b, "\"");
        hg__strbuf_add_bytes(b, &one, 1);
    }
    if (quoted) hg__strbuf_add(b, "\"");
}

static bool is_formula(const char *text) {
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                       "\xef\xbc\xa0"};
    while (*text && (strchr(" \"'", *text) || (unsigned char)*text < 0x20)) text++;
    if (*text && strchr("=+-@", *text)) return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], 3) == 0) return true;
    return false;
}

void hg__csv_add_text(hg__strbuf *b, const char *text) {
    hg__strbuf guarded = {0};
    if (!is_formula(text)) {
        hg__csv_add(b, text);
        return;
    }
    hg__strbuf_add(&guarded, "'");
    hg__strbuf_add(&guarded, text);
    if (guarded.failed)
        b->failed = true;
    else
        hg__csv_add(b, guarded.data);
    hg__strbuf_free(&guarded);
}
