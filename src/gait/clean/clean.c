/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/clean/clean.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "gait/axes.h"
#include "gait/clean/fill.h"
#include "gait/clean/mend.h"
#include "gait/clean/smooth.h"
#include "gait/even_time.h"
#include "gait/flag_list.h"

#define BLOCK ((size_t)128) /* frames: their rows stay in the second cache */
#define FAR_M 100.0         /* no lab is larger: such a position is a fault of the file */

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
 * systems write a marker that was not seen. */
static void mark_missing(double *const p[3], size_t n) {
    for (size_t i = 0; i < n; i++) {
        bool zero = p[0][i] == 0 && p[1][i] == 0 && p[2][i] == 0;
        bool near = fabs(p[0][i]) < FAR_M && fabs(p[1][i]) < FAR_M && fabs(p[2][i]) < FAR_M;
        if (near && !zero) continue;
        p[0][i] = p[1][i] = p[2][i] = NAN;
    }
}

/* The raw planes come last: they are given back first. */
static hg_status room_for_markers(hg__markers *out, size_t room, bool filter,
                                  const hg__stage *stage) {
    size_t n = out->n_markers;
    out->raw = hg__arena_alloc(stage->scratch, 3 * n, sizeof *out->raw);
    out->origin = hg__arena_alloc(stage->scratch, n, sizeof *out->origin);
    out->missing_share = hg__arena_alloc(stage->scratch, n, sizeof(double));
    if (!out->raw || !out->origin || !out->missing_share) return hg__fail_memory(stage->err);
    for (size_t m = 0; m < n; m++)
        if (!(out->origin[m] = hg__arena_alloc(stage->scratch, room, sizeof(uint8_t))))
            return hg__fail_memory(stage->err);
    if (filter) {
        hg_status status = hg__smooth_room(out, room, stage);
        if (status != HG_OK) return status;
    }
    out->raw_apart = out->smooth != NULL;
    out->before_raw = hg__arena_here(stage->scratch);
    for (size_t m = 0; m < n; m++) {
        double **p = out->raw + 3 * m;
        if (!(p[0] = hg__arena_alloc(stage->scratch, 3 * room, sizeof(double))))
            return hg__fail_memory(stage->err);
        for (size_t a = 1; a < 3; a++) p[a] = p[0] + a * room;
    }
    return HG_OK;
}

/* In blocks of frames: the rows of the file, which hold all markers, come in once. */
static void load_frames(hg__markers *out, const size_t *columns, const hg_stream *stream,
                        size_t room, const hg__stage *stage) {
    size_t row = 3 * stream->n_points;
    for (size_t t = 0; t < out->n; t += BLOCK)
        for (size_t m = 0; m < out->n_markers; m++)
            stage->k->transpose(out->raw[3 * m] + t, room, stream->data + t * row + 3 * columns[m],
                                row, out->n - t < BLOCK ? out->n - t : BLOCK, 3);
}

static void settle_marker(hg__markers *out, size_t m, const double M[9], const hg__stage *stage) {
    double *const *p = out->raw + 3 * m;
    mark_missing(p, out->n);
    stage->k->rotate(p, (const double *const *)p, M, out->n);
    for (size_t i = 0; i < out->n; i++)
        out->origin[m][i] = isnan(p[0][i]) ? HG_SAMPLE_MISSING : HG_SAMPLE_MEASURED;
}

/* Every marker of the set as recorded: the stream's frames, its uneven clock if it has one. */
static hg_status load(hg__markers *out, const hg_stream *stream, const hg__markerset *set,
                      const hg__even_clock *clock, bool filter, const hg__stage *stage) {
    double M[9];
    size_t columns[HG__SET_LABELS_MAX];
    hg_status status = hg__axes_matrix(M, stream->axes, stream->name, stage->err);
    if (status != HG_OK) return status;
    out->label = hg__arena_alloc(stage->scratch, HG__SET_LABELS_MAX, sizeof *out->label);
    if (!out->label) return hg__fail_memory(stage->err);
    out->n_markers = collect(out->label, columns, stream, set);
    out->n = stream->n_frames;
    out->rate_hz = clock->rate_hz;
    out->t0_s = clock->t0_s;
    size_t room = clock->n > out->n ? clock->n : out->n;
    status = room_for_markers(out, room, filter, stage);
    if (status != HG_OK) return status;
    load_frames(out, columns, stream, room, stage);
    for (size_t m = 0; m < out->n_markers; m++) settle_marker(out, m, M, stage);
    return HG_OK;
}

