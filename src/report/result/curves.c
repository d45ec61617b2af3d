/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/result/parts.h"

static void write_cluster(hg__form *w, const hg_curve_cluster *c) {
    hg__form_begin_flat(w, NULL);
    hg__form_number(w, "start_percent", c->start_percent);
    hg__form_number(w, "end_percent", c->end_percent);
    hg__form_text(w, "larger", hg__form_sides[c->sign > 0 ? HG_RIGHT : HG_LEFT]);
    hg__form_number(w, "p", c->p);
    hg__form_number(w, "p_flips", c->p_flips);
    hg__form_number(w, "mean_difference", c->mean_difference);
    hg__form_number(w, "peak_difference", c->peak_difference);
    hg__form_number(w, "peak_percent", c->peak_percent);
    hg__form_number(w, "beyond_start_percent", c->beyond_start_percent);
    hg__form_number(w, "beyond_end_percent", c->beyond_end_percent);
    hg__form_end_flat(w);
}

static void write_difference_test(hg__form *w, const hg_difference_test *t) {
    hg__form_begin(w, "difference_test", "{");
    hg__form_text_or_null(w, "reason", t->reason);
    hg__form_count(w, "pairs", t->pairs);
    hg__form_number(w, "lag1", t->lag1);
    hg__form_number(w, "pairs_effective", t->pairs_effective);
    hg__form_number(w, "size_deg", t->size_deg);
    hg__form_number(w, "threshold", t->threshold);
    hg__form_number(w, "fwhm_percent", t->fwhm_percent);
    if (*t->reason) {
        hg__form_null(w, "difference");
        hg__form_null(w, "t");
        hg__form_null(w, "flips");
    } else {
        hg__form_numbers(w, "difference", t->difference, HG_CURVE_POINTS);
        hg__form_numbers(w, "t", t->t, HG_CURVE_POINTS);
        hg__form_begin_flat(w, "flips");
        hg__form_text_or_null(w, "reason", t->flips.reason);
        hg__form_count(w, "blocks", t->flips.blocks);
        hg__form_count(w, "draws", t->flips.draws);
        hg__form_boolean(w, "exact", t->flips.exact);
        hg__form_number(w, "threshold", t->flips.threshold);
        hg__form_number(w, "p", t->flips.p);
        hg__form_end_flat(w);
    }
    hg__form_begin(w, "clusters", "[");
    for (size_t i = 0; i < t->n_clusters; i++) write_cluster(w, &t->clusters[i]);
    hg__form_end(w, "]");
    hg__form_end(w, "}");
}

void hg__form_coordination(hg__form *w, const hg_result *r) {
    hg__form_begin(w, "coordination", "[");
    for (size_t i = 0; i < r->n_coordination; i++) {
        const hg_coordination *c = &r->coordination[i];
        const hg_coordination_measure *m = &hg_coordination_measures[c->id];
        hg__form_begin_flat(w, NULL);
        hg__form_text(w, "id", m->id);
        hg__form_text_or_null(w, "of", c->of);
        hg__form_text_or_null(w, "side", c->side < 0 ? "" : hg__form_sides[c->side]);
        hg__form_text(w, "label", m->label);
        hg__form_text(w, "unit", m->unit);
        hg__form_number(w, "value", c->value);
        hg__form_count(w, "strides", c->strides);
        hg__form_text_or_null(w, "reason", c->reason);
        hg__form_end_flat(w);
    }
    hg__form_end(w, "]");
}

void hg__form_curves(hg__form *w, const hg_result *r) {
#define ID(upper, id, label, left, right, left_sign, right_sign, plus, minus) id,
    static const char *const ids[] = {HG_CURVE_TABLE(ID)};
#undef ID
    hg__form_begin(w, "curves", "[");
    for (size_t i = 0; i < r->n_curves; i++) {
        const hg_curve *c = &r->curves[i];
        if (c->side[HG_LEFT].n == 0 && c->side[HG_RIGHT].n == 0) continue; /* not measured */
        hg__form_begin(w, NULL, "{");
        hg__form_text(w, "id", ids[c->id]);
        hg__form_text(w, "unit", "deg");
        for (int s = 0; s < 2; s++) {
            hg__form_begin(w, hg__form_sides[s], "{");
            hg__form_count(w, "n", c->side[s].n);
            hg__form_number(w, "toe_off_percent", r->toe_off_percent[s]);
            hg__form_numbers(w, "mean", c->side[s].mean, HG_CURVE_POINTS);
            hg__form_numbers(w, "sd", c->side[s].sd, HG_CURVE_POINTS);
            hg__form_end(w, "}");
        }
        write_difference_test(w, &c->test);
        hg__form_end(w, "}");
    }
    hg__form_end(w, "]");
}
