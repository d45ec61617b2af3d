/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sign flips of paired curves against full enumerations (reference vectors). */
#include "support/vectors.h"

#include "dsp/flips.h"
#include "dsp/spm.h"
#include "dsp/stats.h"

static vectors v;
static hg__kernels k;
static hg__arena *scratch;

#define COLUMNS 101

typedef struct pairs {
    double *a, *b, *d;
    const double *row[40];
} pairs;

static pairs load(const char *group, size_t stored, size_t used) {
    char path[256];
    pairs p;
    snprintf(path, sizeof path, "paired/%s/YA", group);
    p.a = vectors_read(&v, path, stored * COLUMNS);
    snprintf(path, sizeof path, "paired/%s/YB", group);
    p.b = vectors_read(&v, path, stored * COLUMNS);
    p.d = malloc(used * COLUMNS * sizeof *p.d);
    assert_non_null(p.d);
    for (size_t i = 0; i < used * COLUMNS; i++) p.d[i] = p.a[i] - p.b[i];
    for (size_t r = 0; r < used; r++) p.row[r] = p.d + r * COLUMNS;
    return p;
}

static void release(pairs *p) {
    free(p->a);
    free(p->b);
    free(p->d);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* One stretch beyond the threshold, and its integral above it as spm1d takes it: the ends between
 * two columns count as wide as a whole one. */
typedef struct stretch {
    double start, end, integral;
    int sign;
} stretch;

/* Stretches of sign * t above z, their ends between two columns by straight lines. */
static size_t stretches_of(stretch *out, const double *t, int sign, double z) {
    size_t count = 0;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!(sign * t[i] > z)) continue;
        stretch s = {(double)i, 0, 0, sign};
        size_t last = i;
        while (last + 1 < COLUMNS && sign * t[last + 1] > z) last++;
        double before = i > 0 ? sign * t[i - 1] : 0, first = sign * t[i], end = sign * t[last],
               after = last + 1 < COLUMNS ? sign * t[last + 1] : 0;
        s.end = (double)last;
        if (i > 0) s.start -= (first - z) / (first - before);
        if (last + 1 < COLUMNS) s.end += (end - z) / (end - after);
        for (size_t j = i; j < last; j++) s.integral += 0.5 * (sign * (t[j] + t[j + 1])) - z;
        if (i > 0) s.integral += 0.5 * (first - z);
        if (last + 1 < COLUMNS) s.integral += 0.5 * (end - z);
        out[count++] = s;
        i = last;
    }
    return count;
}

/* Of all stretches above z, without the parts between columns: what spm1d compares turned curves
 * by. */
static double largest_integral(const double *t, double z) {
    double most = 0;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!(t[i] > z)) continue;
        size_t first = i;
        double sum = t[i] - z;
        while (i + 1 < COLUMNS && t[i + 1] > z) sum += t[++i] - z;
        if (i > first) sum -= 0.5 * (t[first] + t[i]) - z; /* trapezia: the ends count half */
        most = fmax(most, sum);
    }
    return most;
}

static int by_start(const void *a, const void *b) {
    const stretch *p = a, *q = b;
    return (p->start > q->start) - (p->start < q->start);
}

/* All signs one by one, in the order of the file, each by the t field of dsp/spm.h: largest and
 * smallest t, thresholds of both kinds of test, and stretches by their integrals. */
static void each_sign(const pairs *p, const char *name, size_t used) {
    enum { MOST = 1024 };
    static double t[MOST][COLUMNS], most[MOST], least[MOST], sorted[MOST];
    size_t all = (size_t)1 << used;
    char path[256];
    for (size_t turn = 0; turn < all; turn++) {
        static double turned[10 * COLUMNS];
        const double *row[10];
        for (size_t r = 0; r < used; r++) {
            double sign = turn >> (used - 1 - r) & 1 ? -1 : 1; /* the last row changes fastest */
            for (size_t c = 0; c < COLUMNS; c++) turned[r * COLUMNS + c] = sign * p->row[r][c];
            row[r] = turned + r * COLUMNS;
        }
        hg__t_field f;
        hg__arena_mark mark = hg__arena_here(scratch);
        assert_true(hg__t_one(&f, row, used, COLUMNS, 0.0, scratch));
        memcpy(t[turn], f.t, sizeof t[turn]);
        hg__arena_back(scratch, mark);
        most[turn] = -INFINITY;
        least[turn] = INFINITY;
        for (size_t c = 0; c < COLUMNS; c++) {
            most[turn] = fmax(most[turn], t[turn][c]);
            least[turn] = fmin(least[turn], t[turn][c]);
        }
    }
    snprintf(path, sizeof path, "permutation/%s/max_t", name);
    vectors_compare(&v, path, most, all);
    snprintf(path, sizeof path, "permutation/%s/min_t", name);
    vectors_compare(&v, path, least, all);
    for (int two = 0; two < 2; two++) {
        const char *kind = two ? "two" : "one";
        size_t count = two ? all / 2 : all, found = 0; /* the other half is these, turned round */
        for (size_t i = 0; i < count; i++) sorted[i] = two ? fmax(most[i], -least[i]) : most[i];
        qsort(sorted, count, sizeof *sorted, by_size);
        double z = hg__quantile(sorted, count, 0.95, scratch), table[COLUMNS * 5];
        snprintf(path, sizeof path, "permutation/%s/%s/zstar", name, kind);
        vectors_compare(&v, path, &z, 1);
        stretch s[COLUMNS];
        for (int sign = 1; sign >= (two ? -1 : 1); sign -= 2)
            found += stretches_of(s + found, t[0], sign, z);
        qsort(s, found, sizeof *s, by_start);
        for (size_t i = 0; i < found; i++) {
            /* spm1d: one tail of the turns looked at, doubled for two, and never 0 */
            size_t as_large = 0;
            for (size_t turn = 0; turn < count; turn++)
                as_large += largest_integral(t[turn], z) >= s[i].integral;
            double share = as_large ? (double)(two ? 2 * as_large : as_large) : 1.0;
            const double line[5] = {s[i].start, s[i].end, s[i].integral, share / (double)count,
                                    s[i].sign};
            memcpy(table + 5 * i, line, sizeof line);
        }
        snprintf(path, sizeof path, "permutation/%s/%s/clusters", name, kind);
        vectors_compare(&v, path, table, 5 * found);
    }
}

