/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/result/form.h"

#include <math.h>

#include "report/escape.h"

static void next_item(hg__form *w) {
    if (w->comma) hg__strbuf_add(&w->b, w->flat ? ", " : ",");
    if (!w->flat && w->depth) {
        hg__strbuf_add(&w->b, "\n");
        for (int i = 0; i < w->depth; i++) hg__strbuf_add(&w->b, " ");
    }
    w->comma = true;
}

void hg__form_name(hg__form *w, const char *key) {
    next_item(w);
    if (!key) return;
    hg__json_string(&w->b, key);
    hg__strbuf_add(&w->b, ": ");
}

void hg__form_begin(hg__form *w, const char *key, const char *bracket) {
    hg__form_name(w, key);
    hg__strbuf_add(&w->b, bracket);
    w->depth++;
    w->comma = false;
}

void hg__form_end(hg__form *w, const char *bracket) {
    w->depth--;
    if (w->comma && !w->flat) {
        hg__strbuf_add(&w->b, "\n");
        for (int i = 0; i < w->depth; i++) hg__strbuf_add(&w->b, " ");
    }
    hg__strbuf_add(&w->b, bracket);
    w->comma = true;
}

void hg__form_begin_flat(hg__form *w, const char *key) {
    hg__form_begin(w, key, "{");
    w->flat++;
}

void hg__form_end_flat(hg__form *w) {
    hg__form_end(w, "}");
    w->flat--;
}

void hg__form_null(hg__form *w, const char *key) {
    hg__form_name(w, key);
    hg__strbuf_add(&w->b, "null");
}

void hg__form_text(hg__form *w, const char *key, const char *value) {
    hg__form_name(w, key);
    hg__json_string(&w->b, value ? value : "");
}

/* An empty text is one that was not given. */
void hg__form_text_or_null(hg__form *w, const char *key, const char *value) {
    if (value && *value)
        hg__form_text(w, key, value);
    else
        hg__form_null(w, key);
}

void hg__form_number(hg__form *w, const char *key, double value) {
    hg__form_name(w, key);
    hg__strbuf_add_g(&w->b, value, HG__FORM_DIGITS, "null");
}

void hg__form_count(hg__form *w, const char *key, size_t value) {
    hg__form_name(w, key);
    hg__strbuf_addf(&w->b, "%zu", value);
}

void hg__form_boolean(hg__form *w, const char *key, bool value) {
    hg__form_name(w, key);
    hg__strbuf_add(&w->b, value ? "true" : "false");
}

void hg__form_numbers(hg__form *w, const char *key, const double *values, size_t n) {
    hg__form_name(w, key);
    hg__strbuf_add(&w->b, "[");
    for (size_t i = 0; i < n; i++) {
        if (i) hg__strbuf_add(&w->b, ",");
        hg__strbuf_add_g(&w->b, values[i], HG__FORM_DIGITS, "null");
    }
    hg__strbuf_add(&w->b, "]");
}

/* Two numbers, or null where there are none. */
void hg__form_interval(hg__form *w, const char *key, const double ends[2]) {
    if (isnan(ends[0]) || isnan(ends[1]))
        hg__form_null(w, key);
    else
        hg__form_numbers(w, key, ends, 2);
}

const char *const hg__form_sides[2] = {"left", "right"};
