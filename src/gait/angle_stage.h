/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_ANGLE_STAGE_H
#define HG_GAIT_ANGLE_STAGE_H

#include "gait/arrows.h"

/*
 * Pelvis, hip and knee angles of every frame from segment orientations, in the signs of angles.h.
 */
hg_status hg__angles_from_pose(hg__angle_set *out, const hg__pose *pose, const hg__stage *stage);

/* Adds tilt and lean of the thorax where the pose has it. */
hg_status hg__angles_of_thorax(hg__angle_set *out, const hg__pose *pose, const hg__stage *stage);

/* Adds how far each segment turns from frame to frame (out->turn); not over frames whose markers
 * are further from the rigid cluster than pose.frame_limit_m. */
hg_status hg__turns_from_pose(hg__angle_set *out, const hg__pose *pose, const hg__stage *stage);

/* The angles taken from a joint_angles stream whose labels are columns of angles.h. */
hg_status hg__angles_from_stream(hg__angle_set *out, const hg_stream *stream,
                                 const hg__stage *stage);

#endif
