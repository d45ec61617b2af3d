/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_TASK_H
#define HG_GAIT_TASK_H

#include "gait/arrows.h"

/*
 * Running, walking or standing, from the strides. A stride whose contact is shorter than half of it
 * (duty factor below 0.5) and that has a flight before the other foot's strike is running; one with
 * neither is walking; one with only one of the two is neither. Most strides of the steady frames
 * decide. Without strides `seen` (of the foot markers), without that the speed.
 *
 * Slow running without flight ("grounded running": duty factor of 0.5 and a little more) is running
 * all the same where the pelvis is lowest in mid-stance, as on a spring, and not highest, as in
 * walking (Rubenson 2004, doi:10.1098/rspb.2004.2702; Bonnaerens 2019,
 * doi:10.1249/MSS.0000000000001846). Its strides need no flight phase.
 *
 * What the file states counts; where the movement shows something else, task_disagrees. Strides of
 * the other gait: gait_mixed; the stage "strides" leaves them out. `pelvis_height` is a plane on
 * the clock of `angles`, or NULL; `progress` may be unknown.
 */
hg_status hg__settle_task(hg__gait *out, const hg__event_set *events, hg_task stated, hg_task seen,
                          const hg__progress *progress, const hg__angle_set *angles,
                          const hg__stage *stage);

#endif
