/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metrics of places, instants and speeds against the synthetic runner: the same values computed
 * here from its true angles, hip centres and noiseless markers, in other ways than the library's.
 * The lab is "ALS" and the heading 0: X forward, Y left, Z up.
 */
#include <hipgait/hipgait.h>
#include <string.h>

#include "support/cm.h"

#define RAD (3.14159265358979323846 / 180.0)

typedef struct runner {
    hg_recording *recording;
    hg_synth_truth *truth;
    hg_result *result;
    const hg_trial *trial;
    const hg_stream *markers;
} runner;

static hg_synth_options standard(void) {
    hg_synth_options o;
    hg_synth_options_default(&o);
    o.seconds = 12;
    o.noise_m = 0;
    o.asymmetry_deg = 4;
    o.seed = 11;
    return o;
}

static void analyse(runner *r) {
    hg_error err = {0};
    hg_context *context = NULL;
    hg_analyze_options options;
    hg_analyze_options_default(&options);
    options.frames = true;
    if (hg_params_set(&options.params, "clean.cutoff_hz", "0", &err) != HG_OK ||
        hg_context_new(&context, NULL, &err) != HG_OK ||
        hg_analyze(&r->result, r->recording, r->trial, &options, context, &err) != HG_OK)
        fail_msg("%s: %s", err.object, err.text);
    hg_context_free(context);
}

static void make(runner *r, const hg_synth_options *o) {
    hg_error err = {0};
    memset(r, 0, sizeof *r);
    if (hg_synth(&r->recording, &r->truth, o, &err) != HG_OK) fail_msg("%s", err.text);
    for (size_t i = 0; i < r->recording->n_trials; i++)
        if (hg_trial_is_analysed(r->recording->trials[i])) r->trial = r->recording->trials[i];
    assert_non_null(r->trial);
    r->markers = hg_trial_stream(r->trial, HG_STREAM_MARKERS, 0);
}

static void end(runner *r) {
    hg_result_free(r->result);
    hg_synth_truth_free(r->truth);
    hg_recording_free(r->recording);
}

/* --- truth at any time --- */

static double between(double a, double b, double u) {
    return a + u * (b - a);
}

static double angle(const runner *r, int column, double t) {
    const double *y = r->truth->angle_deg[column];
    double at = (t - r->truth->time_s[0]) * r->markers->rate_hz;
    size_t i = (size_t)at;
    assert_true(at >= 0 && i + 1 < r->truth->n_frames);
    return between(y[i], y[i + 1], at - (double)i);
}

/* forward, up, right */
static void place(double out[3], const runner *r, const char *label, double t) {
    const hg_stream *s = r->markers;
    ptrdiff_t at = hg_stream_find(s, label);
    double frame = (t - s->t0_s) * s->rate_hz;
    size_t i = (size_t)frame;
    assert_true(at >= 0 && frame >= 0 && i + 1 < s->n_frames);
    const double *a = s->data + 3 * (i * s->n_points + (size_t)at), *b = a + 3 * s->n_points;
    double u = frame - (double)i;
    out[0] = between(a[0], b[0], u);
    out[1] = between(a[2], b[2], u);
    out[2] = -between(a[1], b[1], u);
}

static void heel(double out[3], const runner *r, int side, double t) {
    place(out, r, side == HG_LEFT ? "L.Heel.Bottom" : "R.Heel.Bottom", t);
}

static void turn(double R[9], char axis, double degrees) {
    double c = cos(degrees * RAD), s = sin(degrees * RAD);
    const double x[9] = {1, 0, 0, 0, c, -s, 0, s, c}, y[9] = {c, 0, s, 0, 1, 0, -s, 0, c},
                 z[9] = {c, -s, 0, s, c, 0, 0, 0, 1};
    double by[9], m[9];
    memcpy(by, axis == 'x' ? x : axis == 'y' ? y : z, sizeof x);
    for (int i = 0; i < 9; i++)
        m[i] = R[i / 3 * 3] * by[i % 3] + R[i / 3 * 3 + 1] * by[3 + i % 3] +
               R[i / 3 * 3 + 2] * by[6 + i % 3];
    memcpy(R, m, sizeof m);
}

