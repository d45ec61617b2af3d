/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters of several sections, edges, splines, other rates and slopes against scipy (reference
 * vectors); what one section does stands in test_vectors_filters.c. */
#include "support/vectors.h"

#include "dsp/filter.h"
#include "dsp/resample.h"
#include "dsp/sections.h"
#include "dsp/spline.h"

static vectors v;
static hg__kernels k;
static hg__arena *scratch;

static const char *in(const char *group, const char *name) {
    static char path[2][256];
    static int turn;
    char *p = path[turn = !turn];
    snprintf(p, 256, "%s/%s", group, name);
    return p;
}

static void compare_filtered(const char *path, const double *x, size_t n, size_t channels,
                             const hg__sections *s, size_t pad, hg__edge edge) {
    double *y = malloc(n * channels * sizeof *y), column[1000];
    assert_non_null(y);
    assert_true(n <= 1000);
    for (size_t c = 0; c < channels; c++) {
        for (size_t i = 0; i < n; i++) column[i] = x[i * channels + c];
        assert_true(hg__sections_zero_lag(column, n, s, pad, edge, scratch));
        for (size_t i = 0; i < n; i++) y[i * channels + c] = column[i];
    }
    vectors_compare(&v, path, y, n * channels);
    free(y);
}

static void compare_design(const char *group, const hg__sections *s) {
    double rows[6 * HG__SECTIONS_MOST];
    for (size_t i = 0; i < s->count; i++) {
        const double *c = s->c[i];
        const double row[6] = {c[0], c[1], c[2], 1.0, c[3], c[4]};
        memcpy(rows + 6 * i, row, sizeof row);
    }
    vectors_compare(&v, in(group, "sos"), rows, 6 * s->count);
}

/* One signal, its cut-offs, two orders, both kinds of cut-off. */
static size_t one_signal(const char *signal, size_t n, size_t channels) {
    static const int cutoffs[] = {3, 6, 10, 20};
    size_t tried = 0;
    double rate = vectors_number(&v, in(signal, "fs"));
    double *x = vectors_read(&v, in(signal, "x"), n * channels);
    for (size_t i = 0; i < 4; i++)
        for (size_t order = 2; order <= 4; order += 2)
            for (int corrected = 0; corrected < 2; corrected++) {
                char group[128];
                hg__sections s;
                double steady[HG__SECTIONS_MOST][2], b[9], a[9], design = cutoffs[i];
                snprintf(group, sizeof group, "%s/fc%d_order%zu_%s", signal, cutoffs[i], order,
                         corrected ? "corrected" : "nominal");
                if (!vectors_has(&v, group)) continue;
                tried++;
                if (corrected) design = hg__double_pass_cutoff(cutoffs[i], rate);
                vectors_compare(&v, in(group, "cutoff_design"), &design, 1);
                assert_true(hg__sections_butterworth(&s, HG__PASS_LOW, order, design, 0, rate));
                compare_design(group, &s);
                hg__sections_polynomials(b, a, &s);
                vectors_compare(&v, in(group, "b"), b, order + 1);
                vectors_compare(&v, in(group, "a"), a, order + 1);
                hg__sections_steady(steady, &s);
                vectors_compare(&v, in(group, "sosfilt_zi"), &steady[0][0], 2 * s.count);
                compare_filtered(in(group, "sosfiltfilt"), x, n, channels, &s, order == 2 ? 9 : 15,
                                 HG__EDGE_ODD);
                if (!vectors_has(&v, in(group, "sosfiltfilt_pad_even"))) continue;
                compare_filtered(in(group, "sosfiltfilt_pad_even"), x, n, channels, &s, 9,
                                 HG__EDGE_EVEN);
                compare_filtered(in(group, "sosfiltfilt_pad_constant"), x, n, channels, &s, 9,
                                 HG__EDGE_CONSTANT);
            }
    free(x);
    return tried;
}
static void test_signals(void **state) {
    (void)state;
    double C = hg__double_pass();
    vectors_compare(&v, "constant_C", &C, 1);
    assert_int_equal(one_signal("walk", 1000, 1), 12);
    assert_int_equal(one_signal("marker", 600, 3), 9);
}

