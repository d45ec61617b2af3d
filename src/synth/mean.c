/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "synth/plan.h"

#define PI 3.14159265358979323846
#define RAD (PI / 180)
#define GRAVITY 9.80665

#define BRAKE_PER_SPEED 0.9 /* m/s^2 per m/s: a quarter of body weight at 3 m/s */
#define FLIGHT_LEAST 0.10   /* of the step */
#define SWEEP_MOST 0.96     /* way of the belt in a contact, of the leg length */
#define KNEE_MID_LEAST (30 * RAD)
#define KNEE_LAND_LEAST (13 * RAD)
#define KNEE_MORE (2 * RAD)
#define ANKLE_RATE_LEAST (-800 * RAD) /* per second, just after toe-off */
/* Mean vertical force of a contact in body weights; sprinters at their fastest reach 2.1 to 2.4
 * (Weyand 2000, doi:10.1152/jappl.2000.89.5.1991). */
#define SUPPORT_MOST 2.6
#define CONTACT_LESS 0.96
#define CONTACT_LEAST 0.8 /* of the usual */
#define ROUNDS 30
#define LEG_LENGTH_USUAL 0.93 /* for which the values below hold */

/* `sweep` is the way of the belt during a contact in leg lengths. */
static double pitch_leaving(double sweep) {
    return -(51 + 30 * (sweep - 0.85)) * RAD;
}

static void aim_at_speed(hg__aim *aim, double speed, double tilt_mean, const hg__landing *landing) {
    const double faster = speed - 3;
    const double tilted = tilt_mean / RAD - 12; /* hip flexion counts from the pelvis */
    *aim = (hg__aim){.knee_strike = 15 + 2 * faster,
                     .knee_toe_off = {18 + faster, -40 + 60 * fmax(faster, 0), 6000},
                     .via = {[HG__SWING_HIP] = {{0.25, 6 + 2 * faster + tilted},
                                                {0.50, 32 + 4 * faster + tilted},
                                                {0.72, 45 + 6 * faster + tilted}},
                             [HG__SWING_KNEE] = {{0.25, 66 + 7 * faster},
                                                 {0.48, 94 + 8 * faster},
                                                 {0.75, 64 + 4 * faster}},
                             [HG__SWING_ANKLE] = {{0.25, -16}, {0.50, 2}, {0.75, 6}}}};
    aim->pitch_strike = landing->pitch;
    aim->knee_strike = RAD * aim->knee_strike + landing->knee_more;
    aim->knee_toe_off.p *= RAD;
    aim->knee_toe_off.v *= RAD;
    aim->knee_toe_off.a *= RAD;
    for (size_t j = 0; j < HG__SWING_JOINTS; j++)
        for (size_t i = 0; i < HG__SWING_VIA; i++) aim->via[j][i][1] *= RAD;
}

/* Runners of different size are alike at the same Froude number. */
static double similar_speed(double speed, double leg_length_m) {
    return speed * sqrt(LEG_LENGTH_USUAL / leg_length_m);
}

/* Contact shortens as speed grows, and with the step time by its root. */
double hg__contact_time(double speed, double step_s, double leg_length_m) {
    const double faster = similar_speed(speed, leg_length_m) - 3;
    const double duty = fmax(0.22, fmin(0.42, 0.360 - 0.055 * faster)), stride = 0.727;
    const double usual = duty * stride * sqrt(2 * step_s / stride);
    return fmin(usual, fmin((1 - FLIGHT_LEAST) * step_s, SWEEP_MOST * leg_length_m / speed));
}

/* Braking and propulsion grow with speed; the pelvis runs ahead of its mean speed by what they take
 * from it in contact. */
