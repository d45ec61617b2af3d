/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hip centres from body measures, in the pelvis frame (origin mid-ASIS, x anterior, y up, z right).
 *
 *   bell        -0.19 PW, -0.30 PW, +-0.36 PW                     Bell 1989,
 * doi:10.1016/0167-9457(89)90020-1 harrington  -0.24 PD - 9.9, -0.30 PW - 10.9, +-(0.33 PW + 7.3)
 * mm, from pelvic width and depth alone; Harrington 2007, doi:10.1016/j.jbiomech.2006.02.003 hara
 * 11 - 0.063 LL, -9 - 0.078 LL, +-(8 + 0.086 LL) mm  Hara 2016, doi:10.1038/srep37707
 */
#ifndef HG_GAIT_CALIBRATION_HIP_CENTRE_H
#define HG_GAIT_CALIBRATION_HIP_CENTRE_H

#include <hipgait/recording.h>

#include "dsp/vector.h"

typedef struct hg__pelvis_measures {
    double width_m;         /* PW: between the ASIS */
    double depth_m;         /* PD: mid-ASIS to mid-PSIS */
    double leg_length_m[2]; /* LL: ASIS to medial malleolus; NaN when not known */
} hg__pelvis_measures;

/* `method` is bell, harrington, hara, or auto: hara when both leg lengths are known, else
 * harrington. Returns the method used; NULL when it needs a measure that is missing. */
const char *hg__hip_centres(hg__vec3 centre[2], const hg__pelvis_measures *measures,
                            const char *method);

#endif
