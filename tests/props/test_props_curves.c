/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves of the sides on the runner whose truth is known, from markers to the result. */
#include <hipgait/hipgait.h>
#include <string.h>

#include "support/cm.h"

static const char *const curve_names[HG_CURVE_COUNT] = {
#define NAME(upper, id, label, left, right, left_sign, right_sign, plus, minus) id,
    HG_CURVE_TABLE(NAME)
#undef NAME
};

static hg_synth_options standard(uint64_t seed) {
    hg_synth_options o;
    hg_synth_options_default(&o);
    o.seconds = 30;
    o.force = false;
    o.seed = seed;
    return o;
}

static hg_result *analysed(const hg_synth_options *o, double later_s) {
    hg_error err = {0};
    hg_recording *recording = NULL;
    hg_context *context = NULL;
    hg_result *result = NULL;
    if (hg_synth(&recording, NULL, o, &err) != HG_OK ||
        hg_context_new(&context, NULL, &err) != HG_OK)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < recording->n_trials; i++) {
        hg_trial *t = recording->trials[i];
        for (size_t j = 0; j < t->n_streams; j++) t->streams[j]->t0_s += later_s;
        if (hg_trial_is_analysed(t) && !result &&
            hg_analyze(&result, recording, t, NULL, context, &err) != HG_OK)
            fail_msg("%s: %s", err.object, err.text);
    }
    hg_context_free(context);
    hg_recording_free(recording);
    assert_non_null(result);
    return result;
}

/* Runners whose sides are drawn from the same pattern: what the tests find is chance. */
static void symmetric_runners(void **state) {
    (void)state;
    enum { SEEDS = 12 };
    size_t field = 0, flips = 0, tests = 0, beyond = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        hg_synth_options o = standard(seed);
        hg_result *r = analysed(&o, 0);
        assert_int_equal(r->n_curves, HG_CURVE_COUNT);
        for (size_t c = 0; c < r->n_curves; c++) {
            const hg_difference_test *t = &r->curves[c].test;
            assert_string_equal(t->reason, "");
            tests++;
            field += t->n_clusters > 0;
            flips += t->flips.p <= 0.05;
            for (size_t i = 0; i < t->n_clusters; i++) {
                const hg_curve_cluster *k = &t->clusters[i];
                beyond += isfinite(k->beyond_start_percent);
                printf("seed %2d %-17s %5.1f to %5.1f %%, p %.3f, flips %.3f, %+.2f deg\n",
                       (int)seed, curve_names[r->curves[c].id], k->start_percent, k->end_percent,
                       k->p, k->p_flips, k->peak_difference);
            }
        }
        hg_result_free(r);
    }
    printf("symmetric runners: of %zu tests random field found %zu (%.1f %%), sign flips %zu (%.1f "
           "%%), beyond measurement error %zu\n",
           tests, field, 100. * (double)field / (double)tests, flips,
           100. * (double)flips / (double)tests, beyond);
    /* 84 tests at 5 %, those of one runner not independent: 4 expected, 15 is far outside */
    assert_true(field <= 15 && flips <= 15);
    assert_int_equal(beyond, 0);
}

static const hg_difference_test *test_of(const hg_result *r, hg_curve_id id) {
    const hg_curve *curve = hg_result_curve(r, id);
    assert_non_null(curve);
    assert_string_equal(curve->test.reason, "");
    return &curve->test;
}

static const hg_curve_cluster *largest(const hg_difference_test *t) {
    const hg_curve_cluster *most = NULL;
    for (size_t i = 0; i < t->n_clusters; i++)
        if (!most || fabs(t->clusters[i].peak_difference) > fabs(most->peak_difference))
            most = &t->clusters[i];
    assert_non_null(most);
    return most;
}

/* 8 degrees more adduction in right stance: found there, with that size and sign. */
static void prescribed(void **state) {
    (void)state;
    hg_synth_options o = standard(3);
    o.asymmetry_deg = 8;
    hg_result *r = analysed(&o, 0);
    const hg_difference_test *t = test_of(r, HG_CURVE_HIP_ADDUCTION);
    const hg_curve_cluster *c = largest(t);
    printf(
        "adduction, 8 deg prescribed: %.1f to %.1f %%, p %.2g, flips %.2g, peak %+.2f deg at %.0f "
        "%%, beyond %.1f deg from %.0f to %.0f %%\n",
        c->start_percent, c->end_percent, c->p, c->p_flips, c->peak_difference, c->peak_percent,
        t->size_deg, c->beyond_start_percent, c->beyond_end_percent);
    assert_int_equal(c->sign, 1);
    assert_near(c->peak_difference, 8, 1); /* as metrics of peak adduction: the bump's top */
    assert_true(c->peak_percent > 3 && c->peak_percent < r->toe_off_percent[HG_RIGHT]);
    assert_true(c->beyond_start_percent >= c->start_percent &&
                c->beyond_end_percent <= c->end_percent);
    assert_true(c->p < 1e-4 && c->p_flips < 1e-3);
    hg_result_free(r);
}

