/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cluster poses: clusters turned and moved by a known amount must be found again; for any other
 * markers the fit must meet the conditions of the best rotation, which need no solver: with
 * C = sum b (R a)^T, C is symmetric and tr(C) I - C has no negative eigenvalue.
 */
#include "kernels/kcheck.h"

typedef long double ld;
static const double pi = 3.14159265358979323846;

/* Eigenvalues of a symmetric 3 x 3 matrix by Jacobi rotations, largest first. */
static void eigenvalues(ld out[3], const ld matrix[9]) {
    ld A[3][3];
    memcpy(A, matrix, sizeof A);
    for (int sweep = 0; sweep < 30; sweep++) {
        ld rest = fabsl(A[0][1]) + fabsl(A[0][2]) + fabsl(A[1][2]);
        if (rest <= 1e-25L * (fabsl(A[0][0]) + fabsl(A[1][1]) + fabsl(A[2][2]))) break;
        for (size_t p = 0; p < 2; p++)
            for (size_t q = p + 1; q < 3; q++) {
                if (A[p][q] == 0) continue;
                ld theta = (A[q][q] - A[p][p]) / (2 * A[p][q]);
                ld t = copysignl(1, theta) / (fabsl(theta) + sqrtl(theta * theta + 1));
                ld c = 1 / sqrtl(t * t + 1), s = t * c;
                for (size_t k = 0; k < 3; k++) {
                    ld x = A[p][k], y = A[q][k];
                    A[p][k] = c * x - s * y;
                    A[q][k] = s * x + c * y;
                }
                for (size_t k = 0; k < 3; k++) {
                    ld x = A[k][p], y = A[k][q];
                    A[k][p] = c * x - s * y;
                    A[k][q] = s * x + c * y;
                }
            }
    }
    for (size_t i = 0; i < 3; i++) out[i] = A[i][i];
    for (size_t i = 0; i < 2; i++)
        for (size_t j = i + 1; j < 3; j++)
            if (out[j] > out[i]) {
                ld keep = out[i];
                out[i] = out[j];
                out[j] = keep;
            }
}

static void axis_turn(ld R[9], const double axis[3], double angle) {
    ld length = sqrtl((ld)axis[0] * axis[0] + (ld)axis[1] * axis[1] + (ld)axis[2] * axis[2]);
    ld x = axis[0] / length, y = axis[1] / length, z = axis[2] / length;
    ld s = sinl(angle), c = cosl(angle), v = 1 - c;
    if (angle == pi) s = 0, c = -1, v = 2; /* half a turn, not its nearest double */
    const ld M[9] = {c + x * x * v,     x * y * v - z * s, x * z * v + y * s,
                     y * x * v + z * s, c + y * y * v,     y * z * v - x * s,
                     z * x * v - y * s, z * y * v + x * s, c + z * z * v};
    memcpy(R, M, sizeof M);
}

/* A cluster 5 cm wide: a cloud, flat, long and thin, or (one in sixteen) on a line. */
static void make_model(kcase *c) {
    static const double extent[][3] = {
        {1, 1, 1}, {1, 1, 0}, {1, 0.05, 0.02}, {0.1, 1, 0.005}, {1, 0, 0}};
    c->m = c->timing ? 4 : 3 + kc_below(c, 6);
    size_t shape = kc_below(c, 16);
    shape = shape == 15 ? 4 : shape % 4;
    double turn[3] = {kc_uniform(c, -1, 1), kc_uniform(c, -1, 1), kc_uniform(c, 0.1, 1)};
    ld R[9];
    axis_turn(R, turn, kc_uniform(c, 0, pi));
    double from[3] = {kc_uniform(c, -0.3, 0.3), kc_uniform(c, -0.3, 0.3), kc_uniform(c, -0.3, 0.3)};
    for (size_t k = 0; k < c->m; k++) {
        ld p[3];
        for (size_t a = 0; a < 3; a++) p[a] = (ld)(extent[shape][a] * kc_uniform(c, -0.025, 0.025));
        for (size_t a = 0; a < 3; a++)
            c->number[3 * k + a] =
                (double)(R[3 * a] * p[0] + R[3 * a + 1] * p[1] + R[3 * a + 2] * p[2]) + from[a];
    }
}

