/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/strides.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "gait/flag_list.h"

typedef struct gates {
    double stride_min_s, stride_max_s, contact_min_s, contact_max_s;
    bool flight;  /* running: swing longer than contact, and never both feet down */
    bool support; /* walking: no flight */
} gates;

static gates gates_of(const hg__gait *gait, const hg_params *p) {
    if (gait->task == HG_TASK_WALK)
        return (gates){p->walk_stride_min_s,
                       p->walk_stride_max_s,
                       p->walk_contact_min_s,
                       p->walk_contact_max_s,
                       false,
                       true};
    return (gates){p->run_stride_min_s,  p->run_stride_max_s, p->run_contact_min_s,
                   p->run_contact_max_s, gait->flight,        false};
}

/* First time in (after, before); NaN when none. *count is how many there are. */
static double first_between(const double *t, size_t n, double after, double before, size_t *count) {
    double first = NAN;
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(t[i] > after && t[i] < before)) continue;
        if ((*count)++ == 0) first = t[i];
    }
    return first;
}

static double last_before(const double *t, size_t n, double before) {
    double last = NAN;
    for (size_t i = 0; i < n && t[i] < before; i++) last = t[i];
    return last;
}

static void reject(hg__stride *s, const char *fmt, ...) HG_PRINTF(2, 3);
static void reject(hg__stride *s, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(s->reason, sizeof s->reason, fmt, args);
    va_end(args);
    s->used = false;
}

/* `with_toe_offs`: toe-offs of this side were looked for and found; else its contact times are not
 * measured, which is no fault of the stride. */
static void check(hg__stride *s, size_t n_toe_offs, size_t n_other, bool with_toe_offs,
                  const gates *g) {
    double stride = s->end_s - s->start_s, contact = s->toe_off_s - s->start_s;
    s->used = true;
    if (stride < g->stride_min_s || stride > g->stride_max_s)
        reject(s, "stride time %.3f s is outside %.2f to %.2f s", stride, g->stride_min_s,
               g->stride_max_s);
    else if (with_toe_offs && n_toe_offs != 1)
        reject(s, "%zu toe-offs inside the stride instead of one", n_toe_offs);
    else if (contact < g->contact_min_s || contact > g->contact_max_s)
        reject(s, "contact time %.3f s is outside %.2f to %.2f s", contact, g->contact_min_s,
               g->contact_max_s);
    else if (n_other != 1)
        reject(s, "%zu strikes of the other foot inside the stride instead of one", n_other);
    else if (g->flight && stride - contact <= contact)
        reject(s, "swing of %.3f s is not longer than contact of %.3f s", stride - contact,
               contact);
    else if (g->support && contact < 0.5 * stride && s->other_strike_s > s->toe_off_s)
        reject(s, "a running stride: contact of %.3f s, then flight", contact);
    else if (g->flight && s->other_strike_s <= s->toe_off_s)
        reject(s, "both feet on the ground for %.3f s", s->toe_off_s - s->other_strike_s);
}

/* Strides that touch a frame in which the runner does not move steadily. */
static void check_phase(hg__stride *s, const uint8_t *phase, const hg__angle_set *clock) {
    double first = (s->start_s - clock->t0_s) * clock->rate_hz,
           last = (s->end_s - clock->t0_s) * clock->rate_hz;
    for (size_t i = first > 0 ? (size_t)first : 0; phase && i < clock->n && (double)i <= last; i++)
        if (phase[i] != HG__PHASE_STEADY) {
            reject(s, "the runner %s", hg__phase_words[phase[i]]);
            return;
        }
}

static bool cut_side(hg__stride_set *out, int side, const hg__event_set *events, const gates *g,
                     const uint8_t *phase, const hg__angle_set *clock, const hg__stage *stage) {
    const hg__event_list *own = &events->side[side], *other = &events->side[1 - side];
    size_t n = own->n_strikes ? own->n_strikes - 1 : 0;
    out->n[side] = n;
    if (!(out->stride[side] = hg__arena_alloc(stage->scratch, n, sizeof(hg__stride)))) return false;
    for (size_t i = 0; i < n; i++) {
        hg__stride *s = &out->stride[side][i];
        size_t n_off, n_other;
        s->start_s = own->strike[i];
        s->end_s = own->strike[i + 1];
        s->toe_off_s = first_between(own->toe_off, own->n_toe_offs, s->start_s, s->end_s, &n_off);
        s->other_strike_s =
            first_between(other->strike, other->n_strikes, s->start_s, s->end_s, &n_other);
        s->previous_strike_s = last_before(other->strike, other->n_strikes, s->start_s);
        /* the step before: after this foot's own last strike, or within the first half-stride */
        double own_before = i ? own->strike[i - 1] : s->start_s - (s->end_s - s->start_s);
        if (!(s->previous_strike_s > own_before)) s->previous_strike_s = NAN;
        check(s, n_off, n_other, own->n_toe_offs > 0, g);
        check_phase(s, phase, clock);
    }
    return true;
}

