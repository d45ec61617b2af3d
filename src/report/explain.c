/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The derivation as plain text: nothing is judged here, all stands in the result. */
#include <hipgait/report.h>
#include <hipgait/version.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "report/wrap.h"

#define RULE_LINE "------------------------------------------------------------------------------"

static const char *or_none(const char *text, const char *none) {
    return text && *text ? text : none;
}

static const char *side_words(hg_side side) {
    return side == HG_LEFT ? ", left" : side == HG_RIGHT ? ", right" : "";
}

static void heading(hg__strbuf *b, const char *text) {
    hg__strbuf_add(b, "\n");
    hg__wrap(b, 0, 0, "", text);
    hg__strbuf_add(b, RULE_LINE "\n");
}

/* Sources get numbers as they are met and stand at the end, each once. */
#define SOURCES 500
typedef struct source_list {
    const char *text[SOURCES];
    size_t n;
} source_list;

static size_t number_of(source_list *list, const char *source) {
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->text[i], source) == 0) return i + 1;
    if (list->n == SOURCES) return 0;
    list->text[list->n++] = source;
    return list->n;
}

/* Grade and where it is from: "Grade: B. Sources: 3, 7". */
static void add_grounds(hg__strbuf *b, source_list *list, int indent, const char *before,
                        const char *grade, const char *const *sources, size_t n) {
    hg__strbuf line = {0};
    hg__strbuf_addf(&line, "%sGrade: %s", before, or_none(grade, "none"));
    for (size_t i = 0; i < n; i++) {
        size_t number = number_of(list, sources[i]);
        hg__strbuf_add(&line, i ? ", " : n == 1 ? ". Source: " : ". Sources: ");
        if (number)
            hg__strbuf_addf(&line, "%zu", number);
        else
            hg__strbuf_add(&line, sources[i]);
    }
    hg__wrap(b, indent, indent + 2, "", line.data ? line.data : "");
    if (line.failed) b->failed = true;
    hg__strbuf_free(&line);
}

static void add_sources(hg__strbuf *b, const source_list *list) {
    if (list->n == 0) return;
    heading(b, "SOURCES");
    for (size_t i = 0; i < list->n; i++) {
        char mark[32];
        snprintf(mark, sizeof mark, "%zu. ", i + 1);
        hg__wrap(b, 0, 5, mark, list->text[i]);
    }
}

/* So that four digits are seen, and never more than three of them behind the point. */
static int decimals_for(double value) {
    double size = fabs(value);
    return size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0;
}

/* Without "-0" and without zeros at the end. */
static void add_rounded(hg__strbuf *b, double value) {
    int decimals = decimals_for(value);
    hg__strbuf one = {0};
    if (fabs(value) < 0.5 * pow(10, -decimals)) value = 0;
    hg__strbuf_add_fixed(&one, value, decimals, "not known");
    const char *text = one.data ? one.data : "";
    size_t n = strlen(text);
    if (strchr(text, '.'))
        while (n && (text[n - 1] == '0' || text[n - 1] == '.'))
            if (text[--n] == '.') break;
    hg__strbuf_add_bytes(b, text, n);
    hg__strbuf_free(&one);
}

/* "54.32 %", "yes", "not known"; a number that only counts has no unit. */
static void name_value(char *to, size_t size, const char *word, double value, const char *unit) {
    hg__strbuf number = {0};
    if (word && *word) {
        snprintf(to, size, "%s", word);
        return;
    }
    bool has_unit = !isnan(value) && unit && *unit && strcmp(unit, "1") != 0;
    add_rounded(&number, value);
    snprintf(to, size, "%s%s%s", number.data ? number.data : "", has_unit ? " " : "",
             has_unit ? unit : "");
    hg__strbuf_free(&number);
}

