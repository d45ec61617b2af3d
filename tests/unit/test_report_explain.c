/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The derivation as text: all of it, in an order that a person can follow, in lines that fit. */
#include "report/wrap.h"
#include "support/cm.h"
#include "support/fixture_result.h"

static hg_text explained(const hg_result *r, const char *condition, hg_side side) {
    hg_explain_options o = {condition, side};
    hg_text text;
    hg_error err;
    if (hg_report_explain(&text, r, &o, &err) != HG_OK) fail_msg("%s", err.text);
    return text;
}

static void check_lines(const char *text) {
    for (const char *line = text; *line;) {
        size_t columns = 0;
        for (; *line != '\n'; line++) {
            assert_true(*line != '\0'); /* the last line ends too */
            assert_true((unsigned char)*line >= 0x20);
            columns += ((unsigned char)*line & 0xc0) != 0x80;
        }
        assert_true(columns <= HG__WRAP_COLUMNS);
        line++;
    }
}

/* Words of a text that wrapping may have put on several lines, from `from` on. */
static const char *find(const char *from, const char *words) {
    for (; *from; from++) {
        const char *t = from, *w = words;
        while (*w && *t) {
            if (*w == ' ' && (*t == ' ' || *t == '\n')) {
                w++;
                while (*t == ' ' || *t == '\n') t++;
            } else if (*w == *t) {
                w++;
                t++;
            } else {
                break;
            }
        }
        if (!*w) return t;
    }
    return NULL;
}

/* Each behind the one before. */
static void check_order(const char *text, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *next = find(text, words[i]);
        if (!next) fail_msg("\"%s\" is not there, or not in its place", words[i]);
        text = next;
    }
}

static void test_order(void **state) {
    (void)state;
    static const char *const words[] = {
        "RED FLAGS: RAISED (2 of 3 questions answered)",
        "[to ask] Fever, chills or feeling ill",
        "[RAISED] Pain on hopping",
        "Suspected: a stress fracture",
        "To do: see a physician this week (urgent)",
        "[not asked] Fever or feeling ill",
        "[no] Limps",
        "Longest run of the week against the month before: 54.32 %; more than a tenth longer",
        "How: 12.3 km on 2026-05-03",
        "Abductor strength against the other side, left: not known; strength was not measured",
        "[bone]: refer",
        "Why: A red flag was raised.",
        "right [lateral]: moderate",
        "Why: The pattern of symptoms is complete.",
        "1. symptoms: site_lateral yes",
        "4. symptoms complete, no risk factor -> moderate",
        "[did not fire] X1: Cannot bear weight",
        "[FIRED] P1: Pain on the outer side",
        "Fires when: site_lateral",
        "site_lateral = yes",
        "Grade: B. Sources: 1, 2",
        "[not known] R1: Training grew",
        "surface_new = not asked",
        "change_4wk_percent = not known",
        "context, does not count",
        "[FIRED] G1: More adduction",
        "placing the markers may make of it and beyond what is usual in runners.",
        "excess(hip_adduction_excursion) = 1.9 deg",
        "left [lateral]: insufficient",
        "Hip adduction excursion, right: tied to Pain on the outer side of the hip",
        "Contact time: no tie is established",
        "[refer] Have a physician look at it",
        "Because: red flag pain_hopping",
        "Caution: Not while a red flag stands.",
        "What was not asked is not known to be absent.",
        "SOURCES",
        "1. Author A 2020, Journal 1:1, doi:10.1000/one",
        "2. Author B & Author C 2021, Journal 2:22"};
    hg_result *r = fixture_full();
    hg_text text = explained(r, NULL, HG_SIDE_UNKNOWN);
    check_order(text.data, words, sizeof words / sizeof *words);
    check_lines(text.data);
    hg_text_free(&text);
    fixture_result_free(r);
}

