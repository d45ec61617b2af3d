/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DIR/failures.csv: recordings and trials without a result, and why (docs/cohort.md). */
#ifndef HG_BATCH_FAILURES_H
#define HG_BATCH_FAILURES_H

#include <hipgait/cohort.h>

#define HG__FAILURES_FILE "failures.csv"

/* Adds the lines of a file to the cohort; `leave_out` (may be NULL) says of which files not. A file
 * that is not there has none; one that is no such table is HG_EFORMAT, with its line. */
hg_status hg__failures_read(hg_cohort *cohort, const char *path,
                            bool (*leave_out)(const void *user, const char *file), const void *user,
                            hg_error *err);

/* The table of the cohort's failures. */
hg_status hg__failures_text(hg_text *out, const hg_cohort *cohort, hg_error *err);

/* The head line, by which such a file is known. */
extern const char hg__failures_head[];

#endif
