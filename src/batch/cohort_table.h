/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DIR/cohort.csv: a line per trial, of this batch and of earlier ones into the same folder. */
#ifndef HG_BATCH_COHORT_TABLE_H
#define HG_BATCH_COHORT_TABLE_H

#include <hipgait/hipgait.h>

typedef struct hg__cohort_line {
    char *key;    /* runner, session and trial */
    char *text;   /* the line with its end */
    size_t order; /* of the trial in its recording, or of the line in the table that was there */
    bool fresh;   /* of this batch */
} hg__cohort_line;

/* Starts zeroed. */
typedef struct hg__cohort_table {
    hg__cohort_line *line;
    size_t n, room;
} hg__cohort_table;

/* Keeps the line of a result; the result itself is no longer needed. `order` is its place among the
 * results of its recording. */
hg_status hg__cohort_table_add(hg__cohort_table *table, const hg_result *result, size_t order,
                               hg_error *err);

/*
 * Writes the table, complete or absent, ordered by runner and session (bytewise), then as in the
 * recording. Lines of other trials that stand in it already stay. Nothing is written without lines.
 * A file there that is no table of this version is HG_EEXIST unless `force`, which replaces it.
 */
hg_status hg__cohort_table_write(hg__cohort_table *table, const char *folder, bool force,
                                 hg_error *err);

/*
 * The places of trials in a cohort table: hg__cohort_table_order() gives that of a line, SIZE_MAX
 * when the table does not have it. A file that is not there or no table of this version gives an
 * empty one.
 */
hg_status hg__cohort_table_read(hg__cohort_table *table, const char *path, hg_error *err);
size_t hg__cohort_table_order(const hg__cohort_table *table, const char *line);

void hg__cohort_table_free(hg__cohort_table *table);

#endif
