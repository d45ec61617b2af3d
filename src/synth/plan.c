/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "synth/gait.h"

#define PI 3.14159265358979323846
#define RAD (PI / 180)
#define GRAVITY 9.80665

#define LEAD_STEPS 14     /* before time 0: the vertical rhythm settles in a few steps */
#define TRAIL_S 2.0       /* after the end: what is under way is planned to its end */
#define FLIGHT_LEAST 0.10 /* of the step */
#define SURGE_SHARE 0.028 /* of the speed; gives a braking force of a quarter of body weight at 3 m/s */
#define SLAP_S 0.060
#define HEEL_OFF 0.42  /* of the contact */
#define SLAP_START 0.5 /* rate of the slap at the strike over its mean rate */
#define DERIVATIVE_S 5e-4

/* Stride-to-stride standard deviations of an ordinary runner. */
#define SD_STEP_TIME 0.018    /* share; gives a stride-time CV near 1.5 % */
#define SD_CONTACT 0.015      /* share */
#define SD_HEEL_AHEAD_M 0.004
#define SD_LATERAL_M 0.008
#define SD_PITCH (1.2 * RAD)
#define SD_KNEE (1.0 * RAD)
static const double sd_swing[HG__SWING_JOINTS] = {1.1 * RAD, 2.2 * RAD, 1.5 * RAD};

/* Mean values at a speed; radians. */
typedef struct target {
    double pitch_strike, pitch_toe_off, knee_strike, heel_ahead;
    hg__motion knee_toe_off;
    double via[HG__SWING_JOINTS][HG__SWING_VIA][2];
} target;

static void target_at_speed(target *out, double speed, double tilt_mean) {
    const double faster = speed - 3, tilted = tilt_mean / RAD - 12; /* hip flexion counts from the pelvis */
    const target degrees = {
        .pitch_strike = 12,
        .pitch_toe_off = -(47 + 2 * faster),
        .knee_strike = 14 + faster,
        .knee_toe_off = {18 + faster, -40, 6000},
        .via = {[HG__SWING_HIP] = {{0.25, 6 + 2 * faster + tilted}, {0.50, 30 + 4 * faster + tilted}, {0.72, 44 + 6 * faster + tilted}},
                [HG__SWING_KNEE] = {{0.25, 66 + 7 * faster}, {0.48, 93 + 8 * faster}, {0.75, 60 + 4 * faster}},
                [HG__SWING_ANKLE] = {{0.25, -16}, {0.50, 2}, {0.75, 6}}}};
    *out = degrees;
    out->pitch_strike *= RAD;
    out->pitch_toe_off *= RAD;
    out->knee_strike *= RAD;
    out->knee_toe_off.p *= RAD;
    out->knee_toe_off.v *= RAD;
    out->knee_toe_off.a *= RAD;
    for (size_t j = 0; j < HG__SWING_JOINTS; j++)
        for (size_t i = 0; i < HG__SWING_VIA; i++) out->via[j][i][1] *= RAD;
}

/* Contact shortens as speed grows, and with the step time by its root; never so long that no
 * flight is left, or that the leg would have to sweep more than its length. */
static double contact_time(double speed, double step_s, double leg_length) {
    const double duty = fmax(0.24, fmin(0.42, 0.360 - 0.034 * (speed - 3)));
    const double usual = duty * 0.727 * sqrt(2 * step_s / 0.727);
    return fmin(usual, fmin((1 - FLIGHT_LEAST) * step_s, leg_length / speed));
}

static double span_of(const hg__leg *leg) {
    return 0.997 * (leg->ball.x - leg->heel.x); /* the shoe points a few degrees off the direction of running */
}

/* --- where the heel has to land so that the shoe leaves with the wanted pitch --- */