/* One row of 101 points per stride. */
static double *normalise(const double *plane, double t0_s, double rate_hz, size_t n_frames,
                         const hg__stride *stride, size_t n, double sign, const hg__stage *stage) {
    double *rows = hg__arena_alloc(stage->scratch, n * HG_CURVE_POINTS, sizeof *rows);
    bool straight = strcmp(stage->params->strides_interpolation, "linear") == 0;
    for (size_t i = 0; rows && i < n; i++) {
        double first = (stride[i].start_s - t0_s) * rate_hz,
               last = (stride[i].end_s - t0_s) * rate_hz;
        double *row = rows + i * HG_CURVE_POINTS;
        (straight ? stage->k->linear : stage->k->pchip)(
            row, HG_CURVE_POINTS, first, (last - first) / (HG_CURVE_POINTS - 1), plane, n_frames);
        if (sign < 0) stage->k->blend(row, row, sign, row, 0.0, HG_CURVE_POINTS);
    }
    return rows;
}

static bool normalise_side(hg__stride_set *out, int side, const hg__angle_set *angles,
                           const double *height, const hg__stage *stage) {
    static const struct {
        hg_angle angle[2];
        double sign[2];
    } curves[HG_CURVE_COUNT] = {
#define ROW(name, id, label, left, right, left_sign, right_sign, plus, minus)                      \
    {{HG_ANGLE_##left, HG_ANGLE_##right}, {left_sign, right_sign}},
        HG_CURVE_TABLE(ROW)
#undef ROW
    };
    size_t n = out->n[side];
    for (int c = 0; c < HG_CURVE_COUNT; c++) {
        const double *plane = angles->angle[curves[c].angle[side]];
        if (!plane || n == 0) continue;
        out->row[side][c] = normalise(plane, angles->t0_s, angles->rate_hz, angles->n,
                                      out->stride[side], n, curves[c].sign[side], stage);
        if (!out->row[side][c]) return false;
    }
    if (angles->thorax_tilt && n > 0) {
        /* lean is towards the right per frame, towards the stance side per stride */
        out->thorax_tilt[side] = normalise(angles->thorax_tilt, angles->t0_s, angles->rate_hz,
                                           angles->n, out->stride[side], n, 1, stage);
        out->thorax_lean[side] =
            normalise(angles->thorax_lean, angles->t0_s, angles->rate_hz, angles->n,
                      out->stride[side], n, side == HG_LEFT ? -1 : 1, stage);
        if (!out->thorax_tilt[side] || !out->thorax_lean[side]) return false;
    }
    if (!height || n == 0) return true;
    out->height[side] =
        normalise(height, angles->t0_s, angles->rate_hz, angles->n, out->stride[side], n, 1, stage);
    return out->height[side] != NULL;
}

static void flag_counts(const hg__stride_set *s, const hg__stage *stage) {
    size_t found = s->n[HG_LEFT] + s->n[HG_RIGHT], used = s->n_used[HG_LEFT] + s->n_used[HG_RIGHT];
    size_t least =
        s->n_used[HG_LEFT] < s->n_used[HG_RIGHT] ? s->n_used[HG_LEFT] : s->n_used[HG_RIGHT];
    if (used < found) {
        const char *first = "";
        for (int side = 0; side < 2 && !*first; side++)
            for (size_t i = 0; i < s->n[side] && !*first; i++) first = s->stride[side][i].reason;
        hg__flag(stage->flags, HG_FLAG_STRIDES_REJECTED, (double)(found - used),
                 "%zu of %zu (first: %s)", found - used, found, first);
    }
    if ((double)least < stage->params->strides_min)
        hg__flag(stage->flags, HG_FLAG_STRIDES_INSUFFICIENT, (double)least,
                 "%zu left, %zu right, at least %.0f of each are needed", s->n_used[HG_LEFT],
                 s->n_used[HG_RIGHT], stage->params->strides_min);
    else if ((double)least < stage->params->strides_few)
        hg__flag(stage->flags, HG_FLAG_STRIDES_FEW, (double)least, "%zu left, %zu right",
                 s->n_used[HG_LEFT], s->n_used[HG_RIGHT]);
}

hg_status hg__cut_strides(hg__stride_set *out, const hg__event_set *events,
                          const hg__angle_set *angles, const double *height, const hg__gait *gait,
                          const hg__stage *stage) {
    const gates g = gates_of(gait, stage->params);
    memset(out, 0, sizeof *out);
    for (int side = 0; side < 2; side++) {
        if (!cut_side(out, side, events, &g, gait->phase, angles, stage) ||
            !normalise_side(out, side, angles, height, stage))
            return hg__fail_memory(stage->err);
        for (size_t i = 0; i < out->n[side]; i++) out->n_used[side] += out->stride[side][i].used;
    }
    if (*events->method) flag_counts(out, stage);
    return HG_OK;
}
