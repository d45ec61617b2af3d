/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lanes.h for AVX-512: eight doubles; a mask is a bit a lane. */
#ifndef HG_KERNELS_LANES_AVX512_H
#define HG_KERNELS_LANES_AVX512_H

#if defined(__AVX512F__) /* alone it is an empty header elsewhere */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define VD ((size_t)8)
typedef __m512d vd;
typedef __mmask8 vm;

static inline vd v_all(double x) {
    return _mm512_set1_pd(x);
}
static inline vd v_load(const double *p) {
    return _mm512_loadu_pd(p);
}
static inline void v_store(double *p, vd v) {
    _mm512_storeu_pd(p, v);
}
static inline vm first_lanes(size_t n) {
    return (vm)((1u << n) - 1u);
}
static inline vd v_load_some(const double *p, size_t n, double fill) {
    return _mm512_mask_loadu_pd(v_all(fill), first_lanes(n), p);
}
static inline void v_store_some(double *p, vd v, size_t n) {
    _mm512_mask_storeu_pd(p, first_lanes(n), v);
}

static inline vd v_sqrt(vd x) {
    return _mm512_sqrt_pd(x);
}
static inline vd v_abs(vd x) {
    return _mm512_andnot_pd(v_all(-0.0), x);
}
static inline vd v_floor(vd x) {
    return _mm512_roundscale_pd(x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
}
static inline vd v_with_sign(vd x, vd s) {
    return _mm512_or_pd(v_abs(x), _mm512_and_pd(v_all(-0.0), s));
}

static inline vm v_lt(vd a, vd b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ);
}
static inline vm v_le(vd a, vd b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ);
}
static inline vm v_gt(vd a, vd b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_GT_OQ);
}
static inline vm v_ge(vd a, vd b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_GE_OQ);
}
static inline vm v_eq(vd a, vd b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ);
}
static inline vm v_valid(vd x) {
    return _mm512_cmp_pd_mask(x, x, _CMP_ORD_Q);
}
static inline vd v_pick(vm m, vd a, vd b) {
    return _mm512_mask_blend_pd(m, b, a);
}
static inline vd v_keep(vm m, vd x) {
    return _mm512_maskz_mov_pd(m, x);
}
static inline vd v_flip(vm m, vd x) {
    return _mm512_mask_xor_pd(x, m, x, v_all(-0.0));
}
static inline vd v_least(vd x, vd kept) {
    return _mm512_min_pd(x, kept);
}
static inline vd v_most(vd x, vd kept) {
    return _mm512_max_pd(x, kept);
}

static inline vm m_and(vm a, vm b) {
    return (vm)(a & b);
}
static inline vm m_or(vm a, vm b) {
    return (vm)(a | b);
}
static inline vm m_not(vm a) {
    return (vm)~a;
}
static inline int m_any(vm a) {
    return a != 0;
}
static inline size_t m_count(vm a) {
    return (size_t)__builtin_popcount(a);
}

/* Points l and l + 4 share a register: the transposition of AVX2, twice side by side. */
static inline vd quad_pair(const double *low, const double *high) {
    return _mm512_insertf64x4(_mm512_castpd256_pd512(_mm256_loadu_pd(low)), _mm256_loadu_pd(high),
                              1);
}
static inline void v_quads(vd q[4], const double *y, const size_t at[8]) {
    const __m512i low = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
    const __m512i high = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
    vd a = quad_pair(y + at[0], y + at[4]), b = quad_pair(y + at[1], y + at[5]);
    vd c = quad_pair(y + at[2], y + at[6]), d = quad_pair(y + at[3], y + at[7]);
    vd ab02 = _mm512_unpacklo_pd(a, b), ab13 = _mm512_unpackhi_pd(a, b);
    vd cd02 = _mm512_unpacklo_pd(c, d), cd13 = _mm512_unpackhi_pd(c, d);
    q[0] = _mm512_permutex2var_pd(ab02, low, cd02);
    q[1] = _mm512_permutex2var_pd(ab13, low, cd13);
    q[2] = _mm512_permutex2var_pd(ab02, high, cd02);
    q[3] = _mm512_permutex2var_pd(ab13, high, cd13);
}

static inline unsigned m_bits(vm a) {
    return a;
}
static inline void v_pairs(vd *first, vd *second, const double *p) {
    const __m512i even = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
    const __m512i odd = _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15);
    vd a = v_load(p), b = v_load(p + 8);
    *first = _mm512_permutex2var_pd(a, even, b);
    *second = _mm512_permutex2var_pd(a, odd, b);
}
static inline void v_put_pairs(double *p, vd first, vd second) {
    const __m512i low = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
    const __m512i high = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
    v_store(p, _mm512_permutex2var_pd(first, low, second));
    v_store(p + 8, _mm512_permutex2var_pd(first, high, second));
}
static inline vd v_gather(const double *x, const unsigned *at) {
    return _mm512_i32gather_pd(_mm256_loadu_si256((const __m256i *)at), x, 8);
}

#endif
#endif
