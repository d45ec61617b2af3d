/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "dsp/filter.h"
#include "dsp/stats.h"
#include "gait/events/events.h"
#include "gait/flag_list.h"

#define BRIDGE_S                                                                                   \
    0.1 /* gaps of the foot markers up to this long are bridged by a line, for events only */
#define SEARCH_S 0.10      /* around the end of a swing */
#define RISE_WINDOW_S 0.03 /* an impact's rise is looked for in this long before its peak */
#define TOE_LOW_S 0.12     /* the forefoot is lowest within this long before toe-off */
#define WALK_DIP_S                                                                                 \
    0.05              /* O'Connor 2007: lowest vertical velocity of the mid-foot near the strike */
#define WALK_DUTY 0.5 /* from here on it is walking: there is no flight */
#define RUN_SPEED_M_S 2.2 /* without a whole stride: faster is running */
#define MARKER_RATE_MIN 100.0

/* One point of a foot, low-passed for events. */
typedef struct point {
    double *height, *climb, *lift; /* height, vertical velocity, vertical acceleration */
    double *forward;               /* forward speed over the ground */
    double *speed;                 /* resultant of forward and climb */
    double *slow;                  /* forward speed, low-passed for segmentation */
} point;

typedef struct foot {
    bool has_heel, has_toe;
    point heel, toe, middle; /* middle: mean of both, or the one there is */
    double speed;            /* of the pelvis over the ground */
} foot;

typedef struct swing {
    size_t start, peak, end;
    bool complete;
} swing;

typedef struct strike {
    double at, second; /* samples; second NaN when there is none */
} strike;

typedef struct found {
    strike *strike, *toe_off;
    size_t n_strikes, n_toe_offs;
} found;

static double *plane(size_t n, const hg__stage *stage) {
    return hg__arena_alloc(stage->scratch, n, sizeof(double));
}

static void bridge_gaps(double *x, size_t n, size_t longest) {
    for (size_t i = 1; i < n; i++) {
        if (!isnan(x[i]) || isnan(x[i - 1])) continue;
        size_t end = i;
        while (end < n && isnan(x[end])) end++;
        if (end == n) return;
        if (end - i <= longest)
            for (size_t j = i; j < end; j++)
                x[j] = x[i - 1] + (x[end] - x[i - 1]) * (double)(j - i + 1) / (double)(end - i + 1);
        i = end;
    }
}

static bool low_pass(double *x, size_t n, double cutoff_hz, double rate_hz,
                     const hg__stage *stage) {
    double c[5], cutoff = cutoff_hz < 0.4 * rate_hz ? cutoff_hz : 0.4 * rate_hz;
    size_t pad = (size_t)ceil(rate_hz / cutoff);
    hg__butterworth2(c, cutoff, rate_hz, true);
    return hg__filter_zero_lag(stage->k, x, n, 1, c, pad < 9 ? 9 : pad, stage->scratch);
}

static bool fill_speeds(point *p, size_t n, double rate_hz, const hg__stage *stage) {
    if (!(p->speed = plane(n, stage)) || !(p->slow = plane(n, stage))) return false;
    for (size_t i = 0; i < n; i++) p->speed[i] = hypot(p->forward[i], p->climb[i]);
    memcpy(p->slow, p->forward, n * sizeof *p->slow);
    return low_pass(p->slow, n, stage->params->events_swing_cutoff_hz, rate_hz, stage);
}

static bool make_point(point *p, double *const xyz[3], double ground, const hg__feet *f,
                       const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    double *ahead = plane(f->n, stage);
    if (!ahead || !(p->height = plane(f->n, stage)) || !(p->climb = plane(f->n, stage)) ||
        !(p->lift = plane(f->n, stage)) || !(p->forward = plane(f->n, stage)))
        return false;
    double *const copies[2] = {ahead, p->height};
    for (int a = 0; a < 2; a++) {
        memcpy(copies[a], xyz[a], f->n * sizeof(double));
        bridge_gaps(copies[a], f->n, (size_t)(BRIDGE_S * f->rate_hz));
        if (!low_pass(copies[a], f->n, stage->params->events_marker_cutoff_hz, f->rate_hz, stage))
            return false;
    }
    k->derivative(p->forward, ahead, f->n, 1.0 / f->rate_hz);
    k->derivative(p->climb, p->height, f->n, 1.0 / f->rate_hz);
    k->derivative(p->lift, p->climb, f->n, 1.0 / f->rate_hz);
    for (size_t i = 0; i < f->n; i++) p->forward[i] -= ground;
    return fill_speeds(p, f->n, f->rate_hz, stage);
}

