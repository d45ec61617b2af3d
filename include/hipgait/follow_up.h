/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file follow_up.h
 * Two visits of one runner, side by side: what changed, and whether it can be told from the error
 * of measuring. docs/follow-up.md has the rules and the JSON form.
 *
 * Changes are later minus earlier. NaN is "not known".
 */
#ifndef HG_HIPGAIT_FOLLOW_UP_H
#define HG_HIPGAIT_FOLLOW_UP_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/evidence.h>
#include <hipgait/export.h>
#include <hipgait/metrics.h>
#include <hipgait/recording.h>
#include <hipgait/report.h>
#include <hipgait/result.h>
#include <hipgait/status.h>

#define HG_FOLLOW_UP_SCHEMA_VERSION "1.0"

/* clang-format off */
/** Settings: field, key, default, least, most, unit, meaning and reason. */
#define HG_FOLLOW_UP_NUMBERS(X) \
    X(speed_percent, "follow_up.speed_percent", 5.0, 0.0, 100.0, "%", \
      "Speeds that differ by more leave every change open. At 3 m/s 5 % is 0.15 m/s; that alone makes contact 9 ms shorter and adds 1.7 steps a minute (equations of Malisoux 2023, doi:10.1177/23259671231204629).") \
    X(incline_percent, "follow_up.incline_percent", 1.0, 0.0, 100.0, "% points", \
      "Inclines that differ by more leave every change open; assumed; 1 % is the usual allowance for air resistance on a treadmill.") \
    X(strides_min, "follow_up.strides_min", 10.0, 2.0, 1000.0, "strides", \
      "Fewer strides of a side at either visit leave its changes open; as asymmetry.strides_min, below which intervals are not to be trusted.") \
    X(mdc_factor, "follow_up.mdc_factor", 2.77, 1.0, 10.0, "", \
      "Minimal detectable change in standard errors of measurement: 1.96 times the square root of 2, as both visits carry the error.") \
    X(level, "follow_up.level", 0.05, 0.001, 0.5, "", \
      "Chance of each comparison to look like a change by error alone; goes with the factor above and says how many such are to be expected.")
/* clang-format on */

typedef struct hg_follow_up_options {
#define HG_FOLLOW_UP_FIELD(field, key, value, least, most, unit, meaning) double field;
    HG_FOLLOW_UP_NUMBERS(HG_FOLLOW_UP_FIELD)
#undef HG_FOLLOW_UP_FIELD
} hg_follow_up_options;

/** One setting. */
typedef struct hg_follow_up_setting {
    const char *key, *unit, *meaning;
    double standard, least, most;
    size_t offset; /**< of the field in hg_follow_up_options */
} hg_follow_up_setting;

HG_API void hg_follow_up_options_default(hg_follow_up_options *options);
/** HG_EINVAL, with the keys or the range, when the key or the value is wrong. */
HG_API HG_CHECKED hg_status hg_follow_up_options_set(hg_follow_up_options *options, const char *key,
                                                     const char *value, hg_error *err);
/** All settings in fixed order; static data. */
HG_API const hg_follow_up_setting *hg_follow_up_settings(size_t *count);

/** Which measures something touches. */
typedef enum hg_touch {
    HG_TOUCH_NONE, /**< none: it is told, no more */
    HG_TOUCH_HIP,  /**< those that need the hip joint centre */
    HG_TOUCH_BODY, /**< all that need more than the times of foot strikes and a speed */
    HG_TOUCH_ALL
} hg_touch;

/* clang-format off */
/**
 * What may differ between visits: id, label, what it touches when it differs, what it touches when
 * it is not stated at a visit, why.
 */
#define HG_ASPECT_TABLE(X) \
    X(task, "Task", ALL, NONE, "walking and running are different movements") \
    X(speed, "Speed", ALL, ALL, "nearly every measure follows speed") \
    X(surface, "Treadmill or overground", ALL, NONE, "running on a belt is not quite running over ground") \
    X(incline, "Incline", ALL, NONE, "slopes change hip and pelvis") \
    X(footwear, "Footwear", ALL, NONE, "shoes change contact, step rate and hip motion") \
    X(sensor, "Sensor", ALL, ALL, "two measuring systems disagree by more than most changes") \
    X(markerset, "Marker set", BODY, NONE, "markers elsewhere give other angles") \
    X(convention, "Convention of angles", BODY, ALL, "the same pose has other angles in another convention") \
    X(hip_centre, "Method of the hip centre", HIP, NONE, "another hip centre shifts hip and knee angles") \
    X(events, "Method of events", ALL, ALL, "foot strikes found otherwise come a few frames earlier or later") \
    X(settings, "Settings of the analysis", ALL, NONE, "filters and rules change the values themselves") \
    X(quality, "Data quality", BODY, NONE, "a visit has not enough good data for hips and pelvis") \
    X(program, "Version of hipgait", NONE, NONE, "versions may compute differently; analysing both recordings again with one version settles it") \
    X(evidence, "Version of the rules", NONE, NONE, "bands of different rule files are not strictly comparable")
/* clang-format on */

typedef enum hg_aspect_id {
#define HG_ASPECT_ENUM(name, ...) HG_ASPECT_##name,
    HG_ASPECT_TABLE(HG_ASPECT_ENUM)
#undef HG_ASPECT_ENUM
        HG_ASPECT_COUNT
} hg_aspect_id;

typedef struct hg_aspect_row {
    const char *id, *label;
    hg_touch differs, unknown;
    const char *why;
} hg_aspect_row;

