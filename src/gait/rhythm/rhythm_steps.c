/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps and strides against each other: harmonic ratios, regularity, smoothness of the swing. */
#include <math.h>
#include <string.h>

#include "dsp/stats.h"
#include "gait/rhythm/rhythm_parts.h"

#define STRIDE_POINTS 128 /* more than twice the harmonics, and quick to transform */
#define HARMONICS_MAX 60
#define LAG_REACH 0.15 /* of a stride: a peak of the autocovariance is this near to its lag */
#define SWING_LEAST 8  /* samples of a swing that can be judged */

void hg__settle_strides(hg_variability_value *out, const double *x, size_t n, bool both,
                        const hg__rhythm_room *room) {
    hg__mean_sd(room->stage->k, x, n, &out->value, &out->sd, &out->n);
    double least = room->stage->params->rhythm_strides_min * (both ? 2 : 1);
    if ((double)out->n >= least) return;
    hg__note(out->note, "%zu strides; %.0f are needed", out->n, least);
    out->value = out->sd = NAN;
}

/* Strides of a side, or of both one after the other. */
static size_t all_strides(const hg__rhythm *in, int side) {
    return side == HG__BOTH_SIDES ? in->strides->n[0] + in->strides->n[1] : in->strides->n[side];
}

static const hg__stride *stride_at(const hg__rhythm *in, int side, size_t i) {
    if (side != HG__BOTH_SIDES) return &in->strides->stride[side][i];
    size_t left = in->strides->n[HG_LEFT];
    return i < left ? &in->strides->stride[HG_LEFT][i] : &in->strides->stride[HG_RIGHT][i - left];
}

/* --- harmonic ratios --- */

/* Amplitudes (or, with `square`, powers) of the harmonics that both steps share and of those in
 * which they differ, of one stride. */
static bool split(double part[2], const hg__stride *stride, int signal, bool square,
                  const hg__rhythm_room *room) {
    const hg__rhythm *in = room->in;
    double x[STRIDE_POINTS], a[HARMONICS_MAX], first = (stride->start_s - in->t0_s) * in->rate_hz;
    size_t count = (size_t)room->stage->params->rhythm_harmonics;
    /* exactly one stride, its end left out, so that harmonics fall on bins */
    room->stage->k->pchip(x, STRIDE_POINTS, first,
                          (stride->end_s - stride->start_s) * in->rate_hz / STRIDE_POINTS,
                          in->plane[signal][0], in->n);
    part[0] = part[1] = 0;
    if (!hg__harmonics(a, count, x, STRIDE_POINTS, &room->spectral)) return false;
    /* what repeats with each step is in the even harmonics of the stride; what changes its sign
     * with each step is in the odd ones */
    for (size_t h = 1; h <= count; h++)
        part[(h % 2 == 0) != (hg__signals[signal].steps == HG__STEPS_SAME)] +=
            square ? a[h - 1] * a[h - 1] : a[h - 1];
    return true;
}

static bool harmonics(hg_variability_value *out, int signal, bool share,
                      const hg__rhythm_room *room) {
    size_t n = all_strides(room->in, HG__BOTH_SIDES);
    double *x = hg__arena_alloc(room->stage->scratch, n, sizeof *x);
    if (!x) return false;
    for (size_t i = 0; i < n; i++) {
        const hg__stride *s = stride_at(room->in, HG__BOTH_SIDES, i);
        double part[2];
        x[i] = NAN;
        if (!s->used) continue;
        if (!split(part, s, signal, share, room)) return false;
        hg__arena_reset(room->own);
        if (part[0] + part[1] > 0)
            x[i] = share ? 100 * part[0] / (part[0] + part[1]) : part[0] / part[1];
        if (isinf(x[i])) x[i] = NAN;
    }
    hg__settle_strides(out, x, n, true, room);
    return true;
}

bool hg__harmonic_ratio(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    (void)side;
    return harmonics(out, of, false, room);
}

bool hg__harmonic_share(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    (void)side;
    return harmonics(out, of, true, room);
}

/* --- regularity --- */

/* Height of the peak (of the trough, with sign -1) near a lag; NaN when there is none. */
static double peak_near(const double *r, size_t n, double lag, double reach, double sign) {
    size_t first = (size_t)fmax(1, ceil(lag - reach)), last = (size_t)floor(lag + reach), at = 0;
    for (size_t i = first; i <= last && i + 1 < n; i++)
        if (!at || sign * r[i] > sign * r[at]) at = i;
    if (!at) return NAN;
    double a = r[at - 1], b = r[at], c = r[at + 1], bend = a - 2 * b + c;
    if (!(sign * b >= sign * a && sign * b >= sign * c && sign * bend < 0)) return NAN;
    double off = 0.5 * (a - c) / bend; /* the vertex lies between samples */
    return b - 0.25 * (a - c) * off;
}

