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
        /* of a sine every period is a neighbour and rounding decides (the README of the vectors):
         * its curve has a tolerance for that, its neighbours have none */
        if (strcmp(group, "sine") != 0) {
            vectors_compare(&v, in(group, "rosenstein_neighbour"), curve + 2 * steps, count);
            vectors_compare(&v, in(group, "rosenstein_pairs"), curve + steps, steps);
            vectors_compare(&v, in(group, "rosenstein_divergence"), curve, steps);
        }
        double slope = hg__slope(curve, from, to);
        vectors_compare(&v, in(group, "rosenstein_slope"), &slope, 1);
        if (vectors_has(&v, in(group, "lyap_nolds_divergence")) && strcmp(group, "sine") != 0) {
            d.followed = true;
            if (strcmp(group, "lorenz") != 0) { /* there its curve begins at step 25 */
                assert_true(hg__divergence(&k, curve, NULL, NULL, x, n, &d, scratch));
                vectors_compare(&v, in(group, "lyap_nolds_divergence"), curve, steps);
            }
        }
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
