/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a laboratory adds to its reports, from small JSON files: its name, logo, contact and colours
 * (docs/reports.md), and who the pseudonymous runners are. Identities live in memory only while
 * reports are made; no result, table or log holds them.
 */
#ifndef HG_BATCH_DRESS_H
#define HG_BATCH_DRESS_H

#include <hipgait/report.h>

#include "base/json.h"

typedef struct hg__dress {
    hg_lab lab;
    hg_identity *identities;
    hg__json *lab_file, *identity_file; /* own the texts of both */
    void *logo;
    hg_report_texts *texts;
} hg__dress;

/*
 * Reads the files that are named (NULL: none) and lets `report` point at what they say, and at the
 * texts of its language, which must have some. A file that says something unknown is HG_EFORMAT.
 * Starts from a zeroed `out`; free with hg__dress_close() also after a failure.
 */
hg_status hg__dress_open(hg__dress *out, hg_report_options *report, const char *lab_file,
                         const char *identity_file, hg_error *err);
void hg__dress_close(hg__dress *dress);

#endif
