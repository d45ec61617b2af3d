/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the faces of a cohort share. cohort_html.c puts the page together from its parts. */
#ifndef HG_REPORT_COHORT_PARTS_H
#define HG_REPORT_COHORT_PARTS_H

#include <hipgait/cohort.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "report/texts.h"

/* The measures that the table shows; all others stand in the spreads and in cohort.csv. Excursions
 * rather than peaks: a rolled pelvis cluster moves peaks, and days repeat excursions better. */
#define HG__KEY_METRICS 5
extern const hg_metric_id hg__key_metrics[HG__KEY_METRICS];

#define HG__TASKS 5 /* as many as hg_task has */

/* Everything the parts of the page look at. The first fault sticks. */
typedef struct hg__cohort_page {
    hg__strbuf *b;
    hg_cohort *cohort;
    const hg__texts *texts;
    hg__arena *memory;
    size_t *order;            /* rows, worst data first */
    hg_cohort_spread *spread; /* by task, metric and part */
    hg_error *err;
    hg_status status;
} hg__cohort_page;

/* --- words (cohort_html.c) --- */

/* A text of the catalogue, escaped; "{n}" and "{m}" in it become the counts. */
void hg__cohort_say(hg__cohort_page *p, const char *key);
void hg__cohort_count(hg__cohort_page *p, const char *key, size_t n, size_t m);
/* The same in an attribute: name="text". */
void hg__cohort_attr(hg__cohort_page *p, const char *name, const char *key);
/* A number with the decimal mark of the language; a dash where there is none. */
void hg__cohort_number(hg__cohort_page *p, double value, int decimals);
/* A name from outside, kept apart from the direction of the text around it. */
void hg__cohort_name(hg__strbuf *b, const char *name);
/* "R017 S01 run01", a link to its report where there is one. */
void hg__cohort_link(hg__cohort_page *p, const hg_cohort_row *row);
/* href="...": what is not a letter, digit or one of "-._~/" becomes %XX. */
void hg__cohort_href(hg__strbuf *b, const char *path);

/* Spread of a value over the trials of a task. */
const hg_cohort_spread *hg__cohort_spread(const hg__cohort_page *p, hg_task task, hg_metric_id id,
                                          hg_cohort_part part);
/* Is the value of a row far from those of the other trials of its task? */
bool hg__cohort_far(const hg__cohort_page *p, const hg_cohort_row *row, hg_metric_id id,
                    hg_cohort_part part);

/* --- parts --- */

extern const char hg__cohort_style[];  /* cohort_style.c */
extern const char hg__cohort_script[]; /* cohort_script.c: at the end of the page */
extern const char hg__cohort_first[];  /* before anything is drawn */

void hg__cohort_table_part(hg__cohort_page *p);    /* cohort_rows.c */
void hg__cohort_failures_part(hg__cohort_page *p); /* cohort_rows.c */
void hg__cohort_spreads_part(hg__cohort_page *p);  /* cohort_spreads.c */

#endif
