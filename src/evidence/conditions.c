/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each condition and side: its rules, its pattern, its band, and how they came about. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "evidence/band.h"
#include "evidence/grade.h"
#include "evidence/judge_parts.h"
#include "evidence/variables.h"

#define VALUES 64
#define LINES 24

/* Texts of the rules, copied once for all conditions. */
typedef struct kept {
    const char *label, *when;
    hg__kept_ground ground;
} kept;

typedef struct bench {
    const hg__facts *facts;
    hg__arena *memory;
    const char **id; /* by rule */
    kept **words;    /* by rule, then base and variants */
} bench;

static bool keep_wording(kept *out, const hg__wording *w, hg__arena *memory) {
    out->label = hg__arena_strdup(memory, w->label);
    out->when = hg__arena_strdup(memory, w->when_text);
    return out->label && out->when && hg__keep_ground(&out->ground, &w->ground, memory);
}

static bool keep_rules(bench *b) {
    const hg__rules *rules = b->facts->rules;
    b->id = hg__arena_alloc(b->memory, rules->n_rules, sizeof *b->id);
    b->words = hg__arena_alloc(b->memory, rules->n_rules, sizeof *b->words);
    if (!b->id || !b->words) return false;
    for (size_t i = 0; i < rules->n_rules; i++) {
        const hg__rule *r = &rules->rule[i];
        b->id[i] = hg__arena_strdup(b->memory, r->id);
        b->words[i] = hg__arena_alloc(b->memory, r->n_variants + 1, sizeof(kept));
        if (!b->id[i] || !b->words[i] || !keep_wording(b->words[i], &r->base, b->memory))
            return false;
        for (size_t v = 0; v < r->n_variants; v++)
            if (!keep_wording(&b->words[i][v + 1], &r->variant[v], b->memory)) return false;
    }
    return true;
}

/* --- what a rule looked at --- */

typedef struct values {
    const hg__facts *facts;
    hg__arena *memory;
    hg_evidence_value item[VALUES];
    size_t n;
    bool failed;
} values;

static void take_value(void *user, const hg__variable *v) {
    values *list = user;
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->item[i].name, v->name) == 0) return;
    if (list->n == VALUES || list->failed) return;
    const hg__expr e = {.op = HG__OP_VARIABLE, .kind = v->kind, .unit = v->unit, .variable = *v};
    hg__value value = hg__variable_value(v, list->facts);
    char words[96] = "";
    if (v->kind != HG__NUMBER) hg__value_words(words, sizeof words, value, &e);
    hg_evidence_value *out = &list->item[list->n++];
    out->name = hg__arena_strdup(list->memory, v->name);
    out->unit = v->kind == HG__NUMBER ? v->unit->name : ""; /* of a table: lives as the program */
    out->word = hg__arena_strdup(list->memory, words);
    out->value = v->kind == HG__NUMBER ? value.number / v->unit->scale : value.number;
    list->failed = !out->name || !out->word;
}

static void visit_wording(const hg__wording *w, values *list) {
    hg__expression_visit(w->site, take_value, list);
    hg__expression_visit(w->must, take_value, list);
    for (size_t i = 0; i < w->n_features; i++)
        hg__expression_visit(w->feature[i], take_value, list);
    hg__expression_visit(w->when, take_value, list);
}

static bool take_values(hg_rule_outcome *out, const hg__wording *w, const hg__facts *facts,
                        hg__arena *memory) {
    values list = {.facts = facts, .memory = memory};
    visit_wording(w, &list);
    hg_evidence_value *copy = hg__arena_alloc(memory, list.n, sizeof *copy);
    if (!copy || list.failed) return false;
    memcpy(copy, list.item, list.n * sizeof *copy);
    out->values = copy;
    out->n_values = list.n;
    return true;
}

/* --- one rule --- */

