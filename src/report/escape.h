/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text that came from files, on its way into a document. One function per context, named by it:
 * what is written by hg__html_text() is safe between tags, by hg__html_attr() inside double quotes,
 * by hg__css_string() inside a style sheet's double quotes, by hg__json_string() as a JSON string.
 *
 * Bytes that are not UTF-8 become U+FFFD everywhere. Markup, style sheets and plain text also lose
 * control characters and those that reorder or hide text (bidi overrides, tags, byte order marks).
 */
#ifndef HG_REPORT_ESCAPE_H
#define HG_REPORT_ESCAPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* The code point at *s, which moves on; 0 at the end; U+FFFD for a byte that begins none. */
uint32_t hg__utf8_next(const char **s);

/* The same for texts that are drawn or printed: breaks become spaces, what has no shape or would
 * change the order of reading is passed over. */
uint32_t hg__utf8_next_shown(const char **s);

/* A code point as UTF-8; gives its length, 1 to 4. */
size_t hg__utf8_put(char out[4], uint32_t c);

void hg__html_text(hg__strbuf *b, const char *text);
void hg__html_attr(hg__strbuf *b, const char *text);
void hg__plain_text(hg__strbuf *b, const char *text);  /* for a terminal; breaks become blanks */
void hg__css_string(hg__strbuf *b, const char *text);  /* with its quotes */
void hg__json_string(hg__strbuf *b, const char *text); /* with its quotes */

/* How values of a unit are shown to people. An unknown unit is shown as it is, 3 decimals. */
typedef struct hg__unit {
    const char *unit, *shown;
    int decimals;
} hg__unit;

hg__unit hg__unit_of(const char *unit);

/* A number for people: fixed decimals, a real minus sign, "not measured" for NaN. */
void hg__number(hg__strbuf *b, double value, int decimals);
/* The same with a plus sign before positive ones. */
void hg__number_signed(hg__strbuf *b, double value, int decimals);

#define HG__NOT_MEASURED "not measured"

#endif
