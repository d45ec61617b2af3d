/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports from results that were written earlier: the same bytes as analyze made, nothing computed.
 */
#ifndef HG_BATCH_REPORT_H
#define HG_BATCH_REPORT_H

#include <hipgait/hipgait.h>

#include "batch/outputs.h"

/* What became of the results of one runner and session. Texts live during the call. */
typedef struct hg__report_outcome {
    hg_status status;
    const hg_error *error; /* when it failed */
    size_t n_trials;
    hg_quality_status quality; /* the worst of its trials, when done */
    const char *report;        /* path of the HTML, NULL when none was made */
} hg__report_outcome;

typedef struct hg__report_options {
    const char *folder;                                          /* where reports go */
    hg__faces faces;                                             /* what they are written as */
    bool force;                                                  /* replace reports that differ */
    void (*unread)(void *user, const hg_error *error);           /* a file that could not be read */
    void (*done)(void *user, const hg__report_outcome *outcome); /* after each report */
    void *user;
} hg__report_options;

typedef struct hg__report_summary {
    size_t n_files, unread;
    size_t n, failed; /* reports */
    hg_status common; /* the status of all failures when they share one, else HG_OK */
} hg__report_summary;

/* Reads one result, whatever its size allows; err->file is its base name. */
hg_status hg__report_read(hg_result **out, const char *path, hg_error *err);

/*
 * Groups the results by runner and session, in the order in which these come up first, and renders
 * each group. HG_OK however many files or reports fail; HG_ENOTFOUND before anything is made when a
 * file is not there.
 */
hg_status hg__report_run(hg__report_summary *out, const char *const *paths, size_t n,
                         const hg__report_options *options, hg_error *err);

#endif
