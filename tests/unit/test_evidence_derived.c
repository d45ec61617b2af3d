/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Derived numbers at their edges: training log, leg lengths, OSTRC, injuries, strength. */
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

static const hg_derived *get(const char *id) {
    case_judge(&c);
    const hg_derived *d = case_derived(&c, id, HG_SIDE_UNKNOWN);
    if (!d) fail_msg("no %s", id);
    return d;
}

static void again(void) {
    case_blank(&c);
}

/* The longest run of the week at 10, 30 and 100 % above the month: just below, at, just above. */
static void single_run_bands(void **state) {
    (void)state;
    static const struct {
        double km;
        const char *reading;
        hg_answer fires; /* R2, above 10 % */
    } cases[] = {{9.0, "at most 10 % longer", HG_NO},      {10.99, "at most 10 % longer", HG_NO},
                 {11.0, "at most 10 % longer", HG_NO},     {11.01, "10 to 30 % longer", HG_YES},
                 {12.99, "10 to 30 % longer", HG_YES},     {13.0, "10 to 30 % longer", HG_YES},
                 {13.01, "30 to 100 % longer", HG_YES},    {20.0, "30 to 100 % longer", HG_YES},
                 {20.01, "more than 100 % longer", HG_YES}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        again();
        case_run(&c, 30, 10);
        case_run(&c, 9, 8);
        case_run(&c, 2, cases[i].km);
        const hg_derived *d = get("longest_run_excess");
        assert_near(d->value, 100 * (cases[i].km / 10 - 1), 1e-9);
        assert_string_equal(d->reading, cases[i].reading);
        const hg_rule_outcome *r2 = case_rule(case_condition(&c, "groin_strain", HG_LEFT), "R2");
        assert_int_equal(r2->fired, cases[i].fires);
    }
    assert_string_equal(get("longest_run_excess")->text,
                        "Longest run of the 7 days up to 2026-06-30 (the session): 20.0 km; of the "
                        "30 days before them: 10.0 km; so 100 % more.");
}

/* Day 6 is of the week, day 7 of the 30 before, day 36 the last of them; later runs do not count.
 */
static void windows(void **state) {
    (void)state;
    case_run(&c, 36, 10);
    case_run(&c, 6, 15);
    assert_near(get("longest_run_excess")->value, 50, 1e-9);
    again();
    case_run(&c, 36, 10);
    case_run(&c, 7, 15);
    case_run(&c, 0, 6);
    assert_near(get("longest_run_excess")->value, -60, 1e-9);
    again();
    case_run(&c, 37, 20);
    case_run(&c, 20, 10);
    case_run(&c, 0, 15);
    assert_near(get("longest_run_excess")->value, 50, 1e-9);
    case_run(&c, -3, 90); /* after the session */
    snprintf(c.log[c.result.n_training_log - 1].date, HG_NAME_MAX, "2026-07-03");
    assert_near(get("longest_run_excess")->value, 50, 1e-9);
    case_run(&c, 5, NAN);
    assert_non_null(strstr(get("longest_run_excess")->text, "1 runs without a distance"));
}

static void reference_day(void **state) {
    (void)state;
    case_run(&c, 30, 10);
    case_run(&c, 10, 15);
    case_run(&c, 3, 5);
    assert_near(get("longest_run_7d")->value, 5, 1e-9);
    *c.result.session_date = '\0';
    snprintf(c.result.intake_date, sizeof c.result.intake_date, "2026-06-22");
    assert_near(get("longest_run_7d")->value, 15, 1e-9);
    assert_non_null(strstr(get("longest_run_7d")->text, "2026-06-22 (the intake)"));
    *c.result.intake_date = '\0';
    assert_near(get("longest_run_7d")->value, 5, 1e-9);
    assert_non_null(strstr(get("longest_run_7d")->text, "2026-06-27 (the newest run"));
}

