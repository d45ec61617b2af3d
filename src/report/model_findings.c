/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Page one, the findings: three to six sentences, each with what, how much, how sure and against
 * what. Differences between the sides come first, those beyond what is usual before those that are
 * only more than error; then levels that stand out of a fitting reference; then what describes the
 * runner. With several trials a sentence quotes the trial in which it is clearest, and says in
 * which trials it was found.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/model_parts.h"

#define MOST_DIFFERENCES 4
#define MOST_LEVELS 2
#define MOST_FINDINGS 6
#define LEAST_FINDINGS 3
#define LEVEL_Z 2.0 /* a level further from the reference than that is told */

/* How far a difference goes, in limits, else in half widths of its interval. */
static double weight_of(const hg_asymmetry *a) {
    const hg_limit *limit = hg_limit_of(a->metric);
    double size = isfinite(a->index.symmetry_index) ? a->index.symmetry_index : a->difference;
    if (isfinite(limit->limit) && limit->limit > 0) return fabs(size) / limit->limit;
    double half = 0.5 * (a->ci95_total[1] - a->ci95_total[0]);
    return half > 0 ? 0.1 * fabs(a->difference) / half : 0;
}

typedef struct finding {
    const hg_asymmetry *a;
    const hg_result *r; /* the trial that is quoted */
    size_t trials;      /* with the same rating or more, and the same sign */
} finding;

static bool ranks_before(const finding *x, const finding *y) {
    if (x->a->rating != y->a->rating) return x->a->rating > y->a->rating;
    return weight_of(x->a) > weight_of(y->a);
}

/* The clearest difference of a metric over all trials with enough data. */
static finding clearest(const hg__model *m, hg_metric_id id) {
    finding best = {NULL, NULL, 0};
    for (size_t i = 0; i < m->n; i++) {
        const hg_asymmetry *a =
            hg__enough(m->results[i]) ? hg__asymmetry_of(m->results[i], id) : NULL;
        if (!a || a->rating < HG_ASYMMETRY_NOTABLE || !isfinite(a->difference)) continue;
        finding f = {a, m->results[i], 0};
        if (!best.a || ranks_before(&f, &best)) best = f;
    }
    for (size_t i = 0; i < m->n && best.a; i++) {
        const hg_asymmetry *a =
            hg__enough(m->results[i]) ? hg__asymmetry_of(m->results[i], id) : NULL;
        best.trials += a && a->rating >= HG_ASYMMETRY_NOTABLE &&
                       (a->difference > 0) == (best.a->difference > 0);
    }
    return best;
}

/* Peak and excursion of one movement tell the same: of such a pair the clearer one is told. */
static bool same_movement(hg_metric_id a, hg_metric_id b) {
    /* at one speed these are one number in two units */
    static const hg_metric_id pairs[][2] = {{HG_METRIC_step_time, HG_METRIC_step_length},
                                            {HG_METRIC_stride_time, HG_METRIC_stride_length},
                                            {HG_METRIC_contact_time, HG_METRIC_duty_factor}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((a == pairs[i][0] && b == pairs[i][1]) || (a == pairs[i][1] && b == pairs[i][0]))
            return true;
    return hg_limit_of(a)->twin == b || hg_limit_of(b)->twin == a;
}

static bool told_by_twin(const hg__model *m, const finding *f) {
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        if (!same_movement(f->a->metric, (hg_metric_id)id)) continue;
        finding twin = clearest(m, (hg_metric_id)id);
        if (!twin.a) continue;
        bool equal = !ranks_before(f, &twin); /* of equal ones the first in the registry is told */
        if (ranks_before(&twin, f) || (equal && twin.a->metric < f->a->metric)) return true;
    }
    return false;
}

