/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file metrics.h
 * The registry of metrics. Data, no functions.
 *
 * One row per metric; JSON, CSV columns, report rows and the methods page are driven by it. Adding
 * a metric is one row here and one function of the same name in src/gait/metrics_*.c.
 *
 * Columns of HG_METRIC_TABLE:
 *   name        function and enum name; also the id in every output
 *   label       what a person reads
 *   unit        unit of the values in results ("deg", "s", "m", "1/min", "%", "m/s")
 *   family      enum hg_family
 *   needs       what must have been measured, enum hg_needs
 *   form        which asymmetry form is right for it, enum hg_asymmetry_form; the difference right
 *               minus left is always given
 *   limit       usual difference between the sides, same unit, or NaN where none is known. Limits
 *               belong to the comparison of sides and are filled with their sources there.
 *   definition  one sentence, from foot strike to the next foot strike of the same side unless said
 *
 * Values of a metric are computed per stride and averaged over the strides in use. Metrics of form
 * HG_FORM_BOTH belong to the runner, not to a side.
 *
 * Sources of the definitions: spatiotemporal terms after Novacheck 1998,
 * doi:10.1016/S0966-6362(97)00038-6; pelvic drop as the fall of the swing side during stance, as in
 * Bramah 2018, doi:10.1177/0363546518793657.
 */
#ifndef HG_HIPGAIT_METRICS_H
#define HG_HIPGAIT_METRICS_H

#include <math.h>

#include <hipgait/export.h>

typedef enum hg_family {
    HG_FAMILY_SPATIOTEMPORAL,
    HG_FAMILY_SAGITTAL,
    HG_FAMILY_FRONTAL,
    HG_FAMILY_TRANSVERSE,
    HG_FAMILY_ACCELERATION,
    HG_FAMILY_RHYTHM,
    HG_FAMILY_COUNT
} hg_family;

/** What a metric needs; what is absent makes it "not measured", never zero. */
typedef enum hg_needs {
    HG_NEEDS_EVENTS = 0,      /**< foot strikes and toe-offs of both sides */
    HG_NEEDS_SPEED = 1,       /**< besides, a speed */
    HG_NEEDS_PELVIS = 2,      /**< besides events, the pelvis segment */
    HG_NEEDS_HIP = 3,         /**< besides events, pelvis and thigh of the side */
    HG_NEEDS_KNEE = 4,        /**< besides events, thigh and shank of the side */
    HG_NEEDS_PELVIS_PATH = 5, /**< besides events, the position of the pelvis */
    HG_NEEDS_THORAX = 6       /**< besides events, clavicle, sternum, C7 and T10 markers */
} hg_needs;

typedef enum hg_asymmetry_form {
    HG_FORM_DIFFERENCE, /**< signed difference, for angles: an index on an angle is meaningless */
    HG_FORM_INDEX,      /**< difference and symmetry index, for lengths and times */
    HG_FORM_BOTH        /**< one value for both sides, no asymmetry */
} hg_asymmetry_form;

