/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "synth/plan.h"

#define PI 3.14159265358979323846
#define RAD (PI / 180)
#define GRAVITY 9.80665

#define FLIGHT_LEAST 0.10 /* of the step */
#define SWEEP_MOST 0.96   /* way of the belt in a contact, of the leg length */
#define KNEE_MID_LEAST (30 * RAD)
#define KNEE_LAND_LEAST (9 * RAD)
#define KNEE_MORE (2 * RAD)
#define ROUNDS 15

/* `sweep` is the way of the belt during a contact in leg lengths. */
static void aim_at_speed(hg__aim *aim, double speed, double sweep, double tilt_mean) {
    const double faster = speed - 3, longer = sweep - 0.85;
    const double tilted = tilt_mean / RAD - 12; /* hip flexion counts from the pelvis */
    *aim = (hg__aim){
        .pitch_strike = 12,
        .pitch_toe_off = -(40 + 60 * longer),
        .knee_strike = 14 + 2 * faster,
        .knee_toe_off = {18 + faster, -40, 6000},
        .via = {[HG__SWING_HIP] = {{0.25, 6 + 2 * faster + tilted},
                                   {0.50, 30 + 4 * faster + tilted},
                                   {0.72, 44 + 6 * faster + tilted}},
                [HG__SWING_KNEE] = {{0.25, 66 + 7 * faster}, {0.48, 93 + 8 * faster}, {0.75, 60 + 4 * faster}},
                [HG__SWING_ANKLE] = {{0.25, -16}, {0.50, 2}, {0.75, 6}}}};
    aim->pitch_strike *= RAD;
    aim->pitch_toe_off *= RAD;
    aim->knee_strike *= RAD;
    aim->knee_toe_off.p *= RAD;
    aim->knee_toe_off.v *= RAD;
    aim->knee_toe_off.a *= RAD;
    for (size_t j = 0; j < HG__SWING_JOINTS; j++)
        for (size_t i = 0; i < HG__SWING_VIA; i++) aim->via[j][i][1] *= RAD;
}

/* Contact shortens as speed grows, and with the step time by its root. */
double hg__contact_time(double speed, double step_s, double leg_length_m) {
    const double duty = fmax(0.22, fmin(0.42, 0.360 - 0.055 * (speed - 3))), stride = 0.727;
    const double usual = duty * stride * sqrt(2 * step_s / stride);
    return fmin(usual, fmin((1 - FLIGHT_LEAST) * step_s, SWEEP_MOST * leg_length_m / speed));
}

/* A right step from time 0 of a gait in which all steps are alike. */
static bool mean_step(hg__step *step, const hg__gait *mean, const hg__aim *aim, double heel_ahead) {
    const double contact = mean->contact_s, all = mean->step_s;
    const hg__leg *leg = &mean->body->leg[HG_RIGHT];
    *step = (hg__step){.side = HG_RIGHT, .toe_off = contact, .heel_ahead = heel_ahead};
    step->pitch_strike = aim->pitch_strike;
    step->knee_strike = aim->knee_strike;
    step->knee_toe_off = aim->knee_toe_off;
    step->climb = -GRAVITY * (all - contact) / 2;
    step->push = PI * GRAVITY * all / (2 * contact);
    step->brake = 2 * PI * mean->surge * all / (contact * contact);
    step->span[0] = leg->ball.x - leg->heel.x;
    return hg__plan_height(step, mean);
}

/* The further behind the foot leaves, the more it has to be stretched: finds where the heel must
 * land for the wanted pitch at toe-off. */
static void find_heel_ahead(hg__aim *aim, hg__gait *mean) {
    double low = 0.0, high = 0.45 * mean->body->leg_length_m; /* of mid-ASIS */
    for (int i = 0; i < 40; i++) {
        hg__step step;
        double middle = 0.5 * (low + high), pitch = NAN;
        if (mean_step(&step, mean, aim, middle)) {
            hg__plan_shoe(mean, &step, NAN);
            pitch = step.pitch_toe_off;
        }
        if (!(pitch >= aim->pitch_toe_off))
            low = middle; /* out of reach behind, or too steep */
        else
            high = middle;
    }
    aim->heel_ahead = high;
}

/* Can the leg do this step, and the swing after it? Also the place of the foot to the right of the
 * pelvis: landing, at the peak of adduction, leaving. */
static bool mean_course(double lateral[3], hg__gait *mean, hg__step *step, const hg__aim *aim) {
    const double stride = 2 * mean->step_s, contact = step->toe_off;
    hg__around land, early, peak, middle, leave, late;
    mean->unreachable = 0;
    hg__look_around(&early, mean, step, -HG__FOOT_LEAD);
    hg__look_around(&land, mean, step, 0);
    hg__look_around(&peak, mean, step, HG__PATTERN_PEAK * stride);
    hg__look_around(&middle, mean, step, 0.5 * contact);
    hg__look_around(&leave, mean, step, contact);
    hg__look_around(&late, mean, step, contact + HG__FOOT_TRAIL);
    lateral[0] = land.pivot_z[1];
    lateral[1] = peak.pivot_z[1];
    lateral[2] = leave.pivot_z[1] - leave.sole_z[1];
    return mean->unreachable == 0 && early.joint[HG__SWING_KNEE][1] >= KNEE_LAND_LEAST &&
           middle.joint[HG__SWING_KNEE][1] >= KNEE_MID_LEAST && hg__fit_swing(step, aim, &late, &early, stride);
}

bool hg__aim_mean(hg__aim *aim, hg__gait *gait) {
    const double stride = 2 * gait->step_s, length = gait->body->leg_length_m;
    double strikes[2][3] = {{-0.5 * stride, 0.5 * stride, 1.5 * stride}, {-stride, 0, stride}}, bend[3] = {0};
    bool reached = false;
    hg__gait mean = *gait;
    mean.varied = false;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        mean.strike[side] = strikes[side];
        mean.bend[side] = bend;
        mean.n_strikes[side] = 3;
    }
    aim_at_speed(aim, gait->speed, gait->speed * gait->contact_s / length, gait->pattern.tilt_mean);
    mean.pattern.leave_phase = gait->contact_s / stride;
    for (int round = 0; round < ROUNDS; round++) {
        hg__step step;
        double lateral[3];
        find_heel_ahead(aim, &mean);
        mean.step = &step;
        reached = mean_step(&step, &mean, aim, aim->heel_ahead);
        hg__plan_shoe(&mean, &step, aim->pitch_toe_off);
        reached = mean_course(lateral, &mean, &step, aim) && reached;
        if (!reached) { /* bend the leg more all the while, as for quick short steps */
            aim->knee_strike += KNEE_MORE;
            aim->knee_toe_off.p += KNEE_MORE;
            continue;
        }
        /* more adduction brings the foot inwards by the leg's length times it */
        const double first = (lateral[0] - lateral[1]) / length, second = (lateral[2] - lateral[1]) / length;
        mean.pattern.level[0] += first;
        mean.pattern.level[1] += second;
        if (fabs(first) < 1e-4 && fabs(second) < 1e-4) break;
    }
    gait->pattern = mean.pattern;
    return reached;
}
