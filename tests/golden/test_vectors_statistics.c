/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics against scipy and statsmodels (reference vectors): what hipgait has of them. */
#include "support/vectors.h"

#include "dsp/bootstrap.h"
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
        vectors_met(&v, path, "but for the quantiles of t, which are scipy's to 3e-8 only");
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
    vectors_met(&v, "distributions/t_ppf", "or nearer to p than the reference");
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

/* --- bootstrap of independent values: the draws are given --- */

typedef double statistic(const double *x, size_t nx, const double *y, size_t ny);

static double mean_of(const double *x, size_t n) {
    double mean, sd;
    hg__mean_sd(&k, x, n, &mean, &sd, &n);
    return mean;
}
static double sd_of(const double *x, size_t n) {
    double mean, sd;
    hg__mean_sd(&k, x, n, &mean, &sd, &n);
    return sd;
}
static double is_mean(const double *x, size_t nx, const double *y, size_t ny) {
    (void)y, (void)ny;
    return mean_of(x, nx);
}
static double is_median(const double *x, size_t nx, const double *y, size_t ny) {
    (void)y, (void)ny;
    return hg__median(x, nx, scratch);
}
static double is_sd(const double *x, size_t nx, const double *y, size_t ny) {
    (void)y, (void)ny;
    return sd_of(x, nx);
}
static double is_cv(const double *x, size_t nx, const double *y, size_t ny) {
    (void)y, (void)ny;
    return sd_of(x, nx) / mean_of(x, nx);
}
static double is_mean_difference(const double *x, size_t nx, const double *y, size_t ny) {
    return mean_of(y, ny) - mean_of(x, nx);
}
static double is_median_difference(const double *x, size_t nx, const double *y, size_t ny) {
    return hg__median(y, ny, scratch) - hg__median(x, nx, scratch);
}
static double is_index(const double *x, size_t nx, const double *y, size_t ny) {
    double a = mean_of(x, nx), b = mean_of(y, ny);
    return 200 * (b - a) / (a + b);
}

typedef enum samples { ONE, PAIRED, UNPAIRED } samples;

#define DRAWS 999
#define MOST 38

static const char *part(const char *group, const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "bootstrap/%s/%s", group, name);
    return path;
}

/* Without value `out` of the first sample (of both, paired) or of the second. */
static double without(statistic *f, samples kind, int sample, size_t out, const double *x[2],
                      const size_t n[2]) {
    double part_of[2][MOST];
    size_t left[2] = {0, 0};
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < n[s]; i++)
            if (i != out || !(s == sample || kind == PAIRED)) part_of[s][left[s]++] = x[s][i];
    return f(part_of[0], left[0], part_of[1], left[1]);
}

/*
 * Stride times lie on a grid of 1/300 s: 28 of the 999 means of stride_time_left are the estimate
 * itself, but numpy's sums differ from it in the last bit, each way by its order of adding, and its
 * z0 counts 26 of them as less or more; of its coefficients of variation a few. Ours counts them as
 * ties, half each: z0 may differ by half their share, and BCa ends by what that moves their
 * quantiles.
 */
static void compare_tied(const char *path, const double *got, size_t n, double bound) {
    double *ref = vectors_read(&v, path, n);
    for (size_t i = 0; i < n; i++)
        if (!(fabs(got[i] - ref[i]) <= bound))
            fail_msg("%s: got %.17g, reference %.17g, bound %.3g", path, got[i], ref[i], bound);
    vectors_met(&v, path, "but for ties, which the reference splits by rounding");
    free(ref);
}

static void compare_intervals(const char *group, const hg__bootstrap *b) {
    static const struct {
        const char *name;
        hg__bootstrap_kind kind;
        double level;
    } intervals[] = {{"percentile_0.9", HG__BOOTSTRAP_PERCENTILE, 0.9},
                     {"percentile_0.95", HG__BOOTSTRAP_PERCENTILE, 0.95},
                     {"basic_0.9", HG__BOOTSTRAP_BASIC, 0.9},
                     {"basic_0.95", HG__BOOTSTRAP_BASIC, 0.95},
                     {"bca_0.9", HG__BOOTSTRAP_BCA, 0.9},
                     {"bca_0.95", HG__BOOTSTRAP_BCA, 0.95}};
    bool tied = strncmp(group, "stride_time_left", 16) == 0;
    double number = hg__bootstrap_bias(b);
    if (tied)
        compare_tied(part(group, "z0"), &number, 1, 0.5 * 28 / 999 / 0.398);
    else
        vectors_compare(&v, part(group, "z0"), &number, 1);
    number = hg__bootstrap_acceleration(b);
    vectors_compare(&v, part(group, "acceleration"), &number, 1);
    number = sd_of(b->drawn, b->draws);
    vectors_compare(&v, part(group, "standard_error"), &number, 1);
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++) {
        double ends[2];
        assert_true(
            hg__bootstrap_interval(ends, b, intervals[i].kind, intervals[i].level, scratch));
        if (tied && intervals[i].kind == HG__BOOTSTRAP_BCA)
            compare_tied(part(group, intervals[i].name), ends, 2, 0.05 * (ends[1] - ends[0]));
        else
            vectors_compare(&v, part(group, intervals[i].name), ends, 2);
    }
}

