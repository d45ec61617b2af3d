/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escaping per context, numbers for people, and the table of frames. */
#include "report/escape.h"
#include "support/cm.h"
#include "support/fixture_result.h"

typedef void writer(hg__strbuf *b, const char *text);

static void check(writer *write, const char *in, const char *expected) {
    hg__strbuf b = {0};
    char *data;
    write(&b, in);
    assert_true(hg__strbuf_take(&b, &data, NULL));
    assert_string_equal(data, expected);
    free(data);
}

static void test_markup(void **state) {
    (void)state;
    writer *const writers[] = {hg__html_text, hg__html_attr};
    for (size_t i = 0; i < 2; i++) {
        check(writers[i], "", "");
        check(writers[i], "<a href=\"x\">'&'", "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
        check(writers[i], "Zo\xc3\xab \xf0\x9f\x91\x9f \xe6\x97\xa5",
              "Zo\xc3\xab \xf0\x9f\x91\x9f \xe6\x97\xa5");
        check(writers[i],
              "a\tb\r\nc\xe2\x80\xa9"
              "d",
              "a b  c d");
        check(writers[i],
              "\x01"
              "a\x1b\x7f"
              "b\xc2\x9b"
              "c",
              "abc");
        check(writers[i],
              "a\xe2\x80\xae"
              "b\xe2\x81\xa7"
              "c\xef\xbb\xbf"
              "d\xf3\xa0\x81\x81"
              "e\xd8\x9c",
              "abcde");
        check(writers[i],
              "\xef\xbf\xbe"
              "a\xf0\x9f\xbf\xbf",
              "a"); /* noncharacters */
    }
}

/* Every way a byte can fail to be UTF-8. */
static void test_not_utf8(void **state) {
    (void)state;
    static const char *const broken[] = {"\x80",
                                         "\xff",
                                         "\xc1\xbf",
                                         "\xe0\x9f\xbf",
                                         "\xed\xa0\x80",
                                         "\xf4\x90\x80\x80",
                                         "\xf0\x8f\xbf\xbf",
                                         "\xe2\x82",
                                         "\xf0\x9f\x91",
                                         "\xc3"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char expected[64] = "";
        for (size_t k = 0; k < strlen(broken[i]); k++) strcat(expected, "\xef\xbf\xbd");
        check(hg__html_text, broken[i], expected);
    }
    /* the byte that breaks a sequence is itself looked at again */
    check(hg__html_text, "\xe2\x82<", "\xef\xbf\xbd\xef\xbf\xbd&lt;");
}

static void test_style_and_json(void **state) {
    (void)state;
    check(hg__css_string, "R-1 \"}</style>\\",
          "\"R-1 \\000022 \\00007d \\00003c \\00002f style\\00003e \\00005c \"");
    check(hg__css_string,
          "\xc3\xab"
          "A\nB",
          "\"\\0000eb A B\"");
    check(hg__json_string, "a\"\\\n\t\x01\xe2\x80\xa8\xe2\x80\xae\xc3\xab\xff",
          "\"a\\\"\\\\\\n\\t\\u0001\\u2028\\u202e\xc3\xab\xef\xbf\xbd\"");
}

static void number_1(hg__strbuf *b, const char *text) {
    hg__number(b, strtod(text, NULL), 1);
}

static void signed_1(hg__strbuf *b, const char *text) {
    hg__number_signed(b, strtod(text, NULL), 1);
}

static void test_numbers(void **state) {
    (void)state;
    check(number_1, "12.34", "12.3");
    check(number_1, "-12.36",
          "\xe2\x88\x92"
          "12.4");
    check(number_1, "-0.04", "0.0");
    check(number_1, "nan", "not measured");
    check(number_1, "inf", "not measured");
    check(signed_1, "2.04", "+2.0");
    check(signed_1, "0.04", "0.0");
    check(signed_1, "-2",
          "\xe2\x88\x92"
          "2.0");
    /* every unit of the registry is known, or its numbers would be shown raw */
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        const hg__unit unit = hg__unit_of(hg_metrics[id].unit);
        assert_int_equal(unit.decimals == 3,
                         strcmp(unit.unit, "s") == 0 || strcmp(unit.unit, "m") == 0);
        bool whole = strcmp(unit.unit, "deg/s") == 0; /* hundreds */
        assert_true(unit.decimals >= !whole && unit.decimals <= 3);
        assert_true(whole == (unit.decimals == 0));
    }
}

static void test_frames(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_GOOD);
    hg_text csv;
    hg_error err;
    assert_int_equal(hg_report_frames_csv(&csv, r, &err), HG_OK);
    static const char header[] =
        "time_s,pelvis_tilt,pelvis_obliquity,pelvis_rotation,hip_flexion_left,hip_flexion_right,"
        "hip_adduction_left,hip_adduction_right,hip_rotation_left,hip_rotation_right,"
        "knee_flexion_left,knee_flexion_right\n";
    assert_memory_equal(csv.data, header, sizeof header - 1);
    size_t row = 0;
    for (char *line = strchr(csv.data, '\n') + 1, *end; *line; line = end + 1, row++) {
        end = strchr(line, '\n');
        assert_non_null(end);
        char *c = line;
        /* 9 significant digits: a relative error of half a unit of the ninth, 5e-9 */
        double value = strtod(c, &c);
        assert_true(fabs(value - r->frames->time_s[row]) <= 5e-9 * fabs(value));
        for (int a = 0; a < HG_ANGLE_COUNT; a++) {
            assert_int_equal(*c++, ',');
            double truth = r->frames->angle_deg[a][row];
            if (isnan(truth)) {
                assert_memory_equal(c, "n/a", 3);
                c += 3;
                continue;
            }
            value = strtod(c, &c);
            assert_true(fabs(value - truth) <= 5e-9 * fabs(truth));
        }
        assert_ptr_equal(c, end);
    }
    assert_int_equal(row, r->frames->n);
    hg_text_free(&csv);

    /* a stream without a joint: its columns stay, without values */
    r->frames->angle_deg[HG_ANGLE_KNEE_FLEXION_RIGHT] = NULL;
    assert_int_equal(hg_report_frames_csv(&csv, r, &err), HG_OK);
    assert_non_null(strstr(csv.data, ",n/a\n"));
    hg_text_free(&csv);
    r->frames = NULL;
    assert_int_equal(hg_report_frames_csv(&csv, r, &err), HG_EINVAL);
    assert_non_null(strstr(err.text, "run01"));
    fixture_result_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markup),         cmocka_unit_test(test_not_utf8),
        cmocka_unit_test(test_style_and_json), cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
