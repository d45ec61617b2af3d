/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lanes.h in plain C: a vector is one double. */
#ifndef HG_KERNELS_LANES_ONE_H
#define HG_KERNELS_LANES_ONE_H

#include <math.h>
#include <stddef.h>

#define VD ((size_t)1)
typedef double vd;
typedef int vm;

static inline vd v_all(double x) {
    return x;
}
static inline vd v_load(const double *p) {
    return *p;
}
static inline void v_store(double *p, vd v) {
    *p = v;
}
/* no number between 0 and VD: never used */
static inline vd v_load_some(const double *p, size_t n, double fill) {
    (void)p;
    (void)n;
    return fill;
}
static inline void v_store_some(double *p, vd v, size_t n) {
    (void)p;
    (void)v;
    (void)n;
}

static inline vd v_sqrt(vd x) {
    return sqrt(x);
}
static inline vd v_abs(vd x) {
    return fabs(x);
}
static inline vd v_floor(vd x) {
    return floor(x);
}
static inline vd v_with_sign(vd x, vd s) {
    return copysign(x, s);
}

static inline vm v_lt(vd a, vd b) {
    return a < b;
}
static inline vm v_le(vd a, vd b) {
    return a <= b;
}
static inline vm v_gt(vd a, vd b) {
    return a > b;
}
static inline vm v_ge(vd a, vd b) {
    return a >= b;
}
static inline vm v_eq(vd a, vd b) {
    return a == b;
}
static inline vm v_valid(vd x) {
    return x == x;
}
static inline vd v_pick(vm m, vd a, vd b) {
    return m ? a : b;
}
static inline vd v_keep(vm m, vd x) {
    return m ? x : 0.0;
}
static inline vd v_flip(vm m, vd x) {
    return m ? -x : x;
}
static inline vd v_least(vd x, vd kept) {
    return x < kept ? x : kept;
}
static inline vd v_most(vd x, vd kept) {
    return x > kept ? x : kept;
}

static inline vm m_and(vm a, vm b) {
    return a & b;
}
static inline vm m_or(vm a, vm b) {
    return a | b;
}
static inline vm m_not(vm a) {
    return !a;
}
static inline int m_any(vm a) {
    return a;
}
static inline size_t m_count(vm a) {
    return (size_t)a;
}

static inline void v_quads(vd q[4], const double *y, const size_t at[1]) {
    for (size_t j = 0; j < 4; j++) q[j] = y[at[0] + j];
}

static inline unsigned m_bits(vm a) {
    return (unsigned)a;
}
static inline void v_pairs(vd *first, vd *second, const double *p) {
    *first = p[0];
    *second = p[1];
}
static inline void v_put_pairs(double *p, vd first, vd second) {
    p[0] = first;
    p[1] = second;
}
static inline vd v_gather(const double *x, const unsigned *at) {
    return x[at[0]];
}

#endif
