/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals that hold for correlated sequences, and what they do at their edges. */
#include <string.h>

#include "dsp/interval.h"
#include "dsp/multiple.h"
#include "dsp/random.h"
#include "support/cm.h"
#include "support/stride_series.h"

static hg__kernels k;
static hg__arena *scratch;

/*
 * ci95 holds the truth in 93 to 97 % of 20,000 series of each kind: ten times the 2,000 that are
 * demanded, so that the error of the count itself (a binomial standard deviation of 0.16 points; at
 * 2,000 it would be 0.5) cannot decide. scripts/coverage prints the table.
 */
static void coverage(void **state) {
    (void)state;
    for (size_t n = 0; n < COVERAGE_LENGTHS; n++)
        for (size_t r = 0; r < COVERAGE_RHOS; r++) {
            coverage_cell c =
                coverage_of(&k, scratch, coverage_lengths[n], coverage_rhos[r], 20000, 0.0, false);
            printf("n %3zu, rho %.1f: mean %.1f %%, drift %.1f %%\n", coverage_lengths[n],
                   coverage_rhos[r], 100 * c.mean, 100 * c.drift);
            assert_true(c.mean >= 0.93 && c.mean <= 0.97);
        }
    /* times: a long stride, then a short one */
    coverage_cell c = coverage_of(&k, scratch, 40, -0.3, 20000, 0.0, false);
    printf("n  40, rho -0.3: mean %.1f %%\n", 100 * c.mean);
    assert_true(c.mean >= 0.93 && c.mean <= 0.97);
}

/* Holes in the sequence: a sixth of the strides rejected at random. */
static void coverage_with_holes(void **state) {
    (void)state;
    for (size_t r = 0; r < COVERAGE_RHOS; r++) {
        coverage_cell c = coverage_of(&k, scratch, 48, coverage_rhos[r], 20000, 1.0 / 6, false);
        printf("40 of 48, rho %.1f: mean %.1f %%\n", coverage_rhos[r], 100 * c.mean);
        assert_true(c.mean >= 0.93 && c.mean <= 0.97);
    }
}

/* What stands on either side of a hole is no neighbour: a jump across holes is no correlation. */
static void holes_are_no_neighbours(void **state) {
    (void)state;
    enum { N = 41 };
    /* pairs of opposite neighbours, each pair like the next across a hole */
    static const double pattern[3] = {1.0, -1.0, NAN};
    double x[N], packed[N];
    size_t m = 0;
    for (size_t i = 0; i < N; i++) {
        x[i] = pattern[i % 3];
        if (!isnan(x[i])) packed[m++] = x[i];
    }
    hg__interval with, without;
    assert_true(hg__interval_of_mean(&with, &k, x, N, 0.95, scratch));
    assert_true(hg__interval_of_mean(&without, &k, packed, m, 0.95, scratch));
    assert_int_equal(with.n, m);
    assert_near(with.lag1, -1.0, 1e-12);
    assert_true(without.lag1 < -0.9);
    /* likewise, correlation there is between neighbours only */
    for (size_t i = 0; i < N; i++) x[i] = i % 3 == 2 ? NAN : (double)((i / 3) % 2 ? 1 : -1);
    assert_true(hg__interval_of_mean(&with, &k, x, N, 0.95, scratch));
    assert_near(with.lag1, 1.0, 1e-12);
    assert_near(with.rho, 0.9, 1e-12);
}

/* Too few neighbours: the order stands in. */
static void lone_strides(void **state) {
    (void)state;
    enum { N = 40 };
    double x[2 * N], packed[N];
    hg__random random;
    hg__random_seed(&random, 4);
    for (size_t i = 0; i < N; i++) {
        packed[i] = x[2 * i] = hg__random_normal(&random);
        x[2 * i + 1] = NAN;
    }
    hg__interval a, b;
    assert_true(hg__interval_of_mean(&a, &k, x, 2 * N, 0.95, scratch));
    assert_true(hg__interval_of_mean(&b, &k, packed, N, 0.95, scratch));
    assert_near(a.low, b.low, 1e-12);
    assert_near(a.rho, b.rho, 1e-12);
}

