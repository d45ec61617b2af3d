/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Angles and their sines in the vocabulary of lanes.h: one text for all levels, since the functions
 * of libm differ between its versions and processors and have no vector form that agrees with them.
 *
 * Largest errors against long double over 20 million arguments, in units in the last place of the
 * result: v_atan2 1.54, v_asin 1.13, v_acos 1.15, v_sin_cos 0.90; tests/kernels/check_angle.c holds
 * them to 2.
 *
 * The polynomials are near-minimax (Chebyshev) fits in 60 digits, off by less than 0.04 units in
 * the last place of the result before rounding. Even and odd powers run side by side.
 */
#ifndef HG_KERNELS_ANGLE_H
#define HG_KERNELS_ANGLE_H

#include "kernels/lanes.h"

/* pi/4 and pi/2 with what the double leaves over; whole multiples up to 4 of the first are exact */
#define QUARTER_PI 0x1.921fb54442d18p-1
#define QUARTER_PI_REST 0x1.1a62633145c07p-55
#define HALF_PI 0x1.921fb54442d18p+0
#define HALF_PI_REST 0x1.1a62633145c07p-54

/* Sum of c[k] u^k */
HG__INLINE vd v_polynomial(vd u, const double *c, size_t n) {
    vd uu = u * u, even = v_all(c[(n - 1) & ~(size_t)1]), odd = v_all(c[(n - 2) | 1]);
    for (size_t k = (n - 1) & ~(size_t)1; k >= 2; k -= 2) even = even * uu + v_all(c[k - 2]);
    for (size_t k = (n - 2) | 1; k >= 3; k -= 2) odd = odd * uu + v_all(c[k - 2]);
    return even + u * odd;
}

/* (atan(r) - r) / r^3 in u = r^2, for |r| <= 1/2 */
HG__INLINE vd atan_tail(vd u) {
    static const double c[13] = {
        -0x1.5555555555555p-2, 0x1.99999999998e1p-3, -0x1.2492492488296p-3, 0x1.c71c71c01b24cp-4,
        -0x1.745d16026efd7p-4, 0x1.3b138e6372dcap-4, -0x1.110ea50256abfp-4, 0x1.e1a7b2562efc5p-5,
        -0x1.ad44da04adea3p-5, 0x1.7b20b751c966ap-5, -0x1.37d750492dd9bp-5, 0x1.99b4e0c058248p-6,
        -0x1.2dfbaab9786efp-7};
    return v_polynomial(u, c, 13);
}

/* (asin(q) - q) / q^3 in u = q^2, for q <= 1/2 */
HG__INLINE vd asin_tail(vd u) {
    static const double c[13] = {0x1.5555555555556p-3, 0x1.3333333332ecap-4, 0x1.6db6db6e31f13p-5,
                                 0x1.f1c71c1db0623p-6, 0x1.6e8bb1c8209a2p-6, 0x1.1c4d35cf95421p-6,
                                 0x1.c9cf07674736ap-7, 0x1.782651caa6547p-7, 0x1.52420b04b37bep-7,
                                 0x1.65a9c4dfcf8b2p-8, 0x1.1d189408314eep-6, -0x1.e6aaa8a0a04ccp-7,
                                 0x1.d72b2bc8155f8p-6};
    return v_polynomial(u, c, 13);
}

/*
 * The smaller over the larger of |x| and |y| is the tangent of an angle up to pi/4; above 1/2 it is
 * taken from pi/4: tan(a - pi/4) = (s - l)/(s + l), whose numerator is exact. What was folded away
 * comes back as a multiple of pi/4. Zeros, infinities and signs as C has them (C11 F.10.1.4); NaN
 * from either.
 */
HG__INLINE vd v_atan2(vd y, vd x) {
    const vd one = v_all(1.0), huge = v_all(0x1p1000);
    vd a = v_abs(y), b = v_abs(x), small = v_least(b, a), large = v_most(a, b);
    vm folded = v_gt(a, b);
    vm extreme = v_gt(large, huge);
    if (m_any(extreme)) { /* whose sum might leave the range, or infinite; nothing else changes */
        vm both = m_and(extreme, v_eq(small, v_all(INFINITY)));
        vd scale = v_pick(extreme, v_all(0x1p-60), one);
        small = v_pick(both, one, small * scale);
        large = v_pick(both, one, large * scale);
    }
    vm steep = v_gt(small, v_all(0.5) * large);
    vd below = large + v_keep(steep, small);
    below = v_most(v_all(0x1p-1074), below); /* 0 over 0 becomes 0 */
    vd r = (small - v_keep(steep, large)) / below;
    vd side = v_with_sign(one, x), u = r * r;
    vd quarters = v_all(2.0) - v_pick(steep, side, v_keep(v_le(a, b), side + side));
    vd base = quarters * v_all(QUARTER_PI);
    r = v_flip(folded, side * r);
    vd sum = base + r, left = (base - sum) + r; /* what the sum leaves over, exactly */
    vd rest = r * (u * atan_tail(u)) + (quarters * v_all(QUARTER_PI_REST) + left);
    return v_with_sign(sum + rest, y);
}

