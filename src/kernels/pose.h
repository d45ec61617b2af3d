/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pose of a marker cluster, in the vocabulary of lanes.h: one text for all levels. The rotation
 * that fits best is the eigenvector of the largest eigenvalue of a symmetric 4 x 4 matrix N (Horn
 * 1987, doi:10.1364/JOSAA.4.000629). The eigenvalue comes from Newton's method on the
 * characteristic polynomial (Theobald 2005, doi:10.1107/S0108767305015266), the eigenvector from
 * the adjugate of N - l I.
 *
 * What a frame gets never depends on the frames beside it: a missing marker has weight 0 and
 * coordinates 0, and each lane's loop stops by its own numbers. Frames whose markers are all there
 * share what depends on the model alone; the numbers are the same as without that.
 */
#ifndef HG_KERNELS_POSE_H
#define HG_KERNELS_POSE_H

#include "kernels/kernels.h"
#include "kernels/lanes.h"

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

/* What the model alone gives, for the markers that take part. */
typedef struct pose_model {
    vd share;  /* 1 over the number of markers */
    vd a0[3];  /* their centroid */
    vd length; /* square root of the sum of squares about it */
    vm thick;  /* at least three, not in a line */
} pose_model;

/* The markers about their centroids. */
typedef struct pose_sums {
    vd b0[3]; /* centroid in the lab */
    vd S[9];  /* sum a_u b_v */
    vd bb;    /* sum |b|^2 */
} pose_sums;

HG__INLINE int pose_known(const double a[3]) {
    return (a[0] == a[0]) & (a[1] == a[1]) & (a[2] == a[2]);
}

/*
 * Are the model's markers spread in two directions? With e1 >= e2 >= e3 the eigenvalues of the
 * scatter A (xx yy zz xy xz yz), (e2 + e3) e1 and e2 e3 e1 are its second and third invariants to
 * within e2/e1, which at the limit is 1e-6; far from a line the estimate of e2 is low by a factor
 * of 6 at most.
 */
HG__INLINE void pose_weigh_model(pose_model *m, vd count, const vd A[6]) {
    vd xx = A[0], yy = A[1], zz = A[2], xy = A[3], xz = A[4], yz = A[5];
    vd first = (xx + yy) + zz;
    vd second = ((xx * yy - xy * xy) + (xx * zz - xz * xz)) + (yy * zz - yz * yz);
    vd third = (xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz)) + xz * (xy * yz - yy * xz);
    vd sum = second / first, product = third / first;
    vd inside = sum * sum - v_all(4.0) * product;
    vd e2 = v_all(0.5) * (sum + v_sqrt(v_most(inside, v_all(0.0))));
    m->length = v_sqrt(first);
    m->thick = m_and(v_ge(e2, v_all(LINE_RATIO) * first), v_ge(count, v_all(3.0)));
}

HG__INLINE void pose_scatter(vd A[6], vd x, vd y, vd z) {
    A[0] = A[0] + x * x;
    A[1] = A[1] + y * y;
    A[2] = A[2] + z * z;
    A[3] = A[3] + x * y;
    A[4] = A[4] + x * z;
    A[5] = A[5] + y * z;
}

HG__INLINE void pose_correlate(pose_sums *s, vd ax, vd ay, vd az, vd bx, vd by, vd bz) {
    s->S[0] = s->S[0] + ax * bx;
    s->S[1] = s->S[1] + ax * by;
    s->S[2] = s->S[2] + ax * bz;
    s->S[3] = s->S[3] + ay * bx;
    s->S[4] = s->S[4] + ay * by;
    s->S[5] = s->S[5] + ay * bz;
    s->S[6] = s->S[6] + az * bx;
    s->S[7] = s->S[7] + az * by;
    s->S[8] = s->S[8] + az * bz;
    s->bb = s->bb + ((bx * bx + by * by) + bz * bz);
}

HG__INLINE void pose_nothing(vd *v, size_t n) {
    for (size_t i = 0; i < n; i++) v[i] = v_all(0.0);
}

