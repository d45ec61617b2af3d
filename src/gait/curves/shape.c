/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shape of the right curve against the left: closed curves of HG__CYCLE points. */
#include <math.h>
#include <stdlib.h>

#include "gait/curves/curves.h"

#define DEGREES (180.0 / 3.14159265358979323846)
#define HALF (HG__CYCLE / 2)

static double mean_of(const double *x) {
    double sum = 0.0;
    for (int i = 0; i < HG__CYCLE; i++) sum += x[i];
    return sum / HG__CYCLE;
}

/* Mean product of what is left of x, `shift` points on, and of y without their means. */
static double shared(const double *x, const double *y, double mx, double my, int shift) {
    double sum = 0.0;
    for (int i = 0; i < HG__CYCLE; i++)
        sum += (x[(i + shift + HG__CYCLE) % HG__CYCLE] - mx) * (y[i] - my);
    return sum / HG__CYCLE;
}

static double range_of(const double *x) {
    double least = x[0], most = x[0];
    for (int i = 1; i < HG__CYCLE; i++) {
        if (x[i] < least) least = x[i];
        if (x[i] > most) most = x[i];
    }
    return most - least;
}

/* Variance across the principal axis over that along it. */
static double slenderness(double xx, double yy, double xy) {
    double middle = 0.5 * (xx + yy), spread = sqrt(0.25 * (xx - yy) * (xx - yy) + xy * xy);
    double along = middle + spread;
    /* the product of the two is the determinant; a difference of large numbers would lose it */
    double across = along > 0.0 ? (xx * yy - xy * xy) / along : 0.0;
    return along > 0.0 ? fmax(across, 0.0) / along : NAN;
}

hg__shape hg__compare_shape(const double *left, const double *right, int reach) {
    double ml = mean_of(left), mr = mean_of(right);
    double ll = shared(left, left, ml, ml, 0), rr = shared(right, right, mr, mr, 0),
           lr = shared(left, right, ml, mr, 0), most = -INFINITY, area = 0.0, apart = 0.0;
    hg__shape s = {.ratio = range_of(right) / range_of(left), .offset = mr - ml};
    /* a shift changes neither variance, so the least ratio has the largest product; only a positive
     * one: curves that mirror each other are not the same shape */
    for (int i = 0; i <= 2 * reach; i++) {
        int shift = i % 2 ? (i + 1) / 2 : -i / 2; /* 0, 1, -1, 2, -2, ... */
        double product = shared(left, right, ml, mr, shift);
        if (!(product > most)) continue;
        most = product;
        s.shift = shift;
    }
    s.symmetry = 100.0 * slenderness(ll, rr, most);
    s.angle = 0.5 * atan2(2.0 * lr, ll - rr) * DEGREES - 45.0;
    if (s.angle <= -90.0) s.angle += 180.0;
    for (int i = 0; i < HG__CYCLE; i++) {
        int next = (i + 1) % HG__CYCLE;
        area += (left[i] - ml) * (right[next] - mr) - (left[next] - ml) * (right[i] - mr);
        apart += (right[i] - left[i]) * (right[i] - left[i]);
    }
    s.area = 0.5 * fabs(area);
    s.distance = sqrt(0.5 * apart / HG__CYCLE);
    return s;
}

void hg__cross_correlate(double *r, double *lag, const double *left, const double *right) {
    double ml = mean_of(left), mr = mean_of(right);
    double scale = sqrt(shared(left, left, ml, ml, 0) * shared(right, right, mr, mr, 0));
    double at[HALF + 3]; /* lags 24 .. 76: right at t + lag against left at t */
    int first = HALF / 2 - 1, best = 1;
    for (int i = 0; i < HALF + 3; i++) at[i] = shared(right, left, mr, ml, first + i) / scale;
    for (int i = 2; i <= HALF + 1; i++)
        if (at[i] > at[best]) best = i;
    *r = at[best];
    double bend = at[best - 1] - 2.0 * at[best] + at[best + 1];
    double off = bend < 0.0 ? 0.5 * (at[best - 1] - at[best + 1]) / bend : 0.0;
    /* at the end of the window it may go on rising: then it is no peak */
    bool peak = at[best] >= at[best - 1] && at[best] >= at[best + 1];
    *lag = peak ? first + best + off - HALF : NAN;
}
