/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one file that knows the order of the stages. */
#include <hipgait/analyze.h>
#include <hipgait/version.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/dataset.h"
#include "base/error.h"
#include "base/log.h"
#include "base/strbuf.h"
#include "evidence/evidence.h"
#include "evidence/keep_intake.h"
#include "gait/angle_stage.h"
#include "gait/arrows.h"
#include "gait/asymmetry.h"
#include "gait/body.h"
#include "gait/calibration/calibration.h"
#include "gait/clean/clean.h"
#include "gait/curves/curves.h"
#include "gait/events/events.h"
#include "gait/flag_list.h"
#include "gait/keep_markers.h"
#include "gait/keep_stats.h"
#include "gait/keep_strides.h"
#include "gait/metrics.h"
#include "gait/pose/pose.h"
#include "gait/progress/progress.h"
#include "gait/reference.h"
#include "gait/rhythm/rhythm.h"
#include "gait/setup.h"
#include "gait/strides.h"
#include "gait/task.h"

#define DEGREES (180.0 / 3.14159265358979323846)

struct hg_context {
    hg_log log;
    hg_stage_fn stage_done;
    void *stage_user;
    hg__kernels kernels;
    hg__arena *knowledge; /* marker sets */
    hg__arena *scratch;   /* reset after each recording */
    hg__fft_store *ffts;
    hg__markerset *markersets;
    size_t n_markersets;
    hg__reference_set *references;
    size_t n_references;
    const hg__rules *rules; /* NULL: none */
};

/* Everything computed on the way of one trial. */
typedef struct road {
    const hg_recording *recording;
    const hg_trial *trial;
    const hg_analyze_options *options;
    const hg_context *context;
    hg__stage stage;
    hg__flags flags;

    const hg__markerset *markerset;
    hg__markers markers;
    hg__body body;
    hg__calibration calibration;
    double leg_length_m[2]; /* between markers of the static trial */
    bool leg_known;         /* it was looked for */
    hg__progress progress;
    hg__feet feet;
    const char *sensor;
    bool has_feet;
    hg__pose pose;
    hg_segment_quality quality[HG__SEGMENT_COUNT];
    size_t n_quality;
    hg__angle_set angles;
    hg__event_set events;
    hg__gait gait;
    hg__stride_set strides;
    hg__stride_values values;
    hg_metric_value metrics[HG_METRIC_COUNT];
    size_t n_metrics;
    hg_reference references[HG_METRIC_COUNT];
    size_t n_references;
    const hg__reference_set *reference_used;
    hg_curve *curves;
    size_t n_curves;
    hg_spectrum *spectra;
    size_t n_spectra;
    hg_variability *variability;
    size_t n_variability;
    hg_coordination *coordination;
    size_t n_coordination;
    hg_asymmetry asymmetry[HG_METRIC_COUNT];
    size_t n_asymmetry;
    hg_asymmetry_summary asymmetry_summary;
} road;

/* --- context --- */

void hg_analyze_options_default(hg_analyze_options *options) {
    memset(options, 0, sizeof *options);
    hg_params_default(&options->params);
    options->seed = 1;
}

static hg_status load_markersets(hg_context *c, const hg_context_options *options, hg_error *err) {
    static const char folder[] = "markersets/";
    size_t own = options ? options->n_markersets : 0;
    c->markersets = hg__arena_alloc(c->knowledge, own + hg__n_datasets, sizeof *c->markersets);
    if (!c->markersets) return hg__fail_memory(err);
    for (size_t i = 0; i < own; i++) {
        char name[128];
        if (options->markerset_names)
            snprintf(name, sizeof name, "%s", options->markerset_names[i]);
        else
            snprintf(name, sizeof name, "marker set %zu", i + 1);
        hg_status status =
            hg__markerset_parse(&c->markersets[c->n_markersets], options->markersets[i],
                                strlen(options->markersets[i]), name, c->knowledge, err);
        if (status == HG_EFORMAT) status = HG_EINVAL; /* the caller's text, not a file of ours */
        if (status != HG_OK) {
            if (err) err->code = status;
            return status;
        }
        c->n_markersets++;
    }
    for (size_t i = 0; i < hg__n_datasets; i++) {
        const hg__dataset *d = &hg__datasets[i];
        if (strncmp(d->name, folder, sizeof folder - 1) != 0) continue;
        hg_status status =
            hg__markerset_parse(&c->markersets[c->n_markersets], (const char *)d->data, d->size,
                                d->name, c->knowledge, err);
        if (status != HG_OK) return status == HG_EFORMAT ? HG_EINTERNAL : status;
        c->n_markersets++;
    }
    return HG_OK;
}

