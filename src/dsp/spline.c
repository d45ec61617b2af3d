/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/spline.h"

#include <math.h>

/* Of the piece from point i to i + 1. */
static double width(const double *x, size_t i) {
    return x[i + 1] - x[i];
}
static double rise(const double *x, const double *y, size_t i) {
    return (y[i + 1] - y[i]) / width(x, i);
}

/* Slopes at the points that make the second derivative continuous: a tridiagonal system. */
static void smooth_slopes(double *slope, double *room, const double *x, const double *y, size_t n,
                          hg__spline_kind kind) {
    double *diagonal = room, *above = room + n; /* and slope holds the right-hand side */
    double first = width(x, 0), second = width(x, 1), last = width(x, n - 2),
           before = width(x, n - 3), below_last;
    if (kind == HG__SPLINE_NATURAL) {
        diagonal[0] = 2.0;
        above[0] = 1.0;
        slope[0] = 3.0 * rise(x, y, 0);
        diagonal[n - 1] = 2.0;
        below_last = 1.0;
        slope[n - 1] = 3.0 * rise(x, y, n - 2);
    } else {
        double two = first + second;
        diagonal[0] = second;
        above[0] = two;
        slope[0] =
            ((first + 2.0 * two) * second * rise(x, y, 0) + first * first * rise(x, y, 1)) / two;
        two = last + before;
        diagonal[n - 1] = before;
        below_last = two;
        slope[n - 1] =
            (last * last * rise(x, y, n - 3) + (2.0 * two + last) * before * rise(x, y, n - 2)) /
            two;
    }
    for (size_t i = 1; i + 1 < n; i++) {
        diagonal[i] = 2.0 * (width(x, i - 1) + width(x, i));
        above[i] = width(x, i - 1);
        slope[i] = 3.0 * (width(x, i) * rise(x, y, i - 1) + width(x, i - 1) * rise(x, y, i));
    }
    for (size_t i = 1; i < n; i++) {
        double below = i + 1 < n ? width(x, i) : below_last, factor = below / diagonal[i - 1];
        diagonal[i] -= factor * above[i - 1];
        slope[i] -= factor * slope[i - 1];
    }
    slope[n - 1] /= diagonal[n - 1];
    for (size_t i = n - 1; i-- > 0;) slope[i] = (slope[i] - above[i] * slope[i + 1]) / diagonal[i];
}

/* Slope at an end from its two pieces, bent back where it would overshoot. */
static double end_slope(double near_width, double far_width, double near_rise, double far_rise) {
    double s = ((2.0 * near_width + far_width) * near_rise - near_width * far_rise) /
               (near_width + far_width);
    if (!(s * near_rise > 0.0)) return 0.0;
    if (!(near_rise * far_rise > 0.0) && fabs(s) > 3.0 * fabs(near_rise)) return 3.0 * near_rise;
    return s;
}

static void monotone_slopes(double *slope, const double *x, const double *y, size_t n) {
    for (size_t i = 1; i + 1 < n; i++) {
        double left = rise(x, y, i - 1), right = rise(x, y, i);
        double wl = 2.0 * width(x, i) + width(x, i - 1), wr = width(x, i) + 2.0 * width(x, i - 1);
        slope[i] = left * right > 0.0 ? (wl + wr) / (wl / left + wr / right) : 0.0;
    }
    slope[0] = end_slope(width(x, 0), width(x, 1), rise(x, y, 0), rise(x, y, 1));
    slope[n - 1] =
        end_slope(width(x, n - 2), width(x, n - 3), rise(x, y, n - 2), rise(x, y, n - 3));
}

/* The piece in which `at` lies; the outer ones reach beyond the ends. */
static size_t piece_of(const double *x, size_t n, double at) {
    size_t low = 0, high = n - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (x[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

bool hg__spline(double *out, const double *at, size_t m, const double *x, const double *y, size_t n,
                hg__spline_kind kind, hg__arena *scratch) {
    if (n < (kind == HG__SPLINE_MONOTONE ? 3 : 4)) return false;
    double *slope = hg__arena_alloc(scratch, 3 * n, sizeof *slope);
    if (!slope) return false;
    if (kind == HG__SPLINE_MONOTONE)
        monotone_slopes(slope, x, y, n);
    else
        smooth_slopes(slope, slope + n, x, y, n, kind);
    for (size_t i = 0; i < m; i++) {
        size_t p = piece_of(x, n, at[i]);
        double h = width(x, p), t = (at[i] - x[p]) / h, r = rise(x, y, p);
        double square = slope[p] + slope[p + 1] - 2.0 * r; /* of the cubic term, times h */
        double c = r - slope[p] - square;
        out[i] = y[p] + t * h * (slope[p] + t * (c + t * square));
    }
    return true;
}
