/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Left and right legs that bear each other's names. The clusters mirror each other, so their shape
 * tells little; the side does: thighs stay apart across the pelvis, shanks nearly so, and feet,
 * which may cross, hang on their shanks.
 */
#include <math.h>

#include "base/strbuf.h"
#include "gait/clean/mend_parts.h"

#define PAIRS_MAX HG__CLUSTER_MAX
#define PELVIS_MAX 6
#define CLEARLY 0.5      /* at most this share of what the labels miss */
#define LOOK_S 0.02      /* how often the side is looked at; half of a pass of the legs is longer */
#define MODEL_TRIES 8    /* frames that may show the shape of the pelvis */
#define MODEL_OFF_M 0.01 /* median residual of the pelvis above which another frame is tried */

static const char *const part_words[] = {"pelvis", "thighs", "shanks", "feet"};

typedef struct view {
    hg__mending *w;
    size_t stride, n;              /* frames looked at: i * stride, i < n */
    double *R[9], *t[3], *resid;   /* of the pelvis in them */
    double *score[HG__PART_OTHER]; /* per part: positive as labelled, negative exchanged */
    double usual[HG__PART_OTHER];  /* its median */
    double *work;
    size_t n_pairs[HG__PART_OTHER], left[HG__PART_OTHER][PAIRS_MAX];
    bool across;    /* the direction across the pelvis is known */
    hg__vec3 right; /* in the pelvis */
} view;

static double median_of(view *v, const double *x) {
    size_t count = 0;
    for (size_t i = 0; i < v->n; i++)
        if (!isnan(x[i])) v->work[count++] = x[i];
    return hg__mend_quantile(v->work, count, 0.5);
}

static void find_pairs(view *v) {
    for (size_t m = 0; m < v->w->m->n_markers; m++) {
        const hg__mend_marker *k = &v->w->marker[m];
        if (k->part >= HG__PART_OTHER || k->mate < 0 || k->side != HG_LEFT) continue;
        if (v->n_pairs[k->part] < PAIRS_MAX) v->left[k->part][v->n_pairs[k->part]++] = m;
    }
}

/* Mean of the part's markers on one side, over pairs that are both seen. */
static bool middle(hg__vec3 *out, const view *v, hg__part part, hg_side side, size_t frame) {
    hg__vec3 sum = hg__vec(0, 0, 0);
    size_t seen = 0;
    for (size_t i = 0; i < v->n_pairs[part]; i++) {
        size_t l = v->left[part][i], r = (size_t)v->w->marker[l].mate;
        if (!hg__mend_seen(v->w, l, frame) || !hg__mend_seen(v->w, r, frame)) continue;
        sum = hg__vec_add(sum, hg__mend_at(v->w, side == HG_LEFT ? l : r, frame));
        seen++;
    }
    *out = hg__vec_scale(sum, 1.0 / (double)(seen ? seen : 1));
    return seen > 0;
}

/* From left to right of a part. */
static bool across(hg__vec3 *out, const view *v, hg__part part, size_t frame) {
    hg__vec3 l, r;
    if (!middle(&l, v, part, HG_LEFT, frame) || !middle(&r, v, part, HG_RIGHT, frame)) return false;
    *out = hg__vec_sub(r, l);
    return true;
}

static bool allocate(view *v) {
    hg__arena *scratch = v->w->stage->scratch;
    bool ok = hg__planes(v->R, 9, v->n, scratch) && hg__planes(v->t, 3, v->n, scratch) &&
              hg__planes(&v->resid, 1, v->n, scratch) && hg__planes(&v->work, 1, v->n, scratch);
    for (int p = 0; ok && p < HG__PART_OTHER; p++) ok = hg__planes(&v->score[p], 1, v->n, scratch);
    return ok;
}

