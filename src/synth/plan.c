/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/plan.h"

#include <math.h>

#define PI 3.14159265358979323846
#define RAD (PI / 180)
#define GRAVITY 9.80665

#define LEAD_STEPS 14 /* before time 0: the vertical rhythm settles in a few steps */
#define TRAIL_S 2.0   /* after the end: what is under way is planned to its end */
#define HEEL_OFF 0.38 /* of the contact */
#define KNEE_MOST (150 * RAD)
#define ANKLE_MOST (55 * RAD)
#define JOINT_RATE 18.0 /* rad/s */
#define JOINT_ACCELERATION 900.0
#define SWAY_RATE 2.0 /* m/s */
#define SWAY_ACCELERATION 80.0
#define SWING_SAMPLES 32
#define LIFTS 8
#define LIFT_HIP (1 * RAD)
#define LIFT_KNEE (2.5 * RAD)
#define SWAY_BACK 0.5 /* share of the pelvis' lateral deviation that the next foot takes back */

/* Stride-to-stride standard deviations of an ordinary runner. */
#define SD_STEP_TIME 0.0212 /* share; gives a stride-time CV near 1.5 % */
#define SD_CONTACT 0.015    /* share */
#define SD_HEEL_AHEAD_M 0.004
#define SD_PITCH (1.2 * RAD)
#define SD_KNEE (1.0 * RAD)
static const double sd_swing[HG__SWING_JOINTS] = {1.1 * RAD, 2.2 * RAD, 1.5 * RAD};

/*
 * Follows z at first, and stays within three sd of an ordinary runner: a leg has only so much room.
 */
static double varied(double mean, double sd, double z, double variability) {
    return mean + 3 * sd * tanh(z * variability / 3);
}

/* Times of all steps, and what each does of its own. */
static bool lay_steps(hg__gait *gait, const hg__aim *aim, const hg_synth_options *o,
                      hg__arena *arena, hg__random *style, hg__random *random) {
    enum {
        STEP,
        CONTACT,
        AHEAD,
        PITCH,
        KNEE_STRIKE,
        KNEE_TOE_OFF,
        OWN,
        SERIES = OWN + HG__SWING_VIA * HG__SWING_JOINTS
    };
    const double shortest = 0.7 * gait->step_s; /* 2.5 sd, five times, are 0.265 */
    const size_t room = (size_t)((o->seconds + TRAIL_S) / shortest) + 2 * LEAD_STEPS + 8;
    double *z = hg__arena_alloc(arena, room * SERIES, sizeof *z);
    gait->step = hg__arena_alloc(arena, room, sizeof *gait->step);
    if (!z || !gait->step) return false;
    /* one series per quantity and side, so that strides of a side are correlated */
    for (size_t s = 0; s < SERIES; s++)
        for (size_t side = 0; side < 2; side++)
            hg__series(z + side * SERIES + s, room / 2, (size_t)2 * SERIES, random);
    const double v = o->variability;
    double t = -(LEAD_STEPS + 2 * hg__random_uniform(style)) * gait->step_s;
    size_t n = 0;
    for (; n < 2 * (room / 2) && t < o->seconds + TRAIL_S; n++) {
        hg__step *step = &gait->step[n];
        const double *e = z + n * SERIES;
        const double length = fmax(gait->step_s * (1 + SD_STEP_TIME * e[STEP] * v), shortest);
        *step = (hg__step){.side = (hg_side)(n % 2), .strike = t};
        double contact =
            gait->contact_s * length / gait->step_s * varied(1, SD_CONTACT, e[CONTACT], v);
        step->toe_off = t + fmin(contact, 0.92 * length);
        step->heel_ahead = varied(aim->heel_ahead, SD_HEEL_AHEAD_M, e[AHEAD], v);
        step->span[0] = gait->body->leg[step->side].ball.x - gait->body->leg[step->side].heel.x;
        hg__touch_plan(&step->touch, gait->landing, gait->speed,
                       -GRAVITY * (gait->step_s - gait->contact_s) / 2);
        step->pitch_strike = varied(aim->pitch_strike, SD_PITCH, e[PITCH], v);
        step->knee_strike = fmax(varied(aim->knee_strike, SD_KNEE, e[KNEE_STRIKE], v), 0.1);
        step->knee_toe_off = aim->knee_toe_off;
        step->knee_toe_off.p = fmax(varied(aim->knee_toe_off.p, SD_KNEE, e[KNEE_TOE_OFF], v), 0.1);
        for (size_t j = 0; j < HG__SWING_JOINTS; j++)
            for (size_t i = 0; i < HG__SWING_VIA; i++)
                step->own[j][i] = varied(0, sd_swing[j], e[OWN + HG__SWING_VIA * j + i], v);
        t += length;
    }
    gait->n_steps = n;
    return true;
}