hg_status hg_context_new(hg_context **out, const hg_context_options *options, hg_error *err) {
    hg_context *c = calloc(1, sizeof *c);
    if (!c) return hg__fail_memory(err);
    if (options) {
        c->log = options->log;
        c->stage_done = options->stage_done;
        c->stage_user = options->stage_user;
    }
    c->knowledge = hg__arena_new();
    c->scratch = hg__arena_new();
    c->ffts = hg__fft_store_new();
    hg_status status = c->knowledge && c->scratch && c->ffts ? load_markersets(c, options, err)
                                                             : hg__fail_memory(err);
    if (status == HG_OK)
        status = hg__references_load(&c->references, &c->n_references,
                                     options ? options->reference : NULL,
                                     options ? options->reference_name : NULL, c->knowledge, err);
    if (status == HG_OK)
        status = hg__evidence_load(&c->rules, options ? options->evidence : NULL,
                                   options ? options->evidence_name : NULL, c->knowledge, err);
    if (status == HG_OK) status = hg__stages_setup(&c->kernels, options ? options->cpu : NULL, err);
    if (status != HG_OK) {
        hg_context_free(c);
        return status;
    }
    *out = c;
    return HG_OK;
}

const char *hg_context_cpu(const hg_context *context) {
    return hg__cpu_name(context->kernels.level);
}

void hg_context_free(hg_context *context) {
    if (!context) return;
    hg__arena_free(context->knowledge);
    hg__arena_free(context->scratch);
    hg__fft_store_free(context->ffts);
    free(context);
}

bool hg_trial_is_analysed(const hg_trial *trial) {
    return trial->task != HG_TASK_STATIC && trial->task != HG_TASK_FUNCTIONAL;
}

/* Tells who times the stages that one is done; passes its status on. */
static hg_status done(const road *r, const char *stage, hg_status status) {
    if (r->context->stage_done) r->context->stage_done(r->context->stage_user, stage);
    return status;
}

/* --- the marker road: clean, progress, calibration, pose --- */

static bool stream_has_all(const hg_stream *stream, const hg__markerset *set) {
    for (int l = 0; l <= HG__LANDMARK_ANKLE_MEDIAL_RIGHT; l++)
        for (size_t i = 0; i < set->n_landmark[l]; i++)
            if (hg__label_find(stream, set->landmark[l][i]) < 0) return false;
    return true;
}

/* The static trial that the moving one names, else the first with every landmark, else the first
 * with markers at all. */
static const hg_stream *find_static(const road *r) {
    const hg_stream *chosen = NULL;
    const char *name = "", *wanted = r->trial->static_trial;
    size_t count = 0;
    bool complete = false, named = false;
    for (size_t i = 0; i < r->recording->n_trials && !named; i++) {
        const hg_trial *t = r->recording->trials[i];
        const hg_stream *s =
            t->task == HG_TASK_STATIC ? hg_trial_stream(t, HG_STREAM_MARKERS, 0) : NULL;
        if (!s) continue;
        count++;
        named = *wanted && strcmp(t->name, wanted) == 0;
        bool all = stream_has_all(s, r->markerset);
        if (chosen && !named && !(all && !complete)) continue;
        chosen = s;
        name = t->name;
        complete = all;
    }
    if (chosen) hg__flag(r->stage.flags, HG_FLAG_STATIC_USED, NAN, "%s", name);
    if (count > 1 && !named)
        hg__flag(r->stage.flags, HG_FLAG_STATIC_CHOSEN, (double)count, "%s", name);
    return chosen;
}

