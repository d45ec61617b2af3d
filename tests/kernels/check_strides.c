/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time normalisation against the textbook formulas, and moments by column. */
#include "kernels/kcheck.h"

/* --- pchip --- */
static void fill_pchip(kcase *c) {
    static const size_t points[] = {0, 1, 7, 8, 9, 101};
    c->m = points[kc_below(c, sizeof points / sizeof *points)];
    double last = (double)(c->n - 1);
    if (kc_below(c, 4) == 0) { /* beyond both ends */
        c->number[0] = kc_uniform(c, -3.0, 1.0);
        c->number[1] = (last + 4.0) / (double)(c->m + 1);
    } else { /* end to end, forward or backward */
        int back = kc_below(c, 4) == 0;
        c->number[0] = back ? last : 0.0;
        c->number[1] = (back ? -last : last) / (double)(c->m > 1 ? c->m - 1 : 1);
    }
}
/* A stride: a hundred and some frames to 101 points. */
static void fill_curve(kcase *c) {
    fill_pchip(c);
    if (!c->timing) return;
    c->m = c->items = 101;
    c->number[0] = 3.3; /* a stride lies inside a recording */
    c->number[1] = ((double)c->n - 8.6) / 100.0;
}
static void run_pchip(kcase *c, const hg__kernels *k) {
    k->pchip(c->out[0], c->m, c->number[0], c->number[1], c->in[0], c->n);
    c->used[0] = c->m;
}

/* Slopes as Fritsch and Butland give them, with their weights, and Hermite's four basis functions:
 * nothing shared with the kernel's form. */
static long double slope(const double *y, size_t n, size_t i) {
    const long double h = 1;
    if (n == 2) return (long double)y[1] - (long double)y[0];
    if (i == 0 || i == n - 1) {
        long double m0 = i ? (long double)y[n - 1] - (long double)y[n - 2]
                           : (long double)y[1] - (long double)y[0];
        long double m1 = i ? (long double)y[n - 2] - (long double)y[n - 3]
                           : (long double)y[2] - (long double)y[1];
        long double d = ((2 * h + h) * m0 - h * m1) / (h + h);
        if (isnan(d)) return d;
        if (d * m0 <= 0) return 0;
        if (m0 * m1 <= 0 && fabsl(d) > 3 * fabsl(m0)) return 3 * m0;
        return d;
    }
    long double a = (long double)y[i] - (long double)y[i - 1],
                b = (long double)y[i + 1] - (long double)y[i];
    if (isnan(a) || isnan(b)) return NAN;
    if (!(a * b > 0)) return 0;
    long double w1 = 2 * h + h, w2 = h + 2 * h;
    return (w1 + w2) / (w1 / a + w2 / b);
}
static void check_pchip(kcase *c) {
    const double *y = c->in[0];
    double last = (double)(c->n - 1);
    for (size_t i = 0; i < c->m; i++) {
        double p = c->number[0] + (double)i * c->number[1];
        if (p < 0 && p > -1e-9) p = 0; /* rounding of the positions, not a position outside */
        if (p > last && p < last + 1e-9) p = last;
        if (p < 0 || p > last) {
            kc_exact(c, 0, i, c->out[0][i], NAN);
            continue;
        }
        size_t k = (size_t)p < c->n - 1 ? (size_t)p : c->n - 2;
        size_t from = k ? k - 1 : 0, to = k + 2 < c->n ? k + 2 : c->n - 1;
        if (k == 0 && c->n > 2) to = 2;
        if (k == c->n - 2 && c->n > 2) from = c->n - 3;
        long double most = 0;
        int finite = 1;
        for (size_t j = from; j <= to; j++) {
            if (fabs(y[j]) > (double)most) most = fabsl((long double)y[j]);
            finite = finite && isfinite(y[j]);
        }
        if (!finite) { /* an infinite sample makes no curve; a missing one is missing */
            int missing = 0;
            for (size_t j = from; j <= to; j++) missing = missing || isnan(y[j]);
            if (missing ? !isnan(c->out[0][i])
                        : isfinite(c->out[0][i]) && (isinf(y[k]) || isinf(y[k + 1])))
                kc_fail(c, 0, i, c->out[0][i], NAN, 0.0);
            continue;
        }
        long double t = (long double)p - (long double)k, u = 1 - t;
        long double want = (1 + 2 * t) * u * u * (long double)y[k] + t * u * u * slope(y, c->n, k) +
                           t * t * (3 - 2 * t) * (long double)y[k + 1] -
                           t * t * u * slope(y, c->n, k + 1);
        /* slopes reach 6 samples' size; some twenty operations on them */
        kc_near(c, 0, i, c->out[0][i], want, 100 * KC_EPS * most);
    }
}

