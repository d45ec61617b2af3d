/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics with their statistics and references. */
#include <math.h>

#include "report/result/parts.h"

static const char *metric_word(int value) {
    return hg_metrics[value].id;
}

int hg__form_metric(hg__form *f, const char *key, int id) {
    return hg__form_choice(f, key, id, metric_word, HG_METRIC_COUNT, HG__FORM_NEEDED, "metric");
}

static void form_stat(hg__form *f, const char *key, hg_stat *s) {
    hg__form_open_line(f, key);
    hg__form_number(f, "mean", &s->mean);
    hg__form_number(f, "sd", &s->sd);
    hg__form_count(f, "n", &s->n);
    hg__form_interval(f, "ci95", s->ci95);
    hg__form_number(f, "se", &s->se);
    hg__form_number(f, "lag1", &s->lag1);
    hg__form_number(f, "n_effective", &s->n_effective);
    hg__form_number(f, "median", &s->median);
    hg__form_number(f, "mad_sd", &s->mad_sd);
    hg__form_number(f, "trimmed_mean", &s->trimmed);
    hg__form_interval(f, "trimmed_ci95", s->trimmed_ci95);
    hg__form_number(f, "drift_per_min", &s->drift_per_min);
    hg__form_interval(f, "drift_ci95", s->drift_ci95);
    const double *outliers = hg__form_numbers(f, "outliers_s", s->outlier_s, &s->n_outliers);
    if (f->reading) s->outlier_s = outliers;
    hg__form_close(f);
}

static const hg_reference_stat no_stat = {NAN, NAN, 0, NAN, NAN};

/* z and percentile are there where something was compared. */
static void form_reference_stat(hg__form *f, const char *key, hg_reference_stat *s, bool place) {
    if (f->reading) *s = no_stat;
    if (!hg__form_open_line_if(f, key, s->n > 0)) {
        if (f->settling) *s = no_stat;
        return;
    }
    hg__form_number(f, "mean", &s->mean);
    hg__form_number(f, "sd", &s->sd);
    hg__form_count(f, "n", &s->n);
    if (place) {
        hg__form_number(f, "z", &s->z);
        hg__form_number(f, "percentile", &s->percentile);
    } else if (f->settling) {
        s->z = s->percentile = NAN;
    }
    hg__form_close(f);
}

static const char *use_word(int value) {
    return value ? "compare" : "information";
}

static const char *population_word(int value) {
    return value == HG_SEX_UNKNOWN ? "all" : hg_sex_name((hg_sex)value);
}

static void form_reference(hg__form *f, hg_result *r, hg_metric_id id) {
    const hg_reference *known = f->reading ? NULL : hg_result_reference(r, id);
    hg_reference *place = f->settling && known ? r->references + (known - r->references) : NULL;
    hg_reference one = known ? *known : (hg_reference){.id = id};
    if (!hg__form_open_if(f, "reference", known != NULL)) return;
    one.compared = hg__form_choice(f, "use", one.compared, use_word, 2, HG__FORM_NEEDED, NULL);
    one.set = hg__form_text(f, "set", one.set);
    one.population = hg__form_text(f, "population", one.population);
    one.sex = (hg_sex)hg__form_choice(f, "sex", (int)one.sex, population_word, HG_SEX_OTHER + 1,
                                      HG__FORM_NEEDED, NULL);
    hg__form_open_line(f, "speed_m_s");
    hg__form_number(f, "from", &one.speed_from_m_s);
    hg__form_number(f, "to", &one.speed_to_m_s);
    hg__form_close(f);
    if (f->reading) one.side[HG_LEFT] = one.side[HG_RIGHT] = one.both = one.difference = no_stat;
    if (f->settling && hg_metrics[id].form == HG_FORM_BOTH)
        one.side[HG_LEFT] = one.side[HG_RIGHT] = one.difference = no_stat;
    else if (f->settling)
        one.both = no_stat;
    if (hg_metrics[id].form == HG_FORM_BOTH) {
        form_reference_stat(f, "both", &one.both, true);
    } else {
        for (int s = 0; s < 2; s++) form_reference_stat(f, hg__form_sides[s], &one.side[s], true);
        form_reference_stat(f, "difference", &one.difference, false);
    }
    one.method = hg__form_text_or_null(f, "method", one.method);
    one.source = hg__form_text(f, "source", one.source);
    one.quality = hg__form_text_or_null(f, "quality", one.quality);
    hg__form_close(f);
    if (f->reading && hg__form_ok(f)) r->references[r->n_references++] = one;
    if (place) *place = one;
}

/* A reference stands with its metric: those of others are not written. */
static void drop_references(hg_result *r) {
    size_t kept = 0;
    for (size_t i = 0; i < r->n_references; i++)
        if (hg_result_metric(r, r->references[i].id)) r->references[kept++] = r->references[i];
    r->n_references = kept;
}

void hg__form_metrics(hg__form *f, hg_result *r) {
    hg_metric_value *values =
        hg__form_list(f, "metrics", r->metrics, &r->n_metrics, sizeof *values, HG_METRIC_COUNT);
    if (f->reading) r->references = hg__form_room(f, r->n_metrics, sizeof *r->references);
    for (size_t i = 0; i < r->n_metrics && hg__form_ok(f); i++) {
        hg_metric_value *v = &values[i];
        hg__form_open(f, NULL);
        int id = hg__form_metric(f, "id", (int)v->id);
        hg__form_in_order(f, i, i ? (int)values[i - 1].id : 0, id);
        const hg_metric *m = &hg_metrics[id];
        if (f->reading) {
            v->id = (hg_metric_id)id;
            v->side[HG_LEFT] = v->side[HG_RIGHT] = v->both = hg_stat_none();
        }
        hg__form_shown(f, "label", m->label);
        hg__form_fixed(f, "unit", m->unit);
        hg__form_fixed(f, "family", hg_family_names[m->family]);
        if (f->settling && m->form == HG_FORM_BOTH)
            v->side[HG_LEFT] = v->side[HG_RIGHT] = hg_stat_none();
        else if (f->settling)
            v->both = hg_stat_none();
        if (m->form == HG_FORM_BOTH)
            form_stat(f, "both", &v->both);
        else
            for (int s = 0; s < 2; s++) form_stat(f, hg__form_sides[s], &v->side[s]);
        form_reference(f, r, (hg_metric_id)id);
        hg__form_close(f);
    }
    hg__form_close(f);
    if (f->settling) drop_references(r);
    if (f->reading) r->metrics = values;
}
