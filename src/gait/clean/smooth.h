/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_SMOOTH_H
#define HG_GAIT_SMOOTH_H

#include "gait/arrows.h"

/*
 * The smooth planes of markers from their raw ones: zero-lag low-pass at clean.cutoff_hz, or each
 * marker at its own cut-off (clean.cutoff = residual). Raises filter_off, cutoff_residual.
 * HG_EINVAL for a cut-off at or above half the rate.
 */
hg_status hg__smooth(hg__markers *markers, const hg__stage *stage);

#endif
