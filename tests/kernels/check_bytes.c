/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of files: un-shuffle and conversion, at odd addresses and byte by byte. */
#include "kernels/kcheck.h"

/* --- un-shuffle: width 1 to 9 by the offset, bytes of any value, at any address --- */

static size_t width_of(const kcase *c) {
    static const size_t widths[8] = {8, 4, 2, 1, 3, 5, 7, 6};
    return widths[c->offset];
}
static unsigned char *bytes_at(double *p, const kcase *c) {
    return (unsigned char *)p + c->offset; /* not even the address of a number */
}
static void fill_bytes(kcase *c) {
    for (size_t i = 0; i <= c->n && c->fill != KC_CONSTANT; i++) {
        uint64_t bits = kc_bits(c);
        memcpy(&c->in[0][i], &bits, sizeof bits);
    }
}
static void run_unshuffle(kcase *c, const hg__kernels *k) {
    size_t bytes = c->n * width_of(c);
    k->unshuffle(bytes_at(c->out[0], c), bytes_at(c->in[0], c), c->n, width_of(c));
    c->used[0] = bytes ? (c->offset + bytes + 7) / 8 : 0;
}
/* What stands before and behind the bytes in the same numbers must be as it was. */
static void check_unshuffle(kcase *c) {
    const unsigned char *in = bytes_at(c->in[0], c), *out = (unsigned char *)c->out[0];
    const size_t width = width_of(c), bytes = c->n * width;
    double guard = kc_guard_value();
    for (size_t at = 0; at < 8 * c->used[0]; at++) {
        unsigned char want = ((unsigned char *)&guard)[at % 8];
        if (at >= c->offset && at < c->offset + bytes) {
            size_t i = (at - c->offset) / width, b = (at - c->offset) % width;
            want = in[b * c->n + i];
        }
        if (out[at] != want) kc_fail(c, 0, at, out[at], want, 0.0);
    }
}

/* --- conversion: all kinds of number in turn --- */

static const struct {
    size_t width;
    char kind; /* i, u, f */
    int big;
} numbers[HG__NUMBER_COUNT] = {
    [HG__I8] = {1, 'i', 0},    [HG__U8] = {1, 'u', 0},    [HG__I16LE] = {2, 'i', 0},
    [HG__I16BE] = {2, 'i', 1}, [HG__U16LE] = {2, 'u', 0}, [HG__U16BE] = {2, 'u', 1},
    [HG__I32LE] = {4, 'i', 0}, [HG__I32BE] = {4, 'i', 1}, [HG__U32LE] = {4, 'u', 0},
    [HG__U32BE] = {4, 'u', 1}, [HG__I64LE] = {8, 'i', 0}, [HG__I64BE] = {8, 'i', 1},
    [HG__U64LE] = {8, 'u', 0}, [HG__U64BE] = {8, 'u', 1}, [HG__F32LE] = {4, 'f', 0},
    [HG__F32BE] = {4, 'f', 1}, [HG__F64LE] = {8, 'f', 0}, [HG__F64BE] = {8, 'f', 1},
};

/* Byte by byte: the number as bits, then what its kind makes of them. */
static double plainly(const unsigned char *at, hg__number number) {
    size_t width = numbers[number].width;
    uint64_t bits = 0;
    for (size_t b = 0; b < width; b++)
        bits = bits << 8 | at[numbers[number].big ? b : width - 1 - b];
    if (numbers[number].kind == 'u') return (double)bits;
    if (numbers[number].kind == 'i') {
        uint64_t sign = UINT64_C(1) << (8 * width - 1);
        return bits & sign ? -(double)((sign << 1) - bits) : (double)bits;
    }
    double x;
    float f;
    uint32_t low = (uint32_t)bits;
    memcpy(&x, &bits, sizeof x);
    memcpy(&f, &low, sizeof f);
    return width == 4 ? (double)f : x;
}

/* Numbers of all sizes: random bits, few bits around the limits of 53, zeros and ones. */
static void fill_numbers(kcase *c) {
    fill_bytes(c);
    for (size_t i = 0; i < c->n; i++) {
        uint64_t bits = kc_bits(c);
        if (c->fill == KC_WIDE) bits >>= kc_below(c, 64);
        if (c->fill == KC_EXTREME)
            bits = (UINT64_C(1) << kc_below(c, 64)) + (uint64_t)kc_below(c, 5) - 2;
        if (c->fill == KC_CONSTANT) bits = 0;
        if (c->fill == KC_ALTERNATING) bits = i % 2 ? UINT64_MAX : 0;
        memcpy(&c->in[0][i], &bits, sizeof bits);
    }
}

static hg__number number_of(const kcase *c);

static void run_convert(kcase *c, const hg__kernels *k) {
    k->convert(c->out[0], bytes_at(c->in[0], c), c->n, number_of(c));
    c->used[0] = c->n;
}
static void check_convert(kcase *c) {
    const unsigned char *in = bytes_at(c->in[0], c);
    for (size_t i = 0; i < c->n; i++)
        kc_exact(c, 0, i, c->out[0][i],
                 plainly(in + i * numbers[number_of(c)].width, number_of(c)));
}

#define CONVERT(name)                                                                              \
    { name, 0, 1, fill_numbers, run_convert, check_convert, offsetof(hg__kernels, convert) }
static const krow rows[] = {
    CONVERT("convert i8"),
    CONVERT("convert u8"),
    CONVERT("convert i16le"),
    CONVERT("convert i16be"),
    CONVERT("convert u16le"),
    CONVERT("convert u16be"),
    CONVERT("convert i32le"),
    CONVERT("convert i32be"),
    CONVERT("convert u32le"),
    CONVERT("convert u32be"),
    CONVERT("convert i64le"),
    CONVERT("convert i64be"),
    CONVERT("convert u64le"),
    CONVERT("convert u64be"),
    CONVERT("convert f32le"),
    CONVERT("convert f32be"),
    CONVERT("convert f64le"),
    CONVERT("convert f64be"),
    KROW(unshuffle, 0, 1, fill_bytes, run_unshuffle, check_unshuffle),
};

static hg__number number_of(const kcase *c) {
    return (hg__number)(c->row - rows); /* the rows stand in the order of hg__number */
}

/* The bits of a NaN: a double keeps them all, a float all but that it is quiet. */
static void test_nan_bits(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    for (size_t n = 1; n < 40; n++) {
        uint64_t in[40], out[40];
        uint32_t narrow[40];
        double to[40];
        for (size_t i = 0; i < n; i++) in[i] = UINT64_C(0xfff4dead0000beef) + i;
        k.convert(to, (const unsigned char *)in, n, HG__F64LE);
        memcpy(out, to, sizeof out);
        for (size_t i = 0; i < n; i++) assert_true(out[i] == in[i]);
        for (size_t i = 0; i < n; i++) narrow[i] = UINT32_C(0xffa01234) + (uint32_t)i;
        k.convert(to, (const unsigned char *)narrow, n, HG__F32LE);
        memcpy(out, to, sizeof out);
        for (size_t i = 0; i < n; i++)
            assert_true(out[i] == ((UINT64_C(0xfff) << 52 | UINT64_C(1) << 51) |
                                   (uint64_t)(narrow[i] & 0x3fffff) << 29));
    }
}

static const ktest tests[] = {{"bits of a NaN", test_nan_bits}};

const kgroup kc_bytes = KGROUP(bytes);
