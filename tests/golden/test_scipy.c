/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random data against scipy: scripts/scipy-reference makes data and what numpy and scipy make of
 * them, for seeds that change with every run (and are printed: HIPGAIT_TEST_SEED runs one again);
 * here dsp and the kernels make the same of them. The stored reference vectors are one draw, and
 * were known when the code was written; these are not.
 */
#include "support/vectors.h"

#include <time.h>
#include <unistd.h>

#include "dsp/compare.h"
#include "dsp/distributions.h"
#include "dsp/filter.h"
#include "dsp/interval.h"
#include "dsp/multiple.h"
#include "dsp/patterns.h"
#include "dsp/phase.h"
#include "dsp/regression.h"
#include "dsp/resample.h"
#include "dsp/rotation.h"
#include "dsp/sections.h"
#include "dsp/spectrum.h"
#include "dsp/spline.h"
#include "dsp/spm.h"
#include "dsp/stats.h"

#define RUNS 3
#define MOST ((size_t)3000)

static vectors v;
static hg__kernels k;
static hg__spectral s;
static char file[4096];

static double *read_all(const char *path, size_t *n) {
    size_t count = vectors_count(&v, path);
    assert_true(count <= MOST);
    if (n) *n = count;
    return vectors_read(&v, path, count);
}

static void filters(void) {
    static const struct {
        const char *path;
        size_t order;
        hg__pass pass;
    } rows[] = {{"filter/low2", 2, HG__PASS_LOW},
                {"filter/low4", 4, HG__PASS_LOW},
                {"filter/high2", 2, HG__PASS_HIGH},
                {"filter/band2", 2, HG__PASS_BAND}};
    size_t n;
    double *x = read_all("filter/x", &n), *setting = vectors_read(&v, "filter/setting", 3), c[5];
    double y[MOST];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hg__sections sections;
        memcpy(y, x, n * sizeof *y);
        assert_true(hg__sections_butterworth(&sections, rows[i].pass, rows[i].order, setting[1],
                                             setting[2], setting[0]));
        assert_true(hg__sections_zero_lag(y, n, &sections, 30, HG__EDGE_ODD, s.scratch));
        vectors_compare(&v, rows[i].path, y, n);
    }
    memcpy(y, x, n * sizeof *y); /* and the one that markers take */
    assert_true(hg__butterworth2(c, setting[1], setting[0], false));
    assert_true(hg__filter_zero_lag(&k, y, n, 1, c, 30, s.scratch));
    vectors_compare(&v, "filter/low2", y, n);
    assert_true(hg__local_slope(y, x, n, 5, setting[0], s.scratch));
    vectors_compare(&v, "filter/slope", y, n);
    assert_true(hg__resample(y, x, n, 5, 4, s.scratch));
    vectors_compare(&v, "filter/resampled", y, hg__resampled(n, 5, 4));
    free(x);
    free(setting);
}

static void splines(void) {
    static const char *const paths[] = {"spline/natural", "spline/not_a_knot", "spline/monotone"};
    size_t n, m;
    double *x = read_all("spline/x", &n), *y = read_all("spline/y", NULL),
           *at = read_all("spline/at", &m), *even = read_all("spline/even", NULL), out[101];
    for (int kind = 0; kind < 3; kind++) {
        assert_true(hg__spline(out, at, m, x, y, n, (hg__spline_kind)kind, s.scratch));
        vectors_compare(&v, paths[kind], out, m);
    }
    k.pchip(out, 101, 0.0, (double)(n - 1) / 100.0, even, n);
    vectors_compare(&v, "spline/even_monotone", out, 101);
    free(x);
    free(y);
    free(at);
    free(even);
}

