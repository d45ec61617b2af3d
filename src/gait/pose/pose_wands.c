/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conventional gait model (Davis 1991, doi:10.1016/0167-9457(91)90046-Z; Kadaba 1990,
 * doi:10.1002/jor.1100080310), in hipgait's axes x forward, y up, z right.
 */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "gait/flag_list.h"
#include "gait/pose/pose.h"

#define MM 0.001
#define THETA 0.5  /* rad; the model's own rounded constants */
#define BETA 0.314 /* rad */
#define STANDARD_DIAMETER_M 0.014
#define WAND_ROUNDS                                                                                \
    20 /* of the fixed point with a wand offset; each shrinks the error about tenfold */

typedef struct model {
    const hg__markers *markers;
    const hg__markerset *set;
    const hg__stage *stage;
    hg__body body;
    double radius_m;
} model;

/* Planes of a landmark: the mean of its markers; false when the trial has none of them. */
static bool landmark(double *out[3], const hg__markers *m, const model *md, int row) {
    size_t found = 0;
    if (!hg__planes(out, 3, m->n, md->stage->scratch)) return false;
    for (size_t i = 0; i < md->set->n_landmark[row]; i++)
        found += hg__markers_find(m, md->set->landmark[row][i]) >= 0;
    for (size_t i = 0; found && i < md->set->n_landmark[row]; i++) {
        ptrdiff_t at = hg__markers_find(m, md->set->landmark[row][i]);
        for (int a = 0; at >= 0 && a < 3; a++)
            md->stage->k->blend(out[a], out[a], 1.0, m->smooth[3 * at + a], 1.0 / (double)found,
                                m->n);
    }
    return found > 0;
}

static hg__vec3 mean_point(double *const p[3], size_t n, const hg__kernels *k) {
    double v[3];
    for (int a = 0; a < 3; a++) {
        size_t count = k->count_valid(p[a], n);
        v[a] = count ? k->sum_valid(p[a], n) / (double)count : NAN;
    }
    return hg__vec(v[0], v[1], v[2]);
}

/* The model's own rule: distance of the mean ASIS positions, not the mean of their distances. */
static double measured_width(const hg__markers *m, const model *md) {
    double *left[3], *right[3];
    if (!m || !landmark(left, m, md, HG__LANDMARK_ASIS_LEFT) ||
        !landmark(right, m, md, HG__LANDMARK_ASIS_RIGHT))
        return NAN;
    const hg__kernels *k = md->stage->k;
    return hg__vec_norm(hg__vec_sub(mean_point(left, m->n, k), mean_point(right, m->n, k)));
}

/* Fills what can be worked out and says so; false when something is missing for good. */
static bool complete(model *md, const hg__markers *fixed) {
    static const char *const sides[2] = {"left", "right"};
    hg__body *b = &md->body;
    char missing[200] = "", assumed[300] = "";
    for (int side = 0; side < 2; side++) {
        if (!isfinite(b->leg_length_m[side]))
            hg__list_add(missing, sizeof missing, "%s leg length", sides[side]);
        if (!isfinite(b->knee_width_m[side]))
            hg__list_add(missing, sizeof missing, "%s knee width", sides[side]);
        if (isfinite(b->asis_trochanter_m[side]) && b->asis_trochanter_m[side] > 0) continue;
        b->asis_trochanter_m[side] = 0.1288 * b->leg_length_m[side] - 48.56 * MM;
        hg__list_add(assumed, sizeof assumed, "%s ASIS to trochanter %.1f mm from leg length",
                     sides[side], b->asis_trochanter_m[side] / MM);
    }
    if (!isfinite(b->pelvis_width_m)) {
        const hg__markers *from = fixed ? fixed : md->markers;
        b->pelvis_width_m = measured_width(from, md);
        hg__list_add(assumed, sizeof assumed, "pelvis width %.1f mm from the %s trial",
                     b->pelvis_width_m / MM, fixed ? "static" : "moving");
    }
    if (!isfinite(b->pelvis_width_m)) hg__list_add(missing, sizeof missing, "pelvis width");
    if (!isfinite(b->marker_diameter_m)) {
        b->marker_diameter_m = STANDARD_DIAMETER_M;
        hg__flag(md->stage->flags, HG_FLAG_MARKER_DIAMETER_ASSUMED, STANDARD_DIAMETER_M, "14 mm");
    }
    md->radius_m = 0.5 * b->marker_diameter_m;
    if (*assumed && !*missing)
        hg__flag(md->stage->flags, HG_FLAG_BODY_MEASURE_ASSUMED, NAN, "%s", assumed);
    if (*missing) hg__flag(md->stage->flags, HG_FLAG_BODY_MEASURE_MISSING, NAN, "%s", missing);
    return !*missing;
}

