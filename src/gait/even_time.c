/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/even_time.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "gait/flag_list.h"

/* A clock printed to a millisecond at 200 Hz strays by 10 % of a sample. */
#define EVEN_TOLERANCE 0.15
#define HOLE_PERIODS 2.0

static double grid_error(const hg_stream *s) {
    double worst = 0, dt = (s->time_s[s->n_frames - 1] - s->time_s[0]) / (double)(s->n_frames - 1);
    for (size_t i = 0; i < s->n_frames; i++) {
        double e = fabs(s->time_s[i] - s->time_s[0] - dt * (double)i) / dt;
        if (e > worst) worst = e;
    }
    return worst;
}

static double longest_step(const hg_stream *s) {
    double most = 0;
    for (size_t i = 1; i < s->n_frames; i++)
        if (s->time_s[i] - s->time_s[i - 1] > most) most = s->time_s[i] - s->time_s[i - 1];
    return most;
}

hg_status hg__even_clock_of(hg__even_clock *out, const hg_stream *s, const hg__stage *stage) {
    *out = (hg__even_clock){.n = s->n_frames, .rate_hz = s->rate_hz, .t0_s = hg_stream_time(s, 0)};
    if (!s->time_s || s->n_frames < 3) return HG_OK;
    double span = s->time_s[s->n_frames - 1] - s->time_s[0];
    if (grid_error(s) <= EVEN_TOLERANCE) {
        out->rate_hz = (double)(s->n_frames - 1) / span;
        return HG_OK;
    }
    if (span * s->rate_hz > 4.0 * (double)s->n_frames)
        return hg__fail_at(stage->err, HG_EDATA, s->name,
                           "the time vector has breaks longer than the recording itself; split it "
                           "into trials");
    out->uneven = true;
    out->n = (size_t)floor(span * s->rate_hz + 1e-6) + 1;
    hg__flag(stage->flags, HG_FLAG_TIME_UNEVEN, s->rate_hz, "to %.6g Hz, longest step %.3f s",
             s->rate_hz, longest_step(s));
    return HG_OK;
}

/* The interval of the stream that holds time t; `at` is that of an earlier time. */
static size_t interval(const hg_stream *s, double t, size_t at) {
    while (at + 2 < s->n_frames && s->time_s[at + 1] < t) at++;
    return at;
}

hg_status hg__resample_origin(uint8_t *origin, const double *plane, const hg_stream *s,
                              const hg__even_clock *clock, const hg__stage *stage) {
    if (!clock->uneven) return HG_OK;
    uint8_t *even = hg__arena_alloc(stage->scratch, clock->n, sizeof *even);
    if (!even) return hg__fail_memory(stage->err);
    for (size_t i = 0, at = 0; i < clock->n; i++) {
        double t = clock->t0_s + (double)i / clock->rate_hz;
        at = interval(s, t, at);
        uint8_t before = origin[at], after = origin[at + 1];
        if (fabs(t - s->time_s[at]) < 1e-9) after = before;
        if (fabs(t - s->time_s[at + 1]) < 1e-9) before = after;
        even[i] = isnan(plane[i]) ? HG_SAMPLE_MISSING : before > after ? before : after;
        /* a value there although a neighbour is missing: the other one stands in */
        if (!isnan(plane[i]) && even[i] == HG_SAMPLE_MISSING)
            even[i] = before < after ? before : after;
    }
    memcpy(origin, even, clock->n * sizeof *even);
    return HG_OK;
}

/* The sample number as a function of time is piecewise linear, the signal as a function of sample
 * number a pchip curve. */
hg_status hg__resample_even(double *plane, const hg_stream *s, const hg__even_clock *clock,
                            const hg__stage *stage) {
    if (!clock->uneven) return HG_OK;
    double *even = hg__arena_alloc(stage->scratch, clock->n, sizeof *even);
    if (!even) return hg__fail_memory(stage->err);
    double last = (double)(s->n_frames - 1), hole = HOLE_PERIODS / clock->rate_hz * (1 + 1e-6);
    for (size_t i = 0, at = 0; i < clock->n; i++) {
        double t = clock->t0_s + (double)i / clock->rate_hz;
        at = interval(s, t, at);
        double step = s->time_s[at + 1] - s->time_s[at];
        double position = (double)at + (t - s->time_s[at]) / step;
        if (position > last && position < last + 1e-6) position = last;
        bool at_sample = fabs(t - s->time_s[at]) < 1e-9 || fabs(t - s->time_s[at + 1]) < 1e-9;
        if (step > hole && !at_sample)
            even[i] = NAN;
        else
            stage->k->pchip(even + i, 1, position, 1.0, plane, s->n_frames);
    }
    memcpy(plane, even, clock->n * sizeof *even);
    return HG_OK;
}
