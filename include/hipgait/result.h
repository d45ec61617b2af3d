/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file result.h
 * Everything computed from one trial. The only truth that reports know: the same result gives the
 * same bytes. docs/result-format.md and docs/result.schema.json describe it as JSON.
 *
 * Angles are in degrees here (and only here). NaN is "not measured"; JSON writes null.
 * Differences are right minus left. Times are seconds on the recording's own clock.
 *
 * Memory: a result owns all that hangs on it, free with hg_result_free(). Threads: as recordings.
 */
#ifndef HG_HIPGAIT_RESULT_H
#define HG_HIPGAIT_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hipgait/angles.h>
#include <hipgait/coordination.h>
#include <hipgait/evidence.h>
#include <hipgait/export.h>
#include <hipgait/flags.h>
#include <hipgait/metrics.h>
#include <hipgait/params.h>
#include <hipgait/recording.h>
#include <hipgait/rhythm.h>
#include <hipgait/status.h>

#define HG_RESULT_SCHEMA_VERSION "1.0"

typedef enum hg_quality_status {
    HG_QUALITY_OK,
    HG_QUALITY_WARNED,
    HG_QUALITY_INSUFFICIENT
} hg_quality_status;

/** A flag that was raised, with its sentence filled in and its number (NaN when it has none). */
typedef struct hg_flag {
    hg_flag_id id;
    const char *code;
    hg_severity severity;
    char text[512];
    double value;
} hg_flag;

/**
 * A value over the strides in use; formulas in docs/asymmetry.md. NaN is what cannot be had: sd
 * below two strides, intervals below six or where the strides do not vary.
 */
typedef struct hg_stat {
    double mean, sd; /**< sd with n - 1 */
    size_t n;
    double se, ci95[2];       /**< of the mean; they hold though strides resemble the next one */
    double lag1, n_effective; /**< correlation of neighbouring strides; what n is worth by it */
    double median, mad_sd;    /**< mad_sd: 1.4826 times the median absolute deviation */
    double trimmed;           /**< mean without the tails (stats.trim_share) */
    double trimmed_ci95[2];   /**< by a block bootstrap */
    double drift_per_min;     /**< slope over the recording, unit of the metric per minute */
    double drift_ci95[2];     /**< the same correlation allowed for */
    const double *outlier_s;  /**< start of each stride far from the median (stats.outlier_z); they
                                   are in the mean all the same: the runner made them */
    size_t n_outliers;
} hg_stat;

/** A stat of nothing: every number NaN, n 0. */
HG_API hg_stat hg_stat_none(void);

/** A value of a metric. Per side, or `both` when the registry's form is HG_FORM_BOTH. */
typedef struct hg_metric_value {
    hg_metric_id id;
    hg_stat side[2];
    hg_stat both;
} hg_metric_value;

/** A stretch of the stride in which left and right differ by more than chance. */
typedef struct hg_curve_cluster {
    double start_percent, end_percent; /**< of the stride */
    int sign;       /**< 1 where the right side is larger, -1 where the left is */
    double p;       /**< of so long a stretch by chance, random field theory */
    double p_flips; /**< share of the sign flips that exceed its peak anywhere; NaN without them */
    double mean_difference, peak_difference, peak_percent; /**< degrees, right minus left */
    /** The part round the peak in which the difference is larger than size_deg; NaN when none. */
    double beyond_start_percent, beyond_end_percent;
} hg_curve_cluster;

/**
 * Left against right over the whole stride, in pairs of strides that follow one another
 * (docs/curves.md). What could not be computed is NaN, and `reason` says why.
 */
typedef struct hg_difference_test {
    char reason[96]; /**< "" when the test was made */
    size_t pairs;
    double lag1;            /**< correlation of a pair's difference with that of the pair before */
    double pairs_effective; /**< as many uncorrelated pairs say as much */
    double size_deg;        /**< a smaller difference may be the placement of the markers alone */
    double difference[HG_CURVE_POINTS]; /**< mean over the pairs, degrees, right minus left */
    double t[HG_CURVE_POINTS];          /**< for the effective number of pairs */
    double threshold;                   /**< of |t| by random field theory */
    double fwhm_percent;                /**< smoothness of the pairs along the stride */
    struct {
        char reason[96]; /**< "" when it was made */
        size_t blocks;   /**< of pairs, each flipped as one */
        size_t draws;
        bool exact;       /**< all sign flips, not a draw of them */
        double threshold; /**< of its own |t| */
        double p;         /**< of a difference so large anywhere in the curve */
    } flips;
    hg_curve_cluster *clusters; /**< in order of start */
    size_t n_clusters;
} hg_difference_test;