/* Pose of the pelvis in the frames looked at, against one frame of the trial. */
static bool pelvis_pose(view *v) {
    hg__mending *w = v->w;
    size_t marker[PELVIS_MAX], m = 0;
    double *plane[3 * PELVIS_MAX], model[3 * PELVIS_MAX];
    for (size_t i = 0; i < w->m->n_markers && m < PELVIS_MAX; i++)
        if (w->marker[i].part == HG__PART_PELVIS) marker[m++] = i;
    if (m < 3) return false;
    if (!hg__planes(plane, 3 * m, v->n, w->stage->scratch)) return w->memory = false;
    for (size_t c = 0; c < 3 * m; c++)
        for (size_t i = 0; i < v->n; i++)
            plane[c][i] = w->m->raw[3 * marker[c / 3] + c % 3][i * v->stride];
    for (size_t try = 0, i = 0; try < MODEL_TRIES && i < v->n; i++) {
        bool whole = true;
        for (size_t c = 0; c < 3 * m; c++) whole &= !isnan(plane[c][i]);
        if (!whole) continue;
        for (size_t c = 0; c < 3 * m; c++) model[c] = plane[c][i];
        w->stage->k->cluster_pose(v->R, v->t, v->resid, model, (const double *const *)plane, m,
                                  v->n);
        if (median_of(v, v->resid) < MODEL_OFF_M) {
            for (size_t f = 0; f < v->n; f++)
                if (!(v->resid[f] < w->stage->params->pose_frame_limit_m)) v->R[0][f] = NAN;
            return true;
        }
        i += v->n / MODEL_TRIES;
        try++;
    }
    return false;
}

static hg__vec3 turned(const view *v, size_t i, hg__vec3 x, bool back) {
    double R[9];
    for (int a = 0; a < 9; a++) R[a] = v->R[a][i];
    return back ? hg__mat_apply_transposed(R, x) : hg__mat_apply(R, x);
}

/* Direction from left to right of a part as the pelvis sees it: medians over the trial. */
static bool direction(hg__vec3 *out, view *v, hg__part part) {
    double axis[3];
    for (int a = 0; a < 3; a++) {
        size_t count = 0;
        for (size_t i = 0; i < v->n; i++) {
            hg__vec3 d;
            if (isnan(v->R[0][i]) || !across(&d, v, part, i * v->stride)) continue;
            d = turned(v, i, d, true);
            v->work[count++] = a == 0 ? d.x : a == 1 ? d.y : d.z;
        }
        if (count < 8) return false;
        axis[a] = hg__mend_quantile(v->work, count, 0.5);
    }
    *out = hg__vec_unit(hg__vec(axis[0], axis[1], axis[2]));
    return hg__vec_finite(*out);
}

/* What the side of a part is judged by, in the frames looked at. */
static void look(view *v, hg__part part) {
    hg__part above = part == HG__PART_FOOT ? HG__PART_SHANK : HG__PART_THIGH;
    for (size_t i = 0; i < v->n; i++) {
        size_t frame = i * v->stride;
        double score = NAN;
        hg__vec3 d, l, r, la, ra;
        if (part != HG__PART_FOOT && v->across && !isnan(v->R[0][i]) && across(&d, v, part, frame))
            score = hg__vec_dot(turned(v, i, v->right, false), d);
        if (part == HG__PART_FOOT && middle(&l, v, part, HG_LEFT, frame) &&
            middle(&r, v, part, HG_RIGHT, frame) && middle(&la, v, above, HG_LEFT, frame) &&
            middle(&ra, v, above, HG_RIGHT, frame))
            score = hg__vec_norm(hg__vec_sub(l, ra)) + hg__vec_norm(hg__vec_sub(r, la)) -
                    hg__vec_norm(hg__vec_sub(l, la)) - hg__vec_norm(hg__vec_sub(r, ra));
        v->score[part][i] = score;
    }
    v->usual[part] = median_of(v, v->score[part]);
}

/* --- exchanges between common ends --- */

/* Index of the first stretch of `marker` that starts at or after about `frame`, when one ends about
 * there too: the marker may have been exchanged there. */