/* "not known: symptoms.swelling was not asked" */
static const char *what_is_unknown(const hg_rule_outcome *o, const char *why, hg__arena *memory) {
    char text[400] = "Not known: ";
    size_t used = strlen(text);
    if (*why) {
        snprintf(text + used, sizeof text - used, "%s.", why);
        return hg__arena_strdup(memory, text);
    }
    char list[320] = "";
    for (size_t i = 0; i < o->n_values; i++) {
        const hg_evidence_value *v = &o->values[i];
        bool open = *v->word ? strncmp(v->word, "not ", 4) == 0 : v->value != v->value;
        if (open) hg__list_add(list, sizeof list, "%s", v->name);
    }
    snprintf(text + used, sizeof text - used, "no answer or measure of %s.", *list ? list : "it");
    return hg__arena_strdup(memory, text);
}

static const char *text_of(const hg_rule_outcome *o, const hg__wording *w, const char *why,
                           const hg__facts *facts, hg__arena *memory) {
    if (o->fired == HG_YES) return hg__fill_text(&w->text, facts, memory);
    if (o->fired == HG_NO) {
        if (w->otherwise.n) return hg__fill_text(&w->otherwise, facts, memory);
        return hg__arena_strdup(memory, "Not so.");
    }
    if (w->unknown.n && !*why) return hg__fill_text(&w->unknown, facts, memory);
    return what_is_unknown(o, why, memory);
}

static bool judge_rule(hg_rule_outcome *out, const bench *b, const hg__facts *facts, int rule) {
    const hg__rule *r = &facts->rules->rule[rule];
    const hg__wording *w = hg__wording_for(r, facts->condition);
    const kept *k = &b->words[rule][w == &r->base ? 0 : (w - r->variant) + 1];
    char why[160];
    *out = (hg_rule_outcome){.id = b->id[rule],
                             .label = k->label,
                             .domain = r->domain,
                             .weight = r->weight,
                             .fired = hg__rule_answer(facts, rule, why, sizeof why),
                             .when = k->when,
                             .grade = k->ground.grade,
                             .sources = k->ground.sources,
                             .n_sources = k->ground.n_sources};
    if (!take_values(out, w, facts, b->memory)) return false;
    out->text = text_of(out, w, why, facts, b->memory);
    return out->text != NULL;
}

/* A condition without sides: a rule fires when it does on either; the texts of both are told. */
static bool judge_rule_once(hg_rule_outcome *out, const bench *b, hg__facts *facts, int rule) {
    hg_rule_outcome side[2];
    for (int s = HG_LEFT; s <= HG_RIGHT; s++) {
        facts->side = (hg_side)s;
        if (!judge_rule(&side[s], b, facts, rule)) return false;
    }
    static const int worth[] = {1, 0, 2}; /* not given, no, yes */
    int left = worth[side[HG_LEFT].fired + 1], right = worth[side[HG_RIGHT].fired + 1];
    *out = side[right > left ? HG_RIGHT : HG_LEFT];
    if (left == right && left == 2 && strcmp(side[HG_LEFT].text, side[HG_RIGHT].text) != 0) {
        size_t size = strlen(side[HG_LEFT].text) + strlen(side[HG_RIGHT].text) + 2;
        char *both = hg__arena_alloc(b->memory, size, 1);
        if (!both) return false;
        snprintf(both, size, "%s %s", side[HG_LEFT].text, side[HG_RIGHT].text);
        out->text = both;
    }
    return true;
}

/* --- the trace --- */

typedef struct trace {
    const char *line[LINES];
    size_t n;
    hg__arena *memory;
    bool failed;
} trace;

static void tell(trace *t, const char *fmt, ...) HG_PRINTF(2, 3);
static void tell(trace *t, const char *fmt, ...) {
    char text[600];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (t->n == LINES) return;
    t->line[t->n] = hg__arena_strdup(t->memory, text);
    t->failed = t->failed || !t->line[t->n];
    t->n++;
}

