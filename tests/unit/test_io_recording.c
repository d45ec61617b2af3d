/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a recording, and the small tables of io. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <hipgait/recording.h>

#include "io/detect.h"
#include "io/findings.h"
#include "io/text.h"
#include "io/units.h"

static void test_empty(void **state) {
    (void)state;
    hg_recording *r = NULL;
    hg_error err;
    assert_int_equal(hg_recording_new(&r, &err), HG_OK);
    assert_true(isnan(r->subject.age_years) && isnan(r->subject.leg_length_m[HG_RIGHT]));
    assert_true(isnan(r->subject.intake.value[HG_INTAKE_scores_ihot12][0]) &&
                isnan(r->subject.intake.value[HG_INTAKE_strength_adductor_n][HG_RIGHT]));
    assert_string_equal(r->subject.id, "");
    assert_int_equal(r->n_trials, 0);
    hg_recording_free(r);
    hg_recording_free(NULL);
}

static void test_trials_and_streams(void **state) {
    (void)state;
    hg_recording *r = NULL;
    hg_trial *t = NULL, *first = NULL;
    hg_stream *s = NULL;
    hg_error err;
    char name[80];
    assert_int_equal(hg_recording_new(&r, &err), HG_OK);
    for (int i = 0; i < 9; i++) { /* beyond several powers of two */
        snprintf(name, sizeof name, "trial%d", i);
        assert_int_equal(hg_recording_add_trial(&t, r, name, &err), HG_OK);
        if (!first) first = t;
    }
    assert_int_equal(r->n_trials, 9);
    for (int i = 0; i < 9; i++) {
        snprintf(name, sizeof name, "trial%d", i);
        assert_string_equal(r->trials[i]->name, name);
    }
    assert_ptr_equal(r->trials[0], first);
    assert_int_equal(first->treadmill, HG_NOT_GIVEN);
    assert_true(isnan(first->speed_m_s));

    static const char *const bad[] = {
        "",   "a/b",    ".",
        "..", "trial3", "0123456789012345678901234567890123456789012345678901234567890123"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(hg_recording_add_trial(&t, r, bad[i], &err), HG_EINVAL);
        assert_null(t);
        assert_int_equal(err.code, HG_EINVAL);
    }
    assert_int_equal(hg_recording_add_trial(&t, r, bad[5] + 1, &err), HG_OK); /* 63 bytes */

    assert_int_equal(hg_trial_add_stream(&s, r, first, "m", HG_STREAM_MARKERS, 10, 3, 3, 200, &err),
                     HG_OK);
    assert_int_equal((uintptr_t)s->data % 64, 0);
    for (size_t i = 0; i < 90; i++) assert_true(isnan(s->data[i]));
    assert_string_equal(s->units, "m");
    assert_string_equal(s->components, "x,y,z");
    assert_string_equal(s->labels[2], "");
    snprintf(s->labels[1], HG_NAME_MAX, "RASI");
    assert_int_equal(hg_stream_find(s, "RASI"), 1);
    assert_int_equal(hg_stream_find(s, "rasi"), -1);
    s->t0_s = 2;
    assert_true(hg_stream_time(s, 4) == 2 + 4 / 200.0);
    double times[10] = {0, 1, 3};
    s->time_s = times;
    assert_true(hg_stream_time(s, 2) == 3);

    assert_int_equal(hg_trial_add_stream(&s, r, first, "m", HG_STREAM_ANALOG, 1, 1, 1, 1, &err),
                     HG_EINVAL);
    assert_int_equal(hg_trial_add_stream(&s, r, first, "z", HG_STREAM_ANALOG, 0, 1, 1, 1, &err),
                     HG_EINVAL);
    assert_int_equal(hg_trial_add_stream(&s, r, first, "z", HG_STREAM_ANALOG, 1, 0, 1, 1, &err),
                     HG_EINVAL);
    assert_int_equal(hg_trial_add_stream(&s, r, first, "z", HG_STREAM_ANALOG, 1, 1, 0, 1, &err),
                     HG_EINVAL);
    assert_int_equal(hg_trial_add_stream(&s, r, first, "z", HG_STREAM_ANALOG, 1, 1, 1, 0, &err),
                     HG_EINVAL);
    assert_int_equal(hg_trial_add_stream(&s, r, first, "z", HG_STREAM_ANALOG, 1, 1, 1, NAN, &err),
                     HG_EINVAL);
    assert_int_equal(hg_trial_add_stream(&s, r, first, "z", (hg_stream_kind)6, 1, 1, 1, 1, &err),
                     HG_EINVAL);
    assert_int_equal(
        hg_trial_add_stream(&s, r, first, "z", HG_STREAM_ANALOG, SIZE_MAX, 2, 2, 1, &err),
        HG_EINVAL);
    assert_int_equal(
        hg_trial_add_stream(&s, r, first, "z", HG_STREAM_ANALOG, SIZE_MAX / 17, 1, 1, 1, NULL),
        HG_ENOMEM);
    assert_int_equal(first->n_streams, 1); /* what failed left no trace */

    assert_int_equal(
        hg_trial_add_stream(&s, r, first, "plate", HG_STREAM_FORCE_PLATE, 5, 6, 1, 1000, &err),
        HG_OK);
    assert_string_equal(s->units, "N,N,N,m,m,m");
    assert_ptr_equal(hg_trial_stream(first, HG_STREAM_FORCE_PLATE, 0), s);
    assert_null(hg_trial_stream(first, HG_STREAM_FORCE_PLATE, 1));
    assert_null(hg_trial_stream(first, HG_STREAM_IMU, 0));

    assert_int_equal(hg_trial_set_events(r, first, 3, &err), HG_OK);
    assert_int_equal(first->n_events, 3);
    assert_true(isnan(first->events[2].time_s));
    assert_int_equal(first->events[2].side, HG_SIDE_UNKNOWN);
    assert_int_equal(hg_trial_set_events(r, first, SIZE_MAX / 8, &err), HG_ENOMEM);
    assert_int_equal(first->n_events, 3);
    assert_null(hg_recording_alloc(r, SIZE_MAX, 2));
    hg_recording_free(r);
}

