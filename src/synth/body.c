/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/body.h"

#include <stdio.h>

/*
 * Lengths as shares of body height. Thigh and shank are close to those of Drillis and Contini
 * (0.245 and 0.246), a little shorter so that the distance from ASIS to medial malleolus in
 * standing is the leg length below: hip centres are placed by Hara's regression from the same leg
 * length.
 */
#define LEG_SHARE 0.530
#define THIGH_SHARE 0.2445
#define SHANK_SHARE 0.2395
#define PELVIS_WIDTH_SHARE 0.140
#define PELVIS_DEPTH_SHARE 0.088

/* The runner to whom the marker table applies as it stands. */
#define TABLE_HEIGHT 1.75

#define ANKLE_ABOVE_SOLE 0.085 /* with a running shoe */
#define HEEL_BEHIND_ANKLE 0.055
#define BALL_BEFORE_ANKLE 0.138
#define TOE_JOINT_ABOVE_SOLE 0.022
#define TOES_LENGTH 0.072

/*
 * Right side, metres, in the frame of the part. Joint markers define the frames, hence: ASIS and
 * PSIS in the plane y = 0, joint markers in the plane x = 0 and symmetric about the joint centre.
 * Clusters lie as a lab would put them: plates at the lower half of thigh and shank.
 */
static const struct {
    const char *name;
    hg__body_part part;
    double x, y, z;
    bool running;
} table[HG__BODY_MARKERS / 2] = {
    {"ASIS", HG__PART_PELVIS, 0, 0, PELVIS_WIDTH_SHARE *TABLE_HEIGHT / 2, true},
    {"PSIS", HG__PART_PELVIS, -PELVIS_DEPTH_SHARE *TABLE_HEIGHT, 0, 0.045, true},
    {"Iliac.Crest", HG__PART_PELVIS, -0.070, 0.065, 0.138, true},
    {"GTR", HG__PART_THIGH, -0.020, -0.025, 0.075, false},
    {"Thigh.Top.Lateral", HG__PART_THIGH, -0.030, -0.230, 0.078, true},
    {"Thigh.Bottom.Lateral", HG__PART_THIGH, -0.012, -0.335, 0.070, true},
    {"Thigh.Top.Medial", HG__PART_THIGH, -0.080, -0.236, 0.026, true},
    {"Thigh.Bottom.Medial", HG__PART_THIGH, -0.064, -0.341, 0.018, true},
    {"Knee", HG__PART_THIGH, 0, -THIGH_SHARE *TABLE_HEIGHT + 0.003, 0.057, false},
    {"Knee.Medial", HG__PART_THIGH, 0, -THIGH_SHARE *TABLE_HEIGHT - 0.003, -0.057, false},
    {"HF", HG__PART_SHANK, 0.012, -0.055, 0.062, false},
    {"TT", HG__PART_SHANK, 0.052, -0.080, -0.002, false},
    {"Shank.Top.Lateral", HG__PART_SHANK, -0.010, -0.265, 0.062, true},
    {"Shank.Bottom.Lateral", HG__PART_SHANK, -0.004, -0.345, 0.052, true},
    {"Shank.Top.Medial", HG__PART_SHANK, -0.055, -0.262, 0.035, true},
    {"Shank.Bottom.Medial", HG__PART_SHANK, -0.050, -0.342, 0.024, true},
    {"Ankle", HG__PART_SHANK, 0, -SHANK_SHARE *TABLE_HEIGHT - 0.005, 0.040, false},
    {"Ankle.Medial", HG__PART_SHANK, 0, -SHANK_SHARE *TABLE_HEIGHT + 0.005, -0.040, false},
    {"Heel.Top", HG__PART_FOOT, -0.075, -0.020, 0.003, true},
    {"Heel.Bottom", HG__PART_FOOT, -0.085, -0.058, 0.003, true},
    {"Heel.Lateral", HG__PART_FOOT, -0.052, -0.050, 0.044, true},
    {"MT1", HG__PART_FOOT, 0.138, -0.042, -0.038, true},
    {"MT2", HG__PART_FOOT, 0.146, -0.034, 0.004, false},
    {"MT5", HG__PART_FOOT, 0.118, -0.050, 0.056, true},
};

