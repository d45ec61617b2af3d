/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawings as data, and their SVG face. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "report/figure.h"
#include "support/cm.h"

static const double nan_ = NAN;

typedef struct drawing {
    hg__arena *arena;
    hg__figure *figure;
} drawing;

static int setup(void **state) {
    drawing *d = calloc(1, sizeof *d);
    if (!d || !(d->arena = hg__arena_new())) return 1;
    d->figure = hg__figure_new(d->arena, 300, 196.5, "hip", "Hip <flexion>", "Left & right");
    *state = d;
    return d->figure ? 0 : 1;
}

static int teardown(void **state) {
    drawing *d = *state;
    hg__arena_free(d->arena);
    free(d);
    return 0;
}

static char *svg_of(const hg__figure *f) {
    hg__strbuf b = {0};
    char *text;
    size_t size;
    hg__figure_svg(&b, f, &hg__palette_default, NULL);
    assert_true(hg__strbuf_take(&b, &text, &size));
    return text;
}

static void expect(const hg__figure *f, const char *part) {
    char *svg = svg_of(f);
    if (!strstr(svg, part)) fail_msg("no %s in %s", part, svg);
    free(svg);
}

static void test_frame(void **state) {
    drawing *d = *state;
    expect(d->figure, "<svg class=\"fig\" viewBox=\"0 0 300 196.5\" font-size=\"11\" role=\"img\" "
                      "aria-labelledby=\"hip-t hip-d\"><title id=\"hip-t\">Hip &lt;flexion&gt;"
                      "</title><desc id=\"hip-d\">Left &amp; right</desc></svg>");
}

/* Rounded points, relative, and no rounding error that grows: 300 steps of 0.04 end at 12. */
static void test_paths_are_short_and_exact(void **state) {
    drawing *d = *state;
    double x[301], y[301];
    for (int i = 0; i <= 300; i++) {
        x[i] = 0.04 * i;
        y[i] = i % 2 ? 10.25 : 9.75;
    }
    hg__figure_polyline(d->figure, HG__AS(LEFT), x, y, 301);
    char *svg = svg_of(d->figure), *path = strstr(svg, " d=\"M0 9.8l");
    assert_non_null(path);
    double at = 0;
    for (char *p = path + strlen(" d=\"M0 9.8l"); *p != '"';) {
        at += strtod(p, &p);
        strtod(p, &p);
    }
    assert_true(fabs(at - 12) < 1e-9);
    free(svg);
}

static void test_gaps_lift_the_pen(void **state) {
    drawing *d = *state;
    const double x[] = {0, 1, 2, 3, 4, 5, 6}, y[] = {nan_, 1, 2, nan_, nan_, 1.5, nan_};
    hg__figure_polyline(d->figure, HG__AS(RIGHT), x, y, 7);
    expect(d->figure, "<path class=\"l-right\" d=\"M1 1l1 1M5 1.5\"/>");
    assert_int_equal(d->figure->first->n_points, 4);
    const double none[] = {nan_, nan_};
    hg__figure_polyline(d->figure, HG__AS(RIGHT), x, none, 2);
    assert_int_equal(d->figure->n_shapes, 1);
}

static void test_area_in_pieces(void **state) {
    drawing *d = *state;
    const double x[] = {0, 1, 2, 3, 4, 5}, low[] = {0, 0, nan_, 0, 0, nan_},
                 high[] = {2, 3, 3, 2.5, 2, 2};
    hg__figure_area(d->figure, HG__AS(LEFT), x, low, high, 6);
    expect(d->figure, "<path class=\"a-left\" d=\"M0 2l1 1 0-3-1 0zM3 2.5l1-.5 0-2-1 0z\"/>");
}

/* The largest number of pieces that n points can make must fit. */
static void test_area_of_many_pieces(void **state) {
    drawing *d = *state;
    double x[100], low[100], high[100];
    for (int i = 0; i < 100; i++) {
        x[i] = i;
        low[i] = i % 3 == 2 ? nan_ : 0;
        high[i] = 1;
    }
    hg__figure_area(d->figure, HG__AS(LEFT), x, low, high, 100);
    assert_int_equal(d->figure->first->n_points, 33 * 4 + 32);
    assert_false(d->figure->failed);
}

