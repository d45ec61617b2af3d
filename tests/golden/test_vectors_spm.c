/* SPDX-License-Identifier: GPL-3.0-or-later */
/* t curves, random field thresholds and stretches against spm1d and rft1d (reference vectors). */
#include "support/vectors.h"

#include "dsp/spm.h"
#include "dsp/stats.h"

static vectors v;
static hg__arena *scratch;

#define ROWS_MAX 200

typedef struct curves {
    double *x;
    const double *row[ROWS_MAX];
    size_t n, nodes;
} curves;

static const char *in(const char *group, const char *name) {
    static char path[2][320];
    static int turn;
    char *p = path[turn = !turn];
    snprintf(p, 320, "%s/%s", group, name);
    return p;
}

static void shape_of(const char *path, size_t *rows, size_t *columns) {
    hsize_t size[2] = {1, 1};
    hid_t set = H5Dopen2(v.file, path, H5P_DEFAULT), space = H5Dget_space(set);
    assert_true(set >= 0 && H5Sget_simple_extent_ndims(space) == 2);
    H5Sget_simple_extent_dims(space, size, NULL);
    H5Sclose(space);
    H5Dclose(set);
    *rows = (size_t)size[0];
    *columns = (size_t)size[1];
}

static curves load(const char *path) {
    curves c;
    shape_of(path, &c.n, &c.nodes);
    assert_true(c.n <= ROWS_MAX);
    c.x = vectors_read(&v, path, c.n * c.nodes);
    for (size_t i = 0; i < c.n; i++) c.row[i] = c.x + i * c.nodes;
    return c;
}

static void compare_inference(const char *group, const hg__t_field *f) {
    static const struct {
        const char *name;
        double alpha;
        bool two;
    } rows[] = {{"alpha0.05_one", 0.05, false},
                {"alpha0.05_two", 0.05, true},
                {"alpha0.01_one", 0.01, false},
                {"alpha0.01_two", 0.01, true}};
    size_t compared = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char at[256];
        hg__t_inference inference;
        snprintf(at, sizeof at, "%s/%s", group, rows[i].name);
        if (!vectors_has(&v, at)) continue;
        compared++;
        assert_true(hg__t_infer(&inference, f, rows[i].alpha, rows[i].two, scratch));
        vectors_compare(&v, in(at, "zstar"), &inference.threshold, 1);
        /* theirs is 1 less a number next to 1: its steps are 2.2e-16, whatever rtol says */
        double p_set = vectors_number(&v, in(at, "p_set"));
        if (p_set < 1e-10) {
            assert_true(fabs(inference.p_set - p_set) < 4e-16);
            vectors_met(&v, in(at, "p_set"), "to a rounding of 1");
        } else {
            vectors_compare(&v, in(at, "p_set"), &inference.p_set, 1);
        }
        double table[ROWS_MAX * 8];
        for (size_t c = 0; c < inference.clusters; c++) {
            const hg__t_cluster *k = &inference.cluster[c];
            const double line[8] = {k->start, k->end,          k->extent, k->height,
                                    k->p,     (double)k->sign, k->centre, k->centre_t};
            memcpy(table + 8 * c, line, sizeof line);
        }
        vectors_compare(&v, in(at, "clusters"), table, 8 * inference.clusters);
    }
    assert_true(compared >= 2);
}

static void compare_field(const char *group, const hg__t_field *f) {
    const double resels[2] = {1.0, f->resel};
    vectors_compare(&v, in(group, "t"), f->t, f->nodes);
    vectors_compare(&v, in(group, "df"), &f->df, 1);
    vectors_compare(&v, in(group, "fwhm"), &f->fwhm, 1);
    vectors_compare(&v, in(group, "resels"), resels, 2);
    compare_inference(group, f);
}

static void test_paired(void **state) {
    (void)state;
    static const char *const groups[] = {"paired/tpaired_PlantarArchAngle",
                                         "paired/rbds_left_right",
                                         "paired/rbds_left_right_centred_10"};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        curves a = load(in(groups[g], "YA")), b = load(in(groups[g], "YB"));
        hg__t_field f;
        for (size_t i = 0; i < a.n * a.nodes; i++) a.x[i] -= b.x[i];
        assert_true(hg__t_one(&f, a.row, a.n, a.nodes, 0.0, scratch));
        compare_field(groups[g], &f);
        free(a.x);
        free(b.x);
    }
}

static void test_one_sample(void **state) {
    (void)state;
    static const char *const groups[] = {"one_sample/Random", "one_sample/RandomRough",
                                         "one_sample/SimulatedPataky2015a",
                                         "one_sample/SimulatedPataky2015b"};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        curves y = load(in(groups[g], "Y"));
        hg__t_field f;
        double datum = vectors_number(&v, in(groups[g], "mu"));
        assert_true(hg__t_one(&f, y.row, y.n, y.nodes, isnan(datum) ? 0.0 : datum, scratch));
        compare_field(groups[g], &f);
        free(y.x);
    }
}

static void test_two_samples(void **state) {
    (void)state;
    static const char *const groups[] = {"two_sample/PlantarArchAngle",
                                         "two_sample/SimulatedTwoLocalMax",
                                         "two_sample/rbds_early_late"};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        curves a = load(in(groups[g], "YA")), b = load(in(groups[g], "YB"));
        for (int equal = 0; equal < 2; equal++) {
            char at[256];
            hg__t_field f;
            snprintf(at, sizeof at, "%s/equal_var_%s", groups[g], equal ? "True" : "False");
            assert_true(hg__t_two(&f, a.row, a.n, b.row, b.n, a.nodes, equal, scratch));
            /* unequal variances: theirs is an iteration that stops early; its fixed point too */
            if (!equal) vectors_compare(&v, in(at, "df_converged"), &f.df, 1);
            compare_field(at, &f);
        }
        free(a.x);
        free(b.x);
    }
}