/* Davis' hip centre in the pelvis frame. */
static void hip_centre(double out[3], const model *md, int side) {
    const hg__body *b = &md->body;
    double c = 0.115 * 0.5 * (b->leg_length_m[HG_LEFT] + b->leg_length_m[HG_RIGHT]) - 15.3 * MM;
    double depth = b->asis_trochanter_m[side] + md->radius_m;
    double outward = -(c * sin(THETA) - 0.5 * b->pelvis_width_m); /* to the left on the left */
    out[0] = c * cos(THETA) * sin(BETA) - depth * cos(BETA);
    out[1] = -c * cos(THETA) * cos(BETA) - depth * sin(BETA);
    out[2] = side == HG_LEFT ? -outward : outward;
}

/*
 * Chord with a wand that stands `offset` about the segment's long axis away from the lateral
 * marker: the wand is turned back about the line from the joint sought to the proximal one until
 * joint and wand agree. Without an offset the first round is the answer.
 */
static bool chord(double *out[3], double *const proximal[3], double *const wand[3],
                  double *const marker[3], double distance, double offset, int side,
                  const model *md) {
    const hg__kernels *k = md->stage->k;
    size_t n = md->markers->n;
    double *turned[3];
    if (!hg__planes(out, 3, n, md->stage->scratch)) return false;
    const double *const *p = (const double *const *)proximal, *const *m =
                                                                  (const double *const *)marker;
    k->chord(out, p, (const double *const *)wand, m, distance, n);
    if (offset == 0) return true;
    if (!hg__planes(turned, 3, n, md->stage->scratch)) return false;
    double angle = side == HG_LEFT ? -offset : offset; /* outward on either side */
    for (int round = 0; round < WAND_ROUNDS; round++) {
        for (size_t i = 0; i < n; i++) {
            hg__vec3 j = hg__vec(out[0][i], out[1][i], out[2][i]);
            hg__vec3 axis = hg__vec_unit(hg__vec_sub(hg__vec(p[0][i], p[1][i], p[2][i]), j));
            hg__vec3 w = hg__vec_sub(hg__vec(wand[0][i], wand[1][i], wand[2][i]), j);
            hg__vec3 along = hg__vec_scale(axis, hg__vec_dot(axis, w)),
                     across = hg__vec_sub(w, along);
            hg__vec3 t =
                hg__vec_add(hg__vec_add(j, along),
                            hg__vec_add(hg__vec_scale(across, cos(angle)),
                                        hg__vec_scale(hg__vec_cross(axis, across), sin(angle))));
            turned[0][i] = t.x;
            turned[1][i] = t.y;
            turned[2][i] = t.z;
        }
        k->chord(out, p, (const double *const *)turned, m, distance, n);
    }
    return true;
}

/* Long axis from the distal to the proximal joint, right-pointing from joint and lateral marker. */
static bool segment(hg__pose *pose, int row, double *const proximal[3], double *const distal[3],
                    double *const lateral[3], int side, const hg__progress *progress,
                    const model *md) {
    const hg__kernels *k = md->stage->k;
    size_t n = md->markers->n;
    double *along[3], *rough[3], *R[9], sign = side == HG_LEFT ? -1 : 1;
    if (!hg__planes(along, 3, n, md->stage->scratch) ||
        !hg__planes(rough, 3, n, md->stage->scratch) || !hg__planes(R, 9, n, md->stage->scratch) ||
        !hg__planes(pose->segment[row].R, 9, n, md->stage->scratch))
        return false;
    for (int a = 0; a < 3; a++) {
        k->blend(along[a], proximal[a], 1, distal[a], -1, n);
        k->blend(rough[a], lateral[a], sign, distal[a], -sign, n);
    }
    k->frame_y(R, (const double *const *)along, (const double *const *)rough, n);
    k->premultiply(pose->segment[row].R, hg__pose_frame(progress, md->stage),
                   (const double *const *)R, n);
    pose->segment[row].known = true;
    return true;
}

/* Pelvis axes in the room and mid-ASIS; false without memory. *known tells whether the markers are
 * there. */
static bool pelvis(double *R[9], double *origin[3], bool *known, const model *md) {
    const hg__kernels *k = md->stage->k;
    size_t n = md->markers->n;
    double *left[3], *right[3], *back_left[3], *back_right[3], *along[3], *rough[3];
    *known = landmark(left, md->markers, md, HG__LANDMARK_ASIS_LEFT) &&
             landmark(right, md->markers, md, HG__LANDMARK_ASIS_RIGHT) &&
             landmark(back_left, md->markers, md, HG__LANDMARK_PSIS_LEFT) &&
             landmark(back_right, md->markers, md, HG__LANDMARK_PSIS_RIGHT);
    if (!*known) return true;
    if (!hg__planes(R, 9, n, md->stage->scratch) || !hg__planes(origin, 3, n, md->stage->scratch) ||
        !hg__planes(along, 3, n, md->stage->scratch) ||
        !hg__planes(rough, 3, n, md->stage->scratch))
        return false;
    for (int a = 0; a < 3; a++) {
        k->blend(origin[a], left[a], 0.5, right[a], 0.5, n);
        k->blend(along[a], right[a], 1, left[a], -1, n);
        k->blend(rough[a], back_left[a], 0.5, back_right[a], 0.5, n);
        k->blend(rough[a], origin[a], 1, rough[a], -1, n);
    }
    k->frame_z(R, (const double *const *)along, (const double *const *)rough, n);
    return true;
}

