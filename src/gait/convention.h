/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sets the conventions apart: how segments get their frames, and in which order their angles
 * are taken. Signs are hipgait's own in all of them (angles.h).
 *
 *   isb  anatomical frames of the static trial (Wu 2002), joint angles Z-X'-Y'', pelvis in Baker's
 *        order against the direction of running
 *   cgm  conventional gait model (Davis 1991; Kadaba 1990, doi:10.1002/jor.1100080310): joints from
 *        wands and body measures, joint angles Z-X'-Y'', pelvis tilt first, against the lab axis
 *        nearest to the direction of running
 *   ric  Running Injury Clinic: hip centres a quarter of the way between the trochanters, pelvis
 *        axes those of the lab in standing, joint angles in the reverse order, pelvis as
 * projections
 */
#ifndef HG_GAIT_CONVENTION_H
#define HG_GAIT_CONVENTION_H

#include <hipgait/analyze.h>

#include "gait/markerset.h"
#include "kernels/kernels.h"

typedef void (*hg__triple_fn)(double *const out[3], const double *const R[9], size_t n);

typedef struct hg__convention {
    const char *name;
    hg__model model;
    bool filtered;   /* low-pass markers unless told otherwise */
    bool along_room; /* pelvis angles against the nearest lab axis */
    hg__triple_fn (*joint_angles)(const hg__kernels *k);
    hg__triple_fn (*pelvis_angles)(const hg__kernels *k);
} hg__convention;

const hg__convention *hg__convention_of(hg_convention convention);

#endif
