/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters, derivatives and time normalisation against scipy and numpy (reference vectors). */
#include "support/vectors.h"

#include "dsp/filter.h"

static vectors v;
static hg__kernels k;

static const char *join(char path[256], const char *group, const char *name) {
    snprintf(path, 256, "%s/%s", group, name);
    return path;
}

static void filtered(const char *group, const char *name, const double *x, size_t n,
                     size_t channels, const double c[5], size_t pad) {
    char path[256];
    hg__arena *scratch = hg__arena_new();
    double *y = malloc(n * channels * sizeof *y);
    assert_non_null(scratch);
    assert_non_null(y);
    memcpy(y, x, n * channels * sizeof *y);
    assert_true(hg__filter_zero_lag(&k, y, n, channels, c, pad, scratch));
    vectors_compare(&v, join(path, group, name), y, n * channels);
    free(y);
    hg__arena_free(scratch);
}

/* One signal, all its cut-offs: coefficients, steady state, three lengths of padding. */
static size_t one_signal(const char *signal, size_t n, size_t channels) {
    static const int cutoffs[] = {3, 6, 10, 20};
    size_t tried = 0;
    char group[128], path[256];
    double rate = vectors_number(&v, join(path, signal, "fs"));
    double *x = vectors_read(&v, join(path, signal, "x"), n * channels);
    for (size_t i = 0; i < sizeof cutoffs / sizeof *cutoffs; i++)
        for (int corrected = 0; corrected < 2; corrected++) {
            snprintf(group, sizeof group, "%s/fc%d_order2_%s", signal, cutoffs[i],
                     corrected ? "corrected" : "nominal");
            if (!vectors_has(&v, group)) continue;
            tried++;
            double c[5], design[5];
            assert_true(hg__butterworth2(c, cutoffs[i], rate, corrected));
            const double b[3] = {c[0], c[1], c[2]}, a[3] = {1.0, c[3], c[4]};
            const double sos[6] = {c[0], c[1], c[2], 1.0, c[3], c[4]};
            vectors_compare(&v, join(path, group, "b"), b, 3);
            vectors_compare(&v, join(path, group, "a"), a, 3);
            vectors_compare(&v, join(path, group, "sos"), sos, 6);
            /* The corrected filter is the nominal one of another cut-off, and that one is known. */
            double fc = vectors_number(&v, join(path, group, "cutoff_design"));
            assert_true(hg__butterworth2(design, fc, rate, false));
            const double again[6] = {design[0], design[1], design[2], 1.0, design[3], design[4]};
            vectors_compare(&v, join(path, group, "sos"), again, 6);
            filtered(group, "sosfiltfilt", x, n, channels, c, 9);
            filtered(group, "filtfilt_padlen6", x, n, channels, c, 6);
            filtered(group, "filtfilt_padlen_fs_over_fc", x, n, channels, c,
                     (size_t)ceil(rate / cutoffs[i]));
            if (vectors_has(&v, join(path, group, "sosfiltfilt_pad_none")))
                filtered(group, "sosfiltfilt_pad_none", x, n, channels, c, 0);
        }
    free(x);
    return tried;
}

static void test_walk(void **state) {
    (void)state;
    assert_int_equal(one_signal("walk", 1000, 1), 8);
}
static void test_marker(void **state) {
    (void)state;
    assert_int_equal(one_signal("marker", 600, 3), 6);
}

/* The shortest run that a pad of 9 admits without being cut. */
static void test_short(void **state) {
    (void)state;
    double c[5], *x = vectors_read(&v, "walk/short", 10);
    assert_true(hg__butterworth2(c, 6.0, 200.0, false));
    filtered("walk/fc6_order2_nominal", "short_sosfiltfilt", x, 10, 1, c, 9);
    free(x);
}

