/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c_strides.c, VD points or columns at a time. */
#ifndef HG_KERNELS_WIDE_STRIDES_H
#define HG_KERNELS_WIDE_STRIDES_H

#include "kernels/curve.h"
#include "kernels/kernels.h"
#include "kernels/lanes.h"

/* VD neighbouring points of one curve */
typedef struct points {
    vd s;          /* how far into their intervals */
    size_t at[VD]; /* the sample before each interval */
} points;

/* Where points i, i + 1, ... lie; false when one of them is outside or in an interval at an end,
 * which are the C version's. */
HG__INLINE int find_points(points *out, size_t i, double first, double step, size_t n) {
    static const double lane[8] = {0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0};
    double k[VD];
    vd p = v_all(first) + (v_all((double)(ptrdiff_t)i) + v_load(lane)) * v_all(step);
    vm inside = m_and(v_ge(p, v_all(1.0)), v_lt(p, v_all((double)n - 2.0)));
    if (m_count(inside) < VD) return 0;
    vd floor = v_floor(p);
    out->s = p - floor;
    v_store(k, floor);
    for (size_t l = 0; l < VD; l++) out->at[l] = (size_t)((ptrdiff_t)k[l] - 1);
    return 1;
}

HG__INLINE vd inner_slopes(vd a, vd b) {
    const vd zero = v_all(0.0);
    vm rise = m_and(v_gt(a, zero), v_gt(b, zero)), fall = m_and(v_lt(a, zero), v_lt(b, zero));
    vd sum = a + b, mean = v_all(2.0) * a * (b / sum);
    vd flat = v_pick(m_and(v_valid(a), v_valid(b)), zero, sum);
    return v_pick(m_or(rise, fall), mean, flat);
}

HG__WIDE void pchip(double *out, size_t m, double first, double step, const double *y, size_t n) {
    const vd two = v_all(2.0), three = v_all(3.0);
    for (size_t next = 0; next < m; next += VD) {
        size_t i = m - next >= VD || m < VD ? next : m - VD; /* the last ones twice */
        points at;
        if (m < VD || !find_points(&at, i, first, step, n)) {
            for (size_t j = i; j < m && j < i + VD; j++)
                out[j] = pchip_at(first + (double)(ptrdiff_t)j * step, y, n);
            continue;
        }
        vd q[4], s = at.s;
        v_quads(q, y, at.at);
        vd before = q[1] - q[0], rise = q[2] - q[1], after = q[3] - q[2];
        vd d0 = inner_slopes(before, rise), d1 = inner_slopes(rise, after);
        vd bend = (three * rise - two * d0) - d1, twist = (d0 + d1) - two * rise;
        v_store(out + i, q[1] + s * (d0 + s * (bend + s * twist)));
    }
}

HG__WIDE void linear(double *out, size_t m, double first, double step, const double *y, size_t n) {
    for (size_t next = 0; next < m; next += VD) {
        size_t i = m - next >= VD || m < VD ? next : m - VD; /* the last ones twice */
        points at;
        if (m < VD || !find_points(&at, i, first, step, n)) {
            for (size_t j = i; j < m && j < i + VD; j++)
                out[j] = linear_at(first + (double)(ptrdiff_t)j * step, y, n);
            continue;
        }
        vd q[4];
        v_quads(q, y, at.at);
        v_store(out + i, q[1] + at.s * (q[2] - q[1]));
    }
}

/* Row after row of one column each lane; counts are exact as doubles. */
HG__INLINE void moments_at(double *mean, double *sd, size_t *counts, const double *const *row,
                           size_t rows, size_t c, size_t n) {
    const vd one = v_all(1.0);
    vd sum = v_all(0.0), valid = v_all(0.0), square = v_all(0.0);
    double count[VD];
    for (size_t r = 0; r < rows; r++) {
        vd x = v_get(row[r] + c, n);
        vm there = v_valid(x);
        sum = sum + v_keep(there, x);
        valid = valid + v_keep(there, one);
    }
    vd centre = sum / valid;
    for (size_t r = 0; r < rows; r++) {
        vd x = v_get(row[r] + c, n), d = x - centre;
        square = square + v_keep(v_valid(x), d * d);
    }
    v_put(mean + c, centre, n);
    vd spread = v_sqrt(square / (valid - one));
    v_put(sd + c, v_pick(v_lt(valid, v_all(2.0)), v_all(NAN), spread), n);
    v_store(count, valid);
    for (size_t l = 0; l < n; l++) counts[c + l] = (size_t)(ptrdiff_t)count[l];
}

HG__WIDE void column_moments(double *mean, double *sd, size_t *counts, const double *const *row,
                             size_t rows, size_t columns) {
    size_t c = 0;
    for (; columns - c >= VD; c += VD) moments_at(mean, sd, counts, row, rows, c, VD);
    if (c < columns) moments_at(mean, sd, counts, row, rows, c, columns - c);
}

HG__WIDE void wide_strides(hg__kernels *k) {
    k->pchip = pchip;
    k->linear = linear;
    k->column_moments = column_moments;
}

#endif