/** Mean curve over 0 to 100 % of the stride. n is 0 and all values NaN when not measured. */
typedef struct hg_curve {
    hg_curve_id id;
    struct {
        size_t n;
        double mean[HG_CURVE_POINTS], sd[HG_CURVE_POINTS];
    } side[2];
    hg_difference_test test;
} hg_curve;

#define HG_STRIDE_POINTS 51      /**< 0, 2, ... 100 % of the stride */
#define HG_STRIDE_CURVES_EVEN 15 /**< single strides a curve and side, besides outliers */

/**
 * A single stride of a curve, to show how alike strides are: of hip flexion, hip adduction and
 * pelvic obliquity, and of each side, at most HG_STRIDE_CURVES_EVEN of the strides in its mean, evenly spaced, and every outlier. A stride is
 * an outlier of a curve when it is one (hg_stat.outlier_s) of any metric of that side in the family
 * of the curve: sagittal for hip flexion, frontal for hip adduction and pelvic obliquity.
 */
typedef struct hg_stride_curve {
    hg_curve_id id;
    hg_side side;
    size_t stride;  /**< place in hg_result.strides[side] */
    double start_s; /**< of that stride */
    bool outlier;
    double value[HG_STRIDE_POINTS]; /**< degrees, signs of the side's curve; to 0.001 deg */
} hg_stride_curve;

/** One stride of a side, from foot strike to foot strike. `reason` is "" when it is used. */
typedef struct hg_stride {
    double start_s, toe_off_s, end_s;
    bool used;
    char reason[96];
} hg_stride;

typedef struct hg_events {
    const char *method;        /**< "force", "markers:...", "file" */
    char description[256];     /**< one sentence for the method section */
    const char *second_method; /**< what it was compared with, or "" */
    struct {
        double *foot_strike_s, *toe_off_s;
        double
            *strike_agreement_ms; /**< per foot strike: second method minus first, NaN when none */
        double *toe_off_agreement_ms; /**< the same per toe-off */
        size_t n_foot_strikes, n_toe_offs;
    } side[2];
} hg_events;

/** What is said of a difference between the sides; docs/asymmetry.md has the rules. */
typedef enum hg_asymmetry_class {
    HG_ASYMMETRY_INSUFFICIENT = 0, /**< it cannot be judged; the reason says why */
    HG_ASYMMETRY_USUAL,            /**< ci95_total holds 0 */
    HG_ASYMMETRY_NOTABLE,          /**< ci95_total excludes 0 */
    HG_ASYMMETRY_BEYOND            /**< besides, ci95 is outside what is usual in runners */
} hg_asymmetry_class;

/** "insufficient", "usual", "notable", "beyond". */
HG_API const char *hg_asymmetry_class_name(hg_asymmetry_class c);

/** Right minus left of one metric; NaN when a side is missing. */
typedef struct hg_asymmetry {
    hg_metric_id metric;
    double difference;    /**< mean of the right less mean of the left, unit of the metric */
    double ci95[2];       /**< of the difference, strides alone */
    double ci95_total[2]; /**< with the error of placing markers (limits.h) */
    /** Only for times and lengths (HG_FORM_INDEX) that are positive on both sides, else NaN. */
    struct {
        double symmetry_index;      /**< 100 (R - L) / (0.5 (R + L)), percent */
        double ci95[2];             /**< of it, strides alone */
        double symmetry_angle;      /**< 100 (45 deg - atan(L / R)) / 90 deg, percent */
        double limb_symmetry_index; /**< 100 involved / other, percent; NaN when no side is known */
    } index;
    size_t pairs;           /**< strides of both sides that belong together in time */
    bool paired;            /**< the intervals are of the pairs, not of two separate sides */
    double same_sign_share; /**< of the pairs, with the sign of the difference, 0 to 1 */
    double p, q; /**< of no difference, by ci95_total; q with the false discovery rate controlled */
    hg_asymmetry_class rating;
    const char *reason; /**< why it is not judged, or what keeps it from beyond; "" */
} hg_asymmetry;

