/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_PROGRESS_H
#define HG_GAIT_PROGRESS_H

#include "gait/arrows.h"

/*
 * Where the runner goes, from pelvis and feet, on a belt or over ground.
 *
 * Axis: principal horizontal axis of the heels about the pelvis. Its sense must be agreed by all
 * tests that apply: (1) the foot near the ground moves backward relative to the pelvis; (2) the
 * forefoot is ahead of the heel while the foot is near the ground; (3) over ground, the net path of
 * the pelvis. The heading is then refined: over ground to the net path, on a belt to the path of
 * the standing foot; it may differ from the axis by at most direction.agree_deg. Otherwise
 * direction_unsure is raised and `known` is false.
 *
 * Ground velocity under each foot: the most frequent (half-sample mode) forward velocity among the
 * samples in which a foot marker hardly moves vertically and moves backward relative to the pelvis;
 * near zero over ground, minus the belt speed on a treadmill. The lowest 15 % of heel heights, an
 * older rule, misses mid-stance where the heel lifts early.
 */
hg_status hg__progress_from_markers(hg__progress *out, hg__feet *feet, const hg__markers *markers,
                                    const hg__markerset *set, const hg_trial *trial,
                                    const hg__stage *stage);

/* From the pelvis alone, for streams of segment orientations: the mean horizontal direction of its
 * anterior axis. The mean pelvic rotation is then zero by construction. */
hg_status hg__progress_from_orientation(hg__progress *out, const hg_stream *stream,
                                        const hg_trial *trial, const hg__stage *stage);

#endif
