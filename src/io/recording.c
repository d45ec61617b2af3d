/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a recording: everything hangs on one arena. */
#include <hipgait/recording.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

hg_status hg_recording_new(hg_recording **out, hg_error *err) {
    *out = NULL;
    hg__arena *arena = hg__arena_new();
    hg_recording *r = arena ? hg__arena_alloc(arena, 1, sizeof *r) : NULL;
    if (!r) {
        hg__arena_free(arena);
        return hg__fail_memory(err);
    }
    r->memory = arena;
    hg_subject *s = &r->subject;
    s->age_years = s->mass_kg = s->height_m = s->pelvis_width_m = NAN;
    hg_body_measures *b = &s->body;
    b->marker_diameter_m = NAN;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        s->leg_length_m[side] = b->knee_width_m[side] = b->ankle_width_m[side] =
            b->asis_trochanter_m[side] = NAN;
        b->thigh_rotation_rad[side] = b->shank_rotation_rad[side] = b->tibial_torsion_rad[side] =
            NAN;
    }
    hg_intake_clear(&s->intake);
    *out = r;
    return HG_OK;
}

void hg_recording_free(hg_recording *recording) {
    if (recording) hg__arena_free(recording->memory); /* the struct itself lives there too */
}

void *hg_recording_alloc(hg_recording *recording, size_t count, size_t size) {
    return hg__arena_alloc(recording->memory, count, size);
}

/* Names become names of groups in files and parts of file names. */
static hg_status check_name(const char *name, const char *what, hg_error *err) {
    if (!name || !*name) return hg__fail(err, HG_EINVAL, "the name of a %s is empty", what);
    if (strlen(name) >= HG_NAME_MAX)
        return hg__fail(err, HG_EINVAL, "the name of a %s has %zu bytes; at most %d are possible",
                        what, strlen(name), HG_NAME_MAX - 1);
    if (strchr(name, '/') || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return hg__fail(err, HG_EINVAL, "\"%s\" cannot name a %s: no '/', '.' or '..'", name, what);
    return HG_OK;
}

/* Lists of pointers grow at powers of two, so that no field is needed for their room. */
static void *grow(hg_recording *r, void *list, size_t n, size_t size) {
    if (n & (n - 1)) return list;
    void *bigger = hg__arena_alloc(r->memory, n ? 2 * n : 1, size);
    if (bigger && n) memcpy(bigger, list, n * size);
    return bigger;
}

hg_status hg_recording_add_trial(hg_trial **out, hg_recording *recording, const char *name,
                                 hg_error *err) {
    *out = NULL;
    hg_status status = check_name(name, "trial", err);
    if (status != HG_OK) return status;
    for (size_t i = 0; i < recording->n_trials; i++)
        if (strcmp(recording->trials[i]->name, name) == 0)
            return hg__fail(err, HG_EINVAL, "the recording has a trial \"%s\" already", name);
    hg_trial **list = grow(recording, recording->trials, recording->n_trials, sizeof *list);
    hg_trial *t = list ? hg__arena_alloc(recording->memory, 1, sizeof *t) : NULL;
    if (!t) return hg__fail_memory(err);
    snprintf(t->name, sizeof t->name, "%s", name);
    t->treadmill = HG_NOT_GIVEN;
    t->speed_m_s = t->incline_percent = NAN;
    recording->trials = list;
    recording->trials[recording->n_trials++] = t;
    *out = t;
    return HG_OK;
}

/* What a fresh stream of a kind and width is made of. Inertial streams are accelerations, then
 * angular velocities, then magnetic flux densities, three each. */
static const struct {
    hg_stream_kind kind;
    size_t n_components;
    const char *units, *components;
} fresh[] = {
    {HG_STREAM_MARKERS, 3, "m", "x,y,z"},
    {HG_STREAM_SEGMENT_ORIENTATION, 4, "1", "w,x,y,z"},
    {HG_STREAM_JOINT_ANGLES, 1, "rad", ""},
    {HG_STREAM_IMU, 3, "m/s^2", "acc_x,acc_y,acc_z"},
    {HG_STREAM_IMU, 6, "m/s^2,m/s^2,m/s^2,rad/s,rad/s,rad/s",
     "acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z"},
    {HG_STREAM_IMU, 9, "m/s^2,m/s^2,m/s^2,rad/s,rad/s,rad/s,T,T,T",
     "acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z,mag_x,mag_y,mag_z"},
    {HG_STREAM_FORCE_PLATE, 1, "N,N,N,m,m,m", ""},
};

hg_status hg_trial_add_stream(hg_stream **out, hg_recording *recording, hg_trial *trial,
                              const char *name, hg_stream_kind kind, size_t n_frames,
                              size_t n_points, size_t n_components, double rate_hz, hg_error *err) {
    *out = NULL;
    hg_status status = check_name(name, "stream", err);
    if (status != HG_OK) return status;
    for (size_t i = 0; i < trial->n_streams; i++)
        if (strcmp(trial->streams[i]->name, name) == 0)
            return hg__fail(err, HG_EINVAL, "the trial has a stream \"%s\" already", name);
    if ((unsigned)kind >= HG_STREAM_KIND_COUNT)
        return hg__fail(err, HG_EINVAL, "stream \"%s\": there is no such kind of stream", name);
    if (n_frames == 0 || n_points == 0 || n_components == 0)
        return hg__fail(err, HG_EINVAL,
                        "stream \"%s\": frames, points and components must not be zero", name);
    if (!(rate_hz > 0) || !isfinite(rate_hz))
        return hg__fail(err, HG_EINVAL, "stream \"%s\": the rate must be above zero", name);
    const size_t most = (size_t)-1 / 16; /* so that every product of bytes below fits */
    if (n_points > most / n_components || n_frames > most / (n_points * n_components) ||
        n_points > most / HG_NAME_MAX)
        return hg__fail(err, HG_EINVAL,
                        "stream \"%s\": %zu x %zu x %zu samples are more than can be counted", name,
                        n_frames, n_points, n_components);
    size_t count = n_frames * n_points * n_components;

    hg_stream **list = grow(recording, trial->streams, trial->n_streams, sizeof *list);
    hg_stream *s = list ? hg__arena_alloc(recording->memory, 1, sizeof *s) : NULL;
    if (s) s->labels = hg__arena_alloc(recording->memory, n_points, sizeof *s->labels);
    if (s && s->labels) s->data = hg__arena_alloc(recording->memory, count, sizeof *s->data);
    if (!s || !s->labels || !s->data) return hg__fail_memory(err);
    snprintf(s->name, sizeof s->name, "%s", name);
    s->kind = kind;
    s->rate_hz = rate_hz;
    s->n_frames = n_frames;
    s->n_points = n_points;
    s->n_components = n_components;
    for (size_t i = 0; i < count; i++) s->data[i] = NAN;
    for (size_t i = 0; i < COUNT(fresh); i++)
        if (fresh[i].kind == kind && fresh[i].n_components == n_components) {
            snprintf(s->units, sizeof s->units, "%s", fresh[i].units);
            snprintf(s->components, sizeof s->components, "%s", fresh[i].components);
        }
    trial->streams = list;
    trial->streams[trial->n_streams++] = s;
    *out = s;
    return HG_OK;
}

hg_status hg_trial_set_events(hg_recording *recording, hg_trial *trial, size_t n, hg_error *err) {
    hg_event *events = hg__arena_alloc(recording->memory, n, sizeof *events);
    if (!events) return hg__fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        events[i].time_s = NAN;
        events[i].side = HG_SIDE_UNKNOWN;
    }
    trial->events = events;
    trial->n_events = n;
    return HG_OK;
}