/* Names the markers of the set that a moving trial should have and does not. */
static hg_status check_labels(const road *r, const hg_stream *stream) {
    char missing[320] = "", pelvis[160] = "";
    size_t n_pelvis = 0;
    for (int s = 0; s < HG__SEGMENT_COUNT; s++)
        for (size_t i = 0; i < r->markerset->n_cluster[s]; i++) {
            const char *label = r->markerset->cluster[s][i];
            bool here = hg__label_find(stream, label) >= 0;
            if (s == HG__SEGMENT_PELVIS) n_pelvis += here;
            if (!here) hg__list_add(missing, sizeof missing, "%s", label);
            if (!here && s == HG__SEGMENT_PELVIS) hg__list_add(pelvis, sizeof pelvis, "%s", label);
        }
    for (int l = HG__LANDMARK_HEEL_LEFT; l <= HG__LANDMARK_TOE_RIGHT; l++)
        for (size_t i = 0; i < r->markerset->n_landmark[l]; i++)
            if (hg__label_find(stream, r->markerset->landmark[l][i]) < 0)
                hg__list_add(missing, sizeof missing, "%s", r->markerset->landmark[l][i]);
    if (n_pelvis < 3)
        return hg__fail_at(r->stage.err, HG_EDATA, r->trial->name,
                           "only %zu pelvis markers of marker set \"%s\" are in this trial, at "
                           "least 3 are needed; "
                           "missing: %s",
                           n_pelvis, r->markerset->id, pelvis);
    if (*missing) hg__flag(r->stage.flags, HG_FLAG_MARKERS_MISSING, NAN, "%s", missing);
    return HG_OK;
}

/* The functional trials of the recording, cleaned but not filtered. */
static hg_status find_functional(hg__functional *out, road *r) {
    hg__markers *trials = hg__arena_alloc(r->stage.scratch, r->recording->n_trials, sizeof *trials);
    hg__flags apart = {.n = 0}; /* their gaps say nothing about this trial */
    hg__stage quiet = r->stage;
    quiet.flags = &apart;
    *out = (hg__functional){.trial = trials};
    if (!trials) return hg__fail_memory(r->stage.err);
    for (size_t i = 0; i < r->recording->n_trials; i++) {
        const hg_trial *t = r->recording->trials[i];
        const hg_stream *s =
            t->task == HG_TASK_FUNCTIONAL ? hg_trial_stream(t, HG_STREAM_MARKERS, 0) : NULL;
        if (!s) continue;
        hg_status status = hg__clean(&trials[out->n++], s, r->markerset, false, &quiet);
        if (status != HG_OK) return status;
    }
    return HG_OK;
}

/* A direction to compute with where none is known: the hips do not depend on it. */
static hg__progress straightened(const hg__progress *progress) {
    hg__progress p = *progress;
    if (p.known) return p;
    hg__mat_from_rows(p.room_to_progress, hg__vec(1, 0, 0), hg__vec(0, 1, 0), hg__vec(0, 0, 1));
    memcpy(p.room_to_axis, p.room_to_progress, sizeof p.room_to_axis);
    return p;
}

/* Without a direction of running the pelvis has no angles. */
static void drop_pelvis(road *r) {
    for (int a = HG_ANGLE_PELVIS_TILT; !r->progress.known && a <= HG_ANGLE_PELVIS_ROTATION; a++)
        r->angles.angle[a] = NULL;
}

/* Segments by the convention's model; `standing` is NULL without a static trial. */
static hg_status find_pose(road *r, const hg__markers *standing, const hg__progress *progress) {
    hg__body_measures(&r->body, &r->recording->subject, &r->stage);
    r->pose = (hg__pose){.n = r->markers.n, .rate_hz = r->markers.rate_hz, .t0_s = r->markers.t0_s};
    if (r->stage.convention->model == HG__MODEL_WANDS)
        return hg__pose_from_wands(&r->pose, &r->calibration, &r->markers, standing, r->markerset,
                                   &r->body, progress, &r->stage);
    if (!standing) {
        hg__flag(&r->flags, HG_FLAG_STATIC_MISSING, NAN, "%s", "");
        return HG_OK;
    }
    hg__functional functional;
    hg_status status = find_functional(&functional, r);
    if (status == HG_OK)
        status = hg__calibrate(&r->calibration, standing, &r->markers, &functional, r->markerset,
                               progress, &r->body, &r->stage);
    if (status != HG_OK) return status;
    return hg__pose_from_clusters(&r->pose, r->quality, &r->n_quality, &r->markers, &r->calibration,
                                  progress, &r->stage);
}

