/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shape, lag and phase of curves whose answer is known; rows in time that resemble each other. */
#include "support/cm.h"

#include "dsp/phase.h"
#include "dsp/serial.h"
#include "support/stride_rows.h"

#define PI 3.14159265358979323846
#define FREQUENCY (2 * PI / HG__CYCLE)

/* --- shape --- */

static double wave(double q) {
    return 20 * cos(FREQUENCY * q) + 5 * sin(2 * FREQUENCY * q);
}

static void test_same_shape(void **state) {
    (void)state;
    double left[HG__CYCLE], right[HG__CYCLE];
    for (int q = 0; q < HG__CYCLE; q++) {
        left[q] = wave(q);
        right[q] = 1.25 * wave(q + 4) - 3; /* larger, ahead by 4, lower by 3 */
    }
    hg__shape s = hg__compare_shape(left, right, 25);
    assert_near(s.symmetry, 0, 1e-10);
    assert_int_equal(s.shift, 4);
    assert_near(s.ratio, 1.25, 0.002); /* extremes fall between the points */
    assert_near(s.offset, -3, 1e-12);
    s = hg__compare_shape(right, left, 25);
    assert_int_equal(s.shift, -4);
    for (int q = 0; q < HG__CYCLE; q++) right[q] = 1.25 * left[q];
    s = hg__compare_shape(left, right, 25);
    assert_int_equal(s.shift, 0);
    assert_near(s.angle, atan(1.25) / RADIANS - 45, 1e-9);
    assert_near(s.area, 0, 1e-9);
    s = hg__compare_shape(right, left, 25);
    assert_near(s.angle, 45 - atan(1.25) / RADIANS, 1e-9);
    s = hg__compare_shape(left, left, 25);
    assert_near(s.distance, 0, 1e-12);
    for (int q = 0; q < HG__CYCLE; q++) right[q] = -left[q]; /* a mirror image is another shape */
    s = hg__compare_shape(left, right, 0);
    assert_near(fabs(s.angle), 90, 1e-9);
}

/* cos against cos(+30 deg): an ellipse. Its axes lie on the diagonals, with variances (1 +- cos 30)
 * / 2 of each unit; its area is pi sin 30. */
static void test_ellipse(void **state) {
    (void)state;
    double left[HG__CYCLE], right[HG__CYCLE], step = 2 * PI / HG__CYCLE;
    for (int q = 0; q < HG__CYCLE; q++) {
        left[q] = 10 * cos(FREQUENCY * q);
        right[q] = 10 * cos(FREQUENCY * q + PI / 6);
    }
    hg__shape s = hg__compare_shape(left, right, 0);
    assert_near(s.symmetry, 100 * (1 - cos(PI / 6)) / (1 + cos(PI / 6)), 1e-9);
    assert_near(s.angle, 0, 1e-9);
    /* of the polygon: sin(step) / step of the ellipse */
    assert_near(s.area, 100 * PI * sin(PI / 6) * sin(step) / step, 1e-8);
    assert_near(s.distance, 10 * sqrt((1 - cos(PI / 6)) / 2), 1e-9);
    s = hg__compare_shape(left, right, 25);
    assert_int_equal(s.shift, 8); /* 30 deg are 8.3 points */
}

static void test_cross_correlation(void **state) {
    (void)state;
    double left[HG__CYCLE], right[HG__CYCLE], r, lag;
    for (int q = 0; q < HG__CYCLE; q++) {
        left[q] = wave(q);
        right[q] = 0.5 * wave(q - 53.4) + 7; /* half a stride and 3.4 % late */
    }
    hg__cross_correlate(&r, &lag, left, right);
    assert_near(lag, 3.4, 0.05); /* a parabola through a cosine's top */
    assert_near(r, 1, 1e-3);
    hg__cross_correlate(&r, &lag, right, left);
    assert_near(lag, -3.4, 0.05);
    for (int q = 0; q < HG__CYCLE; q++) right[q] = wave(q - 10); /* far from alternating */
    hg__cross_correlate(&r, &lag, left, right);
    assert_true(isnan(lag));
}

/* --- phase --- */

