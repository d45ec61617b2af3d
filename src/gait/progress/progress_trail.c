/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The points that show where the runner goes: feet, pelvis, and how the pelvis faces. */
#include <math.h>
#include <string.h>

#include "dsp/filter.h"
#include "dsp/stats.h"
#include "gait/progress/progress_parts.h"

#define SMOOTH_HZ 10.0 /* for velocities of pelvis and feet */
#define LOW_SHARE 0.30 /* "near the ground": the lowest share of a foot's heights */
#define SEEN_SHARE                                                                                 \
    0.5 /* a landmark seen in fewer frames than this does not stand for its point                  \
         */
#define SWING_HALF_S                                                                               \
    0.5 /* the slowest walkers swing a foot every 0.7 s or so: a foot that rests longer stands */
#define PELVIS_STILL_M_S                                                                           \
    0.1 /* sway of quiet standing is below 0.05 m/s, walking bobs above 0.15                       \
         */

static double *plane(size_t n, const hg__stage *stage) {
    return hg__arena_alloc(stage->scratch, n, sizeof(double));
}

/* Mean of some markers, as three new planes; false when there is no memory. */
static bool mean_point(double *out[3], const hg__markers *m, const size_t *marker, size_t count,
                       const hg__stage *stage) {
    for (int a = 0; a < 3; a++) {
        if (!(out[a] = plane(m->n, stage))) return false;
        for (size_t i = 0; i < count; i++)
            stage->k->blend(out[a], out[a], 1.0, m->raw[3 * marker[i] + a], 1.0 / (double)count,
                            m->n);
    }
    return true;
}

static bool landmark_point(double *out[3], const hg__markers *m, const hg__markerset *set,
                           int landmark, const hg__stage *stage) {
    size_t marker[HG__LANDMARK_MAX], n = 0;
    out[0] = out[1] = out[2] = NULL;
    for (size_t i = 0; i < set->n_landmark[landmark]; i++) {
        ptrdiff_t at = hg__markers_find(m, set->landmark[landmark][i]);
        if (at >= 0 && m->missing_share[at] < SEEN_SHARE) marker[n++] = (size_t)at;
    }
    return n == 0 || mean_point(out, m, marker, n, stage);
}

/* A point that moves with the pelvis: the mean of its markers that are nearly always seen, else of
 * the one that is seen most. */
static bool pelvis_point(double *out[3], const hg__markers *m, const hg__markerset *set,
                         const hg__stage *stage) {
    size_t marker[HG__CLUSTER_MAX], n = 0, best = 0;
    double least = 2;
    for (size_t i = 0; i < set->n_cluster[HG__SEGMENT_PELVIS]; i++) {
        ptrdiff_t at = hg__markers_find(m, set->cluster[HG__SEGMENT_PELVIS][i]);
        if (at < 0) continue;
        if (m->missing_share[at] < least) {
            least = m->missing_share[at];
            best = (size_t)at;
        }
        if (m->missing_share[at] < 0.01) marker[n++] = (size_t)at;
    }
    if (n == 0) marker[n++] = best;
    return mean_point(out, m, marker, n, stage);
}

/* Mean of the markers of a segment that are seen; NULL planes when none is. */
static bool cluster_point(double *out[3], const hg__markers *m, const hg__markerset *set,
                          int segment, const hg__stage *stage) {
    size_t marker[HG__CLUSTER_MAX], n = 0;
    out[0] = out[1] = out[2] = NULL;
    for (size_t i = 0; i < set->n_cluster[segment]; i++) {
        ptrdiff_t at = hg__markers_find(m, set->cluster[segment][i]);
        if (at >= 0 && m->missing_share[at] < SEEN_SHARE) marker[n++] = (size_t)at;
    }
    return n == 0 || mean_point(out, m, marker, n, stage);
}

/* out += a - b, of two horizontal directions */
static bool add_apart(double *out[2], const double *a[2], const double *b[2], double sign_z,
                      size_t n, const hg__stage *stage) {
    const double sign[2] = {1.0, sign_z};
    for (int i = 0; i < 2; i++) {
        if (!out[i] && !(out[i] = plane(n, stage))) return false;
        stage->k->blend(out[i], out[i], 1.0, a[i], sign[i], n);
        stage->k->blend(out[i], out[i], 1.0, b[i], -sign[i], n);
    }
    return true;
}

