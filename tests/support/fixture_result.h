/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Results made by hand for the tests of the report: a runner with good data, one with warnings, and
 * one whose static trial is missing. The numbers are invented, of the size that running gives.
 * Free with fixture_result_free().
 */
#ifndef HG_TESTS_FIXTURE_RESULT_H
#define HG_TESTS_FIXTURE_RESULT_H

#include <hipgait/hipgait.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

typedef enum fixture_kind {
    FIXTURE_GOOD,
    FIXTURE_WARNED,
    FIXTURE_INSUFFICIENT,
    FIXTURE_KINDS
} fixture_kind;

static const char *const fixture_kind_names[FIXTURE_KINDS] = {"good", "warned", "insufficient"};

/* Curves at 0, 10, ... 90 % of the stride, in degrees; the right side differs in the hip. */
static const double fixture_knots[HG_CURVE_COUNT][2][10] = {
    [HG_CURVE_PELVIS_TILT] = {{17, 15.5, 16, 18.5, 20, 18, 16, 16.5, 19, 19.5},
                              {17.5, 16, 16.5, 19, 20.5, 18.5, 16.5, 17, 19.5, 20}},
    [HG_CURVE_PELVIS_OBLIQUITY] = {{1, 4.2, 4.8, 2, -0.5, -1.5, -4, -4.6, -2, 0.5},
                                   {2, 5.8, 6.6, 3, 0, -1, -3.8, -4.2, -1.5, 1}},
    [HG_CURVE_PELVIS_ROTATION] = {{2, 0, -2.5, -5, -6, -3, 0.5, 3, 5.5, 5},
                                  {1, -1, -3.5, -6, -7, -4, 0, 2.5, 5, 4}},
    [HG_CURVE_HIP_FLEXION] = {{37, 33, 22, 7, -5, -2, 14, 34, 45, 43},
                              {35, 31, 21, 7, -4, -1, 13, 32, 43, 41}},
    [HG_CURVE_HIP_ADDUCTION] = {{5, 9.5, 10.5, 6, 0, -4, -5.5, -3, 0, 3},
                                {7, 13, 14.5, 9, 2, -3, -5, -2, 1, 4.5}},
    [HG_CURVE_HIP_ROTATION] = {{2, 5, 6, 3, -3, -6, -4, -1, 1, 1.5},
                               {-1, 1.5, 2, 0, -6, -9, -7.5, -4, -2, -1.5}},
    [HG_CURVE_KNEE_FLEXION] = {{14, 35, 40, 26, 16, 36, 70, 88, 70, 29},
                               {15, 36, 41, 27, 17, 37, 71, 89, 71, 30}},
};

