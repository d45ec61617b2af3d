/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nearest neighbours in delay space, by sorting. Two projections of every vector onto directions of
 * unit length at right angles to one another are kept: the mean of its numbers and their slope,
 * which hold most of what there is in a smooth signal. The difference of two vectors is at least as
 * long as its projection, so vectors are sorted by one and only looked at where both together are
 * not too far already.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "dsp/patterns.h"

/* What a bound on squared distances gets in addition, so that rounding of projections (1e-15 of the
 * numbers) never hides a neighbour: a share of it, and where it is small a share of the numbers'.
 */
#define SLACK 1e-9
#define GRAIN 1e-20

typedef struct place {
    double key, other; /* the projection that varies more, by which they are sorted; the other */
    size_t at;
} place;

static int by_key(const void *a, const void *b) {
    const place *p = a, *q = b;
    if (p->key < q->key || p->key > q->key) return p->key < q->key ? -1 : 1;
    return p->at < q->at ? -1 : 1;
}

static double spread(const double *x, size_t n) {
    double mean = 0.0, sum = 0.0;
    for (size_t i = 0; i < n; i++) mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) sum += (x[i] - mean) * (x[i] - mean);
    return sum;
}

/* Fills in key and other. False when memory runs out. */
static bool project(place *out, const double *x, size_t vectors, const hg__delay *delay,
                    hg__arena *scratch) {
    size_t m = delay->dimension;
    double *mean = hg__arena_alloc(scratch, 2 * vectors, sizeof *mean), *slope = mean + vectors;
    if (!mean) return false;
    double length = 0.0, middle = 0.5 * (double)(m - 1), root = sqrt((double)m);
    for (size_t d = 0; d < m; d++) length += ((double)d - middle) * ((double)d - middle);
    length = m > 1 ? sqrt(length) : 1.0;
    for (size_t i = 0; i < vectors; i++) {
        double sum = 0.0, tilt = 0.0;
        for (size_t d = 0; d < m; d++) {
            sum += x[i + d * delay->lag];
            tilt += ((double)d - middle) * x[i + d * delay->lag];
        }
        mean[i] = sum / root;
        slope[i] = tilt / length;
    }
    bool by_mean = spread(mean, vectors) >= spread(slope, vectors);
    for (size_t i = 0; i < vectors; i++)
        out[i] = (place){by_mean ? mean[i] : slope[i], by_mean ? slope[i] : mean[i], i};
    return true;
}

/* The nearest so far. */
typedef struct search {
    const double *x;
    size_t dimension, lag, theiler, i, at;
    double least, bound, grain; /* bound: with some slack */
} search;

/* Takes j where it is nearer than all before, or as near and earlier. */
static void look(search *s, size_t j) {
    const double *a = s->x + s->i, *b = s->x + j;
    size_t apart = s->i > j ? s->i - j : j - s->i, end = s->dimension * s->lag;
    double sum = 0.0;
    if (apart <= s->theiler) return;
    for (size_t d = 0; d < end; d += s->lag) { /* added in order, as the kernel does */
        double off = a[d] - b[d];
        sum += off * off;
    }
    if (sum < s->least || (s->at != SIZE_MAX && sum <= s->least && j < s->at)) {
        s->least = sum;
        s->bound = sum + SLACK * sum + s->grain;
        s->at = j;
    }
}

/* One place; false when it is too far by its key alone, as are all beyond it. */
static inline bool pass(search *s, const place *own, const place *p) {
    double key = own->key - p->key, other = own->other - p->other;
    key *= key;
    if (key > s->bound) return false;
    if (!(key + other * other > s->bound)) look(s, p->at);
    return true;
}

bool hg__nearest(const hg__kernels *k, size_t *neighbour, double *square, const double *x,
                 size_t vectors, const hg__delay *delay, hg__arena *scratch) {
    size_t n = vectors + (delay->dimension - 1) * delay->lag;
    if (delay->lag == 0 || k->count_valid(x, n) < n) { /* NaN cannot be sorted */
        k->neighbours(neighbour, square, x, vectors, delay->dimension, delay->lag, delay->theiler);
        return true;
    }
    place *sorted = hg__arena_alloc(scratch, vectors, sizeof *sorted);
    size_t *where = hg__arena_alloc(scratch, vectors, sizeof *where);
    if (!sorted || !where) return false;
    if (!project(sorted, x, vectors, delay, scratch)) return false;
    qsort(sorted, vectors, sizeof *sorted, by_key);
    for (size_t p = 0; p < vectors; p++) where[sorted[p].at] = p;
    double low, high;
    k->min_max_valid(x, n, &low, &high);
    double most = fmax(fabs(low), fabs(high));
    search s = {.x = x,
                .dimension = delay->dimension,
                .lag = delay->lag,
                .theiler = delay->theiler,
                .at = SIZE_MAX,
                .least = INFINITY,
                .bound = INFINITY,
                .grain = GRAIN * (double)delay->dimension * most * most};
    for (size_t i = 0; i < vectors; i++) {
        size_t follower = s.at == SIZE_MAX ? SIZE_MAX : s.at + 1; /* the neighbour a step before */
        s.i = i;
        s.at = SIZE_MAX;
        s.least = s.bound = INFINITY;
        if (follower < vectors) look(&s, follower);
        const place *own = &sorted[where[i]], *p = own, *end = sorted + vectors;
        while (p > sorted && pass(&s, own, --p)) continue;
        for (p = own + 1; p < end && pass(&s, own, p); p++) continue;
        neighbour[i] = s.at;
        square[i] = s.least;
    }
    return true;
}
