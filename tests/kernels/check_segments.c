/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Segment frames and joints from points: checked by what defines them, not by the same formula. */
#include "kernels/kcheck.h"

typedef long double ld;
typedef struct lv {
    ld x, y, z;
} lv;

static lv in_vec(const kcase *c, size_t plane, size_t i) {
    return (lv){c->in[plane][i], c->in[plane + 1][i], c->in[plane + 2][i]};
}
static lv column(const kcase *c, size_t axis, size_t i) {
    return (lv){c->out[axis][i], c->out[3 + axis][i], c->out[6 + axis][i]};
}
static ld dot(lv a, lv b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
static lv cross(lv a, lv b) {
    return (lv){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
static lv minus(lv a, lv b) {
    return (lv){a.x - b.x, a.y - b.y, a.z - b.z};
}
static ld norm(lv a) {
    return sqrtl(dot(a, a));
}
static int finite_vec(lv a) {
    return isfinite(a.x) && isfinite(a.y) && isfinite(a.z);
}
/* Squares of numbers outside these leave the range of double, where no promise is made. */
static int ordinary(lv a) {
    ld n = norm(a);
    return finite_vec(a) && n > 1e-140L && n < 1e140L;
}

static void use_planes(kcase *c, size_t n) {
    for (size_t p = 0; p < n; p++) c->used[p] = c->n;
}

static const double *const *planes(const kcase *c, size_t first) {
    return (const double *const *)(c->in + first);
}

/* Columns are a right-handed set of unit vectors; `main` points along in[0..2] and `other` has no
 * part across the plane of both inputs. */
static void check_frame(kcase *c, size_t main_axis) {
    for (size_t i = 0; i < c->n; i++) {
        lv along = in_vec(c, 0, i), rough = in_vec(c, 3, i);
        if (isnan(along.x) || isnan(along.y) || isnan(along.z) || isnan(rough.x) ||
            isnan(rough.y) || isnan(rough.z)) {
            kc_near(c, 0, i, c->out[0][i], (ld)NAN, 0); /* x needs both */
            continue;
        }
        if (!ordinary(along) || !ordinary(rough)) continue;
        ld spread = norm(cross(along, rough)) / (norm(along) * norm(rough));
        if (spread < 1e-6L) continue;    /* no plane: nothing to meet */
        ld loose = 32 * KC_EPS / spread; /* rounding grows as the two grow parallel */
        lv x = column(c, 0, i), y = column(c, 1, i), z = column(c, 2, i),
           main_column = main_axis == 1 ? y : z;
        kc_near(c, 0, i, (double)norm(x), 1, loose);
        kc_near(c, 1, i, (double)norm(y), 1, loose);
        kc_near(c, 2, i, (double)norm(z), 1, loose);
        kc_near(c, 0, i, (double)dot(cross(x, y), z), 1, loose);
        kc_near(c, 1, i, (double)(dot(main_column, along) / norm(along)), 1, loose);
        /* frame_y: rough has no forward part and points right; frame_z: no upward part, points
         * forward */
        if (main_axis == 1) {
            kc_near(c, 0, i, (double)(dot(x, rough) / norm(rough)), 0, loose);
            kc_near(c, 2, i, dot(z, rough) > 0, 1, 0);
        } else {
            kc_near(c, 1, i, (double)(dot(y, rough) / norm(rough)), 0, loose);
            kc_near(c, 0, i, dot(x, rough) > 0, 1, 0);
        }
    }
}

static void run_frame_y(kcase *c, const hg__kernels *k) {
    k->frame_y(c->out, planes(c, 0), planes(c, 3), c->n);
    use_planes(c, 9);
}
static void check_frame_y(kcase *c) {
    check_frame(c, 1);
}
static void run_frame_z(kcase *c, const hg__kernels *k) {
    k->frame_z(c->out, planes(c, 0), planes(c, 3), c->n);
    use_planes(c, 9);
}
static void check_frame_z(kcase *c) {
    check_frame(c, 2);
}

static const double point[3] = {0.3, -1.25, 2.5};

static void run_place(kcase *c, const hg__kernels *k) {
    k->place(c->out, planes(c, 0), planes(c, 9), point, c->n);
    use_planes(c, 3);
}
static void check_place(kcase *c) {
    for (size_t i = 0; i < c->n; i++)
        for (size_t r = 0; r < 3; r++) {
            ld want = c->in[9 + r][i], size = fabsl(want);
            for (size_t a = 0; a < 3; a++) {
                want += (ld)c->in[3 * r + a][i] * point[a];
                size += fabsl((ld)c->in[3 * r + a][i] * point[a]);
            }
            if (size < 1e300L || isnan(want))
                kc_near(c, r, i, c->out[r][i], want, 4 * KC_EPS * size + KC_TINY);
        }
}

static void run_chord(kcase *c, const hg__kernels *k) {
    k->chord(c->out, planes(c, 0), planes(c, 3), planes(c, 6), 0.5, c->n);
    use_planes(c, 3);
}
static void check_chord(kcase *c) {
    for (size_t i = 0; i < c->n; i++) {
        lv p = in_vec(c, 0, i), w = in_vec(c, 3, i), m = in_vec(c, 6, i), pm = minus(p, m),
           wm = minus(w, m);
        lv joint = {c->out[0][i], c->out[1][i], c->out[2][i]};
        if (isnan(p.x) || isnan(w.y) || isnan(m.z)) {
            kc_near(c, 0, i, c->out[0][i], (ld)NAN, 0);
            continue;
        }
        ld far = norm(pm), most = norm(p) + norm(w) + norm(m);
        if (!ordinary(pm) || !ordinary(wm) || most > 1e3L) continue;
        if (far < 0.5L) {
            kc_near(c, 0, i, c->out[0][i], (ld)NAN, 0);
            continue;
        }
        ld spread = norm(cross(pm, wm)) / (far * norm(wm));
        if (spread < 1e-4L || far < 0.51L) continue;
        ld loose = 1e-10L * (1 + most); /* two roots and a quotient, on coordinates of that size */
        lv jm = minus(joint, m), jp = minus(joint, p);
        kc_near(c, 0, i, (double)norm(jm), 0.5, loose);
        kc_near(c, 1, i, (double)dot(jm, jp), 0, loose * (1 + far));
        kc_near(c, 2, i, (double)dot(jm, cross(pm, wm)), 0, loose * far * norm(wm));
        /* away from the wand: on the other side of the line from marker to proximal joint */
        lv normal = cross(pm, wm);
        kc_near(c, 0, i, dot(cross(pm, jm), normal) < 0, 1, 0);
    }
}

static void run_project(kcase *c, const hg__kernels *k) {
    k->project(c->out, planes(c, 0), c->n);
    use_planes(c, 3);
}
static void check_project(kcase *c) {
    static const size_t pair[3][2] = {{3, 0}, {5, 8}, {2, 8}};
    for (size_t i = 0; i < c->n; i++)
        for (size_t a = 0; a < 3; a++)
            kc_near(c, a, i, c->out[a][i],
                    atan2l((a == 1 ? -1 : 1) * (ld)c->in[pair[a][0]][i], c->in[pair[a][1]][i]),
                    8 * KC_EPS);
}

static const krow rows[] = {
    KROW(frame_y, 0, 6, NULL, run_frame_y, check_frame_y),
    KROW(frame_z, 0, 6, NULL, run_frame_z, check_frame_z),
    KROW(place, 0, 12, NULL, run_place, check_place),
    KROW(chord, 0, 9, NULL, run_chord, check_chord),
    KROW(project, 0, 9, NULL, run_project, check_project),
};

const kgroup kc_segments = {"segments", rows, sizeof rows / sizeof *rows, NULL, 0};
