/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sample entropy, divergence and fluctuation against public implementations (reference vectors). */
#include "support/vectors.h"

#include <stdbool.h>

#include "dsp/patterns.h"

static vectors v;
static hg__kernels k;
static hg__arena *scratch;

typedef struct series {
    const char *group;
    size_t n;
} series;

static const series all[] = {{"accel", 2000},    {"hip_flexion", 2000}, {"lcg", 1000},
                             {"logistic", 1000}, {"lorenz", 4000},      {"power_law", 1000},
                             {"sine", 1000},     {"thigh", 2000},       {"walk", 1000},
                             {"white", 1000}};
#define SERIES (sizeof all / sizeof *all)

static const char *in(const char *group, const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", group, name);
    return path;
}

static void test_sample_entropy(void **state) {
    (void)state;
    static const struct {
        size_t m;
        double r;
        const char *name, *counts;
    } rows[] = {{2, 0.15, "sampen_m2_r0.15", "sampen_m2_r0.15_counts"},
                {2, 0.2, "sampen_m2_r0.2", "sampen_m2_r0.2_counts"},
                {3, 0.2, "sampen_m3_r0.2", "sampen_m3_r0.2_counts"}};
    size_t compared = 0;
    for (size_t g = 0; g < SERIES; g++) {
        double *x = vectors_read(&v, in(all[g].group, "x"), all[g].n);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            if (!vectors_has(&v, in(all[g].group, rows[i].name))) continue;
            unsigned long long counts[2];
            double sd = hg__population_sd(&k, x, all[g].n);
            double e = hg__sample_entropy(&k, x, all[g].n, rows[i].m, rows[i].r * sd, counts);
            double both[2] = {(double)counts[0], (double)counts[1]};
            vectors_compare(&v, in(all[g].group, rows[i].counts), both, 2);
            vectors_compare(&v, in(all[g].group, rows[i].name), &e, 1);
            compared++;
        }
        free(x);
    }
    assert_int_equal(compared, 3 * SERIES);
    /* a second implementation, and its own tolerance */
    for (size_t g = 0; g < SERIES; g++) {
        const char *group = all[g].group;
        if (!vectors_has(&v, in(group, "sampen_nolds"))) continue;
        double n = (double)all[g].n, *x = vectors_read(&v, in(group, "x"), all[g].n),
               sd = hg__population_sd(&k, x, all[g].n);
        double e = hg__sample_entropy(&k, x, all[g].n, 2, 0.2 * sd, NULL);
        vectors_compare(&v, in(group, "sampen_nolds"), &e, 1);
        sd *= sqrt(n / (n - 1)) * 0.1164 * (0.5627 * log(2) + 1.3334);
        e = hg__sample_entropy(&k, x, all[g].n, 2, sd, NULL);
        vectors_compare(&v, in(group, "sampen_nolds_default"), &e, 1);
        free(x);
    }
}

/*
 * Of a sine every period is a neighbour and rounding decides which (the README of the vectors asks
 * for the slope only): ours must be as near as theirs, and the pairs those of our neighbours.
 */
static void compare_sine(const double *x, const size_t *near, const size_t *pairs, size_t steps,
                         const hg__delay *d) {
    size_t count = 1000 - (d->dimension - 1) * d->lag, followed = 0;
    double *ref = vectors_read(&v, "sine/rosenstein_neighbour", count);
    for (size_t i = 0; i < count; i++) {
        double ours = 0.0, theirs = 0.0;
        for (size_t e = 0; e < d->dimension; e++) {
            double a = x[i + e * d->lag] - x[near[i] + e * d->lag],
                   b = x[i + e * d->lag] - x[(size_t)ref[i] + e * d->lag];
            ours += a * a;
            theirs += b * b;
        }
        assert_true(fabs(ours - theirs) < 1e-14); /* of vectors of size 1 */
        followed += near[i] < count;
    }
    assert_int_equal(followed, pairs[0]);
    vectors_met(&v, "sine/rosenstein_neighbour", "as near as theirs to 1e-14");
    double *theirs = vectors_read(&v, "sine/rosenstein_pairs", steps);
    for (size_t s = 0; s < steps; s++) /* a pair ends when the later of the two does */
        assert_true(fabs((double)pairs[s] - theirs[s]) <= (double)s + 1);
    vectors_met(&v, "sine/rosenstein_pairs", "but for those that end with another neighbour");
    free(ref);
    free(theirs);
}

/* Exponents that are known otherwise, per step of the series: wide tolerances. */
static void compare_truth(const char *group, double slope) {
    if (strcmp(group, "logistic") == 0) vectors_compare(&v, "logistic/exponent_exact", &slope, 1);
    if (strcmp(group, "lorenz") != 0) return;
    slope /= 0.02; /* time between two numbers of the series */
    vectors_compare(&v, "lorenz/exponent_literature", &slope, 1);
    /* by tangent dynamics, which is no method for recordings: that of the file must be the known
     * one */
    double known = vectors_number(&v, "lorenz/exponent_literature");
    vectors_compare(&v, "lorenz/exponent_tangent", &known, 1);
}

