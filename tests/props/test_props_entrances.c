/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Segment orientations and joint angles of other software enter at the angles: the same runner
 * gives the same strides and curves as through its markers. */
#include <hipgait/hipgait.h>
#include <string.h>

#include "support/cm.h"

#define RAD (3.14159265358979323846 / 180.0)

static const char *const names[HG_ANGLE_COUNT] = {
#define NAME(name, column) column,
    HG_ANGLE_TABLE(NAME)
#undef NAME
};

static void copy_force(hg_recording *to, hg_trial *trial, const hg_stream *plate) {
    hg_stream *s;
    hg_error err;
    assert_int_equal(hg_trial_add_stream(&s, to, trial, plate->name, plate->kind, plate->n_frames,
                                         plate->n_points, 1, plate->rate_hz, &err),
                     HG_OK);
    memcpy(s->data, plate->data, plate->n_frames * plate->n_points * sizeof(double));
    memcpy(s->labels, plate->labels, plate->n_points * sizeof *s->labels);
    memcpy(s->axes, plate->axes, sizeof s->axes);
}

static hg_recording *frame(const hg_recording *from, hg_trial **trial) {
    hg_recording *r;
    hg_error err;
    assert_int_equal(hg_recording_new(&r, &err), HG_OK);
    strcpy(r->subject.id, from->subject.id);
    strcpy(r->session.id, from->session.id);
    assert_int_equal(hg_recording_add_trial(trial, r, "run01", &err), HG_OK);
    (*trial)->task = HG_TASK_RUN;
    (*trial)->speed_m_s = 3.0;
    return r;
}

static hg_result *analyse(const hg_recording *r, const hg_trial *t) {
    hg_error err = {0};
    hg_context *context = NULL;
    hg_result *result = NULL;
    hg_analyze_options o;
    hg_analyze_options_default(&o);
    o.frames = true;
    assert_int_equal(hg_params_set(&o.params, "clean.cutoff_hz", "0", &err), HG_OK);
    assert_int_equal(hg_params_set(&o.params, "events.source", "force", &err), HG_OK);
    assert_int_equal(hg_context_new(&context, NULL, &err), HG_OK);
    if (hg_analyze(&result, r, t, &o, context, &err) != HG_OK)
        fail_msg("%s: %s", err.object, err.text);
    hg_context_free(context);
    return result;
}

static void turn(double R[9], char axis, double a) {
    double c = cos(a), s = sin(a);
    const double x[9] = {1, 0, 0, 0, c, -s, 0, s, c}, y[9] = {c, 0, s, 0, 1, 0, -s, 0, c},
                 z[9] = {c, -s, 0, s, c, 0, 0, 0, 1};
    memcpy(R, axis == 'x' ? x : axis == 'y' ? y : z, sizeof x);
}

static void times(double out[9], const double A[9], const double B[9]) {
    double m[9];
    for (int r = 0; r < 3; r++)
        for (int c = 0; c < 3; c++)
            m[3 * r + c] = A[3 * r] * B[c] + A[3 * r + 1] * B[3 + c] + A[3 * r + 2] * B[6 + c];
    memcpy(out, m, sizeof m);
}

static void product(double out[9], const char axes[3], double a, double b, double c) {
    double A[9], B[9], C[9];
    turn(A, axes[0], a);
    turn(B, axes[1], b);
    turn(C, axes[2], c);
    times(out, A, B);
    times(out, out, C);
}

static void quaternion(double q[4], const double R[9]) {
    double w2 = 1 + R[0] + R[4] + R[8];
    /* running poses are never near half a turn from the ALS lab axes */
    assert_true(w2 > 0.01);
    q[0] = 0.5 * sqrt(w2);
    q[1] = (R[7] - R[5]) / (4 * q[0]);
    q[2] = (R[2] - R[6]) / (4 * q[0]);
    q[3] = (R[3] - R[1]) / (4 * q[0]);
}

