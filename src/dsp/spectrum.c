/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/spectrum.h"

#include <math.h>
#include <string.h>

#include "dsp/stats.h"

#define PI 3.14159265358979323846

hg__welch hg__welch_usual(size_t segment) {
    return (hg__welch){.segment = segment,
                       .overlap = segment / 2,
                       .length = segment,
                       .window = HG__WINDOW_HANN,
                       .detrend = HG__DETREND_MEAN};
}

void hg__window_fill(double *w, hg__window kind, size_t n) {
    /* cosine sums: w = sum (-1)^j a_j cos(2 pi j i / n) */
    static const double terms[][5] = {
        [HG__WINDOW_BOX] = {1.0},
        [HG__WINDOW_HANN] = {0.5, 0.5},
        [HG__WINDOW_HAMMING] = {0.54, 0.46},
        [HG__WINDOW_BLACKMAN] = {0.42, 0.50, 0.08},
        [HG__WINDOW_FLATTOP] = {0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368}};
    for (size_t i = 0; i < n; i++) {
        double sum = 0.0;
        for (int j = 4; j >= 0; j--) {
            if (terms[kind][j] == 0.0) continue; /* most windows have few: a cosine is dear */
            sum += (j % 2 ? -1.0 : 1.0) * terms[kind][j] *
                   cos(2.0 * PI * (double)j * (double)i / (double)n);
        }
        w[i] = sum;
    }
}

/* Subtracts the least-squares line of n numbers, or their mean. */
static void detrend(double *out, const double *x, size_t n, hg__detrend how, const hg__kernels *k) {
    double mean = 0.0, slope = 0.0, middle = 0.5 * (double)(n - 1);
    if (how != HG__DETREND_NONE) mean = k->sum_valid(x, n) / (double)n;
    if (how == HG__DETREND_LINE) {
        double top = 0.0, bottom = 0.0;
        for (size_t i = 0; i < n; i++) {
            double at = (double)i - middle;
            top += at * (x[i] - mean);
            bottom += at * at;
        }
        slope = bottom > 0.0 ? top / bottom : 0.0;
    }
    for (size_t i = 0; i < n; i++) out[i] = x[i] - (mean + slope * ((double)i - middle));
}

static void fill_window(double *w, unsigned kind, size_t n) {
    hg__window_fill(w, (hg__window)kind, n);
}

/* What every segment needs; false when memory runs out or nothing fits. */
typedef struct cutting {
    const hg__welch *o;
    const double *w;
    size_t segments, step;
    double scale;
} cutting;

static bool cut(cutting *c, const hg__welch *o, size_t n, double rate_hz, const hg__spectral *s) {
    if (o->segment < 2 || o->segment > n || o->overlap >= o->segment || o->length < o->segment)
        return false;
    size_t step = o->segment - o->overlap;
    *c = (cutting){.o = o, .step = step, .segments = (n - o->overlap) / step};
    c->w = hg__fft_kept(s->ffts, o->segment, (unsigned)o->window, fill_window);
    if (!c->w) return false;
    double energy = 0.0, sum = 0.0;
    for (size_t i = 0; i < o->segment; i++) {
        energy += c->w[i] * c->w[i];
        sum += c->w[i];
    }
    c->scale = o->power ? 1.0 / (sum * sum) : 1.0 / (rate_hz * energy);
    return true;
}

/* One segment, windowed and filled up with zeros. */
static void cut_segment(double *row, const cutting *c, const double *x, size_t segment,
                        const hg__kernels *k) {
    const hg__welch *o = c->o;
    const double *from = x + segment * c->step;
    size_t n = o->segment;
    /* a sum that leaves NaN out would hide it: it has to reach every bin */
    if (k->count_valid(from, n) < n) {
        for (size_t i = 0; i < n; i++) row[i] = NAN;
    } else if (o->detrend == HG__DETREND_LINE) {
        detrend(row, from, n, o->detrend, k);
        k->window(row, row, 0.0, c->w, n);
    } else {
        bool mean = o->detrend == HG__DETREND_MEAN;
        k->window(row, from, mean ? k->sum_valid(from, n) / (double)n : 0.0, c->w, n);
    }
    memset(row + n, 0, (o->length - n) * sizeof *row);
}

/* Transforms of all segments, one after the other. NULL when memory runs out or nothing fits. */
static double *segment_bins(size_t *count, double *scale, const hg__welch *o, const double *x,
                            size_t n, double rate_hz, const hg__spectral *s) {
    cutting c;
    size_t width = 2 * (o->length / 2 + 1);
    if (!cut(&c, o, n, rate_hz, s)) return NULL;
    double *bins = hg__arena_alloc(s->scratch, c.segments * width, sizeof *bins);
    double *row = hg__fft_input(s->ffts, o->length);
    if (!bins || !row) return NULL;
    for (size_t i = 0; i < c.segments; i++) {
        cut_segment(row, &c, x, i, s->k);
        memcpy(bins + i * width, hg__fft_bins(s->ffts, o->length), width * sizeof *bins);
    }
    *scale = c.scale;
    *count = c.segments;
    return bins;
}

