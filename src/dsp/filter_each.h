/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One signal through many low-passes at once. Knows nothing of gait. */
#ifndef HG_DSP_FILTER_EACH_H
#define HG_DSP_FILTER_EACH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "kernels/kernels.h"

/* Lanes that go through together: their samples stay in the cache. */
#define HG__EACH_LANES 8

/*
 * Adds to square[l] the sum of squared differences between x (n valid samples) and x low-passed
 * without lag by section l of c (b0 b1 b2 a1 a2 of each of `filters`), with odd reflection of
 * `pad` samples at both ends and steady start, as hg__filter_zero_lag does. `room` holds
 * (n + 2 pad) * HG__EACH_LANES numbers; pad is below n.
 */
void hg__add_residuals(double *square, const hg__kernels *k, const double *x, size_t n,
                       const double (*c)[5], size_t filters, size_t pad, double *room);

#endif
