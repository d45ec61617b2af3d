/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two halves of planning share: the mean step (mean.c) and all steps (plan.c). */
#ifndef HG_SYNTH_PLAN_H
#define HG_SYNTH_PLAN_H

#include "synth/gait.h"

/* Mean values of a runner at a speed; radians and metres. */
typedef struct hg__aim {
    double pitch_strike, pitch_toe_off, knee_strike, heel_ahead;
    hg__motion knee_toe_off;
    double via[HG__SWING_JOINTS][HG__SWING_VIA][2];
} hg__aim;

/* Contact time at a speed; leaves a flight. */
double hg__contact_time(double speed, double step_s, double leg_length_m);

/* Forward velocity of the pelvis in flight, over its mean. */
double hg__surge(double speed, double contact_s, double step_s);

/* Mean values, such that the shoe can be where it should be; adjusts the level of adduction in
 * the pattern so that the pelvis need not sway, and shortens the contact where the leg would be
 * overstretched. False when there are no such values. */
bool hg__aim_mean(hg__aim *aim, hg__gait *gait);

/* Way of the shoe in this step: where it lands, how it slaps and rolls. Height and climb of the
 * pelvis are known. */
void hg__plan_shoe(hg__gait *gait, hg__step *step, double pitch_toe_off);

/* Height of the pelvis over the belt at the strike of a step; false when out of reach. */
bool hg__plan_height(hg__step *step, const hg__gait *gait);

#define HG__DERIVATIVE_S 5e-4
/* Value, velocity and acceleration from three values HG__DERIVATIVE_S apart. */
hg__motion hg__motion_of(const double y[3]);

/* The leg of a step at HG__DERIVATIVE_S before, at and after a time at which the way of the shoe is
 * given: joint angles; place to the right of the contact, and of the ball from the heel. */
typedef struct hg__around {
    double joint[HG__SWING_JOINTS][3], pivot_z[3], sole_z[3];
} hg__around;

void hg__look_around(hg__around *out, hg__gait *gait, const hg__step *step, double t);

/* What the swing must leave: knee and ankle to their limits (rad), the shoe to the belt (m). */
typedef struct hg__swing_room {
    double knee_least, ankle_least, clearance;
} hg__swing_room;

/* Angles of the swing after this step until the side lands again, lifted as far as that needs;
 * what it took stands in step->own. False when it does not do. */
bool hg__fit_swing(hg__step *step, const hg__gait *gait, const hg__aim *aim, const hg__around *from,
                   const hg__around *to, double landing, const hg__swing_room *room);

#endif
