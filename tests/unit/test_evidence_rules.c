/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The built-in evidence file, rule by rule: each threshold just below, at and just above, each answer
 * in its three states, each band of each condition, each piece of advice and caution on and off. At
 * the end everything in the file has to have been seen in each state, so that a rule that is added
 * without a row here fails the test.
 */
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
    static const char *const wrong[] = {"{", "}", "  ", "nan", "NaN", "inf ", "-0 ", " .", " ,", "(null)"};
    assert_non_null(text);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (strstr(text, wrong[i])) fail_msg("%s: \"%s\" in \"%s\"", where, wrong[i], text);
    size_t n = strlen(text);
    if (n && (text[0] == ' ' || text[n - 1] == ' ')) fail_msg("%s: blank at an end: \"%s\"", where, text);
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
    for (size_t i = 0; i < e->n_ties; i++) check_text(e->ties[i].text, hg_metrics[e->ties[i].metric].id);
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

static const hg_rule_outcome *rule(const world *w, const char *id, const char *of, hg_side side) {
    const hg_condition *c = condition(w, of, side);
    for (size_t i = 0; i < c->n_rules; i++)
        if (strcmp(c->rules[i].id, id) == 0) return &c->rules[i];
    fail_msg("%s has no rule %s", of, id);
    return NULL;
}

static const char *word(hg_answer a) {
    return a == YES ? "fires" : a == NO ? "does not fire" : "is not known";
}

/* --- rules --- */

typedef struct rule_row {
    const char *id, *condition;
    hg_side side;
    const char *settings;
    hg_answer fired;
} rule_row;

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

