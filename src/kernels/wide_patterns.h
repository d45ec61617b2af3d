/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_KERNELS_WIDE_PATTERNS_H
#define HG_KERNELS_WIDE_PATTERNS_H

#include "kernels/kernels.h"
#include "kernels/lanes.h"
#include "kernels/shorts.h"

#define WORD ((size_t)64)
#define AHEAD                                                                                      \
    ((size_t)4) /* vectors of candidates looked at together: hides the latency of adding */

/* One bit per i of |x[i] - x[i + lag]| < tolerance; those from `most` on are 0. */
HG__INLINE uint64_t near_bits(const double *x, size_t i, size_t lag, size_t most, vd tolerance) {
    uint64_t bits = 0;
    if (i + WORD <= most) {
        for (size_t b = 0; b < WORD; b += VD) {
            vd off = v_load(x + i + b) - v_load(x + i + b + lag);
            bits |= (uint64_t)m_bits(v_lt(v_abs(off), tolerance)) << b;
        }
        return bits;
    }
    for (size_t b = 0; i + b < most; b += VD) {
        size_t here = most - i - b < VD ? most - i - b : VD;
        vd off = v_get_or(x + i + b, here, NAN) - v_get_or(x + i + b + lag, here, NAN);
        bits |= (uint64_t)m_bits(v_lt(v_abs(off), tolerance)) << b;
    }
    return bits;
}

#ifdef HG__SHORTS
/* near_bits, from the grid where it tells; g is NULL where there is none. */
HG__INLINE uint64_t bits_of(const grid *g, const double *x, size_t i, size_t lag, size_t most,
                            vd tolerance) {
    uint64_t bits;
    if (!g || i >= most || !grid_bits(&bits, g->at + i, g->at + i + lag, g))
        return near_bits(x, i, lag, most, tolerance);
    return most - i < WORD ? bits & ((1ULL << (most - i)) - 1) : bits;
}
#else
typedef void grid;
HG__INLINE uint64_t bits_of(const grid *g, const double *x, size_t i, size_t lag, size_t most,
                            vd tolerance) {
    (void)g;
    return near_bits(x, i, lag, most, tolerance);
}
#endif

HG__INLINE void match_length(unsigned long long counts[2], const double *x, const grid *g, size_t n,
                             size_t m, double tolerance) {
    vd most = v_all(tolerance);
    uint64_t found = 0, longer_found = 0;
    for (size_t lag = 1; lag + m < n; lag++) {
        size_t numbers = n - lag, templates = n - m - lag;
        uint64_t now = bits_of(g, x, 0, lag, numbers, most);
        for (size_t i = 0; i < templates; i += WORD) {
            uint64_t next = bits_of(g, x, i + WORD, lag, numbers, most), run = now;
            for (size_t t = 1; t < m; t++) run &= now >> t | next << (WORD - t);
            uint64_t longer = run & (now >> m | next << (WORD - m));
            uint64_t in = templates - i < WORD ? (1ULL << (templates - i)) - 1 : ~0ULL;
            found += (uint64_t)__builtin_popcountll(run & in);
            longer_found += (uint64_t)__builtin_popcountll(longer & in);
            now = next;
        }
    }
    counts[0] = found;
    counts[1] = longer_found;
}

HG__WIDE void match_templates(unsigned long long counts[2], const double *x, size_t n, size_t m,
                              double tolerance) {
    const grid *g = NULL;
#ifdef HG__SHORTS
    grid own;
    if (make_grid(&own, x, n, tolerance)) g = &own;
#endif
    if (m == 2)
        match_length(counts, x, g, n, 2, tolerance);
    else
        match_length(counts, x, g, n, m, tolerance);
}

/* The nearest so far in each lane; positions as doubles, exact up to 2^53. */
typedef struct nearest {
    vd square, at;
} nearest;

HG__INLINE vd squares(const double *x, const vd *own, size_t dimension, size_t lag) {
    vd sum = v_all(0.0);
    for (size_t d = 0; d < dimension; d++) {
        vd off = own[d] - v_load(x + d * lag);
        sum = sum + off * off;
    }
    return sum;
}

HG__INLINE void look(nearest *best, vd sum, vd at) {
    vm closer = v_lt(sum, best->square);
    best->square = v_pick(closer, sum, best->square);
    best->at = v_pick(closer, at, best->at);
}

