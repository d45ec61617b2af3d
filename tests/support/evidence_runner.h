/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A runner for tests of the evidence file: everything was asked and answered with no, every measure
 * is alike on both sides, and no reference fits. What a test is about is set by a line of settings
 * joined by ';', each "name=value":
 *
 *   symptoms.swelling.left=yes   an answer of the intake: yes, no, ? (not asked), a number, a word
 *   age= sex= bmi= speed= task=  who and what
 *   tape=12                      leg length, right less left, mm
 *   injury=hamstring/R/30        site, side, weeks ago
 *   run=3/12.5                   days ago, km
 *   mean.step_rate=170           a mean, both sides; mean.x.left one side
 *   z.step_rate=-1               against a fitting reference; z.x.left one side
 *   notable.contact_time=left    the asymmetry of a metric, with the larger side; beyond. likewise
 *   insufficient.contact_time=   it could not be judged
 *   unmeasured.step_width=       no such value in the result
 */
#ifndef HG_TESTS_EVIDENCE_RUNNER_H
#define HG_TESTS_EVIDENCE_RUNNER_H

#include <hipgait/hipgait.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RUNNER_DAY "2026-05-18"
#define RUNNER_STRIDES 40

typedef struct evidence_runner {
    hg_result result;
    hg_metric_value metric[HG_METRIC_COUNT];
    hg_asymmetry asymmetry[HG_METRIC_COUNT];
    hg_reference reference[HG_METRIC_COUNT];
    hg_injury injury[8];
    hg_training_run run[40];
} evidence_runner;

static int runner_metric(const char *id) {
    for (int m = 0; m < HG_METRIC_COUNT; m++)
        if (strcmp(hg_metrics[m].id, id) == 0) return m;
    fprintf(stderr, "no metric %s\n", id);
    abort();
}

static hg_stat runner_stat(double mean) {
    hg_stat s = hg_stat_none();
    s.mean = mean;
    s.sd = 1;
    s.n = RUNNER_STRIDES;
    return s;
}

static void runner_clear(evidence_runner *p) {
    memset(p, 0, sizeof *p);
    hg_result *r = &p->result;
    hg_params_default(&r->provenance.params);
    r->sex = HG_SEX_M;
    r->age_years = 30;
    r->height_m = 1.8;
    r->mass_kg = 70;
    r->leg_length_m[HG_LEFT] = r->leg_length_m[HG_RIGHT] = 0.9;
    r->static_leg_length_m[HG_LEFT] = r->static_leg_length_m[HG_RIGHT] = NAN;
    r->task = HG_TASK_RUN;
    r->treadmill = HG_YES;
    r->stated_speed_m_s = r->speed_m_s = 3;
    r->duration_s = 60;
    r->rate_hz = 200;
    r->speed_source = "belt";
    r->status = HG_QUALITY_OK;
    r->n_strides[0] = r->n_strides[1] = r->n_used[0] = r->n_used[1] = RUNNER_STRIDES;
    hg_intake_clear(&r->intake);
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        for (int side = 0; side < 2 && hg_intake_fields[i].kind == HG_INTAKE_ANSWER; side++)
            r->intake.value[i][side] = 0;
    snprintf(r->intake_date, sizeof r->intake_date, RUNNER_DAY);
    for (int m = 0; m < HG_METRIC_COUNT; m++) {
        p->metric[m] = (hg_metric_value){.id = (hg_metric_id)m,
                                         .side = {runner_stat(10), runner_stat(10)},
                                         .both = runner_stat(10)};
        r->n_metrics++;
        p->reference[m].id = (hg_metric_id)m;
        p->reference[m].set = p->reference[m].population = p->reference[m].method = "";
        p->reference[m].source = p->reference[m].quality = "";
        p->reference[m].both.z = p->reference[m].side[0].z = p->reference[m].side[1].z = NAN;
        if (hg_metrics[m].form == HG_FORM_BOTH) continue;
        p->asymmetry[r->n_asymmetry++] = (hg_asymmetry){.metric = (hg_metric_id)m,
                                                        .difference = 0,
                                                        .rating = HG_ASYMMETRY_USUAL,
                                                        .same_sign_share = 1,
                                                        .reason = ""};
    }
    r->metrics = p->metric;
    r->asymmetry = p->asymmetry;
    r->references = p->reference;
    r->n_references = HG_METRIC_COUNT;
    r->injuries = p->injury;
    r->training_log = p->run;
}

/* "yes", "?", "2.5", "trail" */
static void runner_answer(hg_result *r, const char *name, const char *value) {
    char group[32], field[64], side[8] = "";
    if (sscanf(name, "%31[^.].%63[^.].%7s", group, field, side) < 2) abort();
    hg_intake_id id = hg_intake_find(group, field);
    if (id == HG_INTAKE_COUNT) {
        fprintf(stderr, "no question %s\n", name);
        abort();
    }
    double x = strcmp(value, "?") == 0                         ? NAN
               : strcmp(value, "yes") == 0                     ? 1
               : strcmp(value, "no") == 0                      ? 0
               : hg_intake_fields[id].kind == HG_INTAKE_CHOICE ? (double)hg_intake_choice(id, value)
                                                               : strtod(value, NULL);
    if (!hg_intake_accepts(id, x)) {
        fprintf(stderr, "%s cannot be %s\n", name, value);
        abort();
    }
    if (strcmp(side, "right") != 0) hg_intake_set(&r->intake, id, HG_LEFT, x);
    if (strcmp(side, "left") != 0) hg_intake_set(&r->intake, id, HG_RIGHT, x);
}

