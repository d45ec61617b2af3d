/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial: what was recorded, the body, tables of measures, curves. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"
#include "report/model_parts.h"

#define BAR_FULL_DEG 10.0 /* length of the difference bars; also said in the caption */

static void add_context(const hg__model *m, hg__block *in, const hg_result *r) {
    static const struct {
        const char *source, *key;
    } sources[] = {{"belt", "speed.belt"}, {"pelvis", "speed.pelvis"}, {"stated", "speed.stated"}};
    hg__document *doc = m->doc;
    hg__block *p = hg__add_paragraph(doc, in);
    p->tone = HG__TONE_ABSENT;
    hg__say_task(m, &p->text, r);
    hg__add_text(doc, &p->text, " \xc2\xb7 ");
    if (isfinite(r->speed_m_s)) {
        hg__add_text(doc, &p->text, hg__quantity(m, r->speed_m_s, "m/s"));
        for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
            if (r->speed_source && strcmp(r->speed_source, sources[i].source) == 0) {
                hg__add_text(doc, &p->text, " (");
                HG__SAY(doc, &p->text, sources[i].key);
                hg__add_text(doc, &p->text, ")");
            }
    } else {
        HG__SAY(doc, &p->text, "speed.unknown");
    }
    if (isfinite(r->incline_percent)) {
        hg__add_text(doc, &p->text, " \xc2\xb7 ");
        HG__SAY(doc, &p->text, "trial.incline", hg__arg_number("value", r->incline_percent, 1));
    }
    hg__add_text(doc, &p->text, " \xc2\xb7 ");
    HG__SAY(doc, &p->text, "trial.shoes");
    if (*r->footwear)
        hg__add_name(doc, &p->text, r->footwear);
    else
        HG__SAY(doc, &p->text, "not_given");
    if (isfinite(r->duration_s) && isfinite(r->rate_hz)) {
        hg__add_text(doc, &p->text, " \xc2\xb7 ");
        HG__SAY(doc, &p->text, "trial.length", hg__arg_number("s", r->duration_s, 1),
                hg__arg_number("hz", r->rate_hz, 0));
    }
    hg__add_text(doc, &p->text, " \xc2\xb7 ");
    HG__SAY(doc, &p->text, "trial.strides", hg__arg_count("left", r->n_used[HG_LEFT]),
            hg__arg_count("right", r->n_used[HG_RIGHT]));
}

/* --- tables of metrics, driven by the registry --- */

static void add_stat(const hg__model *m, hg__row *row, const hg_stat *s, const char *unit,
                     int columns) {
    hg__document *doc = m->doc;
    hg__cell *cell = hg__add_cell(doc, row);
    cell->span = columns;
    if (!s || s->n == 0 || !isfinite(s->mean)) {
        cell->tone = HG__TONE_ABSENT;
        HG__SAY(doc, &cell->text, "absent");
        return;
    }
    int decimals = hg__unit_decimals(unit);
    hg__add_strong(doc, &cell->text, hg__number_said(doc, s->mean, decimals));
    if (!isfinite(s->sd)) return;
    hg__add_soft(doc, &cell->text, HG__SAID(doc, "stat.sd", hg__arg_number("sd", s->sd, decimals)));
}

static void add_reference(const hg__model *m, hg__row *row, const hg_result *r, hg_metric_id id) {
    const hg_reference *ref = hg_result_reference(r, id);
    hg__runs *to = &hg__add_cell(m->doc, row)->text;
    if (!ref) return;
    int decimals = hg__unit_decimals(hg_metrics[id].unit);
    const hg_reference_stat *stats[] = {&ref->both, &ref->side[HG_LEFT], &ref->side[HG_RIGHT]};
    for (size_t i = 0; i < 3; i++) {
        if (stats[i]->n == 0 || !isfinite(stats[i]->mean)) continue;
        if (i == 2 && fabs(stats[1]->mean - stats[2]->mean) < 0.05 * pow(10, -decimals)) continue;
        if (to->first) hg__add_text(m->doc, to, " / ");
        hg__add_text(m->doc, to, hg__number_said(m->doc, stats[i]->mean, decimals));
        if (isfinite(stats[i]->sd))
            hg__add_soft(m->doc, to,
                         HG__SAID(m->doc, "stat.sd", hg__arg_number("sd", stats[i]->sd, decimals)));
    }
    if (to->first && !ref->compared) hg__add_text(m->doc, to, HG__NBSP "\xe2\x80\xa0");
}