/* Four digits, at most three behind the point; a number that only counts has no unit. */
static void test_numbers(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *unit, *words;
    } rows[] = {{1.1852, "1", "Number: 1.185; read"},
                {4, "1", "Number: 4; read"},
                {0.029249, "mm", "Number: 0.029 mm; read"},
                {-0.0004, "mm", "Number: 0 mm; read"},
                {71.42857, "%", "Number: 71.43 %; read"},
                {142.857, "%", "Number: 142.9 %; read"},
                {9999.7, "km", "Number: 10000 km; read"},
                {10, "%", "Number: 10 %; read"},
                {9.9996, "deg", "Number: 10 deg; read"},
                {-5.5, "deg", "Number: -5.5 deg; read"},
                {1, "", "Number: yes; read"},
                {0, "", "Number: no; read"},
                {NAN, "", "Number: not known; read"},
                {NAN, "mm", "Number: not known; read"}};
    hg_result *r = fixture_full();
    hg_derived d = {
        .id = "number", .label = "Number", .side = HG_SIDE_UNKNOWN, .text = "", .reading = "read"};
    r->evidence.derived = &d;
    r->evidence.n_derived = 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        d.value = rows[i].value;
        d.unit = rows[i].unit;
        hg_text text = explained(r, NULL, HG_SIDE_UNKNOWN);
        if (!find(text.data, rows[i].words)) fail_msg("%s is not there", rows[i].words);
        hg_text_free(&text);
    }
    fixture_result_free(r);
}

static void test_choice(void **state) {
    (void)state;
    hg_result *r = fixture_full();
    hg_text text = explained(r, "lateral", HG_RIGHT);
    assert_non_null(find(text.data, "RED FLAGS: RAISED")); /* before everything, always */
    assert_non_null(find(text.data, "right [lateral]"));
    assert_null(find(text.data, "left [lateral]"));
    assert_null(find(text.data, "[bone]"));
    hg_text_free(&text);
    text = explained(r, NULL, HG_LEFT);
    assert_null(find(text.data, "right [lateral]"));
    assert_non_null(find(text.data, "[bone]")); /* has no side */
    hg_text_free(&text);
    hg_explain_options o = {"knee", HG_SIDE_UNKNOWN};
    hg_error err;
    assert_int_equal(hg_report_explain(&text, r, &o, &err), HG_EINVAL);
    assert_string_equal(err.text,
                        "there is no condition \"knee\" in this result; it has lateral, bone");
    r->evidence.n_conditions = 1;
    o = (hg_explain_options){"lateral", HG_RIGHT};
    assert_int_equal(hg_report_explain(&text, r, &o, &err), HG_EINVAL);
    assert_non_null(strstr(err.text, "not judged for the right side"));
    r->evidence.n_conditions = 0;
    assert_int_equal(hg_report_explain(&text, r, &o, &err), HG_EINVAL);
    assert_non_null(strstr(err.text, "it has none"));
    assert_int_equal(hg_report_explain(&text, NULL, NULL, &err), HG_EINVAL);
    fixture_result_free(r);
}

static void test_without_evidence(void **state) {
    (void)state;
    static const char *const names[] = {"good", "insufficient", "hostile", "bare"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        hg_result *r = fixture_named(names[i]);
        hg_text text = explained(r, NULL, HG_SIDE_UNKNOWN);
        assert_non_null(find(text.data, "Rules: none were applied to this result."));
        assert_non_null(find(text.data, "RED FLAGS: not all asked"));
        assert_non_null(find(text.data, "This result holds none."));
        check_lines(text.data);
        hg_text_free(&text);
        fixture_result_free(r);
    }
}

static void check_wrapped(const char *mark, const char *text, const char *want) {
    hg__strbuf b = {0};
    hg__wrap(&b, 2, 4, mark, text);
    assert_string_equal(b.data, want);
    hg__strbuf_free(&b);
}

static void test_wrap(void **state) {
    (void)state;
    char text[200], want[220];
    check_wrapped("", "", "  \n");
    check_wrapped("- ", "one \n\ttwo", "  - one two\n");
    check_wrapped("", "a\x1b[31mb\xe2\x80\xae", "  a[31mb\n");
    /* 76 characters fill the line, whatever bytes they have */
    memset(text, 'x', 76);
    text[76] = '\0';
    snprintf(want, sizeof want, "  %s\n", text);
    check_wrapped("", text, want);
    for (size_t i = 0; i < 76; i++) memcpy(text + 2 * i, "\xc3\xa9", 2);
    text[152] = '\0';
    snprintf(want, sizeof want, "  %s\n", text);
    check_wrapped("", text, want);
    /* one more is broken; a word behind it goes on there */
    memset(text, 'x', 77);
    memcpy(text + 77, " y", 3);
    snprintf(want, sizeof want, "  %.76s\n    x y\n", text);
    check_wrapped("", text, want);
    /* a word that does not fit goes to the next line */
    memset(text, 'x', 75);
    memcpy(text + 75, " yy", 4);
    snprintf(want, sizeof want, "  %.75s\n    yy\n", text);
    check_wrapped("", text, want);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),  cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_choice), cmocka_unit_test(test_without_evidence),
        cmocka_unit_test(test_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
