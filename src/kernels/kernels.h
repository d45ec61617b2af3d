/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inner loops: one table of functions. The C version comes first and always; further
 * instruction sets overwrite entries level by level in hg__kernels_init().
 *
 * Conventions
 *   planes     one contiguous array per number: x of all frames, then y of all frames, ...
 *   R[9]       rotation matrix, row-major, as nine planes; v_lab = R v_segment
 *   NaN        missing. A kernel without another word spreads NaN from each input element to the
 *              output elements that depend on it, and to no other.
 *   in place   outputs may be the inputs (same pointers) where a kernel says so, never half overlap
 *   lanes      reductions add in 16 fixed lanes (element i goes to lane i % 16), then fold the
 *              halves 8, 4, 2, 1, so that every instruction set gives the same bits; built with
 *              -ffp-contract=off
 * None allocates, none fails, all may run on any thread.
 */
#ifndef HG_KERNELS_KERNELS_H
#define HG_KERNELS_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

#define HG__LANES 16
#define HG__FLIP_GROUP 4 /* rows whose signs are tabled together by flip_greatest */

/* Numbers as they stand in files, by width in bits and byte order. */
typedef enum hg__number {
    HG__I8 = 0,
    HG__U8,
    HG__I16LE,
    HG__I16BE,
    HG__U16LE,
    HG__U16BE,
    HG__I32LE,
    HG__I32BE,
    HG__U32LE,
    HG__U32BE,
    HG__I64LE,
    HG__I64BE,
    HG__U64LE,
    HG__U64BE,
    HG__F32LE,
    HG__F32BE,
    HG__F64LE,
    HG__F64BE,
    HG__NUMBER_COUNT
} hg__number;

