/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/filter.h"

#include <math.h>
#include <stdint.h>

#define PI 3.14159265358979323846
#define SQRT2 1.41421356237309504880

/* Below this a run has no curvature to speak of: nothing can be smoothed. */
#define SHORTEST_RUN ((size_t)3)

double hg__double_pass(void) {
    return sqrt(sqrt(SQRT2 - 1.0));
}

double hg__double_pass_cutoff(double cutoff_hz, double rate_hz) {
    return rate_hz / PI * atan(tan(PI * (cutoff_hz / rate_hz)) / hg__double_pass());
}

bool hg__butterworth2(double c[5], double cutoff_hz, double rate_hz, bool corrected) {
    if (!(cutoff_hz > 0.0 && rate_hz > 0.0 && cutoff_hz < 0.5 * rate_hz)) return false;
    /* The correction stands behind the prewarping; in front of it the gain would be 0.7083. */
    double pass = corrected ? hg__double_pass() : 1.0;
    double K = tan(PI * (cutoff_hz / rate_hz)) / pass;
    double D = K * K + SQRT2 * K + 1.0;
    c[0] = K * K / D;
    c[1] = 2.0 * c[0];
    c[2] = c[0];
    c[3] = 2.0 * (K * K - 1.0) / D;
    c[4] = (K * K - SQRT2 * K + 1.0) / D;
    return isfinite(c[0]) && isfinite(c[3]) && isfinite(c[4]);
}

/* Channels at a time: the padded run of that many stays in the processor's second cache between the
 * forward and the backward pass (12,000 frames of 16 channels are 1.5 MB). */
#define TILE ((size_t)16)

typedef struct zero_lag {
    const hg__kernels *k;
    const double *c;
    double *x; /* the caller's samples, interleaved */
    size_t channels;
    size_t pad;
    double *extended; /* rows of the padded run, only the channels at hand */
    double state[2 * TILE];
} zero_lag;

/* Steady state for a constant input of that row: the step response has no start-up. */
static void settle(zero_lag *f, const double *row, size_t lanes) {
    double first = 1.0 - f->c[0], second = f->c[2] - f->c[4];
    for (size_t l = 0; l < lanes; l++) {
        f->state[l] = first * row[l];
        f->state[lanes + l] = second * row[l];
    }
}

/* Frames start .. start + length of `lanes` neighbouring channels, forward into `extended`, with
 * both ends reflected. False when a number was missing among them: it stays in the recursion to the
 * end. */
static bool forward(zero_lag *f, size_t start, size_t length, size_t channel, size_t lanes) {
    size_t pad = f->pad < length - 1 ? f->pad : length - 1, row = f->channels;
    ptrdiff_t width = (ptrdiff_t)lanes;
    const double *first = f->x + start * row + channel, *last = first + (length - 1) * row;
    double *body = f->extended + pad * lanes, *tail = body + length * lanes;
    for (size_t i = 1; i <= pad; i++)
        for (size_t l = 0; l < lanes; l++) {
            f->extended[(pad - i) * lanes + l] = 2.0 * first[l] - first[i * row + l];
            tail[(i - 1) * lanes + l] = 2.0 * last[l] - (last - i * row)[l];
        }
    settle(f, pad ? f->extended : first, lanes);
    f->k->biquad(f->extended, width, f->extended, width, pad, lanes, f->c, f->state);
    f->k->biquad(body, width, first, (ptrdiff_t)row, length, lanes, f->c, f->state);
    f->k->biquad(tail, width, tail, width, pad, lanes, f->c, f->state);
    return f->k->count_valid(f->state, 2 * lanes) == 2 * lanes;
}

/* And back into the caller's frames. */
static void backward(zero_lag *f, size_t start, size_t length, size_t channel, size_t lanes) {
    size_t pad = f->pad < length - 1 ? f->pad : length - 1, row = f->channels;
    ptrdiff_t width = (ptrdiff_t)lanes;
    double *last = f->x + (start + length - 1) * row + channel;
    double *body_end = f->extended + (pad + length - 1) * lanes, *end = body_end + pad * lanes;
    settle(f, end, lanes);
    f->k->biquad(end, -width, end, -width, pad, lanes, f->c, f->state);
    f->k->biquad(last, -(ptrdiff_t)row, body_end, -width, length, lanes, f->c, f->state);
}

/* One channel with gaps: run by run. */
static void filter_runs(zero_lag *f, size_t n, size_t channel) {
    size_t row = f->channels;
    for (size_t i = 0; i < n;) {
        size_t start = i;
        while (i < n && !isnan(f->x[i * row + channel])) i++;
        size_t length = i - start;
        if (length >= SHORTEST_RUN) {
            (void)forward(f, start, length, channel, 1);
            backward(f, start, length, channel, 1);
        } else {
            for (size_t j = start; j < i; j++) f->x[j * row + channel] = NAN;
        }
        while (i < n && isnan(f->x[i * row + channel])) i++;
    }
}

/* Neighbouring channels together; where one of them has gaps, in halves down to that one. */
static void filter_channels(zero_lag *f, size_t n, size_t channel, size_t lanes) {
    if (n >= SHORTEST_RUN && forward(f, 0, n, channel, lanes)) {
        backward(f, 0, n, channel, lanes);
    } else if (lanes == 1) {
        filter_runs(f, n, channel);
    } else {
        filter_channels(f, n, channel, lanes / 2);
        filter_channels(f, n, channel + lanes / 2, lanes - lanes / 2);
    }
}

bool hg__filter_zero_lag(const hg__kernels *k, double *x, size_t n, size_t channels,
                         const double c[5], size_t pad, hg__arena *scratch) {
    if (n == 0 || channels == 0) return true;
    if (pad > n - 1) pad = n - 1;
    size_t width = channels < TILE ? channels : TILE;
    if (pad > (SIZE_MAX - n) / 2 || width > SIZE_MAX / (n + 2 * pad)) return false;
    hg__arena_mark mark = hg__arena_here(scratch);
    double *extended = hg__arena_alloc(scratch, (n + 2 * pad) * width, sizeof *extended);
    if (!extended) return false;
    zero_lag f = {.k = k, .c = c, .x = x, .channels = channels, .pad = pad, .extended = extended};

    for (size_t l = 0; l < channels; l += width)
        filter_channels(&f, n, l, channels - l < width ? channels - l : width);
    hg__arena_back(scratch, mark);
    return true;
}