static void enumerated(const char *data, const char *name, size_t stored, size_t used) {
    char path[256];
    pairs p = load(data, stored, used);
    hg__flips f;
    assert_true(hg__flip_signs(&f, p.row, used, COLUMNS, 0, 0.05, NULL, &k, scratch));
    assert_true(f.exact);
    assert_int_equal(f.draws, (size_t)1 << used);
    snprintf(path, sizeof path, "permutation/%s/p_two_tailed_max_abs", name);
    vectors_compare(&v, path, &f.p, 1);
    snprintf(path, sizeof path, "permutation/%s/threshold_two_tailed_max_abs", name);
    vectors_compare(&v, path, &f.threshold, 1);
    /* the whole distribution; the order of the signs is another one */
    snprintf(path, sizeof path, "permutation/%s/max_t", name);
    double *most = vectors_read(&v, path, f.draws);
    snprintf(path, sizeof path, "permutation/%s/min_t", name);
    double *least = vectors_read(&v, path, f.draws);
    for (size_t i = 0; i < f.draws; i++) most[i] = fmax(most[i], -least[i]);
    qsort(most, f.draws, sizeof *most, by_size);
    qsort(f.greatest, f.draws, sizeof *f.greatest, by_size);
    for (size_t i = 0; i < f.draws; i++) /* rtol of max_t */
        assert_true(fabs(f.greatest[i] - most[i]) <= 1e-10 * most[i]);
    free(most);
    free(least);
    each_sign(&p, name, used);
    release(&p);
}

static void test_enumerated(void **state) {
    (void)state;
    enumerated("tpaired_PlantarArchAngle", "PlantarArchAngle", 10, 10);
    enumerated("rbds_left_right_centred_10", "rbds_left_right_centred_10", 10, 10);
    enumerated("rbds_left_right_centred_10", "rbds_left_right_centred_8", 10, 8);
}

/* Random signs estimate what the enumeration says. */
static void test_drawn(void **state) {
    (void)state;
    pairs p = load("tpaired_PlantarArchAngle", 10, 10);
    const double *twice[20];
    /* every row twice, the second time scaled by nothing: 20 rows are too many to enumerate */
    for (int r = 0; r < 20; r++) twice[r] = p.row[r % 10];
    hg__random random;
    hg__flips f, again;
    hg__random_seed(&random, 7);
    assert_true(hg__flip_signs(&f, twice, 20, COLUMNS, 20000, 0.05, &random, &k, scratch));
    assert_false(f.exact);
    assert_int_equal(f.draws, 20000);
    /* of data with no difference p is uniform: alpha of the draws lie above the threshold */
    size_t above = 0;
    for (size_t i = 0; i < f.draws; i++) above += f.greatest[i] > f.threshold;
    assert_in_range(above, 990, 1000);
    assert_true(f.p >= 1.0 / 20001.0 && f.p < 0.01);
    hg__random_seed(&random, 7);
    assert_true(hg__flip_signs(&again, twice, 20, COLUMNS, 20000, 0.05, &random, &k, scratch));
    assert_true(again.p == f.p && again.threshold == f.threshold);
    hg__random_seed(&random, 8);
    assert_true(hg__flip_signs(&again, twice, 20, COLUMNS, 20000, 0.05, &random, &k, scratch));
    /* another seed: the 95th percentile of 20000 draws scatters by about 1 % */
    assert_true(again.threshold != f.threshold);
    assert_true(fabs(again.threshold - f.threshold) < 0.05 * f.threshold);
    release(&p);
}

/* Columns that are constant or zero say nothing; one row is refused. */
static void test_edges(void **state) {
    (void)state;
    double zero[8][3] = {{0}}, same[8][3];
    const double *row[8];
    hg__flips f;
    for (int i = 0; i < 8; i++) row[i] = zero[i];
    assert_true(hg__flip_signs(&f, row, 8, 3, 0, 0.05, NULL, &k, scratch));
    assert_true(f.observed == 0.0 && f.p == 1.0);
    for (int i = 0; i < 8; i++)
        for (int c = 0; c < 3; c++) same[i][c] = 2.0;
    for (int i = 0; i < 8; i++) row[i] = same[i];
    assert_true(hg__flip_signs(&f, row, 8, 3, 0, 0.05, NULL, &k, scratch));
    /* eight equal differences: only all turned or none turned is as extreme */
    assert_true(isinf(f.observed) && f.p == 2.0 / 256.0);
    assert_false(hg__flip_signs(&f, row, 1, 3, 0, 0.05, NULL, &k, scratch));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_enumerated),
                                       cmocka_unit_test(test_drawn), cmocka_unit_test(test_edges)};
    v = vectors_open("spm.h5");
    hg__kernels_init(&k, hg__cpu_detect());
    scratch = hg__arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hg__arena_free(scratch);
    H5Fclose(v.file);
    return failed;
}
