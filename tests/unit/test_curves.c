/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Left against right over the whole stride, on rows whose truth is known. `--table SERIES` prints
 * how often the tests find something in symmetric runners, as docs/curves.md has it
 * (scripts/curve-study); `--time` what the stage takes.
 */
#include <stdlib.h>
#include <time.h>

#include "support/cm.h"
#include "support/stride_rows.h"

#define CURVE HG_CURVE_HIP_ADDUCTION

typedef struct rates {
    double field, flips, lag1, effective;
} rates;

/* How often each test finds a difference between sides that have none, percent. */
static rates false_findings(size_t pairs, double lag1, wander kind, int series, int draws,
                            uint64_t seed) {
    bench b;
    rates r = {0, 0, 0, 0};
    int made = 0;
    hg__random random;
    bench_open(&b);
    b.params.curves_draws = draws;
    hg__random_seed(&random, seed);
    for (int i = 0; i < series; i++) {
        hg__arena_reset(b.stage.scratch);
        hg__stride_set s = strides_of(&b, pairs, CURVE);
        hg_curve curve = {.id = CURVE};
        for (int side = 0; side < 2; side++) add_noise(&s, side, CURVE, 1, lag1, kind, &random);
        assert_int_equal(hg__compare_curves(&curve, 1, &s, &b.stage), HG_OK);
        /* a dozen pairs may resemble one another so much that nothing is said of them */
        if (*curve.test.reason) continue;
        r.field += curve.test.n_clusters > 0;
        r.flips += curve.test.flips.p <= b.params.curves_alpha;
        r.lag1 += curve.test.lag1;
        r.effective += curve.test.pairs_effective;
        b.stage.seed++;
        made++;
    }
    bench_close(&b);
    r.field *= 100.0 / made;
    r.flips *= 100.0 / made;
    r.lag1 /= made;
    r.effective /= made;
    return r;
}

static int print_table(int series) {
    static const struct {
        wander kind;
        const char *name;
    } kinds[] = {{WANDER_EVEN, "the same at all points"},
                 {WANDER_RISING, "from 0 to twice that along the stride"},
                 {WANDER_SLOW, "a slow wander (0.9 from stride to stride) under fresh noise"}};
    static const double lags[] = {0, 0.3, 0.5};
    static const size_t counts[] = {12, 25, 40, 80};
    printf("| correlation | lag 1 | pairs | random field | sign flips | lag 1 found | pairs worth "
           "|\n|---|--:|--:|--:|--:|--:|--:|\n");
    for (size_t k = 0; k < 3; k++)
        for (size_t l = k ? 1 : 0; l < (k == 1 ? 2 : 3); l++) /* twice 0.5 would never move */
            for (size_t n = k ? 1 : 0; n < (k ? 3 : 4); n++) {
                rates r = false_findings(counts[n], lags[l], kinds[k].kind, series, 2000, 11);
                printf("| %s | %.1f | %zu | %.1f | %.1f | %.2f | %.1f |\n", kinds[k].name, lags[l],
                       counts[n], r.field, r.flips, r.lag1, r.effective);
                fflush(stdout);
            }
    return 0;
}

static double milliseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

/* Nine curves of 40 pairs, 10,000 flips each. */
static int print_time(void) {
    for (hg__cpu_level level = 0; level < HG__CPU_LEVELS; level++)
        for (int block = 2; block >= 1 && hg__cpu_has(level); block--) {
            bench b;
            hg__random random;
            double best = INFINITY;
            bench_open(&b);
            hg__kernels_init(&b.k, level);
            b.params.curves_block = block;
            hg__random_seed(&random, 5);
            hg__stride_set s = strides_of(&b, 40, CURVE);
            for (int side = 0; side < 2; side++) add_noise(&s, side, CURVE, 1, 0.3, 0, &random);
            hg_curve *curves = hg__arena_alloc(b.stage.scratch, 9, sizeof *curves);
            for (int i = 0; i < 9; i++) curves[i].id = CURVE;
            for (int i = 0; i < 9; i++) {
                double start = milliseconds();
                if (hg__compare_curves(curves, 9, &s, &b.stage) != HG_OK) return 1;
                best = fmin(best, milliseconds() - start);
            }
            printf("%-7s %zu blocks of %d: %.2f ms for 9 curves\n", hg__cpu_name(level),
                   curves[0].test.flips.blocks, block, best);
            bench_close(&b);
        }
    return 0;
}