/* Peaks at step and stride lag; NaN with a note where there is none. */
static bool find_regularity(hg__regular *out, int signal, int side, const hg__rhythm_room *room) {
    const hg__rhythm *in = room->in;
    const double *x = in->plane[signal][side == HG__BOTH_SIDES ? 0 : side];
    size_t first, count = hg__longest_stretch(&first, in, x, NULL);
    double least = room->stage->params->rhythm_stretch_min_s, lag = in->stride_s * in->rate_hz;
    out->step = out->stride = NAN;
    if (!hg__has_strides(in)) {
        hg__note(out->note, "no stride is in use");
        return true;
    }
    if ((double)count < least * in->rate_hz) {
        hg__note(out->note, "the longest stretch without a gap is %.1f s; %.1f s are needed",
                 (double)count / in->rate_hz, least);
        return true;
    }
    if (hg__is_constant(x + first, count, room->stage->k)) {
        hg__note(out->note, "the signal does not change");
        return true;
    }
    out->n = (size_t)((double)count / lag);
    size_t lags = (size_t)ceil(lag * (1 + LAG_REACH)) + 2;
    if (lags > count) lags = count;
    double *r = hg__arena_alloc(room->own, lags, sizeof *r);
    if (!r || !hg__autocorrelation(r, lags, x + first, count, &room->spectral)) return false;
    double sign = hg__signals[signal].steps == HG__STEPS_MIRRORED ? -1 : 1;
    out->stride = peak_near(r, lags, lag, LAG_REACH * lag, 1);
    out->step = peak_near(r, lags, 0.5 * lag, LAG_REACH * lag, sign);
    return true;
}

static bool regularity(double *step, double *stride, hg_variability_value *out, int signal,
                       int side, const hg__rhythm_room *room) {
    hg__regular *r = &room->regular[signal][side];
    if (!r->known && !find_regularity(r, signal, side, room)) return false;
    r->known = true;
    out->n = r->n;
    memcpy(out->note, r->note, sizeof out->note);
    *step = r->step;
    *stride = r->stride;
    return true;
}

static void settle_peak(hg_variability_value *out, double value, const char *where) {
    out->value = value;
    if (isnan(value) && !*out->note)
        hg__note(out->note, "the autocovariance has no peak near the %s", where);
}

bool hg__step_regularity(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    double step, stride;
    if (!regularity(&step, &stride, out, of, side, room)) return false;
    settle_peak(out, step, "step");
    return true;
}

bool hg__stride_regularity(hg_variability_value *out, int of, int side,
                           const hg__rhythm_room *room) {
    double step, stride;
    if (!regularity(&step, &stride, out, of, side, room)) return false;
    settle_peak(out, stride, "stride");
    return true;
}

bool hg__step_symmetry(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    double step, stride;
    if (!regularity(&step, &stride, out, of, side, room)) return false;
    /* sideways both steps are alike when the trough is as deep as the peak is high */
    settle_peak(out, stride > 0 ? fabs(step) / stride : NAN, isnan(step) ? "step" : "stride");
    return true;
}

/* --- smoothness --- */

bool hg__arc_of_swing(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    const hg__rhythm *in = room->in;
    const double *angle = in->plane[of][side];
    size_t n = all_strides(in, side);
    double *x = hg__arena_alloc(room->stage->scratch, n, sizeof *x),
           *speed = hg__arena_alloc(room->stage->scratch, in->n, sizeof *speed);
    if (!x || !speed) return false;
    if (in->n >= 2) room->stage->k->derivative(speed, angle, in->n, 1 / in->rate_hz);
    for (size_t i = 0; i < in->n; i++) speed[i] = fabs(speed[i]);
    for (size_t i = 0; i < n; i++) {
        const hg__stride *s = stride_at(in, side, i);
        double first = ceil((s->start_s - in->t0_s) * in->rate_hz),
               last = floor((s->end_s - in->t0_s) * in->rate_hz);
        x[i] = NAN;
        if (!s->used || first < 0 || last >= (double)in->n) continue;
        size_t from = (size_t)first, to, end = (size_t)last;
        if (room->stage->k->count_valid(angle + from, end + 1 - from) < end + 1 - from) continue;
        for (size_t f = from; f <= end; f++)
            if (angle[f] < angle[from]) from = f;
        to = from;
        for (size_t f = from; f <= end; f++)
            if (angle[f] > angle[to]) to = f;
        size_t length = to - from + 1;
        if (length < SWING_LEAST || isnan(speed[from]) || isnan(speed[to])) continue;
        if (!hg__arc_length(&x[i], speed + from, length, in->rate_hz, &room->spectral))
            return false;
        hg__arena_reset(room->own);
    }
    hg__settle_strides(out, x, n, false, room);
    return true;
}
