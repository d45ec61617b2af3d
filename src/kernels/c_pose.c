/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pose of a marker cluster. The rotation that fits best is the eigenvector of the largest
 * eigenvalue of a symmetric 4 x 4 matrix N (Horn 1987, doi:10.1364/JOSAA.4.000629). The eigenvalue
 * comes from Newton's method on the characteristic polynomial (Theobald 2005,
 * doi:10.1107/S0108767305015266), the eigenvector from the adjugate of N - l I.
 *
 * Frames go through in blocks, side by side. What a frame gets never depends on its neighbours:
 * a missing marker has weight 0 and coordinates 0, and the loops of one frame stop by its own
 * numbers only, so a vector version with masks gives the same bits.
 */
#include <math.h>
#include <string.h>

#include "kernels/levels.h"

#define BLOCK ((size_t)8)

/* kernels.h: second largest against largest singular value of the model's scatter */
#define LINE_RATIO 1e-6
/* Scaled so that the largest eigenvalue is at most 1, the polynomial is a sum of terms of size 1:
 * below a few epsilons its sign is rounding, and Newton has nothing left to go by. */
#define POLYNOMIAL_NOISE 1e-15
/* A fourfold root is approached by a quarter of the distance a step: (3/4)^30 < 1e-15^(1/4). Only
 * markers that fit nothing come near this number; a normal frame takes two to five steps. */
#define MOST_STEPS 64
/* The trace of the adjugate at an eigenvalue is the product of the gaps to the other three. A
 * cluster at LINE_RATIO that fits has 8e-6. Markers that leave much less (in the lab they stand in
 * a line, or are not this cluster at all) do not determine a pose: below 1e-8 Newton's method
 * cannot tell the two largest eigenvalues apart. */
#define LEAST_GAPS 1e-6

typedef struct sums {
    double count[BLOCK];
    double a0[3][BLOCK], b0[3][BLOCK]; /* centroids of the visible markers: model, lab */
    double S[9][BLOCK];                /* sum a_u b_v about the centroids */
    double A[6][BLOCK];                /* sum a_u a_v: xx yy zz xy xz yz */
    double bb[BLOCK];                  /* sum |b|^2 */
} sums;

/* Marker k of a block of frames: weight 1 and its coordinates, or weight 0 and zeros. */
static inline void look(double w[BLOCK], double b[3][BLOCK], double a[3], const double *model,
                        const double *const *marker, size_t at, size_t width) {
    int known = (model[0] == model[0]) & (model[1] == model[1]) & (model[2] == model[2]);
    for (size_t c = 0; c < 3; c++) a[c] = known ? model[c] : 0.0;
    for (size_t l = 0; l < width; l++) {
        double x = marker[0][at + l], y = marker[1][at + l], z = marker[2][at + l];
        int seen = known & (x == x) & (y == y) & (z == z);
        w[l] = seen ? 1.0 : 0.0;
        b[0][l] = seen ? x : 0.0;
        b[1][l] = seen ? y : 0.0;
        b[2][l] = seen ? z : 0.0;
    }
}

static inline void collect(sums *s, const double *model, const double *const *marker, size_t m,
                           size_t at, size_t width) {
    double w[BLOCK], b[3][BLOCK], a[3];
    memset(s, 0, sizeof *s);
    for (size_t k = 0; k < m; k++) {
        look(w, b, a, model + 3 * k, marker + 3 * k, at, width);
        for (size_t l = 0; l < width; l++) s->count[l] += w[l];
        for (size_t c = 0; c < 3; c++)
            for (size_t l = 0; l < width; l++) {
                s->a0[c][l] += w[l] * a[c];
                s->b0[c][l] += b[c][l];
            }
    }
    for (size_t c = 0; c < 3; c++)
        for (size_t l = 0; l < width; l++) {
            s->a0[c][l] /= s->count[l];
            s->b0[c][l] /= s->count[l];
        }
    for (size_t k = 0; k < m; k++) {
        look(w, b, a, model + 3 * k, marker + 3 * k, at, width);
        for (size_t l = 0; l < width; l++) {
            double ax = w[l] * (a[0] - s->a0[0][l]), bx = w[l] * (b[0][l] - s->b0[0][l]);
            double ay = w[l] * (a[1] - s->a0[1][l]), by = w[l] * (b[1][l] - s->b0[1][l]);
            double az = w[l] * (a[2] - s->a0[2][l]), bz = w[l] * (b[2][l] - s->b0[2][l]);
            s->S[0][l] += ax * bx;
            s->S[1][l] += ax * by;
            s->S[2][l] += ax * bz;
            s->S[3][l] += ay * bx;
            s->S[4][l] += ay * by;
            s->S[5][l] += ay * bz;
            s->S[6][l] += az * bx;
            s->S[7][l] += az * by;
            s->S[8][l] += az * bz;
            s->A[0][l] += ax * ax;
            s->A[1][l] += ay * ay;
            s->A[2][l] += az * az;
            s->A[3][l] += ax * ay;
            s->A[4][l] += ax * az;
            s->A[5][l] += ay * az;
            s->bb[l] += (bx * bx + by * by) + bz * bz;
        }
    }
}

