/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Paired curves compared without assumptions: the signs of whole differences are turned at random,
 * and the largest |t| over the curve is looked at each time (Nichols & Holmes 2002,
 * doi:10.1002/hbm.1058).
 */
#ifndef HG_DSP_FLIPS_H
#define HG_DSP_FLIPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "dsp/random.h"
#include "kernels/kernels.h"

#define HG__FLIP_EXACT 13 /* up to so many rows all 2^rows signs are tried */

typedef struct hg__flips {
    size_t draws;     /* how many were made: all 2^rows, or as many as were asked for */
    bool exact;       /* all of them: p then counts the observed one among them */
    double observed;  /* largest |t| of the rows as they are */
    double threshold; /* of |t|, exceeded by the share alpha of the draws (linear interpolation) */
    double p; /* exact: share of |t| at least the observed; else (1 + those) / (1 + draws) */
    double *greatest; /* draws: largest |t| of each, in the order of drawing; arena */
} hg__flips;

/*
 * rows of differences, `columns` numbers each, no gaps; rows >= 2. `draws` and `random` are for
 * more than HG__FLIP_EXACT rows. A column without any spread is left out. False when memory runs
 * out or fewer than two rows are given.
 */
bool hg__flip_signs(hg__flips *out, const double *const *row, size_t rows, size_t columns,
                    size_t draws, double alpha, hg__random *random, const hg__kernels *k,
                    hg__arena *scratch);

#endif
