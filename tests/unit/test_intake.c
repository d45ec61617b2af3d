/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of questions, and how answers are kept. */
#include <ctype.h>
#include <hipgait/intake.h>
#include <hipgait/result.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/cm.h"

#include "base/arena.h"
#include "evidence/intake_parts.h"
#include "evidence/keep_intake.h"
#include "io/native_fields.h"

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* Names become attributes, columns and keys: a slip in a row would break files that exist. */
static void rows_are_sound(void **state) {
    (void)state;
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        const hg_intake_field *f = &hg_intake_fields[i];
        for (const char *c = f->name; *c; c++)
            assert_true(islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '_');
        assert_false(ends_with(f->name, "_left") || ends_with(f->name, "_right"));
        assert_true(strlen(f->name) + 7 < HG_NAME_MAX);
        assert_true(strlen(f->question) > 3 && !strpbrk(f->question, "\t\n|"));
        assert_int_equal(hg_intake_find(f->group, f->name), i);
        if (f->kind == HG_INTAKE_NUMBER) {
            assert_true(f->least < f->most && *f->unit && !strchr(f->unit, '|'));
        } else {
            assert_true(f->least == 0 && f->most == 0);
            assert_int_equal(f->kind == HG_INTAKE_CHOICE, *f->unit != '\0');
        }
        /* a choice has one word for both sides: hg_intake_word() knows no side */
        assert_false(f->kind == HG_INTAKE_CHOICE && f->sided);
    }
    assert_int_equal(hg_intake_find("symptoms", "no_such_row"), HG_INTAKE_COUNT);
    assert_int_equal(hg_intake_find("red_flags", "swelling"), HG_INTAKE_COUNT);
}

static void groups_are_contiguous(void **state) {
    (void)state;
    size_t n = 0;
    const char *group;
    int rows = 0;
    for (; (group = hg_intake_group(n)); n++) {
        for (size_t k = 0; k < n; k++) assert_string_not_equal(group, hg_intake_group(k));
        for (int i = 0; i < HG_INTAKE_COUNT; i++)
            rows += strcmp(hg_intake_fields[i].group, group) == 0;
    }
    assert_int_equal(rows, HG_INTAKE_COUNT);
    assert_string_equal(hg_intake_group(0), "symptoms");
}

static void values(void **state) {
    (void)state;
    char text[200];
    hg_intake_id answer = HG_INTAKE_symptoms_swelling, number = HG_INTAKE_symptoms_pain_now_nprs;
    hg_intake_id choice = HG_INTAKE_training_warm_up;
    assert_true(hg_intake_accepts(answer, NAN) && hg_intake_accepts(answer, 1));
    assert_false(hg_intake_accepts(answer, 2) || hg_intake_accepts(answer, 0.5) ||
                 hg_intake_accepts(answer, -1));
    assert_true(hg_intake_accepts(number, 0) && hg_intake_accepts(number, 10));
    assert_false(hg_intake_accepts(number, 10.001) || hg_intake_accepts(number, -0.001) ||
                 hg_intake_accepts(number, INFINITY));
    assert_true(hg_intake_accepts(choice, 2));
    assert_false(hg_intake_accepts(choice, 3) || hg_intake_accepts(choice, 1.5));
    assert_int_equal(hg_intake_choice(choice, "always"), 0);
    assert_int_equal(hg_intake_choice(choice, "never"), 2);
    assert_int_equal(hg_intake_choice(choice, "alway"), -1);
    assert_int_equal(hg_intake_choice(choice, ""), -1);
    assert_int_equal(hg_intake_choice(choice, "always|sometimes"), -1);
    assert_int_equal(hg_intake_choice(answer, "yes"), -1);
    hg_intake_expected(number, text, sizeof text);
    assert_string_equal(text, "0 to 10 points");
    hg_intake_expected(HG_INTAKE_training_sessions_per_week, text, sizeof text);
    assert_string_equal(text, "0 to 100");
    hg_intake_expected(choice, text, sizeof text);
    assert_string_equal(text, "one of always, sometimes, never");
    hg_intake_expected(choice, text, 16); /* cut, but ended */
    assert_true(strlen(text) < 16);
    hg_intake_expected(answer, text, sizeof text);
    assert_string_equal(text, "no or yes");
}

static void answers(void **state) {
    (void)state;
    hg_intake a, b;
    char word[HG_NAME_MAX] = "";
    hg_intake_clear(&a);
    hg_intake_clear(&b);
    assert_false(hg_intake_any(&a, NULL));
    assert_false(hg_intake_word(&a, HG_INTAKE_training_warm_up, word, sizeof word));
    hg_intake_set(&a, HG_INTAKE_symptoms_swelling, HG_RIGHT, 0);
    assert_true(isnan(a.value[HG_INTAKE_symptoms_swelling][HG_LEFT]));
    assert_true(hg_intake_any(&a, "symptoms") && !hg_intake_any(&a, "red_flags"));
    hg_intake_set(&a, HG_INTAKE_training_warm_up, HG_LEFT, 2);
    assert_true(a.value[HG_INTAKE_training_warm_up][HG_RIGHT] == 2); /* not sided: both */
    assert_true(hg_intake_word(&a, HG_INTAKE_training_warm_up, word, sizeof word));
    assert_string_equal(word, "never");
    /* what the later one leaves open stays, what it answers wins, a no as well as a yes */
    hg_intake_set(&b, HG_INTAKE_symptoms_swelling, HG_LEFT, 1);
    hg_intake_set(&b, HG_INTAKE_training_warm_up, 0, 0);
    hg_intake_merge(&a, &b);
    assert_true(a.value[HG_INTAKE_symptoms_swelling][HG_LEFT] == 1);
    assert_true(a.value[HG_INTAKE_symptoms_swelling][HG_RIGHT] == 0);
    assert_true(a.value[HG_INTAKE_training_warm_up][HG_LEFT] == 0);
}

