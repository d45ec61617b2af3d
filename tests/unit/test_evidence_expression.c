/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The expression language of evidence files: operators, three values, units, names, faults. */
#include "evidence/facts.h"
#include "support/cm.h"
#include "support/evidence_case.h"

static evidence_case c;

/* "yes", "no", "?"; a number or a word as it is printed */
static void check(const char *text, const char *want) {
    const hg__expr *e;
    char why[320], got[96];
    hg__derived_set derived;
    if (!hg__expression_parse(&e, text, HG__SCOPE_GAIT, c.rules, c.memory, why, sizeof why))
        fail_msg("%s: %s", text, why);
    assert_true(hg__derive(&derived, &c.result, c.memory));
    const hg__facts facts = {.result = &c.result,
                             .rules = c.rules,
                             .derived = &derived,
                             .any_red_flag = HG_NOT_GIVEN,
                             .side = HG_LEFT,
                             .condition = -1};
    hg__value v = hg__expression_value(e, &facts);
    if (v.kind == HG__ANSWER)
        snprintf(got, sizeof got, "%s",
                 v.answer == HG_YES  ? "yes"
                 : v.answer == HG_NO ? "no"
                                     : "?");
    else
        hg__value_words(got, sizeof got, v, e);
    if (strcmp(got, want) != 0) fail_msg("%s is %s, expected %s", text, got, want);
}

static void refuse(const char *text, const char *want) {
    const hg__expr *e;
    char why[320];
    if (hg__expression_parse(&e, text, HG__SCOPE_GAIT, c.rules, c.memory, why, sizeof why))
        fail_msg("%s is taken", text);
    if (!strstr(why, want)) fail_msg("%s: \"%s\" does not say \"%s\"", text, why, want);
}

static int setup(void **state) {
    (void)state;
    case_begin(&c, SMALL_RULES_FILE);
    case_answer(&c, "symptoms.swelling", HG_LEFT, 1);
    case_answer(&c, "symptoms.swelling", HG_RIGHT, 0);
    case_answer(&c, "symptoms.site_groin", HG_LEFT, 0);
    case_answer(&c, "symptoms.stiffness", HG_RIGHT, 1);
    case_answer(&c, "training.surface", BOTH, 5);
    case_answer(&c, "symptoms.onset_weeks", BOTH, 3);
    c.result.age_years = 40;
    c.result.mass_kg = 60;
    c.result.height_m = 2;
    c.result.sex = HG_SEX_F;
    case_metric(&c, HG_METRIC_hip_adduction_peak, 12, 9, HG_ASYMMETRY_BEYOND);
    case_metric(&c, HG_METRIC_hip_extension_peak, 10, 11, HG_ASYMMETRY_NOTABLE);
    case_metric(&c, HG_METRIC_contact_time, 0.2, 0.25, HG_ASYMMETRY_USUAL);
    case_metric(&c, HG_METRIC_pelvic_drop_peak, 0.2, 0.25, HG_ASYMMETRY_INSUFFICIENT);
    case_metric(&c, HG_METRIC_step_rate, 170, 170, HG_ASYMMETRY_USUAL);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    case_end(&c);
    return 0;
}

/* Kleene's tables; symptoms.dull_ache was not asked. */
static void three_values(void **state) {
    (void)state;
#define U "symptoms.dull_ache"
    static const char *const v[] = {"no", U, "yes"}, *const words[] = {"no", "?", "yes"};
    for (int a = 0; a < 3; a++) {
        char text[100];
        snprintf(text, sizeof text, "not %s", v[a]);
        check(text, words[2 - a]);
        for (int b = 0; b < 3; b++) {
            snprintf(text, sizeof text, "%s and %s", v[a], v[b]);
            check(text, words[a < b ? a : b]);
            snprintf(text, sizeof text, "%s or %s", v[a], v[b]);
            check(text, words[a > b ? a : b]);
            snprintf(text, sizeof text, "%s == %s", v[a], v[b]);
            check(text, a == 1 || b == 1 ? "?" : a == b ? "yes" : "no");
        }
    }
    check("known(" U ")", "no");
    check("known(symptoms.swelling)", "yes");
    check("at_least(2, yes, " U ", no)", "?");
    check("at_least(2, yes, " U ", yes)", "yes");
    check("at_least(2, no, no, " U ")", "no");
    check("symptoms.pain_now_nprs > 3 points", "?");
    check("symptoms.pain_now_nprs * 2 > 3 points or yes", "yes");
    check("known(symptoms.pain_now_nprs + 1 points)", "no");
#undef U
}

