/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_CALIBRATION_CALIBRATION_H
#define HG_GAIT_CALIBRATION_CALIBRATION_H

#include "gait/arrows.h"

/*
 * What the static trial says: frames of pelvis, thighs and shanks by the convention in force (ISB:
 * Wu 2002, doi:10.1016/S0021-9290(01)00222-6), hip centres, and the place of every tracking marker
 * in them. `fixed` are the cleaned markers of the static trial, `moving` those of the trial to be
 * tracked. `functional` are trials in which a leg moves about its hip; the best for a side gives
 * its hip centre when pose.hip_centre is auto or functional. Segments that cannot be calibrated
 * stay unknown; flags say why.
 */
hg_status hg__calibrate(hg__calibration *out, const hg__markers *fixed, const hg__markers *moving,
                        const hg__functional *functional, const hg__markerset *set,
                        const hg__progress *progress, const hg__body *body, const hg__stage *stage);

/* Leg lengths between the markers of the static trial, ASIS to medial malleolus, by hg_side; NaN
 * where the marker set or the trial lacks one of them. */
void hg__static_leg_lengths(double out_m[2], const hg__markers *fixed, const hg__markerset *set,
                            const hg__stage *stage);

#endif
