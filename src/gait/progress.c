/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/progress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "dsp/filter.h"
#include "dsp/stats.h"
#include "gait/axes.h"
#include "gait/flag_list.h"

#define SMOOTH_HZ 10.0 /* for velocities of pelvis and feet */
#define LEVEL_M_S 0.15 /* a foot marker that moves slower than this vertically is level */
#define LOW_SHARE 0.30 /* "near the ground": the lowest share of a foot's heights */
#define NET_M 1.0      /* a pelvis that travels less than this does not show a direction */

/* Horizontal direction in the room: x and z components. */
typedef struct heading {
    double x, z;
} heading;

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
        if (at >= 0 && m->missing_share[at] < 0.5) marker[n++] = (size_t)at;
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

/* Low-passed copy and its time derivative. */
static bool motion(double **position, double **velocity, const double *x, size_t n, double rate_hz,
                   const hg__stage *stage) {
    double c[5], cutoff = SMOOTH_HZ < 0.4 * rate_hz ? SMOOTH_HZ : 0.4 * rate_hz;
    if (!(*position = plane(n, stage)) || !(*velocity = plane(n, stage))) return false;
    memcpy(*position, x, n * sizeof *x);
    hg__butterworth2(c, cutoff, rate_hz, true);
    if (!hg__filter_zero_lag(stage->k, *position, n, 1, c, (size_t)ceil(rate_hz / cutoff),
                             stage->scratch))
        return false;
    stage->k->derivative(*velocity, *position, n, 1.0 / rate_hz);
    return true;
}

/* First and last point of a path that has gaps. */
static void net_path(hg__vec3 *net, double *seconds, double *const p[3], size_t n, double rate_hz) {
    size_t a = 0, b = n;
    while (a < n && !(isfinite(p[0][a]) && isfinite(p[1][a]) && isfinite(p[2][a]))) a++;
    while (b > a && !(isfinite(p[0][b - 1]) && isfinite(p[1][b - 1]) && isfinite(p[2][b - 1]))) b--;
    *net = hg__vec(NAN, NAN, NAN);
    *seconds = 0;
    if (b <= a + 1) return;
    *net = hg__vec(p[0][b - 1] - p[0][a], p[1][b - 1] - p[1][a], p[2][b - 1] - p[2][a]);
    *seconds = (double)(b - 1 - a) / rate_hz;
}

/* Principal axis of horizontal scatter pooled over feet; each foot's mean taken out. */
static bool principal_axis(heading *axis, double *const relative[2][3], size_t n,
                           const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    double xx = 0, zz = 0, xz = 0;
    for (int side = 0; side < 2; side++) {
        double *const *r = relative[side];
        if (!r[0]) continue;
        size_t count = k->count_valid(r[0], n);
        if (count < 3) continue;
        double mx = k->sum_valid(r[0], n) / (double)count,
               mz = k->sum_valid(r[2], n) / (double)count;
        double sx = k->sum_sq_dev_valid(r[0], n, mx), sz = k->sum_sq_dev_valid(r[2], n, mz);
        double *both = plane(n, stage);
        if (!both) return false;
        k->blend(both, r[0], 1.0, r[2], 1.0, n);
        xx += sx;
        zz += sz;
        xz += 0.5 *
              (k->sum_sq_dev_valid(both, n, mx + mz) - sx - sz); /* (x + z)^2 = x^2 + z^2 + 2 x z */
    }
    if (!(xx + zz > 0)) return false;
    double angle = 0.5 * atan2(2 * xz, xx - zz);
    *axis = (heading){cos(angle), sin(angle)};
    return true;
}

/* Along-axis values of the samples in which the foot is near the ground and level. */
typedef struct pool {
    double *value;
    size_t n;
} pool;

