/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dsp/regression.h"
#include "dsp/stats.h"

#define PI 3.14159265358979323846
#define GOLDEN 0.38196601125010515180 /* (3 - sqrt(5)) / 2 */
#define STEPS 200

typedef struct model {
    const double *X, *y;
    const size_t *group;
    size_t n, columns, groups;
    double *size, *sum; /* per group: rows, sum of y */
    double *sums;       /* per group: sums of the columns */
} model;

/* What a ratio of group to residual variance makes of the rest. */
typedef struct fit {
    double value[HG__COEFFICIENTS_MOST];
    double inverse[HG__COEFFICIENTS_MOST * HG__COEFFICIENTS_MOST]; /* of X' W X */
    double residual, log_likelihood;
} fit;

/* W of a group of m rows is I - shrink 1 1'. */
static double shrink(double ratio, double m) {
    return ratio / (1.0 + ratio * m);
}

/* ln of the determinant of a positive matrix of a few rows, by elimination; NaN when it is not. */
static double log_determinant(const double *A, size_t n) {
    double U[HG__COEFFICIENTS_MOST * HG__COEFFICIENTS_MOST], sum = 0.0;
    for (size_t i = 0; i < n * n; i++) U[i] = A[i];
    for (size_t p = 0; p < n; p++) {
        sum += log(U[p * n + p]);
        for (size_t r = p + 1; r < n; r++) {
            double factor = U[r * n + p] / U[p * n + p];
            for (size_t c = p; c < n; c++) U[r * n + c] -= factor * U[p * n + c];
        }
    }
    return sum;
}

static bool fit_at(fit *out, const model *m, double ratio) {
    size_t k = m->columns;
    double right[HG__COEFFICIENTS_MOST] = {0.0};
    for (size_t r = 0; r < k; r++) {
        for (size_t c = 0; c < k; c++) {
            double sum = 0.0;
            for (size_t i = 0; i < m->n; i++) sum += m->X[i * k + r] * m->X[i * k + c];
            for (size_t g = 0; g < m->groups; g++)
                sum -= shrink(ratio, m->size[g]) * m->sums[g * k + r] * m->sums[g * k + c];
            out->inverse[r * k + c] = sum;
        }
        for (size_t i = 0; i < m->n; i++) right[r] += m->X[i * k + r] * m->y[i];
        for (size_t g = 0; g < m->groups; g++)
            right[r] -= shrink(ratio, m->size[g]) * m->sums[g * k + r] * m->sum[g];
    }
    double determinants = log_determinant(out->inverse, k);
    if (!hg__invert_positive(out->inverse, k)) return false;
    for (size_t r = 0; r < k; r++) {
        out->value[r] = 0.0;
        for (size_t c = 0; c < k; c++) out->value[r] += out->inverse[r * k + c] * right[c];
    }
    double rest = 0.0, df = (double)(m->n - k);
    for (size_t i = 0; i < m->n; i++) {
        double e = m->y[i];
        for (size_t c = 0; c < k; c++) e -= m->X[i * k + c] * out->value[c];
        rest += e * e;
    }
    for (size_t g = 0; g < m->groups; g++) {
        double e = m->sum[g];
        for (size_t c = 0; c < k; c++) e -= m->sums[g * k + c] * out->value[c];
        rest -= shrink(ratio, m->size[g]) * e * e;
        determinants += log1p(ratio * m->size[g]);
    }
    out->residual = rest / df;
    out->log_likelihood = -0.5 * (df * (log(2.0 * PI * out->residual) + 1.0) + determinants);
    return isfinite(out->log_likelihood);
}

/* The ratio with the greatest likelihood: the best of a grid of its logarithm, then golden sections
 * around it. */
static bool best_ratio(double *ratio, const model *m) {
    enum { GRID = 81 };
    const double first = log(1e-8), step = log(1e16) / (GRID - 1);
    fit f;
    double best = -INFINITY, at = first;
    for (int i = 0; i < GRID; i++) {
        double here = first + i * step;
        if (!fit_at(&f, m, exp(here))) return false;
        if (f.log_likelihood > best) {
            best = f.log_likelihood;
            at = here;
        }
    }
    double low = at - step, high = at + step;
    for (int i = 0; i < STEPS && high - low > 1e-12 * (1.0 + fabs(low)); i++) {
        double a = low + GOLDEN * (high - low), b = high - GOLDEN * (high - low);
        fit fa, fb;
        if (!fit_at(&fa, m, exp(a)) || !fit_at(&fb, m, exp(b))) return false;
        if (fa.log_likelihood < fb.log_likelihood)
            low = a;
        else
            high = b;
    }
    *ratio = exp(0.5 * (low + high));
    if (!fit_at(&f, m, *ratio)) return false;
    best = f.log_likelihood;
    if (!fit_at(&f, m, 0.0)) return false;
    if (f.log_likelihood >= best) *ratio = 0.0;
    return true;
}

bool hg__mixed_model(hg__mixed *out, const double *X, const double *y, const size_t *group,
                     size_t n, size_t columns, size_t groups, hg__arena *scratch) {
    model m = {X, y, group, n, columns, groups, NULL, NULL, NULL};
    fit f;
    double ratio;
    if (columns == 0 || columns > HG__COEFFICIENTS_MOST || n <= columns || groups == 0)
        return false;
    m.size = hg__arena_alloc(scratch, groups, sizeof *m.size);
    m.sum = hg__arena_alloc(scratch, groups, sizeof *m.sum);
    m.sums = hg__arena_alloc(scratch, groups * columns, sizeof *m.sums);
    out->group = hg__arena_alloc(scratch, groups, sizeof *out->group);
    if (!m.size || !m.sum || !m.sums || !out->group) return false;
    for (size_t g = 0; g < groups; g++) m.size[g] = m.sum[g] = 0.0;
    for (size_t g = 0; g < groups * columns; g++) m.sums[g] = 0.0;
    for (size_t i = 0; i < n; i++) {
        size_t g = group[i];
        if (g >= groups) return false;
        m.size[g] += 1.0;
        m.sum[g] += y[i];
        for (size_t c = 0; c < columns; c++) m.sums[g * columns + c] += X[i * columns + c];
    }
    if (!best_ratio(&ratio, &m) || !fit_at(&f, &m, ratio)) return false;
    for (size_t c = 0; c < columns; c++) {
        out->value[c] = f.value[c];
        out->se[c] = sqrt(f.residual * f.inverse[c * columns + c]);
    }
    out->residual_variance = f.residual;
    out->group_variance = ratio * f.residual;
    out->log_likelihood = f.log_likelihood;
    for (size_t g = 0; g < groups; g++) {
        double e = m.sum[g];
        for (size_t c = 0; c < columns; c++) e -= m.sums[g * columns + c] * f.value[c];
        out->group[g] = shrink(ratio, m.size[g]) * e;
    }
    return true;
}
