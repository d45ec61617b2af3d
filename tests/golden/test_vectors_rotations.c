/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rotations, Cardan angles and cluster fits against scipy (reference vectors). */
#include "support/vectors.h"

#include "dsp/rotation.h"
#include "kernels/kernels.h"

#define MOST ((size_t)300)

static vectors v;
static hg__kernels k;
static const double degrees = 180.0 / 3.14159265358979323846;

/* Room for planes: a file has matrices side by side, the kernels want numbers side by side. */
typedef struct planes {
    double data[24][MOST];
    double *out[24];
    const double *in[24];
} planes;

static void planes_init(planes *p) {
    for (size_t i = 0; i < 24; i++) {
        p->in[i] = p->out[i] = p->data[i];
        for (size_t j = 0; j < MOST; j++) p->data[i][j] = 0.0;
    }
}
static void planes_load(planes *p, const double *rows, size_t n, size_t columns) {
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < columns; c++) p->data[c][i] = rows[columns * i + c];
}
static void planes_read(planes *p, const char *path, size_t n, size_t columns) {
    double *rows = vectors_read(&v, path, n * columns);
    planes_init(p);
    planes_load(p, rows, n, columns);
    free(rows);
}
/* Columns `order` of the planes as rows again, times `scale`. */
static void compare_planes(const char *path, const planes *p, const size_t *order, size_t n,
                           size_t columns, double scale, double period) {
    static double rows[9 * MOST];
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < columns; c++)
            rows[columns * i + c] = scale * p->data[order ? order[c] : c][i];
    vectors_compare_part(&v, path, rows, 0, n * columns, n * columns, period);
}

static void test_quaternions(void **state) {
    (void)state;
    static planes q, R;
    planes_read(&q, "random/quaternion", 200, 4);
    planes_init(&R);
    k.matrix_from_quaternion(R.out, q.in, 200);
    compare_planes("random/matrix", &R, NULL, 200, 9, 1.0, 0.0);
    for (size_t c = 0; c < 4; c++) /* the length does not matter */
        for (size_t i = 0; i < 200; i++) q.data[c][i] *= 1e-3 * (double)(i + 1);
    k.matrix_from_quaternion(R.out, q.in, 200);
    compare_planes("random/matrix", &R, NULL, 200, 9, 1.0, 0.0);
}

/* The kernel puts tilt (about z) first; the file lists angles in the order of the rotations. */
static const size_t yxz_order[3] = {2, 1, 0};

static void test_cardan(void **state) {
    (void)state;
    static planes R, angle;
    planes_init(&angle);
    planes_read(&R, "random/matrix", 200, 9);
    k.cardan_zxy(angle.out, R.in, 200);
    compare_planes("random/ZXY", &angle, NULL, 200, 3, degrees, 360.0);
    k.cardan_yxz(angle.out, R.in, 200);
    compare_planes("random/YXZ", &angle, yxz_order, 200, 3, degrees, 360.0);
    planes_read(&R, "hip_grid/matrix", 275, 9);
    k.cardan_yxz(angle.out, R.in, 275);
    compare_planes("hip_grid/YXZ", &angle, yxz_order, 275, 3, degrees, 360.0);
    planes_read(&R, "gimbal/matrix", 36, 9);
    k.cardan_zxy(angle.out, R.in, 36);
    compare_planes("gimbal/ZXY", &angle, NULL, 36, 3, degrees, 360.0);
}

/* The poses of the grid are given by their Z-X-Y angles: those must come back. The file has no
 * tolerance for its inputs; rounding of the matrix is 1e-16, the second angle is below 30 deg. */
static void test_hip_grid_angles(void **state) {
    (void)state;
    static planes R, angle, given;
    planes_read(&R, "hip_grid/matrix", 275, 9);
    planes_read(&given, "hip_grid/angles", 275, 3);
    planes_init(&angle);
    k.cardan_zxy(angle.out, R.in, 275);
    for (size_t c = 0; c < 3; c++)
        for (size_t i = 0; i < 275; i++)
            assert_true(fabs(angle.data[c][i] * degrees - given.data[c][i]) < 1e-12);
}