static hg_status walk_markers(road *r, const hg_stream *stream) {
    hg_status status = hg__markerset_choose(&r->markerset, r->context->markersets,
                                            r->context->n_markersets, r->options->markerset,
                                            r->stage.convention->model, stream, r->stage.err);
    if (status == HG_OK) status = check_labels(r, stream);
    if (status == HG_OK)
        status = done(r, "clean", hg__clean(&r->markers, stream, r->markerset, true, &r->stage));
    if (status == HG_OK)
        status = done(r, "progress",
                      hg__progress_from_markers(&r->progress, &r->feet, &r->markers, r->markerset,
                                                r->trial, &r->stage));
    if (status != HG_OK) return status;
    r->has_feet = r->progress.known;
    r->angles =
        (hg__angle_set){.n = r->markers.n, .rate_hz = r->markers.rate_hz, .t0_s = r->markers.t0_s};
    hg__progress straight = straightened(&r->progress);
    hg__markers standing;
    const hg_stream *fixed = find_static(r);
    if (fixed) {
        /* the static trial is averaged, not filtered; its gaps and clock say nothing about this
         * trial */
        hg__flags apart = {.n = 0};
        hg__stage quiet = r->stage;
        quiet.flags = &apart;
        status = hg__clean(&standing, fixed, r->markerset, false, &quiet);
        r->leg_known = status == HG_OK;
        if (r->leg_known)
            hg__static_leg_lengths(r->leg_length_m, &standing, r->markerset, &r->stage);
    }
    if (status == HG_OK) status = find_pose(r, fixed ? &standing : NULL, &straight);
    if (status == HG_OK)
        status =
            done(r, "pose",
                 hg__pose_thorax(&r->pose, &r->markers, r->markerset, &r->progress, &r->stage));
    if (status == HG_OK) status = hg__angles_from_pose(&r->angles, &r->pose, &r->stage);
    if (status == HG_OK) status = hg__angles_of_thorax(&r->angles, &r->pose, &r->stage);
    if (status == HG_OK)
        status = done(r, "angles", hg__turns_from_pose(&r->angles, &r->pose, &r->stage));
    drop_pelvis(r);
    return status;
}

static hg_status walk_orientations(road *r, const hg_stream *stream) {
    hg_status status = hg__progress_from_orientation(&r->progress, stream, r->trial, &r->stage);
    if (status != HG_OK) return status;
    hg__progress straight = straightened(&r->progress);
    status = hg__pose_from_orientations(&r->pose, stream, &straight, &r->stage);
    if (status == HG_OK) status = hg__angles_from_pose(&r->angles, &r->pose, &r->stage);
    if (status == HG_OK) status = hg__turns_from_pose(&r->angles, &r->pose, &r->stage);
    drop_pelvis(r);
    return status;
}

static hg_status walk_angles(road *r, const hg_stream *stream) {
    bool stated = isfinite(r->trial->speed_m_s);
    r->progress =
        (hg__progress){.speed_m_s = r->trial->speed_m_s, .speed_source = stated ? "stated" : ""};
    if (!stated) hg__flag(&r->flags, HG_FLAG_SPEED_UNKNOWN, NAN, "%s", "");
    return hg__angles_from_stream(&r->angles, stream, &r->stage);
}

/* Where each kind of stream enters; the first that the trial has is taken. */
static const struct {
    hg_stream_kind kind;
    hg_status (*walk)(road *, const hg_stream *);
    const char *sensor;
} entrances[] = {{HG_STREAM_MARKERS, walk_markers, "optical"},
                 {HG_STREAM_SEGMENT_ORIENTATION, walk_orientations, "segment_orientation"},
                 {HG_STREAM_JOINT_ANGLES, walk_angles, "joint_angles"}};

/* What the reader found odd is for the report's reader too. */
static void flag_remarks(road *r) {
    char list[300] = "";
    for (size_t i = 0; i < r->recording->n_remarks; i++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", used ? "; " : "",
                 r->recording->remarks[i].text);
    }
    if (*list)
        hg__flag(&r->flags, HG_FLAG_INPUT_REMARK, (double)r->recording->n_remarks, "%s", list);
}