static void test_hilbert(void **state) {
    (void)state;
    bench b;
    double x[101], y[101];
    bench_open(&b);
    hg__spectral s = {&b.k, b.stage.ffts, b.stage.scratch};
    for (size_t n = 100; n <= 101; n++) { /* even and odd */
        for (size_t i = 0; i < n; i++)
            x[i] = 3 + cos(2 * PI * 4 * (double)i / (double)n) -
                   0.5 * sin(2 * PI * 7 * (double)i / (double)n);
        assert_true(hg__hilbert(y, x, n, &s));
        for (size_t i = 0; i < n; i++) /* cos gives sin, sin gives -cos; 1e-13: rounding */
            assert_near(y[i],
                        sin(2 * PI * 4 * (double)i / (double)n) +
                            0.5 * cos(2 * PI * 7 * (double)i / (double)n),
                        1e-13);
    }
    bench_close(&b);
}

static void test_directions(void **state) {
    (void)state;
    hg__directions d = {0, 0, 0};
    assert_true(isnan(hg__directions_mean(&d)) && isnan(hg__directions_sd(&d)));
    hg__directions_add(&d, 5 * cos(3.0), 5 * sin(3.0)); /* across the turn */
    hg__directions_add(&d, cos(-3.0), sin(-3.0));
    hg__directions_add(&d, 0, 0);
    assert_int_equal(d.n, 2);
    assert_near(fabs(hg__directions_mean(&d)), PI, 1e-12);
    assert_near(hg__directions_sd(&d), sqrt(-2 * log(cos(PI - 3))), 1e-12);
}

/* Sines with a phase of their own: knee 40 deg behind the hip on the left, 10 ahead on the right;
 * the right hip 6 deg short of anti-phase. */
static void fill_angles(bench *b, hg__stride_set *s, hg__angle_set *angles) {
    const size_t n = 2000;
    *angles = (hg__angle_set){.n = n, .rate_hz = 100, .t0_s = -0.5};
    for (int i = 0; i < 4; i++) {
        static const hg_angle angle[4] = {HG_ANGLE_HIP_FLEXION_LEFT, HG_ANGLE_KNEE_FLEXION_LEFT,
                                          HG_ANGLE_HIP_FLEXION_RIGHT, HG_ANGLE_KNEE_FLEXION_RIGHT};
        static const double phase[4] = {0, -40, 174, 184};
        double *x = angles->angle[angle[i]] = hg__arena_alloc(b->stage.scratch, n, sizeof *x);
        for (size_t f = 0; f < n; f++)
            x[f] =
                0.3 + 0.4 * cos(2 * PI * ((double)f / 100 - 0.5) / STRIDE_S + phase[i] * RADIANS);
    }
    for (int side = 0; side < 2; side++)
        for (int c = HG_CURVE_HIP_FLEXION; c <= HG_CURVE_KNEE_FLEXION; c += 3) {
            double *rows = s->row[side][c] =
                hg__arena_alloc(b->stage.scratch, s->n[side] * HG_CURVE_POINTS, sizeof *rows);
            const double *plane =
                angles->angle[c == HG_CURVE_HIP_FLEXION ? HG_ANGLE_HIP_FLEXION_LEFT + side
                                                        : HG_ANGLE_KNEE_FLEXION_LEFT + side];
            for (size_t i = 0; i < s->n[side]; i++)
                b->k.pchip(rows + i * HG_CURVE_POINTS, HG_CURVE_POINTS,
                           (s->stride[side][i].start_s + 0.5) * 100, STRIDE_S, plane, n);
        }
}

static const hg_coordination *find(const hg_coordination *list, size_t n, hg_coordination_id id,
                                   const char *of, int side) {
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id && list[i].side == side && strcmp(list[i].of, of) == 0)
            return &list[i];
    fail_msg("no %s of %s", hg_coordination_measures[id].id, of);
    return NULL;
}

