/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths and speeds averaged over about a stride. */
#include <math.h>
#include <string.h>

#include "gait/progress/progress_parts.h"

#define HOP_S 0.02      /* fits are made this often, lines between them: a path bends far less */
#define BRIDGE_S 0.5    /* shorter gaps of a point are bridged by a line before the fit */
#define LEAST_SHARE 0.4 /* of the window's samples must be there */

static void bridge(double *x, size_t n, size_t longest) {
    for (size_t i = 1; i < n; i++) {
        if (!isnan(x[i]) || isnan(x[i - 1])) continue;
        size_t end = i;
        while (end < n && isnan(x[end])) end++;
        if (end == n) return;
        for (size_t j = i; end - i <= longest && j < end; j++)
            x[j] = x[i - 1] + (x[end] - x[i - 1]) * (double)(j - i + 1) / (double)(end - i + 1);
        i = end;
    }
}

/* Powers of t at every distance from a centre, and their sums over a window without gaps: nearly
 * all windows have the same. */
typedef struct powers {
    double *t, *square; /* of frame j about `at`: [reach + j - at] */
    size_t reach;
    size_t before, after; /* frames on either side of the window that `sum` is of */
    double scale, sum[5];
} powers;

static bool make_powers(powers *p, size_t half, hg__arena *scratch) {
    *p = (powers){.reach = 2 * half, .before = SIZE_MAX, .scale = (double)half};
    p->t = hg__arena_alloc(scratch, 2 * p->reach + 1, sizeof *p->t);
    p->square = hg__arena_alloc(scratch, 2 * p->reach + 1, sizeof *p->square);
    if (!p->t || !p->square) return false;
    for (size_t j = 0; j <= 2 * p->reach; j++) {
        p->t[j] = ((double)j - (double)p->reach) / p->scale;
        p->square[j] = p->t[j] * p->t[j];
    }
    return true;
}

/* Sums of powers of t, and of them times x less its centre; false when a sample is missing. */
static bool sum_whole(double b[3], powers *p, const double *x, size_t from, size_t to, size_t at) {
    const double *t = p->t + p->reach - (at - from), *square = p->square + (t - p->t);
    double b0 = 0, b1 = 0, b2 = 0;
    for (size_t j = 0; j <= to - from; j++) {
        double y = x[from + j] - x[at];
        b0 += y;
        b1 += t[j] * y;
        b2 += square[j] * y;
    }
    b[0] = b0;
    b[1] = b1;
    b[2] = b2;
    if (isnan(b0)) return false;
    if (p->before == at - from && p->after == to - at) return true;
    p->before = at - from;
    p->after = to - at;
    memset(p->sum, 0, sizeof p->sum);
    for (size_t j = 0; j <= to - from; j++) {
        double power = 1;
        for (int k = 0; k < 5; k++, power *= t[j]) p->sum[k] += power;
    }
    return true;
}

/* The same where samples are missing; returns how many are there. */
static size_t sum_seen(double s[5], double b[3], const double *x, size_t from, size_t to, size_t at,
                       double scale) {
    size_t count = 0;
    memset(s, 0, 5 * sizeof *s);
    memset(b, 0, 3 * sizeof *b);
    for (size_t j = from; j <= to; j++) {
        if (isnan(x[j])) continue;
        double t = ((double)j - (double)at) / scale, y = x[j] - x[at], power = 1;
        for (int k = 0; k < 5; k++, power *= t) {
            s[k] += power;
            if (k < 3) b[k] += power * y;
        }
        count++;
    }
    return count;
}

/* Value and slope at t = 0 of the polynomial through x[from..to], t = (j - at) / scale; false when
 * too few samples are there. */
static bool fit_at(double *value, double *slope, const double *x, size_t from, size_t to, size_t at,
                   powers *p, int order) {
    double seen[5], b[3], scale = p->scale;
    const double *s = p->sum;
    size_t count = to - from + 1;
    if (!sum_whole(b, p, x, from, to, at)) {
        count = sum_seen(seen, b, x, from, to, at, scale);
        s = seen;
    }
    if (count < 3 || (double)count < LEAST_SHARE * (double)(to - from + 1)) return false;
    double p0, p1;
    if (order == 1) {
        double d = s[0] * s[2] - s[1] * s[1];
        if (!(d > 0)) return false;
        p0 = (b[0] * s[2] - b[1] * s[1]) / d;
        p1 = (s[0] * b[1] - s[1] * b[0]) / d;
    } else { /* Cramer's rule */
        double m0 = s[2] * s[4] - s[3] * s[3], m1 = s[1] * s[4] - s[2] * s[3],
               m2 = s[1] * s[3] - s[2] * s[2], d = s[0] * m0 - s[1] * m1 + s[2] * m2;
        if (!(fabs(d) > 0)) return false;
        p0 = (b[0] * m0 - b[1] * m1 + b[2] * m2) / d;
        p1 = (s[0] * (b[1] * s[4] - b[2] * s[3]) - b[0] * m1 + s[2] * (s[1] * b[2] - s[2] * b[1])) /
             d;
    }
    *value = x[at] + p0;
    *slope = p1 / scale;
    return true;
}

/* Lines between the frames that are known; held at the ends. */
static void fill_lines(double *x, size_t n) {
    size_t known = n;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) continue;
        if (known == n) {
            for (size_t j = 0; j < i; j++) x[j] = x[i];
        } else {
            for (size_t j = known + 1; j < i; j++)
                x[j] = x[known] + (x[i] - x[known]) * (double)(j - known) / (double)(i - known);
        }
        known = i;
    }
    for (size_t j = known + 1; known < n && j < n; j++) x[j] = x[known];
}

bool hg__local_fit(double *value, double *slope, const double *x, size_t n, double rate_hz,
                   double half_s, int order, const hg__stage *stage) {
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    double *y = hg__arena_alloc(stage->scratch, n, sizeof *y);
    size_t half = (size_t)(half_s * rate_hz + 0.5), hop = (size_t)(HOP_S * rate_hz);
    powers p;
    if (half < 2) half = 2;
    if (!y || !make_powers(&p, half, stage->scratch)) return false;
    if (hop < 1) hop = 1;
    memcpy(y, x, n * sizeof *x);
    bridge(y, n, (size_t)(BRIDGE_S * rate_hz));
    for (size_t i = 0; i < n; i++) {
        if (value) value[i] = NAN;
        if (slope) slope[i] = NAN;
    }
    for (size_t i = 0; i < n; i = i + hop < n || i + 1 == n ? i + hop : n - 1) {
        size_t from = i > half ? i - half : 0, to = from + 2 * half;
        if (to > n - 1) {
            to = n - 1;
            from = to > 2 * half ? to - 2 * half : 0;
        }
        double v, s;
        if (isnan(y[i]) || !fit_at(&v, &s, y, from, to, i, &p, order)) continue;
        if (value) value[i] = v;
        if (slope) slope[i] = s * rate_hz;
    }
    hg__arena_back(stage->scratch, mark);
    if (value) fill_lines(value, n);
    if (slope) fill_lines(slope, n);
    hg__arena_back(stage->scratch, mark);
    return true;
}