static bool count_strides(hg__gait *gait, hg__arena *arena) {
    double *scratch = hg__arena_alloc(arena, gait->n_steps, sizeof *scratch);
    if (!scratch) return false;
    for (size_t side = 0; side < 2; side++) {
        gait->strike[side] = hg__arena_alloc(arena, gait->n_steps, sizeof(double));
        gait->bend[side] = hg__arena_alloc(arena, gait->n_steps, sizeof(double));
        if (!gait->strike[side] || !gait->bend[side]) return false;
        for (size_t i = 0; i < gait->n_steps; i++)
            if (gait->step[i].side == (hg_side)side)
                gait->strike[side][gait->n_strikes[side]++] = gait->step[i].strike;
        hg__count_fit(gait->bend[side], gait->strike[side], gait->n_strikes[side], scratch);
    }
    return true;
}

/* From the wanted knee angle. */
bool hg__plan_height(hg__step *step, const hg__gait *gait) {
    hg__upper upper;
    hg__leg_pose pose;
    double pelvis[9];
    hg__gait_upper(&upper, pelvis, gait, step->strike);
    hg__leg_angles angles = {0.6, upper.adduction[step->side], upper.hip_rotation[step->side],
                             step->knee_strike, 0};
    const hg__leg *leg = &gait->body->leg[step->side];
    const double share = gait->landing->carries;
    hg__foot_target foot = {.x = step->heel_ahead + share * step->span[0],
                            .sine = sin(step->pitch_strike),
                            .pivot = share};
    bool reached = hg__leg_reach(&angles, &pose, leg, pelvis, &foot, HG__LEG_SLOPE_KNOWN);
    step->height = hg__sole_height(&step->touch, step->toe_off - step->strike, 0) +
                   share * leg->toe_joint_m - hg__leg_pivot(leg, &pose, share).y;
    return reached;
}

/* The push of each contact that brings the pelvis to its height at the next strike. */
static void plan_pushes(hg__gait *gait) {
    for (size_t i = 0; i + 1 < gait->n_steps; i++) {
        hg__step *step = &gait->step[i], *next = step + 1;
        const double contact = step->toe_off - step->strike, all = next->strike - step->strike;
        if (i == 0) step->climb = -GRAVITY * (all - contact) / 2;
        /* an impulse at mid-contact, as far as the height at the next strike goes */
        double impulse =
            (next->height - step->height - step->climb * all + GRAVITY * all * all / 2) /
            (all - contact / 2);
        step->push = impulse * PI / (2 * contact);
        next->climb = step->climb + impulse - GRAVITY * all;
        step->brake = 2 * PI * gait->surge * all / (contact * contact);
    }
}

static void plan_pelvis(hg__gait *gait) {
    for (size_t i = 0; i < gait->n_steps; i++) (void)hg__plan_height(&gait->step[i], gait);
    plan_pushes(gait);
    /* the foot comes down with the body, and that shifts the heights by a millimetre or two */
    for (size_t i = 0; i < gait->n_steps; i++) {
        hg__touch_plan(&gait->step[i].touch, gait->landing, gait->speed, gait->step[i].climb);
        (void)hg__plan_height(&gait->step[i], gait);
    }
    plan_pushes(gait);
}