/* A single pass is the kernel itself: from rest, and from steady state at the first sample. */
static void test_single_pass(void **state) {
    (void)state;
    double c[5], state1[2] = {0, 0};
    assert_true(hg__butterworth2(c, 6.0, 200.0, false));
    double *x = vectors_read(&v, "walk/x", 1000), *y = vectors_read(&v, "walk/x", 1000);
    k.biquad(y, 1, y, 1, 1000, 1, c, state1);
    vectors_compare(&v, "walk/fc6_order2_nominal/sosfilt_single_pass", y, 1000);
    const double zi[2] = {1.0 - c[0], c[2] - c[4]};
    vectors_compare(&v, "walk/fc6_order2_nominal/sosfilt_zi", zi, 2);
    state1[0] = zi[0] * x[0];
    state1[1] = zi[1] * x[0];
    k.biquad(x, 1, x, 1, 1000, 1, c, state1);
    vectors_compare(&v, "walk/fc6_order2_nominal/sosfilt_single_pass_zi", x, 1000);
    free(x);
    free(y);
}

/* |H(e^iw)|^2, squared magnitude of a single pass, is what a double pass does to an amplitude. Both
 * zeros of a low-pass lie at -1: the numerator is b0 (1 + 1/z)^2, which keeps its digits there. */
static double double_pass_gain(const double c[5], double w) {
    double half = cos(0.5 * w), top = 4.0 * c[0] * half * half;
    double ar = 1.0 + c[3] * cos(w) + c[4] * cos(2.0 * w), ai = c[3] * sin(w) + c[4] * sin(2.0 * w);
    assert_true(fabs(c[1] - 2.0 * c[0]) < 1e-15 && fabs(c[2] - c[0]) < 1e-15);
    return top * top / (ar * ar + ai * ai);
}
static void test_response(void **state) {
    (void)state;
    for (int corrected = 0; corrected < 2; corrected++) {
        double c[5], gain[50];
        assert_true(hg__butterworth2(c, 6.0, 200.0, corrected));
        for (size_t i = 0; i < 50; i++)
            gain[i] = double_pass_gain(c, 3.14159265358979323846 * (double)(2 * i) / 100.0);
        vectors_compare(&v,
                        corrected ? "response/double_pass_gain_fc6_corrected"
                                  : "response/double_pass_gain_fc6_nominal",
                        gain, 50);
    }
}

static void test_derivative(void **state) {
    (void)state;
    double *x = vectors_read(&v, "marker/x", 1800), d[1800], column[600], out[600];
    for (size_t a = 0; a < 3; a++) {
        for (size_t i = 0; i < 600; i++) column[i] = x[3 * i + a];
        k.derivative(out, column, 600, 1.0 / 150.0);
        for (size_t i = 0; i < 600; i++) d[3 * i + a] = out[i];
    }
    vectors_compare(&v, "marker/gradient", d, 1800);
    free(x);
}

/* Strides cut at frames, then at the instants of the force plate. */
static void one_side(const char *side, size_t n) {
    char path[256], group[64];
    snprintf(group, sizeof group, "strides/%s", side);
    double *y = vectors_read(&v, join(path, group, "signal"), n);
    double *frame = vectors_read(&v, join(path, group, "contact_frame"), 11);
    double *time = vectors_read(&v, join(path, group, "contact_time"), 11);
    double out[10 * 101];
    for (size_t s = 0; s < 10; s++) {
        size_t from = (size_t)frame[s], length = (size_t)(frame[s + 1] - frame[s]) + 1;
        k.pchip(out + 101 * s, 101, 0.0, (double)(length - 1) / 100.0, y + from, length);
    }
    vectors_compare(&v, join(path, group, "pchip"), out, 10 * 101);
    size_t first = (size_t)vectors_number(&v, join(path, group, "fractional_first")), strides = 0;
    for (size_t s = first; s < 10 && time[s + 1] * 150.0 <= (double)(n - 1); s++, strides++)
        k.pchip(out + 101 * strides, 101, time[s] * 150.0, (time[s + 1] - time[s]) * 1.5, y, n);
    vectors_compare(&v, join(path, group, "pchip_fractional"), out, strides * 101);
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
    v = vectors_open("filters.h5");
    hg__kernels_init(&k, hg__cpu_detect());
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk),     cmocka_unit_test(test_marker),
        cmocka_unit_test(test_short),    cmocka_unit_test(test_single_pass),
        cmocka_unit_test(test_response), cmocka_unit_test(test_derivative),
        cmocka_unit_test(test_strides),
    };
    int failed = cmocka_run_group_tests_name("reference vectors: filters", tests, NULL, NULL);
    print_message("%zu comparisons\n", v.compared);
    H5Fclose(v.file);
    return failed;
}
