/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report page. With --print NAME... the page of those results is printed, for the page test;
 * --language CODE, --dates STYLE and --dressed before it change how it looks.
 */
#include "report/html.h"
#include "support/cm.h"
#include "support/fixture_result.h"

static hg_text page_as(const hg_result *const *results, size_t n, const hg_report_options *o) {
    hg_text text;
    hg_error err;
    if (hg_report_html(&text, results, n, o, &err) != HG_OK) fail_msg("%s", err.text);
    return text;
}

static hg_text page_of_one(const hg_result *r) {
    return page_as(&r, 1, NULL);
}

static size_t count(const char *text, const char *what) {
    size_t n = 0;
    for (const char *c = text; (c = strstr(c, what)) != NULL; c += strlen(what)) n++;
    return n;
}

#define CURVE "aria-labelledby=\"trial-1-curve-"

static void test_same_results_same_bytes(void **state) {
    (void)state;
    hg_result *a[FIXTURE_KINDS + 1], *b[FIXTURE_KINDS + 1];
    for (int kind = 0; kind < FIXTURE_KINDS; kind++) {
        a[kind] = fixture_result((fixture_kind)kind);
        b[kind] = fixture_result((fixture_kind)kind);
    }
    a[FIXTURE_KINDS] = fixture_full();
    b[FIXTURE_KINDS] = fixture_full();
    hg_text first = page_as((const hg_result *const *)a, FIXTURE_KINDS + 1, NULL);
    hg_text second = page_as((const hg_result *const *)b, FIXTURE_KINDS + 1, NULL);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    /* small enough for a mail and a patient record */
    assert_true(first.size < 600000);
    assert_int_equal(count(first.data, "<section class=\"section level-2\" id=\"trial-"),
                     FIXTURE_KINDS + 1);
    assert_int_equal(count(first.data, "id=\"page-one\""), 1);
    hg_text_free(&first);
    hg_text_free(&second);
    first = page_of_one(a[FIXTURE_KINDS]);
    assert_true(first.size < 400000);
    hg_text_free(&first);
    for (int kind = 0; kind <= FIXTURE_KINDS; kind++) {
        fixture_result_free(a[kind]);
        fixture_result_free(b[kind]);
    }
}

/* A page that lacks the data must not be mistaken for one that has them. */
static void test_insufficient_looks_different(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_INSUFFICIENT);
    hg_text page = page_of_one(r);
    const char *notice = strstr(page.data, "<div class=\"notice refer\""),
               *trial = strstr(page.data, "id=\"trial-1\"");
    assert_non_null(notice);
    assert_non_null(trial);
    assert_true(notice < trial);
    assert_non_null(strstr(notice, "No static trial"));
    assert_non_null(strstr(page.data, "<h1>Hip and pelvis report: not available</h1>"));
    assert_null(strstr(page.data, CURVE));
    assert_null(strstr(page.data, "id=\"findings\""));
    assert_null(strstr(page.data, "data-key=\"hip_"));
    assert_null(strstr(page.data, "data-key=\"pelvic_"));
    assert_non_null(strstr(page.data, "data-key=\"contact_time\""));
    hg_text_free(&page);

    /* Even where some angles were computed: a blocker withholds all of them. */
    hg_result *good = fixture_full();
    good->status = HG_QUALITY_INSUFFICIENT;
    page = page_of_one(good);
    assert_null(strstr(page.data, CURVE));
    assert_null(strstr(page.data, "id=\"findings\""));
    assert_null(strstr(page.data, "data-key=\"hip_adduction_peak"));
    hg_text_free(&page);
    fixture_result_free(good);
    fixture_result_free(r);
}

static void test_good_and_warned(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_GOOD);
    hg_text page = page_of_one(r);
    assert_non_null(strstr(page.data, "Good data"));
    assert_null(strstr(page.data, "class=\"notice refer\""));
    assert_int_equal(count(page.data, CURVE), HG_CURVE_COUNT);
    /* two strides left out on each side for the same reason with other numbers */
    assert_int_equal(count(page.data, "2: such as contact time 0.073 s is outside"), 2);
    /* the sides differ in one curve, and it is shaded and told */
    assert_int_equal(count(page.data, "<rect class=\"a-differs\""), 1);
    assert_non_null(strstr(page.data, "Hip adduction: right larger from 8 to 42\xc2\xa0% of the stride"));
    hg_text_free(&page);
    fixture_result_free(r);

    r = fixture_result(FIXTURE_WARNED);
    page = page_of_one(r);
    assert_non_null(strstr(page.data, "Read with caution"));
    const char *why = strstr(page.data, "what weakens the numbers below");
    assert_non_null(why);
    assert_non_null(strstr(why, "The stated speed and the speed of the standing foot differ"));
    assert_non_null(strstr(page.data, "Right: not measured."));
    assert_non_null(strstr(page.data, "<code>clean.cutoff_hz</code> = 12"));
    hg_text_free(&page);
    fixture_result_free(r);
}

