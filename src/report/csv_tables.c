/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables of a session: long (a line per value), wide (a line per trial, as the cohort table)
 * and curves (a line per percent of the stride). Columns of the long table are rows of LONG_TABLE.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hipgait/report.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "report/csv_tables.h"

#define DIGITS 9 /* as in the JSON of the same result */

const hg__csv_column hg__csv_long_columns[] = {
#define LONG_COLUMN(upper, id, unit, description) {id, unit, description},
    HG__CSV_LONG_TABLE(LONG_COLUMN)
#undef LONG_COLUMN
};

/* What a line of the long table is about. */
typedef struct row {
    const hg_result *result;
    const hg_metric *metric;
    const char *side; /* "left", "right", "both", "difference" */
    const hg_stat *stat;
    const hg_asymmetry *asymmetry; /* of lines "difference", else NULL */
    const hg_reference_stat *reference;
} row;

static void add_text(hg__strbuf *b, const char *text) {
    hg__csv_add_text(b, text && *text ? text : "n/a");
}

static void add_number(hg__strbuf *b, double value) {
    hg__strbuf_add_g(b, value, DIGITS, "n/a");
}

/* The value of a column; NaN where it is a text or does not apply. */
static double number_of(hg__csv_long column, const row *r) {
    const hg_asymmetry *a = r->asymmetry;
    const hg_stat *s = r->stat;
    const hg_reference_stat *ref = r->reference;
    switch (column) {
    case HG__LONG_VISIT: return r->result->visit > 0 ? r->result->visit : (double)NAN;
    case HG__LONG_SPEED: return r->result->speed_m_s;
    case HG__LONG_MEAN: return a ? a->difference : s->mean;
    case HG__LONG_SD: return a ? (double)NAN : s->sd;
    case HG__LONG_N: return (double)(a ? a->pairs : s->n);
    case HG__LONG_CI_LOW: return a ? a->ci95[0] : s->ci95[0];
    case HG__LONG_CI_HIGH: return a ? a->ci95[1] : s->ci95[1];
    case HG__LONG_TOTAL_LOW: return a ? a->ci95_total[0] : (double)NAN;
    case HG__LONG_TOTAL_HIGH: return a ? a->ci95_total[1] : (double)NAN;
    case HG__LONG_MEDIAN: return a ? (double)NAN : s->median;
    case HG__LONG_SYMMETRY_INDEX: return a ? a->index.symmetry_index : (double)NAN;
    case HG__LONG_REFERENCE_MEAN: return ref && ref->n ? ref->mean : (double)NAN;
    case HG__LONG_REFERENCE_SD: return ref && ref->n ? ref->sd : (double)NAN;
    case HG__LONG_REFERENCE_N: return ref && ref->n ? (double)ref->n : (double)NAN;
    case HG__LONG_REFERENCE_Z: return ref && ref->n ? ref->z : (double)NAN;
    default: return NAN;
    }
}

static const char *text_of(hg__csv_long column, const row *r) {
    switch (column) {
    case HG__LONG_RUNNER: return r->result->runner;
    case HG__LONG_SESSION: return r->result->session;
    case HG__LONG_TRIAL: return r->result->trial;
    case HG__LONG_TASK:
        return r->result->task == HG_TASK_UNKNOWN ? "" : hg_task_name(r->result->task);
    case HG__LONG_STATUS: return hg_quality_name(r->result->status);
    case HG__LONG_METRIC: return r->metric->id;
    case HG__LONG_FAMILY: return hg_family_names[r->metric->family];
    case HG__LONG_UNIT: return r->metric->unit;
    case HG__LONG_SIDE: return r->side;
    case HG__LONG_RATING: return r->asymmetry ? hg_asymmetry_class_name(r->asymmetry->rating) : "";
    default: return NULL;
    }
}

static void add_row(hg__strbuf *b, const row *r) {
    for (int c = 0; c < HG__LONG_COUNT; c++) {
        const char *text = text_of((hg__csv_long)c, r);
        if (c) hg__strbuf_add(b, ",");
        if (text)
            add_text(b, text);
        else
            add_number(b, number_of((hg__csv_long)c, r));
    }
    hg__strbuf_add(b, "\n");
}

/* As in the report and the cohort table: without enough data, times and lengths only. */
static bool is_told(const hg_result *r, hg_metric_id id) {
    return r->status != HG_QUALITY_INSUFFICIENT ||
           hg_metrics[id].family == HG_FAMILY_SPATIOTEMPORAL;
}

