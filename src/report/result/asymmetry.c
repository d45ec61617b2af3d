/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/result/parts.h"

#include <hipgait/limits.h>
#include <math.h>

/* Each index with its formula beside it; never of an angle. */
static void write_index(hg__form *w, const hg_asymmetry *a) {
    if (isnan(a->index.symmetry_index)) {
        hg__form_null(w, "index");
        return;
    }
    hg__form_begin_flat(w, "index");
    hg__form_text(w, "name", "symmetry_index");
    hg__form_number(w, "value", a->index.symmetry_index);
    hg__form_interval(w, "ci95", a->index.ci95);
    hg__form_text(w, "formula", "100 (R - L) / (0.5 (R + L))");
    hg__form_number(w, "symmetry_angle", a->index.symmetry_angle);
    hg__form_text(w, "symmetry_angle_formula", "100 (45 deg - atan(L / R)) / 90 deg");
    hg__form_number(w, "limb_symmetry_index", a->index.limb_symmetry_index);
    hg__form_text(w, "limb_symmetry_index_formula", "100 involved / other");
    hg__form_end_flat(w);
}

static void write_limit(hg__form *w, const hg_asymmetry *a) {
    const hg_limit *limit = hg_limit_of(a->metric);
    bool index = hg_metrics[a->metric].form == HG_FORM_INDEX;
    hg__form_number(w, "limit", limit->limit);
    if (isnan(limit->limit)) {
        hg__form_null(w, "limit_of");
        hg__form_null(w, "offset");
    } else {
        hg__form_text(w, "limit_of", index ? "symmetry_index" : "difference");
        hg__form_number(w, "offset", limit->offset);
    }
    hg__form_number(w, "sem", limit->sem);
    hg__form_text(w, "source", limit->source);
}

void hg__form_asymmetry(hg__form *w, const hg_result *r) {
    hg__form_begin(w, "asymmetry", "[");
    for (size_t i = 0; i < r->n_asymmetry; i++) {
        const hg_asymmetry *a = &r->asymmetry[i];
        hg__form_begin(w, NULL, "{");
        hg__form_text(w, "metric", hg_metrics[a->metric].id);
        hg__form_number(w, "difference", a->difference);
        hg__form_interval(w, "ci95", a->ci95);
        hg__form_interval(w, "ci95_total", a->ci95_total);
        write_index(w, a);
        hg__form_number(w, "same_sign_share", a->same_sign_share);
        hg__form_count(w, "pairs", a->pairs);
        hg__form_boolean(w, "paired", a->paired);
        write_limit(w, a);
        hg__form_number(w, "p", a->p);
        hg__form_number(w, "q", a->q);
        hg__form_text(w, "class", hg_asymmetry_class_name(a->rating));
        hg__form_text(w, "reason", a->reason);
        hg__form_end(w, "}");
    }
    hg__form_end(w, "]");
}

void hg__form_asymmetry_summary(hg__form *w, const hg_result *r) {
    const hg_asymmetry_summary *s = &r->asymmetry_summary;
    hg__form_begin(w, "asymmetry_summary", "{");
    hg__form_count(w, "tests", s->tests);
    hg__form_number(w, "level", HG_ASYMMETRY_LEVEL);
    hg__form_number(w, "expected_by_chance", HG_ASYMMETRY_LEVEL * (double)s->tests);
    hg__form_count(w, "notable", s->notable);
    hg__form_count(w, "beyond", s->beyond);
    hg__form_count(w, "insufficient", s->insufficient);
    hg__form_number(w, "false_discovery_rate", r->provenance.params.asymmetry_false_discovery);
    hg__form_count(w, "discoveries", s->discoveries);
    hg__form_text_or_null(w, "involved_side",
                          s->involved == HG_SIDE_UNKNOWN ? "" : hg__form_sides[s->involved]);
    hg__form_end(w, "}");
}
