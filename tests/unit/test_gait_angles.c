/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs of pelvis, hip and knee angles on hand-made segments: what a person would say of the pose.
 */
#include <string.h>

#include "gait/angle_stage.h"
#include "gait/setup.h"
#include "support/cm.h"

#define DEG (3.14159265358979323846 / 180.0)

static void turn(double R[9], char axis, double degrees) {
    double c = cos(degrees * DEG), s = sin(degrees * DEG);
    const double x[9] = {1, 0, 0, 0, c, -s, 0, s, c}, y[9] = {c, 0, s, 0, 1, 0, -s, 0, c},
                 z[9] = {c, -s, 0, s, c, 0, 0, 0, 1};
    memcpy(R, axis == 'x' ? x : axis == 'y' ? y : z, sizeof x);
}

typedef struct fixture {
    hg__kernels k;
    hg__arena *arena;
    hg__stage stage;
    double store[HG__SEGMENT_COUNT][9];
    hg__pose pose;
    hg__angle_set angles;
} fixture;

static void begin(fixture *f) {
    memset(f, 0, sizeof *f);
    assert_int_equal(hg__stages_setup(&f->k, NULL, NULL), HG_OK);
    f->arena = hg__arena_new();
    f->stage = (hg__stage){
        .k = &f->k, .scratch = f->arena, .convention = hg__convention_of(HG_CONVENTION_ISB)};
    f->pose = (hg__pose){.n = 1, .rate_hz = 100};
    for (int s = 0; s < HG__SEGMENT_COUNT; s++) {
        turn(f->store[s], 'x', 0);
        for (int i = 0; i < 9; i++) f->pose.segment[s].R[i] = &f->store[s][i];
        f->pose.segment[s].known = true;
    }
}

static double angle(fixture *f, hg_angle a) {
    assert_int_equal(hg__angles_from_pose(&f->angles, &f->pose, &f->stage), HG_OK);
    assert_non_null(f->angles.angle[a]);
    return f->angles.angle[a][0] / DEG;
}

/* Progress frame: x forward, y up, z right. A turn about z by a negative angle tips the front down.
 */
static void pelvis(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    turn(f.store[HG__SEGMENT_PELVIS], 'z', -12);
    assert_near(angle(&f, HG_ANGLE_PELVIS_TILT), 12, 1e-12); /* front down: anterior */
    turn(f.store[HG__SEGMENT_PELVIS], 'x', -4);              /* z axis (right) rises */
    assert_true(f.store[HG__SEGMENT_PELVIS][5] > 0);         /* height of the right-pointing axis */
    assert_near(angle(&f, HG_ANGLE_PELVIS_OBLIQUITY), 4, 1e-12);
    turn(f.store[HG__SEGMENT_PELVIS], 'y', 6); /* right-pointing axis turns forward */
    assert_true(f.store[HG__SEGMENT_PELVIS][2] > 0);
    assert_near(angle(&f, HG_ANGLE_PELVIS_ROTATION), 6, 1e-12);
    hg__arena_free(f.arena);
}

/* A thigh turned about the pelvis z so that the knee goes forward is flexed, on either side. */
static void hip(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    for (int side = 0; side < 2; side++) {
        int thigh = HG__SEGMENT_THIGH_LEFT + side;
        turn(f.store[thigh], 'z', 30);
        assert_true(-f.store[thigh][1] > 0); /* downward axis points forward */
        assert_near(angle(&f, (hg_angle)(HG_ANGLE_HIP_FLEXION_LEFT + side)), 30, 1e-12);
    }
    /* knee towards the middle: the right one to the left (-z), the left one to the right (+z) */
    turn(f.store[HG__SEGMENT_THIGH_RIGHT], 'x', 8);
    assert_true(-f.store[HG__SEGMENT_THIGH_RIGHT][7] < 0);
    assert_near(angle(&f, HG_ANGLE_HIP_ADDUCTION_RIGHT), 8, 1e-12);
    turn(f.store[HG__SEGMENT_THIGH_LEFT], 'x', -8);
    assert_true(-f.store[HG__SEGMENT_THIGH_LEFT][7] > 0);
    assert_near(angle(&f, HG_ANGLE_HIP_ADDUCTION_LEFT), 8, 1e-12);
    /* front of the knee towards the middle */
    turn(f.store[HG__SEGMENT_THIGH_RIGHT], 'y', 10);
    assert_true(f.store[HG__SEGMENT_THIGH_RIGHT][6] < 0);
    assert_near(angle(&f, HG_ANGLE_HIP_ROTATION_RIGHT), 10, 1e-12);
    turn(f.store[HG__SEGMENT_THIGH_LEFT], 'y', -10);
    assert_true(f.store[HG__SEGMENT_THIGH_LEFT][6] > 0);
    assert_near(angle(&f, HG_ANGLE_HIP_ROTATION_LEFT), 10, 1e-12);
    hg__arena_free(f.arena);
}

static void knee(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    for (int side = 0; side < 2; side++) {
        turn(f.store[HG__SEGMENT_SHANK_LEFT + side], 'z', -50); /* foot goes back */
        assert_true(-f.store[HG__SEGMENT_SHANK_LEFT + side][1] < 0);
        assert_near(angle(&f, (hg_angle)(HG_ANGLE_KNEE_FLEXION_LEFT + side)), 50, 1e-12);
    }
    hg__arena_free(f.arena);
}

/* A joint whose segment is not tracked is not measured: no plane, never zero. */
static void unknown_segment(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    f.pose.segment[HG__SEGMENT_THIGH_LEFT].known = false;
    assert_int_equal(hg__angles_from_pose(&f.angles, &f.pose, &f.stage), HG_OK);
    assert_null(f.angles.angle[HG_ANGLE_HIP_FLEXION_LEFT]);
    assert_null(f.angles.angle[HG_ANGLE_KNEE_FLEXION_LEFT]);
    assert_non_null(f.angles.angle[HG_ANGLE_HIP_FLEXION_RIGHT]);
    hg__arena_free(f.arena);
}

static void thorax(void **state) {
    (void)state;
    fixture f;
    double store[9];
    begin(&f);
    assert_int_equal(hg__angles_of_thorax(&f.angles, &f.pose, &f.stage), HG_OK);
    assert_null(f.angles.thorax_tilt); /* no markers: not measured */
    for (int i = 0; i < 9; i++) f.pose.thorax[i] = &store[i];
    turn(store, 'z', -10); /* front down */
    assert_int_equal(hg__angles_of_thorax(&f.angles, &f.pose, &f.stage), HG_OK);
    assert_near(f.angles.thorax_tilt[0] / DEG, 10, 1e-12);
    turn(store, 'x', 5);
    assert_true(store[5] < 0 && store[4] > 0 &&
                store[7] > 0); /* the upward axis leans to the right (+z) */
    assert_int_equal(hg__angles_of_thorax(&f.angles, &f.pose, &f.stage), HG_OK);
    assert_near(f.angles.thorax_lean[0] / DEG, 5, 1e-12);
    hg__arena_free(f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(pelvis), cmocka_unit_test(hip),
                                       cmocka_unit_test(knee), cmocka_unit_test(unknown_segment),
                                       cmocka_unit_test(thorax)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
