/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/clean.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "dsp/filter.h"
#include "gait/axes.h"
#include "gait/flag_list.h"

/* Times that stray from an even grid by less than this share of a sample are even: a clock printed
 * to a millisecond at 200 Hz strays by 10 %. */
#define EVEN_TOLERANCE 0.15

/* Labels of the set that the stream has, in the set's order, each once. */
static size_t collect(const char **label, size_t *column, const hg_stream *stream,
                      const hg__markerset *set) {
    size_t n = 0;
    const char *wanted[HG__SET_LABELS_MAX];
    size_t n_wanted = 0;
    for (int i = 0; i < HG__LANDMARK_COUNT; i++)
        for (size_t m = 0; m < set->n_landmark[i]; m++) wanted[n_wanted++] = set->landmark[i][m];
    for (int s = 0; s < HG__SEGMENT_COUNT; s++)
        for (size_t m = 0; m < set->n_cluster[s]; m++) wanted[n_wanted++] = set->cluster[s][m];
    for (size_t w = 0; w < n_wanted; w++) {
        ptrdiff_t at = hg__label_find(stream, wanted[w]);
        bool known = false;
        for (size_t i = 0; i < n; i++) known |= column[i] == (size_t)at;
        if (at < 0 || known) continue;
        label[n] = wanted[w];
        column[n++] = (size_t)at;
    }
    return n;
}

static double grid_error(const hg_stream *s) {
    double worst = 0, dt = (s->time_s[s->n_frames - 1] - s->time_s[0]) / (double)(s->n_frames - 1);
    for (size_t i = 0; i < s->n_frames; i++) {
        double e = fabs(s->time_s[i] - s->time_s[0] - dt * (double)i) / dt;
        if (e > worst) worst = e;
    }
    return worst;
}

/* Brings one plane sampled at uneven times onto the even grid: the sample number as a function of
 * time is piecewise linear, the signal as a function of sample number a pchip curve. */
static bool resample(double *plane, size_t n_out, const hg_stream *s, double rate_hz,
                     const hg__stage *stage) {
    double *even = hg__arena_alloc(stage->scratch, n_out, sizeof *even);
    if (!even) return false;
    size_t at = 0;
    for (size_t i = 0; i < n_out; i++) {
        double t = s->time_s[0] + (double)i / rate_hz;
        while (at + 2 < s->n_frames && s->time_s[at + 1] < t) at++;
        double position = (double)at + (t - s->time_s[at]) / (s->time_s[at + 1] - s->time_s[at]);
        double last = (double)(s->n_frames - 1);
        if (position > last && position < last + 1e-6) position = last;
        stage->k->pchip(even + i, 1, position, 1.0, plane, s->n_frames);
    }
    memcpy(plane, even, n_out * sizeof *even);
    return true;
}

static hg_status smooth_markers(hg__markers *m, const hg__stage *stage) {
    const hg_params *p = stage->params;
    const hg__kernels *k = stage->k;
    size_t channels = 3 * m->n_markers;
    double c[5];
    if (p->clean_cutoff_hz == 0) {
        hg__flag(stage->flags, HG_FLAG_FILTER_OFF, NAN, "%s", "");
        m->smooth = m->raw;
        return HG_OK;
    }
    if (!hg__butterworth2(c, p->clean_cutoff_hz, m->rate_hz,
                          strcmp(p->clean_cutoff_convention, "corrected") == 0))
        return hg__fail(stage->err, HG_EINVAL,
                        "clean.cutoff_hz = %g is not below half the marker rate of %g Hz; set a "
                        "lower one, or 0 for none",
                        p->clean_cutoff_hz, m->rate_hz);
    /* the filter runs over interleaved channels, so that one pass serves all of them */
    double *woven = hg__arena_alloc(stage->scratch, m->n * channels, sizeof *woven);
    m->smooth = hg__arena_alloc(stage->scratch, channels, sizeof *m->smooth);
    if (!woven || !m->smooth) return hg__fail_memory(stage->err);
    for (size_t i = 0; i < channels; i++)
        k->transpose(woven + i, channels, m->raw[i], m->n, 1, m->n);
    size_t pad = (size_t)ceil(m->rate_hz / p->clean_cutoff_hz);
    if (!hg__filter_zero_lag(k, woven, m->n, channels, c, pad, stage->scratch))
        return hg__fail_memory(stage->err);
    for (size_t i = 0; i < channels; i++) {
        m->smooth[i] = hg__arena_alloc(stage->scratch, m->n, sizeof(double));
        if (!m->smooth[i]) return hg__fail_memory(stage->err);
        k->transpose(m->smooth[i], m->n, woven + i, channels, m->n, 1);
    }
    return HG_OK;
}

