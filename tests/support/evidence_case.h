/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A runner made by hand and a small evidence file, for the tests of the evidence engine. */
#ifndef HG_TESTS_EVIDENCE_CASE_H
#define HG_TESTS_EVIDENCE_CASE_H

#include <hipgait/hipgait.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "evidence/evidence.h"

#define BOTH (-1)

typedef struct evidence_case {
    hg__arena *memory;
    const hg__rules *rules;
    hg_result result;
    hg_metric_value metrics[HG_METRIC_COUNT];
    hg_asymmetry asymmetry[HG_METRIC_COUNT];
    hg_injury injuries[8];
    hg_training_run log[80];
    hg_evidence out;
} evidence_case;

/* Nothing asked; a good recording of running without any measure. */
static inline void case_blank(evidence_case *c) {
    memset(&c->result, 0, sizeof c->result);
    hg_result *r = &c->result;
    hg_intake_clear(&r->intake);
    r->age_years = r->mass_kg = r->height_m = r->speed_m_s = NAN;
    for (int s = 0; s < 2; s++) {
        r->leg_length_m[s] = r->static_leg_length_m[s] = NAN;
        r->n_used[s] = r->n_strides[s] = 30;
    }
    r->task = HG_TASK_RUN;
    r->treadmill = HG_NOT_GIVEN;
    r->metrics = c->metrics;
    r->asymmetry = c->asymmetry;
    r->injuries = c->injuries;
    r->training_log = c->log;
    snprintf(r->session_date, sizeof r->session_date, "2026-06-30");
}

/* `rules` is the text of a file, NULL for the one that is built in. Ends the program when it is
 * bad. */
static inline void case_begin(evidence_case *c, const char *rules) {
    hg_error err = {0};
    memset(c, 0, sizeof *c);
    c->memory = hg__arena_new();
    hg_status status = rules ? hg__evidence_load_from(&c->rules, NULL, 0, rules, strlen(rules),
                                                      "test.json", c->memory, &err)
                             : hg__evidence_load(&c->rules, NULL, NULL, c->memory, &err);
    if (status != HG_OK) {
        fprintf(stderr, "%s: %s: %s\n", err.file, err.object, err.text);
        abort();
    }
    case_blank(c);
}

static inline void case_end(evidence_case *c) {
    hg__arena_free(c->memory);
}

/* "group.name" on a side, or BOTH */
static inline void case_answer(evidence_case *c, const char *name, int side, double value) {
    char group[32];
    const char *dot = strchr(name, '.');
    snprintf(group, sizeof group, "%.*s", (int)(dot - name), name);
    hg_intake_id id = hg_intake_find(group, dot + 1);
    if (id == HG_INTAKE_COUNT) {
        fprintf(stderr, "no question %s\n", name);
        abort();
    }
    for (int s = 0; s < 2; s++)
        if (side == BOTH || side == s || !hg_intake_fields[id].sided)
            c->result.intake.value[id][s] = value;
}

static inline void case_group(evidence_case *c, const char *group, double value) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        if (strcmp(hg_intake_fields[i].group, group) == 0 &&
            hg_intake_fields[i].kind == HG_INTAKE_ANSWER)
            c->result.intake.value[i][0] = c->result.intake.value[i][1] = value;
}

static inline void case_metric(evidence_case *c, hg_metric_id id, double left, double right,
                               hg_asymmetry_class rating) {
    hg_result *r = &c->result;
    hg_metric_value *m = &c->metrics[r->n_metrics++];
    *m = (hg_metric_value){.id = id, .both = hg_stat_none()};
    m->side[0] = m->side[1] = hg_stat_none();
    m->side[0].mean = left;
    m->side[1].mean = right;
    m->both.mean = left;
    if (hg_metrics[id].form == HG_FORM_BOTH) return;
    c->asymmetry[r->n_asymmetry++] =
        (hg_asymmetry){.metric = id, .difference = right - left, .rating = rating, .reason = ""};
}

/* A day so many days before 30 June 2026, as ISO 8601 writes it. */
static inline void case_day(char out[HG_NAME_MAX], int back) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30};
    int month = 6, day = 30 - back;
    while (day < 1) day += lengths[--month - 1];
    snprintf(out, HG_NAME_MAX, "2026-%02d-%02d", month, day);
}

static inline void case_run(evidence_case *c, int days_back, double km) {
    hg_training_run *run = &c->log[c->result.n_training_log++];
    *run = (hg_training_run){.distance_m = 1000 * km, .duration_s = NAN, .rpe = NAN};
    case_day(run->date, days_back);
}

static inline void case_injury(evidence_case *c, const char *site, const char *side, double weeks) {
    hg_injury *i = &c->injuries[c->result.n_injuries++];
    *i = (hg_injury){.weeks_ago = weeks, .days_lost = NAN, .surgery = HG_NOT_GIVEN};
    snprintf(i->site, sizeof i->site, "%s", site);
    snprintf(i->side, sizeof i->side, "%s", side);
}

