/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/synth.h>
#include <hipgait/version.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "synth/gait.h"
#include "synth/options.h"
#include "synth/plate.h"
#include "synth/room.h"

#define RAD (3.14159265358979323846 / 180)
#define STATIC_SECONDS 2.0
/* Standing: hips a little flexed over a tilted pelvis, knees nearly straight, toes a little out. */
#define STAND_TILT_LESS (2 * RAD) /* than in running */
#define STAND_THIGH (2 * RAD)     /* before the vertical */
#define STAND_KNEE (4 * RAD)
#define STAND_ABDUCTION (2 * RAD)
#define STAND_TOE_OUT (4 * RAD)

/* What one call of hg_synth() works with. */
typedef struct work {
    const hg_synth_options *options;
    hg__body body;
    hg__gait gait;
    hg__room room;
    hg__random marker_noise, force_noise;
    hg_recording *recording;
    hg_error *err;
} work;

/* --- markers --- */

static hg_status add_markers(hg_stream **out, work *w, hg_trial *trial, size_t n, bool running) {
    size_t count = 0;
    for (size_t i = 0; i < HG__BODY_MARKERS; i++) count += !running || w->body.marker[i].running;
    hg_status status = hg_trial_add_stream(out, w->recording, trial, "markers", HG_STREAM_MARKERS,
                                           n, count, 3, w->options->rate_hz, w->err);
    if (status != HG_OK) return status;
    snprintf((*out)->axes, sizeof(*out)->axes, "%s", w->options->axes);
    for (size_t i = 0, k = 0; i < HG__BODY_MARKERS; i++)
        if (!running || w->body.marker[i].running)
            snprintf((*out)->labels[k++], HG_NAME_MAX, "%s", w->body.marker[i].label);
    return HG_OK;
}

static void write_frame(hg_stream *stream, size_t frame, work *w, const double pelvis[9],
                        hg__vec3 origin, const hg__leg_pose leg[2], bool running) {
    hg__vec3 place[HG__BODY_MARKERS];
    double *row = stream->data + frame * stream->n_points * 3;
    hg__body_place(place, &w->body, pelvis, origin, leg);
    for (size_t i = 0, k = 0; i < HG__BODY_MARKERS; i++) {
        if (running && !w->body.marker[i].running) continue;
        if (w->options->noise_m > 0) {
            /* before the lab is mirrored or turned: the same recording then, but for that */
            place[i].x += w->options->noise_m * hg__random_normal(&w->marker_noise);
            place[i].y += w->options->noise_m * hg__random_normal(&w->marker_noise);
            place[i].z += w->options->noise_m * hg__random_normal(&w->marker_noise);
        }
        /* left and right stand next to each other, so the partner is one place away */
        hg__room_put(row + 3 * (w->room.mirror ? k ^ 1 : k), &w->room, place[i]);
        k++;
    }
}

/* --- the static trial --- */

static hg_status add_static(work *w) {
    hg_trial *trial;
    hg_stream *stream;
    const size_t n = (size_t)(STATIC_SECONDS * w->options->rate_hz + 0.5);
    hg_status status = hg_recording_add_trial(&trial, w->recording, "static", w->err);
    if (status == HG_OK) status = add_markers(&stream, w, trial, n, false);
    if (status != HG_OK) return status;
    trial->task = HG_TASK_STATIC;
    snprintf(trial->footwear, sizeof trial->footwear, "synthetic");
    double pelvis[9];
    const double tilt = w->gait.pattern.tilt_mean - STAND_TILT_LESS;
    hg__pelvis_matrix(pelvis, tilt, 0, 0);
    hg__leg_pose leg[2];
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        hg__leg_angles angles = {tilt + STAND_THIGH, -STAND_ABDUCTION, -STAND_TOE_OUT, STAND_KNEE,
                                 0};
        /* the ankle that lays the shoe flat; one angle, one slope, hence a few Newton steps */
        for (int i = 0; i < 20; i++) {
            hg__leg_forward(&leg[side], &w->body.leg[side], pelvis, &angles);
            angles.ankle_dorsiflexion -= asin(hg__leg_slope(&leg[side]));
        }
    }
    const hg__vec3 origin = hg__vec(0, -leg[HG_RIGHT].heel.y, 0);
    for (size_t i = 0; i < n; i++) write_frame(stream, i, w, pelvis, origin, leg, false);
    return HG_OK;
}

