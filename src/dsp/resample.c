/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/resample.h"

#include <math.h>

#include "dsp/stats.h"

#define PI 3.14159265358979323846
#define BETA 5.0
#define CROSSINGS 10

size_t hg__resampled(size_t n, size_t up, size_t down) {
    return (n * up + down - 1) / down;
}

/* Modified Bessel function of order 0 by its series: ten digits more than are needed below 20. */
static double bessel0(double x) {
    double sum = 1.0, term = 1.0;
    for (int k = 1; term > 1e-18 * sum; k++) {
        term *= x / (2.0 * k) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

bool hg__resample(double *out, const double *x, size_t n, size_t up, size_t down,
                  hg__arena *scratch) {
    size_t most = up > down ? up : down, half = CROSSINGS * most, taps = 2 * half + 1;
    double *h = hg__arena_alloc(scratch, taps, sizeof *h), sum = 0.0;
    if (!h) return false;
    for (size_t i = 0; i < taps; i++) {
        double at = (double)i - (double)half, share = at / (double)half,
               arg = PI * at / (double)most;
        double window = bessel0(BETA * sqrt(fmax(0.0, 1.0 - share * share))) / bessel0(BETA);
        h[i] = window * (i == half ? 1.0 : sin(arg) / arg);
        sum += h[i];
    }
    for (size_t i = 0; i < taps; i++) h[i] *= (double)up / sum;
    size_t count = hg__resampled(n, up, down);
    for (size_t m = 0; m < count; m++) {
        size_t centre = m * down; /* on the grid of both rates, where x[k] stands at k up */
        size_t first = centre > half ? (centre - half + up - 1) / up : 0;
        double value = 0.0;
        for (size_t k = first; k < n && k * up <= centre + half; k++)
            value += h[half + centre - k * up] * x[k];
        out[m] = value;
    }
    return true;
}

bool hg__local_slope(double *out, const double *x, size_t n, size_t half, double rate_hz,
                     hg__arena *scratch) {
    enum { TERMS = 4 };
    size_t window = 2 * half + 1;
    if (half < 2 || n < window) return false;
    double moments[TERMS * TERMS] = {0.0},
                           *weight = hg__arena_alloc(scratch, window, sizeof *weight);
    if (!weight) return false;
    for (size_t i = 0; i < window; i++) {
        double t = ((double)i - (double)half) / (double)half;
        for (int r = 0; r < TERMS; r++)
            for (int c = 0; c < TERMS; c++) moments[r * TERMS + c] += pow(t, r + c);
    }
    if (!hg__invert_positive(moments, TERMS)) return false;
    for (size_t place = 0; place < window; place++) { /* of the sample in its window */
        double at = ((double)place - (double)half) / (double)half;
        const double slope[TERMS] = {0.0, 1.0, 2.0 * at, 3.0 * at * at};
        for (size_t i = 0; i < window; i++) {
            double t = ((double)i - (double)half) / (double)half;
            weight[i] = 0.0;
            for (int r = 0; r < TERMS; r++)
                for (int c = 0; c < TERMS; c++)
                    weight[i] += slope[r] * moments[r * TERMS + c] * pow(t, c);
            weight[i] *= rate_hz / (double)half;
        }
        size_t from = place < half ? 0 : place > half ? n - window : half;
        size_t to = place == half ? n - half : from + 1;
        for (size_t s = from; s < to; s++) {
            size_t start = place == half ? s - half : s, target = start + place;
            double value = 0.0;
            for (size_t i = 0; i < window; i++) value += weight[i] * x[start + i];
            out[target] = value;
        }
    }
    return true;
}
