/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resampling: sign flips of paired curves, draws with replacement. */
#include "kernels/levels.h"

#define LANES ((size_t)HG__LANES)

static void flip_greatest(double *greatest, const double *table, const double *weight,
                          const unsigned char *code, size_t groups, size_t columns, size_t count) {
    for (size_t draw = 0; draw < count; draw++, code += groups) {
        double most[LANES] = {0.0};
        for (size_t c = 0; c < columns; c += LANES) {
            double sum[LANES] = {0.0};
            for (size_t g = 0; g < groups; g++) {
                const double *row = table + (g << HG__FLIP_GROUP | code[g]) * columns + c;
                for (size_t l = 0; l < LANES; l++) sum[l] += row[l];
            }
            for (size_t l = 0; l < LANES; l++) {
                double u = sum[l] * sum[l] * weight[c + l];
                most[l] = u > most[l] ? u : most[l];
            }
        }
        for (size_t l = 1; l < LANES; l++) most[0] = most[l] > most[0] ? most[l] : most[0];
        greatest[draw] = most[0];
    }
}

static double fold(double lane[LANES]) {
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t l = 0; l < half; l++) lane[l] += lane[l + half];
    return lane[0];
}

static void draw_moments(double *sum, double *square, const double *x, const unsigned *index,
                         size_t n, size_t count) {
    for (size_t draw = 0; draw < count; draw++, index += n) {
        double s[LANES] = {0.0}, q[LANES] = {0.0};
        for (size_t i = 0; i < n; i++) {
            double v = x[index[i]];
            s[i % LANES] += v;
            q[i % LANES] += v * v;
        }
        sum[draw] = fold(s);
        square[draw] = fold(q);
    }
}

void hg__kernels_c_draws(hg__kernels *k) {
    k->flip_greatest = flip_greatest;
    k->draw_moments = draw_moments;
}