/* The log is kept by date, as results have it. */
static void runner_run(hg_result *r, const char *value) {
    int days = 0;
    double km = 0;
    if (sscanf(value, "%d/%lf", &days, &km) != 2) abort();
    struct tm day = {.tm_year = 126, .tm_mon = 4, .tm_mday = 18 - days, .tm_hour = 12};
    mktime(&day);
    hg_training_run run = {.distance_m = 1000 * km, .duration_s = 300 * km, .rpe = NAN};
    strftime(run.date, sizeof run.date, "%Y-%m-%d", &day);
    size_t at = r->n_training_log++;
    while (at > 0 && strcmp(r->training_log[at - 1].date, run.date) > 0) {
        r->training_log[at] = r->training_log[at - 1];
        at--;
    }
    r->training_log[at] = run;
}

static void runner_injury(hg_result *r, const char *value) {
    hg_injury *i = &r->injuries[r->n_injuries++];
    *i = (hg_injury){.weeks_ago = NAN, .days_lost = NAN, .surgery = HG_NOT_GIVEN};
    if (sscanf(value, "%63[^/]/%63[^/]/%lf", i->site, i->side, &i->weeks_ago) < 2) abort();
    r->intake.value[HG_INTAKE_history_previous_injury][0] = 1;
    r->intake.value[HG_INTAKE_history_previous_injury][1] = 1;
}

static void runner_measure(evidence_runner *p, const char *what, const char *name,
                           const char *value) {
    char id[64], side[8] = "";
    if (sscanf(name, "%63[^.].%7s", id, side) < 1) abort();
    int m = runner_metric(id);
    double x = strtod(value, NULL);
    for (int s = 0; s < 2; s++) {
        if (*side && strcmp(side, s == HG_LEFT ? "left" : "right") != 0) continue;
        if (strcmp(what, "mean") == 0) p->metric[m].side[s].mean = p->metric[m].both.mean = x;
        if (strcmp(what, "z") == 0) {
            p->reference[m].compared = true;
            p->reference[m].side[s].z = p->reference[m].both.z = x;
        }
    }
    if (strcmp(what, "unmeasured") == 0)
        for (size_t i = 0; i < p->result.n_metrics; i++)
            if ((int)p->metric[i].id == m) { /* only hg_result_metric() looks, by id */
                memmove(&p->metric[i], &p->metric[i + 1],
                        (p->result.n_metrics - i - 1) * sizeof *p->metric);
                p->result.n_metrics--;
            }
    for (size_t i = 0; i < p->result.n_asymmetry; i++) {
        hg_asymmetry *a = &p->asymmetry[i];
        if ((int)a->metric != m) continue;
        bool beyond = strcmp(what, "beyond") == 0;
        if (beyond || strcmp(what, "notable") == 0) {
            a->rating = beyond ? HG_ASYMMETRY_BEYOND : HG_ASYMMETRY_NOTABLE;
            a->difference = strcmp(value, "right") == 0 ? 1 : -1;
        }
        if (strcmp(what, "insufficient") == 0 || strcmp(what, "unmeasured") == 0)
            a->rating = HG_ASYMMETRY_INSUFFICIENT;
    }
}

/* The difference of an asymmetry is that of the means, where a test has set them apart. */
static void runner_settle(evidence_runner *p) {
    for (size_t i = 0; i < p->result.n_asymmetry; i++) {
        hg_asymmetry *a = &p->asymmetry[i];
        const hg_metric_value *m = hg_result_metric(&p->result, a->metric);
        double d = m ? m->side[HG_RIGHT].mean - m->side[HG_LEFT].mean : NAN;
        if (fabs(d) > 0)
            a->difference = d;
        else if (m && fabs(a->difference) > 0)
            p->metric[m - p->metric].side[HG_RIGHT].mean += a->difference;
    }
}

static void runner_set(evidence_runner *p, const char *name, const char *value) {
    hg_result *r = &p->result;
    static const char *const measures[] = {"mean",         "z",         "notable", "beyond",
                                           "insufficient", "unmeasured"};
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        size_t n = strlen(measures[i]);
        if (strncmp(name, measures[i], n) == 0 && name[n] == '.') {
            runner_measure(p, measures[i], name + n + 1, value);
            return;
        }
    }
    double x = strcmp(value, "?") == 0 ? NAN : strtod(value, NULL);
    if (strcmp(name, "age") == 0)
        r->age_years = x;
    else if (strcmp(name, "sex") == 0)
        r->sex = *value == 'F' ? HG_SEX_F : *value == 'M' ? HG_SEX_M : HG_SEX_UNKNOWN;
    else if (strcmp(name, "bmi") == 0)
        r->height_m = 1, r->mass_kg = x;
    else if (strcmp(name, "speed") == 0)
        r->speed_m_s = x;
    else if (strcmp(name, "task") == 0)
        r->task = strcmp(value, "walk") == 0 ? HG_TASK_WALK : HG_TASK_RUN;
    else if (strcmp(name, "tape") == 0)
        r->leg_length_m[HG_RIGHT] = r->leg_length_m[HG_LEFT] + x / 1000;
    else if (strcmp(name, "injury") == 0)
        runner_injury(r, value);
    else if (strcmp(name, "run") == 0)
        runner_run(r, value);
    else
        runner_answer(r, name, value);
}

/* A runner with these settings; hg__judge() may be called on p->result. */
static void runner_make(evidence_runner *p, const char *settings) {
    char copy[2000], *next = copy;
    runner_clear(p);
    snprintf(copy, sizeof copy, "%s", settings);
    while (*next) {
        char *one = next + strspn(next, " ;");
        size_t n = strcspn(one, ";");
        next = one + n + (one[n] != '\0');
        one[n] = '\0';
        char *equals = strchr(one, '=');
        if (!*one) continue;
        if (!equals) abort();
        *equals = '\0';
        runner_set(p, one, equals + 1);
    }
    runner_settle(p);
}

#endif
