/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/curve.h"

#include <math.h>
#include <string.h>

double hg__smooth_step(double u) {
    if (u <= 0) return 0;
    if (u >= 1) return 1;
    return u * u * u * (10 + u * (6 * u - 15));
}

double hg__smooth_step_integral(double u) {
    if (u <= 0) return 0;
    if (u >= 1) return u - 0.5;
    return u * u * u * u * (2.5 + u * (u - 3));
}

double hg__smooth_stop(double u) {
    if (u >= 1) return 0;
    return 1.0 / 7 - u * (0.5 - u * 0.5 + u * u * u * u * (0.5 + u * (u / 7 - 0.5)));
}

/* Gauss with column pivoting, n <= HG__CYCLE_MAX, rows of A are HG__CYCLE_MAX apart. */
static bool solve(double *A, double *b, size_t n) {
    const size_t row = HG__CYCLE_MAX;
    for (size_t k = 0; k < n; k++) {
        size_t p = k;
        for (size_t i = k + 1; i < n; i++)
            if (fabs(A[i * row + k]) > fabs(A[p * row + k])) p = i;
        if (fabs(A[p * row + k]) < 1e-14) return false;
        for (size_t j = 0; j < n; j++) {
            double t = A[k * row + j];
            A[k * row + j] = A[p * row + j];
            A[p * row + j] = t;
        }
        double t = b[k];
        b[k] = b[p];
        b[p] = t;
        for (size_t i = k + 1; i < n; i++) {
            double f = A[i * row + k] / A[k * row + k];
            for (size_t j = k; j < n; j++) A[i * row + j] -= f * A[k * row + j];
            b[i] -= f * b[k];
        }
    }
    for (size_t k = n; k-- > 0;) {
        for (size_t j = k + 1; j < n; j++) b[k] -= A[k * row + j] * b[j];
        b[k] /= A[k * row + k];
    }
    return true;
}

void hg__cycle_fit(hg__cycle *c, const double (*points)[2], size_t n, double scale) {
    double A[HG__CYCLE_MAX * HG__CYCLE_MAX] = {0};
    c->n = n;
    for (size_t i = 0; i < n; i++) {
        c->phase[i] = points[i][0];
        c->value[i] = points[i][1] * scale;
    }
    for (size_t i = 0; i < n; i++) {
        size_t before = (i + n - 1) % n, after = (i + 1) % n;
        double left = c->phase[i] - c->phase[before] + (i == 0),
               right = c->phase[after] - c->phase[i] + (i == n - 1);
        A[i * HG__CYCLE_MAX + before] += left;
        A[i * HG__CYCLE_MAX + i] += 2 * (left + right);
        A[i * HG__CYCLE_MAX + after] += right;
        c->bend[i] =
            6 * ((c->value[after] - c->value[i]) / right - (c->value[i] - c->value[before]) / left);
    }
    (void)solve(A, c->bend, n); /* diagonally dominant: always solvable */
}

/* Cubic between two knots h apart, r of the way. */
static double between(double y0, double y1, double m0, double m1, double h, double r) {
    double q = 1 - r;
    return q * y0 + r * y1 + h * h / 6 * (q * (q * q - 1) * m0 + r * (r * r - 1) * m1);
}

double hg__cycle_at(const hg__cycle *c, double phase) {
    double at = phase - floor(phase);
    if (at < c->phase[0]) at += 1;
    size_t i = c->n - 1;
    while (i > 0 && c->phase[i] > at) i--;
    size_t j = (i + 1) % c->n;
    double h = c->phase[j] - c->phase[i] + (j == 0);
    return between(c->value[i], c->value[j], c->bend[i], c->bend[j], h, (at - c->phase[i]) / h);
}

void hg__count_fit(double *bend, const double *x, size_t n, double *scratch) {
    /* Thomas algorithm; bend is 0 at both ends */
    bend[0] = bend[n - 1] = 0;
    scratch[0] = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        double left = x[i] - x[i - 1], right = x[i + 1] - x[i];
        double pivot = 2 * (left + right) - left * scratch[i - 1];
        scratch[i] = right / pivot;
        bend[i] = (6 * (1 / right - 1 / left) - left * bend[i - 1]) / pivot;
    }
    for (size_t i = n - 2; i > 0; i--) bend[i] -= scratch[i] * bend[i + 1];
}

double hg__count_at(const double *bend, const double *x, size_t n, double at) {
    if (at <= x[0] || at >= x[n - 1]) {
        size_t i = at <= x[0] ? 0 : n - 2;
        double h = x[i + 1] - x[i];
        /* slope at the outer knot, where the bend is 0 */
        double slope = i == 0 ? 1 / h - h * bend[1] / 6 : 1 / h + h * bend[n - 2] / 6;
        return i == 0 ? slope * (at - x[0]) : (double)(n - 1) + slope * (at - x[n - 1]);
    }
    size_t low = 0, high = n - 1;
    while (high - low > 1) {
        size_t mid = (low + high) / 2;
        if (x[mid] <= at)
            low = mid;
        else
            high = mid;
    }
    double h = x[high] - x[low];
    return between((double)low, (double)high, bend[low], bend[high], h, (at - x[low]) / h);
}

/* Number j of m bumps on (0, 1). */
static double bump(size_t j, size_t m, double u) {
    double b = u * u * u * (1 - u) * (1 - u) * (1 - u) * 64;
    for (size_t i = 0; i + 1 < m; i++) b *= 2 * (i < j ? u : 1 - u);
    return b;
}

static double quintic(const double c[6], double u) {
    return c[0] + u * (c[1] + u * (c[2] + u * (c[3] + u * (c[4] + u * c[5]))));
}

bool hg__path_fit(hg__path *path, double start, double end, hg__motion from, hg__motion to,
                  const double (*via)[2], size_t n_via) {
    const double T = end - start;
    *path = (hg__path){.start = start, .length = T, .n_via = n_via};
    double *c = path->c;
    c[0] = from.p;
    c[1] = from.v * T;
    c[2] = from.a * T * T / 2;
    double p = to.p - c[0] - c[1] - c[2], v = to.v * T - c[1] - 2 * c[2],
           a = to.a * T * T / 2 - c[2];
    c[3] = 10 * p - 4 * v + a;
    c[4] = -15 * p + 7 * v - 2 * a;
    c[5] = 6 * p - 3 * v + a;
    if (n_via == 0) return true;
    double A[HG__CYCLE_MAX * HG__CYCLE_MAX] = {0};
    for (size_t i = 0; i < n_via; i++) {
        for (size_t j = 0; j < n_via; j++) A[i * HG__CYCLE_MAX + j] = bump(j, n_via, via[i][0]);
        path->bump[i] = via[i][1] - quintic(c, via[i][0]);
    }
    return solve(A, path->bump, n_via);
}

double hg__path_at(const hg__path *path, double at) {
    const double u = (at - path->start) / path->length;
    double y = quintic(path->c, u);
    for (size_t j = 0; j < path->n_via; j++) y += path->bump[j] * bump(j, path->n_via, u);
    return y;
}
