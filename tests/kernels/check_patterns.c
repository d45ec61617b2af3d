/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searches over all pairs: counts and neighbours are exact, so every difference is a fault. */
#include "kernels/kcheck.h"

#define PLAIN_MOST ((size_t)300)  /* the plain search below is slow */
#define PAIRS_MOST ((size_t)1000) /* all pairs of more numbers show nothing new */

/* Few different values make many pairs that just match, and many equal distances. */
static void fill_coarse(kcase *c) {
    if (c->n > PAIRS_MOST && !c->timing) c->n = PAIRS_MOST;
    c->m = 1 + kc_below(c, 3);
    c->width = 1 + kc_below(c, 5); /* lag */
    if (c->timing) {
        c->m = 2;
        c->width = 10;
        return;
    }
    if (c->m != 2 && (c->fill == KC_ORDINARY || c->fill == KC_MISSING))
        for (size_t i = 0; i < c->n; i++) c->in[0][i] = round(c->in[0][i] / 4.0);
}

/* --- match_templates --- */
static double tolerance_of(const kcase *c) {
    return c->fill == KC_ORDINARY || c->fill == KC_MISSING ? 1.5 : 3.0;
}
static void run_match(kcase *c, const hg__kernels *k) {
    unsigned long long counts[2] = {7, 7};
    k->match_templates(counts, c->in[0], c->n, c->m, tolerance_of(c));
    c->out[0][0] = (double)counts[0];
    c->out[0][1] = (double)counts[1];
    c->used[0] = 2;
}
static void check_match(kcase *c) {
    double counts[2] = {0, 0};
    const double *x = c->in[0];
    if (c->n > PLAIN_MOST) return;
    for (size_t i = 0; i + c->m < c->n; i++)
        for (size_t j = i + 1; j + c->m < c->n; j++) {
            size_t same = 0;
            while (same <= c->m && fabs(x[i + same] - x[j + same]) < tolerance_of(c)) same++;
            counts[0] += same >= c->m;
            counts[1] += same > c->m;
        }
    kc_exact(c, 0, 0, c->out[0][0], counts[0]);
    kc_exact(c, 0, 1, c->out[0][1], counts[1]);
}

/* --- neighbours --- */
static size_t vectors_of(const kcase *c, size_t dimension) {
    size_t reach = (dimension - 1) * c->width;
    return c->n > reach ? c->n - reach : 0;
}
static size_t dimension_of(const kcase *c) {
    return c->timing || c->offset % 2 ? 5 : c->m;
}
/* When timed: not so wide that little is left to search. */
static size_t theiler_of(const kcase *c) {
    if (!c->timing) return c->offset;
    return c->n >= 1000 ? 100 : 10;
}
static void run_neighbours(kcase *c, const hg__kernels *k) {
    size_t dimension = dimension_of(c), vectors = vectors_of(c, dimension);
    size_t *at = malloc((vectors + 1) * sizeof *at);
    assert_non_null(at);
    k->neighbours(at, c->out[0], c->in[0], vectors, dimension, c->width, theiler_of(c));
    for (size_t i = 0; i < vectors; i++) c->out[1][i] = at[i] == SIZE_MAX ? -1.0 : (double)at[i];
    c->used[0] = c->used[1] = vectors;
    free(at);
}
static void check_neighbours(kcase *c) {
    size_t dimension = dimension_of(c), vectors = vectors_of(c, dimension);
    const double *x = c->in[0];
    for (size_t i = 0; i < vectors && c->n <= PLAIN_MOST; i++) {
        double least = INFINITY, at = -1.0;
        for (size_t j = 0; j < vectors; j++) {
            double sum = 0.0;
            if ((i > j ? i - j : j - i) <= theiler_of(c)) continue;
            for (size_t d = 0; d < dimension; d++) {
                double off = x[i + d * c->width] - x[j + d * c->width];
                sum += off * off;
            }
            if (sum < least) {
                least = sum;
                at = (double)j;
            }
        }
        kc_exact(c, 0, i, c->out[0][i], least);
        kc_exact(c, 1, i, c->out[1][i], at);
    }
}

/* --- near_places --- */
#define PLACES ((size_t)64) /* at a time */

