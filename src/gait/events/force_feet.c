/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose foot is on a plate: by when the feet come to stand and leave, by where the centre of
 * pressure lies, and by which foot is slower; without foot markers by the hips.
 */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "dsp/filter.h"
#include "gait/events/events_markers.h"
#include "gait/events/force.h"

#define MIDDLE_FROM 0.25 /* of the load: when the standing foot stands */
#define MIDDLE_TO 0.75
#define HIP_APART_RAD                                                                              \
    0.087 /* 5 deg: the hips of a striking and a trailing leg are further apart                    \
           */
/* A stance ends where the foot overtakes the pelvis: 0.09 to 0.115 s after toe-off in running, up
 * to 0.07 s before it in slow walking (RBDS001, rajagopal, hamner; pig, gaitalytics, Eb015). */
#define OVERTAKES_RUN_S 0.08
#define OVERTAKES_WALK_S -0.02
#define DOWN_S 0.05    /* a foot may carry load this long before and after it stands still */
#define LOADED 0.1     /* of the peak: below this the centre of pressure is noise */
#define FOOT_M 0.2     /* from heel to forefoot marker */
#define FRAMES_MIN 3   /* with a centre of pressure; fewer say nothing */
#define TOOK_PART 0.05 /* of the frames under a foot: it was on the plate */
#define SLOW_M_S                                                                                   \
    0.2          /* a runner slower than this stands: no share of such a pace means anything       \
                  */
#define MOST 0.5 /* of the frames: a centre of pressure that is believed lies under feet */

static double *plane(size_t n, const hg__stage *stage) {
    return hg__arena_alloc(stage->scratch, n, sizeof(double));
}

/* Forward speed of the middle of a foot over the ground as a share of the pace. */
static bool foot_pace(double *out, const hg__feet *f, int side, double stride_s,
                      const hg__stage *stage) {
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    double *speed = plane(f->n, stage), c[5];
    if (!speed) return false;
    double cutoff = fmin(stage->params->events_swing_cutoff / stride_s, 0.4 * f->rate_hz);
    size_t pad = (size_t)ceil(f->rate_hz / cutoff), points = 0;
    for (int k = 0; k < 2; k++) {
        const double *ahead = k ? f->toe[side][0] : f->heel[side][0];
        if (!ahead) continue;
        stage->k->derivative(speed, ahead, f->n, 1.0 / f->rate_hz);
        stage->k->blend(out, out, 1.0, speed, 1.0, f->n);
        points++;
    }
    for (size_t i = 0; i < f->n; i++) out[i] = out[i] / (double)points - f->ground[side][i];
    hg__butterworth2(c, cutoff, f->rate_hz, true);
    if (!hg__filter_zero_lag(stage->k, out, f->n, 1, c, pad < 9 ? 9 : pad, stage->scratch))
        return false;
    hg__arena_back(stage->scratch, mark);
    for (size_t i = 0; i < f->n; i++)
        out[i] = f->pace[side][i] > SLOW_M_S ? out[i] / f->pace[side][i] : NAN;
    return true;
}

/* Stretches between two swings; a swing begins and ends as in the events by markers. One whose
 * beginning was hidden reaches back by half a stride at most: a foot that was away for seconds
 * stood several times. */
static bool find_stances(hg__standing *out, int side, const hg__stage *stage) {
    const hg__feet *f = out->feet;
    double *share = plane(f->n, stage);
    hg__stance *s = hg__arena_alloc(stage->scratch, f->n / 2 + 2, sizeof *s);
    double up = stage->params->events_swing_start, down = stage->params->events_swing_end;
    size_t n = 0;
    if (!share || !s) return false;
    out->stance[side] = s;
    if (!(f->heel[side][0] || f->toe[side][0]) || !f->pace[side] || !f->ground[side]) return true;
    const double stride_s = out->stride_s;
    if (!foot_pace(share, f, side, stride_s, stage)) return false;
    bool inside = false;
    double start = NAN, from = f->t0_s;
    for (size_t i = 0; i < f->n; i++) {
        double now = f->t0_s + (double)i / f->rate_hz;
        if (isnan(share[i])) {
            if (inside) s[n++] = (hg__stance){start, NAN, from, now};
            inside = false;
        } else if (!inside && share[i] < down) {
            inside = true;
            bool seen = i > 0 && share[i - 1] >= down;
            start = seen ? f->t0_s + hg__crossing(share, down, i - 1) / f->rate_hz : NAN;
            from = seen ? start : fmax(now - 0.5 * stride_s, n ? s[n - 1].to_s : f->t0_s);
        } else if (inside && share[i] > up) {
            double end = f->t0_s + hg__crossing(share, up, i - 1) / f->rate_hz;
            s[n++] = (hg__stance){start, end, from, end};
            inside = false;
        }
    }
    if (inside) s[n++] = (hg__stance){start, NAN, from, f->t0_s + (double)(f->n - 1) / f->rate_hz};
    out->n[side] = n;
    return true;
}

