/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_KERNELS_WIDE_DRAWS_H
#define HG_KERNELS_WIDE_DRAWS_H

#include "kernels/kernels.h"
#include "kernels/lanes.h"

#define BLOCK ((size_t)7) /* vectors of columns in registers: twice 7 are the 112 of a curve */

HG__INLINE vd flip_block(vd most, const double *table, const double *weight,
                         const unsigned char *code, size_t groups, size_t columns, size_t c,
                         size_t vectors) {
    vd sum[BLOCK];
    for (size_t b = 0; b < vectors; b++) sum[b] = v_all(0.0);
    for (size_t g = 0; g < groups; g++) {
        const double *row = table + (g << HG__FLIP_GROUP | code[g]) * columns + c;
        for (size_t b = 0; b < vectors; b++) sum[b] = sum[b] + v_load(row + b * VD);
    }
    for (size_t b = 0; b < vectors; b++)
        most = v_most(sum[b] * sum[b] * v_load(weight + c + b * VD), most);
    return most;
}

HG__WIDE void flip_greatest(double *greatest, const double *table, const double *weight,
                            const unsigned char *code, size_t groups, size_t columns,
                            size_t count) {
    for (size_t draw = 0; draw < count; draw++, code += groups) {
        vd most = v_all(0.0);
        size_t c = 0;
        for (; c + BLOCK * VD <= columns; c += BLOCK * VD)
            most = flip_block(most, table, weight, code, groups, columns, c, BLOCK);
        for (; c < columns; c += VD) /* columns are a multiple of 16, and so of VD */
            most = flip_block(most, table, weight, code, groups, columns, c, 1);
        double lane[VD];
        v_store(lane, most);
        for (size_t l = 1; l < VD; l++) lane[0] = lane[l] > lane[0] ? lane[l] : lane[0];
        greatest[draw] = lane[0];
    }
}

#define LANES ((size_t)HG__LANES)
#define PARTS (LANES / VD)

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

#undef BLOCK
#undef LANES
#undef PARTS

#endif
