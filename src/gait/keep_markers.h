/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a result says about the samples of the markers. */
#ifndef HG_GAIT_KEEP_MARKERS_H
#define HG_GAIT_KEEP_MARKERS_H

#include "gait/arrows.h"

/*
 * Lists every stretch of samples that was not measured as it stands, and the cut-offs of the
 * markers when they have their own; with result->frames there, also the origin of every sample.
 * False when memory runs out.
 */
bool hg__keep_markers(hg_result *result, const hg__markers *markers);

#endif
