/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of commas: one row a line, cells quoted where they need it, '#' begins a comment. */
#ifndef HG_BASE_CSV_H
#define HG_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

typedef struct hg__csv {
    char **cell; /* of the row that was read, NUL-terminated */
    size_t n;    /* cells of it */
    size_t line; /* its number in the text, from 1 */
    size_t room;
    char *rest;
} hg__csv;

typedef enum hg__csv_row {
    HG__CSV_END,
    HG__CSV_CELLS,
    HG__CSV_COMMENT, /* cell[0] is what stands behind the '#' */
    HG__CSV_QUOTE,   /* a quote is not closed on its line, or text stands behind it */
    HG__CSV_MEMORY
} hg__csv_row;

/* `text` is cut up in place and must outlive the cells; a byte order mark is skipped. */
void hg__csv_begin(hg__csv *t, char *text);
/* The next row that is not empty. Cells may be quoted ("" inside is a quote), but hold no line
 * breaks. */
hg__csv_row hg__csv_next(hg__csv *t);
void hg__csv_end(hg__csv *t);

/* Place of a name among the cells of the row; -1 when it is not there. */
ptrdiff_t hg__csv_find(const hg__csv *t, const char *name);

/* A finite decimal number with a point whatever the locale, and nothing behind it. */
bool hg__csv_number(double *out, const char *text);

/* Adds a cell, quoted where it holds a comma, a quote or blanks at its ends; control characters
 * become '_', so that a row stays one line. */
void hg__csv_add(hg__strbuf *b, const char *text);

/* The same for a text from outside: what a spreadsheet would take for a formula (it begins with one
 * of = + - @, as itself or in full width, blanks and quotes before it or not) gets a "'" in front. */
void hg__csv_add_text(hg__strbuf *b, const char *text);

#endif