/* clang-format off */
static const rule_row rules[] = {
    {"X1", HAM, L, "", NO},
    {"X1", HAM, L, "red_flags.limp=yes", YES},
    {"X1", BONE, BOTH, "red_flags.limp=yes", YES},
    {"X1", HAM, L, "red_flags.limp=?", OPEN},
    {"X1", HAM, L, "red_flags.limp=?;red_flags.deformity=yes", YES},

    {"X2", HAM, L, S "unchanged_weeks=1.9;scores.ostrc_version=O2;scores.ostrc_participation=0", NO},
    {"X2", HAM, L, S "unchanged_weeks=2;scores.ostrc_version=O2;scores.ostrc_participation=0", NO},
    {"X2", HAM, L, S "unchanged_weeks=2.1", YES},
    {"X2", HAM, L, S "cannot_run=yes", YES},
    {"X2", HAM, L, S "cannot_run=?", OPEN},
    {"X2", HAM, L, "scores.ostrc_version=O2;scores.ostrc_participation=8;scores.ostrc_training=17;scores.ostrc_performance=0;scores.ostrc_pain=0", YES},
    {"X2", HAM, L, S "unchanged_weeks=0;scores.ostrc_version=O2;scores.ostrc_participation=8;scores.ostrc_training=8;scores.ostrc_performance=8;scores.ostrc_pain=25", NO},

    {"P1", HAM, R, "", NO},
    {"P1", HAM, R, S "site_hamstring.right=yes;" S "sharp_pain_activity.right=yes", NO},
    {"P1", HAM, R, S "site_hamstring.right=yes;" S "sharp_pain_activity.right=yes;" S "swelling.right=yes", YES},
    {"P1", HAM, R, S "site_hamstring.right=yes;" S "swelling.right=yes;" S "sudden_weakness.right=yes", YES},
    {"P1", HAM, L, S "site_hamstring.right=yes;" S "swelling.right=yes;" S "sudden_weakness.right=yes", NO},
    {"P1", HAM, R, S "site_groin.right=yes;" S "swelling.right=yes;" S "sudden_weakness.right=yes", NO},
    {"P1", GRO, R, S "site_groin.right=yes;" S "swelling.right=yes;" S "sudden_weakness.right=yes", YES},
    {"P1", HAM, R, S "site_hamstring.right=yes;" S "sharp_pain_activity.right=yes;" S "swelling.right=?", OPEN},
    {"P1", HAM, R, S "site_hamstring=?", NO},
    {"P1", HAM, R, S "site_hamstring=?;" S "sharp_pain_activity=yes;" S "swelling=yes", OPEN},
    {"P2", TRO, L, "", NO},
    {"P2", TRO, L, S "site_lateral.left=yes", NO},
    {"P2", TRO, L, S "site_lateral.left=yes;" S "tender_lying.left=yes", YES},
    {"P2", TRO, L, S "site_lateral.left=yes;" S "deep_ache_after.left=yes", YES},
    {"P2", TRO, L, S "tender_lying.left=yes;" S "deep_ache_after.left=yes", NO},
    {"P2", TRO, L, S "site_lateral.left=yes;" S "tender_lying.left=?", OPEN},
    {"P2", TRO, R, S "site_lateral.left=yes;" S "tender_lying.left=yes", NO},
    {"P3", FLX, R, S "site_anterior.right=yes;" S "gradual_onset.right=yes", NO},
    {"P3", FLX, R, S "site_anterior.right=yes;" S "gradual_onset.right=yes;" S "stiffness.right=yes", YES},
    {"P3", FLX, R, S "site_anterior.right=yes;" S "gradual_onset.right=yes;" S "pain_on_movement.right=yes", YES},
    {"P3", FLX, R, S "site_anterior.right=yes;" S "gradual_onset.right=yes;" S "dull_ache.right=yes", YES},
    {"P3", FLX, R, S "site_anterior.right=yes;" S "dull_ache.right=yes;" S "stiffness.right=yes", NO},
    {"P3", FLX, R, S "site_anterior.right=yes;" S "gradual_onset=?;" S "dull_ache.right=yes", OPEN},
    {"P3", FLX, R, S "site_lateral.right=yes;" S "gradual_onset.right=yes;" S "dull_ache.right=yes", NO},
    {"P3", GLU, R, S "site_lateral.right=yes;" S "gradual_onset.right=yes;" S "dull_ache.right=yes", YES},
    {"P3", GLU, R, S "site_posterior.right=yes;" S "gradual_onset.right=yes;" S "dull_ache.right=yes", YES},
    {"P4", FAI, L, S "pinch.left=yes", NO},
    {"P4", FAI, L, S "site_groin.left=yes", NO},
    {"P4", FAI, L, S "site_groin.left=yes;" S "pinch.left=yes", YES},
    {"P4", FAI, L, S "site_anterior.left=yes;" S "pinch.left=yes", YES},
    {"P4", FAI, L, S "c_sign.left=yes;" S "pinch.left=yes", YES},
    {"P4", FAI, L, S "c_sign.left=yes;" S "pinch=?", OPEN},

    {"R1", HAM, R, "", NO},
    {"R1", HAM, R, "injury=hamstring/R/30", YES},
    {"R1", HAM, L, "injury=hamstring/R/30", NO},
    {"R1", HAM, L, "injury=hamstring/both/30", YES},
    {"R1", HAM, R, "injury=Hamstring/R", YES},
    {"R1", HAM, R, "injury=groin/R/30", NO},
    {"R1", HAM, R, "history.previous_injury=?", OPEN},
    {"R1", HAM, R, "history.previous_injury=yes", OPEN},
    {"R1", GRO, R, "injury=groin/R/30", YES},
    {"R1", TRO, R, "injury=outer hip/R/30", YES},
    {"R1", FLX, R, "injury=front of hip/R/30", YES},
    {"R1", GLU, R, "injury=outer hip/R/30", YES},
    {"R1", FAI, R, "injury=hip/R/30", YES},
    {"R1", ITB, R, "injury=iliotibial band/R/30", YES},
    {"R1_other", HAM, R, "", NO},
    {"R1_other", HAM, R, "injury=knee/L/30", YES},
    {"R1_other", HAM, R, "injury=hamstring/R/30", NO},
    {"R1_other", HAM, L, "injury=hamstring/R/30", YES},
    {"R1_other", HAM, R, "history.previous_injury=?", OPEN},
    {"R1_other", GRO, R, "injury=knee/L/30", YES},
    {"R1_other", TRO, R, "injury=knee/L/30", YES},
    {"R1_other", FLX, R, "injury=knee/L/30", YES},
    {"R1_other", GLU, R, "injury=knee/L/30", YES},
    {"R1_other", FAI, R, "injury=knee/L/30", YES},
    {"R1_other", ITB, R, "injury=knee/L/30", YES},

    {"R2a", TRO, R, MONTH("10.9"), NO},
    {"R2a", TRO, R, MONTH("11"), NO},
    {"R2a", TRO, R, MONTH("11.1"), YES},
    {"R2a", TRO, R, MONTH("13"), YES},
    {"R2a", TRO, R, MONTH("13.1"), NO},
    {"R2a", HAM, R, MONTH("12"), YES},
    {"R2a", TRO, R, "", OPEN},
    {"R2b", TRO, R, MONTH("13"), NO},
    {"R2b", TRO, R, MONTH("13.1"), YES},
    {"R2b", TRO, R, MONTH("20"), YES},
    {"R2b", TRO, R, MONTH("20.1"), NO},
    {"R2b", TRO, R, "", OPEN},
    {"R2c", TRO, R, MONTH("20"), NO},
    {"R2c", TRO, R, MONTH("20.1"), YES},
    {"R2c", BONE, BOTH, MONTH("25"), YES},
    {"R2c", TRO, R, "", OPEN},

    {"R5a", TRO, R, "tape=19.9", NO},
    {"R5a", TRO, R, "tape=20", YES},
    {"R5a", TRO, R, "tape=-20.1", YES},
    {"R5a", TRO, R, "tape=?", OPEN},
    {"R5b", TRO, R, "tape=9.9", NO},
    {"R5b", TRO, R, "tape=10", YES},
    {"R5b", TRO, R, "tape=19.9", YES},
    {"R5b", TRO, R, "tape=20", NO},
    {"R5b", TRO, R, "tape=?", OPEN},
    {"R5c", TRO, R, "tape=4.9", NO},
    {"R5c", TRO, R, "tape=5", YES},
    {"R5c", TRO, R, "tape=9.9", YES},
    {"R5c", TRO, R, "tape=10", NO},
    {"R5c", TRO, R, "tape=?", OPEN},

    {"R6", TRO, R, "sex=F;age=39.9", NO},
    {"R6", TRO, R, "sex=F;age=40", YES},
    {"R6", GLU, R, "sex=F;age=40.1", YES},
    {"R6", TRO, R, "sex=M;age=50", NO},
    {"R6", TRO, R, "sex=?;age=50", OPEN},
    {"R6", TRO, R, "sex=F;age=?", OPEN},
    {"R7a", BONE, BOTH, "", NO},
    {"R7a", BONE, BOTH, "history.previous_stress_fracture=yes", YES},
    {"R7a", BONE, BOTH, "history.previous_stress_fracture=?", OPEN},
    {"R7b", BONE, BOTH, "sex=M", NO},
    {"R7b", BONE, BOTH, "sex=F", YES},
    {"R7b", BONE, BOTH, "sex=?", OPEN},
    {"R7c", BONE, BOTH, "", NO},
    {"R7c", BONE, BOTH, "history.menstrual_disturbance=yes", YES},
    {"R7c", BONE, BOTH, "history.low_energy_availability=yes;history.menstrual_disturbance=?", YES},
    {"R7c", BONE, BOTH, "history.menstrual_disturbance=?", OPEN},
    {"R8", TRO, R, "training.novice=yes;bmi=30;training.first_week_km=4", NO},
    {"R8", TRO, R, "training.novice=yes;bmi=30.1;training.first_week_km=3", NO},
    {"R8", TRO, R, "training.novice=yes;bmi=30.1;training.first_week_km=3.1", YES},
    {"R8", TRO, R, "training.novice=yes;bmi=29.9;training.first_week_km=3.1", NO},
    {"R8", TRO, R, "training.novice=no;bmi=30.1;training.first_week_km=3.1", NO},
    {"R8", TRO, R, "training.novice=?;bmi=30.1;training.first_week_km=3.1", OPEN},
    {"R8", TRO, R, "training.novice=yes;bmi=30.1", OPEN},
    {"R9", TRO, R, "", NO},
    {"R9", TRO, R, "training.surface_changed=yes", NO},
    {"R9", TRO, R, "training.surface_changed=yes;training.surface_hard=yes", YES},
    {"R9", TRO, R, "training.surface_changed=yes;training.surface_uneven=yes", YES},
    {"R9", TRO, R, "training.surface_changed=?;training.surface_uneven=yes", YES},
    {"R9", TRO, R, "training.surface_changed=no;training.surface_uneven=yes", NO},
    {"R9", TRO, R, "training.surface_changed=yes;training.surface_uneven=?", OPEN},
    {"R10", GRO, L, "strength.adductor_n=200", NO},
    {"R10", GRO, L, "strength.adductor_weak.left=yes", YES},
    {"R10", GRO, R, "strength.adductor_weak.left=yes;strength.adductor_n=200", NO},
    {"R10", GRO, L, "strength.adductor_n.left=80;strength.adductor_n.right=100", NO},
    {"R10", GRO, L, "strength.adductor_n.left=81;strength.adductor_n.right=100", NO},
    {"R10", GRO, L, "strength.adductor_n.left=79;strength.adductor_n.right=100", YES},
    {"R10", GRO, R, "strength.adductor_n.left=79;strength.adductor_n.right=100", NO},
    {"R10", GRO, L, "strength.adductor_weak=?", OPEN},

    {"G1", TRO, L, "", NO},
    {"G1", TRO, L, "notable.hip_adduction_excursion=left;notable.pelvic_drop_excursion=left", NO},
    {"G1", TRO, L, "beyond.hip_adduction_excursion=left", NO},
    {"G1", TRO, L, "beyond.hip_adduction_excursion=left;notable.pelvic_drop_excursion=left", YES},
    {"G1", GLU, L, "notable.hip_adduction_excursion=left;beyond.pelvic_drop_excursion=left", YES},
    {"G1", ITB, L, "beyond.hip_adduction_excursion=left;beyond.pelvic_drop_excursion=left", YES},
    {"G1", TRO, R, "beyond.hip_adduction_excursion=left;beyond.pelvic_drop_excursion=left", NO},
    {"G1", TRO, L, "beyond.hip_adduction_excursion=left;beyond.pelvic_drop_excursion=right", NO},
    {"G1", TRO, L, "beyond.hip_adduction_excursion=left;insufficient.pelvic_drop_excursion=", OPEN},
    {"G1", TRO, L, "z.hip_adduction_excursion=2;z.pelvic_drop_excursion=2", YES},
    {"G1", TRO, L, "z.hip_adduction_excursion=1.9;z.pelvic_drop_excursion=2.1", NO},
    {"G1", TRO, L, "z.hip_adduction_excursion=2.1;z.pelvic_drop_excursion=1.9", NO},
    {"G2", TRO, R, "mean.thorax_lean_peak=0.1;beyond.pelvic_drop_excursion=right", NO},
    {"G2", TRO, R, "mean.thorax_lean_peak=0;beyond.pelvic_drop_excursion=right", YES},
    {"G2", GLU, R, "mean.thorax_lean_peak=-0.1;beyond.pelvic_drop_excursion=right", YES},
    {"G2", TRO, R, "mean.thorax_lean_peak=-0.1;notable.pelvic_drop_excursion=right", NO},
    {"G2", TRO, L, "mean.thorax_lean_peak=-0.1;beyond.pelvic_drop_excursion=right", NO},
    {"G2", TRO, R, "beyond.pelvic_drop_excursion=right;unmeasured.thorax_lean_peak=", OPEN},
    {"G3", TRO, R, "mean.step_width=0.001", NO},
    {"G3", TRO, R, "mean.step_width=0", NO},
    {"G3", GLU, L, "mean.step_width=-0.001", YES},
    {"G3", ITB, R, "z.step_width=-2", YES},
    {"G3", TRO, R, "z.step_width=-1.9", NO},
    {"G3", TRO, R, "z.step_width=-2.1", YES},
    {"G3", TRO, R, "unmeasured.step_width=", OPEN},
    {"G4", FAI, L, "mean.hip_extension_peak.left=4.1;notable.hip_extension_peak=right", NO},
    {"G4", FAI, L, "mean.hip_extension_peak.left=4;notable.hip_extension_peak=right", YES},
    {"G4", FAI, L, "mean.hip_extension_peak.left=3.9;beyond.hip_extension_peak=right", YES},
    {"G4", FAI, R, "mean.hip_extension_peak.left=3.9;beyond.hip_extension_peak=right", NO},
    {"G4", FAI, L, "mean.hip_extension_peak.left=3.9", NO},
    {"G4", FAI, L, "z.hip_extension_peak.left=-2", YES},
    {"G4", FAI, L, "z.hip_extension_peak.left=-1.9", NO},
    {"G4", FAI, L, "z.pelvic_tilt_mean=2", YES},
    {"G4", FAI, L, "z.pelvic_tilt_mean=1.9", NO},
    {"G4", FAI, L, "mean.hip_extension_peak.left=3.9;insufficient.hip_extension_peak=", OPEN},
    {"G4", OA, L, WALK "mean.hip_extension_peak.left=4;notable.hip_extension_peak=right", YES},
    {"G5", HAM, R, "speed=4.9;z.pelvic_tilt_mean=2;z.thorax_lean_range=2", NO},
    {"G5", HAM, R, "speed=5;z.pelvic_tilt_mean=2;z.thorax_lean_range=2", YES},
    {"G5", HAM, R, "speed=5.1;z.pelvic_tilt_mean=1.9;z.thorax_lean_range=2.1", NO},
    {"G5", HAM, R, "speed=5.1;z.pelvic_tilt_mean=2.1;z.thorax_lean_range=1.9", NO},
    {"G5", HAM, R, "speed=5.1;z.pelvic_tilt_mean=2.1;z.thorax_lean_range=2.1", YES},
    {"G5", HAM, R, "speed=5.1;z.pelvic_tilt_mean=2.1", OPEN},
    {"G6", BONE, BOTH, "z.step_rate=-0.9", NO},
    {"G6", BONE, BOTH, "z.step_rate=-1", YES},
    {"G6", BONE, BOTH, "z.step_rate=-1.1", YES},
    {"G6", BONE, BOTH, "", OPEN},
    {"G7", HAM, R, "", NO},
    {"G7", HAM, R, "notable.contact_time=right", YES},
    {"G7", GRO, R, "notable.flight_time=right", YES},
    {"G7", FLX, R, "beyond.step_time=right", YES},
    {"G7", HAM, L, "notable.contact_time=right", NO},
    {"G7", HAM, L, "insufficient.contact_time=", OPEN},
    {"G8", OA, L, WALK, NO},
    {"G8", OA, L, WALK "notable.step_length=right;notable.contact_time=right", YES},
    {"G8", OA, R, WALK "notable.step_length=right;notable.contact_time=right", NO},
    {"G8", OA, L, WALK "notable.step_length=right", NO},
    {"G8", OA, L, "task=walk;speed=1.1;notable.step_length=right;notable.contact_time=right", YES},
    {"G8", OA, L, "task=walk;speed=1.11;notable.step_length=right;notable.contact_time=right", NO},
    {"G8", OA, L, WALK "notable.step_length=right;insufficient.contact_time=", OPEN},
    {"G9", BONE, BOTH, "", OPEN},
    {"G9", BONE, BOTH, "z.vertical_oscillation=1.9", NO},
    {"G9", BONE, BOTH, "z.vertical_oscillation.left=1.9;z.vertical_oscillation.right=2", YES},
    {"G9", BONE, BOTH, "z.vertical_oscillation.left=2.1;z.vertical_oscillation.right=0", YES},
};
/* clang-format on */