static double pitch_when_leaving(const hg__gait *gait, const target *aim, double heel_ahead) {
    const hg__leg *leg = &gait->body->leg[HG_RIGHT];
    const double half = 0.5, leave = gait->contact_s / (2 * gait->step_s);
    hg__upper upper;
    hg__leg_pose pose;
    double pelvis[9];
    hg__pattern_at(&upper, &gait->pattern, (const double[2]){half, 0}, false);
    hg__pelvis_matrix(pelvis, upper.tilt, upper.obliquity, upper.rotation);
    hg__leg_angles angles = {0.6, upper.adduction[HG_RIGHT], upper.hip_rotation[HG_RIGHT], aim->knee_strike, 0};
    hg__foot_target foot = {.x = heel_ahead, .sine = sin(aim->pitch_strike)};
    if (!hg__leg_reach(&angles, &pose, leg, pelvis, &foot, HG__LEG_SLOPE_KNOWN)) return NAN;
    const double height = hg__gait_touch_height() - pose.heel.y; /* the same at toe-off, by symmetry */
    hg__step mean = {.strike = 0, .toe_off = gait->contact_s};
    mean.brake = 2 * PI * gait->surge * gait->step_s / (gait->contact_s * gait->contact_s);
    hg__pattern_at(&upper, &gait->pattern, (const double[2]){leave + half, leave}, false);
    hg__pelvis_matrix(pelvis, upper.tilt, upper.obliquity, upper.rotation);
    angles = (hg__leg_angles){0, upper.adduction[HG_RIGHT], upper.hip_rotation[HG_RIGHT], aim->knee_toe_off.p, -0.3};
    foot = (hg__foot_target){.pivot = 1, .y = -height};
    foot.x = heel_ahead + span_of(leg) - gait->speed * gait->contact_s -
             hg__gait_surge(gait, &mean, gait->contact_s);
    if (!hg__leg_reach(&angles, &pose, leg, pelvis, &foot, HG__LEG_HEIGHT_KNOWN)) return NAN;
    return asin(hg__leg_slope(&pose));
}

/* The further behind the foot leaves, the more it has to be stretched. */
static double find_heel_ahead(const hg__gait *gait, const target *aim) {
    double low = 0.0, high = 0.45 * gait->body->leg_length_m; /* of the pelvis origin */
    for (int i = 0; i < 50; i++) {
        double mid = 0.5 * (low + high), got = pitch_when_leaving(gait, aim, mid);
        if (!(got >= aim->pitch_toe_off))
            low = mid; /* out of reach behind, or too steep */
        else
            high = mid;
    }
    return high;
}

/* --- the plan --- */

static double varied(double mean, double sd, double z, double variability) {
    return mean + sd * z * variability;
}

