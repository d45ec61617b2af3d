/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial stands on: steps and strides found, what was noticed, how the markers behaved. */
#include <hipgait/report.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"
#include "report/html.h"

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

static void add_reasons(hg__strbuf *b, const hg_stride *strides, size_t n) {
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
    if (n_reasons == 0) hg__strbuf_add(b, "none");
    for (size_t k = 0; k < n_reasons; k++) {
        hg__strbuf_addf(b, "%s%zu: %s", k ? "<br>" : "", reasons[k].n,
                        reasons[k].n > 1 ? "such as " : "");
        hg__html_text(b, *reasons[k].text ? reasons[k].text : "no reason recorded");
    }
    if (others) hg__strbuf_addf(b, "<br>%zu: other reasons, listed in the result file", others);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Median of the absolute differences between two event methods, NaN when there are none. */
static double median_agreement(hg__strbuf *b, const double *values, size_t n) {
    if (!values || n == 0) return NAN;
    double *sorted = malloc(n * sizeof *sorted);
    if (!sorted) {
        b->failed = true;
        return NAN;
    }
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i])) sorted[m++] = fabs(values[i]);
    qsort(sorted, m, sizeof *sorted, by_size);
    double median = m == 0 ? NAN : (sorted[(m - 1) / 2] + sorted[m / 2]) / 2;
    free(sorted);
    return median;
}

static void stride_foot_strikes(hg__strbuf *b, const hg_result *r, int s) {
    hg__strbuf_addf(b, "%zu", r->events.side[s].n_foot_strikes);
}

static void stride_toe_offs(hg__strbuf *b, const hg_result *r, int s) {
    hg__strbuf_addf(b, "%zu", r->events.side[s].n_toe_offs);
}

static void stride_agreement(hg__strbuf *b, const hg_result *r, int s) {
    double ms = median_agreement(b, r->events.side[s].strike_agreement_ms,
                                 r->events.side[s].n_foot_strikes);
    hg__number(b, ms, 1);
    if (isfinite(ms)) hg__strbuf_add(b, "\xc2\xa0ms");
}

static void stride_used(hg__strbuf *b, const hg_result *r, int s) {
    hg__strbuf_addf(b, "%zu of %zu", r->n_used[s], r->n_strides[s]);
}

static void stride_left_out(hg__strbuf *b, const hg_result *r, int s) {
    add_reasons(b, r->strides[s], r->n_strides[s]);
}

static const struct {
    const char *label;
    void (*cell)(hg__strbuf *b, const hg_result *r, int side);
} stride_rows[] = {
    {"Foot strikes", stride_foot_strikes},
    {"Toe-offs", stride_toe_offs},
    {"Foot strikes by two methods differ by (median)", stride_agreement},
    {"Strides used", stride_used},
    {"Strides left out", stride_left_out},
};

void hg__html_strides(hg__strbuf *b, const hg_result *r) {
    bool second = r->events.second_method && *r->events.second_method;
    hg__strbuf_add(
        b, "<section class=\"block keep\"><h3>Steps and strides found</h3>\n<table "
           "class=\"strides\"><thead><tr>"
           "<td></td><th scope=\"col\">Left</th><th scope=\"col\">Right</th></tr></thead><tbody>");
    for (size_t i = 0; i < sizeof stride_rows / sizeof *stride_rows; i++) {
        if (stride_rows[i].cell == stride_agreement && !second) continue;
        hg__strbuf_addf(b, "<tr><th scope=\"row\">%s</th>", stride_rows[i].label);
        for (int s = 0; s < 2; s++) {
            hg__strbuf_add(b, "<td class=\"free\">");
            stride_rows[i].cell(b, r, s);
            hg__strbuf_add(b, "</td>");
        }
        hg__strbuf_add(b, "</tr>");
    }
    hg__strbuf_add(b, "</tbody></table></section>\n");
}

/* --- data quality --- */

/* thigh_left reads "thigh left". */
static void add_segment_name(hg__strbuf *b, const char *name) {
    hg__strbuf words = {0};
    hg__strbuf_add(&words, name);
    for (size_t i = 0; i < words.size; i++)
        if (words.data[i] == '_') words.data[i] = ' ';
    if (words.data) hg__html_text(b, words.data);
    b->failed = b->failed || words.failed;
    hg__strbuf_free(&words);
}

static void add_segments(hg__strbuf *b, const hg_result *r) {
    hg__strbuf_add(b, "\n<table class=\"segments\"><caption>How well the markers of a segment kept "
                      "their shape</caption>"
                      "<thead><tr><th scope=\"col\">Segment</th><th scope=\"col\" "
                      "class=\"num\">Movement, median</th>"
                      "<th scope=\"col\" class=\"num\">95\xc2\xa0% below</th>"
                      "<th scope=\"col\" class=\"num\">Time tracked</th></tr></thead><tbody>");
    for (size_t i = 0; i < r->n_segments; i++) {
        const hg_segment_quality *q = &r->segments[i];
        const struct {
            double value;
            const char *unit;
        } cells[] = {{q->residual_median_m * 1e3, "\xc2\xa0mm"},
                     {q->residual_p95_m * 1e3, "\xc2\xa0mm"},
                     {q->tracked_share * 100, "\xc2\xa0%"}};
        hg__strbuf_add(b, "<tr><th scope=\"row\" class=\"free\">");
        add_segment_name(b, q->name);
        hg__strbuf_add(b, "</th>");
        for (size_t k = 0; k < 3; k++) {
            hg__strbuf_add(b, "<td class=\"num\">");
            hg__number(b, cells[k].value, 1);
            hg__strbuf_addf(b, "%s</td>", isfinite(cells[k].value) ? cells[k].unit : "");
        }
        hg__strbuf_add(b, "</tr>");
    }
    hg__strbuf_add(b, "</tbody></table>");
}

void hg__html_quality(hg__strbuf *b, const hg_result *r) {
    static const char *const words[] = {"Note", "Caution", "Stops the report"};
    static const char *const names[] = {"note", "warning", "blocker"};
    hg__strbuf_add(b, "<section class=\"block keep\"><h3>Data quality</h3>\n");
    if (r->n_flags == 0) {
        hg__strbuf_add(b, "<p>Nothing to note.</p>");
    } else {
        hg__strbuf_add(b, "<table class=\"flags\"><thead><tr><th scope=\"col\">Weight</th><th "
                          "scope=\"col\">What was found"
                          "</th><th scope=\"col\">Code</th></tr></thead><tbody>");
        for (int severity = HG_BLOCKER; severity >= HG_NOTE; severity--)
            for (size_t i = 0; i < r->n_flags; i++) {
                const hg_flag *f = &r->flags[i];
                if ((int)f->severity != severity) continue;
                hg__strbuf_addf(b, "<tr class=\"%s\"><td>%s</td><td class=\"free\">",
                                names[severity], words[severity]);
                hg__html_text(b, f->text);
                hg__strbuf_add(b, "</td><td><code>");
                hg__html_text(b, f->code);
                hg__strbuf_add(b, "</code></td></tr>");
            }
        hg__strbuf_add(b, "</tbody></table>");
    }
    if (r->n_segments) add_segments(b, r);
    hg__strbuf_add(b, "</section>\n");
}