static void test_rules(void **state) {
    world *w = *state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const rule_row *row = &rules[i];
        judge(w, row->settings);
        const hg_rule_outcome *r = rule(w, row->id, row->condition, row->side);
        if (r->fired != row->fired)
            fail_msg("%s of %s, side %d, with \"%s\": it %s, but should be that it %s: %s", row->id,
                     row->condition, (int)row->side, row->settings, word(r->fired), word(row->fired),
                     r->text);
    }
}

/* R3 and R4 look at several weeks of the log. */
static void test_weeks_of_training(void **state) {
    world *w = *state;
    static const struct {
        double before_km, now_km;
        const char *novice;
        hg_answer fired;
    } rows[] = {
        {10, 12.9, "yes", NO},  {10, 13, "yes", NO},    {10, 13.1, "yes", YES},
        {10, 13.1, "no", NO},   {10, 13.1, "?", OPEN},  {10, 12.9, "?", NO},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char settings[300];
        snprintf(settings, sizeof settings,
                 "training.novice=%s;run=25/%g;run=18/%g;run=11/%g;run=4/%g;run=40/1", rows[i].novice,
                 rows[i].before_km, rows[i].before_km, rows[i].now_km, rows[i].now_km);
        judge(w, settings);
        hg_answer fired = rule(w, "R3", TRO, L)->fired;
        if (fired != rows[i].fired) fail_msg("R3 with %s: it %s", settings, word(fired));
        assert_int_equal(rule(w, "R3", GLU, R)->fired, rows[i].fired);
    }
    judge(w, "training.novice=yes");
    assert_int_equal(rule(w, "R3", TRO, L)->fired, OPEN);
    assert_int_equal(rule(w, "R4", TRO, L)->fired, NO);
    judge(w, "run=25/10;run=18/10;run=11/10;run=4/20;run=40/1");
    const hg_rule_outcome *load = rule(w, "R4", TRO, L);
    assert_int_equal(load->fired, YES);
    assert_int_equal(load->weight, HG_WEIGHT_NONE);
    assert_non_null(strstr(load->text, "100 %"));
}