static void turn(double R[9], size_t axis, double angle) {
    size_t a = (axis + 1) % 3, b = (axis + 2) % 3;
    for (size_t i = 0; i < 9; i++) R[i] = i == 4 * axis;
    R[4 * a] = R[4 * b] = cos(angle);
    R[3 * a + b] = -sin(angle);
    R[3 * b + a] = sin(angle);
}
static void times(double out[9], const double A[9], const double B[9]) {
    for (size_t i = 0; i < 9; i++)
        out[i] = A[3 * (i / 3)] * B[i % 3] + A[3 * (i / 3) + 1] * B[3 + i % 3] +
                 A[3 * (i / 3) + 2] * B[6 + i % 3];
}
/* Close to the lock the angles themselves mean little; what they make must be the matrix again. At
 * the lock, where the sine is 1 in double, the matrix holds one angle for two: nothing to ask. */
static void test_lock(void **state) {
    (void)state;
    static planes R, angle;
    planes_read(&R, "lock/matrix", 24, 9);
    planes_init(&angle);
    k.cardan_zxy(angle.out, R.in, 24);
    size_t tried = 0;
    for (size_t i = 0; i < 24; i++) {
        if (fabs(R.data[7][i]) >= 1.0) continue;
        tried++;
        double Z[9], X[9], Y[9], ZX[9], all[9];
        turn(Z, 2, angle.data[0][i]);
        turn(X, 0, angle.data[1][i]);
        turn(Y, 1, angle.data[2][i]);
        times(ZX, Z, X);
        times(all, ZX, Y);
        /* asked of any program by the vectors' description: a sine near 1 knows its angle to 1e-8
         */
        for (size_t e = 0; e < 9; e++) assert_true(fabs(all[e] - R.data[e][i]) < 1e-7);
    }
    assert_true(tried >= 12);
}

/* relative is A^T B, premultiply A B, rotate A v: all three from stored rotations and vectors. */
static void test_products(void **state) {
    (void)state;
    static planes R, second, product, from_file, points;
    double *q = vectors_read(&v, "random/product", 400), A[9], matrix[9 * 100];
    planes_read(&R, "random/matrix", 200, 9);
    planes_init(&second);
    planes_init(&product);
    planes_init(&from_file);
    planes_load(&from_file, q, 100, 4);
    k.matrix_from_quaternion(product.out, from_file.in, 100); /* r[i] r[100 + i] */
    for (size_t i = 0; i < 100; i++)
        for (size_t e = 0; e < 9; e++) matrix[9 * i + e] = product.data[e][i];
    const double *half[9];
    for (size_t e = 0; e < 9; e++) half[e] = R.data[e] + 100;
    k.relative(second.out, R.in, product.in, 100); /* r[i]^T of it leaves r[100 + i] */
    /* the file's 1e-14 for the product, once more for what it is multiplied with, and rounding */
    for (size_t e = 0; e < 9; e++)
        for (size_t i = 0; i < 100; i++) assert_true(fabs(second.data[e][i] - half[e][i]) < 3e-14);
    for (size_t i = 0; i < 100; i++) {
        double got[9], *one[9];
        const double *b[9];
        for (size_t e = 0; e < 9; e++) {
            A[e] = R.data[e][i];
            one[e] = &got[e];
            b[e] = half[e] + i;
        }
        k.premultiply(one, A, b, 1);
        for (size_t e = 0; e < 9; e++) assert_true(fabs(got[e] - matrix[9 * i + e]) < 3e-14);
    }
    free(q);
    double *vectors3 = vectors_read(&v, "random/vector", 600), rotated[600];
    planes_init(&points);
    planes_load(&points, vectors3, 200, 3);
    for (size_t i = 0; i < 200; i++) {
        const double *in[3] = {points.data[0] + i, points.data[1] + i, points.data[2] + i};
        double *out[3] = {rotated + 3 * i, rotated + 3 * i + 1, rotated + 3 * i + 2};
        for (size_t e = 0; e < 9; e++) A[e] = R.data[e][i];
        k.rotate(out, in, A, 1);
    }
    vectors_compare(&v, "random/rotated", rotated, 600);
    free(vectors3);
}

