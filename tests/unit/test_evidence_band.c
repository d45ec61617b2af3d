/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The banding table, every row and every transition; patterns; how a judgement comes to them. */
#include "evidence/band.h"
#include "evidence/grade.h"
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

/* Written again from the words of the document, in another order: from low to refer. */
static hg_condition_band by_words(const hg__band_input *in) {
    bool complete = in->pattern == HG_PATTERN_COMPLETE, partial = in->pattern == HG_PATTERN_PARTIAL;
    if (in->red_flags == HG_RED_FLAGS_RAISED) return HG_CONDITION_REFER;
    if (!in->has_pattern) return HG_CONDITION_INSUFFICIENT;
    if (complete) {
        if (in->refer) return HG_CONDITION_REFER;
        return in->risk_counted > 0 || in->concordant ? HG_CONDITION_ELEVATED
                                                      : HG_CONDITION_MODERATE;
    }
    if (partial) return HG_CONDITION_MODERATE;
    if (in->pattern == HG_PATTERN_NOT_ASKED) return HG_CONDITION_INSUFFICIENT;
    if (in->risk_counted >= 2 || (in->risk_counted == 1 && in->concordant))
        return HG_CONDITION_MODERATE;
    if (in->red_flags == HG_RED_FLAGS_NOT_ASKED) return HG_CONDITION_INSUFFICIENT;
    return in->gait_watch ? HG_CONDITION_WATCH : HG_CONDITION_LOW;
}

static void every_row(void **state) {
    (void)state;
    size_t seen[HG_CONDITION_REFER + 1] = {0}, n = 0;
    for (int flags = 0; flags < 3; flags++)
        for (int has = 0; has < 2; has++)
            for (int pattern = 0; pattern < 4; pattern++)
                for (int refer = 0; refer < 2; refer++)
                    for (size_t risk = 0; risk < 4; risk++)
                        for (int gait = 0; gait < 3; gait++, n++) {
                            const hg__band_input in = {.red_flags = (hg_red_flag_status)flags,
                                                       .has_pattern = has,
                                                       .pattern = (hg_pattern)pattern,
                                                       .refer = refer,
                                                       .risk_counted = risk,
                                                       .concordant = gait == 2,
                                                       .gait_watch = gait > 0};
                            hg__band_step step;
                            hg_condition_band band = hg__band(&in, &step);
                            assert_int_equal(band, by_words(&in));
                            assert_true(strlen(hg__band_why(&in, step)) > 20);
                            seen[band]++;
                        }
    assert_int_equal(n, 3 * 2 * 4 * 2 * 4 * 3);
    for (int b = 0; b <= HG_CONDITION_REFER; b++) assert_true(seen[b] > 0);
}

