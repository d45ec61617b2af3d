/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Residual analysis on curves and signals whose answer is known. */
#include <string.h>

#include "dsp/filter.h"
#include "dsp/filter_each.h"
#include "dsp/random.h"
#include "gait/clean/residual.h"
#include "gait/clean/smooth.h"
#include "gait/flag_list.h"
#include "gait/setup.h"
#include "support/cm.h"

#define N 4000
#define RATE 200.0

/* A line from `noise` at 0 Hz that falls by 1 % a Hz, and movement on top that is gone at 10 Hz. */
static void curve(double R[HG__RESIDUAL_CUTOFFS], double noise, double movement) {
    for (size_t i = 0; i < HG__RESIDUAL_CUTOFFS; i++) {
        double fc = 1 + 0.5 * (double)i;
        R[i] = noise * (1 - 0.01 * fc) + (fc < 10 ? movement * (10 - fc) * (10 - fc) : 0);
    }
}

static void choice_on_a_known_curve(void **state) {
    (void)state;
    double R[HG__RESIDUAL_CUTOFFS], least = 1e9, worst = 0;
    curve(R, 1.0, 0.5);
    /* the line from 10 Hz on is exact: R = 1 where 0.5 (10 - f)^2 = 0.01 f, f = 9.572; between
     * points half a Hz apart the parabola is a chord, and points before 10 Hz may still count as
     * tail as long as r squared is above 0.95 */
    double f = hg__residual_choice(R, HG__RESIDUAL_CUTOFFS);
    assert_near(f, 9.572, 0.25);
    /* more movement, later choice */
    for (double m = 0.01; m < 10; m *= 2) {
        curve(R, 1.0, m);
        f = hg__residual_choice(R, HG__RESIDUAL_CUTOFFS);
        assert_true(f > worst);
        worst = f;
        if (f < least) least = f;
    }
    assert_true(least > 1 && worst < 10);
}

static void no_choice_without_a_line(void **state) {
    (void)state;
    double R[HG__RESIDUAL_CUTOFFS];
    for (size_t i = 0; i < HG__RESIDUAL_CUTOFFS; i++) R[i] = i % 2 ? 1.0 : 1.1; /* no line at all */
    assert_true(isnan(hg__residual_choice(R, HG__RESIDUAL_CUTOFFS)));
    for (size_t i = 0; i < HG__RESIDUAL_CUTOFFS; i++) R[i] = 1.0 + 0.01 * (double)i; /* rises */
    assert_true(isnan(hg__residual_choice(R, HG__RESIDUAL_CUTOFFS)));
    for (size_t i = 0; i < HG__RESIDUAL_CUTOFFS; i++)
        R[i] = 2.0 - 0.01 * (double)i; /* only a line */
    assert_true(isnan(hg__residual_choice(R, HG__RESIDUAL_CUTOFFS)));
    for (size_t i = 0; i < HG__RESIDUAL_CUTOFFS; i++) R[i] = 0.0;
    assert_true(isnan(hg__residual_choice(R, HG__RESIDUAL_CUTOFFS)));
    curve(R, 1.0, 0.5);
    assert_true(isnan(hg__residual_choice(R, 7))); /* too few points */
}

/* --- signals --- */

typedef struct fixture {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg_error err;
    hg__stage stage;
    hg__markers m;
} fixture;

/* One marker per noise level: a runner's 1.4 Hz with harmonics that fall, and white noise. */
static void begin(fixture *f, const double *noise, size_t markers) {
    static const char *const names[] = {"A", "B", "C", "D"};
    memset(f, 0, sizeof *f);
    assert_int_equal(hg__stages_setup(&f->k, NULL, NULL), HG_OK);
    hg_params_default(&f->params);
    strcpy(f->params.clean_cutoff, "residual");
    f->stage = (hg__stage){.k = &f->k,
                           .scratch = hg__arena_new(),
                           .params = &f->params,
                           .flags = &f->flags,
                           .err = &f->err};
    f->m = (hg__markers){.n = N, .rate_hz = RATE, .n_markers = markers};
    f->m.label = hg__arena_alloc(f->stage.scratch, markers, sizeof *f->m.label);
    f->m.raw = hg__arena_alloc(f->stage.scratch, 3 * markers, sizeof *f->m.raw);
    assert_true(hg__planes(f->m.raw, 3 * markers, N, f->stage.scratch));
    hg__random random;
    hg__random_seed(&random, 3);
    for (size_t k = 0; k < markers; k++) {
        f->m.label[k] = names[k];
        for (size_t i = 0; i < N; i++)
            for (size_t a = 0; a < 3; a++) {
                double x = 0, phase = 2 * 3.14159265358979 * 1.4 * (double)i / RATE;
                for (int h = 1; h < 7; h++)
                    x += 0.1 * pow(0.35, h) * sin(h * phase + (double)a + h * h);
                f->m.raw[3 * k + a][i] = x + noise[k] * hg__random_normal(&random);
            }
    }
}

static void end(fixture *f) {
    hg__arena_free(f->stage.scratch);
}

static void find(fixture *f) {
    if (hg__find_cutoffs(&f->m, &f->stage) != HG_OK) fail_msg("%s", f->err.text);
}

