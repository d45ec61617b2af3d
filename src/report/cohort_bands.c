/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/cohort_bands.h"

#include <string.h>

#include "base/csv.h"

static const char *const sides[] = {[HG_LEFT] = "_left", [HG_RIGHT] = "_right"};

static const char *band_of(const hg_result *r, const char *id, hg_side side) {
    for (size_t i = 0; i < r->evidence.n_conditions; i++) {
        const hg_condition *c = &r->evidence.conditions[i];
        if (c->side == side && strcmp(c->id, id) == 0) return hg_condition_band_name(c->band);
    }
    return "n/a";
}

/* The name of the column without a result, else its cell. */
static void add_cell(hg__strbuf *b, const hg_result *r, const char *id, hg_side side) {
    hg__strbuf_add(b, ",");
    if (r)
        hg__csv_add(b, band_of(r, id, side));
    else
        hg__strbuf_addf(b, "%s%s_band", id, side == HG_SIDE_UNKNOWN ? "" : sides[side]);
}

static void add_cells(hg__strbuf *b, const hg_result *r) {
    for (const hg__condition_row *c = hg__built_in_conditions; c->id; c++) {
        if (!c->sided) {
            add_cell(b, r, c->id, HG_SIDE_UNKNOWN);
            continue;
        }
        add_cell(b, r, c->id, HG_LEFT);
        add_cell(b, r, c->id, HG_RIGHT);
    }
}

void hg__cohort_bands_head(hg__strbuf *b) {
    hg__strbuf_add(b, ",red_flags");
    add_cells(b, NULL);
}

void hg__cohort_bands_row(hg__strbuf *b, const hg_result *result) {
    hg__strbuf_add(b, ",");
    hg__csv_add(b, hg_red_flag_status_name(result->evidence.red_flags.status));
    add_cells(b, result);
}