static void add_metric_row(const hg__model *m, hg__block *t, const hg_result *r, hg_metric_id id,
                           bool bars, bool references) {
    hg__document *doc = m->doc;
    const hg_metric *metric = &hg_metrics[id];
    const hg_metric_value *v = hg_result_metric(r, id);
    hg__row *row = hg__add_row(doc, t, metric->id);
    hg__runs *head = &hg__add_cell(doc, row)->text;
    hg__add_text(doc, head, hg__metric_label(m, id));
    hg__add_soft(doc, head,
                 HG__SAID(doc, "stat.unit", hg__arg_text("unit", hg__unit_word(m, metric->unit))));
    if (metric->form == HG_FORM_BOTH) {
        add_stat(m, row, v ? &v->both : NULL, metric->unit, 2);
        HG__SAY(doc, &hg__add_cell(doc, row)->text, "stat.both");
        hg__add_cell(doc, row);
    } else {
        const hg_asymmetry *a = hg__asymmetry_of(r, id);
        double difference = a ? a->difference : NAN;
        for (int s = 0; s < 2; s++) add_stat(m, row, v ? &v->side[s] : NULL, metric->unit, 1);
        hg__cell *cell = hg__add_cell(doc, row);
        if (bars) cell->figure = hg__draw_bar(m, difference, BAR_FULL_DEG);
        if (!isfinite(difference)) cell->tone = HG__TONE_ABSENT;
        hg__add_signed(doc, &cell->text, difference, hg__unit_decimals(metric->unit));
        if (a && isfinite(a->index.symmetry_index))
            hg__add_soft(
                doc, &cell->text,
                HG__SAID(doc, "stat.index", hg__arg_signed("index", a->index.symmetry_index, 1)));
        hg__cell *rating = hg__add_cell(doc, row);
        if (a && isfinite(difference)) hg__add_rating_badge(m, &rating->text, a->rating);
    }
    if (references) add_reference(m, row, r, id);
}

static hg__block *add_metric_table(const hg__model *m, hg__block *in, const char *caption,
                                   bool references) {
    hg__block *t = hg__add_table(m->doc, in);
    HG__SAY(m->doc, &t->title, caption);
    hg__titled_column(m, t, HG__ALIGN_TEXT, "stat.measure")->share = references ? 26 : 30;
    for (int s = 0; s < 2; s++) {
        hg__column *c = hg__titled_column(m, t, HG__ALIGN_NUMBER, NULL);
        c->share = 15;
        hg__add_swatch(m->doc, &c->title, (hg_side)s);
        HG__SAY(m->doc, &c->title, s == HG_LEFT ? "side.left_title" : "side.right_title");
    }
    hg__titled_column(m, t, HG__ALIGN_NUMBER, "stat.difference")->share = 19;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "stat.rating")->share = 16;
    if (references) hg__titled_column(m, t, HG__ALIGN_TEXT, "stat.reference")->share = 21;
    return t;
}

/* Which references a table has: those that are compared, those for information. */
typedef struct has {
    bool any, other;
} has;

static has references_of(const hg_result *r, bool times) {
    has found = {false, false};
    for (size_t i = 0; i < r->n_references; i++) {
        const hg_reference *ref = &r->references[i];
        if ((hg_metrics[ref->id].family == HG_FAMILY_SPATIOTEMPORAL) != times) continue;
        found.any = true;
        found.other = found.other || !ref->compared;
    }
    return found;
}

static void add_dagger(const hg__model *m, hg__block *in, has found) {
    if (!found.other) return;
    hg__block *p = hg__tell(m, in, "reference.other");
    p->tone = HG__TONE_ABSENT;
    p->record = true;
}

void hg__model_times(const hg__model *m, hg__block *in, const hg_result *r) {
    has references = references_of(r, true);
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "times"), "times.title");
    hg__block *t = add_metric_table(m, s, "times.caption", references.any);
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        if (hg_metrics[id].family == HG_FAMILY_SPATIOTEMPORAL)
            add_metric_row(m, t, r, (hg_metric_id)id, false, references.any);
    add_dagger(m, s, references);
}