/* What was not asked is not told as absent, and what speaks for a physician comes first. */
static void test_red_flags(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_GOOD);
    hg_text page = page_of_one(r);
    const char *first = strstr(page.data, "Red-flag screen not done"),
               *findings = strstr(page.data, "id=\"findings\"");
    assert_true(first && findings && first < findings);
    assert_null(strstr(page.data, "No red flag raised"));
    hg_text_free(&page);
    fixture_result_free(r);

    r = fixture_full();
    page = page_of_one(r);
    first = strstr(page.data, "id=\"red-flags\"");
    findings = strstr(page.data, "id=\"patterns\"");
    assert_true(first && findings && first < findings);
    const char *flag = strstr(first, "Pain on hopping");
    assert_true(flag && flag < findings);
    assert_non_null(strstr(first, "2 of 3 questions were answered"));
    assert_non_null(strstr(first, "Still to ask: Fever, chills or feeling ill"));
    /* worst band first: refer before moderate */
    const char *refer = strstr(findings, "Stress of the bone"),
               *moderate = strstr(findings, "Pain on the outer side of the hip, right");
    assert_true(refer && moderate && refer < moderate);
    hg_text_free(&page);
    fixture_result_free(r);
}

/* Nothing measured at all, under every status: words, and no number made of nothing. */
static void test_bare(void **state) {
    (void)state;
    for (int status = HG_QUALITY_OK; status <= HG_QUALITY_INSUFFICIENT; status++) {
        hg_result *r = fixture_bare((hg_quality_status)status);
        hg_text page = page_of_one(r);
        assert_null(strstr(page.data, ">nan"));
        assert_null(strstr(page.data, "nan "));
        assert_null(strstr(page.data, "\xc2\xb1 not"));
        if (status != HG_QUALITY_INSUFFICIENT) {
            assert_non_null(strstr(page.data, "No measure is available for both sides."));
            assert_true(count(page.data, "not measured") > HG_METRIC_COUNT);
        }
        hg_text_free(&page);
        fixture_result_free(r);
    }
}

/* Holes in a curve are holes in its line, and one far value moves the axis by whole steps. */
static void test_curve_holes_and_axis(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_GOOD);
    double *mean = r->curves[HG_CURVE_HIP_FLEXION].side[HG_LEFT].mean;
    for (int i = 40; i < 45; i++) mean[i] = NAN;
    mean[60] = 88;
    r->curves[HG_CURVE_PELVIS_TILT].side[HG_RIGHT].mean[0] =
        1e12; /* a fault, not an endless axis */
    hg_text page = page_of_one(r);
    const char *svg = strstr(page.data, CURVE "hip_flexion-t");
    const char *end = svg ? strstr(svg, "</svg>") : NULL;
    assert_non_null(end);
    /* the line of the left side is the last left path of the drawing */
    const char *line = NULL;
    for (const char *c = svg; (c = strstr(c, "<path class=\"l-left\"")) && c < end; c++) line = c;
    assert_non_null(line);
    line = strstr(line, " d=\"") + 4;
    size_t moves = 0;
    for (const char *c = line; *c != '"'; c++) moves += *c == 'M';
    assert_int_equal(moves, 2);
    const char *tick = strstr(svg, ">80\xc2\xb0</text>");
    assert_true(tick && tick < end); /* -20 to 70 became -20 to 90 */
    hg_text_free(&page);
    fixture_result_free(r);
}

static void test_one_runner_and_session(void **state) {
    (void)state;
    hg_result *a = fixture_result(FIXTURE_GOOD), *b = fixture_result(FIXTURE_GOOD);
    const hg_result *both[] = {a, b};
    hg_text text = {NULL, 0};
    hg_error err;
    fixture_copy(b->session, sizeof b->session, "S03");
    assert_int_equal(hg_report_html(&text, both, 2, NULL, &err), HG_EINVAL);
    assert_non_null(strstr(err.text, "S03"));
    fixture_copy(b->session, sizeof b->session, a->session);
    fixture_copy(b->runner, sizeof b->runner, "R018");
    assert_int_equal(hg_report_html(&text, both, 2, NULL, &err), HG_EINVAL);
    assert_int_equal(hg_report_html(&text, both, 0, NULL, NULL), HG_EINVAL);
    assert_null(text.data);
    fixture_result_free(a);
    fixture_result_free(b);
}

/* Trials: worst data first; what one trial alone shows is said to be so. */
static void test_trials(void **state) {
    (void)state;
    hg_result *r[] = {fixture_result(FIXTURE_GOOD), fixture_result(FIXTURE_INSUFFICIENT),
                      fixture_result(FIXTURE_WARNED)};
    hg_text page = page_as((const hg_result *const *)r, 3, NULL);
    const char *first = strstr(page.data, "id=\"trial-1\"");
    assert_non_null(first);
    const char *title = strstr(first, "Trial <bdi>");
    assert_memory_equal(title, "Trial <bdi>run03", 16);
    assert_non_null(strstr(page.data, "In all 2 trials"));
    assert_null(strstr(page.data, "Only in trial"));
    hg_text_free(&page);
    for (size_t i = 0; i < r[2]->n_asymmetry; i++) r[2]->asymmetry[i].rating = HG_ASYMMETRY_USUAL;
    page = page_as((const hg_result *const *)r, 3, NULL);
    assert_null(strstr(page.data, "In all 2 trials"));
    assert_non_null(strstr(page.data, "Only in trial <bdi>run01"));
    hg_text_free(&page);
    for (size_t i = 0; i < 3; i++) fixture_result_free(r[i]);
}