static void logs_that_say_too_little(void **state) {
    (void)state;
    static const char *const ids[] = {
        "longest_run_7d", "longest_run_30d", "longest_run_excess", "two_week_progression",
        "acwr",           "week_change",     "rest_days_per_week"};
    static const struct {
        int first, last;
        const char *why;
    } cases[] = {{-1, -1, "no training log"},
                 {30, 7, "may be out of date"},
                 {19, 3, "begins only 19 days before"},
                 {20, 6, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        again();
        if (cases[i].first >= 0) {
            case_run(&c, cases[i].first, 8);
            case_run(&c, cases[i].last, 12);
        }
        for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
            const hg_derived *d = get(ids[k]);
            if (cases[i].why && !(isnan(d->value) && strstr(d->reading, cases[i].why)))
                fail_msg("%s is %g, \"%s\"", ids[k], d->value, d->reading);
        }
        if (!cases[i].why) assert_near(get("longest_run_excess")->value, 50, 1e-9);
    }
    again();
    case_run(&c, 30, 8);
    case_run(&c, 3, 8);
    for (int i = 0; i < 2; i++) snprintf(c.log[i].date, HG_NAME_MAX, "2026-02-30");
    assert_true(isnan(get("longest_run_excess")->value)); /* no such days */
}

static void loads(void **state) {
    (void)state;
    for (int day = 0; day < 28; day += 2) case_run(&c, day, day < 14 ? 6 : 4);
    case_run(&c, 27, 0);
    assert_near(get("two_week_progression")->value, 50, 1e-9);
    assert_near(get("week_change")->value, 100.0 * (24.0 / 18 - 1),
                1e-9); /* days 0 2 4 6, 8 10 12 */
    assert_near(get("acwr")->value, 24 / ((18 + 16 + 12) / 3.0), 1e-9);
    assert_near(get("rest_days_per_week")->value, 13 / 4.0, 1e-9);
}

