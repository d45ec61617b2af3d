/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file rhythm.h
 * Spectra and variability of a trial: the sections `spectra` and `variability` of a result. Data,
 * no functions. docs/rhythm.md has the methods, their limits and measured values.
 *
 * Both describe how a runner repeats the stride. Neither is tied to hip pain by a study that the
 * evidence rules could use, and nothing here makes a finding.
 *
 * Signals. Accelerations are those of the point between the pelvis markers in the direction of
 * running (forward, up, right; m/s^2), angles are degrees as in angles.h. One that a recording
 * cannot give is not in the list.
 */
#ifndef HG_HIPGAIT_RHYTHM_H
#define HG_HIPGAIT_RHYTHM_H

#include <stddef.h>

/**
 * Columns: enum name, id, label, unit, angle of the left side or of both, angle of the right side,
 * how a step of one foot relates to the next: SAME (it repeats), MIRRORED (it changes sign), NONE
 * (the signal belongs to one leg). The angle is that of angles.h; NONE for accelerations.
 */
#define HG_SIGNAL_TABLE(X)                                                                         \
    X(PELVIS_ACCELERATION_UP, "pelvis_acceleration_up", "Pelvis acceleration, vertical", "m/s^2",  \
      COUNT, COUNT, SAME)                                                                          \
    X(PELVIS_ACCELERATION_FORWARD, "pelvis_acceleration_forward", "Pelvis acceleration, forward",  \
      "m/s^2", COUNT, COUNT, SAME)                                                                 \
    X(PELVIS_ACCELERATION_RIGHT, "pelvis_acceleration_right", "Pelvis acceleration, sideways",     \
      "m/s^2", COUNT, COUNT, MIRRORED)                                                             \
    X(PELVIS_TILT, "pelvis_tilt", "Pelvic tilt", "deg", PELVIS_TILT, PELVIS_TILT, SAME)            \
    X(PELVIS_OBLIQUITY, "pelvis_obliquity", "Pelvic obliquity", "deg", PELVIS_OBLIQUITY,           \
      PELVIS_OBLIQUITY, MIRRORED)                                                                  \
    X(PELVIS_ROTATION, "pelvis_rotation", "Pelvic rotation", "deg", PELVIS_ROTATION,               \
      PELVIS_ROTATION, MIRRORED)                                                                   \
    X(HIP_FLEXION, "hip_flexion", "Hip flexion", "deg", HIP_FLEXION_LEFT, HIP_FLEXION_RIGHT, NONE) \
    X(HIP_ADDUCTION, "hip_adduction", "Hip adduction", "deg", HIP_ADDUCTION_LEFT,                  \
      HIP_ADDUCTION_RIGHT, NONE)                                                                   \
    X(HIP_ROTATION, "hip_rotation", "Hip rotation", "deg", HIP_ROTATION_LEFT, HIP_ROTATION_RIGHT,  \
      NONE)                                                                                        \
    X(KNEE_FLEXION, "knee_flexion", "Knee flexion", "deg", KNEE_FLEXION_LEFT, KNEE_FLEXION_RIGHT,  \
      NONE)

#define HG_SIGNAL_ENUM(name, id, label, unit, left, right, steps) HG_SIGNAL_##name,
typedef enum hg_signal_id { HG_SIGNAL_TABLE(HG_SIGNAL_ENUM) HG_SIGNAL_COUNT } hg_signal_id;
#undef HG_SIGNAL_ENUM

/** Signals before this one are of the pelvis: one for both sides. */
#define HG_SIGNAL_FIRST_OF_SIDE HG_SIGNAL_HIP_FLEXION

/** Room for the curve of a spectrum: 0 to 20 Hz in steps of 0.25 Hz as a rule. */
#define HG_SPECTRUM_POINTS 161
#define HG_RHYTHM_NOTE_MAX 128

/** Power in a band, of all between rhythm.low_hz and rhythm.high_hz. Accelerations only. */
typedef enum hg_band {
    HG_BAND_ACTIVE, /**< rhythm.active_from_hz to rhythm.active_to_hz, above the line of the step:
                         the movement of the legs */
    HG_BAND_IMPACT, /**< rhythm.impact_from_hz to rhythm.impact_to_hz: the impact */
    HG_BAND_COUNT
} hg_band;

