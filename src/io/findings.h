/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where faults go. Reading and validating are the same code: a reader's sink stops at the first
 * fault and makes it the error; a validator's sink collects them and lets the code go on.
 */
#ifndef HG_IO_FINDINGS_H
#define HG_IO_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/export.h>
#include <hipgait/flags.h>
#include <hipgait/status.h>

#define HG__FINDINGS_MAX 200 /* a file with more is not described any better by more lines */

typedef struct hg__found {
    hg_severity severity;
    char object[256], found[256], expected[256];
} hg__found;

typedef struct hg__sink {
    bool collect;  /* validating: keep everything, go on */
    hg_error *err; /* reading: the first fault; may be NULL */
    hg__found *list;
    size_t n, room;
    size_t n_faults;
} hg__sink;

/* A blocker. Returns HG_OK when the code should go on without the object, else `code`. */
hg_status hg__fault(hg__sink *sink, hg_status code, const char *object, const char *expected,
                    const char *found, ...) HG_PRINTF(5, 6);

/* A warning or a note; `expected` may be "". A validator keeps both, a reader the warnings: they
 * travel with the recording. */
void hg__remark(hg__sink *sink, hg_severity severity, const char *object, const char *expected,
                const char *found, ...) HG_PRINTF(5, 6);

void hg__sink_free(hg__sink *sink);

#endif
