/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dsp/stats.h"

static hg__kernels k;
static hg__arena *scratch;

static void near(double got, double want, double bound) {
    if (!(fabs(got - want) <= bound))
        fail_msg("got %.17g, want %.17g, bound %.3g", got, want, bound);
}

static void test_mean_sd(void **state) {
    (void)state;
    const double x[9] = {2, NAN, 4, 4, 4, 5, 5, 7, 9};
    double mean, sd;
    size_t n;
    hg__mean_sd(&k, x, 9, &mean, &sd, &n);
    assert_int_equal(n, 8);
    near(mean, 5.0, 0.0);                  /* 40 / 8 */
    near(sd, sqrt(32.0 / 7.0), 4.5e-16);   /* an ulp of 2.1 */
    hg__mean_sd(&k, x, 2, &mean, &sd, &n); /* one valid */
    assert_true(n == 1 && mean == 2.0 && isnan(sd));
    hg__mean_sd(&k, x + 1, 1, &mean, &sd, &n);
    assert_true(n == 0 && isnan(mean) && isnan(sd));
    hg__mean_sd(&k, x, 0, &mean, &sd, &n);
    assert_true(n == 0 && isnan(mean) && isnan(sd));
}

/* A spread of 1e-3 around 1e9 survives: the mean is taken off before squaring. */
static void test_sd_far_from_zero(void **state) {
    (void)state;
    double x[1000], mean, sd;
    size_t n;
    for (size_t i = 0; i < 1000; i++) x[i] = 1e9 + (i % 2 ? 0x1p-10 : -0x1p-10); /* both exact */
    hg__mean_sd(&k, x, 1000, &mean, &sd, &n);
    near(mean, 1e9, 0.0);
    near(sd, 0x1p-10 * sqrt(1000.0 / 999.0), 1e-17);
}

static void test_quantiles(void **state) {
    (void)state;
    const double x[8] = {7, NAN, 1, 3, INFINITY, 2, 10, NAN}; /* sorted: 1 2 3 7 10 inf */
    /* numpy.quantile([1, 2, 3, 7, 10], p): position 4 p, interpolated */
    const double five[7] = {7, 1, NAN, 3, 2, NAN, 10};
    static const double expect[][2] = {{0.0, 1.0},  {0.1, 1.4}, {0.25, 2.0}, {0.5, 3.0}, {0.6, 4.6},
                                       {0.75, 7.0}, {0.9, 8.8}, {0.95, 9.4}, {1.0, 10.0}};
    for (size_t i = 0; i < sizeof expect / sizeof *expect; i++)
        near(hg__quantile(five, 7, expect[i][0], scratch), expect[i][1],
             4e-15); /* two ulps of 10 */
    near(hg__median(five, 7, scratch), 3.0, 0.0);
    near(hg__median(five, 2, scratch), 4.0, 0.0);
    near(hg__median(five, 1, scratch), 7.0, 0.0);
    assert_true(isinf(hg__quantile(x, 8, 1.0, scratch)));
    near(hg__quantile(x, 8, 0.0, scratch), 1.0, 0.0);
}

static void test_no_quantile(void **state) {
    (void)state;
    const double x[3] = {NAN, 1.0, 2.0};
    assert_true(isnan(hg__quantile(x, 1, 0.5, scratch)));
    assert_true(isnan(hg__quantile(x, 0, 0.5, scratch)));
    assert_true(isnan(hg__quantile(x, 3, -0.01, scratch)));
    assert_true(isnan(hg__quantile(x, 3, 1.01, scratch)));
    assert_true(isnan(hg__quantile(x, 3, NAN, scratch)));
    assert_true(isnan(hg__quantile(x, SIZE_MAX, 0.5, scratch))); /* no memory for it */
}

/* Against the definition on data in no order, with repeats. */
static void test_median_splits(void **state) {
    (void)state;
    double x[501];
    uint64_t s = 1;
    for (size_t i = 0; i < 501; i++) {
        s = s * UINT64_C(6364136223846793005) + 1442695040888963407u;
        x[i] = (double)(s >> 56);
    }
    double median = hg__median(x, 501, scratch);
    size_t below = 0, above = 0;
    for (size_t i = 0; i < 501; i++) {
        below += x[i] < median;
        above += x[i] > median;
    }
    assert_true(below <= 250 && above <= 250 && median == floor(median));
}

/* A natural spline through a straight line is the line; a lone or missing side gives nothing. */
static void test_spline_gap(void **state) {
    (void)state;
    double x[40], out[40];
    bool filled;
    for (size_t i = 0; i < 40; i++) x[i] = 3.0 - 0.25 * (double)i;
    for (size_t i = 15; i < 25; i++) x[i] = NAN;
    assert_true(hg__spline_gap(out, x, 40, 15, 25, &filled));
    assert_true(filled);
    for (size_t i = 15; i < 25; i++) near(out[i - 15], 3.0 - 0.25 * (double)i, 1e-13);
    for (size_t i = 26; i < 36; i++) x[i] = NAN; /* 25 alone within reach */
    assert_true(hg__spline_gap(out, x, 40, 15, 25, &filled));
    assert_false(filled);
    x[35] = x[34] = 0;
    assert_true(hg__spline_gap(out, x, 40, 15, 25, &filled));
    assert_true(filled); /* 34 is the tenth */
    assert_true(hg__spline_gap(out, x, 36, 36, 36, &filled));
    assert_false(filled);
    assert_true(hg__spline_gap(out, x, 40, 0, 1, &filled));
    assert_false(filled);
}

/* scipy.interpolate.CubicSpline(bc_type="natural") through 1 0 2 . . 1 3 at 0 1 2 5 6 */
static void test_spline_values(void **state) {
    (void)state;
    const double x[7] = {1, 0, 2, NAN, NAN, 1, 3};
    double out[2];
    bool filled;
    assert_true(hg__spline_gap(out, x, 7, 3, 5, &filled) && filled);
    near(out[0], 2.2830188679245285, 1e-12);
    near(out[1], 1.207547169811321, 1e-12);
}

static void test_invert_positive(void **state) {
    (void)state;
    /* [[4, 2, 0], [2, 5, 1], [0, 1, 3]]: determinant 44, adjugate by hand */
    double A[9] = {4, 2, 0, 2, 5, 1, 0, 1, 3};
    static const double inverse[9] = {14, -6, 2, -6, 12, -4, 2, -4, 16};
    assert_true(hg__invert_positive(A, 3));
    for (size_t i = 0; i < 9; i++) near(A[i], inverse[i] / 44.0, 1e-15);
    double indefinite[4] = {1, 2, 2, 1};
    assert_false(hg__invert_positive(indefinite, 2));
    double none[4] = {1, NAN, NAN, 1};
    assert_false(hg__invert_positive(none, 2) && !isnan(none[0]));
    assert_true(hg__invert_positive(none, 0));
}

int main(void) {
    hg__stats_init();
    hg__kernels_init(&k, hg__cpu_detect());
    scratch = hg__arena_new();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mean_sd),       cmocka_unit_test(test_sd_far_from_zero),
        cmocka_unit_test(test_quantiles),     cmocka_unit_test(test_no_quantile),
        cmocka_unit_test(test_median_splits), cmocka_unit_test(test_spline_gap),
        cmocka_unit_test(test_spline_values), cmocka_unit_test(test_invert_positive),
    };
    int failed = cmocka_run_group_tests_name("dsp: stats", tests, NULL, NULL);
    hg__arena_free(scratch);
    return failed;
}
