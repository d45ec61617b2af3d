/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strides to a common length, and their mean and spread. */
#include <math.h>

#include "kernels/levels.h"

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

static void pchip(double *out, size_t m, double first, double step, const double *y, size_t n) {
    double last = (double)(n - 1);
    size_t interval = n; /* none yet: neighbouring points mostly share one */
    double start = 0.0, d0 = 0.0, bend = 0.0, twist = 0.0;
    for (size_t i = 0; i < m; i++) {
        double p = first + (double)i * step;
        if (!(p >= -FORGIVEN && p <= last + FORGIVEN)) {
            out[i] = NAN;
            continue;
        }
        p = p < 0.0 ? 0.0 : p > last ? last : p;
        size_t k = (size_t)p;
        if (k == n - 1) k = n - 2;
        if (k != interval) {
            double rise = y[k + 1] - y[k], d1 = slope_at(y, n, k + 1);
            interval = k;
            start = y[k];
            d0 = slope_at(y, n, k);
            bend = (3.0 * rise - 2.0 * d0) - d1;
            twist = (d0 + d1) - 2.0 * rise;
        }
        double s = p - (double)k;
        out[i] = start + s * (d0 + s * (bend + s * twist));
    }
}

/* Two passes, row by row; columns stand side by side and never meet. */
static void column_moments(double *mean, double *sd, size_t *counts, const double *const *row,
                           size_t rows, size_t columns) {
    for (size_t c = 0; c < columns; c++) {
        mean[c] = 0.0;
        sd[c] = 0.0;
        counts[c] = 0;
    }
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            double x = row[r][c];
            mean[c] += x == x ? x : 0.0;
            counts[c] += x == x;
        }
    for (size_t c = 0; c < columns; c++) mean[c] /= (double)counts[c]; /* 0/0: NaN below one */
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            double x = row[r][c], d = x - mean[c];
            sd[c] += x == x ? d * d : 0.0;
        }
    for (size_t c = 0; c < columns; c++)
        sd[c] = counts[c] < 2 ? NAN : sqrt(sd[c] / (double)(counts[c] - 1));
}

void hg__kernels_c_strides(hg__kernels *k) {
    k->pchip = pchip;
    k->column_moments = column_moments;
}
