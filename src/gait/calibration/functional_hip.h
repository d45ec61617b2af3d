/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functional hip centre, SCoRE (Ehrig 2006, doi:10.1016/j.jbiomech.2005.10.002): the point that
 * stays fixed in the pelvis and the point that stays fixed in the thigh, brought as close together
 * as they go over all frames of a trial in which the leg moves about the hip; their mean is the
 * centre.
 */
#ifndef HG_GAIT_CALIBRATION_FUNCTIONAL_HIP_H
#define HG_GAIT_CALIBRATION_FUNCTIONAL_HIP_H

#include "gait/arrows.h"

typedef struct hg__functional_hip {
    bool found;
    hg__vec3 centre;   /* in the pelvis frame of the model, metres */
    double residual_m; /* root mean square distance of the two points */
    double condition;  /* of the least-squares matrix */
    double motion_rad; /* largest turn of the thigh in the pelvis between two frames */
} hg__functional_hip;

/* `pelvis` and `thigh` are the segments' markers in the moving trial, in models that share the
 * frame of the pelvis. `found` is false when fewer than 50 frames show both segments. */
hg_status hg__functional_hip_centre(hg__functional_hip *out, const hg__markers *markers,
                                    const hg__segment_model *pelvis, const hg__segment_model *thigh,
                                    const hg__stage *stage);

#endif
