/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/progress/progress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/pages.h"
#include "gait/axes.h"
#include "gait/flag_list.h"
#include "gait/progress/progress_parts.h"

#define KEPT_PLANES ((size_t)26) /* turn, pelvis, feet: as many as can be */

static double *plane(size_t n, const hg__stage *stage) {
    return hg__arena_alloc(stage->scratch, n, sizeof(double));
}

/* x along the heading, y up, z right: rows of room to progress. */
static void set_heading(double R[9], hg__heading h) {
    hg__mat_from_rows(R, hg__vec(h.x, 0, h.z), hg__vec(0, 1, 0), hg__vec(-h.z, 0, h.x));
}

/* The axis of the room, forward or backward, nearest to the heading. */
static hg__heading nearest_axis(hg__heading h) {
    bool along_x = fabs(h.x) >= fabs(h.z);
    return (hg__heading){along_x ? copysign(1, h.x) : 0, along_x ? 0 : copysign(1, h.z)};
}

static void set_progress(hg__progress *out, hg__heading h) {
    set_heading(out->room_to_progress, h);
    set_heading(out->room_to_axis, nearest_axis(h));
    out->known = true;
}

/* In place: the trail in the room is not wanted any more. */
static void turn(double *out[3], double *const in[3], const double R[9], size_t n,
                 const hg__stage *stage) {
    memcpy(out, in, 3 * sizeof *out);
    if (in[0]) stage->k->rotate(out, (const double *const *)in, R, n);
}

static void fall_back_on_stated(hg__progress *out, const hg_trial *trial, const hg__stage *stage) {
    if (isfinite(out->speed_m_s)) return;
    out->speed_m_s = trial->speed_m_s;
    out->speed_source = isfinite(trial->speed_m_s) ? "stated" : "";
    if (!isfinite(trial->speed_m_s)) hg__flag(stage->flags, HG_FLAG_SPEED_UNKNOWN, NAN, "%s", "");
}

/* Mean of both feet; they differ on a split belt. */
static void take_speed(hg__progress *out, const hg__feet *feet) {
    double sum = 0;
    int sides = 0;
    bool measured = !out->treadmill || feet->heel[0][0] || feet->toe[0][0] || feet->heel[1][0] ||
                    feet->toe[1][0]; /* else the belt's speed is only what was stated */
    for (int side = 0; measured && side < 2; side++) {
        if (!isfinite(feet->speed_m_s[side])) continue;
        sum += feet->speed_m_s[side];
        sides++;
    }
    if (sides == 0) return;
    out->speed_m_s = sum / sides;
    out->speed_source = out->treadmill ? "belt" : "pelvis";
}

/* Feet and pelvis into the progress frame. */
static void turn_trail(hg__progress *out, hg__feet *feet, const hg__trail *t,
                       const hg__stage *stage) {
    const double *R = out->room_to_progress;
    turn(out->pelvis, t->pelvis, R, t->n, stage);
    memcpy(feet->pelvis, out->pelvis, sizeof feet->pelvis);
    for (int side = 0; side < 2; side++) {
        turn(feet->heel[side], t->heel[side], R, t->n, stage);
        turn(feet->toe[side], t->toe[side], R, t->n, stage);
    }
}

/* Speeds, and the frames in which they are even. */
static bool find_speed(hg__progress *out, hg__feet *feet, const hg_trial *trial,
                       const hg__stage *stage) {
    if (!hg__fill_pace(feet, out->phase, out->treadmill, trial->speed_m_s, stage) ||
        !hg__mark_starts(out->phase, feet, stage))
        return false;
    hg__mean_speed(feet, out->phase);
    for (size_t i = 0; i < out->n; i++) out->steady[i] = out->phase[i] == HG__PHASE_STEADY;
    take_speed(out, feet);
    fall_back_on_stated(out, trial, stage);
    return true;
}

/* Over ground: turns the passes into one direction; *main is that direction where any was turned.
 */
static bool straighten(hg__progress *out, hg__heading *main, bool *turned, hg__trail *t,
                       hg__markers *markers, const hg__markerset *set, const hg__stage *stage) {
    hg__passes passes;
    if (!hg__find_passes(&passes, out->phase, t, stage)) return false;
    *turned = passes.turn;
    if (!passes.turn) return true;
    *main = passes.pass[passes.longest].heading;
    if (!hg__turn_passes(out, markers, &passes, t, stage) ||
        !hg__trail_gather(t, markers, set, stage))
        return false;
    hg__check_facing(&passes, out->phase, t, stage);
    hg__flag_passes(&passes, t->rate_hz, stage);
    return true;
}