static hg_status to_angles(road *r, const hg_stream **entrance) {
    for (size_t i = 0; i < sizeof entrances / sizeof *entrances; i++) {
        *entrance = hg_trial_stream(r->trial, entrances[i].kind, 0);
        r->sensor = entrances[i].sensor;
        if (*entrance) return entrances[i].walk(r, *entrance);
    }
    return hg__fail_at(r->stage.err, HG_EDATA, r->trial->name,
                       "the trial has no stream of markers, segment orientations or joint angles");
}

/* --- from angles on, one road for all --- */

static void find_references(road *r) {
    const hg__reference_key key = {.sensor = r->sensor,
                                   .markerset = r->markerset ? r->markerset->id : "",
                                   .convention = r->stage.convention->name,
                                   .task = r->gait.task,
                                   .speed_m_s = r->progress.speed_m_s,
                                   .sex = r->recording->subject.sex};
    hg__choose_references(r->references, &r->n_references, &r->reference_used,
                          r->context->references, r->context->n_references, &key, r->metrics,
                          r->n_metrics, &r->stage);
}

static hg_status find_rhythm(road *r) {
    hg__rhythm rhythm;
    r->spectra = hg__arena_alloc(r->stage.scratch, HG_SIGNAL_COUNT, sizeof *r->spectra);
    r->variability =
        hg__arena_alloc(r->stage.scratch, HG_VARIABILITY_COUNT, sizeof *r->variability);
    if (!r->spectra || !r->variability) return hg__fail_memory(r->stage.err);
    hg__arena_mark mark = hg__arena_here(r->stage.scratch);
    hg_status status = hg__gather_signals(
        &rhythm, &r->angles, r->progress.known ? &r->progress : NULL, &r->strides, &r->stage);
    if (status == HG_OK)
        status = hg__compute_spectra(r->spectra, &r->n_spectra, &rhythm, &r->stage);
    if (status == HG_OK)
        status = hg__compute_variability(r->variability, &r->n_variability, &rhythm, &r->stage);
    hg__arena_back(r->stage.scratch, mark);
    return status;
}

/* The tests look at several times what they find. */
static hg_status test_curve(road *r, hg_curve *curve) {
    hg_curve_cluster found[HG_CURVE_POINTS];
    hg__arena *scratch = r->stage.scratch;
    hg__arena_mark mark = hg__arena_here(scratch);
    hg_status status = hg__compare_curves(curve, 1, &r->strides, &r->stage);
    hg_difference_test *test = &curve->test;
    if (status != HG_OK || test->n_clusters > HG_CURVE_POINTS) return status;
    if (test->n_clusters) memcpy(found, test->clusters, test->n_clusters * sizeof *found);
    hg__arena_back(scratch, mark);
    test->clusters = hg__arena_alloc(scratch, test->n_clusters, sizeof *found);
    if (!test->clusters) return hg__fail_memory(r->stage.err);
    if (test->n_clusters) memcpy(test->clusters, found, test->n_clusters * sizeof *found);
    return HG_OK;
}

/* Left against right over the whole stride. */
static hg_status compare_curves(road *r) {
    r->coordination =
        hg__arena_alloc(r->stage.scratch, HG_COORDINATION_MOST, sizeof *r->coordination);
    if (!r->coordination) return hg__fail_memory(r->stage.err);
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < r->n_curves; i++)
        status = test_curve(r, &r->curves[i]);
    hg__arena_mark mark = hg__arena_here(r->stage.scratch);
    if (status == HG_OK)
        status = hg__find_coordination(r->coordination, &r->n_coordination, &r->strides, &r->angles,
                                       &r->stage);
    hg__arena_back(r->stage.scratch, mark);
    return status;
}