static void test_names(void **state) {
    (void)state;
    assert_string_equal(hg_task_name(HG_TASK_STATIC), "static");
    assert_string_equal(hg_task_name(HG_TASK_UNKNOWN), "");
    assert_string_equal(hg_task_name((hg_task)99), "");
    assert_string_equal(hg_sex_name(HG_SEX_OTHER), "other");
    assert_string_equal(hg_side_name(HG_LEFT), "L");
    assert_string_equal(hg_side_name(HG_SIDE_UNKNOWN), "");
    assert_string_equal(hg_stream_kind_name(HG_STREAM_ANALOG), "analog");
    assert_string_equal(hg_stream_kind_name((hg_stream_kind)-1), "");
}

static void test_units(void **state) {
    (void)state;
    /* quantity, spelling, what 3 of it are in SI; the last by definition 3 pi / 180 and so on */
    static const struct {
        hg__quantity q;
        const char *unit;
        double three;
    } rows[] = {{HG__LENGTH, "m", 3},
                {HG__LENGTH, "mm", 0.003},
                {HG__LENGTH, "cm", 0.03},
                {HG__FORCE, "N", 3},
                {HG__FORCE, "kN", 3000},
                {HG__ANGLE, "rad", 3},
                {HG__ANGLE, "deg", 0.05235987755982989},
                {HG__ACCELERATION, "m/s^2", 3},
                {HG__ACCELERATION, "g", 29.41995},
                {HG__ANGULAR_VELOCITY, "rad/s", 3},
                {HG__ANGULAR_VELOCITY, "deg/s", 0.05235987755982989},
                {HG__MAGNETIC, "T", 3},
                {HG__MAGNETIC, "uT", 3e-6},
                {HG__TIME, "s", 3},
                {HG__TIME, "ms", 0.003},
                {HG__DIMENSIONLESS, "1", 3},
                {HG__DIMENSIONLESS, "n/a", 3}};
    double factor;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(hg__unit_factor(rows[i].q, rows[i].unit, &factor));
        /* one rounding of the factor and one of the product */
        assert_true(fabs(3 * factor / rows[i].three - 1) < 4e-16);
        assert_non_null(strstr(hg__unit_accepted(rows[i].q), rows[i].unit));
    }
    static const char *const wrong[] = {"", "M", "meter", "mm ", "inch", "deg", "m/s2"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(hg__unit_factor(HG__LENGTH, wrong[i], &factor));
    for (int q = 0; q < HG__QUANTITY_COUNT;
         q++) { /* the unit that is written is read back unchanged */
        assert_true(hg__unit_factor((hg__quantity)q, hg__unit_si((hg__quantity)q), &factor));
        assert_true(factor == 1);
    }
}

static void test_axes(void **state) {
    (void)state;
    static const char letters[] = "APLRSI";
    static const double vector[6][3] = {{1, 0, 0},  {-1, 0, 0}, {0, 1, 0},
                                        {0, -1, 0}, {0, 0, 1},  {0, 0, -1}};
    int right_handed = 0;
    for (int i = 0; i < 216; i++) { /* all triples against the determinant */
        int a = i / 36, b = i / 6 % 6, c = i % 6;
        const double *x = vector[a], *y = vector[b], *z = vector[c];
        double det = x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0]) +
                     x[2] * (y[0] * z[1] - y[1] * z[0]);
        char axes[4] = {letters[a], letters[b], letters[c], '\0'};
        assert_int_equal(*hg__axes_fault(axes) == '\0', det > 0);
        right_handed += det > 0;
    }
    assert_int_equal(right_handed, 24);
    assert_string_equal(hg__axes_fault("ALS"), "");
    assert_string_equal(hg__axes_fault("ASR"), "");
    assert_string_not_equal(hg__axes_fault("ALX"), "");
    assert_string_not_equal(hg__axes_fault("AL"), "");
    assert_string_not_equal(hg__axes_fault("ALSI"), "");
    assert_string_not_equal(hg__axes_fault("als"), "");
}

