/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The follow-up of two results, as files. */
#ifndef HG_BATCH_COMPARE_H
#define HG_BATCH_COMPARE_H

#include <hipgait/hipgait.h>
#include <limits.h>

#include "batch/outputs.h"

typedef struct hg__compare_job {
    const char *earlier, *later; /* paths of results */
    const char *folder;          /* where the files go */
    hg_follow_up_options options;
    hg__faces faces; /* csv is not among them */
    bool force;
} hg__compare_job;

typedef struct hg__compare_outcome {
    char page[PATH_MAX]; /* path of the page */
    bool same_recording, order_doubtful;
    size_t tests, real, open;
} hg__compare_outcome;

/*
 * Writes FOLDER/<runner>/<runner>_<session>_<trial>_to_<session>_<trial>.follow-up.html and .json
 * and what else `faces` asks for, all or none. HG_EINVAL for results of two runners.
 */
hg_status hg__compare_run(hg__compare_outcome *out, const hg__compare_job *job, hg_error *err);

#endif
