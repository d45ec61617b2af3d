/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchanges carried out, judged and told of. */
#include <math.h>
#include <string.h>

#include "base/strbuf.h"
#include "gait/clean/mend_parts.h"

#define MOVES_MAX 1024 /* of one time; more are noise */
#define SHAPE_GAIN 0.4 /* of the error before, that may be left after an exchange told by shape */

static bool covered(const hg__move *move, size_t n, size_t marker, size_t frame) {
    for (size_t i = 0; i < n; i++)
        if (move[i].from_marker == marker && frame >= move[i].where.from &&
            frame < move[i].where.to)
            return true;
    return false;
}

/* Would two markers claim one label in the same frame? */
static bool contested(const hg__mending *w, const hg__move *move, size_t n) {
    if (n > MOVES_MAX) return true;
    for (size_t i = 0; i < n; i++) {
        for (size_t f = move[i].where.from; f < move[i].where.to; f++)
            if (hg__mend_seen(w, move[i].to_marker, f) && !covered(move, n, move[i].to_marker, f))
                return true;
        for (size_t j = 0; j < i; j++)
            if (move[i].to_marker == move[j].to_marker && move[i].where.from < move[j].where.to &&
                move[j].where.from < move[i].where.to)
                return true;
    }
    return false;
}

static void carry(hg__mending *w, const hg__move *move, size_t n, double *store, bool back) {
    for (size_t i = 0; i < n; i++)
        hg__mend_drop(w, back ? move[i].to_marker : move[i].from_marker, move[i].where.from,
                      move[i].where.to);
    for (size_t i = 0; i < n; i++) {
        size_t to = back ? move[i].from_marker : move[i].to_marker;
        size_t from = move[i].where.from, length = move[i].where.to - from;
        for (size_t a = 0; a < 3; a++, store += length)
            memcpy(w->m->raw[3 * to + a] + from, store, length * sizeof *store);
        memset(w->m->origin[to] + from, back ? HG_SAMPLE_MEASURED : HG_SAMPLE_RELABELLED, length);
    }
}

/* How far the markers are off their shape: the worst share of distances that are, and the sum of
 * the mean errors. */
typedef struct fitness {
    double worst, sum_m;
} fitness;

static fitness shape_of(const hg__mending *w, const hg__move *move, size_t n, bool exchanged) {
    fitness f = {0, 0};
    for (size_t i = 0; i < n; i++) {
        double error_m;
        double off = hg__mend_misfit(w, exchanged ? move[i].to_marker : move[i].from_marker,
                                     move[i].where.from, move[i].where.to, &error_m);
        if (isnan(off)) continue;
        if (off > f.worst) f.worst = off;
        f.sum_m += error_m;
    }
    return f;
}

/* No marker may be off its shape after the exchange; where nothing else makes it certain, they must
 * have been well off before. */
static bool shape_agrees(const hg__mending *w, fitness before, fitness after, size_t n,
                         bool certain) {
    if (after.worst > 0.5) return false;
    double limit = w->stage->params->clean_mend_shape_m * (double)n;
    return certain || (before.sum_m > limit && after.sum_m < SHAPE_GAIN * before.sum_m);
}

bool hg__mend_apply(hg__mending *w, const hg__move *move, size_t n, bool certain) {
    size_t numbers = 0;
    if (contested(w, move, n)) return false;
    for (size_t i = 0; i < n; i++) numbers += 3 * (move[i].where.to - move[i].where.from);
    double *store = hg__arena_alloc(w->stage->scratch, numbers, sizeof *store);
    if (!store) {
        w->memory = false;
        return false;
    }
    double *to = store;
    fitness before = shape_of(w, move, n, false);
    for (size_t i = 0; i < n; i++) {
        size_t length = move[i].where.to - move[i].where.from;
        for (size_t a = 0; a < 3; a++, to += length)
            memcpy(to, w->m->raw[3 * move[i].from_marker + a] + move[i].where.from,
                   length * sizeof *to);
    }
    carry(w, move, n, store, false);
    if (shape_agrees(w, before, shape_of(w, move, n, true), n, certain)) return true;
    carry(w, move, n, store, true);
    return false;
}

void hg__mend_tell_moves(hg__mending *w, const hg__move *move, size_t n, bool mended) {
    size_t from = SIZE_MAX, to = 0, room = sizeof w->swapped.text;
    char names[200] = "";
    for (size_t i = 0; i < n; i++) {
        bool told = false;
        for (size_t j = 0; j < i; j++) told |= move[j].from_marker == move[i].from_marker;
        if (!told) hg__list_add(names, sizeof names, "%s", w->m->label[move[i].from_marker]);
        if (move[i].where.from < from) from = move[i].where.from;
        if (move[i].where.to > to) to = move[i].where.to;
        w->swapped.samples += move[i].where.to - move[i].where.from;
    }
    w->swapped.times++;
    hg__list_add(w->swapped.text, room, "%s from %.2f to %.2f s (%s)", names,
                 hg__mend_time(w, from), hg__mend_time(w, to - 1),
                 mended ? "mended" : "not mended, left out");
}

