/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics against scipy and statsmodels (reference vectors): what hipgait has of them. */
#include "support/vectors.h"

#include "dsp/distributions.h"
#include "dsp/interval.h"
#include "dsp/multiple.h"
#include "dsp/stats.h"

static vectors v;
static hg__kernels k;
static hg__arena *scratch;

static const struct {
    const char *name;
    size_t n;
} inputs[] = {{"gamma_a", 25},        {"gamma_b", 31},          {"pair_a", 20},
              {"pair_b", 20},         {"stride_time_left", 38}, {"stride_time_right", 38},
              {"thigh_rom_left", 38}, {"thigh_rom_right", 38}};
#define INPUTS (sizeof inputs / sizeof *inputs)

static double *input(const char *name, size_t n) {
    char path[256];
    snprintf(path, sizeof path, "input/%s", name);
    return vectors_read(&v, path, n);
}

/* Mean, SD, median, quartiles and what is made of them; moments above the second are not used. */
static void test_describe(void **state) {
    (void)state;
    for (size_t i = 0; i < INPUTS; i++) {
        char path[256];
        double *x = input(inputs[i].name, inputs[i].n), got[12], mean, sd;
        size_t n;
        hg__robust r;
        hg__random random;
        hg__random_seed(&random, 1);
        hg__mean_sd(&k, x, inputs[i].n, &mean, &sd, &n);
        assert_true(hg__robust_mean(&r, &k, x, inputs[i].n, 0.2, 0.95, 99, &random, scratch));
        got[0] = mean;
        got[1] = sd;
        got[2] = r.median;
        got[3] = hg__quantile(x, n, 0.25, scratch);
        got[4] = hg__quantile(x, n, 0.75, scratch);
        got[5] = got[4] - got[3];
        got[6] = r.mad_sd / 1.4826022185056018;
        got[7] = r.mad_sd;
        snprintf(path, sizeof path, "describe/%s", inputs[i].name);
        vectors_compare_part(&v, path, got, 0, 8, 12, 0);
        got[0] = sd / sqrt((double)n);
        vectors_compare_part(&v, path, got, 11, 1, 12, 0);
        free(x);
    }
}

/*
 * scipy 1.10 finds quantiles of t by a search that ends early: P(ppf(p)) by its own cdf misses p by
 * up to 3e-8 of it (p = 1e-12, 19 degrees of freedom: 1.000000028e-12). Where a reference is
 * further off than its tolerance, it must be by that: the reference put through the distribution,
 * whose values meet those of scipy to 1e-9, gives the rest. Ours must give p back to 1e-12.
 */
#define LOOSE 1e-8 /* relative; the most that a reference may be off */
static void compare_quantile(double got, double ref, double p, double df) {
    double tail = got < 0 ? p : 1 - p, back = hg__t_cdf(-fabs(got), df),
           theirs = hg__t_cdf(-fabs(ref), df);
    if (fabs(back - tail) > 1e-12 * tail)
        fail_msg("t of %g, %g df: %.17g has the tail %.17g", p, df, got, back);
    if (fabs(got - ref) <= 1e-13 + 1e-9 * fabs(ref)) return;
    if (!(fabs(got - ref) <= LOOSE * fabs(ref) && fabs(theirs - tail) > 1e-9 * tail))
        fail_msg("t of %g, %g df: got %.17g, reference %.17g", p, df, got, ref);
}

static void test_t_interval(void **state) {
    (void)state;
    static const double level[3] = {0.90, 0.95, 0.99};
    for (size_t i = 0; i < INPUTS; i++) {
        char path[256];
        double *x = input(inputs[i].name, inputs[i].n), got[6], mean, sd;
        size_t n;
        hg__mean_sd(&k, x, inputs[i].n, &mean, &sd, &n);
        for (int l = 0; l < 3; l++) {
            double h = hg__t_quantile(0.5 + 0.5 * level[l], (double)(n - 1)) * sd / sqrt((double)n);
            got[2 * l] = mean - h;
            got[2 * l + 1] = mean + h;
        }
        snprintf(path, sizeof path, "t_interval/%s", inputs[i].name);
        double *ref = vectors_read(&v, path, 6);
        for (int j = 0; j < 6; j++) /* see compare_quantile */
            if (!(fabs(got[j] - ref[j]) <= 1e-10 * fabs(ref[j]) + LOOSE * fabs(got[j] - mean)))
                fail_msg("%s, element %d: got %.17g, reference %.17g", path, j, got[j], ref[j]);
        free(ref);
        free(x);
    }
}