static size_t collect(const hg__model *m, finding *found, size_t most) {
    size_t n = 0;
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        finding f = clearest(m, (hg_metric_id)id);
        if (!f.a || told_by_twin(m, &f)) continue;
        size_t at = n < most ? n : most;
        while (at > 0 && ranks_before(&f, &found[at - 1])) at--;
        if (at >= most) continue;
        for (size_t k = (n < most ? n : most - 1); k > at; k--) found[k] = found[k - 1];
        found[at] = f;
        if (n < most) n++;
    }
    return n;
}

static size_t enough_trials(const hg__model *m) {
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++) n += hg__enough(m->results[i]);
    return n;
}

static void add_where(const hg__model *m, hg__runs *to, const hg_result *r, size_t trials) {
    size_t all = enough_trials(m);
    if (m->n == 1) return;
    hg__add_text(m->doc, to, " ");
    if (all > 1 && trials == all)
        HG__SAY(m->doc, to, "finding.in_all", hg__arg_count("n", all),
                hg__arg_name("trial", r->trial));
    else if (trials == 1)
        HG__SAY(m->doc, to, "finding.in_one", hg__arg_name("trial", r->trial));
    else
        HG__SAY(m->doc, to, "finding.in_some", hg__arg_count("k", trials), hg__arg_count("n", all),
                hg__arg_name("trial", r->trial));
}

static void add_against(const hg__model *m, hg__runs *to, const hg_asymmetry *a) {
    const hg_limit *limit = hg_limit_of(a->metric);
    bool index = hg_metrics[a->metric].form == HG_FORM_INDEX;
    if (!isfinite(limit->limit)) {
        HG__SAY(m->doc, to, "finding.no_limit");
        return;
    }
    const char *usual = hg__quantity(m, limit->limit, index ? "%" : hg_metrics[a->metric].unit);
    const char *key = a->rating == HG_ASYMMETRY_BEYOND ? "finding.beyond" : "finding.within";
    HG__SAY(m->doc, to, key, hg__arg_text("limit", usual));
}

static void add_difference(const hg__model *m, hg__block *list, const finding *f) {
    hg__document *doc = m->doc;
    const hg_asymmetry *a = f->a;
    const char *unit = hg_metrics[a->metric].unit;
    const hg_metric_value *v = hg_result_metric(f->r, a->metric);
    int decimals = hg__unit_decimals(unit);
    /* From the larger side: the interval is turned with it. */
    double sign = a->difference < 0 ? -1 : 1;
    hg_side larger = a->difference < 0 ? HG_LEFT : HG_RIGHT;
    double low = sign > 0 ? a->ci95[0] : -a->ci95[1], high = sign > 0 ? a->ci95[1] : -a->ci95[0];
    double low_all = sign > 0 ? a->ci95_total[0] : -a->ci95_total[1],
           high_all = sign > 0 ? a->ci95_total[1] : -a->ci95_total[0];
    hg__block *item = hg__add_item(doc, list);
    hg__runs *to = &item->text;
    item->id = "";
    hg__add_rating_badge(m, to, a->rating);
    hg__add_text(doc, to, " ");
    HG__SAY(doc, to, larger == HG_RIGHT ? "finding.right_larger" : "finding.left_larger",
            hg__arg_text("measure", hg__metric_label(m, a->metric)),
            hg__arg_text("size", hg__quantity(m, fabs(a->difference), unit)),
            hg__arg_text("right", hg__quantity(m, v ? v->side[HG_RIGHT].mean : NAN, unit)),
            hg__arg_text("left", hg__quantity(m, v ? v->side[HG_LEFT].mean : NAN, unit)));
    hg__add_text(doc, to, " ");
    bool placed = isfinite(low_all) && hg_limit_of(a->metric)->sem > 0;
    if (isfinite(low))
        HG__SAY(doc, to, placed ? "finding.sure" : "finding.sure_strides",
                hg__arg_number("low", low, decimals), hg__arg_number("high", high, decimals),
                hg__arg_number("low_all", low_all, decimals),
                hg__arg_number("high_all", high_all, decimals));
    hg__add_text(doc, to, " ");
    if (isfinite(a->index.symmetry_index)) {
        HG__SAY(doc, to, "finding.index",
                hg__arg_number("index", fabs(a->index.symmetry_index), 1));
        hg__add_text(doc, to, " ");
    }
    add_against(m, to, a);
    if (isfinite(a->same_sign_share) && a->pairs > 0) {
        hg__add_text(doc, to, " ");
        HG__SAY(doc, to, a->paired ? "finding.pairs" : "finding.pairs_loose",
                hg__arg_number("share", 100 * a->same_sign_share, 0),
                hg__arg_count("pairs", a->pairs));
    }
    add_where(m, to, f->r, f->trials);
}