static void leg_lengths(void **state) {
    (void)state;
    static const struct {
        double mm;
        const char *reading;
    } cases[] = {{4.9, "under 5 mm"}, {5, "5 to 10 mm"},  {9.9, "5 to 10 mm"},
                 {10, "10 to 20 mm"}, {19.9, "10 to 20"}, {20, "20 mm or more"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        c.result.leg_length_m[HG_LEFT] = 0.9;
        c.result.leg_length_m[HG_RIGHT] = 0.9 - cases[i].mm / 1000;
        assert_near(get("leg_length_difference_tape")->value, -cases[i].mm, 1e-9);
        assert_near(get("leg_length_difference")->value, cases[i].mm, 1e-9);
        assert_non_null(strstr(get("leg_length_difference")->reading, cases[i].reading));
    }
    assert_non_null(
        strstr(get("leg_length_difference")->text, "tilts the pelvis by about 6.4 degrees"));
    c.result.static_leg_length_m[HG_LEFT] = 0.8;
    c.result.static_leg_length_m[HG_RIGHT] = 0.803;
    assert_near(get("leg_length_difference")->value, 20, 1e-9); /* tape first */
    c.result.leg_length_m[HG_LEFT] = NAN;
    assert_near(get("leg_length_difference")->value, 3, 1e-9);
    assert_true(isnan(get("leg_length_difference_tape")->value));
    assert_null(strstr(get("leg_length_difference")->text, "do not agree"));
    static const double at_odds[][3] = {{9.9, 0, 0}, {10.1, 0, 1}, {-3, 7.1, 1}, {15, 12, 0}};
    for (size_t i = 0; i < sizeof at_odds / sizeof *at_odds; i++) {
        for (int s = 0; s < 2; s++)
            c.result.leg_length_m[s] = c.result.static_leg_length_m[s] = 0.9;
        c.result.leg_length_m[HG_RIGHT] += at_odds[i][0] / 1000;
        c.result.static_leg_length_m[HG_RIGHT] += at_odds[i][1] / 1000;
        bool said = strstr(get("leg_length_difference")->text, "Tape and markers do not agree");
        assert_int_equal(said, at_odds[i][2] > 0);
    }
}

static void ostrc(void **state) {
    (void)state;
    static const struct {
        int version; /* 0: 2013, 1: O2 */
        double q[4], score, substantial;
    } cases[] = {{1, {8, 8, 8, 8}, 32, 0},         {1, {8, 17, 8, 8}, 41, 1},
                 {1, {8, 8, 17, 8}, 41, 1},        {1, {17, 8, 8, 25}, 58, 0},
                 {1, {25, NAN, NAN, NAN}, NAN, 1}, {1, {0, NAN, NAN, NAN}, 0, 0},
                 {1, {8, NAN, 8, 8}, NAN, NAN},    {1, {8, NAN, 17, 8}, NAN, 1},
                 {1, {8, 13, 8, 8}, NAN, NAN}, /* not a point of that version */
                 {0, {8, 6, 6, 8}, 28, 0},         {0, {8, 13, 6, 8}, 35, 1},
                 {0, {8, 6, 19, 8}, 41, 1},        {0, {8, 8, 6, 8}, NAN, NAN},
                 {-1, {8, 8, 8, 8}, NAN, NAN},     {1, {NAN, NAN, NAN, NAN}, NAN, NAN}};
    static const char *const names[] = {"scores.ostrc_participation", "scores.ostrc_training",
                                        "scores.ostrc_performance", "scores.ostrc_pain"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        again();
        if (cases[i].version >= 0) case_answer(&c, "scores.ostrc_version", BOTH, cases[i].version);
        for (int q = 0; q < 4; q++) case_answer(&c, names[q], BOTH, cases[i].q[q]);
        double score = get("ostrc_score")->value, large = get("ostrc_substantial")->value;
        bool fits = (isnan(score) ? isnan(cases[i].score) : fabs(score - cases[i].score) < 1e-9) &&
                    (isnan(large) ? isnan(cases[i].substantial)
                                  : fabs(large - cases[i].substantial) < 1e-9);
        if (!fits) fail_msg("case %zu: %g, %g", i, score, large);
        /* cannot take part: the others are skipped, which is not the same as left open */
        bool skipped = strstr(get("ostrc_score")->text, "the others are skipped");
        assert_int_equal(skipped, cases[i].q[0] > 24 && isnan(cases[i].q[1]));
        assert_int_equal(skipped, strstr(get("ostrc_score")->reading, "cannot take part") != NULL);
    }
}

static void strength_and_injuries(void **state) {
    (void)state;
    case_answer(&c, "strength.adductor_n", HG_LEFT, 180);
    case_answer(&c, "strength.adductor_n", HG_RIGHT, 200);
    case_judge(&c);
    assert_near(case_derived(&c, "adductor_ratio", HG_LEFT)->value, 90, 1e-9);
    assert_near(case_derived(&c, "adductor_ratio", HG_RIGHT)->value, 1000.0 / 9, 1e-9);
    assert_true(isnan(case_derived(&c, "hamstring_ratio", HG_LEFT)->value));
    static const struct {
        double left_n;
        const char *left, *right;
    } strong[] = {{179, "weaker than the other side", "stronger than the other side"},
                  {180, "about as strong as the other side", "about as strong as the other side"},
                  {222, "about as strong as the other side", "about as strong as the other side"},
                  {223, "stronger than the other side", "weaker than the other side"}};
    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++) {
        case_answer(&c, "strength.adductor_n", HG_LEFT, strong[i].left_n);
        case_judge(&c);
        assert_string_equal(case_derived(&c, "adductor_ratio", HG_LEFT)->reading, strong[i].left);
        assert_string_equal(case_derived(&c, "adductor_ratio", HG_RIGHT)->reading, strong[i].right);
    }
    assert_true(isnan(get("weeks_since_last_injury")->value));
    case_injury(&c, "groin", "right", 60);
    case_injury(&c, "knee", "left", 52);
    assert_string_equal(get("weeks_since_last_injury")->reading, "a year ago or more");
    case_injury(&c, "knee", "left", 51.5);
    assert_near(get("weeks_since_last_injury")->value, 51.5, 1e-9);
    assert_string_equal(get("weeks_since_last_injury")->reading, "less than a year ago");
}

static void each_is_explained(void **state) {
    (void)state;
    case_judge(&c);
    assert_int_equal(c.out.n_derived, 19);
    for (size_t i = 0; i < c.out.n_derived; i++) {
        assert_true(isnan(c.out.derived[i].value));
        assert_true(strlen(c.out.derived[i].text) > 10 && strlen(c.out.derived[i].reading) > 5);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(single_run_bands, setup, teardown),
        cmocka_unit_test_setup_teardown(windows, setup, teardown),
        cmocka_unit_test_setup_teardown(reference_day, setup, teardown),
        cmocka_unit_test_setup_teardown(logs_that_say_too_little, setup, teardown),
        cmocka_unit_test_setup_teardown(loads, setup, teardown),
        cmocka_unit_test_setup_teardown(leg_lengths, setup, teardown),
        cmocka_unit_test_setup_teardown(ostrc, setup, teardown),
        cmocka_unit_test_setup_teardown(strength_and_injuries, setup, teardown),
        cmocka_unit_test_setup_teardown(each_is_explained, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
