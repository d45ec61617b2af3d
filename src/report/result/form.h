/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a result is written as JSON. By hand rather than through base/json because a result is mostly
 * arrays of numbers, which belong on one line each; docs/result-format.md says what the keys mean,
 * and the order of the calls is the order of the keys.
 */
#ifndef HG_REPORT_RESULT_FORM_H
#define HG_REPORT_RESULT_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#define HG__FORM_DIGITS 9

/* Where the writer stands: how deep, and whether a comma is due. Small things stay on one line. */
typedef struct hg__form {
    hg__strbuf b;
    int depth;
    bool comma;
    int flat; /* > 0: inside a value that stays on one line */
} hg__form;

extern const char *const hg__form_sides[2]; /* "left", "right" */

void hg__form_name(hg__form *w, const char *key);
void hg__form_begin(hg__form *w, const char *key, const char *bracket);
void hg__form_end(hg__form *w, const char *bracket);
void hg__form_begin_flat(hg__form *w, const char *key);
void hg__form_end_flat(hg__form *w);
void hg__form_null(hg__form *w, const char *key);
void hg__form_text(hg__form *w, const char *key, const char *value);
void hg__form_text_or_null(hg__form *w, const char *key, const char *value);
void hg__form_number(hg__form *w, const char *key, double value);
void hg__form_count(hg__form *w, const char *key, size_t value);
void hg__form_boolean(hg__form *w, const char *key, bool value);
void hg__form_numbers(hg__form *w, const char *key, const double *values, size_t n);
void hg__form_interval(hg__form *w, const char *key, const double ends[2]);

#endif
