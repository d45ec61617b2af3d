/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_CLEAN_H
#define HG_GAIT_CLEAN_H

#include "gait/arrows.h"

/*
 * Stage 1: the markers of a stream that the set knows, in the room frame, evenly spaced in time and
 * low-passed (clean.cutoff_hz). Gaps stay gaps. Raises markers_gaps, filter_off, time_uneven.
 */
hg_status hg__clean(hg__markers *out, const hg_stream *stream, const hg__markerset *set,
                    bool filter, const hg__stage *stage);

#endif
