/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests by means and ranks, correlation, regression and mixed models against scipy and statsmodels
 * (reference vectors). */
#include "support/vectors.h"

#include "dsp/compare.h"
#include "dsp/phase.h"
#include "dsp/regression.h"
#include "dsp/stats.h"

static vectors v;
static hg__arena *scratch;

#define MOST 80

static const struct sample {
    const char *name;
    size_t n;
} samples[] = {{"gamma_a", 25},        {"gamma_b", 31},          {"pair_a", 20},
               {"pair_b", 20},         {"stride_time_left", 38}, {"stride_time_right", 38},
               {"thigh_rom_left", 38}, {"thigh_rom_right", 38}};
#define SAMPLES (sizeof samples / sizeof *samples)

static const char *in(const char *group, const char *name) {
    static char path[2][256];
    static int turn;
    char *p = path[turn = !turn];
    snprintf(p, 256, "%s/%s", group, name);
    return p;
}

static void test_shape(void **state) {
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        double *x = vectors_read(&v, in("input", samples[i].name), samples[i].n);
        hg__shape s = hg__shape_of(x, samples[i].n);
        const double got[3] = {s.skewness, s.kurtosis, s.skewness_of_population};
        vectors_compare_part(&v, in("describe", samples[i].name), got, 8, 3, 12, 0);
        hg__rank_test w;
        assert_true(hg__shapiro_wilk(&w, x, samples[i].n, scratch));
        const double normal[2] = {w.statistic, w.p};
        vectors_compare(&v, in("shapiro_double", samples[i].name), normal, 2);
        vectors_compare(&v, in("shapiro", samples[i].name), normal, 2);
        free(x);
    }
}

static void paired(const char *name, const char *first, const char *second, size_t n) {
    static const struct {
        const char *name;
        hg__zeros zeros;
        bool exact, continuity;
    } kinds[] = {{"approx_wilcox", HG__ZEROS_DROP, false, false},
                 {"approx_wilcox_corrected", HG__ZEROS_DROP, false, true},
                 {"approx_pratt", HG__ZEROS_RANK, false, false},
                 {"approx_zsplit", HG__ZEROS_SPLIT, false, false},
                 {"exact_none", HG__ZEROS_DROP, true, false}};
    char path[256];
    double *x = vectors_read(&v, in("input", first), n),
           *y = vectors_read(&v, in("input", second), n), d[MOST];
    for (size_t i = 0; i < n; i++) d[i] = x[i] - y[i];
    hg__t_test t = hg__t_test_one(d, n, 0.0, 0.95);
    const double got[5] = {t.t, t.p, t.df, t.low, t.high};
    snprintf(path, sizeof path, "tests/ttest_rel_%s", name);
    vectors_compare(&v, path, got, 5);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        snprintf(path, sizeof path, "tests/wilcoxon_%s_%s", name, kinds[i].name);
        if (!vectors_has(&v, path)) continue;
        hg__rank_test r;
        assert_true(hg__signed_rank(&r, d, n, kinds[i].zeros, kinds[i].exact, kinds[i].continuity,
                                    scratch));
        const double both[2] = {r.statistic, r.p};
        vectors_compare(&v, path, both, 2);
    }
    free(x);
    free(y);
}

