/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reductions against sums from left to right in long double; and the harness against itself. */
#include "kernels/kcheck.h"

/* n numbers added in any order: each addition is off by eps/2 of a partial sum, and every partial
 * sum is below the sum of magnitudes; one eps a number covers that and the rounding of the terms.
 */
static long double sum_bound(size_t n, long double magnitude) {
    return ((long double)n + 4) * KC_EPS * magnitude;
}

static void run_sum(kcase *c, const hg__kernels *k) {
    c->out[0][0] = k->sum_valid(c->in[0], c->n);
    c->used[0] = 1;
}
static void check_sum(kcase *c) {
    long double sum = 0, magnitude = 0;
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->in[0][i])) {
            sum += c->in[0][i];
            magnitude += fabs(c->in[0][i]);
        }
    kc_near(c, 0, 0, c->out[0][0], sum, sum_bound(c->n, magnitude));
}

static void run_sum_sq(kcase *c, const hg__kernels *k) {
    c->out[0][0] = k->sum_sq_dev_valid(c->in[0], c->n, c->number[0]);
    c->used[0] = 1;
}
static void check_sum_sq(kcase *c) {
    long double sum = 0;
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->in[0][i])) {
            long double d = (long double)c->in[0][i] - (long double)c->number[0];
            sum += d * d;
        }
    kc_near(c, 0, 0, c->out[0][0], sum, sum_bound(c->n, sum));
}

static void run_dot(kcase *c, const hg__kernels *k) {
    c->out[0][0] = k->dot(c->in[0], c->in[1], c->n);
    c->used[0] = 1;
}
static void check_dot(kcase *c) {
    long double sum = 0, magnitude = 0;
    for (size_t i = 0; i < c->n; i++) {
        long double term = (long double)c->in[0][i] * (long double)c->in[1][i];
        sum += term;
        magnitude += fabsl(term);
    }
    kc_near(c, 0, 0, c->out[0][0], sum,
            sum_bound(c->n, magnitude) + (long double)c->n * DBL_TRUE_MIN);
}

static void run_count(kcase *c, const hg__kernels *k) {
    c->out[0][0] = (double)k->count_valid(c->in[0], c->n);
    c->used[0] = 1;
}
static void check_count(kcase *c) {
    size_t count = 0;
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->in[0][i])) count++;
    kc_exact(c, 0, 0, c->out[0][0], (double)count);
}

static void run_min_max(kcase *c, const hg__kernels *k) {
    k->min_max_valid(c->in[0], c->n, &c->out[0][0], &c->out[1][0]);
    c->used[0] = c->used[1] = 1;
}
static void check_min_max(kcase *c) {
    double least = NAN, most = NAN;
    for (size_t i = 0; i < c->n; i++) {
        least = fmin(least, c->in[0][i]); /* fmin and fmax skip NaN */
        most = fmax(most, c->in[0][i]);
    }
    kc_near(c, 0, 0, c->out[0][0], least, 0); /* by value: the sign of a zero is the kernel's */
    kc_near(c, 1, 0, c->out[1][0], most, 0);
}

static const krow rows[] = {
    KROW(sum_valid, 0, 1, NULL, run_sum, check_sum),
    KROW(sum_sq_dev_valid, 0, 1, NULL, run_sum_sq, check_sum_sq),
    KROW(dot, 0, 2, NULL, run_dot, check_dot),
    KROW(count_valid, 0, 1, NULL, run_count, check_count),
    KROW(min_max_valid, 0, 1, NULL, run_min_max, check_min_max),
};

/* The lanes of kernels.h, written out: one number that only this order of additions gives. */
static void test_lanes(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    double x[1003], lane[16] = {0};
    for (size_t i = 0; i < 1003; i++) x[i] = sqrt((double)i);
    double left_to_right = 0.0;
    for (size_t i = 0; i < 1003; i++) {
        lane[i % 16] += x[i];
        left_to_right += x[i];
    }
    for (size_t half = 8; half; half /= 2)
        for (size_t l = 0; l < half; l++) lane[l] += lane[l + half];
    assert_true(kc_same(k.sum_valid(x, 1003), lane[0]));
    assert_false(kc_same(left_to_right, lane[0])); /* else the line above shows nothing */
}

static void test_nothing_valid(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    double x[40], least = 0, most = 0;
    for (size_t n = 0; n < 40; n++) {
        x[n] = NAN;
        assert_true(k.sum_valid(x, n) == 0.0 && k.count_valid(x, n) == 0);
        k.min_max_valid(x, n, &least, &most);
        assert_true(isnan(least) && isnan(most));
    }
    x[3] = INFINITY; /* a number, if a large one */
    k.min_max_valid(x, 40, &least, &most);
    assert_true(isinf(least) && isinf(most));
}

/* --- does the harness see what it is for? --- */
static double sum_without_tail(const double *x, size_t n) {
    hg__kernels k;
    hg__kernels_init(&k, HG__CPU_C);
    return k.sum_valid(x, n - n % 16);
}
static double sum_of_equals(const double *x, size_t n) { /* equal bits while sums are exact */
    double s = 0;
    for (size_t i = 0; i < n; i++) s += isnan(x[i]) ? 0.0 : x[i];
    return s;
}
static void min_max_beyond(const double *x, size_t n, double *least, double *most) {
    (void)x;
    (void)n;
    least[0] = least[1] = 0.0;
    *most = 0.0;
}

static void test_harness_bites(void) {
    hg__kernels plain, planted;
    hg__kernels_init(&plain, HG__CPU_C);
    kcase c;
    for (size_t n = 1; n < 68; n++) {
        planted = plain;
        kc_open(&c, &rows[0], 7, n, n % 8, KC_CONSTANT);
        planted.sum_valid = sum_without_tail;
        assert_int_equal(kc_first_difference(&c, &plain, &planted) < c.out_size, n % 16 != 0);
        assert_int_equal(kc_first_difference(&c, &plain, &plain), c.out_size);
        for (size_t i = 0; i < n; i++) c.in[0][i] = (double)i;
        planted.sum_valid = sum_of_equals;
        assert_int_equal(kc_first_difference(&c, &plain, &planted), c.out_size);
        kc_close(&c);

        kc_open(&c, &rows[4], 7, n, n % 8, KC_ORDINARY);
        c.row->run(&c, &plain);
        assert_int_equal(kc_outside_write(&c), c.out_size);
        planted.min_max_valid = min_max_beyond;
        kc_clear_out(&c);
        c.row->run(&c, &planted);
        assert_int_equal(kc_outside_write(&c), (size_t)(c.out[0] - c.out_pool) + 1);
        kc_close(&c);
    }
}

static const ktest tests[] = {
    {"harness_bites", test_harness_bites},
    {"lanes", test_lanes},
    {"nothing_valid", test_nothing_valid},
};

const kgroup kc_reduce = KGROUP(reduce);
