/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/cpu.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>

/* Bits of the processor's manuals: CPUID leaf 1 (ecx) and leaf 7 (ebx), and of XCR0, which says
 * what registers the operating system saves: SSE and AVX; the masks and both halves of AVX-512. */
#define OSXSAVE_AND_AVX (1u << 27 | 1u << 28)
#define AVX2 (1u << 5)
#define AVX512 (1u << 16 | 1u << 17 | 1u << 30 | 1u << 31) /* F DQ BW VL */
#define SAVES_YMM 0x06u
#define SAVES_ZMM 0xe6u

static uint32_t saved_registers(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

static bool has_all(uint32_t set, uint32_t bits) {
    return (set & bits) == bits;
}

static bool x86_has(uint32_t features, uint32_t registers) {
    uint32_t a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !has_all(c, OSXSAVE_AND_AVX)) return false;
    if (!has_all(saved_registers(), registers)) return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && has_all(b, features);
}
#endif

static const char *const names[HG__CPU_LEVELS] = {"c", "avx2", "avx512", "neon"};

const char *hg__cpu_name(hg__cpu_level level) {
    return names[level];
}

bool hg__cpu_parse(hg__cpu_level *out, const char *name) {
    for (size_t i = 0; i < HG__CPU_LEVELS; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = (hg__cpu_level)i;
            return true;
        }
    return false;
}

bool hg__cpu_has(hg__cpu_level level) {
    switch (level) {
    case HG__CPU_C: return true;
#if defined(__x86_64__)
    case HG__CPU_AVX2: return x86_has(AVX2, SAVES_YMM);
    case HG__CPU_AVX512: return x86_has(AVX2 | AVX512, SAVES_ZMM);
#elif defined(__aarch64__)
    case HG__CPU_NEON: return true;
#endif
    default: return false;
    }
}

hg__cpu_level hg__cpu_detect(void) {
    int level = HG__CPU_LEVELS - 1;
    while (level > HG__CPU_C && !hg__cpu_has((hg__cpu_level)level)) level--;
    return (hg__cpu_level)level;
}