static hg_status from_angles(road *r) {
    hg__events_input input = {.trial = r->trial,
                              .feet = r->has_feet ? &r->feet : NULL,
                              .angles = &r->angles,
                              .progress = r->progress.known ? &r->progress : NULL};
    hg_task seen = HG_TASK_UNKNOWN;
    hg_status status = HG_OK;
    if (!r->progress.standing) status = hg__find_events(&r->events, &seen, &input, &r->stage);
    status = done(r, "events", status);
    if (status == HG_OK)
        status = hg__settle_task(&r->gait, &r->events, r->trial->task, seen, &r->progress,
                                 &r->angles, &r->stage);
    if (status == HG_OK)
        status =
            hg__cut_strides(&r->strides, &r->events, &r->angles,
                            r->progress.known ? r->progress.pelvis[1] : NULL, &r->gait, &r->stage);
    if (status == HG_OK)
        status = hg__progress_settle_speed(&r->progress, r->has_feet ? &r->feet : NULL, &r->strides,
                                           r->trial, &r->stage);
    status = done(r, "strides", status);
    if (status == HG_OK)
        status = hg__place_strides(&r->strides, r->has_feet ? &r->feet : NULL, &r->pose, &r->angles,
                                   &r->stage);
    if (status == HG_OK)
        status = hg__compute_metrics(r->metrics, &r->n_metrics, &r->values, &r->strides,
                                     r->progress.speed_m_s, &r->stage);
    if (status == HG_OK) find_references(r);
    if (status == HG_OK) {
        r->curves = hg__arena_alloc(r->stage.scratch, HG_CURVE_COUNT, sizeof *r->curves);
        status = r->curves ? hg__compute_curves(r->curves, &r->n_curves, &r->strides, &r->stage)
                           : hg__fail_memory(r->stage.err);
    }
    if (status == HG_OK) hg__check_curves(r->curves, r->n_curves, &r->strides, &r->stage);
    if (status == HG_OK) status = compare_curves(r);
    if (status == HG_OK)
        status = hg__compare_sides(r->asymmetry, &r->n_asymmetry, &r->asymmetry_summary, r->metrics,
                                   r->n_metrics, &r->values, &r->strides, &r->recording->subject,
                                   &r->stage);
    done(r, "metrics", status);
    if (status == HG_OK) status = find_rhythm(r);
    return done(r, "rhythm", status);
}

/* --- into the result --- */

static void *keep(hg_result *out, const void *data, size_t n, size_t size, bool *ok) {
    void *copy = hg__arena_alloc(out->memory, n, size);
    if (copy && n) memcpy(copy, data, n * size);
    *ok = *ok && copy;
    return copy;
}

static void keep_text(char *to, size_t size, const char *from) {
    snprintf(to, size, "%s", from ? from : "");
}

static void keep_who(hg_result *out, const road *r) {
    const hg_recording *rec = r->recording;
    hg_provenance *p = &out->provenance;
    keep_text(p->program_version, sizeof p->program_version, hg_version());
    keep_text(p->input_format, sizeof p->input_format, rec->source.format);
    keep_text(p->input_sha256, sizeof p->input_sha256, rec->source.sha256);
    keep_text(p->input_schema_version, sizeof p->input_schema_version, rec->source.schema_version);
    keep_text(p->markerset, sizeof p->markerset, r->markerset ? r->markerset->id : "");
    keep_text(p->markerset_version, sizeof p->markerset_version,
              r->markerset ? r->markerset->version : "");
    keep_text(p->hip_centre, sizeof p->hip_centre, r->calibration.hip_method);
    keep_text(p->convention, sizeof p->convention, r->stage.convention->name);
    keep_text(p->sensor, sizeof p->sensor, r->sensor);
    for (int side = 0; side < 2; side++) {
        bool known = *r->calibration.hip_method != '\0';
        const hg__vec3 *c = &r->calibration.hip_centre[side];
        p->hip_centre_m[side][0] = known ? c->x : NAN;
        p->hip_centre_m[side][1] = known ? c->y : NAN;
        p->hip_centre_m[side][2] = known ? c->z : NAN;
    }
    p->params = r->options->params;
    p->seed = r->options->seed;
    keep_text(out->runner, sizeof out->runner, rec->subject.id);
    keep_text(out->session, sizeof out->session, rec->session.id);
    out->visit = rec->session.visit;
    out->sex = rec->subject.sex;
    out->age_years = rec->subject.age_years;
    out->mass_kg = rec->subject.mass_kg;
    out->height_m = rec->subject.height_m;
    for (int side = 0; side < 2; side++)
        out->static_leg_length_m[side] = r->leg_known ? r->leg_length_m[side] : NAN;
    for (int side = 0; side < 2; side++) out->leg_length_m[side] = rec->subject.leg_length_m[side];
}

