/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/leg.h"

#include "synth/curve.h"

/* Joint limits, rad. They keep the search from solutions that no leg has, and from running away. */
static const struct {
    double least, most;
} hip_range = {-1.0, 2.0}, knee_range = {0.02, 2.6}, ankle_range = {-1.1, 0.9};
#define RAD (3.14159265358979323846 / 180)
/* The sole under the toe joint is a rocker that sets in between the first two slopes. The toes lie
 * flat until the foot slopes by the third, and turn with it from the fourth on: they bend by the
 * half of both, 37 deg, as the first toe joint does in running. */
#define ROCKS_FROM (5 * RAD)
#define ROCKS_FULL (25 * RAD)
#define TOES_FROM (20 * RAD)
#define TOES_FULL (54 * RAD)
#define STEP_MOST 0.3 /* rad per iteration; keeps Newton's method on the branch of the start */
#define ITERATIONS 60
#define CLOSE 1e-13 /* m; a few ulp of a leg's length */

/* R = R about one axis of its own frame: 0 x, 1 y, 2 z. */
static void turn(double R[9], int axis, double angle) {
    const double c = cos(angle), s = sin(angle);
    const int a = (axis + 1) % 3, b = (axis + 2) % 3;
    for (int r = 0; r < 3; r++) {
        double u = R[3 * r + a], v = R[3 * r + b];
        R[3 * r + a] = c * u + s * v;
        R[3 * r + b] = c * v - s * u;
    }
}

static void copy_matrix(double to[9], const double from[9]) {
    memcpy(to, from, 9 * sizeof *to);
}

