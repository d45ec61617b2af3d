/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the cohort table, and the cell of a row in each. */
#include <hipgait/cohort.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TEXT = 1, NUMBER = 0 };

static const struct who {
    const char *name, *unit, *meaning;
    bool text;
} who[HG_COHORT_WHO_COLUMNS] = {
#define ROW(name, unit, kind, meaning) {#name, unit, meaning, kind == TEXT},
    HG_COHORT_WHO_TABLE(ROW)
#undef ROW
};

static size_t parts_of(int metric) {
    return hg_metrics[metric].form == HG_FORM_BOTH ? 1 : 2;
}

size_t hg_cohort_columns(void) {
    size_t n = HG_COHORT_WHO_COLUMNS;
    for (int m = 0; m < HG_METRIC_COUNT; m++) n += parts_of(m);
    return n;
}

/* Metric and part of a column behind the first ones. */
static hg_metric_id metric_of(size_t column, hg_cohort_part *part) {
    size_t at = column - HG_COHORT_WHO_COLUMNS;
    int m = 0;
    while (m + 1 < HG_METRIC_COUNT && at >= parts_of(m)) at -= parts_of(m++);
    *part = parts_of(m) == 1 ? HG_COHORT_BOTH : at ? HG_COHORT_RIGHT : HG_COHORT_LEFT;
    return (hg_metric_id)m;
}

void hg_cohort_column_of(hg_cohort_column_info *out, size_t column) {
    *out = (hg_cohort_column_info){.metric = HG_METRIC_COUNT};
    if (column < HG_COHORT_WHO_COLUMNS) {
        snprintf(out->name, sizeof out->name, "%s", who[column].name);
        out->unit = who[column].unit;
        out->meaning = who[column].meaning;
        out->text = who[column].text;
        return;
    }
    out->metric = metric_of(column, &out->part);
    out->unit = hg_metrics[out->metric].unit;
    out->meaning = hg_metrics[out->metric].definition;
    hg_report_cohort_column(out->name, out->metric, out->part);
}

const char *hg_cohort_text(const hg_cohort_row *row, size_t column) {
    switch (column) {
    case HG_COHORT_runner: return row->runner;
    case HG_COHORT_session: return row->session;
    case HG_COHORT_trial: return row->trial;
    case HG_COHORT_task: return row->task == HG_TASK_UNKNOWN ? "" : hg_task_name(row->task);
    case HG_COHORT_sex: return row->sex == HG_SEX_UNKNOWN ? "" : hg_sex_name(row->sex);
    case HG_COHORT_treadmill:
        return row->treadmill == HG_YES ? "yes" : row->treadmill == HG_NO ? "no" : "";
    case HG_COHORT_status: return hg_quality_name(row->status);
    case HG_COHORT_sensor: return row->sensor;
    case HG_COHORT_markerset: return row->markerset;
    case HG_COHORT_convention: return row->convention;
    case HG_COHORT_hip_centre: return row->hip_centre;
    default: return "";
    }
}

double hg_cohort_number(const hg_cohort_row *row, size_t column) {
    hg_cohort_part part;
    switch (column) {
    case HG_COHORT_visit: return row->visit > 0 ? (double)row->visit : (double)NAN;
    case HG_COHORT_age_years: return row->age_years;
    case HG_COHORT_height_m: return row->height_m;
    case HG_COHORT_mass_kg: return row->mass_kg;
    case HG_COHORT_trial_speed_m_s: return row->speed_m_s;
    case HG_COHORT_strides_left: return (double)row->strides[HG_LEFT];
    case HG_COHORT_strides_right: return (double)row->strides[HG_RIGHT];
    default: break;
    }
    if (column < HG_COHORT_WHO_COLUMNS || column >= hg_cohort_columns()) return NAN;
    hg_metric_id id = metric_of(column, &part);
    return row->value[id][part];
}
