/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * participants.tsv as BIDS has it: a header, a line per runner, tabs between the cells, n/a for
 * what was not asked. docs/intake.md lists the columns.
 */
#ifndef HG_BATCH_ROSTER_H
#define HG_BATCH_ROSTER_H

#include <hipgait/hipgait.h>

typedef struct hg__roster_column hg__roster_column;
typedef struct hg__roster_row hg__roster_row;

typedef struct hg__roster {
    char *text, *name; /* the file, cut at its tabs and line ends; its base name */
    hg__roster_column *columns;
    size_t n_columns;
    hg__roster_row *rows;
    size_t n_rows;
} hg__roster;

/* HG_EINVAL with the line, and the column where there is one. Free in any case. */
hg_status hg__roster_read(hg__roster *out, const char *path, const hg_log *log, hg_error *err);
void hg__roster_free(hg__roster *roster);

/* The answers of the recording's runner, where the roster has them, over those that are there. */
hg_status hg__roster_apply(hg__roster *roster, hg_recording *recording, hg_error *err);

/* One warning that names the runners of whom no recording was seen. */
void hg__roster_tell_unused(const hg__roster *roster, const hg_log *log);

#endif
