/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other rates, and slopes by local polynomials, of evenly spaced samples without gaps. */
#ifndef HG_DSP_RESAMPLE_H
#define HG_DSP_RESAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Samples after a change of rate by up / down: ceil(n up / down). */
size_t hg__resampled(size_t n, size_t up, size_t down);

/* x at up / down times the rate: windowed-sinc low-pass at the lower of both half rates (Kaiser
 * window of beta 5, ten zero crossings to either side), zeros beyond the ends. up, down >= 1. False
 * when scratch runs out. */
bool hg__resample(double *out, const double *x, size_t n, size_t up, size_t down,
                  hg__arena *scratch);

/* First derivative by least squares of a cubic over 2 half + 1 samples; near the ends the outermost
 * full window is used off its centre (Savitzky & Golay 1964, doi:10.1021/ac60214a047). half >= 2; n
 * at least the window. False otherwise, or when scratch runs out. */
bool hg__local_slope(double *out, const double *x, size_t n, size_t half, double rate_hz,
                     hg__arena *scratch);

#endif
