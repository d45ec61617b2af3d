/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/clean/clean.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "dsp/filter.h"
#include "dsp/stats.h"
#include "gait/axes.h"
#include "gait/even_time.h"
#include "gait/flag_list.h"

#define FAR_M 100.0 /* no lab is larger: such a position is a fault of the file */

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

/* Not a number where any coordinate is missing, absurd, or all are exactly zero, which is how some
 * systems write a marker that was not seen. Returns the samples that are missing. */
static size_t mark_missing(double *const p[3], size_t n) {
    size_t missing = 0;
    for (size_t i = 0; i < n; i++) {
        bool zero = p[0][i] == 0 && p[1][i] == 0 && p[2][i] == 0;
        bool near = fabs(p[0][i]) < FAR_M && fabs(p[1][i]) < FAR_M && fabs(p[2][i]) < FAR_M;
        if (near && !zero) continue;
        p[0][i] = p[1][i] = p[2][i] = NAN;
        missing++;
    }
    return missing;
}

typedef struct gaps {
    size_t missing, filled;
    const char *worst;
    double worst_share;
    char lost[300]; /* markers missing for more than half of the time */
} gaps;

static hg_status take_marker(hg__markers *out, size_t m, size_t column, const hg_stream *stream,
                             const hg__even_clock *clock, const double M[9], gaps *g,
                             const hg__stage *stage) {
    double **p = out->raw + 3 * m;
    size_t n = stream->n_frames, room = clock->n > n ? clock->n : n, filled = 0;
    if (!hg__planes(p, 3, room, stage->scratch)) return hg__fail_memory(stage->err);
    for (int a = 0; a < 3; a++)
        stage->k->transpose(p[a], room, stream->data + 3 * column + a, 3 * stream->n_points, n, 1);
    size_t missing = mark_missing(p, n);
    stage->k->rotate(p, (const double *const *)p, M, n);
    size_t longest = (size_t)(stage->params->clean_gap_max_s * clock->rate_hz);
    for (int a = 0; a < 3; a++) {
        if (missing && !hg__fill_gaps(p[a], n, longest, &filled))
            return hg__fail_memory(stage->err);
        hg_status status = hg__resample_even(p[a], stream, clock, stage);
        if (status != HG_OK) return status;
    }
    if (!(out->origin[m] = hg__arena_alloc(stage->scratch, clock->n, sizeof(uint8_t))))
        return hg__fail_memory(stage->err);
    for (size_t i = 0; i < clock->n; i++)
        out->origin[m][i] = isnan(p[0][i]) ? HG_SAMPLE_MISSING : HG_SAMPLE_MEASURED;
    double share = (double)missing / (double)n;
    out->missing_share[m] = (double)(missing - filled) / (double)n;
    g->missing += missing;
    g->filled += filled;
    if (share > g->worst_share) {
        g->worst_share = share;
        g->worst = out->label[m];
    }
    if (share > 0.5) hg__list_add(g->lost, sizeof g->lost, "%s", out->label[m]);
    return HG_OK;
}

static void flag_gaps(const gaps *g, size_t samples, const hg__stage *stage) {
    double percent = 100.0 * (double)g->missing / (double)samples;
    if (g->missing)
        hg__flag(stage->flags, HG_FLAG_MARKERS_GAPS, percent,
                 "%.2g percent of all, worst %s with %.2g percent; %zu samples in short gaps were "
                 "filled",
                 percent, g->worst, 100 * g->worst_share, g->filled);
    if (*g->lost) hg__flag(stage->flags, HG_FLAG_MARKERS_LOST, NAN, "%s", g->lost);
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
    double M[9];
    size_t columns[HG__SET_LABELS_MAX];
    hg_status status = hg__axes_matrix(M, stream->axes, stream->name, stage->err);
    if (status != HG_OK) return status;
    memset(out, 0, sizeof *out);
    out->label =
        hg__arena_alloc(stage->scratch, sizeof columns / sizeof *columns, sizeof *out->label);
    if (!out->label) return hg__fail_memory(stage->err);
    out->n_markers = collect(out->label, columns, stream, set);
    hg__even_clock clock;
    status = hg__even_clock_of(&clock, stream, stage);
    if (status != HG_OK) return status;
    out->n = clock.n;
    out->rate_hz = clock.rate_hz;
    out->t0_s = clock.t0_s;
    out->raw = hg__arena_alloc(stage->scratch, 3 * out->n_markers, sizeof *out->raw);
    out->origin = hg__arena_alloc(stage->scratch, out->n_markers, sizeof *out->origin);
    out->missing_share = hg__arena_alloc(stage->scratch, out->n_markers, sizeof(double));
    if (!out->raw || !out->origin || !out->missing_share) return hg__fail_memory(stage->err);
    gaps g = {.worst = ""};
    for (size_t m = 0; status == HG_OK && m < out->n_markers; m++)
        status = take_marker(out, m, columns[m], stream, &clock, M, &g, stage);
    if (status != HG_OK) return status;
    flag_gaps(&g, stream->n_frames * out->n_markers, stage);
    out->smooth = out->raw;
    return filter ? smooth_markers(out, stage) : HG_OK;
}
