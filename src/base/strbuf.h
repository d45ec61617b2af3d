/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing text. Errors stick: after one failed append every further one is ignored, and
 * hg__strbuf_take() says so, so that writers need no check per line.
 */
#ifndef HG_BASE_STRBUF_H
#define HG_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <hipgait/export.h>

typedef struct hg__strbuf {
    char *data; /* NUL-terminated once anything was appended */
    size_t size, room;
    bool failed;
} hg__strbuf;

void hg__strbuf_add_grown(hg__strbuf *b, const void *bytes, size_t n);

/* Inline: documents are made of tens of thousands of short pieces, most of a length known here. */
static inline void hg__strbuf_add_bytes(hg__strbuf *b, const void *bytes, size_t n) {
    if (b->failed || n >= b->room - b->size) {
        hg__strbuf_add_grown(b, bytes, n);
        return;
    }
    if (n) memcpy(b->data + b->size, bytes, n);
    b->size += n;
    b->data[b->size] = '\0';
}

static inline void hg__strbuf_add(hg__strbuf *b, const char *text) {
    hg__strbuf_add_bytes(b, text, strlen(text));
}

void hg__strbuf_addf(hg__strbuf *b, const char *fmt, ...) HG_PRINTF(2, 3);

/* A number as %.*g or %.*f with a decimal point whatever the locale; `missing` for NaN. add_g gives
 * the number that the text says, to the last bit what strtod() makes of it. */
double hg__strbuf_add_g(hg__strbuf *b, double value, int digits, const char *missing);
void hg__strbuf_add_fixed(hg__strbuf *b, double value, int decimals, const char *missing);

/* Hands the text over (caller frees with free()); false when memory ran out, and all is freed. */
bool hg__strbuf_take(hg__strbuf *b, char **data, size_t *size);
void hg__strbuf_free(hg__strbuf *b);

/* Adds an item to a list "a, b, c" in a buffer of fixed size; what does not fit is cut off. */
void hg__list_add(char *list, size_t size, const char *fmt, ...) HG_PRINTF(3, 4);

#endif