static void test_other_bands(void **state) {
    (void)state;
    hg__sections s;
    double *x = vectors_read(&v, "walk/x", 1000), *y = vectors_read(&v, "walk/x", 1000);
    assert_true(hg__sections_butterworth(&s, HG__PASS_BAND, 2, 0.5, 20.0, 200.0));
    compare_design("walk/bandpass_0.5_20", &s);
    compare_filtered("walk/bandpass_0.5_20/sosfiltfilt", x, 1000, 1, &s, 300, HG__EDGE_ODD);
    assert_true(hg__sections_butterworth(&s, HG__PASS_HIGH, 2, 0.5, 0.0, 200.0));
    compare_design("walk/highpass_0.5", &s);
    compare_filtered("walk/highpass_0.5/sosfiltfilt", x, 1000, 1, &s, 300, HG__EDGE_ODD);
    assert_true(hg__sections_butterworth(&s, HG__PASS_LOW, 2, 6.0, 0.0, 200.0));
    assert_true(hg__sections_gustafsson(y, 1000, &s, scratch));
    vectors_compare(&v, "walk/fc6_order2_nominal/filtfilt_gust", y, 1000);
    free(x);
    free(y);
}

static void test_refused(void **state) {
    (void)state;
    hg__sections s;
    double x[3] = {1, 2, 3};
    assert_false(hg__sections_butterworth(&s, HG__PASS_LOW, 3, 6, 0, 200));  /* odd */
    assert_false(hg__sections_butterworth(&s, HG__PASS_LOW, 18, 6, 0, 200)); /* too many */
    assert_false(hg__sections_butterworth(&s, HG__PASS_LOW, 2, 100, 0, 200));
    assert_false(hg__sections_butterworth(&s, HG__PASS_LOW, 2, NAN, 0, 200));
    assert_false(hg__sections_butterworth(&s, HG__PASS_BAND, 2, 20, 10, 200));
    assert_false(hg__sections_butterworth(&s, HG__PASS_BAND, 2, 20, 100, 200));
    assert_true(hg__sections_butterworth(&s, HG__PASS_LOW, 4, 6, 0, 200));
    assert_false(hg__sections_gustafsson(x, 3, &s, scratch));
    /* a constant stays one, whatever the edge and however short */
    for (int edge = 0; edge < 3; edge++) {
        double same[2] = {7, 7};
        assert_true(hg__sections_zero_lag(same, 2, &s, 15, (hg__edge)edge, scratch));
        assert_true(fabs(same[0] - 7) < 1e-12 && fabs(same[1] - 7) < 1e-12);
    }
    assert_true(hg__sections_zero_lag(x, 0, &s, 15, HG__EDGE_ODD, scratch));
}

/* Winter's residuals, with the filter that markers take. */
static void test_residual(void **state) {
    (void)state;
    enum { CUTOFFS = 49, N = 600 };
    double *x = vectors_read(&v, "marker/x", 3 * N), cutoff[CUTOFFS], residual[CUTOFFS], y[N], c[5];
    for (size_t f = 0; f < CUTOFFS; f++) {
        double sum = 0.0;
        cutoff[f] = 1.0 + 0.5 * (double)f;
        assert_true(hg__butterworth2(c, cutoff[f], 150.0, true));
        for (size_t i = 0; i < N; i++) y[i] = x[3 * i + 1];
        assert_true(hg__filter_zero_lag(&k, y, N, 1, c, 9, scratch));
        for (size_t i = 0; i < N; i++) sum += (x[3 * i + 1] - y[i]) * (x[3 * i + 1] - y[i]);
        residual[f] = sqrt(sum / N);
    }
    vectors_compare(&v, "marker/residual_fc", cutoff, CUTOFFS);
    vectors_compare(&v, "marker/residual", residual, CUTOFFS);
    free(x);
}

static void test_rate_and_slope(void **state) {
    (void)state;
    double *x = vectors_read(&v, "marker/x", 1800), column[600], out[800], slopes[1800];
    for (size_t i = 0; i < 600; i++) column[i] = x[3 * i + 1];
    assert_int_equal(hg__resampled(600, 4, 3), 800);
    assert_true(hg__resample(out, column, 600, 4, 3, scratch));
    vectors_compare(&v, "marker/resample_poly_4_3", out, 800);
    for (size_t c = 0; c < 3; c++) {
        for (size_t i = 0; i < 600; i++) column[i] = x[3 * i + c];
        assert_true(hg__local_slope(out, column, 600, 5, 150.0, scratch));
        for (size_t i = 0; i < 600; i++) slopes[3 * i + c] = out[i];
    }
    vectors_compare(&v, "marker/savgol_deriv1", slopes, 1800);
    assert_false(hg__local_slope(out, column, 10, 5, 150.0, scratch));
    free(x);
}

