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
    double *part = hg__arena_alloc(scratch, count, sizeof *part);
    if (!part) return NAN;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(x[i])) part[n++] = x[i];
    if (n == 0) return NAN;
    /* two neighbours of the order are all that is needed; what stands behind the first of them
     * after the selection is not less */
    double at = p * (double)(n - 1), low, high = INFINITY;
    size_t k = (size_t)at;
    low = gsl_stats_select(part, 1, n, k);
    if (k + 1 == n) return low;
    for (size_t i = k + 1; i < n; i++)
        if (part[i] < high) high = part[i];
    double delta = at - (double)k;
    return (1.0 - delta) * low + delta * high;
}

double hg__median(const double *x, size_t count, hg__arena *scratch) {
    return hg__quantile(x, count, 0.5, scratch);
}
