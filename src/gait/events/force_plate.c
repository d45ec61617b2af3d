/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a stream of a force plate to its vertical force and its centre of pressure. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "dsp/filter.h"
#include "gait/axes.h"
#include "gait/events/force.h"

#define FLAT_TOP_S 0.005 /* a peak that stays at one number for so long was cut */
#define FLAT_TOP_SAMPLES 3
#define SAMPLES_MIN 8

static const char *const force_labels[3] = {"fx", "fy", "fz"};
static const char *const cop_labels[3] = {"px", "py", "pz"};

/* out = sum of coefficient times channel; NULL when a channel that counts is not there. */
static hg_status combine(double **out, const hg_stream *s, const char *const labels[3],
                         const double coefficient[3], const hg__stage *stage) {
    size_t n = s->n_frames;
    double *sum = hg__arena_alloc(stage->scratch, n, sizeof *sum);
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    double *channel = hg__arena_alloc(stage->scratch, n, sizeof *channel);
    *out = NULL;
    if (!channel || !sum) return hg__fail_memory(stage->err);
    for (int a = 0; a < 3; a++) {
        if (coefficient[a] == 0) continue;
        ptrdiff_t at = hg_stream_find(s, labels[a]);
        if (at < 0) return HG_OK;
        stage->k->transpose(channel, n, s->data + at, s->n_points, n, 1);
        for (size_t i = 0; s->valid && i < n; i++)
            if (!s->valid[i * s->n_points + (size_t)at]) channel[i] = NAN;
        stage->k->blend(sum, sum, 1.0, channel, coefficient[a], n);
    }
    hg__arena_back(stage->scratch, mark);
    *out = sum;
    return HG_OK;
}

/* Samples at the end of the plate's range: as the file marks them, or peaks cut flat. */
static size_t count_clipped(const hg__plate *p, const double axis[3], double least_n) {
    const hg_stream *s = p->stream;
    size_t count = 0, run = 0, longest = (size_t)ceil(FLAT_TOP_S * s->rate_hz);
    if (longest < FLAT_TOP_SAMPLES) longest = FLAT_TOP_SAMPLES;
    for (int a = 0; s->clipped && a < 3; a++) {
        ptrdiff_t at = axis[a] != 0 ? hg_stream_find(s, force_labels[a]) : -1;
        for (size_t i = 0; at >= 0 && i < p->n; i++)
            count += s->clipped[i * s->n_points + (size_t)at] != 0;
    }
    if (s->clipped) return count;
    double top = -INFINITY;
    for (size_t i = 0; i < p->n; i++)
        if (p->up[i] > top) top = p->up[i];
    if (!(top > least_n)) return 0;
    for (size_t i = 0; i <= p->n; i++) {
        if (i < p->n && p->up[i] == top) {
            run++;
            continue;
        }
        if (run >= longest) count += run;
        run = 0;
    }
    return count;
}

static bool low_pass(hg__plate *p, const hg__stage *stage) {
    double c[5], cutoff = stage->params->events_force_cutoff_hz, rate = p->stream->rate_hz;
    /* not corrected: the published thresholds belong to the plain two passes */
    p->low_passed = cutoff > 0 && hg__butterworth2(c, cutoff, rate, false);
    if (!p->low_passed) return true;
    size_t pad = (size_t)ceil(rate / cutoff);
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    bool room = hg__filter_zero_lag(stage->k, p->up, p->n, 1, c, pad < 9 ? 9 : pad, stage->scratch);
    hg__arena_back(stage->scratch, mark);
    return room;
}

