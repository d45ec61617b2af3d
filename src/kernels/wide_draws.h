/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_KERNELS_WIDE_DRAWS_H
#define HG_KERNELS_WIDE_DRAWS_H

#include "kernels/kernels.h"
#include "kernels/lanes.h"

#define LANES ((size_t)HG__LANES)
#define PARTS (LANES / VD)
#define SIDE                                                                                       \
    (VD >= 8 ? (size_t)4 : (size_t)2) /* draws side by side: they hide the latency of adding */

/* Greatest so far of some draws over LANES columns from c on. */
HG__INLINE void flip_columns(double *greatest, const double *table, const double *weight,
                             const unsigned char *code, size_t groups, size_t columns, size_t c,
                             size_t draws) {
    vd sum[4][PARTS];
    for (size_t d = 0; d < draws; d++)
        for (size_t p = 0; p < PARTS; p++) sum[d][p] = v_all(0.0);
    for (size_t g = 0; g < groups; g++)
        for (size_t d = 0; d < draws; d++) {
            const double *row = table + (g << HG__FLIP_GROUP | code[d * groups + g]) * columns + c;
            for (size_t p = 0; p < PARTS; p++) sum[d][p] = sum[d][p] + v_load(row + p * VD);
        }
    for (size_t d = 0; d < draws; d++) {
        double lane[VD];
        vd most = v_all(greatest[d]);
        for (size_t p = 0; p < PARTS; p++)
            most = v_most(sum[d][p] * sum[d][p] * v_load(weight + c + p * VD), most);
        v_store(lane, most);
        for (size_t l = 1; l < VD; l++) lane[0] = lane[l] > lane[0] ? lane[l] : lane[0];
        greatest[d] = lane[0];
    }
}

/* Column by column of LANES: that part of a table of 50 rows fits the first cache. */
HG__WIDE void flip_greatest(double *greatest, const double *table, const double *weight,
                            const unsigned char *code, size_t groups, size_t columns,
                            size_t count) {
    for (size_t d = 0; d < count; d++) greatest[d] = 0.0;
    for (size_t c = 0; c < columns; c += LANES) {
        size_t d = 0;
        for (; count - d >= SIDE; d += SIDE)
            flip_columns(greatest + d, table, weight, code + d * groups, groups, columns, c, SIDE);
        for (; d < count; d++)
            flip_columns(greatest + d, table, weight, code + d * groups, groups, columns, c, 1);
    }
}

HG__INLINE double fold_draw(double lane[LANES]) {
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t l = 0; l < half; l++) lane[l] += lane[l + half];
    return lane[0];
}

HG__WIDE void draw_moments(double *sum, double *square, const double *x, const unsigned *index,
                           size_t n, size_t count) {
    for (size_t draw = 0; draw < count; draw++, index += n) {
        vd s[PARTS], q[PARTS];
        double lane[LANES], lane_square[LANES];
        for (size_t p = 0; p < PARTS; p++) s[p] = q[p] = v_all(0.0);
        size_t i = 0;
        for (; n - i >= LANES; i += LANES)
            for (size_t p = 0; p < PARTS; p++) {
                vd v = v_gather(x, index + i + p * VD);
                s[p] = s[p] + v;
                q[p] = q[p] + v * v;
            }
        for (size_t p = 0; p < PARTS; p++) {
            v_store(lane + p * VD, s[p]);
            v_store(lane_square + p * VD, q[p]);
        }
        for (size_t l = 0; i < n; i++, l++) {
            double v = x[index[i]];
            lane[l] += v;
            lane_square[l] += v * v;
        }
        sum[draw] = fold_draw(lane);
        square[draw] = fold_draw(lane_square);
    }
}

HG__WIDE void wide_draws(hg__kernels *k) {
    k->flip_greatest = flip_greatest;
    k->draw_moments = draw_moments;
}

#undef SIDE
#undef LANES
#undef PARTS

#endif