/* asin(|x|) = pi/2 - 2 asin(sqrt((1 - |x|)/2)) above 1/2. NaN beyond 1. */
typedef struct arc {
    vm big;
    vd q, tail; /* the angle is q + tail, or follows from twice that */
} arc;

HG__INLINE arc v_arc(vd x) {
    vd w = v_abs(x), z = v_all(0.5) * (v_all(1.0) - w);
    arc s = {.big = v_gt(w, v_all(0.5))};
    vd u = v_pick(s.big, z, w * w);
    s.q = v_pick(s.big, v_sqrt(z), w);
    s.tail = s.q * (u * asin_tail(u));
    return s;
}

HG__INLINE vd v_asin(vd x) {
    const vd two = v_all(2.0);
    arc s = v_arc(x);
    vd top = v_all(HALF_PI), hi = top - two * s.q, rest = (top - hi) - two * s.q;
    vd big = hi - (two * s.tail - (v_all(HALF_PI_REST) + rest));
    return v_with_sign(v_pick(s.big, big, s.q + s.tail), x);
}

HG__INLINE vd v_acos(vd x) {
    const vd two = v_all(2.0), zero = v_all(0.0);
    arc s = v_arc(x);
    vm left = v_lt(x, zero);
    vd near = two * (s.q + s.tail); /* to 0, or to pi on the left */
    vd far = (v_all(2.0 * HALF_PI) - two * s.q) - (two * s.tail - v_all(2.0 * HALF_PI_REST));
    vd tail = v_flip(left, s.tail);
    vd middle = v_all(HALF_PI) - (x - (v_all(HALF_PI_REST) - tail));
    return v_pick(s.big, v_pick(left, far, near), middle);
}

/* kernels.h: 2^20. Multiples of pi/2 up to there are subtracted exactly below. */
#define MOST_RADIANS 0x1p20
#define HALF_PI_1 0x1.921fb54400000p+0 /* 33 bits, so that its product with 20 bits is exact */
#define HALF_PI_2 0x1.0b4611a600000p-34
#define HALF_PI_3 0x1.3198a2e037073p-69

/* Nearest whole number, |x| < 2^51 */
HG__INLINE vd v_nearest(vd x) {
    const vd shift = v_all(0x1.8p52);
    return (x + shift) - shift;
}

/* NaN beyond MOST_RADIANS, which no joint turns: libm, which could go on, differs between machines.
 */
HG__INLINE void v_sin_cos(vd *sine, vd *cosine, vd x) {
    static const double s[6] = {-0x1.5555555555555p-3,  0x1.1111111110bb2p-7,
                                -0x1.a01a019e83a6cp-13, 0x1.71de379684acfp-19,
                                -0x1.ae600afd19136p-26, 0x1.5e0b17f3047f8p-33};
    static const double c[6] = {0x1.5555555555555p-5,  -0x1.6c16c16c16967p-10,
                                0x1.a01a019f4eadfp-16, -0x1.27e4fa17d757bp-22,
                                0x1.1eeb68e66c2eap-29, -0x1.907da16179583p-37};
    const vd one = v_all(1.0), half = v_all(0.5);
    vd turns = v_nearest(x * v_all(0x1.45f306dc9c883p-1)); /* 2/pi */
    /* r + e = x - turns pi/2, e what r leaves over */
    vd t = x - turns * v_all(HALF_PI_1), w = turns * v_all(HALF_PI_2), r0 = t - w;
    vd e0 = (t - r0) - w - turns * v_all(HALF_PI_3), r = r0 + e0, e = (r0 - r) + e0;
    vd u = r * r, hu = half * u;
    vd sin_r = r + (r * (u * v_polynomial(u, s, 6)) + e * (one - hu));
    vd lead = one - hu;
    vd cos_r = lead + (((one - lead) - hu) + (u * u * v_polynomial(u, c, 6) - r * e));
    /* turns modulo 4: 0 s, 1 c, 2 -s, 3 -c */
    vd quadrant = turns - v_all(4.0) * v_nearest(v_all(0.25) * turns - v_all(0.375));
    vm odd = m_or(v_eq(quadrant, one), v_eq(quadrant, v_all(3.0)));
    vm sine_falls = v_ge(quadrant, v_all(2.0));
    vm cosine_falls = m_or(v_eq(quadrant, one), v_eq(quadrant, v_all(2.0)));
    vd a = v_pick(odd, cos_r, sin_r), b = v_pick(odd, sin_r, cos_r);
    a = v_flip(sine_falls, a);
    a = v_pick(v_eq(x, v_all(0.0)), x, a); /* keeps the sign of a zero */
    vm known = v_le(v_abs(x), v_all(MOST_RADIANS));
    *sine = v_pick(known, a, v_all(NAN));
    *cosine = v_pick(known, v_flip(cosine_falls, b), v_all(NAN));
}

#endif
