/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one seeded generator: xoshiro256** seeded by splitmix64 (Blackman & Vigna,
 * doi:10.1145/3460772). The same seed gives the same bits and
 * uniform numbers on every machine; normal numbers go through log() and may differ in the last bit
 * between C libraries. */
#ifndef HG_DSP_RANDOM_H
#define HG_DSP_RANDOM_H

#include <stdint.h>

typedef struct hg__random {
    uint64_t s[4];
} hg__random;

void hg__random_seed(hg__random *r, uint64_t seed);
uint64_t hg__random_bits(hg__random *r);
double hg__random_uniform(hg__random *r); /* [0, 1) */
double hg__random_normal(hg__random *r);  /* mean 0, sd 1, by the polar method without a spare */

#endif
