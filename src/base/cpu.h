/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Instruction-set levels. The C level exists everywhere; the others where the processor has the
 * instructions and the operating system keeps the registers. All give the same bits.
 */
#ifndef HG_BASE_CPU_H
#define HG_BASE_CPU_H

#include <stdbool.h>

typedef enum hg__cpu_level {
    HG__CPU_C = 0,
    HG__CPU_AVX2,   /* x86-64 with AVX2; FMA is never used */
    HG__CPU_AVX512, /* x86-64 with AVX-512 F, DQ, BW and VL */
    HG__CPU_NEON,   /* 64-bit ARM, all of them */
    HG__CPU_LEVELS
} hg__cpu_level;

/* "c", "avx2", "avx512", "neon" */
const char *hg__cpu_name(hg__cpu_level level);

/* False when no level has this name. */
bool hg__cpu_parse(hg__cpu_level *out, const char *name);

/* Can this machine run the level? */
bool hg__cpu_has(hg__cpu_level level);

/* The highest level that this machine can run. */
hg__cpu_level hg__cpu_detect(void);

#endif
