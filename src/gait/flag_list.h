/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where stages raise quality flags. */
#ifndef HG_GAIT_FLAG_LIST_H
#define HG_GAIT_FLAG_LIST_H

#include <hipgait/export.h>
#include <hipgait/result.h>

typedef struct hg__flags {
    hg_flag item[HG_FLAG_COUNT];
    size_t n;
} hg__flags;

/* Raises a flag once; a second call with the same id is ignored (the first tells the reason). The
 * detail fills the sentence's "%s". `value` may be NaN. */
void hg__flag(hg__flags *flags, hg_flag_id id, double value, const char *fmt, ...) HG_PRINTF(4, 5);

hg_quality_status hg__flags_status(const hg__flags *flags);

#endif
