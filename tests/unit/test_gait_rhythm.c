/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectra and variability of signals whose rhythm is known. */
#include "dsp/patterns.h"
#include "support/rhythm_signal.h"

#define STRIDE_S 0.73

static bool starts(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

/* Two lines in white noise, as hip flexion. */
static void lines_in_noise(const char *method) {
    const double size[2] = {20, 5}, sd = 2, rate = 200, hz = 1 / STRIDE_S;
    rhythm_signal s;
    rs_begin(&s, 60, rate, STRIDE_S);
    double *x = rs_plane(&s);
    rs_add(x, &s, size[0] * RS_RADIANS, hz, 0.3);
    rs_add(x, &s, size[1] * RS_RADIANS, 2 * hz, 1);
    rs_noise(x, &s, sd * RS_RADIANS);
    s.angles.angle[HG_ANGLE_HIP_FLEXION_LEFT] = x;
    assert_int_equal(hg_params_set(&s.params, "rhythm.spectrum", method, &s.err), HG_OK);
    rs_run(&s);
    rs_check_all(s.spectra, s.n_spectra, s.rows, s.n_rows);
    assert_int_equal(s.n_spectra, 1);
    const hg_spectrum_side *side = &s.spectra[0].side[HG_LEFT];
    const double line[2] = {size[0] * size[0] / 2, size[1] * size[1] / 2},
                 floor_density = sd * sd / (rate / 2), floor_power = floor_density * 19.5;
    printf("%s: %zu averaged, stride %.4f Hz (%.4f), step %.4f Hz, power %.1f (%.1f)\n", method,
           side->averaged, side->stride.hz, hz, side->step.hz, side->power,
           line[0] + line[1] + floor_power);
    /* 28 segments of 4 s, half overlapped, in a stretch of about 59.6 s; as many tapers */
    assert_true(side->averaged >= 27 && side->averaged <= 29);
    /* between bins of 0.25 Hz the parabola is off by 0.02 of one at most for a Hann window; the
     * sine tapers have a flat top as wide as the whole line */
    double near = strcmp(method, "welch") == 0 ? 0.005 : 0.13;
    assert_near(side->stride.hz, hz, near);
    assert_near(side->step.hz, 2 * hz, near);
    /* noise of 0.04 per Hz adds 0.04; the rest is what the window spreads further: below 3 % */
    assert_near(side->stride.power, line[0], 0.03 * line[0]);
    assert_near(side->step.power, line[1], 0.04 * line[1]);
    assert_near(side->power, line[0] + line[1] + floor_power, 0.02 * line[0]);
    /* the noise's mean frequency is the middle of 0.5 to 20 Hz */
    double mean =
        (line[0] * hz + line[1] * 2 * hz + floor_power * 10.25) / (line[0] + line[1] + floor_power);
    assert_near(side->mean_hz, mean, 0.03);
    assert_near(side->median_hz, hz, 0.25); /* nearly all power is in the first line: one bin */
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < s.spectra[0].n; i++)
        if (s.spectra[0].frequency_hz[i] > 6) {
            sum += side->density[i];
            count++;
        }
    /* 57 bins of 28 averages each, neighbours half correlated: 4 % standard error */
    assert_near(sum / (double)count, floor_density, 0.12 * floor_density);
    assert_true(isnan(side->band_percent[HG_BAND_ACTIVE])); /* of an angle: not defined */
    assert_string_equal(s.spectra[0].side[HG_RIGHT].note, "not measured");
    assert_int_equal(s.spectra[0].side[HG_RIGHT].averaged, 0);
    assert_near(s.spectra[0].frequency_hz[s.spectra[0].n - 1], 20, 1e-9);
    rs_end(&s);
}

static void welch(void **state) {
    (void)state;
    lines_in_noise("welch");
}

static void multitaper(void **state) {
    (void)state;
    lines_in_noise("multitaper");
}

