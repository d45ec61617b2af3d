/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectra and variability of the synthetic runner: what they must show, and what must not move
 * them. */
#include <hipgait/hipgait.h>
#include <string.h>

#include "support/cm.h"
#include "support/rhythm_signal.h"

typedef struct runner {
    hg_recording *recording;
    hg_trial *trial;
    hg_result *result;
} runner;

static hg_synth_options standard(double seconds) {
    hg_synth_options o;
    hg_synth_options_default(&o);
    o.seconds = seconds;
    o.noise_m = 0;
    o.seed = 5;
    return o;
}

static void make(runner *r, const hg_synth_options *o) {
    hg_error err = {0};
    memset(r, 0, sizeof *r);
    if (hg_synth(&r->recording, NULL, o, &err) != HG_OK) fail_msg("%s", err.text);
    for (size_t i = 0; i < r->recording->n_trials; i++)
        if (hg_trial_is_analysed(r->recording->trials[i])) r->trial = r->recording->trials[i];
}

static void analyse(runner *r, const char *key, const char *value) {
    hg_error err = {0};
    hg_context *context = NULL;
    hg_analyze_options options;
    hg_analyze_options_default(&options);
    hg_result_free(r->result);
    if ((key && hg_params_set(&options.params, key, value, &err) != HG_OK) ||
        hg_context_new(&context, NULL, &err) != HG_OK ||
        hg_analyze(&r->result, r->recording, r->trial, &options, context, &err) != HG_OK)
        fail_msg("%s: %s", err.object, err.text);
    hg_context_free(context);
    rs_check_all(r->result->spectra, r->result->n_spectra, r->result->variability,
                 r->result->n_variability);
}

static void end(runner *r) {
    hg_result_free(r->result);
    hg_recording_free(r->recording);
}

static const hg_variability *row(const runner *r, hg_variability_id id) {
    for (size_t i = 0; i < r->result->n_variability; i++)
        if (r->result->variability[i].id == id) return &r->result->variability[i];
    fail_msg("no row %d", (int)id);
    return NULL;
}

static const hg_spectrum *spectrum(const runner *r, hg_signal_id id) {
    for (size_t i = 0; i < r->result->n_spectra; i++)
        if (r->result->spectra[i].id == id) return &r->result->spectra[i];
    fail_msg("no spectrum %d", (int)id);
    return NULL;
}

/* Everything is there, and the peaks are at the rates of the runner. */
static void peaks_at_the_step_rate(void **state) {
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        hg_synth_options o = standard(60);
        o.noise_m = 0.0002;
        hg_synth_options_vary(&o, i);
        runner r;
        make(&r, &o);
        analyse(&r, NULL, NULL);
        double rate = hg_result_metric(r.result, HG_METRIC_step_rate)->both.mean / 60;
        const hg_spectrum_side *up = &spectrum(&r, HG_SIGNAL_PELVIS_ACCELERATION_UP)->both;
        const hg_spectrum *hip = spectrum(&r, HG_SIGNAL_HIP_FLEXION);
        printf("step %.3f Hz, by the steps %.3f; stride %.3f and %.3f Hz, phase %.1f +- %.1f deg\n",
               up->step.hz, rate, hip->side[0].stride.hz, hip->side[1].stride.hz,
               hip->coherence.phase_deg, hip->coherence.phase_sd_deg);
        /* a tenth of a bin of 0.25 Hz: strides differ by 1 to 2 %, which widens the line */
        assert_near(up->step.hz, rate, 0.025);
        for (int side = 0; side < 2; side++)
            assert_near(hip->side[side].stride.hz, rate / 2, 0.025);
        assert_near(hip->coherence.phase_deg, 180, 5); /* the same legs, in turns */
        assert_int_equal(r.result->n_spectra, HG_SIGNAL_COUNT);
        assert_int_equal(r.result->n_variability, HG_VARIABILITY_COUNT);
        assert_true(up->step.power > 0.8 * up->power);
        for (size_t k = 0; k < r.result->n_variability; k++) {
            const hg_variability *v = &r.result->variability[k];
            /* all of it can be had from 60 s, for one side or for both */
            assert_true(isfinite(v->both.value) ||
                        (isfinite(v->side[0].value) && isfinite(v->side[1].value)));
        }
        end(&r);
    }
}

static double both(const runner *r, hg_variability_id id) {
    return row(r, id)->both.value;
}

