/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Forward and inverse kinematics of one leg below a given pelvis. All positions are relative to
 * the pelvis origin (mid-ASIS), in the progress frame (x forward, y up, z right); angles are
 * radians in the clinical signs of angles.h.
 */
#ifndef HG_SYNTH_LEG_H
#define HG_SYNTH_LEG_H

#include <hipgait/recording.h>

#include "dsp/vector.h"

typedef struct hg__leg_angles {
    double hip_flexion, hip_adduction, hip_rotation, knee_flexion, ankle_dorsiflexion;
} hg__leg_angles;

/* The rigid parts. heel and ball are the two points on which the shoe stands, in the foot frame
 * (origin ankle, axes of the shank when the ankle is at 0). Over the ball is the toe joint. As the
 * heel rises the toes stay on the belt at first and the foot turns about that joint; then the toes
 * follow and turn about their tip. */
typedef struct hg__leg {
    hg_side side;
    hg__vec3 hip; /* in the pelvis frame */
    double thigh_m, shank_m;
    hg__vec3 heel, ball;
    double toe_joint_m; /* its height over the sole */
    double toes_m;      /* from it to their tip */
} hg__leg;

/* Matrices take segment coordinates to the progress frame. */
typedef struct hg__leg_pose {
    double thigh[9], shank[9], foot[9];
    hg__vec3 hip, knee, ankle, heel, ball;
} hg__leg_pose;

/* Pelvis to progress frame in Baker's order: R = Ry(rotation) Rx(-right up) Rz(-anterior). */
void hg__pelvis_matrix(double R[9], double anterior_tilt, double right_up, double right_forward);

void hg__leg_forward(hg__leg_pose *pose, const hg__leg *leg, const double pelvis[9],
                     const hg__leg_angles *angles);

/*
 * Where the shoe is to be. The contact moves along the sole from heel (pivot 0) to ball (pivot 1).
 * x and y are the place of that point of the sole before the toes lift; sine is that of the slope
 * of the sole from heel to ball.
 */
typedef struct hg__foot_target {
    double x, y, pivot, sine;
} hg__foot_target;

/* What the toes do to their joint when the sole slopes down by that much: its way forward and up,
 * the rate of both per radian, and how far on its way to the tip the contact is (0 to 1). */
typedef struct hg__toes {
    double forward, up, forward_rate, up_rate, share;
} hg__toes;

void hg__toes_at(hg__toes *out, const hg__leg *leg, double slope);

/* The point of the foot that is led: on the sole at the heel, the toe joint at the ball. */
hg__vec3 hg__leg_pivot(const hg__leg *leg, const hg__leg_pose *pose, double pivot);

typedef enum hg__leg_unknowns {
    HG__LEG_ALL,         /* hip flexion, knee and ankle from x, y and slope */
    HG__LEG_SLOPE_KNOWN, /* knee given: hip flexion and ankle from x and slope; y is what results */
    HG__LEG_HEIGHT_KNOWN /* knee given: hip flexion and ankle from x and y; slope is what results */
} hg__leg_unknowns;

/*
 * Newton's method on the unknown angles; the others, and the start, are taken from `angles`. False
 * when the foot cannot get there; the angles then are the nearest that were met and the pose is
 * theirs all the same.
 */
bool hg__leg_reach(hg__leg_angles *angles, hg__leg_pose *pose, const hg__leg *leg,
                   const double pelvis[9], const hg__foot_target *target,
                   hg__leg_unknowns unknowns);

/* Slope of the shoe: sine of the elevation of the line from heel to ball. */
double hg__leg_slope(const hg__leg_pose *pose);

#endif
