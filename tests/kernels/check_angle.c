/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Angles against long double: in units in the last place, over their whole ranges. */
#include "kernels/kcheck.h"

typedef long double ld;

/* what angle.h promises */
#define MOST_ULPS 2.0L

/* The distance between doubles around x; that of the smallest normal number below it. */
static ld ulp(ld x) {
    int e;
    frexpl(x, &e);
    return x == 0 || e < DBL_MIN_EXP ? (ld)DBL_TRUE_MIN : ldexpl(1, e - DBL_MANT_DIG);
}

static void near_ulps(const kcase *c, size_t plane, size_t i, double got, ld want) {
    kc_near(c, plane, i, got, want, MOST_ULPS * ulp(want));
    if (want == 0 && !signbit(got) != !signbit(want)) kc_fail(c, plane, i, got, (double)want, 0.0);
}

/* Numbers of every size: half of them between -1 and 1, where asin and acos live. */
static void fill_any(kcase *c) {
    if (c->fill != KC_ORDINARY && c->fill != KC_CONSTANT) return;
    for (size_t p = 0; p < 2; p++)
        for (size_t i = 0; i < c->n; i++) {
            double power = pow(2.0, kc_uniform(c, -60.0, 1.0));
            switch (kc_below(c, 4)) {
            case 0: c->in[p][i] = kc_uniform(c, -1.0, 1.0); break;
            case 1: c->in[p][i] = copysign(power, kc_uniform(c, -1.0, 1.0)); break;
            case 2: c->in[p][i] = copysign(1.0 - power / 2, kc_uniform(c, -1.0, 1.0)); break;
            default: c->in[p][i] = kc_uniform(c, -1e4, 1e4);
            }
            if (c->timing) c->in[p][i] = kc_uniform(c, -1.0, 1.0);
        }
}

static void run_atan2(kcase *c, const hg__kernels *k) {
    k->atan2_each(c->out[0], c->in[0], c->in[1], c->n);
    c->used[0] = c->n;
}
static void check_atan2(kcase *c) {
    for (size_t i = 0; i < c->n; i++)
        near_ulps(c, 0, i, c->out[0][i], atan2l(c->in[0][i], c->in[1][i]));
}

static void run_asin(kcase *c, const hg__kernels *k) {
    k->asin_each(c->out[0], c->in[0], c->n);
    c->used[0] = c->n;
}
static void check_asin(kcase *c) {
    for (size_t i = 0; i < c->n; i++)
        near_ulps(c, 0, i, c->out[0][i], fabs(c->in[0][i]) > 1 ? (ld)NAN : asinl(c->in[0][i]));
}

static void run_acos(kcase *c, const hg__kernels *k) {
    k->acos_each(c->out[0], c->in[0], c->n);
    c->used[0] = c->n;
}
static void check_acos(kcase *c) {
    for (size_t i = 0; i < c->n; i++)
        near_ulps(c, 0, i, c->out[0][i], fabs(c->in[0][i]) > 1 ? (ld)NAN : acosl(c->in[0][i]));
}

/* Also the doubles nearest to multiples of pi/2, where almost everything cancels. */
static void fill_turns(kcase *c) {
    fill_any(c);
    if (c->fill != KC_ORDINARY || c->timing) return;
    for (size_t i = 0; i < c->n; i += 3)
        c->in[0][i] = (double)(floorl(kc_uniform(c, -6e5, 6e5)) * 1.570796326794896619231L);
}
static void run_sin_cos(kcase *c, const hg__kernels *k) {
    k->sin_cos(c->out[0], c->out[1], c->in[0], c->n);
    c->used[0] = c->used[1] = c->n;
}
static void check_sin_cos(kcase *c) {
    for (size_t i = 0; i < c->n; i++) {
        double x = c->in[0][i];
        /* long double reduces exactly, but its 64 bits of the result are all it has: next to a zero
         * of the function that is enough for doubles of this size */
        near_ulps(c, 0, i, c->out[0][i], fabs(x) <= 0x1p20 ? sinl(x) : (ld)NAN);
        near_ulps(c, 1, i, c->out[1][i], fabs(x) <= 0x1p20 ? cosl(x) : (ld)NAN);
    }
}

