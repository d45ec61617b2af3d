/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the runner was asked, by the table of intake.h: group, then name, then side. */
#include <hipgait/intake.h>
#include <math.h>
#include <string.h>

#include "report/result/parts.h"

static void form_yes_no(hg__form *f, const char *key, double *value) {
    hg_answer answer = f->reading || isnan(*value) ? HG_NOT_GIVEN : *value != 0 ? HG_YES : HG_NO;
    hg__form_answer(f, key, &answer);
    if (hg__form_keeps(f))
        *value = answer == HG_NOT_GIVEN ? (double)NAN : answer == HG_YES ? 1.0 : 0.0;
}

static void form_measure(hg__form *f, const char *key, double *value, const hg_intake_field *q) {
    hg__form_number(f, key, value);
    if (f->reading && (*value < q->least || *value > q->most))
        hg__form_fail(f, "expected a number from %g to %g, or null", q->least, q->most);
}

/* The number of a word among those of a choice, "a|b|c"; NaN when it is none of them. */
static double index_of(const char *words, const char *word) {
    size_t n = strlen(word);
    double index = 0;
    for (const char *c = words; n && c; c = strchr(c, '|'), index++) {
        c += *c == '|';
        if (strncmp(c, word, n) == 0 && (c[n] == '|' || c[n] == '\0')) return index;
    }
    return NAN;
}

static void form_word(hg__form *f, const char *key, double *value, const hg_intake_field *q,
                      const hg_intake *intake, hg_intake_id id) {
    char word[HG_NAME_MAX] = "";
    if (!f->reading) hg_intake_word(intake, id, word, sizeof word);
    hg__form_buffer_or_null(f, key, word, sizeof word);
    if (!hg__form_keeps(f)) return;
    *value = *word ? index_of(q->unit, word) : (double)NAN;
    if (*word && isnan(*value)) hg__form_fail(f, "expected one of %s, or null", q->unit);
}

static void form_value(hg__form *f, const char *key, hg_intake *intake, hg_intake_id id, int side) {
    const hg_intake_field *q = &hg_intake_fields[id];
    double *value = &intake->value[id][side];
    if (q->kind == HG_INTAKE_ANSWER)
        form_yes_no(f, key, value);
    else if (q->kind == HG_INTAKE_NUMBER)
        form_measure(f, key, value, q);
    else
        form_word(f, key, value, q, intake, id);
}

static void form_question(hg__form *f, hg_intake *intake, hg_intake_id id) {
    const hg_intake_field *q = &hg_intake_fields[id];
    if (!q->sided) {
        form_value(f, q->name, intake, id, HG_LEFT);
        if (hg__form_keeps(f)) intake->value[id][HG_RIGHT] = intake->value[id][HG_LEFT];
        return;
    }
    hg__form_open_line(f, q->name);
    for (int s = 0; s < 2; s++) form_value(f, hg__form_sides[s], intake, id, s);
    hg__form_close(f);
}

static void form_injuries(hg__form *f, hg_result *r) {
    hg_injury *list = hg__form_list(f, "injuries", r->injuries, &r->n_injuries, sizeof *list, 0);
    for (size_t i = 0; i < r->n_injuries && hg__form_ok(f); i++) {
        hg_injury *one = &list[i];
        hg__form_open_line(f, NULL);
        hg__form_buffer_or_null(f, "site", one->site, sizeof one->site);
        hg__form_buffer_or_null(f, "side", one->side, sizeof one->side);
        hg__form_buffer_or_null(f, "diagnosis", one->diagnosis, sizeof one->diagnosis);
        hg__form_number(f, "weeks_ago", &one->weeks_ago);
        hg__form_number(f, "days_lost", &one->days_lost);
        hg__form_buffer_or_null(f, "status", one->status, sizeof one->status);
        hg__form_answer(f, "surgery", &one->surgery);
        hg__form_close(f);
    }
    hg__form_close(f);
    if (f->reading) r->injuries = list;
}

static void form_log(hg__form *f, hg_result *r) {
    hg_training_run *list =
        hg__form_list(f, "training_log", r->training_log, &r->n_training_log, sizeof *list, 0);
    for (size_t i = 0; i < r->n_training_log && hg__form_ok(f); i++) {
        hg_training_run *one = &list[i];
        hg__form_open_line(f, NULL);
        hg__form_buffer_or_null(f, "date", one->date, sizeof one->date);
        hg__form_number(f, "distance_m", &one->distance_m);
        hg__form_number(f, "duration_s", &one->duration_s);
        hg__form_number(f, "rpe", &one->rpe);
        hg__form_buffer_or_null(f, "surface", one->surface, sizeof one->surface);
        hg__form_close(f);
    }
    hg__form_close(f);
    if (f->reading) r->training_log = list;
}

void hg__form_intake(hg__form *f, hg_result *r) {
    hg__form_open(f, "intake");
    hg__form_buffer_or_null(f, "date", r->intake_date, sizeof r->intake_date);
    hg__form_buffer_or_null(f, "session_date", r->session_date, sizeof r->session_date);
    const char *group = "";
    for (int id = 0; id < HG_INTAKE_COUNT; id++) { /* rows of a group stand together */
        const hg_intake_field *q = &hg_intake_fields[id];
        if (strcmp(group, q->group) != 0) {
            if (*group) hg__form_close(f);
            hg__form_open(f, group = q->group);
        }
        form_question(f, &r->intake, (hg_intake_id)id);
    }
    hg__form_close(f);
    form_injuries(f, r);
    form_log(f, r);
    hg__form_close(f);
}