static void test_options(void **state) {
    (void)state;
    static const unsigned char png[] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0};
    const hg_lab lab = {"Gait <Lab>", "lab@example.org", "image/png", png, sizeof png, 0x118833, 0};
    const hg_identity who[] = {{"R016", "Someone Else", ""}, {"R017", "Jo Doe", "1990"}};
    hg_report_options o = {.language = "de", .lab = &lab, .identities = who, .n_identities = 2};
    hg_result *r = fixture_full();
    const hg_result *one = r;
    hg_text page = page_as(&one, 1, &o);
    assert_non_null(strstr(page.data, "<html lang=\"de\">"));
    assert_non_null(strstr(page.data, "Gait &lt;Lab&gt;"));
    assert_non_null(strstr(page.data, "src=\"data:image/png;base64,iVBORw0KGgoA\""));
    assert_non_null(strstr(page.data, "--left:#118833;--right:#0072b2"));
    assert_non_null(strstr(page.data, "Jo Doe"));
    assert_null(strstr(page.data, "Someone Else"));
    assert_non_null(strstr(page.data, "163,4")); /* the comma of the language */
    hg_text_free(&page);
    /* no date unless asked for */
    o = (hg_report_options){.language = NULL};
    page = page_as(&one, 1, &o);
    assert_null(strstr(page.data, "2026-05"));
    assert_null(strstr(page.data, "Jo Doe"));
    hg_text_free(&page);
    o.dates = HG_DATES_YEAR;
    page = page_as(&one, 1, &o);
    assert_null(strstr(page.data, "2026-05"));
    assert_non_null(strstr(page.data, "2026"));
    hg_text_free(&page);
    o.dates = HG_DATES_FULL;
    page = page_as(&one, 1, &o);
    assert_non_null(strstr(page.data, "2026-05-17"));
    hg_text_free(&page);
    hg_text text = {NULL, 0};
    hg_error err;
    o.language = "xx";
    assert_int_equal(hg_report_html(&text, &one, 1, &o, &err), HG_EUNSUPPORTED);
    assert_non_null(strstr(err.text, "de, en"));
    assert_int_equal(hg_report_language("xx", &err), HG_EUNSUPPORTED);
    assert_int_equal(hg_report_language("de", &err), HG_OK);
    fixture_result_free(r);
}

static int print(int argc, char **argv) {
    static const char *const styles[] = {"relative", "year", "full"};
    static const hg_lab lab = {"<b>Lab</b> \"x\"", "=cmd() \xe2\x80\xae", NULL, NULL, 0, 0, 0};
    hg_identity who = {"", "<img src=x onerror=y>", "'\"><script>"};
    hg_report_options o = {.language = NULL};
    hg_result *results[8];
    size_t n = 0;
    hg_text text;
    bool dressed = false;
    for (int i = 2; i < argc && n < sizeof results / sizeof *results; i++) {
        if (strcmp(argv[i], "--dressed") == 0) {
            dressed = true;
        } else if (strcmp(argv[i], "--language") == 0 && i + 1 < argc) {
            o.language = argv[++i];
        } else if (strcmp(argv[i], "--dates") == 0 && i + 1 < argc) {
            i++;
            for (int k = 0; k < 3; k++)
                if (strcmp(argv[i], styles[k]) == 0) o.dates = (hg_date_style)k;
        } else if (!(results[n++] = fixture_named(argv[i]))) {
            return 1;
        }
    }
    if (n == 0) return 1;
    if (dressed) {
        who.runner = results[0]->runner;
        o.lab = &lab;
        o.identities = &who;
        o.n_identities = 1;
    }
    if (hg_report_html(&text, (const hg_result *const *)results, n, &o, NULL) != HG_OK) return 1;
    fwrite(text.data, 1, text.size, stdout);
    hg_text_free(&text);
    while (n) fixture_result_free(results[--n]);
    return 0;
}

int main(int argc, char **argv) {
    if (argc > 2 && strcmp(argv[1], "--print") == 0) return print(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_results_same_bytes),
        cmocka_unit_test(test_insufficient_looks_different),
        cmocka_unit_test(test_good_and_warned),
        cmocka_unit_test(test_red_flags),
        cmocka_unit_test(test_bare),
        cmocka_unit_test(test_curve_holes_and_axis),
        cmocka_unit_test(test_one_runner_and_session),
        cmocka_unit_test(test_trials),
        cmocka_unit_test(test_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