/* Frame by frame with a model of its own: 3 m numbers each. */
static void fit(double R[9], double t[3], double *residual, const double *model,
                const double *markers, size_t m) {
    double *out[9], *shift[3];
    const double *in[24];
    for (size_t e = 0; e < 9; e++) out[e] = &R[e];
    for (size_t a = 0; a < 3; a++) shift[a] = &t[a];
    for (size_t c = 0; c < 3 * m; c++) in[c] = &markers[c];
    k.cluster_pose(out, shift, residual, model, in, m, 1);
}

/* --- one rotation at a time --- */

static void test_single_turns(void **state) {
    (void)state;
    double *q = vectors_read(&v, "random/quaternion", 800),
           *x = vectors_read(&v, "random/vector", 600), inverse[800], turned[600], back[600],
           vector[600], product[400], between[100], M[1800], again[800], way[20 * 11 * 4];
    for (size_t i = 0; i < 200; i++) {
        double once[4];
        hg__turn_inverse(inverse + 4 * i, q + 4 * i);
        hg__turn_apply(turned + 3 * i, q + 4 * i, x + 3 * i);
        hg__turn_apply(back + 3 * i, inverse + 4 * i, x + 3 * i);
        hg__turn_vector(vector + 3 * i, q + 4 * i);
        hg__matrix_from_turn(M + 9 * i, q + 4 * i);
        hg__turn_from_matrix(again + 4 * i, M + 9 * i);
        hg__turn_from_vector(once, vector + 3 * i);
        /* there and back: rounding */
        for (size_t e = 0; e < 4; e++) assert_true(fabs(again[4 * i + e] - q[4 * i + e]) < 1e-14);
        for (size_t e = 0; e < 4; e++) assert_true(fabs(once[e] - q[4 * i + e]) < 1e-14);
    }
    vectors_compare(&v, "random/inverse", inverse, 800);
    vectors_compare(&v, "random/rotated", turned, 600);
    vectors_compare(&v, "random/rotated_inverse", back, 600);
    vectors_compare(&v, "random/rotvec", vector, 600);
    vectors_compare(&v, "random/matrix", M, 1800);
    for (size_t i = 0; i < 100; i++) {
        hg__turn_product(product + 4 * i, q + 4 * i, q + 400 + 4 * i);
        between[i] = hg__turn_between(q + 4 * i, q + 400 + 4 * i);
    }
    vectors_compare(&v, "random/product", product, 400);
    vectors_compare(&v, "random/angle_between", between, 100);
    for (size_t i = 0; i < 20; i++)
        for (size_t s = 0; s <= 10; s++)
            hg__turn_on_the_way(way + 4 * (11 * i + s), q + 4 * i, q + 4 * (i + 20),
                                0.1 * (double)s);
    vectors_compare(&v, "slerp/quaternion", way, 880);
    free(q);
    free(x);
}

static void compare_cardan(const char *path, const double *M, size_t n, const int axis[3]) {
    static double angle[3 * MOST];
    for (size_t i = 0; i < n; i++) hg__cardan_from_matrix(angle + 3 * i, M + 9 * i, axis);
    for (size_t i = 0; i < 3 * n; i++) angle[i] *= degrees;
    vectors_compare_part(&v, path, angle, 0, 3 * n, 3 * n, 360.0);
}

