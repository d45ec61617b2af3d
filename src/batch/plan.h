/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files a batch works on, in what order, and what their outputs are called. */
#ifndef HG_BATCH_PLAN_H
#define HG_BATCH_PLAN_H

#include <hipgait/recording.h>

typedef struct hg__plan {
    char **path; /* sorted, each once */
    size_t n;
} hg__plan;

/* Files as they are named; folders searched to any depth for files whose bytes are those of a
 * recording, hidden ones left out. HG_ENOTFOUND for an input that is not there, or a folder without
 * any recording. */
hg_status hg__plan_make(hg__plan *out, const char *const *inputs, size_t n, hg_error *err);
void hg__plan_free(hg__plan *plan);

/* An id made fit for a file name: letters, digits, '.', '_' and '-' stay, the rest becomes '-';
 * neither empty nor beginning with a dot. */
void hg__clean_id(char out[HG_NAME_MAX], const char *id);

#endif
