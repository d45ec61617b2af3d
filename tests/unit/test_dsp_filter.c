/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The zero-lag filter: its numbers, its gain, its edges and its gaps. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dsp/filter.h"

#define PI 3.14159265358979323846

static hg__kernels k;

static void zero_lag(double *x, size_t n, size_t channels, const double c[5], size_t pad) {
    hg__arena *scratch = hg__arena_new();
    assert_non_null(scratch);
    assert_true(hg__filter_zero_lag(&k, x, n, channels, c, pad, scratch));
    hg__arena_free(scratch);
}

static void near(double got, double want, double bound) {
    if (!(fabs(got - want) <= bound))
        fail_msg("got %.17g, want %.17g, bound %.3g", got, want, bound);
}

static void test_coefficients(void **state) {
    (void)state;
    double c[5];
    /* Printed with ten digits in the method's description. */
    assert_true(hg__butterworth2(c, 6.0, 200.0, true));
    near(c[0], 0.0117607224, 5e-11);
    near(c[1], 2.0 * c[0], 0.0);
    near(c[2], c[0], 0.0);
    near(c[3], -1.6706476857, 5e-11);
    near(c[4], 0.7176905753, 5e-11);
    /* scipy.signal.butter(2, 0.06), printed with eight decimals */
    assert_true(hg__butterworth2(c, 6.0, 200.0, false));
    near(c[0], 0.00782021, 5e-9);
    near(c[3], -1.73472577, 5e-9);
    near(c[4], 0.76600660, 5e-9);
}

static void test_cutoffs_that_are_none(void **state) {
    (void)state;
    static const double bad[][2] = {
        {0.0, 200.0},  {-1.0, 200.0}, {100.0, 200.0}, {150.0, 200.0},    {6.0, 0.0},
        {6.0, -200.0}, {NAN, 200.0},  {6.0, NAN},     {INFINITY, 200.0}, {-6.0, -200.0}};
    double c[5];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(hg__butterworth2(c, bad[i][0], bad[i][1], true));
        assert_false(hg__butterworth2(c, bad[i][0], bad[i][1], false));
    }
    assert_true(hg__butterworth2(c, 99.0, 200.0, true));
    assert_true(hg__butterworth2(c, 0.01, 1000.0, true));
}

/* Gain and lag at the cut-off, measured on a sine: amplitude of the projections onto sine and
 * cosine over whole periods in the middle. */
static void test_gain_at_cutoff(void **state) {
    (void)state;
    enum { N = 4000 }; /* 20 s at 200 Hz: 120 periods of 6 Hz */
    static double x[N];
    for (int corrected = 0; corrected < 2; corrected++) {
        double c[5], in_phase = 0, across = 0;
        assert_true(hg__butterworth2(c, 6.0, 200.0, corrected));
        for (size_t i = 0; i < N; i++) x[i] = sin(2.0 * PI * 6.0 * (double)i / 200.0);
        zero_lag(x, N, 1, c, 34);
        for (size_t i = 1000; i < 3000; i++) { /* 60 periods, 5 s from either edge */
            in_phase += x[i] * sin(2.0 * PI * 6.0 * (double)i / 200.0) / 1000.0;
            across += x[i] * cos(2.0 * PI * 6.0 * (double)i / 200.0) / 1000.0;
        }
        /* What is left of the edges after 5 s is exp(-2 pi 6 5 / sqrt 2): nothing. Rounding of sums
         * of 2000 numbers. */
        near(in_phase, corrected ? sqrt(0.5) : 0.5, 1e-11);
        near(across, 0.0, 1e-11);
    }
}

/* The test signal of the reference numbers. */
static void congruential(double *x, size_t n) {
    uint64_t s = 12345;
    for (size_t i = 0; i < n; i++) {
        s = (UINT64_C(1103515245) * s + 12345) % (UINT64_C(1) << 31);
        x[i] = (double)s / 2147483648.0;
    }
}

static void test_against_scipy(void **state) {
    (void)state;
    double x[1000], c[5];
    congruential(x, 1000);
    assert_true(hg__butterworth2(c, 6.0, 200.0, false));
    zero_lag(x, 1000, 1, c, 9);
    near(x[0], 0.664827528453185,
         1e-12); /* sosfiltfilt(butter(2, 0.06), x), printed with 15 digits */
    near(x[500], 0.472226963171129, 1e-12);
}

static void test_constant_and_line(void **state) {
    (void)state;
    double c[5], x[300];
    assert_true(hg__butterworth2(c, 6.0, 200.0, true));
    for (size_t i = 0; i < 150; i++) {
        x[2 * i] = 3.25;
        x[2 * i + 1] = 0.01 * (double)i - 1.0;
    }
    zero_lag(x, 150, 2, c, 33);
    /* A constant passes by the steady-state start: rounding only. The recursion with these poles
     * amplifies it about a hundredfold. */
    for (size_t i = 0; i < 150; i++) near(x[2 * i], 3.25, 1e-13);
    /* Odd reflection continues a line, and forward and backward delays cancel; the pad of 33
     * samples leaves a start-up of exp(-2 pi 6/0.8 33/200/sqrt 2) = 4e-3 of the delay times the
     * slope, 0.06. */
    for (size_t i = 0; i < 150; i++) near(x[2 * i + 1], 0.01 * (double)i - 1.0, 3e-4);
}

