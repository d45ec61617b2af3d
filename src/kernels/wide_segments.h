/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c_segments.c, VD frames at a time. */
#ifndef HG_KERNELS_WIDE_SEGMENTS_H
#define HG_KERNELS_WIDE_SEGMENTS_H

#include "kernels/kernels.h"
#include "kernels/lanes.h"

typedef struct v3 {
    vd x, y, z;
} v3;

HG__INLINE v3 load3(const double *const p[3], size_t i, size_t n) {
    return (v3){v_get(p[0] + i, n), v_get(p[1] + i, n), v_get(p[2] + i, n)};
}

HG__INLINE vd dot3(v3 a, v3 b) {
    return (a.x * b.x + a.y * b.y) + a.z * b.z;
}

HG__INLINE v3 cross3(v3 a, v3 b) {
    return (v3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

HG__INLINE v3 add3(v3 a, vd s, v3 b) {
    return (v3){a.x + s * b.x, a.y + s * b.y, a.z + s * b.z};
}

HG__INLINE v3 unit3(v3 a) {
    vd length = v_sqrt(dot3(a, a));
    return (v3){a.x / length, a.y / length, a.z / length};
}

HG__INLINE void store_axes(double *const R[9], size_t i, size_t n, v3 x, v3 y, v3 z) {
    v_put(R[0] + i, x.x, n);
    v_put(R[1] + i, y.x, n);
    v_put(R[2] + i, z.x, n);
    v_put(R[3] + i, x.y, n);
    v_put(R[4] + i, y.y, n);
    v_put(R[5] + i, z.y, n);
    v_put(R[6] + i, x.z, n);
    v_put(R[7] + i, y.z, n);
    v_put(R[8] + i, z.z, n);
}

HG__INLINE void frame_y_at(double *const R[9], const double *const along[3],
                           const double *const rough[3], size_t i, size_t n) {
    v3 y = unit3(load3(along, i, n)), x = unit3(cross3(y, load3(rough, i, n)));
    store_axes(R, i, n, x, y, cross3(x, y));
}

HG__WIDE void frame_y(double *const R[9], const double *const along[3],
                      const double *const rough[3], size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) frame_y_at(R, along, rough, i, VD);
    if (i < n) frame_y_at(R, along, rough, i, n - i);
}

HG__INLINE void frame_z_at(double *const R[9], const double *const along[3],
                           const double *const rough[3], size_t i, size_t n) {
    v3 z = unit3(load3(along, i, n)), r = load3(rough, i, n);
    v3 x = unit3(add3(r, -dot3(r, z), z));
    store_axes(R, i, n, x, cross3(z, x), z);
}

HG__WIDE void frame_z(double *const R[9], const double *const along[3],
                      const double *const rough[3], size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) frame_z_at(R, along, rough, i, VD);
    if (i < n) frame_z_at(R, along, rough, i, n - i);
}

HG__INLINE void place_at(double *const out[3], const double *const R[9],
                         const double *const origin[3], const vd point[3], size_t i, size_t n) {
    for (size_t r = 0; r < 3; r++) {
        const double *const *row = R + 3 * r;
        vd turned = (v_get(row[0] + i, n) * point[0] + v_get(row[1] + i, n) * point[1]) +
                    v_get(row[2] + i, n) * point[2];
        v_put(out[r] + i, v_get(origin[r] + i, n) + turned, n);
    }
}

HG__WIDE void place(double *const out[3], const double *const R[9], const double *const origin[3],
                    const double point[3], size_t n) {
    const vd p[3] = {v_all(point[0]), v_all(point[1]), v_all(point[2])};
    size_t i = 0;
    for (; n - i >= VD; i += VD) place_at(out, R, origin, p, i, VD);
    if (i < n) place_at(out, R, origin, p, i, n - i);
}

HG__INLINE void chord_at(double *const out[3], const double *const proximal[3],
                         const double *const wand[3], const double *const marker[3], vd distance,
                         size_t i, size_t n) {
    const vd one = v_all(1.0), back = v_all(-1.0);
    v3 k = load3(marker, i, n), up = add3(load3(proximal, i, n), back, k);
    v3 w = add3(load3(wand, i, n), back, k);
    v3 u = unit3(up), v = unit3(add3(w, -dot3(w, u), u));
    vd cosine = distance / v_sqrt(dot3(up, up));
    vd sine = v_sqrt(one - cosine * cosine);
    v3 joint = add3(add3(k, distance * cosine, u), -distance * sine, v);
    v_put(out[0] + i, joint.x, n);
    v_put(out[1] + i, joint.y, n);
    v_put(out[2] + i, joint.z, n);
}

HG__WIDE void chord(double *const out[3], const double *const proximal[3],
                    const double *const wand[3], const double *const marker[3], double distance,
                    size_t n) {
    size_t i = 0;
    for (; n - i >= VD; i += VD) chord_at(out, proximal, wand, marker, v_all(distance), i, VD);
    if (i < n) chord_at(out, proximal, wand, marker, v_all(distance), i, n - i);
}

HG__WIDE void wide_segments(hg__kernels *k) {
    k->frame_y = frame_y;
    k->frame_z = frame_z;
    k->place = place;
    k->chord = chord;
}

#endif