/* What fired is told in numbers: those of the runner, with their units. */
static void test_texts_hold_the_numbers(void **state) {
    world *w = *state;
    static const struct {
        const char *id, *condition;
        hg_side side;
        const char *settings, *said;
    } rows[] = {
        {"R2b", TRO, R, MONTH("14.5"), "(14.5 km) was 45 % above the longest of the 30 days before (10.0 km)"},
        {"R1", HAM, R, "injury=hamstring/R/30", "the right hamstring (time since: 30 weeks)"},
        {"R1", HAM, R, "injury=hamstring/R", "(time since: not known)"},
        {"R5b", TRO, R, "tape=-12", "differ by 12 mm"},
        {"R8", TRO, R, "training.novice=yes;bmi=31.5;training.first_week_km=8", "index of 31.5 kg/m2 who ran 8.0 km"},
        {"G1", TRO, L, "mean.hip_adduction_excursion.left=16.2;beyond.hip_adduction_excursion=left;beyond.pelvic_drop_excursion=left",
         "is 16.2 degrees, 6.2 degrees more"},
        {"G6", BONE, BOTH, "mean.step_rate=155;z.step_rate=-1.4", "Step rate is 155 per minute"},
        {"P1", HAM, L, S "site_hamstring.left=yes;" S "swelling.left=yes;" S "sudden_weakness.left=yes", "left thigh"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        judge(w, rows[i].settings);
        const char *text = rule(w, rows[i].id, rows[i].condition, rows[i].side)->text;
        if (!strstr(text, rows[i].said))
            fail_msg("%s with %s says \"%s\", without \"%s\"", rows[i].id, rows[i].settings, text, rows[i].said);
    }
}

/* --- red flags --- */

typedef struct flag_row {
    const char *id, *settings;
    hg_answer raised;
} flag_row;

/* clang-format off */
static const flag_row flags[] = {
    {"femoral_neck", "", NO},
    {"femoral_neck", "red_flags.deep_groin_pain_persisting=yes", YES},
    {"femoral_neck", "red_flags.pain_hopping=yes", YES},
    {"femoral_neck", "red_flags.pain_weight_bearing=yes", YES},
    {"femoral_neck", "red_flags.limp=yes", YES},
    {"femoral_neck", "red_flags.night_rest_pain=yes", YES},
    {"femoral_neck", "red_flags.night_rest_pain=?", OPEN},
    {"bone_overload", "red_flags.focal_bone_tenderness=yes", YES},
    {"bone_overload", "red_flags.pain_earlier_each_run=yes", YES},
    {"bone_overload", "red_flags.pain_earlier_each_run=?", OPEN},
    {"acute_injury", "red_flags.cannot_bear_weight=yes", YES},
    {"acute_injury", "red_flags.acute_trauma=yes", YES},
    {"acute_injury", "red_flags.deformity=yes", YES},
    {"acute_injury", "red_flags.deformity=?", OPEN},
    {"tear", "red_flags.pop_bruise_gap=yes", YES},
    {"tear", "red_flags.pop_bruise_gap=?", OPEN},
    {"infection", "red_flags.fever_unwell=yes", YES},
    {"infection", "red_flags.hot_swollen_joint=yes", YES},
    {"infection", "red_flags.fever_unwell=?", OPEN},
    {"nerve_leg", "red_flags.leg_weakness_numbness=yes", YES},
    {"nerve_leg", "red_flags.leg_weakness_numbness=?", OPEN},
    {"cauda_equina", "red_flags.saddle_bladder_bowel=yes", YES},
    {"cauda_equina", "red_flags.saddle_bladder_bowel=?", OPEN},
    {"malignancy", "red_flags.weight_loss_night_sweats=yes", YES},
    {"malignancy", "red_flags.cancer_history=yes", NO},
    {"malignancy", "red_flags.cancer_history=yes;symptoms.any_complaint=yes", YES},
    {"malignancy", "red_flags.cancer_history=yes;symptoms.site_groin.left=yes", YES},
    {"malignancy", "red_flags.cancer_history=yes;symptoms.any_complaint=?", OPEN},
    {"avascular_necrosis", "red_flags.steroid_use=yes", NO},
    {"avascular_necrosis", "red_flags.steroid_use=yes;symptoms.any_complaint=yes", YES},
    {"avascular_necrosis", "red_flags.steroid_use=?;symptoms.any_complaint=yes", OPEN},
    {"adolescent", "red_flags.limp=yes;age=9.9", NO},
    {"adolescent", "red_flags.limp=yes;age=10", YES},
    {"adolescent", "red_flags.limp=yes;age=16.9", YES},
    {"adolescent", "red_flags.limp=yes;age=17", NO},
    {"adolescent", "red_flags.limp=no;age=14", NO},
    {"adolescent", "red_flags.limp=yes;age=?", OPEN},
    {"clot", "red_flags.calf_swelling=yes", YES},
    {"clot", "red_flags.breathless_chest_pain=yes", YES},
    {"clot", "red_flags.calf_swelling=?", OPEN},
    {"groin_lump", "red_flags.groin_lump_testicular=yes", YES},
    {"groin_lump", "red_flags.groin_lump_testicular=?", OPEN},
    {"hip_joint_signs", "symptoms.any_complaint=yes;examination.internal_rotation_deg.left=14.9;examination.flexion_deg.left=115", YES},
    {"hip_joint_signs", "symptoms.any_complaint=yes;examination.internal_rotation_deg=15;examination.flexion_deg=115", NO},
    {"hip_joint_signs", "symptoms.any_complaint=yes;examination.internal_rotation_deg=14;examination.flexion_deg=115.1", NO},
    {"hip_joint_signs", "symptoms.any_complaint=yes;examination.internal_rotation_deg.left=10;examination.flexion_deg.right=100", OPEN},
    {"hip_joint_signs", "symptoms.any_complaint=no;examination.internal_rotation_deg=14;examination.flexion_deg=110", NO},
    {"hip_joint_signs", "symptoms.any_complaint=yes;age=50;examination.painful_internal_rotation.right=yes;examination.morning_stiffness_minutes.right=60", YES},
    {"hip_joint_signs", "symptoms.any_complaint=yes;age=49.9;examination.internal_rotation_deg=40;examination.painful_internal_rotation.right=yes;examination.morning_stiffness_minutes.right=60", NO},
    {"hip_joint_signs", "symptoms.any_complaint=yes;age=50;examination.internal_rotation_deg=40;examination.painful_internal_rotation.right=yes;examination.morning_stiffness_minutes.right=61", NO},
};
/* clang-format on */

static void test_red_flags(void **state) {
    world *w = *state;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        const flag_row *row = &flags[i];
        const hg_red_flag *found = NULL;
        judge(w, row->settings);
        for (size_t k = 0; k < w->evidence.red_flags.n_items; k++)
            if (strcmp(w->evidence.red_flags.items[k].id, row->id) == 0)
                found = &w->evidence.red_flags.items[k];
        if (!found) fail_msg("no red flag %s", row->id);
        if (found->raised != row->raised)
            fail_msg("red flag %s with \"%s\": it %s", row->id, row->settings, word(found->raised));
        if (row->raised != YES) continue;
        assert_int_equal(w->evidence.red_flags.status, HG_RED_FLAGS_RAISED);
        for (size_t k = 0; k < w->evidence.n_conditions; k++)
            assert_int_equal(w->evidence.conditions[k].band, HG_CONDITION_REFER);
    }
}

