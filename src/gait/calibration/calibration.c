/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/calibration/calibration.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "dsp/stats.h"
#include "gait/calibration/functional_hip.h"
#include "gait/calibration/hip_centre.h"
#include "gait/flag_list.h"

/* Axes x (anterior), y (up), z (right) of a segment in the room, and its origin. */
typedef struct frame {
    bool known;
    double R[9]; /* rows are the axes: R (p - origin) are segment coordinates */
    hg__vec3 origin;
} frame;

typedef struct standing {
    const hg__markers *markers;
    hg__vec3 *mean; /* per marker; NaN when never seen */
    hg__vec3 landmark[HG__LANDMARK_COUNT];
} standing;

static hg__vec3 mean_position(const hg__markers *m, size_t marker, const hg__stage *stage) {
    double v[3];
    for (int a = 0; a < 3; a++) {
        const double *plane = m->smooth[3 * marker + a];
        size_t n = stage->k->count_valid(plane, m->n);
        v[a] = n ? stage->k->sum_valid(plane, m->n) / (double)n : NAN;
    }
    return hg__vec(v[0], v[1], v[2]);
}

/*
 * How far the markers stray from their mean: 95th percentile over frames of the worst coordinate.
 */
static double movement(const standing *s, const hg__stage *stage) {
    const hg__markers *m = s->markers;
    double worst = 0;
    double *off = hg__arena_alloc(stage->scratch, m->n, sizeof *off);
    if (!off) return NAN;
    for (size_t i = 0; i < 3 * m->n_markers; i++) {
        const hg__vec3 *c = &s->mean[i / 3];
        double centre = i % 3 == 0 ? c->x : i % 3 == 1 ? c->y : c->z;
        for (size_t f = 0; f < m->n; f++) off[f] = fabs(m->smooth[i][f] - centre);
        double p95 = hg__quantile(off, m->n, 0.95, stage->scratch);
        if (p95 > worst) worst = p95;
    }
    return worst;
}

static hg_status stand(standing *s, const hg__markers *m, const hg__markerset *set,
                       const hg__stage *stage) {
    s->markers = m;
    s->mean = hg__arena_alloc(stage->scratch, m->n_markers, sizeof *s->mean);
    if (!s->mean) return hg__fail_memory(stage->err);
    for (size_t i = 0; i < m->n_markers; i++) s->mean[i] = mean_position(m, i, stage);
    for (int l = 0; l < HG__LANDMARK_COUNT; l++) {
        hg__vec3 sum = hg__vec(0, 0, 0);
        for (size_t i = 0; i < set->n_landmark[l]; i++) {
            ptrdiff_t at = hg__markers_find(m, set->landmark[l][i]);
            sum = hg__vec_add(sum, at < 0 ? hg__vec(NAN, NAN, NAN) : s->mean[at]);
        }
        s->landmark[l] = hg__vec_scale(sum, 1.0 / (double)set->n_landmark[l]); /* none: 0/0, NaN */
    }
    double moved = movement(s, stage);
    if (moved > stage->params->pose_static_motion_limit_m)
        hg__flag(stage->flags, HG_FLAG_STATIC_MOVED, moved, "%.0f", 1000 * moved);
    return HG_OK;
}

/* y and a rough z give the frame: x = unit(y x z), z = x x y. */
static frame from_y_and_z(hg__vec3 y, hg__vec3 rough_z, hg__vec3 origin) {
    frame f = {.origin = origin};
    y = hg__vec_unit(y);
    hg__vec3 x = hg__vec_unit(hg__vec_cross(y, rough_z));
    hg__mat_from_rows(f.R, x, y, hg__vec_cross(x, y));
    f.known = hg__vec_finite(x) && hg__vec_finite(y) && hg__vec_finite(origin);
    return f;
}

static frame pelvis_frame(const standing *s) {
    const hg__vec3 *l = s->landmark;
    frame f = {0};
    hg__vec3 front = hg__vec_mid(l[HG__LANDMARK_ASIS_LEFT], l[HG__LANDMARK_ASIS_RIGHT]);
    hg__vec3 back = hg__vec_mid(l[HG__LANDMARK_PSIS_LEFT], l[HG__LANDMARK_PSIS_RIGHT]);
    hg__vec3 z = hg__vec_unit(hg__vec_sub(l[HG__LANDMARK_ASIS_RIGHT], l[HG__LANDMARK_ASIS_LEFT]));
    hg__vec3 v = hg__vec_sub(front, back);
    hg__vec3 x = hg__vec_unit(hg__vec_sub(v, hg__vec_scale(z, hg__vec_dot(v, z))));
    hg__mat_from_rows(f.R, x, hg__vec_cross(z, x), z);
    f.origin = front;
    f.known = hg__vec_finite(x) && hg__vec_finite(z);
    return f;
}