static inline void case_judge(evidence_case *c) {
    if (hg__judge(&c->out, c->rules, &c->result, c->memory, NULL) != HG_OK) abort();
}

static inline const hg_condition *case_condition(const evidence_case *c, const char *id,
                                                 hg_side side) {
    for (size_t i = 0; i < c->out.n_conditions; i++)
        if (c->out.conditions[i].side == side && strcmp(c->out.conditions[i].id, id) == 0)
            return &c->out.conditions[i];
    return NULL;
}

static inline const hg_rule_outcome *case_rule(const hg_condition *c, const char *id) {
    for (size_t i = 0; c && i < c->n_rules; i++)
        if (strcmp(c->rules[i].id, id) == 0) return &c->rules[i];
    return NULL;
}

static inline const hg_derived *case_derived(const evidence_case *c, const char *id, hg_side side) {
    for (size_t i = 0; i < c->out.n_derived; i++)
        if (c->out.derived[i].side == side && strcmp(c->out.derived[i].id, id) == 0)
            return &c->out.derived[i];
    return NULL;
}

/* One condition with each kind of rule, a neighbour without a pattern, one without sides. */
#define SMALL_HEAD                                                                                 \
    "{\"format\":\"hipgait-evidence\",\"format_version\":\"1.0\",\"name\":\"small\","              \
    "\"version\":\"1\",\n"                                                                         \
    "\"sources\":{\"S1\":\"One 2020\",\"S2\":\"Two 2021\"},\n"                                     \
    "\"parameters\":{\"spike\":{\"value\":10,\"unit\":\"%\"},"                                     \
    "\"strides_least\":{\"value\":10,\"unit\":\"1\"}},\n"                                          \
    "\"texts\":{\"zero\":\"the {text.stand} defines zero\",\"stand\":\"standing trial\"},\n"
#define SMALL_FLAGS                                                                                \
    "\"red_flags\":[\n"                                                                            \
    "{\"id\":\"bone\",\"when\":\"red_flags.limp or red_flags.pain_hopping\","                      \
    "\"asks\":[\"red_flags.limp\",\"red_flags.pain_hopping\"],\"text\":\"Limp.\","                 \
    "\"suspected\":\"bone\",\"action\":\"Stop.\",\"urgent\":true,\"grade\":\"A\","                 \
    "\"sources\":[\"S1\"]},\n"                                                                     \
    "{\"id\":\"joint\",\"when\":\"examination.flexion_deg < 90 deg\",\"text\":\"Stiff {side}.\","  \
    "\"suspected\":\"joint\",\"action\":\"See.\",\"urgent\":false,\"grade\":\"C\"},\n"             \
    "{\"id\":\"young\",\"when\":\"runner.age_years < 16 years and red_flags.deformity\","          \
    "\"asks\":[\"runner.age_years\",\"red_flags.deformity\"],\"text\":\"Young.\","                 \
    "\"suspected\":\"growth\",\"action\":\"Stop.\",\"grade\":\"C\"}],\n"
#define SMALL_CONDITIONS                                                                           \
    "\"conditions\":[\n"                                                                           \
    "{\"id\":\"groin_strain\",\"label\":\"Groin strain\",\"pattern\":\"P1\","                      \
    "\"rules\":[\"X2\",\"P1\",\"R1\",\"R2\",\"R6\",\"R9\",\"G1\",\"G2\",\"G7\"]},\n"               \
    "{\"id\":\"neighbour\",\"label\":\"Neighbour\",\"neighbour\":true,\"rules\":[\"R2\","          \
    "\"G1\"]},\n"                                                                                  \
    "{\"id\":\"bone_stress\",\"label\":\"Bone stress\",\"sides\":\"none\",\"pattern\":\"P3\","     \
    "\"rules\":[\"R2\",\"G1\",\"P3\"]},\n"                                                         \
    "{\"id\":\"walker\",\"label\":\"Walker\",\"task\":\"walk\",\"rules\":[\"G8\"]}],\n"