/** A peak of the spectrum: its frequency (between bins) and the power under it, unit squared. Both
 * NaN where the spectrum has no peak there that stands out by rhythm.peak_ratio. */
typedef struct hg_spectral_peak {
    double hz, power;
} hg_spectral_peak;

/**
 * Spectrum of one signal, over the longest stretch of used strides without a gap. All numbers are
 * NaN and `averaged` 0 where it could not be computed; `note` then says why. What is NaN although
 * the spectrum is there was not found in it (a peak) or is not defined for it (bands of an angle).
 */
typedef struct hg_spectrum_side {
    double from_s, to_s; /**< the stretch, on the recording's clock */
    size_t averaged;     /**< segments (Welch) or tapers (multitaper) in the mean */
    double power;        /**< unit squared, between rhythm.low_hz and rhythm.high_hz */
    double mean_hz;      /**< mean frequency of that power */
    double median_hz;    /**< the frequency that halves it */
    hg_spectral_peak stride, step;
    double band_percent[HG_BAND_COUNT];
    double density[HG_SPECTRUM_POINTS]; /**< unit squared per Hz, at hg_spectrum.frequency_hz */
    char note[HG_RHYTHM_NOTE_MAX];      /**< "" where it was computed */
} hg_spectrum_side;

/** Left and right of one angle at the frequency of the stride. */
typedef struct hg_coherence {
    double frequency_hz;
    double coherence;    /**< magnitude squared, 0 to 1 */
    double phase_deg;    /**< how far right is behind left, 0 to 360 of the stride */
    double phase_sd_deg; /**< standard error of it: sqrt((1 - c) / (2 n c)) */
    size_t segments;
    char note[HG_RHYTHM_NOTE_MAX]; /**< "", or why there is none; then all are NaN */
} hg_coherence;

/** `side` where the signal belongs to a leg, else `both`. */
typedef struct hg_spectrum {
    hg_signal_id id;
    size_t n; /**< points of the curve, at most HG_SPECTRUM_POINTS; 0 when no side has one */
    double frequency_hz[HG_SPECTRUM_POINTS];
    hg_spectrum_side side[2], both;
    hg_coherence coherence; /**< only of signals with sides */
} hg_spectrum;

/** What a row of the variability table measures. */
typedef enum hg_variability_measure {
    HG_VARIABILITY_SD,              /**< standard deviation (n - 1) over strides */
    HG_VARIABILITY_CV,              /**< that in percent of the mean */
    HG_VARIABILITY_MAD,             /**< median distance from the median over strides; not scaled */
    HG_VARIABILITY_CURVE_SD,        /**< mean over 101 points of the standard deviation */
    HG_VARIABILITY_HARMONIC_RATIO,  /**< Menz 2003, doi:10.1016/S0966-6362(02)00159-5 */
    HG_VARIABILITY_HARMONIC_SHARE,  /**< improved: Pasciuto 2017 */
    HG_VARIABILITY_STEP_REGULARITY, /**< Moe-Nilssen & Helbostad 2004 */
    HG_VARIABILITY_STRIDE_REGULARITY,
    HG_VARIABILITY_STEP_SYMMETRY, /**< step over stride regularity, sizes */
    HG_VARIABILITY_ARC_LENGTH,    /**< Balasubramanian 2015 */
    HG_VARIABILITY_ENTROPY,       /**< Richman & Moorman 2000 */
    HG_VARIABILITY_DIVERGENCE,    /**< Rosenstein 1993 */
    HG_VARIABILITY_FLUCTUATION,   /**< Peng 1994 */
    HG_VARIABILITY_MEASURES
} hg_variability_measure;

/* clang-format off */
/**
 * Columns: name (also the id), label, unit, measure, of what: METRIC, CURVE or SIGNAL and its enum
 * name. A row of a pelvis signal is one number for both sides.
 */
