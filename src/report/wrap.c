/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/wrap.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"

/* Bytes of the character at s, which is valid UTF-8. */
static size_t character(const char *s) {
    size_t n = 1;
    while (((unsigned char)s[n] & 0xc0) == 0x80) n++;
    return n;
}

/* Characters up to the next blank. */
static int word_columns(const char *s) {
    int n = 0;
    for (; *s && *s != ' '; s += character(s)) n++;
    return n;
}

static void add_blanks(hg__strbuf *b, int n) {
    for (; n > 0; n--) hg__strbuf_add(b, " ");
}

static void break_line(hg__strbuf *b, int hang, int *column) {
    hg__strbuf_add(b, "\n");
    add_blanks(b, hang);
    *column = hang;
}

void hg__wrap(hg__strbuf *b, int indent, int hang, const char *mark, const char *text) {
    hg__strbuf clean = {0};
    hg__plain_text(&clean, mark);
    int column = indent;
    for (const char *s = clean.data ? clean.data : ""; *s; s += character(s)) column++;
    add_blanks(b, indent);
    hg__strbuf_add(b, clean.data ? clean.data : "");
    hg__strbuf_free(&clean);
    hg__plain_text(&clean, text);
    bool first = true; /* word of its line */
    for (const char *s = clean.data ? clean.data : ""; *s;) {
        if (*s == ' ') {
            s++;
            continue;
        }
        int wide = word_columns(s);
        if (!first && column + 1 + wide > HG__WRAP_COLUMNS) {
            break_line(b, hang, &column);
        } else if (!first) {
            hg__strbuf_add(b, " ");
            column++;
        }
        for (; *s && *s != ' '; s += character(s)) {
            if (column == HG__WRAP_COLUMNS) break_line(b, hang, &column);
            hg__strbuf_add_bytes(b, s, character(s));
            column++;
        }
        first = false;
    }
    hg__strbuf_add(b, "\n");
    b->failed |= clean.failed;
    hg__strbuf_free(&clean);
}

void hg__wrapf(hg__strbuf *b, int indent, int hang, const char *mark, const char *fmt, ...) {
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *text = n < 0 ? NULL : malloc((size_t)n + 1);
    if (text) {
        vsnprintf(text, (size_t)n + 1, fmt, again);
        hg__wrap(b, indent, hang, mark, text);
    } else {
        b->failed = true;
    }
    va_end(again);
    free(text);
}