static void test_text(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {{"H\xC3\xBC"
                 "fte",
                 "H\xC3\xBC"
                 "fte"},
                {"a\nb\x1b[2J\x7f", "a?b?[2J?"},
                {"\xFC"
                 "ber",
                 "?ber"},
                {"cut \xE2\x82", "cut ??"},
                {"\xC0\xAF", "??"},
                {"\xED\xA0\x80", "???"},
                {"\xF0\x9F\x8F\x83", "\xF0\x9F\x8F\x83"},
                {"\xC2\x9B"
                 "1m",
                 "??1m"},
                {"\xF5\x80\x80\x80", "????"},
                {"", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[32];
        snprintf(text, sizeof text, "%s", rows[i].in);
        assert_int_equal(hg__text_clean(text), strcmp(rows[i].in, rows[i].out) != 0);
        assert_string_equal(text, rows[i].out);
    }
    char list[] = " a,b c ,,\td", *item[3];
    assert_int_equal(hg__text_split(list, item, 3), 4); /* counts what it cannot store */
    assert_string_equal(item[0], "a");
    assert_string_equal(item[1], "b c");
    assert_string_equal(item[2], "");
    char one[] = "", *only[1];
    assert_int_equal(hg__text_split(one, only, 1), 1);
    assert_string_equal(only[0], "");
}

static void test_sink(void **state) {
    (void)state;
    hg_error err = {0};
    hg__sink reading = {.err = &err};
    assert_int_equal(hg__fault(&reading, HG_EFORMAT, "/x", "an apple", "%d pears\n", 2),
                     HG_EFORMAT);
    assert_string_equal(err.object, "/x");
    assert_string_equal(err.text, "found 2 pears?; expected an apple");
    /* a reader keeps warnings, which travel with the recording, and no notes */
    hg__remark(&reading, HG_NOTE, "/x", "", "a worm");
    assert_int_equal(reading.n, 0);
    hg__remark(&reading, HG_WARNING, "/x", "", "a wasp");
    assert_int_equal(reading.n, 1);
    assert_string_equal(reading.list[0].found, "a wasp");
    assert_int_equal(reading.n_faults, 1);
    hg__sink_free(&reading);

    hg__sink collecting = {.collect = true, .err = &err};
    for (int i = 0; i < HG__FINDINGS_MAX - 1; i++)
        assert_int_equal(hg__fault(&collecting, HG_EFORMAT, "/x", "", "%d", i), HG_OK);
    assert_int_equal(hg__fault(&collecting, HG_EFORMAT, "/x", "", "the last"), HG_EFORMAT);
    assert_int_equal(collecting.n_faults, HG__FINDINGS_MAX);
    assert_string_equal(collecting.list[7].found, "7");
    hg__sink_free(&collecting);
}

static void test_detect(void **state) {
    (void)state;
    static const unsigned char sign[8] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    unsigned char *b = calloc(1, 4096);
    assert_non_null(b);
    static const size_t places[] = {0, 512, 1024, 2048};
    for (size_t i = 0; i < 4; i++) {
        memset(b, 0, 4096);
        memcpy(b + places[i], sign, 8);
        hg__detected d = hg__detect(b, 4096);
        assert_true(d.hdf5);
        assert_int_equal(d.userblock, places[i]);
        assert_false(hg__detect(b, places[i] + 7).hdf5);
    }
    memset(b, 0, 4096);
    memcpy(b + 256, sign, 8); /* not a place where HDF5 looks */
    assert_false(hg__detect(b, 4096).hdf5);
    memset(b, ' ', 128);
    b[124] = 0, b[125] = 1, b[126] = 'I', b[127] = 'M';
    assert_non_null(strstr(hg__detect(b, 4096).found, "MATLAB v5"));
    assert_non_null(strstr(hg__detect(b, 0).found, "empty"));
    free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty), cmocka_unit_test(test_trials_and_streams),
        cmocka_unit_test(test_names), cmocka_unit_test(test_units),
        cmocka_unit_test(test_axes),  cmocka_unit_test(test_text),
        cmocka_unit_test(test_sink),  cmocka_unit_test(test_detect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