/* Twice but for the first bin and, of an even length, the last: they have no mirror image. */
static double sided(size_t bin, size_t length) {
    return bin == 0 || (length % 2 == 0 && bin == length / 2) ? 1.0 : 2.0;
}

/* Expected median of n exponential numbers of mean 1 (Percival & Walden 1993, as scipy has it). */
static double median_bias(size_t n) {
    double sum = 1.0;
    for (size_t i = 1; i <= (n - 1) / 2; i++)
        sum += 1.0 / (double)(2 * i + 1) - 1.0 / (double)(2 * i);
    return sum;
}

static bool median_power(double *out, const hg__welch *o, const double *x, size_t n, double rate_hz,
                         const hg__spectral *s) {
    size_t segments, count = o->length / 2 + 1;
    double scale;
    double *bins = segment_bins(&segments, &scale, o, x, n, rate_hz, s);
    double *column = bins ? hg__arena_alloc(s->scratch, segments, sizeof *column) : NULL;
    if (!column) return false;
    for (size_t b = 0; b < count; b++) {
        for (size_t i = 0; i < segments; i++) {
            const double *z = bins + 2 * (i * count + b);
            column[i] = z[0] * z[0] + z[1] * z[1];
        }
        bool whole = s->k->count_valid(column, segments) == segments;
        out[b] = whole ? hg__median(column, segments, s->scratch) * scale * sided(b, o->length) /
                             median_bias(segments)
                       : NAN;
    }
    return true;
}

bool hg__welch_power(double *out, const hg__welch *o, const double *x, size_t n, double rate_hz,
                     const hg__spectral *s) {
    cutting c;
    size_t count = o->length / 2 + 1;
    if (o->median) return median_power(out, o, x, n, rate_hz, s);
    if (!cut(&c, o, n, rate_hz, s)) return false;
    double *row = hg__fft_input(s->ffts, o->length);
    memset(out, 0, count * sizeof *out);
    for (size_t i = 0; row && i < c.segments; i++) { /* in the plan's own rows: nothing is copied */
        cut_segment(row, &c, x, i, s->k);
        s->k->power_add(out, hg__fft_bins(s->ffts, o->length), count);
    }
    for (size_t b = 0; b < count; b++)
        out[b] = out[b] * c.scale * sided(b, o->length) / (double)c.segments;
    return row != NULL;
}

bool hg__welch_cross(double *out, const hg__welch *o, const double *x, const double *y, size_t n,
                     double rate_hz, const hg__spectral *s) {
    size_t segments, count = o->length / 2 + 1;
    double scale;
    double *a = segment_bins(&segments, &scale, o, x, n, rate_hz, s);
    double *b = segment_bins(&segments, &scale, o, y, n, rate_hz, s);
    if (!a || !b) return false;
    memset(out, 0, 2 * count * sizeof *out);
    for (size_t i = 0; i < segments; i++)
        s->k->cross_add(out, a + 2 * i * count, b + 2 * i * count, count);
    for (size_t i = 0; i < 2 * count; i++)
        out[i] = out[i] * scale * sided(i / 2, o->length) / (double)segments;
    return true;
}

bool hg__coherence(double *coherence, double *phase, const hg__welch *o, const double *x,
                   const double *y, size_t n, double rate_hz, const hg__spectral *s) {
    size_t count = o->length / 2 + 1;
    double *own[2], *cross = hg__arena_alloc(s->scratch, 2 * count, sizeof *cross);
    for (int i = 0; i < 2; i++) own[i] = hg__arena_alloc(s->scratch, count, sizeof(double));
    if (!cross || !own[0] || !own[1] || !hg__welch_power(own[0], o, x, n, rate_hz, s) ||
        !hg__welch_power(own[1], o, y, n, rate_hz, s) ||
        !hg__welch_cross(cross, o, x, y, n, rate_hz, s))
        return false;
    for (size_t b = 0; b < count; b++) {
        double re = cross[2 * b], im = cross[2 * b + 1];
        if (coherence) coherence[b] = (re * re + im * im) / own[0][b] / own[1][b];
        if (phase) phase[b] = atan2(im, re);
    }
    return true;
}

bool hg__multitaper_power(double *out, const double *tapers, size_t count, const double *x,
                          size_t n, double rate_hz, const hg__spectral *s) {
    size_t width = n / 2 + 1;
    double *rows = hg__arena_alloc(s->scratch, count * n, sizeof *rows);
    double *bins = hg__arena_alloc(s->scratch, count * 2 * width, sizeof *bins);
    if (!rows || !bins || n < 2 || count < 1) return false;
    double mean = s->k->count_valid(x, n) == n ? s->k->sum_valid(x, n) / (double)n : NAN;
    for (size_t t = 0; t < count; t++) s->k->window(rows + t * n, x, mean, tapers + t * n, n);
    if (!hg__fft_forward(s->ffts, bins, rows, n, count)) return false;
    memset(out, 0, width * sizeof *out);
    for (size_t t = 0; t < count; t++) s->k->power_add(out, bins + t * 2 * width, width);
    for (size_t b = 0; b < width; b++) out[b] = out[b] * sided(b, n) / ((double)count * rate_hz);
    return true;
}