/* --- bands --- */

#define LOW HG_CONDITION_LOW
#define WATCH HG_CONDITION_WATCH
#define MODERATE HG_CONDITION_MODERATE
#define ELEVATED HG_CONDITION_ELEVATED
#define REFER HG_CONDITION_REFER
#define INSUFFICIENT HG_CONDITION_INSUFFICIENT

typedef struct band_row {
    const char *condition;
    hg_side side;
    const char *settings;
    hg_condition_band band;
} band_row;

#define STRAIN(site) S site ".left=yes;" S "swelling.left=yes;" S "sudden_weakness.left=yes;"
#define OUTER S "site_lateral.left=yes;" S "tender_lying.left=yes;"
#define FRONT S "site_anterior.left=yes;" S "gradual_onset.left=yes;" S "stiffness.left=yes;"
#define BACK S "site_posterior.left=yes;" S "gradual_onset.left=yes;" S "stiffness.left=yes;"
#define PINCH S "site_groin.left=yes;" S "pinch.left=yes;"
#define G1_LEFT "beyond.hip_adduction_excursion=left;beyond.pelvic_drop_excursion=left;"
#define CROSSING "mean.step_width=-0.02;"
#define TWO_RISKS "injury=knee/R/20;" MONTH("12") ";"

/* clang-format off */
static const band_row bands[] = {
    {HAM, L, "", LOW},
    {HAM, L, S "site_hamstring=?", INSUFFICIENT},
    {HAM, L, "red_flags.limp=?", INSUFFICIENT},
    {HAM, L, "speed=6;z.pelvic_tilt_mean=3;z.thorax_lean_range=3", WATCH},
    {HAM, L, "red_flags.limp=?;speed=6;z.pelvic_tilt_mean=3;z.thorax_lean_range=3", INSUFFICIENT},
    {HAM, L, S "site_hamstring.left=yes", MODERATE},
    {HAM, L, S "site_hamstring.left=yes;" S "swelling=?", MODERATE},
    {HAM, L, STRAIN("site_hamstring"), MODERATE},
    {HAM, R, STRAIN("site_hamstring"), LOW},
    {HAM, L, STRAIN("site_hamstring") MONTH("12"), MODERATE}, /* a strain is no overuse injury: grade C */
    {HAM, L, STRAIN("site_hamstring") "injury=hamstring/L/30", ELEVATED},
    {HAM, L, STRAIN("site_hamstring") "injury=hamstring/L/30;red_flags.limp=?", ELEVATED},
    {HAM, L, STRAIN("site_hamstring") "injury=hamstring/L/30;" S "cannot_run=yes", REFER},
    {HAM, L, S "site_hamstring.left=yes;" S "cannot_run=yes", MODERATE}, /* not complete */
    {HAM, L, "red_flags.fever_unwell=yes", REFER},

    {GRO, L, "", LOW},
    {GRO, L, S "sharp_pain_activity=?;" S "swelling=?", INSUFFICIENT},
    {GRO, L, S "site_groin.left=yes", MODERATE},
    {GRO, L, STRAIN("site_groin") "strength.adductor_n=200", MODERATE},
    {GRO, L, STRAIN("site_groin") "strength.adductor_weak.left=yes", ELEVATED},
    {GRO, R, STRAIN("site_groin") "strength.adductor_weak.left=yes", LOW},
    {GRO, L, "strength.adductor_weak.left=yes", LOW},
    {GRO, L, "strength.adductor_weak.left=yes;injury=groin/L/9", MODERATE},
    {GRO, L, STRAIN("site_groin") S "unchanged_weeks=3", REFER},
    {GRO, L, "red_flags.deformity=yes", REFER},

    {TRO, L, "", LOW},
    {TRO, L, G1_LEFT, WATCH},
    {TRO, R, G1_LEFT, LOW},
    {TRO, L, G1_LEFT CROSSING, WATCH},                 /* gait alone stays watch, however much there is */
    {TRO, L, G1_LEFT CROSSING "injury=knee/R/20", MODERATE},
    {TRO, L, G1_LEFT "injury=knee/R/20", WATCH},       /* one family, one risk */
    {TRO, L, TWO_RISKS, MODERATE},
    {TRO, L, "injury=knee/R/20", LOW},
    {TRO, L, "sex=F;age=55;injury=knee/R/20", LOW},    /* context does not count */
    {TRO, L, "training.surface_changed=yes;training.surface_hard=yes;injury=knee/R/20;tape=25", LOW}, /* nor does grade C */
    {TRO, L, S "tender_lying.left=yes", MODERATE},
    {TRO, L, OUTER, MODERATE},
    {TRO, L, OUTER G1_LEFT, MODERATE},                 /* one family */
    {TRO, L, OUTER G1_LEFT CROSSING, ELEVATED},
    {TRO, L, OUTER MONTH("12"), ELEVATED},
    {TRO, L, OUTER MONTH("12") ";" S "unchanged_weeks=2.5", REFER},
    {TRO, L, S "site_lateral=?;" S "tender_lying=?;" S "deep_ache_after=?;" TWO_RISKS, INSUFFICIENT},
    {TRO, L, "red_flags.limp=?;" TWO_RISKS, MODERATE},
    {TRO, L, "red_flags.calf_swelling=yes", REFER},

    {FLX, L, "", LOW},
    {FLX, L, S "gradual_onset=?", INSUFFICIENT},
    {FLX, L, S "site_anterior.left=yes", MODERATE},
    {FLX, L, FRONT, MODERATE},
    {FLX, L, FRONT "notable.contact_time=left;beyond.step_time=left", MODERATE}, /* no weight */
    {FLX, L, FRONT "injury=front of hip/L/10", ELEVATED},
    {FLX, R, FRONT "injury=front of hip/L/10", LOW},
    {FLX, L, TWO_RISKS, MODERATE},
    {FLX, L, FRONT S "cannot_run=yes", REFER},
    {FLX, L, "notable.contact_time=left;beyond.step_time=left", LOW},

    {GLU, L, "", LOW},
    {GLU, L, G1_LEFT, WATCH},
    {GLU, L, S "gradual_onset=?", INSUFFICIENT},
    {GLU, L, BACK, MODERATE},
    {GLU, L, BACK G1_LEFT CROSSING, ELEVATED},
    {GLU, L, BACK "injury=knee/R/20", ELEVATED},
    {GLU, L, BACK S "unchanged_weeks=2.5", REFER},

    {FAI, L, "", LOW},
    {FAI, L, "z.pelvic_tilt_mean=2.5", WATCH},
    {FAI, L, S "pinch=?", INSUFFICIENT},
    {FAI, L, S "pinch.left=yes", MODERATE},
    {FAI, L, PINCH, MODERATE},
    {FAI, L, PINCH "injury=hip/L/10", ELEVATED},
    {FAI, L, PINCH S "cannot_run=yes", REFER},

    {ITB, L, "", INSUFFICIENT},
    {ITB, L, G1_LEFT TWO_RISKS, INSUFFICIENT},         /* no pattern: refer, insufficient, or its note */
    {ITB, L, "red_flags.limp=yes", REFER},
    {BONE, BOTH, "history.previous_stress_fracture=yes;z.step_rate=-2", INSUFFICIENT},
    {BONE, BOTH, "red_flags.focal_bone_tenderness=yes", REFER},
    {OA, L, WALK, INSUFFICIENT},
    {OA, L, WALK "red_flags.limp=yes", REFER},
};
/* clang-format on */

