/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the cohort table that say what the evidence says: red flags, and the band of each
 * condition and side of the built-in rules. Conditions of a lab's own rules have no column. */
#ifndef HG_REPORT_COHORT_BANDS_H
#define HG_REPORT_COHORT_BANDS_H

#include <hipgait/result.h>

#include "base/strbuf.h"

/* Each adds its cells, with a comma in front of every one. */
hg_status hg__cohort_bands_head(hg__strbuf *b, hg_error *err);
hg_status hg__cohort_bands_row(hg__strbuf *b, const hg_result *result, hg_error *err);

#endif
