/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a value is spread over the trials, robustly: one trial gone wrong moves nothing but itself.
 */
#include <hipgait/cohort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

#define MAD_TO_SD 1.4826 /* of a normal distribution */

typedef struct found {
    double value, distance; /* from the median */
    size_t row;
} found;

static int by_value(const void *a, const void *b) {
    double x = ((const found *)a)->value, y = ((const found *)b)->value;
    return (x > y) - (x < y);
}

static int by_distance(const void *a, const void *b) {
    double x = ((const found *)a)->distance, y = ((const found *)b)->distance;
    return (x > y) - (x < y);
}

/* Farthest first; then as the rows are. */
static int farthest_first(const void *a, const void *b) {
    const found *x = a, *y = b;
    if (x->distance != y->distance) return x->distance < y->distance ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Linear between order statistics, as numpy's default. */
static double quantile(const found *sorted, size_t n, double p) {
    double at = p * (double)(n - 1);
    size_t low = (size_t)at;
    double part = at - (double)low;
    if (low + 1 >= n) return sorted[n - 1].value;
    return sorted[low].value + part * (sorted[low + 1].value - sorted[low].value);
}

static double median_distance(const found *sorted, size_t n) {
    return n % 2 ? sorted[n / 2].distance
                 : 0.5 * (sorted[n / 2 - 1].distance + sorted[n / 2].distance);
}

hg_status hg_cohort_spread_of(hg_cohort_spread *out, hg_cohort *c, hg_task task, hg_metric_id id,
                              hg_cohort_part part, hg_error *err) {
    *out = (hg_cohort_spread){0, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, {NAN, NAN}, NULL, 0};
    found *x = malloc((c->n + 1) * sizeof *x);
    if (!x) return hg__fail_memory(err);
    for (size_t i = 0; i < c->n; i++)
        if (c->row[i].task == task && isfinite(c->row[i].value[id][part]))
            x[out->n++] = (found){c->row[i].value[id][part], 0, i};
    hg_status status = HG_OK;
    size_t n = out->n;
    if (n) {
        qsort(x, n, sizeof *x, by_value);
        out->least = x[0].value;
        out->most = x[n - 1].value;
        out->p5 = quantile(x, n, 0.05);
        out->p25 = quantile(x, n, 0.25);
        out->median = quantile(x, n, 0.5);
        out->p75 = quantile(x, n, 0.75);
        out->p95 = quantile(x, n, 0.95);
        for (size_t i = 0; i < n; i++) x[i].distance = fabs(x[i].value - out->median);
        qsort(x, n, sizeof *x, by_distance);
        out->robust_sd = MAD_TO_SD * median_distance(x, n);
    }
    /* half of the trials alike: nothing to measure a distance by */
    if ((double)n >= c->options.outlier_trials_min && out->robust_sd > 0.0) {
        double far = c->options.outlier_z * out->robust_sd;
        size_t first = n;
        out->usual[0] = out->median - far;
        out->usual[1] = out->median + far;
        while (first && x[first - 1].distance > far) first--;
        out->n_outliers = n - first;
        qsort(x + first, out->n_outliers, sizeof *x, farthest_first);
        out->outliers = hg__arena_alloc(c->memory, out->n_outliers, sizeof *out->outliers);
        if (!out->outliers) status = hg__fail_memory(err);
        for (size_t i = 0; out->outliers && i < out->n_outliers; i++)
            out->outliers[i] = x[first + i].row;
    }
    free(x);
    return status;
}
