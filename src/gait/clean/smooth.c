/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/clean/smooth.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "dsp/filter.h"
#include "gait/clean/residual.h"
#include "gait/flag_list.h"

#define TILE ((size_t)16)
#define BLOCK ((size_t)128) /* frames woven together: those of a tile fit into the first cache */

/* `channels` planes from `first` on at one cut-off. The filter runs over interleaved channels, so
 * that one pass serves all of them. */
static hg_status smooth_at(hg__markers *m, size_t first, size_t channels, double cutoff_hz,
                           const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    double c[5];
    bool corrected = strcmp(stage->params->clean_cutoff_convention, "corrected") == 0;
    if (!hg__butterworth2(c, cutoff_hz, m->rate_hz, corrected))
        return hg__fail(stage->err, HG_EINVAL,
                        "clean.cutoff_hz = %g is not below half the marker rate of %g Hz; set a "
                        "lower one, or 0 for none",
                        cutoff_hz, m->rate_hz);
    /* woven in tiles that stay in the processor's second cache on their way through the filter */
    size_t pad = (size_t)ceil(m->rate_hz / cutoff_hz), end = first + channels;
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    double *woven = hg__arena_alloc(stage->scratch, m->n * TILE, sizeof *woven);
    if (!woven) return hg__fail_memory(stage->err);
    for (size_t from = first; from < end; from += TILE) {
        size_t width = end - from < TILE ? end - from : TILE;
        for (size_t t = 0; t < m->n; t += BLOCK)
            for (size_t i = 0; i < width; i++)
                k->transpose(woven + t * width + i, width, m->raw[from + i] + t, m->n, 1,
                             m->n - t < BLOCK ? m->n - t : BLOCK);
        hg__arena_mark inside = hg__arena_here(stage->scratch);
        if (!hg__filter_zero_lag(k, woven, m->n, width, c, pad, stage->scratch))
            return hg__fail_memory(stage->err);
        hg__arena_back(stage->scratch, inside);
        for (size_t t = 0; t < m->n; t += BLOCK)
            for (size_t i = 0; i < width; i++)
                k->transpose(m->smooth[from + i] + t, m->n, woven + t * width + i, width,
                             m->n - t < BLOCK ? m->n - t : BLOCK, 1);
    }
    hg__arena_back(stage->scratch, mark);
    return HG_OK;
}

static bool by_residuals(const hg_params *p) {
    return strcmp(p->clean_cutoff, "residual") == 0;
}

hg_status hg__smooth_room(hg__markers *m, size_t frames, const hg__stage *stage) {
    const hg_params *p = stage->params;
    if (p->clean_cutoff_hz == 0) return HG_OK;
    m->smooth = hg__arena_alloc(stage->scratch, 3 * m->n_markers, sizeof *m->smooth);
    if (!m->smooth || !hg__planes(m->smooth, 3 * m->n_markers, frames, stage->scratch))
        return hg__fail_memory(stage->err);
    if (by_residuals(p) &&
        !(m->cutoff = hg__arena_alloc(stage->scratch, m->n_markers, sizeof *m->cutoff)))
        return hg__fail_memory(stage->err);
    return HG_OK;
}

hg_status hg__smooth(hg__markers *m, const hg__stage *stage) {
    const hg_params *p = stage->params;
    if (p->clean_cutoff_hz == 0) {
        hg__flag(stage->flags, HG_FLAG_FILTER_OFF, NAN, "%s", "");
        m->smooth = m->raw;
        return HG_OK;
    }
    if (!m->smooth) {
        hg_status room = hg__smooth_room(m, m->n, stage);
        if (room != HG_OK) return room;
    }
    if (!by_residuals(p)) return smooth_at(m, 0, 3 * m->n_markers, p->clean_cutoff_hz, stage);
    hg_status status = hg__find_cutoffs(m, stage);
    for (size_t i = 0; status == HG_OK && i < m->n_markers; i++)
        status = smooth_at(m, 3 * i, 3, m->cutoff[i].cutoff_hz, stage);
    return status;
}
