/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main job over the files of a plan: read, analyse, report; one recording after another. */
#ifndef HG_BATCH_RUN_H
#define HG_BATCH_RUN_H

#include <hipgait/hipgait.h>

#include "batch/outputs.h"
#include "batch/plan.h"

/* What became of one recording. Texts live during the call. */
typedef struct hg__batch_outcome {
    const char *file;          /* base name */
    hg_status status;          /* HG_OK, or why it failed */
    const hg_error *error;     /* when it failed */
    hg_quality_status quality; /* the worst of its trials, when done */
    size_t n_trials, n_failed_trials;
    const char *report; /* path of the HTML, inside the output folder; NULL when none was made */
} hg__batch_outcome;

typedef struct hg__batch_options {
    const char *folder; /* where outputs go */
    hg_analyze_options analyze;
    const char *const *markerset_files;
    size_t n_markerset_files;
    const char *reference_file; /* a reference set instead of the built-in ones, or NULL */
    const char *roster_file;    /* answers of many runners (intake_sources.h), or NULL */
    const char *intake_file;    /* answers for the one recording of the plan, or NULL */
    const char *evidence_file;  /* rules that extend or replace the built-in ones, or NULL */
    const char *cpu;            /* CPU level of the kernels; NULL: the best */
    hg__faces faces;            /* what reports are written as */
    bool force;                 /* replace outputs that differ */
    bool fail_fast;             /* stop at the first failure */
    hg_log log;
    void (*done)(void *user, const hg__batch_outcome *outcome); /* after each recording */
    void (*trial_failed)(void *user,
                         const hg_error *error); /* a trial that could not be analysed */
    void *user;
} hg__batch_options;

typedef struct hg__batch_summary {
    size_t n, failed, by_quality[3];
    size_t incomplete;        /* done, but a trial of theirs failed */
    hg_status common_failure; /* the status of all failures when they share one, else HG_OK */
} hg__batch_summary;

/* HG_OK however many recordings fail; anything else means that the batch could not begin. */
hg_status hg__batch_run(hg__batch_summary *out, const hg__plan *plan,
                        const hg__batch_options *options, hg_error *err);

#endif