static void add_who(hg__strbuf *b, const hg_result *r) {
    const hg_evidence *e = &r->evidence;
    hg__wrapf(b, 0, 2, "", "How the findings of this result were derived");
    hg__strbuf_add(b, RULE_LINE "\n");
    hg__wrapf(b, 0, 2, "", "Runner %s, session %s, trial %s. Data: %s.", r->runner, r->session,
              r->trial, hg_quality_name(r->status));
    if (e->file && *e->file)
        hg__wrapf(b, 0, 2, "", "Rules: %s, version %s%s%s. SHA-256 %s", e->file,
                  or_none(e->version, "not known"),
                  e->replaced && *e->replaced ? ", extended or replaced by " : "",
                  or_none(e->replaced, ""), or_none(e->sha256, "not known"));
    else
        hg__wrap(b, 0, 2, "", "Rules: none were applied to this result.");
    if (e->gait_tests) {
        char chance[64];
        name_value(chance, sizeof chance, "", e->expected_chance, "");
        hg__wrapf(b, 0, 2, "",
                  "Gait rules judged: %zu. Of as many, chance alone makes about %s fire.",
                  e->gait_tests, chance);
    }
    hg__strbuf_add(b, "\n");
    hg__wrap(b, 0, 0, "", hg_intended_use());
}

static void add_red_flags(hg__strbuf *b, source_list *list, const hg_result *r) {
    const hg_evidence *e = &r->evidence;
    static const char *const marks[] = {"[not asked] ", "[no] ", "[RAISED] "};
    static const hg_answer order[] = {HG_YES, HG_NOT_GIVEN, HG_NO};
    static const char *const words[] = {[HG_RED_FLAGS_NOT_ASKED] = "not all asked",
                                        [HG_RED_FLAGS_CLEAR] = "clear",
                                        [HG_RED_FLAGS_RAISED] = "RAISED"};
    char title[160];
    snprintf(title, sizeof title, "RED FLAGS: %s (%zu of %zu questions answered)",
             words[e->red_flags.status], e->red_flags.answered, e->red_flags.asked);
    heading(b, title);
    if (e->red_flags.status == HG_RED_FLAGS_NOT_ASKED)
        hg__wrap(b, 0, 0, "", "What was not asked is not known to be absent.");
    for (size_t i = 0; i < e->red_flags.n_open; i++)
        hg__wrap(b, 0, 4, "[to ask] ", e->red_flags.open[i]);
    for (int i = 0; i < HG_INTAKE_COUNT; i++) /* a flag names all its signs; these are there */
        if (strcmp(hg_intake_fields[i].group, "red_flags") == 0 &&
            (r->intake.value[i][HG_LEFT] > 0 || r->intake.value[i][HG_RIGHT] > 0))
            hg__wrap(b, 0, 4, "[yes] ", hg_intake_fields[i].question);
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t i = 0; i < e->red_flags.n_items; i++) {
            const hg_red_flag *f = &e->red_flags.items[i];
            if (f->raised != order[k]) continue;
            hg__wrap(b, 0, 4, marks[f->raised + 1], f->text);
            if (f->raised != HG_YES) continue;
            hg__wrap(b, 4, 6, "Suspected: ", f->suspected);
            hg__wrapf(b, 4, 6, "", "To do: %s (%s)", f->action, f->urgent ? "urgent" : "routine");
            add_grounds(b, list, 4, "", f->grade, f->sources, f->n_sources);
        }
}

static void add_derived(hg__strbuf *b, const hg_evidence *e) {
    if (e->n_derived == 0) return;
    heading(b, "NUMBERS DERIVED FROM THE ANSWERS");
    for (size_t i = 0; i < e->n_derived; i++) {
        const hg_derived *d = &e->derived[i];
        char value[96];
        const char *word = *d->unit || isnan(d->value) ? "" : d->value > 0 ? "yes" : "no";
        name_value(value, sizeof value, word, d->value, d->unit);
        hg__wrapf(b, 0, 4, "", "%s%s: %s%s%s", d->label, side_words(d->side), value,
                  *d->reading ? "; " : "", d->reading);
        if (*d->text && !isnan(d->value)) hg__wrap(b, 4, 6, "How: ", d->text);
    }
}

