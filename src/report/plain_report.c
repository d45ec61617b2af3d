/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/report.h>

#include "base/error.h"
#include "report/model.h"
#include "report/plain.h"

hg_status hg_report_text(hg_text *out, const hg_result *const *results, size_t n,
                         const hg_report_options *options, hg_error *err) {
    hg__report report;
    hg__strbuf b = {0};
    if (!out) return hg__fail(err, HG_EINVAL, "there is nowhere to write the report to");
    hg_status status = hg__report_build(&report, results, n, options, err);
    if (status != HG_OK) return status;
    hg__plain_document(&b, report.doc);
    hg__report_free(&report);
    return hg__strbuf_take(&b, &out->data, &out->size) ? HG_OK : hg__fail_memory(err);
}