void hg__pelvis_matrix(double R[9], double anterior_tilt, double right_up, double right_forward) {
    static const double identity[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    copy_matrix(R, identity);
    turn(R, 1, right_forward);
    turn(R, 0, -right_up);
    turn(R, 2, -anterior_tilt);
}

void hg__leg_forward(hg__leg_pose *pose, const hg__leg *leg, const double pelvis[9],
                     const hg__leg_angles *angles) {
    const double outward = leg->side == HG_RIGHT ? 1 : -1;
    copy_matrix(pose->thigh, pelvis);
    turn(pose->thigh, 2, angles->hip_flexion);
    turn(pose->thigh, 0, outward * angles->hip_adduction);
    turn(pose->thigh, 1, outward * angles->hip_rotation);
    copy_matrix(pose->shank, pose->thigh);
    turn(pose->shank, 2, -angles->knee_flexion);
    copy_matrix(pose->foot, pose->shank);
    turn(pose->foot, 2, angles->ankle_dorsiflexion);
    pose->hip = hg__mat_apply(pelvis, leg->hip);
    pose->knee = hg__vec_add(pose->hip, hg__mat_apply(pose->thigh, hg__vec(0, -leg->thigh_m, 0)));
    pose->ankle = hg__vec_add(pose->knee, hg__mat_apply(pose->shank, hg__vec(0, -leg->shank_m, 0)));
    pose->heel = hg__vec_add(pose->ankle, hg__mat_apply(pose->foot, leg->heel));
    pose->ball = hg__vec_add(pose->ankle, hg__mat_apply(pose->foot, leg->ball));
}

double hg__leg_slope(const hg__leg_pose *pose) {
    hg__vec3 sole = hg__vec_sub(pose->ball, pose->heel);
    return sole.y / hg__vec_norm(sole);
}

/* Cramer's rule; columns a, b, c. */
static bool solve3(double x[3], hg__vec3 a, hg__vec3 b, hg__vec3 c, hg__vec3 right) {
    double det = hg__vec_dot(a, hg__vec_cross(b, c));
    if (fabs(det) < 1e-9) return false;
    x[0] = hg__vec_dot(right, hg__vec_cross(b, c)) / det;
    x[1] = hg__vec_dot(a, hg__vec_cross(right, c)) / det;
    x[2] = hg__vec_dot(a, hg__vec_cross(b, right)) / det;
    return true;
}

void hg__toes_at(hg__toes *out, const hg__leg *leg, double slope) {
    const double rocks = ROCKS_FULL - ROCKS_FROM, r = (slope - ROCKS_FROM) / rocks;
    const double room = TOES_FULL - TOES_FROM, u = (slope - TOES_FROM) / room;
    const double angle = room * hg__smooth_step_integral(u), follow = hg__smooth_step(u);
    const double c = cos(angle), s = sin(angle), length = leg->toes_m, joint = leg->toe_joint_m;
    *out = (hg__toes){.forward = length * (1 - c) + joint * rocks * hg__smooth_step_integral(r),
                      .up = length * s,
                      .forward_rate = follow * length * s + joint * hg__smooth_step(r),
                      .up_rate = follow * length * c,
                      .share = follow};
}

hg__vec3 hg__leg_pivot(const hg__leg *leg, const hg__leg_pose *pose, double pivot) {
    hg__vec3 sole = hg__vec_sub(pose->ball, pose->heel);
    hg__vec3 up = hg__vec(pose->foot[1], pose->foot[4], pose->foot[7]);
    hg__vec3 joint = hg__vec_add(sole, hg__vec_scale(up, leg->toe_joint_m));
    return hg__vec_add(pose->heel, hg__vec_scale(joint, pivot));
}

/* What changes per radian: x and y of the pivot, less its way with the toes, and the rise of the
 * ball over the heel in units of the sole's length. */
static hg__vec3 rate(hg__vec3 axis, hg__vec3 centre, hg__vec3 pivot, hg__vec3 sole,
                     const hg__toes *toes, double share) {
    double length = hg__vec_norm(sole), rise = hg__vec_cross(axis, sole).y / length,
           sine = sole.y / length;
    hg__vec3 move = hg__vec_cross(axis, hg__vec_sub(pivot, centre));
    double turned = share * rise / sqrt(1 - sine * sine);
    return hg__vec(move.x + toes->forward_rate * turned, move.y + toes->up_rate * turned, rise);
}

bool hg__leg_reach(hg__leg_angles *angles, hg__leg_pose *pose, const hg__leg *leg,
                   const double pelvis[9], const hg__foot_target *target,
                   hg__leg_unknowns unknowns) {
    for (int i = 0; i < ITERATIONS; i++) {
        hg__leg_forward(pose, leg, pelvis, angles);
        hg__vec3 sole = hg__vec_sub(pose->ball, pose->heel);
        const double sine = hg__leg_slope(pose), share = target->pivot;
        hg__toes toes;
        hg__toes_at(&toes, leg, -asin(sine));
        hg__vec3 pivot = hg__leg_pivot(leg, pose, share);
        hg__vec3 miss = hg__vec(target->x + share * toes.forward - pivot.x,
                                target->y + share * (leg->toe_joint_m + toes.up) - pivot.y,
                                target->sine - sine);
        if (unknowns == HG__LEG_SLOPE_KNOWN) miss.y = 0;
        if (unknowns == HG__LEG_HEIGHT_KNOWN) miss.z = 0;
        if (hg__vec_norm(miss) < CLOSE) return true;
        /* hip flexion turns about the pelvis' z axis, knee and ankle about the thigh's */
        hg__vec3 pelvis_z = hg__vec(pelvis[2], pelvis[5], pelvis[8]);
        hg__vec3 thigh_z = hg__vec(pose->thigh[2], pose->thigh[5], pose->thigh[8]);
        hg__vec3 hip = rate(pelvis_z, pose->hip, pivot, sole, &toes, share);
        hg__vec3 knee = rate(hg__vec_scale(thigh_z, -1), pose->knee, pivot, sole, &toes, share);
        hg__vec3 ankle = rate(thigh_z, pose->ankle, pivot, sole, &toes, share);
        /* a known knee takes the place of the equation that is left out */
        if (unknowns == HG__LEG_SLOPE_KNOWN) {
            hip.y = ankle.y = 0;
            knee = hg__vec(0, 1, 0);
        } else if (unknowns == HG__LEG_HEIGHT_KNOWN) {
            hip.z = ankle.z = 0;
            knee = hg__vec(0, 0, 1);
        }
        double step[3];
        if (!solve3(step, hip, knee, ankle, miss)) return false;
        double most = fmax(fabs(step[0]), fmax(fabs(step[1]), fabs(step[2])));
        double part = most > STEP_MOST ? STEP_MOST / most : 1;
        angles->hip_flexion =
            fmax(hip_range.least, fmin(hip_range.most, angles->hip_flexion + part * step[0]));
        angles->knee_flexion =
            fmax(knee_range.least, fmin(knee_range.most, angles->knee_flexion + part * step[1]));
        angles->ankle_dorsiflexion = fmax(
            ankle_range.least, fmin(ankle_range.most, angles->ankle_dorsiflexion + part * step[2]));
        if (most < CLOSE) { /* as close as rounding allows */
            hg__leg_forward(pose, leg, pelvis, angles);
            return true;
        }
    }
    hg__leg_forward(pose, leg, pelvis, angles);
    return false;
}