/* Cardan angles in any order, and back from the angles that made the matrices. */
static void test_any_cardan(void **state) {
    (void)state;
    static const struct {
        const char *path;
        int axis[3];
    } orders[] = {{"random/ZXY", {2, 0, 1}},
                  {"random/YXZ", {1, 0, 2}},
                  {"random/XYZ", {0, 1, 2}},
                  {"random/ZYX", {2, 1, 0}}};
    static const struct {
        const char *group;
        size_t n;
    } made[] = {{"hip_grid", 275}, {"gimbal", 36}, {"lock", 24}};
    double *M = vectors_read(&v, "random/matrix", 1800), again[9];
    for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
        compare_cardan(orders[o].path, M, 200, orders[o].axis);
        for (size_t i = 0; i < 200; i++) {
            double angle[3];
            hg__cardan_from_matrix(angle, M + 9 * i, orders[o].axis);
            hg__matrix_from_cardan(again, angle, orders[o].axis);
            for (size_t e = 0; e < 9; e++) assert_true(fabs(again[e] - M[9 * i + e]) < 1e-13);
        }
    }
    free(M);
    for (size_t g = 0; g < sizeof made / sizeof *made; g++) {
        static double R[9 * MOST];
        char path[64];
        snprintf(path, sizeof path, "%s/angles", made[g].group);
        double *angle = vectors_read(&v, path, 3 * made[g].n);
        for (size_t i = 0; i < made[g].n; i++) {
            double radians[3];
            for (size_t a = 0; a < 3; a++) radians[a] = angle[3 * i + a] / degrees;
            hg__matrix_from_cardan(R + 9 * i, radians, orders[0].axis);
        }
        snprintf(path, sizeof path, "%s/matrix", made[g].group);
        vectors_compare(&v, path, R, 9 * made[g].n);
        if (strcmp(made[g].group, "lock") == 0) /* asked by the vectors' description: rebuild it */
            for (size_t i = 0; i < made[g].n; i++) {
                double found[3];
                hg__cardan_from_matrix(found, R + 9 * i, orders[0].axis);
                hg__matrix_from_cardan(again, found, orders[0].axis);
                for (size_t e = 0; e < 9; e++) assert_true(fabs(again[e] - R[9 * i + e]) < 1e-7);
            }
        free(angle);
    }
}

static void test_means_of_turns(void **state) {
    (void)state;
    double *q = vectors_read(&v, "mean/quaternion_in", 48),
           *w = vectors_read(&v, "mean/weights", 12), mean[4];
    hg__turn_mean(mean, q, NULL, 12);
    vectors_compare(&v, "mean/mean", mean, 4);
    hg__turn_mean(mean, q, w, 12);
    vectors_compare(&v, "mean/weighted", mean, 4);
    free(q);
    free(w);
}

/* The fit of one frame, points weighted or not: the second way to what the kernel gives. */
static void test_single_fits(void **state) {
    (void)state;
    double *local = vectors_read(&v, "align/local", 480),
           *global = vectors_read(&v, "align/global", 480),
           *w = vectors_read(&v, "align/weights", 4), R[360], t[120];
    for (size_t i = 0; i < 40; i++)
        hg__rigid_fit(R + 9 * i, t + 3 * i, local + 12 * i, global + 12 * i, w, 4);
    vectors_compare(&v, "align/matrix_weighted", R, 360);
    for (size_t i = 0; i < 40; i++)
        hg__rigid_fit(R + 9 * i, t + 3 * i, local + 12 * i, global + 12 * i, NULL, 4);
    vectors_compare(&v, "align/matrix", R, 360);
    vectors_compare(&v, "align/translation", t, 120);
    free(local);
    free(global);
    free(w);
}

/* From the frame before to the frame after, by the time between. */
static void compare_speed(const char *group, const planes *R) {
    double speed[118 * 3];
    char path[64];
    for (size_t i = 1; i < 119; i++) {
        double M[2][9], q[2][4], back[4], way[4];
        for (size_t e = 0; e < 9; e++) {
            M[0][e] = R->data[e][i - 1];
            M[1][e] = R->data[e][i + 1];
        }
        hg__turn_from_matrix(q[0], M[0]);
        hg__turn_from_matrix(q[1], M[1]);
        hg__turn_inverse(back, q[0]);
        hg__turn_product(way, q[1], back);
        hg__turn_vector(speed + 3 * (i - 1), way);
    }
    for (size_t i = 0; i < 118 * 3; i++) speed[i] *= 75.0;
    snprintf(path, sizeof path, "%s/angular_velocity", group);
    vectors_compare(&v, path, speed, 118 * 3);
}

