/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of expressions. Tables: rows of the intake, of the registry of metrics, and those
 * below. */
#include "evidence/variables.h"

#include <hipgait/intake.h>
#include <hipgait/metrics.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "evidence/derived.h"
#include "evidence/rules.h"
#include "evidence/variable_rows.h"

#define BANDS "insufficient|low|watch|moderate|elevated|refer"
#define PATTERNS "not_asked|absent|partial|complete"

/* clang-format off */
const hg__single_row hg__single_rows[HG__SINGLE_COUNT] = {
    {"runner.age_years",  HG__OF_RUNNER, HG__NUMBER, "years", "",            false},
    {"runner.sex",        HG__OF_RUNNER, HG__WORD,   "",      "F|M|other",   false},
    {"runner.height_m",   HG__OF_RUNNER, HG__NUMBER, "m",     "",            false},
    {"runner.mass_kg",    HG__OF_RUNNER, HG__NUMBER, "kg",    "",            false},
    {"runner.bmi",        HG__OF_RUNNER, HG__NUMBER, "kg/m2", "",            false},
    {"trial.task",        HG__OF_TRIAL,  HG__WORD,   "",      "run|walk",    true},
    {"trial.speed_m_s",   HG__OF_TRIAL,  HG__NUMBER, "m/s",   "",            true},
    {"trial.treadmill",   HG__OF_TRIAL,  HG__ANSWER, "",      "",            true},
};

typedef struct function {
    const char *name;
    hg__source source;
    hg__kind kind;
    enum { NOTHING, METRIC, SITE, RULE, CONDITION } argument;
    bool sided, gait;
} function;

static const function functions[] = {
    {"mean",           HG__MEAN,           HG__NUMBER, METRIC,    true,  true},
    {"excess",         HG__EXCESS,         HG__NUMBER, METRIC,    true,  true},
    {"larger",         HG__LARGER,         HG__ANSWER, METRIC,    true,  true},
    {"smaller",        HG__SMALLER,        HG__ANSWER, METRIC,    true,  true},
    {"larger_beyond",  HG__LARGER_BEYOND,  HG__ANSWER, METRIC,    true,  true},
    {"smaller_beyond", HG__SMALLER_BEYOND, HG__ANSWER, METRIC,    true,  true},
    {"z",              HG__Z,              HG__NUMBER, METRIC,    true,  true},
    {"injured",        HG__INJURED,        HG__ANSWER, SITE,      true,  false},
    {"injured_weeks",  HG__INJURED_WEEKS,  HG__NUMBER, SITE,      true,  false},
    {"injured_any",    HG__INJURED_ANY,    HG__ANSWER, NOTHING,   false, false},
    {"flag",           HG__FLAG,           HG__ANSWER, RULE,      false, false},
    {"red_flags.any",  HG__RED_FLAGS_ANY,  HG__ANSWER, NOTHING,   false, false},
    {"band",           HG__BAND,           HG__WORD,   CONDITION, false, true},
    {"pattern",        HG__PATTERN,        HG__WORD,   CONDITION, false, false},
};
/* clang-format on */
#define FUNCTIONS (sizeof functions / sizeof *functions)

static const char *const views[] = {"", "other", "left", "right", "either", "both"};

typedef struct finder {
    hg__variable *out;
    hg__scope scope;
    const hg__rules *rules;
    char *why;
    size_t size;
} finder;

static bool wrong(const finder *f, const char *fmt, ...) HG_PRINTF(2, 3);
static bool wrong(const finder *f, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(f->why, f->size, fmt, args);
    va_end(args);
    return false;
}

static bool view_of(hg__view *out, const char *name) {
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        if (strcmp(views[i], name) == 0) {
            *out = (hg__view)i;
            return true;
        }
    return false;
}

/* Cuts ".left" off a name. */
static void split_view(char name[128], hg__view *view) {
    char *dot = strrchr(name, '.');
    if (dot && view_of(view, dot + 1) && *view != HG__VIEW_OWN)
        *dot = '\0';
    else
        *view = HG__VIEW_OWN;
}

