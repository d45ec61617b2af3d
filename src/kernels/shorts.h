/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers on a grid of 16 bits: what is certain on the grid need not be asked of the doubles. With
 * u = (x - low) * scale, |x[i] - x[j]| < tolerance is |u[i] - u[j]| < t, and whole numbers of the
 * grid differ by less than 1 more or less. Without instructions for it, HG__SHORTS is not defined.
 */
#ifndef HG_KERNELS_SHORTS_H
#define HG_KERNELS_SHORTS_H

#if defined(__AVX2__)
#include <immintrin.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HG__SHORTS 1
#define GRID_MOST ((size_t)8192) /* numbers: 16 KB of the stack */
#define GRID_STEPS 32000.0       /* between the least and the greatest number */
#define GRID_SLACK 1e-3          /* rounding of u is 1e-11 */

typedef struct grid {
    int16_t at[GRID_MOST + 64]; /* a block of 64 may begin at the last number */
    int beyond;                 /* differences below it are certainly less than the tolerance */
    int doubtful;               /* so many from there on may be */
} grid;

/* False where numbers are missing, or too many, or the tolerance too coarse or fine for the grid.
 */
static inline bool make_grid(grid *g, const double *x, size_t n, double tolerance) {
    double low = (double)INFINITY, high = -(double)INFINITY;
    size_t valid = 0;
    if (n > GRID_MOST) return false;
    for (size_t i = 0; i < n; i++) {
        low = x[i] < low ? x[i] : low;
        high = x[i] > high ? x[i] : high;
        valid += x[i] == x[i];
    }
    double scale = GRID_STEPS / (high - low), t = tolerance * scale;
    if (valid < n || !(high - low > 1e-290 && high - low < 1e290) || !(t > 4.0 && t < GRID_STEPS))
        return false;
    for (size_t i = 0; i < n; i++) g->at[i] = (int16_t)((x[i] - low) * scale); /* not below 0 */
    for (size_t i = n; i < n + 64; i++) g->at[i] = 0;
    g->beyond = (int)(t - 1.0 - GRID_SLACK) + 1;
    g->doubtful = (int)(t + 1.0 + GRID_SLACK) + 1 - g->beyond;
    return true;
}

/* Bits of 64 pairs of neighbours of a and b; false when the grid does not tell for all of them. */
static inline bool grid_bits(uint64_t *bits, const int16_t *a, const int16_t *b, const grid *g) {
    __m256i beyond = _mm256_set1_epi16((short)g->beyond), least = _mm256_set1_epi16(-1), over[4];
    for (int i = 0; i < 4; i++) {
        __m256i apart = _mm256_sub_epi16(_mm256_loadu_si256((const __m256i *)(a + 16 * i)),
                                         _mm256_loadu_si256((const __m256i *)(b + 16 * i)));
        over[i] = _mm256_sub_epi16(_mm256_abs_epi16(apart), beyond); /* below 0 where near */
        least = _mm256_min_epu16(least, over[i]); /* those below 0 are large here */
    }
    __m256i last = _mm256_set1_epi16((short)(g->doubtful - 1));
    __m256i doubt = _mm256_cmpeq_epi16(_mm256_min_epu16(least, last), least);
    /* packing works in halves: the second and third quarter change places */
    __m256i low = _mm256_permute4x64_epi64(_mm256_packs_epi16(over[0], over[1]), 0xd8);
    __m256i high = _mm256_permute4x64_epi64(_mm256_packs_epi16(over[2], over[3]), 0xd8);
    *bits = (uint64_t)(uint32_t)_mm256_movemask_epi8(low) |
            (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
    return _mm256_testz_si256(doubt, doubt);
}

#endif
#endif
