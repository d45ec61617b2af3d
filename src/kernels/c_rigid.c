/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rotations frame by frame. Every output depends on the inputs its formula names, and no other. */
#include <math.h>

#include "kernels/angle.h" /* without lanes: one double */
#include "kernels/levels.h"

static void rotate(double *const out[3], const double *const in[3], const double R[9], size_t n) {
    for (size_t i = 0; i < n; i++) {
        double x = in[0][i], y = in[1][i], z = in[2][i]; /* read before any is written: in place */
        out[0][i] = (R[0] * x + R[1] * y) + R[2] * z;
        out[1][i] = (R[3] * x + R[4] * y) + R[5] * z;
        out[2][i] = (R[6] * x + R[7] * y) + R[8] * z;
    }
}

static void relative(double *const out[9], const double *const A[9], const double *const B[9],
                     size_t n) {
    for (size_t r = 0; r < 3; r++)
        for (size_t c = 0; c < 3; c++) {
            double *o = out[3 * r + c];
            const double *a0 = A[r], *a1 = A[3 + r], *a2 = A[6 + r];
            const double *b0 = B[c], *b1 = B[3 + c], *b2 = B[6 + c];
            for (size_t i = 0; i < n; i++) o[i] = (a0[i] * b0[i] + a1[i] * b1[i]) + a2[i] * b2[i];
        }
}

static void premultiply(double *const out[9], const double A[9], const double *const B[9],
                        size_t n) {
    for (size_t r = 0; r < 3; r++)
        for (size_t c = 0; c < 3; c++) {
            double *o = out[3 * r + c];
            double a0 = A[3 * r], a1 = A[3 * r + 1], a2 = A[3 * r + 2];
            const double *b0 = B[c], *b1 = B[3 + c], *b2 = B[6 + c];
            for (size_t i = 0; i < n; i++) o[i] = (a0 * b0[i] + a1 * b1[i]) + a2 * b2[i];
        }
}

/* Rounding may leave the sine of a right angle an ulp outside; NaN stays NaN. */
static inline double clamp_sine(double s) {
    return s > 1.0 ? 1.0 : s < -1.0 ? -1.0 : s;
}

static void cardan_zxy(double *const out[3], const double *const R[9], size_t n) {
    for (size_t i = 0; i < n; i++) {
        out[0][i] = v_atan2(-R[1][i], R[4][i]);
        out[1][i] = v_asin(clamp_sine(R[7][i]));
        out[2][i] = v_atan2(-R[6][i], R[8][i]);
    }
}

static void cardan_yxz(double *const out[3], const double *const R[9], size_t n) {
    for (size_t i = 0; i < n; i++) {
        out[0][i] = v_atan2(R[3][i], R[4][i]);
        out[1][i] = v_asin(clamp_sine(-R[5][i]));
        out[2][i] = v_atan2(R[2][i], R[8][i]);
    }
}

static void project(double *const out[3], const double *const R[9], size_t n) {
    for (size_t i = 0; i < n; i++) {
        out[0][i] = v_atan2(R[3][i], R[0][i]);
        out[1][i] = v_atan2(-R[5][i], R[8][i]);
        out[2][i] = v_atan2(R[2][i], R[8][i]);
    }
}

static inline double larger(double a, double b) {
    return a > b ? a : b;
}

static void matrix_from_quaternion(double *const R[9], const double *const q[4], size_t n) {
    for (size_t i = 0; i < n; i++) {
        double w = q[0][i], x = q[1][i], y = q[2][i], z = q[3][i];
        /* The largest component becomes 1: squares neither overflow nor vanish, and a zero or
         * infinite quaternion becomes NaN here (0/0, inf/inf). */
        double most = larger(larger(fabs(w), fabs(x)), larger(fabs(y), fabs(z)));
        w /= most;
        x /= most;
        y /= most;
        z /= most;
        double s = 2.0 / (((w * w + x * x) + y * y) + z * z);
        double xs = x * s, ys = y * s, zs = z * s;
        double wx = w * xs, wy = w * ys, wz = w * zs;
        double xx = x * xs, xy = x * ys, xz = x * zs;
        double yy = y * ys, yz = y * zs, zz = z * zs;
        R[0][i] = 1.0 - (yy + zz);
        R[1][i] = xy - wz;
        R[2][i] = xz + wy;
        R[3][i] = xy + wz;
        R[4][i] = 1.0 - (xx + zz);
        R[5][i] = yz - wx;
        R[6][i] = xz - wy;
        R[7][i] = yz + wx;
        R[8][i] = 1.0 - (xx + yy);
    }
}

static void quaternion_multiply(double *const out[4], const double *const a[4],
                                const double *const b[4], size_t n) {
    for (size_t i = 0; i < n; i++) {
        double aw = a[0][i], ax = a[1][i], ay = a[2][i], az = a[3][i];
        double bw = b[0][i], bx = b[1][i], by = b[2][i], bz = b[3][i];
        out[0][i] = (aw * bw - ax * bx) - (ay * by + az * bz);
        out[1][i] = (aw * bx + ax * bw) + (ay * bz - az * by);
        out[2][i] = (aw * by + ay * bw) + (az * bx - ax * bz);
        out[3][i] = (aw * bz + az * bw) + (ax * by - ay * bx);
    }
}

/* v + w t + u x t with t = 2 u x v, u the vector part of q */
static void quaternion_rotate(double *const out[3], const double *const q[4],
                              const double *const v[3], size_t n) {
    for (size_t i = 0; i < n; i++) {
        double w = q[0][i], x = q[1][i], y = q[2][i], z = q[3][i];
        double a = v[0][i], b = v[1][i], c = v[2][i];
        double tx = y * c - z * b, ty = z * a - x * c, tz = x * b - y * a;
        tx += tx;
        ty += ty;
        tz += tz;
        out[0][i] = (a + w * tx) + (y * tz - z * ty);
        out[1][i] = (b + w * ty) + (z * tx - x * tz);
        out[2][i] = (c + w * tz) + (x * ty - y * tx);
    }
}

static void atan2_each(double *out, const double *y, const double *x, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = v_atan2(y[i], x[i]);
}

static void asin_each(double *out, const double *x, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = v_asin(x[i]);
}

static void acos_each(double *out, const double *x, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = v_acos(x[i]);
}

static void sin_cos(double *sine, double *cosine, const double *x, size_t n) {
    for (size_t i = 0; i < n; i++) v_sin_cos(&sine[i], &cosine[i], x[i]);
}

void hg__kernels_c_rigid(hg__kernels *k) {
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