static double sign_of_median(const pool *p, const hg__stage *stage) {
    double m = hg__median(p->value, p->n, stage->scratch);
    return p->n == 0 || isnan(m) ? 0.0 : m > 0 ? 1.0 : -1.0;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Half-sample mode (Bickel & Fruehwirth 2006, doi:10.1016/j.csda.2005.07.011). */
static double half_sample_mode(double *x, size_t n) {
    qsort(x, n, sizeof *x, compare);
    while (n > 3) {
        size_t half = (n + 1) / 2, at = 0;
        double best = INFINITY;
        for (size_t i = 0; i + half <= n; i++)
            if (x[i + half - 1] - x[i] < best) {
                best = x[i + half - 1] - x[i];
                at = i;
            }
        x += at;
        n = half;
    }
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return n ? sum / (double)n : NAN;
}

/* The feet in the room and what the tests need of them. */
typedef struct evidence {
    double *heel[2][3], *toe[2][3], *pelvis[3];
    double *relative[2][3];       /* foot less pelvis */
    double *height[2], *climb[2]; /* low-passed */
    double *back[2][2],
        *carried[2][2]; /* velocity x, z of the foot: less the pelvis; in the room */
    size_t n;
    double rate_hz;
} evidence;

static bool gather(evidence *e, const hg__markers *m, const hg__markerset *set,
                   const hg__stage *stage) {
    memset(e, 0, sizeof *e);
    e->n = m->n;
    e->rate_hz = m->rate_hz;
    if (!pelvis_point(e->pelvis, m, set, stage)) return false;
    for (int side = 0; side < 2; side++) {
        if (!landmark_point(e->heel[side], m, set, HG__OF_SIDE(HG__LANDMARK_HEEL_LEFT, side),
                            stage) ||
            !landmark_point(e->toe[side], m, set, HG__OF_SIDE(HG__LANDMARK_TOE_LEFT, side), stage))
            return false;
        double **foot = e->heel[side][0] ? e->heel[side] : e->toe[side];
        if (!foot[0]) continue;
        double *unused;
        for (int a = 0; a < 3; a++) {
            if (!(e->relative[side][a] = plane(e->n, stage))) return false;
            stage->k->blend(e->relative[side][a], foot[a], 1.0, e->pelvis[a], -1.0, e->n);
        }
        if (!motion(&e->height[side], &e->climb[side], foot[1], e->n, e->rate_hz, stage) ||
            !motion(&unused, &e->back[side][0], e->relative[side][0], e->n, e->rate_hz, stage) ||
            !motion(&unused, &e->back[side][1], e->relative[side][2], e->n, e->rate_hz, stage) ||
            !motion(&unused, &e->carried[side][0], foot[0], e->n, e->rate_hz, stage) ||
            !motion(&unused, &e->carried[side][1], foot[2], e->n, e->rate_hz, stage))
            return false;
    }
    return true;
}

/* Tests 1 and 2: +1 or -1 along the axis, 0 when they cannot tell. `standing` is against the
 * direction in which a belt carries the standing foot. */
static bool sense(double *foot_back, double *back_m_s, double *toe_ahead, heading *standing,
                  const evidence *e, heading axis, const hg__stage *stage) {
    pool back = {plane(2 * e->n, stage), 0}, ahead = {plane(2 * e->n, stage), 0};
    if (!back.value || !ahead.value) return false;
    double sum_x = 0, sum_z = 0;
    for (int side = 0; side < 2; side++) {
        if (!e->height[side]) continue;
        double low = hg__quantile(e->height[side], e->n, LOW_SHARE, stage->scratch);
        bool both = e->heel[side][0] && e->toe[side][0];
        for (size_t i = 0; i < e->n; i++) {
            if (!(e->height[side][i] < low)) continue;
            double along = e->back[side][0][i] * axis.x + e->back[side][1][i] * axis.z;
            if (fabs(e->climb[side][i]) < LEVEL_M_S && isfinite(along)) {
                back.value[back.n++] = along;
                sum_x -= e->carried[side][0][i];
                sum_z -= e->carried[side][1][i];
            }
            if (!both) continue;
            double lead = (e->toe[side][0][i] - e->heel[side][0][i]) * axis.x +
                          (e->toe[side][2][i] - e->heel[side][2][i]) * axis.z;
            if (isfinite(lead)) ahead.value[ahead.n++] = lead;
        }
    }
    *foot_back = -sign_of_median(&back, stage);
    *back_m_s = fabs(hg__median(back.value, back.n, stage->scratch));
    *toe_ahead = sign_of_median(&ahead, stage);
    double length = hypot(sum_x, sum_z);
    *standing = length > 0 ? (heading){sum_x / length, sum_z / length} : axis;
    return true;
}

static double angle_between(heading a, heading b) {
    return fabs(atan2(a.x * b.z - a.z * b.x, a.x * b.x + a.z * b.z));
}

/* x along the heading, y up, z right: rows of room to progress. */
static void set_heading(double R[9], heading h) {
    hg__mat_from_rows(R, hg__vec(h.x, 0, h.z), hg__vec(0, 1, 0), hg__vec(-h.z, 0, h.x));
}

/* The axis of the room, forward or backward, nearest to the heading. */
static heading nearest_axis(heading h) {
    bool along_x = fabs(h.x) >= fabs(h.z);
    return (heading){along_x ? copysign(1, h.x) : 0, along_x ? 0 : copysign(1, h.z)};
}

static void set_progress(hg__progress *out, heading h) {
    set_heading(out->room_to_progress, h);
    set_heading(out->room_to_axis, nearest_axis(h));
    out->known = true;
}

static bool turn(double *out[3], double *const in[3], const double R[9], size_t n,
                 const hg__stage *stage) {
    out[0] = out[1] = out[2] = NULL;
    if (!in[0]) return true;
    for (int a = 0; a < 3; a++)
        if (!(out[a] = plane(n, stage))) return false;
    stage->k->rotate(out, (const double *const *)in, R, n);
    return true;
}

/*
 * Forward velocity of the ground under one foot, in the progress frame; NaN without foot markers.
 */
static bool ground_velocity(double *out, const hg__feet *feet, int side, double *const pelvis[3],
                            const hg__stage *stage) {
    size_t n = feet->n, count = 0;
    double *smooth, *pelvis_speed, *pooled = plane(2 * n, stage);
    *out = NAN;
    if (!pooled || !motion(&smooth, &pelvis_speed, pelvis[0], n, feet->rate_hz, stage))
        return false;
    double *const *points[2] = {feet->heel[side], feet->toe[side]};
    for (int p = 0; p < 2; p++) {
        double *forward, *climb;
        if (!points[p][0]) continue;
        if (!motion(&smooth, &forward, points[p][0], n, feet->rate_hz, stage) ||
            !motion(&smooth, &climb, points[p][1], n, feet->rate_hz, stage))
            return false;
        for (size_t i = 0; i < n; i++)
            if (forward[i] < pelvis_speed[i] && fabs(climb[i]) < LEVEL_M_S)
                pooled[count++] = forward[i];
    }
    if (count >= 10) *out = half_sample_mode(pooled, count);
    return true;
}

static void check_speed(hg__progress *out, const hg_trial *trial, const hg__stage *stage) {
    double stated = trial->speed_m_s;
    if (!isfinite(out->speed_m_s)) {
        out->speed_m_s = stated;
        out->speed_source = isfinite(stated) ? "stated" : "";
        if (!isfinite(stated)) hg__flag(stage->flags, HG_FLAG_SPEED_UNKNOWN, NAN, "%s", "");
    } else if (isfinite(stated) && stated > 0) {
        double off = 100 * (out->speed_m_s - stated) / stated;
        if (fabs(off) > stage->params->speed_agree_percent)
            hg__flag(stage->flags, HG_FLAG_SPEED_DISAGREES, off,
                     "stated %.2f m/s, measured %.2f m/s", stated, out->speed_m_s);
    }
}

hg_status hg__progress_from_markers(hg__progress *out, hg__feet *feet, const hg__markers *markers,
                                    const hg__markerset *set, const hg_trial *trial,
                                    const hg__stage *stage) {
    evidence e;
    heading axis, standing;
    hg__vec3 net;
    double seconds, foot_back, back_m_s, toe_ahead, along = 0;
    *out = (hg__progress){.speed_m_s = NAN, .speed_source = ""};
    *feet = (hg__feet){.n = markers->n,
                       .rate_hz = markers->rate_hz,
                       .t0_s = markers->t0_s,
                       .ground_m_s = {NAN, NAN},
                       .speed_m_s = {NAN, NAN}};
    if (!gather(&e, markers, set, stage)) return hg__fail_memory(stage->err);
    net_path(&net, &seconds, e.pelvis, e.n, e.rate_hz);
    double net_m = hypot(net.x, net.z);
    if (!isfinite(net_m)) net_m = 0;
    bool has_axis = principal_axis(&axis, e.relative, e.n, stage);
    if (!has_axis) {
        hg__flag(stage->flags, HG_FLAG_DIRECTION_UNSURE, NAN,
                 "no heel or forefoot marker was found");
        return HG_OK;
    }
    if (!sense(&foot_back, &back_m_s, &toe_ahead, &standing, &e, axis, stage))
        return hg__fail_memory(stage->err);
    /* on a belt the pelvis goes nowhere while the foot is carried back; over ground both go
     * together */
    double net_m_s = seconds > 0 ? net_m / seconds : 0;
    out->treadmill = trial->treadmill == HG_YES ||
                     (trial->treadmill == HG_NOT_GIVEN && net_m_s < 0.5 * back_m_s);
    if (!out->treadmill && net_m > NET_M) along = net.x * axis.x + net.z * axis.z > 0 ? 1 : -1;
    if (foot_back == 0 || (toe_ahead != 0 && toe_ahead != foot_back) ||
        (along != 0 && along != foot_back)) {
        hg__flag(stage->flags, HG_FLAG_DIRECTION_UNSURE, NAN, "%s",
                 foot_back == 0 ? "the feet hardly move"
                 : along != 0 && along != foot_back
                     ? "the pelvis travels against the direction that the standing foot shows"
                     : "the forefoot points against the direction that the standing foot shows");
        return HG_OK;
    }
    axis = (heading){foot_back * axis.x, foot_back * axis.z};
    heading refined = along != 0       ? (heading){net.x / net_m, net.z / net_m}
                      : out->treadmill ? standing
                                       : axis;
    double off = angle_between(axis, refined) * 180.0 / 3.14159265358979323846;
    if (!(off <= stage->params->direction_agree_deg)) {
        hg__flag(stage->flags, HG_FLAG_DIRECTION_UNSURE, off,
                 "two measures of it differ by %.0f deg", off);
        return HG_OK;
    }
    set_progress(out, refined);
    if (!turn(out->pelvis, e.pelvis, out->room_to_progress, e.n, stage))
        return hg__fail_memory(stage->err);
    memcpy(feet->pelvis, out->pelvis, sizeof feet->pelvis);
    for (int side = 0; side < 2; side++)
        if (!turn(feet->heel[side], e.heel[side], out->room_to_progress, e.n, stage) ||
            !turn(feet->toe[side], e.toe[side], out->room_to_progress, e.n, stage))
            return hg__fail_memory(stage->err);

    double pelvis_speed = seconds > 0 ? hg__mat_apply(out->room_to_progress, net).x / seconds : NAN,
           sum = 0;
    int sides = 0;
    for (int side = 0; side < 2; side++) {
        if (!ground_velocity(&feet->ground_m_s[side], feet, side, out->pelvis, stage))
            return hg__fail_memory(stage->err);
        feet->speed_m_s[side] = pelvis_speed - feet->ground_m_s[side];
        if (!(feet->pace[side] = plane(e.n, stage))) return hg__fail_memory(stage->err);
        for (size_t i = 0; i < e.n; i++) feet->pace[side][i] = feet->speed_m_s[side];
        if (!isfinite(feet->speed_m_s[side])) continue;
        sum += feet->speed_m_s[side];
        sides++;
    }
    if (sides) {
        out->speed_m_s = sum / sides;
        out->speed_source = out->treadmill ? "belt" : "pelvis";
    }
    check_speed(out, trial, stage);
    return HG_OK;
}

hg_status hg__progress_from_orientation(hg__progress *out, const hg_stream *stream,
                                        const hg_trial *trial, const hg__stage *stage) {
    double lab_to_room[9], *q[4], *R[9];
    const hg__kernels *k = stage->k;
    size_t n = stream->n_frames;
    *out = (hg__progress){
        .speed_m_s = NAN, .speed_source = "", .treadmill = trial->treadmill == HG_YES};
    hg_status status = hg__axes_matrix(lab_to_room, stream->axes, stream->name, stage->err);
    if (status != HG_OK) return status;
    ptrdiff_t at = hg__label_find(stream, hg__segment_names[HG__SEGMENT_PELVIS]);
    if (at < 0) {
        return hg__fail_at(stage->err, HG_EDATA, stream->name,
                           "there is no segment \"pelvis\" among its labels");
    }
    for (int c = 0; c < 4; c++) {
        if (!(q[c] = plane(n, stage))) return hg__fail_memory(stage->err);
        k->transpose(q[c], n, stream->data + 4 * at + c, 4 * stream->n_points, n, 1);
    }
    for (int c = 0; c < 9; c++)
        if (!(R[c] = plane(n, stage))) return hg__fail_memory(stage->err);
    k->matrix_from_quaternion(R, (const double *const *)q, n);
    hg__vec3 forward = hg__vec(k->sum_valid(R[0], n), k->sum_valid(R[3], n), k->sum_valid(R[6], n));
    forward = hg__mat_apply(lab_to_room, forward);
    double length = hypot(forward.x, forward.z);
    if (!(length > 0.1 * (double)n)) {
        hg__flag(stage->flags, HG_FLAG_DIRECTION_UNSURE, NAN,
                 "the pelvis points in no one direction");
        return HG_OK;
    }
    set_progress(out, (heading){forward.x / length, forward.z / length});
    check_speed(out, trial, stage);
    return HG_OK;
}
