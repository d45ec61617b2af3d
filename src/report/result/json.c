/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/report.h>
#include <hipgait/version.h>

#include "base/error.h"
#include "report/result/parts.h"

hg_status hg_report_json(hg_text *out, const hg_result *result, hg_error *err) {
    if (!out || !result) return hg__fail(err, HG_EINVAL, "there is no result to write");
    hg__form w = {.depth = 0};
    hg__form_begin(&w, NULL, "{");
    hg__form_text(&w, "schema", "hipgait-result");
    hg__form_text(&w, "schema_version", HG_RESULT_SCHEMA_VERSION);
    hg__form_text(&w, "intended_use", hg_intended_use());
    hg__form_who(&w, result);
    hg__form_provenance(&w, &result->provenance);
    hg__form_trial(&w, result);
    hg__form_quality(&w, result);
    hg__form_events(&w, &result->events);
    hg__form_strides(&w, result);
    hg__form_metrics(&w, result);
    hg__form_curves(&w, result);
    hg__form_spectra(&w, result);
    hg__form_variability(&w, result);
    hg__form_coordination(&w, result);
    hg__form_asymmetry(&w, result);
    hg__form_asymmetry_summary(&w, result);
    hg__form_end(&w, "}");
    hg__strbuf_add(&w.b, "\n");
    if (!hg__strbuf_take(&w.b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
