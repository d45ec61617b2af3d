/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dsp/distributions.h"
#include "dsp/interval.h"

#define RHO_MOST 0.9   /* beyond it the values of a recording say nothing of the mean */
#define RHO_LEAST -0.5 /* below it the pattern would say more than the values */
#define ROUNDING 1e-12 /* of the values */

/* The values, and where in the sequence they stand. */
typedef struct series {
    double *x, *t;
    size_t *place;
    size_t n;
} series;

static bool gather(series *s, const double *x, const double *t, size_t count, hg__arena *scratch) {
    s->n = 0;
    s->x = hg__arena_alloc(scratch, count, sizeof *s->x);
    s->t = hg__arena_alloc(scratch, count, sizeof *s->t);
    s->place = hg__arena_alloc(scratch, count, sizeof *s->place);
    if (!s->x || !s->t || !s->place) return false;
    for (size_t i = 0; i < count; i++) {
        if (isnan(x[i]) || (t && isnan(t[i]))) continue;
        s->x[s->n] = x[i];
        s->t[s->n] = t ? t[i] : 0.0;
        s->place[s->n++] = i;
    }
    size_t neighbours = 0;
    for (size_t i = 1; i < s->n; i++) neighbours += s->place[i] == s->place[i - 1] + 1;
    if (2 * neighbours < s->n)
        for (size_t i = 0; i < s->n; i++) s->place[i] = i;
    return true;
}

/* Correlation of neighbouring residuals: their mean product over their mean square. Without holes
 * it is the usual r1 times n / (n - 1). */
static double correlation(const series *s, const double *e) {
    double square = 0.0, product = 0.0;
    size_t pairs = 0;
    for (size_t i = 0; i < s->n; i++) {
        square += e[i] * e[i];
        if (i == 0 || s->place[i] != s->place[i - 1] + 1) continue;
        product += e[i] * e[i - 1];
        pairs++;
    }
    if (pairs == 0 || !(square > 0.0)) return NAN;
    return product / (double)pairs * (double)s->n / square;
}

/* Without its bias, and a little more. `lost` is 1 for a mean and 2 for a line. */
static double unbiased(double r, size_t n, double lost) {
    double size = (double)n, usual = r * (size - 1.0) / size;
    double rho = (usual * (size - 1.0) + lost + 1.0) / (size - 5.0);
    return isnan(rho) ? 0.0 : fmin(fmax(rho, RHO_LEAST), RHO_MOST);
}

static double power(double rho, size_t distance) {
    return distance == 1 ? rho : pow(rho, (double)distance);
}

/* Sum of w_i w_j rho^|distance| over all i and j; w NULL: all 1. */
static double spread(const series *s, const double *w, double rho) {
    double sum = 0.0, before = 0.0;
    for (size_t i = 0; i < s->n; i++) {
        double v = w ? w[i] : 1.0;
        sum += v * v + 2.0 * v * before;
        if (i + 1 < s->n) before = (before + v) * power(rho, s->place[i + 1] - s->place[i]);
    }
    return sum;
}

/* Deviations that are only rounding of values of this size. */
static bool constant(double square, double size, size_t n) {
    return !(sqrt(square / (double)n) > ROUNDING * fabs(size));
}

static double freedom(double df, double most) {
    return fmax(fmin(df, most), HG__INTERVAL_DF_LEAST);
}

static void bound(hg__interval *out, double level) {
    double h = hg__t_quantile(0.5 + 0.5 * level, out->df) * out->se;
    out->low = out->value - h;
    out->high = out->value + h;
}

static const hg__interval nothing = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0};

bool hg__interval_of_mean(hg__interval *out, const hg__kernels *k, const double *x, size_t count,
                          double level, hg__arena *scratch) {
    series s;
    *out = nothing;
    if (!gather(&s, x, NULL, count, scratch)) return false;
    if (s.n == 0) return true;
    double n = (double)s.n;
    out->n = s.n;
    out->value = k->sum_valid(x, count) / n; /* as hg__mean_sd takes it, to the last bit */
    if (s.n < HG__INTERVAL_LEAST) return true;
    double square = 0.0;
    for (size_t i = 0; i < s.n; i++) {
        s.t[i] = s.x[i] - out->value;
        square += s.t[i] * s.t[i];
    }
    if (constant(square, out->value, s.n)) return true;
    out->lag1 = correlation(&s, s.t);
    out->rho = unbiased(out->lag1, s.n, 1.0);
    double v = spread(&s, NULL, out->rho) / n;
    out->effective = n / v;
    out->df = freedom(out->effective - 2.0, n - 2.0);
    out->se = sqrt(square / (n - v) * v / n);
    bound(out, level);
    return true;
}

bool hg__interval_of_slope(hg__interval *out, const double *x, const double *t, size_t count,
                           double level, hg__arena *scratch) {
    series s;
    *out = nothing;
    if (!gather(&s, x, t, count, scratch)) return false;
    double *e = hg__arena_alloc(scratch, s.n, sizeof *e), *w = s.t;
    if (!e) return false;
    double n = (double)s.n, mean_x = 0.0, mean_t = 0.0, tt = 0.0, tx = 0.0, square = 0.0;
    out->n = s.n;
    for (size_t i = 0; i < s.n; i++) {
        mean_x += s.x[i] / n;
        mean_t += s.t[i] / n;
    }
    for (size_t i = 0; i < s.n; i++) {
        w[i] -= mean_t;
        tt += w[i] * w[i];
        tx += w[i] * (s.x[i] - mean_x);
    }
    if (s.n < 2 || !(tt > 0.0)) return true;
    out->value = tx / tt;
    if (s.n < HG__INTERVAL_LEAST) return true;
    for (size_t i = 0; i < s.n; i++) {
        e[i] = s.x[i] - mean_x - out->value * w[i];
        square += e[i] * e[i];
    }
    if (constant(square, mean_x, s.n)) return true;
    out->lag1 = correlation(&s, e);
    out->rho = unbiased(out->lag1, s.n, 2.0);
    double level_v = spread(&s, NULL, out->rho) / n, slope_v = spread(&s, w, out->rho) / tt;
    /* the residuals have lost what the level and the slope took up */
    double left = n - level_v - slope_v;
    out->effective = n / slope_v;
    out->df = freedom(n / level_v - 3.0, n - 3.0);
    if (left > 0.0) out->se = sqrt(square / left * slope_v / tt);
    bound(out, level);
    return true;
}
