/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Element by element, layout and recursion along time. */
#include "kernels/kcheck.h"

/* --- blend --- */
/* In place at every odd offset, as the header allows. */
static void run_blend(kcase *c, const hg__kernels *k) {
    const double *x = c->in[0];
    if (c->offset % 2) {
        memcpy(c->out[0], x, c->n * sizeof *x);
        x = c->out[0];
    }
    k->blend(c->out[0], x, c->number[0], c->in[1], c->number[1], c->n);
    c->used[0] = c->n;
}
static void check_blend(kcase *c) {
    for (size_t i = 0; i < c->n; i++) {
        long double first = (long double)c->number[0] * (long double)c->in[0][i];
        long double second = (long double)c->number[1] * (long double)c->in[1][i];
        /* two products and a sum, half an epsilon each */
        kc_near(c, 0, i, c->out[0][i], first + second, 2 * KC_EPS * (fabsl(first) + fabsl(second)));
    }
}

/* --- derivative --- */
static void run_derivative(kcase *c, const hg__kernels *k) {
    k->derivative(c->out[0], c->in[0], c->n, 0.005);
    c->used[0] = c->n;
}
static void check_derivative(kcase *c) {
    const double *x = c->in[0];
    for (size_t i = 0; i < c->n; i++) {
        size_t before = i ? i - 1 : 0, after = i + 1 < c->n ? i + 1 : i;
        long double want = ((long double)x[after] - (long double)x[before]) /
                           ((long double)(after - before) * (long double)0.005);
        /* a difference, a reciprocal and a product, half an epsilon each */
        kc_near(c, 0, i, c->out[0][i], want, 2 * KC_EPS * fabsl(want));
    }
}

/* --- transpose: as many whole rows as the case has numbers for, strides wider than the data --- */
static void fill_transpose(kcase *c) {
    c->width = c->n ? 1 + kc_below(c, c->n < 21 ? c->n : 21) : 1; /* columns */
    if (c->timing) c->width = 31;
    c->m = c->n / (c->width + 1); /* rows, one number between them */
}
static void run_transpose(kcase *c, const hg__kernels *k) {
    k->transpose(c->out[0], c->m + 3, c->in[0], c->width + 1, c->m, c->width);
    c->used[0] = c->m ? (c->width - 1) * (c->m + 3) + c->m : 0;
}
static void check_transpose(kcase *c) {
    for (size_t column = 0; column < c->width; column++)
        for (size_t row = 0; row < c->m + 3; row++) {
            size_t i = column * (c->m + 3) + row;
            if (i >= c->used[0]) break;
            double want = row < c->m ? c->in[0][row * (c->width + 1) + column] : kc_guard_value();
            kc_exact(c, 0, i, c->out[0][i], want);
        }
}

/* --- biquad --- */
/* scipy's butter(2, 0.06), rounded */
static const double low_pass[5] = {0.00782021, 0.01564042, 0.00782021, -1.73472577, 0.7660066};

/* biquad_each: scipy's butter(2, w), w = 0.02 to 0.5, rounded; a lane takes them in turn */
#define CUTS 5
static const double low_passes[CUTS][5] = {
    {0.00094469, 0.00188938, 0.00094469, -1.91119707, 0.91497583},
    {0.00782021, 0.01564042, 0.00782021, -1.73472577, 0.7660066},
    {0.02008337, 0.04016673, 0.02008337, -1.56101808, 0.64135154},
    {0.06745527, 0.13491055, 0.06745527, -1.1429805, 0.4128016},
    {0.29289322, 0.58578644, 0.29289322, 0.0, 0.17157288},
};

