/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the cohort table that say what the evidence says: red flags, and the band of each
 * condition and side of the built-in rules. Conditions of a lab's own rules have no column. */
#ifndef HG_REPORT_COHORT_BANDS_H
#define HG_REPORT_COHORT_BANDS_H

#include <hipgait/result.h>

#include "base/strbuf.h"

/* The conditions of the built-in rules, in their order; the last has no id. None where no rules are
 * built in. cmake/conditions.cmake writes the table. */
typedef struct hg__condition_row {
    const char *id;
    bool sided; /* judged for each side */
} hg__condition_row;
extern const hg__condition_row hg__built_in_conditions[];

/* Each adds its cells, with a comma in front of every one. */
void hg__cohort_bands_head(hg__strbuf *b);
void hg__cohort_bands_row(hg__strbuf *b, const hg_result *result);

#endif
