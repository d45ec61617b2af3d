/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/asymmetry.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "dsp/multiple.h"
#include "gait/asymmetry_parts.h"

static int side_of(const char *text) {
    return strcmp(text, "L") == 0 ? HG_LEFT : strcmp(text, "R") == 0 ? HG_RIGHT : HG_SIDE_UNKNOWN;
}

hg_side hg__involved_side(const hg_subject *subject) {
    if (subject->symptoms.given && *subject->symptoms.side)
        return (hg_side)side_of(subject->symptoms.side);
    bool seen[3] = {false, false, false};
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        if (strncmp(hg_intake_fields[i].name, "site_", 5) != 0) continue;
        for (int side = HG_LEFT; side <= HG_RIGHT; side++)
            seen[side] = seen[side] || subject->intake.value[i][side] > 0;
    }
    if (seen[HG_LEFT] && seen[HG_RIGHT]) return HG_SIDE_UNKNOWN;
    if (seen[HG_LEFT] || seen[HG_RIGHT]) return seen[HG_LEFT] ? HG_LEFT : HG_RIGHT;
    for (size_t i = 0; i < subject->n_injuries; i++) {
        const hg_injury *injury = &subject->injuries[i];
        if (strcmp(injury->status, "resolved") == 0 || !*injury->side) continue;
        if (strcmp(injury->side, "both") == 0) return HG_SIDE_UNKNOWN;
        seen[side_of(injury->side)] = true;
    }
    if (seen[HG_LEFT] == seen[HG_RIGHT]) return HG_SIDE_UNKNOWN;
    return seen[HG_LEFT] ? HG_LEFT : HG_RIGHT;
}

static hg_asymmetry blank(hg_metric_id id) {
    return (hg_asymmetry){.metric = id,
                          .difference = NAN,
                          .ci95 = {NAN, NAN},
                          .ci95_total = {NAN, NAN},
                          .index = {NAN, {NAN, NAN}, NAN, NAN},
                          .same_sign_share = NAN,
                          .p = NAN,
                          .q = NAN,
                          .rating = HG_ASYMMETRY_INSUFFICIENT,
                          .reason = ""};
}

static const hg_asymmetry *find(const hg_asymmetry *all, size_t n, hg_metric_id id) {
    for (size_t i = 0; i < n; i++)
        if (all[i].metric == id) return &all[i];
    return NULL;
}

/* Why a difference cannot be judged, or NULL. */
static const char *lacking(const hg_asymmetry *a, const hg_metric_value *m, const hg_limit *limit,
                           const hg_params *p) {
    const hg_stat *left = &m->side[HG_LEFT], *right = &m->side[HG_RIGHT];
    if (left->n == 0) return "not measured on the left";
    if (right->n == 0) return "not measured on the right";
    if ((double)left->n < p->asymmetry_strides_min || (double)right->n < p->asymmetry_strides_min)
        return "too few strides";
    if (isnan(a->ci95[0])) return "the strides do not vary, as those of a person would";
    if (isnan(limit->sem)) return "the error of placing markers is not known for this measure";
    return NULL;
}

/* What keeps a notable difference from being beyond, or NULL. */
static const char *short_of(const hg_asymmetry *a, const hg_limit *limit, const hg_asymmetry *all,
                            size_t n, const hg_params *p) {
    bool index = hg_metrics[a->metric].form == HG_FORM_INDEX;
    const double *ci = index ? a->index.ci95 : a->ci95;
    if (isnan(limit->limit)) return "what is usual is not known";
    if (limit->never_beyond) return "too unsure a measure to call a difference unusual";
    if (!(ci[0] > limit->offset + limit->limit || ci[1] < limit->offset - limit->limit))
        return "within what is usual, or not surely beyond it";
    if (!(a->same_sign_share >= p->asymmetry_same_sign))
        return "too few pairs of strides differ in the same direction";
    if (limit->twin == HG_METRIC_NONE) return NULL;
    const hg_asymmetry *twin = find(all, n, limit->twin);
    if (!twin || isnan(twin->difference)) return "the excursion was not measured";
    if (!(twin->difference * a->difference > 0.0))
        return "the excursion does not differ in the same direction";
    return NULL;
}

