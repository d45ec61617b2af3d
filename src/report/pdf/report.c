/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/report.h>

#include "base/error.h"
#include "report/model.h"
#include "report/pdf/pdf.h"

hg_status hg_report_pdf(hg_text *out, const hg_result *const *results, size_t n,
                        const hg_report_options *options, hg_error *err) {
    hg__report report;
    if (!out) return hg__fail(err, HG_EINVAL, "there is nowhere to write the report to");
    hg_status status = hg__report_build(&report, results, n, options, err);
    if (status != HG_OK) return status;
    static const hg_report_options defaults = {0};
    if (!options) options = &defaults;
    status = hg__pdf_write(out, report.doc, options->paper, options->full, err);
    hg__report_free(&report);
    return status;
}
