/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The direction of progress: which way the feet and the pelvis show, and whether they agree. */
#include <math.h>
#include <stdlib.h>

#include "dsp/stats.h"
#include "gait/flag_list.h"
#include "gait/progress/progress_parts.h"

#define DEGREES (180.0 / 3.14159265358979323846)
#define NET_M 1.0      /* a pelvis that travels less than this does not show a direction */
#define BELT_SHARE 0.5 /* of the speed at which the standing foot leaves the pelvis behind */
#define TRAVEL_M_S 0.5 /* without feet: a pelvis that is faster on the mean goes over ground */

static double *plane(size_t n, const hg__stage *stage) {
    return hg__arena_alloc(stage->scratch, n, sizeof(double));
}

/* First and last point of a path that has gaps. */
static hg__heading net_path(double *metres, double *const p[3], size_t n) {
    size_t a = 0, b = n;
    while (a < n && !(isfinite(p[0][a]) && isfinite(p[1][a]) && isfinite(p[2][a]))) a++;
    while (b > a && !(isfinite(p[0][b - 1]) && isfinite(p[1][b - 1]) && isfinite(p[2][b - 1]))) b--;
    *metres = 0;
    if (b <= a + 1) return (hg__heading){NAN, NAN};
    hg__heading net = {p[0][b - 1] - p[0][a], p[2][b - 1] - p[2][a]};
    *metres = hypot(net.x, net.z);
    return (hg__heading){net.x / *metres, net.z / *metres};
}