/* A line of white noise has no peak. */
static void no_peak_in_noise(void **state) {
    (void)state;
    rhythm_signal s;
    rs_begin(&s, 60, 200, STRIDE_S);
    double *x = rs_plane(&s);
    rs_noise(x, &s, 1);
    s.angles.angle[HG_ANGLE_PELVIS_TILT] = x;
    rs_run(&s);
    assert_true(isnan(s.spectra[0].both.stride.hz) && isnan(s.spectra[0].both.step.power));
    assert_true(s.spectra[0].both.power > 0);
    rs_end(&s);
}

/* Right is left, later by a known share of the stride. */
static void coherence(void **state) {
    (void)state;
    rhythm_signal s;
    rs_begin(&s, 60, 200, STRIDE_S);
    double *plane[4];
    const double behind = 0.55;
    for (int p = 0; p < 4; p++) plane[p] = rs_plane(&s);
    for (int side = 0; side < 2; side++) {
        rs_add(plane[side], &s, 1, 1 / STRIDE_S, 0.4 - 2 * RS_PI * behind * side);
        rs_noise(plane[side], &s, 0.3);
        rs_noise(plane[2 + side], &s, 1);
        s.angles.angle[HG_ANGLE_HIP_FLEXION_LEFT + side] = plane[side];
        s.angles.angle[HG_ANGLE_HIP_ROTATION_LEFT + side] = plane[2 + side];
    }
    rs_run(&s);
    const hg_coherence *c = &rs_spectrum(&s, HG_SIGNAL_HIP_FLEXION)->coherence,
                       *none = &rs_spectrum(&s, HG_SIGNAL_HIP_ROTATION)->coherence;
    printf("coherence %.4f, phase %.2f +- %.2f deg, %zu segments; of noise %.3f\n", c->coherence,
           c->phase_deg, c->phase_sd_deg, c->segments, none->coherence);
    assert_true(c->coherence > 0.99 && c->coherence <= 1);
    assert_near(c->phase_deg, 360 * behind, 4 * c->phase_sd_deg);
    assert_true(c->phase_sd_deg < 2);
    /* 1 / segments on average; 99.9 % are below 1 - 0.001^(1 / 27) = 0.23 */
    assert_true(none->coherence < 0.25);
    rs_end(&s);
}

/* Positions of the pelvis whose accelerations are sums of known sines. */
static void pelvis_of(rhythm_signal *s, const double (*line)[3], size_t lines, int axis) {
    for (int a = 0; a < 3; a++)
        if (!s->progress.pelvis[a]) s->progress.pelvis[a] = rs_plane(s);
    for (size_t i = 0; i < lines; i++) {
        double w = 2 * RS_PI * line[i][1];
        rs_add(s->progress.pelvis[axis], s, -line[i][0] / (w * w), line[i][1], line[i][2]);
    }
}

static void bands(void **state) {
    (void)state;
    const double hz = 1 / STRIDE_S, line[][3] = {{10, 2 * hz, 0}, {3, 6, 0.5}, {2, 12, 1}};
    rhythm_signal s;
    rs_begin(&s, 60, 200, STRIDE_S);
    pelvis_of(&s, line, 3, 1);
    rs_run(&s);
    const hg_spectrum_side *up = &rs_spectrum(&s, HG_SIGNAL_PELVIS_ACCELERATION_UP)->both;
    double all = 0;
    for (int i = 0; i < 3; i++) all += line[i][0] * line[i][0];
    printf("active %.2f %% (%.2f), impact %.2f %% (%.2f)\n", up->band_percent[HG_BAND_ACTIVE],
           900 / all, up->band_percent[HG_BAND_IMPACT], 400 / all);
    /* at 12 Hz the low-pass of 30 Hz leaves 98 %, the second difference 97.6 % of the power; and
     * the line of the step at 2.74 Hz, whose foot is above 3 Hz, is in no band */
    assert_near(up->band_percent[HG_BAND_ACTIVE], 900 / all, 0.03 * 900 / all);
    assert_near(up->band_percent[HG_BAND_IMPACT], 400 / all, 0.06 * 400 / all);
    assert_near(up->power, all / 2, 0.03 * all / 2);
    rs_end(&s);
}

