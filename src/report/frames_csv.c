/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Angles of every frame as CSV; a missing value is n/a, as in BIDS tables, never an empty cell. */
#include <hipgait/report.h>
#include <math.h>

#include "base/error.h"
#include "base/strbuf.h"

hg_status hg_report_frames_csv(hg_text *out, const hg_result *result, hg_error *err) {
    if (!out || !result) return hg__fail(err, HG_EINVAL, "there is no result to write");
    const hg_frames *frames = result->frames;
    if (!frames)
        return hg__fail(err, HG_EINVAL,
                        "the result of trial \"%s\" holds no frames; they are kept only on request",
                        result->trial);
#define COLUMN(name, column) "," column
    static const char header[] = "time_s" HG_ANGLE_TABLE(COLUMN) "\n";
#undef COLUMN
    hg__strbuf b = {0};
    hg__strbuf_add(&b, header);
    for (size_t i = 0; i < frames->n; i++) {
        hg__strbuf_add_g(&b, frames->time_s[i], 9, "n/a");
        for (int a = 0; a < HG_ANGLE_COUNT; a++) {
            hg__strbuf_add(&b, ",");
            hg__strbuf_add_g(&b, frames->angle_deg[a] ? frames->angle_deg[a][i] : NAN, 9, "n/a");
        }
        hg__strbuf_add(&b, "\n");
    }
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