static void test_means_and_ranks(void **state) {
    (void)state;
    static const struct {
        const char *path;
        bool exact, continuity;
    } kinds[] = {{"tests/mannwhitney_asymptotic", false, false},
                 {"tests/mannwhitney_asymptotic_continuity", false, true},
                 {"tests/mannwhitney_exact", true, false}};
    paired("pair", "pair_a", "pair_b", 20);
    paired("stride_time", "stride_time_left", "stride_time_right", 38);
    paired("thigh_rom", "thigh_rom_left", "thigh_rom_right", 38);
    double *a = vectors_read(&v, "input/gamma_a", 25), *b = vectors_read(&v, "input/gamma_b", 31),
           *p = vectors_read(&v, "input/pair_b", 20);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        hg__rank_test r;
        assert_true(
            hg__mann_whitney(&r, a, 25, b, 31, kinds[i].exact, kinds[i].continuity, scratch));
        const double got[2] = {r.statistic, r.p};
        vectors_compare(&v, kinds[i].path, got, 2);
    }
    for (int equal = 0; equal < 2; equal++) {
        hg__t_test t = hg__t_test_two(a, 25, b, 31, equal, 0.95);
        const double got[2] = {t.t, t.p};
        vectors_compare(
            &v, equal ? "tests/ttest_ind_equal_var_True" : "tests/ttest_ind_equal_var_False", got,
            2);
    }
    hg__t_test t = hg__t_test_one(p, 20, 0.0, 0.95);
    const double got[3] = {t.t, t.p, t.df};
    vectors_compare(&v, "tests/ttest_1samp", got, 3);
    free(a);
    free(b);
    free(p);
}

static void test_correlation(void **state) {
    (void)state;
    double *x = vectors_read(&v, "input/pair_a", 20), *y = vectors_read(&v, "input/pair_b", 20);
    hg__correlation c = hg__pearson(x, y, 20);
    const double pearson[4] = {c.r, c.p, c.low, c.high};
    vectors_compare(&v, "tests/pearsonr", pearson, 2);
    vectors_compare(&v, "tests/pearsonr_ci", pearson + 2, 2);
    assert_true(hg__spearman(&c, x, y, 20, scratch));
    const double spearman[2] = {c.r, c.p};
    vectors_compare(&v, "tests/spearmanr", spearman, 2);
    assert_true(hg__kendall(&c, x, y, 20, scratch));
    const double kendall[2] = {c.r, c.p};
    vectors_compare(&v, "tests/kendalltau", kendall, 2);
    free(x);
    free(y);
}

static void test_circular(void **state) {
    (void)state;
    double *angle = vectors_read(&v, "circular/angle", 40);
    hg__directions d = {0};
    for (size_t i = 0; i < 40; i++) hg__directions_add(&d, cos(angle[i]), sin(angle[i]));
    double R = hypot(d.x, d.y) / (double)d.n;
    const double got[4] = {hg__directions_mean(&d), 1 - R, hg__directions_sd(&d), R};
    vectors_compare(&v, "circular/result", got, 4);
    free(angle);
}

static void test_regression(void **state) {
    (void)state;
    double *x = vectors_read(&v, "regression/x", 40), *y = vectors_read(&v, "regression/y", 40),
           *X = vectors_read(&v, "regression/X", 160), *y2 = vectors_read(&v, "regression/y2", 40),
           ones[80], table[24];
    hg__regression r;
    hg__line line;
    for (size_t i = 0; i < 40; i++) {
        ones[2 * i] = 1.0;
        ones[2 * i + 1] = x[i];
    }
    assert_true(hg__regress(&r, ones, y, 40, 2, scratch));
    const hg__coefficient *c = r.coefficient;
    const double simple[6] = {c[1].value, c[0].value, hg__pearson(x, y, 40).r,
                              c[1].p,     c[1].se,    c[0].se};
    vectors_compare(&v, "regression/linregress", simple, 6);
    assert_true(hg__regress(&r, X, y2, 40, 4, scratch));
    for (size_t i = 0; i < 4; i++) memcpy(table + 6 * i, &c[i], 6 * sizeof *table);
    vectors_compare(&v, "regression/ols_coefficients", table, 24);
    const double summary[9] = {r.r2, r.adjusted_r2, r.f,   r.f_p,           r.residual_variance,
                               r.df, r.aic,         r.bic, r.log_likelihood};
    vectors_compare(&v, "regression/ols_summary", summary, 9);
    assert_true(hg__theil_sen(&line, x, y, 40, 0.95, scratch));
    const double robust[4] = {line.slope, line.intercept, line.low, line.high};
    vectors_compare(&v, "regression/theilslopes", robust, 4);
    free(x);
    free(y);
    free(X);
    free(y2);
}