/* clang-format off */
#define HG_METRIC_TABLE(X) \
    X(step_rate, "Step rate", "1/min", SPATIOTEMPORAL, EVENTS, BOTH, NAN, \
      "Steps of both feet per minute: 120 divided by the stride time, mean over strides.") \
    X(speed, "Speed", "m/s", SPATIOTEMPORAL, SPEED, BOTH, NAN, \
      "Speed of the belt under the standing foot, or of the pelvis over ground; stated speed where neither is measurable.") \
    X(stride_time, "Stride time", "s", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "From foot strike to the next foot strike of the same side.") \
    X(step_time, "Step time", "s", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "From the foot strike of the other side to the foot strike of this side.") \
    X(contact_time, "Contact time", "s", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "From foot strike to toe-off of the same side.") \
    X(flight_time, "Flight time", "s", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "From toe-off of this side to the next foot strike of the other side; negative when both feet are down.") \
    X(duty_factor, "Duty factor", "%", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "Contact time as a share of stride time.") \
    X(stride_length, "Stride length", "m", SPATIOTEMPORAL, SPEED, INDEX, NAN, \
      "Speed times stride time.") \
    X(step_length, "Step length", "m", SPATIOTEMPORAL, SPEED, INDEX, NAN, \
      "Speed times step time.") \
    X(vertical_oscillation, "Vertical oscillation", "m", SPATIOTEMPORAL, PELVIS_PATH, INDEX, NAN, \
      "Highest minus lowest height of the pelvis from this side's foot strike to the next foot strike of the other side.") \
    X(pelvic_tilt_mean, "Mean pelvic tilt", "deg", SAGITTAL, PELVIS, DIFFERENCE, NAN, \
      "Mean anterior tilt over the stride.") \
    X(pelvic_tilt_range, "Pelvic tilt range", "deg", SAGITTAL, PELVIS, DIFFERENCE, NAN, \
      "Largest minus smallest tilt over the stride.") \
    X(thorax_tilt_mean, "Mean thorax tilt", "deg", SAGITTAL, THORAX, DIFFERENCE, NAN, \
      "Mean forward tilt of the thorax against the vertical over the stride.") \
    X(hip_flexion_contact, "Hip flexion at foot strike", "deg", SAGITTAL, HIP, DIFFERENCE, NAN, \
      "Hip flexion in the instant of foot strike.") \
    X(hip_flexion_peak, "Peak hip flexion", "deg", SAGITTAL, HIP, DIFFERENCE, NAN, \
      "Largest hip flexion over the stride.") \
    X(hip_extension_peak, "Peak hip extension", "deg", SAGITTAL, HIP, DIFFERENCE, NAN, \
      "Largest hip extension over the stride, extension positive.") \
    X(hip_flexion_range, "Hip flexion range", "deg", SAGITTAL, HIP, DIFFERENCE, NAN, \
      "Largest minus smallest hip flexion over the stride.") \
    X(knee_flexion_contact, "Knee flexion at foot strike", "deg", SAGITTAL, KNEE, DIFFERENCE, NAN, \
      "Knee flexion in the instant of foot strike.") \
    X(knee_flexion_stance_peak, "Peak knee flexion in stance", "deg", SAGITTAL, KNEE, DIFFERENCE, NAN, \
      "Largest knee flexion from foot strike to toe-off.") \
    X(hip_adduction_contact, "Hip adduction at foot strike", "deg", FRONTAL, HIP, DIFFERENCE, NAN, \
      "Hip adduction in the instant of foot strike.") \
    X(hip_adduction_peak, "Peak hip adduction", "deg", FRONTAL, HIP, DIFFERENCE, NAN, \
      "Largest hip adduction from foot strike to toe-off.") \
    X(hip_adduction_excursion, "Hip adduction excursion", "deg", FRONTAL, HIP, DIFFERENCE, NAN, \
      "Peak hip adduction in stance less hip adduction at foot strike.") \
    X(pelvic_drop_peak, "Peak pelvic drop", "deg", FRONTAL, PELVIS, DIFFERENCE, NAN, \
      "Largest fall of the swing side below the stance side from foot strike to toe-off; negative when it stays above.") \
    X(pelvic_drop_excursion, "Pelvic drop excursion", "deg", FRONTAL, PELVIS, DIFFERENCE, NAN, \
      "Peak pelvic drop in stance less the drop at foot strike.") \
    X(pelvic_obliquity_range, "Pelvic obliquity range", "deg", FRONTAL, PELVIS, DIFFERENCE, NAN, \
      "Largest minus smallest obliquity over the stride.") \
    X(thorax_lean_peak, "Peak thorax lean to the stance side", "deg", FRONTAL, THORAX, DIFFERENCE, NAN, \
      "Largest lean of the thorax towards the side on the ground, from foot strike to toe-off.") \
    X(thorax_lean_range, "Thorax lean range", "deg", FRONTAL, THORAX, DIFFERENCE, NAN, \
      "Largest minus smallest lean of the thorax over the stride.") \
    X(hip_rotation_peak, "Peak hip internal rotation", "deg", TRANSVERSE, HIP, DIFFERENCE, NAN, \
      "Largest internal rotation from foot strike to toe-off.") \
    X(hip_rotation_excursion, "Hip rotation excursion", "deg", TRANSVERSE, HIP, DIFFERENCE, NAN, \
      "Largest minus smallest hip rotation from foot strike to toe-off.") \
    X(pelvic_rotation_range, "Pelvic rotation range", "deg", TRANSVERSE, PELVIS, DIFFERENCE, NAN, \
      "Largest minus smallest pelvic rotation over the stride.")
/* clang-format on */

#define HG_METRIC_ENUM(name, label, unit, family, needs, form, limit, definition) HG_METRIC_##name,
typedef enum hg_metric_id { HG_METRIC_TABLE(HG_METRIC_ENUM) HG_METRIC_COUNT } hg_metric_id;
#undef HG_METRIC_ENUM

typedef struct hg_metric {
    const char *id, *label, *unit;
    hg_family family;
    hg_needs needs;
    hg_asymmetry_form form;
    double limit;
    const char *definition;
} hg_metric;

/** The registry, by hg_metric_id. */
extern HG_API const hg_metric hg_metrics[HG_METRIC_COUNT];

/** Names of the families as in results ("sagittal"), by hg_family. */
extern HG_API const char *const hg_family_names[HG_FAMILY_COUNT];

#endif
