/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A judgement's other parts: gates, red flags, texts, values, ties, advice and cautions. */
#include "support/cm.h"
#include "support/evidence_case.h"

static evidence_case c;

static int setup(void **state) {
    (void)state;
    case_begin(&c, SMALL_RULES_FILE);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    case_end(&c);
    return 0;
}

static const hg_rule_outcome *rule(const char *id, hg_side side) {
    case_judge(&c);
    return case_rule(case_condition(&c, "groin_strain", side), id);
}

static void frontal(double left, double right, hg_asymmetry_class rating) {
    case_metric(&c, HG_METRIC_hip_adduction_excursion, left, right, rating);
}

/* A gait rule is judged on good recordings alone, and says what was missing. */
static void gates(void **state) {
    (void)state;
    frontal(9, 5, HG_ASYMMETRY_NOTABLE);
    assert_int_equal(rule("G1", HG_LEFT)->fired, HG_YES);
    assert_int_equal(rule("G1", HG_RIGHT)->fired, HG_NO);
    assert_int_equal(c.out.gait_tests, 2 + 2 + 1);
    assert_near(c.out.expected_chance, 0.25, 1e-12);
    static const struct {
        size_t left, right;
        hg_quality_status status;
        hg_answer fired;
        const char *why;
    } cases[] = {{10, 10, HG_QUALITY_WARNED, HG_YES, "4.0 degrees more on the left than the right"},
                 {9, 10, HG_QUALITY_OK, HG_NOT_GIVEN, "9 left and 10 right strides"},
                 {10, 9, HG_QUALITY_OK, HG_NOT_GIVEN, "10 left and 9 right strides"},
                 {30, 0, HG_QUALITY_OK, HG_NOT_GIVEN, "only one side was measured"},
                 {30, 30, HG_QUALITY_INSUFFICIENT, HG_NOT_GIVEN, "not good enough"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        c.result.n_used[HG_LEFT] = cases[i].left;
        c.result.n_used[HG_RIGHT] = cases[i].right;
        c.result.status = cases[i].status;
        const hg_rule_outcome *g1 = rule("G1", HG_LEFT);
        assert_int_equal(g1->fired, cases[i].fired);
        if (!strstr(g1->text, cases[i].why)) fail_msg("\"%s\"", g1->text);
    }
    assert_int_equal(c.out.gait_tests, 0);
}

static void texts_and_values(void **state) {
    (void)state;
    assert_string_equal(rule("R2", HG_LEFT)->text, "No log.");
    case_run(&c, 30, 10);
    case_run(&c, 2, 10.5);
    assert_string_equal(rule("R2", HG_LEFT)->text, "5 % only.");
    case_run(&c, 1, 14);
    const hg_rule_outcome *r2 = rule("R2", HG_LEFT);
    assert_string_equal(r2->text, "40 % longer; the standing trial defines zero.");
    assert_string_equal(r2->when, "derived.longest_run_excess > 10 %");
    assert_int_equal(r2->n_values, 1);
    assert_string_equal(r2->values[0].name, "derived.longest_run_excess");
    assert_string_equal(r2->values[0].unit, "%");
    assert_near(r2->values[0].value, 40, 1e-9);
    case_injury(&c, "groin", "right", 12);
    assert_string_equal(rule("R1", HG_RIGHT)->text, "Injured 12 weeks ago on the right side.");
    assert_string_equal(rule("R1", HG_RIGHT)->sources[0], "Two 2021");
    assert_int_equal(rule("R1", HG_RIGHT)->n_sources, 2);
    assert_string_equal(rule("R1", HG_LEFT)->text, "Not so.");
    assert_string_equal(rule("R9", HG_LEFT)->text,
                        "Not known: no answer or measure of training.surface_hard.");
    const hg_rule_outcome *p1 = rule("P1", HG_LEFT);
    assert_string_equal(p1->when, "site: symptoms.site_groin; and at least 2 of: "
                                  "symptoms.sharp_pain_activity; symptoms.swelling; "
                                  "symptoms.sudden_weakness");
    assert_int_equal(p1->n_values, 4);
    assert_string_equal(p1->values[0].word, "not asked");
    assert_string_equal(c.out.file, "small");
    assert_string_equal(c.out.replaced, "test.json");
    assert_int_equal(strlen(c.out.sha256), 64);
    assert_int_equal(c.out.n_limits, 2);
    assert_string_equal(c.out.limits[1], "the standing trial defines zero");
}

static void red_flags(void **state) {
    (void)state;
    case_judge(&c);
    assert_int_equal(c.out.red_flags.status, HG_RED_FLAGS_NOT_ASKED);
    assert_int_equal(c.out.red_flags.asked, 4);
    assert_int_equal(c.out.red_flags.answered, 0);
    case_group(&c, "red_flags", 0);
    case_judge(&c);
    assert_int_equal(c.out.red_flags.status, HG_RED_FLAGS_NOT_ASKED); /* the age is not known */
    assert_int_equal(c.out.red_flags.answered, 3);
    c.result.age_years = 14;
    case_judge(&c);
    assert_int_equal(c.out.red_flags.status,
                     HG_RED_FLAGS_CLEAR); /* an examination may be missing */
    assert_int_equal(c.out.red_flags.items[1].raised, HG_NOT_GIVEN);
    case_answer(&c, "red_flags.deformity", BOTH, 1);
    case_judge(&c);
    assert_int_equal(c.out.red_flags.items[2].raised, HG_YES);
    assert_int_equal(c.out.red_flags.status, HG_RED_FLAGS_RAISED);
    c.result.age_years = 16;
    case_judge(&c);
    assert_int_equal(c.out.red_flags.status, HG_RED_FLAGS_CLEAR);
    c.result.age_years = NAN;
    case_judge(&c);
    assert_int_equal(c.out.red_flags.items[2].raised, HG_NOT_GIVEN);
    assert_int_equal(c.out.red_flags.status, HG_RED_FLAGS_NOT_ASKED);
    case_answer(&c, "examination.flexion_deg", HG_RIGHT, 89.9);
    case_judge(&c);
    assert_int_equal(c.out.red_flags.items[1].raised, HG_YES);
    assert_string_equal(c.out.red_flags.items[1].text, "Stiff right.");
    assert_int_equal(c.out.red_flags.status, HG_RED_FLAGS_RAISED);
    /* one answer of yes is enough, whatever else was not asked */
    case_blank(&c);
    case_answer(&c, "red_flags.limp", BOTH, 1);
    case_judge(&c);
    assert_int_equal(c.out.red_flags.status, HG_RED_FLAGS_RAISED);
}

static void ties(void **state) {
    (void)state;
    frontal(5, 9, HG_ASYMMETRY_BEYOND);
    case_metric(&c, HG_METRIC_hip_extension_peak, 9, 14, HG_ASYMMETRY_NOTABLE);
    case_metric(&c, HG_METRIC_contact_time, 0.3, 0.2, HG_ASYMMETRY_NOTABLE);
    case_metric(&c, HG_METRIC_hip_rotation_peak, 1, 5, HG_ASYMMETRY_NOTABLE);
    case_metric(&c, HG_METRIC_flight_time, 0.1, 0.1, HG_ASYMMETRY_USUAL);
    case_metric(&c, HG_METRIC_pelvic_drop_peak, 1, 5, HG_ASYMMETRY_INSUFFICIENT);
    case_judge(&c);
    assert_int_equal(c.out.n_ties, 4);
    const hg_tie *t = c.out.ties;
    assert_int_equal(t[0].metric, HG_METRIC_hip_adduction_excursion);
    assert_string_equal(t[0].condition, "groin_strain");
    assert_string_equal(t[0].text, "Tied, right.");
    assert_true(t[0].tied && t[0].matches && t[0].side == HG_RIGHT);
    assert_string_equal(t[0].sources[0], "One 2020");
    assert_string_equal(t[1].text, "Tied, left."); /* the smaller side */
    assert_true(t[1].matches);
    assert_string_equal(t[2].text, "No tie.");
    assert_false(t[2].tied || t[2].matches);
    assert_string_equal(t[2].condition, "");
    assert_non_null(strstr(t[3].text, "names no study"));
    assert_string_equal(t[3].grade, "");
    /* pain on the left alone speaks against a tie to the right */
    case_answer(&c, "symptoms.site_groin", HG_LEFT, 1);
    case_judge(&c);
    assert_false(c.out.ties[0].matches);
    assert_true(c.out.ties[1].matches);
    case_answer(&c, "symptoms.site_groin", HG_RIGHT, 1);
    case_judge(&c);
    assert_true(c.out.ties[0].matches);
}

static const hg_advice *advice(const char *id) {
    for (size_t i = 0; i < c.out.n_advice; i++)
        if (strcmp(c.out.advice[i].id, id) == 0) return &c.out.advice[i];
    return NULL;
}

static void advice_and_cautions(void **state) {
    (void)state;
    case_judge(&c);
    assert_int_equal(c.out.n_advice, 1);
    assert_string_equal(advice("stretch")->caution, "Ask first.");
    assert_string_equal(advice("stretch")->because, "The worst band is insufficient.");
    case_answer(&c, "symptoms.site_lateral", HG_RIGHT, 1);
    case_judge(&c);
    assert_string_equal(advice("stretch")->caution, "Not while it hurts.");
    case_answer(&c, "symptoms.site_lateral", BOTH, 0);
    case_judge(&c);
    assert_string_equal(advice("stretch")->caution, "");
    case_run(&c, 30, 10);
    case_run(&c, 2, 15);
    case_judge(&c);
    assert_string_equal(advice("load")->text, "Shorter than 10.0 km.");
    assert_string_equal(advice("load")->sources[0], "One 2020");
    assert_null(advice("see"));
    case_answer(&c, "symptoms.site_groin", HG_RIGHT, 1);
    case_answer(&c, "symptoms.swelling", HG_RIGHT, 1);
    case_answer(&c, "symptoms.sudden_weakness", HG_RIGHT, 1);
    case_judge(&c);
    assert_non_null(advice("see")); /* elevated on one side */
    case_answer(&c, "red_flags.limp", BOTH, 1);
    case_judge(&c);
    assert_non_null(advice("see"));
    assert_null(advice("stretch"));
}

/* Nothing of a judgement lies in the memory of the rules. */
static void outlives_its_rules(void **state) {
    (void)state;
    hg__arena *rules = hg__arena_new(), *result = hg__arena_new();
    const hg__rules *r;
    hg_evidence out;
    frontal(5, 9, HG_ASYMMETRY_BEYOND);
    assert_int_equal(hg__evidence_load_from(&r, NULL, 0, SMALL_RULES_FILE, strlen(SMALL_RULES_FILE),
                                            "a", rules, NULL),
                     HG_OK);
    assert_int_equal(hg__judge(&out, r, &c.result, result, NULL), HG_OK);
    hg__arena_free(rules); /* the sanitizer sees what still points there */
    size_t letters = 0;
    for (size_t i = 0; i < out.n_conditions; i++) {
        const hg_condition *one = &out.conditions[i];
        letters += strlen(one->id) + strlen(one->label) + strlen(one->note) + strlen(one->why) +
                   strlen(one->grade);
        for (size_t k = 0; k < one->n_rules; k++) {
            const hg_rule_outcome *o = &one->rules[k];
            letters += strlen(o->id) + strlen(o->label) + strlen(o->text) + strlen(o->when) +
                       strlen(o->grade);
            for (size_t s = 0; s < o->n_sources; s++) letters += strlen(o->sources[s]);
            for (size_t v = 0; v < o->n_values; v++)
                letters += strlen(o->values[v].name) + strlen(o->values[v].unit) +
                           strlen(o->values[v].word);
        }
        for (size_t k = 0; k < one->n_trace; k++) letters += strlen(one->trace[k]);
    }
    for (size_t i = 0; i < out.n_ties; i++)
        letters += strlen(out.ties[i].text) + strlen(out.ties[i].label) + strlen(out.ties[i].grade);
    for (size_t i = 0; i < out.n_advice; i++)
        letters += strlen(out.advice[i].text) + strlen(out.advice[i].caution);
    for (size_t i = 0; i < out.red_flags.n_items; i++)
        letters += strlen(out.red_flags.items[i].text) + strlen(out.red_flags.items[i].grade);
    for (size_t i = 0; i < out.n_derived; i++) letters += strlen(out.derived[i].reading);
    assert_true(letters > 1000);
    hg__arena_free(result);
}

static void without_rules(void **state) {
    (void)state;
    hg_evidence out;
    assert_int_equal(hg__judge(&out, NULL, &c.result, c.memory, NULL), HG_OK);
    assert_string_equal(out.file, "");
    assert_int_equal(out.n_conditions, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(gates, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_and_values, setup, teardown),
        cmocka_unit_test_setup_teardown(red_flags, setup, teardown),
        cmocka_unit_test_setup_teardown(ties, setup, teardown),
        cmocka_unit_test_setup_teardown(advice_and_cautions, setup, teardown),
        cmocka_unit_test_setup_teardown(outlives_its_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(without_rules, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