static bool make_middle(foot *f, size_t n, double rate_hz, const hg__stage *stage) {
    if (!f->has_heel || !f->has_toe) {
        f->middle = f->has_heel ? f->heel : f->toe;
        return true;
    }
    struct {
        double **out;
        const double *a, *b;
    } parts[] = {{&f->middle.height, f->heel.height, f->toe.height},
                 {&f->middle.climb, f->heel.climb, f->toe.climb},
                 {&f->middle.lift, f->heel.lift, f->toe.lift},
                 {&f->middle.forward, f->heel.forward, f->toe.forward}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!(*parts[i].out = plane(n, stage))) return false;
        stage->k->blend(*parts[i].out, parts[i].a, 0.5, parts[i].b, 0.5, n);
    }
    return fill_speeds(&f->middle, n, rate_hz, stage);
}

static double carried(const swing *s, const double *slow) {
    double sum = 0;
    for (size_t i = s->start; i <= s->end; i++) sum += slow[i];
    return sum;
}

/* Swings of a foot: a Schmitt trigger on its slow speed; short stances are merged away and swings
 * that carry the foot less than half the usual way (spikes) are dropped. */
static bool find_swings(swing **out, size_t *n_out, const foot *f, size_t n, double rate_hz,
                        const hg__stage *stage) {
    const double *slow = f->middle.slow;
    double up = stage->params->events_swing_start * f->speed,
           down = stage->params->events_swing_end * f->speed;
    swing *s = hg__arena_alloc(stage->scratch, n / 2 + 2, sizeof *s);
    double *way = plane(n / 2 + 2, stage);
    if (!s || !way) return false;
    size_t count = 0;
    bool inside = slow[0] > up;
    size_t start = 0;
    for (size_t i = 0; i <= n; i++) {
        bool begins = i < n && !inside && slow[i] > up;
        bool ends = inside && (i == n || slow[i] < down || isnan(slow[i]));
        if (begins) {
            inside = true;
            start = i;
        } else if (ends) {
            inside = false;
            swing next = {
                .start = start, .end = i == n ? n - 1 : i, .complete = i < n && !isnan(slow[i])};
            if (next.end > next.start && isnan(slow[next.end])) next.end--;
            if (count && (double)(next.start - s[count - 1].end) <
                             stage->params->events_stance_min_s * rate_hz) {
                s[count - 1].end = next.end;
                s[count - 1].complete = next.complete;
            } else {
                s[count++] = next;
            }
        }
    }
    size_t whole = 0;
    for (size_t i = 0; i < count; i++)
        if (s[i].complete && s[i].start > 0) way[whole++] = carried(&s[i], slow);
    double usual = hg__median(way, whole, stage->scratch);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool edge = s[i].start == 0 || !s[i].complete;
        if (!edge && whole && carried(&s[i], slow) < 0.5 * usual) continue;
        s[i].peak = s[i].start;
        for (size_t j = s[i].start; j <= s[i].end; j++)
            if (slow[j] > slow[s[i].peak]) s[i].peak = j;
        s[kept++] = s[i];
    }
    *out = s;
    *n_out = kept;
    return true;
}

static double parabola(const double *x, size_t i) {
    double bend = x[i - 1] - 2 * x[i] + x[i + 1];
    return (double)i + (bend != 0 ? 0.5 * (x[i - 1] - x[i + 1]) / bend : 0.0);
}

static size_t clamp_sample(double at, size_t least, size_t most) {
    return at <= (double)least ? least : at >= (double)most ? most : (size_t)at;
}

