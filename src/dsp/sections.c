/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/sections.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include "dsp/stats.h"

#define PI 3.14159265358979323846

/* One pole of a conjugate pair in the plane of s = (z - 1) / (z + 1). */
typedef struct pole {
    double complex s;
    double inside; /* distance of z from the unit circle */
} pole;

static pole pole_at(double complex s) {
    double complex z = (1.0 + s) / (1.0 - s);
    return (pole){s, 1.0 - cabs(z)};
}

/* Poles of the sections, those nearest to the unit circle last. */
static size_t find_poles(pole *p, hg__pass pass, size_t order, double low, double high) {
    size_t count = 0;
    for (size_t i = 0; i < order / 2; i++) {
        double complex unit = cexp(I * (PI * (double)(2 * i + order + 1) / (double)(2 * order)));
        if (pass == HG__PASS_BAND) {
            double complex half = 0.5 * (high - low) * unit, root = csqrt(half * half - low * high);
            p[count++] = pole_at(half + root);
            p[count++] = pole_at(half - root);
        } else {
            p[count++] = pole_at(pass == HG__PASS_LOW ? low * unit : low / unit);
        }
    }
    for (size_t i = 1; i < count; i++) /* a handful: by insertion */
        for (size_t j = i; j > 0 && p[j].inside > p[j - 1].inside; j--) {
            pole swap = p[j];
            p[j] = p[j - 1];
            p[j - 1] = swap;
        }
    return count;
}

bool hg__sections_butterworth(hg__sections *out, hg__pass pass, size_t order, double low_hz,
                              double high_hz, double rate_hz) {
    double top = pass == HG__PASS_BAND ? high_hz : low_hz;
    size_t count = pass == HG__PASS_BAND ? order : order / 2;
    pole p[HG__SECTIONS_MOST];
    if (order == 0 || order % 2 || count > HG__SECTIONS_MOST) return false;
    if (!(rate_hz > 0.0 && low_hz > 0.0 && top < 0.5 * rate_hz)) return false;
    if (pass == HG__PASS_BAND && !(low_hz < high_hz)) return false;
    double low = tan(PI * (low_hz / rate_hz)), high = tan(PI * (top / rate_hz));
    find_poles(p, pass, order, low, high);
    /* Gain 1 at 0 Hz, at half the rate, or in the middle of the band: there |z - pole|^2 over
     * |z - zero|^2. With s it is |s0 - pole|^2 / |1 - pole|^2 over the zero's, without
     * cancellation. */
    double gain = 1.0, centre = sqrt(low * high);
    for (size_t i = 0; i < count; i++) {
        double complex s = p[i].s, z = (1.0 + s) / (1.0 - s);
        double reach = cabs(1.0 - s) * cabs(1.0 - s);
        double *c = out->c[i];
        c[0] = 1.0;
        c[1] = pass == HG__PASS_LOW ? 2.0 : -2.0;
        c[2] = 1.0;
        c[3] = -2.0 * creal(z);
        c[4] = creal(z) * creal(z) + cimag(z) * cimag(z);
        if (pass == HG__PASS_LOW) {
            gain *= cabs(s) * cabs(s) / reach;
        } else if (pass == HG__PASS_HIGH) {
            gain *= 1.0 / reach;
        } else {
            double complex at = I * centre;
            /* zeros at 0 and infinity, one of each per pair */
            gain *= cabs(at - s) * cabs(at - conj(s)) / (centre * reach);
        }
    }
    /* Of a band each pair of poles takes one kind of zeros: the upper poles those at half the rate,
     * the lower ones those at 0 Hz. */
    if (pass == HG__PASS_BAND)
        for (size_t i = 0; i < count / 2; i++) out->c[i][1] = 2.0;
    for (int j = 0; j < 3; j++) out->c[0][j] *= gain;
    out->count = count;
    return isfinite(gain);
}

static void multiply(double *product, size_t length, const double factor[3]) {
    double old[2 * HG__SECTIONS_MOST + 1];
    memcpy(old, product, length * sizeof *old);
    for (size_t i = 0; i < length + 2; i++) {
        product[i] = 0.0;
        for (size_t j = 0; j < 3; j++)
            if (i >= j && i - j < length) product[i] += factor[j] * old[i - j];
    }
}

void hg__sections_polynomials(double *b, double *a, const hg__sections *s) {
    b[0] = a[0] = 1.0;
    for (size_t i = 0; i < s->count; i++) {
        const double below[3] = {1.0, s->c[i][3], s->c[i][4]};
        multiply(b, 2 * i + 1, s->c[i]);
        multiply(a, 2 * i + 1, below);
    }
}