/* The model when all its markers are there. */
HG__INLINE pose_model pose_whole_model(const double *model, size_t m) {
    pose_model whole;
    vd A[6], count = v_all(0.0);
    pose_nothing(A, 6);
    pose_nothing(whole.a0, 3);
    for (size_t k = 0; k < m; k++) {
        if (!pose_known(model + 3 * k)) continue;
        count = count + v_all(1.0);
        for (size_t c = 0; c < 3; c++) whole.a0[c] = whole.a0[c] + v_all(model[3 * k + c]);
    }
    whole.share = v_all(1.0) / count;
    for (size_t c = 0; c < 3; c++) whole.a0[c] = whole.a0[c] * whole.share;
    for (size_t k = 0; k < m; k++)
        if (pose_known(model + 3 * k))
            pose_scatter(A, v_all(model[3 * k]) - whole.a0[0],
                         v_all(model[3 * k + 1]) - whole.a0[1],
                         v_all(model[3 * k + 2]) - whole.a0[2]);
    pose_weigh_model(&whole, count, A);
    return whole;
}

/* Is a marker of the model missing in one of the frames at `i`? Sums the coordinates on the way. */
HG__INLINE int pose_any_missing(vd sum[3], const double *model, const double *const *marker,
                                size_t m, size_t i, size_t n) {
    vm there = v_valid(v_all(0.0));
    pose_nothing(sum, 3);
    for (size_t k = 0; k < m; k++) {
        if (!pose_known(model + 3 * k)) continue;
        for (size_t c = 0; c < 3; c++) {
            vd b = v_get(marker[3 * k + c] + i, n);
            there = m_and(there, v_valid(b));
            sum[c] = sum[c] + b;
        }
    }
    return m_any(m_not(there));
}

HG__INLINE void pose_collect_whole(pose_sums *s, const pose_model *whole, const double *model,
                                   const double *const *marker, size_t m, size_t i, size_t n) {
    for (size_t c = 0; c < 3; c++) s->b0[c] = s->b0[c] * whole->share;
    pose_nothing(s->S, 9);
    s->bb = v_all(0.0);
    for (size_t k = 0; k < m; k++)
        if (pose_known(model + 3 * k))
            pose_correlate(
                s, v_all(model[3 * k]) - whole->a0[0], v_all(model[3 * k + 1]) - whole->a0[1],
                v_all(model[3 * k + 2]) - whole->a0[2], v_get(marker[3 * k] + i, n) - s->b0[0],
                v_get(marker[3 * k + 1] + i, n) - s->b0[1],
                v_get(marker[3 * k + 2] + i, n) - s->b0[2]);
}

/* Marker k of some frames: weight 1 and its coordinates, or weight 0 and zeros. */
HG__INLINE vd pose_look(vd b[3], const double *const *marker, size_t i, size_t n) {
    vd x = v_get(marker[0] + i, n), y = v_get(marker[1] + i, n), z = v_get(marker[2] + i, n);
    vm seen = m_and(m_and(v_valid(x), v_valid(y)), v_valid(z));
    b[0] = v_keep(seen, x);
    b[1] = v_keep(seen, y);
    b[2] = v_keep(seen, z);
    return v_keep(seen, v_all(1.0));
}

HG__INLINE void pose_collect_some(pose_sums *s, pose_model *part, const double *model,
                                  const double *const *marker, size_t m, size_t i, size_t n) {
    vd A[6], b[3], count = v_all(0.0);
    pose_nothing(A, 6);
    pose_nothing(part->a0, 3);
    pose_nothing(s->b0, 3);
    pose_nothing(s->S, 9);
    s->bb = v_all(0.0);
    for (size_t k = 0; k < m; k++) {
        if (!pose_known(model + 3 * k)) continue;
        vd w = pose_look(b, marker + 3 * k, i, n);
        count = count + w;
        for (size_t c = 0; c < 3; c++) {
            part->a0[c] = part->a0[c] + w * v_all(model[3 * k + c]);
            s->b0[c] = s->b0[c] + b[c];
        }
    }
    part->share = v_all(1.0) / count;
    for (size_t c = 0; c < 3; c++) {
        part->a0[c] = part->a0[c] * part->share;
        s->b0[c] = s->b0[c] * part->share;
    }
    for (size_t k = 0; k < m; k++) {
        if (!pose_known(model + 3 * k)) continue;
        const double *a = model + 3 * k;
        vd w = pose_look(b, marker + 3 * k, i, n);
        vd ax = w * (v_all(a[0]) - part->a0[0]), bx = w * (b[0] - s->b0[0]);
        vd ay = w * (v_all(a[1]) - part->a0[1]), by = w * (b[1] - s->b0[1]);
        vd az = w * (v_all(a[2]) - part->a0[2]), bz = w * (b[2] - s->b0[2]);
        pose_scatter(A, ax, ay, az);
        pose_correlate(s, ax, ay, az, bx, by, bz);
    }
    pose_weigh_model(part, count, A);
}

