/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a rule fires for a condition and side, and what keeps a gait rule from being judged. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "evidence/facts.h"
#include "evidence/variables.h"

#define STRIDES_LEAST                                                                              \
    10 /* where the file has no parameter strides_least (reference evidence, 6.2) */

bool hg__task_fits(hg__for_task task, const hg_result *result) {
    if (task == HG__FOR_RUN) return result->task == HG_TASK_RUN;
    if (task == HG__FOR_WALK) return result->task == HG_TASK_WALK;
    return true;
}

static double strides_least(const hg__rules *rules) {
    for (size_t i = 0; i < rules->n_parameters; i++)
        if (strcmp(rules->parameter[i].id, "strides_least") == 0) return rules->parameter[i].value;
    return STRIDES_LEAST;
}

/* Before a gait rule is looked at: "" when the recording is good enough for it. */
static void gate(const hg__facts *facts, const hg__wording *w, char *why, size_t size) {
    const hg_result *r = facts->result;
    double least = strides_least(facts->rules);
    *why = '\0';
    if (r->status == HG_QUALITY_INSUFFICIENT)
        snprintf(why, size, "the recording is not good enough to judge (see its quality flags)");
    else if (r->n_used[HG_LEFT] == 0 || r->n_used[HG_RIGHT] == 0)
        snprintf(why, size, "only one side was measured; this needs both");
    else if ((double)r->n_used[HG_LEFT] < least || (double)r->n_used[HG_RIGHT] < least)
        snprintf(why, size, "%zu left and %zu right strides are in use; this needs %.0f of each",
                 r->n_used[HG_LEFT], r->n_used[HG_RIGHT], least);
    else if (!hg__task_fits(w->task, r))
        snprintf(why, size, "this is for %s; the recording is %s",
                 w->task == HG__FOR_RUN ? "running" : "walking",
                 r->task == HG_TASK_RUN    ? "of running"
                 : r->task == HG_TASK_WALK ? "of walking"
                                           : "of neither running nor walking");
}

static hg_answer value(const hg__expr *e, const hg__facts *facts) {
    return hg__expression_value(e, facts).answer;
}

typedef struct search {
    const hg__facts *facts;
    bool found;
} search;

static void look(void *user, const hg__variable *v) {
    search *s = user;
    if (s->found) return;
    hg__value x = hg__variable_value(v, s->facts);
    s->found = x.kind == HG__ANSWER   ? x.answer != HG_NOT_GIVEN
               : x.kind == HG__NUMBER ? !isnan(x.number)
                                      : *x.word != '\0';
}

/* Whether anything that a rule looks at is known. One that is yes by itself ("yes", "not known(x)")
 * says nothing of the runner, and must not give gait findings the company that lifts a band. */
static bool rests_on_something(const hg__facts *facts, const hg__wording *w) {
    search s = {facts, false};
    hg__expression_visit(w->when, look, &s);
    hg__expression_visit(w->site, look, &s);
    hg__expression_visit(w->must, look, &s);
    for (size_t i = 0; i < w->n_features; i++) hg__expression_visit(w->feature[i], look, &s);
    return s.found;
}

hg_pattern hg__symptom_pattern(const hg__facts *facts, const hg__wording *w, hg_answer *fired) {
    *fired = HG_NOT_GIVEN;
    if (!rests_on_something(facts, w)) return HG_PATTERN_NOT_ASKED;
    hg_answer site = w->site ? value(w->site, facts) : HG_YES;
    hg_answer must = w->must ? value(w->must, facts) : HG_YES;
    size_t yes = 0, open = 0;
    for (size_t i = 0; i < w->n_features; i++) {
        hg_answer a = value(w->feature[i], facts);
        yes += a == HG_YES;
        open += a == HG_NOT_GIVEN;
    }
    *fired = site == HG_YES && must == HG_YES && yes >= w->need       ? HG_YES
             : site == HG_NO || must == HG_NO || yes + open < w->need ? HG_NO
                                                                      : HG_NOT_GIVEN;
    if (*fired == HG_YES) return HG_PATTERN_COMPLETE;
    /* it does not hurt there: what is felt belongs to another place */
    if (site == HG_NO && !w->site_is_feature) return HG_PATTERN_ABSENT;
    bool present = yes > 0 || (w->site && site == HG_YES) || (w->must && must == HG_YES);
    if (present) return HG_PATTERN_PARTIAL;
    bool asked = open == 0 && site != HG_NOT_GIVEN && must != HG_NOT_GIVEN;
    return asked ? HG_PATTERN_ABSENT : HG_PATTERN_NOT_ASKED;
}

hg_answer hg__rule_answer(const hg__facts *facts, int rule, char *why, size_t size) {
    const hg__rule *r = &facts->rules->rule[rule];
    const hg__wording *w = hg__wording_for(r, facts->condition);
    hg_answer fired;
    char own[160];
    if (!why) {
        why = own;
        size = sizeof own;
    }
    *why = '\0';
    if (r->domain == HG_DOMAIN_SYMPTOM) {
        if (w->n_features == 0) return HG_NOT_GIVEN;
        (void)hg__symptom_pattern(facts, w, &fired);
        return fired;
    }
    if (!w->when) return HG_NOT_GIVEN;
    if (r->domain == HG_DOMAIN_GAIT) {
        gate(facts, w, why, size);
        if (*why) return HG_NOT_GIVEN;
    }
    hg_answer a = value(w->when, facts);
    return a == HG_YES && !rests_on_something(facts, w) ? HG_NOT_GIVEN : a;
}