static bool find_intake(const finder *f, const char *name) {
    char group[32];
    const char *dot = strchr(name, '.');
    if (!dot || (size_t)(dot - name) >= sizeof group) return false;
    snprintf(group, sizeof group, "%.*s", (int)(dot - name), name);
    hg_intake_id id = hg_intake_find(group, dot + 1);
    if (id == HG_INTAKE_COUNT) return false;
    const hg_intake_field *field = &hg_intake_fields[id];
    static const hg__kind kinds[] = {HG__ANSWER, HG__NUMBER, HG__WORD};
    bool answer = field->kind == HG_INTAKE_ANSWER;
    f->out->source = HG__OF_INTAKE;
    f->out->id = (int)id;
    f->out->kind = kinds[field->kind];
    f->out->unit = field->kind == HG_INTAKE_NUMBER ? hg__unit_find(field->unit) : NULL;
    f->out->words = field->kind == HG_INTAKE_CHOICE ? field->unit : "";
    f->out->sided = field->sided;
    f->out->symptom = answer && (strcmp(group, "symptoms") == 0 || strcmp(group, "red_flags") == 0);
    return true;
}

static bool find_derived(const finder *f, const char *name) {
    static const char group[] = "derived.";
    if (strncmp(name, group, sizeof group - 1) != 0) return false;
    for (int i = 0; i < HG__DERIVED_COUNT; i++) {
        const hg__derived_row *row = &hg__derived_rows[i];
        if (strcmp(row->id, name + sizeof group - 1) != 0) continue;
        f->out->source = HG__OF_DERIVED;
        f->out->id = i;
        f->out->kind = *row->unit ? HG__NUMBER : HG__ANSWER;
        f->out->unit = *row->unit ? hg__unit_find(row->unit) : NULL;
        f->out->sided = row->sided;
        return true;
    }
    return false;
}

static bool find_single(const finder *f, const char *name) {
    for (int i = 0; i < HG__SINGLE_COUNT; i++) {
        const hg__single_row *row = &hg__single_rows[i];
        if (strcmp(row->name, name) != 0) continue;
        f->out->source = row->source;
        f->out->id = i;
        f->out->kind = row->kind;
        f->out->unit = row->kind == HG__NUMBER ? hg__unit_find(row->unit) : NULL;
        f->out->words = row->words;
        f->out->gait = row->gait;
        return true;
    }
    return false;
}

static bool take_metric(const finder *f, const function *fn, const char *id) {
    for (int m = 0; m < HG_METRIC_COUNT; m++) {
        if (strcmp(hg_metrics[m].id, id) != 0) continue;
        bool both = hg_metrics[m].form == HG_FORM_BOTH;
        if (both && fn->source != HG__MEAN && fn->source != HG__Z)
            return wrong(f, "%s has no sides, so %s(%s) means nothing", id, fn->name, id);
        f->out->id = m;
        f->out->sided = !both;
        if (fn->kind == HG__NUMBER)
            f->out->unit = hg__unit_find(fn->source == HG__Z ? "1" : hg_metrics[m].unit);
        return true;
    }
    return wrong(f, "there is no metric \"%.60s\"; docs/methods.md lists them", id);
}

/* flag(): a rule or a red flag. Rules of gait must not reach others by this way. */
static bool take_rule(const finder *f, const char *id) {
    const hg__rules *r = f->rules;
    int rule = hg__rule_find(r, id), red = hg__red_flag_find(r, id);
    f->out->id = -1;
    f->out->symptom = true;
    if (f->scope == HG__SCOPE_RED_FLAG) return wrong(f, "%s", "a red flag cannot look at a rule");
    if (rule >= 0) {
        bool gait = r->rule[rule].domain == HG_DOMAIN_GAIT;
        f->out->id = rule;
        f->out->gait = gait;
        f->out->symptom = !gait;
        return true;
    }
    if (red >= 0) {
        f->out->source = HG__RED_FLAG;
        f->out->id = red;
        return true;
    }
    return hg__is_off(r, id) || wrong(f, "there is no rule \"%.60s\"", id);
}

