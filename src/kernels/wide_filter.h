/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c_filter.c, VD numbers at a time: neighbours in time, or channels side by side. */
#ifndef HG_KERNELS_WIDE_FILTER_H
#define HG_KERNELS_WIDE_FILTER_H

#include "kernels/kernels.h"
#include "kernels/lanes.h"

HG__INLINE void blend_at(double *out, const double *x, vd a, const double *y, vd b, size_t n) {
    v_put(out, a * v_get(x, n) + b * v_get(y, n), n);
}

HG__WIDE void blend(double *out, const double *x, double a, const double *y, double b, size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) blend_at(out + i, x + i, v_all(a), y + i, v_all(b), VD);
    if (i < n) blend_at(out + i, x + i, v_all(a), y + i, v_all(b), n - i);
}

HG__WIDE void derivative(double *out, const double *x, size_t n, double dt) {
    double once = 1.0 / dt, twice = 1.0 / (2.0 * dt);
    size_t i = 1;
    out[0] = (x[1] - x[0]) * once;
    for (; n - 1 - i >= VD; i += VD)
        v_store(out + i, (v_load(x + i + 1) - v_load(x + i - 1)) * v_all(twice));
    if (i < n - 1) {
        size_t left = n - 1 - i;
        v_put(out + i, (v_get(x + i + 1, left) - v_get(x + i - 1, left)) * v_all(twice), left);
    }
    out[n - 1] = (x[n - 1] - x[n - 2]) * once;
}

/* Blocks of VD rows by 4 columns through registers; what does not fill one goes one by one. */
HG__WIDE void transpose(double *out, size_t out_stride, const double *in, size_t in_stride,
                        size_t rows, size_t columns) {
    size_t whole_rows = columns < 4 ? 0 : rows - rows % VD, whole_columns = columns - columns % 4;
    for (size_t r = 0; r < whole_rows; r += VD) {
        size_t at[VD];
        for (size_t l = 0; l < VD; l++) at[l] = (r + l) * in_stride;
        for (size_t c = 0; c < whole_columns; c += 4) {
            vd q[4];
            v_quads(q, in + c, at);
            for (size_t j = 0; j < 4; j++) v_store(out + (c + j) * out_stride + r, q[j]);
        }
        for (size_t c = whole_columns; c < columns; c++)
            for (size_t l = 0; l < VD; l++) out[c * out_stride + r + l] = in[at[l] + c];
    }
    for (size_t c = 0; c < columns; c++)
        for (size_t r = whole_rows; r < rows; r++) out[c * out_stride + r] = in[r * in_stride + c];
}

/* A pass has some twelve cycles between a sample and the next of its channel; several vectors of
 * channels side by side fill them. `last` is how many channels the last vector holds. */
HG__INLINE void biquad_block(double *out, ptrdiff_t out_step, const double *in, ptrdiff_t in_step,
                             size_t n, size_t vectors, size_t last, const double c[5],
                             double *state1, double *state2) {
    const vd b0 = v_all(c[0]), b1 = v_all(c[1]), b2 = v_all(c[2]), a1 = v_all(c[3]),
             a2 = v_all(c[4]);
    vd s1[4], s2[4];
    for (size_t v = 0; v < vectors; v++) {
        size_t width = v + 1 < vectors ? VD : last;
        s1[v] = v_get(state1 + v * VD, width);
        s2[v] = v_get(state2 + v * VD, width);
    }
    for (size_t i = 0; i < n; i++, in += in_step, out += out_step) {
        for (size_t v = 0; v < vectors * VD; v += 8) {
            __builtin_prefetch(in + HG__AHEAD * in_step + v);
            __builtin_prefetch(out + HG__AHEAD * out_step + v, 1);
        }
        for (size_t v = 0; v < vectors; v++) {
            size_t width = v + 1 < vectors ? VD : last;
            vd x = v_get(in + v * VD, width);
            vd y = b0 * x + s1[v];
            s1[v] = (b1 * x + s2[v]) - a1 * y;
            s2[v] = b2 * x - a2 * y;
            v_put(out + v * VD, y, width);
        }
    }
    for (size_t v = 0; v < vectors; v++) {
        size_t width = v + 1 < vectors ? VD : last;
        v_put(state1 + v * VD, s1[v], width);
        v_put(state2 + v * VD, s2[v], width);
    }
}