/* Symmetric 4 x 4 matrices as their upper triangle: 00 01 02 03 11 12 13 22 23 33. The 2 x 2 minors
 * of rows 0 1 and of rows 2 3, by columns 01 02 03 12 13 23: */
HG__INLINE void pose_minors(vd upper[6], vd lower[6], const vd m[10]) {
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

HG__INLINE vd pose_determinant(const vd m[10]) {
    vd u[6], v[6];
    pose_minors(u, v, m);
    return ((u[0] * v[5] - u[1] * v[4]) + (u[2] * v[3] + u[3] * v[2])) -
           (u[4] * v[1] - u[5] * v[0]);
}

HG__INLINE void pose_adjugate(vd adj[10], const vd N[10], vd l) {
    vd m[10], u[6], v[6];
    for (size_t i = 0; i < 10; i++) m[i] = N[i];
    m[0] = m[0] - l;
    m[4] = m[4] - l;
    m[7] = m[7] - l;
    m[9] = m[9] - l;
    pose_minors(u, v, m);
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

HG__INLINE void pose_times(vd out[4], const vd m[10], const vd q[4]) {
    out[0] = (m[0] * q[0] + m[1] * q[1]) + (m[2] * q[2] + m[3] * q[3]);
    out[1] = (m[1] * q[0] + m[4] * q[1]) + (m[5] * q[2] + m[6] * q[3]);
    out[2] = (m[2] * q[0] + m[5] * q[1]) + (m[7] * q[2] + m[8] * q[3]);
    out[3] = (m[3] * q[0] + m[6] * q[1]) + (m[8] * q[2] + m[9] * q[3]);
}

HG__INLINE vd pose_inner(const vd a[4], const vd b[4]) {
    return (a[0] * b[0] + a[1] * b[1]) + (a[2] * b[2] + a[3] * b[3]);
}

/* Column of the largest diagonal element, which in a matrix c q q^T is the longest. A fixed column
 * would vanish at half turns about some axis. */
HG__INLINE void pose_longest_column(vd q[4], const vd adj[10]) {
    static const size_t column[4][4] = {{0, 1, 2, 3}, {1, 4, 5, 6}, {2, 5, 7, 8}, {3, 6, 8, 9}};
    vd longest = v_abs(adj[0]);
    for (size_t r = 0; r < 4; r++) q[r] = adj[r];
    for (size_t c = 1; c < 4; c++) {
        vd length = v_abs(adj[column[c][c]]);
        vm better = v_gt(length, longest);
        longest = v_pick(better, length, longest);
        for (size_t r = 0; r < 4; r++) q[r] = v_pick(better, adj[column[c][r]], q[r]);
    }
}

/* Largest eigenvalue of N from above: the polynomial is convex there, so Newton's steps never pass
 * the root but by rounding. `start` is not below it. */
HG__INLINE vd pose_largest_eigenvalue(const vd N[10], const vd S[9], vd start) {
    vd squares = v_all(0.0), l = start;
    for (size_t i = 0; i < 9; i++) squares = squares + S[i] * S[i];
    vd c2 = v_all(-2.0) * squares;
    vd c1 =
        v_all(-8.0) * ((S[0] * (S[4] * S[8] - S[5] * S[7]) - S[1] * (S[3] * S[8] - S[5] * S[6])) +
                       S[2] * (S[3] * S[7] - S[4] * S[6]));
    vd c0 = pose_determinant(N);
    for (int step = 0; step < MOST_STEPS; step++) {
        vd ll = l * l, p = ((ll + c2) * ll + c1 * l) + c0;
        vm on = v_gt(p, v_all(POLYNOMIAL_NOISE)); /* a lane that stopped stays where it is */
        if (!m_any(on)) break;
        l = l - v_keep(on, p / ((v_all(4.0) * ll + v_all(2.0) * c2) * l + c1));
    }
    return l;
}

/* Best rotation; true where the markers determine it. */
HG__INLINE vm pose_solve(vd R[9], const pose_sums *sums, const pose_model *model) {
    const vd one = v_all(1.0);
    vd scale = one / (model->length * v_sqrt(sums->bb));
    vd S[9], adj[10], q[4], Nq[4], v[4];
    for (size_t i = 0; i < 9; i++) S[i] = sums->S[i] * scale;
    /* clang-format off */
    const vd N[10] = {
        (S[0] + S[4]) + S[8], S[5] - S[7],          S[6] - S[2], S[1] - S[3],
        (S[0] - S[4]) - S[8], S[1] + S[3],          S[6] + S[2],
        (S[4] - S[0]) - S[8], S[5] + S[7],
        (S[8] - S[0]) - S[4],
    };
    /* clang-format on */
    /* sum a.Rb <= |a| |b|, which the scale made 1; the rest is rounding */
    pose_adjugate(adj, N, pose_largest_eigenvalue(N, S, v_all(1.0 + 1e-14)));
    pose_longest_column(q, adj);
    /* In long thin clusters the polynomial knows its root less well than the vector needs. The
     * Rayleigh quotient knows it; the adjugate there is one step of inverse iteration. */
    pose_times(Nq, N, q);
    pose_adjugate(adj, N, pose_inner(q, Nq) / pose_inner(q, q));
    vd gaps = (v_abs(adj[0]) + v_abs(adj[4])) + (v_abs(adj[7]) + v_abs(adj[9]));
    vd longest = v_all(0.0);
    for (size_t i = 0; i < 4; i++) longest = v_most(v_abs(q[i]), longest);
    longest = one / longest;
    for (size_t i = 0; i < 4; i++) q[i] = q[i] * longest;
    pose_times(v, adj, q);
    vd w = v[0], x = v[1], y = v[2], z = v[3];
    vd s = v_all(2.0) / pose_inner(v, v);
    R[0] = one - s * (y * y + z * z);
    R[1] = s * (x * y - w * z);
    R[2] = s * (x * z + w * y);
    R[3] = s * (x * y + w * z);
    R[4] = one - s * (x * x + z * z);
    R[5] = s * (y * z - w * x);
    R[6] = s * (x * z - w * y);
    R[7] = s * (y * z + w * x);
    R[8] = one - s * (x * x + y * y);
    return m_and(v_gt(gaps, v_all(LEAST_GAPS)), model->thick);
}

HG__INLINE void pose_at(double *const R[9], double *const t[3], double *residual,
                        const double *model, const pose_model *whole, const double *const *marker,
                        size_t m, size_t i, size_t n) {
    const vd none = v_all(NAN);
    pose_sums s;
    pose_model some = *whole;
    int missing = pose_any_missing(s.b0, model, marker, m, i, n);
    if (missing)
        pose_collect_some(&s, &some, model, marker, m, i, n);
    else
        pose_collect_whole(&s, whole, model, marker, m, i, n);
    vd r[9], square = v_all(0.0), b[3], w = v_all(1.0);
    vm determined = pose_solve(r, &s, &some);
    for (size_t e = 0; e < 9; e++) r[e] = v_pick(determined, r[e], none);
    /* The shorter formula (sum a^2 + sum b^2 - 2 l) / n is a small difference of large numbers. */
    for (size_t k = 0; k < m; k++) {
        if (!pose_known(model + 3 * k)) continue;
        if (missing)
            w = pose_look(b, marker + 3 * k, i, n);
        else
            for (size_t c = 0; c < 3; c++) b[c] = v_get(marker[3 * k + c] + i, n);
        vd ax = v_all(model[3 * k]) - some.a0[0], ay = v_all(model[3 * k + 1]) - some.a0[1],
           az = v_all(model[3 * k + 2]) - some.a0[2];
        vd x = (b[0] - s.b0[0]) - ((r[0] * ax + r[1] * ay) + r[2] * az);
        vd y = (b[1] - s.b0[1]) - ((r[3] * ax + r[4] * ay) + r[5] * az);
        vd z = (b[2] - s.b0[2]) - ((r[6] * ax + r[7] * ay) + r[8] * az);
        square = square + w * ((x * x + y * y) + z * z);
    }
    for (size_t c = 0; c < 3; c++)
        v_put(t[c] + i,
              s.b0[c] -
                  ((r[3 * c] * some.a0[0] + r[3 * c + 1] * some.a0[1]) + r[3 * c + 2] * some.a0[2]),
              n);
    /* r is NaN where the pose is undetermined; with no marker at all the sum alone would be 0 */
    v_put(residual + i, v_pick(v_valid(r[0]), v_sqrt(square * some.share), none), n);
    for (size_t e = 0; e < 9; e++) v_put(R[e] + i, r[e], n);
}

HG__WIDE void cluster_pose(double *const R[9], double *const t[3], double *residual,
                           const double *model, const double *const *marker, size_t m, size_t n) {
    const pose_model whole = pose_whole_model(model, m);
    size_t i = 0;
    for (; n - i >= VD; i += VD) pose_at(R, t, residual, model, &whole, marker, m, i, VD);
    if (i < n) pose_at(R, t, residual, model, &whole, marker, m, i, n - i);
}

#endif
