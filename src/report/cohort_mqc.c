/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cohort as a table for MultiQC, "custom content" (hipgait_mqc.json). MultiQC puts texts into
 * its page as they are: samples are the names of the results' files, which hold no markup, and all
 * other texts are words of ours.
 */
#include <hipgait/version.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "report/cohort_parts.h"

#define DIGITS 9

const hg_metric_id hg__key_metrics[HG__KEY_METRICS] = {
    HG_METRIC_step_rate, HG_METRIC_contact_time, HG_METRIC_hip_extension_peak,
    HG_METRIC_hip_adduction_excursion, HG_METRIC_pelvic_drop_excursion};

/* Decimals with which values of a unit are shown. */
static const char *format_of(const char *unit) {
    if (strcmp(unit, "s") == 0 || strcmp(unit, "m") == 0) return "{:,.3f}";
    return strcmp(unit, "m/s") == 0 ? "{:,.2f}" : "{:,.1f}";
}

static hg__json *header(const char *title, const char *meaning, const char *unit,
                        const char *format) {
    hg__json *h = hg__json_new_object();
    hg__json_set(h, "title", hg__json_new_text(title));
    hg__json_set(h, "description", hg__json_new_text(meaning));
    if (*unit) {
        char suffix[32];
        snprintf(suffix, sizeof suffix, " %s", unit);
        hg__json_set(h, "suffix", hg__json_new_text(suffix));
    }
    if (format) {
        hg__json_set(h, "format", hg__json_new_text(format));
        hg__json_set(h, "scale", hg__json_new_text("Blues"));
    } else { /* words */
        hg__json_set(h, "scale", hg__json_new_bool(false));
    }
    return h;
}

static void metric_header(hg__json *headers, hg_metric_id id, hg_cohort_part part) {
    static const char *const sides[] = {", left", ", right", ""};
    char column[HG_COHORT_COLUMN_MAX], title[128];
    hg_report_cohort_column(column, id, part);
    snprintf(title, sizeof title, "%s%s", hg_metrics[id].label, sides[part]);
    hg__json_set(headers, column,
                 header(title, hg_metrics[id].definition, hg_metrics[id].unit,
                        format_of(hg_metrics[id].unit)));
}

static bool has_part(hg_metric_id id, int part) {
    return (part == HG_COHORT_BOTH) == (hg_metrics[id].form == HG_FORM_BOTH);
}

static hg__json *headers(void) {
    hg__json *h = hg__json_new_object();
    hg__json_set(h, "status",
                 header("Quality", "data quality: ok, warned, insufficient", "", NULL));
    hg__json_set(h, "speed_m_s", header("Speed", "of the trial", "m/s", "{:,.2f}"));
    hg__json_set(h, "strides_left", header("Strides L", "in the means, left", "", "{:,.0f}"));
    hg__json_set(h, "strides_right", header("Strides R", "in the means, right", "", "{:,.0f}"));
    for (int i = 0; i < HG__KEY_METRICS; i++)
        for (int part = 0; part < HG_COHORT_PARTS; part++)
            if (has_part(hg__key_metrics[i], part))
                metric_header(h, hg__key_metrics[i], (hg_cohort_part)part);
    hg__json_set(h, "asymmetry_notable",
                 header("Notable asymmetries",
                        "differences of the sides that measurement error "
                        "does not explain, those beyond usual included",
                        "", "{:,.0f}"));
    hg__json_set(h, "asymmetry_beyond",
                 header("Beyond usual", "differences larger than usual in runners", "", "{:,.0f}"));
    hg__json_set(h, "band",
                 header("Highest band",
                        "of the conditions: low, watch, moderate, "
                        "elevated, refer; insufficient: not judged",
                        "", NULL));
    hg__json_set(h, "red_flags", header("Red flags", "not_asked, clear or raised", "", NULL));
    return h;
}

static void set_number(hg__json *o, const char *key, double value) {
    if (isfinite(value)) hg__json_set(o, key, hg__json_new_number(value)); /* absent: missing */
}

static hg__json *sample(const hg_cohort_row *row) {
    hg__json *o = hg__json_new_object();
    hg__json_set(o, "status", hg__json_new_text(hg_quality_name(row->status)));
    set_number(o, "speed_m_s", row->speed_m_s);
    hg__json_set(o, "strides_left", hg__json_new_integer((long long)row->strides[HG_LEFT]));
    hg__json_set(o, "strides_right", hg__json_new_integer((long long)row->strides[HG_RIGHT]));
    for (int i = 0; i < HG__KEY_METRICS; i++)
        for (int part = 0; part < HG_COHORT_PARTS; part++) {
            char column[HG_COHORT_COLUMN_MAX];
            if (!has_part(hg__key_metrics[i], part)) continue;
            hg_report_cohort_column(column, hg__key_metrics[i], (hg_cohort_part)part);
            set_number(o, column, row->value[hg__key_metrics[i]][part]);
        }
    hg__json_set(o, "asymmetry_notable", hg__json_new_integer((long long)row->notable));
    hg__json_set(o, "asymmetry_beyond", hg__json_new_integer((long long)row->beyond));
    hg__json_set(o, "band", hg__json_new_text(hg_condition_band_name(row->band)));
    hg__json_set(o, "red_flags", hg__json_new_text(hg_red_flag_status_name(row->red_flags)));
    return o;
}

/* Ids that differ only in what does not fit a file name give the same name: the second is counted.
 */
static void add_sample(hg__json *data, const hg_cohort_row *row) {
    char name[300];
    if (!*row->sample) return;
    snprintf(name, sizeof name, "%s", row->sample);
    for (unsigned k = 2; hg__json_get(data, name); k++)
        snprintf(name, sizeof name, "%.280s_%u", row->sample, k);
    hg__json_set(data, name, sample(row));
}

hg_status hg_report_cohort_mqc(hg_text *out, const hg_cohort *c, hg_error *err) {
    if (!out || !c) return hg__fail(err, HG_EINVAL, "there is no cohort to write");
    hg__json *o = hg__json_new_object(), *config = hg__json_new_object();
    hg__json *data = hg__json_new_object();
    hg__json_set(o, "id", hg__json_new_text("hipgait"));
    hg__json_set(o, "section_name", hg__json_new_text("hipgait"));
    hg__json_set(o, "description", hg__json_new_text(hg_intended_use()));
    hg__json_set(o, "plot_type", hg__json_new_text("table"));
    hg__json_set(config, "id", hg__json_new_text("hipgait_table"));
    hg__json_set(config, "namespace", hg__json_new_text("hipgait"));
    hg__json_set(config, "table_title", hg__json_new_text("hipgait: trials"));
    hg__json_set(config, "col1_header", hg__json_new_text("Trial"));
    hg__json_set(o, "pconfig", config);
    hg__json_set(o, "headers", headers());
    for (size_t i = 0; i < c->n; i++) add_sample(data, &c->row[i]);
    hg__json_set(o, "data", data);
    out->data = hg__json_dump(o, DIGITS, &out->size);
    hg__json_free(o);
    return out->data ? HG_OK : hg__fail_memory(err);
}
