/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of results merged into one cohort. */
#ifndef HG_BATCH_COHORT_H
#define HG_BATCH_COHORT_H

#include <hipgait/hipgait.h>

#include "batch/plan.h"

typedef struct hg__cohort_job {
    const char *folder; /* where the files go */
    hg_cohort_options options;
    hg_cohort_page_options page;
    bool force;
    void (*unread)(void *user, const hg_error *error); /* a result that cannot be read */
    void *user;
} hg__cohort_job;

typedef struct hg__cohort_counts {
    size_t trials, failures, unreadable, by_quality[3];
} hg__cohort_counts;

/*
 * Reads all results below the folders and their failures.csv, and writes cohort.csv, cohort.html,
 * cohort.h5, hipgait_mqc.json and, where there are failures, failures.csv. HG_ENOTFOUND for a
 * folder that is not there, or none with a result; HG_EDATA for two different results of a trial.
 */
hg_status hg__cohort_merge(hg__cohort_counts *out, const char *const *folders, size_t n,
                           const hg__cohort_job *job, hg_error *err);

/*
 * After a call of analyze: adds to its rows and failures what stands in the output folder of
 * earlier calls, and writes cohort.html, hipgait_mqc.json and failures.csv there. Failures of files
 * of the plan that an earlier call told are forgotten: this call tried them again. `language` is
 * that of the page, NULL: English.
 */
hg_status hg__cohort_publish(hg_cohort *cohort, const hg__plan *plan, const char *folder,
                             const char *language, bool force, hg_error *err);

#endif
