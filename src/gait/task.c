/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/task.h"

#include <math.h>

#include "base/error.h"
#include "dsp/stats.h"
#include "gait/flag_list.h"

/* The strides of a recording, counted. */
typedef struct tally {
    size_t run, walk, unclear;
    double *duty, *dip; /* per stride: duty factor; pelvis in mid-contact above its mean height */
    size_t n_duty, n_dip;
} tally;

/* The one time between two others; NaN when there is none, INFINITY when there are several. */
static double only_between(const double *t, size_t n, double after, double before) {
    double found = NAN;
    for (size_t i = 0; i < n; i++) {
        if (!(t[i] > after && t[i] < before)) continue;
        if (!isnan(found)) return INFINITY;
        found = t[i];
    }
    return found;
}

/* Frames of a stretch of time; false when it reaches outside. */
static bool frames_of(size_t *first, size_t *last, double from_s, double to_s,
                      const hg__angle_set *clock) {
    double a = (from_s - clock->t0_s) * clock->rate_hz, b = (to_s - clock->t0_s) * clock->rate_hz;
    if (!(a >= 0) || !(b <= (double)clock->n - 1) || !(a < b)) return false;
    *first = (size_t)a;
    *last = (size_t)b;
    return true;
}

static bool steady(const uint8_t *phase, size_t first, size_t last) {
    for (size_t i = first; phase && i <= last; i++)
        if (phase[i] != HG__PHASE_STEADY) return false;
    return true;
}

static void count_stride(tally *t, double strike, double off, double end, double other,
                         const hg__progress *progress, const hg__angle_set *clock) {
    size_t first = 0, last = 0;
    bool inside = frames_of(&first, &last, strike, end, clock);
    double duty = (off - strike) / (end - strike);
    /* with several steps of the other foot, events of this one were missed in between */
    if (!isfinite(duty) || isinf(other) || (inside && !steady(progress->phase, first, last)))
        return;
    bool short_contact = duty<0.5, flight = other> off;
    if (isnan(other)) flight = short_contact; /* the other foot was not seen */
    t->run += short_contact && flight;
    t->walk += !short_contact && !flight;
    t->unclear += short_contact != flight;
    t->duty[t->n_duty++] = duty;
    const double *height = progress->known ? progress->pelvis[1] : NULL;
    if (!inside || !height) return;
    double sum = 0,
           middle = height[(size_t)((0.5 * (strike + off) - clock->t0_s) * clock->rate_hz)];
    for (size_t i = first; i <= last; i++) sum += height[i];
    double dip = middle - sum / (double)(last + 1 - first);
    if (!isnan(dip)) t->dip[t->n_dip++] = dip;
}

static bool count_strides(tally *t, const hg__event_set *events, const hg__progress *progress,
                          const hg__angle_set *clock, const hg__stage *stage) {
    size_t room = events->side[0].n_strikes + events->side[1].n_strikes + 1;
    *t = (tally){.duty = hg__arena_alloc(stage->scratch, room, sizeof(double)),
                 .dip = hg__arena_alloc(stage->scratch, room, sizeof(double))};
    if (!t->duty || !t->dip) return false;
    for (int side = 0; side < 2; side++) {
        const hg__event_list *own = &events->side[side], *other = &events->side[1 - side];
        for (size_t i = 0; i + 1 < own->n_strikes; i++) {
            double a = own->strike[i], b = own->strike[i + 1];
            count_stride(t, a, only_between(own->toe_off, own->n_toe_offs, a, b), b,
                         only_between(other->strike, other->n_strikes, a, b), progress, clock);
        }
    }
    return true;
}

/* Grounded running: contacts hardly longer than half a stride, over a pelvis that dips. */
static bool grounded(const tally *t, const hg__stage *stage) {
    double duty = hg__median(t->duty, t->n_duty, stage->scratch);
    return t->n_dip > 0 && duty < stage->params->gait_grounded_duty_max &&
           hg__median(t->dip, t->n_dip, stage->scratch) < 0;
}

static hg_task by_speed(const hg__progress *progress, const hg_params *p) {
    if (!isfinite(progress->speed_m_s)) return HG_TASK_UNKNOWN;
    return progress->speed_m_s > p->gait_run_speed_m_s ? HG_TASK_RUN : HG_TASK_WALK;
}

static const char *verb(hg_task task) {
    return task == HG_TASK_WALK ? "walking" : "running";
}

static void flag_mixed(const tally *t, hg_task task, const hg__stage *stage) {
    size_t other = task == HG_TASK_RUN ? t->walk : t->run, all = t->run + t->walk + t->unclear;
    if (other && other < all)
        hg__flag(stage->flags, HG_FLAG_GAIT_MIXED, (double)other, "%zu of %zu strides are %s",
                 other, all, verb(task == HG_TASK_RUN ? HG_TASK_WALK : HG_TASK_RUN));
}

hg_status hg__settle_task(hg__gait *out, const hg__event_set *events, hg_task stated, hg_task seen,
                          const hg__progress *progress, const hg__angle_set *angles,
                          const hg__stage *stage) {
    tally t;
    *out = (hg__gait){.phase = progress->phase};
    if (progress->standing) {
        out->task = HG_TASK_STATIC;
        return HG_OK;
    }
    if (!count_strides(&t, events, progress, angles, stage)) return hg__fail_memory(stage->err);
    bool springy = t.walk + t.unclear > t.run && stated != HG_TASK_WALK && grounded(&t, stage);
    if (springy) {
        hg__flag(stage->flags, HG_FLAG_GAIT_GROUNDED, hg__median(t.duty, t.n_duty, stage->scratch),
                 "%.2f", hg__median(t.duty, t.n_duty, stage->scratch));
        t.run += t.walk + t.unclear;
        t.walk = t.unclear = 0;
    }
    if (t.n_duty)
        seen = t.run > t.walk ? HG_TASK_RUN : t.walk > t.run ? HG_TASK_WALK : seen;
    else if (seen == HG_TASK_UNKNOWN)
        seen = by_speed(progress, stage->params);
    if (stated == HG_TASK_UNKNOWN) {
        out->task = seen == HG_TASK_UNKNOWN ? HG_TASK_RUN : seen;
        hg__flag(stage->flags, HG_FLAG_TASK_UNLABELLED, NAN, "%s", verb(out->task));
    } else {
        out->task = stated;
        if (seen != HG_TASK_UNKNOWN && seen != stated)
            hg__flag(stage->flags, HG_FLAG_TASK_DISAGREES, NAN,
                     "the file says %s, the feet show %s", hg_task_name(stated),
                     hg_task_name(seen));
    }
    flag_mixed(&t, out->task, stage);
    out->flight = out->task == HG_TASK_RUN && !springy;
    return HG_OK;
}
