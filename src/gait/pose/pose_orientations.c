/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "gait/axes.h"
#include "gait/pose/pose.h"

hg_status hg__pose_from_orientations(hg__pose *out, const hg_stream *stream,
                                     const hg__progress *progress, const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    double lab_to_room[9], lab_to_progress[9];
    hg_status status = hg__axes_matrix(lab_to_room, stream->axes, stream->name, stage->err);
    if (status != HG_OK) return status;
    hg__mat_multiply(lab_to_progress, hg__pose_frame(progress, stage), lab_to_room);
    *out = (hg__pose){
        .n = stream->n_frames, .rate_hz = stream->rate_hz, .t0_s = hg_stream_time(stream, 0)};
    for (int s = 0; s < HG__SEGMENT_COUNT; s++) {
        double *q[4], *R[9];
        ptrdiff_t at = hg__label_find(stream, hg__segment_names[s]);
        if (at < 0) continue;
        if (!hg__planes(q, 4, out->n, stage->scratch) ||
            !hg__planes(R, 9, out->n, stage->scratch) ||
            !hg__planes(out->segment[s].R, 9, out->n, stage->scratch))
            return hg__fail_memory(stage->err);
        for (int c = 0; c < 4; c++)
            k->transpose(q[c], out->n, stream->data + 4 * at + c, 4 * stream->n_points, out->n, 1);
        k->matrix_from_quaternion(R, (const double *const *)q, out->n);
        k->premultiply(out->segment[s].R, lab_to_progress, (const double *const *)R, out->n);
        out->segment[s].known = true;
    }
    return HG_OK;
}
