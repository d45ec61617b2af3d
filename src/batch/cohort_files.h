/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a cohort in a folder, and the results that are in folders already. */
#ifndef HG_BATCH_COHORT_FILES_H
#define HG_BATCH_COHORT_FILES_H

#include <hipgait/hipgait.h>

/* Which files are to be written, as bits. */
enum {
    HG__COHORT_CSV = 1,
    HG__COHORT_HTML = 2,
    HG__COHORT_MQC = 4,
    HG__COHORT_H5 = 8,
    HG__COHORT_FAILURES = 16 /* failures.csv; not made when there are none and it is not there */
};

/*
 * Writes files of a finished cohort, each complete or absent. One of that name that hipgait did not
 * make is HG_EEXIST unless `force`; what is the same already is left alone.
 */
hg_status hg__cohort_files_write(hg_cohort *cohort, const char *folder, unsigned which, bool force,
                                 const hg_cohort_page_options *page, hg_error *err);

/* Whether a result is to be left out, by the name of its file without ".json". */
typedef bool hg__cohort_skip_fn(const void *user, const char *sample);

typedef struct hg__cohort_scan {
    const char *page; /* folder of the page, from which links lead to reports */
    hg__cohort_skip_fn *skip;
    void (*unread)(void *user, const hg_error *error); /* a result that cannot be read; or NULL */
    void *user;
    size_t n, unreadable; /* results that were added; that could not be read, which are failures */
} hg__cohort_scan;

/*
 * Adds every result below a folder, in any depth: files *.json that say they are results. Other
 * files are passed over, hidden ones and links to folders too. HG_ENOTFOUND for the folder itself.
 */
hg_status hg__cohort_scan_folder(hg_cohort *cohort, hg__cohort_scan *scan, const char *folder,
                                 hg_error *err);

/* The place of a file seen from a folder, '/' between: "../shard1/R001/R001_S01.html". Both must
 * be absolute and without "." and "..". Free with free(); NULL: no memory. */
char *hg__relative_path(const char *from_folder, const char *to);

#endif
