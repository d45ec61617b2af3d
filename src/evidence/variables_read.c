/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the names of expressions. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "evidence/facts.h"
#include "evidence/variable_rows.h"
#include "evidence/variables.h"

static hg__value answer(hg_answer a) {
    return (hg__value){.kind = HG__ANSWER, .answer = a, .number = NAN};
}

static hg__value number(double x) {
    return (hg__value){.kind = HG__NUMBER, .answer = HG_NOT_GIVEN, .number = x};
}

static hg__value word(const char *text) {
    hg__value v = {.kind = HG__WORD, .answer = HG_NOT_GIVEN, .number = NAN};
    snprintf(v.word, sizeof v.word, "%s", text);
    return v;
}

static hg_answer from_number(double x) {
    return isnan(x) ? HG_NOT_GIVEN : x > 0.5 ? HG_YES : HG_NO;
}

/* --- answers of the runner --- */

static hg__value intake(const hg__variable *v, const hg_intake *in, int side) {
    double x = in->value[v->id][side];
    if (v->kind == HG__ANSWER) return answer(from_number(x));
    if (v->kind == HG__NUMBER) return number(x * v->unit->scale);
    hg__value w = word("");
    if (!hg_intake_word(in, (hg_intake_id)v->id, w.word, sizeof w.word)) *w.word = '\0';
    return w;
}

/* Letters of either case; '_', '-' and blank are the same. */
bool hg__same_site(const char *a, const char *b) {
    for (; *a && *b; a++, b++) {
        char x = (char)tolower((unsigned char)*a), y = (char)tolower((unsigned char)*b);
        if (x == '_' || x == '-') x = ' ';
        if (y == '_' || y == '-') y = ' ';
        if (x != y) return false;
    }
    return !*a && !*b;
}

/* Yes, no, or not given when the injury's side was not said. */
static hg_answer on_side(const hg_injury *injury, int side) {
    char s = (char)tolower((unsigned char)*injury->side);
    if (s == 'b') return HG_YES;
    if (s != 'l' && s != 'r') return HG_NOT_GIVEN;
    return (s == 'l') == (side == HG_LEFT) ? HG_YES : HG_NO;
}

/* An empty list says nothing by itself: only "no earlier injury" makes it none. */
static hg_answer injured_any(const hg_result *r) {
    if (r->n_injuries) return HG_YES;
    return from_number(r->intake.value[HG_INTAKE_history_previous_injury][0]) == HG_NO
               ? HG_NO
               : HG_NOT_GIVEN;
}

static hg_answer injured(const hg_result *r, const char *site, int side, double *weeks) {
    hg_answer found = r->n_injuries ? HG_NO : injured_any(r);
    *weeks = NAN;
    for (size_t i = 0; i < r->n_injuries; i++) {
        const hg_injury *injury = &r->injuries[i];
        hg_answer here = !*injury->site                      ? HG_NOT_GIVEN
                         : hg__same_site(injury->site, site) ? on_side(injury, side)
                                                             : HG_NO;
        if (here == HG_YES && !(*weeks <= injury->weeks_ago)) *weeks = injury->weeks_ago;
        if (here == HG_YES || (here == HG_NOT_GIVEN && found == HG_NO)) found = here;
    }
    return found;
}

/* An injury at the site whose side was not said is on one of them. */
static bool injured_somewhere(const hg_result *r, const char *site) {
    for (size_t i = 0; i < r->n_injuries; i++)
        if (hg__same_site(r->injuries[i].site, site)) return true;
    return false;
}

/* --- the recording --- */

static double mean_of(const hg_result *r, int metric, int side) {
    const hg_metric_value *m = hg_result_metric(r, (hg_metric_id)metric);
    if (!m) return NAN;
    return hg_metrics[metric].form == HG_FORM_BOTH ? m->both.mean : m->side[side].mean;
}

static hg_answer differs(const hg__variable *v, const hg_result *r, int side) {
    bool beyond = v->source == HG__LARGER_BEYOND || v->source == HG__SMALLER_BEYOND;
    bool larger = v->source == HG__LARGER || v->source == HG__LARGER_BEYOND;
    for (size_t i = 0; i < r->n_asymmetry; i++) {
        const hg_asymmetry *a = &r->asymmetry[i];
        if ((int)a->metric != v->id) continue;
        if (a->rating == HG_ASYMMETRY_INSUFFICIENT) return HG_NOT_GIVEN;
        if (a->rating < (beyond ? HG_ASYMMETRY_BEYOND : HG_ASYMMETRY_NOTABLE)) return HG_NO;
        bool is_larger = (a->difference > 0) == (side == HG_RIGHT);
        return is_larger == larger ? HG_YES : HG_NO;
    }
    return HG_NOT_GIVEN;
}

static double z_of(const hg_result *r, int metric, int side) {
    const hg_reference *ref = hg_result_reference(r, (hg_metric_id)metric);
    if (!ref || !ref->compared) return NAN;
    return hg_metrics[metric].form == HG_FORM_BOTH ? ref->both.z : ref->side[side].z;
}

