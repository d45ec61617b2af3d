/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/angle_stage.h"

#include <string.h>

#include "base/error.h"
#include "gait/even_time.h"

/* Which angle of which joint becomes which column, and with what sign; the same in all conventions,
 * whose triples turn about z, x and y. Both femur z axes point right, so adduction and internal
 * rotation change sign on the left. */
static const struct {
    int proximal, distal, part; /* part: 0, 1, 2 of the triple */
    double sign;
    hg_angle column;
} joints[] = {
    {HG__SEGMENT_PELVIS, HG__SEGMENT_THIGH_LEFT, 0, 1, HG_ANGLE_HIP_FLEXION_LEFT},
    {HG__SEGMENT_PELVIS, HG__SEGMENT_THIGH_LEFT, 1, -1, HG_ANGLE_HIP_ADDUCTION_LEFT},
    {HG__SEGMENT_PELVIS, HG__SEGMENT_THIGH_LEFT, 2, -1, HG_ANGLE_HIP_ROTATION_LEFT},
    {HG__SEGMENT_PELVIS, HG__SEGMENT_THIGH_RIGHT, 0, 1, HG_ANGLE_HIP_FLEXION_RIGHT},
    {HG__SEGMENT_PELVIS, HG__SEGMENT_THIGH_RIGHT, 1, 1, HG_ANGLE_HIP_ADDUCTION_RIGHT},
    {HG__SEGMENT_PELVIS, HG__SEGMENT_THIGH_RIGHT, 2, 1, HG_ANGLE_HIP_ROTATION_RIGHT},
    {HG__SEGMENT_THIGH_LEFT, HG__SEGMENT_SHANK_LEFT, 0, -1, HG_ANGLE_KNEE_FLEXION_LEFT},
    {HG__SEGMENT_THIGH_RIGHT, HG__SEGMENT_SHANK_RIGHT, 0, -1, HG_ANGLE_KNEE_FLEXION_RIGHT},
};

/* All conventions name the parts alike: 0 about z, 1 about x, 2 about y. */
static const struct {
    int part;
    double sign;
    hg_angle column;
} pelvis[] = {{0, -1, HG_ANGLE_PELVIS_TILT},
              {1, -1, HG_ANGLE_PELVIS_OBLIQUITY},
              {2, 1, HG_ANGLE_PELVIS_ROTATION}};

hg_status hg__angles_from_pose(hg__angle_set *out, const hg__pose *pose, const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    size_t n = pose->n;
    double *relative[9], *triple[3];
    memset(out, 0, sizeof *out);
    out->n = n;
    out->rate_hz = pose->rate_hz;
    out->t0_s = pose->t0_s;
    if (!hg__planes(relative, 9, n, stage->scratch) || !hg__planes(triple, 3, n, stage->scratch))
        return hg__fail_memory(stage->err);
    if (pose->segment[HG__SEGMENT_PELVIS].known) {
        stage->convention->pelvis_angles(k)(
            triple, (const double *const *)pose->segment[HG__SEGMENT_PELVIS].R, n);
        for (size_t i = 0; i < sizeof pelvis / sizeof *pelvis; i++) {
            double **plane = &out->angle[pelvis[i].column];
            if (!hg__planes(plane, 1, n, stage->scratch)) return hg__fail_memory(stage->err);
            k->blend(*plane, triple[pelvis[i].part], pelvis[i].sign, triple[pelvis[i].part], 0.0,
                     n);
        }
    }
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        int a = joints[i].proximal, b = joints[i].distal;
        if (!pose->segment[a].known || !pose->segment[b].known) continue;
        bool same_joint = i > 0 && joints[i - 1].proximal == a && joints[i - 1].distal == b;
        if (!same_joint) {
            k->relative(relative, (const double *const *)pose->segment[a].R,
                        (const double *const *)pose->segment[b].R, n);
            stage->convention->joint_angles(k)(triple, (const double *const *)relative, n);
        }
        double **plane = &out->angle[joints[i].column];
        if (!hg__planes(plane, 1, n, stage->scratch)) return hg__fail_memory(stage->err);
        k->blend(*plane, triple[joints[i].part], joints[i].sign, triple[joints[i].part], 0.0, n);
    }
    return HG_OK;
}

hg_status hg__angles_of_thorax(hg__angle_set *out, const hg__pose *pose, const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    double *triple[3];
    if (!pose->thorax[0]) return HG_OK;
    if (!hg__planes(triple, 3, pose->n, stage->scratch) ||
        !hg__planes(&out->thorax_tilt, 1, pose->n, stage->scratch) ||
        !hg__planes(&out->thorax_lean, 1, pose->n, stage->scratch))
        return hg__fail_memory(stage->err);
    k->cardan_yxz(triple, (const double *const *)pose->thorax, pose->n);
    k->blend(out->thorax_tilt, triple[0], -1, triple[0], 0, pose->n); /* front down: forward */
    k->blend(out->thorax_lean, triple[1], 1, triple[1], 0,
             pose->n); /* right side down: to the right */
    return HG_OK;
}

hg_status hg__angles_from_stream(hg__angle_set *out, const hg_stream *stream,
                                 const hg__stage *stage) {
#define NAME(name, column) column,
    static const char *const columns[HG_ANGLE_COUNT] = {HG_ANGLE_TABLE(NAME)};
#undef NAME
    hg__even_clock clock;
    hg_status status = hg__even_clock_of(&clock, stream, stage);
    if (status != HG_OK) return status;
    size_t n = stream->n_frames, room = clock.n > n ? clock.n : n;
    *out = (hg__angle_set){.n = clock.n, .rate_hz = clock.rate_hz, .t0_s = clock.t0_s};
    size_t known = 0;
    for (int a = 0; a < HG_ANGLE_COUNT; a++) {
        ptrdiff_t at = hg_stream_find(stream, columns[a]);
        if (at < 0) continue;
        if (!hg__planes(&out->angle[a], 1, room, stage->scratch))
            return hg__fail_memory(stage->err);
        stage->k->transpose(out->angle[a], room, stream->data + at, stream->n_points, n, 1);
        status = hg__resample_even(out->angle[a], stream, &clock, stage);
        if (status != HG_OK) return status;
        known++;
    }
    if (!known)
        return hg__fail_at(stage->err, HG_EDATA, stream->name,
                           "no label is a known angle; expected names such as %s or %s",
                           columns[HG_ANGLE_PELVIS_TILT], columns[HG_ANGLE_HIP_FLEXION_LEFT]);
    return HG_OK;
}