/* Right-pointing vector between the lateral and the medial landmark of a joint. */
static hg__vec3 rightward(const standing *s, int lateral_left, int medial_left, int side) {
    hg__vec3 lateral = s->landmark[HG__OF_SIDE(lateral_left, side)];
    hg__vec3 medial = s->landmark[HG__OF_SIDE(medial_left, side)];
    return side == HG_RIGHT ? hg__vec_sub(lateral, medial) : hg__vec_sub(medial, lateral);
}

static hg__vec3 joint(const standing *s, int lateral_left, int medial_left, int side) {
    return hg__vec_mid(s->landmark[HG__OF_SIDE(lateral_left, side)],
                       s->landmark[HG__OF_SIDE(medial_left, side)]);
}

/* Places the segment's tracking markers that both trials have in the anatomical frame. */
static void fill_model(hg__segment_model *out, const frame *f, const standing *s,
                       const hg__markers *moving, const hg__markerset *set, int segment) {
    for (size_t i = 0; f->known && i < set->n_cluster[segment]; i++) {
        ptrdiff_t here = hg__markers_find(s->markers, set->cluster[segment][i]);
        ptrdiff_t there = hg__markers_find(moving, set->cluster[segment][i]);
        if (here < 0 || there < 0 || !hg__vec_finite(s->mean[here])) continue;
        hg__vec3 p = hg__mat_apply(f->R, hg__vec_sub(s->mean[here], f->origin));
        const double at[3] = {p.x, p.y, p.z};
        memcpy(out->model + 3 * out->m, at, sizeof at);
        out->marker[out->m++] = (size_t)there;
    }
    out->known = out->m >= 3;
}

/* The landmarks that each model stands on. */
static bool is_needed(int landmark, hg__model model) {
    bool pelvis = landmark >= HG__LANDMARK_ASIS_LEFT && landmark <= HG__LANDMARK_PSIS_RIGHT;
    bool legs =
        landmark >= HG__LANDMARK_KNEE_LATERAL_LEFT && landmark <= HG__LANDMARK_ANKLE_MEDIAL_RIGHT;
    bool trochanter =
        landmark == HG__LANDMARK_TROCHANTER_LEFT || landmark == HG__LANDMARK_TROCHANTER_RIGHT;
    return legs || (model == HG__MODEL_CALIBRATED ? pelvis : trochanter);
}

/* Names what keeps a frame from being known. */
static void flag_incomplete(const standing *s, const hg__stage *stage) {
    char missing[256] = "";
    for (int l = 0; l < HG__LANDMARK_COUNT; l++)
        if (is_needed(l, stage->convention->model) && !hg__vec_finite(s->landmark[l]))
            hg__list_add(missing, sizeof missing, "%s", hg__landmark_words[l]);
    if (*missing) hg__flag(stage->flags, HG_FLAG_STATIC_INCOMPLETE, NAN, "%s", missing);
}

/* Hara's regression was made with leg lengths taken from the body. The distance between two skin
 * markers stands in for them only on request: on RBDS001 it moves the hip centres outward and mean
 * hip adduction 1.5 deg away from the published curves. */
static void leg_lengths(double leg[2], const standing *s, const hg__body *body,
                        const hg__stage *stage) {
    bool measured = false, wanted = strcmp(stage->params->pose_hip_centre, "hara") == 0;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        leg[side] = body->leg_length_m[side];
        if (isfinite(leg[side]) || !wanted) continue;
        leg[side] = hg__vec_norm(
            hg__vec_sub(s->landmark[HG__OF_SIDE(HG__LANDMARK_ASIS_LEFT, side)],
                        s->landmark[HG__OF_SIDE(HG__LANDMARK_ANKLE_MEDIAL_LEFT, side)]));
        measured = true;
    }
    bool known = isfinite(leg[HG_LEFT]) && isfinite(leg[HG_RIGHT]);
    if (!known && (wanted || strcmp(stage->params->pose_hip_centre, "auto") == 0))
        hg__flag(stage->flags, HG_FLAG_LEG_LENGTH_MISSING, NAN, "%s",
                 wanted ? "Hara 2016 cannot be used" : "Harrington 2007, pelvic width and depth");
    if (known && measured)
        hg__flag(stage->flags, HG_FLAG_LEG_LENGTH_MEASURED, NAN, "left %.0f mm, right %.0f mm",
                 1000 * leg[HG_LEFT], 1000 * leg[HG_RIGHT]);
}

