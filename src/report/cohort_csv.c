/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of a cohort: one row per trial. A missing value is n/a, as in BIDS tables. */
#include <hipgait/cohort.h>
#include <hipgait/report.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "report/cohort_bands.h"

#define DIGITS 9 /* as in the JSON of the same result */

/* Units as they may stand in the name of a column. */
static const char *unit_name(const char *unit) {
    static const char *const names[][2] = {
        {"1/min", "per_min"}, {"m/s", "m_s"}, {"deg/s", "deg_s"}, {"%", "percent"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(unit, names[i][0]) == 0) return names[i][1];
    return unit;
}

void hg_report_cohort_column(char name[HG_COHORT_COLUMN_MAX], hg_metric_id id,
                             hg_cohort_part part) {
    static const char *const parts[] = {
        [HG_COHORT_LEFT] = "_left", [HG_COHORT_RIGHT] = "_right", [HG_COHORT_BOTH] = ""};
    snprintf(name, HG_COHORT_COLUMN_MAX, "%s%s_%s", hg_metrics[id].id, parts[part],
             unit_name(hg_metrics[id].unit));
}

hg_status hg_report_cohort_head(hg_text *out, hg_error *err) {
    hg__strbuf b = {0};
    for (size_t i = 0; i < hg_cohort_columns(); i++) {
        hg_cohort_column_info column;
        hg_cohort_column_of(&column, i);
        hg__strbuf_addf(&b, "%s%s", i ? "," : "", column.name);
    }
    hg__cohort_bands_head(&b);
    hg__strbuf_add(&b, "\n");
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}

static void add_text(hg__strbuf *b, const char *text) {
    hg__csv_add_text(b, text && *text ? text : "n/a");
    hg__strbuf_add(b, ",");
}

static void add_number(hg__strbuf *b, double value) {
    hg__strbuf_add_g(b, value, DIGITS, "n/a");
    hg__strbuf_add(b, ",");
}

static void add_who(hg__strbuf *b, const hg_result *r) {
    static const char *const answers[] = {"n/a", "no", "yes"};
    add_text(b, r->runner);
    add_text(b, r->session);
    add_number(b, r->visit > 0 ? (double)r->visit : (double)NAN);
    add_text(b, r->trial);
    add_text(b, r->task == HG_TASK_UNKNOWN ? "" : hg_task_name(r->task));
    add_text(b, r->sex == HG_SEX_UNKNOWN ? "" : hg_sex_name(r->sex));
    add_number(b, r->age_years);
    add_number(b, r->height_m);
    add_number(b, r->mass_kg);
    add_number(b, r->speed_m_s);
    add_text(b, answers[r->treadmill == HG_YES ? 2 : r->treadmill == HG_NO ? 1 : 0]);
    add_text(b, hg_quality_name(r->status));
    add_number(b, (double)r->n_used[HG_LEFT]);
    add_number(b, (double)r->n_used[HG_RIGHT]);
    add_text(b, r->provenance.sensor);
    add_text(b, r->provenance.markerset);
    add_text(b, r->provenance.convention);
    hg__csv_add_text(b, *r->provenance.hip_centre ? r->provenance.hip_centre : "n/a");
}

/* Where the data cannot carry a report the table holds no angles either, as the report does not. */
static double value_of(const hg_result *r, hg_metric_id id, hg_cohort_part part) {
    const hg_metric_value *v = hg_result_metric(r, id);
    if (!v ||
        (r->status == HG_QUALITY_INSUFFICIENT && hg_metrics[id].family != HG_FAMILY_SPATIOTEMPORAL))
        return NAN;
    const hg_stat *s = part == HG_COHORT_BOTH ? &v->both : &v->side[part];
    return s->n ? s->mean : NAN;
}

hg_status hg_report_cohort_row(hg_text *out, const hg_result *result, hg_error *err) {
    hg__strbuf b = {0};
    if (!out || !result) return hg__fail(err, HG_EINVAL, "there is no result to write");
    add_who(&b, result);
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        for (int part = 0; part < HG_COHORT_PARTS; part++) {
            if ((part == HG_COHORT_BOTH) != (hg_metrics[id].form == HG_FORM_BOTH)) continue;
            hg__strbuf_add(&b, ",");
            hg__strbuf_add_g(&b, value_of(result, (hg_metric_id)id, (hg_cohort_part)part), DIGITS,
                             "n/a");
        }
    hg__cohort_bands_row(&b, result);
    hg__strbuf_add(&b, "\n");
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}

hg_status hg_report_cohort_csv(hg_text *out, const hg_cohort *cohort, hg_error *err) {
    hg__strbuf b = {0};
    hg_text head = {NULL, 0};
    if (!out || !cohort) return hg__fail(err, HG_EINVAL, "there is no cohort to write");
    hg_status status = hg_report_cohort_head(&head, err);
    if (status != HG_OK) return status;
    hg__strbuf_add(&b, head.data);
    hg_text_free(&head);
    for (size_t i = 0; i < cohort->n; i++) hg__strbuf_add(&b, cohort->row[i].line);
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