static size_t count_origin(const hg__markers *m, size_t marker, hg_sample_origin origin) {
    size_t count = 0;
    for (size_t i = 0; i < m->n; i++) count += m->origin[marker][i] == origin;
    return count;
}

/* What the recording lacks, before anything was mended or filled. */
typedef struct gaps {
    size_t missing, worst; /* samples, in all and of the worst marker */
    const char *worst_label;
    char lost[300]; /* markers missing for more than half of the time */
} gaps;

static void count_gaps(gaps *g, const hg__markers *m) {
    *g = (gaps){.worst_label = ""};
    for (size_t i = 0; i < m->n_markers; i++) {
        size_t missing = count_origin(m, i, HG_SAMPLE_MISSING);
        g->missing += missing;
        if (missing > g->worst) {
            g->worst = missing;
            g->worst_label = m->label[i];
        }
        if (2 * missing > m->n) hg__list_add(g->lost, sizeof g->lost, "%s", m->label[i]);
    }
}

/* What was missing, and what became of it. */
static void flag_gaps(const gaps *g, const hg__markers *m, const hg__stage *stage) {
    static const struct {
        hg_sample_origin origin;
        const char *words;
    } rows[] = {{HG_SAMPLE_SPLINE, "filled by a spline"},
                {HG_SAMPLE_RIGID, "filled from the rest of their segment"},
                {HG_SAMPLE_CORRELATED, "filled from the other markers"},
                {HG_SAMPLE_MISSING, "still missing"}};
    char fate[200] = "";
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        size_t count = 0;
        for (size_t i = 0; i < m->n_markers; i++) count += count_origin(m, i, rows[r].origin);
        if (count) hg__list_add(fate, sizeof fate, "%zu %s", count, rows[r].words);
    }
    double percent = 100.0 * (double)g->missing / (double)(m->n * m->n_markers);
    if (g->missing)
        hg__flag(stage->flags, HG_FLAG_MARKERS_GAPS, percent,
                 "%.3g percent of all, worst %s with %.3g percent; samples: %s", percent,
                 g->worst_label, 100.0 * (double)g->worst / (double)m->n, fate);
    if (*g->lost) hg__flag(stage->flags, HG_FLAG_MARKERS_LOST, NAN, "%s", g->lost);
}

/* What mending took away is a gap like any other. */
static void note_missing(hg__markers *m) {
    for (size_t i = 0; i < m->n_markers; i++)
        for (size_t f = 0; f < m->n; f++)
            if (isnan(m->raw[3 * i][f])) m->origin[i][f] = HG_SAMPLE_MISSING;
}

/* Onto the even clock; from here on the frames are its. */
static hg_status make_even(hg__markers *m, const hg_stream *stream, const hg__even_clock *clock,
                           const hg__stage *stage) {
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < m->n_markers; i++) {
        hg__arena_mark mark = hg__arena_here(stage->scratch);
        for (size_t a = 0; status == HG_OK && a < 3; a++)
            status = hg__resample_even(m->raw[3 * i + a], stream, clock, stage);
        if (status == HG_OK)
            status = hg__resample_origin(m->origin[i], m->raw[3 * i], stream, clock, stage);
        hg__arena_back(stage->scratch, mark);
    }
    m->n = clock->n;
    for (size_t i = 0; i < m->n_markers; i++)
        m->missing_share[i] = (double)count_origin(m, i, HG_SAMPLE_MISSING) / (double)m->n;
    return status;
}

hg_status hg__clean(hg__markers *out, const hg_stream *stream, const hg__markerset *set,
                    bool filter, const hg__stage *stage) {
    hg__even_clock clock;
    gaps g;
    memset(out, 0, sizeof *out);
    hg_status status = hg__even_clock_of(&clock, stream, stage);
    if (status == HG_OK) status = load(out, stream, set, &clock, filter, stage);
    if (status != HG_OK) return status;
    count_gaps(&g, out);
    /* what mending and filling need for themselves is as large as the markers: given back */
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    /* on an uneven clock steps from sample to sample say nothing about speed */
    if (!clock.uneven) status = hg__mend(out, set, stage);
    if (status != HG_OK) return status;
    note_missing(out);
    status = hg__fill(out, set, HG__FILL_ALL, stage);
    if (status != HG_OK) return status;
    hg__arena_back(stage->scratch, mark);
    flag_gaps(&g, out, stage);
    status = make_even(out, stream, &clock, stage);
    if (status == HG_OK && filter) return hg__smooth(out, stage);
    out->smooth = out->raw;
    return status;
}
