/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Single rotations, where the kernels' planes would be empty lanes. Quaternions are w, x, y, z of
 * unit length; q and -q are the same rotation, results have w >= 0. Matrices are row-major and turn
 * what they stand before: v_global = M v_local. Angles in radians.
 */
#ifndef HG_DSP_ROTATION_H
#define HG_DSP_ROTATION_H

#include <stdbool.h>
#include <stddef.h>

void hg__turn_product(double out[4], const double a[4], const double b[4]); /* a after b */
void hg__turn_inverse(double out[4], const double q[4]);
void hg__turn_apply(double out[3], const double q[4], const double v[3]);
void hg__turn_from_matrix(double q[4], const double M[9]);
void hg__matrix_from_turn(double M[9], const double q[4]);

/* Axis times angle, 0 to pi; and back. */
void hg__turn_vector(double out[3], const double q[4]);
void hg__turn_from_vector(double q[4], const double v[3]);

/* Of the rotation that leads from one to the other, 0 to pi. */
double hg__turn_between(const double a[4], const double b[4]);

/* On the shortest way from a (share 0) to b (1), at an even pace (Shoemake 1985,
 * doi:10.1145/325334.325242). */
void hg__turn_on_the_way(double out[4], const double a[4], const double b[4], double share);

/* Mean of n rotations, 4 numbers each: the least sum of squared sines of half the angles to it
 * (Markley 2007, doi:10.2514/1.28949). weight NULL: all alike. */
void hg__turn_mean(double out[4], const double *q, const double *weight, size_t n);

/* Rotation M and shift t that bring n points `from` onto `to` (3 numbers each) with least weighted
 * squares (Horn 1987, doi:10.1364/JOSAA.4.000629). weight NULL: all alike. */
void hg__rigid_fit(double M[9], double t[3], const double *from, const double *to,
                   const double *weight, size_t n);

/* Cardan angles of M = R(axis[0], angle[0]) R(axis[1], angle[1]) R(axis[2], angle[2]); axes 0, 1, 2
 * for x, y, z, all three different. First and third in -pi .. pi, second in -pi/2 .. pi/2. At the
 * lock, where the second is +-pi/2, the third is 0. */
void hg__cardan_from_matrix(double angle[3], const double M[9], const int axis[3]);
void hg__matrix_from_cardan(double M[9], const double angle[3], const int axis[3]);

#endif