static void test_distributions(void **state) {
    (void)state;
    enum { Z = 33, P = 14, U = 8, DF = 9 };
    double *z = vectors_read(&v, "distributions/z", Z), *p = vectors_read(&v, "distributions/p", P),
           *u = vectors_read(&v, "distributions/u", U),
           *df = vectors_read(&v, "distributions/df", DF), got[DF * Z];
    for (int i = 0; i < Z; i++) got[i] = hg__normal_cdf(z[i]);
    vectors_compare(&v, "distributions/norm_cdf", got, Z);
    for (int i = 0; i < P; i++) got[i] = hg__normal_quantile(p[i]);
    vectors_compare(&v, "distributions/norm_ppf", got, P);
    for (int d = 0; d < DF; d++)
        for (int i = 0; i < Z; i++) got[d * Z + i] = hg__t_cdf(z[i], df[d]);
    vectors_compare(&v, "distributions/t_cdf", got, DF * Z);
    for (int d = 0; d < DF; d++)
        for (int i = 0; i < P; i++) got[d * P + i] = hg__t_quantile(p[i], df[d]);
    double *ref = vectors_read(&v, "distributions/t_ppf", DF * P);
    for (int d = 0; d < DF; d++)
        for (int i = 0; i < P; i++) compare_quantile(got[d * P + i], ref[d * P + i], p[i], df[d]);
    free(ref);
    static const double chi[4] = {1, 2, 5, 10}, d1[3] = {1, 2, 5}, d2[3] = {3, 10, 50};
    for (int d = 0; d < 4; d++)
        for (int i = 0; i < U; i++) got[d * U + i] = hg__chi2_above(u[i], chi[d]);
    vectors_compare(&v, "distributions/chi2_sf", got, 4 * U);
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++)
            for (int i = 0; i < U; i++) got[(a * 3 + b) * U + i] = hg__f_above(u[i], d1[a], d2[b]);
    vectors_compare(&v, "distributions/f_sf", got, 9 * U);
    free(z);
    free(p);
    free(u);
    free(df);
}

static void test_multiple(void **state) {
    (void)state;
    static const struct {
        const char *path;
        hg__multiple method;
    } methods[] = {{"multiple/fdr_bh", HG__MULTIPLE_FDR},
                   {"multiple/fdr_by", HG__MULTIPLE_FDR_DEPENDENT},
                   {"multiple/holm", HG__MULTIPLE_HOLM},
                   {"multiple/holm_sidak", HG__MULTIPLE_HOLM_SIDAK},
                   {"multiple/bonferroni", HG__MULTIPLE_BONFERRONI}};
    enum { N = 25 };
    double *p = vectors_read(&v, "multiple/p", N), got[N];
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        assert_true(hg__adjust_p(got, p, N, methods[i].method, scratch));
        vectors_compare(&v, methods[i].path, got, N);
    }
    free(p);
}

/* Means of drawn blocks by the kernel that the bootstrap of the pipeline uses. */
static void test_block_bootstrap(void **state) {
    (void)state;
    static const char *const names[2] = {"stride_time_left", "thigh_rom_right"}, *const kinds[2] = {
                                                                                     "moving",
                                                                                     "circular"};
    enum { DRAWS = 999, BLOCKS = 4, LENGTH = 10, N = 38 };
    static unsigned index[DRAWS * N];
    static double sum[DRAWS], square[DRAWS];
    for (int name = 0; name < 2; name++)
        for (int kind = 0; kind < 2; kind++) {
            char path[256], group[128];
            snprintf(group, sizeof group, "block_bootstrap/%s_%s", names[name], kinds[kind]);
            snprintf(path, sizeof path, "%s/start", group);
            double *x = input(names[name], N), *start = vectors_read(&v, path, DRAWS * BLOCKS);
            for (size_t d = 0; d < DRAWS; d++)
                for (size_t i = 0; i < N; i++)
                    index[d * N + i] =
                        ((unsigned)start[d * BLOCKS + i / LENGTH] + (unsigned)(i % LENGTH)) % N;
            k.draw_moments(sum, square, x, index, N, DRAWS);
            for (size_t d = 0; d < DRAWS; d++) sum[d] /= N;
            snprintf(path, sizeof path, "%s/distribution", group);
            vectors_compare(&v, path, sum, DRAWS);
            double ends[2] = {hg__quantile(sum, DRAWS, 0.025, scratch),
                              hg__quantile(sum, DRAWS, 0.975, scratch)},
                   mean, sd;
            size_t n;
            snprintf(path, sizeof path, "%s/percentile_0.95", group);
            vectors_compare(&v, path, ends, 2);
            hg__mean_sd(&k, sum, DRAWS, &mean, &sd, &n);
            snprintf(path, sizeof path, "%s/standard_error", group);
            vectors_compare(&v, path, &sd, 1);
            free(x);
            free(start);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_describe), cmocka_unit_test(test_t_interval),
        cmocka_unit_test(test_distributions), cmocka_unit_test(test_multiple),
        cmocka_unit_test(test_block_bootstrap)};
    v = vectors_open("statistics.h5");
    hg__kernels_init(&k, hg__cpu_detect());
    scratch = hg__arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hg__arena_free(scratch);
    H5Fclose(v.file);
    return failed;
}