/** The table, by hg_aspect_id. */
extern HG_API const hg_aspect_row hg_aspects[HG_ASPECT_COUNT];

typedef enum hg_aspect_state {
    HG_ASPECT_SAME,
    HG_ASPECT_DIFFERS,
    HG_ASPECT_NOT_STATED /**< at one visit or both */
} hg_aspect_state;

/** "same", "differs", "not_stated". */
HG_API const char *hg_aspect_state_name(hg_aspect_state state);

/** One aspect of both visits. */
typedef struct hg_aspect {
    hg_aspect_state state;
    hg_touch touches;                              /**< for its state */
    char earlier[HG_TEXT_MAX], later[HG_TEXT_MAX]; /**< in words; "" not stated */
} hg_aspect;

typedef enum hg_verdict {
    HG_VERDICT_CANNOT_TELL = 0,
    HG_VERDICT_WITHIN_ERROR,
    HG_VERDICT_REAL /**< larger than the minimal detectable change */
} hg_verdict;

/** "cannot_tell", "within_error", "real_change". */
HG_API const char *hg_verdict_name(hg_verdict verdict);

/** Why a change cannot be told. */
typedef enum hg_open_reason {
    HG_OPEN_NONE = 0,
    HG_OPEN_NOT_MEASURED, /**< at one visit */
    HG_OPEN_FEW_STRIDES,
    HG_OPEN_ERROR_UNKNOWN, /**< of placing markers; or the strides give no interval */
    HG_OPEN_CONDITIONS     /**< `aspects` of the row */
} hg_open_reason;

/** "", "not_measured", "few_strides", "error_unknown", "conditions". */
HG_API const char *hg_open_reason_name(hg_open_reason reason);

/** A value at both visits. */
typedef struct hg_change {
    double earlier, later;
    double change;        /**< later minus earlier */
    double ci95[2];       /**< by the strides alone */
    double ci95_total[2]; /**< with the error of placing markers at both visits */
    double mdc; /**< minimal detectable change: strides and placement; docs/follow-up.md */
    hg_verdict verdict;
    hg_open_reason open;
    unsigned aspects; /**< bit per hg_aspect_id that leaves it open */
} hg_change;

/** A metric: of each side, or both. What was measured at neither visit has no row. */
typedef struct hg_metric_change {
    hg_metric_id id;
    hg_change side[2], both; /**< `both` only for HG_FORM_BOTH, else `side` */
} hg_metric_change;

/** The difference right minus left of a metric at both visits. */
typedef struct hg_asymmetry_change {
    hg_metric_id id;
    hg_change difference;
    hg_asymmetry_class earlier, later;
} hg_asymmetry_change;

/** A condition and side at both visits; NULL where a visit does not name it. Borrowed. */
typedef struct hg_band_change {
    const hg_condition *earlier, *later;
    bool changed;                           /**< of band */
    const hg_rule_outcome *const *appeared; /**< rules that fired later and not before */
    size_t n_appeared;
    const hg_rule_outcome *const *gone; /**< rules that fired before and not later */
    size_t n_gone;
} hg_band_change;

typedef struct hg_follow_up {
    const hg_result *earlier, *later; /**< borrowed: must outlive the follow-up */
    hg_follow_up_options options;
    bool same_recording; /**< both results are of one trial of one recording */
    bool order_doubtful; /**< by date or visit the later one is not later */
    hg_aspect aspects[HG_ASPECT_COUNT];
    hg_metric_change *metrics; /**< in registry order */
    size_t n_metrics;
    hg_asymmetry_change *asymmetry; /**< in registry order */
    size_t n_asymmetry;
    hg_band_change *bands; /**< those of the later visit in order, then those of the earlier only */
    size_t n_bands;
    size_t tests, real, within, open; /**< of metrics and sides; tests is real + within */
    size_t asymmetry_tests, asymmetry_real;
    double expected_chance; /**< level times tests: changes that error alone would make */
    struct hg__arena *memory;
} hg_follow_up;

/**
 * Compares. HG_EINVAL when the results are not of one runner; HG_ENOMEM. `options` NULL means the
 * defaults. Free with hg_follow_up_free().
 */
HG_API HG_CHECKED hg_status hg_follow_up_compute(hg_follow_up **out, const hg_result *earlier,
                                                 const hg_result *later,
                                                 const hg_follow_up_options *options,
                                                 hg_error *err);
HG_API void hg_follow_up_free(hg_follow_up *follow_up);

/** The follow-up as JSON, schema "hipgait-follow-up" (docs/follow-up.md). */
HG_API HG_CHECKED hg_status hg_report_follow_up_json(hg_text *out, const hg_follow_up *follow_up,
                                                     hg_error *err);

/** The follow-up as one HTML page, as PDF and as plain text, as hg_report_html(), hg_report_pdf()
 * and hg_report_text() make them of results; the same options. */
HG_API HG_CHECKED hg_status hg_report_follow_up_html(hg_text *out, const hg_follow_up *follow_up,
                                                     const hg_report_options *options,
                                                     hg_error *err);
HG_API HG_CHECKED hg_status hg_report_follow_up_pdf(hg_text *out, const hg_follow_up *follow_up,
                                                    const hg_report_options *options,
                                                    hg_error *err);
HG_API HG_CHECKED hg_status hg_report_follow_up_text(hg_text *out, const hg_follow_up *follow_up,
                                                     const hg_report_options *options,
                                                     hg_error *err);

#endif
