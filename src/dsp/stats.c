/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/stats.h"

#include <gsl/gsl_errno.h>
#include <math.h>

void hg__stats_init(void) {
    gsl_set_error_handler_off();
}

void hg__mean_sd(const hg__kernels *k, const double *x, size_t count, double *mean, double *sd,
                 size_t *n) {
    size_t valid = k->count_valid(x, count);
    *n = valid;
    *mean = valid ? k->sum_valid(x, count) / (double)valid : NAN;
    *sd = valid > 1 ? sqrt(k->sum_sq_dev_valid(x, count, *mean) / (double)(valid - 1)) : NAN;
}

/* Brings the numbers below `pivot` (or not above it) to the front; how many they are. Each is
 * swapped whether it has to or not: no branch depends on numbers in no order. */
static size_t part(double *y, size_t n, double pivot, bool equal) {
    size_t front = 0;
    for (size_t i = 0; i < n; i++) {
        double here = y[i];
        bool low = equal ? here <= pivot : here < pivot;
        y[i] = y[front];
        y[front] = here;
        front += low;
    }
    return front;
}

static double middle_of(double a, double b, double c) {
    double low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

/* The number that sorting would bring to position k; smaller ones are before it then, larger ones
 * behind. No NaN. */
static double nth(double *y, size_t n, size_t k) {
    for (;;) {
        double pivot = middle_of(y[0], y[n / 2], y[n - 1]);
        size_t below = part(y, n, pivot, false);
        if (k < below) {
            n = below;
            continue;
        }
        size_t equal = part(y + below, n - below, pivot, true);
        if (k - below < equal) return pivot;
        y += below + equal;
        n -= below + equal;
        k -= below + equal;
    }
}

double hg__quantile(const double *x, size_t count, double p, hg__arena *scratch) {
    if (!(p >= 0.0 && p <= 1.0)) return NAN; /* GSL would read outside the array */
    hg__arena_mark mark = hg__arena_here(scratch);
    double *y = hg__arena_alloc(scratch, count, sizeof *y);
    if (!y) return NAN;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(x[i])) y[n++] = x[i];
    double at = p * (double)(n - 1), value = NAN;
    size_t k = n ? (size_t)at : 0;
    /* selection instead of sorting: afterwards what is above position k lies behind it */
    if (n) value = nth(y, n, k);
    if (n && k + 1 < n && at > (double)k) {
        double next = INFINITY;
        for (size_t i = k + 1; i < n; i++)
            if (y[i] < next) next = y[i];
        value = (1.0 - (at - (double)k)) * value + (at - (double)k) * next;
    }
    hg__arena_back(scratch, mark);
    return value;
}

double hg__median(const double *x, size_t count, hg__arena *scratch) {
    return hg__quantile(x, count, 0.5, scratch);
}
