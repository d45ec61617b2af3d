/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two visits: changes of metrics and asymmetries against the error of measuring.
 *
 * A value of a visit carries two errors: of its strides, whose 95 % half-width h the result has,
 * and of placing the markers, SEM (limits.h). As visits are independent, standard error of
 * measurement of a visit  e = sqrt(SEM^2 + (h / 1.96)^2) minimal detectable
 * change                 2.77 sqrt((e1^2 + e2^2) / 2) which is 2.77 SEM where strides vary little,
 * and the half-width of ci95_total.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hipgait/limits.h>

#include "base/arena.h"
#include "base/error.h"
#include "cohort/follow_up_parts.h"

#define NORMAL95 1.9599639845400545 /* quantile 0.975 of the normal distribution */

const char *hg_verdict_name(hg_verdict verdict) {
    static const char *const names[] = {"cannot_tell", "within_error", "real_change"};
    return (size_t)verdict < sizeof names / sizeof *names ? names[verdict] : "";
}

const char *hg_open_reason_name(hg_open_reason reason) {
    static const char *const names[] = {"", "not_measured", "few_strides", "error_unknown",
                                        "conditions"};
    return (size_t)reason < sizeof names / sizeof *names ? names[reason] : "";
}

/* One value of one visit. `half` is that of the 95 % interval by strides. */
typedef struct measured {
    double value, half;
    size_t strides;
} measured;

static double half_width(const double ci[2]) {
    return 0.5 * (ci[1] - ci[0]);
}

static void interval(double ci[2], double change, double half) {
    ci[0] = change - half;
    ci[1] = change + half;
}

/* `placed` is the variance by placement of one visit, NaN where it is not known. */
static hg_change compare(const hg_follow_up *f, measured before, measured now, double placed,
                         unsigned aspects) {
    hg_change c = {.earlier = before.value, .later = now.value, .aspects = aspects};
    double strides = hypot(before.half, now.half); /* variances add: MOVER of two means */
    double e1 = placed + before.half * before.half / (NORMAL95 * NORMAL95);
    double e2 = placed + now.half * now.half / (NORMAL95 * NORMAL95);
    c.change = now.value - before.value;
    c.mdc = f->options.mdc_factor * sqrt(0.5 * (e1 + e2));
    interval(c.ci95, c.change, strides);
    interval(c.ci95_total, c.change, sqrt(strides * strides + 2.0 * NORMAL95 * NORMAL95 * placed));
    size_t fewer = before.strides < now.strides ? before.strides : now.strides;
    if (isnan(c.change))
        c.open = HG_OPEN_NOT_MEASURED;
    else if (isnan(placed))
        c.open = HG_OPEN_ERROR_UNKNOWN;
    else if ((double)fewer < f->options.strides_min)
        c.open = HG_OPEN_FEW_STRIDES;
    else if (aspects)
        c.open = HG_OPEN_CONDITIONS;
    else if (isnan(c.mdc) || !(c.mdc > 0.0)) /* strides that do not vary have no error to go by */
        c.open = HG_OPEN_ERROR_UNKNOWN;
    else
        c.verdict = fabs(c.change) > c.mdc ? HG_VERDICT_REAL : HG_VERDICT_WITHIN_ERROR;
    if (c.open != HG_OPEN_CONDITIONS) c.aspects = 0;
    return c;
}

static measured of_stat(const hg_stat *s) {
    return (measured){s->n ? s->mean : NAN, half_width(s->ci95), s->n};
}

static hg_change compare_stats(const hg_follow_up *f, hg_metric_id id, const hg_stat *before,
                               const hg_stat *now) {
    double sem = hg_limit_of(id)->sem;
    return compare(f, of_stat(before), of_stat(now), sem * sem, hg__follow_up_open(f, id));
}

static void count(hg_follow_up *f, const hg_change *c) {
    f->real += c->verdict == HG_VERDICT_REAL;
    f->within += c->verdict == HG_VERDICT_WITHIN_ERROR;
    f->open += c->verdict == HG_VERDICT_CANNOT_TELL;
}

static bool metrics(hg_follow_up *f) {
    f->metrics = hg__arena_alloc(f->memory, HG_METRIC_COUNT, sizeof *f->metrics);
    if (!f->metrics) return false;
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        const hg_metric_value *before = hg_result_metric(f->earlier, (hg_metric_id)id);
        const hg_metric_value *now = hg_result_metric(f->later, (hg_metric_id)id);
        hg_metric_value none = {(hg_metric_id)id, {hg_stat_none(), hg_stat_none()}, hg_stat_none()};
        if (!before && !now) continue;
        if (!before) before = &none;
        if (!now) now = &none;
        hg_metric_change *m = &f->metrics[f->n_metrics++];
        m->id = (hg_metric_id)id;
        if (hg_metrics[id].form == HG_FORM_BOTH) {
            m->both = compare_stats(f, m->id, &before->both, &now->both);
            count(f, &m->both);
            continue;
        }
        for (int s = 0; s < 2; s++) {
            m->side[s] = compare_stats(f, m->id, &before->side[s], &now->side[s]);
            count(f, &m->side[s]);
        }
    }
    f->tests = f->real + f->within;
    f->expected_chance = f->options.level * (double)f->tests;
    return true;
}