/** What other runners had. n is 0 and all numbers NaN where it is not known; sd may be NaN. */
typedef struct hg_reference_stat {
    double mean, sd;
    size_t n;          /**< runners */
    double z;          /**< this runner's mean less theirs, in their standard deviations */
    double percentile; /**< share of such runners below this one, percent, by Student's t */
} hg_reference_stat;

/**
 * The reference of one metric. `compared`: it is from a set of the same sensor, marker set and
 * convention, and z and percentile are given; else it is information of other laboratories, whose
 * levels depend on their definitions and markers, and both are NaN. docs/references.md.
 */
typedef struct hg_reference {
    hg_metric_id id;
    bool compared;
    hg_reference_stat side[2], both;
    hg_reference_stat difference;        /**< of their own sides, right minus left; no z */
    hg_sex sex;                          /**< unknown: women and men */
    double speed_from_m_s, speed_to_m_s; /**< NaN: any */
    const char *set, *population, *method, *source, *quality;
} hg_reference;

#define HG_ASYMMETRY_LEVEL 0.05 /**< of one test: the intervals are of 95 % */

/** All comparisons of sides together. */
typedef struct hg_asymmetry_summary {
    size_t tests;   /**< differences that were judged; chance alone makes HG_ASYMMETRY_LEVEL of them
                         notable */
    size_t notable; /**< found, those beyond included */
    size_t beyond;
    size_t insufficient;
    size_t discoveries; /**< notable ones with q up to asymmetry.false_discovery */
    hg_side involved;   /**< side of symptoms or injury, HG_SIDE_UNKNOWN when none or both */
} hg_asymmetry_summary;

/** How a sample of a marker came about; the code of the mask in files. */
typedef enum hg_sample_origin {
    HG_SAMPLE_MEASURED = 0,
    HG_SAMPLE_SPLINE = 1,     /**< filled by a cubic spline through its neighbours in time */
    HG_SAMPLE_RIGID = 2,      /**< filled from the other markers of its segment */
    HG_SAMPLE_CORRELATED = 3, /**< filled from how all markers move together */
    HG_SAMPLE_RELABELLED = 4, /**< measured under another marker's name and given back */
    HG_SAMPLE_MISSING = 9
} hg_sample_origin;

/** "measured", "spline", "rigid", "correlated", "relabelled", "missing". */
HG_API const char *hg_sample_origin_name(hg_sample_origin origin);

/** Samples of a marker in a row that were not measured as they stand: all of one origin. */
typedef struct hg_fill {
    const char *marker;
    double first_s, last_s; /**< times of the first and the last of them */
    size_t samples;
    hg_sample_origin origin; /**< never HG_SAMPLE_MEASURED */
} hg_fill;

/** Where the low-pass of a marker comes from (clean.cutoff = residual). */
typedef enum hg_cutoff_source {
    HG_CUTOFF_RESIDUAL, /**< residual analysis of that marker */
    HG_CUTOFF_BOUNDED,  /**< the same, outside clean.cutoff_least_hz to clean.cutoff_most_hz */
    HG_CUTOFF_FIXED     /**< its residuals allow no choice: clean.cutoff_hz */
} hg_cutoff_source;

/** Low-pass of one marker. */
typedef struct hg_cutoff {
    const char *marker;
    double cutoff_hz;
    hg_cutoff_source source;
} hg_cutoff;

/**
 * Angle of every frame in degrees; NaN where not measured. Only with hg_analyze_options.frames.
 * Recordings with markers also have how each of their samples came about.
 */
typedef struct hg_frames {
    size_t n;
    double *time_s;
    double *angle_deg[HG_ANGLE_COUNT];
    size_t n_markers;
    const char **marker;    /**< n_markers */
    unsigned char **origin; /**< per marker and frame: hg_sample_origin */
} hg_frames;

/** Quality of one tracked segment: distance of its markers from the rigid cluster. */
typedef struct hg_segment_quality {
    const char *name; /**< "pelvis", "thigh_left", ... */
    double residual_median_m, residual_p95_m;
    double tracked_share; /**< share of frames with a pose, 0 to 1 */
} hg_segment_quality;

