/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single numbers from spectra and transforms. */
#include <math.h>
#include <string.h>

#include "dsp/spectrum.h"

#define ARC_LIMIT_HZ 10.0
#define ARC_LEAST 0.05

/* Bins between two frequencies; a bin on an edge counts, whatever its rounding. */
static size_t band(size_t *end, size_t bins, double bin_hz, double from_hz, double to_hz) {
    size_t first = (size_t)fmax(0.0, ceil(from_hz / bin_hz - 1e-9));
    double last = floor(to_hz / bin_hz + 1e-9);
    *end = last < 0.0 ? 0 : last + 1.0 > (double)bins ? bins : (size_t)last + 1;
    return first;
}

double hg__mean_frequency(const double *power, size_t bins, double bin_hz, double from_hz,
                          double to_hz) {
    size_t end, first = band(&end, bins, bin_hz, from_hz, to_hz);
    double weighed = 0.0, sum = 0.0;
    for (size_t b = first; b < end; b++) {
        weighed += (double)b * bin_hz * power[b];
        sum += power[b];
    }
    return sum > 0.0 ? weighed / sum : NAN;
}

double hg__band_power(const double *power, size_t bins, double bin_hz, double from_hz,
                      double to_hz) {
    size_t end, first = band(&end, bins, bin_hz, from_hz, to_hz);
    double sum = 0.0;
    for (size_t b = first; b < end; b++) sum += power[b];
    return first < end ? sum * bin_hz : NAN;
}

double hg__median_frequency(const double *power, size_t bins, double bin_hz, double from_hz,
                            double to_hz) {
    size_t end, first = band(&end, bins, bin_hz, from_hz, to_hz);
    double all = 0.0, sum = 0.0;
    for (size_t b = first; b < end; b++) all += power[b];
    if (!(all > 0.0)) return NAN;
    for (size_t b = first; b < end; b++) {
        double before = sum;
        sum += power[b];
        if (!(sum >= 0.5 * all)) continue;
        if (b == first) return (double)b * bin_hz;
        return bin_hz * ((double)(b - 1) + (0.5 * all - before) / (sum - before));
    }
    return NAN;
}

bool hg__arc_length(double *out, const double *speed, size_t n, double rate_hz,
                    const hg__spectral *s) {
    double band_hz[2];
    size_t bins;
    return hg__arc_length_band(out, band_hz, &bins, speed, n, rate_hz, s);
}

bool hg__arc_length_band(double *out, double band_hz[2], size_t *taken, const double *speed,
                         size_t n, double rate_hz, const hg__spectral *s) {
    size_t length = 16;
    for (size_t power = 1; power < n; power *= 2) length *= 2;
    size_t bins = length / 2 + 1;
    double *padded = hg__arena_alloc(s->scratch, length, sizeof *padded);
    double *z = hg__arena_alloc(s->scratch, 2 * bins, sizeof *z);
    *out = band_hz[0] = band_hz[1] = NAN;
    *taken = 0;
    if (!padded || !z) return false;
    memcpy(padded, speed, n * sizeof *padded);
    if (!hg__fft_forward(s->ffts, z, padded, length, 1)) return false;
    double most = 0.0, bin_hz = rate_hz / (double)length;
    for (size_t b = 0; b < bins; b++) {
        /* read before written: b <= 2 b */
        z[b] = sqrt(z[2 * b] * z[2 * b] + z[2 * b + 1] * z[2 * b + 1]);
        if (z[b] > most) most = z[b];
    }
    if (!(most > 0.0)) return true;
    size_t end, first = bins, last = 0;
    band(&end, bins, bin_hz, 0.0, ARC_LIMIT_HZ);
    for (size_t b = 0; b < end; b++)
        if (z[b] / most >= ARC_LEAST) {
            if (first == bins) first = b;
            last = b;
        }
    if (last <= first) return true;
    band_hz[0] = (double)first * bin_hz;
    band_hz[1] = (double)last * bin_hz;
    *taken = last - first + 1;
    double sum = 0.0, step = 1.0 / (double)(last - first);
    for (size_t b = first; b < last; b++) {
        double rise = (z[b + 1] - z[b]) / most;
        sum += sqrt(step * step + rise * rise);
    }
    *out = -sum;
    return true;
}

bool hg__autocorrelation(double *out, size_t lags, const double *x, size_t n,
                         const hg__spectral *s) {
    size_t length = 2;
    while (length < 2 * n) length *= 2;
    size_t bins = length / 2 + 1;
    double *padded = hg__arena_alloc(s->scratch, length, sizeof *padded);
    double *z = hg__arena_alloc(s->scratch, 2 * bins, sizeof *z);
    if (!padded || !z || n == 0 || lags > n) return false;
    double mean = s->k->count_valid(x, n) == n ? s->k->sum_valid(x, n) / (double)n : NAN;
    for (size_t i = 0; i < n; i++) padded[i] = x[i] - mean;
    if (!hg__fft_forward(s->ffts, z, padded, length, 1)) return false;
    for (size_t b = 0; b < bins; b++) {
        z[2 * b] = z[2 * b] * z[2 * b] + z[2 * b + 1] * z[2 * b + 1];
        z[2 * b + 1] = 0.0;
    }
    if (!hg__fft_backward(s->ffts, padded, z, length)) return false;
    double whole = padded[0] / (double)n;
    for (size_t m = 0; m < lags; m++) out[m] = padded[m] / (double)(n - m) / whole;
    return true;
}

bool hg__harmonics(double *out, size_t count, const double *x, size_t n, const hg__spectral *s) {
    double *row = hg__arena_alloc(s->scratch, n, sizeof *row);
    double *z = hg__arena_alloc(s->scratch, 2 * (n / 2 + 1), sizeof *z);
    if (!row || !z || 2 * count >= n) return false;
    double mean = s->k->count_valid(x, n) == n ? s->k->sum_valid(x, n) / (double)n : NAN;
    for (size_t i = 0; i < n; i++) row[i] = x[i] - mean;
    if (!hg__fft_forward(s->ffts, z, row, n, 1)) return false;
    for (size_t h = 1; h <= count; h++)
        out[h - 1] = 2.0 * hypot(z[2 * h], z[2 * h + 1]) / (double)n;
    return true;
}
