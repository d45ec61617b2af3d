/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file coordination.h
 * Measures of how left and right, and neighbouring joints, move together. Data, no functions.
 *
 * The pelvis is one for both sides, and its right curve the left one half a stride later. Measures
 * that are the same for every runner because of that are not made of it.
 *
 * Columns of HG_COORDINATION_TABLE: name (enum and id), label, unit, what it compares, definition,
 * source. docs/curves.md says how to read them. Signs: a phase or a shift is positive when the
 * right side, or the first-named joint, is ahead of the other (of anti-phase, where both are on one
 * time base), a lag when it is late; differences are right minus left, ratios right over left.
 */
#ifndef HG_HIPGAIT_COORDINATION_H
#define HG_HIPGAIT_COORDINATION_H

#include <stddef.h>

#include <hipgait/angles.h>
#include <hipgait/export.h>

/** What a measure compares. */
typedef enum hg_coordination_scope {
    HG_SCOPE_CURVES,  /**< left and right mean curve, each from its own foot strike; per curve */
    HG_SCOPE_TIME,    /**< left and right in the same instants; per curve */
    HG_SCOPE_COUPLED, /**< two angles in the same instants; per coupling */
    HG_SCOPE_STEPS    /**< the times of the foot strikes */
} hg_coordination_scope;

/* clang-format off */
#define HG_SOURCE_TREND "Crenshaw & Richards 2006, Gait Posture 24:515"
#define HG_SOURCE_CYCLOGRAM "synchronised cyclograms, doi:10.3390/sym14081560"
#define HG_SOURCE_RELATIVE_PHASE "Lamb & Stoeckl 2014, doi:10.1016/j.clinbiomech.2014.03.008"
#define HG_SOURCE_PCI "Plotnik 2007, Exp Brain Res 181:561; strides needed: Kribus-Shmiel 2018, doi:10.1371/journal.pone.0192049"
#define HG_SOURCE_LAG "as in PMC3025449, for joint angles"

#define HG_COORDINATION_TABLE(X) \
    X(trend_symmetry, "Trend symmetry", "%", CURVES, \
      "Variance of the points (left, right) of the two mean curves about their principal axis, as a share of that along it, with the curves shifted against each other by up to a quarter of a stride so that it is least (pelvis: not shifted); 0 is the same shape, whatever size and offset.", \
      HG_SOURCE_TREND) \
    X(trend_shift, "Phase shift", "% of stride", CURVES, \
      "The shift for which trend symmetry is least, in steps of 1 %; positive when the right side is ahead.", \
      HG_SOURCE_TREND) \
    X(range_ratio, "Range ratio", "", CURVES, \
      "Range of the right mean curve over that of the left.", \
      HG_SOURCE_TREND) \
    X(range_offset, "Offset", "deg", CURVES, \
      "Mean of the right mean curve less that of the left.", \
      HG_SOURCE_TREND) \
    X(cyclogram_angle, "Cyclogram angle", "deg", CURVES, \
      "Angle of the principal axis of right against left from the 45 degree line; positive when the right side moves more.", \
      HG_SOURCE_CYCLOGRAM) \
    X(cyclogram_area, "Cyclogram area", "deg^2", CURVES, \
      "Area that the curve of right against left goes round, loops that turn the other way taken off; 0 when the sides do the same.", \
      HG_SOURCE_CYCLOGRAM) \
    X(cyclogram_distance, "Cyclogram distance", "deg", CURVES, \
      "Root mean square distance of the points (left, right) from the 45 degree line.", \
      HG_SOURCE_CYCLOGRAM) \
    X(cross_correlation, "Cross-correlation", "", TIME, \
      "Largest correlation of left and right at a lag of half a stride, give or take a quarter.", \
      HG_SOURCE_LAG) \
    X(cross_lag, "Lag from anti-phase", "% of stride", TIME, \
      "The lag of that correlation less half a stride, by a parabola through three points; positive when the right side is late.", \
      HG_SOURCE_LAG) \
    X(relative_phase, "Relative phase", "deg", COUPLED, \
      "Circular mean over strides and points of the phase of the first angle less that of the second (Hilbert transform); left and right: right less left less 180.", \
      HG_SOURCE_RELATIVE_PHASE) \
    X(relative_phase_absolute, "Mean absolute relative phase", "deg", COUPLED, \
      "Mean over the points of the stride of the size of the mean relative phase there, 0 to 180.", \
      HG_SOURCE_RELATIVE_PHASE) \
    X(relative_phase_deviation, "Deviation phase", "deg", COUPLED, \
      "Mean over the points of the stride of the circular standard deviation of the relative phase over strides.", \
      HG_SOURCE_RELATIVE_PHASE) \
    X(step_phase, "Step phase", "deg", STEPS, \
      "360 times step time over stride time, less 180, mean over the strides of the side that swings longer; positive when the right foot comes late after the left.", \
      HG_SOURCE_PCI) \
    X(phase_consistency, "Phase variation", "%", STEPS, \
      "Coefficient of variation (n - 1) of 360 times step time over stride time.", \
      HG_SOURCE_PCI) \
    X(phase_accuracy, "Phase inaccuracy", "deg", STEPS, \
      "Mean size of 360 times step time over stride time less 180.", \
      HG_SOURCE_PCI) \
    X(phase_coordination_index, "Phase coordination index", "%", STEPS, \
      "Phase variation plus 100 times phase inaccuracy over 180; 0 is perfect alternation.", \
      HG_SOURCE_PCI)