/* The same runner in a mirror: every difference and phase turns over, every size stays. */
static void mirror(void **state) {
    (void)state;
    hg_synth_options o = standard(5);
    o.asymmetry_deg = 5;
    hg_result *a = analysed(&o, 0);
    o.mirror = true;
    hg_result *b = analysed(&o, 0);
    /* rounding of sideways numbers passes through filter and fit; events are found between frames
     */
    const double tiny = 1e-6;
    for (size_t c = 0; c < a->n_curves; c++) {
        const hg_difference_test *x = &a->curves[c].test, *y = &b->curves[c].test;
        assert_int_equal(x->pairs, y->pairs);
        assert_int_equal(x->n_clusters, y->n_clusters);
        assert_near(x->lag1, y->lag1, tiny);
        assert_near(x->threshold, y->threshold, tiny);
        for (int q = 0; q < HG_CURVE_POINTS; q++)
            assert_near(x->difference[q], -y->difference[q], tiny);
        for (size_t i = 0; i < x->n_clusters; i++) {
            assert_int_equal(x->clusters[i].sign, -y->clusters[i].sign);
            assert_near(x->clusters[i].start_percent, y->clusters[i].start_percent, 1e-3);
            assert_near(x->clusters[i].p, y->clusters[i].p, tiny);
        }
    }
    static const hg_coordination_id turned[] = {
        HG_COORDINATION_trend_shift, HG_COORDINATION_range_offset, HG_COORDINATION_cyclogram_angle,
        HG_COORDINATION_cross_lag, HG_COORDINATION_step_phase};
    static const hg_coordination_id same[] = {
        HG_COORDINATION_trend_symmetry, HG_COORDINATION_cyclogram_area,
        HG_COORDINATION_cyclogram_distance, HG_COORDINATION_cross_correlation,
        HG_COORDINATION_phase_coordination_index};
    assert_int_equal(a->n_coordination, b->n_coordination);
    size_t seen = 0;
    for (size_t i = 0; i < a->n_coordination; i++) {
        const hg_coordination *x = &a->coordination[i], *y = &b->coordination[i];
        assert_int_equal(x->id, y->id);
        assert_string_equal(x->reason, "");
        for (size_t k = 0; k < 5; k++) {
            if (x->id == turned[k]) assert_near(x->value, -y->value, tiny);
            if (x->id == same[k]) assert_near(x->value, y->value, tiny);
            seen += x->id == turned[k] || x->id == same[k];
        }
        if (x->id == HG_COORDINATION_range_ratio) assert_near(x->value * y->value, 1, tiny);
        if (x->id == HG_COORDINATION_relative_phase && x->side < 0)
            assert_near(x->value, -y->value, tiny);
        if (x->side >= 0) { /* the couplings of left and right have changed places */
            bool found = false;
            for (size_t j = 0; j < b->n_coordination && !found; j++) {
                const hg_coordination *z = &b->coordination[j];
                found = z->id == x->id && z->side == 1 - x->side && strcmp(z->of, x->of) == 0;
                if (found) assert_near(x->value, z->value, tiny);
            }
            assert_true(found);
        }
    }
    assert_true(seen > 30);
    hg_result_free(a);
    hg_result_free(b);
}

static void shifted_clock(void **state) {
    (void)state;
    hg_synth_options o = standard(5);
    o.asymmetry_deg = 5;
    hg_result *a = analysed(&o, 0), *b = analysed(&o, 64);
    assert_int_equal(a->n_coordination, b->n_coordination);
    for (size_t c = 0; c < a->n_curves; c++) {
        const hg_difference_test *x = &a->curves[c].test, *y = &b->curves[c].test;
        assert_int_equal(x->n_clusters, y->n_clusters);
        /* times near 64 s have 1e-14 s, angles turn by up to 1000 deg/s */
        for (int q = 0; q < HG_CURVE_POINTS; q++)
            assert_near(x->difference[q], y->difference[q], 1e-9);
        assert_near(x->flips.p, y->flips.p, 1e-9);
    }
    for (size_t i = 0; i < a->n_coordination; i++)
        assert_near(a->coordination[i].value, b->coordination[i].value, 1e-6);
    hg_result_free(a);
    hg_result_free(b);
}

static void few_strides(void **state) {
    (void)state;
    hg_synth_options o = standard(2);
    o.seconds = 7;
    hg_result *r = analysed(&o, 0);
    for (size_t c = 0; c < r->n_curves; c++) {
        const hg_difference_test *t = &r->curves[c].test;
        assert_non_null(strstr(t->reason, "at least 12 are needed"));
        assert_true(isnan(t->flips.p) && isnan(t->threshold) && isnan(t->t[0]));
        assert_int_equal(t->n_clusters, 0);
    }
    printf("%s\n", r->curves[0].test.reason);
    for (size_t i = 0; i < r->n_coordination; i++) {
        assert_true(isnan(r->coordination[i].value));
        assert_true(*r->coordination[i].reason);
    }
    hg_result_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symmetric_runners), cmocka_unit_test(prescribed), cmocka_unit_test(mirror),
        cmocka_unit_test(shifted_clock), cmocka_unit_test(few_strides)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