double hg__surge(double speed, double contact_s, double step_s) {
    return BRAKE_PER_SPEED * speed * contact_s * contact_s / (2 * PI * step_s);
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
    hg__touch_plan(&step->touch, mean->landing, mean->speed, step->climb);
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

/* Can the leg do this step, and the swing after it? If not: is it too straight while it carries, or
 * too stretched when it leaves? */
typedef enum fare { FINE, STRAIGHT, STRETCHED } fare;

/* Also the place of the foot to the right of the pelvis: landing, at the peak of adduction,
 * leaving. */
static fare mean_fares(double lateral[3], hg__gait *mean, hg__step *step, const hg__aim *aim) {
    const double stride = 2 * mean->step_s, contact = step->toe_off;
    /* more room than the single steps have, so that their own ways find it */
    static const hg__swing_room room = {11 * RAD, -58 * RAD, 0.030};
    hg__around land, early, peak, middle, leave, late;
    mean->unreachable = 0;
    hg__look_around(&early, mean, step, -HG__FOOT_LEAD);
    hg__look_around(&land, mean, step, 0);
    hg__look_around(&middle, mean, step, 0.5 * contact);
    if (mean->unreachable || early.joint[HG__SWING_KNEE][1] < KNEE_LAND_LEAST ||
        middle.joint[HG__SWING_KNEE][1] < KNEE_MID_LEAST)
        return STRAIGHT;
    hg__look_around(&peak, mean, step, HG__PATTERN_PEAK * stride);
    hg__look_around(&leave, mean, step, contact);
    hg__look_around(&late, mean, step, contact + HG__FOOT_TRAIL);
    if (mean->unreachable || hg__motion_of(late.joint[HG__SWING_ANKLE]).v < ANKLE_RATE_LEAST ||
        !hg__fit_swing(step, mean, aim, &late, &early, stride, &room))
        return STRETCHED;
    step->span[1] = middle.sole_z[1];
    const hg__around *where[3] = {&land, &peak, &leave};
    const double when[3] = {0, HG__PATTERN_PEAK * stride, contact};
    for (int i = 0; i < 3; i++) {
        double forward, right;
        hg__gait_contact(&forward, &right, mean, step, when[i]);
        lateral[i] = where[i]->pivot_z[1] - right;
    }
    return FINE;
}

bool hg__aim_mean(hg__aim *aim, hg__gait *gait) {
    const double stride = 2 * gait->step_s, length = gait->body->leg_length_m;
    double strikes[2][3] = {{-0.5 * stride, 0.5 * stride, 1.5 * stride}, {-stride, 0, stride}},
           bend[3] = {0};
    fare fares = STRAIGHT;
    hg__gait mean = *gait;
    mean.varied = false;
    mean.pattern.asymmetry = 0;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        mean.strike[side] = strikes[side];
        mean.bend[side] = bend;
        mean.n_strikes[side] = 3;
    }
    aim_at_speed(aim, similar_speed(gait->speed, length), gait->pattern.tilt_mean, gait->landing);
    for (int round = 0; round < ROUNDS && mean.contact_s > CONTACT_LEAST * gait->contact_s;
         round++) {
        hg__step steps[3];
        double lateral[3];
        aim->pitch_toe_off = pitch_leaving(mean.speed * mean.contact_s / length);
        mean.pattern.leave_phase = mean.contact_s / stride;
        mean.surge = hg__surge(mean.speed, mean.contact_s, mean.step_s);
        find_heel_ahead(aim, &mean);
        const bool reached = mean_step(&steps[0], &mean, aim, aim->heel_ahead);
        for (int i = 1; i < 3; i++) { /* the pelvis does the same in the steps that follow */
            steps[i] = steps[0];
            steps[i].strike += i * mean.step_s;
            steps[i].toe_off += i * mean.step_s;
        }
        mean.step = steps;
        mean.n_steps = 3;
        hg__plan_shoe(&mean, &steps[0], aim->pitch_toe_off);
        fares = reached ? mean_fares(lateral, &mean, &steps[0], aim) : STRAIGHT;
        if (fares != FINE) {
            /* bend the leg all the while, as for quick short steps; or leave the belt earlier */
            aim->knee_strike += fares == STRAIGHT ? KNEE_MORE : KNEE_MORE / 4;
            aim->knee_toe_off.p += fares == STRAIGHT ? KNEE_MORE : KNEE_MORE / 4;
            if (fares == STRETCHED) mean.contact_s *= CONTACT_LESS;
            continue;
        }
        for (size_t j = 0; j < HG__SWING_JOINTS; j++) /* what it took to lift the foot */
            for (size_t i = 0; i < HG__SWING_VIA; i++) aim->via[j][i][1] += steps[0].own[j][i];
        /* more adduction brings the foot inwards by the leg's length times it */
        const double first = (lateral[0] - lateral[1]) / length,
                     second = (lateral[2] - lateral[1]) / length;
        mean.pattern.level[0] += first;
        mean.pattern.level[1] += second;
        if (fabs(first) < 1e-4 && fabs(second) < 1e-4) break;
    }
    hg__pattern_level(&gait->pattern, mean.pattern.level, mean.pattern.leave_phase);
    gait->contact_s = mean.contact_s;
    gait->surge = mean.surge;
    return fares == FINE && gait->step_s <= SUPPORT_MOST * gait->contact_s;
}