static void test_bands(void **state) {
    world *w = *state;
    for (size_t i = 0; i < sizeof bands / sizeof *bands; i++) {
        const band_row *row = &bands[i];
        judge(w, row->settings);
        const hg_condition *c = condition(w, row->condition, row->side);
        if (c->band != row->band)
            fail_msg("%s, side %d, with \"%s\": %s, expected %s: %s", row->condition, (int)row->side,
                     row->settings, hg_condition_band_name(c->band), hg_condition_band_name(row->band),
                     c->why);
    }
}

/* What stands beside a band: the gait note is there even where nothing was asked. */
static void test_gait_note(void **state) {
    world *w = *state;
    judge(w, S "site_lateral=?;" S "tender_lying=?;" S "deep_ache_after=?;" G1_LEFT CROSSING);
    const hg_condition *c = condition(w, TRO, L);
    assert_int_equal(c->band, INSUFFICIENT);
    assert_true(c->gait_watch);
    assert_true(c->concordant);
    judge(w, G1_LEFT);
    assert_true(condition(w, ITB, L)->gait_watch);
    assert_false(condition(w, ITB, R)->gait_watch);
}

/* --- advice --- */

typedef struct advice_row {
    const char *id, *settings;
    bool given;
    const char *caution; /* part of it; "" none; NULL not looked at */
} advice_row;

#define LATERAL S "site_lateral.left=yes;"

