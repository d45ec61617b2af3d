/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/calibration/functional_hip.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "dsp/stats.h"

#define FRAMES_MIN 50
#define PAIRS 120 /* frames, evenly spread, among which the largest turn is looked for */

typedef struct poses {
    double *R[9], *t[3], *residual;
} poses;

static bool fit(poses *out, const hg__markers *markers, const hg__segment_model *model,
                const hg__stage *stage) {
    const double *marker[3 * HG__CLUSTER_MAX];
    if (!hg__planes(out->R, 9, markers->n, stage->scratch) ||
        !hg__planes(out->t, 3, markers->n, stage->scratch) ||
        !hg__planes(&out->residual, 1, markers->n, stage->scratch))
        return false;
    for (size_t i = 0; i < 3 * model->m; i++)
        marker[i] = markers->raw[3 * model->marker[i / 3] + i % 3];
    stage->k->cluster_pose(out->R, out->t, out->residual, model->model, marker, model->m,
                           markers->n);
    return true;
}

/* Angle of the turn between the relative orientations of two frames. */
static double turn_between(double *const R[9], size_t a, size_t b) {
    double trace = 0;
    for (int i = 0; i < 9; i++) trace += R[i][a] * R[i][b];
    double c = 0.5 * (trace - 1);
    return acos(c > 1 ? 1 : c < -1 ? -1 : c);
}

static double largest_turn(const poses *pelvis, const poses *thigh, size_t n,
                           const hg__stage *stage) {
    double *relative[9], most = 0;
    if (!hg__planes(relative, 9, n, stage->scratch)) return NAN;
    stage->k->relative(relative, (const double *const *)pelvis->R, (const double *const *)thigh->R,
                       n);
    size_t step = n / PAIRS + 1;
    for (size_t a = 0; a < n; a += step)
        for (size_t b = a + step; b < n; b += step) {
            double turn = turn_between(relative, a, b);
            if (turn > most) most = turn; /* NaN of a frame that is not seen never is */
        }
    return most;
}

hg_status hg__functional_hip_centre(hg__functional_hip *out, const hg__markers *markers,
                                    const hg__segment_model *pelvis, const hg__segment_model *thigh,
                                    const hg__stage *stage) {
    poses p, t;
    size_t n = markers->n, rows = 0;
    memset(out, 0, sizeof *out);
    if (!pelvis->known || !thigh->known) return HG_OK;
    if (!fit(&p, markers, pelvis, stage) || !fit(&t, markers, thigh, stage))
        return hg__fail_memory(stage->err);
    double *A = hg__arena_alloc(stage->scratch, 3 * n * 6, sizeof *A);
    double *b = hg__arena_alloc(stage->scratch, 3 * n, sizeof *b), x[6], singular[6];
    if (!A || !b) return hg__fail_memory(stage->err);
    /* R_t c_t - R_p c_p = t_p - t_t, three rows a frame */
    for (size_t f = 0; f < n; f++) {
        if (isnan(p.residual[f]) || isnan(t.residual[f])) continue;
        for (size_t r = 0; r < 3; r++, rows++) {
            for (size_t c = 0; c < 3; c++) {
                A[6 * rows + c] = t.R[3 * r + c][f];
                A[6 * rows + 3 + c] = -p.R[3 * r + c][f];
            }
            b[rows] = p.t[r][f] - t.t[r][f];
        }
    }
    double rms;
    if (rows < 3 * FRAMES_MIN || !hg__least_squares(x, singular, &rms, A, b, rows, 6)) return HG_OK;
    out->centre = hg__vec_mid(hg__vec(x[0], x[1], x[2]), hg__vec(x[3], x[4], x[5]));
    out->residual_m = rms * sqrt(3.0); /* per frame, not per row */
    out->condition = singular[0] / singular[5];
    out->motion_rad = largest_turn(&p, &t, n, stage);
    out->found = hg__vec_finite(out->centre);
    return HG_OK;
}