HG__WIDE void biquad(double *out, ptrdiff_t out_step, const double *in, ptrdiff_t in_step, size_t n,
                     size_t lanes, const double c[5], double *state) {
    double *state1 = state, *state2 = state + lanes;
    while (lanes > 0) {
        size_t done = lanes >= VD ? VD : lanes;
        if (lanes >= 4 * VD)
            biquad_block(out, out_step, in, in_step, n, 4, VD, c, state1, state2), done = 4 * VD;
        else if (lanes >= 3 * VD)
            biquad_block(out, out_step, in, in_step, n, 3, VD, c, state1, state2), done = 3 * VD;
        else if (lanes >= 2 * VD)
            biquad_block(out, out_step, in, in_step, n, 2, VD, c, state1, state2), done = 2 * VD;
        else if (lanes >= VD)
            biquad_block(out, out_step, in, in_step, n, 1, VD, c, state1, state2);
        else
            biquad_block(out, out_step, in, in_step, n, 1, lanes, c, state1, state2);
        out += done;
        in += done;
        state1 += done;
        state2 += done;
        lanes -= done;
    }
}

/* As biquad_block, in place, with coefficients per lane: c points to b0 of the first of them, b1
 * lies `all` further on. Only two vectors side by side: their coefficients take ten registers. */
HG__INLINE void each_block(double *x, size_t n, ptrdiff_t step, size_t vectors, size_t last,
                           size_t all, const double *c, double *state1, double *state2) {
    vd b0[2], b1[2], b2[2], a1[2], a2[2], s1[2], s2[2];
    for (size_t v = 0; v < vectors; v++) {
        size_t width = v + 1 < vectors ? VD : last, at = v * VD;
        b0[v] = v_get(c + at, width);
        b1[v] = v_get(c + all + at, width);
        b2[v] = v_get(c + 2 * all + at, width);
        a1[v] = v_get(c + 3 * all + at, width);
        a2[v] = v_get(c + 4 * all + at, width);
        s1[v] = v_get(state1 + at, width);
        s2[v] = v_get(state2 + at, width);
    }
    for (size_t i = 0; i < n; i++, x += step)
        for (size_t v = 0; v < vectors; v++) {
            size_t width = v + 1 < vectors ? VD : last;
            vd in = v_get(x + v * VD, width);
            vd y = b0[v] * in + s1[v];
            s1[v] = (b1[v] * in + s2[v]) - a1[v] * y;
            s2[v] = b2[v] * in - a2[v] * y;
            v_put(x + v * VD, y, width);
        }
    for (size_t v = 0; v < vectors; v++) {
        size_t width = v + 1 < vectors ? VD : last;
        v_put(state1 + v * VD, s1[v], width);
        v_put(state2 + v * VD, s2[v], width);
    }
}

HG__WIDE void biquad_each(double *x, size_t n, ptrdiff_t step, size_t lanes, const double *c,
                          double *state) {
    size_t l = 0;
    for (; lanes - l >= 2 * VD; l += 2 * VD)
        each_block(x + l, n, step, 2, VD, lanes, c + l, state + l, state + lanes + l);
    for (; lanes - l >= VD; l += VD)
        each_block(x + l, n, step, 1, VD, lanes, c + l, state + l, state + lanes + l);
    if (l < lanes)
        each_block(x + l, n, step, 1, lanes - l, lanes, c + l, state + l, state + lanes + l);
}

HG__WIDE void wide_filter(hg__kernels *k) {
    k->blend = blend;
    k->derivative = derivative;
    k->transpose = transpose;
    k->biquad = biquad;
    k->biquad_each = biquad_each;
}

#endif
