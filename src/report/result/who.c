/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/result/parts.h"

#include <string.h>

void hg__form_who(hg__form *w, const hg_result *r) {
    hg__form_begin(w, "runner", "{");
    hg__form_text(w, "id", r->runner);
    hg__form_text_or_null(w, "sex", r->sex == HG_SEX_UNKNOWN ? "" : hg_sex_name(r->sex));
    hg__form_number(w, "age_years", r->age_years);
    hg__form_number(w, "mass_kg", r->mass_kg);
    hg__form_number(w, "height_m", r->height_m);
    hg__form_end(w, "}");
    hg__form_begin(w, "session", "{");
    hg__form_text(w, "id", r->session);
    if (r->visit > 0)
        hg__form_count(w, "visit", (size_t)r->visit);
    else
        hg__form_null(w, "visit");
    hg__form_end(w, "}");
}

static void write_parameters(hg__form *w, const hg_params *params) {
    size_t n;
    const hg_param_info *info = hg_params_table(&n);
    const char *fields = (const char *)params;
    hg__form_begin(w, "parameters", "{");
    for (size_t i = 0; i < n; i++) {
        if (info[i].choices) {
            hg__form_text(w, info[i].key, fields + info[i].offset);
        } else {
            double value;
            memcpy(&value, fields + info[i].offset, sizeof value);
            hg__form_number(w, info[i].key, value);
        }
    }
    hg__form_end(w, "}");
}

void hg__form_provenance(hg__form *w, const hg_provenance *p) {
    hg__form_begin(w, "provenance", "{");
    hg__form_text(w, "program", "hipgait");
    hg__form_text(w, "program_version", p->program_version);
    hg__form_begin(w, "input", "{");
    hg__form_text_or_null(w, "format", p->input_format);
    hg__form_text_or_null(w, "schema_version", p->input_schema_version);
    hg__form_text_or_null(w, "sha256", p->input_sha256);
    hg__form_end(w, "}");
    if (*p->markerset) {
        hg__form_begin(w, "markerset", "{");
        hg__form_text(w, "id", p->markerset);
        hg__form_text_or_null(w, "version", p->markerset_version);
        hg__form_end(w, "}");
    } else {
        hg__form_null(w, "markerset");
    }
    hg__form_text_or_null(w, "hip_centre", p->hip_centre);
    if (*p->hip_centre) {
        hg__form_begin_flat(w, "hip_centre_m");
        for (int side = 0; side < 2; side++)
            hg__form_numbers(w, hg__form_sides[side], p->hip_centre_m[side], 3);
        hg__form_end_flat(w);
    } else {
        hg__form_null(w, "hip_centre_m");
    }
    hg__form_text(w, "convention", p->convention);
    hg__form_text_or_null(w, "sensor", p->sensor);
    if (*p->reference) {
        hg__form_begin(w, "reference", "{");
        hg__form_text(w, "name", p->reference);
        hg__form_text_or_null(w, "version", p->reference_version);
        hg__form_text_or_null(w, "sha256", p->reference_sha256);
        hg__form_end(w, "}");
    } else {
        hg__form_null(w, "reference");
    }
    hg__form_name(w, "seed");
    hg__strbuf_addf(&w->b, "%llu", (unsigned long long)p->seed);
    write_parameters(w, &p->params);
    hg__form_end(w, "}");
}

void hg__form_trial(hg__form *w, const hg_result *r) {
    hg__form_begin(w, "trial", "{");
    hg__form_text(w, "name", r->trial);
    hg__form_text_or_null(w, "task", r->task == HG_TASK_UNKNOWN ? "" : hg_task_name(r->task));
    hg__form_number(w, "speed_m_s", r->speed_m_s);
    hg__form_number(w, "stated_speed_m_s", r->stated_speed_m_s);
    hg__form_text_or_null(w, "speed_source", r->speed_source);
    if (r->treadmill == HG_NOT_GIVEN)
        hg__form_null(w, "treadmill");
    else
        hg__form_boolean(w, "treadmill", r->treadmill == HG_YES);
    hg__form_number(w, "incline_percent", r->incline_percent);
    hg__form_text_or_null(w, "footwear", r->footwear);
    hg__form_number(w, "duration_s", r->duration_s);
    hg__form_number(w, "rate_hz", r->rate_hz);
    hg__form_end(w, "}");
}
