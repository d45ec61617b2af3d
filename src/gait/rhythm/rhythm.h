/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectra and variability: how the runner repeats the stride. docs/rhythm.md has the methods. */
#ifndef HG_GAIT_RHYTHM_RHYTHM_H
#define HG_GAIT_RHYTHM_RHYTHM_H

#include <hipgait/rhythm.h>

#include "gait/arrows.h"

/* Signals in the units of hipgait/rhythm.h, one number per frame; NULL where not measured. Those
 * that belong to no side stand in [0]. */
typedef struct hg__rhythm {
    size_t n;
    double rate_hz, t0_s;
    const double *plane[HG_SIGNAL_COUNT][2];
    uint8_t *inside; /* per frame: in a stride that is used, of either side */
    const hg__stride_set *strides;
    double stride_s; /* mean time of the used strides, NaN when there is none */
} hg__rhythm;

/* `progress` is NULL where the direction of running is not known: then there are no accelerations.
 */
hg_status hg__gather_signals(hg__rhythm *out, const hg__angle_set *angles,
                             const hg__progress *progress, const hg__stride_set *strides,
                             const hg__stage *stage);

/* A spectrum for each signal that was measured; `out` has room for HG_SIGNAL_COUNT. */
hg_status hg__compute_spectra(hg_spectrum *out, size_t *n_out, const hg__rhythm *in,
                              const hg__stage *stage);

/* A row for each number of what was measured; `out` has room for HG_VARIABILITY_COUNT. */
hg_status hg__compute_variability(hg_variability *out, size_t *n_out, const hg__rhythm *in,
                                  const hg__stage *stage);

#endif