/* ln det of X' W X, 3 columns, for a ratio of the variances. */
static double log_determinant(const double *X, const size_t *whose, size_t n, size_t groups,
                              double ratio, double xwx[9]) {
    double sums[60][3] = {{0}}, size[60] = {0};
    for (size_t e = 0; e < 9; e++) xwx[e] = 0.0;
    for (size_t i = 0; i < n; i++) {
        size[whose[i]] += 1.0;
        for (size_t r = 0; r < 3; r++) {
            sums[whose[i]][r] += X[3 * i + r];
            for (size_t c = 0; c < 3; c++) xwx[3 * r + c] += X[3 * i + r] * X[3 * i + c];
        }
    }
    for (size_t g = 0; g < groups; g++)
        for (size_t e = 0; e < 9; e++)
            xwx[e] -= ratio / (1 + ratio * size[g]) * sums[g][e / 3] * sums[g][e % 3];
    const double *m = xwx;
    return log(m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) +
               m[2] * (m[3] * m[7] - m[4] * m[6]));
}

/*
 * Standard errors of statsmodels come from the second derivatives of the likelihood by coefficients
 * and ratio together, at both (ours, and those of profile_fixed, hold the ratio): up to 0.8 % more.
 */
static void joint_errors(double se[3], const hg__mixed *m, const double *X, const double *y,
                         const size_t *whose, size_t n, size_t groups) {
    double ratio = m->group_variance / m->residual_variance, size[60] = {0}, rest[60] = {0},
           sums[60][3] = {{0}}, xwx[9], other[9], q = 0, q1 = 0, q2 = 0, cross[3] = {0}, v2 = 0;
    for (size_t i = 0; i < n; i++) {
        double e = y[i];
        for (size_t c = 0; c < 3; c++) {
            e -= X[3 * i + c] * m->value[c];
            sums[whose[i]][c] += X[3 * i + c];
        }
        size[whose[i]] += 1.0;
        rest[whose[i]] += e;
        q += e * e;
    }
    for (size_t g = 0; g < groups; g++) {
        double w = 1 + ratio * size[g], s = rest[g];
        q -= ratio / w * s * s;
        q1 -= s * s / (w * w);
        q2 += 2 * size[g] * s * s / (w * w * w);
        v2 -= size[g] * size[g] / (w * w);
        for (size_t c = 0; c < 3; c++) cross[c] += 2 * s * sums[g][c] / (w * w);
    }
    double h = 1e-3 * (ratio + 0.1), df = (double)n - 3, information[16];
    double middle = log_determinant(X, whose, n, groups, ratio, xwx);
    v2 += (log_determinant(X, whose, n, groups, ratio + h, other) - 2 * middle +
           log_determinant(X, whose, n, groups, ratio - h, other)) /
          (h * h);
    for (size_t r = 0; r < 3; r++) {
        for (size_t c = 0; c < 3; c++) information[4 * r + c] = df * xwx[3 * r + c] / q;
        information[4 * r + 3] = information[12 + r] = 0.5 * df * cross[r] / q;
    }
    information[15] = 0.5 * (v2 + df * (q2 / q - q1 * q1 / (q * q)));
    assert_true(hg__invert_positive(information, 4));
    for (size_t c = 0; c < 3; c++) se[c] = sqrt(information[5 * c]);
}