/* The formulas of the header, written out. */
static void by_hand(void **state) {
    (void)state;
    const double x[8] = {1, 2, 1, 2, 1, 2, 1, 2}, y[8] = {1, 2, 2, 1, 1, 2, 2, 1};
    hg__interval i;
    double v = 1;
    assert_true(hg__interval_of_mean(&i, &k, x, 8, 0.95, scratch));
    assert_near(i.value, 1.5, 0);
    /* r1 is -7/8: (-7/8 * 7 + 2) / 3 is below the least */
    assert_near(i.lag1, -1, 1e-12);
    assert_near(i.rho, -0.5, 0);
    for (int lag = 1; lag < 8; lag++) v += 2 * (1 - lag / 8.0) * pow(-0.5, lag);
    assert_near(i.effective, 8 / v, 1e-12);
    assert_near(i.se, sqrt(2.0 / (8 - v) * v / 8), 1e-12);
    assert_near(i.high - i.value, 2.4469118511449692 * i.se, 1e-9); /* t of 6 */
    /* products of neighbours: - + - + - + -, a quarter each; r1 = -1/8 */
    assert_true(hg__interval_of_mean(&i, &k, y, 8, 0.95, scratch));
    assert_near(i.lag1, -1.0 / 8 * 8 / 7, 1e-12);
    assert_near(i.rho, (-1.0 / 8 * 7 + 2) / 3, 1e-12);
}

static void expect_nothing(const double *x, size_t n, size_t valid) {
    hg__interval i;
    hg__robust r;
    hg__random random;
    double t[20];
    for (size_t j = 0; j < n; j++) t[j] = (double)j;
    hg__random_seed(&random, 1);
    assert_true(hg__interval_of_mean(&i, &k, x, n, 0.95, scratch));
    assert_int_equal(i.n, valid);
    assert_true(isnan(i.se) && isnan(i.low) && isnan(i.high) && isnan(i.effective));
    assert_true(hg__interval_of_slope(&i, x, t, n, 0.95, scratch));
    assert_true(isnan(i.se) && isnan(i.low) && isnan(i.high));
    assert_true(hg__robust_mean(&r, &k, x, n, 0.2, 0.95, 99, &random, scratch));
    if (valid == 0) assert_true(isnan(r.median) && isnan(r.trimmed) && isnan(r.mad_sd));
    assert_true(isnan(r.low) && isnan(r.high));
}

static void edges(void **state) {
    (void)state;
    double x[20] = {0};
    expect_nothing(x, 0, 0);
    for (int i = 0; i < 20; i++) x[i] = NAN;
    expect_nothing(x, 20, 0);
    x[3] = 7;
    expect_nothing(x, 20, 1);
    for (int i = 0; i < 20; i++) x[i] = 0.1 + 0.2; /* constant, and not a round number */
    expect_nothing(x, 20, 20);
    for (int i = 0; i < 20; i++) x[i] = 0;
    expect_nothing(x, 20, 20);
    for (int i = 0; i < 5; i++) x[i] = i * i % 3;
    expect_nothing(x, 5, 5);
    hg__interval i;
    double t[20] = {0};
    for (int j = 0; j < 20; j++) x[j] = j % 4;
    assert_true(hg__interval_of_slope(&i, x, t, 20, 0.95, scratch)); /* all at one time */
    assert_true(isnan(i.value) && isnan(i.se));
}

