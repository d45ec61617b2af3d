/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file cohort.h
 * Many results at once: what is kept of each trial, how each measure is spread over the trials, and
 * which trials stand apart. docs/cohort.md has the rules and the files made from it.
 *
 * A cohort keeps a row of a few kilobytes per trial, never a whole result. NaN is missing.
 * Threads: as recordings.
 */
#ifndef HG_HIPGAIT_COHORT_H
#define HG_HIPGAIT_COHORT_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/evidence.h>
#include <hipgait/export.h>
#include <hipgait/metrics.h>
#include <hipgait/recording.h>
#include <hipgait/report.h>
#include <hipgait/result.h>
#include <hipgait/status.h>

/* clang-format off */
/** Settings: field, key, default, least, most, unit, meaning and reason. */
#define HG_COHORT_NUMBERS(X) \
    X(outlier_z, "cohort.outlier_z", 3.5, 2.0, 20.0, "", \
      "Robust standard deviations (1.4826 times the median absolute deviation) from the median beyond which a trial stands apart; 3.5 is the usual choice (Iglewicz & Hoaglin 1993, How to detect and handle outliers), about 1 in 2,000 trials of a normal distribution.") \
    X(outlier_trials_min, "cohort.outlier_trials_min", 10.0, 4.0, 1000.0, "trials", \
      "Fewer trials have no outliers: their median absolute deviation is too unsure; in samples of 10 from a normal distribution 3.5 is passed by 1 in 60 values, of 50 by 1 in 450 (simulated).")
/* clang-format on */

typedef struct hg_cohort_options {
#define HG_COHORT_FIELD(field, key, value, least, most, unit, meaning) double field;
    HG_COHORT_NUMBERS(HG_COHORT_FIELD)
#undef HG_COHORT_FIELD
} hg_cohort_options;

HG_API void hg_cohort_options_default(hg_cohort_options *options);
/** HG_EINVAL, with the keys or the range, when the key or the value is wrong. */
HG_API HG_CHECKED hg_status hg_cohort_options_set(hg_cohort_options *options, const char *key,
                                                  const char *value, hg_error *err);

/** One condition on one side, where its band is more than low. */
typedef struct hg_cohort_band {
    const char *id, *label;
    hg_side side;
    hg_condition_band band;
} hg_cohort_band;

/** What is kept of a trial. */
typedef struct hg_cohort_row {
    const char *runner, *session, *trial;
    const char *origin; /**< file that it was read from, for messages: "" when there is none */
    const char *report; /**< its report, relative to the page of the cohort, '/' between; "" none */
    const char *sample; /**< the same trial as one word fit for a file name */
    const char *line;   /**< its line of the cohort table (hg_report_cohort_row()) */
    size_t order;       /**< of the trial among those of its session */
    char sha256[65];    /**< of its bytes; "" unknown */
    int visit;
    hg_task task;
    hg_sex sex;
    hg_answer treadmill;
    double age_years, height_m, mass_kg, speed_m_s;
    hg_quality_status status;
    const char *why; /**< the worst that was noticed, as sentences; "" when data are good */
    size_t strides[2];
    const char *sensor, *markerset, *convention, *hip_centre;
    double value[HG_METRIC_COUNT][HG_COHORT_PARTS]; /**< as in the cohort table */
    hg_asymmetry_class rating[HG_METRIC_COUNT];     /**< insufficient where there is none */
    size_t asymmetry_tests, notable, beyond;        /**< beyond is part of notable */
    hg_red_flag_status red_flags;
    size_t n_red_flags;     /**< raised */
    hg_condition_band band; /**< the highest; insufficient when no condition could be judged */
    hg_cohort_band *bands;  /**< those above low, highest first */
    size_t n_bands, n_conditions; /**< those above low; all that the rules name, a side each */
} hg_cohort_row;

/** A recording or trial of which there is no result. */
typedef struct hg_cohort_failure {
    const char *file, *trial; /**< base name; "" when the whole file failed */
    const char *status;       /**< hg_status_name() */
    const char *reason;
} hg_cohort_failure;

typedef struct hg_cohort {
    hg_cohort_row *row;
    size_t n;
    hg_cohort_failure *failure;
    size_t n_failures;
    hg_cohort_options options;
    /* inside */
    size_t room, room_failures;
    struct hg__arena *memory;
} hg_cohort;

/** `options` NULL means the defaults. */
HG_API HG_CHECKED hg_status hg_cohort_new(hg_cohort **out, const hg_cohort_options *options,
                                          hg_error *err);
HG_API void hg_cohort_free(hg_cohort *cohort);

/** Where a trial came from; all may be NULL or 0. Copied. */
typedef struct hg_cohort_source {
    const char *origin, *report, *sample, *sha256, *line;
    size_t order;
} hg_cohort_source;

/** Keeps the row of a result, which is no longer needed then. HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_cohort_add(hg_cohort *cohort, const hg_result *result,
                                          const hg_cohort_source *source, hg_error *err);
HG_API HG_CHECKED hg_status hg_cohort_add_failure(hg_cohort *cohort, const char *file,
                                                  const char *trial, const char *status,
                                                  const char *reason, hg_error *err);

/**
 * Orders rows by runner and session (bytewise), then order, then trial, and failures by file and
 * trial. Of rows of one runner, session and trial with equal sha256 one stays; with different ones:
 * HG_EDATA, naming both origins. Failures alike in all four texts are one.
 */