#define HG_VARIABILITY_TABLE(X) \
    X(stride_time_sd, "Stride time, standard deviation", "s", SD, METRIC, stride_time) \
    X(stride_time_cv, "Stride time, coefficient of variation", "%", CV, METRIC, stride_time) \
    X(stride_time_mad, "Stride time, median absolute deviation", "s", MAD, METRIC, stride_time) \
    X(step_time_sd, "Step time, standard deviation", "s", SD, METRIC, step_time) \
    X(step_time_cv, "Step time, coefficient of variation", "%", CV, METRIC, step_time) \
    X(step_time_mad, "Step time, median absolute deviation", "s", MAD, METRIC, step_time) \
    X(contact_time_sd, "Contact time, standard deviation", "s", SD, METRIC, contact_time) \
    X(contact_time_cv, "Contact time, coefficient of variation", "%", CV, METRIC, contact_time) \
    X(contact_time_mad, "Contact time, median absolute deviation", "s", MAD, METRIC, contact_time) \
    X(flight_time_sd, "Flight time, standard deviation", "s", SD, METRIC, flight_time) \
    X(flight_time_cv, "Flight time, coefficient of variation", "%", CV, METRIC, flight_time) \
    X(flight_time_mad, "Flight time, median absolute deviation", "s", MAD, METRIC, flight_time) \
    X(hip_flexion_peak_sd, "Peak hip flexion, standard deviation", "deg", SD, METRIC, hip_flexion_peak) \
    X(hip_flexion_peak_mad, "Peak hip flexion, median absolute deviation", "deg", MAD, METRIC, hip_flexion_peak) \
    X(hip_extension_peak_sd, "Peak hip extension, standard deviation", "deg", SD, METRIC, hip_extension_peak) \
    X(hip_extension_peak_mad, "Peak hip extension, median absolute deviation", "deg", MAD, METRIC, hip_extension_peak) \
    X(hip_adduction_peak_sd, "Peak hip adduction, standard deviation", "deg", SD, METRIC, hip_adduction_peak) \
    X(hip_adduction_peak_mad, "Peak hip adduction, median absolute deviation", "deg", MAD, METRIC, hip_adduction_peak) \
    X(hip_rotation_peak_sd, "Peak hip internal rotation, standard deviation", "deg", SD, METRIC, hip_rotation_peak) \
    X(hip_rotation_peak_mad, "Peak hip internal rotation, median absolute deviation", "deg", MAD, METRIC, hip_rotation_peak) \
    X(pelvic_drop_peak_sd, "Peak pelvic drop, standard deviation", "deg", SD, METRIC, pelvic_drop_peak) \
    X(pelvic_drop_peak_mad, "Peak pelvic drop, median absolute deviation", "deg", MAD, METRIC, pelvic_drop_peak) \
    X(pelvis_tilt_curve_sd, "Pelvic tilt, mean SD of the curve", "deg", CURVE_SD, CURVE, PELVIS_TILT) \
    X(pelvis_obliquity_curve_sd, "Pelvic obliquity, mean SD of the curve", "deg", CURVE_SD, CURVE, PELVIS_OBLIQUITY) \
    X(pelvis_rotation_curve_sd, "Pelvic rotation, mean SD of the curve", "deg", CURVE_SD, CURVE, PELVIS_ROTATION) \
    X(hip_flexion_curve_sd, "Hip flexion, mean SD of the curve", "deg", CURVE_SD, CURVE, HIP_FLEXION) \
    X(hip_adduction_curve_sd, "Hip adduction, mean SD of the curve", "deg", CURVE_SD, CURVE, HIP_ADDUCTION) \
    X(hip_rotation_curve_sd, "Hip rotation, mean SD of the curve", "deg", CURVE_SD, CURVE, HIP_ROTATION) \
    X(knee_flexion_curve_sd, "Knee flexion, mean SD of the curve", "deg", CURVE_SD, CURVE, KNEE_FLEXION) \
    X(harmonic_ratio_up, "Harmonic ratio, vertical", "", HARMONIC_RATIO, SIGNAL, PELVIS_ACCELERATION_UP) \
    X(harmonic_ratio_forward, "Harmonic ratio, forward", "", HARMONIC_RATIO, SIGNAL, PELVIS_ACCELERATION_FORWARD) \
    X(harmonic_ratio_right, "Harmonic ratio, sideways", "", HARMONIC_RATIO, SIGNAL, PELVIS_ACCELERATION_RIGHT) \
    X(harmonic_share_up, "Improved harmonic ratio, vertical", "%", HARMONIC_SHARE, SIGNAL, PELVIS_ACCELERATION_UP) \
    X(harmonic_share_forward, "Improved harmonic ratio, forward", "%", HARMONIC_SHARE, SIGNAL, PELVIS_ACCELERATION_FORWARD) \
    X(harmonic_share_right, "Improved harmonic ratio, sideways", "%", HARMONIC_SHARE, SIGNAL, PELVIS_ACCELERATION_RIGHT) \
    X(step_regularity_up, "Step regularity, vertical", "", STEP_REGULARITY, SIGNAL, PELVIS_ACCELERATION_UP) \
    X(step_regularity_forward, "Step regularity, forward", "", STEP_REGULARITY, SIGNAL, PELVIS_ACCELERATION_FORWARD) \
    X(step_regularity_right, "Step regularity, sideways", "", STEP_REGULARITY, SIGNAL, PELVIS_ACCELERATION_RIGHT) \
    X(stride_regularity_up, "Stride regularity, vertical", "", STRIDE_REGULARITY, SIGNAL, PELVIS_ACCELERATION_UP) \
    X(stride_regularity_forward, "Stride regularity, forward", "", STRIDE_REGULARITY, SIGNAL, PELVIS_ACCELERATION_FORWARD) \
    X(stride_regularity_right, "Stride regularity, sideways", "", STRIDE_REGULARITY, SIGNAL, PELVIS_ACCELERATION_RIGHT) \
    X(stride_regularity_hip_flexion, "Stride regularity, hip flexion", "", STRIDE_REGULARITY, SIGNAL, HIP_FLEXION) \
    X(step_symmetry_up, "Step over stride regularity, vertical", "", STEP_SYMMETRY, SIGNAL, PELVIS_ACCELERATION_UP) \
    X(step_symmetry_forward, "Step over stride regularity, forward", "", STEP_SYMMETRY, SIGNAL, PELVIS_ACCELERATION_FORWARD) \
    X(step_symmetry_right, "Step over stride regularity, sideways", "", STEP_SYMMETRY, SIGNAL, PELVIS_ACCELERATION_RIGHT) \
    X(hip_flexion_arc_length, "Spectral arc length of the hip's swing", "", ARC_LENGTH, SIGNAL, HIP_FLEXION) \
    X(sample_entropy_up, "Sample entropy, vertical pelvis acceleration", "", ENTROPY, SIGNAL, PELVIS_ACCELERATION_UP) \
    X(sample_entropy_hip_flexion, "Sample entropy, hip flexion", "", ENTROPY, SIGNAL, HIP_FLEXION) \
    X(divergence_up, "Local divergence, vertical pelvis acceleration", "1/stride", DIVERGENCE, SIGNAL, PELVIS_ACCELERATION_UP) \
    X(divergence_hip_flexion, "Local divergence, hip flexion", "1/stride", DIVERGENCE, SIGNAL, HIP_FLEXION) \
    X(stride_time_fluctuation, "Fluctuation exponent of stride times", "", FLUCTUATION, METRIC, stride_time)
/* clang-format on */

#define HG_VARIABILITY_ENUM(name, label, unit, measure, kind, of) HG_VARIABILITY_##name,
typedef enum hg_variability_id {
    HG_VARIABILITY_TABLE(HG_VARIABILITY_ENUM) HG_VARIABILITY_COUNT
} hg_variability_id;
#undef HG_VARIABILITY_ENUM

/** One number. `sd` is its spread over strides where each stride has one of its own, else NaN. */
typedef struct hg_variability_value {
    double value, sd;
    size_t n;                      /**< strides that it rests on */
    char note[HG_RHYTHM_NOTE_MAX]; /**< why it is NaN, or what weakens it; "" is neither */
} hg_variability_value;

/** `side` or, for signals of the pelvis, `both`. */
typedef struct hg_variability {
    hg_variability_id id;
    hg_variability_value side[2], both;
} hg_variability;

#endif
