/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the built-in evidence file makes of its rules: each band of each condition, each piece of
 * advice and each caution on and off, and a tie for each measure that has sides.
 */
#include "support/evidence_world.h"

/* The advice of the built-in file; free the whole with hg__json_free(). */
static const hg__json *advice_of_file(hg__json **file) {
    hg_error err = {0};
    *file = NULL;
    for (size_t i = 0; i < hg__n_datasets; i++)
        if (strcmp(hg__datasets[i].name, "evidence/hip.json") == 0)
            assert_int_equal(hg__json_parse(file, (const char *)hg__datasets[i].data,
                                            hg__datasets[i].size, "hip.json", &err),
                             HG_OK);
    assert_non_null(*file);
    const hg__json *list = hg__json_get(*file, "advice");
    assert_true(hg__json_size(list) > 20);
    return list;
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
    {GRO, L, S "sharp_pain_activity=?;" S "swelling=?", LOW}, /* it does not hurt there */
    {GRO, L, S "site_groin=?", INSUFFICIENT},
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
    {TRO, L, S "tender_lying.left=yes", MODERATE}, /* told of this place alone */
    {TRO, L, S "site_lateral=?;" S "tender_lying.left=yes", MODERATE},
    {TRO, L, OUTER, MODERATE},
    {TRO, L, OUTER G1_LEFT, MODERATE},                 /* one family */
    {TRO, L, OUTER G1_LEFT CROSSING, ELEVATED},
    {TRO, L, OUTER MONTH("12"), ELEVATED},
    {TRO, L, OUTER MONTH("12") ";" S "unchanged_weeks=2.5", REFER},
    {TRO, L, S "site_lateral=?;" S "tender_lying=?;" S "deep_ache_after=?;" TWO_RISKS, INSUFFICIENT},
    {TRO, L, "red_flags.limp=?;" TWO_RISKS, MODERATE},
    {TRO, L, "red_flags.calf_swelling=yes", REFER},

    {FLX, L, "", LOW},
    {FLX, L, S "site_anterior=?;" S "gradual_onset=?", INSUFFICIENT},
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
    {GLU, L, S "site_posterior=?;" S "gradual_onset=?", INSUFFICIENT},
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
            fail_msg("%s, side %d, with \"%s\": %s, expected %s: %s", row->condition,
                     (int)row->side, row->settings, hg_condition_band_name(c->band),
                     hg_condition_band_name(row->band), c->why);
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

/* Nothing was asked and nothing measured: every text is whole, and nothing is said of a complaint.
 */
static void test_nothing_known(void **state) {
    world *w = *state;
    hg_error err = {0};
    hg__arena_reset(w->memory);
    runner_clear(&w->runner);
    hg_result *r = &w->runner.result;
    hg_intake_clear(&r->intake);
    r->sex = HG_SEX_UNKNOWN;
    r->age_years = r->height_m = r->mass_kg = r->speed_m_s = NAN;
    r->leg_length_m[HG_LEFT] = r->leg_length_m[HG_RIGHT] = NAN;
    r->n_metrics = r->n_asymmetry = r->n_references = 0;
    memset(&w->evidence, 0, sizeof w->evidence);
    assert_int_equal(hg__judge(&w->evidence, w->rules, r, w->memory, &err), HG_OK);
    check_all_texts(w);
    assert_int_equal(w->evidence.red_flags.status, HG_RED_FLAGS_NOT_ASKED);
    assert_true(w->evidence.red_flags.asked > 20);
    assert_int_equal(w->evidence.red_flags.n_open, w->evidence.red_flags.asked);
    const char *first = hg_intake_fields[HG_INTAKE_red_flags_deep_groin_pain_persisting].question;
    assert_string_equal(w->evidence.red_flags.open[0], first);
    assert_true(w->evidence.n_conditions > 12);
    for (size_t i = 0; i < w->evidence.n_conditions; i++) {
        const hg_condition *c = &w->evidence.conditions[i];
        assert_int_equal(c->band, INSUFFICIENT);
        for (size_t k = 0; k < c->n_rules; k++)
            if (c->rules[k].fired == YES) fail_msg("%s of %s fired", c->rules[k].id, c->id);
    }
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
    {"first_days_rice", STRAIN("site_groin") S "onset_weeks=0.9", true, ""},
    {"first_days_rice", STRAIN("site_groin") S "onset_weeks=3", true, "3 weeks ago"},
    {"first_days_rice", STRAIN("site_groin") S "onset_weeks=1", true, "1 week ago"},
    {"first_days_rice", STRAIN("site_groin") "red_flags.pop_bruise_gap=yes", false, NULL},
    {"first_days_rice", STRAIN("site_groin") "red_flags.limp=?", true, ""},
    {"first_days_rice", OUTER, false, NULL},
    {"peace_and_love", STRAIN("site_hamstring"), true, ""},
    {"peace_and_love", STRAIN("site_hamstring") S "onset_weeks=1", true, "second half"},
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
    {"shorten_longest_run", MONTH("11.02"), true, ""},
    {"shorten_longest_run", MONTH("11.02") ";red_flags.limp=yes", false, NULL},
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
    /* 28 days: a run on each; on all but one in seven, which is enough; on all but three in all */
    char daily[600] = "", resting[600] = "", hardly[600] = "";
    for (int day = 0; day < 28; day++) {
        char one[24];
        snprintf(one, sizeof one, "run=%d/5;", day);
        strcat(daily, one);
        if (day % 7 < 6) strcat(resting, one);
        if (day % 7 < 6 || day < 7) strcat(hardly, one);
    }
    strcat(daily, "run=35/5");
    strcat(resting, "run=35/5");
    strcat(hardly, "run=35/5");
    check_advice(w, &(advice_row){"rest_days", daily, true, ""});
    check_advice(w, &(advice_row){"rest_days", hardly, true, ""});
    check_advice(w, &(advice_row){"rest_days", resting, false, NULL});
    judge(w, MONTH("15"));
    assert_non_null(strstr(advice(w, "shorten_longest_run")->text, "11.0 km"));
}

/* Each caution was seen on and off: what the table above asks for is all that the file has. */
static void test_every_caution(void **state) {
    world *w = *state;
    hg__json *file;
    const hg__json *list = advice_of_file(&file);
    for (size_t i = 0; i < hg__json_size(list); i++) {
        const hg__json *a = hg__json_at(list, i), *cautions = hg__json_get(a, "cautions");
        const char *id = hg__json_text(hg__json_get(a, "id"));
        for (size_t k = 0; k < hg__json_size(cautions); k++) {
            const char *text = hg__json_text(hg__json_get(hg__json_at(cautions, k), "text"));
            char start[24];
            snprintf(start, sizeof start, "%.*s", (int)strcspn(text, "{"),
                     text); /* before its first number */
            unsigned on = 0;
            for (size_t r = 0; r < sizeof advices / sizeof *advices; r++) {
                if (strcmp(advices[r].id, id) != 0 || !advices[r].given) continue;
                judge(w, advices[r].settings);
                on |= strstr(advice(w, id)->caution, start) ? 2 : 1;
            }
            if (on != 3)
                fail_msg("the caution \"%s...\" of %s was seen %s", start, id,
                         on == 2 ? "on only" : "off only");
        }
    }
    hg__json_free(file);
}

/* --- ties --- */

static const hg_tie *tie(const world *w, const char *metric, const char *of) {
    for (size_t i = 0; i < w->evidence.n_ties; i++)
        if (w->evidence.ties[i].metric == runner_metric(metric) &&
            strcmp(w->evidence.ties[i].condition, of) == 0)
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

static void test_everything_was_seen(void **state) {
    const world *w = *state;
    hg__json *file;
    const hg__json *list = advice_of_file(&file);
    for (size_t i = 0; i < hg__json_size(list); i++) {
        const char *id = hg__json_text(hg__json_get(hg__json_at(list, i), "id"));
        if (states(w, "advice", id) != 3) fail_msg("advice %s was not seen on and off", id);
    }
    hg__json_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bands),
        cmocka_unit_test(test_gait_note),
        cmocka_unit_test(test_nothing_known),
        cmocka_unit_test(test_advice),
        cmocka_unit_test(test_every_caution),
        cmocka_unit_test(test_ties),
        cmocka_unit_test(test_everything_was_seen),
    };
    return cmocka_run_group_tests(tests, world_open, world_close);
}
