/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The built-in evidence file at work on a runner of support/evidence_runner.h: judge, look up, and
 * keep a list of what was seen in which state. Every text of every judgement is checked.
 */
#ifndef HG_TESTS_EVIDENCE_WORLD_H
#define HG_TESTS_EVIDENCE_WORLD_H

#include "support/cm.h"

#include "base/arena.h"
#include "base/dataset.h"
#include "base/json.h"
#include "evidence/evidence.h"
#include "support/evidence_runner.h"

#define L HG_LEFT
#define R HG_RIGHT
#define BOTH HG_SIDE_UNKNOWN /* a condition without sides */
#define YES HG_YES
#define NO HG_NO
#define OPEN HG_NOT_GIVEN

#define MOST 400

/* What has been seen of everything that has a name. */
typedef struct seen {
    char name[160];
    unsigned states; /* bit 0 no, 1 yes, 2 not known */
} seen;

typedef struct world {
    hg__arena *rules_memory, *memory;
    const hg__rules *rules;
    evidence_runner runner;
    hg_evidence evidence;
    seen list[MOST];
    size_t n_seen;
} world;

static void note(world *w, const char *kind, const char *name, hg_answer state) {
    char whole[160];
    snprintf(whole, sizeof whole, "%s %s", kind, name);
    unsigned bit = state == NO ? 1u : state == YES ? 2u : 4u;
    for (size_t i = 0; i < w->n_seen; i++)
        if (strcmp(w->list[i].name, whole) == 0) {
            w->list[i].states |= bit;
            return;
        }
    assert_true(w->n_seen < MOST);
    snprintf(w->list[w->n_seen].name, sizeof w->list->name, "%s", whole);
    w->list[w->n_seen++].states = bit;
}

static unsigned states(const world *w, const char *kind, const char *name) {
    char whole[160];
    snprintf(whole, sizeof whole, "%s %s", kind, name);
    for (size_t i = 0; i < w->n_seen; i++)
        if (strcmp(w->list[i].name, whole) == 0) return w->list[i].states;
    return 0;
}

/* A text as a person gets it: filled, whole, one blank between words. */
static void check_text(const char *text, const char *where) {
    static const char *const wrong[] = {"{",    "}",   "  ", " nan", "NaN", "(nan",
                                        "inf ", "-0 ", " .", " ,",  "(null)"};
    assert_non_null(text);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (strstr(text, wrong[i])) fail_msg("%s: \"%s\" in \"%s\"", where, wrong[i], text);
    size_t n = strlen(text);
    if (n && (text[0] == ' ' || text[n - 1] == ' '))
        fail_msg("%s: blank at an end: \"%s\"", where, text);
}

static void check_all_texts(world *w) {
    const hg_evidence *e = &w->evidence;
    for (size_t i = 0; i < e->n_conditions; i++) {
        const hg_condition *c = &e->conditions[i];
        check_text(c->why, c->id);
        check_text(c->note, c->id);
        for (size_t k = 0; k < c->n_trace; k++) check_text(c->trace[k], c->id);
        for (size_t k = 0; k < c->n_rules; k++) {
            const hg_rule_outcome *r = &c->rules[k];
            check_text(r->text, r->id);
            check_text(r->label, r->id);
            assert_true(*r->text);
            if (r->fired == YES && strstr(r->text, "not known") && !strstr(r->text, "time since"))
                fail_msg("%s fired on something not known: %s", r->id, r->text);
            note(w, "rule", r->id, r->fired);
        }
    }
    for (size_t i = 0; i < e->n_ties; i++)
        check_text(e->ties[i].text, hg_metrics[e->ties[i].metric].id);
    for (size_t i = 0; i < e->n_advice; i++) {
        const hg_advice *a = &e->advice[i];
        check_text(a->text, a->id);
        check_text(a->caution, a->id);
        check_text(a->because, a->id);
        if (strstr(a->text, "not known") && !strstr(a->text, "is not known"))
            fail_msg("%s prints what is not known: %s", a->id, a->text);
    }
    for (size_t i = 0; i < e->red_flags.n_items; i++) {
        check_text(e->red_flags.items[i].text, e->red_flags.items[i].id);
        note(w, "red flag", e->red_flags.items[i].id, e->red_flags.items[i].raised);
    }
    for (size_t i = 0; i < e->n_derived; i++) check_text(e->derived[i].text, e->derived[i].id);
    for (size_t i = 0; i < e->n_limits; i++) check_text(e->limits[i], "limits");
}

static void judge(world *w, const char *settings) {
    hg_error err = {0};
    hg__arena_reset(w->memory);
    runner_make(&w->runner, settings);
    memset(&w->evidence, 0, sizeof w->evidence);
    if (hg__judge(&w->evidence, w->rules, &w->runner.result, w->memory, &err) != HG_OK)
        fail_msg("%s: %s", settings, err.text);
    check_all_texts(w);
}

static const hg_condition *condition(const world *w, const char *id, hg_side side) {
    for (size_t i = 0; i < w->evidence.n_conditions; i++)
        if (strcmp(w->evidence.conditions[i].id, id) == 0 && w->evidence.conditions[i].side == side)
            return &w->evidence.conditions[i];
    fail_msg("no condition %s of side %d", id, (int)side);
    return NULL;
}

#define HAM "hamstring_strain"
#define GRO "groin_strain"
#define TRO "trochanteric_bursitis"
#define FLX "hip_flexor_tendonitis"
#define GLU "gluteal_tendonitis"
#define FAI "femoroacetabular_impingement"
#define OA "hip_osteoarthritis"
#define ITB "iliotibial_band"
#define BONE "bone_stress"

/* A month of runs of 10 km at most, then one of `km`. */
#define MONTH(km) "run=30/10;run=23/8;run=16/10;run=9/9;run=2/" km
#define WALK "task=walk;speed=1.0;"
#define S "symptoms."

static int world_open(void **state) {
    hg_error err = {0};
    world *w = calloc(1, sizeof *w);
    if (!w) return -1;
    w->rules_memory = hg__arena_new();
    w->memory = hg__arena_new();
    *state = w;
    if (hg__evidence_load(&w->rules, NULL, NULL, w->rules_memory, &err) != HG_OK) {
        fprintf(stderr, "%s: %s: %s\n", err.file, err.object, err.text);
        return -1;
    }
    return w->rules ? 0 : -1;
}

static int world_close(void **state) {
    world *w = *state;
    hg__arena_free(w->memory);
    hg__arena_free(w->rules_memory);
    free(w);
    return 0;
}

#endif
