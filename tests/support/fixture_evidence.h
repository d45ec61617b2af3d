/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The good runner of fixture_result.h with everything that a result can hold: all questions
 * answered in one way or another, injuries, a training log, red flags, conditions with rules of
 * each kind, ties, advice. The words are invented; none of them is a rule. Included by
 * fixture_result.h.
 */
#ifndef HG_TESTS_FIXTURE_EVIDENCE_H
#define HG_TESTS_FIXTURE_EVIDENCE_H

#include "support/fixture_result.h"

#define FIXTURE_COUNT(a) (sizeof(a) / sizeof *(a))

/* Each question with an answer of its own; every fifth is not asked. */
static void fixture_intake(hg_result *r) {
    for (int id = 0; id < HG_INTAKE_COUNT; id++) {
        const hg_intake_field *q = &hg_intake_fields[id];
        if (id % 5 == 4) continue;
        for (int s = 0; s < 2; s++) {
            int k = q->sided ? id + s : id;
            double *value = &r->intake.value[id][s];
            if (q->kind == HG_INTAKE_NUMBER)
                *value = q->least + (q->most - q->least) * (0.25 + 0.01 * (k % 7)) / 3;
            else
                *value = k % 2;
        }
    }
    fixture_copy(r->intake_date, sizeof r->intake_date, "2026-05-16");
    fixture_copy(r->session_date, sizeof r->session_date, "2026-05-17");
    static const hg_injury injuries[] = {
        {"1", "hip", "left", "gluteal tendon, \"sore\"", "past", 52, 21, HG_NO},
        {"2", "", "", "", "", NAN, NAN, HG_NOT_GIVEN},
        {"3", "knee", "right", "meniscus", "past", 200.5, 90, HG_YES}};
    r->n_injuries = FIXTURE_COUNT(injuries);
    r->injuries = fixture_alloc(r->memory, r->n_injuries, sizeof *r->injuries);
    memcpy(r->injuries, injuries, sizeof injuries);
    static const hg_training_run runs[] = {{"2026-05-01", 8000, 2580, 4, "road"},
                                           {"2026-05-03", 12345.678, NAN, NAN, ""},
                                           {"2026-05-08", NAN, 3600, 6, "trail"}};
    r->n_training_log = FIXTURE_COUNT(runs);
    r->training_log = fixture_alloc(r->memory, r->n_training_log, sizeof *r->training_log);
    memcpy(r->training_log, runs, sizeof runs);
}

static const char *const fixture_sources[] = {"Author A 2020, Journal 1:1, doi:10.1000/one",
                                              "Author B & Author C 2021, Journal 2:22"};

static const hg_evidence_value fixture_rule_values[] = {
    {"excess(hip_adduction_excursion)", "deg", "", 1.9},
    {"site_lateral", "", "yes", NAN},
    {"surface_new", "", "not asked", NAN},
    {"change_4wk_percent", "%", "", NAN}};

static const hg_rule_outcome fixture_rules[] = {
    {"X1", "Cannot bear weight", HG_DOMAIN_REFER, HG_WEIGHT_COUNTS, HG_NO,
     "The runner can bear weight.", "cannot_bear_weight", "C", fixture_sources, 1,
     fixture_rule_values + 1, 1},
    {"P1", "Pain on the outer side", HG_DOMAIN_SYMPTOM, HG_WEIGHT_COUNTS, HG_YES,
     "Pain on the outer side of the hip was reported on this side.", "site_lateral", "B",
     fixture_sources, 2, fixture_rule_values + 1, 1},
    {"R1", "Training grew", HG_DOMAIN_RISK, HG_WEIGHT_COUNTS, HG_NOT_GIVEN,
     "How training changed was not asked.", "change_4wk_percent > 30 and surface_new", "B",
     fixture_sources + 1, 1, fixture_rule_values + 2, 2},
    {"R2", "Sex and age", HG_DOMAIN_RISK, HG_WEIGHT_CONTEXT, HG_YES,
     "Told for context; it does not count.", "sex == F", "A/C", NULL, 0, NULL, 0},
    {"G1", "More adduction", HG_DOMAIN_GAIT, HG_WEIGHT_COUNTS, HG_YES,
     "The hip adducts by 1.9 degrees more on this side (interval 0.4 to 3.4), which is beyond what "
     "placing the markers may make of it and beyond what is usual in runners.",
     "excess(hip_adduction_excursion) > 0", "C", fixture_sources, 1, fixture_rule_values, 1},
    {"G2", "Less extension", HG_DOMAIN_GAIT, HG_WEIGHT_NONE, HG_NO, "The hips extend alike.",
     "deficit(hip_extension_peak) > 0", "N", fixture_sources, 1, NULL, 0}};

static const char *const fixture_trace[] = {"symptoms: site_lateral yes -> pattern complete",
                                            "risk: 0 of grade A or B", "gait: G1 -> note watch",
                                            "symptoms complete, no risk factor -> moderate"};

