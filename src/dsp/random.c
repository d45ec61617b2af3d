/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/random.h"

#include <math.h>

static uint64_t splitmix64(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void hg__random_seed(hg__random *r, uint64_t seed) {
    for (int i = 0; i < 4; i++) r->s[i] = splitmix64(&seed);
}

static inline uint64_t turned(uint64_t x, int by) {
    return (x << by) | (x >> (64 - by));
}

uint64_t hg__random_bits(hg__random *r) {
    uint64_t *s = r->s;
    uint64_t bits = turned(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = turned(s[3], 45);
    return bits;
}

double hg__random_uniform(hg__random *r) {
    return (double)(hg__random_bits(r) >> 11) * 0x1p-53;
}

/* Marsaglia & Bray 1964, doi:10.1137/1006063. The second number of each pair is thrown away: a kept
 * one would be state that hg__random does not hold. */
double hg__random_normal(hg__random *r) {
    double x, y, square;
    do {
        x = 2.0 * hg__random_uniform(r) - 1.0;
        y = 2.0 * hg__random_uniform(r) - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    return x * sqrt(-2.0 * log(square) / square);
}