static void test_linearity(void **state) {
    (void)state;
    enum { N = 700 };
    double x[N], y[N], both[N], c[5];
    congruential(x, N);
    for (size_t i = 0; i < N; i++) y[i] = cos(0.05 * (double)i) + (double)(i > 300);
    for (size_t i = 0; i < N; i++) both[i] = 2.5 * x[i] - 4.0 * y[i];
    assert_true(hg__butterworth2(c, 10.0, 150.0, true));
    zero_lag(x, N, 1, c, 15);
    zero_lag(y, N, 1, c, 15);
    zero_lag(both, N, 1, c, 15);
    for (size_t i = 0; i < N; i++)
        near(both[i], 2.5 * x[i] - 4.0 * y[i], 1e-13); /* rounding of numbers up to 12 */
}

static void test_time_runs_both_ways(void **state) {
    (void)state;
    enum { N = 2000 };
    static double x[N], back[N];
    double c[5];
    congruential(x, N);
    for (size_t i = 0; i < N; i++) back[N - 1 - i] = x[i];
    assert_true(hg__butterworth2(c, 10.0, 200.0, true));
    zero_lag(x, N, 1, c, 9);
    zero_lag(back, N, 1, c, 9);
    /* Away from the edges the order of the passes does not matter; 200 samples from them their
     * difference, of size 1, has decayed by exp(-2 pi 10/0.8 200/200/sqrt 2). */
    for (size_t i = 200; i < N - 200; i++) near(back[N - 1 - i], x[i], 1e-13);
}

/* Every channel alone gives the bits of all together, with gaps in some and none in others; a gap
 * stays where it was; and each run gives the bits of the run cut out and filtered alone. */
static void test_gaps_are_never_crossed(void **state) {
    (void)state;
    enum { N = 400, C = 5 };
    static const size_t gap[][3] = {/* channel, from, to */
                                    {1, 50, 60},   {1, 200, 201}, {2, 0, 7},    {2, 390, 400},
                                    {4, 100, 102}, {4, 104, 110}, {4, 113, 120}};
    static double x[N * C], all[N * C];
    double c[5], run[N];
    congruential(x, N * C);
    for (size_t g = 0; g < sizeof gap / sizeof *gap; g++)
        for (size_t i = gap[g][1]; i < gap[g][2]; i++) x[i * C + gap[g][0]] = NAN;
    memcpy(all, x, sizeof all);
    assert_true(hg__butterworth2(c, 8.0, 200.0, true));
    zero_lag(all, N, C, c, 9);
    for (size_t channel = 0; channel < C; channel++)
        for (size_t i = 0; i < N;) {
            size_t start = i, length = 0;
            for (; i < N && !isnan(x[i * C + channel]); i++) run[length++] = x[i * C + channel];
            if (length >= 3) {
                zero_lag(run, length, 1, c, 9);
                assert_true(length == N || length < N - 1);
            }
            for (size_t j = 0; j < length; j++) {
                double got = all[(start + j) * C + channel];
                if (length < 3) /* channel 4 has a run of two */
                    assert_true(isnan(got));
                else
                    assert_memory_equal(&got, &run[j], sizeof got);
            }
            for (; i < N && isnan(x[i * C + channel]); i++)
                assert_true(isnan(all[i * C + channel]));
        }
    assert_true(isnan(all[102 * C + 4]) && isnan(all[103 * C + 4])); /* the run of two */
    assert_false(isnan(all[110 * C + 4]));                           /* the run of three */
}

/* What stands beyond a gap has no influence at all. */
static void test_no_leak_through_a_gap(void **state) {
    (void)state;
    double a[100], b[100], c[5];
    congruential(a, 100);
    a[40] = NAN;
    memcpy(b, a, sizeof b);
    for (size_t i = 41; i < 100; i++) b[i] = 1e6;
    assert_true(hg__butterworth2(c, 6.0, 200.0, true));
    zero_lag(a, 100, 1, c, 9);
    zero_lag(b, 100, 1, c, 9);
    assert_memory_equal(a, b, 40 * sizeof *a);
}

static void test_short_and_empty(void **state) {
    (void)state;
    double c[5];
    assert_true(hg__butterworth2(c, 6.0, 200.0, true));
    for (size_t n = 0; n < 12; n++) {
        double x[24];
        for (size_t i = 0; i < 24; i++) x[i] = i < 2 * n ? (double)(i / 2) : -7.0;
        zero_lag(x, n, 2, c, 9);
        for (size_t i = 0; i < 2 * n; i++) assert_int_equal(!!isnan(x[i]), n < 3);
        for (size_t i = 2 * n; i < 24; i++) assert_true(x[i] == -7.0);
    }
    zero_lag(NULL, 0, 3, c, 9);
    double none[10];
    for (size_t i = 0; i < 10; i++) none[i] = NAN;
    zero_lag(none, 10, 1, c, 9);
    for (size_t i = 0; i < 10; i++) assert_true(isnan(none[i]));
}

static void test_sizes_that_cannot_be(void **state) {
    (void)state;
    double c[5], x[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    assert_true(hg__butterworth2(c, 6.0, 200.0, true));
    zero_lag(x, 8, 1, c, SIZE_MAX); /* a pad is cut to the run */
    for (size_t i = 0; i < 8; i++) assert_true(isfinite(x[i]));
}

int main(void) {
    hg__kernels_init(&k, hg__cpu_detect());
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coefficients),          cmocka_unit_test(test_cutoffs_that_are_none),
        cmocka_unit_test(test_gain_at_cutoff),        cmocka_unit_test(test_against_scipy),
        cmocka_unit_test(test_constant_and_line),     cmocka_unit_test(test_linearity),
        cmocka_unit_test(test_time_runs_both_ways),   cmocka_unit_test(test_gaps_are_never_crossed),
        cmocka_unit_test(test_no_leak_through_a_gap), cmocka_unit_test(test_short_and_empty),
        cmocka_unit_test(test_sizes_that_cannot_be),
    };
    return cmocka_run_group_tests_name("dsp: filter", tests, NULL, NULL);
}