/* clang-format off */
static const advice_row advices[] = {
    {"see_physician_now", "", false, NULL},
    {"see_physician_now", "red_flags.limp=yes", true, ""},
    {"see_physician_now", "red_flags.pop_bruise_gap=yes", true, ""},
    {"see_physician_now", "symptoms.any_complaint=yes;examination.internal_rotation_deg=10;examination.flexion_deg=100", false, NULL},
    {"see_physician_soon", "symptoms.any_complaint=yes;examination.internal_rotation_deg=10;examination.flexion_deg=100", true, ""},
    {"see_physician_soon", "red_flags.limp=yes", false, NULL},
    {"see_therapist_first", STRAIN("site_groin") S "cannot_run=yes", true, ""},
    {"see_therapist_first", STRAIN("site_groin"), false, NULL},
    {"see_therapist_first", "red_flags.limp=yes", false, NULL},
    {"ask_red_flags", "", false, NULL},
    {"ask_red_flags", "red_flags.limp=?", true, ""},
    {"ask_red_flags", "red_flags.limp=?;red_flags.deformity=yes", false, NULL},
    {"ask_symptoms", "", false, NULL},
    {"ask_symptoms", S "site_hamstring=?;" S "swelling=?", true, ""},
    {"ask_about_energy", "", false, NULL},
    {"ask_about_energy", "history.menstrual_disturbance=yes", true, ""},
    {"see_therapist_soon", OUTER MONTH("12"), true, ""},
    {"see_therapist_soon", OUTER, false, NULL},
    {"see_therapist_if", OUTER, true, ""},
    {"see_therapist_if", TWO_RISKS, false, NULL},
    {"first_days_rice", "", false, NULL},
    {"first_days_rice", STRAIN("site_groin"), true, ""},
    {"first_days_rice", STRAIN("site_groin") S "onset_weeks=1", true, ""},
    {"first_days_rice", STRAIN("site_groin") S "onset_weeks=3", true, "3 weeks ago"},
    {"first_days_rice", STRAIN("site_groin") "red_flags.pop_bruise_gap=yes", false, NULL},
    {"first_days_rice", STRAIN("site_groin") "red_flags.limp=?", true, ""},
    {"first_days_rice", OUTER, false, NULL},
    {"peace_and_love", STRAIN("site_hamstring"), true, ""},
    {"peace_and_love", STRAIN("site_hamstring") S "onset_weeks=1.1", true, "second half"},
    {"peace_and_love", "", false, NULL},
    {"gentle_stretch", "", false, NULL},
    {"gentle_stretch", BACK, true, ""},
    {"gentle_stretch", OUTER, true, "across the body"},
    {"gentle_stretch", FRONT, true, "pinch"},
    {"gentle_stretch", STRAIN("site_groin"), true, "fresh strain"},
    {"unload_gluteal_tendons", "", false, NULL},
    {"unload_gluteal_tendons", OUTER, true, ""},
    {"gluteal_education_exercise", "", false, NULL},
    {"gluteal_education_exercise", BACK, true, ""},
    {"when_to_be_screened", "", false, NULL},
    {"when_to_be_screened", FRONT, true, ""},
    {"reduce_load", "", false, NULL},
    {"reduce_load", OUTER, true, ""},
    {"reduce_load", OUTER S "cannot_run=yes", true, "leave it out"},
    {"shorten_longest_run", MONTH("11"), false, NULL},
    {"shorten_longest_run", MONTH("11.1"), true, ""},
    {"shorten_longest_run", MONTH("11.1") ";red_flags.limp=yes", false, NULL},
    {"slow_progression", "training.novice=yes;run=25/10;run=18/10;run=11/14;run=4/14;run=40/1", true, ""},
    {"slow_progression", "training.novice=no;run=25/10;run=18/10;run=11/14;run=4/14;run=40/1", false, NULL},
    {"surface", "", false, NULL},
    {"surface", "training.surface_changed=yes;training.surface_uneven=yes", true, ""},
    {"warm_up", "training.warm_up=always", false, NULL},
    {"warm_up", "training.warm_up=?", false, NULL},
    {"warm_up", "training.warm_up=sometimes", true, ""},
    {"warm_up", "training.warm_up=never", true, ""},
    {"stretch_hip_flexors", "", true, ""},
    {"stretch_hip_flexors", S "site_anterior.left=yes", true, "Ease off"},
    {"stretch_hip_flexors", S "pinch.left=yes", true, "Ease off"},
    {"stretch_hip_flexors", "red_flags.limp=yes", false, NULL},
    {"stretch_piriformis", "", true, ""},
    {"stretch_piriformis", LATERAL, true, "Not on the painful side"},
    {"stretch_piriformis", S "site_lateral=?", true, "Ask first"},
    {"stretch_piriformis", "red_flags.limp=yes", false, NULL},
    {"stretch_iliotibial", "", true, ""},
    {"stretch_iliotibial", LATERAL, true, "Not on the painful side"},
    {"stretch_iliotibial", S "site_lateral=?", true, "Ask first"},
    {"stretch_iliotibial", "red_flags.limp=yes", false, NULL},
    {"strength", "", true, ""},
    {"strength", OUTER, true, "does not hurt more"},
    {"strength", S "site_anterior.left=yes", true, "No deep squats"},
    {"strength", "red_flags.limp=yes", false, NULL},
    {"gradual_conditioning", "", true, ""},
    {"gradual_conditioning", "red_flags.limp=yes", false, NULL},
    {"hamstring_eccentric", "", false, NULL},
    {"hamstring_eccentric", "injury=hamstring/L/30", true, ""},
    {"hamstring_eccentric", "injury=hamstring/L/30;" S "site_hamstring.left=yes", true, "Not while the hamstring hurts"},
    {"adductor_strength", "", false, NULL},
    {"adductor_strength", "injury=groin/L/30", true, ""},
    {"adductor_strength", "strength.adductor_weak.right=yes", true, ""},
    {"adductor_strength", "injury=groin/L/30;" S "site_groin.left=yes", true, "Not while the groin hurts"},
    {"see_physical_therapist", "", true, ""},
    {"see_physical_therapist", "red_flags.limp=yes", false, NULL},
    {"step_rate", "", false, NULL},
    {"step_rate", "notable.hip_adduction_excursion=left", false, NULL},
    {"step_rate", "notable.hip_adduction_excursion=left;" OUTER, true, ""},
    {"step_rate", "beyond.hip_adduction_excursion=left", true, ""},
    {"step_rate", "beyond.pelvic_drop_excursion=right", true, ""},
    {"step_rate", "beyond.pelvic_drop_excursion=right;task=walk", false, NULL},
    {"step_rate", "z.step_rate=-1", true, ""},
    {"step_rate", "z.step_rate=-1;" S "site_anterior.left=yes", false, NULL},
    {"step_rate", "z.step_rate=-1;" S "site_anterior=?", true, "Ask first"},
    {"hold_step_rate", "z.step_rate=-1;" S "site_anterior.left=yes", true, ""},
    {"hold_step_rate", "beyond.hip_adduction_excursion=left;" S "site_anterior.right=yes", true, ""},
    {"hold_step_rate", "z.step_rate=-1", false, NULL},
    {"hold_step_rate", S "site_anterior.left=yes", false, NULL},
    {"step_width", "", false, NULL},
    {"step_width", CROSSING, true, ""},
    {"retraining", "beyond.hip_adduction_excursion=left;" OUTER, true, ""},
    {"retraining", "beyond.hip_adduction_excursion=left", false, NULL},
    {"strength_and_form", "beyond.hip_adduction_excursion=left", true, ""},
    {"strength_and_form", "", false, NULL},
};
/* clang-format on */

static const hg_advice *advice(const world *w, const char *id) {
    for (size_t i = 0; i < w->evidence.n_advice; i++)
        if (strcmp(w->evidence.advice[i].id, id) == 0) return &w->evidence.advice[i];
    return NULL;
}

static void check_advice(world *w, const advice_row *row) {
    judge(w, row->settings);
    const hg_advice *a = advice(w, row->id);
    note(w, "advice", row->id, a ? YES : NO);
    if ((a != NULL) != row->given)
        fail_msg("advice %s with \"%s\": %s", row->id, row->settings, a ? a->text : "not given");
    if (!a || !row->caution) return;
    if (*row->caution ? !strstr(a->caution, row->caution) : *a->caution != '\0')
        fail_msg("caution of %s with \"%s\" is \"%s\", expected \"%s\"", row->id, row->settings,
                 a->caution, row->caution);
}

