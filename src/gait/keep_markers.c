/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/keep_markers.h"

#include <string.h>

/* Stretches of one origin of one marker; counted only where `out` is NULL. */
static size_t list_stretches(hg_fill *out, const hg__markers *m, size_t marker, const char *label,
                             uint8_t wanted) {
    const uint8_t *origin = m->origin[marker];
    size_t count = 0;
    for (size_t i = 0; i < m->n; i++) {
        if (origin[i] != wanted) continue;
        size_t first = i;
        while (i + 1 < m->n && origin[i + 1] == wanted) i++;
        if (out)
            out[count] = (hg_fill){.marker = label,
                                   .first_s = m->t0_s + (double)first / m->rate_hz,
                                   .last_s = m->t0_s + (double)i / m->rate_hz,
                                   .samples = i - first + 1,
                                   .origin = (hg_sample_origin)wanted};
        count++;
    }
    return count;
}

static size_t list_all(hg_fill *out, const hg__markers *m, const char *const *label) {
    static const uint8_t order[] = {HG_SAMPLE_SPLINE, HG_SAMPLE_RIGID, HG_SAMPLE_CORRELATED,
                                    HG_SAMPLE_RELABELLED, HG_SAMPLE_MISSING};
    size_t count = 0;
    for (size_t k = 0; k < m->n_markers; k++)
        for (size_t o = 0; o < sizeof order; o++)
            count += list_stretches(out ? out + count : NULL, m, k, label[k], order[o]);
    return count;
}

static bool keep_origins(hg_frames *frames, const hg__markers *m, const char **label,
                         hg__arena *memory) {
    frames->origin = hg__arena_alloc(memory, m->n_markers, sizeof *frames->origin);
    for (size_t k = 0; frames->origin && k < m->n_markers; k++) {
        if (!(frames->origin[k] = hg__arena_alloc(memory, frames->n, 1))) return false;
        memcpy(frames->origin[k], m->origin[k], frames->n);
    }
    frames->marker = label;
    frames->n_markers = m->n_markers;
    return frames->origin != NULL;
}

bool hg__keep_markers(hg_result *result, const hg__markers *m) {
    hg__arena *memory = result->memory;
    const char **label = hg__arena_alloc(memory, m->n_markers, sizeof *label);
    if (!label) return false;
    for (size_t k = 0; k < m->n_markers; k++)
        if (!(label[k] = hg__arena_strdup(memory, m->label[k]))) return false;
    result->n_fills = list_all(NULL, m, label);
    result->fills = hg__arena_alloc(memory, result->n_fills, sizeof *result->fills);
    if (!result->fills) return false;
    list_all(result->fills, m, label);
    if (m->cutoff) {
        result->cutoffs = hg__arena_alloc(memory, m->n_markers, sizeof *result->cutoffs);
        if (!result->cutoffs) return false;
        for (size_t k = 0; k < m->n_markers; k++) {
            result->cutoffs[k] = m->cutoff[k];
            result->cutoffs[k].marker = label[k];
        }
        result->n_cutoffs = m->n_markers;
    }
    return !result->frames || result->frames->n != m->n ||
           keep_origins(result->frames, m, label, memory);
}
