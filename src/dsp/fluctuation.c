/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dsp/patterns.h"

/* Squared residuals of w numbers about the polynomial of order 1 or 2 that fits them best. The
 * basis is orthogonal, so that each term is found on its own. */
static double residual(const double *y, size_t w, int order) {
    double middle = 0.5 * (double)(w - 1), mean = 0.0, spread = 0.0, top[2] = {0.0, 0.0},
           bottom[2] = {0.0, 0.0}, sum = 0.0;
    for (size_t i = 0; i < w; i++) {
        double at = (double)i - middle;
        mean += y[i];
        spread += at * at;
    }
    mean /= (double)w;
    spread /= (double)w;
    for (size_t i = 0; i < w; i++) {
        double at = (double)i - middle, bend = at * at - spread;
        top[0] += at * (y[i] - mean);
        bottom[0] += at * at;
        top[1] += bend * (y[i] - mean);
        bottom[1] += bend * bend;
    }
    double slope = top[0] / bottom[0],
           curve = order > 1 && bottom[1] > 0.0 ? top[1] / bottom[1] : 0;
    for (size_t i = 0; i < w; i++) {
        double at = (double)i - middle;
        double off = y[i] - mean - slope * at - curve * (at * at - spread);
        sum += off * off;
    }
    return sum;
}

bool hg__fluctuation(double *out, const double *x, size_t n, const size_t *window, size_t windows,
                     bool overlap, int order, hg__arena *scratch) {
    double *walk = hg__arena_alloc(scratch, n, sizeof *walk), mean = 0.0, sum = 0.0;
    if (!walk) return false;
    for (size_t i = 0; i < n; i++) mean += x[i];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++) {
        sum += x[i] - mean;
        walk[i] = sum;
    }
    for (size_t v = 0; v < windows; v++) {
        size_t w = window[v], step = overlap ? w / 2 : w, count = 0;
        double total = 0.0;
        /* of overlapping windows the one that would end with the series is left out, as public
         * implementations do */
        for (size_t i = 0; w > 1 && i + w + overlap <= n; i += step) {
            total += residual(walk + i, w, order) / (double)w;
            count++;
        }
        out[v] = count ? sqrt(total / (double)count) : NAN;
    }
    return true;
}

double hg__fluctuation_slope(const double *fluctuation, const size_t *window, size_t windows) {
    double mx = 0.0, my = 0.0, top = 0.0, bottom = 0.0;
    for (size_t i = 0; i < windows; i++) {
        mx += log((double)window[i]) / (double)windows;
        my += log(fluctuation[i]) / (double)windows;
    }
    for (size_t i = 0; i < windows; i++) {
        double at = log((double)window[i]) - mx;
        top += at * (log(fluctuation[i]) - my);
        bottom += at * at;
    }
    double slope = top / bottom;
    return isfinite(slope) ? slope : NAN;
}

size_t hg__fluctuation_windows(size_t *window, size_t room, size_t most, double ratio) {
    size_t count = 0;
    double at = 4.0;
    for (int i = 0; i < 10000 && count < room && floor(at) <= (double)most; i++) {
        size_t w = (size_t)floor(at);
        if (count == 0 || w > window[count - 1]) window[count++] = w;
        at = 4.0 * pow(ratio, i + 1);
    }
    return count;
}
