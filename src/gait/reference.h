/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What other runners had: reference sets, and the rows of them that fit a trial. Data read from
 * datasets/references/ or from the user; docs/references.md describes the files and the rules.
 */
#ifndef HG_GAIT_REFERENCE_H
#define HG_GAIT_REFERENCE_H

#include "gait/arrows.h"

typedef enum hg__reference_side {
    HG__REFERENCE_LEFT,
    HG__REFERENCE_RIGHT,
    HG__REFERENCE_BOTH,       /* either side, or a metric of the runner */
    HG__REFERENCE_DIFFERENCE, /* right minus left of each runner */
    HG__REFERENCE_SIDES
} hg__reference_side;

typedef struct hg__reference_row {
    hg_metric_id metric;
    hg__reference_side side;
    double mean, sd; /* in the registry's unit; sd is NaN where nobody says it */
    size_t n;        /* runners */
    const char *sensor, *markerset, *convention; /* "any" fits all */
    hg_task task;
    double speed_from, speed_to; /* m/s; NaN: any */
    hg_sex sex;                  /* unknown: all */
    bool compare;                /* else for information only */
    const char *population, *method, *source, *quality;
} hg__reference_row;

typedef struct hg__reference_set {
    const char *name, *version;
    char sha256[65];
    bool own; /* the user's */
    hg__reference_row *row;
    size_t n;
} hg__reference_set;

/* One file, whose bytes are `text`; NUL-terminated. HG_EINVAL with the line, what is wrong in it
 * and what was expected. */
hg_status hg__reference_parse(hg__reference_set *out, const char *text, size_t size,
                              const char *name, hg__arena *memory, hg_error *err);

/* The sets in force: the user's one (`own`, named `name` in messages), else the built-in ones. */
hg_status hg__references_load(hg__reference_set **out, size_t *n_out, const char *own,
                              const char *name, hg__arena *memory, hg_error *err);

/* What decides which rows fit. */
typedef struct hg__reference_key {
    const char *sensor, *markerset, *convention;
    hg_task task;
    double speed_m_s;
    hg_sex sex;
} hg__reference_key;

/*
 * For each metric the rows that fit it best: of the same sensor, task, speed and sex and, for rows
 * to compare with, of the same marker set and convention and of enough runners; sex of its own
 * before all, then the narrower range of speeds, then more runners, then the earlier row. z-scores
 * and percentiles are made with rows to compare only. Raises reference_none, saying why, when there
 * is no such row for any metric. `out` has room for HG_METRIC_COUNT; texts are borrowed.
 */
void hg__choose_references(hg_reference *out, size_t *n_out, const hg__reference_set **used,
                           const hg__reference_set *sets, size_t n_sets,
                           const hg__reference_key *key, const hg_metric_value *metrics,
                           size_t n_metrics, const hg__stage *stage);

/* Copies them with their texts into the result. */
bool hg__keep_references(hg_result *result, const hg_reference *references, size_t n,
                         const hg__reference_set *used);

#endif