/* --- the truth --- */

static hg_status truth_new(hg_synth_truth **out, size_t n, hg_error *err) {
    hg_synth_truth *truth = calloc(1, sizeof *truth);
    if (!truth) return hg__fail_memory(err);
    truth->memory = hg__arena_new();
    bool done =
        truth->memory && (truth->time_s = hg__arena_alloc(truth->memory, n, sizeof(double)));
    for (size_t a = 0; done && a < HG_ANGLE_COUNT; a++)
        done = (truth->angle_deg[a] = hg__arena_alloc(truth->memory, n, sizeof(double)));
    if (!done) {
        hg_synth_truth_free(truth);
        return hg__fail_memory(err);
    }
    truth->n_frames = n;
    *out = truth;
    return HG_OK;
}

void hg_synth_truth_free(hg_synth_truth *truth) {
    if (!truth) return;
    hg__arena_free(truth->memory);
    free(truth);
}

static void truth_frame(hg_synth_truth *truth, size_t i, double t, const hg__gait_state *state,
                        bool mirror) {
    const double lateral = mirror ? -1 : 1;
    truth->time_s[i] = t;
    truth->angle_deg[HG_ANGLE_PELVIS_TILT][i] = state->upper.tilt / RAD;
    truth->angle_deg[HG_ANGLE_PELVIS_OBLIQUITY][i] = lateral * state->upper.obliquity / RAD;
    truth->angle_deg[HG_ANGLE_PELVIS_ROTATION][i] = lateral * state->upper.rotation / RAD;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        const hg__leg_angles *a = &state->angles[mirror ? !side : side];
        truth->angle_deg[HG_ANGLE_HIP_FLEXION_LEFT + side][i] = a->hip_flexion / RAD;
        truth->angle_deg[HG_ANGLE_HIP_ADDUCTION_LEFT + side][i] = a->hip_adduction / RAD;
        truth->angle_deg[HG_ANGLE_HIP_ROTATION_LEFT + side][i] = a->hip_rotation / RAD;
        truth->angle_deg[HG_ANGLE_KNEE_FLEXION_LEFT + side][i] = a->knee_flexion / RAD;
    }
}

static hg_status truth_events(hg_synth_truth *truth, const hg__gait *gait, double end, bool mirror,
                              double mass_kg, hg_error *err) {
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        double **lists[] = {&truth->foot_strike_s[side], &truth->toe_off_s[side],
                            &truth->force_strike_s[side], &truth->force_toe_off_s[side]};
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
            if (!(*lists[i] = hg__arena_alloc(truth->memory, gait->n_steps, sizeof(double))))
                return hg__fail_memory(err);
    }
    hg__arena *scratch = hg__arena_new();
    for (size_t i = 0; i < gait->n_steps; i++) {
        const hg__step *step = &gait->step[i];
        const int side = mirror ? !step->side : step->side;
        const bool strikes = step->strike >= 0 && step->strike <= end,
                   leaves = step->toe_off >= 0 && step->toe_off <= end;
        double by_force[2];
        if (!strikes && !leaves) continue;
        if (!scratch || !hg__load_times(by_force, gait, i, mass_kg, scratch)) {
            hg__arena_free(scratch);
            return hg__fail_memory(err);
        }
        if (strikes) {
            truth->force_strike_s[side][truth->n_foot_strikes[side]] = by_force[0];
            truth->foot_strike_s[side][truth->n_foot_strikes[side]++] = step->strike;
        }
        if (leaves) {
            truth->force_toe_off_s[side][truth->n_toe_offs[side]] = by_force[1];
            truth->toe_off_s[side][truth->n_toe_offs[side]++] = step->toe_off;
        }
    }
    hg__arena_free(scratch);
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        const hg__vec3 hip = gait->body->leg[side].hip; /* left and right are mirror images */
        truth->hip_centre_m[side][0] = hip.x;
        truth->hip_centre_m[side][1] = hip.y;
        truth->hip_centre_m[side][2] = hip.z;
    }
    return HG_OK;
}

/* --- the running trial --- */

