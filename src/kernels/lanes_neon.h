/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lanes.h for 64-bit ARM: two doubles; a mask is a vector of all ones or zeros. */
#ifndef HG_KERNELS_LANES_NEON_H
#define HG_KERNELS_LANES_NEON_H

#if defined(__aarch64__) /* alone it is an empty header elsewhere */
#include <arm_neon.h>
#include <stddef.h>
#include <stdint.h>

#define VD ((size_t)2)
typedef float64x2_t vd;
typedef uint64x2_t vm;

static inline vd v_all(double x) {
    return vdupq_n_f64(x);
}
static inline vd v_load(const double *p) {
    return vld1q_f64(p);
}
static inline void v_store(double *p, vd v) {
    vst1q_f64(p, v);
}
/* the only number between 0 and VD is 1 */
static inline vd v_load_some(const double *p, size_t n, double fill) {
    (void)n;
    return vsetq_lane_f64(*p, vdupq_n_f64(fill), 0);
}
static inline void v_store_some(double *p, vd v, size_t n) {
    (void)n;
    *p = vgetq_lane_f64(v, 0);
}

static inline vd v_sqrt(vd x) {
    return vsqrtq_f64(x);
}
static inline vd v_abs(vd x) {
    return vabsq_f64(x);
}
static inline vd v_floor(vd x) {
    return vrndmq_f64(x);
}
static inline vd v_with_sign(vd x, vd s) {
    return vbslq_f64(vdupq_n_u64(UINT64_C(1) << 63), s, x);
}

static inline vm v_lt(vd a, vd b) {
    return vcltq_f64(a, b);
}
static inline vm v_le(vd a, vd b) {
    return vcleq_f64(a, b);
}
static inline vm v_gt(vd a, vd b) {
    return vcgtq_f64(a, b);
}
static inline vm v_ge(vd a, vd b) {
    return vcgeq_f64(a, b);
}
static inline vm v_eq(vd a, vd b) {
    return vceqq_f64(a, b);
}
static inline vm v_valid(vd x) {
    return vceqq_f64(x, x);
}
static inline vd v_pick(vm m, vd a, vd b) {
    return vbslq_f64(m, a, b);
}
static inline vd v_keep(vm m, vd x) {
    return vreinterpretq_f64_u64(vandq_u64(m, vreinterpretq_u64_f64(x)));
}
static inline vd v_flip(vm m, vd x) {
    return v_pick(m, -x, x);
}
/* vminq spreads NaN and orders zeros, the C code does neither */
static inline vd v_least(vd x, vd kept) {
    return v_pick(v_lt(x, kept), x, kept);
}
static inline vd v_most(vd x, vd kept) {
    return v_pick(v_gt(x, kept), x, kept);
}

static inline vm m_and(vm a, vm b) {
    return vandq_u64(a, b);
}
static inline vm m_or(vm a, vm b) {
    return vorrq_u64(a, b);
}
static inline vm m_not(vm a) {
    return veorq_u64(a, vdupq_n_u64(~UINT64_C(0)));
}
static inline int m_any(vm a) {
    return (vgetq_lane_u64(a, 0) | vgetq_lane_u64(a, 1)) != 0;
}
static inline size_t m_count(vm a) {
    return (size_t)((vgetq_lane_u64(a, 0) & 1) + (vgetq_lane_u64(a, 1) & 1));
}

static inline void v_quads(vd q[4], const double *y, const size_t at[2]) {
    vd a = v_load(y + at[0]), b = v_load(y + at[1]);
    vd c = v_load(y + at[0] + 2), d = v_load(y + at[1] + 2);
    q[0] = vzip1q_f64(a, b);
    q[1] = vzip2q_f64(a, b);
    q[2] = vzip1q_f64(c, d);
    q[3] = vzip2q_f64(c, d);
}

static inline unsigned m_bits(vm a) {
    return (unsigned)((vgetq_lane_u64(a, 0) & 1) | (vgetq_lane_u64(a, 1) & 2));
}
static inline void v_pairs(vd *first, vd *second, const double *p) {
    float64x2x2_t v = vld2q_f64(p);
    *first = v.val[0];
    *second = v.val[1];
}
static inline void v_put_pairs(double *p, vd first, vd second) {
    float64x2x2_t v = {{first, second}};
    vst2q_f64(p, v);
}
static inline vd v_gather(const double *x, const unsigned *at) {
    return vsetq_lane_f64(x[at[1]], vdupq_n_f64(x[at[0]]), 1);
}

#endif
#endif