/* --- the tests --- */

/* The level: 500 series give 5 % with a standard error of 1 %, three of them are allowed. With the
 * correlation left in, a quarter to three fifths of these runners would be called asymmetric. */
static void test_level(void **state) {
    (void)state;
    for (double lag1 = 0; lag1 <= 0.5; lag1 += 0.25) {
        rates r = false_findings(40, lag1, WANDER_EVEN, 500, 500, 3);
        printf("lag 1 %.2f (found %.2f): random field %.1f %%, sign flips %.1f %%\n", lag1, r.lag1,
               r.field, r.flips);
        assert_true(r.field <= 8 && r.flips <= 8);
        assert_true(r.flips >= 2); /* a test that never speaks has no use either */
        assert_near(r.lag1, lag1, 0.05);
    }
}

/* A bump of 3 degrees on the right side round 30 % of the stride, on strides that vary by 1. */
static double bump(int q) {
    return 3.0 * exp(-0.5 * (q - 30) * (q - 30) / 64.0);
}

static void add_bump(hg__stride_set *s, int side) {
    for (size_t i = 0; i < s->n[side]; i++)
        for (int q = 0; q < HG_CURVE_POINTS; q++)
            s->row[side][CURVE][i * HG_CURVE_POINTS + q] += bump(q) * RADIANS;
}

static void make_asymmetric(bench *b, hg__stride_set *s, int side, uint64_t seed) {
    hg__random random;
    bench_open(b);
    hg__random_seed(&random, seed);
    *s = strides_of(b, 40, CURVE);
    for (int i = 0; i < 2; i++) add_noise(s, i, CURVE, 1, 0.3, WANDER_EVEN, &random);
    add_bump(s, side);
}

static void test_prescribed_difference(void **state) {
    (void)state;
    for (int side = 0; side < 2; side++) {
        bench b;
        hg__stride_set s;
        make_asymmetric(&b, &s, side, 8);
        b.params.curves_placement_deg = 0.5; /* 1.96 deg: less than the bump */
        hg_curve curve = {.id = CURVE};
        assert_int_equal(hg__compare_curves(&curve, 1, &s, &b.stage), HG_OK);
        const hg_difference_test *t = &curve.test;
        assert_int_equal(t->n_clusters, 1);
        const hg_curve_cluster *c = &t->clusters[0];
        printf("%s: %.1f to %.1f %%, p %.2g, flips %.2g, peak %.2f deg at %.0f %%, beyond %.1f to "
               "%.1f %%\n",
               side ? "right" : "left", c->start_percent, c->end_percent, c->p, c->p_flips,
               c->peak_difference, c->peak_percent, c->beyond_start_percent, c->beyond_end_percent);
        double sign = side ? 1 : -1;
        /* the mean of 40 differences (sd 1.4, worth 21) is known to 0.3 deg, its greatest value is
         * a little above */
        assert_near(c->peak_difference, sign * 3, 1.0);
        assert_near(c->peak_percent, 30, 6);
        assert_int_equal(c->sign, (int)sign);
        assert_true(c->start_percent > 8 && c->start_percent < 25);
        assert_true(c->end_percent > 35 && c->end_percent < 52);
        assert_true(c->p < 0.001 && c->p_flips < 0.001 && t->flips.p < 0.001);
        assert_near(t->size_deg, 1.96, 1e-12); /* adduction: twice */
        assert_true(c->beyond_start_percent >= c->start_percent &&
                    c->beyond_end_percent <= c->end_percent);
        assert_true(fabs(t->difference[(int)c->beyond_start_percent]) > t->size_deg);
        for (int q = 0; q < HG_CURVE_POINTS; q++)
            assert_near(t->difference[q], sign * bump(q), 1.2); /* four standard errors */
        bench_close(&b);
    }
}