static void test_overrides_only(void **state) {
    drawing *d = *state;
    hg__figure_line(d->figure, HG__AS(GRID), 0, 0, 10, 0);
    expect(d->figure, "<path class=\"l-grid\" d=\"M0 0l10 0\"/>");
    hg__figure_line(
        d->figure,
        (hg__mark){HG__ROLE_LEFT, .width = 0.75, .opacity = 0.4, .dash = HG__DASH_DOTTED}, 0, 0,
        -10, 0);
    expect(d->figure, "<path class=\"l-left\" style=\"stroke-width:0.75;stroke-opacity:0.4;"
                      "stroke-dasharray:1.5 2\" d=\"M0 0l-10 0\"/>");
    hg__figure_line(d->figure, (hg__mark){HG__ROLE_RIGHT, .dash = HG__DASH_SOLID}, 0, 0, 1, 1);
    expect(d->figure, "class=\"l-right\" style=\"stroke-dasharray:none\"");
    hg__figure_rect(d->figure, HG__DOT(RIGHT), 1, 2, 3, 4.25, 1);
    expect(d->figure, "<rect class=\"d-right\" x=\"1\" y=\"2\" width=\"3\" height=\"4.3\" "
                      "rx=\"1\"/>");
    hg__figure_circle(d->figure, HG__OUTLINE(INK), 5, 6, 2.5);
    expect(d->figure, "<circle class=\"l-ink\" cx=\"5\" cy=\"6\" r=\"2.5\"/>");
}

static void test_what_is_no_number_is_left_out(void **state) {
    drawing *d = *state;
    hg__figure_line(d->figure, HG__AS(INK), 0, 0, nan_, 1);
    hg__figure_rect(d->figure, HG__AS(INK), 0, 0, INFINITY, 1, 0);
    hg__figure_rect(d->figure, HG__AS(INK), 0, 0, -1, 1, 0);
    hg__figure_circle(d->figure, HG__AS(INK), 0, nan_, 1);
    hg__figure_text(d->figure, HG__TEXT(INK, START), nan_, 1, "lost");
    assert_int_equal(d->figure->n_shapes, 0);
    assert_false(d->figure->failed);
    hg__figure_line(d->figure, HG__AS(INK), 1e300, 0, -1e300, 1);
    expect(d->figure, "d=\"M1000000 0l-2000000 1\"");
}

static void test_texts_are_escaped(void **state) {
    drawing *d = *state;
    hg__label label = HG__TEXT(FAINT, END);
    label.turn_deg = -90;
    label.bold = true;
    label.size = 9;
    hg__figure_group(d->figure, "\"a\" <b>", "x\"y.html");
    hg__figure_textf(d->figure, label, 5, 6.04, "<script>%d\xe2\x80\xae", 7);
    hg__figure_group_end(d->figure);
    hg__figure_group_end(d->figure);
    expect(d->figure, "role=\"group\" aria-labelledby=\"hip-t hip-d\"");
    expect(d->figure, "<a href=\"x&quot;y.html\"><title>&quot;a&quot; &lt;b&gt;</title>"
                      "<text class=\"t-faint\" x=\"5\" y=\"6\" text-anchor=\"end\" "
                      "font-size=\"9\" font-weight=\"650\" transform=\"rotate(-90 5 6)\">"
                      "&lt;script&gt;7</text></a></svg>");
}

static void test_open_groups_are_closed(void **state) {
    drawing *d = *state;
    for (int i = 0; i < 20; i++) hg__figure_group(d->figure, NULL, NULL);
    char *svg = svg_of(d->figure);
    size_t opened = 0, closed = 0;
    for (char *p = svg; (p = strstr(p, "<g>")); p++) opened++;
    for (char *p = svg; (p = strstr(p, "</g>")); p++) closed++;
    assert_int_equal(opened, 16);
    assert_int_equal(closed, 16);
    free(svg);
}

