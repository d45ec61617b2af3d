/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of files. The loops have fixed widths and no branches, so that compilers make byte
 * shuffles and vectors of them by themselves.
 */
#include <stdint.h>
#include <string.h>

#include "kernels/levels.h"

/* --- un-shuffle --- */

static void unshuffle_2(unsigned char *restrict out, const unsigned char *restrict in, size_t n) {
    const unsigned char *high = in + n;
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = in[i];
        out[2 * i + 1] = high[i];
    }
}

static void unshuffle_4(unsigned char *restrict out, const unsigned char *restrict in, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t b = 0; b < 4; b++) out[4 * i + b] = in[b * n + i];
}

static void unshuffle_8(unsigned char *restrict out, const unsigned char *restrict in, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t b = 0; b < 8; b++) out[8 * i + b] = in[b * n + i];
}

static void unshuffle_any(unsigned char *restrict out, const unsigned char *restrict in, size_t n,
                          size_t width) {
    for (size_t i = 0; i < n; i++)
        for (size_t b = 0; b < width; b++) out[i * width + b] = in[b * n + i];
}

static void unshuffle(unsigned char *out, const unsigned char *in, size_t n, size_t width) {
    switch (width) {
    case 1: memcpy(out, in, n); break;
    case 2: unshuffle_2(out, in, n); break;
    case 4: unshuffle_4(out, in, n); break;
    case 8: unshuffle_8(out, in, n); break;
    default: unshuffle_any(out, in, n, width);
    }
}

/* --- conversion --- */

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define FROM_LE(bits, x) (x)
#define FROM_BE(bits, x) __builtin_bswap##bits(x)
#else
#define FROM_LE(bits, x) __builtin_bswap##bits(x)
#define FROM_BE(bits, x) (x)
#endif

#define PLAIN(x) ((double)(x))
/* Both halves and the product are exact, so the sum is the one rounding; a plain cast branches. */
#define BY_HALVES(x) ((double)(uint32_t)((x) >> 32) * 0x1p32 + (double)(uint32_t)(x))

#define CONVERT(name, bits, type, order, value)                                                    \
    static void name(double *restrict out, const unsigned char *restrict in, size_t n) {           \
        for (size_t i = 0; i < n; i++) {                                                           \
            uint##bits##_t raw;                                                                    \
            type number;                                                                           \
            memcpy(&raw, in + i * sizeof raw, sizeof raw);                                         \
            raw = order(bits, raw);                                                                \
            memcpy(&number, &raw, sizeof number);                                                  \
            out[i] = value(number);                                                                \
        }                                                                                          \
    }

CONVERT(from_i16le, 16, int16_t, FROM_LE, PLAIN)
CONVERT(from_i16be, 16, int16_t, FROM_BE, PLAIN)
CONVERT(from_u16le, 16, uint16_t, FROM_LE, PLAIN)
CONVERT(from_u16be, 16, uint16_t, FROM_BE, PLAIN)
CONVERT(from_i32le, 32, int32_t, FROM_LE, PLAIN)
CONVERT(from_i32be, 32, int32_t, FROM_BE, PLAIN)
CONVERT(from_u32le, 32, uint32_t, FROM_LE, PLAIN)
CONVERT(from_u32be, 32, uint32_t, FROM_BE, PLAIN)
CONVERT(from_i64le, 64, int64_t, FROM_LE, PLAIN)
CONVERT(from_i64be, 64, int64_t, FROM_BE, PLAIN)
CONVERT(from_u64le, 64, uint64_t, FROM_LE, BY_HALVES)
CONVERT(from_u64be, 64, uint64_t, FROM_BE, BY_HALVES)
CONVERT(from_f32le, 32, float, FROM_LE, PLAIN)
CONVERT(from_f32be, 32, float, FROM_BE, PLAIN)

static void from_i8(double *restrict out, const unsigned char *restrict in, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = (double)(signed char)in[i];
}

static void from_u8(double *restrict out, const unsigned char *restrict in, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = (double)in[i];
}

/* Bits, not numbers: an old processor's registers would quieten a NaN on the way. */
#define COPY(name, order)                                                                          \
    static void name(double *restrict out, const unsigned char *restrict in, size_t n) {           \
        for (size_t i = 0; i < n; i++) {                                                           \
            uint64_t raw;                                                                          \
            memcpy(&raw, in + i * sizeof raw, sizeof raw);                                         \
            raw = order(64, raw);                                                                  \
            memcpy(out + i, &raw, sizeof raw);                                                     \
        }                                                                                          \
    }

COPY(from_f64le, FROM_LE)
COPY(from_f64be, FROM_BE)

static void convert(double *out, const unsigned char *in, size_t n, hg__number number) {
    static void (*const by_number[HG__NUMBER_COUNT])(double *restrict,
                                                     const unsigned char *restrict, size_t) = {
        [HG__I8] = from_i8,       [HG__U8] = from_u8,       [HG__I16LE] = from_i16le,
        [HG__I16BE] = from_i16be, [HG__U16LE] = from_u16le, [HG__U16BE] = from_u16be,
        [HG__I32LE] = from_i32le, [HG__I32BE] = from_i32be, [HG__U32LE] = from_u32le,
        [HG__U32BE] = from_u32be, [HG__I64LE] = from_i64le, [HG__I64BE] = from_i64be,
        [HG__U64LE] = from_u64le, [HG__U64BE] = from_u64be, [HG__F32LE] = from_f32le,
        [HG__F32BE] = from_f32be, [HG__F64LE] = from_f64le, [HG__F64BE] = from_f64be,
    };
    by_number[number](out, in, n);
}

void hg__kernels_c_bytes(hg__kernels *k) {
    k->unshuffle = unshuffle;
    k->convert = convert;
}
