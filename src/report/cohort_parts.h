/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the faces of a cohort share. */
#ifndef HG_REPORT_COHORT_PARTS_H
#define HG_REPORT_COHORT_PARTS_H

#include <hipgait/cohort.h>

#include "base/strbuf.h"
#include "report/texts.h"

/* The measures that the table shows; all others stand in the spreads and in cohort.csv. Excursions
 * rather than peaks: a rolled pelvis cluster moves peaks, and days repeat excursions better. */
#define HG__KEY_METRICS 5
extern const hg_metric_id hg__key_metrics[HG__KEY_METRICS];

/* Everything the parts of the page look at. */
typedef struct hg__cohort_page {
    hg__strbuf *b;
    hg_cohort *cohort;
    const hg__texts *texts;
    hg_error *err;
    hg_status status;
} hg__cohort_page;

/* A text of the catalogue, escaped. */
void hg__cohort_say(hg__cohort_page *p, const char *key);
/* The same with "{}" replaced by what was written by hand. */
void hg__cohort_say_count(hg__cohort_page *p, const char *key, size_t count);

/* Parts: the style sheet, the script, the table, failures, spreads (cohort_*.c). */
extern const char hg__cohort_style[], hg__cohort_script[], hg__cohort_head_script[];
void hg__cohort_table_part(hg__cohort_page *p);
void hg__cohort_failures_part(hg__cohort_page *p);
void hg__cohort_spreads_part(hg__cohort_page *p);

/* A link to the report of a row with its runner, session and trial, or these alone. */
void hg__cohort_link(hg__cohort_page *p, const hg_cohort_row *row);
/* A path as part of an address: what is not letter, digit or one of "-._~/" becomes %XX. */
void hg__cohort_address(hg__strbuf *b, const char *path);

#endif