hg_status hg__clean(hg__markers *out, const hg_stream *stream, const hg__markerset *set,
                    bool filter, const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    double M[9];
    size_t columns[HG__SET_LABELS_MAX];
    hg_status status = hg__axes_matrix(M, stream->axes, stream->name, stage->err);
    if (status != HG_OK) return status;
    memset(out, 0, sizeof *out);
    out->label =
        hg__arena_alloc(stage->scratch, sizeof columns / sizeof *columns, sizeof *out->label);
    if (!out->label) return hg__fail_memory(stage->err);
    out->n_markers = collect(out->label, columns, stream, set);
    out->n = stream->n_frames;
    out->rate_hz = stream->rate_hz;
    out->t0_s = stream->time_s ? stream->time_s[0] : stream->t0_s;
    bool uneven = stream->time_s && stream->n_frames > 2 && grid_error(stream) > EVEN_TOLERANCE;
    if (stream->time_s && !uneven)
        out->rate_hz = (double)(out->n - 1) / (stream->time_s[out->n - 1] - stream->time_s[0]);
    size_t n_even = out->n;
    if (uneven) {
        double span = stream->time_s[out->n - 1] - stream->time_s[0];
        if (span * out->rate_hz > 4.0 * (double)out->n)
            return hg__fail_at(stage->err, HG_EDATA, stream->name,
                               "the time vector has breaks longer than the recording itself; split "
                               "it into trials");
        n_even = (size_t)floor(span * out->rate_hz + 1e-6) + 1;
        hg__flag(stage->flags, HG_FLAG_TIME_UNEVEN, out->rate_hz, "to %.6g Hz", out->rate_hz);
    }
    size_t room = n_even > out->n ? n_even : out->n;
    out->raw = hg__arena_alloc(stage->scratch, 3 * out->n_markers, sizeof *out->raw);
    out->missing_share = hg__arena_alloc(stage->scratch, out->n_markers, sizeof(double));
    if (!out->raw || !out->missing_share) return hg__fail_memory(stage->err);
    size_t missing = 0;
    for (size_t m = 0; m < out->n_markers; m++) {
        double **p = out->raw + 3 * m;
        for (int a = 0; a < 3; a++) {
            p[a] = hg__arena_alloc(stage->scratch, room, sizeof(double));
            if (!p[a]) return hg__fail_memory(stage->err);
            k->transpose(p[a], room, stream->data + 3 * columns[m] + a, 3 * stream->n_points,
                         stream->n_frames, 1);
        }
        k->rotate(p, (const double *const *)p, M, out->n);
        /* a marker with one coordinate missing is missing: rotation has already spread it to the
         * planes it touches, and poses look at all three */
        size_t valid = out->n;
        for (int a = 0; a < 3; a++) {
            size_t v = k->count_valid(p[a], out->n);
            if (v < valid) valid = v;
        }
        out->missing_share[m] = 1.0 - (double)valid / (double)out->n;
        missing += out->n - valid;
        for (int a = 0; uneven && a < 3; a++)
            if (!resample(p[a], n_even, stream, out->rate_hz, stage))
                return hg__fail_memory(stage->err);
    }
    if (missing) {
        double percent = 100.0 * (double)missing / (double)(out->n * out->n_markers);
        hg__flag(stage->flags, HG_FLAG_MARKERS_GAPS, percent, "%.3g", percent);
    }
    out->n = n_even;
    out->smooth = out->raw;
    return filter ? smooth_markers(out, stage) : HG_OK;
}
