/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native layout, out: only what was given is written, and everything that was given. */
#include <hipgait/io.h>
#include <hipgait/version.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "io/h5_write.h"
#include "io/native.h"
#include "io/native_intake.h"
#include "io/text.h"
#include "io/units.h"

#define ATTRIBUTE_ROOM                                                                             \
    32000 /* bytes of labels; an attribute must stay below 64 KiB with all others */

/* Room for one column of the longest table. */
typedef struct scratch {
    double *number;
    char (*word)[HG_NAME_MAX];
} scratch;

static void write_field(hg__out *out, int64_t object, const hg__field *f, const void *base) {
    int whole;
    switch (f->kind) {
    case HG__FIELD_TEXT:
        if (*hg__field_text(f, base))
            hg__out_attr_text(out, object, f->name, hg__field_text(f, base));
        break;
    case HG__FIELD_NUMBER:
        if (!isnan(hg__field_number(f, base)))
            hg__out_attr_number(out, object, f->name, hg__field_number(f, base));
        break;
    case HG__FIELD_WHOLE:
        whole = hg__field_int(f, base);
        if (whole) hg__out_attr_whole(out, object, f->name, whole);
        break;
    case HG__FIELD_ANSWER:
        whole = hg__field_int(f, base);
        if (whole != HG_NOT_GIVEN) hg__out_attr_whole(out, object, f->name, whole);
        break;
    case HG__FIELD_CHOICE:
        whole = hg__field_int(f, base);
        if (whole > 0 && (size_t)whole < f->n_words)
            hg__out_attr_text(out, object, f->name, f->words[whole]);
        break;
    }
}

static void write_fields(hg__out *out, int64_t object, const hg__fields *fields, const void *base) {
    for (size_t i = 0; i < fields->n; i++) write_field(out, object, &fields->field[i], base);
}

static void write_training_log(hg__out *out, int64_t subject, const hg_subject *s,
                               const scratch *column) {
    size_t n = s->n_training_log;
    if (!n) return;
    int64_t group = hg__out_group(out, subject, "training_log", false);
    hg__out_close(
        out, hg__out_texts(out, group, "date", s->training_log->date, n, sizeof *s->training_log));
    for (size_t c = 0; c < hg__training_run_fields.n; c++) {
        const hg__field *f = &hg__training_run_fields.field[c];
        bool any = false;
        for (size_t i = 0; i < n; i++) {
            column->number[i] = hg__field_number(f, &s->training_log[i]);
            any = any || !isnan(column->number[i]);
        }
        if (any) hg__out_close(out, hg__out_numbers(out, group, f->name, column->number, 1, &n));
    }
    bool any = false;
    for (size_t i = 0; i < n; i++) any = any || *s->training_log[i].surface;
    if (any)
        hg__out_close(out, hg__out_texts(out, group, "surface", s->training_log->surface, n,
                                         sizeof *s->training_log));
    hg__out_close(out, group);
}

static void write_subject(hg__out *out, int64_t root, const hg_subject *s, const scratch *column) {
    int64_t subject = hg__out_group(out, root, "subject", false);
    hg__out_attr_text(out, subject, "id", s->id);
    write_fields(out, subject, &hg__subject_fields, s);
    const char *name;
    for (size_t g = 0; (name = hg_intake_group(g)); g++) {
        if (!hg__native_has_answers(s, name)) continue;
        int64_t group = hg__out_group(out, subject, name, false);
        if (strcmp(name, "symptoms") == 0)
            write_fields(out, group, &hg__symptom_fields, &s->symptoms);
        if (strcmp(name, "training") == 0)
            write_fields(out, group, &hg__training_fields, &s->training);
        hg__native_write_answers(out, group, name, s);
        hg__out_close(out, group);
    }
    if (s->n_injuries) {
        int64_t group = hg__out_group(out, subject, "injuries", true);
        for (size_t i = 0; i < s->n_injuries; i++) {
            char number[24];
            snprintf(number, sizeof number, "%zu", i + 1);
            int64_t one = hg__out_group(out, group,
                                        *s->injuries[i].name ? s->injuries[i].name : number, false);
            write_fields(out, one, &hg__injury_fields, &s->injuries[i]);
            hg__out_close(out, one);
        }
        hg__out_close(out, group);
    }
    write_training_log(out, subject, s, column);
    hg__out_close(out, subject);
}

