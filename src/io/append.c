/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joining recordings: the static and the moving trials of one runner come in files of their own. */
#include <hipgait/recording.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"

static void *copy(hg_recording *into, const void *data, size_t n, size_t size, bool *ok) {
    if (!data) return NULL;
    void *to = hg_recording_alloc(into, n, size);
    if (to && n) memcpy(to, data, n * size);
    *ok = *ok && to;
    return to;
}

static hg_status add_stream(hg_recording *into, hg_trial *trial, const hg_stream *from,
                            hg_error *err) {
    hg_stream *s;
    for (size_t i = 0; i < trial->n_streams; i++)
        if (strcmp(trial->streams[i]->name, from->name) == 0)
            return hg__fail_at(err, HG_EEXIST, trial->name,
                               "two files bring a stream \"%s\" for this trial", from->name);
    hg_status status = hg_trial_add_stream(&s, into, trial, from->name, from->kind, from->n_frames,
                                           from->n_points, from->n_components, from->rate_hz, err);
    if (status != HG_OK) return status;
    bool ok = true;
    size_t points = from->n_frames * from->n_points;
    memcpy(s->data, from->data, points * from->n_components * sizeof *s->data);
    memcpy(s->labels, from->labels, from->n_points * sizeof *s->labels);
    memcpy(s->placement, from->placement, sizeof s->placement);
    memcpy(s->axes, from->axes, sizeof s->axes);
    memcpy(s->units, from->units, sizeof s->units);
    memcpy(s->components, from->components, sizeof s->components);
    s->t0_s = from->t0_s;
    s->time_s = copy(into, from->time_s, from->n_frames, sizeof(double), &ok);
    s->valid = copy(into, from->valid, points, 1, &ok);
    s->clipped = copy(into, from->clipped, points, 1, &ok);
    return ok ? HG_OK : hg__fail_memory(err);
}

static hg_status add_events(hg_recording *into, hg_trial *trial, const hg_trial *from,
                            hg_error *err) {
    size_t had = trial->n_events;
    const hg_event *old = trial->events;
    if (from->n_events == 0) return HG_OK;
    hg_status status = hg_trial_set_events(into, trial, had + from->n_events, err);
    if (status != HG_OK) return status;
    if (had) memcpy(trial->events, old, had * sizeof *old);
    memcpy(trial->events + had, from->events, from->n_events * sizeof *from->events);
    return HG_OK;
}

static void take_number(double *to, double from) {
    if (!isfinite(*to)) *to = from;
}

/* Anything that is said about the body; never who it is. */
static void take_subject(hg_subject *to, const hg_subject *from) {
    if (to->sex == HG_SEX_UNKNOWN) to->sex = from->sex;
    take_number(&to->age_years, from->age_years);
    take_number(&to->mass_kg, from->mass_kg);
    take_number(&to->height_m, from->height_m);
    take_number(&to->pelvis_width_m, from->pelvis_width_m);
    take_number(&to->body.marker_diameter_m, from->body.marker_diameter_m);
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        take_number(&to->leg_length_m[side], from->leg_length_m[side]);
        take_number(&to->body.knee_width_m[side], from->body.knee_width_m[side]);
        take_number(&to->body.ankle_width_m[side], from->body.ankle_width_m[side]);
        take_number(&to->body.asis_trochanter_m[side], from->body.asis_trochanter_m[side]);
        take_number(&to->body.thigh_rotation_rad[side], from->body.thigh_rotation_rad[side]);
        take_number(&to->body.shank_rotation_rad[side], from->body.shank_rotation_rad[side]);
        take_number(&to->body.tibial_torsion_rad[side], from->body.tibial_torsion_rad[side]);
    }
}

/* What the runner was asked, where `to` has no answer of its own. */
static hg_status take_intake(hg_recording *into, const hg_subject *from, hg_error *err) {
    hg_subject *to = &into->subject;
    bool ok = true;
    hg_intake answers = from->intake;
    hg_intake_merge(&answers, &to->intake);
    to->intake = answers;
    if (!*to->intake_date) memcpy(to->intake_date, from->intake_date, sizeof to->intake_date);
    if (to->n_injuries == 0) {
        to->injuries = copy(into, from->injuries, from->n_injuries, sizeof *to->injuries, &ok);
        to->n_injuries = ok ? from->n_injuries : 0;
    }
    if (to->n_training_log == 0) {
        size_t n = from->n_training_log;
        to->training_log = copy(into, from->training_log, n, sizeof *to->training_log, &ok);
        to->n_training_log = ok ? n : 0;
    }
    if (!to->symptoms.given) to->symptoms = from->symptoms;
    if (!to->training.given) to->training = from->training;
    return ok ? HG_OK : hg__fail_memory(err);
}

/* The hash of several files is the hash of their hashes, in the order in which they came. */
static void take_source(hg_source_info *to, const hg_source_info *from) {
    if (!*to->sha256) {
        *to = *from;
        return;
    }
    char both[2 * sizeof to->sha256];
    int n = snprintf(both, sizeof both, "%s%s", to->sha256, from->sha256);
    hg__sha256_hex(to->sha256, both, (size_t)n);
    to->size_bytes += from->size_bytes;
    if (strcmp(to->format, from->format) != 0) snprintf(to->format, sizeof to->format, "several");
}

static hg_status take_remarks(hg_recording *to, const hg_recording *from, hg_error *err) {
    if (from->n_remarks == 0) return HG_OK;
    hg_remark *all = hg_recording_alloc(to, to->n_remarks + from->n_remarks, sizeof *all);
    if (!all) return hg__fail_memory(err);
    if (to->n_remarks) memcpy(all, to->remarks, to->n_remarks * sizeof *all);
    memcpy(all + to->n_remarks, from->remarks, from->n_remarks * sizeof *all);
    to->remarks = all;
    to->n_remarks += from->n_remarks;
    return HG_OK;
}

static hg_trial *find_trial(const hg_recording *rec, const char *name) {
    for (size_t i = 0; i < rec->n_trials; i++)
        if (strcmp(rec->trials[i]->name, name) == 0) return rec->trials[i];
    return NULL;
}

hg_status hg_recording_append(hg_recording *into, const hg_recording *from, const char *trial_name,
                              hg_task task, hg_error *err) {
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < from->n_trials; i++) {
        const hg_trial *t = from->trials[i];
        const char *name = from->n_trials == 1 && trial_name ? trial_name : t->name;
        hg_trial *to = find_trial(into, name);
        if (!to) {
            status = hg_recording_add_trial(&to, into, name, err);
            if (status != HG_OK) break;
            to->task = t->task;
            to->treadmill = t->treadmill;
            to->speed_m_s = t->speed_m_s;
            to->incline_percent = t->incline_percent;
            memcpy(to->footwear, t->footwear, sizeof to->footwear);
            memcpy(to->protocol, t->protocol, sizeof to->protocol);
            memcpy(to->static_trial, t->static_trial, sizeof to->static_trial);
        }
        if (task != HG_TASK_UNKNOWN && from->n_trials == 1) to->task = task;
        for (size_t s = 0; status == HG_OK && s < t->n_streams; s++)
            status = add_stream(into, to, t->streams[s], err);
        if (status == HG_OK) status = add_events(into, to, t, err);
    }
    if (status == HG_OK) status = take_remarks(into, from, err);
    if (status != HG_OK) return status;
    take_subject(&into->subject, &from->subject);
    take_source(&into->source, &from->source);
    return take_intake(into, &from->subject, err);
}
