/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single 3-vectors and 3x3 matrices (row-major), for what is done once per trial, not per frame. */
#ifndef HG_DSP_VECTOR_H
#define HG_DSP_VECTOR_H

#include <math.h>
#include <stdbool.h>
#include <string.h>

typedef struct hg__vec3 {
    double x, y, z;
} hg__vec3;

static inline hg__vec3 hg__vec(double x, double y, double z) {
    return (hg__vec3){x, y, z};
}
static inline hg__vec3 hg__vec_add(hg__vec3 a, hg__vec3 b) {
    return hg__vec(a.x + b.x, a.y + b.y, a.z + b.z);
}
static inline hg__vec3 hg__vec_sub(hg__vec3 a, hg__vec3 b) {
    return hg__vec(a.x - b.x, a.y - b.y, a.z - b.z);
}
static inline hg__vec3 hg__vec_scale(hg__vec3 a, double s) {
    return hg__vec(a.x * s, a.y * s, a.z * s);
}
static inline hg__vec3 hg__vec_mid(hg__vec3 a, hg__vec3 b) {
    return hg__vec_scale(hg__vec_add(a, b), 0.5);
}
static inline double hg__vec_dot(hg__vec3 a, hg__vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
static inline hg__vec3 hg__vec_cross(hg__vec3 a, hg__vec3 b) {
    return hg__vec(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}
static inline double hg__vec_norm(hg__vec3 a) {
    return sqrt(hg__vec_dot(a, a));
}
/* NaN for the zero vector: a direction that does not exist */
static inline hg__vec3 hg__vec_unit(hg__vec3 a) {
    return hg__vec_scale(a, 1.0 / hg__vec_norm(a));
}
static inline bool hg__vec_finite(hg__vec3 a) {
    return isfinite(a.x) && isfinite(a.y) && isfinite(a.z);
}

/* Rows are the axes a, b, c: M v gives the coordinates of v along them. */
static inline void hg__mat_from_rows(double M[9], hg__vec3 a, hg__vec3 b, hg__vec3 c) {
    const double m[9] = {a.x, a.y, a.z, b.x, b.y, b.z, c.x, c.y, c.z};
    memcpy(M, m, sizeof m);
}
static inline hg__vec3 hg__mat_apply(const double M[9], hg__vec3 v) {
    return hg__vec(M[0] * v.x + M[1] * v.y + M[2] * v.z, M[3] * v.x + M[4] * v.y + M[5] * v.z,
                   M[6] * v.x + M[7] * v.y + M[8] * v.z);
}
static inline hg__vec3 hg__mat_apply_transposed(const double M[9], hg__vec3 v) {
    return hg__vec(M[0] * v.x + M[3] * v.y + M[6] * v.z, M[1] * v.x + M[4] * v.y + M[7] * v.z,
                   M[2] * v.x + M[5] * v.y + M[8] * v.z);
}
static inline void hg__mat_multiply(double out[9], const double A[9], const double B[9]) {
    double m[9];
    for (int r = 0; r < 3; r++)
        for (int c = 0; c < 3; c++)
            m[3 * r + c] = A[3 * r] * B[c] + A[3 * r + 1] * B[3 + c] + A[3 * r + 2] * B[6 + c];
    memcpy(out, m, sizeof m);
}

#endif