static bool family_has_rows(hg_family family) {
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        if (hg_metrics[id].family == family) return true;
    return false;
}

void hg__model_angles(const hg__model *m, hg__block *in, const hg_result *r) {
    has references = references_of(r, false);
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "angles"), "angles.title");
    hg__tell(m, s, "angles.bars")->tone = HG__TONE_ABSENT;
    hg__block *t = add_metric_table(m, s, "angles.caption", references.any);
    for (int family = 0; family < HG_FAMILY_COUNT; family++) {
        if (family == HG_FAMILY_SPATIOTEMPORAL || !family_has_rows((hg_family)family)) continue;
        hg__row *group = hg__add_row(m->doc, t, "");
        group->group = true;
        hg__cell *cell = hg__add_cell(m->doc, group);
        cell->span = references.any ? 6 : 5;
        hg__add_text(m->doc, &cell->text,
                     hg__texts_label(m->doc->texts, "family", hg_family_names[family],
                                     hg_family_names[family]));
        for (int id = 0; id < HG_METRIC_COUNT; id++)
            if (hg_metrics[id].family == (hg_family)family)
                add_metric_row(m, t, r, (hg_metric_id)id, strcmp(hg_metrics[id].unit, "deg") == 0,
                               references.any);
    }
    add_dagger(m, s, references);
}

/* --- body and curves --- */

void hg__model_body(const hg__model *m, hg__block *in, const hg_result *r) {
    if (!hg__body_measured(r)) return;
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "body"), "body.title");
    hg__block *figures = hg__add_figures(m->doc, s, 2);
    HG__SAY(m->doc, &hg__add_figure(m->doc, figures, hg__draw_body_front(m, r))->caption,
            "body.behind_caption");
    HG__SAY(m->doc, &hg__add_figure(m->doc, figures, hg__draw_body_side(m, r))->caption,
            "body.beside_caption");
    hg__block *p = hg__tell(m, s, "body.note");
    p->tone = HG__TONE_ABSENT;
}

static void add_key(const hg__model *m, hg__block *in) {
    hg__block *p = hg__add_paragraph(m->doc, in);
    p->tone = HG__TONE_ABSENT;
    hg__add_swatch(m->doc, &p->text, HG_LEFT);
    HG__SAY(m->doc, &p->text, "curves.key_left");
    hg__add_text(m->doc, &p->text, " \xc2\xb7 ");
    hg__add_swatch(m->doc, &p->text, HG_RIGHT);
    HG__SAY(m->doc, &p->text, "curves.key_right");
    hg__add_text(m->doc, &p->text, " \xc2\xb7 ");
    HG__SAY(m->doc, &p->text, "curves.key");
}

static void add_curve_grid(const hg__model *m, hg__block *in, const hg_result *r,
                           const hg_curve_id *ids, size_t n) {
    hg__block *figures = hg__add_figures(m->doc, in, 3);
    for (size_t i = 0; i < n; i++) {
        hg__figure_place *place = hg__add_figure(m->doc, figures, hg__draw_curve(m, r, ids[i]));
        hg__add_text(m->doc, &place->caption, hg__curve_words_of(m, ids[i]).label);
    }
}

/* --- what the shading says, in words --- */

static void add_beyond(const hg__model *m, hg__block *list, const hg_curve *c,
                       const hg_curve_cluster *cl) {
    hg__block *item = hg__add_item(m->doc, list);
    HG__SAY(m->doc, &item->text, cl->sign > 0 ? "curves.right_larger" : "curves.left_larger",
            hg__arg_text("curve", hg__curve_words_of(m, c->id).label),
            hg__arg_number("from", cl->start_percent, 0), hg__arg_number("to", cl->end_percent, 0),
            hg__arg_number("mean", fabs(cl->mean_difference), 1),
            hg__arg_number("peak", fabs(cl->peak_difference), 1),
            hg__arg_number("at", cl->peak_percent, 0));
    hg__add_text(m->doc, &item->text, " ");
    HG__SAY(m->doc, &item->text, "curves.beyond",
            hg__arg_number("from", cl->beyond_start_percent, 0),
            hg__arg_number("to", cl->beyond_end_percent, 0),
            hg__arg_number("size", c->test.size_deg, 1));
}