/* The crossing downward through `level` nearest to the end of the swing; NaN when there is none. */
static double speed_crossing(const double *forward, double level, const swing *s, size_t n,
                             double rate_hz) {
    double best = NAN;
    size_t from = clamp_sample(floor((double)s->end - SEARCH_S * rate_hz), s->peak, n - 2);
    size_t to = clamp_sample(ceil((double)s->end + SEARCH_S * rate_hz), 0, n - 2);
    for (size_t i = from; i <= to; i++) {
        if (!(forward[i] >= level && forward[i + 1] < level)) continue;
        double t = hg__crossing(forward, level, i);
        if (isnan(best) || fabs(t - (double)s->end) < fabs(best - (double)s->end)) best = t;
    }
    return best;
}

/* First impact peak of one point in the window; NaN when there is none. */
static double impact(const double *lift, double crossing, size_t n, double rate_hz,
                     const hg_params *p) {
    size_t from = clamp_sample(ceil(crossing - p->events_impact_before_s * rate_hz), 1, n - 2);
    size_t to = clamp_sample(floor(crossing + p->events_impact_after_s * rate_hz), 1, n - 2);
    size_t window = (size_t)(RISE_WINDOW_S * rate_hz);
    for (size_t i = from; i <= to; i++) {
        if (!(lift[i] >= lift[i - 1] && lift[i] > lift[i + 1] &&
              lift[i] >= p->events_impact_min_m_s2))
            continue;
        double least = lift[i];
        for (size_t j = i > window ? i - window : 0; j < i; j++)
            if (lift[j] < least) least = lift[j];
        if (lift[i] - least >= p->events_impact_rise_m_s2) return parabola(lift, i);
    }
    return NAN;
}

static double earlier(double a, double b) {
    return isnan(a) || b < a ? b : a;
}

static strike running_strike(const foot *f, const swing *s, size_t n, double rate_hz,
                             const hg_params *p) {
    strike out = {
        speed_crossing(f->middle.forward, p->events_strike_fraction * f->speed, s, n, rate_hz),
        NAN};
    if (isnan(out.at)) return out;
    double hit = NAN;
    if (f->has_heel) hit = earlier(hit, impact(f->heel.lift, out.at, n, rate_hz, p));
    if (f->has_toe) hit = earlier(hit, impact(f->toe.lift, out.at, n, rate_hz, p));
    out.second = hit;
    /* the forefoot's own peak comes late in a rearfoot strike: only with a heel is the mean better
     */
    if (f->has_heel && fabs(hit - out.at) <= p->events_strike_agree_s * rate_hz) {
        double crossing = out.at;
        out.at = 0.5 * (crossing + hit);
        out.second = out.at + (hit - crossing);
    }
    return out;
}

static strike walking_strike(const foot *f, const swing *s, size_t n, double rate_hz,
                             const hg_params *p) {
    const double *forward = f->has_heel ? f->heel.forward : f->middle.forward;
    strike out = {speed_crossing(forward, p->events_strike_fraction * f->speed, s, n, rate_hz),
                  NAN};
    if (isnan(out.at)) return out;
    out.at += p->events_walk_strike_delay_s * rate_hz;
    size_t from = clamp_sample(floor(out.at - WALK_DIP_S * rate_hz), 1, n - 2);
    size_t to = clamp_sample(floor(out.at + WALK_DIP_S * rate_hz) + 1, 1, n - 2), least = from;
    for (size_t i = from; i <= to; i++)
        if (f->middle.climb[i] < f->middle.climb[least]) least = i;
    if (!f->has_heel || least == from || least == to) return out;
    double dip = parabola(f->middle.climb, least), crossing = out.at;
    out.at = 0.5 * (crossing + dip);
    out.second = out.at + (dip - crossing);
    return out;
}

/* Walks back from `from` to `to`; the first rise through `level` met, or NaN. */
static double rise_backward(const double *x, double level, size_t from, size_t to) {
    for (size_t i = from; i-- > to;)
        if (x[i] < level && x[i + 1] >= level) return hg__crossing(x, level, i);
    return NAN;
}