/* Times of all steps, and what each does of its own. */
static bool lay_steps(hg__gait *gait, const target *aim, const hg_synth_options *o, hg__arena *arena,
                      hg__random *style, hg__random *random) {
    enum { STEP, CONTACT, AHEAD, LATERAL, PITCH, KNEE_STRIKE, KNEE_TOE_OFF, OWN, SERIES = OWN + HG__SWING_VIA * HG__SWING_JOINTS };
    const double shortest = 0.7 * gait->step_s; /* 2.5 sd of 0.018, five times */
    const size_t room = (size_t)((o->seconds + TRAIL_S) / shortest) + LEAD_STEPS + 8;
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
        const double length = fmax(gait->step_s * varied(1, SD_STEP_TIME, e[STEP], v), shortest);
        *step = (hg__step){.side = (hg_side)(n % 2), .strike = t};
        double contact = gait->contact_s * length / gait->step_s * varied(1, SD_CONTACT, e[CONTACT], v);
        step->toe_off = t + fmin(contact, (1 - FLIGHT_LEAST) * length);
        step->heel_ahead = varied(aim->heel_ahead, SD_HEEL_AHEAD_M, e[AHEAD], v);
        step->lateral = varied(0, SD_LATERAL_M, e[LATERAL], v);
        step->span[0] = span_of(&gait->body->leg[step->side]);
        step->pitch_strike = fmax(varied(aim->pitch_strike, SD_PITCH, e[PITCH], v), 0.02);
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

/* Height of the pelvis at each strike from the wanted knee angle; then the push of each contact that
 * brings the pelvis to its height at the next. */
static void plan_pelvis(hg__gait *gait) {
    for (size_t i = 0; i < gait->n_steps; i++) {
        hg__step *step = &gait->step[i];
        hg__upper upper;
        hg__leg_pose pose;
        double pelvis[9];
        hg__gait_upper(&upper, pelvis, gait, step->strike);
        hg__leg_angles angles = {0.6, upper.adduction[step->side], upper.hip_rotation[step->side], step->knee_strike, 0};
        hg__foot_target foot = {.x = step->heel_ahead, .sine = sin(step->pitch_strike)};
        if (!hg__leg_reach(&angles, &pose, &gait->body->leg[step->side], pelvis, &foot, HG__LEG_SLOPE_KNOWN))
            gait->unreachable++;
        step->height = hg__gait_touch_height() - pose.heel.y;
    }
    for (size_t i = 0; i + 1 < gait->n_steps; i++) {
        hg__step *step = &gait->step[i], *next = step + 1;
        const double contact = step->toe_off - step->strike, all = next->strike - step->strike;
        if (i == 0) step->climb = -GRAVITY * (all - contact) / 2;
        /* an impulse at mid-contact, as far as the height at the next strike goes */
        double impulse = (next->height - step->height - step->climb * all + GRAVITY * all * all / 2) /
                         (all - contact / 2);
        step->push = impulse * PI / (2 * contact);
        next->climb = step->climb + impulse - GRAVITY * all;
        step->brake = 2 * PI * gait->surge * all / (contact * contact);
    }
}

/* Value, velocity and acceleration from three values around a time. */
static hg__motion motion_of(const double y[3]) {
    return (hg__motion){y[1], (y[2] - y[0]) / (2 * DERIVATIVE_S),
                        (y[2] - 2 * y[1] + y[0]) / (DERIVATIVE_S * DERIVATIVE_S)};
}

/* Pitch of the shoe at toe-off from the wanted knee angle, and with it the way of the shoe. */
static void plan_shoe(hg__gait *gait, hg__step *step, double nominal_pitch) {
    const double contact = step->toe_off - step->strike;
    hg__upper upper;
    hg__leg_pose pose;
    double pelvis[9], forward, up, belt, ignored;
    hg__gait_pelvis(&forward, &up, gait, step, step->strike);
    step->heel_x = forward + step->heel_ahead;
    /* slap and roll before the pitch at toe-off is known: the contact needs their times only */
    const double flat = step->strike + fmin(SLAP_S, 0.25 * contact), heel_off = step->strike + HEEL_OFF * contact;
    const hg__motion rest = {0, 0, 0};
    hg__motion start = {step->pitch_strike, -SLAP_START * step->pitch_strike / (flat - step->strike), 0};
    (void)hg__path_fit(&step->slap, step->strike, flat, start, rest, NULL, 0);
    step->roll.start = heel_off;
    /* the pitch around toe-off from the wanted motion of the knee there */
    double around[3];
    bool reached = true;
    for (int i = 0; i < 3; i++) {
        const double late = (i - 1) * DERIVATIVE_S, t = step->toe_off + late;
        const hg__motion *knee = &step->knee_toe_off;
        hg__gait_upper(&upper, pelvis, gait, t);
        hg__gait_pelvis(&forward, &up, gait, step, t);
        hg__gait_contact(&belt, &ignored, step, gait->speed, t);
        hg__foot_target foot = {.x = belt - forward, .y = -up, .pivot = 1};
        hg__leg_angles angles = {0, upper.adduction[step->side], upper.hip_rotation[step->side],
                                 knee->p + late * (knee->v + late * knee->a / 2), -0.3};
        if (!hg__leg_reach(&angles, &pose, &gait->body->leg[step->side], pelvis, &foot, HG__LEG_HEIGHT_KNOWN))
            reached = false;
        around[i] = asin(hg__leg_slope(&pose));
    }
    const double mean_rate = nominal_pitch / (step->toe_off - heel_off);
    const hg__motion leave = reached ? motion_of(around) : (hg__motion){nominal_pitch, 1.5 * mean_rate, 0};
    step->pitch_toe_off = leave.p;
    (void)hg__path_fit(&step->roll, heel_off, step->toe_off, rest, leave, NULL, 0);
}

typedef struct around {
    double joint[HG__SWING_JOINTS][3], pivot_z[3], sole_z[3];
} around;

static void look_around(around *out, hg__gait *gait, const hg__step *step, double t) {
    for (int i = 0; i < 3; i++) {
        hg__upper upper;
        hg__leg_angles angles;
        hg__leg_pose pose;
        double pelvis[9], at = t + (i - 1) * DERIVATIVE_S;
        hg__gait_upper(&upper, pelvis, gait, at);
        out->pivot_z[i] = hg__gait_foot(&angles, &pose, gait, step, &upper, pelvis, at).z;
        out->sole_z[i] = pose.ball.z - pose.heel.z;
        out->joint[HG__SWING_HIP][i] = angles.hip_flexion;
        out->joint[HG__SWING_KNEE][i] = angles.knee_flexion;
        out->joint[HG__SWING_ANKLE][i] = angles.ankle_dorsiflexion;
    }
}

static hg__motion pelvis_beside(double right, const around *a) {
    double z[3];
    for (int i = 0; i < 3; i++) z[i] = right - a->pivot_z[i];
    return motion_of(z);
}

/* The foot is set down where the pelvis stays over the middle of the belt. */
static void plan_lateral(hg__gait *gait) {
    around a;
    for (size_t i = 0; i + 1 < gait->n_steps; i++) {
        hg__step *step = &gait->step[i];
        const double flat = step->slap.start + step->slap.length;
        look_around(&a, gait, step, 0.5 * (flat + step->roll.start));
        step->span[1] = a.sole_z[1];
        step->lateral += a.pivot_z[1] - 0.5 * step->span[1];
        for (size_t j = 2; j < 4; j++)
            step->lateral += gait->wander[j][0] * sin(gait->wander[j][1] * step->strike + gait->wander[j][2]);
    }
    for (size_t i = 0; i + 2 < gait->n_steps; i++) {
        hg__step *step = &gait->step[i], *next = step + 1;
        look_around(&a, gait, step, step->toe_off);
        hg__motion from = pelvis_beside(step->lateral + step->span[1], &a);
        look_around(&a, gait, next, next->strike);
        (void)hg__path_fit(&step->flight, step->toe_off, next->strike, from, pelvis_beside(next->lateral, &a), NULL, 0);
    }
}

static void plan_swing(hg__gait *gait, const target *aim) {
    for (size_t i = 0; i + 3 < gait->n_steps; i++) {
        hg__step *step = &gait->step[i], *next = step + 2;
        const double from = step->toe_off + HG__FOOT_TRAIL, to = next->strike - HG__FOOT_LEAD;
        around a, b;
        look_around(&a, gait, step, from);
        look_around(&b, gait, next, to);
        for (size_t j = 0; j < HG__SWING_JOINTS; j++) {
            double via[HG__SWING_VIA][2];
            for (size_t k = 0; k < HG__SWING_VIA; k++) {
                via[k][0] = aim->via[j][k][0];
                via[k][1] = aim->via[j][k][1] + step->own[j][k];
            }
            (void)hg__path_fit(&step->swing[j], from, to, motion_of(a.joint[j]), motion_of(b.joint[j]),
                               (const double(*)[2])via, HG__SWING_VIA);
        }
    }
}

bool hg__gait_plan(hg__gait *gait, const hg__body *body, const hg_synth_options *options, hg__arena *arena,
                   hg__random *style, hg__random *random) {
    *gait = (hg__gait){.body = body, .speed = options->speed_m_s};
    gait->step_s = 60 / options->step_rate_per_min;
    gait->contact_s = contact_time(gait->speed, gait->step_s, body->leg_length_m);
    gait->surge = SURGE_SHARE * gait->speed;
    /* room in the pattern for every stride that there may be: steps last 0.7 of the mean at least */
    const size_t most = (size_t)((options->seconds + TRAIL_S) / (1.4 * gait->step_s)) + LEAD_STEPS + 8;
    if (!hg__pattern_build(&gait->pattern, options, (const size_t[2]){most, most}, arena, style, random)) return false;
    static const double amplitude[4] = {0.012, 0.008, 0.005, 0.004}, period[4] = {13.1, 7.3, 11.7, 6.1};
    for (size_t i = 0; i < 4; i++) {
        gait->wander[i][0] = amplitude[i] * options->variability;
        gait->wander[i][1] = 2 * PI / period[i];
        gait->wander[i][2] = 2 * PI * hg__random_uniform(random);
    }
    target aim;
    target_at_speed(&aim, gait->speed, gait->pattern.tilt_mean);
    aim.heel_ahead = find_heel_ahead(gait, &aim);
    if (!lay_steps(gait, &aim, options, arena, style, random) || !count_strides(gait, arena)) return false;
    plan_pelvis(gait);
    for (size_t i = 0; i + 1 < gait->n_steps; i++) plan_shoe(gait, &gait->step[i], aim.pitch_toe_off);
    plan_lateral(gait);
    plan_swing(gait, &aim);
    gait->unreachable = 0;
    return true;
}