typedef struct hg_provenance {
    char program_version[16];
    char input_format[HG_NAME_MAX], input_sha256[65], input_schema_version[HG_NAME_MAX];
    char markerset[HG_NAME_MAX],
        markerset_version[HG_NAME_MAX]; /**< "" for streams without markers */
    char hip_centre[HG_NAME_MAX];       /**< regression in force, "" when none */
    double hip_centre_m[2]
                       [3]; /**< in the pelvis frame: anterior, up, right of its origin (mid-ASIS;
                                 mid-trochanter in the convention ric); NaN when there is none */
    char convention[HG_NAME_MAX]; /**< "isb", "cgm", "ric" */
    char sensor[HG_NAME_MAX];     /**< "optical", "segment_orientation", "joint_angles" */
    char reference[HG_NAME_MAX], reference_version[HG_NAME_MAX],
        reference_sha256[65]; /**< the set that was compared with, "" when none fitted */
    uint64_t seed;            /**< of the random numbers */
    hg_params params;
} hg_provenance;

typedef struct hg_result {
    hg_provenance provenance;
    /* who: only what the report shows */
    char runner[HG_NAME_MAX], session[HG_NAME_MAX];
    int visit;
    hg_sex sex;
    double age_years, mass_kg, height_m;
    double leg_length_m[2];         /**< as stated, by hg_side; NaN when not */
    char session_date[HG_NAME_MAX]; /**< ISO 8601 day on which the session began; "" unknown */
    double static_leg_length_m[2]; /**< ASIS to medial malleolus between markers of the static trial,
                                        by hg_side; NaN where it has none there. A difference tilts
                                        the zero of the angles */
    /* what */
    char trial[HG_NAME_MAX], footwear[HG_TEXT_MAX];
    hg_task task;
    hg_answer treadmill;
    double stated_speed_m_s, speed_m_s, incline_percent, duration_s, rate_hz;
    const char *speed_source; /**< "belt", "pelvis", "stated", "" */

    hg_quality_status status;
    hg_flag *flags;
    size_t n_flags;
    hg_segment_quality *segments;
    size_t n_segments;
    hg_fill *fills; /**< by marker, then origin, then time */
    size_t n_fills;
    hg_cutoff *cutoffs; /**< per marker; none unless clean.cutoff is "residual" */
    size_t n_cutoffs;

    hg_events events;
    hg_stride *strides[2];
    size_t n_strides[2], n_used[2];
    double toe_off_percent[2]; /**< mean toe-off, percent of the stride, NaN when unknown */

    hg_metric_value *metrics; /**< those that were measured, in registry order */
    size_t n_metrics;
    hg_reference *references; /**< for some of the metrics, in registry order */
    size_t n_references;
    hg_curve *curves;
    size_t n_curves;
    hg_stride_curve *stride_curves; /**< by curve, side and stride */
    size_t n_stride_curves;
    hg_spectrum *spectra; /**< of the signals that were measured, in the order of rhythm.h */
    size_t n_spectra;
    hg_variability *variability; /**< rows of what was measured, in the order of rhythm.h */
    size_t n_variability;
    hg_coordination *coordination; /**< measures of coordination.h, by measure, then curve */
    size_t n_coordination;
    hg_asymmetry *asymmetry;
    size_t n_asymmetry;
    hg_asymmetry_summary asymmetry_summary;

    hg_intake intake;              /**< what the runner was asked, as given */
    char intake_date[HG_NAME_MAX]; /**< ISO 8601 day of the answers; "" unknown */
    hg_injury *injuries;
    size_t n_injuries;
    hg_training_run *training_log; /**< by date */
    size_t n_training_log;
    hg_evidence evidence;

    hg_frames *frames; /**< NULL unless asked for */

    struct hg__arena *memory;
} hg_result;

/**
 * Notes on a result that another trial of its recording could not be analysed, and why: the reader
 * of the report has to know. HG_ENOMEM.
 */
HG_API HG_CHECKED hg_status hg_result_note_failed_trial(hg_result *result, const char *why,
                                                        hg_error *err);

/** Frees a result and all that hangs on it. NULL is fine. */
HG_API void hg_result_free(hg_result *result);

/** The value of a metric, or NULL when it was not measured. Borrowed. */
HG_API const hg_metric_value *hg_result_metric(const hg_result *result, hg_metric_id id);

/** The reference of a metric, or NULL. Borrowed. */
HG_API const hg_reference *hg_result_reference(const hg_result *result, hg_metric_id id);

/** The curve, or NULL. Borrowed. */
HG_API const hg_curve *hg_result_curve(const hg_result *result, hg_curve_id id);

/** "ok", "warned", "insufficient". */
HG_API const char *hg_quality_name(hg_quality_status status);

#endif