/*
 * Are the model's markers spread in two directions? With e1 >= e2 >= e3 the eigenvalues of the
 * scatter A, (e2 + e3) e1 and e2 e3 e1 are its second and third invariants to within e2/e1, which
 * at the limit is 1e-6; far from a line the estimate of e2 is low by a factor of 6 at most.
 */
static inline int spread(const double A[6]) {
    double xx = A[0], yy = A[1], zz = A[2], xy = A[3], xz = A[4], yz = A[5];
    double first = (xx + yy) + zz;
    double second = ((xx * yy - xy * xy) + (xx * zz - xz * xz)) + (yy * zz - yz * yz);
    double third = (xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz)) + xz * (xy * yz - yy * xz);
    double sum = second / first, product = third / first;
    double inside = sum * sum - 4.0 * product;
    double e2 = 0.5 * (sum + sqrt(inside > 0.0 ? inside : 0.0));
    return e2 >= LINE_RATIO * first;
}

/* Symmetric 4 x 4 matrices as their upper triangle: 00 01 02 03 11 12 13 22 23 33. The 2 x 2 minors
 * of rows 0 1 and of rows 2 3, by columns 01 02 03 12 13 23: */
static inline void minors(double upper[6], double lower[6], const double m[10]) {
    upper[0] = m[0] * m[4] - m[1] * m[1];
    upper[1] = m[0] * m[5] - m[2] * m[1];
    upper[2] = m[0] * m[6] - m[3] * m[1];
    upper[3] = m[1] * m[5] - m[2] * m[4];
    upper[4] = m[1] * m[6] - m[3] * m[4];
    upper[5] = m[2] * m[6] - m[3] * m[5];
    lower[0] = m[2] * m[6] - m[5] * m[3];
    lower[1] = m[2] * m[8] - m[7] * m[3];
    lower[2] = m[2] * m[9] - m[8] * m[3];
    lower[3] = m[5] * m[8] - m[7] * m[6];
    lower[4] = m[5] * m[9] - m[8] * m[6];
    lower[5] = m[7] * m[9] - m[8] * m[8];
}

static inline double determinant(const double m[10]) {
    double u[6], v[6];
    minors(u, v, m);
    return ((u[0] * v[5] - u[1] * v[4]) + (u[2] * v[3] + u[3] * v[2])) -
           (u[4] * v[1] - u[5] * v[0]);
}

static inline void adjugate(double adj[10], const double N[10], double l) {
    double m[10], u[6], v[6];
    for (size_t i = 0; i < 10; i++) m[i] = N[i];
    m[0] -= l;
    m[4] -= l;
    m[7] -= l;
    m[9] -= l;
    minors(u, v, m);
    adj[0] = (m[4] * v[5] - m[5] * v[4]) + m[6] * v[3];
    adj[1] = (m[5] * v[2] - m[1] * v[5]) - m[6] * v[1];
    adj[2] = (m[1] * v[4] - m[4] * v[2]) + m[6] * v[0];
    adj[3] = (m[4] * v[1] - m[1] * v[3]) - m[5] * v[0];
    adj[4] = (m[0] * v[5] - m[2] * v[2]) + m[3] * v[1];
    adj[5] = (m[1] * v[2] - m[0] * v[4]) - m[3] * v[0];
    adj[6] = (m[0] * v[3] - m[1] * v[1]) + m[2] * v[0];
    adj[7] = (m[3] * u[4] - m[6] * u[2]) + m[9] * u[0];
    adj[8] = (m[6] * u[1] - m[3] * u[3]) - m[8] * u[0];
    adj[9] = (m[2] * u[3] - m[5] * u[1]) + m[7] * u[0];
}