/* "R1 (A), R2 (B)"; "none" */
static void list_fired(char *out, size_t size, const hg_condition *c, hg_rule_domain domain,
                       hg_rule_weight weight, int counts) {
    *out = '\0';
    for (size_t i = 0; i < c->n_rules; i++) {
        const hg_rule_outcome *r = &c->rules[i];
        if (r->fired != HG_YES || r->domain != domain || r->weight != weight) continue;
        if (counts >= 0 && hg__grade_counts(r->grade) != (counts == 1)) continue;
        hg__list_add(out, size, "%s (%s)", r->id, r->grade);
    }
    if (!*out) snprintf(out, size, "none");
}

static void list_open(char *out, size_t size, const hg_condition *c) {
    *out = '\0';
    for (size_t i = 0; i < c->n_rules; i++)
        if (c->rules[i].fired == HG_NOT_GIVEN) hg__list_add(out, size, "%s", c->rules[i].id);
}

static void tell_screen(trace *t, const hg_evidence *e) {
    char list[300] = "";
    for (size_t i = 0; i < e->red_flags.n_items; i++)
        if (e->red_flags.items[i].raised == HG_YES)
            hg__list_add(list, sizeof list, "%s", e->red_flags.items[i].id);
    if (e->red_flags.status == HG_RED_FLAGS_RAISED)
        tell(t, "Red flags: raised: %s.", list);
    else
        tell(t, "Red flags: %s; %zu of %zu questions answered.",
             e->red_flags.status == HG_RED_FLAGS_CLEAR ? "none raised"
                                                       : "the screen is not complete",
             e->red_flags.answered, e->red_flags.asked);
}

static void tell_all(trace *t, const hg_condition *c, const hg_evidence *e,
                     const hg__band_input *in, hg__band_step step) {
    static const char *const patterns[] = {
        "not asked (part of it was not asked and none is present)", "absent", "partial",
        "complete"};
    char a[300], b[300], n[300];
    tell_screen(t, e);
    if (in->has_pattern)
        tell(t, "Symptoms: the pattern is %s.", patterns[in->pattern]);
    else
        tell(t, "Symptoms: no pattern is judged for this condition.");
    list_fired(a, sizeof a, c, HG_DOMAIN_REFER, HG_WEIGHT_COUNTS, -1);
    tell(t, "Rules that refer and fired: %s.", a);
    list_fired(a, sizeof a, c, HG_DOMAIN_RISK, HG_WEIGHT_COUNTS, 1);
    tell(t, "Risk rules of grade A or B that fired: %s (%zu).", a, in->risk_counted);
    list_fired(a, sizeof a, c, HG_DOMAIN_RISK, HG_WEIGHT_COUNTS, 0);
    list_fired(b, sizeof b, c, HG_DOMAIN_RISK, HG_WEIGHT_CONTEXT, -1);
    list_fired(n, sizeof n, c, HG_DOMAIN_RISK, HG_WEIGHT_NONE, -1);
    tell(t, "Risk rules that fired and do not count: weaker grade %s; context %s; no weight %s.", a,
         b, n);
    list_fired(a, sizeof a, c, HG_DOMAIN_GAIT, HG_WEIGHT_COUNTS, -1);
    list_fired(n, sizeof n, c, HG_DOMAIN_GAIT, HG_WEIGHT_NONE, -1);
    tell(t, "Gait findings: %s; %s. Printed without weight: %s.", a,
         in->concordant   ? "of two families, so they agree"
         : in->gait_watch ? "of one family alone"
                          : "nothing for discussion",
         n);
    list_open(a, sizeof a, c);
    if (*a) tell(t, "Not known: %s.", a);
    if (step == HG__STEP_NO_PATTERN)
        tell(t, "Without a pattern the band is refer or insufficient: %s.",
             hg_condition_band_name(c->band));
    else
        tell(t, "Step %d of the banding table: %s.", (int)step, hg_condition_band_name(c->band));
}

/* --- one condition --- */

