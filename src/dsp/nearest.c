/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nearest neighbours in delay space, by sorting. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "dsp/patterns.h"

/* A vector's first number, by which it is sorted, and its last, which differs most from that. */
typedef struct place {
    double x, last;
    size_t at;
} place;

static int by_number(const void *a, const void *b) {
    const place *p = a, *q = b;
    if (p->x != q->x) return p->x < q->x ? -1 : 1;
    return p->at < q->at ? -1 : 1;
}

/* The nearest so far. */
typedef struct search {
    const double *x;
    size_t dimension, lag, theiler, i, at;
    double least;
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
        s->at = j;
    }
}

/* One place; false when its first number alone is too far, as are those of all beyond it. */
static inline bool pass(search *s, const place *own, const place *p) {
    double first = own->x - p->x, last = own->last - p->last;
    if (first * first > s->least) return false;
    if (!(last * last > s->least)) look(s, p->at);
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
    for (size_t i = 0; i < vectors; i++)
        sorted[i] = (place){x[i], x[i + (delay->dimension - 1) * delay->lag], i};
    qsort(sorted, vectors, sizeof *sorted, by_number);
    for (size_t p = 0; p < vectors; p++) where[sorted[p].at] = p;
    search s = {x, delay->dimension, delay->lag, delay->theiler, 0, SIZE_MAX, INFINITY};
    for (size_t i = 0; i < vectors; i++) {
        size_t follower = s.at == SIZE_MAX ? SIZE_MAX : s.at + 1; /* the neighbour a step before */
        s.i = i;
        s.at = SIZE_MAX;
        s.least = INFINITY;
        if (follower < vectors) look(&s, follower);
        const place *own = &sorted[where[i]], *p = own, *end = sorted + vectors;
        while (p > sorted && pass(&s, own, --p)) continue;
        for (p = own + 1; p < end && pass(&s, own, p); p++) continue;
        neighbour[i] = s.at;
        square[i] = s.least;
    }
    return true;
}