/* A lopsided runner steps less alike than an even one with the same strides. */
static void asymmetry_lowers_symmetry(void **state) {
    (void)state;
    static const hg_variability_id fall[] = {
        HG_VARIABILITY_harmonic_ratio_right, HG_VARIABILITY_harmonic_share_right,
        HG_VARIABILITY_harmonic_ratio_up, HG_VARIABILITY_harmonic_ratio_forward,
        HG_VARIABILITY_step_symmetry_right};
    double before[5] = {INFINITY, INFINITY, INFINITY, INFINITY, INFINITY};
    for (double asymmetry = 0; asymmetry <= 12; asymmetry += 6) {
        hg_synth_options o = standard(30);
        o.asymmetry_deg = asymmetry;
        o.variability = 0;
        runner r;
        make(&r, &o);
        analyse(&r, NULL, NULL);
        printf("%4.0f deg:", asymmetry);
        for (int i = 0; i < 5; i++) {
            double value = both(&r, fall[i]);
            printf(" %.4g", value);
            /* differences of the pelvis' path of 1 % and more, no noise */
            assert_true(value < 0.99 * before[i]);
            before[i] = value;
        }
        printf("\n");
        if (asymmetry == 0) assert_near(both(&r, HG_VARIABILITY_harmonic_share_up), 100, 0.01);
        end(&r);
    }
}

static void same_value(double a, double b, double share) {
    if (isnan(a))
        assert_true(isnan(b));
    else
        assert_near(b, a, share * fmax(1e-3, fabs(a)));
}

static void same_side(const hg_spectrum_side *a, const hg_spectrum_side *b, size_t n,
                      double share) {
    assert_int_equal(a->averaged, b->averaged);
    assert_string_equal(a->note, b->note);
    same_value(a->power, b->power, share);
    same_value(a->mean_hz, b->mean_hz, share);
    same_value(a->median_hz, b->median_hz, share);
    same_value(a->stride.hz, b->stride.hz, share);
    same_value(a->step.hz, b->step.hz, share);
    same_value(a->step.power, b->step.power, share);
    for (int i = 0; i < HG_BAND_COUNT; i++)
        same_value(a->band_percent[i], b->band_percent[i], share);
    for (size_t i = 0; i < n && a->averaged; i++)
        same_value(a->density[i], b->density[i], share * 1e3);
}

/* The same, or with left and right exchanged. */
static void compare(const runner *a, const runner *b, bool mirrored, double share) {
    assert_int_equal(a->result->n_spectra, b->result->n_spectra);
    assert_int_equal(a->result->n_variability, b->result->n_variability);
    for (size_t i = 0; i < a->result->n_spectra; i++) {
        const hg_spectrum *x = &a->result->spectra[i], *y = &b->result->spectra[i];
        same_side(&x->both, &y->both, x->n, share);
        for (int side = 0; side < 2; side++)
            same_side(&x->side[side], &y->side[mirrored ? 1 - side : side], x->n, share);
        same_value(x->coherence.coherence, y->coherence.coherence, share);
        same_value(x->coherence.phase_deg,
                   mirrored ? 360 - y->coherence.phase_deg : y->coherence.phase_deg, share);
    }
    for (size_t i = 0; i < a->result->n_variability; i++) {
        const hg_variability *x = &a->result->variability[i], *y = &b->result->variability[i];
        same_value(x->both.value, y->both.value, share);
        for (int side = 0; side < 2; side++) {
            const hg_variability_value *from = &x->side[side],
                                       *to = &y->side[mirrored ? 1 - side : side];
            same_value(from->value, to->value, share);
            same_value(from->sd, to->sd, share);
            assert_int_equal(from->n, to->n);
            assert_string_equal(from->note, to->note);
        }
    }
}

/* Mirror, another lab, another clock, another length unit on the way: the same running. Rounding
 * differs from the 12th digit on; a spread is the small difference of large numbers, and counts of
 * matches are whole: 1e-6 of a value, 1e-3 of single densities. */
static void what_must_not_matter(void **state) {
    (void)state;
    hg_synth_options o = standard(60);
    o.asymmetry_deg = 5;
    runner r, t;
    make(&r, &o);
    analyse(&r, "events.source", "force");
    assert_true(isfinite(row(&r, HG_VARIABILITY_divergence_up)->both.value));

    hg_synth_options m = o;
    m.mirror = true;
    make(&t, &m);
    analyse(&t, "events.source", "force");
    compare(&r, &t, true, 1e-6);
    assert_true(fabs(row(&r, HG_VARIABILITY_hip_adduction_peak_sd)->side[0].value -
                     row(&t, HG_VARIABILITY_hip_adduction_peak_sd)->side[0].value) > 1e-4);
    end(&t);

    m = o;
    m.heading_deg = -112;
    strcpy(m.axes, "ASR");
    make(&t, &m);
    analyse(&t, "events.source", "force");
    compare(&r, &t, false, 1e-6);
    end(&t);

    make(&t, &o);
    for (size_t i = 0; i < t.recording->n_trials; i++)
        for (size_t s = 0; s < t.recording->trials[i]->n_streams; s++)
            t.recording->trials[i]->streams[s]->t0_s += 1.25;
    analyse(&t, "events.source", "force");
    compare(&r, &t, false, 1e-6);
    assert_near(spectrum(&t, HG_SIGNAL_HIP_FLEXION)->side[0].from_s -
                    spectrum(&r, HG_SIGNAL_HIP_FLEXION)->side[0].from_s,
                1.25, 1e-9);
    end(&t);
    end(&r);
}