/* "Here: symptoms.stiffness = yes; runner.age_years = 41 years" */
static void add_values(hg__strbuf *b, const hg_rule_outcome *r) {
    hg__strbuf line = {0};
    for (size_t i = 0; i < r->n_values; i++) {
        const hg_evidence_value *v = &r->values[i];
        char value[160];
        name_value(value, sizeof value, v->word, v->value, v->unit);
        hg__strbuf_addf(&line, "%s%s = %s", i ? "; " : "", v->name, value);
    }
    if (r->n_values) hg__wrap(b, 6, 8, "Here: ", line.data ? line.data : "");
    if (line.failed) b->failed = true;
    hg__strbuf_free(&line);
}

static void add_rule(hg__strbuf *b, source_list *list, const hg_rule_outcome *r) {
    static const char *const fired[] = {"[not known] ", "[did not fire] ", "[FIRED] "};
    char kind[120];
    hg__wrapf(b, 2, 6, fired[r->fired + 1], "%s: %s", r->id, r->label);
    if (*r->text) hg__wrap(b, 6, 6, "", r->text);
    hg__wrap(b, 6, 8, "Fires when: ", or_none(r->when, "not stated"));
    add_values(b, r);
    snprintf(kind, sizeof kind, "Kind: %s; %s. ", hg_rule_domain_name(r->domain),
             r->weight == HG_WEIGHT_COUNTS    ? "counts for the band"
             : r->weight == HG_WEIGHT_CONTEXT ? "context, does not count"
                                              : "printed only, does not count");
    add_grounds(b, list, 6, kind, r->grade, r->sources, r->n_sources);
}

static void add_condition(hg__strbuf *b, source_list *list, const hg_condition *c) {
    static const char *const patterns[] = {[HG_PATTERN_NOT_ASKED] = "not asked",
                                           [HG_PATTERN_ABSENT] = "absent",
                                           [HG_PATTERN_PARTIAL] = "partly there",
                                           [HG_PATTERN_COMPLETE] = "complete"};
    hg__strbuf_add(b, "\n");
    hg__wrapf(b, 0, 2, "* ", "%s%s [%s]: %s", c->label, side_words(c->side), c->id,
              hg_condition_band_name(c->band));
    hg__wrap(b, 2, 2, "Why: ", or_none(c->why, "not stated"));
    if (c->note && *c->note) hg__wrap(b, 2, 2, "Note: ", c->note);
    hg__wrapf(b, 2, 4, "", "Symptom pattern: %s. Risk factors that count: %zu. Gait note: %s%s.",
              patterns[c->symptoms], c->risk_counted, c->gait_watch ? "watch" : "none",
              c->concordant ? ", findings of two families agree" : "");
    hg__wrapf(b, 2, 4, "", "Weakest grade behind the band: %s",
              or_none(c->grade, "none, no rule made it"));
    if (c->n_trace) hg__strbuf_add(b, "\n  Step by step\n");
    for (size_t i = 0; i < c->n_trace; i++) {
        char mark[32];
        snprintf(mark, sizeof mark, "%zu. ", i + 1);
        hg__wrap(b, 4, 7, mark, c->trace[i]);
    }
    if (c->n_rules) hg__strbuf_add(b, "\n  Rules\n");
    for (size_t i = 0; i < c->n_rules; i++) add_rule(b, list, &c->rules[i]);
}

static bool wanted(const hg_condition *c, const hg_explain_options *o) {
    return (!o->condition || strcmp(c->id, o->condition) == 0) &&
           (o->side == HG_SIDE_UNKNOWN || c->side == HG_SIDE_UNKNOWN || c->side == o->side);
}

/* Those that say something first, by band; then the others, as in the file. */
static void add_conditions(hg__strbuf *b, source_list *list, const hg_evidence *e,
                           const hg_explain_options *o) {
    static const hg_condition_band order[] = {HG_CONDITION_REFER,    HG_CONDITION_ELEVATED,
                                              HG_CONDITION_MODERATE, HG_CONDITION_WATCH,
                                              HG_CONDITION_LOW,      HG_CONDITION_INSUFFICIENT};
    heading(b, "CONDITIONS");
    if (e->n_conditions == 0) hg__wrap(b, 0, 0, "", "This result holds none.");
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t i = 0; i < e->n_conditions; i++)
            if (e->conditions[i].band == order[k] && wanted(&e->conditions[i], o))
                add_condition(b, list, &e->conditions[i]);
}