static void spectra(void) {
    size_t n;
    double *x = read_all("spectrum/x", &n), *y = read_all("spectrum/y", NULL),
           *setting = vectors_read(&v, "spectrum/setting", 2),
           *tapers = vectors_read(&v, "spectrum/tapers", 2), out[2 * MOST], harmonic[20];
    size_t segment = (size_t)setting[1], bins = segment / 2 + 1, count = (size_t)tapers[0];
    hg__welch usual = hg__welch_usual(segment);
    assert_true(hg__welch_power(out, &usual, x, n, setting[0], &s));
    vectors_compare(&v, "spectrum/welch", out, bins);
    assert_true(hg__welch_cross(out, &usual, x, y, n, setting[0], &s));
    vectors_compare(&v, "spectrum/cross", out, 2 * bins);
    assert_true(hg__coherence(out, NULL, &usual, x, y, n, setting[0], &s));
    vectors_compare(&v, "spectrum/coherence", out, bins);
    assert_true(hg__hilbert(out, x, n, &s));
    vectors_compare(&v, "spectrum/hilbert", out, n);
    assert_true(hg__autocorrelation(out, n / 3, x, n, &s));
    vectors_compare(&v, "spectrum/autocorrelation", out, n / 3);
    assert_true(hg__harmonics(harmonic, 20, x, segment, &s));
    vectors_compare(&v, "spectrum/harmonics", harmonic, 20);
    double *rows = malloc(count * segment * sizeof *rows);
    assert_non_null(rows);
    assert_true(hg__tapers_fill(rows, HG__TAPERS_DPSS, segment, tapers[1], count, s.scratch));
    assert_true(hg__multitaper_power(out, rows, count, x, segment, setting[0], &s));
    vectors_compare(&v, "spectrum/multitaper", out, bins);
    free(rows);
    free(x);
    free(y);
    free(setting);
    free(tapers);
}

static void patterns(void) {
    size_t n, count, window[64];
    double *x = read_all("pattern/x", &n), *windows = read_all("pattern/windows", &count), f[64];
    double r = vectors_number(&v, "pattern/tolerance") * hg__population_sd(&k, x, n),
           entropy = hg__sample_entropy(&k, x, n, 2, r, NULL);
    vectors_compare(&v, "pattern/entropy", &entropy, 1);
    assert_int_equal(hg__fluctuation_windows(window, 64, n / 4, 1.2), count);
    for (size_t i = 0; i < count; i++) assert_int_equal(window[i], (size_t)windows[i]);
    assert_true(hg__fluctuation(f, x, n, window, count, false, 1, s.scratch));
    vectors_compare(&v, "pattern/fluctuation", f, count);
    double slope = hg__fluctuation_slope(f, window, count);
    vectors_compare(&v, "pattern/fluctuation_slope", &slope, 1);
    free(x);
    free(windows);
}

static void compare_rank(const char *path, const hg__rank_test *r) {
    const double both[2] = {r->statistic, r->p};
    vectors_compare(&v, path, both, 2);
}
static void compare_t(const char *path, hg__t_test t) {
    const double both[2] = {t.t, t.p};
    vectors_compare(&v, path, both, 2);
}
static void compare_r(const char *path, const hg__correlation *c) {
    const double both[2] = {c->r, c->p};
    vectors_compare(&v, path, both, 2);
}

static void lines(const double *x, const double *z, size_t n) {
    double ones[2 * 64];
    hg__regression r;
    hg__line robust;
    for (size_t i = 0; i < n; i++) {
        ones[2 * i] = 1.0;
        ones[2 * i + 1] = x[i];
    }
    assert_true(hg__regress(&r, ones, z, n, 2, s.scratch));
    const hg__coefficient *c = r.coefficient;
    const double line[6] = {c[1].value, c[0].value, hg__pearson(x, z, n).r,
                            c[1].p,     c[1].se,    c[0].se};
    vectors_compare(&v, "compare/line", line, 6);
    assert_true(hg__theil_sen(&robust, x, z, n, 0.95, s.scratch));
    const double four[4] = {robust.slope, robust.intercept, robust.low, robust.high};
    vectors_compare(&v, "compare/robust_line", four, 4);
}