/* The centre of pressure where the feet are: passes in another direction were turned. */
static hg_status read_cop(hg__plate *p, const double M[9], const hg__events_input *input,
                          const hg__stage *stage) {
    const hg__progress *progress = input->progress;
    if (!progress || !progress->known) return HG_OK;
    for (int k = 0; k < 2; k++) {
        hg_status status = combine(&p->cop[k], p->stream, cop_labels, M + 6 * k, stage);
        if (status != HG_OK) return status;
    }
    if (!p->cop[0] || !p->cop[1]) p->cop[0] = p->cop[1] = NULL;
    for (size_t i = 0; p->cop[0] && i < p->n; i++) {
        double at = 0;
        if (progress->turn[0] && input->feet)
            at = (hg_stream_time(p->stream, i) - input->feet->t0_s) * input->feet->rate_hz;
        size_t frame = at <= 0 ? 0 : (size_t)at;
        if (progress->n && frame >= progress->n) frame = progress->n - 1;
        hg__vec3 c = hg__progress_apply(progress, hg__vec(p->cop[0][i], 0, p->cop[1][i]), frame);
        p->cop[0][i] = c.x;
        p->cop[1][i] = c.z;
    }
    return HG_OK;
}

static hg_status read_plate(hg__plate *p, const hg_stream *s, double threshold_n,
                            const hg__events_input *input, const hg__stage *stage) {
    double M[9], least, most;
    double enough = threshold_n + stage->params->events_force_hysteresis_n;
    *p = (hg__plate){.stream = s, .n = s->n_frames, .threshold_n = threshold_n};
    hg_status status = hg__axes_matrix(M, s->axes, s->name, stage->err);
    if (status == HG_OK) status = combine(&p->up, s, force_labels, M + 3, stage);
    if (status == HG_OK) status = read_cop(p, M, input, stage);
    if (status != HG_OK) return status;
    p->missing = p->up ? p->n - stage->k->count_valid(p->up, p->n) : p->n;
    if (p->missing == p->n || p->n < SAMPLES_MIN) {
        p->refusal = "it holds no samples";
        return HG_OK;
    }
    stage->k->min_max_valid(p->up, p->n, &least, &most);
    if (-least > enough && -least > most) {
        p->refusal = "its force points down; force on the runner points up, check axes and sign";
        return HG_OK;
    }
    p->clipped = count_clipped(p, M + 3, enough);
    if (!low_pass(p, stage) || !hg__force_rest(p, stage)) return hg__fail_memory(stage->err);
    return HG_OK;
}

hg_status hg__force_plates(hg__plate **out, size_t *count, double threshold_n,
                           const hg__events_input *input, const hg__stage *stage) {
    *count = 0;
    size_t n = 0;
    while (hg_trial_stream(input->trial, HG_STREAM_FORCE_PLATE, n)) n++;
    *out = hg__arena_alloc(stage->scratch, n, sizeof **out);
    if (!*out) return hg__fail_memory(stage->err);
    for (size_t i = 0; i < n; i++) {
        const hg_stream *s = hg_trial_stream(input->trial, HG_STREAM_FORCE_PLATE, i);
        hg_status status = read_plate(&(*out)[i], s, threshold_n, input, stage);
        if (status != HG_OK) return status;
        *count = i + 1;
    }
    return HG_OK;
}

double hg__plate_time(const hg__plate *p, double sample) {
    size_t i = sample <= 0 ? 0 : (size_t)sample;
    if (i + 1 >= p->n) i = p->n - 2;
    double a = hg_stream_time(p->stream, i), b = hg_stream_time(p->stream, i + 1);
    return a + (sample - (double)i) * (b - a);
}

double hg__plate_sample(const hg__plate *p, double time_s) {
    const hg_stream *s = p->stream;
    if (!s->time_s) return (time_s - hg_stream_time(s, 0)) * s->rate_hz;
    size_t low = 0, high = p->n - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (s->time_s[middle] <= time_s)
            low = middle;
        else
            high = middle;
    }
    return (double)low + (time_s - s->time_s[low]) / (s->time_s[high] - s->time_s[low]);
}

double hg__plate_force(const hg__plate *p, double time_s) {
    double at = hg__plate_sample(p, time_s);
    if (!(at >= 0) || at > (double)(p->n - 1)) return NAN;
    size_t i = (size_t)at;
    if (i + 1 >= p->n) i = p->n - 2;
    return p->up[i] + (at - (double)i) * (p->up[i + 1] - p->up[i]);
}
