/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial stands on: steps and strides found, what was noticed, how the markers behaved. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/model_parts.h"

#define MOST_REASONS 6 /* different reasons shown per side */

/* --- events and strides --- */

typedef struct reason_count {
    const char *text;
    size_t n;
} reason_count;

/* The same sentence with other numbers is the same reason. */
static bool same_reason(const char *a, const char *b) {
    static const char numerals[] = "0123456789.";
    for (;;) {
        a += strspn(a, numerals);
        b += strspn(b, numerals);
        if (*a != *b) return false;
        if (!*a) return true;
        a++;
        b++;
    }
}

static void add_reasons(const hg__model *m, hg__runs *to, const hg_stride *strides, size_t n) {
    reason_count reasons[MOST_REASONS];
    size_t n_reasons = 0, others = 0;
    for (size_t i = 0; i < n; i++) {
        if (strides[i].used) continue;
        size_t k = 0;
        while (k < n_reasons && !same_reason(reasons[k].text, strides[i].reason)) k++;
        if (k == MOST_REASONS) {
            others++;
            continue;
        }
        if (k == n_reasons) reasons[n_reasons++] = (reason_count){strides[i].reason, 0};
        reasons[k].n++;
    }
    if (n_reasons == 0) HG__SAY(m->doc, to, "strides.none_left_out");
    for (size_t k = 0; k < n_reasons; k++) {
        if (k) hg__add_break(m->doc, to);
        HG__SAY(m->doc, to, "strides.reason", hg__arg_count("n", reasons[k].n),
                hg__arg_text("reason", *reasons[k].text ? reasons[k].text
                                                        : hg__word(m, "strides.no_reason")));
    }
    if (!others) return;
    hg__add_break(m->doc, to);
    HG__SAY(m->doc, to, "strides.other_reasons", hg__arg_count("n", others));
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Median of the absolute differences between two event methods, NaN when there are none. */
static double median_agreement(const hg__model *m, const double *values, size_t n) {
    if (!values || n == 0) return NAN;
    double *sorted = malloc(n * sizeof *sorted);
    if (!sorted) {
        m->doc->failed = true;
        return NAN;
    }
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i])) sorted[k++] = fabs(values[i]);
    qsort(sorted, k, sizeof *sorted, by_size);
    double median = k == 0 ? NAN : (sorted[(k - 1) / 2] + sorted[k / 2]) / 2;
    free(sorted);
    return median;
}

static void stride_foot_strikes(const hg__model *m, hg__runs *to, const hg_result *r, int s) {
    hg__add_number(m->doc, to, (double)r->events.side[s].n_foot_strikes, 0);
}

static void stride_toe_offs(const hg__model *m, hg__runs *to, const hg_result *r, int s) {
    hg__add_number(m->doc, to, (double)r->events.side[s].n_toe_offs, 0);
}

static void stride_agreement(const hg__model *m, hg__runs *to, const hg_result *r, int s) {
    double ms = median_agreement(m, r->events.side[s].strike_agreement_ms,
                                 r->events.side[s].n_foot_strikes);
    hg__add_number(m->doc, to, ms, 1);
    if (isfinite(ms)) hg__add_text(m->doc, to, HG__NBSP "ms");
}

static void stride_used(const hg__model *m, hg__runs *to, const hg_result *r, int s) {
    HG__SAY(m->doc, to, "strides.used_value", hg__arg_count("used", r->n_used[s]),
            hg__arg_count("n", r->n_strides[s]));
}

static void stride_left_out(const hg__model *m, hg__runs *to, const hg_result *r, int s) {
    add_reasons(m, to, r->strides[s], r->n_strides[s]);
}

static const struct {
    const char *key;
    void (*cell)(const hg__model *m, hg__runs *to, const hg_result *r, int side);
} stride_rows[] = {
    {"strides.foot_strikes", stride_foot_strikes}, {"strides.toe_offs", stride_toe_offs},
    {"strides.agreement", stride_agreement},       {"strides.used", stride_used},
    {"strides.left_out", stride_left_out},
};