static void operators(void **state) {
    (void)state;
    check("no and no or yes", "yes");
    check("no and (no or yes)", "no");
    check("not no or yes", "yes");
    check("not (no or yes)", "no");
    check("not 1 == 2", "yes");
    check("1 + 2 * 3 == 7", "yes");
    check("(1 + 2) * 3 == 9", "yes");
    check("8 / 4 / 2 == 1", "yes");
    check("7 - 4 - 2 == 1", "yes");
    check("-2 + 3 == 1", "yes");
    check("2 * -3 == -6", "yes");
    check("1 == 1", "yes");
    check("1 != 1", "no");
    check("1 < 2", "yes");
    check("2 <= 2", "yes");
    check("2 < 2", "no");
    check("2 > 2", "no");
    check("2 >= 2", "yes");
    check("2 > 1", "yes");
    check("1 / 0 > 1", "?");
    check("0.1 + 0.2 > 0.3", "no"); /* decimal thresholds are not missed by a bit */
    check("0.1 + 0.2 == 0.3", "yes");
    check("yes == no", "no");
    check("yes != no", "yes");
    check("yes and\n  yes", "yes");
}

static void units(void **state) {
    (void)state;
    check("1 km == 1000 m", "yes");
    check("2 weeks == 14 days", "yes");
    check("170 1/min < 3 1/s", "yes");
    check("10 km / 1 h == 10 km/h", "yes");
    check("36 km/h == 10 m/s", "yes");
    check("60 kg / (2 m * 2 m) == 15 kg/m2", "yes");
    check("runner.bmi == 15 kg/m2", "yes");
    check("2 * 5 deg > 9 deg", "yes");
    check("5 deg / 2 deg == 2.5", "yes");
    check("$spike == 10 %", "yes");
    check("10 deg / 100 deg == 10 %", "yes"); /* a ratio may be compared with a share */
    check("mean(hip_adduction_peak) > 0", "yes");
    check("symptoms.onset_weeks > 20 days", "yes");
    refuse("1 deg + 1 mm", "deg and mm");
    refuse("3 deg > 2", "deg and no unit");
    refuse("$spike > 10", "% and no unit");
    refuse("1 km < 1 kg", "km and kg");
    refuse("mean(hip_adduction_peak) > 3 mm", "deg and mm");
    refuse("3 stones > 2", "\"stones > 2\" is no unit");
    refuse("yes + 1", "wants numbers, not an answer");
    refuse("1 and yes", "wants answers (yes or no), not a number");
    refuse("yes > no", "answers have no order");
    refuse("yes == 1", "compares an answer with a number");
}

