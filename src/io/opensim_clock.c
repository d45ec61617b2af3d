/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From printed times to a clock. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "io/opensim_text.h"

#define RATE_LEAST 1.0 /* as in docs/recording-format.md */
#define RATE_MOST 100000.0
#define RATE_TOLERANCE 1e-3 /* a stated rate and the times agree within this */
#define EVEN_TOLERANCE 1e-2 /* of a sample period: as for times in the native layout */

/* Rounding moves a time by at most half of the last digit, so two times by at most one of it
 * against each other; a little more for what the binary numbers are off. */
#define ROUNDING 1.001
/* A rate fitted to the times is off by a little of their rounding itself. */
#define ROUNDING_FITTED 1.2

static bool is_rate(double hz) {
    return hz >= RATE_LEAST && hz <= RATE_MOST; /* false for NaN */
}

/* Could these times have been printed by an even clock? */
static bool is_even(const double *t, size_t n, double rate, double digit, double rounding) {
    double period = 1 / rate, least = 0, most = 0;
    double spread = fmax(2 * EVEN_TOLERANCE * period, rounding * digit);
    for (size_t i = 0; i < n; i++) {
        double off = t[i] - t[0] - (double)i * period;
        if (off < least) least = off;
        if (off > most) most = off;
        if (!(most - least <= spread)) return false;
        if (i &&
            fabs(t[i] - t[i - 1] - period) > fmax(2 * EVEN_TOLERANCE * period, ROUNDING * digit))
            return false;
    }
    return true;
}

/* Slope of the least squares line through the times: their rounding hardly touches it. */
static double fitted_rate(const double *t, size_t n) {
    double middle = (double)(n - 1) / 2, mean = 0, up = 0, down = 0;
    for (size_t i = 0; i < n; i++) mean += (t[i] - t[0]) / (double)n;
    for (size_t i = 0; i < n; i++) {
        double x = (double)i - middle;
        up += x * (t[i] - t[0] - mean);
        down += x * x;
    }
    return down / up;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static hg_status median_rate(double *out, const double *t, size_t n, hg_error *err) {
    double *step = malloc((n - 1) * sizeof *step);
    if (!step) return hg__fail_memory(err);
    for (size_t i = 0; i + 1 < n; i++) step[i] = t[i + 1] - t[i];
    qsort(step, n - 1, sizeof *step, ascending);
    size_t m = n - 1;
    *out = 1 / (m % 2 ? step[m / 2] : (step[m / 2 - 1] + step[m / 2]) / 2);
    free(step);
    return HG_OK;
}

/* 1, 2, 3 ... in the column of times: frame numbers. */
static bool counts_frames(const double *t, size_t n, double stated_hz) {
    if (!is_rate(stated_hz) || stated_hz == 1) return false;
    for (size_t i = 1; i < n; i++)
        if (t[i] != t[0] + (double)i) return false;
    return t[0] == floor(t[0]);
}

static hg_status even(hg__clock *out, double rate_hz, double t0_s) {
    *out = (hg__clock){.rate_hz = rate_hz, .t0_s = t0_s};
    return HG_OK;
}

/* The times are not those of any even clock. */
static hg_status uneven(hg__clock *out, const double *t, size_t n, double stated_hz,
                        hg__sink *sink) {
    for (size_t i = 1; i < n; i++) {
        if (t[i] > t[i - 1]) continue;
        if (!is_rate(stated_hz))
            return hg__fault(sink, HG_EFORMAT, "time", "times that increase from row to row",
                             "%.9g after %.9g in row %zu", t[i], t[i - 1], i + 1);
        hg__remark(sink, HG_WARNING, "time",
                   "times that increase from row to row; the stated rate is used",
                   "%.9g after %.9g in row %zu", t[i], t[i - 1], i + 1);
        return even(out, stated_hz, t[0]);
    }
    double rate = NAN;
    hg_status status = median_rate(&rate, t, n, sink->err);
    if (status != HG_OK) return status;
    if (is_rate(stated_hz) && fabs(rate / stated_hz - 1) <= RATE_TOLERANCE) rate = stated_hz;
    if (!is_rate(rate))
        return hg__fault(sink, HG_EFORMAT, "time", "1 to 100000 frames per second", "%g", rate);
    *out = (hg__clock){.rate_hz = rate, .t0_s = t[0], .uneven = true};
    hg__remark(sink, HG_NOTE, "time", "", "uneven time; it will be resampled");
    return HG_OK;
}

hg_status hg__clock_from_times(hg__clock *out, const double *t, size_t n, unsigned decimals,
                               double stated_hz, hg__sink *sink) {
    for (size_t i = 0; i < n; i++)
        if (!isfinite(t[i]))
            return hg__fault(sink, HG_EFORMAT, "time", "a time in every row", "none in row %zu",
                             i + 1);
    if (n == 1)
        return even(out, is_rate(stated_hz) ? stated_hz : 1,
                    t[0]); /* one frame: any rate says the same */
    if (counts_frames(t, n, stated_hz)) {
        hg__remark(sink, HG_WARNING, "time", "seconds; the stated rate is used", "frame numbers");
        return even(out, stated_hz, 0);
    }
    double digit = pow(10, -(double)decimals), fitted = fitted_rate(t, n), whole = round(fitted);
    if (is_rate(stated_hz) && is_even(t, n, stated_hz, digit, ROUNDING))
        return even(out, stated_hz, t[0]);
    hg_status status;
    if (is_rate(whole) &&
        is_even(t, n, whole, digit, ROUNDING)) /* the likely one of those that rounding allows */
        status = even(out, whole, t[0]);
    else if (is_rate(fitted) && is_even(t, n, fitted, digit, ROUNDING_FITTED))
        status = even(out, fitted, t[0]);
    else
        status = uneven(out, t, n, stated_hz, sink);
    if (status == HG_OK && is_rate(stated_hz) &&
        fabs(out->rate_hz / stated_hz - 1) > RATE_TOLERANCE)
        hg__remark(sink, HG_WARNING, "time", "both to agree within 0.1 %; the times are used",
                   "a rate of %.6g Hz where the header says %.6g", out->rate_hz, stated_hz);
    return status;
}