void hg__sections_steady(double state[][2], const hg__sections *s) {
    double input = 1.0;
    for (size_t i = 0; i < s->count; i++) {
        const double *c = s->c[i];
        double gain = (c[0] + c[1] + c[2]) / (1.0 + c[3] + c[4]);
        state[i][0] = input * (gain - c[0]);
        state[i][1] = input * (c[2] - c[4] * gain);
        input *= gain;
    }
}

/* Transposed direct form II over n samples, `step` apart in place. */
static void run(double *x, size_t n, ptrdiff_t step, const double c[5], double state[2]) {
    double first = state[0], second = state[1];
    for (size_t i = 0; i < n; i++, x += step) {
        double in = *x, out = c[0] * in + first;
        first = c[1] * in - c[3] * out + second;
        second = c[2] * in - c[4] * out;
        *x = out;
    }
    state[0] = first;
    state[1] = second;
}

/* One direction, from the steady state of the first sample. */
static void pass_over(double *x, size_t n, ptrdiff_t step, const hg__sections *s) {
    double state[HG__SECTIONS_MOST][2], from = *x;
    hg__sections_steady(state, s);
    for (size_t i = 0; i < s->count; i++) {
        state[i][0] *= from;
        state[i][1] *= from;
        run(x, n, step, s->c[i], state[i]);
    }
}

static double beyond(hg__edge edge, double end, double mirrored) {
    switch (edge) {
    case HG__EDGE_ODD: return 2.0 * end - mirrored;
    case HG__EDGE_EVEN: return mirrored;
    case HG__EDGE_CONSTANT: break;
    }
    return end;
}

bool hg__sections_zero_lag(double *x, size_t n, const hg__sections *s, size_t pad, hg__edge edge,
                           hg__arena *scratch) {
    if (n == 0) return true;
    if (pad > n - 1) pad = n - 1;
    double *y = hg__arena_alloc(scratch, n + 2 * pad, sizeof *y);
    if (!y) return false;
    memcpy(y + pad, x, n * sizeof *y);
    for (size_t i = 1; i <= pad; i++) {
        y[pad - i] = beyond(edge, x[0], x[i]);
        y[pad + n - 1 + i] = beyond(edge, x[n - 1], x[n - 1 - i]);
    }
    pass_over(y, n + 2 * pad, 1, s);
    pass_over(y + n + 2 * pad - 1, n + 2 * pad, -1, s);
    memcpy(x, y + pad, n * sizeof *y);
    return true;
}

static void reverse(double *out, const double *x, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = x[n - 1 - i];
}
static void from_rest(double *x, size_t n, ptrdiff_t step, const hg__sections *s) {
    double state[2] = {0.0, 0.0};
    run(step > 0 ? x : x + n - 1, n, step, s->c[0], state);
}

bool hg__sections_gustafsson(double *x, size_t n, const hg__sections *s, hg__arena *scratch) {
    enum { ORDER = 2 };
    if (s->count != 1 || n < 2 * ORDER) return false;
    double *decay[ORDER],
        *again[ORDER]; /* what a starting state leaves; that, reversed, once more */
    double *M = hg__arena_alloc(scratch, n * 2 * ORDER, sizeof *M);
    double *both = hg__arena_alloc(scratch, 2 * n, sizeof *both), *other = both + n;
    if (!M || !both) return false;
    for (size_t j = 0; j < ORDER; j++) {
        decay[j] = hg__arena_alloc(scratch, 2 * n, sizeof *decay[j]);
        if (!decay[j]) return false;
        again[j] = decay[j] + n;
        for (size_t i = 0; i < n; i++) decay[j][i] = 0.0;
        double state[2] = {j == 0, j == 1};
        run(decay[j], n, 1, s->c[0], state);
        reverse(again[j], decay[j], n);
        from_rest(again[j], n, 1, s);
    }
    memcpy(both, x, n * sizeof *both); /* forward, then backward */
    from_rest(both, n, 1, s);
    from_rest(both, n, -1, s);
    memcpy(other, x, n * sizeof *other); /* backward, then forward */
    from_rest(other, n, -1, s);
    from_rest(other, n, 1, s);
    for (size_t i = 0; i < n; i++) {
        other[i] -= both[i];
        for (size_t j = 0; j < ORDER; j++) {
            M[i * 2 * ORDER + j] = again[j][n - 1 - i] - decay[j][i];
            M[i * 2 * ORDER + ORDER + j] = decay[j][n - 1 - i] - again[j][i];
        }
    }
    double start[2 * ORDER], singular[2 * ORDER], rms;
    if (!hg__least_squares(start, singular, &rms, M, other, n, 2 * ORDER)) return false;
    for (size_t i = 0; i < n; i++) {
        x[i] = both[i];
        for (size_t j = 0; j < ORDER; j++)
            x[i] += start[j] * again[j][n - 1 - i] + start[ORDER + j] * decay[j][n - 1 - i];
    }
    return true;
}
