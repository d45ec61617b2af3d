/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels that change their marker: followed over jumps and gaps, and given back. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gait/clean/mend_parts.h"

#define NONE SIZE_MAX
#define SHIFT_MAX 3.0  /* of what is allowed: still the same marker when nothing fits better */
#define PARTNERS_MAX 8 /* starts of one label looked at from one end */

/* Stretches of all markers in one row, and which follows which. */
typedef struct row {
    hg__mending *w;
    size_t n, *owner, *first; /* first[m]: id of the marker's first stretch */
    size_t *next;             /* NONE at the end of a track */
    bool *followed;           /* has one before it */
    double *own_m;            /* how far the label's next stretch is from where this one leads */
    bool *loose;              /* that is too far */
    size_t *identity;         /* marker that the stretch belongs to */
} row;

static const hg__stretch *at(const row *r, size_t id) {
    const hg__mend_marker *k = &r->w->marker[r->owner[id]];
    return &k->stretch[id - r->first[r->owner[id]]];
}

static bool last_of_label(const row *r, size_t id) {
    return id + 1 >= r->n || r->owner[id + 1] != r->owner[id];
}

static bool make_row(row *r, hg__mending *w) {
    hg__arena *scratch = w->stage->scratch;
    size_t K = w->m->n_markers;
    *r = (row){.w = w};
    r->first = hg__arena_alloc(scratch, K + 1, sizeof *r->first);
    if (!r->first) return false;
    for (size_t m = 0; m < K; m++) {
        r->first[m] = r->n;
        r->n += w->marker[m].n_stretches;
    }
    r->owner = hg__arena_alloc(scratch, r->n, sizeof *r->owner);
    r->next = hg__arena_alloc(scratch, r->n, sizeof *r->next);
    r->identity = hg__arena_alloc(scratch, r->n, sizeof *r->identity);
    r->followed = hg__arena_alloc(scratch, r->n, sizeof *r->followed);
    r->loose = hg__arena_alloc(scratch, r->n, sizeof *r->loose);
    r->own_m = hg__arena_alloc(scratch, r->n, sizeof *r->own_m);
    if (!r->owner || !r->next || !r->identity || !r->followed || !r->loose || !r->own_m)
        return false;
    for (size_t m = 0; m < K; m++)
        for (size_t s = 0; s < w->marker[m].n_stretches; s++) r->owner[r->first[m] + s] = m;
    return true;
}

static void join(row *r, size_t a, size_t b) {
    r->next[a] = b;
    r->followed[b] = true;
}

/* Frames over which one marker is followed by itself. */
static size_t follow_frames(const hg__mending *w) {
    return (size_t)(w->stage->params->clean_mend_follow_s / w->dt) + 1;
}

/* Joins what fits under its own label; the rest is loose. A gap too long to follow is no reason to
 * doubt the label. */
static size_t join_own(row *r) {
    size_t loose = 0, far = follow_frames(r->w);
    for (size_t a = 0; a < r->n; a++) {
        r->next[a] = NONE;
        r->followed[a] = false;
    }
    for (size_t a = 0; a < r->n; a++) {
        r->loose[a] = false;
        r->own_m[a] = 0;
        if (last_of_label(r, a)) continue;
        const hg__stretch *end = at(r, a), *start = at(r, a + 1);
        double fit = hg__mend_link(r->w, r->owner[a], end, r->owner[a], start, &r->own_m[a]);
        if (start->from == end->to || (fit > 1 && start->from - end->to < far)) {
            r->loose[a] = true;
            loose++;
        } else {
            join(r, a, a + 1);
        }
    }
    return loose;
}

typedef struct candidate {
    size_t a, b;
    double fit;
} candidate;

static int better(const void *x, const void *y) {
    const candidate *p = x, *q = y;
    if (p->fit != q->fit) return p->fit < q->fit ? -1 : 1;
    return p->a != q->a ? (p->a < q->a ? -1 : 1) : (p->b > q->b) - (p->b < q->b);
}

/* Over a gap both sides must be long enough to show where they lead. */
static bool may_follow(const hg__stretch *end, const hg__stretch *start) {
    return start->from == end->to || (end->to - end->from > 2 && start->to - start->from > 2);
}

