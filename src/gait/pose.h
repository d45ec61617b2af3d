/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_POSE_H
#define HG_GAIT_POSE_H

#include "gait/arrows.h"

/*
 * Orientation of each calibrated segment per frame in the progress frame, by fitting its markers
 * (kernel cluster_pose). Raises segment_not_tracked and cluster_residual; `quality` receives a row
 * per tracked segment, *n_quality of at most HG__SEGMENT_COUNT.
 */
hg_status hg__pose_from_clusters(hg__pose *out, hg_segment_quality *quality, size_t *n_quality,
                                 const hg__markers *markers, const hg__calibration *calibration,
                                 const hg__progress *progress, const hg__stage *stage);

/* The same from a stream of segment orientations (other software): axes letters and progress turn
 * them into the progress frame. */
hg_status hg__pose_from_orientations(hg__pose *out, const hg_stream *stream, const hg__progress *progress,
                                     const hg__stage *stage);

#endif