static void grades(void **state) {
    (void)state;
    static const struct {
        const char *grade;
        int rank;
        bool counts;
    } cases[] = {{"A", 1, true},    {"B", 2, true},   {"B-", 3, true},   {"C", 4, false},
                 {"N", 5, false},   {"A/B", 2, true}, {"A/C", 4, false}, {"B / C", 4, false},
                 {"C/N", 5, false}, {"", 0, false},   {"D", 0, false},   {"A/", 0, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(hg__grade_rank(cases[i].grade), cases[i].rank);
        assert_int_equal(hg__grade_counts(cases[i].grade), cases[i].counts);
    }
}

/* Pattern P1: site and two of three. Answers: -1 not asked, 0 no, 1 yes. */
static void patterns(void **state) {
    (void)state;
    static const struct {
        int site, a, b, d;
        hg_pattern want;
        hg_answer fired;
    } cases[] = {{-1, -1, -1, -1, HG_PATTERN_NOT_ASKED, HG_NOT_GIVEN},
                 {-1, 0, 0, -1, HG_PATTERN_NOT_ASKED, HG_NO}, /* two can no longer be */
                 {-1, 0, 0, 0, HG_PATTERN_NOT_ASKED, HG_NO},
                 {0, -1, -1, -1, HG_PATTERN_ABSENT, HG_NO},
                 {0, 1, 1, 1, HG_PATTERN_ABSENT, HG_NO}, /* felt in another place */
                 {0, 0, 0, 0, HG_PATTERN_ABSENT, HG_NO},
                 {-1, 1, -1, -1, HG_PATTERN_PARTIAL, HG_NOT_GIVEN},
                 {-1, 1, 1, 0, HG_PATTERN_PARTIAL, HG_NOT_GIVEN},
                 {1, -1, -1, -1, HG_PATTERN_PARTIAL, HG_NOT_GIVEN},
                 {1, 0, 0, 0, HG_PATTERN_PARTIAL, HG_NO},
                 {1, 1, 0, 0, HG_PATTERN_PARTIAL, HG_NO},
                 {1, 1, -1, 0, HG_PATTERN_PARTIAL, HG_NOT_GIVEN},
                 {1, 1, 1, -1, HG_PATTERN_COMPLETE, HG_YES},
                 {1, 0, 1, 1, HG_PATTERN_COMPLETE, HG_YES},
                 {1, 1, 1, 1, HG_PATTERN_COMPLETE, HG_YES}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int v[4] = {cases[i].site, cases[i].a, cases[i].b, cases[i].d};
        static const char *const names[] = {"symptoms.site_groin", "symptoms.sharp_pain_activity",
                                            "symptoms.swelling", "symptoms.sudden_weakness"};
        case_blank(&c);
        for (int k = 0; k < 4; k++)
            case_answer(&c, names[k], HG_RIGHT, v[k] < 0 ? NAN : (double)v[k]);
        case_judge(&c);
        const hg_condition *one = case_condition(&c, "groin_strain", HG_RIGHT);
        if (one->symptoms != cases[i].want || case_rule(one, "P1")->fired != cases[i].fired)
            fail_msg("case %zu: %s", i, hg_pattern_name(one->symptoms));
        assert_int_equal(case_condition(&c, "groin_strain", HG_LEFT)->symptoms,
                         HG_PATTERN_NOT_ASKED);
    }
}

/* P3 of the small file: the site is one of the features, and something has to be true besides. */
static void patterns_with_must(void **state) {
    (void)state;
    static const struct {
        int site, must, a, b;
        hg_pattern want;
    } cases[] = {{1, 1, 1, 0, HG_PATTERN_COMPLETE},      {1, 1, 0, 0, HG_PATTERN_PARTIAL},
                 {1, 0, 1, 1, HG_PATTERN_PARTIAL},       {0, 0, 1, 0, HG_PATTERN_PARTIAL},
                 {0, 0, 0, 0, HG_PATTERN_ABSENT},        {0, 0, -1, 0, HG_PATTERN_NOT_ASKED},
                 {-1, -1, -1, -1, HG_PATTERN_NOT_ASKED}, {0, 1, 0, 0, HG_PATTERN_PARTIAL}};
    static const char *const names[] = {"symptoms.site_lateral", "symptoms.gradual_onset",
                                        "symptoms.tender_lying", "symptoms.deep_ache_after"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int v[4] = {cases[i].site, cases[i].must, cases[i].a, cases[i].b};
        case_blank(&c);
        for (int k = 0; k < 4; k++) {
            case_answer(&c, names[k], HG_LEFT, v[k] < 0 ? NAN : (double)v[k]);
            case_answer(&c, names[k], HG_RIGHT, 0);
        }
        case_judge(&c);
        const hg_condition *one = case_condition(&c, "bone_stress", HG_SIDE_UNKNOWN);
        if (one->symptoms != cases[i].want)
            fail_msg("case %zu: %s", i, hg_pattern_name(one->symptoms));
    }
}

static void clear_screen(void) {
    case_group(&c, "red_flags", 0);
    c.result.age_years = 30;
}

static void no_symptoms(void) {
    case_group(&c, "symptoms", 0);
}

static void spike(void) {
    case_run(&c, 30, 10);
    case_run(&c, 10, 8);
    case_run(&c, 2, 15);
}

static void frontal(void) {
    case_metric(&c, HG_METRIC_hip_adduction_excursion, 9, 5, HG_ASYMMETRY_NOTABLE);
}

static void sagittal(void) {
    case_metric(&c, HG_METRIC_hip_extension_peak, 9, 14, HG_ASYMMETRY_BEYOND);
}

static void expect(const char *what, hg_condition_band band, const char *grade) {
    case_judge(&c);
    const hg_condition *one = case_condition(&c, "groin_strain", HG_LEFT);
    if (one->band != band)
        fail_msg("%s: %s, expected %s", what, hg_condition_band_name(one->band),
                 hg_condition_band_name(band));
    if (strcmp(one->grade, grade) != 0)
        fail_msg("%s: grade %s, expected %s", what, one->grade, grade);
    char last[80];
    snprintf(last, sizeof last, ": %s.", hg_condition_band_name(band));
    assert_true(one->n_trace >= 6 && strstr(one->trace[one->n_trace - 1], last));
}

/* Each band, one step after the other. */
static void transitions(void **state) {
    (void)state;
    expect("nothing asked", HG_CONDITION_INSUFFICIENT, "");
    frontal();
    sagittal();
    spike();
    case_injury(&c, "groin", "left", 20);
    expect("symptoms not asked", HG_CONDITION_INSUFFICIENT, "");
    assert_true(case_condition(&c, "groin_strain", HG_LEFT)->gait_watch);
    assert_true(case_condition(&c, "groin_strain", HG_LEFT)->concordant);
    no_symptoms();
    expect("two risks", HG_CONDITION_MODERATE, "C"); /* the gait findings are in it too */
    case_blank(&c);
    no_symptoms();
    expect("screen not done", HG_CONDITION_INSUFFICIENT, "");
    clear_screen();
    expect("clear", HG_CONDITION_LOW, "");
    frontal();
    expect("one finding", HG_CONDITION_WATCH, "C");
    sagittal();
    expect("two families alone", HG_CONDITION_WATCH, "C");
    case_injury(&c, "groin", "left", 20);
    expect("a risk and two families", HG_CONDITION_MODERATE, "C");
    c.result.n_asymmetry = 1;
    expect("a risk and one family", HG_CONDITION_WATCH, "C");
    spike();
    expect("two risks and one family", HG_CONDITION_MODERATE, "B-");
    c.result.n_injuries = 0;
    c.result.n_asymmetry = 0;
    expect("one risk", HG_CONDITION_LOW, "");
    c.result.sex = HG_SEX_F;
    expect("one risk and context", HG_CONDITION_LOW, "");
    case_answer(&c, "training.surface_hard", BOTH, 1);
    expect("one risk and one of A/C", HG_CONDITION_LOW, "");
    c.result.n_training_log = 0;
    case_answer(&c, "symptoms.swelling", HG_LEFT, 1);
    expect("felt elsewhere", HG_CONDITION_LOW, "");
    case_answer(&c, "symptoms.site_groin", HG_LEFT, 1);
    expect("part of the pattern", HG_CONDITION_MODERATE, "C");
    case_answer(&c, "symptoms.sudden_weakness", HG_LEFT, 1);
    expect("whole pattern", HG_CONDITION_MODERATE, "C");
    frontal();
    expect("whole pattern, one family", HG_CONDITION_MODERATE, "C");
    sagittal();
    expect("whole pattern, two families", HG_CONDITION_ELEVATED, "C");
    c.result.n_asymmetry = 0;
    spike();
    expect("whole pattern, a risk", HG_CONDITION_ELEVATED, "C");
    case_answer(&c, "symptoms.cannot_run", BOTH, 1);
    expect("and cannot run", HG_CONDITION_REFER, "C");
    case_answer(&c, "symptoms.sudden_weakness", HG_LEFT, 0);
    expect("cannot run, part of it", HG_CONDITION_MODERATE, "C");
    case_answer(&c, "red_flags.limp", BOTH, 1);
    expect("a red flag", HG_CONDITION_REFER, "A");
    assert_non_null(strstr(case_condition(&c, "groin_strain", HG_LEFT)->why, "now"));
    assert_int_equal(case_condition(&c, "neighbour", HG_RIGHT)->band, HG_CONDITION_REFER);
    assert_int_equal(case_condition(&c, "bone_stress", HG_SIDE_UNKNOWN)->band, HG_CONDITION_REFER);
    case_answer(&c, "red_flags.limp", BOTH, 0);
    case_answer(&c, "examination.flexion_deg", HG_RIGHT, 60);
    expect("one that can wait", HG_CONDITION_REFER, "C");
    assert_non_null(strstr(case_condition(&c, "groin_strain", HG_LEFT)->why, "without haste"));
}

static void no_weight_counts_nothing(void **state) {
    (void)state;
    no_symptoms();
    clear_screen();
    case_metric(&c, HG_METRIC_contact_time, 0.3, 0.2, HG_ASYMMETRY_BEYOND);
    expect("contact time alone", HG_CONDITION_LOW, "");
    assert_int_equal(case_rule(case_condition(&c, "groin_strain", HG_LEFT), "G7")->fired, HG_YES);
    frontal();
    expect("contact time and one family", HG_CONDITION_WATCH, "C");
    assert_false(case_condition(&c, "groin_strain", HG_LEFT)->concordant);
}

static void neighbours(void **state) {
    (void)state;
    no_symptoms();
    clear_screen();
    frontal();
    spike();
    case_judge(&c);
    const hg_condition *left = case_condition(&c, "neighbour", HG_LEFT);
    assert_int_equal(left->band, HG_CONDITION_INSUFFICIENT);
    assert_true(left->gait_watch && left->neighbour);
    assert_false(case_condition(&c, "neighbour", HG_RIGHT)->gait_watch);
    assert_null(case_condition(&c, "walker", HG_LEFT)); /* of walking alone */
    c.result.task = HG_TASK_WALK;
    case_metric(&c, HG_METRIC_step_length, 0.5, 0.6, HG_ASYMMETRY_NOTABLE);
    case_judge(&c);
    assert_true(case_condition(&c, "walker", HG_LEFT)->gait_watch);
    assert_false(case_condition(&c, "neighbour", HG_LEFT)->gait_watch);
    assert_non_null(strstr(case_rule(case_condition(&c, "neighbour", HG_LEFT), "G1")->text,
                           "this is for running; the recording is of walking"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(grades),
        cmocka_unit_test_setup_teardown(patterns, setup, teardown),
        cmocka_unit_test_setup_teardown(patterns_with_must, setup, teardown),
        cmocka_unit_test_setup_teardown(transitions, setup, teardown),
        cmocka_unit_test_setup_teardown(no_weight_counts_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(neighbours, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