/* --- levels --- */

static size_t add_levels(const hg__model *m, hg__block *list, size_t most) {
    size_t n = 0;
    const hg_result *r = m->best;
    for (size_t i = 0; i < r->n_references && n < most; i++) {
        const hg_reference *ref = &r->references[i];
        const hg_metric_value *v = ref->compared ? hg_result_metric(r, ref->id) : NULL;
        bool both = hg_metrics[ref->id].form == HG_FORM_BOTH;
        for (int s = 0; v && s < (both ? 1 : 2) && n < most; s++) {
            const hg_reference_stat *stat = both ? &ref->both : &ref->side[s];
            const hg_stat *own = both ? &v->both : &v->side[s];
            if (!(fabs(stat->z) >= LEVEL_Z)) continue;
            hg__runs *to = &hg__add_item(m->doc, list)->text;
            const char *unit = hg_metrics[ref->id].unit;
            hg__add_badge(m->doc, to, HG__TONE_CAUTION, hg__word(m, "rating.outside"));
            hg__add_text(m->doc, to, " ");
            HG__SAY(m->doc, to, both ? "finding.level_both" : "finding.level",
                    hg__arg_text("measure", hg__metric_label(m, ref->id)),
                    hg__arg_text("side", hg__side_word(m, (hg_side)s)),
                    hg__arg_text("value", hg__quantity(m, own->mean, unit)),
                    hg__arg_text("mean", hg__quantity(m, stat->mean, unit)),
                    hg__arg_text("sd", hg__quantity(m, stat->sd, unit)),
                    hg__arg_number("z", fabs(stat->z), 1), hg__arg_count("n", stat->n),
                    hg__arg_name("set", ref->set ? ref->set : ""));
            n++;
        }
    }
    return n;
}

/* --- what describes the runner --- */

static bool add_pace(const hg__model *m, hg__block *list) {
    const hg_result *r = m->best;
    const hg_metric_value *rate = hg_result_metric(r, HG_METRIC_step_rate);
    const hg_reference *ref = hg_result_reference(r, HG_METRIC_step_rate);
    if (!rate || !isfinite(rate->both.mean)) return false;
    hg__runs *to = &hg__add_item(m->doc, list)->text;
    bool ci = isfinite(rate->both.ci95[0]);
    HG__SAY(m->doc, to, ci ? "finding.pace" : "finding.pace_bare",
            hg__arg_number("rate", rate->both.mean, 1),
            hg__arg_number("low", rate->both.ci95[0], 1),
            hg__arg_number("high", rate->both.ci95[1], 1),
            hg__arg_text("speed", isfinite(r->speed_m_s) ? hg__quantity(m, r->speed_m_s, "m/s")
                                                         : hg__word(m, "speed.unknown")));
    if (ref && ref->compared && isfinite(ref->both.z)) {
        hg__add_text(m->doc, to, " ");
        HG__SAY(m->doc, to, "finding.pace_against", hg__arg_number("mean", ref->both.mean, 1),
                hg__arg_number("sd", ref->both.sd, 1), hg__arg_name("set", ref->set));
    }
    return true;
}

