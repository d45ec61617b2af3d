/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/kernels.h"

#include "kernels/levels.h"

void hg__kernels_init_c(hg__kernels *k) {
    hg__kernels_c_reduce(k);
    hg__kernels_c_filter(k);
    hg__kernels_c_rigid(k);
    hg__kernels_c_pose(k);
    hg__kernels_c_segments(k);
    hg__kernels_c_strides(k);
    hg__kernels_c_spectra(k);
    hg__kernels_c_patterns(k);
    hg__kernels_c_draws(k);
    hg__kernels_c_bytes(k);
    k->level = HG__CPU_C;
}

typedef struct level_row {
    hg__cpu_level level;
    void (*init)(hg__kernels *k);
} level_row;

/* Ascending: a level overwrites what it does better than the one below and sets k->level. */
static const level_row levels[] = {
    {HG__CPU_C, hg__kernels_init_c},
#if defined(__x86_64__)
    {HG__CPU_AVX2, hg__kernels_init_avx2},
    {HG__CPU_AVX512, hg__kernels_init_avx512},
#elif defined(__aarch64__)
    {HG__CPU_NEON, hg__kernels_init_neon},
#endif
};

void hg__kernels_init(hg__kernels *k, hg__cpu_level level) {
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (levels[i].level <= level) levels[i].init(k);
}
