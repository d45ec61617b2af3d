/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dsp/spectrum.h"

#define PI 3.14159265358979323846
#define HALVINGS 120 /* of an interval: to the last bit of a double and some */
#define SWEEPS 4     /* of inverse iteration: the first already gives nearly all digits */

/* Eigenvalues of the tridiagonal matrix (d, e) above `value`: the signs of its pivots (Sturm). */
static size_t above(const double *d, const double *e, size_t n, double value) {
    size_t count = 0;
    double pivot = d[0] - value;
    for (size_t i = 0;; i++) {
        if (pivot > 0.0) count++;
        if (i + 1 == n) return count;
        if (pivot == 0.0) pivot = 1e-300;
        pivot = d[i + 1] - value - e[i] * e[i] / pivot;
    }
}

/* One sweep of (T - value) y = x by elimination with row exchange; x becomes y of unit length.
 * work: 3 n. */
static void solve(double *x, const double *d, const double *e, size_t n, double value,
                  double *work) {
    double *diagonal = work, *upper = work + n, *second = work + 2 * n;
    for (size_t i = 0; i < n; i++) {
        diagonal[i] = d[i] - value;
        upper[i] = i + 1 < n ? e[i] : 0.0;
        second[i] = 0.0;
    }
    for (size_t i = 0; i + 1 < n; i++) {
        double lower = e[i];
        if (fabs(lower) > fabs(diagonal[i])) {
            double old[3] = {diagonal[i], upper[i], second[i]}, right = x[i];
            diagonal[i] = lower;
            upper[i] = diagonal[i + 1];
            second[i] = upper[i + 1];
            x[i] = x[i + 1];
            double factor = old[0] / diagonal[i];
            diagonal[i + 1] = old[1] - factor * upper[i];
            upper[i + 1] = old[2] - factor * second[i];
            x[i + 1] = right - factor * x[i];
        } else {
            double factor = lower / (diagonal[i] != 0.0 ? diagonal[i] : 1e-300);
            diagonal[i + 1] -= factor * upper[i];
            x[i + 1] -= factor * x[i];
        }
    }
    double energy = 0.0;
    for (size_t i = n; i-- > 0;) {
        double y = x[i];
        if (i + 1 < n) y -= upper[i] * x[i + 1];
        if (i + 2 < n) y -= second[i] * x[i + 2];
        x[i] = y / (diagonal[i] != 0.0 ? diagonal[i] : 1e-300);
    }
    double most = 0.0;
    for (size_t i = 0; i < n; i++) most = fmax(most, fabs(x[i]));
    for (size_t i = 0; i < n; i++) {
        x[i] /= most;
        energy += x[i] * x[i];
    }
    for (size_t i = 0; i < n; i++) x[i] /= sqrt(energy);
}

static void set_sign(double *row, size_t n, size_t order) {
    double sum = 0.0;
    if (order % 2 == 0) {
        for (size_t i = 0; i < n; i++) sum += row[i];
    } else {
        /* the first number that is not lost in rounding: 1/n of the unit energy, and scipy's */
        double least = fmax(1e-7, 1.0 / (double)n);
        size_t i = 0;
        while (i + 1 < n && !(row[i] * row[i] > least)) i++;
        sum = row[i];
    }
    if (sum < 0.0)
        for (size_t i = 0; i < n; i++) row[i] = -row[i];
}

static bool slepian(double *rows, size_t n, double nw, size_t count, hg__arena *scratch) {
    double *d = hg__arena_alloc(scratch, n, sizeof *d), *e = hg__arena_alloc(scratch, n, sizeof *e),
           *work = hg__arena_alloc(scratch, 3 * n, sizeof *work);
    if (!d || !e || !work) return false;
    double turn = cos(2.0 * PI * nw / (double)n), low = 0.0, high = 0.0;
    for (size_t i = 0; i < n; i++) {
        double half = 0.5 * ((double)n - 1.0 - 2.0 * (double)i);
        d[i] = half * half * turn;
        e[i] = 0.5 * (double)(i + 1) * (double)(n - 1 - i);
        double reach = e[i] + (i ? e[i - 1] : 0.0);
        low = fmin(low, d[i] - reach);
        high = fmax(high, d[i] + reach);
    }
    for (size_t order = 0; order < count; order++) {
        double from = low, to = high;
        for (int h = 0; h < HALVINGS && from < to; h++) {
            double half = from + 0.5 * (to - from);
            if (above(d, e, n, half) > order)
                from = half;
            else
                to = half;
        }
        double *row = rows + order * n;
        /* a start of both parities and all frequencies */
        for (size_t i = 0; i < n; i++) row[i] = 1.0 + 0.5 * sin(1.7 * (double)i * (double)i);
        for (int sweep = 0; sweep < SWEEPS; sweep++) solve(row, d, e, n, from, work);
        set_sign(row, n, order);
    }
    return true;
}

bool hg__tapers_fill(double *rows, hg__tapers kind, size_t n, double nw, size_t count,
                     hg__arena *scratch) {
    if (count < 1 || count > n) return false;
    if (kind == HG__TAPERS_DPSS) return slepian(rows, n, nw, count, scratch);
    double scale = sqrt(2.0 / (double)(n + 1));
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < n; i++)
            rows[t * n + i] = scale * sin(PI * (double)(t + 1) * (double)(i + 1) / (double)(n + 1));
    return true;
}

double hg__taper_energy(const double *taper, size_t n, double nw) {
    /* sum of v_i v_j sin(2 pi W (i - j)) / (pi (i - j)), by diagonals */
    double w = 2.0 * nw / (double)n, sum = 0.0, all = 0.0;
    for (size_t i = 0; i < n; i++) all += taper[i] * taper[i];
    for (size_t lag = 1; lag < n; lag++) {
        double product = 0.0, at = PI * (double)lag;
        for (size_t i = 0; i + lag < n; i++) product += taper[i] * taper[i + lag];
        sum += 2.0 * product * sin(w * at) / at;
    }
    return w + sum / all;
}
