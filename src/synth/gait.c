/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/gait.h"

#include <math.h>

#define PI 3.14159265358979323846
#define GRAVITY 9.80665

double hg__gait_surge(const hg__gait *gait, const hg__step *step, double t) {
    const double contact = step->toe_off - step->strike, w = 2 * PI / contact;
    double s = t - step->strike, c = fmin(s, contact);
    return gait->surge * s - step->brake * (c / w - sin(w * c) / (w * w));
}

double hg__gait_wander(const hg__gait *gait, bool right, double t) {
    const size_t first = right ? 2 : 0;
    double sum = 0;
    for (size_t i = first; i < first + 2; i++)
        sum += gait->wander[i][0] * sin(gait->wander[i][1] * t + gait->wander[i][2]);
    return sum;
}

void hg__gait_pelvis(double *forward, double *up, const hg__gait *gait, const hg__step *step,
                     double t) {
    const double contact = step->toe_off - step->strike, w = PI / contact;
    double s = t - step->strike, c = fmin(s, contact);
    /* twice integrated: push sin(w s) - g in contact, -g in flight */
    double pushed = step->push * (c / w - sin(w * c) / (w * w)) + step->push * 2 / w * (s - c);
    *up = step->height + step->climb * s + pushed - GRAVITY * s * s / 2;
    *forward = hg__gait_surge(gait, step, t) + hg__gait_wander(gait, false, t);
}

double hg__gait_travel(const hg__gait *gait, double t) {
    return gait->over_ground ? gait->speed * (t - 0.5 * gait->seconds) : 0;
}

void hg__gait_upper(hg__upper *out, double pelvis[9], const hg__gait *gait, double t) {
    double count[2];
    for (int side = HG_LEFT; side <= HG_RIGHT; side++)
        count[side] = hg__count_at(gait->bend[side], gait->strike[side], gait->n_strikes[side], t);
    hg__pattern_at(out, &gait->pattern, count, gait->varied);
    hg__pelvis_matrix(pelvis, out->tilt, out->obliquity, out->rotation);
}

/* What carries, from heel (0) to ball (1); it changes while the shoe is flat. */
static double pivot_share(const hg__gait *gait, const hg__step *step, double t) {
    const double flat = step->slap.start + step->slap.length, first = gait->landing->carries;
    return first + (1 - first) * hg__smooth_step((t - flat) / (step->roll.start - flat));
}

static double pitch(const hg__step *step, double t) {
    const hg__path *slap = &step->slap, *roll = &step->roll;
    if (t < slap->start) return slap->c[0] + slap->c[1] / slap->length * (t - slap->start);
    if (t < slap->start + slap->length) return hg__path_at(slap, t);
    if (t < roll->start) return 0;
    return hg__path_at(roll, t);
}

/* The carrying point of the sole where it stands on the belt. */
static double on_belt(const hg__gait *gait, const hg__step *step, double t) {
    return step->heel_x + pivot_share(gait, step, t) * step->span[0] -
           gait->speed * (t - step->strike);
}

void hg__gait_contact(double *forward, double *right, const hg__gait *gait, const hg__step *step,
                      double t) {
    const hg__leg *leg = &gait->body->leg[step->side];
    const double share = pivot_share(gait, step, t);
    hg__toes toes;
    hg__toes_at(&toes, leg, -pitch(step, t));
    *forward = on_belt(gait, step, t) + share * toes.share * leg->toes_m;
    *right = step->lateral + share * step->span[1];
}

hg__foot_target hg__gait_target(const hg__gait *gait, const hg__step *step, double t) {
    const double since = t - step->strike, contact = step->toe_off - step->strike;
    double forward, up, leave_forward, leave_up;
    /* before the strike the pelvis is still in the step before */
    const hg__step *carrying = t < step->strike && step > gait->step ? step - 1 : step;
    hg__gait_pelvis(&forward, &up, gait, carrying, t);
    hg__leave_way(&leave_forward, &leave_up, gait->speed, contact, since);
    return (hg__foot_target){.pivot = pivot_share(gait, step, t),
                             .sine = sin(pitch(step, t)),
                             .x = on_belt(gait, step, t) - forward -
                                  hg__touch_forward_left(&step->touch, since) + leave_forward,
                             .y = -up + hg__sole_height(&step->touch, contact, since) + leave_up};
}