/* Loose starts of other labels into which the loose end `a` leads far better than into its own. */
static size_t partners(candidate *out, const row *r, size_t a) {
    const hg__mending *w = r->w;
    const hg__stretch *end = at(r, a), *own = at(r, a + 1);
    size_t count = 0, far = end->to + follow_frames(w);
    for (size_t m = 0; m < w->m->n_markers; m++) {
        if (m == r->owner[a]) continue;
        const hg__mend_marker *k = &w->marker[m];
        size_t low = 0, high = k->n_stretches, tried = 0;
        while (low < high) { /* the first that starts after the end */
            size_t mid = low + (high - low) / 2;
            if (k->stretch[mid].from < end->to)
                low = mid + 1;
            else
                high = mid;
        }
        if (low == 0) low = 1;
        for (size_t s = low; s < k->n_stretches && tried < PARTNERS_MAX; s++, tried++) {
            size_t before = r->first[m] + s - 1;
            double miss;
            if (k->stretch[s].from >= far || k->stretch[s - 1].to > own->from) break;
            if (!r->loose[before] || !may_follow(end, &k->stretch[s])) continue;
            double fit = hg__mend_link(w, r->owner[a], end, m, &k->stretch[s], &miss);
            if (!(fit <= 1) || 2 * miss > r->own_m[a] || 2 * miss > r->own_m[before]) continue;
            if (out) out[count] = (candidate){a, before + 1, fit};
            count++;
        }
    }
    return count;
}

static bool join_others(row *r) {
    size_t count = 0, n = 0;
    for (size_t a = 0; a < r->n; a++)
        if (r->loose[a]) count += partners(NULL, r, a);
    candidate *list = hg__arena_alloc(r->w->stage->scratch, count, sizeof *list);
    if (!list) return false;
    for (size_t a = 0; a < r->n; a++)
        if (r->loose[a]) n += partners(list + n, r, a);
    qsort(list, n, sizeof *list, better);
    for (size_t i = 0; i < n; i++)
        if (r->next[list[i].a] == NONE && !r->followed[list[i].b]) join(r, list[i].a, list[i].b);
    return true;
}

/* Spikes do not part a track: what is before and after one is joined. */
static void join_over_spikes(row *r) {
    size_t longest = (size_t)r->w->stage->params->clean_mend_spike_frames;
    double miss;
    for (size_t a = 0; a < r->n; a++) {
        if (!r->loose[a] || r->next[a] != NONE) continue;
        for (size_t b = a + 2; b < r->n && r->owner[b] == r->owner[a]; b++) {
            if (at(r, b)->from - at(r, a)->to > longest) break;
            if (r->followed[b] ||
                hg__mend_link(r->w, r->owner[a], at(r, a), r->owner[a], at(r, b), &miss) > 1)
                continue;
            join(r, a, b);
            break;
        }
    }
}

/* A small jump that leads nowhere else is the marker itself: hit, or seen anew after it was half
 * hidden. */
static void join_shifted(row *r) {
    double miss;
    for (size_t a = 0; a < r->n; a++)
        if (r->loose[a] && r->next[a] == NONE && !r->followed[a + 1] &&
            hg__mend_link(r->w, r->owner[a], at(r, a), r->owner[a], at(r, a + 1), &miss) <
                SHIFT_MAX)
            join(r, a, a + 1);
}

/* A track is the marker under whose label it was for longest. */
static bool identify(row *r) {
    size_t *length = hg__arena_alloc(r->w->stage->scratch, r->w->m->n_markers, sizeof *length);
    if (!length) return false;
    for (size_t head = 0; head < r->n; head++) {
        if (r->followed[head]) continue;
        size_t best = r->owner[head];
        for (size_t id = head; id != NONE; id = r->next[id]) {
            length[r->owner[id]] += at(r, id)->to - at(r, id)->from;
            if (length[r->owner[id]] > length[best]) best = r->owner[id];
        }
        for (size_t id = head; id != NONE; id = r->next[id]) {
            r->identity[id] = best;
            length[r->owner[id]] = 0;
        }
    }
    return true;
}

static int earlier(const void *x, const void *y) {
    const hg__move *p = x, *q = y;
    if (p->where.from != q->where.from) return p->where.from < q->where.from ? -1 : 1;
    return (p->from_marker > q->from_marker) - (p->from_marker < q->from_marker);
}

void hg__mend_swaps(hg__mending *w) {
    row r;
    w->memory = make_row(&r, w);
    if (!w->memory || join_own(&r) < 2) return;
    w->memory = join_others(&r);
    join_over_spikes(&r);
    join_shifted(&r);
    w->memory = w->memory && identify(&r);
    hg__move *move = hg__arena_alloc(w->stage->scratch, r.n, sizeof *move);
    w->memory = w->memory && move;
    if (!w->memory) return;
    size_t n = 0;
    for (size_t id = 0; id < r.n; id++)
        if (r.identity[id] != r.owner[id])
            move[n++] = (hg__move){
                .from_marker = r.owner[id], .to_marker = r.identity[id], .where = *at(&r, id)};
    qsort(move, n, sizeof *move, earlier);
    for (size_t i = 0; i < n && w->memory;) { /* what overlaps in time belongs together */
        size_t end = i, last = 0;
        do {
            if (move[end].where.to > last) last = move[end].where.to;
            end++;
        } while (end < n && move[end].where.from < last);
        hg__mend_settle(w, move + i, end - i);
        i = end;
    }
}
