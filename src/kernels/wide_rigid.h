/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c_rigid.c, VD frames at a time. */
#ifndef HG_KERNELS_WIDE_RIGID_H
#define HG_KERNELS_WIDE_RIGID_H

#include "kernels/angle.h"
#include "kernels/kernels.h"
#include "kernels/lanes.h"

HG__INLINE void rotate_at(double *const out[3], const double *const in[3], const vd R[9], size_t i,
                          size_t n) {
    vd x = v_get(in[0] + i, n), y = v_get(in[1] + i, n), z = v_get(in[2] + i, n);
    for (size_t r = 0; r < 3; r++)
        v_put(out[r] + i, (R[3 * r] * x + R[3 * r + 1] * y) + R[3 * r + 2] * z, n);
}

HG__WIDE void rotate(double *const out[3], const double *const in[3], const double R[9], size_t n) {
    vd turn[9];
    for (size_t p = 0; p < 9; p++) turn[p] = v_all(R[p]);
    size_t i = 0;
    for (; n - i >= VD; i += VD) rotate_at(out, in, turn, i, VD);
    if (i < n) rotate_at(out, in, turn, i, n - i);
}

HG__INLINE void relative_at(double *const out[9], const double *const A[9],
                            const double *const B[9], size_t i, size_t n) {
    vd a[9], b[9];
    for (size_t p = 0; p < 9; p++) {
        a[p] = v_get(A[p] + i, n);
        b[p] = v_get(B[p] + i, n);
    }
    for (size_t r = 0; r < 3; r++)
        for (size_t c = 0; c < 3; c++)
            v_put(out[3 * r + c] + i, (a[r] * b[c] + a[3 + r] * b[3 + c]) + a[6 + r] * b[6 + c], n);
}

HG__WIDE void relative(double *const out[9], const double *const A[9], const double *const B[9],
                       size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) relative_at(out, A, B, i, VD);
    if (i < n) relative_at(out, A, B, i, n - i);
}

HG__INLINE void premultiply_at(double *const out[9], const vd A[9], const double *const B[9],
                               size_t i, size_t n) {
    for (size_t c = 0; c < 3; c++) {
        vd x = v_get(B[c] + i, n), y = v_get(B[3 + c] + i, n), z = v_get(B[6 + c] + i, n);
        for (size_t r = 0; r < 3; r++)
            v_put(out[3 * r + c] + i, (A[3 * r] * x + A[3 * r + 1] * y) + A[3 * r + 2] * z, n);
    }
}

HG__WIDE void premultiply(double *const out[9], const double A[9], const double *const B[9],
                          size_t n) {
    vd fixed[9];
    for (size_t p = 0; p < 9; p++) fixed[p] = v_all(A[p]);
    size_t i = 0;
    for (; n - i >= VD; i += VD) premultiply_at(out, fixed, B, i, VD);
    if (i < n) premultiply_at(out, fixed, B, i, n - i);
}

HG__INLINE vd clamp_sine(vd s) {
    return v_most(v_all(-1.0), v_least(v_all(1.0), s)); /* NaN stays */
}

HG__INLINE void cardan_zxy_at(double *const out[3], const double *const R[9], size_t i, size_t n) {
    v_put(out[0] + i, v_atan2(-v_get(R[1] + i, n), v_get(R[4] + i, n)), n);
    v_put(out[1] + i, v_asin(clamp_sine(v_get(R[7] + i, n))), n);
    v_put(out[2] + i, v_atan2(-v_get(R[6] + i, n), v_get(R[8] + i, n)), n);
}

HG__WIDE void cardan_zxy(double *const out[3], const double *const R[9], size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) cardan_zxy_at(out, R, i, VD);
    if (i < n) cardan_zxy_at(out, R, i, n - i);
}

HG__INLINE void cardan_yxz_at(double *const out[3], const double *const R[9], size_t i, size_t n) {
    v_put(out[0] + i, v_atan2(v_get(R[3] + i, n), v_get(R[4] + i, n)), n);
    v_put(out[1] + i, v_asin(clamp_sine(-v_get(R[5] + i, n))), n);
    v_put(out[2] + i, v_atan2(v_get(R[2] + i, n), v_get(R[8] + i, n)), n);
}

HG__WIDE void cardan_yxz(double *const out[3], const double *const R[9], size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) cardan_yxz_at(out, R, i, VD);
    if (i < n) cardan_yxz_at(out, R, i, n - i);
}

HG__INLINE void project_at(double *const out[3], const double *const R[9], size_t i, size_t n) {
    v_put(out[0] + i, v_atan2(v_get(R[3] + i, n), v_get(R[0] + i, n)), n);
    v_put(out[1] + i, v_atan2(-v_get(R[5] + i, n), v_get(R[8] + i, n)), n);
    v_put(out[2] + i, v_atan2(v_get(R[2] + i, n), v_get(R[8] + i, n)), n);
}

HG__WIDE void project(double *const out[3], const double *const R[9], size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) project_at(out, R, i, VD);
    if (i < n) project_at(out, R, i, n - i);
}