static void comparisons(void) {
    size_t n, m;
    double *x = read_all("compare/x", &n), *y = read_all("compare/y", &m),
           *z = read_all("compare/z", NULL), *p = vectors_read(&v, "compare/p", 20), d[64], q[20];
    hg__rank_test r;
    hg__correlation c;
    for (size_t i = 0; i < n; i++) d[i] = x[i] - z[i];
    compare_t("compare/paired", hg__t_test_one(d, n, 0.0, 0.95));
    compare_t("compare/two_equal", hg__t_test_two(x, n, y, m, true, 0.95));
    compare_t("compare/two_welch", hg__t_test_two(x, n, y, m, false, 0.95));
    assert_true(hg__signed_rank(&r, d, n, HG__ZEROS_DROP, true, false, s.scratch));
    compare_rank("compare/signed_rank", &r);
    assert_true(hg__signed_rank(&r, d, n, HG__ZEROS_DROP, false, true, s.scratch));
    compare_rank("compare/signed_rank_normal", &r);
    assert_true(hg__mann_whitney(&r, x, n, y, m, true, false, s.scratch));
    compare_rank("compare/mann_whitney", &r);
    assert_true(hg__mann_whitney(&r, x, n, y, m, false, true, s.scratch));
    compare_rank("compare/mann_whitney_normal", &r);
    c = hg__pearson(x, z, n);
    compare_r("compare/pearson", &c);
    assert_true(hg__spearman(&c, x, z, n, s.scratch));
    compare_r("compare/spearman", &c);
    assert_true(hg__kendall(&c, x, z, n, s.scratch));
    compare_r("compare/kendall", &c);
    assert_true(hg__shapiro_wilk(&r, x, n, s.scratch));
    compare_rank("compare/shapiro", &r);
    lines(x, z, n);
    hg__shape shape = hg__shape_of(y, m);
    const double moments[3] = {shape.skewness, shape.kurtosis, shape.skewness_of_population};
    vectors_compare(&v, "compare/shape", moments, 3);
    hg__robust robust;
    hg__random random;
    hg__random_seed(&random, 1);
    assert_true(hg__robust_mean(&robust, &k, y, m, 0.2, 0.95, 99, &random, s.scratch));
    const double order[4] = {robust.median, hg__quantile(y, m, 0.1, s.scratch), robust.mad_sd,
                             robust.trimmed};
    vectors_compare(&v, "compare/order", order, 4);
    const double quantiles[4] = {hg__t_cdf(x[0], (double)(n - 1)), hg__normal_cdf(x[1]),
                                 hg__f_above(fabs(x[2]), 3.0, (double)n),
                                 hg__chi2_above(fabs(x[3]), 4.0)};
    vectors_compare(&v, "compare/quantiles", quantiles, 4);
    assert_true(hg__adjust_p(q, p, 20, HG__MULTIPLE_FDR, s.scratch));
    vectors_compare(&v, "compare/false_discovery", q, 20);
    free(x);
    free(y);
    free(z);
    free(p);
}

static void fields(void) {
    size_t all;
    double *a = read_all("field/a", &all), *b = read_all("field/b", NULL), d[20 * 101];
    const double *row_a[20], *row_b[20], *row_d[20];
    size_t n = all / 101;
    for (size_t i = 0; i < all; i++) d[i] = b[i] - a[i];
    for (size_t i = 0; i < n; i++) {
        row_a[i] = a + 101 * i;
        row_b[i] = b + 101 * i;
        row_d[i] = d + 101 * i;
    }
    hg__t_field f;
    assert_true(hg__t_one(&f, row_d, n, 101, 0.0, s.scratch));
    for (size_t i = 0; i < 101; i++) f.t[i] = -f.t[i]; /* scipy: first less second */
    vectors_compare(&v, "field/paired", f.t, 101);
    assert_true(hg__t_two(&f, row_a, n, row_b, n, 101, true, s.scratch));
    vectors_compare(&v, "field/two", f.t, 101);
    free(a);
    free(b);
}

