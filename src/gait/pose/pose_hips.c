/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "gait/pose/pose.h"

hg_status hg__place_hips(hg__pose *pose, double *const R[9], double *const origin[3],
                         const hg__vec3 centre[2], const hg__progress *progress,
                         const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    if (!progress->known) return HG_OK; /* ahead and behind need a direction */
    for (int side = 0; side < 2; side++) {
        const double point[3] = {centre[side].x, centre[side].y, centre[side].z};
        if (!pose->hip[side][0] && !hg__planes(pose->hip[side], 3, pose->n, stage->scratch))
            return hg__fail_memory(stage->err);
        k->place(pose->hip[side], (const double *const *)R, (const double *const *)origin, point,
                 pose->n);
        k->rotate(pose->hip[side], (const double *const *)pose->hip[side],
                  progress->room_to_progress, pose->n);
    }
    return HG_OK;
}