static const hg_condition fixture_conditions[] = {
    {"lateral", "Pain on the outer side of the hip", "Called otherwise in older texts.", false,
     HG_LEFT, HG_CONDITION_INSUFFICIENT, "Too little was asked of this side.", "",
     HG_PATTERN_NOT_ASKED, false, false, 0, fixture_rules, 4, NULL, 0},
    {"lateral", "Pain on the outer side of the hip", "Called otherwise in older texts.", false,
     HG_RIGHT, HG_CONDITION_MODERATE, "The pattern of symptoms is complete.", "B",
     HG_PATTERN_COMPLETE, true, false, 0, fixture_rules, FIXTURE_COUNT(fixture_rules),
     fixture_trace, FIXTURE_COUNT(fixture_trace)},
    {"bone", "Stress of the bone", "", true, HG_SIDE_UNKNOWN, HG_CONDITION_REFER,
     "A red flag was raised.", "A/C", HG_PATTERN_PARTIAL, true, true, 2, NULL, 0, fixture_trace,
     1}};

static const hg_tie fixture_ties[] = {
    {HG_METRIC_hip_adduction_excursion, "lateral", "Pain on the outer side of the hip", true, true,
     HG_RIGHT, "A larger adduction excursion was seen in runners with this pain.", "C",
     fixture_sources, 2},
    {HG_METRIC_contact_time, "", "", false, false, HG_SIDE_UNKNOWN,
     "Studies looked at contact time and found no tie to hip pain.", "N", fixture_sources + 1, 1}};

static const hg_advice fixture_advices[] = {
    {"see", HG_ADVICE_REFER, "Have a physician look at it before running again.", "C",
     fixture_sources, 1, "", "red flag pain_hopping"},
    {"cadence", HG_ADVICE_GAIT, "Discuss a step rate that is 5 to 10 % higher.", "B",
     fixture_sources, 2, "Not while a red flag stands.", "G1"}};

static const hg_red_flag fixture_flags_raised[] = {
    {"pain_hopping", "Pain on hopping", "a stress fracture", "see a physician this week", true,
     HG_YES, "C", fixture_sources, 1},
    {"limp", "Limps because of it", "a stress fracture", "see a physician", false, HG_NO, "C",
     fixture_sources, 1},
    {"fever_unwell", "Fever or feeling ill", "an infection", "see a physician today", true,
     HG_NOT_GIVEN, "C", NULL, 0}};

static const hg_derived fixture_derived[] = {
    {"longest_run_ratio", "Longest run of the week against the month before", "%", 54.3209876,
     HG_SIDE_UNKNOWN, "more than a tenth longer",
     "12.3 km on 2026-05-03 against 8.0 km, the longest of the 30 days before"},
    {"abductor_deficit", "Abductor strength against the other side", "%", NAN, HG_LEFT,
     "strength was not measured", ""}};

static const char *const fixture_limits[] = {
    "Studies of runners who were hurt already cannot tell cause from consequence.",
    "What was not asked is not known to be absent."};

/* Three strides of each curve and side, the last one an outlier. */
static void fixture_single_strides(hg_result *r) {
    r->stride_curves = fixture_alloc(r->memory, r->n_curves * 6, sizeof *r->stride_curves);
    for (size_t c = 0; c < r->n_curves; c++)
        for (int s = 0; s < 2; s++)
            for (size_t k = 0; k < 3; k++) {
                hg_stride_curve *one = &r->stride_curves[r->n_stride_curves++];
                one->id = r->curves[c].id;
                one->side = (hg_side)s;
                one->stride = 6 * k;
                one->start_s = r->strides[s][one->stride].start_s;
                one->outlier = k == 2;
                for (int i = 0; i < HG_STRIDE_POINTS; i++)
                    one->value[i] = r->curves[c].side[s].mean[2 * i] + 0.7 * (double)k + 0.1 * i;
            }
}

static const char *const fixture_open[] = {"Fever, chills or feeling ill"};

static inline hg_result *fixture_full(void) {
    hg_result *r = fixture_result(FIXTURE_GOOD);
    fixture_single_strides(r);
    fixture_intake(r);
    r->evidence = (hg_evidence){.file = "hip",
                                .version = "1.0",
                                .sha256 = r->provenance.input_sha256,
                                .replaced = "clinic.json",
                                .red_flags = {HG_RED_FLAGS_RAISED, 3, 2, fixture_flags_raised,
                                              FIXTURE_COUNT(fixture_flags_raised), fixture_open,
                                              FIXTURE_COUNT(fixture_open)},
                                .derived = fixture_derived,
                                .n_derived = FIXTURE_COUNT(fixture_derived),
                                .conditions = fixture_conditions,
                                .n_conditions = FIXTURE_COUNT(fixture_conditions),
                                .ties = fixture_ties,
                                .n_ties = FIXTURE_COUNT(fixture_ties),
                                .advice = fixture_advices,
                                .n_advice = FIXTURE_COUNT(fixture_advices),
                                .gait_tests = 14,
                                .expected_chance = 0.7,
                                .limits = fixture_limits,
                                .n_limits = FIXTURE_COUNT(fixture_limits)};
    return r;
}

#endif