static void add_ties(hg__strbuf *b, source_list *list, const hg_evidence *e) {
    if (e->n_ties == 0) return;
    heading(b, "WHAT IS KNOWN OF THE ASYMMETRIES FOUND");
    for (size_t i = 0; i < e->n_ties; i++) {
        const hg_tie *t = &e->ties[i];
        hg__wrapf(b, 0, 4, "", "%s%s: %s%s%s", hg_metrics[t->metric].label, side_words(t->side),
                  t->tied ? "tied to " : "no tie is established",
                  t->tied ? or_none(t->label, t->condition) : "",
                  !t->tied     ? ""
                  : t->matches ? ", in the direction found here"
                               : ", but in the other direction than found here");
        hg__wrap(b, 4, 4, "", t->text);
        add_grounds(b, list, 4, "", t->grade, t->sources, t->n_sources);
    }
}

static void add_advice(hg__strbuf *b, source_list *list, const hg_evidence *e) {
    if (e->n_advice == 0) return;
    heading(b, "TO DO, OR TO DISCUSS");
    for (size_t i = 0; i < e->n_advice; i++) {
        const hg_advice *a = &e->advice[i];
        char mark[32];
        snprintf(mark, sizeof mark, "[%s] ", hg_advice_kind_name(a->kind));
        hg__wrap(b, 0, 4, mark, a->text);
        if (*a->because) hg__wrap(b, 4, 6, "Because: ", a->because);
        if (*a->caution) hg__wrap(b, 4, 6, "Caution: ", a->caution);
        add_grounds(b, list, 4, "", a->grade, a->sources, a->n_sources);
    }
}

static void add_limits(hg__strbuf *b, const hg_evidence *e) {
    if (e->n_limits == 0) return;
    heading(b, "WHAT THIS CANNOT TELL");
    for (size_t i = 0; i < e->n_limits; i++) hg__wrap(b, 0, 2, "- ", e->limits[i]);
}

/* HG_EINVAL, with what could have been asked for. */
static hg_status check(const hg_evidence *e, const hg_explain_options *o, hg_error *err) {
    char ids[400] = "";
    bool known = false;
    if (!o->condition) return HG_OK;
    for (size_t i = 0; i < e->n_conditions; i++) {
        const hg_condition *c = &e->conditions[i];
        if (wanted(c, o)) return HG_OK;
        known |= strcmp(c->id, o->condition) == 0;
        if (i == 0 || strcmp(c->id, e->conditions[i - 1].id) != 0)
            hg__list_add(ids, sizeof ids, "%s", c->id);
    }
    if (known)
        return hg__fail(err, HG_EINVAL, "condition \"%s\" was not judged for the %s side",
                        o->condition, o->side == HG_LEFT ? "left" : "right");
    return hg__fail(err, HG_EINVAL, "there is no condition \"%.60s\" in this result; %s%s",
                    o->condition, *ids ? "it has " : "it has none", ids);
}

hg_status hg_report_explain(hg_text *out, const hg_result *result,
                            const hg_explain_options *options, hg_error *err) {
    static const hg_explain_options all = {NULL, HG_SIDE_UNKNOWN};
    hg__strbuf b = {0};
    source_list list = {.n = 0};
    if (!out || !result) return hg__fail(err, HG_EINVAL, "there is no result to explain");
    if (!options) options = &all;
    const hg_evidence *e = &result->evidence;
    hg_status status = check(e, options, err);
    if (status != HG_OK) return status;
    add_who(&b, result);
    add_red_flags(&b, &list, result);
    if (!options->condition) add_derived(&b, e);
    add_conditions(&b, &list, e, options);
    if (!options->condition) {
        add_ties(&b, &list, e);
        add_advice(&b, &list, e);
    }
    add_limits(&b, e);
    add_sources(&b, &list);
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