static void mixed(const char *name, size_t n, size_t groups) {
    char group[64];
    snprintf(group, sizeof group, "mixed_model/%s", name);
    double *X = vectors_read(&v, in(group, "X"), 3 * n), *y = vectors_read(&v, in(group, "y"), n),
           *of = vectors_read(&v, in(group, "group"), n);
    size_t whose[200];
    hg__mixed m;
    assert_true(n <= 200);
    for (size_t i = 0; i < n; i++) whose[i] = (size_t)of[i];
    assert_true(hg__mixed_model(&m, X, y, whose, n, 3, groups, scratch));
    const double fixed[6] = {m.value[0], m.se[0], m.value[1], m.se[1], m.value[2], m.se[2]};
    const double variances[3] = {m.residual_variance, m.group_variance, m.log_likelihood};
    vectors_compare(&v, in(group, "profile_fixed"), fixed, 6);
    vectors_compare(&v, in(group, "profile_variances"), variances, 3);
    vectors_compare(&v, in(group, "profile_blup"), m.group, groups);
    double se[3];
    joint_errors(se, &m, X, y, whose, n, groups);
    const double theirs[6] = {m.value[0], se[0], m.value[1], se[1], m.value[2], se[2]};
    vectors_compare(&v, in(group, "statsmodels_fixed"), theirs, 6);
    vectors_compare(&v, in(group, "statsmodels_variances"), variances, 3);
    free(X);
    free(y);
    free(of);
}

static void test_mixed_models(void **state) {
    (void)state;
    mixed("balanced", 72, 12);
    mixed("unbalanced", vectors_count(&v, "mixed_model/unbalanced/y"),
          vectors_count(&v, "mixed_model/unbalanced/profile_blup"));
    mixed("boundary", vectors_count(&v, "mixed_model/boundary/y"),
          vectors_count(&v, "mixed_model/boundary/profile_blup"));
}

/* Too few values, no spread, ties where all orders would have to be counted. */
static void test_refused(void **state) {
    (void)state;
    const double same[14] = {0}, two[2] = {1, 2}, X[6] = {1, 1, 1, 1, 1, 1};
    hg__rank_test r;
    hg__correlation c;
    hg__regression fit;
    hg__line line;
    hg__mixed m;
    const size_t whose[3] = {0, 0, 7};
    assert_true(isnan(hg__t_test_one(two, 1, 0, 0.95).p));
    assert_true(isnan(hg__t_test_one(same, 14, 0, 0.95).t));
    assert_true(isnan(hg__pearson(same, same, 14).r) && isnan(hg__pearson(two, two, 2).r));
    assert_true(isnan(hg__shape_of(same, 14).skewness) && isnan(hg__shape_of(two, 2).kurtosis));
    assert_true(hg__signed_rank(&r, same, 14, HG__ZEROS_DROP, false, false, scratch));
    assert_true(isnan(r.p));
    assert_true(hg__mann_whitney(&r, same, 7, same, 7, true, false, scratch) && isnan(r.p));
    assert_true(hg__kendall(&c, same, same, 14, scratch) && isnan(c.p));
    assert_false(hg__shapiro_wilk(&r, same, 11, scratch));
    assert_true(hg__shapiro_wilk(&r, same, 14, scratch) && isnan(r.statistic));
    assert_false(hg__regress(&fit, X, same, 3, 2, scratch)); /* the columns are the same */
    assert_false(hg__regress(&fit, X, same, 2, 2, scratch));
    assert_false(hg__theil_sen(&line, same, same, 14, 0.95, scratch));
    assert_false(hg__mixed_model(&m, X, same, whose, 3, 1, 2, scratch)); /* no such group */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shape),       cmocka_unit_test(test_means_and_ranks),
        cmocka_unit_test(test_correlation), cmocka_unit_test(test_circular),
        cmocka_unit_test(test_regression),  cmocka_unit_test(test_mixed_models),
        cmocka_unit_test(test_refused)};
    v = vectors_open("statistics.h5");
    hg__stats_init();
    scratch = hg__arena_new();
    int failed = cmocka_run_group_tests_name("reference vectors: comparisons", tests, NULL, NULL);
    print_message("%zu comparisons\n", v.compared);
    hg__arena_free(scratch);
    H5Fclose(v.file);
    return failed;
}
