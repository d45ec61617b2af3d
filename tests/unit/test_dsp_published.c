/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers that other programs published or gave for inputs that anyone can make: a congruential
 * signal, and thresholds of random fields. No file is needed; the stored reference vectors
 * (tests/golden/test_vectors_*) hold many more.
 */
#include "support/cm.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "dsp/filter.h"
#include "dsp/patterns.h"
#include "dsp/spectrum.h"
#include "dsp/spm.h"
#include "dsp/stats.h"

#define N 1000

static hg__kernels k;
static hg__spectral s;

static void near_to(const char *what, double got, double published, double within) {
    print_message("    %-36s %.12g, published %.12g\n", what, got, published);
    if (!(fabs(got - published) <= within)) fail_msg("%s: %.15g, %.15g", what, got, published);
}

/* s = (1103515245 s + 12345) mod 2^31 from 12345, over 2^31 */
static void congruential(double x[N]) {
    uint32_t state = 12345;
    for (int i = 0; i < N; i++) {
        state = (uint32_t)((1103515245ULL * state + 12345ULL) % 2147483648ULL);
        x[i] = state / 2147483648.0;
    }
}

static void test_signal(void **state) {
    (void)state;
    double x[N], y[N], p[129], c[5], f[64], sum = 0.0;
    size_t window[64], windows;
    congruential(x);
    near_to("mean", k.sum_valid(x, N) / N, 0.496910749776, 1e-12);
    double sd = hg__population_sd(&k, x, N);
    near_to("standard deviation (n)", sd, 0.287138924525, 1e-12);
    /* antropy and nolds agree in it */
    near_to("sample entropy (2, 0.2 SD)", hg__sample_entropy(&k, x, N, 2, 0.2 * sd, NULL),
            2.208535246233, 1e-12);
    windows = hg__fluctuation_windows(window, 64, N / 10, 1.2);
    assert_true(hg__fluctuation(f, x, N, window, windows, false, 1, s.scratch));
    near_to("fluctuation exponent (antropy)", hg__fluctuation_slope(f, window, windows),
            0.529875948386, 1e-9);
    hg__welch usual = hg__welch_usual(256);
    assert_true(hg__welch_power(p, &usual, x, N, 200.0, &s));
    for (int b = 0; b < 129; b++) sum += p[b];
    near_to("Welch, sum of densities (scipy)", sum, 0.1067497697791604, 1e-14);
    near_to("Welch, tenth bin (scipy)", p[10], 4.085736870438908e-4, 1e-16);
    assert_true(hg__butterworth2(c, 6.0, 200.0, false));
    near_to("Butterworth b0", c[0], 0.00782021, 5e-9); /* printed with so many digits */
    near_to("Butterworth a1", c[3], -1.73472577, 5e-9);
    near_to("Butterworth a2", c[4], 0.7660066, 5e-8);
    for (int i = 0; i < N; i++) y[i] = x[i];
    assert_true(hg__filter_zero_lag(&k, y, N, 1, c, 9, s.scratch));
    near_to("sosfiltfilt, first (scipy)", y[0], 0.664827528453185, 1e-12);
    near_to("sosfiltfilt, in the middle (scipy)", y[500], 0.472226963171129, 1e-12);
}

/* rft1d, 101 nodes. */
static void test_fields(void **state) {
    (void)state;
    static const struct {
        double df, fwhm, at_5, at_2_5;
    } rows[] = {{5, 10, 5.602336, 6.832324},
                {9, 20, 3.418600, 3.952697},
                {19, 10, 3.253917, 3.604181},
                {49, 30, 2.550676, 2.852085}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char what[64];
        snprintf(what, sizeof what, "t of %g df, width %g, 5 %%", rows[i].df, rows[i].fwhm);
        near_to(what, hg__t_field_isf(0.05, rows[i].df, 101, rows[i].fwhm, false), rows[i].at_5,
                1e-6);
        near_to("    2.5 %", hg__t_field_isf(0.025, rows[i].df, 101, rows[i].fwhm, false),
                rows[i].at_2_5, 1e-6);
    }
    /* spm1d's paired example (plantar arch angle, 10 pairs): 9 df, width 20.3719641941, clusters of
     * 0.2176493369 resels; p of two tails is twice that of one */
    double width = 20.3719641941, two = hg__t_field_isf(0.025, 9, 101, width, false);
    near_to("plantar arch, threshold, two tails", two, 3.9394689567, 1e-6);
    near_to("plantar arch, threshold, one tail", hg__t_field_isf(0.05, 9, 101, width, false),
            3.4059024930, 1e-6);
    near_to("plantar arch, p, two tails", 2 * hg__t_cluster_p(0.2176493369, two, 9, 101, width),
            0.0372951635, 1e-6);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_signal),
                                       cmocka_unit_test(test_fields)};
    hg__stats_init();
    hg__kernels_init(&k, hg__cpu_detect());
    s = (hg__spectral){&k, hg__fft_store_new(), hg__arena_new()};
    int failed = cmocka_run_group_tests_name("published numbers", tests, NULL, NULL);
    hg__fft_store_free(s.ffts);
    hg__arena_free((hg__arena *)s.scratch);
    return failed;
}
