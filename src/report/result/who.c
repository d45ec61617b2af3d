/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who ran, where the result is from, and what the trial was. */
#include <math.h>
#include <string.h>

#include "report/result/parts.h"

static const char *sex_word(int value) {
    return hg_sex_name((hg_sex)value);
}

static const char *task_word(int value) {
    return hg_task_name((hg_task)value);
}

static void form_visit(hg__form *f, int *visit) {
    size_t n = *visit > 0 ? (size_t)*visit : 0;
    double none = NAN;
    if (f->reading ? hg__form_is_null(f, "visit") : n == 0) {
        hg__form_number(f, "visit", &none);
        if (f->settling) *visit = 0;
        return;
    }
    hg__form_count(f, "visit", &n);
    if (!f->reading) return;
    if (n == 0 || n > INT_MAX)
        hg__form_fail(f, "expected a whole number from 1, or null");
    else
        *visit = (int)n;
}

void hg__form_who(hg__form *f, hg_result *r) {
    hg__form_open(f, "runner");
    hg__form_buffer(f, "id", r->runner, sizeof r->runner);
    int sex =
        hg__form_choice(f, "sex", (int)r->sex, sex_word, HG_SEX_OTHER + 1, HG_SEX_UNKNOWN, NULL);
    if (f->reading) r->sex = (hg_sex)sex;
    hg__form_number(f, "age_years", &r->age_years);
    hg__form_number(f, "mass_kg", &r->mass_kg);
    hg__form_number(f, "height_m", &r->height_m);
    hg__form_open_line(f, "leg_length_m");
    for (int s = 0; s < 2; s++) hg__form_number(f, hg__form_sides[s], &r->leg_length_m[s]);
    for (int s = 0; s < 2 && hg__form_keeps(f); s++)
        r->static_leg_length_m[s] = NAN; /* not in the file: what follows of it is among derived */
    hg__form_close(f);
    hg__form_close(f);
    hg__form_open(f, "session");
    hg__form_buffer(f, "id", r->session, sizeof r->session);
    form_visit(f, &r->visit);
    hg__form_close(f);
}

static bool is_choice(const char *choices, const char *value) {
    size_t n = strlen(value);
    for (const char *c = choices; n && c; c = strchr(c, '|')) {
        c += *c == '|';
        if (strncmp(c, value, n) == 0 && (c[n] == '|' || c[n] == '\0')) return true;
    }
    return false;
}

static void form_parameters(hg__form *f, hg_params *params) {
    size_t n;
    const hg_param_info *table = hg_params_table(&n);
    hg__form_open(f, "parameters");
    for (size_t i = 0; i < n && hg__form_ok(f); i++) {
        const hg_param_info *info = &table[i];
        char *field = (char *)params + info->offset;
        if (info->choices) {
            hg__form_buffer(f, info->key, field, HG_PARAM_CHOICE_MAX);
            if (f->reading && !is_choice(info->choices, field))
                hg__form_fail(f, "expected one of %s", info->choices);
            continue;
        }
        double value;
        memcpy(&value, field, sizeof value);
        hg__form_number(f, info->key, &value);
        if (f->reading && !(value >= info->least && value <= info->most))
            hg__form_fail(f, "expected a number from %g to %g", info->least, info->most);
        if (hg__form_keeps(f)) memcpy(field, &value, sizeof value);
    }
    hg__form_close(f);
}

void hg__form_provenance(hg__form *f, hg_provenance *p) {
    hg__form_open(f, "provenance");
    hg__form_fixed(f, "program", "hipgait");
    hg__form_buffer(f, "program_version", p->program_version, sizeof p->program_version);
    hg__form_open(f, "input");
    hg__form_buffer_or_null(f, "format", p->input_format, sizeof p->input_format);
    hg__form_buffer_or_null(f, "schema_version", p->input_schema_version,
                            sizeof p->input_schema_version);
    hg__form_buffer_or_null(f, "sha256", p->input_sha256, sizeof p->input_sha256);
    hg__form_close(f);
    if (hg__form_open_if(f, "markerset", *p->markerset != '\0')) {
        hg__form_buffer(f, "id", p->markerset, sizeof p->markerset);
        hg__form_buffer_or_null(f, "version", p->markerset_version, sizeof p->markerset_version);
        hg__form_close(f);
    } else if (hg__form_keeps(f)) {
        *p->markerset_version = '\0';
    }
    hg__form_buffer_or_null(f, "hip_centre", p->hip_centre, sizeof p->hip_centre);
    bool centres = hg__form_open_line_if(f, "hip_centre_m", *p->hip_centre != '\0');
    for (int s = 0; s < 2 && centres; s++)
        hg__form_points(f, hg__form_sides[s], p->hip_centre_m[s], 3);
    if (centres) hg__form_close(f);
    for (int s = 0; s < 2 && hg__form_keeps(f) && !centres; s++)
        for (int i = 0; i < 3; i++) p->hip_centre_m[s][i] = NAN;
    hg__form_buffer(f, "convention", p->convention, sizeof p->convention);
    hg__form_buffer_or_null(f, "sensor", p->sensor, sizeof p->sensor);
    if (hg__form_open_if(f, "reference", *p->reference != '\0')) {
        hg__form_buffer(f, "name", p->reference, sizeof p->reference);
        hg__form_buffer_or_null(f, "version", p->reference_version, sizeof p->reference_version);
        hg__form_buffer_or_null(f, "sha256", p->reference_sha256, sizeof p->reference_sha256);
        hg__form_close(f);
    } else if (hg__form_keeps(f)) {
        *p->reference_version = *p->reference_sha256 = '\0';
    }
    hg__form_seed(f, "seed", &p->seed);
    form_parameters(f, &p->params);
    hg__form_close(f);
}

void hg__form_trial(hg__form *f, hg_result *r) {
    hg__form_open(f, "trial");
    hg__form_buffer(f, "name", r->trial, sizeof r->trial);
    int task = hg__form_choice(f, "task", (int)r->task, task_word, HG_TASK_FUNCTIONAL + 1,
                               HG_TASK_UNKNOWN, NULL);
    if (f->reading) r->task = (hg_task)task;
    hg__form_number(f, "speed_m_s", &r->speed_m_s);
    hg__form_number(f, "stated_speed_m_s", &r->stated_speed_m_s);
    const char *source = hg__form_text_or_null(f, "speed_source", r->speed_source);
    if (hg__form_keeps(f)) r->speed_source = source;
    hg__form_answer(f, "treadmill", &r->treadmill);
    hg__form_number(f, "incline_percent", &r->incline_percent);
    hg__form_buffer_or_null(f, "footwear", r->footwear, sizeof r->footwear);
    hg__form_number(f, "duration_s", &r->duration_s);
    hg__form_number(f, "rate_hz", &r->rate_hz);
    hg__form_close(f);
}
