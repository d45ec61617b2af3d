/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_KEEP_STATS_H
#define HG_GAIT_KEEP_STATS_H

#include "gait/arrows.h"

/* Copies what the metrics of a result point to into the memory of the result. False when memory
 * runs out. */
bool hg__keep_outliers(hg_result *result);

#endif
