/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How it was measured, and how to read the page. */
#include <hipgait/report.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "report/escape.h"
#include "report/html.h"
#include "report/svg.h"

/* --- method: one row per subject, one column per trial, or one for all where they agree --- */

static void add_text_or(hg__strbuf *b, const char *text, const char *otherwise) {
    hg__html_text(b, text && *text ? text : otherwise);
}

static void cell_markerset(hg__strbuf *b, const hg_result *r) {
    if (!*r->provenance.markerset) {
        hg__strbuf_add(b, "none: the recording holds no markers, or they are of no known set");
        return;
    }
    hg__html_name(b, r->provenance.markerset);
    if (*r->provenance.markerset_version) {
        hg__strbuf_add(b, ", version ");
        hg__html_text(b, r->provenance.markerset_version);
    }
}

/* What an id of the result means, for people; the id itself when it is a new one. */
typedef struct meaning {
    const char *id, *words;
} meaning;

static void add_meaning(hg__strbuf *b, const char *id, const meaning *meanings, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(meanings[i].id, id) == 0) {
            hg__strbuf_add(b, meanings[i].words);
            return;
        }
    hg__html_text(b, id);
}

static void cell_hip_centre(hg__strbuf *b, const hg_result *r) {
    static const meaning meanings[] = {
        {"", HG__NOT_MEASURED},
        {"hara", "regression of Hara 2016, from leg length"},
        {"harrington", "regression of Harrington 2007, from pelvic width and depth"},
        {"bell", "regression of Bell 1989, from pelvic width"},
        {"functional", "functional (SCoRE, Ehrig 2006), from trials in which the hips move"},
        {"functional, one side",
         "functional (SCoRE, Ehrig 2006) on one side, regression on the other"},
        {"trochanters", "a quarter of the way between the trochanter markers"},
        {"davis", "regression of Davis 1991, from body measures"},
    };
    add_meaning(b, r->provenance.hip_centre, meanings, sizeof meanings / sizeof *meanings);
}

static void cell_convention(hg__strbuf *b, const hg_result *r) {
    static const meaning meanings[] = {
        {"", "not stated"},
        {"isb",
         "ISB: hip and knee by flexion, adduction, rotation; pelvis by rotation, obliquity, tilt"},
        {"cgm", "conventional gait model: hip and knee by flexion, adduction, rotation; pelvis by "
                "tilt, obliquity, rotation "
                "against the lab"},
        {"ric", "Running Injury Clinic: hip and knee by rotation, adduction, flexion; pelvis as "
                "angles seen along the lab "
                "axes, zero in standing"},
    };
    add_meaning(b, r->provenance.convention, meanings, sizeof meanings / sizeof *meanings);
}

static void cell_filter(hg__strbuf *b, const hg_result *r) {
    const hg_params *p = &r->provenance.params;
    if (!(p->clean_cutoff_hz > 0)) {
        hg__strbuf_add(b, "none");
        return;
    }
    hg__strbuf_add(b, "zero-lag Butterworth low-pass, cut-off ");
    hg__strbuf_add_g(b, p->clean_cutoff_hz, 6, HG__NOT_MEASURED);
    hg__strbuf_add(b, "\xc2\xa0Hz (");
    hg__html_text(b, p->clean_cutoff_convention);
    hg__strbuf_add(b, strcmp(p->clean_cutoff_convention, "corrected") == 0
                          ? ": 3 dB down after both passes)"
                          : ": 3 dB down after each pass)");
}

static void cell_events(hg__strbuf *b, const hg_result *r) {
    if (!r->events.method || !*r->events.method) {
        hg__strbuf_add(b, HG__NOT_MEASURED);
        return;
    }
    hg__html_text(b, *r->events.description ? r->events.description : r->events.method);
    hg__strbuf_add(b, " <code>");
    hg__html_text(b, r->events.method);
    hg__strbuf_add(b, "</code>");
}

static void cell_second_method(hg__strbuf *b, const hg_result *r) {
    static const meaning meanings[] = {
        {"", "no second method"},
        {"force", "force plate"},
        {"markers", "foot markers"},
        {"impact", "impact peak of the foot markers"},
        {"vertical velocity", "lowest vertical velocity of the foot markers"},
        {"file", "events in the file"},
    };
    add_meaning(b, r->events.second_method ? r->events.second_method : "", meanings,
                sizeof meanings / sizeof *meanings);
}

static void cell_settings(hg__strbuf *b, const hg_result *r) {
    size_t n;
    const hg_param_info *info = hg_params_table(&n);
    const char *fields = (const char *)&r->provenance.params;
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        const char *choice = info[i].choices ? fields + info[i].offset : NULL;
        double value = NAN;
        if (!choice) memcpy(&value, fields + info[i].offset, sizeof value);
        if (choice ? strcmp(choice, info[i].standard_choice) == 0
                   : !(fabs(value - info[i].standard) > 0))
            continue;
        hg__strbuf_addf(b, "%s<code>%s</code> = ", any ? "<br>" : "", info[i].key);
        if (choice)
            hg__html_text(b, choice);
        else
            hg__strbuf_add_g(b, value, 9, HG__NOT_MEASURED);
        if (!choice) hg__strbuf_addf(b, "\xc2\xa0%s", info[i].unit);
        hg__strbuf_add(b, " (default ");
        if (choice)
            hg__strbuf_add(b, info[i].standard_choice);
        else
            hg__strbuf_add_g(b, info[i].standard, 9, HG__NOT_MEASURED);
        hg__strbuf_add(b, ")");
        any = true;
    }
    if (!any) hg__strbuf_add(b, "none, all are the defaults");
}

