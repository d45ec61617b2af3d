/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Force plates: one under the belt, or three in the floor of a lab. */
#ifndef HG_SYNTH_PLATE_H
#define HG_SYNTH_PLATE_H

#include "synth/force.h"
#include "synth/room.h"

/* Adds the force_plate streams to the trial: force on the runner, centre of pressure (NaN while a
 * plate is not loaded). `noise` NULL leaves the force exact. */
hg_status hg__plates_add(hg_recording *recording, hg_trial *trial, const hg__gait *gait,
                         const hg_synth_options *options, const hg__room *room, hg__random *noise,
                         hg_error *err);

#endif