static hg_status add_running(work *w, hg_synth_truth **truth) {
    const hg_synth_options *o = w->options;
    hg_trial *trial;
    hg_stream *stream;
    const size_t n = (size_t)(o->seconds * o->rate_hz + 0.5);
    hg_status status = hg_recording_add_trial(&trial, w->recording, "run01", w->err);
    if (status == HG_OK) status = add_markers(&stream, w, trial, n, true);
    if (status == HG_OK && truth) status = truth_new(truth, n, w->err);
    if (status != HG_OK) return status;
    trial->task = HG_TASK_RUN;
    trial->treadmill = o->over_ground ? HG_NO : HG_YES;
    trial->speed_m_s = o->speed_m_s;
    trial->incline_percent = 0;
    snprintf(trial->footwear, sizeof trial->footwear, "synthetic");
    for (size_t i = 0; i < n; i++) {
        hg__gait_state state;
        const double t = (double)i / o->rate_hz;
        hg__gait_at(&state, &w->gait, t);
        write_frame(stream, i, w, state.pelvis, state.origin, state.leg, true);
        if (truth) truth_frame(*truth, i, t, &state, o->mirror);
    }
    if (truth)
        status = truth_events(*truth, &w->gait, (double)(n - 1) / o->rate_hz, o->mirror, o->mass_kg,
                              w->err);
    if (status == HG_OK && o->force)
        status = hg__plates_add(w->recording, trial, &w->gait, o, &w->room,
                                o->noise_m > 0 ? &w->force_noise : NULL, w->err);
    return status;
}

static void describe(work *w) {
    const hg_synth_options *o = w->options;
    hg_recording *r = w->recording;
    snprintf(r->source.format, sizeof r->source.format, "synthetic");
    snprintf(r->source.created_by, sizeof r->source.created_by, "hipgait %s synth", hg_version());
    snprintf(r->subject.id, sizeof r->subject.id, "%s", o->runner);
    snprintf(r->session.id, sizeof r->session.id, "%s", o->session);
    r->subject.mass_kg = o->mass_kg;
    r->subject.height_m = o->height_m;
    r->subject.leg_length_m[HG_LEFT] = r->subject.leg_length_m[HG_RIGHT] = w->body.leg_length_m;
    r->subject.pelvis_width_m = w->body.pelvis_width_m;
}

static hg_status make(work *w, hg__arena *arena, hg_synth_truth **truth) {
    const hg_synth_options *o = w->options;
    hg__random master, style, strides;
    bool possible;
    /* one generator per purpose, so that noise does not change the runner */
    hg__random_seed(&master, o->seed);
    hg__random_seed(&style, hg__random_bits(&master));
    hg__random_seed(&strides, hg__random_bits(&master));
    hg__random_seed(&w->marker_noise, hg__random_bits(&master));
    hg__random_seed(&w->force_noise, hg__random_bits(&master));
    hg__body_build(&w->body, o->height_m, &style);
    if (!hg__gait_plan(&w->gait, &possible, &w->body, o, arena, &style, &strides))
        return hg__fail_memory(w->err);
    if (!possible)
        return hg__fail_at(w->err, HG_EINVAL, "step_rate_per_min",
                           "no runner of %g m can run %g m/s with %g steps per minute; more steps "
                           "or less speed can be",
                           o->height_m, o->speed_m_s, o->step_rate_per_min);
    hg_status status = hg_recording_new(&w->recording, w->err);
    if (status != HG_OK) return status;
    describe(w);
    status = add_static(w);
    return status == HG_OK ? add_running(w, truth) : status;
}

hg_status hg_synth(hg_recording **out, hg_synth_truth **truth, const hg_synth_options *options,
                   hg_error *err) {
    work w = {.options = options, .err = err};
    hg_synth_truth *known = NULL;
    hg_status status = hg__synth_check(options, err);
    if (status == HG_OK) status = hg__room_of(&w.room, options, err);
    if (status != HG_OK) return status;
    hg__arena *arena = hg__arena_new();
    status = arena ? make(&w, arena, truth ? &known : NULL) : hg__fail_memory(err);
    hg__arena_free(arena);
    if (status != HG_OK) {
        hg_recording_free(w.recording);
        hg_synth_truth_free(known);
        return status;
    }
    *out = w.recording;
    if (truth) *truth = known;
    return HG_OK;
}
