/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/rotation.h"

#include <math.h>
#include <string.h>

#define SMALL 1e-6 /* radians; below, the first terms of a series are exact to rounding */
#define LOCK 1e-7  /* radians from +-pi/2, as far as a sine near 1 knows its angle */
#define SWEEPS 30  /* Jacobi: five are usual for four rows */

static void orient(double q[4]) {
    if (q[0] < 0.0)
        for (int i = 0; i < 4; i++) q[i] = -q[i];
}
static double dot(const double *a, const double *b, int n) {
    double sum = 0.0;
    for (int i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
}

void hg__turn_product(double out[4], const double a[4], const double b[4]) {
    const double c[4] = {a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
                         a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
                         a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
                         a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0]};
    memcpy(out, c, sizeof c);
    orient(out);
}

void hg__turn_inverse(double out[4], const double q[4]) {
    const double c[4] = {q[0], -q[1], -q[2], -q[3]};
    memcpy(out, c, sizeof c);
    orient(out);
}

void hg__matrix_from_turn(double M[9], const double q[4]) {
    double w = q[0], x = q[1], y = q[2], z = q[3];
    const double R[9] = {w * w + x * x - y * y - z * z, 2.0 * (x * y - w * z),
                         2.0 * (x * z + w * y),         2.0 * (x * y + w * z),
                         w * w - x * x + y * y - z * z, 2.0 * (y * z - w * x),
                         2.0 * (x * z - w * y),         2.0 * (y * z + w * x),
                         w * w - x * x - y * y + z * z};
    memcpy(M, R, sizeof R);
}

void hg__turn_apply(double out[3], const double q[4], const double v[3]) {
    double M[9];
    hg__matrix_from_turn(M, q);
    const double w[3] = {dot(M, v, 3), dot(M + 3, v, 3), dot(M + 6, v, 3)};
    memcpy(out, w, sizeof w);
}

/* By the largest of the four numbers, so that nothing small is divided by (Shepperd 1978). */
void hg__turn_from_matrix(double q[4], const double M[9]) {
    double trace = M[0] + M[4] + M[8], length = 0.0;
    int big = 3;
    const double choice[4] = {M[0], M[4], M[8], trace};
    for (int i = 0; i < 3; i++)
        if (choice[i] > choice[big]) big = i;
    if (big == 3) {
        q[0] = 1.0 + trace;
        q[1] = M[7] - M[5];
        q[2] = M[2] - M[6];
        q[3] = M[3] - M[1];
    } else {
        int i = big, j = (i + 1) % 3, k = (j + 1) % 3;
        q[1 + i] = 1.0 - trace + 2.0 * M[4 * i];
        q[1 + j] = M[3 * j + i] + M[3 * i + j];
        q[1 + k] = M[3 * k + i] + M[3 * i + k];
        q[0] = M[3 * k + j] - M[3 * j + k];
    }
    length = sqrt(dot(q, q, 4));
    for (int i = 0; i < 4; i++) q[i] /= length;
    orient(q);
}

void hg__turn_vector(double out[3], const double q[4]) {
    double sine = sqrt(dot(q + 1, q + 1, 3)), w = q[0];
    double sign = w < 0.0 ? -1.0 : 1.0, angle = 2.0 * atan2(sine, fabs(w));
    double scale = sign * (angle < SMALL ? 2.0 : angle / sine);
    for (int i = 0; i < 3; i++) out[i] = scale * q[1 + i];
}

void hg__turn_from_vector(double q[4], const double v[3]) {
    double angle = sqrt(dot(v, v, 3)), scale = angle < SMALL ? 0.5 : sin(0.5 * angle) / angle;
    q[0] = cos(0.5 * angle);
    for (int i = 0; i < 3; i++) q[1 + i] = scale * v[i];
    orient(q);
}

double hg__turn_between(const double a[4], const double b[4]) {
    double back[4], way[4];
    hg__turn_inverse(back, a);
    hg__turn_product(way, back, b);
    return 2.0 * atan2(sqrt(dot(way + 1, way + 1, 3)), way[0]);
}

void hg__turn_on_the_way(double out[4], const double a[4], const double b[4], double share) {
    double back[4], way[4], v[3];
    hg__turn_inverse(back, a);
    hg__turn_product(way, back, b);
    hg__turn_vector(v, way);
    for (int i = 0; i < 3; i++) v[i] *= share;
    hg__turn_from_vector(way, v);
    hg__turn_product(out, a, way);
}

