/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rotations: products against long double, angles by round trip. */
#include "kernels/kcheck.h"

static const double pi = 3.14159265358979323846;

/* a0 b0 + a1 b1 + a2 b2: three products and two sums, half an epsilon each */
static void near_product(const kcase *c, size_t plane, size_t i, const double a[3],
                         const double b[3]) {
    long double sum = 0, magnitude = 0;
    for (size_t t = 0; t < 3; t++) {
        sum += (long double)a[t] * (long double)b[t];
        magnitude += fabsl((long double)a[t] * (long double)b[t]);
    }
    kc_near(c, plane, i, c->out[plane][i], sum, 2 * KC_EPS * magnitude);
}

/* --- rotate: in place at every odd offset --- */
static void run_rotate(kcase *c, const hg__kernels *k) {
    double *const out[3] = {c->out[0], c->out[1], c->out[2]};
    const double *const in[3] = {c->in[0], c->in[1], c->in[2]};
    const double *const same[3] = {c->out[0], c->out[1], c->out[2]};
    for (size_t a = 0; a < 3 && c->offset % 2; a++) memcpy(out[a], in[a], c->n * sizeof(double));
    k->rotate(out, c->offset % 2 ? same : in, c->number, c->n);
    for (size_t a = 0; a < 3; a++) c->used[a] = c->n;
}
static void check_rotate(kcase *c) {
    for (size_t i = 0; i < c->n; i++)
        for (size_t r = 0; r < 3; r++) {
            const double v[3] = {c->in[0][i], c->in[1][i], c->in[2][i]};
            near_product(c, r, i, c->number + 3 * r, v);
        }
}

/* --- relative: A in planes 0..8, B in 9..17 --- */
static void run_relative(kcase *c, const hg__kernels *k) {
    k->relative(c->out, (const double *const *)c->in, (const double *const *)(c->in + 9), c->n);
    for (size_t p = 0; p < 9; p++) c->used[p] = c->n;
}
static void check_relative(kcase *c) {
    for (size_t i = 0; i < c->n; i++)
        for (size_t p = 0; p < 9; p++) {
            size_t row = p / 3, col = p % 3;
            const double a[3] = {c->in[row][i], c->in[3 + row][i], c->in[6 + row][i]};
            const double b[3] = {c->in[9 + col][i], c->in[12 + col][i], c->in[15 + col][i]};
            near_product(c, p, i, a, b);
        }
}

/* --- premultiply --- */
static void run_premultiply(kcase *c, const hg__kernels *k) {
    k->premultiply(c->out, c->number, (const double *const *)c->in, c->n);
    for (size_t p = 0; p < 9; p++) c->used[p] = c->n;
}
static void check_premultiply(kcase *c) {
    for (size_t i = 0; i < c->n; i++)
        for (size_t p = 0; p < 9; p++) {
            const double b[3] = {c->in[p % 3][i], c->in[3 + p % 3][i], c->in[6 + p % 3][i]};
            near_product(c, p, i, c->number + 3 * (p / 3), b);
        }
}

/* --- Cardan angles of matrices made from angles in long double --- */
typedef long double ld;

static void elementary(ld M[9], size_t axis, ld angle) {
    ld s = sinl(angle), k = cosl(angle);
    size_t u = (axis + 1) % 3, v = (axis + 2) % 3;
    memset(M, 0, 9 * sizeof *M);
    M[3 * axis + axis] = 1;
    M[3 * u + u] = M[3 * v + v] = k;
    M[3 * u + v] = -s;
    M[3 * v + u] = s;
}
static void multiply(ld out[9], const ld A[9], const ld B[9]) {
    for (size_t p = 0; p < 9; p++) {
        out[p] = 0;
        for (size_t t = 0; t < 3; t++) out[p] += A[3 * (p / 3) + t] * B[3 * t + p % 3];
    }
}
/* Angles of the case's frame i, first, second and third in the order of the rotations. Every fourth
 * second angle is close to the lock; some numbers are missing where the fill says so. */
static void fill_cardan(kcase *c, const size_t axis[3]) {
    for (size_t i = 0; i < c->n; i++) {
        double *angle = c->truth + 16 * i;
        angle[0] = kc_uniform(c, -pi, pi);
        angle[1] = kc_uniform(c, -1.5, 1.5);
        angle[2] = kc_uniform(c, -pi, pi);
        if (i % 4 == 3)
            angle[1] = copysign(pi / 2 - pow(10.0, kc_uniform(c, -7.0, -1.0)), angle[1]);
        if (c->fill == KC_CONSTANT) angle[0] = angle[1] = angle[2] = 0.0;
        ld M[9], next[9], both[9];
        elementary(M, axis[0], angle[0]);
        for (size_t r = 1; r < 3; r++) {
            elementary(next, axis[r], angle[r]);
            multiply(both, M, next);
            memcpy(M, both, sizeof M);
        }
        for (size_t p = 0; p < 9; p++)
            c->in[p][i] = (c->fill == KC_MISSING || c->fill == KC_EXTREME) && kc_below(c, 20) == 0
                              ? NAN
                              : (double)M[p];
    }
}
/* `needs` are the two elements behind the first, the one behind the second, the two behind the
 * third; `place` is where each angle stands in the output. */
