/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The vocabulary of the wide kernels: VD doubles side by side and what can be done with them. The
 * file of a level defines HG__LANES_AVX2, HG__LANES_AVX512 or HG__LANES_NEON before it includes the
 * kernels; without any, a vector is one double, which is how the C level uses the texts that it
 * shares with the others.
 *
 *   vd, vm                    numbers; a mask with one truth value a lane
 *   + - * /  and unary -      as for doubles, lane by lane
 *   v_all(x)                  x in every lane
 *   v_load(p) v_store(p, v)   VD numbers, any alignment
 *   v_load_some(p, n, fill)   the first n < VD from memory, the rest `fill`; touches nothing beyond
 *   v_store_some(p, v, n)     the first n < VD
 *   v_sqrt v_abs v_floor      exact at every level
 *   v_lt v_le v_gt v_ge v_eq  false when either is NaN
 *   v_valid(x)                not NaN
 *   v_pick(m, a, b)           a where m, else b: both are computed
 *   v_keep(m, x)             x where m, else +0.0
 *   v_flip(m, x)             -x where m, else x
 *   m_and m_or m_not m_any m_count
 *   v_least(x, kept)          x < kept ? x : kept, as the C code has it for NaN and zeros
 *   v_most(x, kept)           x > kept ? x : kept
 *   v_with_sign(x, s)         |x| with the sign bit of s
 *   m_bits(m)                 lane l as bit l
 *   v_pairs(a, b, p)          a[l] = p[2 l], b[l] = p[2 l + 1]; v_put_pairs(p, a, b) back
 *   v_gather(x, at)           x[at[l]]; at < 2^31
 *   v_quads(q, y, at)         q[j] lane l = y[at[l] + j], j < 4
 *
 * Nothing here contracts, reorders or approximates: a kernel written in these words in the order of
 * its C version gives the bits of its C version. Only the sign and payload of a NaN are nobody's.
 */
#ifndef HG_KERNELS_LANES_H
#define HG_KERNELS_LANES_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* A body with the number of lanes as an argument becomes two loops: VD is a constant there. */
#define HG__INLINE static inline __attribute__((always_inline))

/* A wide kernel: a level takes those that win there and leaves the rest. */
#define HG__WIDE static __attribute__((unused))

/* Rows of a wide recording lie further apart than the processor looks ahead by itself: a kernel
 * that walks down them asks for the row that it needs so many steps later. Asking never fails, not
 * even beyond the end. */
#define HG__AHEAD ((ptrdiff_t)16)

#if defined(HG__LANES_AVX512)
#include "kernels/lanes_avx512.h"
#elif defined(HG__LANES_AVX2)
#include "kernels/lanes_avx2.h"
#elif defined(HG__LANES_NEON)
#include "kernels/lanes_neon.h"
#else
#include "kernels/lanes_one.h"
#endif

/* `count` numbers, the other lanes 0; all VD of them where count is the constant VD */
HG__INLINE vd v_get(const double *p, size_t count) {
    return count == VD ? v_load(p) : v_load_some(p, count, 0.0);
}

HG__INLINE vd v_get_or(const double *p, size_t count, double fill) {
    return count == VD ? v_load(p) : v_load_some(p, count, fill);
}

HG__INLINE void v_put(double *p, vd v, size_t count) {
    if (count == VD)
        v_store(p, v);
    else
        v_store_some(p, v, count);
}

#endif