static double rise_forward(const double *x, double level, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (x[i] < level && x[i + 1] >= level) return hg__crossing(x, level, i);
    return NAN;
}

static size_t lowest(const double *x, size_t from, size_t to) {
    size_t at = from;
    for (size_t i = from; i <= to; i++)
        if (x[i] < x[at] || isnan(x[at])) at = i;
    return at;
}

static strike toe_off(const foot *f, const swing *s, size_t stance, bool walking, size_t n,
                      double rate_hz, const hg__stage *stage) {
    const hg_params *p = stage->params;
    strike out = {NAN, NAN};
    if (s->peak <= stance) return out;
    if (!f->has_toe) {
        const double *h = f->heel.height;
        double rest = hg__quantile(h + stance, s->peak - stance + 1, 0.15, stage->scratch);
        out.at = rise_forward(h, rest + p->events_heel_rise_m, lowest(h, stance, s->peak), s->peak);
        return out;
    }
    double share = walking ? p->events_walk_toe_off_fraction : p->events_toe_off_fraction;
    out.at = rise_backward(f->toe.speed, share * f->speed, s->peak, stance);
    if (isnan(out.at)) return out;
    if (walking) {
        out.second = rise_backward(f->toe.forward, f->speed, s->peak, stance);
    } else {
        size_t to = (size_t)out.at, from = clamp_sample(out.at - TOE_LOW_S * rate_hz, stance, to);
        size_t low = lowest(f->toe.height, from, to);
        out.second = rise_forward(f->toe.height, f->toe.height[low] + p->events_toe_rise_m, low,
                                  s->peak < n - 1 ? s->peak : n - 2);
    }
    return out;
}

static bool detect(found *out, const foot *f, bool walking, size_t n, double rate_hz,
                   const hg__stage *stage) {
    swing *s;
    size_t count;
    if (!find_swings(&s, &count, f, n, rate_hz, stage)) return false;
    *out = (found){.strike = hg__arena_alloc(stage->scratch, count, sizeof(strike)),
                   .toe_off = hg__arena_alloc(stage->scratch, count, sizeof(strike))};
    if (!out->strike || !out->toe_off) return false;
    for (size_t i = 0; i < count; i++) {
        if (s[i].complete) {
            strike hit =
                (walking ? walking_strike : running_strike)(f, &s[i], n, rate_hz, stage->params);
            if (isfinite(hit.at)) out->strike[out->n_strikes++] = hit;
        }
        strike off = toe_off(f, &s[i], i ? s[i - 1].end : 0, walking, n, rate_hz, stage);
        if (isfinite(off.at)) out->toe_off[out->n_toe_offs++] = off;
    }
    return true;
}

/* Median share of the stride that each foot is down; NaN without a whole stride. */
static double duty_factor(const found *sides, const hg__stage *stage) {
    double *shares = plane(sides[0].n_strikes + sides[1].n_strikes + 1, stage);
    size_t count = 0;
    for (int side = 0; shares && side < 2; side++) {
        const found *f = &sides[side];
        for (size_t i = 0, o = 0; i + 1 < f->n_strikes; i++) {
            while (o < f->n_toe_offs && f->toe_off[o].at <= f->strike[i].at) o++;
            double stride = f->strike[i + 1].at - f->strike[i].at;
            if (o < f->n_toe_offs && f->toe_off[o].at < f->strike[i + 1].at)
                shares[count++] = (f->toe_off[o].at - f->strike[i].at) / stride;
        }
    }
    return count ? hg__median(shares, count, stage->scratch) : NAN;
}

