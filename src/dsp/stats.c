/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/stats.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_statistics_double.h>
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
    if (n) value = gsl_stats_select(y, 1, n, k);
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
