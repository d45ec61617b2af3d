/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "gait/axes.h"
#include "gait/even_time.h"
#include "gait/pose/pose.h"

/* q and -q are the same orientation; between samples only neighbours of one sign can be blended. */
static void keep_sign(double *const q[4], size_t n) {
    for (size_t i = 1; i < n; i++) {
        double same = 0;
        for (int c = 0; c < 4; c++) same += q[c][i] * q[c][i - 1];
        for (int c = 0; same < 0 && c < 4; c++) q[c][i] = -q[c][i];
    }
}

hg_status hg__pose_from_orientations(hg__pose *out, const hg_stream *stream,
                                     const hg__progress *progress, const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    double lab_to_room[9], lab_to_progress[9];
    hg_status status = hg__axes_matrix(lab_to_room, stream->axes, stream->name, stage->err);
    if (status != HG_OK) return status;
    hg__mat_multiply(lab_to_progress, hg__pose_frame(progress, stage), lab_to_room);
    hg__even_clock clock;
    status = hg__even_clock_of(&clock, stream, stage);
    if (status != HG_OK) return status;
    size_t n = stream->n_frames, room = clock.n > n ? clock.n : n;
    *out = (hg__pose){.n = clock.n, .rate_hz = clock.rate_hz, .t0_s = clock.t0_s};
    for (int s = 0; s < HG__SEGMENT_COUNT; s++) {
        double *q[4], *R[9];
        ptrdiff_t at = hg__label_find(stream, hg__segment_names[s]);
        if (at < 0) continue;
        if (!hg__planes(q, 4, room, stage->scratch) || !hg__planes(R, 9, room, stage->scratch) ||
            !hg__planes(out->segment[s].R, 9, room, stage->scratch))
            return hg__fail_memory(stage->err);
        for (int c = 0; c < 4; c++)
            k->transpose(q[c], room, stream->data + 4 * at + c, 4 * stream->n_points, n, 1);
        if (clock.uneven) keep_sign(q, n);
        for (int c = 0; c < 4; c++) {
            status = hg__resample_even(q[c], stream, &clock, stage);
            if (status != HG_OK) return status;
        }
        k->matrix_from_quaternion(R, (const double *const *)q, out->n);
        k->premultiply(out->segment[s].R, lab_to_progress, (const double *const *)R, out->n);
        out->segment[s].known = true;
    }
    return HG_OK;
}
