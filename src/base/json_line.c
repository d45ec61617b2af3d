/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a text a value stands: a parsed value no longer knows. The text is valid JSON. */
#include <ctype.h>
#include <string.h>

#include "base/json.h"

typedef struct walker {
    const char *at, *end;
} walker;

static void skip_space(walker *w) {
    while (w->at < w->end && isspace((unsigned char)*w->at)) w->at++;
}

static void skip_text(walker *w) {
    for (w->at++; w->at < w->end && *w->at != '"'; w->at++)
        if (*w->at == '\\') w->at++;
    if (w->at < w->end) w->at++;
}

/* Brackets pair in valid JSON, so counting them is enough. */
static void skip_value(walker *w) {
    size_t depth = 0;
    skip_space(w);
    while (w->at < w->end) {
        char c = *w->at;
        if (c == '"') {
            skip_text(w);
        } else if (c == '{' || c == '[') {
            depth++;
            w->at++;
        } else if (c == '}' || c == ']') {
            if (depth == 0) return;
            depth--;
            w->at++;
        } else if (c == ',' && depth == 0) {
            return;
        } else {
            w->at++;
            continue; /* a number or word may go on */
        }
        if (depth == 0) return;
    }
}

/* To the next member or element; false at the end. */
static bool next(walker *w) {
    skip_value(w);
    skip_space(w);
    if (w->at >= w->end || *w->at != ',') return false;
    w->at++;
    skip_space(w);
    return true;
}

static bool enter(walker *w, char bracket) {
    skip_space(w);
    if (w->at >= w->end || *w->at != bracket) return false;
    w->at++;
    skip_space(w);
    return w->at < w->end && *w->at != ']' && *w->at != '}';
}

static bool go_to_index(walker *w, size_t index) {
    if (!enter(w, '[')) return false;
    while (index--)
        if (!next(w)) return false;
    return true;
}

static bool go_to_key(walker *w, const char *key, size_t n) {
    if (!enter(w, '{')) return false;
    do {
        const char *name = w->at + 1;
        skip_text(w);
        bool here = (size_t)(w->at - name - 1) == n && strncmp(name, key, n) == 0;
        skip_space(w);
        if (w->at < w->end) w->at++; /* the colon */
        skip_space(w);
        if (here) return true;
    } while (next(w));
    return false;
}

size_t hg__json_line(const char *text, size_t size, const char *path) {
    walker w = {text, text + size};
    size_t line = 1;
    while (*path) {
        if (*path == '[') {
            size_t index = 0;
            for (path++; isdigit((unsigned char)*path); path++)
                index = index * 10 + (size_t)(*path - '0');
            if (*path == ']') path++;
            if (!go_to_index(&w, index)) return 0;
        } else {
            if (*path == '.') path++;
            size_t n = strcspn(path, ".[");
            if (n == 0 || !go_to_key(&w, path, n)) return 0;
            path += n;
        }
    }
    skip_space(&w);
    for (const char *c = text; c < w.at; c++) line += *c == '\n';
    return line;
}