typedef struct hg__kernels {
    hg__cpu_level level;

    /* --- reductions over n contiguous numbers; "valid" means not NaN --- */
    double (*sum_valid)(const double *x, size_t n);                       /* 0 when none is valid */
    double (*sum_sq_dev_valid)(const double *x, size_t n, double centre); /* sum (x - centre)^2 */
    double (*dot)(const double *x, const double *y, size_t n);            /* NaN spreads */
    size_t (*count_valid)(const double *x, size_t n);
    /* smallest and largest valid number; both NaN when none is valid */
    void (*min_max_valid)(const double *x, size_t n, double *least, double *most);

    /* --- element by element --- */
    /* out = a x + b y; in place allowed */
    void (*blend)(double *out, const double *x, double a, const double *y, double b, size_t n);
    /* central differences times 1/(2 dt), one-sided at the ends; n >= 2; not in place */
    void (*derivative)(double *out, const double *x, size_t n, double dt);

    /* --- layout --- */
    /* out[c * out_stride + r] = in[r * in_stride + c] for r < rows, c < columns */
    void (*transpose)(double *out, size_t out_stride, const double *in, size_t in_stride,
                      size_t rows, size_t columns);

    /* --- filters --- */
    /* One biquad pass (transposed direct form II) over `lanes` interleaved channels: sample i of
     * lane l goes from in[i * in_step + l] to out[i * out_step + l], i < n; a negative step runs
     * backward. In place with the same pointer and step. c = b0 b1 b2 a1 a2; state holds s1 of all
     * lanes, then s2 of all lanes, before and after. */
    void (*biquad)(double *out, ptrdiff_t out_step, const double *in, ptrdiff_t in_step, size_t n,
                   size_t lanes, const double c[5], double *state);
    /* The same in place with coefficients per lane, so that lanes may be several cut-offs of one
     * channel: sample i of lane l is x[i * step + l]; c holds b0 of all lanes, then b1, b2, a1, a2.
     */
    void (*biquad_each)(double *x, size_t n, ptrdiff_t step, size_t lanes, const double *c,
                        double *state);

    /* --- rigid bodies --- */
    /* out = R in for n points in three planes; in place allowed; R row-major, one matrix */
    void (*rotate)(double *const out[3], const double *const in[3], const double R[9], size_t n);
    /*
     * Pose of a cluster of m markers over n frames (Horn 1987, doi:10.1364/JOSAA.4.000629; largest
     * eigenvalue by Newton as Theobald 2005, doi:10.1107/S0108767305015266):
     *   model[3 * k + a]     marker k in the segment's own frame
     *   marker[3 * k + a]    plane of coordinate a of marker k in the lab
     *   R[9], t[3]           planes of the pose: p_lab = R p_segment + t
     *   residual             root mean square distance of the markers from the fitted model
     * In each frame the markers that are not NaN take part; fewer than three, or three in a line
     * (second largest singular value of the model's scatter below 1e-6 of the largest), give NaN,
     * as do markers that lie in a line or on one spot in the lab. A marker whose model is NaN takes
     * no part.
     */
    void (*cluster_pose)(double *const R[9], double *const t[3], double *residual,
                         const double *model, const double *const *marker, size_t m, size_t n);
    /* out = A^T B, frame by frame; not in place */
    void (*relative)(double *const out[9], const double *const A[9], const double *const B[9],
                     size_t n);
    /* out = A B with one fixed matrix A for all frames; not in place */
    void (*premultiply)(double *const out[9], const double A[9], const double *const B[9],
                        size_t n);
    /* Cardan Z-X'-Y'' of R: out[0] = atan2(-R12, R22), out[1] = asin(R32), out[2] = atan2(-R31,
     * R33); here and below the sine is clamped to -1..1 */
    void (*cardan_zxy)(double *const out[3], const double *const R[9], size_t n);
    /* R = Ry(rot) Rx(obl) Rz(tilt) (Baker 2001): out[0] = tilt = atan2(R21, R22),
     * out[1] = obl = asin(-R23), out[2] = rot = atan2(R13, R33) */
    void (*cardan_yxz)(double *const out[3], const double *const R[9], size_t n);
    /* angles of the axes seen along the three lab axes: out[0] = atan2(R21, R11), out[1] =
     * atan2(-R23, R33), out[2] = atan2(R13, R33) */
    void (*project)(double *const out[3], const double *const R[9], size_t n);
    /* quaternions w,x,y,z in four planes to R; need not be of unit length (zero and infinite give
     * NaN) */
    void (*matrix_from_quaternion)(double *const R[9], const double *const q[4], size_t n);

    /* out = a b (Hamilton), frame by frame; in place allowed, also with both */
    void (*quaternion_multiply)(double *const out[4], const double *const a[4],
                                const double *const b[4], size_t n);
    /* out = q v q*, for q of unit length (else the part across q scales with its square, not the
     * whole); in place allowed */
    void (*quaternion_rotate)(double *const out[3], const double *const q[4],
                              const double *const v[3], size_t n);

    /* --- angles: within 2 units in the last place (angle.h); in place allowed --- */
    /* specials as C11 F.10 has them; asin and acos are NaN beyond 1, sine and cosine beyond 2^20
     * rad
     */
    void (*atan2_each)(double *out, const double *y, const double *x, size_t n);
    void (*asin_each)(double *out, const double *x, size_t n);
    void (*acos_each)(double *out, const double *x, size_t n);
    void (*sin_cos)(double *sine, double *cosine, const double *x, size_t n); /* rad */

    /* --- segments from points, three planes each --- */
    /* y = unit(along), x = unit(y x rough), z = x x y: columns of R; rough is a right-pointing
     * vector */
    void (*frame_y)(double *const R[9], const double *const along[3], const double *const rough[3],
                    size_t n);
    /* z = unit(along), x = unit(rough - (rough.z) z), y = z x x; rough points forward */
    void (*frame_z)(double *const R[9], const double *const along[3], const double *const rough[3],
                    size_t n);
    /* out = origin + R point, one fixed point; not in place */
    void (*place)(double *const out[3], const double *const R[9], const double *const origin[3],
                  const double point[3], size_t n);
    /* The joint at `distance` from marker K with a right angle between K and `proximal`, in the
     * plane of proximal, K and the wand, on the side away from the wand (chord of Davis 1991,
     * doi:10.1016/0167-9457(91)90046-Z). NaN where K is not further from proximal than `distance`.
     */
    void (*chord)(double *const out[3], const double *const proximal[3],
                  const double *const wand[3], const double *const marker[3], double distance,
                  size_t n);

    /* --- strides --- */
    /* Piecewise cubic Hermite with Fritsch-Carlson slopes (pchip) through samples y[0..n) at
     * positions 0, 1, 2, ...; evaluated at first + i * step, i < m. Positions outside 0..n-1 give
     * NaN, but up to 1e-6 outside counts as the end (rounding of i * step); a NaN sample spreads to
     * the intervals whose value or slope needs it. n >= 2. */
    void (*pchip)(double *out, size_t m, double first, double step, const double *y, size_t n);
    /* The same by straight lines between the samples; NaN from either end of the interval. */
    void (*linear)(double *out, size_t m, double first, double step, const double *y, size_t n);
    /* mean and sd (n - 1) per column over `rows` rows of `columns` contiguous numbers, NaN left
     * out; counts[c] = valid rows. sd is NaN below two, mean NaN below one. */
    void (*column_moments)(double *mean, double *sd, size_t *counts, const double *const *row,
                           size_t rows, size_t columns);

    /* --- spectra --- */
    /* out = (x - centre) * w; in place allowed */
    void (*window)(double *out, const double *x, double centre, const double *w, size_t n);
    /* power[i] += re[i]^2 + im[i]^2, the complex numbers interleaved */
    void (*power_add)(double *power, const double *complex_bins, size_t bins);
    /* cross += conj(a) b, all three interleaved */
    void (*cross_add)(double *cross, const double *a, const double *b, size_t bins);

    /* --- patterns in time --- */
    /*
     * Pairs of templates for sample entropy (Richman & Moorman 2000,
     * doi:10.1152/ajpheart.2000.278.6.H2039): over all i < j < n - m, counts[0] those whose first m
     * numbers differ by less than `tolerance` each, counts[1] those whose first m + 1 do. A NaN
     * matches nothing. 1 <= m <= 8, n > m.
     */
    void (*match_templates)(unsigned long long counts[2], const double *x, size_t n, size_t m,
                            double tolerance);
    /*
     * Nearest neighbours in delay space (Rosenstein 1993, doi:10.1016/0167-2789(93)90009-P): vector
     * i is x[i + d * lag], d < dimension, i < vectors. neighbour[i] is the j with |i - j| > theiler
     * of the least squared Euclidean distance (added over d in order), the smallest such j where
     * several are equally near, and square[i] that distance; SIZE_MAX and infinity when there is
     * none. NaN is never near. 1 <= dimension <= 16.
     */
    void (*neighbours)(size_t *neighbour, double *square, const double *x, size_t vectors,
                       size_t dimension, size_t lag, size_t theiler);

    /*
     * Places within reach of one: bit i of the result, i < n <= 64, is 0 where the squared distance
     * (x[i] - own[0])^2 + (y[i] - own[1])^2 + (z[i] - own[2])^2, added in this order, is more than
     * `bound`, and 1 otherwise, so with a NaN. Bits from n on are 0.
     */
    uint64_t (*near_places)(const double *x, const double *y, const double *z, size_t n,
                            const double own[3], double bound);

    /* --- resampling --- */
    /*
     * Sign flips. table holds the sums of `groups` groups of HG__FLIP_GROUP rows under all their
     * 2^HG__FLIP_GROUP signs: row (g << HG__FLIP_GROUP | code) of `columns` numbers, a multiple of
     * HG__LANES (zeros fill it up). For each of `count` draws, code[draw * groups + g] chooses a
     * row of every group; the chosen rows are added in order of g and greatest[draw] is the largest
     * sum^2 * weight over the columns, 0 when none is above it.
     */
    void (*flip_greatest)(double *greatest, const double *table, const double *weight,
                          const unsigned char *code, size_t groups, size_t columns, size_t count);
    /* Moments of drawn numbers: for each of `count` draws of n indices, sum and sum of squares of
     * x[index] in HG__LANES fixed lanes, as the reductions add. */
    void (*draw_moments)(double *sum, double *square, const double *x, const unsigned *index,
                         size_t n, size_t count);

    /* --- numbers of files; bytes may stand at any address; not in place --- */
    /* Undoes HDF5's shuffle of n elements of `width` bytes: in holds the first bytes of all
     * elements, then their second bytes, ...; out[i * width + b] = in[b * n + i] */
    void (*unshuffle)(unsigned char *out, const unsigned char *in, size_t n, size_t width);
    /* out[i] = number i of `in`: exact but for whole numbers beyond 2^53, which are rounded to the
     * nearest, ties to even. F64 keeps every bit, F32 the payload of a NaN but for its quiet bit,
     * which becomes set. */
    void (*convert)(double *out, const unsigned char *in, size_t n, hg__number number);
} hg__kernels;

/* Fills the table for the given level (HG__CPU_C: plain C). Baseline code, callable anywhere. */
void hg__kernels_init(hg__kernels *k, hg__cpu_level level);

/* Each level adds its entries. */
void hg__kernels_init_c(hg__kernels *k);

#endif