static hg_status leg(hg__pose *pose, double *const pelvis_R[9], double *const origin[3], int side,
                     const hg__progress *progress, const model *md) {
    const hg__kernels *k = md->stage->k;
    const hg__body *b = &md->body;
    double centre[3], *hip[3], *knee[3], *ankle[3], *wand[3], *lateral[3], *malleolus[3];
    if (!landmark(wand, md->markers, md, HG__OF_SIDE(HG__LANDMARK_THIGH_WAND_LEFT, side)) ||
        !landmark(lateral, md->markers, md, HG__OF_SIDE(HG__LANDMARK_KNEE_LATERAL_LEFT, side)))
        return HG_OK;
    hip_centre(centre, md, side);
    if (!hg__planes(hip, 3, md->markers->n, md->stage->scratch))
        return hg__fail_memory(md->stage->err);
    k->place(hip, (const double *const *)pelvis_R, (const double *const *)origin, centre,
             md->markers->n);
    if (!chord(knee, hip, wand, lateral, 0.5 * b->knee_width_m[side] + md->radius_m,
               b->thigh_rotation_rad[side], side, md) ||
        !segment(pose, HG__OF_SIDE(HG__SEGMENT_THIGH_LEFT, side), hip, knee, lateral, side,
                 progress, md))
        return hg__fail_memory(md->stage->err);
    if (!isfinite(b->ankle_width_m[side]) ||
        !landmark(wand, md->markers, md, HG__OF_SIDE(HG__LANDMARK_SHANK_WAND_LEFT, side)) ||
        !landmark(malleolus, md->markers, md, HG__OF_SIDE(HG__LANDMARK_ANKLE_LATERAL_LEFT, side)))
        return HG_OK;
    if (!chord(ankle, knee, wand, malleolus, 0.5 * b->ankle_width_m[side] + md->radius_m,
               b->shank_rotation_rad[side], side, md) ||
        !segment(pose, HG__OF_SIDE(HG__SEGMENT_SHANK_LEFT, side), knee, ankle, malleolus, side,
                 progress, md))
        return hg__fail_memory(md->stage->err);
    return HG_OK;
}

static void flag_offsets(const hg__body *b, const hg__stage *stage) {
    char list[120] = "";
    for (int side = 0; side < 2; side++) {
        const char *name = side == HG_LEFT ? "left" : "right";
        if (b->thigh_rotation_rad[side] != 0)
            hg__list_add(list, sizeof list, "%s thigh %.1f deg", name,
                         b->thigh_rotation_rad[side] * 57.29577951308232);
        if (b->shank_rotation_rad[side] != 0)
            hg__list_add(list, sizeof list, "%s shank %.1f deg", name,
                         b->shank_rotation_rad[side] * 57.29577951308232);
    }
    if (*list) hg__flag(stage->flags, HG_FLAG_WAND_OFFSET_APPLIED, NAN, "%s", list);
}

hg_status hg__pose_from_wands(hg__pose *out, hg__calibration *centres, const hg__markers *markers,
                              const hg__markers *fixed, const hg__markerset *set,
                              const hg__body *body, const hg__progress *progress,
                              const hg__stage *stage) {
    model md = {.markers = markers, .set = set, .stage = stage, .body = *body};
    double *R[9], *origin[3];
    bool known;
    *out = (hg__pose){.n = markers->n, .rate_hz = markers->rate_hz, .t0_s = markers->t0_s};
    centres->hip_method = "";
    if (!complete(&md, fixed)) return HG_OK;
    flag_offsets(&md.body, stage);
    if (!pelvis(R, origin, &known, &md)) return hg__fail_memory(stage->err);
    if (!known) {
        hg__flag(stage->flags, HG_FLAG_SEGMENT_NOT_TRACKED, NAN, "pelvis");
        return HG_OK;
    }
    double **turned = out->segment[HG__SEGMENT_PELVIS].R;
    if (!hg__planes(turned, 9, markers->n, stage->scratch)) return hg__fail_memory(stage->err);
    stage->k->premultiply(turned, hg__pose_frame(progress, stage), (const double *const *)R,
                          markers->n);
    out->segment[HG__SEGMENT_PELVIS].known = true;
    char lost[120] = "";
    centres->hip_method = "davis";
    for (int side = 0; side < 2; side++) {
        double centre[3];
        hip_centre(centre, &md, side);
        centres->hip_centre[side] = hg__vec(centre[0], centre[1], centre[2]);
        hg_status status = leg(out, R, origin, side, progress, &md);
        if (status != HG_OK) return status;
        for (int row = HG__SEGMENT_THIGH_LEFT; row <= HG__SEGMENT_SHANK_LEFT; row += 2)
            if (!out->segment[HG__OF_SIDE(row, side)].known)
                hg__list_add(lost, sizeof lost, "%s", hg__segment_words[HG__OF_SIDE(row, side)]);
    }
    if (*lost) hg__flag(stage->flags, HG_FLAG_WANDS_MISSING, NAN, "%s", lost);
    return hg__place_hips(out, R, origin, centres->hip_centre, progress, stage);
}