/* --- who and what --- */

static hg__value single(int row, const hg_result *r) {
    double scale = hg__single_rows[row].kind == HG__NUMBER
                       ? hg__unit_find(hg__single_rows[row].unit)->scale
                       : 1;
    switch (row) {
    case HG__RUNNER_AGE: return number(r->age_years * scale);
    case HG__RUNNER_SEX: return word(hg_sex_name(r->sex));
    case HG__RUNNER_HEIGHT: return number(r->height_m);
    case HG__RUNNER_MASS: return number(r->mass_kg);
    case HG__RUNNER_BMI: {
        double bmi = r->mass_kg / (r->height_m * r->height_m);
        return number(isfinite(bmi) ? bmi : NAN);
    }
    case HG__TRIAL_TASK:
        return word(r->task == HG_TASK_RUN || r->task == HG_TASK_WALK ? hg_task_name(r->task) : "");
    case HG__TRIAL_SPEED: return number(r->speed_m_s);
    default: return answer(r->treadmill);
    }
}

/* --- what was found --- */

/* The worst of both sides; what stands outside the order only when nothing stands in it. */
static hg__value worst(const hg__variable *v, const hg__facts *facts) {
    int most = -1;
    if (!facts->found) return word("");
    for (size_t c = 0; c < facts->rules->n_conditions; c++)
        for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
            const hg__found *f = &facts->found[c][side];
            if (!f->judged || (v->id != HG__ANY_CONDITION && v->id != (int)c)) continue;
            int level = v->source == HG__BAND ? (int)f->band : (int)f->pattern;
            if (level > most) most = level;
        }
    if (most < 0) return word("");
    return word(v->source == HG__BAND ? hg_condition_band_name((hg_condition_band)most)
                                      : hg_pattern_name((hg_pattern)most));
}

static hg__value seen_from(const hg__variable *v, const hg__facts *facts, int side) {
    const hg_result *r = facts->result;
    double weeks;
    switch (v->source) {
    case HG__OF_INTAKE: return intake(v, &r->intake, side);
    case HG__OF_RUNNER:
    case HG__OF_TRIAL: return single(v->id, r);
    case HG__OF_DERIVED: {
        double x = facts->derived->value[v->id][side];
        return v->kind == HG__ANSWER ? answer(from_number(x)) : number(x * v->unit->scale);
    }
    case HG__MEAN: return number(mean_of(r, v->id, side) * v->unit->scale);
    case HG__EXCESS:
        return number((mean_of(r, v->id, side) - mean_of(r, v->id, 1 - side)) * v->unit->scale);
    case HG__LARGER:
    case HG__SMALLER:
    case HG__LARGER_BEYOND:
    case HG__SMALLER_BEYOND: return answer(differs(v, r, side));
    case HG__Z: return number(z_of(r, v->id, side));
    case HG__INJURED: return answer(injured(r, v->word, side, &weeks));
    case HG__INJURED_WEEKS:
        (void)injured(r, v->word, side, &weeks);
        return number(weeks * v->unit->scale);
    case HG__INJURED_ANY: return answer(injured_any(r));
    case HG__FLAG:
        if (v->id < 0) return answer(HG_NOT_GIVEN);
        return answer(facts->fired ? facts->fired[v->id] : hg__rule_answer(facts, v->id, NULL, 0));
    case HG__RED_FLAG: return answer(facts->red_flag ? facts->red_flag[v->id] : HG_NOT_GIVEN);
    case HG__RED_FLAGS_ANY: return answer(facts->any_red_flag);
    default: return v->id == -1 ? word("") : worst(v, facts);
    }
}

hg__value hg__variable_value(const hg__variable *v, const hg__facts *facts) {
    int own = facts->side == HG_RIGHT ? HG_RIGHT : HG_LEFT;
    hg__view view = v->view;
    if (!v->sided) return seen_from(v, facts, own);
    if (view == HG__VIEW_OWN && facts->side == HG_SIDE_UNKNOWN) view = HG__VIEW_EITHER;
    if (view == HG__VIEW_OWN) return seen_from(v, facts, own);
    if (view == HG__VIEW_OTHER) return seen_from(v, facts, 1 - own);
    if (view == HG__VIEW_LEFT) return seen_from(v, facts, HG_LEFT);
    if (view == HG__VIEW_RIGHT) return seen_from(v, facts, HG_RIGHT);
    hg_answer l = seen_from(v, facts, HG_LEFT).answer, r = seen_from(v, facts, HG_RIGHT).answer;
    if (view == HG__VIEW_BOTH)
        return answer(l == HG_NO || r == HG_NO ? HG_NO : l == r ? l : HG_NOT_GIVEN);
    if (v->source == HG__INJURED && injured_somewhere(facts->result, v->word))
        return answer(HG_YES);
    return answer(l == HG_YES || r == HG_YES ? HG_YES : l == r ? l : HG_NOT_GIVEN);
}