static void rate(hg_asymmetry *a, const hg_metric_value *m, const hg_asymmetry *all, size_t n,
                 const hg_params *p) {
    const hg_limit *limit = hg_limit_of(a->metric);
    const char *why = lacking(a, m, limit, p);
    a->rating = HG_ASYMMETRY_INSUFFICIENT;
    a->reason = why ? why : "";
    if (why) {
        a->p = NAN; /* not a test that was made */
        return;
    }
    a->rating = HG_ASYMMETRY_USUAL;
    if (!(a->ci95_total[0] > 0.0 || a->ci95_total[1] < 0.0)) return;
    why = short_of(a, limit, all, n, p);
    a->rating = why ? HG_ASYMMETRY_NOTABLE : HG_ASYMMETRY_BEYOND;
    a->reason = why ? why : "";
}

/* Many tests at once: what chance gives, and what is left when it is allowed for. */
static bool sum_up(hg_asymmetry_summary *out, hg_asymmetry *all, size_t n, const hg__stage *stage) {
    double *p = hg__arena_alloc(stage->scratch, n, sizeof *p),
           *q = hg__arena_alloc(stage->scratch, n, sizeof *q);
    if (!p || !q) return false;
    for (size_t i = 0; i < n; i++) p[i] = all[i].p;
    if (!hg__adjust_p(q, p, n, HG__MULTIPLE_FDR, stage->scratch)) return false;
    for (size_t i = 0; i < n; i++) {
        hg_asymmetry *a = &all[i];
        a->q = q[i];
        bool notable = a->rating == HG_ASYMMETRY_NOTABLE || a->rating == HG_ASYMMETRY_BEYOND;
        out->tests += a->rating != HG_ASYMMETRY_INSUFFICIENT;
        out->insufficient += a->rating == HG_ASYMMETRY_INSUFFICIENT;
        out->notable += notable;
        out->beyond += a->rating == HG_ASYMMETRY_BEYOND;
        out->discoveries += notable && q[i] <= stage->params->asymmetry_false_discovery;
    }
    return true;
}

hg_status hg__compare_sides(hg_asymmetry *out, size_t *n_out, hg_asymmetry_summary *summary,
                            const hg_metric_value *metrics, size_t n,
                            const hg__stride_values *values, const hg__stride_set *strides,
                            const hg_subject *subject, const hg__stage *stage) {
    hg__pairs pairs;
    const hg_metric_value **from = hg__arena_alloc(stage->scratch, n, sizeof *from);
    *n_out = 0;
    *summary = (hg_asymmetry_summary){.involved = hg__involved_side(subject)};
    if (!from || !hg__pair_strides(&pairs, strides, stage->scratch))
        return hg__fail_memory(stage->err);
    for (size_t i = 0; i < n; i++) {
        if (hg_metrics[metrics[i].id].form == HG_FORM_BOTH) continue;
        hg_asymmetry *a = &out[*n_out];
        *a = blank(metrics[i].id);
        if (!hg__difference(a, &metrics[i], values, strides, &pairs, stage))
            return hg__fail_memory(stage->err);
        hg__total_interval(a, hg_limit_of(a->metric));
        if (hg_metrics[a->metric].form == HG_FORM_INDEX)
            hg__indices(a, &metrics[i], summary->involved);
        from[(*n_out)++] = &metrics[i];
    }
    for (size_t i = 0; i < *n_out; i++) rate(&out[i], from[i], out, *n_out, stage->params);
    if (!sum_up(summary, out, *n_out, stage)) return hg__fail_memory(stage->err);
    return HG_OK;
}