static void fill_biquad(kcase *c) {
    c->width = c->n ? 1 + kc_below(c, c->n < 70 ? c->n : 70) : 1; /* lanes */
    if (c->timing) c->width = 16;
    c->m = c->n / c->width; /* samples */
}
/* Backward at every odd offset, in place at every second. */
static void run_biquad(kcase *c, const hg__kernels *k) {
    ptrdiff_t step = (ptrdiff_t)c->width;
    memcpy(c->out[0], c->in[0], c->m * c->width * sizeof *c->in[0]);
    for (size_t l = 0; l < 2 * c->width; l++) c->out[1][l] = c->number[l % 32];
    double *start = c->out[0];
    if (c->offset % 2) {
        start += c->m ? (c->m - 1) * c->width : 0;
        step = -step;
    }
    const double *from = c->offset & 2 ? start : c->in[0] + (start - c->out[0]);
    k->biquad(start, step, from, step, c->m, c->width, low_pass, c->out[1]);
    c->used[0] = c->m * c->width;
    c->used[1] = 2 * c->width;
}

static void run_biquad_each(kcase *c, const hg__kernels *k) {
    ptrdiff_t step = (ptrdiff_t)c->width;
    double each[5 * 70];
    for (size_t l = 0; l < c->width; l++)
        for (size_t i = 0; i < 5; i++) each[i * c->width + l] = low_passes[l % CUTS][i];
    memcpy(c->out[0], c->in[0], c->m * c->width * sizeof *c->in[0]);
    for (size_t l = 0; l < 2 * c->width; l++) c->out[1][l] = c->number[l % 32];
    double *start = c->out[0];
    if (c->offset % 2) {
        start += c->m ? (c->m - 1) * c->width : 0;
        step = -step;
    }
    k->biquad_each(start, c->m, step, c->width, each, c->out[1]);
    c->used[0] = c->m * c->width;
    c->used[1] = 2 * c->width;
}

/* A rounding error enters the recursion like an input to 1/A(z): it grows at most by the sum of
 * that filter's impulse response. */
static long double gain_of_errors(const double section[5]) {
    long double sum = 0, h1 = 0, h2 = 0;
    for (int i = 0; i < 2000; i++) {
        long double h = (i == 0) - (long double)section[3] * h1 - (long double)section[4] * h2;
        sum += fabsl(h);
        h2 = h1;
        h1 = h;
    }
    return sum;
}
static void check_lanes(kcase *c, const double *const *filter, size_t filters) {
    long double gains[CUTS];
    for (size_t f = 0; f < filters; f++) gains[f] = gain_of_errors(filter[f]);
    for (size_t l = 0; l < c->width; l++) {
        const double *section = filter[l % filters];
        long double gain = gains[l % filters];
        long double s1 = c->number[l % 32], s2 = c->number[(c->width + l) % 32];
        long double most = fabsl(s1) + fabsl(s2);
        for (size_t i = 0; i < c->m; i++) {
            size_t at = (c->offset % 2 ? c->m - 1 - i : i) * c->width + l;
            long double x = c->in[0][at], y = (long double)section[0] * x + s1;
            s1 = (long double)section[1] * x - (long double)section[3] * y + s2;
            s2 = (long double)section[2] * x - (long double)section[4] * y;
            long double size = fabsl(x) + 4 * fabsl(y) + fabsl(s1) + fabsl(s2);
            if (size > most) most = size;
            /* nine operations a sample, each off by half an epsilon of no more than `most` */
            kc_near(c, 0, at, c->out[0][at], y,
                    gain * 5 * KC_EPS * most + (long double)KC_TINY * gain);
        }
        long double bound = gain * 5 * KC_EPS * most + (long double)KC_TINY * gain;
        kc_near(c, 1, l, c->out[1][l], s1, bound * 3); /* |b1| + |a1| and s2 */
        kc_near(c, 1, c->width + l, c->out[1][c->width + l], s2, bound * 3);
    }
}
static void check_biquad(kcase *c) {
    const double *const one[] = {low_pass};
    check_lanes(c, one, 1);
}
static void check_biquad_each(kcase *c) {
    const double *const each[CUTS] = {low_passes[0], low_passes[1], low_passes[2], low_passes[3],
                                      low_passes[4]};
    check_lanes(c, each, CUTS);
}