/* How far the direction of running that was found is to the right of the true one: all angles of
 * the pelvis about the vertical are off by it. test_props_progress.c is about its size. */
static double heading_error(const runner *r) {
    const double *found = r->result->frames->angle_deg[HG_ANGLE_PELVIS_ROTATION];
    const double *truth = r->truth->angle_deg[HG_ANGLE_PELVIS_ROTATION];
    return found[r->truth->n_frames / 2] - truth[r->truth->n_frames / 2];
}

enum { PELVIS, THIGH, SHANK };

/* Orientation of a segment in a frame, from the true angles. */
static void orientation(double R[9], const runner *r, int segment, int side, size_t i) {
    static const double one[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    double *const *a = r->truth->angle_deg;
    double sign = side == HG_LEFT ? -1 : 1;
    memcpy(R, one, sizeof one);
    turn(R, 'y', a[HG_ANGLE_PELVIS_ROTATION][i]);
    turn(R, 'x', -a[HG_ANGLE_PELVIS_OBLIQUITY][i]);
    turn(R, 'z', -a[HG_ANGLE_PELVIS_TILT][i]);
    if (segment == PELVIS) return;
    turn(R, 'z', a[HG_ANGLE_HIP_FLEXION_LEFT + side][i]);
    turn(R, 'x', sign * a[HG_ANGLE_HIP_ADDUCTION_LEFT + side][i]);
    turn(R, 'y', sign * a[HG_ANGLE_HIP_ROTATION_LEFT + side][i]);
    if (segment == THIGH) return;
    turn(R, 'z', -a[HG_ANGLE_KNEE_FLEXION_LEFT + side][i]);
}

/* --- the metrics again --- */

static double step_width_strike(const runner *r, int side, const hg_stride *s, double other) {
    double own[3], his[3];
    (void)s;
    heel(own, r, side, s->start_s);
    heel(his, r, 1 - side, other);
    return side == HG_RIGHT ? own[2] - his[2] : his[2] - own[2];
}

/* On the belt's own ground every point travels with the belt. */
static double step_width(const runner *r, int side, const hg_stride *s, double other) {
    double a[3], b[3], c[3], later = 0.4 * (s->toe_off_s - s->start_s);
    double speed = r->trial->speed_m_s;
    if (r->trial->treadmill != HG_YES) speed = 0;
    if ((s->end_s + later - r->markers->t0_s) * r->markers->rate_hz >
        (double)r->markers->n_frames - 2)
        return NAN;
    heel(a, r, side, s->start_s + later);
    heel(c, r, 1 - side, other + later);
    heel(b, r, side, s->end_s + later);
    c[0] += speed * (other - s->start_s);
    b[0] += speed * (s->end_s - s->start_s);
    /* area of the triangle by its base */
    double area2 = (b[0] - a[0]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[0] - a[0]);
    double base = sqrt((b[0] - a[0]) * (b[0] - a[0]) + (b[2] - a[2]) * (b[2] - a[2]));
    return (side == HG_RIGHT ? -1 : 1) * area2 / base;
}

static double overstride(const runner *r, int side, const hg_stride *s, double other) {
    double own[3], left[3], right[3], R[2][9], forward[2];
    double frame = (s->start_s - r->truth->time_s[0]) * r->markers->rate_hz;
    (void)other;
    heel(own, r, side, s->start_s);
    place(left, r, "L.ASIS", s->start_s);
    place(right, r, "R.ASIS", s->start_s);
    for (int i = 0; i < 2; i++) {
        const double *c = r->truth->hip_centre_m[side];
        orientation(R[i], r, PELVIS, side, (size_t)frame + (size_t)i);
        forward[i] = R[i][0] * c[0] + R[i][1] * c[1] + R[i][2] * c[2];
    }
    return own[0] - 0.5 * (left[0] + right[0]) -
           between(forward[0], forward[1], frame - floor(frame));
}

static double foot_progression(const runner *r, int side, const hg_stride *s, double other) {
    static const char *const labels[2][3] = {{"L.Heel.Bottom", "L.MT1", "L.MT5"},
                                             {"R.Heel.Bottom", "R.MT1", "R.MT5"}};
    double sum = 0;
    (void)other;
    /* many instants, and the mean of angles instead of the angle of the mean; against the direction
     * that was found */
    for (int i = 0; i <= 20; i++) {
        double p[3][3], t = s->start_s + (0.3 + 0.01 * i) * (s->toe_off_s - s->start_s);
        for (int k = 0; k < 3; k++) place(p[k], r, labels[side][k], t);
        double right = 0.5 * (p[1][2] + p[2][2]) - p[0][2];
        sum += atan2(side == HG_RIGHT ? right : -right, 0.5 * (p[1][0] + p[2][0]) - p[0][0]);
    }
    return sum / 21 / RAD + (side == HG_LEFT ? 1 : -1) * heading_error(r);
}

static double hip_extension_toe_off(const runner *r, int side, const hg_stride *s, double other) {
    (void)other;
    return -angle(r, HG_ANGLE_HIP_FLEXION_LEFT + side, s->toe_off_s);
}

static double knee_flexion_swing_peak(const runner *r, int side, const hg_stride *s, double other) {
    double most = -INFINITY;
    (void)other;
    for (double t = s->toe_off_s; t <= s->end_s; t += 0.001)
        most = fmax(most, angle(r, HG_ANGLE_KNEE_FLEXION_LEFT + side, t));
    return most;
}

/* Over 10 ms, as the frames are at 200 Hz. */
static double fastest(const runner *r, int column, double sign, const hg_stride *s) {
    double most = -INFINITY;
    for (double t = s->start_s + 0.007; t <= s->toe_off_s; t += 0.001)
        most =
            fmax(most, sign * (angle(r, column, t + 0.005) - angle(r, column, t - 0.005)) / 0.010);
    return most;
}

static double hip_adduction_velocity(const runner *r, int side, const hg_stride *s, double other) {
    (void)other;
    return fastest(r, HG_ANGLE_HIP_ADDUCTION_LEFT + side, 1, s);
}

static double pelvic_drop_velocity(const runner *r, int side, const hg_stride *s, double other) {
    (void)other;
    return fastest(r, HG_ANGLE_PELVIS_OBLIQUITY, side == HG_LEFT ? -1 : 1, s);
}

/* The angle of the rotation between two frames by the trace; the library takes the distance. */
static double turns(const runner *r, int segment, int side, double from, double to) {
    double rate = r->markers->rate_hz, t0 = r->truth->time_s[0], most = 0;
    for (size_t i = (size_t)ceil((from - t0) * rate); (double)i <= (to - t0) * rate; i++) {
        double a[9], b[9], trace = 0;
        orientation(a, r, segment, side, i - 1);
        orientation(b, r, segment, side, i + 1);
        for (int k = 0; k < 9; k++) trace += a[k] * b[k];
        most = fmax(most, acos(fmin(1, 0.5 * (trace - 1))) * 0.5 * rate);
    }
    return most / RAD;
}

static double pelvis_speed(const runner *r, int side, const hg_stride *s, double other) {
    (void)other;
    return turns(r, PELVIS, side, s->start_s, s->toe_off_s);
}

static double thigh_speed(const runner *r, int side, const hg_stride *s, double other) {
    (void)other;
    return turns(r, THIGH, side, s->start_s, s->end_s);
}

static double shank_speed(const runner *r, int side, const hg_stride *s, double other) {
    (void)other;
    return turns(r, SHANK, side, s->start_s, s->end_s);
}

/* Tolerances: places, 1 mm: linear against linear, and the direction that was found, up to half a
 * degree off, over the 7 to 10 cm that a hip is to the side. Foot progression, 0.1 deg: other
 * instants. Instants, 0.05 deg: the library cuts curves at 101 points, 7 ms apart. Velocities, 1 %:
 * the same points, and a central difference over 14 ms here against 10. Angular speeds, 0.1 %: the
 * same frames; the pelvis turns against the belt's measured direction, which cancels. */
static const struct {
    hg_metric_id id;
    double (*value)(const runner *, int side, const hg_stride *, double other_strike_s);
    double tolerance, share;
} again[] = {{HG_METRIC_step_width, step_width, 0.001, 0},
             {HG_METRIC_step_width_strike, step_width_strike, 0.001, 0},
             {HG_METRIC_overstride, overstride, 0.001, 0},
             {HG_METRIC_foot_progression, foot_progression, 0.1, 0},
             {HG_METRIC_hip_extension_toe_off, hip_extension_toe_off, 0.05, 0},
             {HG_METRIC_knee_flexion_swing_peak, knee_flexion_swing_peak, 0.05, 0},
             {HG_METRIC_hip_adduction_velocity, hip_adduction_velocity, 0, 0.01},
             {HG_METRIC_pelvic_drop_velocity, pelvic_drop_velocity, 0, 0.01},
             {HG_METRIC_pelvis_speed_peak, pelvis_speed, 0, 0.001},
             {HG_METRIC_thigh_speed_peak, thigh_speed, 0, 0.001},
             {HG_METRIC_shank_speed_peak, shank_speed, 0, 0.001}};
#define AGAIN (sizeof again / sizeof *again)

static double other_strike(const hg_result *r, int side, const hg_stride *s) {
    for (size_t i = 0; i < r->events.side[1 - side].n_foot_strikes; i++) {
        double t = r->events.side[1 - side].foot_strike_s[i];
        if (t > s->start_s && t < s->end_s) return t;
    }
    return NAN;
}

static void against_truth(hg_synth_options o) {
    runner r;
    make(&r, &o);
    analyse(&r);
    assert_true(r.result->n_used[0] >= 10 && r.result->n_used[1] >= 10);
    for (size_t m = 0; m < AGAIN; m++) {
        const hg_metric_value *v = hg_result_metric(r.result, again[m].id);
        bool both = hg_metrics[again[m].id].form == HG_FORM_BOTH;
        double sum = 0;
        size_t n = 0;
        assert_non_null(v);
        for (int side = 0; side < 2; side++) {
            if (!both) sum = 0, n = 0;
            for (size_t i = 0; i < r.result->n_strides[side]; i++) {
                const hg_stride *s = &r.result->strides[side][i];
                double x =
                    s->used ? again[m].value(&r, side, s, other_strike(r.result, side, s)) : NAN;
                if (isnan(x)) continue;
                sum += x;
                n++;
            }
            if (both && side == HG_LEFT) continue;
            const hg_stat *got = both ? &v->both : &v->side[side];
            double want = sum / (double)n;
            printf("%-24s %-6s %10.4f, truth %10.4f %s\n", hg_metrics[again[m].id].id,
                   both ? "both" : hg_side_name((hg_side)side), got->mean, want,
                   hg_metrics[again[m].id].unit);
            assert_int_equal(got->n, n);
            assert_near(got->mean, want, again[m].tolerance + again[m].share * fabs(want));
        }
    }
    end(&r);
}

static void on_the_belt(void **state) {
    (void)state;
    against_truth(standard());
}

static void over_ground(void **state) {
    hg_synth_options o = standard();
    (void)state;
    o.over_ground = true;
    o.force = false;
    against_truth(o);
}

static void fast_forefoot(void **state) {
    hg_synth_options o = standard();
    (void)state;
    o.speed_m_s = 4.5;
    o.step_rate_per_min = 180;
    o.strike = HG_STRIKE_FOREFOOT;
    against_truth(o);
}

/* --- sides --- */

/* In a mirror left is right, for every metric of the registry. */
static void mirror(void **state) {
    hg_synth_options o = standard();
    runner r, m;
    size_t sided = 0;
    (void)state;
    make(&r, &o);
    o.mirror = true;
    make(&m, &o);
    analyse(&r);
    analyse(&m);
    assert_int_equal(r.result->n_metrics, m.result->n_metrics);
    for (size_t i = 0; i < r.result->n_metrics; i++) {
        const hg_metric_value *a = &r.result->metrics[i], *b = &m.result->metrics[i];
        assert_int_equal(a->id, b->id);
        if (hg_metrics[a->id].form == HG_FORM_BOTH) {
            assert_near(b->both.mean, a->both.mean, 1e-7 * (1 + fabs(a->both.mean)));
            continue;
        }
        for (int side = 0; side < 2; side++) {
            /* rounding, where every sideways number changes its sign; speeds divide it by 10 ms */
            assert_int_equal(b->side[1 - side].n, a->side[side].n);
            assert_near(b->side[1 - side].mean, a->side[side].mean,
                        1e-7 * (1 + fabs(a->side[side].mean)));
        }
        sided += fabs(a->side[HG_LEFT].mean - a->side[HG_RIGHT].mean) > 1e-4;
    }
    assert_true(sided > 30); /* sides that were equal anyway would prove nothing */
    end(&r);
    end(&m);
}

/* Feet that are turned outward by hand: forefoot markers moved away from the middle. */
static void toes_out(void **state) {
    static const char *const labels[2][2] = {{"L.MT1", "L.MT5"}, {"R.MT1", "R.MT5"}};
    hg_synth_options o = standard();
    runner r, t;
    (void)state;
    make(&r, &o);
    make(&t, &o);
    for (int side = 0; side < 2; side++)
        for (int k = 0; k < 2; k++) {
            ptrdiff_t at = hg_stream_find(t.markers, labels[side][k]);
            for (size_t i = 0; i < t.markers->n_frames; i++) /* Y is to the left */
                t.markers->data[3 * (i * t.markers->n_points + (size_t)at) + 1] +=
                    side == HG_LEFT ? 0.02 : -0.02;
        }
    analyse(&r);
    analyse(&t);
    for (int side = 0; side < 2; side++) {
        double before = hg_result_metric(r.result, HG_METRIC_foot_progression)->side[side].mean;
        double after = hg_result_metric(t.result, HG_METRIC_foot_progression)->side[side].mean;
        /* 2 cm over the 15 to 20 cm from heel to forefoot */
        assert_true(after - before > 5 && after - before < 9);
    }
    end(&r);
    end(&t);
}

/* --- what is not there is not measured --- */

static void expect_absent(const hg_result *r, hg_metric_id id) {
    if (hg_result_metric(r, id)) fail_msg("%s should not be there", hg_metrics[id].id);
}

static void without_forefoot(void **state) {
    hg_synth_options o = standard();
    runner r;
    (void)state;
    make(&r, &o);
    for (size_t i = 0; i < r.markers->n_points; i++)
        if (strstr(r.markers->labels[i], "MT")) r.markers->labels[i][0] = '?';
    analyse(&r);
    expect_absent(r.result, HG_METRIC_foot_progression);
    assert_non_null(hg_result_metric(r.result, HG_METRIC_step_width_strike));
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        if (hg_metrics[id].needs == HG_NEEDS_THORAX) expect_absent(r.result, (hg_metric_id)id);
    end(&r);
}

static void without_feet(void **state) {
    hg_synth_options o = standard();
    runner r;
    (void)state;
    make(&r, &o);
    for (size_t i = 0; i < r.markers->n_points; i++)
        if (strstr(r.markers->labels[i], "MT") || strstr(r.markers->labels[i], "Heel"))
            r.markers->labels[i][0] = '?';
    analyse(&r);
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        if (hg_metrics[id].needs == HG_NEEDS_FEET || hg_metrics[id].needs == HG_NEEDS_FEET_HIP)
            expect_absent(r.result, (hg_metric_id)id);
    assert_non_null(hg_result_metric(r.result, HG_METRIC_shank_speed_peak));
    end(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_the_belt),   cmocka_unit_test(over_ground),
        cmocka_unit_test(fast_forefoot), cmocka_unit_test(mirror),
        cmocka_unit_test(toes_out),      cmocka_unit_test(without_forefoot),
        cmocka_unit_test(without_feet)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
