/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The running motion as a function of time. What is given: when the feet meet and leave the belt,
 * how the pelvis rises, falls and surges (from a simple ground reaction force), how the shoe lands,
 * gives way and rolls from heel to toes on the belt, the pattern of pelvis, hip adduction and hip
 * rotation, and a few swing angles. Hip flexion, knee and ankle in stance are what brings the shoe
 * to the belt.
 */
#ifndef HG_SYNTH_GAIT_H
#define HG_SYNTH_GAIT_H

#include "synth/body.h"
#include "synth/landing.h"
#include "synth/pattern.h"

#define HG__SWING_VIA 3
enum { HG__SWING_HIP, HG__SWING_KNEE, HG__SWING_ANKLE, HG__SWING_JOINTS };

/* One step: from a foot strike to the next of the other side. */
typedef struct hg__step {
    hg_side side;
    double strike, toe_off;
    double height, climb; /* of the pelvis at the strike: m, m/s */
    double push, brake;   /* m/s^2: amplitude of the vertical half sine and of the fore-aft sine */
    hg__touch touch;
    double heel_ahead;                           /* of the pelvis origin, at the strike */
    double heel_x, lateral;                      /* where the heel lands */
    double span[2];                              /* from there to the ball: forward, right */
    double pitch_strike, pitch_toe_off;          /* of the shoe, toes up +, rad */
    double knee_strike;                          /* rad */
    hg__motion knee_toe_off;                     /* rad */
    double own[HG__SWING_JOINTS][HG__SWING_VIA]; /* what this swing adds at its via points, rad */
    hg__path slap, roll;                         /* pitch: strike to flat, heel-off to toe-off */
    hg__path flight; /* lateral way of the pelvis from toe-off to the next strike */
    hg__path swing[HG__SWING_JOINTS]; /* angles of this side from toe-off to its next strike */
} hg__step;

typedef struct hg__gait {
    const hg__body *body;
    const hg__landing *landing;
    hg__pattern pattern;
    double speed, step_s, contact_s,
        surge; /* surge: forward velocity of the pelvis in flight, m/s */
    hg__step *step;
    size_t n_steps;
    double *strike[2], *bend[2]; /* of each side: counts strides smoothly */
    size_t n_strikes[2];
    double wander[4][3]; /* amplitude, rate, phase: two forward, two to the right */
    bool varied;         /* strides differ from each other */
    bool over_ground;
    double seconds;     /* of the trial */
    size_t unreachable; /* how often a foot could not be brought to the belt; 0 in ordinary use */
} hg__gait;

typedef struct hg__gait_state {
    hg__upper upper;
    double pelvis[9];
    hg__vec3 origin; /* mid-ASIS: forward, up, right of the lab origin on the belt */
    hg__leg_angles angles[2];
    hg__leg_pose leg[2]; /* relative to origin */
} hg__gait_state;

/* Plans all steps of the time from 0 to options->seconds. False when memory runs out; `possible` is
 * false when no leg could run like that. */
bool hg__gait_plan(hg__gait *gait, bool *possible, const hg__body *body,
                   const hg_synth_options *options, hg__arena *arena, hg__random *style,
                   hg__random *random);

void hg__gait_at(hg__gait_state *state, hg__gait *gait, double t);

/* How far the lab is ahead of the belt: all places of the model count from the belt's machine, and
 * over ground the runner gets on by the speed. */
double hg__gait_travel(const hg__gait *gait, double t);

/* --- parts of that, for the plan --- */

/* Seconds before the strike and after the toe-off between which the way of the shoe is given. */
#define HG__FOOT_LEAD 0.016
#define HG__FOOT_TRAIL 0.020

/* Forward and up place of the pelvis during a step; height and climb of the step must be known. */
void hg__gait_pelvis(double *forward, double *up, const hg__gait *gait, const hg__step *step,
                     double t);

/* Forward way of the pelvis in this step until t, apart from its wandering. */
double hg__gait_surge(const hg__gait *gait, const hg__step *step, double t);

/* Slow wandering on the belt: forward, and to the right. */
double hg__gait_wander(const hg__gait *gait, bool right, double t);

/* Counts the strides of both sides at t, and gives the prescribed angles there. */
void hg__gait_upper(hg__upper *out, double pelvis[9], const hg__gait *gait, double t);

/* Brings the shoe of this step's side to where it belongs at t, from strike - HG__FOOT_LEAD to
 * toe_off + HG__FOOT_TRAIL. Gives the pivot of the shoe relative to the pelvis. */
hg__vec3 hg__gait_foot(hg__leg_angles *angles, hg__leg_pose *pose, hg__gait *gait,
                       const hg__step *step, const hg__upper *upper, const double pelvis[9],
                       double t);

/* The leg between two contacts. */
void hg__gait_swing(hg__leg_angles *angles, hg__leg_pose *pose, const hg__gait *gait,
                    const hg__step *step, const hg__upper *upper, const double pelvis[9], double t);

/* Place of the centre of pressure under the shoe: forward and to the right. */
void hg__gait_contact(double *forward, double *right, const hg__gait *gait, const hg__step *step,
                      double t);

/* Where the shoe of this step is to be at t, relative to the pelvis. */
hg__foot_target hg__gait_target(const hg__gait *gait, const hg__step *step, double t);

/* The step during or after whose contact t falls. */
const hg__step *hg__gait_step(const hg__gait *gait, double t);

#endif