/* The spread of a peak is that of the registry's metric of the same name. */
static void spread_is_the_metrics(void **state) {
    (void)state;
    static const struct {
        hg_variability_id id;
        hg_metric_id metric;
    } same[] = {{HG_VARIABILITY_stride_time_sd, HG_METRIC_stride_time},
                {HG_VARIABILITY_step_time_sd, HG_METRIC_step_time},
                {HG_VARIABILITY_contact_time_sd, HG_METRIC_contact_time},
                {HG_VARIABILITY_flight_time_sd, HG_METRIC_flight_time},
                {HG_VARIABILITY_hip_flexion_peak_sd, HG_METRIC_hip_flexion_peak},
                {HG_VARIABILITY_hip_extension_peak_sd, HG_METRIC_hip_extension_peak},
                {HG_VARIABILITY_hip_adduction_peak_sd, HG_METRIC_hip_adduction_peak},
                {HG_VARIABILITY_hip_rotation_peak_sd, HG_METRIC_hip_rotation_peak},
                {HG_VARIABILITY_pelvic_drop_peak_sd, HG_METRIC_pelvic_drop_peak}};
    hg_synth_options o = standard(20);
    o.asymmetry_deg = 4;
    runner r;
    make(&r, &o);
    analyse(&r, NULL, NULL);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        for (int side = 0; side < 2; side++) {
            const hg_stat *want = &hg_result_metric(r.result, same[i].metric)->side[side];
            assert_near(row(&r, same[i].id)->side[side].value, want->sd, 1e-12 + 1e-9 * want->sd);
            assert_int_equal(row(&r, same[i].id)->side[side].n, want->n);
        }
    for (size_t i = 0; i < r.result->n_curves; i++) {
        const hg_curve *c = &r.result->curves[i];
        for (int side = 0; side < 2; side++) {
            double sum = 0;
            for (int p = 0; p < HG_CURVE_POINTS; p++) sum += c->side[side].sd[p];
            hg_variability_id id =
                (hg_variability_id)(HG_VARIABILITY_pelvis_tilt_curve_sd + (int)c->id);
            assert_near(row(&r, id)->side[side].value, sum / HG_CURVE_POINTS, 1e-9);
        }
    }
    end(&r);
}

/* Short trials, and one side that is not there. */
static void too_little(void **state) {
    (void)state;
    hg_synth_options o = standard(6);
    runner r;
    make(&r, &o);
    analyse(&r, NULL, NULL);
    for (size_t i = 0; i < r.result->n_spectra; i++)
        assert_int_equal(r.result->spectra[i].both.averaged +
                             r.result->spectra[i].side[0].averaged +
                             r.result->spectra[i].side[1].averaged,
                         0);
    for (size_t i = 0; i < r.result->n_variability; i++)
        assert_true(isnan(r.result->variability[i].both.value) &&
                    isnan(r.result->variability[i].side[0].value));
    end(&r);

    o = standard(30);
    make(&r, &o);
    hg_stream *markers = r.trial->streams[0];
    assert_int_equal(markers->kind, HG_STREAM_MARKERS);
    for (size_t p = 0; p < markers->n_points; p++)
        if (strncmp(markers->labels[p], "R.Thigh", 7) == 0)
            for (size_t i = 0; i < markers->n_frames; i++)
                for (size_t a = 0; a < 3; a++)
                    markers->data[(i * markers->n_points + p) * 3 + a] = NAN;
    analyse(&r, NULL, NULL);
    const hg_spectrum *hip = spectrum(&r, HG_SIGNAL_HIP_FLEXION);
    assert_true(hip->side[HG_LEFT].averaged > 0);
    assert_string_equal(hip->side[HG_RIGHT].note, "not measured");
    assert_string_equal(hip->coherence.note, "one side is not measured");
    assert_string_equal(row(&r, HG_VARIABILITY_hip_flexion_peak_sd)->side[HG_RIGHT].note,
                        "not measured");
    end(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(peaks_at_the_step_rate), cmocka_unit_test(asymmetry_lowers_symmetry),
        cmocka_unit_test(what_must_not_matter), cmocka_unit_test(spread_is_the_metrics),
        cmocka_unit_test(too_little)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