static hg_status find_progress(hg__progress *out, hg__feet *feet, hg__markers *markers,
                               const hg__markerset *set, const hg_trial *trial,
                               const hg__stage *stage) {
    hg__trail t;
    hg__heading heading, main;
    bool moves, turned = false;
    if (!hg__trail_gather(&t, markers, set, stage) ||
        !hg__trail_mark_standing(&moves, out->phase, &t, stage))
        return hg__fail_memory(stage->err);
    if (!moves) {
        out->standing = true;
        hg__flag(stage->flags, HG_FLAG_RUNNER_STANDS, (double)out->n / markers->rate_hz,
                 "%.1f s without a step", (double)out->n / markers->rate_hz);
        return HG_OK;
    }
    hg__trail_mask(&t, out->phase);
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    if (!hg__on_belt(&out->treadmill, &t, trial, stage)) return hg__fail_memory(stage->err);
    hg__arena_back(stage->scratch, mark);
    if (!out->treadmill && !straighten(out, &main, &turned, &t, markers, set, stage))
        return hg__fail_memory(stage->err);
    hg__trail_mask(&t, out->phase);
    mark = hg__arena_here(stage->scratch);
    if (!hg__find_heading(&heading, &out->known, &t, turned ? &main : NULL, out->treadmill, stage))
        return hg__fail_memory(stage->err);
    hg__arena_back(stage->scratch, mark);
    if (!out->known) return HG_OK;
    set_progress(out, heading);
    turn_trail(out, feet, &t, stage);
    if (!find_speed(out, feet, trial, stage)) return hg__fail_memory(stage->err);
    return HG_OK;
}

/* Where the planes that stay are named; the runner over ground has one ground under both feet, and
 * the pelvis is named twice. */
static size_t list_planes(double **at[KEPT_PLANES], hg__progress *out, hg__feet *feet) {
    double **const group[] = {out->turn,     out->pelvis,  feet->heel[0],
                              feet->heel[1], feet->toe[0], feet->toe[1],
                              feet->ground,  feet->pace,   feet->pelvis};
    static const size_t count[] = {4, 3, 3, 3, 3, 3, 2, 2, 3};
    size_t n = 0;
    for (size_t g = 0; g < sizeof count / sizeof *count; g++)
        for (size_t i = 0; i < count[g]; i++)
            if (group[g][i]) at[n++] = &group[g][i];
    return n;
}

/* The tests of the direction look at several times as many planes as stay, and nobody after them
 * at the raw markers: all goes back from the mark on, and what stays is laid where it was. */
static hg_status keep_planes(hg__progress *out, hg__feet *feet, hg__markers *markers,
                             hg__arena_mark mark, const hg__stage *stage) {
    double **at[KEPT_PLANES], *old[KEPT_PLANES];
    size_t n = out->n, listed = list_planes(at, out, feet), planes = 0, which[KEPT_PLANES];
    for (size_t i = 0; i < listed; i++) {
        for (which[i] = 0; which[i] < planes && old[which[i]] != *at[i];) which[i]++;
        if (which[i] == planes) old[planes++] = *at[i];
    }
    size_t samples = planes * n;
    const size_t bytes = (samples + 1) * sizeof(double) + 2 * n;
    double *aside = malloc(bytes);
    if (!aside) return hg__fail_memory(stage->err);
    uint8_t *frames = (uint8_t *)(aside + samples);
    for (size_t p = 0; p < planes; p++) memcpy(aside + p * n, old[p], n * sizeof *aside);
    memcpy(frames, out->phase, n);
    memcpy(frames + n, out->steady, n);
    hg__arena_back(stage->scratch, mark);
    if (markers->raw_apart) markers->raw = markers->smooth;
    markers->raw_apart = false;
    double *kept = hg__arena_alloc(stage->scratch, samples, sizeof *kept);
    out->phase = hg__arena_alloc(stage->scratch, n, sizeof *out->phase);
    out->steady = hg__arena_alloc(stage->scratch, n, sizeof *out->steady);
    bool room = kept && out->phase && out->steady;
    if (room) {
        memcpy(kept, aside, samples * sizeof *kept);
        memcpy(out->phase, frames, n);
        memcpy(out->steady, frames + n, n);
    }
    hg__pages_unwanted(aside, bytes); /* malloc may keep it for as long as the process lives */
    free(aside);
    for (size_t i = 0; room && i < listed; i++) *at[i] = kept + which[i] * n;
    return room ? HG_OK : hg__fail_memory(stage->err);
}