static size_t root_of(size_t *parent, size_t m) {
    while (parent[m] != m) m = parent[m] = parent[parent[m]];
    return m;
}

/* The moves of the markers that exchange with `root`, or leave them out; returns their number. */
static size_t group_of(hg__move *out, const hg__move *move, size_t n, size_t *parent, size_t root) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (root_of(parent, move[i].from_marker) == root) out[count++] = move[i];
    return count;
}

/* Neither the samples nor those they compete with can be trusted. */
static void leave_out(hg__mending *w, const hg__move *move, size_t n) {
    for (size_t i = 0; i < n; i++) {
        hg__mend_drop(w, move[i].from_marker, move[i].where.from, move[i].where.to);
        hg__mend_drop(w, move[i].to_marker, move[i].where.from, move[i].where.to);
    }
}

void hg__mend_settle(hg__mending *w, const hg__move *move, size_t n) {
    hg__arena *scratch = w->stage->scratch;
    size_t K = w->m->n_markers, mended = 0, failed = 0;
    size_t *parent = hg__arena_alloc(scratch, K, sizeof *parent);
    hg__move *good = hg__arena_alloc(scratch, 3 * n, sizeof *good);
    if (!parent || !good) {
        w->memory = false;
        return;
    }
    hg__move *bad = good + n, *group = bad + n;
    for (size_t m = 0; m < K; m++) parent[m] = m;
    for (size_t i = 0; i < n; i++)
        parent[root_of(parent, move[i].from_marker)] = root_of(parent, move[i].to_marker);
    for (size_t m = 0; m < K; m++) {
        size_t count = group_of(group, move, n, parent, m);
        bool can = !contested(w, group, count);
        memcpy(can ? good + mended : bad + failed, group, count * sizeof *group);
        *(can ? &mended : &failed) += count;
    }
    if (mended && !hg__mend_apply(w, good, mended, true)) {
        mended = failed = 0;
        for (size_t m = 0; m < K && w->memory; m++) {
            size_t count = group_of(group, move, n, parent, m);
            bool can = count > 0 && hg__mend_apply(w, group, count, true);
            /* markers that fit as they are, and would not elsewhere, have the right names */
            if (!can && !contested(w, group, count) &&
                shape_of(w, group, count, false).worst <= 0.5)
                continue;
            memcpy(can ? good + mended : bad + failed, group, count * sizeof *group);
            *(can ? &mended : &failed) += count;
        }
    }
    leave_out(w, bad, failed);
    if (mended) hg__mend_tell_moves(w, good, mended, true);
    if (failed) hg__mend_tell_moves(w, bad, failed, false);
    for (size_t i = 0; i < n; i++) {
        hg__mend_cut(w, move[i].from_marker);
        hg__mend_cut(w, move[i].to_marker);
    }
}

/* The stretch of a marker before, or after, one; NULL when there is none that near. */
static const hg__stretch *beside(const hg__mending *w, size_t marker, const hg__stretch *of,
                                 bool after) {
    const hg__mend_marker *k = &w->marker[marker];
    size_t low = 0, high = k->n_stretches, far = hg__mend_gap_frames(w);
    while (low < high) { /* the first that does not end before it */
        size_t mid = low + (high - low) / 2;
        if (k->stretch[mid].to <= of->from)
            low = mid + 1;
        else
            high = mid;
    }
    if (!after)
        return low > 0 && of->from - k->stretch[low - 1].to < far ? &k->stretch[low - 1] : NULL;
    while (low < k->n_stretches && k->stretch[low].from < of->to) low++;
    return low < k->n_stretches && k->stretch[low].from - of->to < far ? &k->stretch[low] : NULL;
}

static bool is_moved(const hg__move *move, size_t n, size_t marker, const hg__stretch *s) {
    for (size_t i = 0; i < n; i++)
        if (move[i].from_marker == marker && move[i].where.from == s->from) return true;
    return false;
}

bool hg__mend_leads(const hg__mending *w, const hg__move *move, size_t n, double share) {
    double own[2] = {0, 0}, other[2] = {0, 0}, miss[2];
    for (size_t i = 0; i < n; i++)
        for (int end = 0; end < 2; end++) {
            const size_t label[2] = {move[i].from_marker, move[i].to_marker};
            bool both = true;
            for (int l = 0; l < 2 && both; l++) {
                const hg__stretch *next = beside(w, label[l], &move[i].where, end);
                both = next && !is_moved(move, n, label[l], next);
                if (both && !end)
                    hg__mend_link(w, label[l], next, label[0], &move[i].where, &miss[l]);
                if (both && end)
                    hg__mend_link(w, label[0], &move[i].where, label[l], next, &miss[l]);
            }
            /* an end of the recording, a long gap, or an end inside the exchange says nothing */
            own[end] += both ? miss[0] : 0;
            other[end] += both ? miss[1] : 0;
        }
    return other[0] <= share * own[0] && other[1] <= share * own[1] &&
           (share == 1 || (own[0] > 0 && own[1] > 0));
}