static inline void times(double out[4], const double m[10], const double q[4]) {
    out[0] = (m[0] * q[0] + m[1] * q[1]) + (m[2] * q[2] + m[3] * q[3]);
    out[1] = (m[1] * q[0] + m[4] * q[1]) + (m[5] * q[2] + m[6] * q[3]);
    out[2] = (m[2] * q[0] + m[5] * q[1]) + (m[7] * q[2] + m[8] * q[3]);
    out[3] = (m[3] * q[0] + m[6] * q[1]) + (m[8] * q[2] + m[9] * q[3]);
}

static inline double inner(const double a[4], const double b[4]) {
    return (a[0] * b[0] + a[1] * b[1]) + (a[2] * b[2] + a[3] * b[3]);
}

/* Column of the largest diagonal element, which in a matrix c q q^T is the longest. A fixed column
 * would vanish at half turns about some axis. */
static inline void longest_column(double q[4], const double adj[10]) {
    static const size_t column[4][4] = {{0, 1, 2, 3}, {1, 4, 5, 6}, {2, 5, 7, 8}, {3, 6, 8, 9}};
    size_t best = 0;
    for (size_t c = 1; c < 4; c++)
        if (fabs(adj[column[c][c]]) > fabs(adj[column[best][best]])) best = c;
    for (size_t r = 0; r < 4; r++) q[r] = adj[column[best][r]];
}

/* Largest eigenvalue of N from above: the polynomial is convex there, so Newton's steps never pass
 * the root but by rounding. `start` is not below it. */
static inline double largest_eigenvalue(const double N[10], const double S[9], double start) {
    double squares = 0.0;
    for (size_t i = 0; i < 9; i++) squares += S[i] * S[i];
    double c2 = -2.0 * squares;
    double c1 = -8.0 * ((S[0] * (S[4] * S[8] - S[5] * S[7]) - S[1] * (S[3] * S[8] - S[5] * S[6])) +
                        S[2] * (S[3] * S[7] - S[4] * S[6]));
    double c0 = determinant(N);
    double l = start;
    for (int step = 0; step < MOST_STEPS; step++) {
        double p = ((l * l + c2) * (l * l) + c1 * l) + c0;
        if (!(p > POLYNOMIAL_NOISE)) break;
        l -= p / ((4.0 * (l * l) + 2.0 * c2) * l + c1);
    }
    return l;
}

/* Best rotation of one frame; false when the markers do not determine it. */
static inline int solve(double R[9], const double sum[9], const double A[6], double bb) {
    double scale = 1.0 / (sqrt((A[0] + A[1]) + A[2]) * sqrt(bb));
    double S[9];
    for (size_t i = 0; i < 9; i++) S[i] = sum[i] * scale;
    /* clang-format off */
    const double N[10] = {
        (S[0] + S[4]) + S[8], S[5] - S[7],          S[6] - S[2], S[1] - S[3],
        (S[0] - S[4]) - S[8], S[1] + S[3],          S[6] + S[2],
        (S[4] - S[0]) - S[8], S[5] + S[7],
        (S[8] - S[0]) - S[4],
    };
    /* clang-format on */
    /* sum a.Rb <= |a| |b|, which the scale made 1; the rest is rounding */
    double l = largest_eigenvalue(N, S, 1.0 + 1e-14);
    double adj[10], q[4], Nq[4];
    adjugate(adj, N, l);
    longest_column(q, adj);
    /* In long thin clusters the polynomial knows its root less well than the vector needs. The
     * Rayleigh quotient knows it; the adjugate there is one step of inverse iteration. */
    times(Nq, N, q);
    adjugate(adj, N, inner(q, Nq) / inner(q, q));
    double gaps = (fabs(adj[0]) + fabs(adj[4])) + (fabs(adj[7]) + fabs(adj[9]));
    double longest = 0.0;
    for (size_t i = 0; i < 4; i++) longest = fabs(q[i]) > longest ? fabs(q[i]) : longest;
    for (size_t i = 0; i < 4; i++) q[i] /= longest;
    double v[4];
    times(v, adj, q);
    double w = v[0], x = v[1], y = v[2], z = v[3];
    double s = 2.0 / inner(v, v);
    R[0] = 1.0 - s * (y * y + z * z);
    R[1] = s * (x * y - w * z);
    R[2] = s * (x * z + w * y);
    R[3] = s * (x * y + w * z);
    R[4] = 1.0 - s * (x * x + z * z);
    R[5] = s * (y * z - w * x);
    R[6] = s * (x * z - w * y);
    R[7] = s * (y * z + w * x);
    R[8] = 1.0 - s * (x * x + y * y);
    return gaps > LEAST_GAPS;
}