static bool hand_over(hg__event_list *out, const found *f, const hg__feet *feet,
                      const hg__stage *stage) {
    size_t room = f->n_strikes > f->n_toe_offs ? f->n_strikes : f->n_toe_offs;
    if (!hg__event_list_room(out, room, stage->scratch)) return false;
    for (size_t i = 0; i < f->n_strikes; i++) {
        out->strike[i] = feet->t0_s + f->strike[i].at / feet->rate_hz;
        out->agreement_s[i] = (f->strike[i].second - f->strike[i].at) / feet->rate_hz;
    }
    for (size_t i = 0; i < f->n_toe_offs; i++)
        out->toe_off[i] = feet->t0_s + f->toe_off[i].at / feet->rate_hz;
    out->n_strikes = f->n_strikes;
    out->n_toe_offs = f->n_toe_offs;
    return true;
}

void hg__flag_marker_fallbacks(const hg__feet *feet, const hg__stage *stage) {
    const char *why = !feet->heel[0][0] || !feet->heel[1][0] ? "a heel marker is missing"
                      : !feet->toe[0][0] || !feet->toe[1][0] ? "a forefoot marker is missing"
                                                             : NULL;
    if (why) hg__flag(stage->flags, HG_FLAG_EVENTS_FALLBACK, NAN, "%s", why);
    if (feet->rate_hz < MARKER_RATE_MIN)
        hg__flag(stage->flags, HG_FLAG_RATE_LOW, feet->rate_hz, "%.0f", feet->rate_hz);
}

static void describe(hg__event_set *out, const foot f[2], bool walking, const hg_params *p) {
    char off[64];
    if (f[0].has_toe && f[1].has_toe)
        snprintf(off, sizeof off, "the forefoot's speed rises through %.2f of it",
                 walking ? p->events_walk_toe_off_fraction : p->events_toe_off_fraction);
    else
        snprintf(off, sizeof off, "the heel has risen by %.0f mm", 1000 * p->events_heel_rise_m);
    snprintf(out->description, sizeof out->description,
             "Foot markers (low-pass %.3g Hz): strike where the foot's speed over the ground falls "
             "through %.2f of the speed of progress, averaged with %s; toe-off where %s.",
             p->events_marker_cutoff_hz, p->events_strike_fraction,
             walking ? "the lowest vertical velocity" : "the impact peak", off);
    out->method = "markers";
    out->second_method = walking ? "vertical velocity" : "impact";
}

hg_status hg__events_from_markers(hg__event_set *out, hg_task *task, const hg__feet *feet,
                                  const hg__stage *stage) {
    foot f[2] = {0};
    found sides[2];
    *out = (hg__event_set){.method = "", .second_method = ""};
    *task = HG_TASK_UNKNOWN;
    if (!feet || feet->n < 8) return HG_OK;
    for (int side = 0; side < 2; side++) {
        f[side].has_heel = feet->heel[side][0] != NULL;
        f[side].has_toe = feet->toe[side][0] != NULL;
        f[side].speed = feet->speed_m_s[side];
        if (!(f[side].has_heel || f[side].has_toe) || !(f[side].speed > 0.2)) return HG_OK;
        if ((f[side].has_heel &&
             !make_point(&f[side].heel, feet->heel[side], feet->ground_m_s[side], feet, stage)) ||
            (f[side].has_toe &&
             !make_point(&f[side].toe, feet->toe[side], feet->ground_m_s[side], feet, stage)) ||
            !make_middle(&f[side], feet->n, feet->rate_hz, stage))
            return hg__fail_memory(stage->err);
    }
    for (int walking = 0; walking < 2; walking++) {
        for (int side = 0; side < 2; side++)
            if (!detect(&sides[side], &f[side], walking, feet->n, feet->rate_hz, stage))
                return hg__fail_memory(stage->err);
        if (walking) break;
        double duty = duty_factor(sides, stage);
        bool runs = isnan(duty) ? f[0].speed > RUN_SPEED_M_S : duty < WALK_DUTY;
        *task = runs ? HG_TASK_RUN : HG_TASK_WALK;
        if (runs) break;
    }
    if (sides[0].n_strikes + sides[1].n_strikes == 0) return HG_OK;
    for (int side = 0; side < 2; side++)
        if (!hand_over(&out->side[side], &sides[side], feet, stage))
            return hg__fail_memory(stage->err);
    describe(out, f, *task == HG_TASK_WALK, stage->params);
    return HG_OK;
}
