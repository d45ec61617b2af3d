/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/escape.h"

#include <hipgait/report.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPLACEMENT 0xfffdu
#define MINUS "\xe2\x88\x92"

typedef struct range {
    uint32_t first, last;
} range;

/* Never shown: they have no shape, or change the order in which others are read. */
static const range hidden[] = {
    {0x0000, 0x0008}, {0x000b, 0x000c}, {0x000e, 0x001f},   {0x007f, 0x009f}, {0x061c, 0x061c},
    {0x200e, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f},   {0xfdd0, 0xfdef}, {0xfeff, 0xfeff},
    {0xfff9, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff},
};

static bool in_ranges(uint32_t c, const range *ranges, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (c >= ranges[i].first && c <= ranges[i].last) return true;
    return false;
}

static bool is_hidden(uint32_t c) {
    if (c >= 0x20 && c < 0x7f) return false;
    return in_ranges(c, hidden, sizeof hidden / sizeof *hidden) || (c & 0xfffe) == 0xfffe;
}

static bool is_break(uint32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

uint32_t hg__utf8_next(const char **s) {
    const unsigned char *u = (const unsigned char *)*s;
    if (u[0] == 0) return 0;
    size_t n = u[0] < 0x80                   ? 1
               : u[0] >= 0xc2 && u[0] < 0xe0 ? 2
               : u[0] >= 0xe0 && u[0] < 0xf0 ? 3
               : u[0] >= 0xf0 && u[0] < 0xf5 ? 4
                                             : 0;
    uint32_t c = n == 1 ? u[0] : n == 0 ? 0 : u[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((u[i] & 0xc0) != 0x80)
            n = 0; /* also stops at the NUL */
        else
            c = c << 6 | (u[i] & 0x3fu);
    }
    /* overlong forms, surrogates, beyond the last plane */
    if ((n == 3 && (c < 0x800 || (c >= 0xd800 && c < 0xe000))) ||
        (n == 4 && (c < 0x10000 || c > 0x10ffff)))
        n = 0;
    *s += n ? n : 1;
    return n ? c : REPLACEMENT;
}

size_t hg__utf8_put(char out[4], uint32_t c) {
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n; i-- > 1; c >>= 6) out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(lead[n] | c);
    return n;
}

uint32_t hg__utf8_next_shown(const char **s) {
    uint32_t c;
    do c = hg__utf8_next(s);
    while (c && is_hidden(c) && !is_break(c));
    return c && is_break(c) ? ' ' : c;
}

static bool ordinary_in_markup(char c) {
    return c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
}

static bool ordinary_in_json(char c) {
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* The next characters that stand for themselves, copied as they are: nearly all text is that, and
 * decoding it takes ten times as long. */
static inline const char *add_ordinary(hg__strbuf *b, const char *text,
                                       bool (*is_ordinary)(char c)) {
    const char *end = text;
    while (is_ordinary(*end)) end++;
    if (end != text) hg__strbuf_add_bytes(b, text, (size_t)(end - text));
    return end;
}

static void add_utf8(hg__strbuf *b, uint32_t c) {
    char out[4];
    hg__strbuf_add_bytes(b, out, hg__utf8_put(out, c));
}

static void add_markup(hg__strbuf *b, const char *text) {
    for (uint32_t c;;) {
        text = add_ordinary(b, text, ordinary_in_markup);
        if ((c = hg__utf8_next(&text)) == 0) return;
        switch (c) {
        case '&': hg__strbuf_add(b, "&amp;"); break;
        case '<': hg__strbuf_add(b, "&lt;"); break;
        case '>': hg__strbuf_add(b, "&gt;"); break;
        case '"': hg__strbuf_add(b, "&quot;"); break;
        case '\'': hg__strbuf_add(b, "&#39;"); break;
        default:
            if (is_break(c))
                hg__strbuf_add(b, " ");
            else if (!is_hidden(c))
                add_utf8(b, c);
        }
    }
}

void hg__html_text(hg__strbuf *b, const char *text) {
    add_markup(b, text);
}

void hg__html_attr(hg__strbuf *b, const char *text) {
    add_markup(b, text);
}

void hg__plain_text(hg__strbuf *b, const char *text) {
    for (uint32_t c; (c = hg__utf8_next(&text)) != 0;) {
        if (is_break(c))
            hg__strbuf_add(b, " ");
        else if (!is_hidden(c))
            add_utf8(b, c);
    }
}

static bool is_plain(uint32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ' ||
           c == '-';
}

void hg__css_string(hg__strbuf *b, const char *text) {
    hg__strbuf_add(b, "\"");
    for (uint32_t c; (c = hg__utf8_next(&text)) != 0;) {
        if (is_break(c))
            hg__strbuf_add(b, " ");
        else if (is_plain(c))
            add_utf8(b, c);
        else if (!is_hidden(c))
            hg__strbuf_addf(b, "\\%06x ", (unsigned)c); /* a space after an escape belongs to it */
    }
    hg__strbuf_add(b, "\"");
}

void hg__json_string(hg__strbuf *b, const char *text) {
    hg__strbuf_add(b, "\"");
    for (uint32_t c;;) {
        text = add_ordinary(b, text, ordinary_in_json);
        if ((c = hg__utf8_next(&text)) == 0) break;
        if (c == '"')
            hg__strbuf_add(b, "\\\"");
        else if (c == '\\')
            hg__strbuf_add(b, "\\\\");
        else if (c == '\n')
            hg__strbuf_add(b, "\\n");
        else if (c == '\t')
            hg__strbuf_add(b, "\\t");
        /* Control characters must be escaped; the invisible ones are, so that a listing does not
         * lie. */
        else if (c < 0x10000 && (is_break(c) || is_hidden(c)))
            hg__strbuf_addf(b, "\\u%04x", (unsigned)c);
        else
            add_utf8(b, c);
    }
    hg__strbuf_add(b, "\"");
}

hg__unit hg__unit_of(const char *unit) {
    static const hg__unit units[] = {
        {"deg", "\xc2\xb0", 1},
        {"s", "s", 3},
        {"m", "m", 3},
        {"1/min", "per min", 1},
        {"%", "%", 1},
        {"m/s", "m/s", 2},
        {"deg/s", "\xc2\xb0/s", 0},
        {"km", "km", 1},
        {"mm", "mm", 0},
        {"kg", "kg", 1},
        {"weeks", "weeks", 1},
        {"points", "points", 0},
        {"1", "", 2},
        {"N", "N", 0},
        {"years", "years", 0},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].unit, unit) == 0) return units[i];
    hg__unit other = {unit, unit, 3};
    return other;
}

static void add_number(hg__strbuf *b, double value, int decimals, const char *plus) {
    if (!isfinite(value)) {
        hg__strbuf_add(b, HG__NOT_MEASURED);
        return;
    }
    hg__strbuf digits = {0};
    hg__strbuf_add_fixed(&digits, fabs(value), decimals, "");
    /* What rounds to zero has no sign. */
    bool zero = !digits.data || strspn(digits.data, "0.") == digits.size;
    if (!zero) hg__strbuf_add(b, value < 0 ? MINUS : plus);
    if (digits.failed)
        b->failed = true;
    else
        hg__strbuf_add(b, digits.data);
    hg__strbuf_free(&digits);
}

void hg__number(hg__strbuf *b, double value, int decimals) {
    add_number(b, value, decimals, "");
}

void hg__number_signed(hg__strbuf *b, double value, int decimals) {
    add_number(b, value, decimals, "+");
}

void hg_text_free(hg_text *text) {
    if (!text) return;
    free(text->data);
    text->data = NULL;
    text->size = 0;
}