/* Curves and metrics of two results; pelvic rotation may differ by a constant (`turned`), since
 * without feet the mean pelvis is the direction of running. */
static void same(const hg_result *a, const hg_result *b, bool turned) {
    for (int side = 0; side < 2; side++) assert_int_equal(a->n_used[side], b->n_used[side]);
    assert_int_equal(a->n_curves, HG_CURVE_COUNT);
    assert_int_equal(b->n_curves, HG_CURVE_COUNT);
    double worst = 0;
    for (int c = 0; c < HG_CURVE_COUNT; c++) {
        bool pelvis = c == HG_CURVE_PELVIS_TILT || c == HG_CURVE_PELVIS_OBLIQUITY ||
                      c == HG_CURVE_PELVIS_ROTATION;
        for (int side = 0; side < 2; side++)
            for (int p = 0; p < HG_CURVE_POINTS; p++) {
                double d = fabs(a->curves[c].side[side].mean[p] - b->curves[c].side[side].mean[p]);
                if (pelvis && turned) {
                    assert_true(d < 0.5); /* the mean pelvic rotation of this runner, see below */
                    continue;
                }
                assert_false(isnan(d));
                if (d > worst) worst = d;
            }
    }
    printf("worst difference of the curves %.2e deg\n", worst);
    assert_true(worst < 0.01);
}

static void joint_angles(void **state) {
    (void)state;
    hg_synth_options o;
    hg_synth_truth *truth;
    hg_recording *markers, *angles;
    hg_trial *trial;
    hg_stream *s;
    hg_error err;
    hg_synth_options_default(&o);
    o.seconds = 12;
    o.noise_m = 0;
    assert_int_equal(hg_synth(&markers, &truth, &o, &err), HG_OK);
    angles = frame(markers, &trial);
    assert_int_equal(hg_trial_add_stream(&s, angles, trial, "angles", HG_STREAM_JOINT_ANGLES,
                                         truth->n_frames, HG_ANGLE_COUNT, 1, o.rate_hz, &err),
                     HG_OK);
    for (int a = 0; a < HG_ANGLE_COUNT; a++) {
        strcpy(s->labels[a], names[a]);
        for (size_t i = 0; i < truth->n_frames; i++)
            s->data[i * HG_ANGLE_COUNT + (size_t)a] = truth->angle_deg[a][i] * RAD;
    }
    copy_force(angles, trial, hg_trial_stream(markers->trials[1], HG_STREAM_FORCE_PLATE, 0));
    hg_result *x = analyse(markers, markers->trials[1]), *y = analyse(angles, trial);
    same(x, y, true);
    assert_string_equal(y->provenance.markerset, "");
    assert_null(
        hg_result_metric(y, HG_METRIC_vertical_oscillation)); /* no position, not measured */
    assert_string_equal(y->speed_source, "stated");
    hg_result_free(x);
    hg_result_free(y);
    hg_recording_free(markers);
    hg_recording_free(angles);
    hg_synth_truth_free(truth);
}

