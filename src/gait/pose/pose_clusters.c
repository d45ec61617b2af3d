/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/pose/pose.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "dsp/stats.h"
#include "gait/flag_list.h"

#define WRONG_TIMES 3.0 /* times the residual limit: not loose skin, but another segment */

/* Frames in which the segment is broken: counted, and taken out unless the convention wants every
 * frame as its own program has it. */
static size_t gate_frames(hg__pose *out, int s, const hg__stage *stage) {
    double limit = stage->params->pose_frame_limit_m, *residual = out->segment[s].residual;
    bool keep = stage->convention->model == HG__MODEL_TROCHANTERS;
    size_t broken = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (!(residual[i] > limit)) continue;
        broken++;
        for (int r = 0; !keep && r < 9; r++) out->segment[s].R[r][i] = NAN;
    }
    return broken;
}

/* After the gate: a frame without a pelvis has no hips. */
static void mask_hips(hg__pose *out) {
    const double *known = out->segment[HG__SEGMENT_PELVIS].R[0];
    for (int side = 0; side < 2; side++)
        for (int a = 0; a < 3; a++)
            for (size_t i = 0; out->hip[side][0] && i < out->n; i++)
                if (isnan(known[i])) out->hip[side][a][i] = NAN;
}

static hg_status fit(hg__pose *out, int s, const hg__markers *markers,
                     const hg__calibration *calibration, const hg__progress *progress,
                     const hg__stage *stage) {
    const hg__segment_model *model = &calibration->segment[s];
    const hg__kernels *k = stage->k;
    double *R[9], *t[3], *residual;
    const double *marker[3 * HG__CLUSTER_MAX];
    if (!hg__planes(&residual, 1, out->n, stage->scratch) ||
        !hg__planes(out->segment[s].R, 9, out->n, stage->scratch))
        return hg__fail_memory(stage->err);
    bool hips = s == HG__SEGMENT_PELVIS && *calibration->hip_method;
    for (int side = 0; side < 2 && hips && progress->known; side++)
        if (!hg__planes(out->hip[side], 3, out->n, stage->scratch))
            return hg__fail_memory(stage->err);
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    if (!hg__planes(R, 9, out->n, stage->scratch) || !hg__planes(t, 3, out->n, stage->scratch))
        return hg__fail_memory(stage->err);
    for (size_t i = 0; i < model->m; i++)
        for (int a = 0; a < 3; a++) marker[3 * i + a] = markers->smooth[3 * model->marker[i] + a];
    k->cluster_pose(R, t, residual, model->model, marker, model->m, out->n);
    k->premultiply(out->segment[s].R, hg__pose_frame(progress, stage), (const double *const *)R,
                   out->n);
    out->segment[s].residual = residual;
    out->segment[s].known = true;
    hg_status status = HG_OK;
    if (hips) status = hg__place_hips(out, R, t, calibration->hip_centre, progress, stage);
    hg__arena_back(stage->scratch, mark);
    return status;
}

hg_status hg__pose_from_clusters(hg__pose *out, hg_segment_quality *quality, size_t *n_quality,
                                 const hg__markers *markers, const hg__calibration *calibration,
                                 const hg__progress *progress, const hg__stage *stage) {
    char lost[200] = "", loose[256] = "", broken[256] = "", wrong[256] = "";
    double worst = 0;
    *n_quality = 0;
    *out = (hg__pose){.n = markers->n, .rate_hz = markers->rate_hz, .t0_s = markers->t0_s};
    for (int s = 0; s < HG__SEGMENT_COUNT; s++) {
        const hg__segment_model *model = &calibration->segment[s];
        if (!model->known) {
            hg__list_add(lost, sizeof lost, "%s", hg__segment_words[s]);
            continue;
        }
        hg_status status = fit(out, s, markers, calibration, progress, stage);
        if (status != HG_OK) return status;
        const double *residual = out->segment[s].residual;
        size_t tracked = stage->k->count_valid(residual, out->n);
        hg_segment_quality *q = &quality[(*n_quality)++];
        q->name = hg__segment_names[s];
        q->residual_median_m = hg__median(residual, out->n, stage->scratch);
        q->residual_p95_m = hg__quantile(residual, out->n, 0.95, stage->scratch);
        q->tracked_share = (double)tracked / (double)out->n;
        if (tracked == 0) {
            out->segment[s].known = false;
            hg__list_add(lost, sizeof lost, "%s", hg__segment_words[s]);
            continue;
        }
        double median = q->residual_median_m, limit = stage->params->pose_residual_limit_m;
        size_t n_broken = gate_frames(out, s, stage);
        if (s == HG__SEGMENT_PELVIS && n_broken) mask_hips(out);
        if (median > WRONG_TIMES * limit)
            hg__list_add(wrong, sizeof wrong, "%s %.0f mm", hg__segment_words[s], 1000 * median);
        else if (median > limit)
            hg__list_add(loose, sizeof loose, "%s %.0f mm", hg__segment_words[s], 1000 * median);
        else if (n_broken)
            hg__list_add(broken, sizeof broken, "%s %.2g percent", hg__segment_words[s],
                         100.0 * (double)n_broken / (double)out->n);
        if (median > worst) worst = median;
    }
    if (*lost) hg__flag(stage->flags, HG_FLAG_SEGMENT_NOT_TRACKED, NAN, "%s", lost);
    if (*broken) hg__flag(stage->flags, HG_FLAG_CLUSTER_BROKEN, NAN, "%s", broken);
    if (*wrong) hg__flag(stage->flags, HG_FLAG_CLUSTER_WRONG, worst, "%s", wrong);
    if (*loose) hg__flag(stage->flags, HG_FLAG_CLUSTER_RESIDUAL, worst, "%s", loose);
    return HG_OK;
}
