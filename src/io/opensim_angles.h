/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joint coordinates of OpenSim's models to hipgait's angles. docs/opensim.md has the signs. */
#ifndef HG_IO_OPENSIM_ANGLES_H
#define HG_IO_OPENSIM_ANGLES_H

#include <hipgait/angles.h>
#include <hipgait/recording.h>

#include "io/findings.h"
#include "io/opensim_text.h"

#define HG__MOT_NAME_MAX 128 /* bytes of a column's name, NUL included */

/* What the header says of angles. */
typedef enum hg__mot_unit {
    HG__MOT_SIMM = 0, /* nothing, and the header is the old one, whose angles are degrees */
    HG__MOT_UNSTATED, /* nothing: radians, as OpenSim takes them */
    HG__MOT_RADIANS,
    HG__MOT_DEGREES
} hg__mot_unit;

typedef struct hg__mot_angles {
    ptrdiff_t column[HG_ANGLE_COUNT]; /* of the table, -1 when there is none */
    double factor[HG_ANGLE_COUNT];    /* to radians and hipgait's signs */
    bool pelvis_turns_last;           /* order of the pelvis' rotations: tilt, list, rotation */
    bool pelvis;                      /* all three are there */
    double heading_rad; /* where the runner faces, from the x axis, in quarter turns */
    size_t n;
} hg__mot_angles;

void hg__mot_angles_find(hg__mot_angles *out, const char (*name)[HG__MOT_NAME_MAX],
                         size_t n_columns, const hg__table *table, hg__mot_unit unit,
                         hg__sink *sink);

/* Into a stream of out->n channels: labels and samples. */
void hg__mot_angles_fill(hg_stream *stream, const hg__mot_angles *angles, const hg__table *table);

#endif
