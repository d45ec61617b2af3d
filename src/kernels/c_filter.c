/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Element by element, layout, and the recursive filter: everything that runs along time. */
#include "kernels/lanes.h"
#include "kernels/levels.h"

static void blend(double *out, const double *x, double a, const double *y, double b, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = a * x[i] + b * y[i];
}

static void derivative(double *out, const double *x, size_t n, double dt) {
    double once = 1.0 / dt, twice = 1.0 / (2.0 * dt);
    out[0] = (x[1] - x[0]) * once;
    for (size_t i = 1; i + 1 < n; i++) out[i] = (x[i + 1] - x[i - 1]) * twice;
    out[n - 1] = (x[n - 1] - x[n - 2]) * once;
}

/* Tiles of 8 x 8 doubles: eight cache lines on either side, whatever the strides. */
#define TILE ((size_t)8)

static void transpose(double *out, size_t out_stride, const double *in, size_t in_stride,
                      size_t rows, size_t columns) {
    for (size_t r0 = 0; r0 < rows; r0 += TILE) {
        size_t r1 = rows - r0 < TILE ? rows : r0 + TILE;
        for (size_t c0 = 0; c0 < columns; c0 += TILE) {
            size_t c1 = columns - c0 < TILE ? columns : c0 + TILE;
            for (size_t c = c0; c < c1; c++)
                for (size_t r = r0; r < r1; r++) out[c * out_stride + r] = in[r * in_stride + c];
        }
    }
}

/*
 * The recursion is serial in time, so the lanes are what runs in parallel. Inlined with a constant
 * `width` for whole blocks; the order of the operations in a lane never depends on it.
 */
#define BLOCK ((size_t)8)

static inline void biquad_block(double *out, ptrdiff_t out_step, const double *in,
                                ptrdiff_t in_step, size_t n, size_t width, const double c[5],
                                double *state1, double *state2) {
    double b0 = c[0], b1 = c[1], b2 = c[2], a1 = c[3], a2 = c[4];
    double s1[BLOCK], s2[BLOCK];
    for (size_t l = 0; l < width; l++) {
        s1[l] = state1[l];
        s2[l] = state2[l];
    }
    for (size_t i = 0; i < n; i++, in += in_step, out += out_step) {
        __builtin_prefetch(in + HG__AHEAD * in_step);
        __builtin_prefetch(out + HG__AHEAD * out_step, 1);
        double x[BLOCK], y[BLOCK]; /* all read before any is written: in and out may be the same */
        for (size_t l = 0; l < width; l++) x[l] = in[l];
        for (size_t l = 0; l < width; l++) {
            y[l] = b0 * x[l] + s1[l];
            s1[l] =
                (b1 * x[l] + s2[l]) - a1 * y[l]; /* y comes last: it is what the next waits for */
            s2[l] = b2 * x[l] - a2 * y[l];
        }
        for (size_t l = 0; l < width; l++) out[l] = y[l];
    }
    for (size_t l = 0; l < width; l++) {
        state1[l] = s1[l];
        state2[l] = s2[l];
    }
}

static void biquad(double *out, ptrdiff_t out_step, const double *in, ptrdiff_t in_step, size_t n,
                   size_t lanes, const double c[5], double *state) {
    size_t l = 0;
    for (; lanes - l >= BLOCK; l += BLOCK)
        biquad_block(out + l, out_step, in + l, in_step, n, BLOCK, c, state + l, state + lanes + l);
    if (l < lanes)
        biquad_block(out + l, out_step, in + l, in_step, n, lanes - l, c, state + l,
                     state + lanes + l);
}

/* `lanes` apart stand the coefficients of one lane in c and its two numbers in state. */
static inline void biquad_each_block(double *x, size_t n, ptrdiff_t step, size_t width,
                                     size_t lanes, const double *c, double *state) {
    double b0[BLOCK], b1[BLOCK], b2[BLOCK], a1[BLOCK], a2[BLOCK], s1[BLOCK], s2[BLOCK];
    for (size_t l = 0; l < width; l++) {
        b0[l] = c[l];
        b1[l] = c[lanes + l];
        b2[l] = c[2 * lanes + l];
        a1[l] = c[3 * lanes + l];
        a2[l] = c[4 * lanes + l];
        s1[l] = state[l];
        s2[l] = state[lanes + l];
    }
    for (size_t i = 0; i < n; i++) {
        double *row = x + (ptrdiff_t)i * step;
        for (size_t l = 0; l < width; l++) {
            double in = row[l];
            double y = b0[l] * in + s1[l];
            s1[l] = (b1[l] * in + s2[l]) - a1[l] * y;
            s2[l] = b2[l] * in - a2[l] * y;
            row[l] = y;
        }
    }
    for (size_t l = 0; l < width; l++) {
        state[l] = s1[l];
        state[lanes + l] = s2[l];
    }
}

static void biquad_each(double *x, size_t n, ptrdiff_t step, size_t lanes, const double *c,
                        double *state) {
    size_t l = 0;
    for (; lanes - l >= BLOCK; l += BLOCK)
        biquad_each_block(x + l, n, step, BLOCK, lanes, c + l, state + l);
    if (l < lanes) biquad_each_block(x + l, n, step, lanes - l, lanes, c + l, state + l);
}

void hg__kernels_c_filter(hg__kernels *k) {
    k->blend = blend;
    k->derivative = derivative;
    k->transpose = transpose;
    k->biquad = biquad;
    k->biquad_each = biquad_each;
}