static void write_stream(hg__out *out, int64_t streams, const hg_stream *s) {
    size_t dims[3] = {s->n_frames, s->n_points, s->n_components};
    int64_t group = hg__out_group(out, streams, s->name, false);
    hg__out_attr_text(out, group, "kind", hg_stream_kind_name(s->kind));
    hg__out_attr_number(out, group, "rate_hz", s->rate_hz);
    hg__out_attr_number(out, group, "t0_s", s->t0_s);
    if (*s->axes) hg__out_attr_text(out, group, "axes", s->axes);
    if (*s->placement) hg__out_attr_text(out, group, "placement", s->placement);

    bool flat = s->kind == HG_STREAM_JOINT_ANGLES || s->kind == HG_STREAM_FORCE_PLATE ||
                s->kind == HG_STREAM_ANALOG;
    int64_t data = hg__out_numbers(out, group, "data", s->data, flat ? 2 : 3, dims);
    hg__out_attr_text(out, data, "units", s->units);
    if (*s->components) hg__out_attr_text(out, data, "components", s->components);
    size_t longest = 1;
    for (size_t i = 0; i < s->n_points; i++)
        if (strlen(s->labels[i]) > longest) longest = strlen(s->labels[i]);
    /* a single label with a comma would read as two, so it needs a data set as well */
    if (s->n_points > ATTRIBUTE_ROOM / longest || (s->n_points == 1 && strchr(s->labels[0], ',')))
        hg__out_close(
            out, hg__out_texts(out, group, "labels", s->labels[0], s->n_points, sizeof *s->labels));
    else
        hg__out_attr_texts(out, data, "labels", s->labels[0], s->n_points, sizeof *s->labels);
    hg__out_close(out, data);

    if (s->time_s) {
        int64_t time = hg__out_numbers(out, group, "time", s->time_s, 1, dims);
        hg__out_attr_text(out, time, "units", "s");
        hg__out_close(out, time);
    }
    if (s->valid) hg__out_close(out, hg__out_bytes(out, group, "valid", s->valid, 2, dims));
    if (s->clipped) hg__out_close(out, hg__out_bytes(out, group, "clipped", s->clipped, 2, dims));
    hg__out_close(out, group);
}

static void write_events(hg__out *out, int64_t trial, const hg_trial *t, const scratch *column) {
    static const char *const sources[] = {"", "force", "kinematic", "manual"};
    size_t n = t->n_events;
    if (!n) return;
    int64_t group = hg__out_group(out, trial, "events", false);
    for (size_t i = 0; i < n; i++) column->number[i] = t->events[i].time_s;
    int64_t time = hg__out_numbers(out, group, "time", column->number, 1, &n);
    hg__out_attr_text(out, time, "units", "s");
    hg__out_close(out, time);
    hg__out_close(out, hg__out_texts(out, group, "label", t->events->label, n, sizeof *t->events));
    for (size_t i = 0; i < n; i++)
        hg__text_copy(column->word[i], HG_NAME_MAX, hg_side_name(t->events[i].side));
    hg__out_close(out, hg__out_texts(out, group, "side", column->word[0], n, HG_NAME_MAX));
    for (size_t i = 0; i < n; i++)
        hg__text_copy(column->word[i], HG_NAME_MAX,
                      (unsigned)t->events[i].source < 4 ? sources[t->events[i].source] : "");
    hg__out_close(out, hg__out_texts(out, group, "source", column->word[0], n, HG_NAME_MAX));
    hg__out_close(out, group);
}

static void write_trial(hg__out *out, int64_t trials, const hg_trial *t, const scratch *column) {
    int64_t group = hg__out_group(out, trials, t->name, false);
    write_fields(out, group, &hg__trial_fields, t);
    int64_t streams = hg__out_group(out, group, "streams", true);
    for (size_t i = 0; i < t->n_streams; i++) write_stream(out, streams, t->streams[i]);
    hg__out_close(out, streams);
    write_events(out, group, t, column);
    hg__out_close(out, group);
}

