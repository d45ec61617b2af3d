/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rigid body: lengths, hip centres, and the markers of the RBDS set on it. */
#ifndef HG_SYNTH_BODY_H
#define HG_SYNTH_BODY_H

#include "dsp/random.h"
#include "synth/leg.h"

#define HG__BODY_MARKERS 48

typedef enum hg__body_part {
    HG__PART_PELVIS,
    HG__PART_THIGH,
    HG__PART_SHANK,
    HG__PART_FOOT
} hg__body_part;

/* Left and right of one marker stand next to each other: index ^ 1 is the mirror partner. */
typedef struct hg__body_marker {
    char label[HG_NAME_MAX];
    hg__body_part part;
    hg_side side;
    hg__vec3 local; /* in the frame of the part; origins: mid-ASIS, hip, knee, ankle */
    bool running;   /* stays on in the running trial */
} hg__body_marker;

typedef struct hg__body {
    double leg_length_m, pelvis_width_m, pelvis_depth_m;
    hg__leg leg[2];
    hg__body_marker marker[HG__BODY_MARKERS];
} hg__body;

/* Proportions of an adult of that height, with a little of each person's own drawn from `random`.
 * Left and right are mirror images. */
void hg__body_build(hg__body *body, double height_m, hg__random *random);

/* Places all 48 markers. `pelvis` takes pelvis to progress, `origin` is mid-ASIS. */
void hg__body_place(hg__vec3 out[HG__BODY_MARKERS], const hg__body *body, const double pelvis[9],
                    hg__vec3 origin, const hg__leg_pose leg[2]);

#endif
