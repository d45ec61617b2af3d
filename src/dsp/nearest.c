/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nearest neighbours in delay space, by sorting. Three projections of every vector onto directions
 * of unit length at right angles to one another are kept: the mean of its numbers, their slope and
 * their bend, which hold nearly all of a smooth signal. The difference of two vectors is at least
 * as long as its projection. So vectors are sorted by one into slabs, a kernel tells which of a
 * slab are not too far already by all three together, and only these are looked at.
 */
#include <math.h>
#include <stdint.h>

#include "dsp/patterns.h"

/* What a bound on squared distances gets in addition, so that rounding of projections (1e-15 of the
 * numbers) never hides a neighbour: a share of it, and where it is small a share of the numbers'.
 */
#define SLACK 1e-9
#define GRAIN 1e-20
#define NUMBER_MOST 1e150 /* no square of a sum of larger numbers is sure to be finite */
#define SLAB ((size_t)64) /* vectors: as many as the kernel looks at together */

typedef struct place {
    double key, other, third; /* key varies more than other */
    size_t at;
} place;

/* By key: runs of 1, 2, 4, ... are merged. No branch depends on the keys, which are in no order
 * that a processor could guess. Returns p or room, where they are in the end. */
static place *sort(place *p, place *room, size_t n) {
    for (size_t run = 1; run < n; run *= 2) {
        place *out = room;
        for (size_t from = 0; from < n; from += 2 * run) {
            const place *a = p + from, *middle = p + (n - from < run ? n : from + run), *b = middle,
                        *end = p + (n - from < 2 * run ? n : from + 2 * run);
            while (a < middle && b < end) {
                bool second = b->key < a->key;
                *out++ = *(second ? b : a);
                b += second;
                a += !second;
            }
            while (a < middle) *out++ = *a++;
            while (b < end) *out++ = *b++;
        }
        place *swap = p;
        p = room;
        room = swap;
    }
    return p;
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

typedef struct slabs {
    double *axis[3]; /* the projections, sorted by the first */
    size_t *at;      /* whose they are */
    size_t count, vectors;
} slabs;

static size_t size_of(const slabs *b, size_t slab) {
    size_t from = slab * SLAB;
    return b->vectors - from < SLAB ? b->vectors - from : SLAB;
}

/* False when the slab is too far by the key alone, as are those beyond it. gap: distance of its
 * nearest key. */
static bool search_slab(search *s, const slabs *b, size_t slab, const double own[3], double gap,
                        const hg__kernels *k) {
    size_t from = slab * SLAB;
    if (gap * gap > s->bound) return false;
    uint64_t near = k->near_places(b->axis[0] + from, b->axis[1] + from, b->axis[2] + from,
                                   size_of(b, slab), own, s->bound);
    for (; near; near &= near - 1) look(s, b->at[from + (size_t)__builtin_ctzll(near)]);
    return true;
}

static bool make_slabs(slabs *out, const double *x, size_t vectors, const hg__delay *delay,
                       hg__arena *scratch) {
    out->vectors = vectors;
    out->count = (vectors + SLAB - 1) / SLAB;
    place *sorted = hg__arena_alloc(scratch, vectors, sizeof *sorted);
    out->at = hg__arena_alloc(scratch, vectors, sizeof *out->at);
    place *room = hg__arena_alloc(scratch, vectors, sizeof *room);
    if (!sorted || !room || !out->at) return false;
    for (int i = 0; i < 3; i++)
        if (!(out->axis[i] = hg__arena_alloc(scratch, vectors, sizeof(double)))) return false;
    project(sorted, x, vectors, delay);
    sorted = sort(sorted, room, vectors);
    for (size_t i = 0; i < vectors; i++) {
        out->axis[0][i] = sorted[i].key;
        out->axis[1][i] = sorted[i].other;
        out->axis[2][i] = sorted[i].third;
        out->at[i] = sorted[i].at;
    }
    return true;
}

/* The slabs from that of place p outwards, as long as they can hold a nearer one. */
static void search_around(search *s, const slabs *b, size_t p, const hg__kernels *k) {
    const double own[3] = {b->axis[0][p], b->axis[1][p], b->axis[2][p]};
    size_t home = p / SLAB, slab = home;
    (void)search_slab(s, b, home, own, 0.0, k);
    while (slab-- > 0 &&
           search_slab(s, b, slab, own, own[0] - b->axis[0][slab * SLAB + SLAB - 1], k))
        continue;
    for (slab = home + 1; slab < b->count; slab++)
        if (!search_slab(s, b, slab, own, b->axis[0][slab * SLAB] - own[0], k)) break;
}

bool hg__nearest(const hg__kernels *k, size_t *neighbour, double *square, const double *x,
                 size_t vectors, const hg__delay *delay, hg__arena *scratch) {
    size_t n = vectors + (delay->dimension - 1) * delay->lag;
    double low, high;
    k->min_max_valid(x, n, &low, &high);
    double most = fmax(fabs(low), fabs(high));
    /* NaN cannot be sorted, and numbers without a finite square make it */
    if (delay->lag == 0 || k->count_valid(x, n) < n || !(most < NUMBER_MOST)) {
        k->neighbours(neighbour, square, x, vectors, delay->dimension, delay->lag, delay->theiler);
        return true;
    }
    slabs b;
    size_t *where = hg__arena_alloc(scratch, vectors, sizeof *where);
    if (!where || !make_slabs(&b, x, vectors, delay, scratch)) return false;
    for (size_t p = 0; p < vectors; p++) where[b.at[p]] = p;
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
        search_around(&s, &b, where[i], k);
        neighbour[i] = s.at;
        square[i] = s.least;
    }
    return true;
}
