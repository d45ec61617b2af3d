/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strides to a common length, and their mean and spread. */
#include <math.h>

#include "kernels/curve.h"
#include "kernels/levels.h"

static void pchip(double *out, size_t m, double first, double step, const double *y, size_t n) {
    size_t interval = n; /* none yet: neighbouring points mostly share one */
    double start = 0.0, d0 = 0.0, bend = 0.0, twist = 0.0;
    for (size_t i = 0; i < m; i++) {
        size_t k;
        double s;
        if (!interval_of(&k, &s, first + (double)(ptrdiff_t)i * step, n)) {
            out[i] = NAN;
            continue;
        }
        if (k != interval) {
            double rise = y[k + 1] - y[k], d1 = slope_at(y, n, k + 1);
            interval = k;
            start = y[k];
            d0 = slope_at(y, n, k);
            bend = (3.0 * rise - 2.0 * d0) - d1;
            twist = (d0 + d1) - 2.0 * rise;
        }
        out[i] = start + s * (d0 + s * (bend + s * twist));
    }
}

static void linear(double *out, size_t m, double first, double step, const double *y, size_t n) {
    for (size_t i = 0; i < m; i++) out[i] = linear_at(first + (double)(ptrdiff_t)i * step, y, n);
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
    k->linear = linear;
    k->column_moments = column_moments;
}