/* Harmonics and autocovariance of a runner who steps with two different feet. */
static void steps(void **state) {
    (void)state;
    const double hz = 1 / STRIDE_S, up[][3] = {{4, 2 * hz, 0.2}, {1, 4 * hz, 1}, {0.5, hz, 0.3}},
                 right[][3] = {{3, hz, 0.2}, {0.6, 2 * hz, 1}};
    rhythm_signal s;
    rs_begin(&s, 60, 200, STRIDE_S);
    pelvis_of(&s, up, 3, 1);
    pelvis_of(&s, right, 2, 2);
    rs_run(&s);
    rs_check_all(s.spectra, s.n_spectra, s.rows, s.n_rows);
    /* 2 %: low-pass and second difference take from the fourth harmonic; ends of a stride */
    assert_near(rs_row(&s, HG_VARIABILITY_harmonic_ratio_up)->both.value, 10, 0.2);
    assert_near(rs_row(&s, HG_VARIABILITY_harmonic_share_up)->both.value, 100 * 17 / 17.25, 0.1);
    assert_near(rs_row(&s, HG_VARIABILITY_harmonic_ratio_right)->both.value, 5, 0.1);
    assert_near(rs_row(&s, HG_VARIABILITY_harmonic_share_right)->both.value, 100 * 9 / 9.36, 0.2);
    assert_true(rs_row(&s, HG_VARIABILITY_harmonic_ratio_up)->both.n > 150);
    /* sum of a^2 cos(2 pi f lag) over sum of a^2; 0.01: the stretch is no whole number of strides
     */
    assert_near(rs_row(&s, HG_VARIABILITY_stride_regularity_up)->both.value, 1, 0.01);
    assert_near(rs_row(&s, HG_VARIABILITY_step_regularity_up)->both.value, (17 - 0.25) / 17.25,
                0.01);
    assert_near(rs_row(&s, HG_VARIABILITY_step_regularity_right)->both.value, -(9 - 0.36) / 9.36,
                0.01);
    assert_near(rs_row(&s, HG_VARIABILITY_step_symmetry_right)->both.value, (9 - 0.36) / 9.36,
                0.015);
    /* the pelvis does not move forward and back at all */
    const hg_variability_value *v = &rs_row(&s, HG_VARIABILITY_harmonic_ratio_forward)->both;
    assert_true(isnan(v->value) && *v->note);
    assert_true(starts(rs_row(&s, HG_VARIABILITY_step_regularity_forward)->both.note,
                       "the signal does not change"));
    rs_end(&s);
}

/* Strides of 100 samples: the 5000 points are the samples themselves. */
static void patterns_are_of_fifty_strides(void **state) {
    (void)state;
    for (int noisy = 0; noisy < 2; noisy++) {
        rhythm_signal s;
        rs_begin(&s, 55, 100, 1);
        double *x = rs_plane(&s), curve[51];
        rs_add(x, &s, 1, 1, 0);
        rs_add(x, &s, 0.4, 2.13, 0);
        rs_noise(x, &s, noisy ? 0.2 : 0.02);
        s.angles.angle[HG_ANGLE_HIP_FLEXION_RIGHT] = x;
        rs_run(&s);
        const hg_variability *entropy = rs_row(&s, HG_VARIABILITY_sample_entropy_hip_flexion),
                             *divergence = rs_row(&s, HG_VARIABILITY_divergence_hip_flexion);
        const double *from = x + 60; /* right begins at 0.1 + 0.5 s */
        double want = hg__sample_entropy(&s.k, from, 5000, 2,
                                         0.2 * hg__population_sd(&s.k, from, 5000), NULL);
        printf("noise %g: entropy %.4f, divergence %.4f\n", noisy ? 0.2 : 0.02,
               entropy->side[HG_RIGHT].value, divergence->side[HG_RIGHT].value);
        /* one pair of 12 million on the edge of the tolerance may fall to the other side */
        assert_near(entropy->side[HG_RIGHT].value, want, 1e-5);
        assert_int_equal(entropy->side[HG_RIGHT].n, 50);
        assert_string_equal(entropy->side[HG_LEFT].note, "not measured");
        const hg__delay delay = {.dimension = 5, .lag = 10, .theiler = 100, .steps = 51};
        assert_true(hg__divergence(&s.k, curve, NULL, NULL, from, 5000, &delay, s.stage.scratch));
        assert_near(divergence->side[HG_RIGHT].value, 100 * hg__slope(curve, 0, 51), 1e-6);
        /* a stride less in the row is one too few */
        rs_no_strides(&s, HG_RIGHT, 49, 60);
        rs_run(&s);
        const hg_variability_value *v =
            &rs_row(&s, HG_VARIABILITY_sample_entropy_hip_flexion)->side[HG_RIGHT];
        assert_true(isnan(v->value));
        assert_string_equal(v->note, "49 strides in a row without a gap; 50 are needed");
        rs_end(&s);
    }
}