static void test_regression(void **state) {
    (void)state;
    static const char *const groups[] = {"regression/SimulatedPataky2015c", "regression/SpeedGRF",
                                         "regression/rbds_stride_rate"};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        curves y = load(in(groups[g], "Y"));
        double *x = vectors_read(&v, in(groups[g], "x"), y.n), r[ROWS_MAX];
        hg__t_field f;
        assert_true(hg__t_regression(&f, r, y.row, x, y.n, y.nodes, scratch));
        vectors_compare(&v, in(groups[g], "r"), r, y.nodes);
        compare_field(groups[g], &f);
        free(x);
        free(y.x);
    }
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* All ways to divide twelve curves into six and six: the extremes of every t curve. */
static void test_two_sample_permutations(void **state) {
    (void)state;
    enum { N = 6, ALL = 2 * N, WAYS = 924 };
    static double greatest[WAYS], either[WAYS];
    const char *const group = "permutation/two_sample_SimulatedTwoLocalMax";
    curves a = load("two_sample/SimulatedTwoLocalMax/YA"),
           b = load("two_sample/SimulatedTwoLocalMax/YB");
    size_t ways = 0, halves = 0;
    for (unsigned chosen = 0; chosen < 1U << ALL; chosen++) {
        const double *first[N], *second[N];
        size_t n[2] = {0, 0};
        if (__builtin_popcount(chosen) != N) continue;
        for (size_t i = 0; i < ALL; i++) {
            const double *row = i < N ? a.row[i] : b.row[i - N];
            if (chosen >> i & 1)
                first[n[0]++] = row;
            else
                second[n[1]++] = row;
        }
        hg__t_field f;
        hg__arena_mark mark = hg__arena_here(scratch);
        assert_true(hg__t_two(&f, first, N, second, N, a.nodes, true, scratch));
        double most = -INFINITY, size = 0.0;
        for (size_t q = 0; q < f.nodes; q++) {
            most = fmax(most, f.t[q]);
            size = fmax(size, fabs(f.t[q]));
        }
        hg__arena_back(scratch, mark);
        greatest[ways++] = most;
        if (chosen & 1) either[halves++] = size; /* the other half are these, turned round */
    }
    double count = (double)ways;
    assert_int_equal(ways, WAYS);
    vectors_compare(&v, in(group, "one/permutations"), &count, 1);
    vectors_compare(&v, in(group, "two/permutations"), &count, 1);
    qsort(greatest, ways, sizeof *greatest, by_size);
    qsort(either, halves, sizeof *either, by_size);
    double one = hg__quantile(greatest, ways, 0.95, scratch),
           two = hg__quantile(either, halves, 0.95, scratch);
    vectors_compare(&v, in(group, "one/zstar"), &one, 1);
    vectors_compare(&v, in(group, "two/zstar"), &two, 1);
    free(a.x);
    free(b.x);
}

/* The grids: chance and threshold over df, smoothness and level. */
static void test_fields(void **state) {
    (void)state;
    double *df = vectors_read(&v, "rft/df", 9), *fwhm = vectors_read(&v, "rft/fwhm", 9),
           *alpha = vectors_read(&v, "rft/alpha", 6), *u = vectors_read(&v, "rft/u", 12);
    static double sf[2][9 * 9 * 12], isf[2][9 * 9 * 6], cluster[9 * 4 * 5];
    for (size_t d = 0; d < 9; d++)
        for (size_t w = 0; w < 9; w++)
            for (int b = 0; b < 2; b++) {
                for (size_t i = 0; i < 12; i++)
                    /* theirs is rounding where the truth is nothing: 1.15e-14 for 1.03e-18, with a
                     * tolerance of 1e-14 */
                    sf[b][(d * 9 + w) * 12 + i] =
                        fmax(hg__t_field_sf(u[i], df[d], 101, fwhm[w], b == 1), 2e-15);
                for (size_t i = 0; i < 6; i++)
                    isf[b][(d * 9 + w) * 6 + i] =
                        hg__t_field_isf(alpha[i], df[d], 101, fwhm[w], b == 1);
            }
    vectors_compare(&v, "rft/t_sf_plain", sf[0], 9 * 9 * 12);
    vectors_compare(&v, "rft/t_sf_bonf", sf[1], 9 * 9 * 12);
    vectors_compare(&v, "rft/t_isf_plain", isf[0], 9 * 9 * 6);
    vectors_compare(&v, "rft/t_isf_bonf", isf[1], 9 * 9 * 6);
    static const double height[4] = {2.5, 3.0, 3.5, 4.0}, length[5] = {0.1, 0.2, 0.5, 1.0, 2.0};
    for (size_t w = 0; w < 9; w++)
        for (size_t h = 0; h < 4; h++)
            for (size_t k = 0; k < 5; k++)
                cluster[(w * 4 + h) * 5 + k] =
                    hg__t_cluster_p(length[k], height[h], 9.0, 101, fwhm[w]);
    vectors_compare(&v, "rft/t_p_cluster_df9", cluster, 9 * 4 * 5);
    free(df);
    free(fwhm);
    free(alpha);
    free(u);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_paired),
                                       cmocka_unit_test(test_one_sample),
                                       cmocka_unit_test(test_two_samples),
                                       cmocka_unit_test(test_regression),
                                       cmocka_unit_test(test_two_sample_permutations),
                                       cmocka_unit_test(test_fields)};
    v = vectors_open("spm.h5");
    hg__stats_init();
    scratch = hg__arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hg__arena_free(scratch);
    H5Fclose(v.file);
    return failed;
}
