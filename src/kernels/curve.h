/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One point of a curve through samples at 0, 1, 2, ...: what the C level does with every point, and
 * the wide levels with the points at the ends. */
#ifndef HG_KERNELS_CURVE_H
#define HG_KERNELS_CURVE_H

#include <math.h>
#include <stddef.h>

/* Caller and kernel each round first + i * step; the last point of a stride must not fall off its
 * end for that (0.07 * 100 is already above 7). No recording knows its time to a millionth of a
 * frame, and no recording is so long that rounding reaches it. */
#define FORGIVEN 1e-6

/* Slope at a sample between two intervals of slope a and b: their harmonic mean, 0 at an extremum
 * (Fritsch & Butland 1984, doi:10.1137/0905021, for equal steps). Written so that neither large nor
 * tiny slopes leave the range of a double. */
static inline double inner_slope(double a, double b) {
    int rise = (a > 0.0) & (b > 0.0), fall = (a < 0.0) & (b < 0.0);
    if (rise | fall) return 2.0 * a * (b / (a + b));
    return a == a && b == b ? 0.0 : a + b;
}

static inline int sign_of(double x) {
    return (x > 0.0) - (x < 0.0);
}

/* Slope at an end: three-point formula, kept from turning the curve (Moler 2004, ch. 3). */
static inline double end_slope(double near, double far) {
    double d = 0.5 * (3.0 * near - far);
    if (!(d == d)) return d;
    if (sign_of(d) != sign_of(near)) return 0.0;
    if (sign_of(near) != sign_of(far) && fabs(d) > 3.0 * fabs(near)) return 3.0 * near;
    return d;
}

static inline double slope_at(const double *y, size_t n, size_t i) {
    if (n == 2) return y[1] - y[0];
    if (i == 0) return end_slope(y[1] - y[0], y[2] - y[1]);
    if (i == n - 1) return end_slope(y[n - 1] - y[n - 2], y[n - 2] - y[n - 3]);
    return inner_slope(y[i] - y[i - 1], y[i + 1] - y[i]);
}

/* The interval of position p and how far into it; false when p is outside. */
static inline int interval_of(size_t *k, double *s, double p, size_t n) {
    double last = (double)(n - 1);
    if (!(p >= -FORGIVEN && p <= last + FORGIVEN)) return 0;
    p = p < 0.0 ? 0.0 : p > last ? last : p;
    *k = (size_t)(ptrdiff_t)p; /* there is an instruction for signed ones */
    if (*k == n - 1) *k = n - 2;
    *s = p - (double)*k;
    return 1;
}

static inline double pchip_at(double p, const double *y, size_t n) {
    size_t k;
    double s;
    if (!interval_of(&k, &s, p, n)) return NAN;
    double rise = y[k + 1] - y[k], d0 = slope_at(y, n, k), d1 = slope_at(y, n, k + 1);
    double bend = (3.0 * rise - 2.0 * d0) - d1, twist = (d0 + d1) - 2.0 * rise;
    return y[k] + s * (d0 + s * (bend + s * twist));
}

static inline double linear_at(double p, const double *y, size_t n) {
    size_t k;
    double s;
    if (!interval_of(&k, &s, p, n)) return NAN;
    return y[k] + s * (y[k + 1] - y[k]);
}

#endif