/* Found, but no larger than placing the markers may make it. */
static void test_small_difference(void **state) {
    (void)state;
    bench b;
    hg__stride_set s;
    make_asymmetric(&b, &s, HG_RIGHT, 8);
    hg_curve curve = {.id = CURVE};
    assert_int_equal(hg__compare_curves(&curve, 1, &s, &b.stage), HG_OK);
    assert_int_equal(curve.test.n_clusters, 1);
    assert_near(curve.test.size_deg, 1.96 * 2 * 1.2, 1e-12);
    assert_true(isnan(curve.test.clusters[0].beyond_start_percent));
    assert_true(isnan(curve.test.clusters[0].beyond_end_percent));
    bench_close(&b);
}

static void swap_sides(hg__stride_set *s) {
    hg__stride *stride = s->stride[0];
    double *row = s->row[0][CURVE];
    s->stride[0] = s->stride[1];
    s->row[0][CURVE] = s->row[1][CURVE];
    s->stride[1] = stride;
    s->row[1][CURVE] = row;
}

/* Left called right: the same pairs, the same p, the opposite difference; to the last bit. Another
 * clock: nothing changes. */
static void test_swap_and_shift(void **state) {
    (void)state;
    bench b;
    hg__stride_set s;
    make_asymmetric(&b, &s, HG_RIGHT, 21);
    hg_curve a = {.id = CURVE}, m = a, later = a;
    assert_int_equal(hg__compare_curves(&a, 1, &s, &b.stage), HG_OK);
    swap_sides(&s);
    assert_int_equal(hg__compare_curves(&m, 1, &s, &b.stage), HG_OK);
    assert_true(a.test.n_clusters > 0);
    assert_int_equal(a.test.pairs, m.test.pairs);
    assert_int_equal(a.test.n_clusters, m.test.n_clusters);
    assert_true(a.test.flips.p == m.test.flips.p && a.test.threshold == m.test.threshold);
    for (int q = 0; q < HG_CURVE_POINTS; q++) {
        assert_true(a.test.difference[q] == -m.test.difference[q]);
        assert_true(a.test.t[q] == -m.test.t[q]);
    }
    for (size_t i = 0; i < a.test.n_clusters; i++) {
        const hg_curve_cluster *x = &a.test.clusters[i], *y = &m.test.clusters[i];
        assert_int_equal(x->sign, -y->sign);
        assert_true(x->p == y->p && x->p_flips == y->p_flips && x->end_percent == y->end_percent);
        assert_true(x->peak_difference == -y->peak_difference);
    }
    swap_sides(&s);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < s.n[side]; i++) {
            s.stride[side][i].start_s += 1000;
            s.stride[side][i].end_s += 1000;
        }
    assert_int_equal(hg__compare_curves(&later, 1, &s, &b.stage), HG_OK);
    assert_memory_equal(a.test.t, later.test.t, sizeof a.test.t);
    assert_true(a.test.flips.p == later.test.flips.p);
    bench_close(&b);
}

static void test_seed(void **state) {
    (void)state;
    bench b;
    hg__stride_set s;
    make_asymmetric(&b, &s, HG_RIGHT, 21);
    hg_curve one = {.id = CURVE}, same = one, other = one;
    assert_int_equal(hg__compare_curves(&one, 1, &s, &b.stage), HG_OK);
    assert_int_equal(hg__compare_curves(&same, 1, &s, &b.stage), HG_OK);
    b.stage.seed = 2;
    assert_int_equal(hg__compare_curves(&other, 1, &s, &b.stage), HG_OK);
    assert_true(one.test.flips.threshold == same.test.flips.threshold);
    assert_true(one.test.flips.threshold != other.test.flips.threshold);
    /* another 10,000 draws: the quantile of a curve's |t| moves by about a hundredth of itself */
    assert_near(other.test.flips.threshold, one.test.flips.threshold,
                0.05 * one.test.flips.threshold);
    bench_close(&b);
}