/* "Pelvic tilt 2 to 35 %, 39 to 66 %": stretches that the placement of markers may make. */
static void add_smaller(const hg__model *m, hg__runs *to, const hg_curve *c) {
    bool named = false;
    for (size_t k = 0; k < c->test.n_clusters; k++) {
        const hg_curve_cluster *cl = &c->test.clusters[k];
        if (isfinite(cl->beyond_start_percent)) continue;
        if (named)
            hg__add_text(m->doc, to, ", ");
        else {
            if (to->first) hg__add_text(m->doc, to, "; ");
            hg__add_text(m->doc, to, hg__mid_sentence(m, hg__curve_words_of(m, c->id).label));
            hg__add_text(m->doc, to, " ");
        }
        named = true;
        HG__SAY(m->doc, to, "curves.stretch", hg__arg_number("from", cl->start_percent, 0),
                hg__arg_number("to", cl->end_percent, 0));
    }
}

static void add_clusters(const hg__model *m, hg__block *in, const hg_result *r) {
    hg__block *list = NULL;
    hg__runs smaller = {NULL, NULL};
    size_t judged = 0;
    const char *reason = "";
    for (size_t i = 0; i < r->n_curves; i++) {
        const hg_curve *c = &r->curves[i];
        judged += !*c->test.reason;
        if (*c->test.reason) reason = c->test.reason;
        for (size_t k = 0; k < c->test.n_clusters; k++) {
            if (!isfinite(c->test.clusters[k].beyond_start_percent)) continue;
            if (!list) list = hg__add_list(m->doc, in);
            list->compact = true;
            add_beyond(m, list, c, &c->test.clusters[k]);
        }
        add_smaller(m, &smaller, c);
    }
    if (r->n_curves == 0) return;
    hg__block *p = smaller.first || !list ? hg__add_paragraph(m->doc, in) : NULL;
    if (smaller.first)
        HG__SAY(m->doc, &p->text, list ? "curves.smaller_too" : "curves.smaller",
                hg__arg_runs("list", &smaller));
    else if (!list && judged)
        HG__SAY(m->doc, &p->text, "curves.no_difference");
    else if (!list)
        HG__SAY(m->doc, &p->text, "curves.not_tested", hg__arg_text("reason", reason));
}

void hg__model_curves(const hg__model *m, hg__block *in, const hg_result *r) {
    static const hg_curve_id hip[] = {HG_CURVE_PELVIS_TILT,     HG_CURVE_PELVIS_OBLIQUITY,
                                      HG_CURVE_PELVIS_ROTATION, HG_CURVE_HIP_FLEXION,
                                      HG_CURVE_HIP_ADDUCTION,   HG_CURVE_HIP_ROTATION};
    static const hg_curve_id knee[] = {HG_CURVE_KNEE_FLEXION};
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "curves"), "curves.title");
    add_key(m, s);
    add_curve_grid(m, s, r, hip, sizeof hip / sizeof *hip);
    add_clusters(m, s, r);
    hg__block *p = hg__tell(m, s, "curves.note");
    p->tone = HG__TONE_ABSENT;
    if (!hg_result_curve(r, HG_CURVE_KNEE_FLEXION)) return;
    hg__block *more = hg__titled(m, s, 4, "", "curves.knee");
    more->foldable = true;
    add_curve_grid(m, more, r, knee, 1);
}

void hg__model_trial(const hg__model *m, hg__block *in, const hg_result *r) {
    hg__block *s = hg__add_section(m->doc, in, 2, hg__trial_id(m, r, ""));
    HG__SAY(m->doc, &s->title, "trial.title", hg__arg_name("trial", r->trial));
    hg__add_quality_badge(m, &s->badge, r->status);
    add_context(m, s, r);
    if (hg__enough(r)) {
        hg__model_body(m, s, r);
        hg__model_times(m, s, r);
        hg__model_curves(m, s, r);
        hg__model_consistency(m, s, r);
        hg__model_asymmetry(m, s, r);
        hg__model_angles(m, s, r);
        hg__model_spectra(m, s, r);
    } else {
        hg__tell(m, s, "trial.withheld");
        if (r->n_metrics) hg__model_times(m, s, r);
    }
    hg__model_strides(m, s, r);
    hg__model_quality(m, s, r);
}
