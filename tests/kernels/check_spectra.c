/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows and power of transforms. */
#include "kernels/kcheck.h"

/* In place at every odd offset, as the header allows. */
static void run_window(kcase *c, const hg__kernels *k) {
    const double *x = c->in[0];
    if (c->offset % 2) {
        memcpy(c->out[0], x, c->n * sizeof *x);
        x = c->out[0];
    }
    k->window(c->out[0], x, c->number[0], c->in[1], c->n);
    c->used[0] = c->n;
}
static void check_window(kcase *c) {
    for (size_t i = 0; i < c->n; i++) {
        long double off = (long double)c->in[0][i] - (long double)c->number[0];
        long double want = off * (long double)c->in[1][i];
        /* a difference and a product, half an epsilon each */
        kc_near(c, 0, i, c->out[0][i], want, 2 * KC_EPS * fabsl(want));
    }
}

static void run_power(kcase *c, const hg__kernels *k) {
    memcpy(c->out[0], c->in[0], c->n / 2 * sizeof(double));
    k->power_add(c->out[0], c->in[1], c->n / 2);
    c->used[0] = c->n / 2;
}
static void check_power(kcase *c) {
    for (size_t i = 0; i < c->n / 2; i++) {
        long double re = c->in[1][2 * i], im = c->in[1][2 * i + 1], before = c->in[0][i];
        /* two products and two sums, half an epsilon each of no more than all of it */
        kc_near(c, 0, i, c->out[0][i], before + (re * re + im * im),
                2 * KC_EPS * (fabsl(before) + re * re + im * im));
    }
}

static void run_cross(kcase *c, const hg__kernels *k) {
    memcpy(c->out[0], c->in[0], 2 * (c->n / 2) * sizeof(double));
    k->cross_add(c->out[0], c->in[1], c->in[2], c->n / 2);
    c->used[0] = 2 * (c->n / 2);
}
static void check_cross(kcase *c) {
    for (size_t i = 0; i < c->n / 2; i++) {
        const double *a = c->in[1] + 2 * i, *b = c->in[2] + 2 * i;
        long double term[2][2] = {{(long double)a[0] * b[0], (long double)a[1] * b[1]},
                                  {(long double)a[0] * b[1], -(long double)a[1] * b[0]}};
        for (size_t p = 0; p < 2; p++) {
            long double before = c->in[0][2 * i + p];
            kc_near(c, 0, 2 * i + p, c->out[0][2 * i + p], before + (term[p][0] + term[p][1]),
                    2 * KC_EPS * (fabsl(before) + fabsl(term[p][0]) + fabsl(term[p][1])));
        }
    }
}

static const krow rows[] = {
    KROW(window, 0, 2, NULL, run_window, check_window),
    KROW(power_add, 0, 2, NULL, run_power, check_power),
    KROW(cross_add, 0, 3, NULL, run_cross, check_cross),
};

/* A signal against itself: the cross-spectrum is its power, the phase nothing. */
static void test_cross_of_itself(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    double z[38], cross[38] = {0}, power[19] = {0};
    for (size_t i = 0; i < 38; i++) z[i] = sin(1.3 * (double)i);
    k.cross_add(cross, z, z, 19);
    k.power_add(power, z, 19);
    for (size_t i = 0; i < 19; i++)
        assert_true(cross[2 * i] == power[i] && cross[2 * i + 1] == 0.0);
}

static const ktest tests[] = {{"cross_of_itself", test_cross_of_itself}};

const kgroup kc_spectra = KGROUP(spectra);
