/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file reference.h
 * A laboratory's own reference set from its cohort table. docs/references.md describes the file
 * that is made, and how an analysis chooses among its rows.
 */
#ifndef HG_HIPGAIT_REFERENCE_H
#define HG_HIPGAIT_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/export.h>
#include <hipgait/recording.h>
#include <hipgait/report.h>
#include <hipgait/status.h>

/** Which trials of the table count, and what the set says about itself. */
typedef struct hg_reference_options {
    const char *name;       /**< of the set; NULL: "own reference" */
    const char *version;    /**< NULL: "1" */
    const char *population; /**< who they are; NULL: counted from the table */
    const char *source;     /**< NULL: "own measurements" */
    hg_task task;           /**< unknown: run and walk, each apart */
    hg_sex sex;             /**< unknown: all, and women and men apart where both are there */
    double speed_from_m_s, speed_to_m_s; /**< NaN: all; the range of the rows is then that of the
                                              trials, widened to whole quarters of a m/s */
    const char *markerset, *convention;  /**< NULL: each apart */
    bool ok_only; /**< leave out trials with warnings; insufficient ones never count */
} hg_reference_options;

/** All trials that are not insufficient, texts NULL, speeds NaN. */
HG_API void hg_reference_options_default(hg_reference_options *options);

/** What a table gave. */
typedef struct hg_reference_counts {
    size_t trials, used, runners, rows;
} hg_reference_counts;

/**
 * Makes a reference set from a cohort table (`table`, `size` bytes; `name` is what messages call
 * it). Each runner counts once per metric, with the mean over the trials that count; mean and
 * standard deviation (n - 1) are over runners, of at least two. HG_EINVAL for a table that is not
 * one, with the line, and when no row can be made, with what was left out. `counts` may be NULL.
 */
HG_API HG_CHECKED hg_status hg_reference_build(hg_text *out, hg_reference_counts *counts,
                                               const char *table, size_t size, const char *name,
                                               const hg_reference_options *options, hg_error *err);

#endif
