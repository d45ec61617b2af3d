/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_CLEAN_H
#define HG_GAIT_CLEAN_H

#include "gait/arrows.h"

/*
 * Stage 1: the markers of a stream that the set knows, in the room frame: loaded, gaps filled as
 * far as they can be (clean/fill.h), evenly spaced in time, low-passed when asked for. Raises
 * markers_gaps, markers_lost, time_uneven, filter_off, cutoff_residual.
 */
hg_status hg__clean(hg__markers *out, const hg_stream *stream, const hg__markerset *set,
                    bool filter, const hg__stage *stage);

#endif
