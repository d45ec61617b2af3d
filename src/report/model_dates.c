/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days in a report: only as exact as its reader may know. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "report/model_parts.h"

#define ISO_LENGTH 10 /* 2026-05-17 */

/* By the proleptic Gregorian calendar. */
double hg__day_number(const char *date) {
    int y, mo, d;
    char rest;
    if (sscanf(date, "%4d-%2d-%2d%c", &y, &mo, &d, &rest) != 3 || mo < 1 || mo > 12 || d < 1 ||
        d > 31 || y < 1)
        return NAN;
    y -= mo <= 2;
    long era = y / 400, of_era = y - era * 400;
    long of_year = (153L * (mo + (mo > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return (double)(era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year);
}

/* An ISO day at the start of a text that is not the middle of a longer number. */
static bool iso_day(const char *text, const char *at, char day[ISO_LENGTH + 1]) {
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < ISO_LENGTH; i++)
        if (form[i] == 'd' ? !isdigit((unsigned char)at[i]) : at[i] != form[i]) return false;
    if (isdigit((unsigned char)at[ISO_LENGTH])) return false;
    if (at > text && (isdigit((unsigned char)at[-1]) || at[-1] == '-')) return false;
    memcpy(day, at, ISO_LENGTH);
    day[ISO_LENGTH] = '\0';
    return true;
}

static double last_day(const hg_result *r) {
    double last = NAN;
    for (size_t i = 0; i < r->n_training_log; i++) {
        double day = hg__day_number(r->training_log[i].date);
        if (isfinite(day)) last = isfinite(last) ? fmax(last, day) : day;
    }
    return last;
}

void hg__add_dated(const hg__model *m, hg__runs *to, const hg_result *r, const char *text) {
    if (m->options->dates == HG_DATES_FULL) {
        hg__add_text(m->doc, to, text);
        return;
    }
    hg__strbuf b = {0};
    for (const char *c = text; *c;) {
        char day[ISO_LENGTH + 1];
        if (!iso_day(text, c, day)) {
            hg__strbuf_add_bytes(&b, c++, 1);
            continue;
        }
        double before = hg__day_number(day) - last_day(r);
        if (m->options->dates == HG_DATES_YEAR)
            hg__strbuf_addf(&b, "%.4s", day);
        else if (isfinite(before))
            hg__strbuf_add(&b,
                           HG__SAID(m->doc, "date.relative", hg__arg_number("days", before, 0)));
        else
            hg__strbuf_add(&b, hg__word(m, "date.withheld"));
        c += ISO_LENGTH;
    }
    if (b.data) hg__add_text(m->doc, to, b.data);
    if (b.failed) m->doc->failed = true;
    hg__strbuf_free(&b);
}
