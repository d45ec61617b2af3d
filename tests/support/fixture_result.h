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
    {HG_METRIC_vertical_oscillation, 0.0934, 0.0918, 0.006, false},
    {HG_METRIC_pelvic_tilt_mean, 17.6, 18.1, 1.2, true},
    {HG_METRIC_pelvic_tilt_range, 5.1, 5.04, 0.9, true},
    {HG_METRIC_hip_flexion_contact, 36.8, 34.9, 1.6, true},
    {HG_METRIC_hip_flexion_peak, 45.6, 43.5, 1.5, true},
    {HG_METRIC_hip_extension_peak, 5.4, 4.3, 1.4, true},
    {HG_METRIC_hip_flexion_range, 51.0, 47.8, 1.9, true},
    {HG_METRIC_knee_flexion_contact, 14.1, 15.2, 1.8, true},
    {HG_METRIC_knee_flexion_stance_peak, 40.3, 41.1, 1.7, true},
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

static hg_stat fixture_stat(double mean, double sd, size_t n) {
    hg_stat s = {mean, n < 2 ? NAN : sd, n};
    return s;
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
        r->asymmetry[r->n_asymmetry++] = (hg_asymmetry){v->id, no_right ? NAN : v->right - v->left};
    }
    if (kind == FIXTURE_INSUFFICIENT) {
        r->toe_off_percent[0] = r->toe_off_percent[1] = NAN;
        return;
    }
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
    p->seed = 1;
    hg_params_default(&p->params);
    if (kind == FIXTURE_WARNED) p->params.clean_cutoff_hz = 12;
    fixture_copy(r->runner, sizeof r->runner, "R017");
    fixture_copy(r->session, sizeof r->session, "S02");
    r->visit = 2;
    r->sex = HG_SEX_F;
    r->age_years = 34;
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
    r->stated_speed_m_s = r->speed_m_s = r->incline_percent = r->duration_s = r->rate_hz = NAN;
    r->toe_off_percent[0] = r->toe_off_percent[1] = NAN;
    return r;
}

/* By name: a kind, "hostile" or "bare"; NULL for anything else. */
static inline hg_result *fixture_named(const char *name) {
    for (int kind = 0; kind < FIXTURE_KINDS; kind++)
        if (strcmp(name, fixture_kind_names[kind]) == 0) return fixture_result((fixture_kind)kind);
    if (strcmp(name, "hostile") == 0) return fixture_hostile();
    if (strcmp(name, "bare") == 0) return fixture_bare(HG_QUALITY_OK);
    return NULL;
}

static inline void fixture_result_free(hg_result *r) {
    if (r) hg__arena_free(r->memory);
}

#endif