static void cell_input(hg__strbuf *b, const hg_result *r) {
    const hg_provenance *p = &r->provenance;
    add_text_or(b, p->input_format, "format not stated");
    if (*p->input_schema_version) {
        hg__strbuf_add(b, " ");
        hg__html_text(b, p->input_schema_version);
    }
    if (*p->input_sha256) {
        char start[13] = {0};
        memcpy(start, p->input_sha256, sizeof start - 1);
        hg__strbuf_add(b, ", SHA-256 <code>");
        hg__html_text(b, start);
        hg__strbuf_add(b, "\xe2\x80\xa6</code>");
    }
}

static void cell_program(hg__strbuf *b, const hg_result *r) {
    hg__strbuf_add(b, "hipgait ");
    hg__html_text(b, r->provenance.program_version);
    hg__strbuf_add(b, ", result schema " HG_RESULT_SCHEMA_VERSION);
}

static const struct {
    const char *label;
    void (*cell)(hg__strbuf *b, const hg_result *r);
} method_rows[] = {
    {"Marker set", cell_markerset},
    {"Hip joint centres", cell_hip_centre},
    {"Signs and axes", cell_convention},
    {"Filter of the markers", cell_filter},
    {"Foot strikes and toe-offs", cell_events},
    {"Checked against", cell_second_method},
    {"Settings changed", cell_settings},
    {"Input", cell_input},
    {"Program", cell_program},
};

/* Writes one cell over all columns while the next trials say the same. */
static void add_cells(hg__strbuf *b, void (*cell)(hg__strbuf *, const hg_result *),
                      const hg_result *const *results, size_t n) {
    hg__strbuf this = {0}, next = {0};
    for (size_t i = 0, to; i < n; i = to) {
        this.size = 0;
        cell(&this, results[i]);
        for (to = i + 1; to < n; to++) {
            next.size = 0;
            cell(&next, results[to]);
            if (this.size != next.size ||
                (this.size && memcmp(this.data, next.data, this.size) != 0))
                break;
        }
        hg__strbuf_addf(b, "<td class=\"free\" colspan=\"%zu\">", to - i);
        if (this.size) hg__strbuf_add_bytes(b, this.data, this.size);
        hg__strbuf_add(b, "</td>");
    }
    b->failed = b->failed || this.failed || next.failed;
    hg__strbuf_free(&this);
    hg__strbuf_free(&next);
}

void hg__html_method(hg__strbuf *b, const hg_result *const *results, size_t n) {
    hg__strbuf_add(
        b,
        "<section id=\"method\"><h2>Method</h2>\n<div class=\"scroll\"><table class=\"method\">");
    if (n > 1) {
        hg__strbuf_add(b, "<thead><tr><td></td>");
        for (size_t i = 0; i < n; i++) {
            hg__strbuf_add(b, "<th scope=\"col\">");
            hg__html_name(b, results[i]->trial);
            hg__strbuf_add(b, "</th>");
        }
        hg__strbuf_add(b, "</tr></thead>");
    }
    hg__strbuf_add(b, "<tbody>");
    for (size_t row = 0; row < sizeof method_rows / sizeof *method_rows; row++) {
        hg__strbuf_addf(b, "<tr><th scope=\"row\">%s</th>", method_rows[row].label);
        add_cells(b, method_rows[row].cell, results, n);
        hg__strbuf_add(b, "</tr>\n");
    }
    hg__strbuf_add(b, "</tbody></table></div></section>\n");
}

/* --- reading --- */

void hg__html_reading(hg__strbuf *b) {
    hg__strbuf_add(
        b, "<section id=\"reading\"><h2>How to read this report</h2>\n<ul class=\"plain\">"
           "<li>A difference is always <strong>right minus left</strong>: positive means that the "
           "right value "
           "is the larger one. It is computed before rounding.</li>"
           "<li>A stride runs from foot strike to the next foot strike of the same foot; each side "
           "is shown over "
           "its own stride.</li>"
           "<li>The pelvis is seen from the side whose stride it is, so left and right can be laid "
           "over each "
           "other: side up and side forward mean the named side.</li>"
           "<li>The standard deviation (\xc2\xb1, and the band in the drawings) is that of the "
           "runner's own "
           "strides, not of other runners.</li>"
           "<li><em>" HG__NOT_MEASURED
           "</em> means that the recording cannot show it. It does not mean "
           "zero.</li></ul>\n"
           "<table class=\"signs\"><caption>Signs of the angles</caption><thead><tr><th "
           "scope=\"col\">Angle</th>"
           "<th scope=\"col\">Positive</th><th scope=\"col\">Negative</th></tr></thead><tbody>");
    for (int id = 0; id < HG_CURVE_COUNT; id++) {
        const hg__curve_words *w = &hg__curve_words_of[id];
        hg__strbuf_addf(b, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>", w->label,
                        w->plus, w->minus);
    }
    hg__strbuf_add(b,
                   "</tbody></table>\n<h3>What the measures mean</h3>\n<dl class=\"definitions\">");
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        hg__strbuf_add(b, "<div><dt>");
        hg__html_text(b, hg_metrics[id].label);
        hg__strbuf_add(b, "</dt><dd>");
        hg__html_text(b, hg_metrics[id].definition);
        hg__strbuf_add(b, "</dd></div>\n");
    }
    hg__strbuf_add(b, "</dl></section>\n");
}