/* The hip swings forward in one stroke of minimum jerk, or in two. */
static void swings(void **state) {
    (void)state;
    const double want[2] = {-1.401, -2.3};
    for (int strokes = 1; strokes <= 2; strokes++) {
        rhythm_signal s;
        rs_begin(&s, 30, 200, STRIDE_S);
        double *x = rs_plane(&s);
        for (size_t i = 0; i < s.angles.n; i++) {
            double t = fmod((double)i / 200 - 0.1 + STRIDE_S, STRIDE_S) / STRIDE_S;
            double u = fmin(1, fmax(0, (t - 0.45) / 0.5)), back = fmin(1, t / 0.4), whole = 0;
            double part = fmin(1, fmax(0, u * strokes - (u > 0.5 && strokes == 2)));
            if (u > 0.5 && strokes == 2) whole = 0.5;
            double rise = part * part * part * (10 - 15 * part + 6 * part * part) / strokes + whole;
            x[i] = t < 0.45 ? 0.7 * (1 - back * back * (3 - 2 * back)) : 0.7 * rise;
        }
        s.angles.angle[HG_ANGLE_HIP_FLEXION_LEFT] = x;
        rs_run(&s);
        const hg_variability_value *v =
            &rs_row(&s, HG_VARIABILITY_hip_flexion_arc_length)->side[HG_LEFT];
        printf("swing in %d: %.4f +- %.4f\n", strokes, v->value, v->sd);
        /* values of the same speeds by the authors' formula; frames cut the ends of a swing */
        assert_near(v->value, want[strokes - 1], strokes == 1 ? 0.01 : 0.05);
        assert_int_equal(v->n, s.strides.n[HG_LEFT]);
        rs_end(&s);
    }
}