/* Forward from the back to the front of the pelvis where ASIS and PSIS are seen, else at a right
 * angle to the line from the left to the right of pelvis and thighs. */
static bool add_facing(double *out[2], const hg__markers *m, const hg__markerset *set,
                       const hg__stage *stage) {
    static const struct {
        bool landmark;
        int left;
    } pairs[] = {{true, HG__LANDMARK_ASIS_LEFT},
                 {true, HG__LANDMARK_PSIS_LEFT},
                 {true, HG__LANDMARK_TROCHANTER_LEFT},
                 {false, HG__SEGMENT_THIGH_LEFT}};
    const size_t n_pairs = sizeof pairs / sizeof *pairs;
    double *p[sizeof pairs / sizeof *pairs][2][3];
    for (size_t i = 0; i < n_pairs; i++)
        for (int side = 0; side < 2; side++)
            if (!(pairs[i].landmark ? landmark_point : cluster_point)(
                    p[i][side], m, set, HG__OF_SIDE(pairs[i].left, side), stage))
                return false;
    if (p[0][0][0] && p[0][1][0] && p[1][0][0] && p[1][1][0]) {
        for (int side = 0; side < 2; side++) {
            const double *front[2] = {p[0][side][0], p[0][side][2]},
                         *back[2] = {p[1][side][0], p[1][side][2]};
            if (!add_apart(out, front, back, 1.0, m->n, stage)) return false;
        }
        return true;
    }
    for (size_t i = 0; i < n_pairs; i++) {
        double *const *left = p[i][HG_LEFT], *const *right = p[i][HG_RIGHT];
        if (!left[0] || !right[0]) continue;
        /* up x right = (right z, -right x) */
        const double *to[2] = {right[2], right[0]}, *from[2] = {left[2], left[0]};
        if (!add_apart(out, to, from, -1.0, m->n, stage)) return false;
    }
    return true;
}

static bool facing_of(double *out[2], const hg__markers *m, const hg__markerset *set,
                      const hg__stage *stage) {
    double *room = plane(2 * m->n, stage);
    if (!room) return false;
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    out[0] = out[1] = NULL;
    if (!add_facing(out, m, set, stage)) return false;
    for (int i = 0; i < 2; i++)
        if (out[i]) out[i] = memcpy(room + (size_t)i * m->n, out[i], m->n * sizeof *room);
    hg__arena_back(stage->scratch, mark);
    return true;
}

bool hg__motion(double **position, double **velocity, const double *x, size_t n, double rate_hz,
                double cutoff_hz, const hg__stage *stage) {
    double c[5], cutoff = cutoff_hz < 0.4 * rate_hz ? cutoff_hz : 0.4 * rate_hz, *low = NULL;
    if (!(*velocity = plane(n, stage)) || (position && !(low = plane(n, stage)))) return false;
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    if (!low && !(low = plane(n, stage))) return false;
    memcpy(low, x, n * sizeof *x);
    hg__butterworth2(c, cutoff, rate_hz, true);
    if (!hg__filter_zero_lag(stage->k, low, n, 1, c, (size_t)ceil(rate_hz / cutoff),
                             stage->scratch))
        return false;
    stage->k->derivative(*velocity, low, n, 1.0 / rate_hz);
    if (position) *position = low;
    hg__arena_back(stage->scratch, mark);
    return true;
}