void hg__static_leg_lengths(double out_m[2], const hg__markers *fixed, const hg__markerset *set,
                            const hg__stage *stage) {
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        const int ends[2] = {HG__OF_SIDE(HG__LANDMARK_ASIS_LEFT, side),
                             HG__OF_SIDE(HG__LANDMARK_ANKLE_MEDIAL_LEFT, side)};
        hg__vec3 end[2];
        for (int e = 0; e < 2; e++) {
            hg__vec3 sum = hg__vec(0, 0, 0);
            size_t n = set->n_landmark[ends[e]];
            for (size_t i = 0; i < n; i++) {
                ptrdiff_t at = hg__markers_find(fixed, set->landmark[ends[e]][i]);
                sum = hg__vec_add(sum, at < 0 ? hg__vec(NAN, NAN, NAN)
                                              : mean_position(fixed, (size_t)at, stage));
            }
            end[e] = n ? hg__vec_scale(sum, 1.0 / (double)n) : hg__vec(NAN, NAN, NAN);
        }
        out_m[side] = hg__vec_norm(hg__vec_sub(end[0], end[1]));
    }
}

static bool wants_functional(const hg__stage *stage) {
    const char *choice = stage->params->pose_hip_centre;
    return strcmp(choice, "auto") == 0 || strcmp(choice, "functional") == 0;
}

/* The functional centre of one side from the trial in which its hip moves most; false when none
 * will do. */
static hg_status functional_side(bool *found, hg__vec3 *centre, int side, const frame *pelvis,
                                 const standing *s, const hg__functional *trials,
                                 const hg__markerset *set, char *used, char *refused, size_t size,
                                 const hg__stage *stage) {
    static const char *const names[2] = {"left", "right"};
    hg__functional_hip best = {0};
    *found = false;
    for (size_t i = 0; i < trials->n; i++) {
        hg__segment_model moving_pelvis = {0}, moving_thigh = {0};
        hg__functional_hip one;
        fill_model(&moving_pelvis, pelvis, s, &trials->trial[i], set, HG__SEGMENT_PELVIS);
        fill_model(&moving_thigh, pelvis, s, &trials->trial[i], set,
                   HG__OF_SIDE(HG__SEGMENT_THIGH_LEFT, side));
        hg_status status = hg__functional_hip_centre(&one, &trials->trial[i], &moving_pelvis,
                                                     &moving_thigh, stage);
        if (status != HG_OK) return status;
        if (one.found && one.motion_rad > best.motion_rad) best = one;
    }
    if (!best.found) return HG_OK;
    double motion = best.motion_rad * 57.29577951308232;
    char part[120];
    if (motion < stage->params->pose_functional_motion_deg) {
        snprintf(part, sizeof part, "%s, the hip moves only %.0f deg", names[side], motion);
        hg__list_add(refused, size, "%s", part);
        return HG_OK;
    }
    snprintf(part, sizeof part, "%s (residual %.1f mm, condition %.1f, motion %.0f deg)",
             names[side], 1000 * best.residual_m, best.condition, motion);
    hg__list_add(used, size, "%s", part);
    *centre = best.centre;
    *found = true;
    return HG_OK;
}

/* Overrides the regression where a functional trial knows better. */
static hg_status functional_centres(hg__calibration *out, const frame *pelvis, const standing *s,
                                    const hg__functional *trials, const hg__markerset *set,
                                    const hg__stage *stage) {
    char used[256] = "", refused[256] = "";
    bool found[2];
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        hg_status status = functional_side(&found[side], &out->hip_centre[side], side, pelvis, s,
                                           trials, set, used, refused, sizeof used, stage);
        if (status != HG_OK) return status;
    }
    bool asked = strcmp(stage->params->pose_hip_centre, "functional") == 0;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++)
        if (asked && !found[side] && !strstr(refused, side == HG_LEFT ? "left" : "right"))
            hg__list_add(refused, sizeof refused, "%s, no trial moves this hip",
                         side == HG_LEFT ? "left" : "right");
    if (*used) hg__flag(stage->flags, HG_FLAG_FUNCTIONAL_HIP, NAN, "%s", used);
    if (*refused) hg__flag(stage->flags, HG_FLAG_FUNCTIONAL_REFUSED, NAN, "%s", refused);
    if (found[HG_LEFT] && found[HG_RIGHT])
        out->hip_method = "functional";
    else if (found[HG_LEFT] || found[HG_RIGHT])
        out->hip_method = "functional, one side";
    return HG_OK;
}

