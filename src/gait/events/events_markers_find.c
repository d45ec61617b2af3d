/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for a sample in a signal: crossings and extrema, between samples. */
#include <math.h>

#include "gait/events/events_markers.h"

static double above(const double *x, double share, const double *of, size_t i) {
    return x[i] - (of ? share * of[i] : share);
}

/* Where the line from a to b meets zero, as a share of the way. */
static double meets(double a, double b) {
    return a / (a - b);
}

double hg__rise_before(const double *x, double share, const double *of, size_t from, size_t to) {
    for (size_t i = from; i-- > to;) {
        double a = above(x, share, of, i), b = above(x, share, of, i + 1);
        if (isnan(a) || isnan(b)) return NAN;
        if (a < 0 && b >= 0) return (double)i + meets(a, b);
    }
    return NAN;
}

double hg__rise_after(const double *x, double share, const double *of, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        double a = above(x, share, of, i), b = above(x, share, of, i + 1);
        if (isnan(a) || isnan(b)) return NAN;
        if (a < 0 && b >= 0) return (double)i + meets(a, b);
    }
    return NAN;
}

double hg__fall_near(const double *x, double share, const double *of, double near, size_t from,
                     size_t to) {
    double best = NAN;
    for (size_t i = from; i < to; i++) {
        double a = above(x, share, of, i), b = above(x, share, of, i + 1);
        if (!(a >= 0 && b < 0)) continue;
        double t = (double)i + meets(a, b);
        if (isnan(best) || fabs(t - near) < fabs(best - near)) best = t;
    }
    return best;
}

double hg__parabola(const double *x, size_t i) {
    double bend = x[i - 1] - 2 * x[i] + x[i + 1];
    return (double)i + (bend != 0 ? 0.5 * (x[i - 1] - x[i + 1]) / bend : 0.0);
}

double hg__extremum(const double *x, double sign, size_t from, size_t to) {
    size_t at = from;
    for (size_t i = from; i <= to; i++)
        if (sign * x[i] > sign * x[at] || isnan(x[at])) at = i;
    return at > from && at < to ? hg__parabola(x, at) : NAN;
}

size_t hg__lowest(const double *x, size_t from, size_t to) {
    size_t at = from;
    for (size_t i = from; i <= to; i++)
        if (x[i] < x[at] || isnan(x[at])) at = i;
    return at;
}

size_t hg__sample(double at, size_t least, size_t most) {
    return !(at > (double)least) ? least : at >= (double)most ? most : (size_t)at;
}
