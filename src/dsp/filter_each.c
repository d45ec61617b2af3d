/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/filter_each.h"

/* Sample i of the extended signal, counted from the first reflected one. */
static double extended(const double *x, size_t n, size_t pad, size_t i) {
    if (i < pad) return 2.0 * x[0] - x[pad - i];
    i -= pad;
    return i < n ? x[i] : 2.0 * x[n - 1] - x[2 * (n - 1) - i];
}

/* Steady state of each lane for its first sample. */
static void settle(double *state, const double *row, const double *c, size_t lanes) {
    for (size_t l = 0; l < lanes; l++) {
        state[l] = (1.0 - c[l]) * row[l];
        state[lanes + l] = (c[2 * lanes + l] - c[4 * lanes + l]) * row[l];
    }
}

static void add_block(double *square, const hg__kernels *k, const double *x, size_t n,
                      const double (*section)[5], size_t lanes, size_t pad, double *room) {
    double c[5 * HG__EACH_LANES], state[2 * HG__EACH_LANES];
    size_t rows = n + 2 * pad;
    for (size_t l = 0; l < lanes; l++)
        for (size_t i = 0; i < 5; i++) c[i * lanes + l] = section[l][i];
    for (size_t i = 0; i < rows; i++) {
        double value = extended(x, n, pad, i);
        for (size_t l = 0; l < lanes; l++) room[i * lanes + l] = value;
    }
    settle(state, room, c, lanes);
    k->biquad_each(room, rows, (ptrdiff_t)lanes, lanes, c, state);
    double *end = room + (rows - 1) * lanes;
    settle(state, end, c, lanes);
    k->biquad_each(end, rows, -(ptrdiff_t)lanes, lanes, c, state);
    for (size_t i = 0; i < n; i++)
        for (size_t l = 0; l < lanes; l++) {
            double e = x[i] - room[(pad + i) * lanes + l];
            square[l] += e * e;
        }
}

void hg__add_residuals(double *square, const hg__kernels *k, const double *x, size_t n,
                       const double (*c)[5], size_t filters, size_t pad, double *room) {
    for (size_t f = 0; f < filters; f += HG__EACH_LANES) {
        size_t lanes = filters - f < HG__EACH_LANES ? filters - f : HG__EACH_LANES;
        add_block(square + f, k, x, n, c + f, lanes, pad, room);
    }
}