/* Pelvis of the ISB: anatomical axes, hip centres by regression. hips are in the room. */
static hg_status anatomical_pelvis(frame *pelvis, hg__vec3 hip[2], hg__calibration *out,
                                   const standing *s, const hg__functional *functional,
                                   const hg__markerset *set, const hg__body *body,
                                   const hg__stage *stage) {
    const hg__vec3 *l = s->landmark;
    *pelvis = pelvis_frame(s);
    hg__vec3 front = hg__vec_mid(l[HG__LANDMARK_ASIS_LEFT], l[HG__LANDMARK_ASIS_RIGHT]);
    hg__vec3 back = hg__vec_mid(l[HG__LANDMARK_PSIS_LEFT], l[HG__LANDMARK_PSIS_RIGHT]);
    hg__pelvis_measures m = {
        .width_m = hg__vec_norm(hg__vec_sub(l[HG__LANDMARK_ASIS_RIGHT], l[HG__LANDMARK_ASIS_LEFT])),
        .depth_m = hg__vec_norm(hg__vec_sub(front, back))};
    if (isfinite(body->pelvis_width_m)) m.width_m = body->pelvis_width_m;
    leg_lengths(m.leg_length_m, s, body, stage);
    const char *choice = wants_functional(stage) ? "auto" : stage->params->pose_hip_centre;
    const char *method = hg__hip_centres(out->hip_centre, &m, choice);
    if (!method) pelvis->known = false;
    if (!pelvis->known) return HG_OK;
    out->hip_method = method;
    if (wants_functional(stage)) {
        hg_status status = functional_centres(out, pelvis, s, functional, set, stage);
        if (status != HG_OK) return status;
    }
    for (int side = HG_LEFT; side <= HG_RIGHT; side++)
        hip[side] =
            hg__vec_add(pelvis->origin, hg__mat_apply_transposed(pelvis->R, out->hip_centre[side]));
    return HG_OK;
}

/* Pelvis of the Running Injury Clinic: its axes are those of the lab in standing, the hip centres a
 * quarter of the way from one trochanter marker to the other. */
static frame standing_pelvis(hg__vec3 hip[2], hg__calibration *out, const standing *s,
                             const hg__progress *progress) {
    hg__vec3 left = s->landmark[HG__LANDMARK_TROCHANTER_LEFT],
             right = s->landmark[HG__LANDMARK_TROCHANTER_RIGHT];
    frame pelvis = {.origin = hg__vec_mid(left, right)};
    memcpy(pelvis.R, progress->room_to_axis, sizeof pelvis.R);
    pelvis.known = progress->known && hg__vec_finite(pelvis.origin);
    hip[HG_LEFT] = hg__vec_add(left, hg__vec_scale(hg__vec_sub(right, left), 0.25));
    hip[HG_RIGHT] = hg__vec_add(right, hg__vec_scale(hg__vec_sub(left, right), 0.25));
    for (int side = HG_LEFT; side <= HG_RIGHT; side++)
        out->hip_centre[side] = hg__mat_apply(pelvis.R, hg__vec_sub(hip[side], pelvis.origin));
    if (pelvis.known) out->hip_method = "trochanters";
    return pelvis;
}

hg_status hg__calibrate(hg__calibration *out, const hg__markers *fixed, const hg__markers *moving,
                        const hg__functional *functional, const hg__markerset *set,
                        const hg__progress *progress, const hg__body *body,
                        const hg__stage *stage) {
    standing s = {0};
    hg__vec3 hip[2];
    memset(out, 0, sizeof *out);
    out->hip_method = "";
    hg_status status = stand(&s, fixed, set, stage);
    if (status != HG_OK) return status;
    flag_incomplete(&s, stage);
    frame pelvis = {0};
    if (stage->convention->model == HG__MODEL_TROCHANTERS)
        pelvis = standing_pelvis(hip, out, &s, progress);
    else
        status = anatomical_pelvis(&pelvis, hip, out, &s, functional, set, body, stage);
    if (status != HG_OK || !pelvis.known) return status;
    fill_model(&out->segment[HG__SEGMENT_PELVIS], &pelvis, &s, moving, set, HG__SEGMENT_PELVIS);
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        hg__vec3 knee =
            joint(&s, HG__LANDMARK_KNEE_LATERAL_LEFT, HG__LANDMARK_KNEE_MEDIAL_LEFT, side);
        hg__vec3 ankle =
            joint(&s, HG__LANDMARK_ANKLE_LATERAL_LEFT, HG__LANDMARK_ANKLE_MEDIAL_LEFT, side);
        frame thigh = from_y_and_z(
            hg__vec_sub(hip[side], knee),
            rightward(&s, HG__LANDMARK_KNEE_LATERAL_LEFT, HG__LANDMARK_KNEE_MEDIAL_LEFT, side),
            hip[side]);
        frame shank = from_y_and_z(
            hg__vec_sub(knee, ankle),
            rightward(&s, HG__LANDMARK_ANKLE_LATERAL_LEFT, HG__LANDMARK_ANKLE_MEDIAL_LEFT, side),
            knee);
        int thigh_row = HG__OF_SIDE(HG__SEGMENT_THIGH_LEFT, side),
            shank_row = HG__OF_SIDE(HG__SEGMENT_SHANK_LEFT, side);
        fill_model(&out->segment[thigh_row], &thigh, &s, moving, set, thigh_row);
        fill_model(&out->segment[shank_row], &shank, &s, moving, set, shank_row);
    }
    return HG_OK;
}