/* --- linear --- */
static void run_linear(kcase *c, const hg__kernels *k) {
    k->linear(c->out[0], c->m, c->number[0], c->number[1], c->in[0], c->n);
    c->used[0] = c->m;
}
static void check_linear(kcase *c) {
    const double *y = c->in[0];
    double last = (double)(c->n - 1);
    for (size_t i = 0; i < c->m; i++) {
        double p = c->number[0] + (double)i * c->number[1];
        if (p < 0 && p > -1e-9) p = 0; /* rounding of the positions, as above */
        if (p > last && p < last + 1e-9) p = last;
        if (p < 0 || p > last) {
            kc_exact(c, 0, i, c->out[0][i], NAN);
            continue;
        }
        size_t k = (size_t)p < c->n - 1 ? (size_t)p : c->n - 2;
        long double t = (long double)p - (long double)k, a = y[k], b = y[k + 1];
        if (!isfinite(y[k]) || !isfinite(y[k + 1])) { /* nothing finite comes of it */
            if (isfinite(c->out[0][i])) kc_fail(c, 0, i, c->out[0][i], NAN, 0.0);
            continue;
        }
        /* a difference, a product and a sum */
        kc_near(c, 0, i, c->out[0][i], (1 - t) * a + t * b, 3 * KC_EPS * (fabsl(a) + fabsl(b)));
    }
}

/* --- column moments: one row of the case per input plane --- */
static void fill_moments(kcase *c) {
    if (c->timing) c->items = 12 * c->n;
    c->m = c->timing ? 12 : kc_below(c, 13);
}
static void run_moments(kcase *c, const hg__kernels *k) {
    const double *row[12];
    size_t *counts = malloc((c->n + 2) * sizeof *counts);
    assert_non_null(counts);
    for (size_t r = 0; r < c->m; r++) row[r] = c->in[r];
    counts[c->n] = 12345;
    k->column_moments(c->out[0], c->out[1], counts, row, c->m, c->n);
    assert_int_equal(counts[c->n], 12345);
    for (size_t i = 0; i < c->n; i++) c->out[2][i] = (double)counts[i];
    free(counts);
    c->used[0] = c->used[1] = c->used[2] = c->n;
}
static void check_moments(kcase *c) {
    for (size_t i = 0; i < c->n; i++) {
        long double sum = 0, magnitude = 0, square = 0, valid = 0;
        for (size_t r = 0; r < c->m; r++)
            if (!isnan(c->in[r][i])) {
                sum += c->in[r][i];
                magnitude += fabs(c->in[r][i]);
                valid += 1;
            }
        long double mean = sum / valid;
        for (size_t r = 0; r < c->m; r++)
            if (!isnan(c->in[r][i]))
                square += ((long double)c->in[r][i] - mean) * ((long double)c->in[r][i] - mean);
        kc_exact(c, 2, i, c->out[2][i], (double)valid);
        long double bound = 16 * KC_EPS * magnitude; /* at most twelve rows */
        kc_near(c, 0, i, c->out[0][i], mean, bound);
        /* A deviation is off by what the mean is off, and the sd by no more than a deviation;
         * squares of deviations below 1e-154 vanish. */
        kc_near(c, 1, i, c->out[1][i], valid < 2 ? (long double)NAN : sqrtl(square / (valid - 1)),
                2 * bound + sqrtl(DBL_MIN));
    }
}