static void days(void **state) {
    (void)state;
    static const char *const good[] = {"2026-05-17", "2024-02-29", "2000-02-29", "0001-01-01"};
    static const char *const bad[] = {"",           "2026-5-17",  "2026-05-17T",  "2026-13-01",
                                      "2026-00-10", "2026-04-31", "2026-02-29",   "1900-02-29",
                                      "17.05.2026", "2026/05/17", "0000-01-01",   "2026-05-00",
                                      "2026-05-1x", " 2026-05-1", "2026-05-17 12"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(hg_intake_is_day(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(hg_intake_is_day(bad[i]));
}

static const hg__field *native(const hg__fields *fields, const char *name) {
    for (size_t i = 0; i < fields->n; i++)
        if (strcmp(fields->field[i].name, name) == 0) return &fields->field[i];
    return NULL;
}

/* The intake file and the native layout must take the same numbers and words. */
static void compare_parts(const hg__parts *parts, const hg__fields *fields) {
    for (size_t i = 0; i < parts->n; i++) {
        const hg__part *p = &parts->part[i];
        char word[HG_NAME_MAX];
        if (p->kind == HG__PART_ID || p->kind == HG__PART_DAY) continue;
        if (strcmp(p->key, "surface") == 0) {
            assert_string_equal(p->words, HG_SURFACES);
            continue;
        }
        const hg__field *f = native(fields, p->key);
        assert_non_null(f);
        assert_int_equal(p->offset, f->offset);
        assert_int_equal(p->room, f->room);
        if (p->kind == HG__PART_NUMBER)
            assert_true(p->least <= f->least && p->least >= f->least && p->most <= f->most &&
                        p->most >= f->most);
        for (size_t w = 0; *p->words && hg__nth_word(p->words, w, word, sizeof word); w++) {
            bool found = false;
            for (size_t k = 0; k < f->n_words; k++)
                found = found || (f->words[k] && strcmp(f->words[k], word) == 0 &&
                                  (p->kind != HG__PART_CODE || k == w + 1));
            assert_true(found);
        }
    }
}

static void parts_are_native(void **state) {
    (void)state;
    compare_parts(&hg__runner_parts, &hg__subject_fields);
    compare_parts(&hg__injury_parts, &hg__injury_fields);
    compare_parts(&hg__run_parts, &hg__training_run_fields);
}

static void result_has_them(void **state) {
    (void)state;
    hg_recording *r = NULL;
    hg_error err;
    hg_result result = {.memory = hg__arena_new()};
    assert_int_equal(hg_recording_new(&r, &err), HG_OK);
    hg_subject *s = &r->subject;
    static const char *const given[] = {"2026-05-09", "2026-05-01", "2026-05-09", "2025-12-31"};
    hg_training_run runs[4];
    hg_injury injury = {.site = "hip"};
    memset(runs, 0, sizeof runs);
    for (int i = 0; i < 4; i++) {
        snprintf(runs[i].date, HG_NAME_MAX, "%s", given[i]);
        runs[i].distance_m = i;
    }
    s->training_log = runs;
    s->n_training_log = 4;
    s->injuries = &injury;
    s->n_injuries = 1;
    hg_intake_set(&s->intake, HG_INTAKE_red_flags_limp, 0, 0);
    snprintf(s->intake_date, HG_NAME_MAX, "2026-05-10");
    snprintf(r->session.start_time, HG_NAME_MAX, "2026-05-17T14:03:00+02:00");
    assert_true(hg__keep_intake(&result, r));
    assert_memory_equal(&result.intake, &s->intake, sizeof s->intake);
    assert_string_equal(result.intake_date, "2026-05-10");
    assert_string_equal(result.session_date, "2026-05-17");
    assert_string_equal(result.injuries[0].site, "hip");
    static const int order[] = {3, 1, 0, 2}; /* by date; of one day as they came */
    for (int i = 0; i < 4; i++) assert_int_equal((int)result.training_log[i].distance_m, order[i]);
    assert_true(result.training_log != runs && result.injuries != &injury);
    snprintf(r->session.start_time, HG_NAME_MAX, "yesterday");
    memset(result.session_date, 0, sizeof result.session_date);
    assert_true(hg__keep_intake(&result, r));
    assert_string_equal(result.session_date, "");
    hg__arena_free(result.memory);
    hg_recording_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sound),
        cmocka_unit_test(groups_are_contiguous),
        cmocka_unit_test(values),
        cmocka_unit_test(answers),
        cmocka_unit_test(days),
        cmocka_unit_test(parts_are_native),
        cmocka_unit_test(result_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