/* A scale and a shift go through; the width has the scale only. */
static void scale_and_shift(void **state) {
    (void)state;
    enum { N = 30 };
    double x[N], y[N], t[N], later[N];
    stride_series(x, N, 0.4, &(hg__random){{1, 2, 3, 4}});
    for (int i = 0; i < N; i++) {
        y[i] = 40 - 3 * x[i];
        t[i] = 0.7 * i;
        later[i] = t[i] + 100;
    }
    hg__interval a, b;
    assert_true(hg__interval_of_mean(&a, &k, x, N, 0.95, scratch));
    assert_true(hg__interval_of_mean(&b, &k, y, N, 0.95, scratch));
    assert_near(b.value, 40 - 3 * a.value, 1e-12);
    assert_near(b.high - b.low, 3 * (a.high - a.low), 1e-12);
    assert_near(b.rho, a.rho, 1e-12);
    assert_true(hg__interval_of_slope(&a, x, t, N, 0.95, scratch));
    assert_true(hg__interval_of_slope(&b, y, later, N, 0.95, scratch));
    assert_near(b.value, -3 * a.value, 1e-12);
    assert_near(b.high - b.low, 3 * (a.high - a.low), 1e-12);
    hg__robust r, s;
    hg__random random;
    hg__random_seed(&random, 1);
    assert_true(hg__robust_mean(&r, &k, x, N, 0.2, 0.95, 399, &random, scratch));
    hg__random_seed(&random, 1);
    assert_true(hg__robust_mean(&s, &k, y, N, 0.2, 0.95, 399, &random, scratch));
    assert_near(s.trimmed, 40 - 3 * r.trimmed, 1e-12);
    assert_near(s.median, 40 - 3 * r.median, 1e-12);
    assert_near(s.mad_sd, 3 * r.mad_sd, 1e-12);
    assert_near(s.high - s.low, 3 * (r.high - r.low), 1e-9);
}

/* A slope that is there is found; strides far off move the mean, hardly the trimmed mean. */
static void drift_and_outliers(void **state) {
    (void)state;
    enum { N = 60 };
    double x[N], t[N];
    stride_series(x, N, 0.3, &(hg__random){{4, 3, 2, 1}});
    for (int i = 0; i < N; i++) {
        t[i] = 0.7 * i;
        x[i] = 10 + 0.2 * t[i] + 0.5 * x[i];
    }
    hg__interval i;
    assert_true(hg__interval_of_slope(&i, x, t, N, 0.95, scratch));
    assert_true(i.low < 0.2 && i.high > 0.2 && i.low > 0.1);
    for (int j = 0; j < N; j++) x[j] -= 0.2 * t[j];
    hg__robust before, after;
    hg__random random;
    hg__random_seed(&random, 1);
    assert_true(hg__robust_mean(&before, &k, x, N, 0.2, 0.95, 399, &random, scratch));
    x[7] = x[31] = 1000;
    hg__random_seed(&random, 1);
    assert_true(hg__robust_mean(&after, &k, x, N, 0.2, 0.95, 399, &random, scratch));
    assert_near(after.trimmed, before.trimmed, 0.1);
    assert_near(after.median, before.median, 0.1);
    assert_true(after.high - after.low < 1.5 * (before.high - before.low));
}

static void adjusted_p(void **state) {
    (void)state;
    /* Benjamini & Hochberg by hand; NaN takes no part */
    const double p[5] = {0.01, NAN, 0.04, 0.03, 0.5};
    double q[5];
    assert_true(hg__adjust_p(q, p, 5, HG__MULTIPLE_FDR, scratch));
    assert_near(q[0], 0.04, 1e-12);
    assert_true(isnan(q[1]));
    assert_near(q[2], 0.04 * 4 / 3, 1e-12);
    assert_near(q[3], 0.04 * 4 / 3, 1e-12); /* never above that of a larger p */
    assert_near(q[4], 0.5, 1e-12);
    assert_true(hg__adjust_p(q, p, 0, HG__MULTIPLE_FDR, scratch));
}

int main(int argc, char **argv) {
    hg__kernels_init(&k, hg__cpu_detect());
    scratch = hg__arena_new();
    int failed = 0;
    if (argc > 2 && strcmp(argv[1], "--table") == 0) {
        coverage_table(&k, scratch, (size_t)strtoul(argv[2], NULL, 10));
    } else {
        const struct CMUnitTest tests[] = {cmocka_unit_test(coverage),
                                           cmocka_unit_test(coverage_with_holes),
                                           cmocka_unit_test(holes_are_no_neighbours),
                                           cmocka_unit_test(lone_strides),
                                           cmocka_unit_test(by_hand),
                                           cmocka_unit_test(edges),
                                           cmocka_unit_test(scale_and_shift),
                                           cmocka_unit_test(drift_and_outliers),
                                           cmocka_unit_test(adjusted_p)};
        failed = cmocka_run_group_tests(tests, NULL, NULL);
    }
    hg__arena_free(scratch);
    return failed;
}
