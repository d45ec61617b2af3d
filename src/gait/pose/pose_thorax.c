/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "gait/pose/pose.h"

static double *const *marker_of(const hg__markers *m, const hg__markerset *set, int landmark) {
    if (set->n_landmark[landmark] != 1) return NULL;
    ptrdiff_t at = hg__markers_find(m, set->landmark[landmark][0]);
    return at < 0 ? NULL : m->smooth + 3 * at;
}

hg_status hg__pose_thorax(hg__pose *out, const hg__markers *markers, const hg__markerset *set,
                          const hg__progress *progress, const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    size_t n = markers->n;
    double *const *clavicle = marker_of(markers, set, HG__LANDMARK_CLAVICLE);
    double *const *sternum = marker_of(markers, set, HG__LANDMARK_STERNUM);
    double *const *c7 = marker_of(markers, set, HG__LANDMARK_C7);
    double *const *t10 = marker_of(markers, set, HG__LANDMARK_T10);
    double *up[3], *forward[3], *work[3], *R[9];
    if (!clavicle || !sternum || !c7 || !t10 || !progress->known) return HG_OK;
    if (!hg__planes(out->thorax, 9, n, stage->scratch)) return hg__fail_memory(stage->err);
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    if (!hg__planes(up, 3, n, stage->scratch) || !hg__planes(forward, 3, n, stage->scratch) ||
        !hg__planes(work, 3, n, stage->scratch) || !hg__planes(R, 9, n, stage->scratch))
        return hg__fail_memory(stage->err);
    for (int a = 0; a < 3; a++) {
        k->blend(up[a], clavicle[a], 0.5, c7[a], 0.5, n);
        k->blend(work[a], sternum[a], 0.5, t10[a], 0.5, n);
        k->blend(up[a], up[a], 1, work[a], -1, n);
        k->blend(forward[a], clavicle[a], 0.5, sternum[a], 0.5, n);
        k->blend(work[a], c7[a], 0.5, t10[a], 0.5, n);
        k->blend(forward[a], forward[a], 1, work[a], -1, n);
    }
    /* frame_z builds from a main axis and a rough one: fed with up and forward, its columns are
     * forward, left and up; hipgait's are forward, up and right */
    k->frame_z(R, (const double *const *)up, (const double *const *)forward, n);
    const double *ours[9];
    for (int r = 0; r < 3; r++) {
        k->blend(R[3 * r + 1], R[3 * r + 1], -1, R[3 * r + 1], 0, n);
        ours[3 * r] = R[3 * r];
        ours[3 * r + 1] = R[3 * r + 2];
        ours[3 * r + 2] = R[3 * r + 1];
    }
    k->premultiply(out->thorax, progress->room_to_progress, ours, n);
    hg__arena_back(stage->scratch, mark);
    return HG_OK;
}