hg__motion hg__motion_of(const double y[3]) {
    return (hg__motion){y[1], (y[2] - y[0]) / (2 * HG__DERIVATIVE_S),
                        (y[2] - 2 * y[1] + y[0]) / (HG__DERIVATIVE_S * HG__DERIVATIVE_S)};
}

void hg__plan_shoe(hg__gait *gait, hg__step *step, double pitch_toe_off) {
    const double contact = step->toe_off - step->strike;
    hg__upper upper;
    hg__leg_pose pose;
    double pelvis[9], forward, up;
    hg__gait_pelvis(&forward, &up, gait, step, step->strike);
    step->heel_x = forward + step->heel_ahead;
    /* slap and roll before the pitch at toe-off is known: the contact needs their times only */
    const double flat = step->strike + fmin(gait->landing->flat_s, 0.25 * contact),
                 heel_off = step->strike + HEEL_OFF * contact;
    const hg__motion rest = {0, 0, 0};
    hg__motion start = {step->pitch_strike,
                        gait->landing->pitch_rate * gait->landing->flat_s / (flat - step->strike),
                        0};
    (void)hg__path_fit(&step->slap, step->strike, flat, start, rest, NULL, 0);
    step->roll = (hg__path){.start = heel_off, .length = step->toe_off - heel_off};
    /* the pitch around toe-off from the wanted motion of the knee there */
    double around[3];
    bool reached = true;
    for (int i = 0; i < 3; i++) {
        const double late = (i - 1) * HG__DERIVATIVE_S, t = step->toe_off + late;
        const hg__motion *knee = &step->knee_toe_off;
        hg__gait_upper(&upper, pelvis, gait, t);
        const hg__foot_target foot = hg__gait_target(gait, step, t);
        hg__leg_angles angles = {0, upper.adduction[step->side], upper.hip_rotation[step->side],
                                 knee->p + late * (knee->v + late * knee->a / 2), -0.3};
        if (!hg__leg_reach(&angles, &pose, &gait->body->leg[step->side], pelvis, &foot,
                           HG__LEG_HEIGHT_KNOWN))
            reached = false;
        around[i] = asin(hg__leg_slope(&pose));
    }
    const double mean_rate = pitch_toe_off / (step->toe_off - heel_off);
    const hg__motion leave =
        reached ? hg__motion_of(around) : (hg__motion){pitch_toe_off, 1.5 * mean_rate, 0};
    step->pitch_toe_off = leave.p;
    (void)hg__path_fit(&step->roll, heel_off, step->toe_off, rest, leave, NULL, 0);
}

void hg__look_around(hg__around *out, hg__gait *gait, const hg__step *step, double t) {
    const size_t before = gait->unreachable;
    for (int i = 0; i < 3; i++) {
        hg__upper upper;
        hg__leg_angles angles;
        hg__leg_pose pose;
        double pelvis[9], at = t + (i - 1) * HG__DERIVATIVE_S;
        hg__gait_upper(&upper, pelvis, gait, at);
        out->pivot_z[i] = hg__gait_foot(&angles, &pose, gait, step, &upper, pelvis, at).z;
        out->sole_z[i] = pose.ball.z - pose.heel.z;
        out->joint[HG__SWING_HIP][i] = angles.hip_flexion;
        out->joint[HG__SWING_KNEE][i] = angles.knee_flexion;
        out->joint[HG__SWING_ANKLE][i] = angles.ankle_dorsiflexion;
    }
    if (gait->unreachable == before) return;
    /* out of reach, the angles are the nearest there are, but their differences mean nothing */
    for (size_t j = 0; j < HG__SWING_JOINTS; j++)
        out->joint[j][0] = out->joint[j][2] = out->joint[j][1];
    out->pivot_z[0] = out->pivot_z[2] = out->pivot_z[1];
}