/* Candidates from .. to; those that do not fill a vector are looked at one by one by the caller. */
HG__INLINE size_t search(nearest *best, const double *x, const vd *own, size_t from, size_t to,
                         vd lanes, size_t dimension, size_t lag) {
    size_t j = from;
    for (; j + AHEAD * VD <= to; j += AHEAD * VD) {
        vd sum[AHEAD];
        for (size_t a = 0; a < AHEAD; a++) sum[a] = squares(x + j + a * VD, own, dimension, lag);
        for (size_t a = 0; a < AHEAD; a++) look(best, sum[a], lanes + v_all((double)(j + a * VD)));
    }
    for (; j + VD <= to; j += VD)
        look(best, squares(x + j, own, dimension, lag), lanes + v_all((double)j));
    return j;
}

/* The rest of a range, and the lanes, in the order of time: the first of equals wins. */
HG__INLINE void search_rest(double *least, size_t *at, const double *x, size_t i, size_t from,
                            size_t to, size_t dimension, size_t lag) {
    for (size_t j = from; j < to; j++) {
        double sum = 0.0;
        for (size_t d = 0; d < dimension; d++) {
            double off = x[i + d * lag] - x[j + d * lag];
            sum += off * off;
        }
        if (sum < *least || (sum == *least && sum < (double)INFINITY && j < *at)) {
            *least = sum;
            *at = j;
        }
    }
}

HG__INLINE void neighbours_of(size_t *neighbour, double *square, const double *x, size_t vectors,
                              size_t dimension, size_t lag, size_t theiler) {
    double numbers[VD];
    for (size_t l = 0; l < VD; l++) numbers[l] = (double)l;
    vd lanes = v_load(numbers);
    for (size_t i = 0; i < vectors; i++) {
        vd own[16];
        size_t before = i > theiler ? i - theiler : 0, after = i + theiler + 1;
        if (after > vectors) after = vectors;
        for (size_t d = 0; d < dimension; d++) own[d] = v_all(x[i + d * lag]);
        nearest best = {v_all((double)INFINITY), v_all(0.0)};
        size_t done_before = search(&best, x, own, 0, before, lanes, dimension, lag);
        size_t done_after = search(&best, x, own, after, vectors, lanes, dimension, lag);
        double least = (double)INFINITY, lane_square[VD], lane_at[VD];
        size_t at = SIZE_MAX;
        v_store(lane_square, best.square);
        v_store(lane_at, best.at);
        for (size_t l = 0; l < VD; l++) {
            if (!(lane_square[l] < (double)INFINITY)) continue;
            size_t j = (size_t)lane_at[l];
            if (lane_square[l] < least || (lane_square[l] == least && j < at)) {
                least = lane_square[l];
                at = j;
            }
        }
        search_rest(&least, &at, x, i, done_before, before, dimension, lag);
        search_rest(&least, &at, x, i, done_after, vectors, dimension, lag);
        neighbour[i] = at;
        square[i] = least;
    }
}

HG__WIDE void neighbours(size_t *neighbour, double *square, const double *x, size_t vectors,
                         size_t dimension, size_t lag, size_t theiler) {
    if (dimension == 5) /* the usual one: its loop is laid out */
        neighbours_of(neighbour, square, x, vectors, 5, lag, theiler);
    else
        neighbours_of(neighbour, square, x, vectors, dimension, lag, theiler);
}

HG__INLINE uint64_t near_at(const double *x, const double *y, const double *z, size_t i, size_t n,
                            const vd own[3], vd bound) {
    vd dx = v_get(x + i, n) - own[0], dy = v_get(y + i, n) - own[1], dz = v_get(z + i, n) - own[2];
    return (uint64_t)m_bits(m_not(v_gt((dx * dx + dy * dy) + dz * dz, bound))) << i;
}

HG__WIDE uint64_t near_places(const double *x, const double *y, const double *z, size_t n,
                              const double own[3], double bound) {
    const vd at[3] = {v_all(own[0]), v_all(own[1]), v_all(own[2])};
    vd most = v_all(bound);
    uint64_t bits = 0;
    size_t i = 0;
    for (; n - i >= VD; i += VD) bits |= near_at(x, y, z, i, VD, at, most);
    if (i == n) return bits;
    bits |= near_at(x, y, z, i, n - i, at, most);
    return bits & ((1ULL << n) - 1); /* lanes that do not exist: n < 64 here */
}

HG__WIDE void wide_patterns(hg__kernels *k) {
    k->match_templates = match_templates;
    k->neighbours = neighbours;
    k->near_places = near_places;
}

#undef WORD
#undef AHEAD

#endif