static void keep_trial(hg_result *out, const road *r) {
    keep_text(out->trial, sizeof out->trial, r->trial->name);
    keep_text(out->footwear, sizeof out->footwear, r->trial->footwear);
    out->task = r->gait.task;
    out->treadmill = r->trial->treadmill != HG_NOT_GIVEN ? r->trial->treadmill
                     : !r->progress.known                ? HG_NOT_GIVEN
                     : r->progress.treadmill             ? HG_YES
                                                         : HG_NO;
    out->stated_speed_m_s = r->trial->speed_m_s;
    out->speed_m_s = r->progress.speed_m_s;
    out->speed_source = r->progress.speed_source ? r->progress.speed_source : "";
    out->incline_percent = r->trial->incline_percent;
    out->duration_s = (double)r->angles.n / r->angles.rate_hz;
    out->rate_hz = r->angles.rate_hz;
}

static void keep_events(hg_result *out, const road *r, bool *ok) {
    hg_events *e = &out->events;
    e->method = r->events.method;
    e->second_method = r->events.second_method;
    keep_text(e->description, sizeof e->description, r->events.description);
    for (int side = 0; side < 2; side++) {
        const hg__event_list *list = &r->events.side[side];
        e->side[side].n_foot_strikes = list->n_strikes;
        e->side[side].n_toe_offs = list->n_toe_offs;
        e->side[side].foot_strike_s = keep(out, list->strike, list->n_strikes, sizeof(double), ok);
        e->side[side].toe_off_s = keep(out, list->toe_off, list->n_toe_offs, sizeof(double), ok);
        e->side[side].strike_agreement_ms =
            keep(out, list->agreement_s, list->n_strikes, sizeof(double), ok);
        for (size_t i = 0; *ok && i < list->n_strikes; i++)
            e->side[side].strike_agreement_ms[i] *= 1000.0;
        e->side[side].toe_off_agreement_ms =
            keep(out, list->toe_off_agreement_s, list->n_toe_offs, sizeof(double), ok);
        for (size_t i = 0; *ok && i < list->n_toe_offs; i++)
            e->side[side].toe_off_agreement_ms[i] *= 1000.0;
    }
}

static void keep_strides(hg_result *out, const road *r, bool *ok) {
    for (int side = 0; side < 2; side++) {
        size_t n = r->strides.n[side];
        double toe_off = 0;
        out->n_strides[side] = n;
        out->n_used[side] = r->strides.n_used[side];
        out->strides[side] = hg__arena_alloc(out->memory, n, sizeof(hg_stride));
        if (!(*ok = *ok && out->strides[side])) return;
        for (size_t i = 0; i < n; i++) {
            const hg__stride *s = &r->strides.stride[side][i];
            hg_stride *to = &out->strides[side][i];
            *to = (hg_stride){.start_s = s->start_s,
                              .toe_off_s = s->toe_off_s,
                              .end_s = s->end_s,
                              .used = s->used};
            memcpy(to->reason, s->reason, sizeof to->reason);
            if (s->used) toe_off += 100 * (s->toe_off_s - s->start_s) / (s->end_s - s->start_s);
        }
        out->toe_off_percent[side] = out->n_used[side] ? toe_off / (double)out->n_used[side] : NAN;
    }
}

static void keep_frames(hg_result *out, const road *r, bool *ok) {
    hg_frames *f = hg__arena_alloc(out->memory, 1, sizeof *f);
    if (!(*ok = *ok && f)) return;
    f->n = r->angles.n;
    f->time_s = hg__arena_alloc(out->memory, f->n, sizeof(double));
    for (int a = 0; a < HG_ANGLE_COUNT; a++) {
        f->angle_deg[a] = hg__arena_alloc(out->memory, f->n, sizeof(double));
        if (!(*ok = *ok && f->time_s && f->angle_deg[a])) return;
        const double *plane = r->angles.angle[a];
        for (size_t i = 0; i < f->n; i++) f->angle_deg[a][i] = plane ? plane[i] * DEGREES : NAN;
    }
    for (size_t i = 0; i < f->n; i++) f->time_s[i] = r->angles.t0_s + (double)i / r->angles.rate_hz;
    out->frames = f;
}