static bool parted(size_t *s, const hg__mending *w, size_t marker, const hg__stretch *before,
                   const hg__stretch *after) {
    const hg__mend_marker *k = &w->marker[marker];
    size_t within = (size_t)(w->stage->params->clean_mend_gap_s / w->dt) + 1;
    for (*s = 1; *s < k->n_stretches; ++*s) {
        const hg__stretch *a = &k->stretch[*s - 1], *b = &k->stretch[*s];
        if (a->to < after->from + within && before->to < b->from + within && a->to <= after->from &&
            before->to <= b->from)
            return true;
        if (a->to > after->from) return false;
    }
    return false;
}

typedef struct chunk {
    size_t from[2 * PAIRS_MAX], to[2 * PAIRS_MAX]; /* stretches of each marker of the part */
    size_t start, end;                             /* frames */
} chunk;

static size_t member(const view *v, hg__part part, size_t i) {
    size_t l = v->left[part][i / 2];
    return i % 2 ? (size_t)v->w->marker[l].mate : l;
}

/* Mean score over the chunk as a share of the usual one. */
static double share(const view *v, hg__part part, const chunk *c) {
    double sum = 0;
    size_t seen = 0;
    for (size_t i = (c->start + v->stride - 1) / v->stride; i < v->n && i * v->stride < c->end; i++)
        if (!isnan(v->score[part][i])) {
            sum += v->score[part][i];
            seen++;
        }
    return seen ? sum / (double)seen / v->usual[part] : NAN;
}

/* The exchange of a chunk, stretch by stretch; NULL when memory runs out. */
static hg__move *moves_of(size_t *n, view *v, hg__part part, const chunk *c) {
    hg__mending *w = v->w;
    size_t members = 2 * v->n_pairs[part], room = 0;
    for (size_t i = 0; i < members; i++) room += c->to[i] - c->from[i];
    hg__move *move = hg__arena_alloc(w->stage->scratch, room, sizeof *move);
    *n = 0;
    if (!move) w->memory = false;
    for (size_t i = 0; move && i < members; i++) {
        size_t m = member(v, part, i);
        for (size_t s = c->from[i]; s < c->to[i]; s++)
            move[(*n)++] = (hg__move){.from_marker = m,
                                      .to_marker = (size_t)w->marker[m].mate,
                                      .where = w->marker[m].stretch[s]};
    }
    return move;
}

static void exchange(hg__mending *w, const hg__move *move, size_t n) {
    bool mended = hg__mend_leads(w, move, n, 1.0) && hg__mend_apply(w, move, n, true);
    hg__mend_tell_moves(w, move, n, mended);
    for (size_t i = 0; i < n && !mended; i++)
        hg__mend_drop(w, move[i].from_marker, move[i].where.from, move[i].where.to);
}

/* By side, or, where that is not clear or between two looks, by continuity over the gaps at both
 * ends. The pelvis has no other side to be compared with, but moves smoothly enough for that. */
static bool is_exchanged(view *v, hg__part part, const chunk *c, const hg__move *move, size_t n) {
    double seen = part == HG__PART_PELVIS ? -INFINITY : share(v, part, c);
    if (part != HG__PART_PELVIS && seen < -v->w->stage->params->clean_mend_side) return true;
    return !(seen >= 0) && hg__mend_leads(v->w, move, n, CLEARLY);
}

/* Looks at the part between the frames at which all its markers are interrupted; true when that
 * changed anything. */
