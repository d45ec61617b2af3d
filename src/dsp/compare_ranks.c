/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons by ranks. */
#include <math.h>
#include <stdlib.h>

#include "dsp/compare.h"
#include "dsp/distributions.h"

#define EXACT_MOST 300

typedef struct ranked {
    double x;
    size_t at;
} ranked;

static int by_size(const void *a, const void *b) {
    const ranked *p = a, *q = b;
    if (p->x < q->x || p->x > q->x) return p->x < q->x ? -1 : 1;
    return p->at < q->at ? -1 : 1;
}

bool hg__ranks(double *rank, double *ties, const double *x, size_t n, hg__arena *scratch) {
    ranked *sorted = hg__arena_alloc(scratch, n, sizeof *sorted);
    if (!sorted) return false;
    for (size_t i = 0; i < n; i++) sorted[i] = (ranked){x[i], i};
    qsort(sorted, n, sizeof *sorted, by_size);
    *ties = 0.0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && !(sorted[end].x > sorted[i].x);) end++;
        double equal = (double)(end - i);
        for (size_t j = i; j < end; j++) rank[sorted[j].at] = 0.5 * (double)(i + 1 + end);
        *ties += equal * equal * equal - equal;
    }
    return true;
}

/* Share of all signs of the ranks 1 .. n whose positive ones add up to `most` at most. */
static bool signs_below(double *share, size_t n, double most, hg__arena *scratch) {
    size_t top = n * (n + 1) / 2;
    double *count = hg__arena_alloc(scratch, top + 1, sizeof *count);
    if (!count) return false;
    for (size_t i = 0; i <= top; i++) count[i] = i == 0;
    for (size_t k = 1, reach = 0; k <= n; k++) {
        reach += k;
        for (size_t i = reach + 1; i-- > 0;)
            count[i] = 0.5 * (count[i] + (i >= k ? count[i - k] : 0.0));
    }
    *share = 0.0;
    for (size_t i = 0; i <= top && (double)i <= most; i++) *share += count[i];
    return true;
}

bool hg__signed_rank(hg__rank_test *out, const double *d, size_t n, hg__zeros zeros, bool exact,
                     bool continuity, hg__arena *scratch) {
    double *size = hg__arena_alloc(scratch, 2 * n, sizeof *size), *rank = size + n, ties = 0.0;
    const double **of = hg__arena_alloc(scratch, n, sizeof *of);
    size_t count = 0, flat = 0;
    *out = (hg__rank_test){NAN, NAN};
    if (!size || !of) return false;
    for (size_t i = 0; i < n; i++) {
        bool zero = !(fabs(d[i]) > 0.0);
        flat += zero;
        if (zero && zeros == HG__ZEROS_DROP) continue;
        of[count] = &d[i];
        size[count++] = fabs(d[i]);
    }
    if (count == flat || (exact && (flat || count > EXACT_MOST))) return true;
    if (!hg__ranks(rank, &ties, size, count, scratch)) return false;
    double plus = 0.0, minus = 0.0, all = (double)count, none = (double)flat;
    for (size_t i = 0; i < count; i++) {
        if (*of[i] > 0.0) {
            plus += rank[i];
        } else if (*of[i] < 0.0) {
            minus += rank[i];
        } else if (zeros == HG__ZEROS_SPLIT) {
            plus += 0.5 * rank[i];
            minus += 0.5 * rank[i];
        }
    }
    out->statistic = fmin(plus, minus);
    if (exact) {
        double share;
        if (!signs_below(&share, count, out->statistic, scratch)) return false;
        out->p = fmin(1.0, 2.0 * share);
        return true;
    }
    double mean = 0.25 * all * (all + 1.0), square = all * (all + 1.0) * (2.0 * all + 1.0);
    if (zeros == HG__ZEROS_RANK) { /* zeros took the first ranks and then leave */
        mean -= 0.25 * none * (none + 1.0);
        square -= none * (none + 1.0) * (2.0 * none + 1.0);
        ties -= none * none * none - none;
    }
    square -= 0.5 * ties;
    double off = out->statistic - mean;
    if (continuity) off += off < 0.0 ? 0.5 : off > 0.0 ? -0.5 : 0.0;
    out->p = 2.0 * hg__normal_cdf(-fabs(off) / sqrt(square / 24.0));
    return true;
}

/* Share of all orders of nx and ny values in which U is at most `most`. */
static bool orders_below(double *share, size_t nx, size_t ny, double most, hg__arena *scratch) {
    size_t top = nx * ny, columns = top + 1;
    double *shares = hg__arena_alloc(scratch, (nx + 1) * columns, sizeof *shares);
    if (!shares) return false;
    /* of i x and j y, by the largest of them: an x stands over all j y */
    for (size_t i = 0; i <= nx; i++)
        for (size_t u = 0; u <= top; u++) shares[i * columns + u] = u == 0;
    for (size_t j = 1; j <= ny; j++)
        for (size_t i = 1; i <= nx; i++) {
            double *now = shares + i * columns;
            const double *fewer = now - columns;
            double px = (double)i / (double)(i + j);
            for (size_t u = i * j + 1; u-- > 0;)
                now[u] = (1.0 - px) * now[u] + (u >= j ? px * fewer[u - j] : 0.0);
        }
    *share = 0.0;
    for (size_t u = 0; u <= top && (double)u <= most; u++) *share += shares[nx * columns + u];
    return true;
}

bool hg__mann_whitney(hg__rank_test *out, const double *x, size_t nx, const double *y, size_t ny,
                      bool exact, bool continuity, hg__arena *scratch) {
    size_t n = nx + ny;
    double *all = hg__arena_alloc(scratch, 2 * n, sizeof *all), *rank = all + n, ties, sum = 0.0;
    *out = (hg__rank_test){NAN, NAN};
    if (!all) return false;
    if (nx == 0 || ny == 0) return true;
    for (size_t i = 0; i < n; i++) all[i] = i < nx ? x[i] : y[i - nx];
    if (!hg__ranks(rank, &ties, all, n, scratch)) return false;
    for (size_t i = 0; i < nx; i++) sum += rank[i];
    double a = (double)nx, b = (double)ny, size = a + b;
    out->statistic = sum - 0.5 * a * (a + 1.0);
    if (exact) {
        double share;
        if (ties > 0.0) return true;
        if (!orders_below(&share, nx, ny, fmin(out->statistic, a * b - out->statistic), scratch))
            return false;
        out->p = fmin(1.0, 2.0 * share);
        return true;
    }
    double greater = fmax(out->statistic, a * b - out->statistic) - 0.5 * a * b,
           square = a * b / 12.0 * ((size + 1.0) - ties / (size * (size - 1.0)));
    if (continuity) greater -= 0.5;
    out->p = fmin(1.0, 2.0 * hg__normal_cdf(-greater / sqrt(square)));
    return true;
}