static const hg_asymmetry *asymmetry_of(const hg_result *r, hg_metric_id id) {
    for (size_t i = 0; i < r->n_asymmetry; i++)
        if (r->asymmetry[i].metric == id) return &r->asymmetry[i];
    return NULL;
}

static size_t fewer_strides(const hg_result *r, hg_metric_id id) {
    const hg_metric_value *m = hg_result_metric(r, id);
    if (!m) return 0;
    return m->side[0].n < m->side[1].n ? m->side[0].n : m->side[1].n;
}

/* Both sides are placed at each visit; a rolled pelvis counts twice (limits.h, `roll`). */
static bool asymmetries(hg_follow_up *f) {
    f->asymmetry = hg__arena_alloc(f->memory, HG_METRIC_COUNT, sizeof *f->asymmetry);
    if (!f->asymmetry) return false;
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        const hg_asymmetry *before = asymmetry_of(f->earlier, (hg_metric_id)id);
        const hg_asymmetry *now = asymmetry_of(f->later, (hg_metric_id)id);
        if (!before || !now) continue;
        hg_asymmetry_change *a = &f->asymmetry[f->n_asymmetry++];
        const hg_limit *limit = hg_limit_of((hg_metric_id)id);
        measured was = {before->difference, half_width(before->ci95),
                        fewer_strides(f->earlier, (hg_metric_id)id)};
        measured is = {now->difference, half_width(now->ci95),
                       fewer_strides(f->later, (hg_metric_id)id)};
        a->id = (hg_metric_id)id;
        a->earlier = before->rating;
        a->later = now->rating;
        a->difference =
            compare(f, was, is, (limit->pelvis_roll ? 4.0 : 2.0) * limit->sem * limit->sem,
                    hg__follow_up_open(f, (hg_metric_id)id));
        f->asymmetry_real += a->difference.verdict == HG_VERDICT_REAL;
        f->asymmetry_tests += a->difference.verdict != HG_VERDICT_CANNOT_TELL;
    }
    return true;
}

/* Days compare as text, ISO 8601; visits as numbers. One of both saying so is enough to ask. */
static bool order_doubtful(const hg_result *earlier, const hg_result *later) {
    const char *a = earlier->session_date, *b = later->session_date;
    if (*a && *b && strncmp(a, b, 10) > 0) return true;
    return earlier->visit > 0 && later->visit > 0 && earlier->visit > later->visit;
}

static bool same_recording(const hg_result *a, const hg_result *b) {
    return *a->provenance.input_sha256 &&
           strcmp(a->provenance.input_sha256, b->provenance.input_sha256) == 0 &&
           strcmp(a->session, b->session) == 0 && strcmp(a->trial, b->trial) == 0;
}

hg_status hg_follow_up_compute(hg_follow_up **out, const hg_result *earlier, const hg_result *later,
                               const hg_follow_up_options *options, hg_error *err) {
    if (!out || !earlier || !later)
        return hg__fail(err, HG_EINVAL, "a follow-up needs two results");
    *out = NULL;
    if (strcmp(earlier->runner, later->runner) != 0)
        return hg__fail(err, HG_EINVAL,
                        "the results are of two runners, \"%.64s\" and \"%.64s\"; a follow-up is "
                        "of one",
                        earlier->runner, later->runner);
    hg__arena *memory = hg__arena_new();
    hg_follow_up *f = memory ? hg__arena_alloc(memory, 1, sizeof *f) : NULL;
    if (!f) {
        hg__arena_free(memory);
        return hg__fail_memory(err);
    }
    f->memory = memory;
    f->earlier = earlier;
    f->later = later;
    if (options)
        f->options = *options;
    else
        hg_follow_up_options_default(&f->options);
    f->same_recording = same_recording(earlier, later);
    f->order_doubtful = !f->same_recording && order_doubtful(earlier, later);
    hg__follow_up_aspects(f);
    if (!metrics(f) || !asymmetries(f) || !hg__follow_up_bands(f)) {
        hg_follow_up_free(f);
        return hg__fail_memory(err);
    }
    *out = f;
    return HG_OK;
}

void hg_follow_up_free(hg_follow_up *follow_up) {
    if (follow_up) hg__arena_free(follow_up->memory);
}