static void test_clusters(void **state) {
    (void)state;
    double *local = vectors_read(&v, "align/local", 480),
           *global = vectors_read(&v, "align/global", 480);
    double R[40 * 9], t[40 * 3], rms[40], rssd[40], three[8 * 9], mirrored[8 * 9], unused[3], r;
    for (size_t i = 0; i < 40; i++) {
        fit(R + 9 * i, t + 3 * i, rms + i, local + 12 * i, global + 12 * i, 4);
        rssd[i] = rms[i] * 2.0; /* root of the sum of four */
    }
    vectors_compare(&v, "align/matrix", R, 360);
    vectors_compare(&v, "align/translation", t, 120);
    vectors_compare(&v, "align/residual_rms", rms, 40);
    vectors_compare(&v, "align/rssd", rssd, 40);
    for (size_t i = 0; i < 8; i++) {
        double flipped[12];
        fit(three + 9 * i, unused, &r, local + 12 * i, global + 12 * i, 3);
        for (size_t c = 0; c < 12; c++) flipped[c] = (c % 3 == 2 ? -1.0 : 1.0) * local[12 * i + c];
        fit(mirrored + 9 * i, unused, &r, flipped, global + 12 * i, 4);
    }
    vectors_compare(&v, "align/matrix_three_points", three, 72);
    vectors_compare(&v, "align/matrix_mirrored", mirrored, 72);
    free(local);
    free(global);
}

/* Real thighs: 120 running frames against the standing trial, all frames at once. */
static void one_thigh(const char *group) {
    static planes markers, R, t, angle;
    char path[128];
    double residual[120], rssd[120];
    snprintf(path, sizeof path, "%s/static", group);
    double *model = vectors_read(&v, path, 12);
    snprintf(path, sizeof path, "%s/dynamic", group);
    planes_read(&markers, path, 120, 12);
    planes_init(&R);
    planes_init(&t);
    planes_init(&angle);
    k.cluster_pose(R.out, t.out, residual, model, markers.in, 4, 120);
    snprintf(path, sizeof path, "%s/matrix", group);
    compare_planes(path, &R, NULL, 120, 9, 1.0, 0.0);
    snprintf(path, sizeof path, "%s/residual_rms", group);
    vectors_compare(&v, path, residual, 120);
    for (size_t i = 0; i < 120; i++) rssd[i] = residual[i] * 2.0;
    snprintf(path, sizeof path, "%s/rssd", group);
    vectors_compare(&v, path, rssd, 120);
    compare_speed(group, &R);
    k.cardan_zxy(angle.out, R.in, 120);
    snprintf(path, sizeof path, "%s/ZXY", group);
    compare_planes(path, &angle, NULL, 120, 3, degrees, 360.0);
    free(model);
}
static void test_thighs(void **state) {
    (void)state;
    one_thigh("cluster/R_thigh");
    one_thigh("cluster/L_thigh");
}

int main(void) {
    v = vectors_open("rotations.h5");
    hg__kernels_init(&k, hg__cpu_detect());
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quaternions),     cmocka_unit_test(test_cardan),
        cmocka_unit_test(test_hip_grid_angles), cmocka_unit_test(test_lock),
        cmocka_unit_test(test_products),        cmocka_unit_test(test_clusters),
        cmocka_unit_test(test_thighs),          cmocka_unit_test(test_single_turns),
        cmocka_unit_test(test_any_cardan),      cmocka_unit_test(test_means_of_turns),
        cmocka_unit_test(test_single_fits),
    };
    int failed = cmocka_run_group_tests_name("reference vectors: rotations", tests, NULL, NULL);
    print_message("%zu comparisons\n", v.compared);
    H5Fclose(v.file);
    return failed;
}
