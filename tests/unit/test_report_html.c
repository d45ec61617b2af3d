/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report page. With --print NAME... the page of those results is printed, for the page test. */
#include "support/cm.h"
#include "support/fixture_result.h"

static hg_text page_of(const hg_result *const *results, size_t n) {
    hg_text text;
    hg_error err;
    if (hg_report_html(&text, results, n, NULL, &err) != HG_OK) fail_msg("%s", err.text);
    return text;
}

static hg_text page_of_one(const hg_result *r) {
    return page_of(&r, 1);
}

static size_t count(const char *text, const char *what) {
    size_t n = 0;
    for (const char *c = text; (c = strstr(c, what)) != NULL; c += strlen(what)) n++;
    return n;
}

static void test_same_results_same_bytes(void **state) {
    (void)state;
    hg_result *a[FIXTURE_KINDS], *b[FIXTURE_KINDS];
    for (int kind = 0; kind < FIXTURE_KINDS; kind++) {
        a[kind] = fixture_result((fixture_kind)kind);
        b[kind] = fixture_result((fixture_kind)kind);
    }
    hg_text first = page_of((const hg_result *const *)a, FIXTURE_KINDS);
    hg_text second = page_of((const hg_result *const *)b, FIXTURE_KINDS);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    /* small enough for a mail and a patient record: 400 kB for three trials */
    assert_true(first.size < 400000);
    assert_int_equal(count(first.data, "<section class=\"trial\""), FIXTURE_KINDS);
    hg_text_free(&first);
    hg_text_free(&second);
    for (int kind = 0; kind < FIXTURE_KINDS; kind++) {
        fixture_result_free(a[kind]);
        fixture_result_free(b[kind]);
    }
}

/* A page that lacks the data must not be mistaken for one that has them. */
static void test_insufficient_looks_different(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_INSUFFICIENT);
    hg_text page = page_of_one(r);
    const char *notice = strstr(page.data, "<section class=\"notice\""),
               *trial = strstr(page.data, "<section class=\"trial\"");
    assert_non_null(notice);
    assert_non_null(trial);
    assert_true(notice < trial);
    assert_non_null(strstr(notice, "No static trial"));
    assert_non_null(strstr(page.data, "<h1>Hip and pelvis report: not available</h1>"));
    assert_null(strstr(page.data, "<svg class=\"curve\""));
    assert_null(strstr(page.data, "<ul class=\"summary\""));
    assert_null(strstr(page.data, "data-metric=\"hip_"));
    assert_null(strstr(page.data, "data-metric=\"pelvic_"));
    assert_non_null(strstr(page.data, "data-metric=\"contact_time\""));
    hg_text_free(&page);

    /* Even where some angles were computed: a blocker withholds all of them. */
    hg_result *good = fixture_result(FIXTURE_GOOD);
    good->status = HG_QUALITY_INSUFFICIENT;
    page = page_of_one(good);
    assert_null(strstr(page.data, "<svg class=\"curve\""));
    assert_null(strstr(page.data, "data-metric=\"hip_"));
    hg_text_free(&page);
    fixture_result_free(good);
    fixture_result_free(r);
}

static void test_good_and_warned(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_GOOD);
    hg_text page = page_of_one(r);
    assert_non_null(strstr(page.data, "Good data"));
    assert_null(strstr(page.data, "class=\"notice\""));
    assert_int_equal(count(page.data, "<svg class=\"curve\""), HG_CURVE_COUNT);
    assert_int_equal(count(page.data, "class=\"line l\" d=\"M36"), HG_CURVE_COUNT);
    assert_int_equal(count(page.data, "class=\"line r\" d=\"M36"), HG_CURVE_COUNT);
    /* two strides left out on each side for the same reason with other numbers */
    assert_int_equal(count(page.data, "2: such as contact time 0.073 s is outside"), 2);
    hg_text_free(&page);
    fixture_result_free(r);

    r = fixture_result(FIXTURE_WARNED);
    page = page_of_one(r);
    assert_non_null(strstr(page.data, "Read with caution"));
    const char *why = strstr(page.data, "Why caution");
    assert_non_null(why);
    assert_non_null(strstr(why, "The stated speed and the speed of the standing foot differ"));
    assert_int_equal(count(page.data, "class=\"line r\" d=\"M36"), HG_CURVE_COUNT - 1);
    assert_non_null(strstr(page.data, "Right: not measured."));
    assert_non_null(strstr(page.data, "<code>clean.cutoff_hz</code> = 12"));
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
        assert_null(strstr(page.data, "\xc2\xb1"
                                      "\xc2\xa0not"));
        if (status != HG_QUALITY_INSUFFICIENT) {
            assert_non_null(strstr(page.data, "<text class=\"absent\""));
            assert_non_null(
                strstr(page.data, "No hip or pelvis measure is available for both sides."));
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
    const char *svg = strstr(page.data, "aria-labelledby=\"trial-1-hip_flexion-t");
    const char *line = svg ? strstr(svg, "class=\"line l\" d=\"") : NULL;
    assert_non_null(line);
    line += strlen("class=\"line l\" d=\"");
    size_t moves = 0;
    for (const char *c = line; *c != '"'; c++) moves += *c == 'M';
    assert_int_equal(moves, 2);
    const char *end = strstr(svg, "</svg>");
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

int main(int argc, char **argv) {
    if (argc > 2 && strcmp(argv[1], "--print") == 0) {
        hg_result *results[8];
        size_t n = 0;
        hg_text text;
        for (int i = 2; i < argc && n < sizeof results / sizeof *results; i++)
            if (!(results[n++] = fixture_named(argv[i]))) return 1;
        if (hg_report_html(&text, (const hg_result *const *)results, n, NULL, NULL) != HG_OK) return 1;
        fwrite(text.data, 1, text.size, stdout);
        hg_text_free(&text);
        while (n) fixture_result_free(results[--n]);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_results_same_bytes),
        cmocka_unit_test(test_insufficient_looks_different),
        cmocka_unit_test(test_good_and_warned),
        cmocka_unit_test(test_bare),
        cmocka_unit_test(test_curve_holes_and_axis),
        cmocka_unit_test(test_one_runner_and_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
