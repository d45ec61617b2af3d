/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means, correlation and shape; ranks stand in compare_ranks.c. */
#include "dsp/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/distributions.h"

typedef struct moments {
    double mean, squares; /* sum of squared deviations */
} moments;

static moments moments_of(const double *x, size_t n) {
    moments m = {0.0, 0.0};
    double rest = 0.0;
    for (size_t i = 0; i < n; i++) m.mean += x[i];
    m.mean /= (double)n;
    for (size_t i = 0; i < n; i++) rest += x[i] - m.mean;
    m.mean += rest / (double)n; /* the rounding of the first sum */
    for (size_t i = 0; i < n; i++) m.squares += (x[i] - m.mean) * (x[i] - m.mean);
    return m;
}

static hg__t_test test_of(double difference, double se, double centre, double df, double level) {
    hg__t_test out = {difference / se, NAN, df, NAN, NAN};
    double half = hg__t_quantile(0.5 + 0.5 * level, df) * se;
    out.p = 2.0 * hg__t_cdf(-fabs(out.t), df);
    out.low = centre - half;
    out.high = centre + half;
    return out;
}

hg__t_test hg__t_test_one(const double *x, size_t n, double datum, double level) {
    if (n < 2) return (hg__t_test){NAN, NAN, NAN, NAN, NAN};
    moments m = moments_of(x, n);
    double df = (double)(n - 1), se = sqrt(m.squares / df / (double)n);
    return test_of(m.mean - datum, se, m.mean, df, level);
}

hg__t_test hg__t_test_two(const double *x, size_t nx, const double *y, size_t ny,
                          bool equal_variances, double level) {
    if (nx < 2 || ny < 2) return (hg__t_test){NAN, NAN, NAN, NAN, NAN};
    moments a = moments_of(x, nx), b = moments_of(y, ny);
    double da = (double)(nx - 1), db = (double)(ny - 1), df = da + db, square;
    if (equal_variances) {
        square = (a.squares + b.squares) / df * (1.0 / (double)nx + 1.0 / (double)ny);
    } else {
        double va = a.squares / da / (double)nx, vb = b.squares / db / (double)ny;
        square = va + vb;
        df = square * square / (va * va / da + vb * vb / db);
    }
    return test_of(a.mean - b.mean, sqrt(square), a.mean - b.mean, df, level);
}

static double t_of_r(double r, double df) {
    return r * sqrt(df / ((1.0 - r) * (1.0 + r)));
}

hg__correlation hg__pearson(const double *x, const double *y, size_t n) {
    hg__correlation out = {NAN, NAN, NAN, NAN};
    if (n < 3) return out;
    moments a = moments_of(x, n), b = moments_of(y, n);
    double both = 0.0, df = (double)(n - 2);
    for (size_t i = 0; i < n; i++) both += (x[i] - a.mean) * (y[i] - b.mean);
    out.r = both / sqrt(a.squares * b.squares);
    out.p = 2.0 * hg__t_cdf(-fabs(t_of_r(out.r, df)), df);
    if (n > 3) {
        double centre = atanh(out.r), half = hg__normal_quantile(0.975) / sqrt((double)n - 3.0);
        out.low = tanh(centre - half);
        out.high = tanh(centre + half);
    }
    return out;
}

bool hg__spearman(hg__correlation *out, const double *x, const double *y, size_t n,
                  hg__arena *scratch) {
    double *rank = hg__arena_alloc(scratch, 2 * n, sizeof *rank), ties;
    if (!rank || !hg__ranks(rank, &ties, x, n, scratch) ||
        !hg__ranks(rank + n, &ties, y, n, scratch))
        return false;
    *out = hg__pearson(rank, rank + n, n);
    out->low = out->high = NAN;
    return true;
}

/* Share of all orders of n with at most `most` pairs the wrong way round. */
static bool orders_below(double *share, size_t n, size_t most, hg__arena *scratch) {
    size_t top = n * (n - 1) / 2;
    if (most > top) most = top;
    double *now = hg__arena_alloc(scratch, 2 * (most + 1), sizeof *now), *next = now + most + 1;
    if (!now) return false;
    for (size_t i = 0; i <= most; i++) now[i] = i == 0;
    for (size_t k = 2; k <= n;
         k++) { /* the k-th comes in at any of k places: a share of 1 / k each */
        double window = 0.0;
        for (size_t i = 0; i <= most; i++) {
            window += now[i];
            if (i >= k) window -= now[i - k];
            next[i] = window / (double)k;
        }
        memcpy(now, next, (most + 1) * sizeof *now);
    }
    *share = 0.0;
    for (size_t i = 0; i <= most; i++) *share += now[i];
    return true;
}

