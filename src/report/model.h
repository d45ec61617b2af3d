/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the results of one runner and session to a document. hg__report_build() is what a face
 * calls; the parts below it are the builders, one subject a file (model_*.c).
 */
#ifndef HG_REPORT_MODEL_H
#define HG_REPORT_MODEL_H

#include <stddef.h>

#include <hipgait/report.h>

#include "report/document.h"

/*
 * The document of results in the order given. HG_EINVAL when they are not of one runner and
 * session; `options` NULL means the defaults. Free with hg__report_free(). It borrows from the
 * results and the options: both must live as long.
 */
typedef struct hg__report {
    hg__document *doc;
    hg__texts *texts;
} hg__report;

hg_status hg__report_build(hg__report *out, const hg_result *const *results, size_t n,
                           const hg_report_options *options, hg_error *err);
void hg__report_free(hg__report *report);

#endif