/* Which rules made the band; the weakest of their grades is told. */
static bool made_band(const hg_rule_outcome *r, hg__band_step step, bool concordant) {
    if (r->fired != HG_YES || r->weight != HG_WEIGHT_COUNTS) return false;
    bool risk = r->domain == HG_DOMAIN_RISK && hg__grade_counts(r->grade);
    bool gait = r->domain == HG_DOMAIN_GAIT;
    bool symptom = r->domain == HG_DOMAIN_SYMPTOM;
    switch (step) {
    case HG__STEP_REFER: return symptom || r->domain == HG_DOMAIN_REFER;
    case HG__STEP_ELEVATED: return symptom || risk || (concordant && gait);
    case HG__STEP_SYMPTOMS: return symptom;
    case HG__STEP_RISK: return risk || (concordant && gait);
    case HG__STEP_REST: return gait;
    default: return false;
    }
}

static const char *weakest_grade(const hg_condition *c, const hg_evidence *e, hg__band_step step) {
    const char *worst = "", *pattern = "";
    for (size_t i = 0; i < c->n_rules; i++)
        if (made_band(&c->rules[i], step, c->concordant) &&
            hg__grade_rank(c->rules[i].grade) > hg__grade_rank(worst))
            worst = c->rules[i].grade;
    for (size_t i = 0; i < c->n_rules; i++)
        if (c->rules[i].domain == HG_DOMAIN_SYMPTOM) pattern = c->rules[i].grade;
    for (size_t i = 0; step == HG__STEP_RED_FLAG && i < e->red_flags.n_items; i++)
        if (e->red_flags.items[i].raised == HG_YES &&
            hg__grade_rank(e->red_flags.items[i].grade) > hg__grade_rank(worst))
            worst = e->red_flags.items[i].grade;
    return step == HG__STEP_SYMPTOMS && !*worst ? pattern : worst; /* a part of the pattern */
}

static void count_rules(hg_condition *c, hg__band_input *in, const hg__condition_rule *rule,
                        const hg__rules *rules) {
    int family = -1;
    for (size_t i = 0; i < c->n_rules; i++) {
        const hg_rule_outcome *o = &c->rules[i];
        if (o->fired != HG_YES || o->weight != HG_WEIGHT_COUNTS) continue;
        if (o->domain == HG_DOMAIN_REFER) in->refer = true;
        if (o->domain == HG_DOMAIN_RISK && hg__grade_counts(o->grade)) in->risk_counted++;
        if (o->domain != HG_DOMAIN_GAIT) continue;
        int own = (int)rules->rule[rule->rule[i]].family;
        in->concordant = in->concordant || (family >= 0 && family != own);
        family = own;
        in->gait_watch = true;
    }
}

/* Of two sides the fuller pattern; absent only where it is on both. */
static hg_pattern find_pattern(const hg__condition_rule *rule, hg__facts *facts, hg_side side) {
    hg_pattern p[2];
    hg_answer fired;
    if (rule->pattern < 0) return HG_PATTERN_NOT_ASKED;
    const hg__wording *w = hg__wording_for(&facts->rules->rule[rule->pattern], facts->condition);
    for (int s = HG_LEFT; s <= HG_RIGHT; s++) {
        facts->side = (hg_side)s;
        p[s] = hg__symptom_pattern(facts, w, &fired);
    }
    if (side != HG_SIDE_UNKNOWN) return p[side];
    hg_pattern more = p[HG_LEFT] > p[HG_RIGHT] ? p[HG_LEFT] : p[HG_RIGHT];
    if (more >= HG_PATTERN_PARTIAL || p[HG_LEFT] == p[HG_RIGHT]) return more;
    return HG_PATTERN_NOT_ASKED;
}

