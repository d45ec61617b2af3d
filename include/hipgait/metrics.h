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
 *   unit        unit of the values in results ("deg", "deg/s", "s", "m", "1/min", "%", "m/s")
 *   family      enum hg_family
 *   needs       what must have been measured, enum hg_needs
 *   form        which asymmetry form is right for it, enum hg_asymmetry_form; the difference right
 *               minus left is always given
 *   limit       usual difference between the sides, same unit, or NaN where none is known. Limits
 *               belong to the comparison of sides and are filled with their sources there.
 *   definition  one sentence, from foot strike to the next foot strike of the same side unless said
 *   source      where the definition is from, HG_SOURCE_...
 *
 * docs/methods.md is made from this table, with a drawing of each metric (scripts/methods-page).
 *
 * Values of a metric are computed per stride and averaged over the strides in use. Metrics of form
 * HG_FORM_BOTH belong to the runner, not to a side.
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
    HG_NEEDS_THORAX = 6,      /**< besides events, clavicle, sternum, C7 and T10 markers */
    HG_NEEDS_FEET = 7,        /**< besides events, heel (progression: and forefoot) markers */
    HG_NEEDS_FEET_HIP = 8,    /**< besides events, heel markers and hip joint centres */
    HG_NEEDS_THIGH = 9,       /**< besides events, the thigh of the side */
    HG_NEEDS_SHANK = 10       /**< besides events, the shank of the side */
} hg_needs;

typedef enum hg_asymmetry_form {
    HG_FORM_DIFFERENCE, /**< signed difference, for angles: an index on an angle is meaningless */
    HG_FORM_INDEX,      /**< difference and symmetry index, for lengths and times */
    HG_FORM_BOTH        /**< one value for both sides, no asymmetry */
} hg_asymmetry_form;

/* clang-format off */
/* Sources of the definitions. */
#define HG_SOURCE_ALEXANDER "Alexander 1989, doi:10.1152/physrev.1989.69.4.1199"
#define HG_SOURCE_BAKER "Baker 2001, doi:10.1016/S0966-6362(00)00083-7"
#define HG_SOURCE_BRAMAH "Bramah 2018, doi:10.1177/0363546518793657"
#define HG_SOURCE_GROOD "Grood & Suntay 1983, doi:10.1115/1.3138397"
#define HG_SOURCE_HUXHAM "Huxham 2006, doi:10.1016/j.gaitpost.2005.01.001"
#define HG_SOURCE_LIEBERMAN "Lieberman 2015, doi:10.1242/jeb.125500"
#define HG_SOURCE_NOVACHECK "Novacheck 1998, doi:10.1016/S0966-6362(97)00038-6"
#define HG_SOURCE_OMEGA "angle of the rotation from the frame before to the frame after, by the time between them"
#define HG_SOURCE_OWN "docs/progress.md"
#define HG_SOURCE_RIC "list of variables of the Running Injury Clinic (Ferber 2024, Sci Data 11:1232)"
#define HG_SOURCE_WU "Wu 2002, doi:10.1016/S0021-9290(01)00222-6"
#define HG_SOURCE_WU_TRUNK "Wu 2005, doi:10.1016/j.jbiomech.2004.05.042"