static void test_relative_phase(void **state) {
    (void)state;
    bench b;
    hg__angle_set angles;
    hg_coordination list[HG_COORDINATION_MOST];
    size_t n;
    bench_open(&b);
    hg__stride_set s = strides_of(&b, 25, HG_CURVE_HIP_ROTATION);
    s.row[0][HG_CURVE_HIP_ROTATION] = s.row[1][HG_CURVE_HIP_ROTATION] = NULL;
    fill_angles(&b, &s, &angles);
    assert_int_equal(hg__find_coordination(list, &n, &s, &angles, &b.stage), HG_OK);
    static const char coupling[] = "hip_flexion/knee_flexion";
    const struct {
        hg_coordination_id id;
        const char *of;
        int side;
        double value, tolerance;
    } expected[] = {
        /* 70 frames a stride and cubic interpolation: a few hundredths of a degree */
        {HG_COORDINATION_relative_phase, coupling, HG_LEFT, 40, 0.1},
        {HG_COORDINATION_relative_phase_absolute, coupling, HG_LEFT, 40, 0.1},
        {HG_COORDINATION_relative_phase_deviation, coupling, HG_LEFT, 0, 0.1},
        {HG_COORDINATION_relative_phase, coupling, HG_RIGHT, -10, 0.1},
        {HG_COORDINATION_relative_phase, "hip_flexion", -1, -6, 0.1},
        {HG_COORDINATION_relative_phase_absolute, "hip_flexion", -1, 6, 0.1},
        {HG_COORDINATION_cross_lag, "hip_flexion", -1, 100 * 6 / 360., 0.1},
        {HG_COORDINATION_cross_correlation, "hip_flexion", -1, 1, 1e-3},
        {HG_COORDINATION_trend_shift, "hip_flexion", -1, -2, 0}, /* 1.67 */
        {HG_COORDINATION_step_phase, "", -1, 0, 1e-9},
        {HG_COORDINATION_phase_coordination_index, "", -1, 0, 1e-9},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const hg_coordination *c = find(list, n, expected[i].id, expected[i].of, expected[i].side);
        printf("%-26s %-26s %2d %9.4f (%g)\n", hg_coordination_measures[c->id].id, c->of, c->side,
               c->value, expected[i].value);
        assert_string_equal(c->reason, "");
        assert_near(c->value, expected[i].value, expected[i].tolerance);
    }
    /* strides between others: all but the two ends */
    assert_int_equal(find(list, n, HG_COORDINATION_relative_phase, coupling, 0)->strides, 23);

    /* a stride left out in the middle: two rows of strides, two ends each */
    s.stride[HG_LEFT][10].used = false;
    assert_int_equal(hg__find_coordination(list, &n, &s, &angles, &b.stage), HG_OK);
    assert_int_equal(find(list, n, HG_COORDINATION_relative_phase, coupling, 0)->strides, 20);
    assert_near(find(list, n, HG_COORDINATION_relative_phase, coupling, 0)->value, 40, 0.1);
    bench_close(&b);
}

/* By hand: steps of 0.36 and 0.34 s in turn in strides of 0.7 s, seen from the left; the right
 * swings longer and is the one that counts. */
static void test_step_phase(void **state) {
    (void)state;
    bench b;
    hg__coordination_list list = {(hg_coordination[4]){{0}}, 0};
    bench_open(&b);
    hg__stride_set s = strides_of(&b, 24, HG_CURVE_HIP_FLEXION);
    for (size_t i = 0; i < 24; i++) {
        hg__stride *r = &s.stride[HG_RIGHT][i];
        r->toe_off_s -= 0.02;
        r->other_strike_s = r->start_s + (i % 2 ? 0.36 : 0.34);
    }
    hg__find_step_phase(&list, &s, &b.stage);
    assert_int_equal(list.n, 4);
    /* 360 * 0.34 / 0.7 = 174.857, 360 * 0.36 / 0.7 = 185.143: mean 180, each 5.143 away */
    double away = 360 * 0.01 / 0.7, cv = 100 * away * sqrt(24. / 23) / 180;
    assert_near(list.item[0].value, 0, 1e-9);
    assert_near(list.item[1].value, cv, 1e-9);
    assert_near(list.item[2].value, away, 1e-9);
    assert_near(list.item[3].value, cv + 100 * away / 180, 1e-9);
    for (size_t i = 0; i < 24; i++) /* the left foot always late: the right one early */
        s.stride[HG_RIGHT][i].other_strike_s = s.stride[HG_RIGHT][i].start_s + 0.36;
    list.n = 0;
    hg__find_step_phase(&list, &s, &b.stage);
    assert_near(list.item[0].value, -away, 1e-9);

    b.params.coordination_steps_min = 25;
    list.n = 0;
    hg__find_step_phase(&list, &s, &b.stage);
    printf("%s\n", list.item[3].reason);
    for (int i = 0; i < 4; i++) {
        assert_true(isnan(list.item[i].value));
        assert_non_null(strstr(list.item[i].reason, "24 strides"));
    }
    bench_close(&b);
}