static inline void pose_block(double *const R[9], double *const t[3], double *residual,
                              const double *model, const double *const *marker, size_t m, size_t at,
                              size_t width) {
    sums s;
    collect(&s, model, marker, m, at, width);
    double r[9][BLOCK], square[BLOCK] = {0.0};
    for (size_t l = 0; l < width; l++) {
        double S[9], A[6], one[9];
        for (size_t i = 0; i < 9; i++) S[i] = s.S[i][l];
        for (size_t i = 0; i < 6; i++) A[i] = s.A[i][l];
        int determined = solve(one, S, A, s.bb[l]) & spread(A) & (s.count[l] >= 3.0);
        for (size_t i = 0; i < 9; i++) r[i][l] = determined ? one[i] : NAN;
    }
    /* The shorter formula (sum a^2 + sum b^2 - 2 l) / n is a small difference of large numbers. */
    double w[BLOCK], b[3][BLOCK], a[3];
    for (size_t k = 0; k < m; k++) {
        look(w, b, a, model + 3 * k, marker + 3 * k, at, width);
        for (size_t l = 0; l < width; l++) {
            double ax = a[0] - s.a0[0][l], ay = a[1] - s.a0[1][l], az = a[2] - s.a0[2][l];
            double x = (b[0][l] - s.b0[0][l]) - ((r[0][l] * ax + r[1][l] * ay) + r[2][l] * az);
            double y = (b[1][l] - s.b0[1][l]) - ((r[3][l] * ax + r[4][l] * ay) + r[5][l] * az);
            double z = (b[2][l] - s.b0[2][l]) - ((r[6][l] * ax + r[7][l] * ay) + r[8][l] * az);
            square[l] += w[l] * ((x * x + y * y) + z * z);
        }
    }
    for (size_t l = 0; l < width; l++) {
        double x = s.a0[0][l], y = s.a0[1][l], z = s.a0[2][l];
        t[0][at + l] = s.b0[0][l] - ((r[0][l] * x + r[1][l] * y) + r[2][l] * z);
        t[1][at + l] = s.b0[1][l] - ((r[3][l] * x + r[4][l] * y) + r[5][l] * z);
        t[2][at + l] = s.b0[2][l] - ((r[6][l] * x + r[7][l] * y) + r[8][l] * z);
        /* r is NaN where the pose is undetermined; with no marker at all the sum alone would be 0
         */
        residual[at + l] = r[0][l] == r[0][l] ? sqrt(square[l] / s.count[l]) : NAN;
    }
    for (size_t i = 0; i < 9; i++)
        for (size_t l = 0; l < width; l++) R[i][at + l] = r[i][l];
}

static void cluster_pose(double *const R[9], double *const t[3], double *residual,
                         const double *model, const double *const *marker, size_t m, size_t n) {
    size_t at = 0;
    for (; n - at >= BLOCK; at += BLOCK) pose_block(R, t, residual, model, marker, m, at, BLOCK);
    if (at < n) pose_block(R, t, residual, model, marker, m, at, n - at);
}

void hg__kernels_c_pose(hg__kernels *k) {
    k->cluster_pose = cluster_pose;
}