static void segment_orientations(void **state) {
    (void)state;
    static const char *const segments[] = {"pelvis", "thigh_left", "thigh_right", "shank_left",
                                           "shank_right"};
    /* room (anterior, up, right) to an ALS lab: x anterior, y left, z up */
    static const double room_to_lab[9] = {1, 0, 0, 0, 0, -1, 0, 1, 0};
    hg_synth_options o;
    hg_synth_truth *truth;
    hg_recording *markers, *oriented;
    hg_trial *trial;
    hg_stream *s;
    hg_error err;
    hg_synth_options_default(&o);
    o.seconds = 12;
    o.noise_m = 0;
    assert_int_equal(hg_synth(&markers, &truth, &o, &err), HG_OK);
    oriented = frame(markers, &trial);
    assert_int_equal(hg_trial_add_stream(&s, oriented, trial, "segments",
                                         HG_STREAM_SEGMENT_ORIENTATION, truth->n_frames, 5, 4,
                                         o.rate_hz, &err),
                     HG_OK);
    strcpy(s->axes, "ALS");
    for (int i = 0; i < 5; i++) strcpy(s->labels[i], segments[i]);
    for (size_t f = 0; f < truth->n_frames; f++) {
        double R[5][9], joint[9];
#define A(name) (truth->angle_deg[HG_ANGLE_##name][f] * RAD)
        product(R[0], "yxz", A(PELVIS_ROTATION), -A(PELVIS_OBLIQUITY), -A(PELVIS_TILT));
        product(joint, "zxy", A(HIP_FLEXION_LEFT), -A(HIP_ADDUCTION_LEFT), -A(HIP_ROTATION_LEFT));
        times(R[1], R[0], joint);
        product(joint, "zxy", A(HIP_FLEXION_RIGHT), A(HIP_ADDUCTION_RIGHT), A(HIP_ROTATION_RIGHT));
        times(R[2], R[0], joint);
        product(joint, "zxy", -A(KNEE_FLEXION_LEFT), 0, 0);
        times(R[3], R[1], joint);
        product(joint, "zxy", -A(KNEE_FLEXION_RIGHT), 0, 0);
        times(R[4], R[2], joint);
#undef A
        for (int i = 0; i < 5; i++) {
            times(R[i], room_to_lab, R[i]);
            quaternion(s->data + (f * 5 + (size_t)i) * 4, R[i]);
        }
    }
    copy_force(oriented, trial, hg_trial_stream(markers->trials[1], HG_STREAM_FORCE_PLATE, 0));
    hg_result *x = analyse(markers, markers->trials[1]), *y = analyse(oriented, trial);
    same(x, y, true);
    hg_result_free(x);
    hg_result_free(y);
    hg_recording_free(markers);
    hg_recording_free(oriented);
    hg_synth_truth_free(truth);
}

/* Joint angles whose second half was sampled at 180 instead of 200 Hz: the clock is followed, not
 * the count of samples, and the change is flagged. */
static void uneven_joint_angles(void **state) {
    (void)state;
    enum { N = 2000 };
    hg_recording *r, *empty;
    hg_trial *trial;
    hg_stream *s;
    hg_error err;
    assert_int_equal(hg_recording_new(&empty, &err), HG_OK);
    strcpy(empty->subject.id, "U");
    strcpy(empty->session.id, "S");
    r = frame(empty, &trial);
    assert_int_equal(
        hg_trial_add_stream(&s, r, trial, "angles", HG_STREAM_JOINT_ANGLES, N, 2, 1, 200, &err),
        HG_OK);
    strcpy(s->labels[0], "hip_flexion_left");
    strcpy(s->labels[1], "hip_flexion_right");
    s->time_s = hg_recording_alloc(r, N, sizeof(double));
    for (size_t i = 0; i < N; i++) {
        double t = i < N / 2 ? (double)i / 200 : (double)(N / 2) / 200 + (double)(i - N / 2) / 180;
        s->time_s[i] = t;
        s->data[2 * i] = s->data[2 * i + 1] = sin(9 * t); /* the signal tells the time */
    }
    hg_result *x = analyse(r, trial);
    bool flagged = false;
    for (size_t i = 0; i < x->n_flags; i++) flagged |= x->flags[i].id == HG_FLAG_TIME_UNEVEN;
    assert_true(flagged);
    assert_near(x->duration_s, s->time_s[N - 1], 0.02);
    for (size_t i = 1; i + 1 < x->frames->n; i++)
        assert_near(x->frames->angle_deg[HG_ANGLE_HIP_FLEXION_LEFT][i] * RAD,
                    sin(9 * x->frames->time_s[i]), 2e-3); /* pchip over 5 ms of a 1.4 Hz sine */
    hg_result_free(x);
    hg_recording_free(r);
    hg_recording_free(empty);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(joint_angles),
                                       cmocka_unit_test(segment_orientations),
                                       cmocka_unit_test(uneven_joint_angles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
