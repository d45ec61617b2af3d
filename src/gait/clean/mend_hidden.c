/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two labels exchanged where nobody saw it, in gaps, told by the shape of the segments; and what
 * belongs to no marker. */
#include <math.h>

#include "gait/clean/mend_parts.h"

#define SUSPECTS_MAX 256 /* stretches out of shape; with more, the trial has no shape */

typedef struct suspect {
    size_t marker;
    hg__stretch where;
} suspect;

static bool same_time(const hg__stretch *a, const hg__stretch *b, size_t within) {
    size_t d = a->from > b->from ? a->from - b->from : b->from - a->from;
    size_t e = a->to > b->to ? a->to - b->to : b->to - a->to;
    return d <= within && e <= within && a->from < b->to && b->from < a->to;
}

static bool try_pair(hg__mending *w, const suspect *a, const suspect *b) {
    const hg__move move[2] = {{a->marker, b->marker, a->where}, {b->marker, a->marker, b->where}};
    if (!same_time(&a->where, &b->where, hg__mend_gap_frames(w)) ||
        !hg__mend_leads(w, move, 2, 1.0) || !hg__mend_apply(w, move, 2, false))
        return false;
    hg__mend_tell_moves(w, move, 2, true);
    return true;
}

static void suspect_it(suspect *list, size_t *n, const hg__mending *w, size_t marker,
                       hg__stretch where) {
    double error_m = 0;
    if (*n == SUSPECTS_MAX || 2 * (where.to - where.from) >= w->n) return;
    hg__mend_misfit(w, marker, where.from, where.to, &error_m);
    if (error_m > 0.5 * w->stage->params->clean_mend_shape_m)
        list[(*n)++] = (suspect){marker, where};
}

/* Stretches out of shape, and rows of them between larger gaps: spikes and small jumps inside an
 * exchange do not end it. */
static size_t suspects(suspect *list, const hg__mending *w) {
    size_t n = 0, bridge = (size_t)w->stage->params->clean_mend_spike_frames;
    for (size_t m = 0; m < w->m->n_markers; m++) {
        const hg__mend_marker *k = &w->marker[m];
        if (k->n_near < 2) continue;
        for (size_t s = 0, first = 0; s < k->n_stretches; s++) {
            bool ends =
                s + 1 == k->n_stretches || k->stretch[s + 1].from - k->stretch[s].to > bridge;
            suspect_it(list, &n, w, m, k->stretch[s]);
            if (ends && s > first)
                suspect_it(list, &n, w, m, (hg__stretch){k->stretch[first].from, k->stretch[s].to});
            if (ends) first = s + 1;
        }
    }
    return n;
}

void hg__mend_hidden(hg__mending *w) {
    suspect *list = hg__arena_alloc(w->stage->scratch, SUSPECTS_MAX, sizeof *list);
    if (!list) {
        w->memory = false;
        return;
    }
    size_t n = suspects(list, w);
    for (size_t i = 0; i < n && w->memory; i++)
        for (size_t j = 0; j < i && w->memory; j++)
            if (list[i].marker != list[j].marker && try_pair(w, &list[i], &list[j])) {
                hg__mend_cut(w, list[i].marker);
                hg__mend_cut(w, list[j].marker);
            }
}

/* --- what belongs to no marker --- */

/* Does a jump part the stretch from what its label did before or after? */
static bool jumps(const hg__mend_marker *k, size_t s) {
    return (s > 0 && k->stretch[s].from == k->stretch[s - 1].to) ||
           (s + 1 < k->n_stretches && k->stretch[s + 1].from == k->stretch[s].to);
}

void hg__mend_strays(hg__mending *w) {
    for (size_t m = 0; m < w->m->n_markers; m++) {
        const hg__mend_marker *k = &w->marker[m];
        for (size_t s = 0; s < k->n_stretches && k->n_near > 1; s++) {
            const hg__move stray = {.from_marker = m, .to_marker = m, .where = k->stretch[s]};
            double error_m;
            if (!jumps(k, s) || 2 * (stray.where.to - stray.where.from) >= w->n ||
                !(hg__mend_misfit(w, m, stray.where.from, stray.where.to, &error_m) > 0.5))
                continue;
            hg__mend_tell_moves(w, &stray, 1, false);
            hg__mend_drop(w, m, stray.where.from, stray.where.to);
        }
    }
}
