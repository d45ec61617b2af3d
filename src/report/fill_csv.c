/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How every sample of every marker came about, as CSV: the codes of hg_sample_origin. */
#include <hipgait/report.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"

/* Quoted where a comma, a quote or a line's end would end the cell. */
static void add_cell(hg__strbuf *b, const char *text) {
    if (!strpbrk(text, ",\"\r\n")) {
        hg__strbuf_add(b, text);
        return;
    }
    hg__strbuf_add(b, "\"");
    for (const char *c = text; *c; c++) {
        if (*c == '"') hg__strbuf_add(b, "\"");
        hg__strbuf_add_bytes(b, c, 1);
    }
    hg__strbuf_add(b, "\"");
}

hg_status hg_report_fill_csv(hg_text *out, const hg_result *result, hg_error *err) {
    if (!out || !result) return hg__fail(err, HG_EINVAL, "there is no result to write");
    const hg_frames *frames = result->frames;
    if (!frames || frames->n_markers == 0)
        return hg__fail(err, HG_EINVAL,
                        "the result of trial \"%s\" holds no frames of markers; they are kept only "
                        "on request, and only where markers were recorded",
                        result->trial);
    hg__strbuf b = {0};
    hg__strbuf_add(&b, "time_s");
    for (size_t k = 0; k < frames->n_markers; k++) {
        hg__strbuf_add(&b, ",");
        add_cell(&b, frames->marker[k]);
    }
    hg__strbuf_add(&b, "\n");
    for (size_t i = 0; i < frames->n; i++) {
        hg__strbuf_add_g(&b, frames->time_s[i], 9, "n/a");
        for (size_t k = 0; k < frames->n_markers; k++) {
            const char code[] = {',', (char)('0' + frames->origin[k][i]), '\0'};
            hg__strbuf_add(&b, code);
        }
        hg__strbuf_add(&b, "\n");
    }
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
