/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the progress frame (forward, up, right) of the model to the axes of a lab. */
#ifndef HG_SYNTH_ROOM_H
#define HG_SYNTH_ROOM_H

#include <hipgait/status.h>
#include <hipgait/synth.h>

#include "dsp/vector.h"

typedef struct hg__room {
    double M[9]; /* progress to lab */
    bool mirror; /* right becomes left before that */
} hg__room;

/* HG_EINVAL unless options->axes names three different directions. */
hg_status hg__room_of(hg__room *room, const hg_synth_options *options, hg_error *err);

/* Works for places and for forces. */
void hg__room_put(double out[3], const hg__room *room, hg__vec3 v);

#endif
