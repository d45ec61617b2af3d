/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_SMOOTH_H
#define HG_GAIT_SMOOTH_H

#include "gait/arrows.h"

/* Room for the smooth planes, and for cut-offs where each marker has its own; none when
 * clean.cutoff_hz is 0. Comes before the room of the raw ones, which are given back before these.
 * HG_ENOMEM. */
hg_status hg__smooth_room(hg__markers *markers, size_t frames, const hg__stage *stage);

/*
 * The smooth planes of markers from their raw ones, in the room made for them or else a new one:
 * zero-lag low-pass at clean.cutoff_hz, or each marker at its own cut-off (clean.cutoff =
 * residual). Raises filter_off, cutoff_residual. HG_EINVAL for a cut-off at or above half the rate.
 */
hg_status hg__smooth(hg__markers *markers, const hg__stage *stage);

#endif