static void check_cardan(kcase *c, const size_t needs[5], const size_t place[3]) {
    for (size_t i = 0; i < c->n; i++) {
        const double *angle = c->truth + 16 * i;
        int missing[3] = {isnan(c->in[needs[0]][i]) || isnan(c->in[needs[1]][i]),
                          isnan(c->in[needs[2]][i]),
                          isnan(c->in[needs[3]][i]) || isnan(c->in[needs[4]][i])};
        /* Both arguments of atan2 carry half an epsilon of themselves. The sine carries half an
         * epsilon, which its inverse takes times the tangent. Then the arc itself: two ulps of up
         * to pi. */
        double bound[3] = {4 * KC_EPS * pi, KC_EPS * (2 + fabs(tan(angle[1]))), 4 * KC_EPS * pi};
        for (size_t a = 0; a < 3; a++)
            kc_near(c, place[a], i, c->out[place[a]][i], missing[a] ? (ld)NAN : (ld)angle[a],
                    bound[a]);
    }
}
static void use_three(kcase *c) {
    for (size_t p = 0; p < 3; p++) c->used[p] = c->n;
}

static void fill_zxy(kcase *c) {
    fill_cardan(c, (const size_t[]){2, 0, 1});
}
static void run_zxy(kcase *c, const hg__kernels *k) {
    k->cardan_zxy(c->out, (const double *const *)c->in, c->n);
    use_three(c);
}
static void check_zxy(kcase *c) {
    check_cardan(c, (const size_t[]){1, 4, 7, 6, 8}, (const size_t[]){0, 1, 2});
}

static void fill_yxz(kcase *c) {
    fill_cardan(c, (const size_t[]){1, 0, 2});
}
static void run_yxz(kcase *c, const hg__kernels *k) {
    k->cardan_yxz(c->out, (const double *const *)c->in, c->n);
    use_three(c);
}
static void check_yxz(kcase *c) { /* rotation comes last in the output, tilt first */
    check_cardan(c, (const size_t[]){2, 8, 5, 3, 4}, (const size_t[]){2, 1, 0});
}

/* --- quaternions of any length --- */
static void run_quaternion(kcase *c, const hg__kernels *k) {
    k->matrix_from_quaternion(c->out, (const double *const *)c->in, c->n);
    for (size_t p = 0; p < 9; p++) c->used[p] = c->n;
}
static void check_quaternion(kcase *c) {
    for (size_t i = 0; i < c->n; i++) {
        ld w = c->in[0][i], x = c->in[1][i], y = c->in[2][i], z = c->in[3][i];
        ld nn = w * w + x * x + y * y + z * z; /* long double has the range for it */
        const ld want[9] = {w * w + x * x - y * y - z * z, 2 * (x * y - w * z),
                            2 * (x * z + w * y),           2 * (x * y + w * z),
                            w * w - x * x + y * y - z * z, 2 * (y * z - w * x),
                            2 * (x * z - w * y),           2 * (y * z + w * x),
                            w * w - x * x - y * y + z * z};
        /* elements of size 1; scaled components, their length and two products: eight roundings */
        for (size_t p = 0; p < 9; p++)
            kc_near(c, p, i, c->out[p][i], isfinite(nn) && nn > 0 ? want[p] / nn : (ld)NAN,
                    8 * KC_EPS);
    }
}

/* --- products of quaternions: a in planes 0..3, b in 4..7; in place at every odd offset --- */
static void run_product(kcase *c, const hg__kernels *k) {
    const double *const *a = (const double *const *)c->in, *const *b = a + 4;
    const double *const same[4] = {c->out[0], c->out[1], c->out[2], c->out[3]};
    for (size_t p = 0; p < 4; p++) {
        if (c->offset % 2) memcpy(c->out[p], a[p], c->n * sizeof(double));
        c->used[p] = c->n;
    }
    k->quaternion_multiply(c->out, c->offset % 2 ? same : a, b, c->n);
}
static void check_product(kcase *c) {
    /* sign and partner of each of the four terms, by component: w x y z = 0 1 2 3 */
    static const int sign[4][4] = {{1, -1, -1, -1}, {1, 1, 1, -1}, {1, -1, 1, 1}, {1, 1, -1, 1}};
    static const size_t with[4][4] = {{0, 1, 2, 3}, {1, 0, 3, 2}, {2, 3, 0, 1}, {3, 2, 1, 0}};
    for (size_t i = 0; i < c->n; i++)
        for (size_t p = 0; p < 4; p++) {
            ld sum = 0, magnitude = 0;
            for (size_t t = 0; t < 4; t++) {
                ld term = (ld)c->in[t][i] * (ld)c->in[4 + with[p][t]][i];
                sum += (ld)sign[p][t] * term;
                magnitude += fabsl(term);
            }
            kc_near(c, p, i, c->out[p][i], sum, 2 * KC_EPS * magnitude); /* three roundings each */
        }
}

