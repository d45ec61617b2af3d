/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a follow-up; follow_up.c puts them together. */
#ifndef HG_COHORT_FOLLOW_UP_PARTS_H
#define HG_COHORT_FOLLOW_UP_PARTS_H

#include <hipgait/follow_up.h>

/* What differs between the visits (follow_up_aspects.c). */
void hg__follow_up_aspects(hg_follow_up *f);

/* Bit per aspect that leaves a change of this metric open. */
unsigned hg__follow_up_open(const hg_follow_up *f, hg_metric_id id);

/* Conditions and sides of both visits (follow_up_bands.c); false without memory. */
bool hg__follow_up_bands(hg_follow_up *f);

#endif