/* A leg close to its full length turns small ways into large angles; no joint follows that.
 * Ordinary steps stay well inside. */
static hg__motion bounded(hg__motion m, double rate, double acceleration) {
    m.v = fmax(-rate, fmin(rate, m.v));
    m.a = fmax(-acceleration, fmin(acceleration, m.a));
    return m;
}

static hg__motion pelvis_beside(double right, const hg__around *a) {
    double z[3];
    for (int i = 0; i < 3; i++) z[i] = right - a->pivot_z[i];
    return bounded(hg__motion_of(z), SWAY_RATE, SWAY_ACCELERATION);
}

/* The next foot is set down where the pelvis can go on with the velocity that it has, less a share
 * of how far it has strayed from the middle of the belt. */
static void plan_lateral(hg__gait *gait) {
    hg__motion pelvis = {0, 0, 0}; /* at the last toe-off */
    double left = 0;
    for (size_t i = 0; i + 1 < gait->n_steps; i++) {
        hg__step *step = &gait->step[i];
        hg__around strike, middle, leave;
        const double flat = step->slap.start + step->slap.length,
                     centre = 0.5 * (flat + step->roll.start);
        hg__look_around(&strike, gait, step, step->strike);
        hg__look_around(&middle, gait, step, centre);
        hg__look_around(&leave, gait, step, step->toe_off);
        step->span[1] = middle.sole_z[1];
        hg__motion start = pelvis_beside(0, &strike); /* less where the foot will be */
        step->lateral = middle.pivot_z[1] - 0.5 * step->span[1];
        if (i > 0) {
            const double middle_of_belt = step->lateral + hg__gait_wander(gait, true, step->strike);
            step->lateral = pelvis.p + 0.5 * (pelvis.v + start.v) * (step->strike - left) - start.p;
            step->lateral += SWAY_BACK * (middle_of_belt - step->lateral);
            start.p += step->lateral;
            (void)hg__path_fit(&step[-1].flight, left, step->strike, pelvis, start, NULL, 0);
        }
        pelvis = pelvis_beside(step->lateral + step->span[1], &leave);
        left = step->toe_off;
    }
}

/* How a swing fares: fine; the foot too low over the belt; the knee too straight before it lands;
 * or beyond what joints do. */
typedef enum fare { FINE, LOW, STRAIGHT, BEYOND } fare;

static fare swing_fares(const hg__gait *gait, const hg__step *step, const hg__swing_room *room) {
    const hg__path *knee = &step->swing[HG__SWING_KNEE];
    fare worst = FINE;
    for (int i = 0; i <= SWING_SAMPLES; i++) {
        const double share = (double)i / SWING_SAMPLES, t = knee->start + share * knee->length;
        hg__upper upper;
        hg__leg_angles angles;
        hg__leg_pose pose;
        double pelvis[9], forward, up;
        hg__gait_upper(&upper, pelvis, gait, t);
        hg__gait_pelvis(&forward, &up, gait, hg__gait_step(gait, t), t);
        hg__gait_swing(&angles, &pose, gait, step, &upper, pelvis, t);
        if (!(angles.knee_flexion < KNEE_MOST && angles.ankle_dorsiflexion > room->ankle_least &&
              angles.ankle_dorsiflexion < ANKLE_MOST))
            return BEYOND;
        /* all of the clearance in mid-swing, none of it where the foot leaves and lands */
        const double middle = 4 * share * (1 - share), clear = fmin(pose.heel.y, pose.ball.y) + up;
        if (worst == FINE && !(clear > middle * middle * room->clearance)) worst = LOW;
        if (!(angles.knee_flexion > room->knee_least)) worst = STRAIGHT;
    }
    return worst;
}

