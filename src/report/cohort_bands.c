/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/cohort_bands.h"

#include <string.h>

#include "base/csv.h"
#include "base/dataset.h"
#include "base/json.h"

#define RULES "evidence/hip.json"

static const char *const sides[] = {[HG_LEFT] = "_left", [HG_RIGHT] = "_right"};

/* The built-in rules; none where they are not built in. */
static hg_status read_rules(hg__json **out, hg_error *err) {
    *out = NULL;
    for (size_t i = 0; i < hg__n_datasets; i++)
        if (strcmp(hg__datasets[i].name, RULES) == 0)
            return hg__json_parse(out, (const char *)hg__datasets[i].data, hg__datasets[i].size,
                                  RULES, err);
    return HG_OK;
}

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

static hg_status add_cells(hg__strbuf *b, const hg_result *r, hg_error *err) {
    hg__json *rules;
    hg_status status = read_rules(&rules, err);
    const hg__json *list = rules ? hg__json_get(rules, "conditions") : NULL;
    for (size_t i = 0; list && i < hg__json_size(list); i++) {
        const hg__json *condition = hg__json_at(list, i);
        const char *id = hg__json_text(hg__json_get(condition, "id")),
                   *has = hg__json_text(hg__json_get(condition, "sides"));
        if (!id || !has) continue;
        if (strcmp(has, "each") != 0) {
            add_cell(b, r, id, HG_SIDE_UNKNOWN);
            continue;
        }
        add_cell(b, r, id, HG_LEFT);
        add_cell(b, r, id, HG_RIGHT);
    }
    hg__json_free(rules);
    return status;
}

hg_status hg__cohort_bands_head(hg__strbuf *b, hg_error *err) {
    hg__strbuf_add(b, ",red_flags");
    return add_cells(b, NULL, err);
}

hg_status hg__cohort_bands_row(hg__strbuf *b, const hg_result *result, hg_error *err) {
    hg__strbuf_add(b, ",");
    hg__csv_add(b, hg_red_flag_status_name(result->evidence.red_flags.status));
    return add_cells(b, result, err);
}