/* A smooth curve goes through its points and comes back to the first when it is closed. */
static void test_smooth(void **state) {
    drawing *d = *state;
    const double x[] = {0, 10, 10, 0}, y[] = {0, 0, 10, 10};
    hg__figure_smooth(d->figure, HG__AS(BONE), x, y, 4, true);
    const hg__shape *s = d->figure->first;
    assert_int_equal(s->n_points, 13);
    for (size_t i = 0; i <= 4; i++) {
        assert_true(fabs(s->points[6 * i] - x[i % 4]) < 1e-12);
        assert_true(fabs(s->points[6 * i + 1] - y[i % 4]) < 1e-12);
    }
    expect(d->figure, "<path class=\"a-bone\" d=\"M0 0c1.7-1.7 8.3-1.7 10 0");
    hg__figure_smooth(d->figure, HG__AS(BONE), x, y, 4, false);
    assert_int_equal(d->figure->last->n_points, 10);
    assert_false(hg__look_of(&hg__palette_default, d->figure->last).filled);
}

static void test_palette(void **state) {
    (void)state;
    const hg__palette green_red = {0x00aa00, 0xaa0000, false};
    const hg__shape line = {.kind = HG__SHAPE_LINE, .mark = HG__AS(RIGHT)};
    const hg__shape band = {.kind = HG__SHAPE_AREA, .mark = HG__AS(LEFT)};
    assert_int_equal(hg__look_of(&hg__palette_default, &line).dash, HG__DASH_DASHED);
    assert_int_equal(hg__look_of(&hg__palette_default, &line).colour, 0x0072b2);
    assert_int_equal(hg__look_of(&green_red, &line).dash, HG__DASH_SOLID);
    assert_int_equal(hg__look_of(&green_red, &line).colour, 0xaa0000);
    assert_int_equal(hg__look_of(&green_red, &band).colour, 0x00aa00);
    hg__strbuf b = {0};
    hg__figure_css(&b, &green_red);
    assert_non_null(strstr(b.data, ".fig .l-right{stroke:#aa0000;stroke-width:2}"));
    assert_non_null(strstr(b.data, ".fig .a-left{fill:#00aa00;fill-opacity:0.16}"));
    assert_non_null(strstr(b.data, ".fig .t-faint{fill:#55606e}"));
    assert_non_null(strstr(b.data, ".fig .l-limit{stroke:#8b95a1;stroke-width:1;"
                                   "stroke-dasharray:5 2.5}"));
    hg__strbuf_free(&b);
}

/* Without memory there is no figure; every function takes that. */
static void test_no_figure(void **state) {
    (void)state;
    const double x[] = {0, 1};
    hg__figure_line(NULL, HG__AS(INK), 0, 0, 1, 1);
    hg__figure_polyline(NULL, HG__AS(INK), x, x, 2);
    hg__figure_area(NULL, HG__AS(INK), x, x, x, 2);
    hg__figure_smooth(NULL, HG__AS(INK), x, x, 2, false);
    hg__figure_text(NULL, HG__TEXT(INK, START), 0, 0, "a");
    hg__figure_group(NULL, "a", NULL);
    hg__figure_group_end(NULL);
    hg__strbuf b = {0};
    hg__figure_svg(&b, NULL, &hg__palette_default, NULL);
    assert_true(b.failed);
    hg__strbuf_free(&b);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_frame),
        TEST(test_paths_are_short_and_exact),
        TEST(test_gaps_lift_the_pen),
        TEST(test_area_in_pieces),
        TEST(test_area_of_many_pieces),
        TEST(test_overrides_only),
        TEST(test_what_is_no_number_is_left_out),
        TEST(test_texts_are_escaped),
        TEST(test_open_groups_are_closed),
        TEST(test_smooth),
        cmocka_unit_test(test_palette),
        cmocka_unit_test(test_no_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
