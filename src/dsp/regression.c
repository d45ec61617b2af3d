/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/regression.h"

#include <math.h>
#include <stdlib.h>

#include "dsp/distributions.h"
#include "dsp/stats.h"

#define PI 3.14159265358979323846

bool hg__regress(hg__regression *out, const double *X, const double *y, size_t n, size_t columns,
                 hg__arena *scratch) {
    double value[HG__COEFFICIENTS_MOST], singular[HG__COEFFICIENTS_MOST], rms;
    double cross[HG__COEFFICIENTS_MOST * HG__COEFFICIENTS_MOST] = {0.0};
    if (columns == 0 || columns > HG__COEFFICIENTS_MOST || n <= columns) return false;
    double *A = hg__arena_alloc(scratch, n * columns, sizeof *A);
    if (!A) return false;
    for (size_t i = 0; i < n * columns; i++) A[i] = X[i];
    if (!hg__least_squares(value, singular, &rms, A, y, n, columns)) return false;
    for (size_t r = 0; r < columns; r++)
        for (size_t c = 0; c < columns; c++)
            for (size_t i = 0; i < n; i++)
                cross[r * columns + c] += X[i * columns + r] * X[i * columns + c];
    if (!hg__invert_positive(cross, columns)) return false;
    double size = (double)n, k = (double)columns, mean = 0.0, about_mean = 0.0;
    double rest = rms * rms * size;
    for (size_t i = 0; i < n; i++) mean += y[i] / size;
    for (size_t i = 0; i < n; i++) about_mean += (y[i] - mean) * (y[i] - mean);
    *out = (hg__regression){.df = size - k, .residual_variance = rest / (size - k)};
    double reach = hg__t_quantile(0.975, out->df);
    for (size_t c = 0; c < columns; c++) {
        hg__coefficient *b = &out->coefficient[c];
        b->value = value[c];
        b->se = sqrt(out->residual_variance * cross[c * columns + c]);
        b->t = b->value / b->se;
        b->p = 2.0 * hg__t_cdf(-fabs(b->t), out->df);
        b->low = b->value - reach * b->se;
        b->high = b->value + reach * b->se;
    }
    out->r2 = 1.0 - rest / about_mean;
    out->adjusted_r2 = 1.0 - (size - 1.0) / out->df * (1.0 - out->r2);
    out->f = (about_mean - rest) / (k - 1.0) / out->residual_variance;
    out->f_p = hg__f_above(out->f, k - 1.0, out->df);
    out->log_likelihood = -0.5 * size * (log(2.0 * PI * rest / size) + 1.0);
    out->aic = 2.0 * k - 2.0 * out->log_likelihood;
    out->bic = k * log(size) - 2.0 * out->log_likelihood;
    return true;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* sum of t (t - 1) (2 t + 5) over groups of t equal values */
static double tied(double *sorted, const double *x, size_t n) {
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) sorted[i] = x[i];
    qsort(sorted, n, sizeof *sorted, by_size);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && !(sorted[end] > sorted[i]);) end++;
        double t = (double)(end - i);
        sum += t * (t - 1.0) * (2.0 * t + 5.0);
    }
    return sum;
}

bool hg__theil_sen(hg__line *out, const double *x, const double *y, size_t n, double level,
                   hg__arena *scratch) {
    size_t pairs = n * (n - 1) / 2, count = 0;
    if (n < 2) return false;
    double *slope = hg__arena_alloc(scratch, pairs + n, sizeof *slope), *room = slope + pairs;
    if (!slope) return false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (fabs(x[i] - x[j]) > 0.0) slope[count++] = (y[i] - y[j]) / (x[i] - x[j]);
    if (count == 0) return false;
    qsort(slope, count, sizeof *slope, by_size);
    out->slope = 0.5 * (slope[(count - 1) / 2] + slope[count / 2]);
    out->intercept = hg__median(y, n, scratch) - out->slope * hg__median(x, n, scratch);
    double size = (double)n, all = (double)count,
           square =
               (size * (size - 1.0) * (2.0 * size + 5.0) - tied(room, x, n) - tied(room, y, n)) /
               18.0;
    double reach = hg__normal_quantile(0.5 - 0.5 * level) * sqrt(square);
    double upper = fmin(nearbyint(0.5 * (all - reach)), all - 1.0),
           lower = fmax(nearbyint(0.5 * (all + reach)) - 1.0, 0.0);
    out->low = slope[(size_t)lower];
    out->high = slope[(size_t)upper];
    return true;
}
