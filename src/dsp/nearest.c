/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nearest neighbours in delay space, by sorting. Three projections of every vector onto directions
 * of unit length at right angles to one another are kept: the mean of its numbers, their slope and
 * their bend, which hold nearly all of a smooth signal. The difference of two vectors is at least
 * as long as its projection. So vectors are sorted by one into slabs, in each slab by the second,
 * and only looked at where all three together are not too far already.
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
#define SLAB ((size_t)64) /* vectors; about the root of 5,000 */

typedef struct place {
    double key, other, third; /* key varies more than other */
    size_t at;
} place;

static int by_key(const void *a, const void *b) {
    const place *p = a, *q = b;
    if (p->key < q->key || p->key > q->key) return p->key < q->key ? -1 : 1;
    return p->at < q->at ? -1 : 1;
}
static int by_other(const void *a, const void *b) {
    const place *p = a, *q = b;
    if (p->other < q->other || p->other > q->other) return p->other < q->other ? -1 : 1;
    return p->at < q->at ? -1 : 1;
}

static double spread(const place *p, size_t n, bool other) {
    double mean = 0.0, sum = 0.0;
    for (size_t i = 0; i < n; i++) mean += (other ? p[i].other : p[i].key) / (double)n;
    for (size_t i = 0; i < n; i++) {
        double off = (other ? p[i].other : p[i].key) - mean;
        sum += off * off;
    }
    return sum;
}

/* Over its length; 0 where there is none (too few numbers for a slope or a bend). */
static double part(double sum, double square) {
    return square > 0.0 ? sum / sqrt(square) : 0.0;
}

static void project(place *out, const double *x, size_t vectors, const hg__delay *delay) {
    size_t m = delay->dimension;
    double count = (double)m, middle = 0.5 * (count - 1.0), slopes = 0.0, bends = 0.0;
    double flat = (count * count - 1.0) / 12.0; /* mean of the squared distances from the middle */
    for (size_t d = 0; d < m; d++) {
        double t = (double)d - middle, bend = t * t - flat;
        slopes += t * t;
        bends += bend * bend;
    }
    if (m < 3) bends = 0.0;
    for (size_t i = 0; i < vectors; i++) {
        double mean = 0.0, slope = 0.0, bend = 0.0;
        for (size_t d = 0; d < m; d++) {
            double t = (double)d - middle, value = x[i + d * delay->lag];
            mean += value;
            slope += t * value;
            bend += (t * t - flat) * value;
        }
        out[i] = (place){part(mean, count), part(slope, slopes), part(bend, bends), i};
    }
    if (spread(out, vectors, false) >= spread(out, vectors, true)) return;
    for (size_t i = 0; i < vectors; i++) {
        double swap = out[i].key;
        out[i].key = out[i].other;
        out[i].other = swap;
    }
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

/* One slab, `count` vectors sorted by other; false when it is too far by the key alone, as are
 * those beyond it. gap: distance of its nearest key. */
static bool search_slab(search *s, const place *slab, size_t count, const place *own, double gap) {
    if (gap * gap > s->bound) return false;
    double reach = sqrt(s->bound - gap * gap), from = own->other - reach;
    const place *p = slab, *end = slab + count;
    for (size_t left = count; left > 0;) { /* to the first that is not below `from` */
        size_t half = left / 2;
        if (p[half].other < from) {
            p += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    for (; p < end; p++) {
        double other = p->other - own->other, key = p->key - own->key,
               third = p->third - own->third;
        if (other > 0.0 && other * other > s->bound) break;
        if (!(other * other + key * key + third * third > s->bound)) look(s, p->at);
    }
    return true;
}

typedef struct slabs {
    place *sorted;
    double *low, *high; /* keys of each slab */
    size_t count, vectors;
} slabs;

static size_t size_of(const slabs *b, size_t slab) {
    size_t from = slab * SLAB;
    return b->vectors - from < SLAB ? b->vectors - from : SLAB;
}

static bool make_slabs(slabs *out, const double *x, size_t vectors, const hg__delay *delay,
                       hg__arena *scratch) {
    out->vectors = vectors;
    out->count = (vectors + SLAB - 1) / SLAB;
    out->sorted = hg__arena_alloc(scratch, vectors, sizeof *out->sorted);
    out->low = hg__arena_alloc(scratch, out->count, sizeof *out->low);
    out->high = hg__arena_alloc(scratch, out->count, sizeof *out->high);
    if (!out->sorted || !out->low || !out->high) return false;
    project(out->sorted, x, vectors, delay);
    qsort(out->sorted, vectors, sizeof *out->sorted, by_key);
    for (size_t b = 0; b < out->count; b++) {
        place *slab = out->sorted + b * SLAB;
        size_t count = size_of(out, b);
        out->low[b] = slab[0].key;
        out->high[b] = slab[count - 1].key;
        qsort(slab, count, sizeof *slab, by_other);
    }
    return true;
}

bool hg__nearest(const hg__kernels *k, size_t *neighbour, double *square, const double *x,
                 size_t vectors, const hg__delay *delay, hg__arena *scratch) {
    size_t n = vectors + (delay->dimension - 1) * delay->lag;
    if (delay->lag == 0 || k->count_valid(x, n) < n) { /* NaN cannot be sorted */
        k->neighbours(neighbour, square, x, vectors, delay->dimension, delay->lag, delay->theiler);
        return true;
    }
    slabs b;
    size_t *where = hg__arena_alloc(scratch, vectors, sizeof *where);
    if (!where || !make_slabs(&b, x, vectors, delay, scratch)) return false;
    for (size_t p = 0; p < vectors; p++) where[b.sorted[p].at] = p;
    double low, high;
    k->min_max_valid(x, n, &low, &high);
    double most = fmax(fabs(low), fabs(high));
    search s = {.x = x,
                .dimension = delay->dimension,
                .lag = delay->lag,
                .theiler = delay->theiler,
                .at = SIZE_MAX,
                .grain = GRAIN * (double)delay->dimension * most * most};
    for (size_t i = 0; i < vectors; i++) {
        size_t follower = s.at == SIZE_MAX ? SIZE_MAX : s.at + 1; /* the neighbour a step before */
        s.i = i;
        s.at = SIZE_MAX;
        s.least = s.bound = INFINITY;
        if (follower < vectors) look(&s, follower);
        const place *own = &b.sorted[where[i]];
        size_t home = where[i] / SLAB, slab = home;
        (void)search_slab(&s, b.sorted + home * SLAB, size_of(&b, home), own, 0.0);
        while (slab-- > 0 &&
               search_slab(&s, b.sorted + slab * SLAB, SLAB, own, own->key - b.high[slab]))
            continue;
        for (slab = home + 1; slab < b.count; slab++)
            if (!search_slab(&s, b.sorted + slab * SLAB, size_of(&b, slab), own,
                             b.low[slab] - own->key))
                break;
        neighbour[i] = s.at;
        square[i] = s.least;
    }
    return true;
}