static const krow rows[] = {
    KROW(atan2_each, 0, 2, fill_any, run_atan2, check_atan2),
    KROW(asin_each, 0, 1, fill_any, run_asin, check_asin),
    KROW(acos_each, 0, 1, fill_any, run_acos, check_acos),
    KROW(sin_cos, 0, 1, fill_turns, run_sin_cos, check_sin_cos),
};

/* Every pairing of the numbers that C11 F.10.1.4 has a word on, against libm. */
static void test_special_angles(void) {
    static const double odd[] = {0.0,      -0.0,     1.0,       -1.0,   INFINITY, -INFINITY, NAN,
                                 DBL_MAX,  -DBL_MAX, 1e308,     5e-324, -5e-324,  DBL_MIN,   1e-310,
                                 0x1p1000, 1e200,    -0x1p1001, 0.5,    -0.25,    3e-200};
    enum { N = sizeof odd / sizeof *odd };
    for (int level = 0; level < HG__CPU_LEVELS; level++) {
        hg__kernels k;
        double y[N * N], x[N * N], out[N * N], one[2];
        if (!hg__cpu_has((hg__cpu_level)level)) continue;
        hg__kernels_init(&k, (hg__cpu_level)level);
        for (size_t i = 0; i < N * N; i++) {
            y[i] = odd[i / N];
            x[i] = odd[i % N];
        }
        k.atan2_each(out, y, x, N * N);
        for (size_t i = 0; i < N * N; i++) {
            ld want = atan2l(y[i], x[i]);
            if (isnan(want))
                assert_true(isnan(out[i]));
            else if (!(fabsl(out[i] - want) <= MOST_ULPS * ulp(want)) ||
                     !signbit(out[i]) != !signbit(want))
                fail_msg("atan2(%g, %g) = %.17g, not %.17Lg", y[i], x[i], out[i], want);
        }
        x[0] = INFINITY;
        x[1] = -0.0;
        k.sin_cos(out, one, x, 2);
        assert_true(isnan(out[0]) && isnan(one[0]) && out[1] == 0 && signbit(out[1]));
        assert_true(one[1] == 1.0);
    }
}

/* The largest error seen over a fixed million angles, so that the promise is not idle: it is near.
 */
static void test_largest_error(void) {
    enum { N = 1000 };
    static double y[N], x[N], out[N], other[N];
    ld most[5] = {0};
    hg__kernels k;
    kcase c = {.state = 5};
    hg__kernels_init(&k, hg__cpu_detect());
    for (size_t round = 0; round < 200; round++) {
        for (size_t i = 0; i < N; i++) {
            y[i] = kc_uniform(&c, -1.0, 1.0);
            x[i] = kc_uniform(&c, -1.0, 1.0);
        }
#define LARGEST(at, result, truth)                                                                 \
    for (size_t i = 0; i < N; i++)                                                                 \
    most[at] = fmaxl(most[at], fabsl((ld)(result)[i] - (truth)) / ulp(truth))
        k.atan2_each(out, y, x, N);
        LARGEST(0, out, atan2l(y[i], x[i]));
        k.asin_each(out, y, N);
        LARGEST(1, out, asinl(y[i]));
        k.acos_each(out, y, N);
        LARGEST(2, out, acosl(y[i]));
        for (size_t i = 0; i < N; i++) x[i] *= 100;
        k.sin_cos(out, other, x, N);
        LARGEST(3, out, sinl(x[i]));
        LARGEST(4, other, cosl(x[i]));
    }
    printf("units in the last place: atan2 %.2Lf, asin %.2Lf, acos %.2Lf, sin %.2Lf, cos %.2Lf\n",
           most[0], most[1], most[2], most[3], most[4]);
    for (size_t f = 0; f < 5; f++) assert_true(most[f] <= MOST_ULPS);
}

static const ktest tests[] = {
    {"special_angles", test_special_angles},
    {"largest_error", test_largest_error},
};

const kgroup kc_angle = KGROUP(angle);
