/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/levels.h"

static void window(double *out, const double *x, double centre, const double *w, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = (x[i] - centre) * w[i];
}

static void power_add(double *power, const double *bins, size_t n) {
    for (size_t i = 0; i < n; i++)
        power[i] += bins[2 * i] * bins[2 * i] + bins[2 * i + 1] * bins[2 * i + 1];
}

static void cross_add(double *cross, const double *a, const double *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        cross[2 * i] += a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
        cross[2 * i + 1] += a[2 * i] * b[2 * i + 1] - a[2 * i + 1] * b[2 * i];
    }
}

void hg__kernels_c_spectra(hg__kernels *k) {
    k->window = window;
    k->power_add = power_add;
    k->cross_add = cross_add;
}