/* --- what the reader would refuse is not written --- */

static hg_status check_stream(const hg_trial *t, const hg_stream *s, hg_error *err) {
    char where[256];
    snprintf(where, sizeof where, "/trials/%s/streams/%s", t->name, s->name);
    bool needs_axes = s->kind == HG_STREAM_MARKERS || s->kind == HG_STREAM_SEGMENT_ORIENTATION ||
                      s->kind == HG_STREAM_FORCE_PLATE;
    if ((*s->axes || needs_axes) && *hg__axes_fault(s->axes))
        return hg__fail_at(err, HG_EINVAL, where, "the axes are \"%s\": %s", s->axes,
                           hg__axes_fault(s->axes));
    if (!*s->units) return hg__fail_at(err, HG_EINVAL, where, "the stream has no unit");
    for (size_t i = 0; i < s->n_points; i++)
        if (!*s->labels[i]) return hg__fail_at(err, HG_EINVAL, where, "label %zu is empty", i + 1);
    return HG_OK;
}

static hg_status check(const hg_recording *r, size_t *longest, hg_error *err) {
    if (!hg__native_name_is_safe(r->subject.id))
        return hg__fail_at(err, HG_EINVAL, "/subject@id", "the runner needs an id without '/'");
    if (!hg__native_name_is_safe(r->session.id))
        return hg__fail_at(err, HG_EINVAL, "/session@id", "the session needs an id without '/'");
    if (!r->n_trials) return hg__fail_at(err, HG_EINVAL, "/trials", "the recording has no trial");
    hg_status answers = hg__native_check_answers(&r->subject, err);
    if (answers != HG_OK) return answers;
    *longest = r->subject.n_training_log;
    for (size_t i = 0; i < r->n_trials; i++) {
        const hg_trial *t = r->trials[i];
        if (t->n_events > *longest) *longest = t->n_events;
        for (size_t k = 0; k < t->n_streams; k++) {
            hg_status status = check_stream(t, t->streams[k], err);
            if (status != HG_OK) return status;
        }
    }
    return HG_OK;
}

hg_status hg_recording_write(const hg_recording *recording, const char *path, int replace,
                             hg_error *err) {
    size_t longest = 0, size = 0;
    void *bytes = NULL;
    hg_status status = check(recording, &longest, err);
    if (status != HG_OK) {
        hg__error_set_file(err, path);
        return status;
    }
    scratch column = {calloc(longest + 1, sizeof *column.number),
                      calloc(longest + 1, sizeof *column.word)};
    hg__out *out = column.number && column.word ? hg__out_new() : NULL;
    if (!out) {
        free(column.number);
        free(column.word);
        return hg__fail_memory(err);
    }
    int64_t root = hg__out_root(out);
    hg__out_attr_text(out, root, "schema", HG__SCHEMA);
    hg__out_attr_text(out, root, "schema_version", HG__SCHEMA_VERSION);
    hg__out_attr_text(out, root, "created_by",
                      *recording->source.created_by ? recording->source.created_by
                                                    : "hipgait " HG_VERSION);
    write_subject(out, root, &recording->subject, &column);
    int64_t session = hg__out_group(out, root, "session", false);
    hg__out_attr_text(out, session, "id", recording->session.id);
    write_fields(out, session, &hg__session_fields, &recording->session);
    hg__out_close(out, session);
    int64_t trials = hg__out_group(out, root, "trials", true);
    for (size_t i = 0; i < recording->n_trials; i++)
        write_trial(out, trials, recording->trials[i], &column);
    hg__out_close(out, trials);
    hg__out_close(out, root);
    status = hg__out_finish(out, &bytes, &size, err);
    free(column.number);
    free(column.word);
    if (status == HG_OK) status = hg__file_write(path, bytes, size, replace != 0, err);
    free(bytes);
    return status;
}