#define HG_METRIC_TABLE(X) \
    X(step_rate, "Step rate", "1/min", SPATIOTEMPORAL, EVENTS, BOTH, NAN, \
      "Steps of both feet per minute: 120 divided by the stride time, mean over strides.", \
      HG_SOURCE_NOVACHECK) \
    X(speed, "Speed", "m/s", SPATIOTEMPORAL, SPEED, BOTH, NAN, \
      "Speed of the belt under the standing foot, or of the pelvis over ground; stated speed where neither is measurable.", \
      HG_SOURCE_OWN) \
    X(stride_time, "Stride time", "s", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "From foot strike to the next foot strike of the same side.", \
      HG_SOURCE_NOVACHECK) \
    X(step_time, "Step time", "s", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "From the foot strike of the other side to the foot strike of this side.", \
      HG_SOURCE_NOVACHECK) \
    X(contact_time, "Contact time", "s", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "From foot strike to toe-off of the same side.", \
      HG_SOURCE_NOVACHECK) \
    X(flight_time, "Flight time", "s", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "From toe-off of this side to the next foot strike of the other side; negative when both feet are down.", \
      HG_SOURCE_NOVACHECK) \
    X(duty_factor, "Duty factor", "%", SPATIOTEMPORAL, EVENTS, INDEX, NAN, \
      "Contact time as a share of stride time.", \
      HG_SOURCE_ALEXANDER) \
    X(stride_length, "Stride length", "m", SPATIOTEMPORAL, SPEED, INDEX, NAN, \
      "Speed times stride time.", \
      HG_SOURCE_NOVACHECK) \
    X(step_length, "Step length", "m", SPATIOTEMPORAL, SPEED, INDEX, NAN, \
      "Speed times step time.", \
      HG_SOURCE_NOVACHECK) \
    X(step_width, "Step width", "m", SPATIOTEMPORAL, FEET, BOTH, NAN, \
      "Distance of the other heel from the line through two successive places of this heel on the ground, each at 40 % of the contact time after its strike; negative when the feet cross.", \
      HG_SOURCE_HUXHAM) \
    X(step_width_strike, "Step width at foot strike", "m", SPATIOTEMPORAL, FEET, BOTH, NAN, \
      "Sideways distance of the heels, right from left, each at its own foot strike, in the direction of running: the Running Injury Clinic's definition.", \
      HG_SOURCE_RIC) \
    X(overstride, "Heel ahead of the hip at foot strike", "m", SPATIOTEMPORAL, FEET_HIP, DIFFERENCE, NAN, \
      "Forward distance of the heel marker from the hip joint centre of the same side at foot strike; a signed place, not a length.", \
      HG_SOURCE_LIEBERMAN) \
    X(vertical_oscillation, "Vertical oscillation", "m", SPATIOTEMPORAL, PELVIS_PATH, INDEX, NAN, \
      "Highest minus lowest height of the pelvis from this side's foot strike to the next foot strike of the other side.", \
      HG_SOURCE_RIC) \
    X(pelvic_tilt_mean, "Mean pelvic tilt", "deg", SAGITTAL, PELVIS, DIFFERENCE, NAN, \
      "Mean anterior tilt over the stride.", \
      HG_SOURCE_BAKER) \
    X(pelvic_tilt_range, "Pelvic tilt range", "deg", SAGITTAL, PELVIS, DIFFERENCE, NAN, \
      "Largest minus smallest tilt over the stride.", \
      HG_SOURCE_BAKER) \
    X(thorax_tilt_mean, "Mean thorax tilt", "deg", SAGITTAL, THORAX, DIFFERENCE, NAN, \
      "Mean forward tilt of the thorax against the vertical over the stride.", \
      HG_SOURCE_BRAMAH) \
    X(hip_flexion_contact, "Hip flexion at foot strike", "deg", SAGITTAL, HIP, DIFFERENCE, NAN, \
      "Hip flexion in the instant of foot strike.", \
      HG_SOURCE_WU) \
    X(hip_flexion_peak, "Peak hip flexion", "deg", SAGITTAL, HIP, DIFFERENCE, NAN, \
      "Largest hip flexion over the stride.", \
      HG_SOURCE_WU) \
    X(hip_extension_toe_off, "Hip extension at toe-off", "deg", SAGITTAL, HIP, DIFFERENCE, NAN, \
      "Hip extension in the instant of toe-off, extension positive.", \
      HG_SOURCE_WU) \
    X(hip_extension_peak, "Peak hip extension", "deg", SAGITTAL, HIP, DIFFERENCE, NAN, \
      "Largest hip extension over the stride, extension positive.", \
      HG_SOURCE_WU) \
    X(hip_flexion_range, "Hip flexion range", "deg", SAGITTAL, HIP, DIFFERENCE, NAN, \
      "Largest minus smallest hip flexion over the stride.", \
      HG_SOURCE_WU) \
    X(knee_flexion_contact, "Knee flexion at foot strike", "deg", SAGITTAL, KNEE, DIFFERENCE, NAN, \
      "Knee flexion in the instant of foot strike.", \
      HG_SOURCE_GROOD) \
    X(knee_flexion_stance_peak, "Peak knee flexion in stance", "deg", SAGITTAL, KNEE, DIFFERENCE, NAN, \
      "Largest knee flexion from foot strike to toe-off.", \
      HG_SOURCE_GROOD) \
    X(knee_flexion_swing_peak, "Peak knee flexion in swing", "deg", SAGITTAL, KNEE, DIFFERENCE, NAN, \
      "Largest knee flexion from toe-off to the next foot strike of the same side.", \
      HG_SOURCE_GROOD) \
    X(thigh_speed_peak, "Peak angular speed of the thigh", "deg/s", SAGITTAL, THIGH, DIFFERENCE, NAN, \
      "Largest angular speed of the thigh in space, about whatever axis it turns, over the stride.", \
      HG_SOURCE_OMEGA) \
    X(shank_speed_peak, "Peak angular speed of the shank", "deg/s", SAGITTAL, SHANK, DIFFERENCE, NAN, \
      "Largest angular speed of the shank in space, about whatever axis it turns, over the stride.", \
      HG_SOURCE_OMEGA) \
    X(hip_adduction_contact, "Hip adduction at foot strike", "deg", FRONTAL, HIP, DIFFERENCE, NAN, \
      "Hip adduction in the instant of foot strike.", \
      HG_SOURCE_WU) \
    X(hip_adduction_peak, "Peak hip adduction", "deg", FRONTAL, HIP, DIFFERENCE, NAN, \
      "Largest hip adduction from foot strike to toe-off.", \
      HG_SOURCE_WU) \
    X(hip_adduction_excursion, "Hip adduction excursion", "deg", FRONTAL, HIP, DIFFERENCE, NAN, \
      "Peak hip adduction in stance less hip adduction at foot strike.", \
      HG_SOURCE_RIC) \
    X(hip_adduction_velocity, "Peak hip adduction velocity", "deg/s", FRONTAL, HIP, DIFFERENCE, NAN, \
      "Fastest increase of hip adduction from foot strike to toe-off.", \
      HG_SOURCE_RIC) \
    X(pelvic_drop_peak, "Peak pelvic drop", "deg", FRONTAL, PELVIS, DIFFERENCE, NAN, \
      "Largest fall of the swing side below the stance side from foot strike to toe-off; negative when it stays above.", \
      HG_SOURCE_BRAMAH) \
    X(pelvic_drop_excursion, "Pelvic drop excursion", "deg", FRONTAL, PELVIS, DIFFERENCE, NAN, \
      "Peak pelvic drop in stance less the drop at foot strike.", \
      HG_SOURCE_RIC) \
    X(pelvic_drop_velocity, "Peak pelvic drop velocity", "deg/s", FRONTAL, PELVIS, DIFFERENCE, NAN, \
      "Fastest increase of pelvic drop from foot strike to toe-off.", \
      HG_SOURCE_RIC) \
    X(pelvic_obliquity_range, "Pelvic obliquity range", "deg", FRONTAL, PELVIS, DIFFERENCE, NAN, \
      "Largest minus smallest obliquity over the stride.", \
      HG_SOURCE_BAKER) \
    X(thorax_lean_peak, "Peak thorax lean to the stance side", "deg", FRONTAL, THORAX, DIFFERENCE, NAN, \
      "Largest lean of the thorax towards the side on the ground, from foot strike to toe-off.", \
      HG_SOURCE_WU_TRUNK) \
    X(thorax_lean_range, "Thorax lean range", "deg", FRONTAL, THORAX, DIFFERENCE, NAN, \
      "Largest minus smallest lean of the thorax over the stride.", \
      HG_SOURCE_WU_TRUNK) \
    X(hip_rotation_peak, "Peak hip internal rotation", "deg", TRANSVERSE, HIP, DIFFERENCE, NAN, \
      "Largest internal rotation from foot strike to toe-off.", \
      HG_SOURCE_WU) \
    X(hip_rotation_excursion, "Hip rotation excursion", "deg", TRANSVERSE, HIP, DIFFERENCE, NAN, \
      "Largest minus smallest hip rotation from foot strike to toe-off.", \
      HG_SOURCE_WU) \
    X(pelvic_rotation_range, "Pelvic rotation range", "deg", TRANSVERSE, PELVIS, DIFFERENCE, NAN, \
      "Largest minus smallest pelvic rotation over the stride.", \
      HG_SOURCE_BAKER) \
    X(pelvis_speed_peak, "Peak angular speed of the pelvis", "deg/s", TRANSVERSE, PELVIS, DIFFERENCE, NAN, \
      "Largest angular speed of the pelvis in space, about whatever axis it turns, from foot strike to toe-off.", \
      HG_SOURCE_OMEGA) \
    X(foot_progression, "Foot progression", "deg", TRANSVERSE, FEET, DIFFERENCE, NAN, \
      "Angle of the line from heel to forefoot marker with the direction of running, seen from above, toes outward positive; mean from 30 to 50 % of the contact time.", \
      HG_SOURCE_RIC)
/* clang-format on */

#define HG_METRIC_ENUM(name, label, unit, family, needs, form, limit, definition, source)          \
    HG_METRIC_##name,
typedef enum hg_metric_id { HG_METRIC_TABLE(HG_METRIC_ENUM) HG_METRIC_COUNT } hg_metric_id;
#undef HG_METRIC_ENUM

typedef struct hg_metric {
    const char *id, *label, *unit;
    hg_family family;
    hg_needs needs;
    hg_asymmetry_form form;
    double limit;
    const char *definition, *source;
} hg_metric;

/** The registry, by hg_metric_id. */
extern HG_API const hg_metric hg_metrics[HG_METRIC_COUNT];

/** Names of the families as in results ("sagittal"), by hg_family. */
extern HG_API const char *const hg_family_names[HG_FAMILY_COUNT];

#endif