/* Too few pairs; rows with a hole; sides that are all alike: a reason and no number. */
static void test_refusals(void **state) {
    (void)state;
    bench b;
    hg__stride_set s;
    make_asymmetric(&b, &s, HG_RIGHT, 4);
    hg_curve curve = {.id = CURVE};
    for (size_t i = 0; i < 5; i++) s.row[0][CURVE][(3 * i) * HG_CURVE_POINTS + 40] = NAN;
    s.stride[1][20].used = false;
    assert_int_equal(hg__compare_curves(&curve, 1, &s, &b.stage), HG_OK);
    assert_int_equal(curve.test.pairs, 34);
    assert_string_equal(curve.test.reason, "");
    assert_true(isfinite(curve.test.flips.p));

    b.params.curves_pairs_min = 35;
    assert_int_equal(hg__compare_curves(&curve, 1, &s, &b.stage), HG_OK);
    printf("%s\n", curve.test.reason);
    assert_non_null(strstr(curve.test.reason, "34 pairs"));
    assert_int_equal(curve.test.n_clusters, 0);
    assert_true(isnan(curve.test.flips.p) && isnan(curve.test.t[50]) &&
                isnan(curve.test.difference[50]) && isnan(curve.test.threshold));

    b.params.curves_pairs_min = 12;
    b.params.curves_block = 7;
    assert_int_equal(hg__compare_curves(&curve, 1, &s, &b.stage), HG_OK);
    printf("%s\n", curve.test.flips.reason);
    assert_string_equal(curve.test.reason, "");
    assert_non_null(strstr(curve.test.flips.reason, "4 blocks"));
    assert_true(isnan(curve.test.flips.p) && curve.test.n_clusters > 0 &&
                isnan(curve.test.clusters[0].p_flips));

    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < s.n[side] * HG_CURVE_POINTS; i++) s.row[side][CURVE][i] = 0.1 * side;
    assert_int_equal(hg__compare_curves(&curve, 1, &s, &b.stage), HG_OK);
    printf("%s\n", curve.test.reason);
    assert_non_null(strstr(curve.test.reason, "do not differ from one another"));
    assert_int_equal(curve.test.n_clusters, 0);

    s.row[1][CURVE] = NULL; /* a side that was not measured */
    assert_int_equal(hg__compare_curves(&curve, 1, &s, &b.stage), HG_OK);
    assert_int_equal(curve.test.pairs, 0);
    s.n[0] = s.n[1] = 0;
    assert_int_equal(hg__compare_curves(&curve, 1, &s, &b.stage), HG_OK);
    assert_int_equal(curve.test.pairs, 0);
    bench_close(&b);
}

/* A pair is a stride and the one of the other side that begins inside it. */
static void test_pairs(void **state) {
    (void)state;
    bench b;
    bench_open(&b);
    hg__stride_set s = strides_of(&b, 6, CURVE);
    hg__stride_pair pair[6];
    assert_int_equal(hg__curve_pairs(pair, &s, CURVE, &b.k), 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(pair[i].stride[HG_LEFT], i);
        assert_int_equal(pair[i].stride[HG_RIGHT], i);
        assert_int_equal(pair[i].follows, i > 0);
    }
    s.stride[HG_LEFT][2].used = false;
    assert_int_equal(hg__curve_pairs(pair, &s, CURVE, &b.k), 5);
    assert_int_equal(pair[2].stride[HG_RIGHT], 3);
    assert_false(pair[2].follows);
    assert_true(pair[3].follows);
    /* the left foot's first strike was not seen: right comes first */
    s.stride[HG_LEFT]++;
    s.n[HG_LEFT]--;
    assert_int_equal(hg__first_side(&s), HG_RIGHT);
    assert_int_equal(hg__curve_pairs(pair, &s, CURVE, &b.k), 4);
    assert_int_equal(pair[0].stride[HG_RIGHT], 0);
    assert_int_equal(pair[0].stride[HG_LEFT], 0);
    assert_int_equal(pair[1].stride[HG_RIGHT], 2);
    bench_close(&b);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_level),
        cmocka_unit_test(test_prescribed_difference),
        cmocka_unit_test(test_small_difference),
        cmocka_unit_test(test_swap_and_shift),
        cmocka_unit_test(test_seed),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_pairs),
    };
    if (argc == 3 && strcmp(argv[1], "--table") == 0) return print_table(atoi(argv[2]));
    if (argc == 2 && strcmp(argv[1], "--time") == 0) return print_time();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