/** Couplings: enum name, id, first curve, second curve, side whose strides and angles are taken
 *  (LEFT, RIGHT), or BOTH: the one curve, right against left. */
#define HG_COUPLING_TABLE(X) \
    X(HIP_KNEE_LEFT, "hip_flexion/knee_flexion", HIP_FLEXION, KNEE_FLEXION, LEFT) \
    X(HIP_KNEE_RIGHT, "hip_flexion/knee_flexion", HIP_FLEXION, KNEE_FLEXION, RIGHT) \
    X(PELVIS_HIP_LEFT, "pelvis_obliquity/hip_adduction", PELVIS_OBLIQUITY, HIP_ADDUCTION, LEFT) \
    X(PELVIS_HIP_RIGHT, "pelvis_obliquity/hip_adduction", PELVIS_OBLIQUITY, HIP_ADDUCTION, RIGHT) \
    X(HIPS, "hip_flexion", HIP_FLEXION, HIP_FLEXION, BOTH)
/* clang-format on */

#define HG_COORDINATION_ENUM(name, label, unit, scope, definition, source) HG_COORDINATION_##name,
typedef enum hg_coordination_id {
    HG_COORDINATION_TABLE(HG_COORDINATION_ENUM) HG_COORDINATION_COUNT
} hg_coordination_id;
#undef HG_COORDINATION_ENUM

#define HG_COUPLING_ENUM(name, id, first, second, side) HG_COUPLING_##name,
typedef enum hg_coupling { HG_COUPLING_TABLE(HG_COUPLING_ENUM) HG_COUPLING_COUNT } hg_coupling;
#undef HG_COUPLING_ENUM

/** Most values there can be: 9 per curve, 3 per coupling, 4 of the steps. */
#define HG_COORDINATION_MOST (9 * HG_CURVE_COUNT + 3 * HG_COUPLING_COUNT + 4)

/** A row of the table. */
typedef struct hg_coordination_measure {
    const char *id, *label, *unit;
    hg_coordination_scope scope;
    const char *definition, *source;
} hg_coordination_measure;

/** The measures, by hg_coordination_id. */
HG_API extern const hg_coordination_measure hg_coordination_measures[HG_COORDINATION_COUNT];

/** One value. NaN when it cannot be had; `reason` then says why, else it is "". */
typedef struct hg_coordination {
    hg_coordination_id id;
    const char *of; /**< curve or coupling; "" for the steps */
    int side;       /**< hg_side, or -1 when it is of both */
    double value;
    size_t strides; /**< that it rests on */
    char reason[96];
} hg_coordination;

#endif
