/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file angles.h
 * The angles that hipgait computes, their names and their signs. Data, no functions.
 *
 * Per frame (columns of frames.csv):
 *   pelvis  anterior tilt +, right side up +, right side forward +   (order: Baker 2001, rotation,
 *           obliquity, tilt; doi:10.1016/S0966-6362(00)00083-7)
 *   hip     flexion, adduction, internal rotation + on both sides    (Cardan Z-X'-Y'', Wu 2002,
 *           doi:10.1016/S0021-9290(01)00222-6; Grood & Suntay 1983, doi:10.1115/1.3138397)
 *   knee    flexion + on both sides
 *
 * Per side (curves of the result): the pelvis is seen from the side whose stride it is: obliquity
 * + when the named side is up, rotation + when the named side is forward, tilt unchanged.
 */
#ifndef HG_HIPGAIT_ANGLES_H
#define HG_HIPGAIT_ANGLES_H

/** Columns: enum name, column name. Pelvis first, then left and right of each joint angle. */
#define HG_ANGLE_TABLE(X)                                                                          \
    X(PELVIS_TILT, "pelvis_tilt")                                                                  \
    X(PELVIS_OBLIQUITY, "pelvis_obliquity")                                                        \
    X(PELVIS_ROTATION, "pelvis_rotation")                                                          \
    X(HIP_FLEXION_LEFT, "hip_flexion_left")                                                        \
    X(HIP_FLEXION_RIGHT, "hip_flexion_right")                                                      \
    X(HIP_ADDUCTION_LEFT, "hip_adduction_left")                                                    \
    X(HIP_ADDUCTION_RIGHT, "hip_adduction_right")                                                  \
    X(HIP_ROTATION_LEFT, "hip_rotation_left")                                                      \
    X(HIP_ROTATION_RIGHT, "hip_rotation_right")                                                    \
    X(KNEE_FLEXION_LEFT, "knee_flexion_left")                                                      \
    X(KNEE_FLEXION_RIGHT, "knee_flexion_right")

#define HG_ANGLE_ENUM(name, column) HG_ANGLE_##name,
typedef enum hg_angle { HG_ANGLE_TABLE(HG_ANGLE_ENUM) HG_ANGLE_COUNT } hg_angle;
#undef HG_ANGLE_ENUM

/**
 * Curves per side: enum name, id, label, angle of the left side, angle of the right side, sign of
 * the left side, sign of the right side, direction word for + and for -.
 */
#define HG_CURVE_TABLE(X)                                                                          \
    X(PELVIS_TILT, "pelvis_tilt", "Pelvic tilt", PELVIS_TILT, PELVIS_TILT, 1, 1, "anterior",       \
      "posterior")                                                                                 \
    X(PELVIS_OBLIQUITY, "pelvis_obliquity", "Pelvic obliquity", PELVIS_OBLIQUITY,                  \
      PELVIS_OBLIQUITY, -1, 1, "side up", "side down")                                             \
    X(PELVIS_ROTATION, "pelvis_rotation", "Pelvic rotation", PELVIS_ROTATION, PELVIS_ROTATION, -1, \
      1, "side forward", "side back")                                                              \
    X(HIP_FLEXION, "hip_flexion", "Hip flexion", HIP_FLEXION_LEFT, HIP_FLEXION_RIGHT, 1, 1,        \
      "flexion", "extension")                                                                      \
    X(HIP_ADDUCTION, "hip_adduction", "Hip adduction", HIP_ADDUCTION_LEFT, HIP_ADDUCTION_RIGHT, 1, \
      1, "adduction", "abduction")                                                                 \
    X(HIP_ROTATION, "hip_rotation", "Hip rotation", HIP_ROTATION_LEFT, HIP_ROTATION_RIGHT, 1, 1,   \
      "internal", "external")                                                                      \
    X(KNEE_FLEXION, "knee_flexion", "Knee flexion", KNEE_FLEXION_LEFT, KNEE_FLEXION_RIGHT, 1, 1,   \
      "flexion", "extension")

#define HG_CURVE_ENUM(name, id, label, left, right, left_sign, right_sign, plus, minus)            \
    HG_CURVE_##name,
typedef enum hg_curve_id { HG_CURVE_TABLE(HG_CURVE_ENUM) HG_CURVE_COUNT } hg_curve_id;
#undef HG_CURVE_ENUM

#define HG_CURVE_POINTS 101 /**< 0 to 100 % of the stride, foot strike to foot strike */

#endif