static bool add_both_sides(const hg__model *m, hg__block *list, hg_metric_id id) {
    const hg_metric_value *v = hg_result_metric(m->best, id);
    if (!v || !isfinite(v->side[0].mean) || !isfinite(v->side[1].mean)) return false;
    const hg_asymmetry *a = hg__asymmetry_of(m->best, id);
    const char *unit = hg_metrics[id].unit;
    hg__runs *to = &hg__add_item(m->doc, list)->text;
    if (a) {
        hg__add_rating_badge(m, to, a->rating);
        hg__add_text(m->doc, to, " ");
    }
    HG__SAY(m->doc, to, "finding.both", hg__arg_text("measure", hg__metric_label(m, id)),
            hg__arg_text("left", hg__quantity(m, v->side[HG_LEFT].mean, unit)),
            hg__arg_text("right", hg__quantity(m, v->side[HG_RIGHT].mean, unit)));
    hg__add_text(m->doc, to, " ");
    if (a && a->rating == HG_ASYMMETRY_USUAL)
        HG__SAY(m->doc, to, "finding.both_usual");
    else if (a && a->rating == HG_ASYMMETRY_INSUFFICIENT && *a->reason)
        HG__SAY(m->doc, to, "finding.both_unjudged", hg__arg_text("reason", a->reason));
    return true;
}

/* How many differences were judged, and how many of them chance alone would find. */
static void add_count(const hg__model *m, hg__block *in) {
    hg_asymmetry_summary sum = {0};
    const hg_asymmetry_summary *s = &sum;
    size_t trials = 0;
    for (size_t i = 0; i < m->n; i++) {
        const hg_asymmetry_summary *one = &m->results[i]->asymmetry_summary;
        if (!hg__enough(m->results[i])) continue;
        trials++;
        sum.tests += one->tests;
        sum.notable += one->notable;
        sum.beyond += one->beyond;
        sum.insufficient += one->insufficient;
    }
    hg__block *p = hg__add_paragraph(m->doc, in);
    p->tone = HG__TONE_ABSENT;
    if (s->tests == 0) {
        HG__SAY(m->doc, &p->text, "finding.none_judged");
        return;
    }
    HG__SAY(m->doc, &p->text, "finding.count", hg__arg_count("tests", s->tests),
            hg__arg_count("notable", s->notable), hg__arg_count("beyond", s->beyond),
            hg__arg_number("chance", HG_ASYMMETRY_LEVEL * (double)s->tests, 1));
    if (s->insufficient) {
        hg__add_text(m->doc, &p->text, " ");
        HG__SAY(m->doc, &p->text, "finding.not_judged", hg__arg_count("n", s->insufficient));
    }
    if (trials > 1) {
        hg__add_text(m->doc, &p->text, " ");
        HG__SAY(m->doc, &p->text, "finding.count_trials", hg__arg_count("n", trials));
    }
}

void hg__model_findings(const hg__model *m, hg__block *in) {
    if (!hg__enough(m->best)) return;
    static const hg_metric_id usual[] = {HG_METRIC_hip_adduction_peak, HG_METRIC_pelvic_drop_peak,
                                         HG_METRIC_contact_time};
    hg__block *s = hg__titled(m, in, 3, "findings", "findings.title");
    hg__block *list = hg__add_list(m->doc, s);
    finding found[MOST_DIFFERENCES];
    size_t n = collect(m, found, MOST_DIFFERENCES), told = n;
    for (size_t i = 0; i < n; i++) add_difference(m, list, &found[i]);
    told += add_levels(
        m, list, MOST_LEVELS < MOST_FINDINGS - 1 - told ? MOST_LEVELS : MOST_FINDINGS - 1 - told);
    for (size_t i = 0; i < sizeof usual / sizeof *usual && told + 1 < LEAST_FINDINGS; i++) {
        bool already = false;
        for (size_t k = 0; k < n; k++)
            already = already || found[k].a->metric == usual[i] ||
                      same_movement(found[k].a->metric, usual[i]);
        if (!already) told += add_both_sides(m, list, usual[i]);
    }
    told += add_pace(m, list);
    if (told == 0) HG__SAY(m->doc, &hg__add_item(m->doc, list)->text, "finding.nothing");
    add_count(m, s);
}
