/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resampling: sign flips and draws. */
#include "kernels/kcheck.h"

#define CODES ((size_t)1 << HG__FLIP_GROUP)
#define DRAWS ((size_t)3)

/* What is laid out once a case, so that timing sees the kernels alone. */
static _Alignas(64) double table[16 * 16 * 160], weight[160]; /* as an arena gives them */
static unsigned char code[512 * 16];
static unsigned indices[DRAWS * 5000];

/* --- flip_greatest: n draws of a small table --- */
static size_t code_of(size_t i) {
    return (7 * i + i / 16) % CODES;
}
static void fill_flips(kcase *c) {
    c->m = c->timing ? 12 : 1 + kc_below(c, 4);              /* groups */
    c->width = c->timing ? 112 : 16 * (1 + kc_below(c, 10)); /* columns */
    /* the case's numbers over and over: every kind of input gets into the table */
    for (size_t i = 0; i < c->m * CODES * c->width; i++) table[i] = c->in[0][i % c->n];
    for (size_t i = 0; i < c->width; i++) weight[i] = fabs(c->number[i % 32]);
    for (size_t i = 0; i < sizeof code; i++) code[i] = (unsigned char)code_of(i);
}
static void run_flips(kcase *c, const hg__kernels *k) {
    size_t n = c->n < 512 ? c->n : 512;
    k->flip_greatest(c->out[0], table, weight, code, c->m, c->width, n);
    c->used[0] = n;
}
static void check_flips(kcase *c) {
    for (size_t draw = 0; draw < c->used[0]; draw++) {
        double most = 0.0;
        for (size_t column = 0; column < c->width; column++) {
            double sum = 0.0; /* in the order of the groups, as the header has it */
            for (size_t g = 0; g < c->m; g++) {
                size_t row = g * CODES + code_of(draw * c->m + g);
                sum += c->in[0][(row * c->width + column) % c->n];
            }
            double u = sum * sum * fabs(c->number[column % 32]);
            if (u > most) most = u;
        }
        kc_exact(c, 0, draw, c->out[0][draw], most);
    }
}

/* --- draw_moments --- */
static unsigned drawn(const kcase *c, size_t draw, size_t i) {
    return (unsigned)((draw * 7919 + i * 104729 + c->offset) % c->n);
}
static void fill_moments(kcase *c) {
    for (size_t d = 0; d < DRAWS; d++)
        for (size_t i = 0; i < c->n; i++) indices[d * c->n + i] = drawn(c, d, i);
}
static void run_moments(kcase *c, const hg__kernels *k) {
    k->draw_moments(c->out[0], c->out[1], c->in[0], indices, c->n, DRAWS);
    c->used[0] = c->used[1] = DRAWS;
}
static void check_moments(kcase *c) {
    for (size_t d = 0; d < DRAWS; d++) {
        long double sum = 0, square = 0, magnitude = 0;
        for (size_t i = 0; i < c->n; i++) {
            long double v = c->in[0][drawn(c, d, i)];
            sum += v;
            square += v * v;
            magnitude += fabsl(v);
        }
        /* as for sums: one epsilon a number covers any order */
        kc_near(c, 0, d, c->out[0][d], sum, ((long double)c->n + 4) * KC_EPS * magnitude);
        kc_near(c, 1, d, c->out[1][d], square, ((long double)c->n + 4) * KC_EPS * square);
    }
}

static const krow rows[] = {
    KROW(flip_greatest, 1, 1, fill_flips, run_flips, check_flips),
    KROW(draw_moments, 1, 1, fill_moments, run_moments, check_moments),
};

/* The sums of drawn numbers are those of the same numbers laid out. */
static void test_drawn_as_laid_out(void) {
    hg__kernels k;
    double x[100], laid[100], sum, square;
    unsigned index[100];
    hg__kernels_init(&k, hg__cpu_detect());
    for (unsigned i = 0; i < 100; i++) {
        x[i] = sqrt((double)i);
        index[i] = (i * 37) % 100;
    }
    for (size_t i = 0; i < 100; i++) laid[i] = x[index[i]];
    k.draw_moments(&sum, &square, x, index, 100, 1);
    assert_true(kc_same(sum, k.sum_valid(laid, 100)));
    assert_true(kc_same(square, k.dot(laid, laid, 100)));
}

static const ktest tests[] = {{"drawn_as_laid_out", test_drawn_as_laid_out}};

const kgroup kc_draws = KGROUP(draws);
