/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/phase.h"

#include <math.h>

bool hg__hilbert(double *out, const double *x, size_t n, const hg__spectral *s) {
    double *bins = hg__arena_alloc(s->scratch, 2 * (n / 2 + 1), sizeof *bins);
    if (!bins || !hg__fft_forward(s->ffts, bins, x, n, 1)) return false;
    for (size_t i = 0; i <= n / 2; i++) {
        /* a quarter turn back for every frequency that has two sides: -i (re + i im) */
        bool two_sided = i > 0 && 2 * i != n;
        double re = bins[2 * i], im = bins[2 * i + 1];
        bins[2 * i] = two_sided ? im / (double)n : 0.0;
        bins[2 * i + 1] = two_sided ? -re / (double)n : 0.0;
    }
    return hg__fft_backward(s->ffts, out, bins, n);
}

void hg__directions_add(hg__directions *d, double x, double y) {
    double length = sqrt(x * x + y * y);
    if (!(length > 0.0)) return;
    d->x += x / length;
    d->y += y / length;
    d->n++;
}

double hg__directions_mean(const hg__directions *d) {
    return d->n && (d->x != 0.0 || d->y != 0.0) ? atan2(d->y, d->x) : NAN;
}

double hg__directions_sd(const hg__directions *d) {
    if (d->n < 2) return NAN;
    double r = sqrt(d->x * d->x + d->y * d->y) / (double)d->n;
    return r < 1.0 ? sqrt(-2.0 * log(r)) : 0.0;
}