static const krow rows[] = {
    KROW(pchip, 2, 1, fill_curve, run_pchip, check_pchip),
    KROW(linear, 2, 1, fill_curve, run_linear, check_linear),
    KROW(column_moments, 0, 12, fill_moments, run_moments, check_moments),
};

/* Cutting a stride at its frames and asking for 101 points must reach the last one, whatever the
 * rounding of (n - 1) / 100: 0.07 * 100 is above 7. */
static void test_every_stride_ends(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    static double y[2001];
    double out[101];
    for (size_t i = 0; i < 2001; i++) y[i] = cos(0.05 * (double)i);
    size_t beyond = 0;
    const double off =
        1e-13; /* an ulp of 2000 times a slope of 0.05, and the rounding of the cubic */
    for (size_t n = 2; n < 2000; n++) {
        double step = (double)(n - 1) / 100.0;
        beyond += 100.0 * step > (double)(n - 1);
        k.pchip(out, 101, 0.0, step, y, n);
        assert_true(out[0] == y[0]);
        assert_true(fabs(out[100] - y[n - 1]) < off);
    }
    for (double first = 0.1; first < 1000.0;
         first += 7.3) { /* ends between samples, at the last one */
        double step = (2000.0 - first) / 100.0;
        beyond += first + 100.0 * step > 2000.0;
        k.pchip(out, 101, first, step, y, 2001);
        assert_true(fabs(out[100] - y[2000]) < off);
    }
    assert_true(beyond > 10); /* else nothing was tried */
}

/* What the curve is chosen for: samples are met, straight lines stay straight, nothing overshoots.
 */
static void test_shape(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    const double y[12] = {0, 0, 0, 1, 1.1, 5, 5, 4, -2, -2.5, -2.6, 3};
    double out[1101];
    k.pchip(out, 1101, 0.0, 0.01, y, 12);
    for (size_t i = 0; i < 1101; i++) {
        size_t a = i / 100 < 11 ? i / 100 : 10;
        double low = fmin(y[a], y[a + 1]), high = fmax(y[a], y[a + 1]);
        assert_true(out[i] >= low - 1e-14 &&
                    out[i] <= high + 1e-14); /* rounding of a cubic of size 5 */
        if (i % 100 == 0) assert_true(fabs(out[i] - y[i / 100]) < 1e-14);
    }
    double line[9];
    for (size_t i = 0; i < 9; i++) line[i] = 3.0 - 0.5 * (double)i;
    k.pchip(out, 17, 0.0, 0.5, line, 9);
    for (size_t i = 0; i < 17; i++) assert_true(fabs(out[i] - (3.0 - 0.25 * (double)i)) < 1e-14);
}

/* One missing sample: the intervals it bounds, and those whose slopes look at it. */
static void test_missing_sample(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    for (size_t hole = 0; hole < 20; hole++) {
        double y[20], out[19];
        for (size_t i = 0; i < 20; i++) y[i] = (double)(i * i);
        y[hole] = NAN;
        k.pchip(out, 19, 0.5, 1.0, y, 20);
        for (size_t i = 0; i < 19; i++) {
            size_t from = i ? i - 1 : 0, to = i + 2 < 20 ? i + 2 : 19;
            assert_int_equal(!!isnan(out[i]), hole >= from && hole <= to);
        }
    }
}

static const ktest tests[] = {
    {"every_stride_ends", test_every_stride_ends},
    {"shape", test_shape},
    {"missing_sample", test_missing_sample},
};

const kgroup kc_strides = KGROUP(strides);