static hg_status make_result(hg_result **out, const road *r) {
    hg__arena *memory = hg__arena_new();
    hg_result *result = memory ? hg__arena_alloc(memory, 1, sizeof *result) : NULL;
    bool ok = result != NULL;
    if (ok) {
        result->memory = memory;
        keep_who(result, r);
        ok = hg__keep_intake(result, r->recording);
        keep_trial(result, r);
        keep_events(result, r, &ok);
        keep_strides(result, r, &ok);
        result->segments = keep(result, r->quality, r->n_quality, sizeof *r->quality, &ok);
        result->n_segments = r->n_quality;
        result->metrics = keep(result, r->metrics, r->n_metrics, sizeof *r->metrics, &ok);
        result->n_metrics = r->n_metrics;
        result->curves = keep(result, r->curves, r->n_curves, sizeof *r->curves, &ok);
        result->n_curves = r->n_curves;
        result->spectra = keep(result, r->spectra, r->n_spectra, sizeof *r->spectra, &ok);
        result->n_spectra = r->n_spectra;
        result->variability =
            keep(result, r->variability, r->n_variability, sizeof *r->variability, &ok);
        result->n_variability = r->n_variability;
        for (size_t i = 0; ok && i < r->n_curves; i++) {
            hg_difference_test *t = &result->curves[i].test;
            t->clusters = keep(result, t->clusters, t->n_clusters, sizeof *t->clusters, &ok);
        }
        result->coordination =
            keep(result, r->coordination, r->n_coordination, sizeof *r->coordination, &ok);
        result->n_coordination = r->n_coordination;
        result->asymmetry = keep(result, r->asymmetry, r->n_asymmetry, sizeof *r->asymmetry, &ok);
        result->n_asymmetry = r->n_asymmetry;
        result->asymmetry_summary = r->asymmetry_summary;
        result->flags = keep(result, r->flags.item, r->flags.n, sizeof *r->flags.item, &ok);
        result->n_flags = r->flags.n;
        result->status = hg__flags_status(&r->flags);
        if (r->options->frames) keep_frames(result, r, &ok);
        ok = ok && hg__keep_outliers(result) && hg__keep_stride_curves(result, &r->strides) &&
             hg__keep_markers(result, &r->markers) &&
             hg__keep_references(result, r->references, r->n_references, r->reference_used);
    }
    hg_status status =
        ok ? hg__judge(&result->evidence, r->context->rules, result, memory, r->stage.err)
           : hg__fail_memory(r->stage.err);
    if (status != HG_OK) {
        hg__arena_free(memory);
        return status;
    }
    *out = result;
    return HG_OK;
}

static hg_status go_the_road(hg_result **out, const hg_recording *recording, const hg_trial *trial,
                             const hg_analyze_options *options, hg_context *context,
                             hg_error *err) {
    hg_analyze_options standard;
    const hg_stream *entrance = NULL;
    if (!options) {
        hg_analyze_options_default(&standard);
        options = &standard;
    }
    road *r = hg__arena_alloc(context->scratch, 1, sizeof *r);
    if (!r) return hg__fail_memory(err);
    r->recording = recording;
    r->trial = trial;
    r->options = options;
    r->context = context;
    r->events.method = r->events.second_method = r->calibration.hip_method = "";
    r->stage = (hg__stage){.k = &context->kernels,
                           .scratch = context->scratch,
                           .params = &options->params,
                           .convention = hg__convention_of(options->convention),
                           .log = &context->log,
                           .ffts = context->ffts,
                           .seed = options->seed,
                           .flags = &r->flags,
                           .err = err};
    flag_remarks(r);
    hg_status status = to_angles(r, &entrance);
    if (status == HG_OK) status = from_angles(r);
    if (status == HG_OK) status = make_result(out, r);
    if (status == HG_OK)
        hg__log(&context->log, HG_LOG_DEBUG, "analyze",
                "trial %s: events by %s, %zu left and %zu right strides in use", trial->name,
                *r->events.method ? r->events.method : "nothing", r->strides.n_used[HG_LEFT],
                r->strides.n_used[HG_RIGHT]);
    return status;
}

hg_status hg_analyze(hg_result **out, const hg_recording *recording, const hg_trial *trial,
                     const hg_analyze_options *options, hg_context *context, hg_error *err) {
    hg_status status = go_the_road(out, recording, trial, options, context, err);
    hg__arena_reset(context->scratch); /* the report, and the next file, have room without it */
    return status;
}