static const krow rows[] = {
    KROW(blend, 0, 2, NULL, run_blend, check_blend),
    KROW(derivative, 2, 1, NULL, run_derivative, check_derivative),
    KROW(transpose, 0, 1, fill_transpose, run_transpose, check_transpose),
    KROW(biquad, 0, 1, fill_biquad, run_biquad, check_biquad),
    KROW(biquad_each, 0, 1, fill_biquad, run_biquad_each, check_biquad_each),
};

/* NaN reaches the elements whose formula names it, and no other. */
static void test_missing_stays_local(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    enum { N = 50 };
    double x[N], y[N], out[N];
    for (size_t hole = 0; hole < N; hole++) {
        for (size_t i = 0; i < N; i++) x[i] = y[i] = (double)i;
        x[hole] = NAN;
        k.blend(out, x, 2.0, y, 0.0, N);
        for (size_t i = 0; i < N; i++) assert_int_equal(!!isnan(out[i]), i == hole);
        k.derivative(out, x, N, 0.1);
        for (size_t i = 0; i < N; i++) {
            int end = i == 0 || i == N - 1;
            int beside = i + 1 == hole || i == hole + 1;
            assert_int_equal(!!isnan(out[i]), beside || (end && i == hole));
        }
    }
}

/* Lanes are channels of their own: each alone gives the same bits as all together. */
static void test_lanes_are_apart(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    enum { N = 200, LANES = 53 };
    double together[N * LANES], s[2 * LANES] = {0};
    for (size_t i = 0; i < N * LANES; i++) together[i] = sin(0.37 * (double)i);
    double first[N * LANES];
    memcpy(first, together, sizeof first);
    k.biquad(together, LANES, together, LANES, N, LANES, low_pass, s);
    for (size_t l = 0; l < LANES; l++) {
        double alone[N], one[2] = {0};
        for (size_t i = 0; i < N; i++) alone[i] = first[i * LANES + l];
        k.biquad(alone, 1, alone, 1, N, 1, low_pass, one);
        for (size_t i = 0; i < N; i++) assert_true(kc_same(alone[i], together[i * LANES + l]));
        assert_true(kc_same(one[0], s[l]) && kc_same(one[1], s[LANES + l]));
    }
}

/* Where all lanes have the same coefficients, biquad_each is biquad, bit for bit. */
static void test_each_is_the_same_filter(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    enum { N = 100, LANES = 21 };
    double one[N * LANES], each[N * LANES], c[5 * LANES], s[2 * LANES] = {0}, t[2 * LANES] = {0};
    for (size_t i = 0; i < N * LANES; i++) one[i] = each[i] = sin(0.37 * (double)i);
    for (size_t i = 0; i < 5 * LANES; i++) c[i] = low_pass[i / LANES];
    k.biquad(one, LANES, one, LANES, N, LANES, low_pass, s);
    k.biquad_each(each, N, LANES, LANES, c, t);
    for (size_t i = 0; i < N * LANES; i++) assert_true(kc_same(one[i], each[i]));
    for (size_t i = 0; i < 2 * LANES; i++) assert_true(kc_same(s[i], t[i]));
}

/* A loop that goes one element too far reads from around the inputs and writes what it made of it.
 */
static void blend_beyond(double *out, const double *x, double a, const double *y, double b,
                         size_t n) {
    for (size_t i = 0; i <= n; i++) out[i] = a * x[i] + b * y[i];
}
static void test_harness_sees_beyond(void) {
    hg__kernels planted;
    hg__kernels_init(&planted, HG__CPU_C);
    planted.blend = blend_beyond;
    for (size_t n = 0; n < 20; n++) {
        kcase c;
        kc_open(&c, &rows[0], 7, n, 0, KC_ORDINARY);
        c.row->run(&c, &planted);
        assert_int_equal(kc_outside_write(&c), (size_t)(c.out[0] - c.out_pool) + n);
        kc_close(&c);
    }
}

static const ktest tests[] = {
    {"harness_sees_beyond", test_harness_sees_beyond},
    {"missing_stays_local", test_missing_stays_local},
    {"lanes_are_apart", test_lanes_are_apart},
    {"each_is_the_same_filter", test_each_is_the_same_filter},
};

const kgroup kc_filter = KGROUP(filter);
