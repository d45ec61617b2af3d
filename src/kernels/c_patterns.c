/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searches over all pairs: templates that match, neighbours in delay space. */
#include <math.h>
#include <stdint.h>

#include "kernels/levels.h"

#define WORD 64

/* One bit per i of |x[i] - x[i + lag]| < tolerance; those from `most` on are 0. */
static uint64_t near_bits(const double *x, size_t i, size_t lag, size_t most, double tolerance) {
    uint64_t bits = 0;
    size_t here = most > i ? most - i : 0;
    if (here > WORD) here = WORD;
    for (size_t b = 0; b < here; b++)
        bits |= (uint64_t)(fabs(x[i + b] - x[i + b + lag]) < tolerance) << b;
    return bits;
}

static void match_templates(unsigned long long counts[2], const double *x, size_t n, size_t m,
                            double tolerance) {
    counts[0] = counts[1] = 0;
    for (size_t lag = 1; lag + m < n; lag++) {
        size_t numbers = n - lag, templates = n - m - lag;
        uint64_t now = near_bits(x, 0, lag, numbers, tolerance);
        for (size_t i = 0; i < templates; i += WORD) {
            uint64_t next = near_bits(x, i + WORD, lag, numbers, tolerance), run = now;
            for (size_t t = 1; t < m; t++) run &= now >> t | next << (WORD - t);
            uint64_t longer = run & (now >> m | next << (WORD - m));
            /* the last templates have m numbers and one more, by the choice of `templates` */
            uint64_t in = templates - i < WORD ? (1ULL << (templates - i)) - 1 : ~0ULL;
            counts[0] += (unsigned)__builtin_popcountll(run & in);
            counts[1] += (unsigned)__builtin_popcountll(longer & in);
            now = next;
        }
    }
}

static double distance(const double *a, const double *b, size_t dimension, size_t lag) {
    double sum = 0.0;
    for (size_t d = 0; d < dimension; d++) {
        double off = a[d * lag] - b[d * lag];
        sum += off * off;
    }
    return sum;
}

static void neighbours(size_t *neighbour, double *square, const double *x, size_t vectors,
                       size_t dimension, size_t lag, size_t theiler) {
    for (size_t i = 0; i < vectors; i++) {
        double least = INFINITY;
        size_t at = SIZE_MAX, before = i > theiler ? i - theiler : 0;
        for (size_t j = 0; j < before; j++) {
            double d = distance(x + i, x + j, dimension, lag);
            if (d < least) least = d, at = j;
        }
        for (size_t j = i + theiler + 1; j < vectors; j++) {
            double d = distance(x + i, x + j, dimension, lag);
            if (d < least) least = d, at = j;
        }
        neighbour[i] = at;
        square[i] = least;
    }
}

static uint64_t near_places(const double *x, const double *y, const double *z, size_t n,
                            const double own[3], double bound) {
    uint64_t bits = 0;
    for (size_t i = 0; i < n; i++) {
        double dx = x[i] - own[0], dy = y[i] - own[1], dz = z[i] - own[2];
        bits |= (uint64_t) !((dx * dx + dy * dy) + dz * dz > bound) << i;
    }
    return bits;
}

void hg__kernels_c_patterns(hg__kernels *k) {
    k->match_templates = match_templates;
    k->neighbours = neighbours;
    k->near_places = near_places;
}