/* The eigenvector of the largest eigenvalue of a symmetric matrix, by Jacobi's rotations. */
static void leading(double out[4], double A[4][4]) {
    double V[4][4] = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        double off = 0.0, all = 0.0;
        for (int p = 0; p < 4; p++) {
            all += fabs(A[p][p]);
            for (int q = p + 1; q < 4; q++) off += fabs(A[p][q]);
        }
        if (!(off > 1e-300 + 1e-17 * all)) break;
        for (int p = 0; p < 4; p++)
            for (int q = p + 1; q < 4; q++) {
                if (!(fabs(A[p][q]) > 0.0)) continue;
                double half = (A[q][q] - A[p][p]) / (2.0 * A[p][q]);
                double t = (half < 0.0 ? -1.0 : 1.0) / (fabs(half) + sqrt(half * half + 1.0));
                double c = 1.0 / sqrt(t * t + 1.0), s = t * c;
                for (int i = 0; i < 4; i++) {
                    double x = A[i][p], y = A[i][q];
                    A[i][p] = c * x - s * y;
                    A[i][q] = s * x + c * y;
                }
                for (int i = 0; i < 4; i++) {
                    double x = A[p][i], y = A[q][i], u = V[i][p], w = V[i][q];
                    A[p][i] = c * x - s * y;
                    A[q][i] = s * x + c * y;
                    V[i][p] = c * u - s * w;
                    V[i][q] = s * u + c * w;
                }
            }
    }
    int best = 0;
    for (int i = 1; i < 4; i++)
        if (A[i][i] > A[best][best]) best = i;
    for (int i = 0; i < 4; i++) out[i] = V[i][best];
    orient(out);
}

void hg__turn_mean(double out[4], const double *q, const double *weight, size_t n) {
    double A[4][4] = {{0}};
    for (size_t i = 0; i < n; i++)
        for (int r = 0; r < 4; r++)
            for (int c = 0; c < 4; c++)
                A[r][c] += (weight ? weight[i] : 1.0) * q[4 * i + (size_t)r] * q[4 * i + (size_t)c];
    leading(out, A);
}

static void centre_of(double out[3], const double *points, const double *weight, size_t n) {
    double sum = 0.0, all[3] = {0.0, 0.0, 0.0};
    for (size_t i = 0; i < n; i++) {
        double w = weight ? weight[i] : 1.0;
        sum += w;
        for (size_t a = 0; a < 3; a++) all[a] += w * points[3 * i + a];
    }
    for (int a = 0; a < 3; a++) out[a] = all[a] / sum;
}

void hg__rigid_fit(double M[9], double t[3], const double *from, const double *to,
                   const double *weight, size_t n) {
    double a[3], b[3], S[3][3] = {{0}}, q[4];
    centre_of(a, from, weight, n);
    centre_of(b, to, weight, n);
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < 3; r++)
            for (size_t c = 0; c < 3; c++)
                S[r][c] +=
                    (weight ? weight[i] : 1.0) * (from[3 * i + r] - a[r]) * (to[3 * i + c] - b[c]);
    double xx = S[0][0], yy = S[1][1], zz = S[2][2];
    double N[4][4] = {{xx + yy + zz, S[1][2] - S[2][1], S[2][0] - S[0][2], S[0][1] - S[1][0]},
                      {S[1][2] - S[2][1], xx - yy - zz, S[0][1] + S[1][0], S[2][0] + S[0][2]},
                      {S[2][0] - S[0][2], S[0][1] + S[1][0], yy - xx - zz, S[1][2] + S[2][1]},
                      {S[0][1] - S[1][0], S[2][0] + S[0][2], S[1][2] + S[2][1], zz - xx - yy}};
    leading(q, N);
    hg__matrix_from_turn(M, q);
    for (size_t r = 0; r < 3; r++) t[r] = b[r] - dot(M + 3 * r, a, 3);
}

void hg__cardan_from_matrix(double angle[3], const double M[9], const int axis[3]) {
    int i = axis[0], j = axis[1], k = axis[2];
    double even = (j - i + 3) % 3 == 1 ? 1.0 : -1.0; /* x y z and its cyclic turns */
    double cosine = hypot(M[3 * j + k], M[3 * k + k]);
    angle[1] = atan2(even * M[3 * i + k], cosine);
    if (cosine > LOCK) {
        angle[0] = atan2(-even * M[3 * j + k], M[3 * k + k]);
        angle[2] = atan2(-even * M[3 * i + j], M[3 * i + i]);
    } else {
        angle[0] = atan2(even * M[3 * k + j], M[3 * j + j]);
        angle[2] = 0.0;
    }
}

void hg__matrix_from_cardan(double M[9], const double angle[3], const int axis[3]) {
    double q[4] = {1.0, 0.0, 0.0, 0.0};
    for (int a = 0; a < 3; a++) {
        double one[4] = {cos(0.5 * angle[a]), 0.0, 0.0, 0.0};
        one[1 + axis[a]] = sin(0.5 * angle[a]);
        hg__turn_product(q, q, one);
    }
    hg__matrix_from_turn(M, q);
}