static double about(hg__random *random, double spread) {
    double z = hg__random_normal(random);
    return 1 + spread * fmax(-2, fmin(2, z));
}

void hg__body_build(hg__body *body, double height_m, hg__random *random) {
    memset(body, 0, sizeof *body);
    /* one factor for both leg segments: leg length and its parts stay consistent */
    const double legs = height_m / TABLE_HEIGHT * about(random, 0.015);
    const double width = height_m / TABLE_HEIGHT * about(random, 0.04);
    const double depth = height_m / TABLE_HEIGHT * about(random, 0.04);
    body->leg_length_m = LEG_SHARE * TABLE_HEIGHT * legs;
    body->pelvis_width_m = PELVIS_WIDTH_SHARE * TABLE_HEIGHT * width;
    body->pelvis_depth_m = PELVIS_DEPTH_SHARE * TABLE_HEIGHT * depth;
    const double length = body->leg_length_m;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        hg__leg *leg = &body->leg[side];
        const double outward = side == HG_RIGHT ? 1 : -1;
        leg->side = (hg_side)side;
        /* Hara 2016, doi:10.1038/srep37707: the regression that analysis uses can be met exactly */
        leg->hip = hg__vec(0.011 - 0.063 * length, -0.009 - 0.078 * length,
                           outward * (0.008 + 0.086 * length));
        leg->thigh_m = THIGH_SHARE * TABLE_HEIGHT * legs;
        leg->shank_m = SHANK_SHARE * TABLE_HEIGHT * legs;
        leg->heel = hg__vec(-HEEL_BEHIND_ANKLE * legs, -ANKLE_ABOVE_SOLE * legs, 0);
        leg->ball = hg__vec(BALL_BEFORE_ANKLE * legs, -ANKLE_ABOVE_SOLE * legs, 0);
        leg->toe_joint_m = TOE_JOINT_ABOVE_SOLE * legs;
        leg->toes_m = TOES_LENGTH * legs;
    }
    for (size_t i = 0; i < HG__BODY_MARKERS; i++) {
        hg__body_marker *m = &body->marker[i];
        const size_t row = i / 2;
        m->part = table[row].part;
        m->side = i % 2 == 0 ? HG_RIGHT : HG_LEFT;
        m->running = table[row].running;
        snprintf(m->label, sizeof m->label, "%s.%s", m->side == HG_RIGHT ? "R" : "L",
                 table[row].name);
        const bool pelvis = m->part == HG__PART_PELVIS;
        m->local = hg__vec(table[row].x * (pelvis ? depth : legs), table[row].y * legs,
                           table[row].z * (pelvis ? width : legs) * (m->side == HG_RIGHT ? 1 : -1));
    }
}

void hg__body_place(hg__vec3 out[HG__BODY_MARKERS], const hg__body *body, const double pelvis[9],
                    hg__vec3 origin, const hg__leg_pose leg[2]) {
    for (size_t i = 0; i < HG__BODY_MARKERS; i++) {
        const hg__body_marker *m = &body->marker[i];
        const hg__leg_pose *l = &leg[m->side];
        const struct {
            const double *R;
            hg__vec3 at;
        } part[] = {[HG__PART_PELVIS] = {pelvis, {0, 0, 0}},
                    [HG__PART_THIGH] = {l->thigh, l->hip},
                    [HG__PART_SHANK] = {l->shank, l->knee},
                    [HG__PART_FOOT] = {l->foot, l->ankle}};
        out[i] = hg__vec_add(
            origin, hg__vec_add(part[m->part].at, hg__mat_apply(part[m->part].R, m->local)));
    }
}