static void names(void **state) {
    (void)state;
    check("symptoms.swelling", "yes");
    check("symptoms.swelling.other", "no");
    check("symptoms.swelling.right", "no");
    check("symptoms.swelling.either", "yes");
    check("symptoms.swelling.both", "no");
    check("symptoms.stiffness", "?");
    check("symptoms.stiffness.either", "yes");
    check("symptoms.stiffness.both", "?");
    check("symptoms.site_groin.both", "no");
    check("symptoms.site_groin.either", "?");
    check("training.surface == 'trail'", "yes");
    check("training.surface != 'trail'", "no");
    check("training.surface_new == 'trail'", "?");
    check("training.surface", "trail");
    check("runner.age_years", "40 years");
    check("runner.sex == 'F'", "yes");
    check("trial.task == 'run'", "yes");
    check("trial.treadmill", "?");
    check("mean(hip_adduction_peak)", "12.0 degrees");
    check("mean(hip_adduction_peak).other", "9.0 degrees");
    check("excess(hip_adduction_peak)", "3.0 degrees");
    check("excess(hip_adduction_peak).right", "-3.0 degrees");
    check("mean(step_rate)", "170 per minute");
    check("mean(hip_flexion_peak)", "not known");
    check("larger(hip_adduction_peak)", "yes");
    check("smaller(hip_adduction_peak)", "no");
    check("larger_beyond(hip_adduction_peak)", "yes");
    check("larger(hip_adduction_peak).other", "no");
    check("smaller(hip_extension_peak)", "yes");
    check("smaller_beyond(hip_extension_peak)", "no");
    check("larger(contact_time).either", "no");
    check("larger(pelvic_drop_peak)", "?"); /* insufficient */
    check("larger(hip_flexion_peak)", "?"); /* not measured */
    check("z(hip_adduction_peak) > 2", "?");
    check("derived.acwr", "not known");
    check("red_flags.any", "?");
    refuse("larger(step_rate)", "has no sides");
    refuse("mean(hip_abduction)", "there is no metric \"hip_abduction\"");
    refuse("symptoms.swellin", "not a name that rules know");
    refuse("fly(hip)", "there is no function \"fly\"");
    refuse("mean(hip_adduction_peak).up", "\"up\" is no side");
    refuse("training.warm_up.left", "has no sides");
    refuse("mean(hip_adduction_peak).either > 1 deg", ".either and .both are for answers");
    refuse("training.surface == 'moon'", "never 'moon'; it is one of road|");
    refuse("training.surface > 'road'", "have no order");
    refuse("flag('R99')", "there is no rule \"R99\"");
    refuse("band('any') == 'low'", "for advice only");
    refuse("$nothing > 1", "there is no parameter \"nothing\"");
}

static void injuries(void **state) {
    (void)state;
    check("injured('groin')", "?"); /* not asked */
    check("injured_any", "?");
    case_answer(&c, "history.previous_injury", BOTH, 0);
    check("injured('groin')", "no");
    check("injured_any", "no");
    case_injury(&c, "Groin", "left", 30);
    case_injury(&c, "groin", "left", 9);
    case_injury(&c, "outer_hip", "", 5);
    check("injured('groin')", "yes");
    check("injured('groin').right", "no");
    check("injured_weeks('groin')", "9 weeks");
    check("injured('outer hip')", "?"); /* its side was not said */
    check("injured('outer hip').either", "yes");
    check("injured('knee')", "no");
    check("injured_any", "yes");
    check("derived.weeks_since_last_injury", "5 weeks");
}

static void faults(void **state) {
    (void)state;
    char deep[200] = "", longer[2100] = "yes";
    refuse("", "expected a value at the end");
    refuse("(yes", "expected \")\" at the end");
    refuse("yes)", "before \")\"");
    refuse("yes yes", "before \"yes\"");
    refuse("yes and", "expected a value at the end");
    refuse("1 < 2 < 3", "before \"< 3\"");
    refuse("'word", "does not end");
    refuse("1234567890123456789 > 1", "too many digits");
    refuse("at_least(3, yes, no)", "from 1 to 2");
    refuse("at_least(1.5, yes, no)", "a whole number");
    refuse("mean()", "wants one name in brackets");
    refuse("known()", "expected a value");
    refuse("@", "expected a value before \"@\"");
    for (int i = 0; i < 31; i++) strcat(deep, "(");
    strcat(deep, "yes");
    for (int i = 0; i < 31; i++) strcat(deep, ")");
    check(deep, "yes");
    memmove(deep + 1, deep, strlen(deep) + 1);
    refuse(deep, "nested deeper than 32");
    memset(longer + 3, ' ', 1997);
    check(longer, "yes");
    longer[2000] = ' ';
    refuse(longer, "2001 bytes long, more than 2000");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(three_values, setup, teardown),
        cmocka_unit_test_setup_teardown(operators, setup, teardown),
        cmocka_unit_test_setup_teardown(units, setup, teardown),
        cmocka_unit_test_setup_teardown(names, setup, teardown),
        cmocka_unit_test_setup_teardown(injuries, setup, teardown),
        cmocka_unit_test_setup_teardown(faults, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
