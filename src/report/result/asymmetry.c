/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Left against right of each metric, and of all together. */
#include <hipgait/limits.h>
#include <math.h>

#include "report/result/parts.h"

static const char *class_word(int value) {
    return hg_asymmetry_class_name((hg_asymmetry_class)value);
}

/* Each index with its formula beside it; never of an angle. */
static void form_index(hg__form *f, hg_asymmetry *a) {
    if (!hg__form_open_line_if(f, "index", !isnan(a->index.symmetry_index))) {
        if (!hg__form_keeps(f)) return;
        a->index.symmetry_index = a->index.symmetry_angle = a->index.limb_symmetry_index = NAN;
        a->index.ci95[0] = a->index.ci95[1] = NAN;
        return;
    }
    hg__form_fixed(f, "name", "symmetry_index");
    hg__form_number(f, "value", &a->index.symmetry_index);
    hg__form_interval(f, "ci95", a->index.ci95);
    hg__form_shown(f, "formula", "100 (R - L) / (0.5 (R + L))");
    hg__form_number(f, "symmetry_angle", &a->index.symmetry_angle);
    hg__form_shown(f, "symmetry_angle_formula", "100 (45 deg - atan(L / R)) / 90 deg");
    hg__form_number(f, "limb_symmetry_index", &a->index.limb_symmetry_index);
    hg__form_shown(f, "limb_symmetry_index_formula", "100 involved / other");
    hg__form_close(f);
}

static void form_limit(hg__form *f, hg_metric_id metric) {
    const hg_limit *limit = hg_limit_of(metric);
    bool index = hg_metrics[metric].form == HG_FORM_INDEX, known = !isnan(limit->limit);
    hg__form_shown_number(f, "limit", limit->limit);
    hg__form_shown_or_null(f, "limit_of", !known ? "" : index ? "symmetry_index" : "difference");
    hg__form_shown_number(f, "offset", known ? limit->offset : (double)NAN);
    hg__form_shown_number(f, "sem", limit->sem);
    hg__form_shown(f, "source", limit->source);
}

void hg__form_asymmetry(hg__form *f, hg_result *r) {
    hg_asymmetry *list =
        hg__form_list(f, "asymmetry", r->asymmetry, &r->n_asymmetry, sizeof *list, HG_METRIC_COUNT);
    for (size_t i = 0; i < r->n_asymmetry && hg__form_ok(f); i++) {
        hg_asymmetry *a = &list[i];
        hg__form_open(f, NULL);
        int metric = hg__form_metric(f, "metric", (int)a->metric);
        hg__form_in_order(f, i, i ? (int)list[i - 1].metric : 0, metric);
        hg__form_number(f, "difference", &a->difference);
        hg__form_interval(f, "ci95", a->ci95);
        hg__form_interval(f, "ci95_total", a->ci95_total);
        form_index(f, a);
        hg__form_number(f, "same_sign_share", &a->same_sign_share);
        hg__form_count(f, "pairs", &a->pairs);
        hg__form_boolean(f, "paired", &a->paired);
        form_limit(f, (hg_metric_id)metric);
        hg__form_number(f, "p", &a->p);
        hg__form_number(f, "q", &a->q);
        int rating = hg__form_choice(f, "class", (int)a->rating, class_word,
                                     HG_ASYMMETRY_BEYOND + 1, HG__FORM_NEEDED, NULL);
        const char *reason = hg__form_text(f, "reason", a->reason);
        hg__form_close(f);
        if (!hg__form_keeps(f)) continue;
        a->metric = (hg_metric_id)metric;
        a->rating = (hg_asymmetry_class)rating;
        a->reason = reason;
    }
    hg__form_close(f);
    if (f->reading) r->asymmetry = list;
}

void hg__form_asymmetry_summary(hg__form *f, hg_result *r) {
    hg_asymmetry_summary *s = &r->asymmetry_summary;
    hg__form_open(f, "asymmetry_summary");
    hg__form_count(f, "tests", &s->tests);
    hg__form_shown_number(f, "level", HG_ASYMMETRY_LEVEL);
    hg__form_shown_number(f, "expected_by_chance", HG_ASYMMETRY_LEVEL * (double)s->tests);
    hg__form_count(f, "notable", &s->notable);
    hg__form_count(f, "beyond", &s->beyond);
    hg__form_count(f, "insufficient", &s->insufficient);
    hg__form_shown_number(f, "false_discovery_rate",
                          r->provenance.params.asymmetry_false_discovery);
    hg__form_count(f, "discoveries", &s->discoveries);
    int side = hg__form_choice(f, "involved_side", (int)s->involved, hg__form_side_word, 2,
                               HG_SIDE_UNKNOWN, NULL);
    if (f->reading) s->involved = (hg_side)side;
    hg__form_close(f);
}