#define SMALL_RULES                                                                                \
    "\"rules\":[\n"                                                                                \
    "{\"id\":\"X2\",\"label\":\"long\",\"domain\":\"refer\","                                      \
    "\"when\":\"symptoms.cannot_run or derived.ostrc_substantial\",\"text\":\"Cannot run.\","      \
    "\"grade\":\"C\"},\n"                                                                          \
    "{\"id\":\"P1\",\"label\":\"strain\",\"domain\":\"symptoms\","                                 \
    "\"site\":\"symptoms.site_groin\",\"features\":[\"symptoms.sharp_pain_activity\","             \
    "\"symptoms.swelling\",\"symptoms.sudden_weakness\"],\"need\":2,"                              \
    "\"text\":\"Strain on the {side} side.\",\"grade\":\"C\",\"sources\":[\"S1\"]},\n"             \
    "{\"id\":\"P3\",\"label\":\"bone\",\"domain\":\"symptoms\",\"site\":\"symptoms.site_"          \
    "lateral\","                                                                                   \
    "\"must\":\"symptoms.gradual_onset\",\"site_is_feature\":true,"                                \
    "\"features\":[\"symptoms.tender_lying\",\"symptoms.deep_ache_after\"],\"need\":1,"            \
    "\"text\":\"Ache.\",\"grade\":\"B\"},\n"                                                       \
    "{\"id\":\"R1\",\"label\":\"injury\",\"domain\":\"risk\",\"when\":\"injured('groin')\","       \
    "\"text\":\"Injured {injured_weeks('groin')} ago on the {side} side.\",\"grade\":\"A\","       \
    "\"sources\":[\"S2\",\"S1\"]},\n"                                                              \
    "{\"id\":\"R2\",\"label\":\"spike\",\"domain\":\"risk\","                                      \
    "\"when\":\"derived.longest_run_excess > $spike\","                                            \
    "\"text\":\"{derived.longest_run_excess} longer; {text.zero}.\","                              \
    "\"otherwise\":\"{derived.longest_run_excess} only.\",\"unknown\":\"No log.\","                \
    "\"grade\":\"B-\"},\n"                                                                         \
    "{\"id\":\"R6\",\"label\":\"sex\",\"domain\":\"risk\",\"weight\":\"context\","                 \
    "\"when\":\"runner.sex == 'F'\",\"text\":\"Woman.\",\"grade\":\"A\"},\n"                       \
    "{\"id\":\"R9\",\"label\":\"surface\",\"domain\":\"risk\","                                    \
    "\"when\":\"training.surface_hard\",\"text\":\"Hard.\",\"grade\":\"A/C\"},\n"                  \
    "{\"id\":\"G1\",\"label\":\"adduction\",\"domain\":\"gait\",\"family\":\"frontal\","           \
    "\"when\":\"larger(hip_adduction_excursion)\","                                                \
    "\"text\":\"{excess(hip_adduction_excursion)} more on the {side} than the {other} side.\","    \
    "\"grade\":\"C\"},\n"                                                                          \
    "{\"id\":\"G2\",\"label\":\"extension\",\"domain\":\"gait\",\"family\":\"sagittal\","          \
    "\"when\":\"smaller(hip_extension_peak)\",\"text\":\"Less.\",\"grade\":\"C\"},\n"              \
    "{\"id\":\"G7\",\"label\":\"contact\",\"domain\":\"gait\",\"family\":\"spatiotemporal\","      \
    "\"weight\":\"none\",\"when\":\"larger(contact_time)\",\"text\":\"Longer.\",\"grade\":\"N\"}," \
    "\n"                                                                                           \
    "{\"id\":\"G8\",\"label\":\"walk\",\"domain\":\"gait\",\"family\":\"spatiotemporal\","         \
    "\"task\":\"walk\",\"when\":\"smaller(step_length)\",\"text\":\"Short.\",\"grade\":\"A\"}],\n"
#define SMALL_REST                                                                                 \
    "\"ties\":[\n"                                                                                 \
    "{\"metric\":\"hip_adduction_excursion\",\"condition\":\"groin_strain\","                      \
    "\"direction\":\"larger\",\"tied\":true,\"text\":\"Tied, {side}.\",\"grade\":\"C\","           \
    "\"sources\":[\"S1\"]},\n"                                                                     \
    "{\"metric\":\"hip_extension_peak\",\"condition\":\"groin_strain\","                           \
    "\"direction\":\"smaller\",\"tied\":true,\"text\":\"Tied, {side}.\",\"grade\":\"C\"},\n"       \
    "{\"metric\":\"contact_time\",\"condition\":\"\",\"tied\":false,\"text\":\"No tie.\","         \
    "\"grade\":\"N\",\"sources\":[\"S2\"]}],\n"                                                    \
    "\"advice\":[\n"                                                                               \
    "{\"id\":\"stretch\",\"kind\":\"prevention\",\"when\":\"band('any') != 'refer'\","             \
    "\"text\":\"Stretch.\",\"because\":\"The worst band is {band('any')}.\",\"grade\":\"C\","      \
    "\"cautions\":[{\"when\":\"symptoms.site_lateral\",\"text\":\"Not while it hurts.\"},"         \
    "{\"when\":\"not known(symptoms.site_lateral)\",\"text\":\"Ask first.\"}]},\n"                 \
    "{\"id\":\"load\",\"kind\":\"load\",\"when\":\"flag('R2')\",\"text\":\"Shorter than "          \
    "{derived.longest_run_30d}.\",\"because\":\"R2\",\"grade\":\"B\",\"sources\":[\"S1\"]},\n"     \
    "{\"id\":\"see\",\"kind\":\"refer\",\"when\":\"band('groin_strain') >= 'elevated' or "         \
    "flag('bone')\",\"text\":\"See.\",\"because\":\"x\",\"grade\":\"C\"}],\n"                      \
    "\"limits\":[\"Not validated.\",\"{text.zero}\"]}\n"
#define SMALL_RULES_FILE SMALL_HEAD SMALL_FLAGS SMALL_CONDITIONS SMALL_RULES SMALL_REST

#endif