HG__INLINE void matrix_at(double *const R[9], const double *const q[4], size_t i, size_t n) {
    const vd one = v_all(1.0);
    vd w = v_get(q[0] + i, n), x = v_get(q[1] + i, n), y = v_get(q[2] + i, n),
       z = v_get(q[3] + i, n);
    vd most = v_most(v_most(v_abs(w), v_abs(x)), v_most(v_abs(y), v_abs(z)));
    w = w / most;
    x = x / most;
    y = y / most;
    z = z / most;
    vd s = v_all(2.0) / (((w * w + x * x) + y * y) + z * z);
    vd xs = x * s, ys = y * s, zs = z * s;
    vd wx = w * xs, wy = w * ys, wz = w * zs;
    vd xx = x * xs, xy = x * ys, xz = x * zs;
    vd yy = y * ys, yz = y * zs, zz = z * zs;
    v_put(R[0] + i, one - (yy + zz), n);
    v_put(R[1] + i, xy - wz, n);
    v_put(R[2] + i, xz + wy, n);
    v_put(R[3] + i, xy + wz, n);
    v_put(R[4] + i, one - (xx + zz), n);
    v_put(R[5] + i, yz - wx, n);
    v_put(R[6] + i, xz - wy, n);
    v_put(R[7] + i, yz + wx, n);
    v_put(R[8] + i, one - (xx + yy), n);
}

HG__WIDE void matrix_from_quaternion(double *const R[9], const double *const q[4], size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) matrix_at(R, q, i, VD);
    if (i < n) matrix_at(R, q, i, n - i);
}

HG__INLINE void quaternion_multiply_at(double *const out[4], const double *const a[4],
                                       const double *const b[4], size_t i, size_t n) {
    vd p[4], q[4];
    for (size_t c = 0; c < 4; c++) {
        p[c] = v_get(a[c] + i, n);
        q[c] = v_get(b[c] + i, n);
    }
    v_put(out[0] + i, (p[0] * q[0] - p[1] * q[1]) - (p[2] * q[2] + p[3] * q[3]), n);
    v_put(out[1] + i, (p[0] * q[1] + p[1] * q[0]) + (p[2] * q[3] - p[3] * q[2]), n);
    v_put(out[2] + i, (p[0] * q[2] + p[2] * q[0]) + (p[3] * q[1] - p[1] * q[3]), n);
    v_put(out[3] + i, (p[0] * q[3] + p[3] * q[0]) + (p[1] * q[2] - p[2] * q[1]), n);
}

HG__WIDE void quaternion_multiply(double *const out[4], const double *const a[4],
                                  const double *const b[4], size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) quaternion_multiply_at(out, a, b, i, VD);
    if (i < n) quaternion_multiply_at(out, a, b, i, n - i);
}

HG__INLINE void quaternion_rotate_at(double *const out[3], const double *const q[4],
                                     const double *const v[3], size_t i, size_t n) {
    vd w = v_get(q[0] + i, n), x = v_get(q[1] + i, n), y = v_get(q[2] + i, n),
       z = v_get(q[3] + i, n);
    vd a = v_get(v[0] + i, n), b = v_get(v[1] + i, n), c = v_get(v[2] + i, n);
    vd tx = y * c - z * b, ty = z * a - x * c, tz = x * b - y * a;
    tx = tx + tx;
    ty = ty + ty;
    tz = tz + tz;
    v_put(out[0] + i, (a + w * tx) + (y * tz - z * ty), n);
    v_put(out[1] + i, (b + w * ty) + (z * tx - x * tz), n);
    v_put(out[2] + i, (c + w * tz) + (x * ty - y * tx), n);
}

HG__WIDE void quaternion_rotate(double *const out[3], const double *const q[4],
                                const double *const v[3], size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) quaternion_rotate_at(out, q, v, i, VD);
    if (i < n) quaternion_rotate_at(out, q, v, i, n - i);
}

HG__WIDE void atan2_each(double *out, const double *y, const double *x, size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) v_store(out + i, v_atan2(v_load(y + i), v_load(x + i)));
    if (i < n) v_put(out + i, v_atan2(v_get(y + i, n - i), v_get(x + i, n - i)), n - i);
}

HG__WIDE void asin_each(double *out, const double *x, size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) v_store(out + i, v_asin(v_load(x + i)));
    if (i < n) v_put(out + i, v_asin(v_get(x + i, n - i)), n - i);
}

HG__WIDE void acos_each(double *out, const double *x, size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) v_store(out + i, v_acos(v_load(x + i)));
    if (i < n) v_put(out + i, v_acos(v_get(x + i, n - i)), n - i);
}

HG__INLINE void sin_cos_at(double *sine, double *cosine, const double *x, size_t n) {
    vd s, c;
    v_sin_cos(&s, &c, v_get(x, n));
    v_put(sine, s, n);
    v_put(cosine, c, n);
}

HG__WIDE void sin_cos(double *sine, double *cosine, const double *x, size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) sin_cos_at(sine + i, cosine + i, x + i, VD);
    if (i < n) sin_cos_at(sine + i, cosine + i, x + i, n - i);
}

HG__WIDE void wide_rigid(hg__kernels *k) {
    k->rotate = rotate;
    k->relative = relative;
    k->premultiply = premultiply;
    k->cardan_zxy = cardan_zxy;
    k->cardan_yxz = cardan_yxz;
    k->project = project;
    k->matrix_from_quaternion = matrix_from_quaternion;
    k->quaternion_multiply = quaternion_multiply;
    k->quaternion_rotate = quaternion_rotate;
    k->atan2_each = atan2_each;
    k->asin_each = asin_each;
    k->acos_each = acos_each;
    k->sin_cos = sin_cos;
}

#endif