static void bootstrap_of(const char *group, statistic *f, samples kind, const char *first,
                         size_t nx, const char *second, size_t ny) {
    static double drawn[DRAWS];
    double jackknife[2][MOST], *x = input(first, nx), *y = kind == ONE ? NULL : input(second, ny);
    const double *both[2] = {x, y};
    const size_t n[2] = {nx, ny};
    double *index[2] = {
        vectors_read(&v, part(group, kind == UNPAIRED ? "index0" : "index"), DRAWS * nx),
        kind == UNPAIRED ? vectors_read(&v, part(group, "index1"), DRAWS * ny) : NULL};
    for (size_t d = 0; d < DRAWS; d++) {
        double a[MOST], b[MOST];
        const double *of_y = kind == UNPAIRED ? index[1] : index[0];
        hg__arena_reset(scratch);
        for (size_t i = 0; i < nx; i++) a[i] = x[(size_t)index[0][d * nx + i]];
        for (size_t i = 0; i < ny; i++) b[i] = y[(size_t)of_y[d * ny + i]];
        drawn[d] = f(a, nx, b, ny);
    }
    vectors_compare(&v, part(group, "distribution"), drawn, DRAWS);
    for (int s = 0; s < (kind == UNPAIRED ? 2 : 1); s++) {
        for (size_t i = 0; i < n[s]; i++) jackknife[s][i] = without(f, kind, s, i, both, n);
        vectors_compare(&v,
                        part(group, kind != UNPAIRED ? "jackknife"
                                    : s              ? "jackknife1"
                                                     : "jackknife0"),
                        jackknife[s], n[s]);
    }
    hg__bootstrap b = {f(x, nx, y, ny),
                       drawn,
                       DRAWS,
                       {jackknife[0], jackknife[1]},
                       {nx, kind == UNPAIRED ? ny : 0}};
    vectors_compare(&v, part(group, "estimate"), &b.estimate, 1);
    compare_intervals(group, &b);
    free(x);
    free(y);
    free(index[0]);
    free(index[1]);
}

static void test_bootstrap(void **state) {
    (void)state;
    bootstrap_of("gamma_a_mean", is_mean, ONE, "gamma_a", 25, "", 0);
    bootstrap_of("gamma_a_median", is_median, ONE, "gamma_a", 25, "", 0);
    bootstrap_of("gamma_a_std", is_sd, ONE, "gamma_a", 25, "", 0);
    bootstrap_of("gamma_a_cv", is_cv, ONE, "gamma_a", 25, "", 0);
    bootstrap_of("stride_time_left_mean", is_mean, ONE, "stride_time_left", 38, "", 0);
    bootstrap_of("stride_time_left_cv", is_cv, ONE, "stride_time_left", 38, "", 0);
    bootstrap_of("thigh_rom_right_mean", is_mean, ONE, "thigh_rom_right", 38, "", 0);
    bootstrap_of("thigh_rom_right_cv", is_cv, ONE, "thigh_rom_right", 38, "", 0);
    bootstrap_of("paired_pair_mean_difference", is_mean_difference, PAIRED, "pair_a", 20, "pair_b",
                 20);
    bootstrap_of("paired_thigh_rom_symmetry_index", is_index, PAIRED, "thigh_rom_left", 38,
                 "thigh_rom_right", 38);
    bootstrap_of("unpaired_gamma_mean_difference", is_mean_difference, UNPAIRED, "gamma_a", 25,
                 "gamma_b", 31);
    bootstrap_of("unpaired_gamma_median_difference", is_median_difference, UNPAIRED, "gamma_a", 25,
                 "gamma_b", 31);
    bootstrap_of("unpaired_thigh_rom_symmetry_index", is_index, UNPAIRED, "thigh_rom_left", 38,
                 "thigh_rom_right", 38);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_describe),        cmocka_unit_test(test_t_interval),
        cmocka_unit_test(test_distributions),   cmocka_unit_test(test_multiple),
        cmocka_unit_test(test_block_bootstrap), cmocka_unit_test(test_bootstrap)};
    v = vectors_open("statistics.h5");
    hg__kernels_init(&k, hg__cpu_detect());
    scratch = hg__arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hg__arena_free(scratch);
    H5Fclose(v.file);
    return failed;
}