/* Stride times of known spread and memory. */
static void times(void **state) {
    (void)state;
    rhythm_signal s;
    rs_begin(&s, 900, 100, 1);
    double at = 0.1;
    for (size_t i = 0; i < s.strides.n[HG_LEFT]; i++) {
        hg__stride *stride = &s.strides.stride[HG_LEFT][i];
        stride->start_s = at;
        at += 1 + 0.02 * hg__random_normal(&s.random);
        stride->end_s = at;
    }
    s.strides.n[HG_RIGHT] = s.strides.n_used[HG_RIGHT] = 5; /* 0.7, 0.8, 0.9, 1.0, 2.6 s */
    const double few[] = {0.7, 0.8, 0.9, 1.0, 2.6};
    for (size_t i = 0; i < 5; i++)
        s.strides.stride[HG_RIGHT][i].end_s = s.strides.stride[HG_RIGHT][i].start_s + few[i];
    rs_run(&s);
    const hg_variability_value *sd = rs_row(&s, HG_VARIABILITY_stride_time_sd)->side,
                               *dfa = rs_row(&s, HG_VARIABILITY_stride_time_fluctuation)->side;
    printf("SD %.5f s, fluctuation exponent %.3f of %zu strides\n", sd->value, dfa->value, dfa->n);
    assert_near(sd->value, 0.02, 0.0015); /* 899 strides: 2.4 % standard error */
    /* times without memory: 0.5; spread of the estimate over series of this length is 0.04, and
     * short windows lift it by 0.03 */
    assert_near(dfa->value, 0.53, 0.12);
    assert_string_equal(dfa->note, "");
    assert_string_equal(sd[HG_RIGHT].note, "5 strides; 10 are needed");
    assert_true(isnan(sd[HG_RIGHT].value));
    assert_true(starts(dfa[HG_RIGHT].note, "5 strides in a row; 64"));
    s.params.rhythm_strides_min = 5;
    rs_run(&s);
    assert_near(rs_row(&s, HG_VARIABILITY_stride_time_mad)->side[HG_RIGHT].value, 0.1, 1e-12);
    assert_near(rs_row(&s, HG_VARIABILITY_stride_time_cv)->side[HG_RIGHT].value,
                100 * sqrt(0.6250) / 1.2, 1e-9); /* squares 0.25 0.16 0.09 0.04 1.96 over 4 */
    /* the limits of the exponent */
    rs_no_strides(&s, HG_LEFT, 63, 900);
    rs_run(&s);
    assert_true(isnan(rs_row(&s, HG_VARIABILITY_stride_time_fluctuation)->side[HG_LEFT].value));
    s.params.rhythm_fluctuation_min = 63;
    rs_run(&s);
    dfa = rs_row(&s, HG_VARIABILITY_stride_time_fluctuation)->side;
    assert_true(isfinite(dfa->value) && starts(dfa->note, "uncertain: 63 strides"));
    rs_end(&s);
}