const hg_stream *hg_trial_stream(const hg_trial *trial, hg_stream_kind kind, size_t n) {
    for (size_t i = 0; i < trial->n_streams; i++)
        if (trial->streams[i]->kind == kind && n-- == 0) return trial->streams[i];
    return NULL;
}

ptrdiff_t hg_stream_find(const hg_stream *stream, const char *label) {
    for (size_t i = 0; i < stream->n_points; i++)
        if (strcmp(stream->labels[i], label) == 0) return (ptrdiff_t)i;
    return -1;
}

double hg_stream_time(const hg_stream *stream, size_t frame) {
    return stream->time_s ? stream->time_s[frame] : stream->t0_s + (double)frame / stream->rate_hz;
}

/* An unknown choice has the empty name: in files it is simply not there. */
static const char *name_of(const char *const *names, size_t n, unsigned value) {
    return value < n ? names[value] : "";
}

const char *hg_task_name(hg_task task) {
    static const char *const names[] = {"", "run", "walk", "static", "functional"};
    return name_of(names, COUNT(names), (unsigned)task);
}

const char *hg_stream_kind_name(hg_stream_kind kind) {
    static const char *const names[] = {"markers", "segment_orientation", "joint_angles",
                                        "imu",     "force_plate",         "analog"};
    return name_of(names, COUNT(names), (unsigned)kind);
}

const char *hg_sex_name(hg_sex sex) {
    static const char *const names[] = {"", "F", "M", "other"};
    return name_of(names, COUNT(names), (unsigned)sex);
}

const char *hg_side_name(hg_side side) {
    static const char *const names[] = {"L", "R", ""};
    return name_of(names, COUNT(names), (unsigned)side);
}