static bool judge_condition(hg_condition *c, hg_evidence *e, const bench *b, size_t index,
                            hg_side side, bool urgent, const char *const texts[3]) {
    hg__facts facts = *b->facts;
    const hg__condition_rule *rule = &facts.rules->condition[index];
    hg_rule_outcome *outcomes = hg__arena_alloc(b->memory, rule->n_rules, sizeof *outcomes);
    hg__band_step step;
    if (!outcomes) return false;
    facts.condition = (int)index;
    facts.side = side;
    *c = (hg_condition){.id = texts[0],
                        .label = texts[1],
                        .note = texts[2],
                        .neighbour = rule->neighbour,
                        .side = side,
                        .rules = outcomes,
                        .n_rules = rule->n_rules};
    for (size_t i = 0; i < rule->n_rules; i++) {
        bool ok = side == HG_SIDE_UNKNOWN ? judge_rule_once(&outcomes[i], b, &facts, rule->rule[i])
                                          : judge_rule(&outcomes[i], b, &facts, rule->rule[i]);
        if (!ok) return false;
        e->gait_tests += outcomes[i].domain == HG_DOMAIN_GAIT && outcomes[i].fired != HG_NOT_GIVEN;
    }
    hg__band_input in = {.red_flags = e->red_flags.status,
                         .urgent = urgent,
                         .has_pattern = rule->pattern >= 0,
                         .pattern = find_pattern(rule, &facts, side)};
    count_rules(c, &in, rule, facts.rules);
    c->symptoms = in.pattern;
    c->gait_watch = in.gait_watch;
    c->concordant = in.concordant;
    c->risk_counted = in.risk_counted;
    c->band = hg__band(&in, &step);
    c->why = hg__band_why(&in, step);
    c->grade = weakest_grade(c, e, step);
    trace t = {.memory = b->memory};
    tell_all(&t, c, e, &in, step);
    const char **lines = hg__arena_alloc(b->memory, t.n, sizeof *lines);
    if (!lines || t.failed) return false;
    memcpy(lines, t.line, t.n * sizeof *lines);
    c->trace = lines;
    c->n_trace = t.n;
    return true;
}

static void note(const hg_condition *c, hg_answer *fired, hg__found (*found)[2],
                 const hg__condition_rule *rule) {
    for (size_t i = 0; i < c->n_rules; i++) {
        hg_answer *f = &fired[rule->rule[i]], own = c->rules[i].fired;
        if (own == HG_YES || (own == HG_NO && *f == HG_NOT_GIVEN)) *f = own;
    }
    for (int s = HG_LEFT; s <= HG_RIGHT; s++)
        if (c->side == HG_SIDE_UNKNOWN || c->side == (hg_side)s)
            (*found)[s] = (hg__found){true, c->band, c->symptoms};
}

bool hg__judge_conditions(hg_evidence *out, hg_answer *fired, hg__found (*found)[2],
                          const hg__facts *facts, bool urgent, hg__arena *memory) {
    const hg__rules *rules = facts->rules;
    bench b = {.facts = facts, .memory = memory};
    hg_condition *list = hg__arena_alloc(memory, 2 * rules->n_conditions, sizeof *list);
    if (!list || !keep_rules(&b)) return false;
    for (size_t i = 0; i < rules->n_rules; i++) fired[i] = HG_NOT_GIVEN;
    for (size_t i = 0; i < rules->n_conditions; i++) {
        const hg__condition_rule *rule = &rules->condition[i];
        if (!hg__task_fits(rule->task, facts->result)) continue;
        const char *const texts[3] = {hg__arena_strdup(memory, rule->id),
                                      hg__arena_strdup(memory, rule->label),
                                      hg__arena_strdup(memory, rule->note)};
        if (!texts[0] || !texts[1] || !texts[2]) return false;
        int from = rule->each_side ? HG_LEFT : HG_SIDE_UNKNOWN;
        int to = rule->each_side ? HG_RIGHT : HG_SIDE_UNKNOWN;
        for (int side = from; side <= to; side++) {
            hg_condition *c = &list[out->n_conditions];
            if (!judge_condition(c, out, &b, i, (hg_side)side, urgent, texts)) return false;
            note(c, fired, &found[i], rule);
            out->n_conditions++;
        }
    }
    out->conditions = list;
    out->expected_chance = HG_ASYMMETRY_LEVEL * (double)out->gait_tests;
    return true;
}
