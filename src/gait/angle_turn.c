/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast segments turn, from their orientations themselves: differences of angles would mix the
 * axes of the sequence, and depend on it. */
#include <math.h>

#include "base/error.h"
#include "gait/angle_stage.h"

hg_status hg__turns_from_pose(hg__angle_set *out, const hg__pose *pose, const hg__stage *stage) {
    size_t n = pose->n;
    for (int s = 0; s < HG__SEGMENT_COUNT; s++) {
        if (!pose->segment[s].known || n < 3) continue;
        if (!hg__planes(&out->turn[s], 1, n, stage->scratch)) return hg__fail_memory(stage->err);
        double *turn = out->turn[s];
        /* the squared distance of two rotation matrices is 8 sin^2 of half the angle between them
         */
        for (int r = 0; r < 9; r++) {
            const double *R = pose->segment[s].R[r];
            for (size_t i = 1; i + 1 < n; i++) {
                double d = R[i + 1] - R[i - 1];
                turn[i] += d * d;
            }
        }
        turn[0] = turn[n - 1] = NAN;
        /* a cluster that is broken in a frame turns by anything, also where a convention keeps it
         */
        const double *residual = pose->segment[s].residual;
        double limit = stage->params->pose_frame_limit_m;
        for (size_t i = 1; residual && i + 1 < n; i++)
            if (residual[i - 1] > limit || residual[i + 1] > limit) turn[i] = NAN;
    }
    return HG_OK;
}
