/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the session's tables, for the tables and for their dictionary. */
#ifndef HG_REPORT_CSV_TABLES_H
#define HG_REPORT_CSV_TABLES_H

#include <stdbool.h>

#include <hipgait/report.h>

/* enum name, name of the column, its unit ("" none, "unit": that of the line), what it holds */
/* clang-format off */
#define HG__CSV_LONG_TABLE(X) \
    X(RUNNER, "runner", "", "Pseudonymous id of the runner") \
    X(SESSION, "session", "", "Id of the session") \
    X(VISIT, "visit", "", "Number of the visit, from 1") \
    X(TRIAL, "trial", "", "Name of the trial in the recording") \
    X(TASK, "task", "", "What the runner did: run, walk, static or functional") \
    X(STATUS, "status", "", "Quality of the data: ok, warned or insufficient") \
    X(SPEED, "trial_speed_m_s", "m/s", "Speed of the trial") \
    X(METRIC, "metric", "", "Id of the measure; its definition stands in this dictionary") \
    X(FAMILY, "family", "", "What the measure belongs to: spatiotemporal, a plane of movement, acceleration or rhythm") \
    X(UNIT, "unit", "", "Unit of the numbers of this line") \
    X(SIDE, "side", "", "left, right, both (one value for the runner), or difference (right minus left)") \
    X(MEAN, "mean", "unit", "Mean over the strides in use; of difference lines, right minus left") \
    X(SD, "sd", "unit", "Standard deviation from stride to stride") \
    X(N, "n", "", "Strides in use; of difference lines, pairs of strides") \
    X(CI_LOW, "ci95_low", "unit", "Lower end of the 95 % interval, strides alone") \
    X(CI_HIGH, "ci95_high", "unit", "Upper end of the 95 % interval, strides alone") \
    X(TOTAL_LOW, "ci95_total_low", "unit", "Difference lines: lower end of the 95 % interval with the error of placing markers") \
    X(TOTAL_HIGH, "ci95_total_high", "unit", "Difference lines: upper end of the 95 % interval with the error of placing markers") \
    X(MEDIAN, "median", "unit", "Median over the strides in use") \
    X(SYMMETRY_INDEX, "symmetry_index_percent", "%", "Difference lines of times and lengths: 100 (R - L) / (0.5 (R + L))") \
    X(RATING, "rating", "", "Difference lines: usual, notable, beyond or insufficient (docs/asymmetry.md)") \
    X(REFERENCE_MEAN, "reference_mean", "unit", "Mean of other runners, where a reference is known") \
    X(REFERENCE_SD, "reference_sd", "unit", "Standard deviation of other runners") \
    X(REFERENCE_N, "reference_n", "", "Number of other runners") \
    X(REFERENCE_Z, "reference_z", "", "Mean less that of other runners, in their standard deviations; only of a reference that fits")
/* clang-format on */

typedef enum hg__csv_long {
#define HG__CSV_LONG_ENUM(upper, id, unit, description) HG__LONG_##upper,
    HG__CSV_LONG_TABLE(HG__CSV_LONG_ENUM)
#undef HG__CSV_LONG_ENUM
        HG__LONG_COUNT
} hg__csv_long;

typedef struct hg__csv_column {
    const char *id, *unit, *description;
} hg__csv_column;

extern const hg__csv_column hg__csv_long_columns[HG__LONG_COUNT];

/* "hip_flexion_left_mean_deg" */
void hg__csv_curve_column(char name[HG_COHORT_COLUMN_MAX], hg_curve_id id, hg_side side,
                          bool spread);

#endif
