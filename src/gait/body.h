/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_BODY_H
#define HG_GAIT_BODY_H

#include "gait/arrows.h"

/*
 * The runner's measures: those of the file, else those set as parameters (subject.*), else NaN.
 * Raises measure_given_twice when both speak and differ. Angles and hip centres ask here only.
 */
void hg__body_measures(hg__body *out, const hg_subject *subject, const hg__stage *stage);

#endif