void hg__model_strides(const hg__model *m, hg__block *in, const hg_result *r) {
    bool second = r->events.second_method && *r->events.second_method;
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "strides"), "strides.title");
    hg__block *t = hg__add_table(m->doc, s);
    t->keep = true;
    hg__titled_column(m, t, HG__ALIGN_TEXT, NULL)->share = 30;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "side.left_title")->share = 35;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "side.right_title")->share = 35;
    for (size_t i = 0; i < sizeof stride_rows / sizeof *stride_rows; i++) {
        if (stride_rows[i].cell == stride_agreement && !second) continue;
        hg__row *row = hg__add_row(m->doc, t, "");
        HG__SAY(m->doc, &hg__add_cell(m->doc, row)->text, stride_rows[i].key);
        for (int side = 0; side < 2; side++)
            stride_rows[i].cell(m, &hg__add_cell(m->doc, row)->text, r, side);
    }
}

/* --- data quality --- */

/* thigh_left reads "thigh left". */
static void add_segment_name(const hg__model *m, hg__runs *to, const char *name) {
    const char *known = hg__texts_label(m->doc->texts, "segment", name, NULL);
    if (known) {
        hg__add_text(m->doc, to, known);
        return;
    }
    char *words = (char *)(size_t)hg__document_copy(m->doc, name);
    for (char *c = words; *c; c++)
        if (*c == '_') *c = ' ';
    hg__add_text(m->doc, to, words);
}

static void add_segments(const hg__model *m, hg__block *in, const hg_result *r) {
    hg__block *t = hg__add_table(m->doc, in);
    t->compact = t->keep = true;
    HG__SAY(m->doc, &t->title, "segments.caption");
    hg__titled_column(m, t, HG__ALIGN_TEXT, "segments.segment");
    hg__titled_column(m, t, HG__ALIGN_NUMBER, "segments.median");
    hg__titled_column(m, t, HG__ALIGN_NUMBER, "segments.p95");
    hg__titled_column(m, t, HG__ALIGN_NUMBER, "segments.tracked");
    for (size_t i = 0; i < r->n_segments; i++) {
        const hg_segment_quality *q = &r->segments[i];
        const struct {
            double value;
            const char *unit;
        } cells[] = {{q->residual_median_m * 1e3, "mm"},
                     {q->residual_p95_m * 1e3, "mm"},
                     {q->tracked_share * 100, "%"}};
        hg__row *row = hg__add_row(m->doc, t, "");
        add_segment_name(m, &hg__add_cell(m->doc, row)->text, q->name);
        for (size_t k = 0; k < 3; k++) {
            hg__runs *to = &hg__add_cell(m->doc, row)->text;
            hg__add_number(m->doc, to, cells[k].value, 1);
            if (!isfinite(cells[k].value)) continue;
            hg__add_text(m->doc, to, HG__NBSP);
            hg__add_text(m->doc, to, cells[k].unit);
        }
    }
}

void hg__model_quality(const hg__model *m, hg__block *in, const hg_result *r) {
    static const struct {
        const char *key;
        hg__tone tone;
    } weights[] = {[HG_NOTE] = {"flags.note", HG__TONE_PLAIN},
                   [HG_WARNING] = {"flags.warning", HG__TONE_CAUTION},
                   [HG_BLOCKER] = {"flags.blocker", HG__TONE_REFER}};
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "quality"), "flags.title");
    if (r->n_flags == 0) {
        hg__tell(m, s, "flags.none");
    } else {
        hg__block *t = hg__add_table(m->doc, s);
        hg__titled_column(m, t, HG__ALIGN_TEXT, "flags.weight")->share = 16;
        hg__titled_column(m, t, HG__ALIGN_TEXT, "flags.what")->share = 62;
        hg__titled_column(m, t, HG__ALIGN_TEXT, "flags.code")->share = 22;
        for (int severity = HG_BLOCKER; severity >= HG_NOTE; severity--)
            for (size_t i = 0; i < r->n_flags; i++) {
                const hg_flag *f = &r->flags[i];
                if ((int)f->severity != severity) continue;
                hg__row *row = hg__add_row(m->doc, t, "");
                row->tone = weights[severity].tone;
                hg__runs *weight = &hg__add_cell(m->doc, row)->text;
                if (severity == HG_NOTE)
                    HG__SAY(m->doc, weight, weights[severity].key);
                else
                    hg__add_badge(m->doc, weight, weights[severity].tone,
                                  hg__word(m, weights[severity].key));
                hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, f->text);
                hg__add_code(m->doc, &hg__add_cell(m->doc, row)->text, f->code);
            }
    }
    if (r->n_segments) add_segments(m, s, r);
}
