/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_PROGRESS_PROGRESS_H
#define HG_GAIT_PROGRESS_PROGRESS_H

#include "gait/arrows.h"

/*
 * Where the runner goes, from pelvis and feet, on a belt or over ground, and in which frames the
 * movement is steady. docs/progress.md describes the method with its measured errors.
 *
 * Direction: principal horizontal axis of the heels about the pelvis. Its sense must be agreed by
 * all tests that apply: (1) the foot near the ground moves backward relative to the pelvis; (2)
 * over ground, the path of the pelvis; (3) the forefoot is ahead of the heel while the foot is near
 * the ground; (4) the pelvis faces forward. The heading is then refined: over ground to the path,
 * on a belt to the path of the standing foot; it may differ from the axis by at most
 * direction.agree_deg. Otherwise direction_unsure is raised and `known` is false. Without foot
 * markers (2) and (4) must agree; on a belt (4) is all there is, which is flagged.
 *
 * Over ground in several directions, or in a curve, the markers (raw and smooth) of every pass are
 * turned about the vertical into the direction of the longest one; out->turn keeps how.
 *
 * A runner who never takes a step: out->standing, runner_stands.
 */
hg_status hg__progress_from_markers(hg__progress *out, hg__feet *feet, hg__markers *markers,
                                    const hg__markerset *set, const hg_trial *trial,
                                    const hg__stage *stage);

/* From the pelvis alone, for streams of segment orientations: the mean horizontal direction of its
 * anterior axis. The mean pelvic rotation is then zero by construction. */
hg_status hg__progress_from_orientation(hg__progress *out, const hg_stream *stream,
                                        const hg_trial *trial, const hg__stage *stage);

/* When the strides in use are known: the speed is the mean over their frames, so that what is left
 * out (walking within a run, a foot that was hidden) has no part in lengths. Raises
 * speed_disagrees. `feet` may be NULL. */
hg_status hg__progress_settle_speed(hg__progress *out, hg__feet *feet,
                                    const hg__stride_set *strides, const hg_trial *trial,
                                    const hg__stage *stage);

#endif