static void test_advice(void **state) {
    world *w = *state;
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++) check_advice(w, &advices[i]);
    char daily[600] = "", resting[600] = ""; /* a run on each of 28 days; on two of seven */
    for (int day = 0; day < 28; day++) {
        char one[24];
        snprintf(one, sizeof one, "run=%d/5;", day);
        strcat(daily, one);
        if (day % 7 < 2) strcat(resting, one);
    }
    strcat(daily, "run=35/5");
    strcat(resting, "run=35/5");
    check_advice(w, &(advice_row){"rest_days", daily, true, ""});
    check_advice(w, &(advice_row){"rest_days", resting, false, NULL});
    judge(w, MONTH("15"));
    assert_non_null(strstr(advice(w, "shorten_longest_run")->text, "11.0 km"));
}

/* Each caution was seen on and off: what the table above asks for is all that the file has. */
static void test_every_caution(void **state) {
    world *w = *state;
    hg_error err = {0};
    hg__json *file = NULL;
    for (size_t i = 0; i < hg__n_datasets; i++)
        if (strcmp(hg__datasets[i].name, "evidence/hip.json") == 0)
            assert_int_equal(hg__json_parse(&file, hg__datasets[i].data, hg__datasets[i].size, "hip.json", &err), HG_OK);
    assert_non_null(file);
    const hg__json *list = hg__json_get(file, "advice");
    for (size_t i = 0; i < hg__json_size(list); i++) {
        const hg__json *a = hg__json_at(list, i), *cautions = hg__json_get(a, "cautions");
        const char *id = hg__json_text(hg__json_get(a, "id"));
        for (size_t k = 0; k < hg__json_size(cautions); k++) {
            const char *text = hg__json_text(hg__json_get(hg__json_at(cautions, k), "text"));
            char start[24];
            snprintf(start, sizeof start, "%.*s", (int)strcspn(text, "{"), text); /* before its first number */
            unsigned on = 0;
            for (size_t r = 0; r < sizeof advices / sizeof *advices; r++) {
                if (strcmp(advices[r].id, id) != 0 || !advices[r].given) continue;
                judge(w, advices[r].settings);
                on |= strstr(advice(w, id)->caution, start) ? 2 : 1;
            }
            if (on != 3) fail_msg("the caution \"%s...\" of %s was seen %s", start, id, on == 2 ? "on only" : "off only");
        }
    }
    hg__json_free(file);
}

/* --- ties --- */

static const hg_tie *tie(const world *w, const char *metric, const char *of) {
    for (size_t i = 0; i < w->evidence.n_ties; i++)
        if (w->evidence.ties[i].metric == runner_metric(metric) && strcmp(w->evidence.ties[i].condition, of) == 0)
            return &w->evidence.ties[i];
    return NULL;
}

static void test_ties(void **state) {
    world *w = *state;
    judge(w, "");
    assert_int_equal(w->evidence.n_ties, 0); /* nothing differs */
    judge(w, "notable.contact_time=right");
    assert_false(tie(w, "contact_time", "")->tied);
    assert_string_equal(tie(w, "contact_time", "")->grade, "N");
    assert_null(tie(w, "contact_time", OA)); /* of walking, in a run */
    judge(w, WALK "notable.contact_time=right");
    assert_true(tie(w, "contact_time", OA)->tied);
    assert_true(tie(w, "contact_time", OA)->matches);
    assert_int_equal(tie(w, "contact_time", OA)->side, HG_LEFT); /* the shorter contact */
    judge(w, "beyond.hip_adduction_excursion=left");
    assert_true(tie(w, "hip_adduction_excursion", TRO)->matches);
    assert_int_equal(tie(w, "hip_adduction_excursion", TRO)->side, HG_LEFT);
    for (int m = 0; m < HG_METRIC_COUNT; m++) { /* each measure of sides has something to say */
        char settings[80];
        if (hg_metrics[m].form == HG_FORM_BOTH) continue;
        snprintf(settings, sizeof settings, WALK "notable.%s=right", hg_metrics[m].id);
        judge(w, settings);
        if (w->evidence.n_ties == 0) fail_msg("no tie for %s", hg_metrics[m].id);
    }
}

/* --- everything was seen --- */

/* Names of the entries of a section; conditions none. */
static void test_everything_was_seen(void **state) {
    const world *w = *state;
    judge((world *)*state, "");
    for (size_t i = 0; i < w->evidence.n_conditions; i++)
        for (size_t k = 0; k < w->evidence.conditions[i].n_rules; k++) {
            const char *id = w->evidence.conditions[i].rules[k].id;
            unsigned wanted = strcmp(id, "R4") == 0 ? 3 : 7; /* whether the load is known is known */
            if (states(w, "rule", id) != wanted)
                fail_msg("rule %s was not seen in each of its states (%u)", id, states(w, "rule", id));
        }
    for (size_t i = 0; i < w->evidence.red_flags.n_items; i++)
        if (states(w, "red flag", w->evidence.red_flags.items[i].id) != 7)
            fail_msg("red flag %s was not seen in each of its states", w->evidence.red_flags.items[i].id);
    hg_error err = {0};
    hg__json *file = NULL;
    for (size_t i = 0; i < hg__n_datasets; i++)
        if (strcmp(hg__datasets[i].name, "evidence/hip.json") == 0)
            assert_int_equal(hg__json_parse(&file, hg__datasets[i].data, hg__datasets[i].size, "hip.json", &err), HG_OK);
    const hg__json *list = hg__json_get(file, "advice");
    assert_true(hg__json_size(list) > 20);
    for (size_t i = 0; i < hg__json_size(list); i++) {
        const char *id = hg__json_text(hg__json_get(hg__json_at(list, i), "id"));
        if (states(w, "advice", id) != 3) fail_msg("advice %s was not seen on and off", id);
    }
    hg__json_free(file);
}

static int setup(void **state) {
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

static int teardown(void **state) {
    world *w = *state;
    hg__arena_free(w->memory);
    hg__arena_free(w->rules_memory);
    free(w);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),       cmocka_unit_test(test_weeks_of_training),
        cmocka_unit_test(test_texts_hold_the_numbers),
        cmocka_unit_test(test_red_flags),   cmocka_unit_test(test_bands),
        cmocka_unit_test(test_gait_note),   cmocka_unit_test(test_advice),
        cmocka_unit_test(test_every_caution), cmocka_unit_test(test_ties),
        cmocka_unit_test(test_everything_was_seen),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