static void rotations(void) {
    static const int zxy[3] = {2, 0, 1}, yxz[3] = {1, 0, 2};
    enum { N = 50 };
    double *q = vectors_read(&v, "turn/quaternion", 4 * N),
           *near = vectors_read(&v, "turn/near", 4 * N),
           *weight = vectors_read(&v, "turn/weights", N),
           *points = vectors_read(&v, "turn/points", 15),
           *moved = vectors_read(&v, "turn/moved", 15);
    double M[9 * N], vector[3 * N], first[3 * N], second[3 * N], mean[4], R[9], t[3];
    for (size_t i = 0; i < N; i++) {
        hg__matrix_from_turn(M + 9 * i, q + 4 * i);
        hg__turn_vector(vector + 3 * i, q + 4 * i);
        hg__cardan_from_matrix(first + 3 * i, M + 9 * i, zxy);
        hg__cardan_from_matrix(second + 3 * i, M + 9 * i, yxz);
    }
    vectors_compare(&v, "turn/matrix", M, 9 * N);
    vectors_compare(&v, "turn/vector", vector, 3 * N);
    vectors_compare(&v, "turn/ZXY", first, 3 * N);
    vectors_compare(&v, "turn/YXZ", second, 3 * N);
    hg__turn_mean(mean, near, weight, N);
    vectors_compare(&v, "turn/mean", mean, 4);
    hg__rigid_fit(R, t, points, moved, NULL, 5);
    vectors_compare(&v, "turn/fit", R, 9);
    /* and the kernel that segments take */
    double *out[9], *shift[3], residual;
    const double *in[15];
    for (size_t e = 0; e < 9; e++) out[e] = &R[e];
    for (size_t a = 0; a < 3; a++) shift[a] = &t[a];
    for (size_t c = 0; c < 15; c++) in[c] = &moved[c];
    k.cluster_pose(out, shift, &residual, points, in, 5, 1);
    vectors_compare(&v, "turn/fit", R, 9);
    free(q);
    free(near);
    free(weight);
    free(points);
    free(moved);
}

static void test_seeds(void **state) {
    (void)state;
    static void (*const parts[])(void) = {filters,     splines, spectra,  patterns,
                                          comparisons, fields,  rotations};
    const char *source = getenv("HIPGAIT_SOURCE"), *fixed = getenv("HIPGAIT_TEST_SEED");
    unsigned long long first =
        fixed ? strtoull(fixed, NULL, 10) : (unsigned long long)time(NULL) % 1000000000ULL;
    for (int run = 0; run < (fixed ? 1 : RUNS); run++) {
        char command[8192 + 128];
        unsigned long long seed = first + (unsigned long long)run * 1000003ULL;
        print_message("HIPGAIT_TEST_SEED=%llu\n", seed);
        snprintf(command, sizeof command,
                 "/usr/bin/python3 '%.4000s/scripts/scipy-reference' %llu -o '%s'",
                 source ? source : ".", seed, file);
        assert_int_equal(system(command), 0);
        v.file = vectors_open_path(file).file;
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
            parts[p]();
            hg__arena_reset(s.scratch);
        }
        H5Fclose(v.file);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_seeds)};
    const char *folder = getenv("TMPDIR");
    snprintf(file, sizeof file, "%.4000s/hipgait-scipy-XXXXXX", folder ? folder : "/tmp");
    int made = mkstemp(file);
    if (made < 0) return 1;
    close(made);
    hg__stats_init();
    hg__kernels_init(&k, hg__cpu_detect());
    s = (hg__spectral){&k, hg__fft_store_new(), hg__arena_new()};
    int failed = cmocka_run_group_tests_name("random data against scipy", tests, NULL, NULL);
    print_message("%zu comparisons\n", v.compared);
    hg__fft_store_free(s.ffts);
    hg__arena_free((hg__arena *)s.scratch);
    remove(file);
    return failed;
}