/* Peaks of stance are not those of the swing, and extension is the other way round. */
static void peaks(void **state) {
    (void)state;
    rhythm_signal s;
    rs_begin(&s, 20, 200, STRIDE_S);
    size_t n = s.strides.n[HG_LEFT];
    double stance[64], swing[64], mean[2] = {0, 0}, sd[2] = {0, 0};
    assert_true(n <= 64);
    for (int c = 0; c < HG_CURVE_COUNT; c++)
        s.strides.row[HG_LEFT][c] =
            hg__arena_alloc(s.stage.scratch, n * HG_CURVE_POINTS, sizeof(double));
    for (size_t i = 0; i < n; i++) {
        stance[i] = 10 + hg__random_normal(&s.random);
        swing[i] = 40 + 3 * hg__random_normal(&s.random);
        for (int c = 0; c < HG_CURVE_COUNT; c++) {
            double *row = s.strides.row[HG_LEFT][c] + i * HG_CURVE_POINTS;
            row[20] = stance[i] * RS_RADIANS; /* toe-off is at 35 % */
            row[60] = swing[i] * RS_RADIANS;
            if (c == HG_CURVE_HIP_FLEXION) row[40] = -2 * row[20];
        }
        mean[0] += stance[i] / (double)n;
        mean[1] += swing[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        sd[0] += (stance[i] - mean[0]) * (stance[i] - mean[0]) / (double)(n - 1);
        sd[1] += (swing[i] - mean[1]) * (swing[i] - mean[1]) / (double)(n - 1);
    }
    rs_run(&s);
    static const hg_variability_id of_stance[] = {HG_VARIABILITY_hip_adduction_peak_sd,
                                                  HG_VARIABILITY_hip_rotation_peak_sd,
                                                  HG_VARIABILITY_pelvic_drop_peak_sd};
    for (int i = 0; i < 3; i++)
        assert_near(rs_row(&s, of_stance[i])->side[HG_LEFT].value, sqrt(sd[0]), 1e-9);
    assert_near(rs_row(&s, HG_VARIABILITY_hip_flexion_peak_sd)->side[HG_LEFT].value, sqrt(sd[1]),
                1e-9);
    assert_near(rs_row(&s, HG_VARIABILITY_hip_extension_peak_sd)->side[HG_LEFT].value,
                2 * sqrt(sd[0]), 1e-9);
    /* two points of 101 vary */
    assert_near(rs_row(&s, HG_VARIABILITY_hip_rotation_curve_sd)->side[HG_LEFT].value,
                (sqrt(sd[0]) + sqrt(sd[1])) / 101, 1e-9);
    rs_end(&s);
}

/* Stretches that are too short, gaps, a walk inside the run. */
static void refusals(void **state) {
    (void)state;
    rhythm_signal s;
    rs_begin(&s, 20, 200, STRIDE_S);
    double *x[2] = {rs_plane(&s), rs_plane(&s)};
    for (int side = 0; side < 2; side++) {
        rs_add(x[side], &s, 0.3, 1 / STRIDE_S, 0);
        rs_noise(x[side], &s, 0.01);
        s.angles.angle[HG_ANGLE_HIP_FLEXION_LEFT + side] = x[side];
    }
    rs_run(&s);
    const hg_spectrum *one = rs_spectrum(&s, HG_SIGNAL_HIP_FLEXION);
    assert_true(one->side[HG_LEFT].averaged == 8 && one->side[HG_RIGHT].averaged == 8);
    assert_int_equal(one->coherence.segments, 8);
    /* one sample gone: right has 9.9 s left, and both together too few segments */
    x[1][2000] = NAN;
    rs_run(&s);
    one = rs_spectrum(&s, HG_SIGNAL_HIP_FLEXION);
    assert_int_equal(one->side[HG_LEFT].averaged, 8);
    assert_int_equal(one->side[HG_RIGHT].averaged, 3);
    assert_true(isnan(one->coherence.coherence) && *one->coherence.note);
    /* and two more leave stretches below 8 s */
    x[1][1000] = x[1][3000] = NAN;
    rs_run(&s);
    rs_check_all(s.spectra, s.n_spectra, s.rows, s.n_rows);
    one = rs_spectrum(&s, HG_SIGNAL_HIP_FLEXION);
    assert_true(starts(one->side[HG_RIGHT].note, "the longest stretch without a gap is 5.0 s"));
    const hg_variability *row = rs_row(&s, HG_VARIABILITY_stride_regularity_hip_flexion);
    assert_true(isfinite(row->side[HG_LEFT].value) && isnan(row->side[HG_RIGHT].value));
    rs_end(&s);

    /* a walk from 20 to 30 s: its strides are not used, and the spectrum is of what comes after */
    rs_begin(&s, 60, 200, STRIDE_S);
    x[0] = rs_plane(&s);
    for (size_t i = 0; i < s.angles.n; i++) {
        double t = (double)i / 200;
        bool walk = t > 20 && t < 30;
        x[0][i] = sin(2 * RS_PI * t * (walk ? 0.9 : 1 / STRIDE_S));
    }
    s.angles.angle[HG_ANGLE_HIP_FLEXION_LEFT] = x[0];
    for (int side = 0; side < 2; side++) rs_no_strides(&s, side, 26, 42);
    rs_run(&s);
    one = rs_spectrum(&s, HG_SIGNAL_HIP_FLEXION);
    assert_true(one->side[HG_LEFT].from_s > 30 && one->side[HG_LEFT].to_s < 60);
    assert_near(one->side[HG_LEFT].stride.hz, 1 / STRIDE_S, 0.005);
    /* 26 strides before and 38 after are no fifty, and the walk does not join them */
    assert_true(starts(rs_row(&s, HG_VARIABILITY_sample_entropy_hip_flexion)->side[HG_LEFT].note,
                       "39 strides in a row"));
    for (int side = 0; side < 2; side++) rs_no_strides(&s, side, 0, 100);
    rs_run(&s);
    rs_check_all(s.spectra, s.n_spectra, s.rows, s.n_rows);
    assert_string_equal(rs_spectrum(&s, HG_SIGNAL_HIP_FLEXION)->side[HG_LEFT].note,
                        "no stride is in use");
    for (size_t i = 0; i < s.n_rows; i++)
        assert_true(isnan(s.rows[i].side[0].value) && isnan(s.rows[i].both.value));
    rs_end(&s);
}

static void constant_and_missing(void **state) {
    (void)state;
    rhythm_signal s;
    rs_begin(&s, 60, 200, STRIDE_S);
    double *still = rs_plane(&s), *gone = rs_plane(&s);
    for (size_t i = 0; i < s.angles.n; i++) {
        still[i] = 0.3;
        gone[i] = NAN;
    }
    for (int a = 0; a < 3; a++) s.progress.pelvis[a] = a == 2 ? gone : still;
    s.angles.angle[HG_ANGLE_HIP_FLEXION_LEFT] = s.angles.angle[HG_ANGLE_HIP_FLEXION_RIGHT] = still;
    s.angles.angle[HG_ANGLE_PELVIS_TILT] = gone;
    rs_run(&s);
    rs_check_all(s.spectra, s.n_spectra, s.rows, s.n_rows);
    assert_null(rs_spectrum(&s, HG_SIGNAL_PELVIS_TILT)); /* all NaN is not measured */
    assert_null(rs_spectrum(&s, HG_SIGNAL_PELVIS_ACCELERATION_RIGHT));
    assert_string_equal(rs_spectrum(&s, HG_SIGNAL_PELVIS_ACCELERATION_UP)->both.note,
                        "the signal does not change");
    for (size_t i = 0; i < s.n_spectra; i++) {
        assert_int_equal(s.spectra[i].both.averaged + s.spectra[i].side[0].averaged, 0);
        assert_true(isnan(s.spectra[i].coherence.coherence));
    }
    /* times of equal strides have a spread of nothing; that is a number, the rest is none */
    for (size_t i = 0; i < s.n_rows; i++)
        if (s.rows[i].id > HG_VARIABILITY_flight_time_mad)
            assert_true(isnan(s.rows[i].both.value) && isnan(s.rows[i].side[0].value));
    assert_true(starts(rs_row(&s, HG_VARIABILITY_stride_time_fluctuation)->side[0].note,
                       "all strides take the same time"));
    rs_end(&s);
}

/* Searching in order of the first number finds what searching all pairs finds. */
static void nearest_is_exact(void **state) {
    (void)state;
    rhythm_signal s;
    enum { N = 700 };
    double x[N], square[2][N];
    size_t at[2][N];
    rs_begin(&s, 10, 100, 1);
    for (int draw = 0; draw < 60; draw++) {
        const hg__delay d = {.dimension = 1 + (size_t)(draw % 6),
                             .lag = 1 + (size_t)(draw % 9),
                             .theiler = (size_t)(draw % 5) * 20};
        size_t n = draw % 7 == 0 ? 60 : N, vectors = n - (d.dimension - 1) * d.lag;
        for (size_t i = 0; i < n; i++) {
            x[i] = 3 * sin(0.06 * (double)i) + hg__random_normal(&s.random);
            if (draw % 3 == 1) x[i] = round(2 * x[i]); /* many equal distances, and zeros */
            if (draw % 10 == 9 && i % 50 == 7) x[i] = NAN;
        }
        s.k.neighbours(at[0], square[0], x, vectors, d.dimension, d.lag, d.theiler);
        assert_true(hg__nearest(&s.k, at[1], square[1], x, vectors, &d, s.stage.scratch));
        assert_memory_equal(at[0], at[1], vectors * sizeof **at);
        assert_memory_equal(square[0], square[1], vectors * sizeof **square);
    }
    rs_end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(welch),
                                       cmocka_unit_test(multitaper),
                                       cmocka_unit_test(no_peak_in_noise),
                                       cmocka_unit_test(coherence),
                                       cmocka_unit_test(bands),
                                       cmocka_unit_test(steps),
                                       cmocka_unit_test(swings),
                                       cmocka_unit_test(patterns_are_of_fifty_strides),
                                       cmocka_unit_test(times),
                                       cmocka_unit_test(peaks),
                                       cmocka_unit_test(refusals),
                                       cmocka_unit_test(constant_and_missing),
                                       cmocka_unit_test(nearest_is_exact)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