/* What does not move, is too short or has a hole gives no number and says why. */
static void test_refusals(void **state) {
    (void)state;
    bench b;
    hg__angle_set angles;
    hg_coordination list[HG_COORDINATION_MOST];
    size_t n;
    bench_open(&b);
    hg__stride_set s = strides_of(&b, 25, HG_CURVE_HIP_ROTATION); /* constant */
    fill_angles(&b, &s, &angles);
    double *still = angles.angle[HG_ANGLE_HIP_ROTATION_LEFT] =
        hg__arena_alloc(b.stage.scratch, angles.n, sizeof *still);
    angles.angle[HG_ANGLE_HIP_ROTATION_RIGHT] = still;
    assert_int_equal(hg__find_coordination(list, &n, &s, &angles, &b.stage), HG_OK);
    const hg_coordination *c = find(list, n, HG_COORDINATION_trend_symmetry, "hip_rotation", -1);
    printf("%s\n", c->reason);
    assert_true(isnan(c->value));
    assert_non_null(strstr(c->reason, "moves by 0 deg"));

    for (size_t i = 9; i < 25; i++) s.stride[0][i].used = false;
    assert_int_equal(hg__find_coordination(list, &n, &s, &angles, &b.stage), HG_OK);
    size_t refused = 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(isnan(list[i].value) == (*list[i].reason != '\0'));
        refused += isnan(list[i].value);
    }
    printf("9 strides on the left: %zu of %zu refused\n", refused, n);
    /* the right side still has its hip and knee */
    assert_int_equal(refused, n - 3);

    s.n[0] = s.n[1] = 0;
    memset(s.row, 0, sizeof s.row);
    assert_int_equal(hg__find_coordination(list, &n, &s, &angles, &b.stage), HG_OK);
    assert_int_equal(n, 0);
    bench_close(&b);
}

/* --- rows in time --- */

static void test_serial(void **state) {
    (void)state;
    bench b;
    hg__random random;
    enum { N = 4000, NODES = 3 };
    bench_open(&b);
    hg__random_seed(&random, 2);
    double *x = hg__arena_alloc(b.stage.scratch, N * NODES, sizeof *x);
    const double **row = hg__arena_alloc(b.stage.scratch, N, sizeof *row), **white, **block;
    bool *follows = hg__arena_alloc(b.stage.scratch, N, sizeof *follows);
    for (size_t i = 0; i < N; i++) {
        row[i] = x + i * NODES;
        follows[i] = i % 500 != 0; /* interrupted */
        for (size_t q = 0; q < NODES; q++)
            x[i * NODES + q] = (follows[i] ? 0.6 * x[(i - 1) * NODES + q] : 0) +
                               (follows[i] ? 0.8 : 1) * hg__random_normal(&random);
    }
    double r = hg__rows_lag1(row, follows, N, NODES);
    assert_near(r, 0.6, 0.03); /* 4 standard errors of 0.8 / sqrt(12000) */
    assert_true(hg__rows_whiten(&white, row, follows, N, NODES, 0.6, b.stage.scratch));
    assert_near(hg__rows_lag1(white, follows, N, NODES), 0, 0.03);
    assert_near(white[500][1], 0.64 * row[500][1], 1e-15);
    assert_near(white[501][1], 0.4 * (row[501][1] - 0.6 * row[500][1]), 1e-15);
    size_t blocks;
    assert_true(hg__rows_block(&block, &blocks, row, 11, NODES, 3, b.stage.scratch));
    assert_int_equal(blocks, 3);
    assert_near(block[1][2], row[3][2] + row[4][2] + row[5][2], 1e-14);
    assert_near(block[2][0], row[6][0] + row[7][0] + row[8][0] + row[9][0] + row[10][0], 1e-14);
    /* 1 + 2 (3/4 r + 2/4 r^2 + 1/4 r^3) at r = 0.5 */
    assert_near(hg__rows_effective(0.5, 4), 4 / 2.0625, 1e-12);
    assert_near(hg__rows_effective(0, 38), 38, 0);
    bench_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_shape),
        cmocka_unit_test(test_ellipse),
        cmocka_unit_test(test_cross_correlation),
        cmocka_unit_test(test_hilbert),
        cmocka_unit_test(test_directions),
        cmocka_unit_test(test_relative_phase),
        cmocka_unit_test(test_step_phase),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_serial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