static void test_gap(void **state) {
    (void)state;
    double *y = vectors_read(&v, "gap/y", 600), at[600], x[600], valid[600], out[600];
    size_t n = 0;
    for (size_t i = 0; i < 600; i++) {
        at[i] = (double)i;
        if (isnan(y[i])) continue;
        x[n] = at[i];
        valid[n++] = y[i];
    }
    assert_int_equal(n, 600 - 3 - 15 - 30);
    assert_true(hg__spline(out, at, 600, x, valid, n, HG__SPLINE_NOT_A_KNOT, scratch));
    vectors_compare(&v, "gap/cubic_not_a_knot", out, 600);
    assert_true(hg__spline(out, at, 600, x, valid, n, HG__SPLINE_MONOTONE, scratch));
    vectors_compare(&v, "gap/pchip", out, 600);
    assert_false(hg__spline(out, at, 600, x, valid, 3, HG__SPLINE_NATURAL, scratch));
    free(y);
}

static void one_side(const char *side, size_t n) {
    enum { STRIDES = 10, POINTS = 101 };
    static const struct {
        const char *name;
        hg__spline_kind kind;
    } splines[] = {{"cubic_natural", HG__SPLINE_NATURAL},
                   {"cubic_not_a_knot", HG__SPLINE_NOT_A_KNOT}};
    char group[64];
    snprintf(group, sizeof group, "strides/%s", side);
    double *y = vectors_read(&v, in(group, "signal"), n), out[STRIDES * POINTS], at[POINTS];
    double *frame = vectors_read(&v, in(group, "contact_frame"), STRIDES + 1);
    double *time = vectors_read(&v, in(group, "contact_time"), STRIDES + 1);
    double *x = malloc(n * sizeof *x);
    assert_non_null(x);
    for (size_t i = 0; i < n; i++) x[i] = (double)i;
    for (size_t kind = 0; kind < 2; kind++) {
        for (size_t s = 0; s < STRIDES; s++) {
            size_t from = (size_t)frame[s], count = (size_t)(frame[s + 1] - frame[s]) + 1;
            for (size_t i = 0; i < POINTS; i++)
                at[i] = (double)from + (double)(count - 1) * (double)i / (POINTS - 1);
            assert_true(hg__spline(out + POINTS * s, at, POINTS, x + from, y + from, count,
                                   splines[kind].kind, scratch));
        }
        vectors_compare(&v, in(group, splines[kind].name), out, STRIDES * POINTS);
    }
    for (size_t s = 0; s < STRIDES; s++) {
        size_t from = (size_t)frame[s], count = (size_t)(frame[s + 1] - frame[s]) + 1;
        k.linear(out + POINTS * s, POINTS, 0.0, (double)(count - 1) / (POINTS - 1), y + from,
                 count);
    }
    vectors_compare(&v, in(group, "linear"), out, STRIDES * POINTS);
    size_t first = (size_t)vectors_number(&v, in(group, "fractional_first")), strides = 0;
    for (size_t s = first; s < STRIDES && time[s + 1] * 150.0 <= (double)(n - 1); s++, strides++) {
        for (size_t i = 0; i < POINTS; i++)
            at[i] = 150.0 * (time[s] + (time[s + 1] - time[s]) * (double)i / (POINTS - 1));
        assert_true(hg__spline(out + POINTS * strides, at, POINTS, x, y, n, HG__SPLINE_NOT_A_KNOT,
                               scratch));
    }
    vectors_compare(&v, in(group, "cubic_fractional"), out, strides * POINTS);
    free(x);
    free(y);
    free(frame);
    free(time);
}
static void test_strides(void **state) {
    (void)state;
    one_side("left", 1150);
    one_side("right", 1149);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signals),        cmocka_unit_test(test_other_bands),
        cmocka_unit_test(test_refused),        cmocka_unit_test(test_residual),
        cmocka_unit_test(test_rate_and_slope), cmocka_unit_test(test_gap),
        cmocka_unit_test(test_strides)};
    v = vectors_open("filters.h5");
    hg__kernels_init(&k, hg__cpu_detect());
    scratch = hg__arena_new();
    int failed = cmocka_run_group_tests_name("reference vectors: sections", tests, NULL, NULL);
    print_message("%zu comparisons\n", v.compared);
    hg__arena_free(scratch);
    H5Fclose(v.file);
    return failed;
}