/* The batched residuals are those of the filter itself. */
static void residuals_are_those_of_the_filter(void **state) {
    (void)state;
    fixture f;
    const double noise[] = {1e-3};
    begin(&f, noise, 1);
    double c[11][5], square[11] = {0}, *copy = hg__arena_alloc(f.stage.scratch, N, sizeof *copy);
    double *room = hg__arena_alloc(f.stage.scratch, N + 400, HG__EACH_LANES * sizeof(double));
    for (size_t i = 0; i < 11; i++)
        assert_true(hg__butterworth2(c[i], 1.0 + 2.0 * (double)i, RATE, true));
    hg__add_residuals(square, &f.k, f.m.raw[0], N, (const double(*)[5])c, 11, 200, room);
    for (size_t i = 0; i < 11; i++) {
        double sum = 0;
        memcpy(copy, f.m.raw[0], N * sizeof *copy);
        assert_true(hg__filter_zero_lag(&f.k, copy, N, 1, c[i], 200, f.stage.scratch));
        for (size_t j = 0; j < N; j++) {
            double e = f.m.raw[0][j] - copy[j];
            sum += e * e;
        }
        assert_near(square[i], sum, 1e-12 * sum); /* the same operations, lane by lane */
    }
    end(&f);
}

static void more_noise_lower_cutoff(void **state) {
    (void)state;
    fixture f;
    const double noise[] = {1e-4, 5e-4, 2e-3};
    begin(&f, noise, 3);
    find(&f);
    for (size_t k = 0; k < 3; k++) {
        print_message("noise %.1f mm: %.2f Hz\n", 1e3 * noise[k], f.m.cutoff[k].cutoff_hz);
        assert_int_equal(f.m.cutoff[k].source, HG_CUTOFF_RESIDUAL);
        if (k) assert_true(f.m.cutoff[k].cutoff_hz < f.m.cutoff[k - 1].cutoff_hz);
    }
    /* the harmonic at 7 Hz is 0.06 mm, that at 4.2 Hz 4 mm: the choices lie between them or above
     */
    assert_in_range((int)f.m.cutoff[0].cutoff_hz, 5, 14);
    assert_in_range((int)f.m.cutoff[2].cutoff_hz, 4, 8);
    assert_int_equal(f.flags.n, 1);
    assert_int_equal(f.flags.item[0].id, HG_FLAG_CUTOFF_RESIDUAL);
    end(&f);
}

/* Turned axes, same cut-off: R is a distance in space. */
static void axes_do_not_matter(void **state) {
    (void)state;
    fixture a, b;
    const double noise[] = {5e-4};
    const double M[9] = {0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6};
    begin(&a, noise, 1);
    begin(&b, noise, 1);
    b.k.rotate(b.m.raw, (const double *const *)b.m.raw, M, N);
    find(&a);
    find(&b);
    assert_near(b.m.cutoff[0].cutoff_hz, a.m.cutoff[0].cutoff_hz, 1e-9);
    end(&a);
    end(&b);
}

static void bounds_and_fall_back(void **state) {
    (void)state;
    fixture f;
    const double noise[] = {5e-4, 5e-4, 5e-4};
    begin(&f, noise, 3);
    f.params.clean_cutoff_least_hz = 12;
    for (size_t i = 0; i < N; i++)
        if (i % 300 == 0) f.m.raw[3][i] = f.m.raw[4][i] = f.m.raw[5][i] = NAN; /* 1.5 s pieces */
    for (size_t a = 6; a < 9; a++)
        for (size_t i = 0; i < N; i++) f.m.raw[a][i] = 0.5; /* no movement, no noise */
    if (hg__smooth(&f.m, &f.stage) != HG_OK) fail_msg("%s", f.err.text);
    assert_int_equal(f.m.cutoff[0].source, HG_CUTOFF_BOUNDED);
    assert_near(f.m.cutoff[0].cutoff_hz, 12, 0);
    for (size_t k = 1; k < 3; k++) {
        assert_int_equal(f.m.cutoff[k].source, HG_CUTOFF_FIXED);
        assert_near(f.m.cutoff[k].cutoff_hz, f.params.clean_cutoff_hz, 0);
    }
    assert_non_null(strstr(f.flags.item[0].text, "allowed range: A"));
    assert_non_null(strstr(f.flags.item[0].text, "no straight tail: B, C"));
    f.params.clean_cutoff_most_hz = 11;
    assert_int_equal(hg__find_cutoffs(&f.m, &f.stage), HG_EINVAL);
    end(&f);
}

/* Each marker is smoothed at its own cut-off. */
static void smoothed_each_at_its_own(void **state) {
    (void)state;
    fixture f;
    const double noise[] = {1e-4, 2e-3};
    begin(&f, noise, 2);
    if (hg__smooth(&f.m, &f.stage) != HG_OK) fail_msg("%s", f.err.text);
    for (size_t k = 0; k < 2; k++) {
        double c[5], hz = f.m.cutoff[k].cutoff_hz,
                     *x = hg__arena_alloc(f.stage.scratch, N, sizeof *x);
        memcpy(x, f.m.raw[3 * k + 1], N * sizeof *x);
        assert_true(hg__butterworth2(c, hz, RATE, true));
        assert_true(
            hg__filter_zero_lag(&f.k, x, N, 1, c, (size_t)ceil(RATE / hz), f.stage.scratch));
        assert_memory_equal(x, f.m.smooth[3 * k + 1], N * sizeof *x);
    }
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choice_on_a_known_curve),
        cmocka_unit_test(no_choice_without_a_line),
        cmocka_unit_test(residuals_are_those_of_the_filter),
        cmocka_unit_test(more_noise_lower_cutoff),
        cmocka_unit_test(axes_do_not_matter),
        cmocka_unit_test(bounds_and_fall_back),
        cmocka_unit_test(smoothed_each_at_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