bool hg__kendall(hg__correlation *out, const double *x, const double *y, size_t n,
                 hg__arena *scratch) {
    size_t against = 0, with = 0, tied_x = 0, tied_y = 0;
    *out = (hg__correlation){NAN, NAN, NAN, NAN};
    if (n < 2) return true;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            double a = x[i] - x[j], b = y[i] - y[j];
            bool flat_a = !(fabs(a) > 0.0), flat_b = !(fabs(b) > 0.0);
            tied_x += flat_a;
            tied_y += flat_b;
            if (flat_a || flat_b) continue;
            if ((a > 0.0) == (b > 0.0))
                with++;
            else
                against++;
        }
    size_t all = n * (n - 1) / 2;
    out->r =
        ((double)with - (double)against) / sqrt((double)(all - tied_x) * (double)(all - tied_y));
    if (tied_x || tied_y || n > 170) return true;
    double share;
    if (!orders_below(&share, n, with < against ? with : against, scratch)) return false;
    out->p = fmin(1.0, 2.0 * share);
    return true;
}

hg__shape hg__shape_of(const double *x, size_t n) {
    if (n < 3) return (hg__shape){NAN, NAN, NAN};
    moments m = moments_of(x, n);
    double third = 0.0, fourth = 0.0, size = (double)n, square = m.squares / size;
    for (size_t i = 0; i < n; i++) {
        double d = x[i] - m.mean;
        third += d * d * d;
        fourth += d * d * d * d;
    }
    hg__shape out = {third / size / (square * sqrt(square)),
                     fourth / size / (square * square) - 3.0, NAN};
    out.skewness_of_population = out.skewness * sqrt(size * (size - 1.0)) / (size - 2.0);
    return out;
}

/* --- Shapiro and Wilk --- */

static double polynomial(const double *c, int terms, double x) {
    double sum = 0.0;
    for (int i = terms; i-- > 0;) sum = sum * x + c[i];
    return sum;
}
static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

bool hg__shapiro_wilk(hg__rank_test *out, const double *x, size_t n, hg__arena *scratch) {
    static const double first[] = {0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056},
                        second[] = {0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633},
                        middle[] = {-1.5861, -0.31082, -0.083751, 0.0038915},
                        spread[] = {-0.4803, -0.082676, 0.0030302};
    size_t half = n / 2;
    if (n < 12 || n > 5000) return false;
    double *sorted = hg__arena_alloc(scratch, n + half, sizeof *sorted), *a = sorted + n;
    if (!sorted) return false;
    memcpy(sorted, x, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_size);
    double squares = 0.0, root = 1.0 / sqrt((double)n);
    for (size_t i = 0; i < half; i++) { /* expected places of the smallest, below 0 */
        a[i] = hg__normal_quantile(((double)i + 1.0 - 0.375) / ((double)n + 0.25));
        squares += 2.0 * a[i] * a[i];
    }
    double length = sqrt(squares), ends[2] = {polynomial(first, 6, root) - a[0] / length,
                                              polynomial(second, 6, root) - a[1] / length};
    double scale = sqrt((squares - 2.0 * (a[0] * a[0] + a[1] * a[1])) /
                        (1.0 - 2.0 * (ends[0] * ends[0] + ends[1] * ends[1])));
    for (size_t i = 0; i < half; i++) a[i] = i < 2 ? ends[i] : -a[i] / scale;
    moments m = moments_of(sorted, n);
    double sum = 0.0, weights = 0.0;
    for (size_t i = 0; i < half; i++) {
        sum += a[i] * (sorted[n - 1 - i] - sorted[i]);
        weights += 2.0 * a[i] * a[i];
    }
    /* 1 - W from a difference of roots: W near 1 keeps its digits */
    double whole = sqrt(weights * m.squares),
           rest = (whole - sum) * (whole + sum) / (whole * whole);
    double size = log((double)n);
    out->statistic = 1.0 - rest;
    out->p = hg__normal_cdf(-(log(rest) - polynomial(middle, 4, size)) /
                            exp(polynomial(spread, 3, size)));
    return true;
}