hg_status hg__progress_from_markers(hg__progress *out, hg__feet *feet, hg__markers *markers,
                                    const hg__markerset *set, const hg_trial *trial,
                                    const hg__stage *stage) {
    *out = (hg__progress){.speed_m_s = NAN, .speed_source = "", .n = markers->n};
    *feet = (hg__feet){.n = markers->n,
                       .rate_hz = markers->rate_hz,
                       .t0_s = markers->t0_s,
                       .ground_m_s = {NAN, NAN},
                       .speed_m_s = {NAN, NAN}};
    hg__arena_mark mark = markers->raw_apart ? markers->before_raw : hg__arena_here(stage->scratch);
    out->phase = hg__arena_alloc(stage->scratch, out->n, sizeof *out->phase);
    out->steady = hg__arena_alloc(stage->scratch, out->n, sizeof *out->steady);
    if (!out->phase || !out->steady) return hg__fail_memory(stage->err);
    hg_status status = find_progress(out, feet, markers, set, trial, stage);
    return status == HG_OK ? keep_planes(out, feet, markers, mark, stage) : status;
}

hg_status hg__progress_from_orientation(hg__progress *out, const hg_stream *stream,
                                        const hg_trial *trial, const hg__stage *stage) {
    double lab_to_room[9], *q[4], *R[9];
    const hg__kernels *k = stage->k;
    size_t n = stream->n_frames;
    *out = (hg__progress){
        .speed_m_s = NAN, .speed_source = "", .treadmill = trial->treadmill == HG_YES};
    hg_status status = hg__axes_matrix(lab_to_room, stream->axes, stream->name, stage->err);
    if (status != HG_OK) return status;
    ptrdiff_t at = hg__label_find(stream, hg__segment_names[HG__SEGMENT_PELVIS]);
    if (at < 0) {
        return hg__fail_at(stage->err, HG_EDATA, stream->name,
                           "there is no segment \"pelvis\" among its labels");
    }
    for (int c = 0; c < 4; c++) {
        if (!(q[c] = plane(n, stage))) return hg__fail_memory(stage->err);
        k->transpose(q[c], n, stream->data + 4 * at + c, 4 * stream->n_points, n, 1);
    }
    for (int c = 0; c < 9; c++)
        if (!(R[c] = plane(n, stage))) return hg__fail_memory(stage->err);
    k->matrix_from_quaternion(R, (const double *const *)q, n);
    hg__vec3 forward = hg__vec(k->sum_valid(R[0], n), k->sum_valid(R[3], n), k->sum_valid(R[6], n));
    forward = hg__mat_apply(lab_to_room, forward);
    double length = hypot(forward.x, forward.z);
    if (!(length > 0.1 * (double)n)) {
        hg__flag(stage->flags, HG_FLAG_DIRECTION_UNSURE, NAN,
                 "the pelvis points in no one direction");
        return HG_OK;
    }
    set_progress(out, (hg__heading){forward.x / length, forward.z / length});
    fall_back_on_stated(out, trial, stage);
    return HG_OK;
}

/* Marks the frames of the strides in use; how many strides there are. */
static size_t mark_used(uint8_t *phase, size_t n, const hg__stride_set *strides,
                        const hg__feet *feet) {
    size_t count = 0;
    memset(phase, HG__PHASE_STANDING, n);
    for (int side = 0; side < 2; side++)
        for (size_t k = 0; k < strides->n[side]; k++) {
            const hg__stride *s = &strides->stride[side][k];
            double first = ceil((s->start_s - feet->t0_s) * feet->rate_hz),
                   last = floor((s->end_s - feet->t0_s) * feet->rate_hz);
            if (!s->used) continue;
            count++;
            for (size_t i = first > 0 ? (size_t)first : 0; i < n && (double)i <= last; i++)
                phase[i] = HG__PHASE_STEADY;
        }
    return count;
}

hg_status hg__progress_settle_speed(hg__progress *out, hg__feet *feet,
                                    const hg__stride_set *strides, const hg_trial *trial,
                                    const hg__stage *stage) {
    if (out->known && feet) {
        uint8_t *phase = hg__arena_alloc(stage->scratch, feet->n, sizeof *phase);
        if (!phase) return hg__fail_memory(stage->err);
        if (mark_used(phase, feet->n, strides, feet)) {
            hg__mean_speed(feet, phase);
            take_speed(out, feet);
        }
    }
    double stated = trial->speed_m_s, off = 100 * (out->speed_m_s - stated) / stated;
    if (stated > 0 && fabs(off) > stage->params->speed_agree_percent)
        hg__flag(stage->flags, HG_FLAG_SPEED_DISAGREES, off, "stated %.2f m/s, measured %.2f m/s",
                 stated, out->speed_m_s);
    return HG_OK;
}
