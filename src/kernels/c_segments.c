/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Segment frames and joints from points, frame by frame. */
#include <math.h>

#include "kernels/levels.h"

typedef struct v3 {
    double x, y, z;
} v3;

static inline v3 load(const double *const p[3], size_t i) {
    return (v3){p[0][i], p[1][i], p[2][i]};
}

static inline void store(double *const p[3], size_t i, v3 v) {
    p[0][i] = v.x;
    p[1][i] = v.y;
    p[2][i] = v.z;
}

static inline double dot(v3 a, v3 b) {
    return (a.x * b.x + a.y * b.y) + a.z * b.z;
}

static inline v3 cross(v3 a, v3 b) {
    return (v3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

/* a + s b */
static inline v3 add(v3 a, double s, v3 b) {
    return (v3){a.x + s * b.x, a.y + s * b.y, a.z + s * b.z};
}

/* NaN for the zero vector: it has no direction */
static inline v3 unit(v3 a) {
    double length = sqrt(dot(a, a));
    return (v3){a.x / length, a.y / length, a.z / length};
}

static inline void store_axes(double *const R[9], size_t i, v3 x, v3 y, v3 z) {
    R[0][i] = x.x, R[1][i] = y.x, R[2][i] = z.x;
    R[3][i] = x.y, R[4][i] = y.y, R[5][i] = z.y;
    R[6][i] = x.z, R[7][i] = y.z, R[8][i] = z.z;
}

static void frame_y(double *const R[9], const double *const along[3], const double *const rough[3],
                    size_t n) {
    for (size_t i = 0; i < n; i++) {
        v3 y = unit(load(along, i)), x = unit(cross(y, load(rough, i)));
        store_axes(R, i, x, y, cross(x, y));
    }
}

static void frame_z(double *const R[9], const double *const along[3], const double *const rough[3],
                    size_t n) {
    for (size_t i = 0; i < n; i++) {
        v3 z = unit(load(along, i)), r = load(rough, i);
        v3 x = unit(add(r, -dot(r, z), z));
        store_axes(R, i, x, cross(z, x), z);
    }
}

static void place(double *const out[3], const double *const R[9], const double *const origin[3],
                  const double point[3], size_t n) {
    for (size_t r = 0; r < 3; r++)
        for (size_t i = 0; i < n; i++)
            out[r][i] = origin[r][i] + ((R[3 * r][i] * point[0] + R[3 * r + 1][i] * point[1]) +
                                        R[3 * r + 2][i] * point[2]);
}

static void chord(double *const out[3], const double *const proximal[3],
                  const double *const wand[3], const double *const marker[3], double distance,
                  size_t n) {
    for (size_t i = 0; i < n; i++) {
        v3 k = load(marker, i), up = add(load(proximal, i), -1, k), w = add(load(wand, i), -1, k);
        v3 u = unit(up), v = unit(add(w, -dot(w, u), u));
        double cosine = distance / sqrt(dot(up, up));
        double sine = sqrt(1 - cosine * cosine); /* NaN when the marker is too near */
        store(out, i, add(add(k, distance * cosine, u), -distance * sine, v));
    }
}

void hg__kernels_c_segments(hg__kernels *k) {
    k->frame_y = frame_y;
    k->frame_z = frame_z;
    k->place = place;
    k->chord = chord;
}