bool hg__fit_swing(hg__step *step, const hg__gait *gait, const hg__aim *aim, const hg__around *from,
                   const hg__around *to, double landing, const hg__swing_room *room) {
    fare fares = LOW;
    for (int lift = 0; lift < LIFTS && (fares == LOW || fares == STRAIGHT); lift++) {
        /* in the second half of the swing, where the foot comes forward over the belt; a knee that
         * stretches less late needs not bend as much before */
        const double more = lift == 0 ? 0 : fares == LOW ? 1 : -1;
        step->own[HG__SWING_HIP][1] += fmax(more, 0) * LIFT_HIP;
        step->own[HG__SWING_HIP][2] += fmax(more, 0) * LIFT_HIP;
        step->own[HG__SWING_KNEE][2] += more * LIFT_KNEE;
        for (size_t j = 0; j < HG__SWING_JOINTS; j++) {
            double via[HG__SWING_VIA][2];
            for (size_t k = 0; k < HG__SWING_VIA; k++) {
                via[k][0] = aim->via[j][k][0];
                via[k][1] = aim->via[j][k][1] + step->own[j][k];
            }
            (void)hg__path_fit(
                &step->swing[j], step->toe_off + HG__FOOT_TRAIL, landing - HG__FOOT_LEAD,
                bounded(hg__motion_of(from->joint[j]), JOINT_RATE, JOINT_ACCELERATION),
                bounded(hg__motion_of(to->joint[j]), JOINT_RATE, JOINT_ACCELERATION),
                (const double(*)[2])via, HG__SWING_VIA);
        }
        fares = swing_fares(gait, step, room);
    }
    return fares == FINE;
}

static void plan_swing(hg__gait *gait, const hg__aim *aim) {
    static const hg__swing_room room = {1 * RAD, -70 * RAD, 0.012};
    for (size_t i = 0; i + 3 < gait->n_steps; i++) {
        hg__step *step = &gait->step[i], *next = step + 2;
        hg__around from, to;
        hg__look_around(&from, gait, step, step->toe_off + HG__FOOT_TRAIL);
        hg__look_around(&to, gait, next, next->strike - HG__FOOT_LEAD);
        (void)hg__fit_swing(step, gait, aim, &from, &to, next->strike, &room);
    }
}

bool hg__gait_plan(hg__gait *gait, bool *possible, const hg__body *body,
                   const hg_synth_options *options, hg__arena *arena, hg__random *style,
                   hg__random *random) {
    *gait = (hg__gait){.body = body,
                       .landing = hg__landing_of(options->strike),
                       .speed = options->speed_m_s,
                       .over_ground = options->over_ground,
                       .seconds = options->seconds,
                       .varied = true};
    gait->step_s = 60 / options->step_rate_per_min;
    gait->contact_s = hg__contact_time(gait->speed, gait->step_s, body->leg_length_m);
    /* room in the pattern for every stride that there may be: steps last 0.7 of the mean at least
     */
    const size_t most =
        (size_t)((options->seconds + TRAIL_S) / (1.4 * gait->step_s)) + 2 * LEAD_STEPS + 8;
    if (!hg__pattern_build(&gait->pattern, options, (const size_t[2]){most, most}, arena, style,
                           random))
        return false;
    static const double amplitude[4] = {0.012, 0.008, 0.005, 0.004},
                        period[4] = {13.1, 7.3, 11.7, 6.1};
    for (size_t i = 0; i < 4; i++) {
        gait->wander[i][0] = amplitude[i] * options->variability;
        gait->wander[i][1] = 2 * PI / period[i];
        gait->wander[i][2] = 2 * PI * hg__random_uniform(random);
    }
    hg__aim aim;
    *possible = hg__aim_mean(&aim, gait);
    if (!*possible) return true;
    if (!lay_steps(gait, &aim, options, arena, style, random) || !count_strides(gait, arena))
        return false;
    plan_pelvis(gait);
    for (size_t i = 0; i + 1 < gait->n_steps; i++)
        hg__plan_shoe(gait, &gait->step[i], aim.pitch_toe_off);
    plan_lateral(gait);
    plan_swing(gait, &aim);
    gait->unreachable = 0;
    return true;
}
