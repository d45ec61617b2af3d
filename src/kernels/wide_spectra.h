/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_KERNELS_WIDE_SPECTRA_H
#define HG_KERNELS_WIDE_SPECTRA_H

#include "kernels/kernels.h"
#include "kernels/lanes.h"

HG__INLINE void window_at(double *out, const double *x, vd centre, const double *w, size_t n) {
    v_put(out, (v_get(x, n) - centre) * v_get(w, n), n);
}

HG__WIDE void window(double *out, const double *x, double centre, const double *w, size_t n) {
    vd c = v_all(centre);
    size_t i = 0;
    for (; n - i >= VD; i += VD) window_at(out + i, x + i, c, w + i, VD);
    if (i < n) window_at(out + i, x + i, c, w + i, n - i);
}

HG__WIDE void power_add(double *power, const double *bins, size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) {
        vd re, im;
        v_pairs(&re, &im, bins + 2 * i);
        v_store(power + i, v_load(power + i) + (re * re + im * im));
    }
    for (; i < n; i++) power[i] += bins[2 * i] * bins[2 * i] + bins[2 * i + 1] * bins[2 * i + 1];
}

HG__WIDE void cross_add(double *cross, const double *a, const double *b, size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) {
        vd ar, ai, br, bi, re, im;
        v_pairs(&ar, &ai, a + 2 * i);
        v_pairs(&br, &bi, b + 2 * i);
        v_pairs(&re, &im, cross + 2 * i);
        v_put_pairs(cross + 2 * i, re + (ar * br + ai * bi), im + (ar * bi - ai * br));
    }
    for (; i < n; i++) {
        double re = a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
        double im = a[2 * i] * b[2 * i + 1] - a[2 * i + 1] * b[2 * i];
        cross[2 * i] += re;
        cross[2 * i + 1] += im;
    }
}

HG__WIDE void wide_spectra(hg__kernels *k) {
    k->window = window;
    k->power_add = power_add;
    k->cross_add = cross_add;
}

#endif