static void add_result(hg__strbuf *b, const hg_result *r) {
    for (size_t i = 0; i < r->n_metrics; i++) {
        const hg_metric_value *v = &r->metrics[i];
        const hg_reference *ref = hg_result_reference(r, v->id);
        row line = {.result = r, .metric = &hg_metrics[v->id]};
        if (!is_told(r, v->id)) continue;
        bool both = line.metric->form == HG_FORM_BOTH;
        for (int s = 0; s < (both ? 1 : 2); s++) {
            line.side = both ? "both" : s == HG_LEFT ? "left" : "right";
            line.stat = both ? &v->both : &v->side[s];
            line.reference = !ref ? NULL : both ? &ref->both : &ref->side[s];
            if (line.stat->n) add_row(b, &line);
        }
        for (size_t k = 0; k < r->n_asymmetry; k++) {
            if (r->asymmetry[k].metric != v->id) continue;
            line.side = "difference";
            line.asymmetry = &r->asymmetry[k];
            line.reference = ref ? &ref->difference : NULL;
            add_row(b, &line);
        }
    }
}

static hg_status check(const hg_text *out, const hg_result *const *results, size_t n,
                       hg_error *err) {
    if (!out || !results || n == 0) return hg__fail(err, HG_EINVAL, "there is no result to write");
    for (size_t i = 0; i < n; i++)
        if (!results[i]) return hg__fail(err, HG_EINVAL, "there is no result to write");
    return HG_OK;
}

static hg_status take(hg_text *out, hg__strbuf *b, hg_error *err) {
    return hg__strbuf_take(b, &out->data, &out->size) ? HG_OK : hg__fail_memory(err);
}

hg_status hg_report_csv_long(hg_text *out, const hg_result *const *results, size_t n,
                             hg_error *err) {
    hg__strbuf b = {0};
    hg_status status = check(out, results, n, err);
    if (status != HG_OK) return status;
    for (int c = 0; c < HG__LONG_COUNT; c++) {
        if (c) hg__strbuf_add(&b, ",");
        hg__strbuf_add(&b, hg__csv_long_columns[c].id);
    }
    hg__strbuf_add(&b, "\n");
    for (size_t i = 0; i < n; i++) add_result(&b, results[i]);
    return take(out, &b, err);
}

hg_status hg_report_csv_wide(hg_text *out, const hg_result *const *results, size_t n,
                             hg_error *err) {
    hg__strbuf b = {0};
    hg_text part = {0};
    hg_status status = check(out, results, n, err);
    if (status == HG_OK) status = hg_report_cohort_head(&part, err);
    for (size_t i = 0; status == HG_OK; i++) {
        hg__strbuf_add_bytes(&b, part.data, part.size);
        hg_text_free(&part);
        if (i == n) return take(out, &b, err);
        status = hg_report_cohort_row(&part, results[i], err);
    }
    hg__strbuf_free(&b);
    return status;
}

/* --- curves --- */

static const char *const curve_ids[HG_CURVE_COUNT] = {
#define CURVE_ID(upper, id, label, left, right, left_sign, right_sign, plus, minus) id,
    HG_CURVE_TABLE(CURVE_ID)
#undef CURVE_ID
};

void hg__csv_curve_column(char name[HG_COHORT_COLUMN_MAX], hg_curve_id id, hg_side side,
                          bool spread) {
    snprintf(name, HG_COHORT_COLUMN_MAX, "%s_%s_%s_deg", curve_ids[id],
             side == HG_LEFT ? "left" : "right", spread ? "sd" : "mean");
}

static void add_percent(hg__strbuf *b, const hg_result *r, int percent) {
    add_text(b, r->runner);
    hg__strbuf_add(b, ",");
    add_text(b, r->session);
    hg__strbuf_add(b, ",");
    add_text(b, r->trial);
    hg__strbuf_addf(b, ",%d", percent);
    for (int id = 0; id < HG_CURVE_COUNT; id++) {
        const hg_curve *curve = hg_result_curve(r, (hg_curve_id)id);
        for (int s = 0; s < 2; s++) {
            bool any = curve && curve->side[s].n && r->status != HG_QUALITY_INSUFFICIENT;
            hg__strbuf_add(b, ",");
            add_number(b, any ? curve->side[s].mean[percent] : (double)NAN);
            hg__strbuf_add(b, ",");
            add_number(b, any ? curve->side[s].sd[percent] : (double)NAN);
        }
    }
    hg__strbuf_add(b, "\n");
}

hg_status hg_report_csv_curves(hg_text *out, const hg_result *const *results, size_t n,
                               hg_error *err) {
    hg__strbuf b = {0};
    hg_status status = check(out, results, n, err);
    if (status != HG_OK) return status;
    hg__strbuf_add(&b, "runner,session,trial,stride_percent");
    for (int id = 0; id < HG_CURVE_COUNT; id++)
        for (int k = 0; k < 4; k++) {
            char name[HG_COHORT_COLUMN_MAX];
            hg__csv_curve_column(name, (hg_curve_id)id, (hg_side)(k / 2), k % 2);
            hg__strbuf_add(&b, ",");
            hg__strbuf_add(&b, name);
        }
    hg__strbuf_add(&b, "\n");
    for (size_t i = 0; i < n; i++)
        for (int p = 0; p < HG_CURVE_POINTS; p++) add_percent(&b, results[i], p);
    return take(out, &b, err);
}
