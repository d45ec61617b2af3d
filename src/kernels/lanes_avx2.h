/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lanes.h for AVX2: four doubles; a mask is a vector of all ones or zeros. */
#ifndef HG_KERNELS_LANES_AVX2_H
#define HG_KERNELS_LANES_AVX2_H

#if defined(__AVX2__) /* alone it is an empty header elsewhere */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define VD ((size_t)4)
typedef __m256d vd;
typedef __m256d vm;

static inline vd v_all(double x) {
    return _mm256_set1_pd(x);
}
static inline vd v_load(const double *p) {
    return _mm256_loadu_pd(p);
}
static inline void v_store(double *p, vd v) {
    _mm256_storeu_pd(p, v);
}
static inline __m256i first_lanes(size_t n) {
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x((long long)n), _mm256_setr_epi64x(0, 1, 2, 3));
}
static inline vd v_load_some(const double *p, size_t n, double fill) {
    __m256i some = first_lanes(n);
    return _mm256_blendv_pd(v_all(fill), _mm256_maskload_pd(p, some), _mm256_castsi256_pd(some));
}
static inline void v_store_some(double *p, vd v, size_t n) {
    _mm256_maskstore_pd(p, first_lanes(n), v);
}

static inline vd v_sqrt(vd x) {
    return _mm256_sqrt_pd(x);
}
static inline vd v_abs(vd x) {
    return _mm256_andnot_pd(v_all(-0.0), x);
}
static inline vd v_floor(vd x) {
    return _mm256_floor_pd(x);
}
static inline vd v_with_sign(vd x, vd s) {
    return _mm256_or_pd(v_abs(x), _mm256_and_pd(v_all(-0.0), s));
}

static inline vm v_lt(vd a, vd b) {
    return _mm256_cmp_pd(a, b, _CMP_LT_OQ);
}
static inline vm v_le(vd a, vd b) {
    return _mm256_cmp_pd(a, b, _CMP_LE_OQ);
}
static inline vm v_gt(vd a, vd b) {
    return _mm256_cmp_pd(a, b, _CMP_GT_OQ);
}
static inline vm v_ge(vd a, vd b) {
    return _mm256_cmp_pd(a, b, _CMP_GE_OQ);
}
static inline vm v_eq(vd a, vd b) {
    return _mm256_cmp_pd(a, b, _CMP_EQ_OQ);
}
static inline vm v_valid(vd x) {
    return _mm256_cmp_pd(x, x, _CMP_ORD_Q);
}
static inline vd v_pick(vm m, vd a, vd b) {
    return _mm256_blendv_pd(b, a, m);
}
static inline vd v_keep(vm m, vd x) {
    return _mm256_and_pd(m, x);
}
static inline vd v_flip(vm m, vd x) {
    return _mm256_xor_pd(x, _mm256_and_pd(m, v_all(-0.0)));
}
static inline vd v_least(vd x, vd kept) {
    return _mm256_min_pd(x, kept); /* the second where neither is less */
}
static inline vd v_most(vd x, vd kept) {
    return _mm256_max_pd(x, kept);
}

static inline vm m_and(vm a, vm b) {
    return _mm256_and_pd(a, b);
}
static inline vm m_or(vm a, vm b) {
    return _mm256_or_pd(a, b);
}
static inline vm m_not(vm a) {
    return _mm256_xor_pd(a, _mm256_castsi256_pd(_mm256_set1_epi64x(-1)));
}
static inline int m_any(vm a) {
    return _mm256_movemask_pd(a) != 0;
}
static inline size_t m_count(vm a) {
    static const unsigned char ones[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};
    return ones[_mm256_movemask_pd(a)];
}

static inline void v_quads(vd q[4], const double *y, const size_t at[4]) {
    vd a = v_load(y + at[0]), b = v_load(y + at[1]), c = v_load(y + at[2]), d = v_load(y + at[3]);
    vd ab02 = _mm256_unpacklo_pd(a, b), ab13 = _mm256_unpackhi_pd(a, b);
    vd cd02 = _mm256_unpacklo_pd(c, d), cd13 = _mm256_unpackhi_pd(c, d);
    q[0] = _mm256_permute2f128_pd(ab02, cd02, 0x20);
    q[1] = _mm256_permute2f128_pd(ab13, cd13, 0x20);
    q[2] = _mm256_permute2f128_pd(ab02, cd02, 0x31);
    q[3] = _mm256_permute2f128_pd(ab13, cd13, 0x31);
}

static inline unsigned m_bits(vm a) {
    return (unsigned)_mm256_movemask_pd(a);
}
static inline void v_pairs(vd *first, vd *second, const double *p) {
    vd a = v_load(p), b = v_load(p + 4);
    vd low = _mm256_permute2f128_pd(a, b, 0x20), high = _mm256_permute2f128_pd(a, b, 0x31);
    *first = _mm256_unpacklo_pd(low, high);
    *second = _mm256_unpackhi_pd(low, high);
}
static inline void v_put_pairs(double *p, vd first, vd second) {
    vd low = _mm256_unpacklo_pd(first, second), high = _mm256_unpackhi_pd(first, second);
    v_store(p, _mm256_permute2f128_pd(low, high, 0x20));
    v_store(p + 4, _mm256_permute2f128_pd(low, high, 0x31));
}
static inline vd v_gather(const double *x, const unsigned *at) {
    return _mm256_i32gather_pd(x, _mm_loadu_si128((const __m128i *)at), 8);
}

#endif
#endif
