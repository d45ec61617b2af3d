/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/params.h>
#include <string.h>

#include "support/cm.h"
#include "support/decimal_comma.h"

static void defaults_are_in_range(void **state) {
    (void)state;
    size_t n;
    const hg_param_info *table = hg_params_table(&n);
    hg_params p, again;
    hg_error err;
    hg_params_default(&p);
    assert_true(n > 20);
    for (size_t i = 0; i < n; i++) {
        char text[64];
        again = p;
        if (table[i].choices)
            snprintf(text, sizeof text, "%s", table[i].standard_choice);
        else {
            assert_true(table[i].standard >= table[i].least && table[i].standard <= table[i].most);
            snprintf(text, sizeof text, "%.17g", table[i].standard);
        }
        /* every row can be set to its own default, and that changes nothing */
        assert_int_equal(hg_params_set(&again, table[i].key, text, &err), HG_OK);
        assert_memory_equal(&again, &p, sizeof p);
        assert_true(strlen(table[i].meaning) > 20);
        for (size_t j = 0; j < i; j++) assert_string_not_equal(table[i].key, table[j].key);
    }
}

static void set(void **state) {
    (void)state;
    hg_params p;
    hg_error err;
    hg_params_default(&p);
    assert_int_equal(hg_params_set(&p, "clean.cutoff_hz", "6.5", &err), HG_OK);
    assert_near(p.clean_cutoff_hz, 6.5, 0);
    assert_int_equal(hg_params_set(&p, "pose.hip_centre", "bell", &err), HG_OK);
    assert_string_equal(p.pose_hip_centre, "bell");
}

static void wrong_values(void **state) {
    (void)state;
    static const char *const bad[][2] = {
        {"clean.cutoff_hz", ""},          {"clean.cutoff_hz", "six"}, {"clean.cutoff_hz", "6,5"},
        {"clean.cutoff_hz", "nan"},       {"clean.cutoff_hz", "inf"}, {"clean.cutoff_hz", "-1"},
        {"clean.cutoff_hz", "1e9"},       {"clean.cutoff_hz", "6 "},  {"clean.cutoff_hz", "0x10"},
        {"pose.hip_centre", "davis"},     {"pose.hip_centre", ""},    {"pose.hip_centre", "har"},
        {"pose.hip_centre", "auto|hara"}, {"clean.cutof_hz", "6"},    {"nothing", "1"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        hg_params p, before;
        hg_error err = {0};
        hg_params_default(&p);
        before = p;
        assert_int_equal(hg_params_set(&p, bad[i][0], bad[i][1], &err), HG_EINVAL);
        assert_memory_equal(&p, &before, sizeof p);
        assert_true(strlen(err.text) > 0);
    }
}

static void message_names_range_and_neighbours(void **state) {
    (void)state;
    hg_params p;
    hg_error err;
    hg_params_default(&p);
    assert_int_equal(hg_params_set(&p, "clean.cutoff_hz", "-1", &err), HG_EINVAL);
    assert_non_null(strstr(err.text, "from 0 to 500 Hz"));
    assert_int_equal(hg_params_set(&p, "clean.cutof_hz", "1", &err), HG_EINVAL);
    assert_non_null(strstr(err.text, "clean.cutoff_hz"));
    assert_null(strstr(err.text, "pose."));
}

static void decimal_point_in_any_locale(void **state) {
    (void)state;
    hg_params p;
    hg_error err;
    hg_params_default(&p);
    assert_true(use_decimal_comma());
    assert_int_equal(hg_params_set(&p, "clean.cutoff_hz", "7.25", &err), HG_OK);
    setlocale(LC_ALL, "C");
    assert_near(p.clean_cutoff_hz, 7.25, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(defaults_are_in_range),
                                       cmocka_unit_test(set), cmocka_unit_test(wrong_values),
                                       cmocka_unit_test(message_names_range_and_neighbours),
                                       cmocka_unit_test(decimal_point_in_any_locale)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