static void test_divergence(void **state) {
    (void)state;
    size_t compared = 0;
    for (size_t g = 0; g < SERIES; g++) {
        const char *group = all[g].group;
        if (!vectors_has(&v, in(group, "rosenstein_parameters"))) continue;
        double *p = vectors_read(&v, in(group, "rosenstein_parameters"), 6);
        hg__delay d = {(size_t)p[0], (size_t)p[1], (size_t)p[2], (size_t)p[3], false};
        size_t from = (size_t)p[4], to = (size_t)p[5], n = all[g].n, steps = d.steps;
        size_t count = n - (d.dimension - 1) * d.lag;
        double *x = vectors_read(&v, in(group, "x"), n);
        double *curve = malloc((2 * steps + count) * sizeof *curve);
        size_t *near = malloc((count + steps) * sizeof *near), *pairs = near + count;
        assert_non_null(curve);
        assert_non_null(near);
        assert_true(hg__divergence(&k, curve, pairs, near, x, n, &d, scratch));
        for (size_t i = 0; i < steps; i++) curve[steps + i] = (double)pairs[i];
        for (size_t i = 0; i < count; i++) curve[2 * steps + i] = (double)near[i];
        bool sine = strcmp(group, "sine") == 0;
        if (sine)
            compare_sine(x, near, pairs, steps, &d);
        else {
            vectors_compare(&v, in(group, "rosenstein_neighbour"), curve + 2 * steps, count);
            vectors_compare(&v, in(group, "rosenstein_pairs"), curve + steps, steps);
        }
        vectors_compare(&v, in(group, "rosenstein_divergence"), curve, steps);
        double slope = hg__slope(curve, from, to);
        vectors_compare(&v, in(group, "rosenstein_slope"), &slope, 1);
        compare_truth(group, slope);
        /* nolds: only vectors that can be followed to the end; fitted from `from` to the end */
        d.followed = true;
        assert_true(hg__divergence(&k, curve, NULL, NULL, x, n, &d, scratch));
        vectors_compare(&v, in(group, "lyap_nolds_divergence"), curve, steps);
        slope = hg__slope(curve, from, steps);
        vectors_compare(&v, in(group, "lyap_nolds"), &slope, 1);
        compared++;
        free(p);
        free(x);
        free(curve);
        free(near);
    }
    assert_int_equal(compared, 7);
}

static void test_fluctuation(void **state) {
    (void)state;
    static const struct {
        const char *slope, *curve;
        bool overlap;
        int order;
    } rows[] = {{"dfa_order1_plain", "dfa_order1_plain_F", false, 1},
                {"dfa_order1_overlap", "dfa_order1_overlap_F", true, 1},
                {"dfa_order2_plain", "dfa_order2_plain_F", false, 2}};
    size_t compared = 0;
    for (size_t g = 0; g < SERIES; g++) {
        const char *group = all[g].group;
        if (!vectors_has(&v, in(group, "dfa_windows"))) continue;
        size_t window[64], count = hg__fluctuation_windows(window, 64, all[g].n / 10, 1.2);
        double F[64], w[64], *x = vectors_read(&v, in(group, "x"), all[g].n);
        for (size_t i = 0; i < count; i++) w[i] = (double)window[i];
        vectors_compare(&v, in(group, "dfa_windows"), w, count);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            assert_true(hg__fluctuation(F, x, all[g].n, window, count, rows[i].overlap,
                                        rows[i].order, scratch));
            double slope = hg__fluctuation_slope(F, window, count);
            vectors_compare(&v, in(group, rows[i].curve), F, count);
            vectors_compare(&v, in(group, rows[i].slope), &slope, 1);
            if (i == 0 && vectors_has(&v, in(group, "dfa_antropy")))
                vectors_compare(&v, in(group, "dfa_antropy"), &slope, 1);
        }
        compared++;
        free(x);
    }
    print_message("    %zu series\n", compared);
    assert_true(compared >= 7);
}

static void test_edges(void **state) {
    (void)state;
    double x[40];
    for (int i = 0; i < 40; i++) x[i] = i % 2;
    /* a period of two repeats for ever: every match goes on */
    double e = hg__sample_entropy(&k, x, 40, 2, 0.1, NULL);
    assert_true(e >= 0.0 && e < 0.06); /* ln(B / A): one template of 38 has no successor */
    for (int i = 0; i < 40; i++) x[i] = i;
    assert_true(isnan(hg__sample_entropy(&k, x, 40, 2, 0.5, NULL)));
    x[7] = NAN;
    assert_true(isnan(hg__sample_entropy(&k, x, 40, 2, 10.0, NULL)));
    assert_true(isnan(hg__sample_entropy(&k, x, 3, 2, 10.0, NULL)));
    hg__delay d = {5, 10, 5, 4, false};
    double curve[4];
    assert_false(hg__divergence(&k, curve, NULL, NULL, x, 40, &d, scratch));
    for (int i = 0; i < 40; i++) x[i] = 1.0;
    d = (hg__delay){2, 1, 3, 4, false};
    assert_true(hg__divergence(&k, curve, NULL, NULL, x, 40, &d, scratch));
    for (int i = 0; i < 4; i++) assert_true(isnan(curve[i])); /* all pairs at distance 0 */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sample_entropy), cmocka_unit_test(test_divergence),
        cmocka_unit_test(test_fluctuation), cmocka_unit_test(test_edges)};
    v = vectors_open("nonlinear.h5");
    hg__kernels_init(&k, hg__cpu_detect());
    scratch = hg__arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hg__arena_free(scratch);
    H5Fclose(v.file);
    return failed;
}