hg__vec3 hg__gait_foot(hg__leg_angles *angles, hg__leg_pose *pose, hg__gait *gait,
                       const hg__step *step, const hg__upper *upper, const double pelvis[9],
                       double t) {
    const double late = t - step->toe_off;
    const hg__foot_target target = hg__gait_target(gait, step, t);
    *angles = (hg__leg_angles){0.3, upper->adduction[step->side], upper->hip_rotation[step->side],
                               0.6, 0};
    hg__leg_unknowns unknowns = HG__LEG_ALL;
    if (late > 0) { /* the shoe hangs free: now the knee is given */
        const hg__motion *knee = &step->knee_toe_off;
        angles->knee_flexion = knee->p + late * (knee->v + late * knee->a / 2);
        angles->ankle_dorsiflexion = -0.3;
        unknowns = HG__LEG_HEIGHT_KNOWN;
    }
    if (!hg__leg_reach(angles, pose, &gait->body->leg[step->side], pelvis, &target, unknowns))
        gait->unreachable++;
    return hg__leg_pivot(&gait->body->leg[step->side], pose, target.pivot);
}

void hg__gait_swing(hg__leg_angles *angles, hg__leg_pose *pose, const hg__gait *gait,
                    const hg__step *step, const hg__upper *upper, const double pelvis[9],
                    double t) {
    angles->hip_flexion = hg__path_at(&step->swing[HG__SWING_HIP], t);
    angles->hip_adduction = upper->adduction[step->side];
    angles->hip_rotation = upper->hip_rotation[step->side];
    angles->knee_flexion = hg__path_at(&step->swing[HG__SWING_KNEE], t);
    angles->ankle_dorsiflexion = hg__path_at(&step->swing[HG__SWING_ANKLE], t);
    hg__leg_forward(pose, &gait->body->leg[step->side], pelvis, angles);
}

/* Last step whose strike, less `lead`, is not after t. */
static size_t last_step(const hg__gait *gait, double t, double lead) {
    size_t low = 0, high = gait->n_steps;
    while (high - low > 1) {
        size_t mid = (low + high) / 2;
        if (gait->step[mid].strike - lead <= t)
            low = mid;
        else
            high = mid;
    }
    return low;
}

const hg__step *hg__gait_step(const hg__gait *gait, double t) {
    return &gait->step[last_step(gait, t, 0)];
}

void hg__gait_at(hg__gait_state *state, hg__gait *gait, double t) {
    const hg__step *now = hg__gait_step(gait, t);
    const size_t last = last_step(gait, t, HG__FOOT_LEAD);
    hg__gait_upper(&state->upper, state->pelvis, gait, t);
    hg__gait_pelvis(&state->origin.x, &state->origin.y, gait, now, t);
    if (t > now->toe_off) state->origin.z = hg__path_at(&now->flight, t);
    state->origin.x += hg__gait_travel(gait, t);
    for (size_t back = 0; back < 2; back++) { /* the last two steps are those of the two sides */
        const hg__step *step = &gait->step[last - back];
        hg__leg_angles *angles = &state->angles[step->side];
        hg__leg_pose *pose = &state->leg[step->side];
        if (t <= step->toe_off + HG__FOOT_TRAIL) {
            hg__vec3 pivot =
                hg__gait_foot(angles, pose, gait, step, &state->upper, state->pelvis, t);
            if (step == now && t <= now->toe_off) {
                state->origin.z =
                    step->lateral + pivot_share(gait, step, t) * step->span[1] - pivot.z;
            }
        } else {
            hg__gait_swing(angles, pose, gait, step, &state->upper, state->pelvis, t);
        }
    }
}