/* Principal axis of horizontal scatter pooled over feet; each foot's mean taken out. */
static bool principal_axis(hg__heading *axis, double *const relative[2][3], size_t n,
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
    double angle = 0.5 * atan2(2 * xz, xx - zz);
    *axis = xx + zz > 0 ? (hg__heading){cos(angle), sin(angle)} : (hg__heading){NAN, NAN};
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

/* Is the foot of this side near the ground and level in this frame? */
static bool near_ground(const hg__trail *t, int side, size_t i) {
    return t->height[side][i] <= t->low[side] && fabs(t->climb[side][i]) < HG__LEVEL_M_S;
}

/* Tests of the feet: +1 or -1 along the axis, 0 when they cannot tell. `standing` is against the
 * direction in which a belt carries the standing foot. */
static bool sense(double *foot_back, double *toe_ahead, hg__heading *standing, const hg__trail *t,
                  hg__heading axis, const hg__stage *stage) {
    pool back = {plane(2 * t->n, stage), 0}, ahead = {plane(2 * t->n, stage), 0};
    if (!back.value || !ahead.value) return false;
    double sum_x = 0, sum_z = 0;
    for (int side = 0; side < 2; side++) {
        if (!t->height[side]) continue;
        bool both = t->heel[side][0] && t->toe[side][0];
        for (size_t i = 0; i < t->n; i++) {
            if (!near_ground(t, side, i)) continue;
            double v = t->back[side][0][i] * axis.x + t->back[side][1][i] * axis.z;
            if (isnan(v)) continue;
            back.value[back.n++] = v;
            sum_x -= t->carried[side][0][i];
            sum_z -= t->carried[side][1][i];
            if (!both) continue;
            double a = (t->toe[side][0][i] - t->heel[side][0][i]) * axis.x +
                       (t->toe[side][2][i] - t->heel[side][2][i]) * axis.z;
            if (!isnan(a)) ahead.value[ahead.n++] = a;
        }
    }
    *foot_back = -sign_of_median(&back, stage);
    *toe_ahead = sign_of_median(&ahead, stage);
    double length = hypot(sum_x, sum_z);
    *standing = length > 0 ? (hg__heading){sum_x / length, sum_z / length} : axis;
    return true;
}

/* Where the pelvis faces on the mean; false when that cannot be told. */
static bool mean_facing(hg__heading *out, const hg__trail *t, const hg__stage *stage) {
    if (!t->facing[0]) return false;
    double x = stage->k->sum_valid(t->facing[0], t->n), z = stage->k->sum_valid(t->facing[1], t->n),
           length = hypot(x, z);
    *out = (hg__heading){x / length, z / length};
    return length > 0;
}

bool hg__on_belt(bool *belt, const hg__trail *t, const hg_trial *trial, const hg__stage *stage) {
    size_t n = t->n, count = 0;
    double *room = plane(2 * n, stage), *pelvis = plane(2 * n, stage), *vx = plane(n, stage),
           *vz = plane(n, stage);
    if (!room || !pelvis || !vx || !vz) return false;
    for (int side = 0; side < 2; side++) {
        if (!t->height[side]) continue;
        for (size_t i = 0; i < n; i++) {
            double v = hypot(t->back[side][0][i], t->back[side][1][i]);
            if (isnan(v) || !near_ground(t, side, i)) continue;
            pelvis[count] = v;
            room[count++] = hypot(t->carried[side][0][i], t->carried[side][1][i]);
        }
    }
    if (count >= 10) { /* over ground the standing foot stays, on a belt the pelvis does */
        *belt = hg__median(room, count, stage->scratch) >
                BELT_SHARE * hg__median(pelvis, count, stage->scratch);
        if (trial->treadmill != HG_NOT_GIVEN && *belt != (trial->treadmill == HG_YES))
            hg__flag(stage->flags, HG_FLAG_TREADMILL_DISAGREES, NAN,
                     "the file says %s, the standing foot %s", *belt ? "over ground" : "treadmill",
                     *belt ? "is carried along" : "stays where it is");
        return true;
    }
    *belt = trial->treadmill == HG_YES;
    if (trial->treadmill != HG_NOT_GIVEN) return true;
    if (!hg__local_fit(NULL, vx, t->pelvis[0], n, t->rate_hz, HG__PACE_HALF_S, 2, stage) ||
        !hg__local_fit(NULL, vz, t->pelvis[2], n, t->rate_hz, HG__PACE_HALF_S, 2, stage))
        return false;
    for (size_t i = 0; i < n; i++) vx[i] = hypot(vx[i], vz[i]);
    *belt = !(stage->k->sum_valid(vx, n) > TRAVEL_M_S * (double)n);
    return true;
}

static void unsure(const hg__stage *stage, double value, const char *why) {
    hg__flag(stage->flags, HG_FLAG_DIRECTION_UNSURE, value, "%s", why);
}

/* Without feet: over ground the pelvis must face where it goes; on a belt nothing else shows. */
static void heading_of_pelvis(hg__heading *out, bool *known, const hg__trail *t, hg__heading net,
                              bool travels, bool belt, const hg__stage *stage) {
    hg__heading faces;
    if (!mean_facing(&faces, t, stage)) {
        unsure(stage, NAN, "no heel or forefoot marker was found, and no named pelvis markers");
    } else if (belt) {
        hg__flag(stage->flags, HG_FLAG_DIRECTION_SINGLE, NAN,
                 "no foot marker was found, so it is taken from how the pelvis faces");
        *out = faces;
        *known = true;
    } else if (!travels) {
        unsure(stage, NAN, "no foot marker was found, and the pelvis goes nowhere");
    } else {
        double off = hg__heading_between(faces, net) * DEGREES;
        *known = off <= stage->params->direction_facing_deg;
        *out = net;
        if (!*known)
            hg__flag(stage->flags, HG_FLAG_DIRECTION_UNSURE, off,
                     "the runner moves backward or sideways: the pelvis faces %.0f deg away from "
                     "where it goes",
                     off);
    }
}

bool hg__find_heading(hg__heading *out, bool *known, const hg__trail *t, const hg__heading *main,
                      bool belt, const hg__stage *stage) {
    hg__heading axis, standing, faces, net;
    double net_m, foot_back, toe_ahead, along = 0, facing = 0;
    *known = false;
    net = net_path(&net_m, t->pelvis, t->n);
    bool travels = !belt && net_m > NET_M;
    if (main && travels) net = *main;
    if (!t->has_feet) {
        heading_of_pelvis(out, known, t, net, travels, belt, stage);
        return true;
    }
    if (!principal_axis(&axis, t->relative, t->n, stage) ||
        !sense(&foot_back, &toe_ahead, &standing, t, axis, stage))
        return false;
    if (foot_back == 0) {
        unsure(stage, NAN, "the feet hardly move");
        return true;
    }
    axis = (hg__heading){foot_back * axis.x, foot_back * axis.z};
    toe_ahead *= foot_back; /* from here on +1 is with the standing foot, -1 against it */
    if (travels) along = net.x * axis.x + net.z * axis.z > 0 ? 1 : -1;
    hg__heading refined = travels ? net : belt ? standing : axis;
    double turned = 0;
    if (mean_facing(&faces, t, stage)) {
        turned = hg__heading_between(faces, refined) * DEGREES;
        facing = turned > 90 ? -1 : 1;
    }
    double off = hg__heading_between(axis, refined) * DEGREES;
    if (along < 0)
        unsure(stage, NAN, "the pelvis travels against the direction that the standing foot shows");
    else if (toe_ahead < 0 && facing <= 0)
        unsure(stage, NAN,
               "the runner moves backward: forefoot and pelvis face against the way the standing "
               "foot shows; only forward running is analysed");
    else if (toe_ahead < 0)
        unsure(stage, NAN,
               "the forefoot points against the direction that the standing foot and the pelvis "
               "show; are heel and forefoot markers swapped?");
    else if (facing < 0)
        unsure(stage, turned,
               toe_ahead > 0 ? "the pelvis faces against the direction that the feet show; are "
                               "left and right or front and back markers swapped?"
                             : "the runner moves backward: the pelvis faces against the way the "
                               "standing foot shows; only forward running is analysed");
    else if (turned > stage->params->direction_facing_deg)
        hg__flag(stage->flags, HG_FLAG_DIRECTION_UNSURE, turned,
                 "the runner moves sideways: the pelvis faces %.0f deg away from it", turned);
    else if (!(off <= stage->params->direction_agree_deg))
        hg__flag(stage->flags, HG_FLAG_DIRECTION_UNSURE, off,
                 "two measures of it differ by %.0f deg", off);
    else
        *known = true;
    if (*known && toe_ahead == 0 && facing == 0 && along == 0)
        hg__flag(stage->flags, HG_FLAG_DIRECTION_SINGLE, NAN, "the way the standing foot goes");
    *out = refined;
    return true;
}