/* --- vectors turned by unit quaternions (0..3), against the matrix of the same rotation --- */
static void fill_turn(kcase *c) {
    for (size_t i = 0; i < c->n; i++) {
        ld q[4], length = 0;
        for (size_t p = 0; p < 4; p++) {
            q[p] = kc_uniform(c, -1.0, 1.0);
            length += q[p] * q[p];
        }
        length = length > 0 ? sqrtl(length) : 1;
        for (size_t p = 0; p < 4; p++) c->in[p][i] = (double)(q[p] / length);
        if (c->fill == KC_MISSING && kc_below(c, 10) == 0) c->in[kc_below(c, 4)][i] = NAN;
    }
}
static void run_turn(kcase *c, const hg__kernels *k) {
    const double *const *q = (const double *const *)c->in, *const *v = q + 4;
    const double *const same[3] = {c->out[0], c->out[1], c->out[2]};
    for (size_t p = 0; p < 3; p++) {
        if (c->offset % 2) memcpy(c->out[p], v[p], c->n * sizeof(double));
        c->used[p] = c->n;
    }
    k->quaternion_rotate(c->out, q, c->offset % 2 ? same : v, c->n);
}
static void check_turn(kcase *c) {
    for (size_t i = 0; i < c->n; i++) {
        ld w = c->in[0][i], x = c->in[1][i], y = c->in[2][i], z = c->in[3][i];
        const ld R[9] = {1 - 2 * (y * y + z * z), 2 * (x * y - w * z),     2 * (x * z + w * y),
                         2 * (x * y + w * z),     1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
                         2 * (x * z - w * y),     2 * (y * z + w * x),     1 - 2 * (x * x + y * y)};
        ld v[3], size = 0;
        int finite = 1;
        for (size_t a = 0; a < 3; a++) {
            v[a] = c->in[4 + a][i];
            size += fabsl(v[a]);
            finite = finite && isfinite(c->in[4 + a][i]);
        }
        for (size_t a = 0; a < 3; a++) {
            ld want = R[3 * a] * v[0] + R[3 * a + 1] * v[1] + R[3 * a + 2] * v[2];
            if (finite && isfinite(size)) /* ten operations on numbers no larger than twice v */
                kc_near(c, a, i, c->out[a][i], want, 10 * KC_EPS * size);
            else
                assert_false(isfinite(c->out[a][i]) && isnan(c->in[4 + a][i]));
        }
    }
}

static const krow rows[] = {
    KROW(rotate, 0, 3, NULL, run_rotate, check_rotate),
    KROW(relative, 0, 18, NULL, run_relative, check_relative),
    KROW(premultiply, 0, 9, NULL, run_premultiply, check_premultiply),
    KROW(cardan_zxy, 0, 0, fill_zxy, run_zxy, check_zxy),
    KROW(cardan_yxz, 0, 0, fill_yxz, run_yxz, check_yxz),
    KROW(matrix_from_quaternion, 0, 4, NULL, run_quaternion, check_quaternion),
    KROW(quaternion_multiply, 0, 8, NULL, run_product, check_product),
    KROW(quaternion_rotate, 0, 7, fill_turn, run_turn, check_turn),
};

/* A sine an ulp above 1 is a right angle, not a missing one. */
static void test_right_angle(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    double plane[9] = {0, 0, 1, 0, 0, -1 - 4e-16, 0, 1 + 4e-16, 0}, angle[3];
    const double *R[9];
    double *out[3];
    for (size_t p = 0; p < 9; p++) R[p] = &plane[p];
    for (size_t p = 0; p < 3; p++) out[p] = &angle[p];
    k.cardan_zxy(out, R, 1);
    assert_true(angle[1] == asin(1.0));
    k.cardan_yxz(out, R, 1);
    assert_true(angle[1] == asin(1.0));
    plane[7] = -plane[7];
    plane[5] = -plane[5];
    k.cardan_zxy(out, R, 1);
    assert_true(angle[1] == asin(-1.0));
    k.cardan_yxz(out, R, 1);
    assert_true(angle[1] == asin(-1.0));
}

static const ktest tests[] = {
    {"right_angle", test_right_angle},
};

const kgroup kc_rigid = KGROUP(rigid);
