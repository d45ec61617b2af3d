/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/result/parts.h"

static void write_stat(hg__form *w, const char *key, const hg_stat *s) {
    hg__form_begin_flat(w, key);
    hg__form_number(w, "mean", s->mean);
    hg__form_number(w, "sd", s->sd);
    hg__form_count(w, "n", s->n);
    hg__form_interval(w, "ci95", s->ci95);
    hg__form_number(w, "se", s->se);
    hg__form_number(w, "lag1", s->lag1);
    hg__form_number(w, "n_effective", s->n_effective);
    hg__form_number(w, "median", s->median);
    hg__form_number(w, "mad_sd", s->mad_sd);
    hg__form_number(w, "trimmed_mean", s->trimmed);
    hg__form_interval(w, "trimmed_ci95", s->trimmed_ci95);
    hg__form_number(w, "drift_per_min", s->drift_per_min);
    hg__form_interval(w, "drift_ci95", s->drift_ci95);
    hg__form_numbers(w, "outliers_s", s->outlier_s, s->n_outliers);
    hg__form_end_flat(w);
}

/* z and percentile are there where something was compared. */
static void write_reference_stat(hg__form *w, const char *key, const hg_reference_stat *s,
                                 bool place) {
    if (s->n == 0) {
        hg__form_null(w, key);
        return;
    }
    hg__form_begin_flat(w, key);
    hg__form_number(w, "mean", s->mean);
    hg__form_number(w, "sd", s->sd);
    hg__form_count(w, "n", s->n);
    if (place) {
        hg__form_number(w, "z", s->z);
        hg__form_number(w, "percentile", s->percentile);
    }
    hg__form_end_flat(w);
}

static void write_reference(hg__form *w, const hg_reference *r) {
    if (!r) {
        hg__form_null(w, "reference");
        return;
    }
    hg__form_begin(w, "reference", "{");
    hg__form_text(w, "use", r->compared ? "compare" : "information");
    hg__form_text(w, "set", r->set);
    hg__form_text(w, "population", r->population);
    hg__form_text(w, "sex", r->sex == HG_SEX_UNKNOWN ? "all" : hg_sex_name(r->sex));
    hg__form_begin_flat(w, "speed_m_s");
    hg__form_number(w, "from", r->speed_from_m_s);
    hg__form_number(w, "to", r->speed_to_m_s);
    hg__form_end_flat(w);
    if (hg_metrics[r->id].form == HG_FORM_BOTH) {
        write_reference_stat(w, "both", &r->both, true);
    } else {
        for (int s = 0; s < 2; s++) write_reference_stat(w, hg__form_sides[s], &r->side[s], true);
        write_reference_stat(w, "difference", &r->difference, false);
    }
    hg__form_text_or_null(w, "method", r->method);
    hg__form_text(w, "source", r->source);
    hg__form_text_or_null(w, "quality", r->quality);
    hg__form_end(w, "}");
}

void hg__form_metrics(hg__form *w, const hg_result *r) {
    hg__form_begin(w, "metrics", "[");
    for (size_t i = 0; i < r->n_metrics; i++) {
        const hg_metric_value *v = &r->metrics[i];
        const hg_metric *m = &hg_metrics[v->id];
        hg__form_begin(w, NULL, "{");
        hg__form_text(w, "id", m->id);
        hg__form_text(w, "label", m->label);
        hg__form_text(w, "unit", m->unit);
        hg__form_text(w, "family", hg_family_names[m->family]);
        if (m->form == HG_FORM_BOTH) {
            write_stat(w, "both", &v->both);
        } else {
            write_stat(w, "left", &v->side[HG_LEFT]);
            write_stat(w, "right", &v->side[HG_RIGHT]);
        }
        write_reference(w, hg_result_reference(r, v->id));
        hg__form_end(w, "}");
    }
    hg__form_end(w, "]");
}
