/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The force plate under the belt. */
#ifndef HG_SYNTH_PLATE_H
#define HG_SYNTH_PLATE_H

#include "synth/gait.h"
#include "synth/room.h"

/* Adds a force_plate stream to the trial: force on the runner, centre of pressure (NaN between the
 * contacts). `noise` NULL leaves the force exact. */
hg_status hg__plate_add(hg_recording *recording, hg_trial *trial, const hg__gait *gait,
                        const hg_synth_options *options, const hg__room *room, hg__random *noise,
                        hg_error *err);

#endif
