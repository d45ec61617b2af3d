/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The comparison of curves against spm1d on the strides of a runner (reference vectors). */
#include "support/vectors.h"

#include "support/stride_rows.h"

static vectors v;

#define PAIRS 38
#define COLUMNS 8 /* start, end, extent, height, p, sign, centre, centre_t */

/* The pairs as they follow one another, or apart: spm1d knows no correlation of neighbours, and
 * pairs without neighbours have none. Left is spm1d's first sample, so that its sign is opposite.
 */
static hg_difference_test compare(bench *b, bool apart) {
    double *row[2] = {vectors_read(&v, "paired/rbds_left_right/YA", PAIRS * HG_CURVE_POINTS),
                      vectors_read(&v, "paired/rbds_left_right/YB", PAIRS * HG_CURVE_POINTS)};
    size_t step = apart ? 2 : 1;
    hg__stride_set s = strides_of(b, PAIRS * step, HG_CURVE_HIP_FLEXION);
    hg_curve curve = {.id = HG_CURVE_HIP_FLEXION};
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < PAIRS * HG_CURVE_POINTS; i++)
            s.row[side][HG_CURVE_HIP_FLEXION][i / HG_CURVE_POINTS * step * HG_CURVE_POINTS +
                                              i % HG_CURVE_POINTS] = row[side][i] * RADIANS;
        for (size_t i = 0; i < s.n[side]; i++) s.stride[side][i].used = i % step == 0;
        free(row[side]);
    }
    assert_int_equal(hg__compare_curves(&curve, 1, &s, &b->stage), HG_OK);
    assert_string_equal(curve.test.reason, "");
    assert_int_equal(curve.test.pairs, PAIRS);
    return curve.test;
}

static void test_as_spm1d(void **state) {
    (void)state;
    bench b;
    bench_open(&b);
    hg_difference_test t = compare(&b, true);
    assert_true(t.lag1 == 0 && t.pairs_effective == PAIRS);
    double minus[HG_CURVE_POINTS];
    for (int q = 0; q < HG_CURVE_POINTS; q++) minus[q] = -t.t[q];
    vectors_compare(&v, "paired/rbds_left_right/t", minus, HG_CURVE_POINTS);
    vectors_compare(&v, "paired/rbds_left_right/fwhm", &t.fwhm_percent, 1);
    vectors_compare(&v, "paired/rbds_left_right/alpha0.05_two/zstar", &t.threshold, 1);
    assert_int_equal(t.n_clusters, 3);
    double *want = vectors_read(&v, "paired/rbds_left_right/alpha0.05_two/clusters", 3 * COLUMNS);
    for (size_t i = 0; i < 3; i++) {
        const hg_curve_cluster *c = &t.clusters[i];
        const double *w = want + i * COLUMNS;
        printf("%.3f to %.3f %% p %.3g, flips %.3g (spm1d %.3f to %.3f, p %.3g)\n",
               c->start_percent, c->end_percent, c->p, c->p_flips, w[0], w[1], w[4]);
        /* spm1d's threshold is a simplex search, good to 2e-9; the ends move with it */
        assert_true(fabs(c->start_percent - w[0]) < 1e-6 && fabs(c->end_percent - w[1]) < 1e-6);
        assert_true(fabs(c->p - w[4]) < 1e-6 && c->sign == -(int)w[5]);
        assert_true(c->p_flips <= 0.05);
    }
    free(want);
    bench_close(&b);
}

/* In their order they resemble their neighbours, and say less: |t| is smaller everywhere, by one
 * factor, and the threshold is higher. */
static void test_neighbours_count(void **state) {
    (void)state;
    bench a, b;
    bench_open(&a);
    bench_open(&b);
    hg_difference_test apart = compare(&a, true), row = compare(&b, false);
    printf("lag 1 %.3f: %.1f pairs of %d, threshold %.3f instead of %.3f\n", row.lag1,
           row.pairs_effective, PAIRS, row.threshold, apart.threshold);
    assert_true(row.lag1 > 0 && row.pairs_effective < PAIRS && row.threshold > apart.threshold);
    double factor = sqrt((row.pairs_effective - 1) / (PAIRS - 1));
    for (int q = 0; q < HG_CURVE_POINTS; q++) {
        assert_true(fabs(row.t[q] - factor * apart.t[q]) < 1e-12 * fabs(apart.t[q]));
        assert_true(row.difference[q] == apart.difference[q]);
    }
    bench_close(&a);
    bench_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_as_spm1d),
                                       cmocka_unit_test(test_neighbours_count)};
    v = vectors_open("spm.h5");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    H5Fclose(v.file);
    return failed;
}
