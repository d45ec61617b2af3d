/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "support/cm.h"
#include "support/decimal_comma.h"

static void rows(void **state) {
    (void)state;
    char text[] =
        "\xef\xbb\xbf# a comment, with commas\r\na,b,,\"c, \"\"d\"\"\"\r\n\n1,,\n\"\"\nlast,x";
    hg__csv t;
    hg__csv_begin(&t, text);
    assert_int_equal(hg__csv_next(&t), HG__CSV_COMMENT);
    assert_string_equal(t.cell[0], " a comment, with commas");
    assert_int_equal(hg__csv_next(&t), HG__CSV_CELLS);
    assert_int_equal(t.n, 4);
    assert_string_equal(t.cell[2], "");
    assert_string_equal(t.cell[3], "c, \"d\"");
    assert_int_equal(hg__csv_find(&t, "b"), 1);
    assert_int_equal(hg__csv_find(&t, "d"), -1);
    assert_int_equal(hg__csv_next(&t), HG__CSV_CELLS);
    assert_int_equal(t.n, 3);
    assert_int_equal(t.line, 4); /* the empty line counts */
    assert_int_equal(hg__csv_next(&t), HG__CSV_CELLS);
    assert_int_equal(t.n, 1);
    assert_int_equal(hg__csv_next(&t), HG__CSV_CELLS);
    assert_string_equal(t.cell[1], "x");
    assert_int_equal(hg__csv_next(&t), HG__CSV_END);
    hg__csv_end(&t);
}

static void broken_quotes(void **state) {
    (void)state;
    static const char *const lines[] = {"\"open", "\"a\"b,c", "x,\"y\n\"z"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[32];
        hg__csv t;
        strcpy(text, lines[i]);
        hg__csv_begin(&t, text);
        assert_int_equal(hg__csv_next(&t), HG__CSV_QUOTE);
        hg__csv_end(&t);
    }
}

/* What was written comes back, whatever it holds; line breaks only as '_'. */
static void there_and_back(void **state) {
    (void)state;
    static const char *const texts[] = {"plain", "a,b", "say \"so\"", " blank ",
                                        "#1",    "",    "\"",         "two\nlines"};
    hg__strbuf b = {0};
    hg__csv t;
    size_t n = sizeof texts / sizeof *texts;
    for (size_t i = 0; i < n; i++) {
        if (i) hg__strbuf_add(&b, ",");
        hg__csv_add(&b, texts[i]);
    }
    hg__csv_begin(&t, b.data);
    assert_int_equal(hg__csv_next(&t), HG__CSV_CELLS);
    assert_int_equal(t.n, n);
    for (size_t i = 0; i + 1 < n; i++) assert_string_equal(t.cell[i], texts[i]);
    assert_string_equal(t.cell[n - 1], "two_lines");
    assert_int_equal(hg__csv_next(&t), HG__CSV_END);
    hg__csv_end(&t);
    hg__strbuf_free(&b);
}

static void numbers(void **state) {
    (void)state;
    static const char *const bad[] = {"",      "1,5", "nan", "inf",  "0x10",
                                      "1e999", "1 ",  "--1", "1.2.3"};
    double x = 7;
    for (int comma = 0; comma < 2; comma++) {
        if (comma && !use_decimal_comma()) break; /* no locale to be had: the rest stands */
        assert_true(hg__csv_number(&x, "-1.5e1"));
        assert_near(x, -15, 0);
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
            if (hg__csv_number(&x, bad[i])) fail_msg("\"%s\" was taken for a number", bad[i]);
    }
    setlocale(LC_ALL, "C");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows), cmocka_unit_test(broken_quotes),
                                       cmocka_unit_test(there_and_back), cmocka_unit_test(numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