bool hg__standing_feet(hg__standing *out, const hg__feet *feet, bool walking,
                       const hg__stage *stage) {
    *out =
        (hg__standing){.feet = feet, .overtakes_s = walking ? OVERTAKES_WALK_S : OVERTAKES_RUN_S};
    if (!feet) return true;
    if (!hg__stride_time(&out->stride_s, feet, stage)) return false;
    if (isnan(out->stride_s)) out->stride_s = stage->params->events_reference_stride_s;
    return find_stances(out, HG_LEFT, stage) && find_stances(out, HG_RIGHT, stage);
}

/* First stance that ends after a time. */
static size_t stance_after(const hg__standing *st, int side, double time_s) {
    size_t low = 0, high = st->n[side];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (st->stance[side][middle].to_s > time_s)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static size_t stance_within(const hg__standing *st, int side, const hg__load *l) {
    size_t best = HG__NO_STANCE;
    double most = 0;
    for (size_t i = stance_after(st, side, l->from_s);
         i < st->n[side] && st->stance[side][i].from_s < l->to_s; i++) {
        double shared =
            fmin(l->to_s, st->stance[side][i].to_s) - fmax(l->from_s, st->stance[side][i].from_s);
        if (shared <= most) continue;
        most = shared;
        best = i;
    }
    return best;
}

static bool is_down(const hg__standing *st, int side, double time_s) {
    size_t i = stance_after(st, side, time_s - DOWN_S);
    return i < st->n[side] && st->stance[side][i].from_s < time_s + DOWN_S;
}

/* Whose stance begins (or ends) nearest to a time, within events.force_match_s. */
static hg_side moves_at(const hg__standing *st, double time_s, bool end, double match_s) {
    hg_side found = HG_SIDE_UNKNOWN;
    double best = match_s;
    for (int side = 0; side < 2; side++)
        for (size_t i = stance_after(st, side, time_s - match_s); i < st->n[side]; i++) {
            const hg__stance *s = &st->stance[side][i];
            if (s->from_s > time_s + match_s) break;
            double apart = fabs((end ? s->end_s - st->overtakes_s : s->start_s) - time_s);
            if (!(apart <= best)) continue;
            best = apart;
            found = (hg_side)side;
        }
    return found;
}

/* How far a point is beyond what a foot covers in one frame: from the line between heel and
 * forefoot, or, where only one of them is seen, from the foot's length about it. Negative is
 * inside. */
static double beyond_foot(const hg__feet *f, int side, size_t frame, double x, double z,
                          double margin_m) {
    double *const *heel = f->heel[side], *const *toe = f->toe[side];
    bool has_heel = heel[0] && !isnan(heel[0][frame]), has_toe = toe[0] && !isnan(toe[0][frame]);
    if (!has_heel && !has_toe) return INFINITY;
    double *const *a = has_heel ? heel : toe, *const *b = has_toe ? toe : heel;
    double along_x = b[0][frame] - a[0][frame], along_z = b[2][frame] - a[2][frame];
    double px = x - a[0][frame], pz = z - a[2][frame];
    double length2 = along_x * along_x + along_z * along_z;
    double t = length2 > 0 ? (px * along_x + pz * along_z) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(px - t * along_x, pz - t * along_z) - margin_m -
           (has_heel && has_toe ? 0 : FOOT_M);
}

/* Counts the frames of a load by the foot that its centre of pressure lies under. */
static void look_under(hg__load *l, const hg__standing *st, const hg_params *p) {
    const hg__feet *f = st->feet;
    const hg__plate *plate = l->plate;
    if (!plate->cop[0]) return;
    double enough = fmax(2 * plate->threshold_n, LOADED * l->peak_n);
    double first = ceil((l->from_s - f->t0_s) * f->rate_hz),
           last = floor((l->to_s - f->t0_s) * f->rate_hz);
    for (size_t i = first > 0 ? (size_t)first : 0; i < f->n && (double)i <= last; i++) {
        double now = f->t0_s + (double)i / f->rate_hz,
               at = floor(hg__plate_sample(plate, now) + 0.5), apart[2];
        if (!(at >= 0) || at > (double)(plate->n - 1)) continue;
        size_t sample = (size_t)at;
        double x = plate->cop[0][sample], z = plate->cop[1][sample];
        if (!(plate->up[sample] > enough) || isnan(x) || isnan(z)) continue;
        size_t down = 0;
        for (int side = 0; side < 2; side++) {
            bool stands = is_down(st, side, now);
            apart[side] = stands ? beyond_foot(f, side, i, x, z, p->events_force_cop_m) : INFINITY;
            down += stands;
        }
        int nearer = apart[HG_RIGHT] < apart[HG_LEFT];
        l->seen++;
        if (apart[nearer] <= 0)
            l->under[nearer]++;
        else
            l->between += down == 2;
    }
}

/* Mean speed over the ground of the middle of a foot between two times. */
static double foot_speed(const hg__feet *feet, int side, double from_s, double to_s) {
    double *const *points[2] = {feet->heel[side], feet->toe[side]};
    double first = (from_s - feet->t0_s) * feet->rate_hz,
           last = (to_s - feet->t0_s) * feet->rate_hz;
    size_t a = first < 0 ? 0 : (size_t)ceil(first), b = last < 0 ? 0 : (size_t)last, count = 0;
    double sum = 0;
    if (b >= feet->n) b = feet->n - 1;
    for (int p = 0; p < 2 && a < b; p++) {
        if (!points[p][0] || !feet->ground[side]) continue;
        for (size_t i = a; i < b; i++) {
            double ahead =
                (points[p][0][i + 1] - points[p][0][i]) * feet->rate_hz - feet->ground[side][i];
            double climb = (points[p][1][i + 1] - points[p][1][i]) * feet->rate_hz;
            double v = hypot(ahead, climb);
            if (isnan(v)) continue;
            sum += v;
            count++;
        }
    }
    return count ? sum / (double)count : NAN;
}

static hg_side slower_foot(const hg__feet *feet, const hg__load *l, const hg_params *p) {
    double length = l->to_s - l->from_s;
    double from = l->from_s + MIDDLE_FROM * length, to = l->from_s + MIDDLE_TO * length;
    double left = foot_speed(feet, HG_LEFT, from, to), right = foot_speed(feet, HG_RIGHT, from, to);
    if (left < p->events_force_side_ratio * right) return HG_LEFT;
    if (right < p->events_force_side_ratio * left) return HG_RIGHT;
    return HG_SIDE_UNKNOWN;
}

static hg_side side_by_hips(double strike_s, const hg__angle_set *angles) {
    const double *left = angles->angle[HG_ANGLE_HIP_FLEXION_LEFT],
                 *right = angles->angle[HG_ANGLE_HIP_FLEXION_RIGHT];
    double at = (strike_s - angles->t0_s) * angles->rate_hz;
    if (!left || !right || !(at >= 0) || at > (double)(angles->n - 1)) return HG_SIDE_UNKNOWN;
    double apart = right[(size_t)at] - left[(size_t)at];
    return apart > HIP_APART_RAD ? HG_RIGHT : apart < -HIP_APART_RAD ? HG_LEFT : HG_SIDE_UNKNOWN;
}

/* Does the centre of pressure of this plate lie under the feet? Else its place or clock is wrong,
 * and it is left alone. */
static bool believed(const hg__plate *plate, const hg__load *loads, size_t n) {
    size_t seen = 0, under = 0;
    for (size_t i = 0; i < n; i++) {
        if (loads[i].plate != plate) continue;
        seen += loads[i].seen;
        under += loads[i].under[HG_LEFT] + loads[i].under[HG_RIGHT];
    }
    return (double)under > MOST * (double)seen;
}

/* The feet that the evidence names. False when two witnesses contradict each other: then nobody is
 * named. */
static bool settle(hg__load *l, bool cop, const hg__standing *st, const hg_params *p) {
    for (int side = 0; side < 2; side++) {
        l->stance[side] = stance_within(st, side, l);
        l->on[side] = l->start_side == (hg_side)side || l->end_side == (hg_side)side ||
                      (cop && (double)l->under[side] > TOOK_PART * (double)l->seen) ||
                      (cop && (double)l->between > TOOK_PART * (double)l->seen);
        if (l->stance[side] == HG__NO_STANCE) l->on[side] = false;
    }
    hg_side slow = slower_foot(st->feet, l, p);
    if (!l->on[HG_LEFT] && !l->on[HG_RIGHT] && slow != HG_SIDE_UNKNOWN) l->on[slow] = true;
    for (int side = 0; side < 2; side++) {
        if (!l->on[side] || l->on[1 - side]) continue;
        bool elsewhere = cop && (double)l->under[side] < MOST * (double)l->seen;
        if (!elsewhere && slow != (hg_side)(1 - side)) continue;
        l->on[side] = false;
        return false;
    }
    return true;
}

void hg__force_sides(hg__load *loads, size_t n, const hg__standing *standing,
                     const hg__events_input *input, const hg__stage *stage) {
    const hg_params *p = stage->params;
    const hg__plate *plate = NULL;
    bool cop = false;
    for (size_t i = 0; i < n; i++) {
        hg__load *l = &loads[i];
        l->start_side = l->end_side = HG_SIDE_UNKNOWN;
        l->stance[HG_LEFT] = l->stance[HG_RIGHT] = HG__NO_STANCE;
        if (!standing->feet) continue;
        l->start_side = moves_at(standing, l->start_s, false, p->events_force_match_s);
        l->end_side = moves_at(standing, l->end_s, true, p->events_force_match_s);
        look_under(l, standing, p);
    }
    for (size_t i = 0; i < n; i++) {
        hg__load *l = &loads[i];
        if (l->plate != plate) cop = believed(plate = l->plate, loads, n);
        if (standing->feet && !settle(l, cop && l->seen >= FRAMES_MIN, standing, p)) continue;
        if (l->on[HG_LEFT] || l->on[HG_RIGHT] || !input->angles || isnan(l->start_s)) continue;
        hg_side side = side_by_hips(l->start_s, input->angles);
        if (side != HG_SIDE_UNKNOWN) l->on[side] = true;
    }
}