/* A bound that about a half of ordinary places keep. */
static double bound_of(const kcase *c) {
    return c->fill == KC_ORDINARY || c->fill == KC_MISSING ? 20.0 : 4.0;
}
static void run_places(kcase *c, const hg__kernels *k) {
    for (size_t i = 0; i < c->n; i += PLACES) {
        size_t n = c->n - i < PLACES ? c->n - i : PLACES;
        const double own[3] = {c->in[0][i], c->in[1][i + n / 2], c->in[2][i + n - 1]};
        uint64_t bits = k->near_places(c->in[0] + i, c->in[1] + i, c->in[2] + i, n, own,
                                       c->m == 1 ? INFINITY : bound_of(c));
        for (size_t b = 0; b < n; b++) c->out[0][i + b] = (double)(bits >> b & 1);
        if (n < PLACES) assert_int_equal(bits >> n, 0);
    }
    c->used[0] = c->n;
}
static void check_places(kcase *c) {
    for (size_t i = 0; i < c->n; i++) {
        size_t from = i / PLACES * PLACES, n = c->n - from < PLACES ? c->n - from : PLACES;
        double x = c->in[0][i] - c->in[0][from], y = c->in[1][i] - c->in[1][from + n / 2],
               z = c->in[2][i] - c->in[2][from + n - 1], square = x * x + y * y + z * z;
        bool far = square > (c->m == 1 ? INFINITY : bound_of(c));
        kc_exact(c, 0, i, c->out[0][i], far ? 0.0 : 1.0);
    }
}

static const krow rows[] = {
    KROW(match_templates, 4, 1, fill_coarse, run_match, check_match),
    KROW(neighbours, 0, 1, fill_coarse, run_neighbours, check_neighbours),
    KROW(near_places, 0, 3, fill_coarse, run_places, check_places),
};

/* A staircase: neighbours one step away match a tolerance of more than a step, nothing else does.
 */
static void test_staircase(void) {
    hg__kernels k;
    unsigned long long counts[2];
    double x[200];
    hg__kernels_init(&k, hg__cpu_detect());
    for (size_t i = 0; i < 200; i++) x[i] = (double)i;
    k.match_templates(counts, x, 200, 2, 1.5);
    assert_int_equal(counts[0], 197); /* 198 templates, 197 pairs of them side by side */
    assert_int_equal(counts[1], 197);
    k.match_templates(counts, x, 200, 2, 1.0); /* less than, not equal */
    assert_int_equal(counts[0], 0);
}

/* Wide levels look at a grid of 16 bits first, of so many numbers and where the tolerance has a
 * width on it: every level counts what the C level does, on either side of what the grid takes. */
static void test_grid(void) {
    enum { MOST = 8300 };
    static double x[MOST];
    static const double tolerances[] = {1e-9, 1e-3, 0.01, 0.2, 0.25, 1.0, 2.0, 2.5};
    static const size_t lengths[] = {8191, 8192, 8193, MOST};
    uint64_t state = 7;
    hg__kernels plain, k;
    hg__kernels_init(&plain, HG__CPU_C);
    hg__kernels_init(&k, hg__cpu_detect());
    for (size_t i = 0; i < MOST; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        x[i] = 1e6 + (double)(state >> 44) * 0x1p-20 + (double)(i % 5) * 0.25;
        if (i % 3 == 0) x[i] = floor(x[i] * 64.0) / 64.0; /* differences that are a tolerance */
    }
    for (size_t t = 0; t < sizeof tolerances / sizeof *tolerances; t++)
        for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
            unsigned long long want[2], counts[2];
            size_t from = t == 3 ? 0 : MOST - 700, n = t == 3 ? lengths[l] : 700 - l;
            plain.match_templates(want, x + from, n, 1 + t % 3, tolerances[t]);
            k.match_templates(counts, x + from, n, 1 + t % 3, tolerances[t]);
            assert_int_equal(counts[0], want[0]);
            assert_int_equal(counts[1], want[1]);
        }
}

static const ktest tests[] = {{"staircase", test_staircase}, {"grid", test_grid}};

const kgroup kc_patterns = KGROUP(patterns);
