/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/clean/fill.h"

#include <math.h>

#include "base/error.h"
#include "dsp/stats.h"

void hg__bridge(double weight[2], size_t at, size_t length, double forget) {
    double whole = expm1(-2.0 * forget * (double)length);
    double before = (double)at, after = (double)(length - at);
    weight[0] = exp(-forget * before) * expm1(-2.0 * forget * after) / whole;
    weight[1] = exp(-forget * after) * expm1(-2.0 * forget * before) / whole;
}

void hg__write_gap(hg__markers *m, const hg__gap *gap, hg_sample_origin origin,
                   double *const p[3]) {
    for (size_t i = gap->first; i < gap->end; i++) {
        for (size_t a = 0; a < 3; a++) m->raw[3 * gap->marker + a][i] = p[a][i - gap->first];
        m->origin[gap->marker][i] = (uint8_t)origin;
    }
}

/* The next gap of the marker at or after a frame that has an edge on both sides and is not longer
 * than `longest`. */
static bool next_gap(hg__gap *gap, const hg__markers *m, size_t marker, size_t from,
                     size_t longest) {
    const uint8_t *origin = m->origin[marker];
    for (size_t i = from ? from : 1; i < m->n; i++) {
        if (origin[i] != HG_SAMPLE_MISSING || origin[i - 1] == HG_SAMPLE_MISSING) continue;
        *gap = (hg__gap){.marker = marker, .first = i, .end = i};
        while (gap->end < m->n && origin[gap->end] == HG_SAMPLE_MISSING) gap->end++;
        if (gap->end < m->n && gap->end - i <= longest) return true;
        i = gap->end;
    }
    return false;
}

/* Limits are whole frames; rounding of rate times seconds must not cost one. */
static size_t frames_of(const hg__markers *m, double seconds) {
    double frames = floor(seconds * m->rate_hz + 1e-6);
    return frames < (double)m->n ? (size_t)frames : m->n;
}

/* All gaps of a marker from the same measured samples: written only when the last is known. */
static hg_status fill_splines(hg__markers *m, size_t marker, size_t longest, double *const plane[3],
                              const hg__stage *stage) {
    hg__gap gap;
    for (size_t from = 0; next_gap(&gap, m, marker, from, longest); from = gap.end) {
        for (size_t a = 0; a < 3; a++) {
            bool filled;
            double *out = plane[a] + gap.first;
            if (!hg__spline_gap(out, m->raw[3 * marker + a], m->n, gap.first, gap.end, &filled))
                return hg__fail_memory(stage->err);
            if (!filled) out[0] = NAN;
        }
    }
    for (size_t from = 0; next_gap(&gap, m, marker, from, longest); from = gap.end) {
        double *const p[3] = {plane[0] + gap.first, plane[1] + gap.first, plane[2] + gap.first};
        if (!isnan(p[0][0]) && !isnan(p[1][0]) && !isnan(p[2][0]))
            hg__write_gap(m, &gap, HG_SAMPLE_SPLINE, p);
    }
    return HG_OK;
}

static bool has_gaps(const hg__markers *m, size_t longest) {
    hg__gap gap;
    for (size_t i = 0; i < m->n_markers; i++)
        if (next_gap(&gap, m, i, 0, longest)) return true;
    return false;
}

static hg_status by_spline(hg__markers *m, const hg__markerset *set, size_t longest,
                           const hg__stage *stage) {
    (void)set;
    double *plane[3];
    if (!hg__planes(plane, 3, m->n, stage->scratch)) return hg__fail_memory(stage->err);
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < m->n_markers; i++)
        status = fill_splines(m, i, longest, plane, stage);
    return status;
}

static hg_status by_rigid(hg__markers *m, const hg__markerset *set, size_t longest,
                          const hg__stage *stage) {
    hg__gap gap;
    hg__rigid *rigid = hg__rigid_new(m, set, longest, stage);
    if (!rigid) return hg__fail_memory(stage->err);
    for (size_t i = 0; i < m->n_markers; i++)
        for (size_t from = 0; next_gap(&gap, m, i, from, longest); from = gap.end)
            hg__rigid_fill(rigid, &gap);
    return HG_OK;
}

static hg_status by_correlated(hg__markers *m, const hg__markerset *set, size_t longest,
                               const hg__stage *stage) {
    hg__gap gap;
    hg_status status = HG_OK;
    hg__correlated *correlated = hg__correlated_new(m, set, longest, stage);
    if (!correlated) return hg__fail_memory(stage->err);
    for (size_t i = 0; i < m->n_markers; i++)
        for (size_t from = 0; status == HG_OK && next_gap(&gap, m, i, from, longest);
             from = gap.end)
            status = hg__correlated_fill(correlated, &gap);
    return status;
}

hg_status hg__fill(hg__markers *markers, const hg__markerset *set, unsigned methods,
                   const hg__stage *stage) {
    const hg_params *p = stage->params;
    const struct {
        unsigned bit;
        double limit_s;
        hg_status (*fill)(hg__markers *, const hg__markerset *, size_t, const hg__stage *);
    } order[] = {{HG__FILL_SPLINE, p->clean_gap_max_s, by_spline},
                 {HG__FILL_RIGID, p->clean_gap_rigid_max_s, by_rigid},
                 {HG__FILL_CORRELATED, p->clean_gap_correlated_max_s, by_correlated}};
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < sizeof order / sizeof *order; i++) {
        size_t longest = frames_of(markers, order[i].limit_s);
        if (methods & order[i].bit && has_gaps(markers, longest))
            status = order[i].fill(markers, set, longest, stage);
    }
    return status;
}