static bool by_chunks(view *v, hg__part part) {
    hg__mending *w = v->w;
    size_t members = 2 * v->n_pairs[part], lead = member(v, part, 0);
    const hg__mend_marker *k = &w->marker[lead];
    bool changed = false;
    chunk c = {.start = 0};
    for (size_t s = 1; s <= k->n_stretches; s++) {
        size_t next[2 * PAIRS_MAX];
        bool all = true, end = s == k->n_stretches;
        for (size_t i = 0; i < members && all; i++) {
            const hg__mend_marker *other = &w->marker[member(v, part, i)];
            if (end)
                next[i] = other->n_stretches;
            else
                all = other->n_stretches == 0 ||
                      parted(&next[i], w, member(v, part, i), &k->stretch[s - 1], &k->stretch[s]);
            if (other->n_stretches == 0) next[i] = 0;
        }
        if (!all) continue;
        for (size_t i = 0; i < members; i++) c.to[i] = next[i];
        c.end = end ? w->n : k->stretch[s].from;
        if (2 * (c.end - c.start) < w->n) {
            size_t n;
            const hg__move *move = moves_of(&n, v, part, &c);
            if (move && is_exchanged(v, part, &c, move, n)) {
                exchange(w, move, n);
                changed = true;
            }
        }
        for (size_t i = 0; i < members; i++) c.from[i] = next[i];
        c.start = c.end;
        if (!w->memory) return false;
    }
    for (size_t i = 0; changed && i < members; i++) hg__mend_cut(w, member(v, part, i));
    return changed;
}

/* --- exchanges without ends, and of the whole trial --- */

/* Thighs on the wrong side in spite of all: nothing can be computed there. */
static void leave_out(view *v) {
    hg__mending *w = v->w;
    double limit = -w->stage->params->clean_mend_side * v->usual[HG__PART_THIGH];
    for (size_t i = 0, from = 0; i <= v->n; i++) {
        if (i < v->n && v->score[HG__PART_THIGH][i] < limit) continue;
        if (i - from >= 3) {
            hg__move gone[2 * PAIRS_MAX];
            size_t n = 2 * v->n_pairs[HG__PART_THIGH],
                   to = i * v->stride < w->n ? i * v->stride : w->n;
            for (size_t m = 0; m < n; m++) {
                gone[m] = (hg__move){.from_marker = member(v, HG__PART_THIGH, m),
                                     .where = {from * v->stride, to}};
                hg__mend_drop(w, gone[m].from_marker, from * v->stride, to);
            }
            hg__mend_tell_moves(w, gone, n, false);
        }
        from = i + 1;
    }
}

static void blame(view *v, hg__part part, const char *against) {
    v->w->sides.samples += v->w->n;
    v->w->sides.times++;
    hg__list_add(v->w->sides.text, sizeof v->w->sides.text, "%s against %s", part_words[part],
                 against);
}

void hg__mend_sides(hg__mending *w) {
    view *v = hg__arena_alloc(w->stage->scratch, 1, sizeof *v);
    if (v) {
        v->w = w;
        v->stride = w->dt < LOOK_S ? (size_t)(LOOK_S / w->dt) : 1;
        v->n = (w->n + v->stride - 1) / v->stride;
    }
    if (!v || !allocate(v)) {
        w->memory = false;
        return;
    }
    find_pairs(v);
    if (v->n_pairs[HG__PART_PELVIS]) by_chunks(v, HG__PART_PELVIS);
    if (!w->memory) return;
    hg__vec3 anatomy = hg__vec(0, 0, 0);
    bool named = false;
    if (pelvis_pose(v)) {
        named = v->n_pairs[HG__PART_PELVIS] && direction(&anatomy, v, HG__PART_PELVIS);
        v->across = v->n_pairs[HG__PART_THIGH] && direction(&v->right, v, HG__PART_THIGH);
        if (named && v->across && hg__vec_dot(anatomy, v->right) < 0) {
            blame(v, HG__PART_THIGH, "pelvis");
            v->right = hg__vec_scale(v->right, -1);
        }
        if (named && !v->across) v->right = anatomy;
        v->across |= named;
    }
    for (hg__part part = HG__PART_THIGH; part <= HG__PART_FOOT && w->memory; part++) {
        if (v->n_pairs[part] == 0) continue;
        look(v, part);
        if (part != HG__PART_THIGH && v->usual[part] < 0)
            blame(v, part, part == HG__PART_FOOT ? "shanks" : "thighs");
        if (!(v->usual[part] > 0)) continue;
        if (by_chunks(v, part)) look(v, part);
        if (part == HG__PART_THIGH) leave_out(v);
    }
}