static bool take_condition(const finder *f, const function *fn, const char *id) {
    f->out->words = fn->source == HG__BAND ? BANDS : PATTERNS;
    f->out->ordered_from = 1; /* insufficient, and not asked, stand outside the order */
    f->out->id = hg__condition_find(f->rules, id);
    if (f->scope != HG__SCOPE_ADVICE) return wrong(f, "%s() is for advice only", fn->name);
    if (strcmp(id, "any") == 0) {
        f->out->id = HG__ANY_CONDITION;
        return true;
    }
    return f->out->id >= 0 || hg__is_off(f->rules, id) ||
           wrong(f, "there is no condition \"%.60s\"", id);
}

static bool find_function(const finder *f, const char *name, const char *argument, bool *known) {
    for (size_t i = 0; i < FUNCTIONS; i++) {
        const function *fn = &functions[i];
        if (strcmp(fn->name, name) != 0) continue;
        *known = true;
        if (fn->argument == NOTHING && argument && *argument)
            return wrong(f, "%s takes nothing in brackets", name);
        if (fn->argument != NOTHING && (!argument || !*argument))
            return wrong(f, "%s wants one name in brackets", name);
        f->out->source = fn->source;
        f->out->kind = fn->kind;
        f->out->sided = fn->sided;
        f->out->gait = fn->gait;
        f->out->word = argument;
        if (fn->source == HG__INJURED_WEEKS) f->out->unit = hg__unit_find("weeks");
        if (fn->source == HG__RED_FLAGS_ANY) {
            f->out->symptom = true;
            if (f->scope == HG__SCOPE_RED_FLAG)
                return wrong(f, "%s", "a red flag cannot look at red_flags.any");
        }
        if (fn->argument == METRIC) return take_metric(f, fn, argument);
        if (fn->argument == RULE) return take_rule(f, argument);
        if (fn->argument == CONDITION) return take_condition(f, fn, argument);
        return true;
    }
    return false;
}

static bool fits_scope(const finder *f, const char *plain, const char *argument) {
    const hg__variable *v = f->out;
    char name[160];
    if (argument)
        snprintf(name, sizeof name, "%.60s(%.60s)", plain, argument);
    else
        snprintf(name, sizeof name, "%.120s", plain);
    if (v->gait && f->scope < HG__SCOPE_GAIT)
        return wrong(f,
                     "\"%s\" is from the recording; rules of refer, symptoms and risk, and red "
                     "flags, judge answers alone",
                     name);
    if (!v->sided && v->view != HG__VIEW_OWN) return wrong(f, "\"%s\" has no sides", name);
    bool several = v->view == HG__VIEW_EITHER || v->view == HG__VIEW_BOTH;
    if (several && v->kind != HG__ANSWER)
        return wrong(f, "\"%s\" is no answer: .either and .both are for answers", name);
    if (v->sided && f->scope == HG__SCOPE_ADVICE) {
        if (v->view == HG__VIEW_OTHER || (v->view == HG__VIEW_OWN && v->kind != HG__ANSWER))
            return wrong(f, "advice has no side: say \"%s\" with .left or .right", name);
    }
    return true;
}

bool hg__variable_find(hg__variable *out, const char *name, const char *argument, const char *view,
                       hg__scope scope, const hg__rules *rules, char *why, size_t size) {
    const finder f = {out, scope, rules, why, size};
    char plain[128];
    hg__view seen = HG__VIEW_OWN;
    bool known = false;
    *out = (hg__variable){.id = -1, .word = "", .words = "", .ordered_from = -1};
    snprintf(plain, sizeof plain, "%s", name);
    if (argument) {
        if (!view_of(&seen, view))
            return wrong(&f, "\"%.20s\" is no side; expected other, left, right, either or both",
                         view);
    } else {
        split_view(plain, &seen);
    }
    if (!find_function(&f, plain, argument, &known)) {
        if (known) return false;
        if (argument) return wrong(&f, "there is no function \"%s\"", plain);
        if (!find_intake(&f, plain) && !find_derived(&f, plain) && !find_single(&f, plain))
            return wrong(&f, "\"%s\" is not a name that rules know (docs/evidence-format.md)",
                         name);
    }
    out->view = seen;
    return fits_scope(&f, name, argument);
}