/* Smooth closed curve through the knots (Catmull-Rom). */
static double fixture_curve(const double knots[10], int percent) {
    int i = percent / 10;
    double t = percent % 10 / 10.0;
    double a = knots[(i + 9) % 10], b = knots[i % 10], c = knots[(i + 1) % 10],
           d = knots[(i + 2) % 10];
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/* Value of a metric: left, right, standard deviation. Not listed: not measured. */
typedef struct fixture_value {
    hg_metric_id id;
    double left, right, sd;
    bool angle;
} fixture_value;

static const fixture_value fixture_values[] = {
    {HG_METRIC_step_rate, 163.4, 163.4, 2.1, false},
    {HG_METRIC_speed, 2.502, 2.502, 0.03, false},
    {HG_METRIC_stride_time, 0.7342, 0.7343, 0.009, false},
    {HG_METRIC_step_time, 0.3655, 0.3688, 0.007, false},
    {HG_METRIC_contact_time, 0.2512, 0.2486, 0.008, false},
    {HG_METRIC_flight_time, 0.1172, 0.1171, 0.009, false},
    {HG_METRIC_duty_factor, 34.21, 33.86, 1.1, false},
    {HG_METRIC_stride_length, 1.8371, 1.8373, 0.022, false},
    {HG_METRIC_step_length, 0.9145, 0.9227, 0.018, false},
    {HG_METRIC_step_width, 0.061, 0.061, 0.014, false},
    {HG_METRIC_overstride, 0.212, 0.198, 0.011, false},
    {HG_METRIC_vertical_oscillation, 0.0934, 0.0918, 0.006, false},
    {HG_METRIC_pelvic_tilt_mean, 17.6, 18.1, 1.2, true},
    {HG_METRIC_pelvic_tilt_range, 5.1, 5.04, 0.9, true},
    {HG_METRIC_hip_flexion_contact, 36.8, 34.9, 1.6, true},
    {HG_METRIC_hip_flexion_peak, 45.6, 43.5, 1.5, true},
    {HG_METRIC_hip_extension_toe_off, 4.1, 3.0, 1.5, true},
    {HG_METRIC_hip_extension_peak, 5.4, 4.3, 1.4, true},
    {HG_METRIC_hip_flexion_range, 51.0, 47.8, 1.9, true},
    {HG_METRIC_knee_flexion_contact, 14.1, 15.2, 1.8, true},
    {HG_METRIC_knee_flexion_stance_peak, 40.3, 41.1, 1.7, true},
    {HG_METRIC_shank_speed_peak, 471, 455, 19, true},
    {HG_METRIC_hip_adduction_contact, 4.9, 7.1, 1.3, true},
    {HG_METRIC_hip_adduction_peak, 10.7, 14.8, 1.2, true},
    {HG_METRIC_hip_adduction_excursion, 5.8, 7.7, 1.1, true},
    {HG_METRIC_pelvic_drop_peak, 5.0, 6.8, 0.8, true},
    {HG_METRIC_pelvic_drop_excursion, 4.0, 4.8, 0.9, true},
    {HG_METRIC_pelvic_obliquity_range, 9.6, 11.0, 1.0, true},
    {HG_METRIC_hip_rotation_peak, 6.2, 2.1, 2.2, true},
    {HG_METRIC_hip_rotation_excursion, 12.3, 11.2, 2.0, true},
    {HG_METRIC_pelvic_rotation_range, 11.7, 12.4, 1.5, true},
};
#define FIXTURE_VALUES (sizeof fixture_values / sizeof *fixture_values)

static void *fixture_alloc(hg__arena *arena, size_t count, size_t size) {
    void *p = hg__arena_alloc(arena, count, size);
    if (!p) abort();
    return p;
}

static void fixture_copy(char *to, size_t size, const char *text) {
    snprintf(to, size, "%s", text);
}

static void fixture_flag(hg_result *r, hg_flag_id id, const char *code, hg_severity severity,
                         const char *text, double value) {
    hg_flag *f = &r->flags[r->n_flags++];
    f->id = id;
    f->code = code;
    f->severity = severity;
    fixture_copy(f->text, sizeof f->text, text);
    f->value = value;
    if ((int)severity > (int)r->status) r->status = (hg_quality_status)severity;
}

static void fixture_flags(hg_result *r, fixture_kind kind) {
    r->flags = fixture_alloc(r->memory, 8, sizeof *r->flags);
    fixture_flag(r, HG_FLAG_LEG_LENGTH_MEASURED, "leg_length_measured", HG_NOTE,
                 "Leg length was not given; it was measured on the static trial (left 0.861 m, "
                 "right 0.863 m).",
                 0.862);
    fixture_flag(r, HG_FLAG_STRIDES_REJECTED, "strides_rejected", HG_NOTE,
                 "Strides left out of the means: 4 of 40.", 4);
    if (kind == FIXTURE_WARNED) {
        fixture_flag(r, HG_FLAG_SPEED_DISAGREES, "speed_disagrees", HG_WARNING,
                     "The stated speed and the speed of the standing foot differ: 2.90 m/s stated, "
                     "2.50 m/s measured.",
                     16);
        fixture_flag(
            r, HG_FLAG_CLUSTER_RESIDUAL, "cluster_residual", HG_WARNING,
            "Markers moved against their segment by more than the limit: thigh_left 17.2 mm.",
            0.0172);
    }
    if (kind == FIXTURE_INSUFFICIENT)
        fixture_flag(r, HG_FLAG_STATIC_MISSING, "static_missing", HG_BLOCKER,
                     "No static trial: the markers cannot be tied to the bones, so no joint angle "
                     "was computed.",
                     NAN);
}

static void fixture_strides(hg_result *r) {
    r->events.method = "force";
    fixture_copy(
        r->events.description, sizeof r->events.description,
        "Vertical ground reaction force above and below 50 N, sides from the foot markers.");
    r->events.second_method = "markers";
    for (int s = 0; s < 2; s++) {
        size_t n = 21;
        r->events.side[s].n_foot_strikes = r->events.side[s].n_toe_offs = n;
        r->events.side[s].foot_strike_s = fixture_alloc(r->memory, n, sizeof(double));
        r->events.side[s].toe_off_s = fixture_alloc(r->memory, n, sizeof(double));
        r->events.side[s].strike_agreement_ms = fixture_alloc(r->memory, n, sizeof(double));
        r->events.side[s].toe_off_agreement_ms = fixture_alloc(r->memory, n, sizeof(double));
        for (size_t i = 0; i < n; i++) {
            double strike = 0.21 + 0.3655 * s + 0.7342 * (double)i;
            r->events.side[s].foot_strike_s[i] = strike;
            r->events.side[s].toe_off_s[i] = strike + 0.25;
            r->events.side[s].strike_agreement_ms[i] = i == 3 ? NAN : (double)(i % 5) * 3.3 - 4;
            r->events.side[s].toe_off_agreement_ms[i] = i == 5 ? NAN : (double)(i % 4) * 2.1 - 3;
        }
        r->n_strides[s] = n - 1;
        r->strides[s] = fixture_alloc(r->memory, n, sizeof(hg_stride));
        for (size_t i = 0; i + 1 < n; i++) {
            hg_stride *stride = &r->strides[s][i];
            stride->start_s = r->events.side[s].foot_strike_s[i];
            stride->toe_off_s = r->events.side[s].toe_off_s[i];
            stride->end_s = r->events.side[s].foot_strike_s[i + 1];
            stride->used = i != 7 && i != 9;
            if (!stride->used)
                snprintf(stride->reason, sizeof stride->reason,
                         "contact time 0.0%zu3 s is outside 0.12 to 0.40 s", i);
            r->n_used[s] += stride->used;
        }
    }
}

/* Every number of its own, so that a swap shows. */
static hg_stat fixture_stat(double mean, double sd, size_t n) {
    static const double outlier_s[2] = {3.14, 6.28};
    hg_stat s = hg_stat_none();
    if (n == 0) return s;
    s.mean = s.median = mean;
    s.n = n;
    if (n < 2) return s;
    s.sd = sd;
    s.mad_sd = sd * 0.97;
    s.se = sd * 0.25;
    s.ci95[0] = mean - 2.1 * s.se;
    s.ci95[1] = mean + 2.1 * s.se;
    s.lag1 = 0.21;
    s.n_effective = 0.61 * (double)n;
    s.median = mean + 0.1 * sd;
    s.trimmed = mean + 0.05 * sd;
    s.trimmed_ci95[0] = s.trimmed - 0.6 * sd;
    s.trimmed_ci95[1] = s.trimmed + 0.6 * sd;
    s.drift_per_min = -0.3 * sd;
    s.drift_ci95[0] = -0.9 * sd;
    s.drift_ci95[1] = 0.3 * sd;
    s.outlier_s = outlier_s;
    s.n_outliers = n % 3;
    return s;
}

/* Compared with a set in the good runner, information only in the warned one. */
static void fixture_references(hg_result *r, fixture_kind kind) {
    static const hg_reference_stat none = {NAN, NAN, 0, NAN, NAN};
    bool compared = kind == FIXTURE_GOOD;
    r->references = fixture_alloc(r->memory, 2, sizeof *r->references);
    r->n_references = 2;
    r->references[0] = (hg_reference){
        .id = HG_METRIC_step_rate,
        .compared = compared,
        .side = {none, none},
        .both = {165.5, compared ? 8.25 : NAN, 31, compared ? -0.25 : NAN, compared ? 40.5 : NAN},
        .difference = none,
        .speed_from_m_s = NAN,
        .speed_to_m_s = NAN,
        .set = "our runners",
        .population = "31 runners of the laboratory",
        .method = "",
        .source = "own measurements",
        .quality = ""};
    r->references[1] = r->references[0];
    r->references[1].id = HG_METRIC_hip_adduction_peak;
    r->references[1].both = none;
    r->references[1].side[HG_LEFT] =
        (hg_reference_stat){10, 2.5, 16, compared ? 0.28 : NAN, compared ? 60.8 : NAN};
    r->references[1].side[HG_RIGHT] =
        (hg_reference_stat){10.5, 2.5, 16, compared ? 1.72 : NAN, compared ? 94.5 : NAN};
    r->references[1].difference = (hg_reference_stat){0.5, 3.25, 16, NAN, NAN};
    r->references[1].sex = HG_SEX_F;
    r->references[1].speed_from_m_s = 2.25;
    r->references[1].speed_to_m_s = 2.75;
    if (!compared) return;
    fixture_copy(r->provenance.reference, sizeof r->provenance.reference, "our runners");
    fixture_copy(r->provenance.reference_version, sizeof r->provenance.reference_version, "2026-1");
    memset(r->provenance.reference_sha256, 'a', 64);
}

/* A comparison of sides as the stage would make it of these means, strides unpaired. */
static hg_asymmetry fixture_asymmetry(const hg_metric_value *m) {
    const hg_stat *left = &m->side[HG_LEFT], *right = &m->side[HG_RIGHT];
    hg_asymmetry a = {.metric = m->id,
                      .difference = right->mean - left->mean,
                      .ci95 = {NAN, NAN},
                      .ci95_total = {NAN, NAN},
                      .index = {NAN, {NAN, NAN}, NAN, NAN},
                      .same_sign_share = NAN,
                      .p = NAN,
                      .q = NAN,
                      .reason = "not measured on the right"};
    if (isnan(a.difference)) return a;
    double d = a.difference, h = left->se + right->se, half = 0.5 * (left->mean + right->mean);
    double sem = hg_limit_of(m->id)->sem;
    a.pairs = left->n < right->n ? left->n : right->n;
    a.same_sign_share = 0.625;
    a.ci95[0] = d - h;
    a.ci95[1] = d + h;
    if (hg_metrics[m->id].form == HG_FORM_INDEX && left->mean > 0 && right->mean > 0) {
        a.index.symmetry_index = 100 * d / half;
        a.index.ci95[0] = 100 * (d - h) / half;
        a.index.ci95[1] = 100 * (d + h) / half;
        a.index.symmetry_angle = 100 * d / half / 3.14;
        a.index.limb_symmetry_index = 100 * left->mean / right->mean;
    }
    a.reason = "the error of placing markers is not known for this measure";
    if (isnan(sem)) return a;
    h = hypot(h, 2.8 * sem);
    a.ci95_total[0] = d - h;
    a.ci95_total[1] = d + h;
    a.p = exp(-2 * fabs(d) / h);
    a.q = fmin(1, 1.5 * a.p);
    a.rating = fabs(d) > h ? HG_ASYMMETRY_NOTABLE : HG_ASYMMETRY_USUAL;
    a.reason = fabs(d) > h ? "what is usual is not known" : "";
    return a;
}

static void fixture_summary(hg_result *r) {
    hg_asymmetry_summary *s = &r->asymmetry_summary;
    for (size_t i = 0; i < r->n_asymmetry; i++) {
        s->tests += r->asymmetry[i].rating != HG_ASYMMETRY_INSUFFICIENT;
        s->insufficient += r->asymmetry[i].rating == HG_ASYMMETRY_INSUFFICIENT;
        s->notable += r->asymmetry[i].rating == HG_ASYMMETRY_NOTABLE;
    }
    s->involved = HG_LEFT;
}

/* The warned runner has no right knee; the insufficient one no angle at all. */
static void fixture_measures(hg_result *r, fixture_kind kind) {
    r->metrics = fixture_alloc(r->memory, FIXTURE_VALUES, sizeof *r->metrics);
    r->asymmetry = fixture_alloc(r->memory, FIXTURE_VALUES, sizeof *r->asymmetry);
    for (size_t i = 0; i < FIXTURE_VALUES; i++) {
        const fixture_value *v = &fixture_values[i];
        if (kind == FIXTURE_INSUFFICIENT && v->angle) continue;
        hg_metric_value *m = &r->metrics[r->n_metrics++];
        m->id = v->id;
        m->side[0] = m->side[1] = m->both = fixture_stat(NAN, NAN, 0);
        if (hg_metrics[v->id].form == HG_FORM_BOTH) {
            m->both = fixture_stat(v->left, v->sd, r->n_used[0] + r->n_used[1]);
            continue;
        }
        bool no_right = kind == FIXTURE_WARNED && hg_metrics[v->id].needs == HG_NEEDS_KNEE;
        m->side[HG_LEFT] = fixture_stat(v->left, v->sd, r->n_used[HG_LEFT]);
        if (!no_right) m->side[HG_RIGHT] = fixture_stat(v->right, v->sd * 1.1, r->n_used[HG_RIGHT]);
        r->asymmetry[r->n_asymmetry++] = fixture_asymmetry(m);
    }
    fixture_summary(r);
    if (kind == FIXTURE_INSUFFICIENT) {
        r->toe_off_percent[0] = r->toe_off_percent[1] = NAN;
        return;
    }
    fixture_references(r, kind);
    r->toe_off_percent[HG_LEFT] = 34.21;
    r->toe_off_percent[HG_RIGHT] = 33.86;
    r->curves = fixture_alloc(r->memory, HG_CURVE_COUNT, sizeof *r->curves);
    r->n_curves = HG_CURVE_COUNT;
    for (int c = 0; c < HG_CURVE_COUNT; c++) {
        r->curves[c].id = (hg_curve_id)c;
        for (int s = 0; s < 2; s++) {
            bool measured =
                !(kind == FIXTURE_WARNED && c == HG_CURVE_KNEE_FLEXION && s == HG_RIGHT);
            r->curves[c].side[s].n = measured ? r->n_used[s] : 0;
            for (int i = 0; i < HG_CURVE_POINTS; i++) {
                double mean = fixture_curve(fixture_knots[c][s], i);
                r->curves[c].side[s].mean[i] = measured ? mean : NAN;
                r->curves[c].side[s].sd[i] =
                    measured ? 1.1 + 0.5 * sin(0.06 * i) + 0.02 * fabs(mean) : NAN;
            }
        }
    }
}

/* A line at the step over a slope. */
static void fixture_spectrum(hg_spectrum_side *side, double power, double line_hz, bool bands) {
    *side = (hg_spectrum_side){.from_s = 0.21,
                               .to_s = 15.6,
                               .averaged = 6,
                               .power = power,
                               .mean_hz = 3.42,
                               .median_hz = line_hz - 0.06,
                               .stride = {1.362, 0.1 * power},
                               .step = {2.724, 0.8 * power},
                               .band_percent = {bands ? 11.2 : NAN, bands ? 3.4 : NAN}};
    for (size_t i = 0; i < 81; i++) {
        double off = (0.25 * (double)i - line_hz) / 0.25;
        side->density[i] = power * (2 * exp(-off * off) + 0.05 / (1 + (double)i));
    }
}

static void fixture_no_spectrum(hg_spectrum_side *side, const char *note) {
    *side = (hg_spectrum_side){.from_s = NAN,
                               .to_s = NAN,
                               .power = NAN,
                               .mean_hz = NAN,
                               .median_hz = NAN,
                               .stride = {NAN, NAN},
                               .step = {NAN, NAN},
                               .band_percent = {NAN, NAN}};
    fixture_copy(side->note, sizeof side->note, note);
}

/* The warned runner has no right knee; nobody has strides enough for entropy. */
static void fixture_rhythm(hg_result *r, fixture_kind kind) {
    static const hg_signal_id signals[] = {HG_SIGNAL_PELVIS_ACCELERATION_UP, HG_SIGNAL_HIP_FLEXION,
                                           HG_SIGNAL_KNEE_FLEXION};
    static const struct {
        hg_variability_id id;
        double left, right, sd;
        size_t n;
        const char *note;
    } rows[] = {{HG_VARIABILITY_stride_time_sd, 0.0091, 0.0087, NAN, 18, ""},
                {HG_VARIABILITY_stride_time_cv, 1.24, 1.18, NAN, 18, ""},
                {HG_VARIABILITY_hip_flexion_curve_sd, 1.31, 1.42, NAN, 18, ""},
                {HG_VARIABILITY_harmonic_ratio_up, 4.62, 4.62, 1.07, 36, ""},
                {HG_VARIABILITY_step_symmetry_right, 0.83, 0.83, NAN, 20, ""},
                {HG_VARIABILITY_hip_flexion_arc_length, -1.52, -1.49, 0.03, 18, ""},
                {HG_VARIABILITY_sample_entropy_hip_flexion, NAN, NAN, NAN, 10,
                 "10 strides in a row without a gap; 50 are needed"},
                {HG_VARIABILITY_stride_time_fluctuation, NAN, NAN, NAN, 18,
                 "18 strides in a row; 64 are needed"}};
    const size_t n_rows = sizeof rows / sizeof *rows, n_signals = sizeof signals / sizeof *signals;
    if (kind == FIXTURE_INSUFFICIENT) return;
    r->spectra = fixture_alloc(r->memory, n_signals, sizeof *r->spectra);
    r->n_spectra = n_signals;
    for (size_t i = 0; i < n_signals; i++) {
        hg_spectrum *one = &r->spectra[i];
        one->id = signals[i];
        one->n = 81;
        for (size_t k = 0; k < one->n; k++) one->frequency_hz[k] = 0.25 * (double)k;
        bool sides = signals[i] >= HG_SIGNAL_FIRST_OF_SIDE, knee = i == n_signals - 1;
        fixture_no_spectrum(&one->both, "");
        fixture_spectrum(sides ? &one->side[HG_LEFT] : &one->both, sides ? 260 : 94,
                         sides ? 1.36 : 2.72, !sides);
        fixture_spectrum(&one->side[HG_RIGHT], 241, 1.36, false);
        one->coherence = (hg_coherence){1.25, 0.9971, 178.2, 0.62, 8, ""};
        if (!knee) continue;
        fixture_no_spectrum(&one->side[HG_RIGHT],
                            kind == FIXTURE_WARNED
                                ? "not measured"
                                : "the longest stretch without a gap is 5.1 s; 8.0 s are needed");
        one->coherence = (hg_coherence){NAN, NAN, NAN, NAN, 0, "one side is not measured"};
    }
    r->variability = fixture_alloc(r->memory, n_rows, sizeof *r->variability);
    r->n_variability = n_rows;
    for (size_t i = 0; i < n_rows; i++) {
        hg_variability *v = &r->variability[i];
        v->id = rows[i].id;
        v->side[HG_LEFT] = (hg_variability_value){rows[i].left, rows[i].sd, rows[i].n, ""};
        fixture_copy(v->side[HG_LEFT].note, sizeof v->side[HG_LEFT].note, rows[i].note);
        v->both = v->side[HG_RIGHT] = v->side[HG_LEFT];
        v->side[HG_RIGHT].value = rows[i].right;
    }
}

/* The hips of the good runner differ beyond measurement error in adduction; the warned one has too
 * few pairs. */
static void fixture_tests(hg_result *r, fixture_kind kind) {
    for (size_t c = 0; c < r->n_curves; c++) {
        hg_difference_test *t = &r->curves[c].test;
        bool enough = kind == FIXTURE_GOOD;
        t->pairs = enough ? 17 : 9;
        t->size_deg = c == HG_CURVE_HIP_ROTATION ? 13.03 : 4.7;
        t->lag1 = enough ? 0.21 : NAN;
        t->pairs_effective = enough ? 11.4 : NAN;
        t->threshold = enough ? 3.61 : NAN;
        t->fwhm_percent = enough ? 15.2 : NAN;
        t->flips.threshold = enough ? 3.9 : NAN;
        t->flips.p = enough ? (c == HG_CURVE_HIP_ADDUCTION ? 0.00390625 : 0.31) : NAN;
        t->flips.blocks = 8;
        t->flips.draws = 256;
        t->flips.exact = true;
        if (!enough)
            fixture_copy(t->reason, sizeof t->reason,
                         "9 pairs of a left and a right stride, at least 12 are needed");
        for (int i = 0; i < HG_CURVE_POINTS; i++) {
            t->difference[i] =
                enough ? r->curves[c].side[HG_RIGHT].mean[i] - r->curves[c].side[HG_LEFT].mean[i]
                       : NAN;
            t->t[i] = 1.4 * t->difference[i];
        }
        if (!enough || c != HG_CURVE_HIP_ADDUCTION) continue;
        static const hg_curve_cluster cluster = {8.31, 41.7, 1,  0.0004, 0.00390625,
                                                 3.4,  4.91, 23, 19,     26};
        t->clusters = fixture_alloc(r->memory, 1, sizeof cluster);
        t->clusters[0] = cluster;
        t->n_clusters = 1;
    }
    if (kind == FIXTURE_INSUFFICIENT) return;
    static const hg_coordination measures[] = {
        {HG_COORDINATION_trend_symmetry, "hip_adduction", -1, 4.31, 18, ""},
        {HG_COORDINATION_range_ratio, "hip_adduction", -1, 1.22, 18, ""},
        {HG_COORDINATION_relative_phase, "hip_flexion/knee_flexion", HG_LEFT, -76.4, 16, ""},
        {HG_COORDINATION_phase_coordination_index, "", -1, NAN, 18,
         "18 strides, at least 23 are needed"}};
    r->n_coordination = sizeof measures / sizeof *measures;
    r->coordination = fixture_alloc(r->memory, r->n_coordination, sizeof *r->coordination);
    memcpy(r->coordination, measures, sizeof measures);
}

static void fixture_frames(hg_result *r) {
    hg_frames *f = fixture_alloc(r->memory, 1, sizeof *f);
    f->n = 50;
    f->time_s = fixture_alloc(r->memory, f->n, sizeof(double));
    for (size_t i = 0; i < f->n; i++) f->time_s[i] = (double)i / 150;
    for (int a = 0; a < HG_ANGLE_COUNT; a++) {
        f->angle_deg[a] = fixture_alloc(r->memory, f->n, sizeof(double));
        for (size_t i = 0; i < f->n; i++)
            f->angle_deg[a][i] = i == 3 ? NAN : 10 * sin(0.1 * (double)i + a);
    }
    r->frames = f;
}

static inline hg_result *fixture_result(fixture_kind kind) {
    hg__arena *arena = hg__arena_new();
    if (!arena) abort();
    hg_result *r = fixture_alloc(arena, 1, sizeof *r);
    r->memory = arena;
    hg_provenance *p = &r->provenance;
    fixture_copy(p->program_version, sizeof p->program_version, "0.1.0");
    fixture_copy(p->input_format, sizeof p->input_format, "hipgait-hdf5");
    fixture_copy(p->input_schema_version, sizeof p->input_schema_version, "1.0");
    fixture_copy(p->input_sha256, sizeof p->input_sha256,
                 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    fixture_copy(p->markerset, sizeof p->markerset, "rbds");
    fixture_copy(p->markerset_version, sizeof p->markerset_version, "1.0");
    if (kind != FIXTURE_INSUFFICIENT) fixture_copy(p->hip_centre, sizeof p->hip_centre, "hara");
    for (int side = 0; side < 2; side++) {
        p->hip_centre_m[side][0] = -0.0462;
        p->hip_centre_m[side][1] = -0.0798;
        p->hip_centre_m[side][2] = side ? 0.0860 : -0.0860;
    }
    fixture_copy(p->convention, sizeof p->convention, "isb");
    fixture_copy(p->sensor, sizeof p->sensor, "optical");
    p->seed = 1;
    hg_params_default(&p->params);
    if (kind == FIXTURE_WARNED) p->params.clean_cutoff_hz = 12;
    fixture_copy(r->runner, sizeof r->runner, "R017");
    fixture_copy(r->session, sizeof r->session, "S02");
    r->visit = 2;
    r->sex = HG_SEX_F;
    r->age_years = 34;
    r->leg_length_m[HG_LEFT] = 0.861;
    r->leg_length_m[HG_RIGHT] = kind == FIXTURE_GOOD ? 0.863 : NAN;
    hg_intake_clear(&r->intake);
    r->mass_kg = 62.4;
    r->height_m = 1.71;
    fixture_copy(r->trial, sizeof r->trial,
                 kind == FIXTURE_GOOD     ? "run01"
                 : kind == FIXTURE_WARNED ? "run02"
                                          : "run03");
    fixture_copy(r->footwear, sizeof r->footwear,
                 kind == FIXTURE_GOOD ? "neutral training shoe" : "");
    r->task = HG_TASK_RUN;
    r->treadmill = HG_YES;
    r->stated_speed_m_s = kind == FIXTURE_WARNED ? 2.9 : 2.5;
    r->speed_m_s = 2.502;
    r->speed_source = "belt";
    r->incline_percent = kind == FIXTURE_INSUFFICIENT ? NAN : 1;
    r->duration_s = 16;
    r->rate_hz = 150;
    fixture_flags(r, kind);
    fixture_strides(r);
    fixture_measures(r, kind);
    fixture_rhythm(r, kind);
    fixture_tests(r, kind);
    if (kind != FIXTURE_INSUFFICIENT) {
        static const char *const names[] = {"pelvis", "thigh_left", "thigh_right", "shank_left",
                                            "shank_right"};
        r->n_segments = 5;
        r->segments = fixture_alloc(arena, 5, sizeof *r->segments);
        for (size_t i = 0; i < 5; i++)
            r->segments[i] = (hg_segment_quality){names[i], 0.0021 + 0.0013 * (double)i,
                                                  0.0048 + 0.002 * (double)i, i == 3 ? 0.9917 : 1};
        if (kind == FIXTURE_WARNED) r->segments[1].residual_median_m = 0.0172;
        static const hg_fill fills[] = {{"L.ASIS", 1.02, 1.04, 4, HG_SAMPLE_SPLINE},
                                        {"L.ASIS", 3.1, 3.1, 1, HG_SAMPLE_SPLINE},
                                        {"L.ASIS", 5, 5.4, 61, HG_SAMPLE_RIGID},
                                        {"R.MT5", 0, 0.5, 76, HG_SAMPLE_MISSING}};
        r->n_fills = sizeof fills / sizeof *fills;
        r->fills = fixture_alloc(arena, r->n_fills, sizeof *r->fills);
        memcpy(r->fills, fills, sizeof fills);
        static const hg_cutoff cutoffs[] = {{"L.ASIS", 7.25, HG_CUTOFF_RESIDUAL},
                                            {"R.MT5", 10, HG_CUTOFF_FIXED}};
        r->n_cutoffs = sizeof cutoffs / sizeof *cutoffs;
        r->cutoffs = fixture_alloc(arena, r->n_cutoffs, sizeof *r->cutoffs);
        memcpy(r->cutoffs, cutoffs, sizeof cutoffs);
        fixture_frames(r);
    }
    return r;
}

#define FIXTURE_LONG 10240

/* Good numbers with the texts that someone would choose who means harm, or who has bad luck. */
static inline hg_result *fixture_hostile(void) {
    hg_result *r = fixture_result(FIXTURE_WARNED);
    char *endless = fixture_alloc(r->memory, FIXTURE_LONG + 1, 1);
    memset(endless, 'x', FIXTURE_LONG);
    memcpy(endless, "<i>\"&'", 6);
    fixture_copy(r->runner, sizeof r->runner, "<script>alert(1)</script>");
    fixture_copy(r->session, sizeof r->session, "\" onload=alert(1) x='\\");
    fixture_copy(r->trial, sizeof r->trial,
                 "run\xe2\x80\xae"
                 "10\xe2\x81\xa6</h2>");
    fixture_copy(r->footwear, sizeof r->footwear,
                 "\xf0\x9f\x91\x9f \xff\xc0\xaf\xed\xa0\x80 \x01\x1b[31m red");
    fixture_copy(r->provenance.markerset, sizeof r->provenance.markerset,
                 "</style><img src=//x.example/y onerror=z>");
    fixture_copy(r->provenance.hip_centre, sizeof r->provenance.hip_centre, "<!--");
    fixture_copy(r->provenance.convention, sizeof r->provenance.convention, "]]><![CDATA[");
    fixture_copy(r->provenance.program_version, sizeof r->provenance.program_version,
                 "0\"}</style><b>");
    fixture_copy(r->provenance.params.events_source, sizeof r->provenance.params.events_source,
                 "<b>file</b>");
    fixture_copy(r->flags[0].text, sizeof r->flags[0].text,
                 "one\xe2\x80\xa8two\nthree &lt; <svg/onload=a()>");
    fixture_copy(r->strides[0][7].reason, sizeof r->strides[0][7].reason,
                 "<a href='javascript:a()'>");
    fixture_copy(r->events.description, sizeof r->events.description, "{{x}} \\u0022 <textarea>");
    r->segments[0].name = endless;
    r->events.method = endless;
    return r;
}

/* A result in which nothing was measured: every number NaN, every text empty, no list. */
static inline hg_result *fixture_bare(hg_quality_status status) {
    hg__arena *arena = hg__arena_new();
    if (!arena) abort();
    hg_result *r = fixture_alloc(arena, 1, sizeof *r);
    r->memory = arena;
    hg_params_default(&r->provenance.params);
    r->treadmill = HG_NOT_GIVEN;
    r->status = status;
    r->age_years = r->mass_kg = r->height_m = NAN;
    r->leg_length_m[0] = r->leg_length_m[1] = NAN;
    hg_intake_clear(&r->intake);
    r->stated_speed_m_s = r->speed_m_s = r->incline_percent = r->duration_s = r->rate_hz = NAN;
    r->toe_off_percent[0] = r->toe_off_percent[1] = NAN;
    r->asymmetry_summary.involved = HG_SIDE_UNKNOWN;
    return r;
}

#include "support/fixture_evidence.h"

/* By name: a kind, "full", "hostile" or "bare"; NULL for anything else. */
static inline hg_result *fixture_named(const char *name) {
    for (int kind = 0; kind < FIXTURE_KINDS; kind++)
        if (strcmp(name, fixture_kind_names[kind]) == 0) return fixture_result((fixture_kind)kind);
    if (strcmp(name, "full") == 0) return fixture_full();
    if (strcmp(name, "hostile") == 0) return fixture_hostile();
    if (strcmp(name, "bare") == 0) return fixture_bare(HG_QUALITY_OK);
    return NULL;
}

static inline void fixture_result_free(hg_result *r) {
    if (r) hg__arena_free(r->memory);
}

#endif
