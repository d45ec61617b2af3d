/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zero-lag low-pass filters. Knows nothing of gait. */
#ifndef HG_DSP_FILTER_H
#define HG_DSP_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "kernels/kernels.h"

/*
 * Second-order Butterworth low-pass section b0 b1 b2 a1 a2 for a forward and a backward pass.
 * corrected: the double pass is exactly 3 dB down at the cut-off: K = tan(pi fc / fs) / C with
 * C = (sqrt(2) - 1)^(1/4) (Winter 2009; Robertson & Dowling 2003,
 * doi:10.1016/S1050-6411(03)00080-4). Not corrected: each pass is, as scipy's butter(2).
 * False when the cut-off is not inside (0, fs/2).
 */
bool hg__butterworth2(double c[5], double cutoff_hz, double rate_hz, bool corrected);

/* That C, and the cut-off that makes the same filter in a design that knows nothing of it. */
double hg__double_pass(void);
double hg__double_pass_cutoff(double cutoff_hz, double rate_hz);

/*
 * Zero-lag filter of `channels` interleaved channels (x[i * channels + c], i < n), in place.
 * Runs of valid samples between gaps are filtered on their own, never across a gap; NaN stays
 * where it was. Each run is extended at both ends by odd reflection of `pad` samples (fewer where
 * the run is shorter than pad + 1) and started in steady state. A pad of 9 meets scipy's
 * sosfiltfilt for one section. Runs of fewer than 3 samples become NaN: they cannot be filtered.
 * False when scratch runs out.
 */
bool hg__filter_zero_lag(const hg__kernels *k, double *x, size_t n, size_t channels,
                         const double c[5], size_t pad, hg__arena *scratch);

#endif
