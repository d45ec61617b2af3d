/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_POSE_POSE_H
#define HG_GAIT_POSE_POSE_H

#include "gait/arrows.h"

/* Room to the frame in which poses are given: the direction of running, or the room axis nearest to
 * it, as the convention has it. */
static inline const double *hg__pose_frame(const hg__progress *progress, const hg__stage *stage) {
    return stage->convention->along_room ? progress->room_to_axis : progress->room_to_progress;
}

/* Hip centres of both sides from the pelvis in the room: pose->hip. `centre` is in the pelvis
 * frame; frames without a pelvis have none. */
hg_status hg__place_hips(hg__pose *pose, double *const R[9], double *const origin[3],
                         const hg__vec3 centre[2], const hg__progress *progress,
                         const hg__stage *stage);

/*
 * Orientation of each calibrated segment per frame in the progress frame, by fitting its markers
 * (kernel cluster_pose). Raises segment_not_tracked and cluster_residual; `quality` receives a row
 * per tracked segment, *n_quality of at most HG__SEGMENT_COUNT.
 */
hg_status hg__pose_from_clusters(hg__pose *out, hg_segment_quality *quality, size_t *n_quality,
                                 const hg__markers *markers, const hg__calibration *calibration,
                                 const hg__progress *progress, const hg__stage *stage);

/*
 * The conventional gait model: hip centres by Davis' regression, knee and ankle centres by the
 * chord from wand and width, segment axes from joints and lateral markers; per frame, without
 * clusters. `fixed` is the static trial or NULL; it gives the pelvic width where nobody states it.
 * Raises body_measure_missing, body_measure_assumed, marker_diameter_assumed, wand_offset_applied.
 * The hip centres, in the pelvis frame, go into `centres`.
 */
hg_status hg__pose_from_wands(hg__pose *out, hg__calibration *centres, const hg__markers *markers,
                              const hg__markers *fixed, const hg__markerset *set,
                              const hg__body *body, const hg__progress *progress,
                              const hg__stage *stage);

/* Thorax from clavicle, sternum, C7 and T10 where the trial has all four: y from the middle of
 * sternum and T10 to the middle of clavicle and C7, x forward from the back pair to the front pair
 * (Wu 2005, doi:10.1016/j.jbiomech.2004.05.042, with T10 for T8). Always against the direction of
 * running. */
hg_status hg__pose_thorax(hg__pose *out, const hg__markers *markers, const hg__markerset *set,
                          const hg__progress *progress, const hg__stage *stage);

/* The same from a stream of segment orientations (other software): axes letters and progress turn
 * them into the progress frame. */
hg_status hg__pose_from_orientations(hg__pose *out, const hg_stream *stream,
                                     const hg__progress *progress, const hg__stage *stage);

#endif
