/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The data dictionary of the tables, as BIDS has it: a JSON object per table, a member per column
 * with Description, Units and, for measures, their source. Made from the registry.
 */
#include <hipgait/report.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "report/cohort_bands.h"
#include "report/csv_tables.h"
#include "report/escape.h"

static const hg__csv_column who_columns[] = {
    {"runner", "", "Pseudonymous id of the runner"},
    {"session", "", "Id of the session"},
    {"visit", "", "Number of the visit, from 1"},
    {"trial", "", "Name of the trial in the recording"},
    {"task", "", "What the runner did: run, walk, static or functional"},
    {"sex", "", "Sex of the runner: F, M or other, as given"},
    {"age_years", "years", "Age at the session"},
    {"height_m", "m", "Body height"},
    {"mass_kg", "kg", "Body mass"},
    {"trial_speed_m_s", "m/s", "Speed of the trial"},
    {"treadmill", "", "Whether the runner ran on a treadmill: yes or no"},
    {"status", "", "Quality of the data: ok, warned or insufficient"},
    {"strides_left", "", "Strides of the left side in use"},
    {"strides_right", "", "Strides of the right side in use"},
    {"sensor", "", "What was recorded: optical, segment_orientation or joint_angles"},
    {"markerset", "", "Marker set"},
    {"convention", "", "Convention of the joint angles: isb, cgm or ric"},
    {"hip_centre", "", "How the hip joint centres were found"},
};

typedef struct writer {
    hg__strbuf b;
    bool later; /* not the first member of its object */
} writer;

static void open_table(writer *w, const char *name) {
    hg__strbuf_add(&w->b, w->b.size > 2 ? ",\n " : " ");
    hg__json_string(&w->b, name);
    hg__strbuf_add(&w->b, ": {");
    w->later = false;
}

static void add_member(writer *w, const char *name, const char *value, bool first) {
    if (!*value) return;
    if (!first) hg__strbuf_add(&w->b, ", ");
    hg__json_string(&w->b, name);
    hg__strbuf_add(&w->b, ": ");
    hg__json_string(&w->b, value);
}

static void add_column(writer *w, const char *id, const char *description, const char *unit,
                       const char *source) {
    hg__strbuf_add(&w->b, w->later ? ",\n  " : "\n  ");
    hg__json_string(&w->b, id);
    hg__strbuf_add(&w->b, ": {");
    add_member(w, "Description", description, true);
    add_member(w, "Units", unit, false);
    add_member(w, "Source", source, false);
    hg__strbuf_add(&w->b, "}");
    w->later = true;
}

static void add_long(writer *w) {
    open_table(w, "long");
    for (int c = 0; c < HG__LONG_COUNT; c++) {
        const hg__csv_column *column = &hg__csv_long_columns[c];
        bool of_line = column->unit[0] == 'u' && column->unit[1] == 'n';
        add_column(w, column->id, column->description,
                   of_line ? "as column unit of the same line" : column->unit, "");
    }
    hg__strbuf_add(&w->b, "\n }");
    open_table(w, "metrics");
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        add_column(w, hg_metrics[id].id, hg_metrics[id].definition, hg_metrics[id].unit,
                   hg_metrics[id].source);
    hg__strbuf_add(&w->b, "\n }");
}

/* The columns of the evidence, whose names the cohort table knows. */
static void add_bands(writer *w) {
    hg__strbuf names = {0};
    hg__cohort_bands_head(&names);
    if (names.failed) w->b.failed = true;
    for (char *name = names.failed ? NULL : names.data; name && *name == ',';) {
        char *end = name + 1 + strcspn(name + 1, ",");
        bool more = *end == ',';
        name++;
        *end = '\0';
        add_column(w, name,
                   strcmp(name, "red_flags") == 0
                       ? "Screen for red flags: clear, raised, or not_asked"
                       : "Band of the condition and side that the name says, by the built-in rules "
                         "(docs/evidence.md)",
                   "", "");
        if (more) *end = ',';
        name = end;
    }
    hg__strbuf_free(&names);
}

static void add_wide(writer *w) {
    static const char *const sides[] = {
        [HG_COHORT_LEFT] = ", left", [HG_COHORT_RIGHT] = ", right", [HG_COHORT_BOTH] = ""};
    open_table(w, "wide");
    for (size_t i = 0; i < sizeof who_columns / sizeof *who_columns; i++)
        add_column(w, who_columns[i].id, who_columns[i].description, who_columns[i].unit, "");
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        for (int part = 0; part < HG_COHORT_PARTS; part++) {
            char name[HG_COHORT_COLUMN_MAX];
            hg__strbuf text = {0};
            if ((part == HG_COHORT_BOTH) != (hg_metrics[id].form == HG_FORM_BOTH)) continue;
            hg_report_cohort_column(name, (hg_metric_id)id, (hg_cohort_part)part);
            hg__strbuf_addf(&text, "%s%s, mean over the strides in use", hg_metrics[id].label,
                            sides[part]);
            if (text.failed)
                w->b.failed = true;
            else
                add_column(w, name, text.data, hg_metrics[id].unit, "");
            hg__strbuf_free(&text);
        }
    add_bands(w);
    hg__strbuf_add(&w->b, "\n }");
}

static void add_curves(writer *w) {
    static const char *const labels[HG_CURVE_COUNT][3] = {
#define CURVE_WORDS(upper, id, label, left, right, left_sign, right_sign, plus, minus)             \
    {label, plus, minus},
        HG_CURVE_TABLE(CURVE_WORDS)
#undef CURVE_WORDS
    };
    open_table(w, "curves");
    for (int i = 0; i < 2; i++)
        add_column(w, who_columns[i].id, who_columns[i].description, "", "");
    add_column(w, "trial", "Name of the trial in the recording", "", "");
    add_column(w, "stride_percent", "Part of the stride, from foot strike to the next of the side",
               "%", "");
    for (int id = 0; id < HG_CURVE_COUNT; id++)
        for (int k = 0; k < 4; k++) {
            char name[HG_COHORT_COLUMN_MAX];
            hg__strbuf text = {0};
            hg__csv_curve_column(name, (hg_curve_id)id, (hg_side)(k / 2), k % 2);
            hg__strbuf_addf(&text, "%s, %s, %s; %s is positive, %s negative", labels[id][0],
                            k / 2 ? "right" : "left",
                            k % 2 ? "standard deviation over strides" : "mean over strides",
                            labels[id][1], labels[id][2]);
            if (text.failed)
                w->b.failed = true;
            else
                add_column(w, name, text.data, "deg", "");
            hg__strbuf_free(&text);
        }
    hg__strbuf_add(&w->b, "\n }");
}

hg_status hg_report_csv_dictionary(hg_text *out, hg_error *err) {
    writer w = {{0}, false};
    if (!out) return hg__fail(err, HG_EINVAL, "there is nowhere to write the dictionary to");
    hg__strbuf_add(&w.b, "{\n");
    add_long(&w);
    add_wide(&w);
    add_curves(&w);
    hg__strbuf_add(&w.b, "\n}\n");
    return hg__strbuf_take(&w.b, &out->data, &out->size) ? HG_OK : hg__fail_memory(err);
}