static void turn_of_frame(kcase *c, ld R[9], size_t i) {
    static const double basis[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    double axis[3] = {kc_uniform(c, -1, 1), kc_uniform(c, -1, 1), kc_uniform(c, 0.01, 1)};
    double angle = kc_uniform(c, 0, pi);
    if (c->fill == KC_WIDE) { /* the places where formulas break */
        static const double special[] = {0.0, pi, pi / 2, 1e-9, 3.1415926, 2 * pi / 3};
        angle = special[i % 6];
        if (i % 4 < 3) memcpy(axis, basis[i % 4], sizeof axis);
    }
    axis_turn(R, axis, angle);
}

static void fill_pose(kcase *c) {
    make_model(c);
    for (size_t i = 0; i < c->n; i++) {
        ld R[9], t[3];
        turn_of_frame(c, R, i);
        for (size_t a = 0; a < 3; a++) t[a] = (ld)kc_uniform(c, -10.0, 10.0);
        double mirror = c->fill == KC_ALTERNATING && i % 2 ? -1.0 : 1.0;
        double noise = c->fill == KC_CONSTANT      ? 0.005
                       : c->fill == KC_ALTERNATING ? 0.05 * (double)(i % 3)
                                                   : 0.0;
        for (size_t k = 0; k < c->m; k++) {
            const double *p = c->number + 3 * k;
            for (size_t a = 0; a < 3; a++) {
                ld x =
                    R[3 * a] * p[0] + R[3 * a + 1] * p[1] + R[3 * a + 2] * p[2] * (ld)mirror + t[a];
                c->in[3 * k + a][i] = (double)x + kc_uniform(c, -noise, noise);
            }
            if ((c->fill == KC_MISSING || c->fill == KC_EXTREME) && kc_below(c, 100) < 30)
                c->in[3 * k + kc_below(c, 3)][i] = NAN; /* one coordinate is enough */
            if (c->fill == KC_EXTREME && kc_below(c, 8) == 0)
                c->in[3 * k + kc_below(c, 3)][i] = kc_below(c, 2) ? INFINITY : -INFINITY;
        }
        for (size_t e = 0; e < 9; e++) c->truth[16 * i + e] = (double)R[e];
        for (size_t a = 0; a < 3; a++) c->truth[16 * i + 9 + a] = (double)t[a];
    }
    if (c->fill == KC_MISSING && kc_below(c, 4) == 0) c->number[1] = NAN; /* never seen standing */
}

static void run_pose(kcase *c, const hg__kernels *k) {
    k->cluster_pose(c->out, c->out + 9, c->out[12], c->number, (const double *const *)c->in, c->m,
                    c->n);
    for (size_t p = 0; p < 13; p++) c->used[p] = c->n;
}

/* What can be said of a frame without solving it. */
typedef struct frame {
    size_t visible;
    int infinite;
    ld a0[3], b0[3], a[8][3], b[8][3];
    ld scatter[3]; /* eigenvalues of the model's scatter */
    ld norm;       /* |a| |b| */
    ld gaps; /* product of the gaps below the largest eigenvalue of Horn's matrix, by norm^3 */
} frame;

static frame look_at(const kcase *c, size_t i) {
    frame f = {0};
    for (size_t k = 0; k < c->m; k++) {
        int seen = 1;
        for (size_t a = 0; a < 3; a++) {
            seen = seen && !isnan(c->in[3 * k + a][i]) && !isnan(c->number[3 * k + a]);
        }
        if (!seen) continue;
        for (size_t a = 0; a < 3; a++) {
            f.infinite = f.infinite || isinf(c->in[3 * k + a][i]);
            f.a0[a] += f.a[f.visible][a] = c->number[3 * k + a];
            f.b0[a] += f.b[f.visible][a] = c->in[3 * k + a][i];
        }
        f.visible++;
    }
    if (f.visible == 0 || f.infinite) return f;
    ld A[9] = {0}, S[9] = {0}, SS[9] = {0}, aa = 0, bb = 0, squares[3];
    for (size_t a = 0; a < 3; a++) {
        f.a0[a] /= (ld)f.visible;
        f.b0[a] /= (ld)f.visible;
        for (size_t k = 0; k < f.visible; k++) {
            f.a[k][a] -= f.a0[a];
            f.b[k][a] -= f.b0[a];
            aa += f.a[k][a] * f.a[k][a];
            bb += f.b[k][a] * f.b[k][a];
        }
    }
    for (size_t k = 0; k < f.visible; k++)
        for (size_t e = 0; e < 9; e++) {
            A[e] += f.a[k][e / 3] * f.a[k][e % 3];
            S[e] += f.a[k][e / 3] * f.b[k][e % 3];
        }
    for (size_t e = 0; e < 9; e++)
        for (size_t t = 0; t < 3; t++) SS[e] += S[3 * t + e / 3] * S[3 * t + e % 3];
    eigenvalues(f.scatter, A);
    eigenvalues(squares, SS);
    f.norm = sqrtl(aa) * sqrtl(bb);
    ld det = S[0] * (S[4] * S[8] - S[5] * S[7]) - S[1] * (S[3] * S[8] - S[5] * S[6]) +
             S[2] * (S[3] * S[7] - S[4] * S[6]);
    ld s1 = sqrtl(fmaxl(squares[0], 0)), s2 = sqrtl(fmaxl(squares[1], 0));
    ld s3 =
        s1 * s2 > 0 ? det / (s1 * s2) : 0; /* with its sign: a mirrored cluster has it negative */
    f.gaps = 8 * (s2 + s3) * (s1 + s3) * (s1 + s2) / (f.norm * f.norm * f.norm);
    return f;
}

/* 1: a pose; 0: NaN; -1: too close to a limit to say */
static int expected(const frame *f) {
    if (f->visible < 3 || f->infinite) return 0;
    ld thin = f->scatter[1] / f->scatter[0];
    if (thin < 0.99e-6L || f->gaps < 0.5e-6L) return 0;
    return thin > 1.01e-6L && f->gaps > 2e-6L ? 1 : -1;
}

static void require(const kcase *c, size_t i, int holds, const char *what, ld got, ld bound) {
    if (holds) return;
    kc_describe(c);
    fail_msg("frame %zu, %zu markers: %s: %.6Lg, bound %.3Lg", i, c->m, what, got, bound);
}

static void check_best(const kcase *c, size_t i, const frame *f, const ld R[9]) {
    ld C[9] = {0}, M[9], e[3], square = 0;
    for (size_t p = 0; p < 9; p++) {
        ld unit = 0;
        for (size_t t = 0; t < 3; t++) unit += R[3 * (p / 3) + t] * R[3 * (p % 3) + t];
        unit -= p / 3 == p % 3;
        require(c, i, fabsl(unit) < 12 * KC_EPS, "rows not orthonormal", unit, 12 * KC_EPS);
    }
    ld det = R[0] * (R[4] * R[8] - R[5] * R[7]) - R[1] * (R[3] * R[8] - R[5] * R[6]) +
             R[2] * (R[3] * R[7] - R[4] * R[6]);
    require(c, i, det > 0, "a reflection", det, 0);
    for (size_t k = 0; k < f->visible; k++) {
        ld turned[3];
        for (size_t a = 0; a < 3; a++) {
            turned[a] =
                R[3 * a] * f->a[k][0] + R[3 * a + 1] * f->a[k][1] + R[3 * a + 2] * f->a[k][2];
            square += (f->b[k][a] - turned[a]) * (f->b[k][a] - turned[a]);
        }
        for (size_t p = 0; p < 9; p++) C[p] += f->b[k][p / 3] * turned[p % 3];
    }
    /* Rounding of coordinates metres from the origin (1e-15 m), as a share of the cluster, and of
     * the solver; a fit that hardly correlates (gaps well below 1) leaves the solver less to hold
     * on to. */
    ld bound = f->norm * (1e-14L + 1e-15L / fminl(f->gaps, 1)) + 4e-15L * sqrtl(f->norm);
    for (size_t p = 1; p < 3; p++)
        for (size_t q = 0; q < p; q++) {
            ld skew = C[3 * p + q] - C[3 * q + p];
            require(c, i, fabsl(skew) <= bound, "not a best rotation, skew", skew, bound);
        }
    for (size_t p = 0; p < 9; p++)
        M[p] = (p % 4 ? 0 : C[0] + C[4] + C[8]) - (C[p] + C[3 * (p % 3) + p / 3]) / 2;
    eigenvalues(e, M);
    require(c, i, e[2] >= -bound, "a better rotation exists", e[2], bound);
    ld rms = sqrtl(square / (ld)f->visible);
    /* the direct sum: relative rounding, plus that of the coordinates */
    kc_near(c, 12, i, c->out[12][i], rms, 1e-12L * rms + 4e-15L);
    for (size_t a = 0; a < 3; a++) {
        ld t = f->b0[a] - R[3 * a] * f->a0[0] - R[3 * a + 1] * f->a0[1] - R[3 * a + 2] * f->a0[2];
        kc_near(c, 9 + a, i, c->out[9 + a][i], t, 2e-14L); /* sums of eight numbers up to 10 m */
    }
}

static void check_pose(kcase *c) {
    int exact = c->fill != KC_CONSTANT && c->fill != KC_ALTERNATING;
    for (size_t i = 0; i < c->n; i++) {
        frame f = look_at(c, i);
        int want = expected(&f);
        if (want == 0 || (want < 0 && isnan(c->out[0][i]))) {
            for (size_t p = 0; p < 13; p++) kc_exact(c, p, i, c->out[p][i], NAN);
            continue;
        }
        ld R[9], off = 0;
        for (size_t p = 0; p < 9; p++) R[p] = c->out[p][i];
        require(c, i, !isnan(c->out[0][i]), "no pose of markers that have one", f.gaps, 0);
        check_best(c, i, &f, R);
        if (!exact) continue;
        for (size_t p = 0; p < 9; p++)
            off += (R[p] - c->truth[16 * i + p]) * (R[p] - c->truth[16 * i + p]);
        off = sqrtl(off / 2); /* the angle between them, in rad */
        /* coordinates are rounded by 1e-15 m, which turns a cluster by that over its second extent
         */
        ld bound = 4e-15L / sqrtl(f.scatter[1]) + 4e-16L * f.scatter[0] / f.scatter[1];
        require(c, i, off <= bound, "angle from the truth", off, bound);
        if (f.scatter[1] / f.scatter[0] > 1e-5L)
            require(c, i, off <= 1e-9L, "angle from the truth", off, 1e-9L);
        /* the centroid is a sum of up to eight numbers up to 10 m; a turn off by rounding over the
         * gaps moves the ends of the cluster */
        ld rest = 1e-14L + 2e-15L / f.gaps * sqrtl(f.scatter[0]);
        require(c, i, c->out[12][i] <= rest, "residual of exact markers", c->out[12][i], rest);
        for (size_t a = 0; a < 3; a++) /* the model stands up to half a metre from its origin */
            kc_near(c, 9 + a, i, c->out[9 + a][i], c->truth[16 * i + 9 + a], off + 2e-14L);
    }
}

static const krow rows[] = {
    KROW(cluster_pose, 0, 0, fill_pose, run_pose, check_pose),
};

/* What a frame gets does not depend on the frames beside it, nor on markers that are not there. */
static void test_frames_are_apart(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    kcase c;
    kc_open(&c, &rows[0], 99, 67, 0, KC_MISSING);
    c.row->run(&c, &k);
    for (size_t i = 0; i < c.n; i++) {
        double one[13], *out[13];
        const double *in[KC_PLANES_IN];
        for (size_t p = 0; p < 13; p++) out[p] = &one[p];
        for (size_t p = 0; p < KC_PLANES_IN; p++) in[p] = c.in[p] + i;
        k.cluster_pose(out, out + 9, out[12], c.number, in, c.m, 1);
        for (size_t p = 0; p < 13; p++) kc_exact(&c, p, i, one[p], c.out[p][i]);
    }
    kc_close(&c);
}

/* Markers on one spot, on one line, and a cluster seen from its mirror side: never garbage. */
static void test_degenerate_markers(void) {
    hg__kernels k;
    hg__kernels_init(&k, hg__cpu_detect());
    const double model[12] = {0.02, 0, 0, -0.01, 0.02, 0, -0.01, -0.02, 0, 0, 0, 0.03};
    double data[12], one[13], *out[13];
    const double *in[12];
    for (size_t p = 0; p < 12; p++) in[p] = &data[p];
    for (size_t p = 0; p < 13; p++) out[p] = &one[p];
    for (int what = 0; what < 3; what++) {
        for (size_t p = 0; p < 12; p++)
            data[p] = what == 0   ? 1.5
                      : what == 1 ? 0.01 * (double)(p / 3)
                                  : (p % 3 == 2 ? -1 : 1) * model[p];
        k.cluster_pose(out, out + 9, out[12], model, in, 4, 1);
        for (size_t p = 0; p < 13; p++) assert_int_equal(!!isnan(one[p]), what < 2);
        if (what == 2) /* the mirror image cannot be met, but by a proper rotation it is met best */
            assert_true(one[12] > 0.005 &&
                        fabs(one[0] * (one[4] * one[8] - one[5] * one[7]) -
                             one[1] * (one[3] * one[8] - one[5] * one[6]) +
                             one[2] * (one[3] * one[7] - one[4] * one[6]) - 1) < 1e-14);
    }
}

static const ktest tests[] = {
    {"frames_are_apart", test_frames_are_apart},
    {"degenerate_markers", test_degenerate_markers},
};

const kgroup kc_pose = KGROUP(pose);
