/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The faces of a follow-up: page, PDF, text. */
#include "base/error.h"
#include "report/follow_up_parts.h"
#include "report/html.h"
#include "report/pdf/pdf.h"
#include "report/plain.h"

hg_status hg_report_follow_up_html(hg_text *out, const hg_follow_up *follow_up,
                                   const hg_report_options *options, hg_error *err) {
    hg__report report;
    hg_status status = hg__follow_up_build(&report, follow_up, options, err);
    if (status != HG_OK) return status;
    status = hg__html_document(out, report.doc, err);
    hg__report_free(&report);
    return status;
}

hg_status hg_report_follow_up_pdf(hg_text *out, const hg_follow_up *follow_up,
                                  const hg_report_options *options, hg_error *err) {
    static const hg_report_options defaults = {0};
    hg__report report;
    hg_status status = hg__follow_up_build(&report, follow_up, options, err);
    if (status != HG_OK) return status;
    if (!options) options = &defaults;
    status = hg__pdf_write(out, report.doc, options->paper, options->full, err);
    hg__report_free(&report);
    return status;
}

hg_status hg_report_follow_up_text(hg_text *out, const hg_follow_up *follow_up,
                                   const hg_report_options *options, hg_error *err) {
    hg__report report;
    hg__strbuf b = {0};
    hg_status status = hg__follow_up_build(&report, follow_up, options, err);
    if (status != HG_OK) return status;
    hg__plain_document(&b, report.doc);
    hg__report_free(&report);
    return hg__strbuf_take(&b, &out->data, &out->size) ? HG_OK : hg__fail_memory(err);
}