bool hg__trail_gather(hg__trail *t, const hg__markers *m, const hg__markerset *set,
                      const hg__stage *stage) {
    memset(t, 0, sizeof *t);
    t->n = m->n;
    t->rate_hz = m->rate_hz;
    if (!pelvis_point(t->pelvis, m, set, stage) || !facing_of(t->facing, m, set, stage))
        return false;
    for (int side = 0; side < 2; side++) {
        double **foot;
        if (!landmark_point(t->heel[side], m, set, HG__OF_SIDE(HG__LANDMARK_HEEL_LEFT, side),
                            stage) ||
            !landmark_point(t->toe[side], m, set, HG__OF_SIDE(HG__LANDMARK_TOE_LEFT, side), stage))
            return false;
        foot = t->heel[side][0] ? t->heel[side] : t->toe[side];
        if (!foot[0]) continue;
        t->has_feet = true;
        for (int a = 0; a < 3; a++) {
            if (!(t->relative[side][a] = plane(t->n, stage))) return false;
            stage->k->blend(t->relative[side][a], foot[a], 1.0, t->pelvis[a], -1.0, t->n);
        }
        if (!hg__motion(&t->height[side], &t->climb[side], foot[1], t->n, t->rate_hz, SMOOTH_HZ,
                        stage))
            return false;
        t->low[side] = hg__quantile(t->height[side], t->n, LOW_SHARE, stage->scratch);
        for (int a = 0; a < 2; a++)
            if (!hg__motion(NULL, &t->back[side][a], t->relative[side][2 * a], t->n, t->rate_hz,
                            SMOOTH_HZ, stage) ||
                !hg__motion(NULL, &t->carried[side][a], foot[2 * a], t->n, t->rate_hz, SMOOTH_HZ,
                            stage))
                return false;
    }
    return true;
}

/* Does anything that shows a step move faster than the limit in this frame? What was not seen may
 * move. */
static bool active(const hg__trail *t, double *const pelvis_m_s[3], double limit, size_t i,
                   bool *seen_moving) {
    bool fast = false, seen = false;
    for (int side = 0; side < 2; side++) {
        if (!t->back[side][0]) continue;
        double v = hypot(t->back[side][0][i], t->back[side][1][i]);
        seen |= !isnan(v);
        fast |= v > limit;
    }
    if (!t->has_feet) {
        double v = hypot(hypot(pelvis_m_s[0][i], pelvis_m_s[2][i]), pelvis_m_s[1][i]);
        seen = !isnan(v);
        fast = v > limit;
    }
    *seen_moving |= fast;
    return fast || !seen;
}

bool hg__trail_mark_standing(bool *moves, uint8_t *phase, const hg__trail *t,
                             const hg__stage *stage) {
    double *velocity[3] = {NULL, NULL, NULL},
           limit = t->has_feet ? stage->params->steady_swing_m_s : PELVIS_STILL_M_S;
    size_t half = (size_t)(SWING_HALF_S * t->rate_hz), quiet = half;
    *moves = false;
    for (int a = 0; !t->has_feet && a < 3; a++)
        if (!hg__motion(NULL, &velocity[a], t->pelvis[a], t->n, t->rate_hz, SMOOTH_HZ, stage))
            return false;
    for (size_t i = 0; i < t->n; i++) { /* frames since the last step */
        quiet = active(t, velocity, limit, i, moves) ? 0 : quiet + 1;
        if (quiet > half) phase[i] = HG__PHASE_STANDING;
    }
    quiet = half;
    for (size_t i = t->n; i-- > 0;) { /* frames until the next one */
        bool unused_flag = false;
        quiet = active(t, velocity, limit, i, &unused_flag) ? 0 : quiet + 1;
        if (quiet <= half) phase[i] = HG__PHASE_STEADY;
    }
    return true;
}

void hg__trail_mask(hg__trail *t, const uint8_t *phase) {
    for (int side = 0; side < 2; side++) {
        double *planes[] = {t->relative[side][0], t->relative[side][1], t->relative[side][2],
                            t->climb[side],       t->back[side][0],     t->back[side][1],
                            t->carried[side][0],  t->carried[side][1]};
        for (size_t p = 0; p < sizeof planes / sizeof *planes; p++)
            for (size_t i = 0; planes[p] && i < t->n; i++)
                if (phase[i] != HG__PHASE_STEADY) planes[p][i] = NAN;
    }
    for (int a = 0; a < 2; a++)
        for (size_t i = 0; t->facing[a] && i < t->n; i++)
            if (phase[i] != HG__PHASE_STEADY) t->facing[a][i] = NAN;
}