HG_API HG_CHECKED hg_status hg_cohort_finish(hg_cohort *cohort, hg_error *err);

/** Which tasks the rows have, in the order of hg_task; returns how many. */
HG_API size_t hg_cohort_tasks(hg_task out[5], const hg_cohort *cohort);

/** How a value is spread over the trials of a task. All NaN where n is 0. */
typedef struct hg_cohort_spread {
    size_t n;
    double least, p5, p25, median, p75, p95, most;
    double robust_sd;             /**< 1.4826 times the median absolute deviation */
    double usual[2];              /**< beyond these a trial is an outlier; NaN when none can be */
    size_t *outliers, n_outliers; /**< indices of rows, the most extreme first */
} hg_cohort_spread;

/** Trials of all data qualities count where the cohort table has their value. HG_ENOMEM. `outliers`
 * belongs to the cohort. */
HG_API HG_CHECKED hg_status hg_cohort_spread_of(hg_cohort_spread *out, hg_cohort *cohort,
                                                hg_task task, hg_metric_id id, hg_cohort_part part,
                                                hg_error *err);

/* clang-format off */
/** Columns of the table before those of the metrics: name, unit, kind (TEXT or NUMBER), meaning. */
#define HG_COHORT_WHO_TABLE(X) \
    X(runner, "", TEXT, "pseudonym from the recording") \
    X(session, "", TEXT, "id of the session") \
    X(visit, "", NUMBER, "1 for the first visit") \
    X(trial, "", TEXT, "name of the trial") \
    X(task, "", TEXT, "run, walk, static or functional") \
    X(sex, "", TEXT, "F, M or other, as given") \
    X(age_years, "years", NUMBER, "as given") \
    X(height_m, "m", NUMBER, "as given") \
    X(mass_kg, "kg", NUMBER, "as given") \
    X(trial_speed_m_s, "m/s", NUMBER, "speed that lengths were computed with") \
    X(treadmill, "", TEXT, "yes or no") \
    X(status, "", TEXT, "data quality: ok, warned or insufficient") \
    X(strides_left, "", NUMBER, "strides in the means, left") \
    X(strides_right, "", NUMBER, "strides in the means, right") \
    X(sensor, "", TEXT, "what was recorded: optical, segment_orientation or joint_angles") \
    X(markerset, "", TEXT, "id of the marker set") \
    X(convention, "", TEXT, "convention of angles") \
    X(hip_centre, "", TEXT, "how the hip joint centres were found")
/* clang-format on */

typedef enum hg_cohort_column {
#define HG_COHORT_WHO_ENUM(name, unit, kind, meaning) HG_COHORT_##name,
    HG_COHORT_WHO_TABLE(HG_COHORT_WHO_ENUM)
#undef HG_COHORT_WHO_ENUM
        HG_COHORT_WHO_COLUMNS
} hg_cohort_column;

/** Columns of HG_COHORT_WHO_TABLE and of all metrics; in cohort.csv those of the red-flag screen
 * and of the bands follow. */
HG_API size_t hg_cohort_columns(void);

typedef struct hg_cohort_column_info {
    char name[HG_COHORT_COLUMN_MAX];
    const char *unit, *meaning;
    bool text;
    hg_metric_id metric; /**< HG_METRIC_COUNT for the first columns */
    hg_cohort_part part;
} hg_cohort_column_info;

HG_API void hg_cohort_column_of(hg_cohort_column_info *out, size_t column);

/** A cell: its text ("" missing) of a text column, its number (NaN missing) of the others. */
HG_API const char *hg_cohort_text(const hg_cohort_row *row, size_t column);
HG_API double hg_cohort_number(const hg_cohort_row *row, size_t column);

/** What the page of a cohort looks like. Zeroed or NULL is the default. */
typedef struct hg_cohort_page_options {
    const char *language; /**< NULL: "en" */
    const char *title;    /**< NULL: none but the kind of page */
} hg_cohort_page_options;

/**
 * The cohort as one self-contained HTML page: a table that sorts and filters, failures, and how
 * each measure is spread. Readable without its script. The cohort must be finished.
 */
HG_API HG_CHECKED hg_status hg_report_cohort_html(hg_text *out, hg_cohort *cohort,
                                                  const hg_cohort_page_options *options,
                                                  hg_error *err);

/** The cohort table: hg_report_cohort_head() and the line of each trial, in the cohort's order. */
HG_API HG_CHECKED hg_status hg_report_cohort_csv(hg_text *out, const hg_cohort *cohort,
                                                 hg_error *err);

/** The cohort as a table for MultiQC ("custom content", hipgait_mqc.json). */
HG_API HG_CHECKED hg_status hg_report_cohort_mqc(hg_text *out, const hg_cohort *cohort,
                                                 hg_error *err);

/** The cohort table as HDF5: a data set per column (docs/cohort.md). The bytes of a file. `csv` is
 * the same table as text, whose columns behind those of hg_cohort_columns() are taken over. */
HG_API HG_CHECKED hg_status hg_cohort_h5(hg_text *out, const hg_cohort *cohort, const hg_text *csv,
                                         hg_error *err);

#endif
