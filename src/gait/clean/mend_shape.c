/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of the segments as the trial itself shows it, held values, and labels on one marker. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "gait/clean/mend_parts.h"

#define BODY ((size_t)6) /* markers that tell of a body: fewer may stand still by chance */

#define LOOK_FRAMES 3 /* every third frame meets all that last for three */
#define BLOCK (8 * LOOK_FRAMES)
#define FRAMES 120 /* of the trial for usual distances; quartiles are then sure to a tenth */

double hg__mend_quantile(double *x, size_t count, double p) {
    if (count == 0) return NAN;
    ptrdiff_t low = 0, high = (ptrdiff_t)count - 1;
    ptrdiff_t want = (ptrdiff_t)(p * (double)(count - 1) + 0.5);
    while (low < high) { /* Hoare's selection */
        double pivot = x[low + (high - low) / 2];
        ptrdiff_t i = low, j = high;
        while (i <= j) {
            while (x[i] < pivot) i++;
            while (pivot < x[j]) j--;
            if (i > j) break;
            double t = x[i];
            x[i++] = x[j];
            x[j--] = t;
        }
        if (want <= j)
            high = j;
        else if (want >= i)
            low = i;
        else
            break;
    }
    return x[want];
}

static double distance(const hg__mending *w, size_t a, size_t b, size_t frame) {
    return hg__vec_norm(hg__vec_sub(hg__mend_at(w, a, frame), hg__mend_at(w, b, frame)));
}

/* Keeps b among the steadiest of a; give_m holds the spread until all are known. */
static void offer(hg__mend_marker *a, size_t b, double usual, double spread) {
    if (a->n_near == HG__MEND_NEAR && a->give_m[HG__MEND_NEAR - 1] <= spread) return;
    size_t at = a->n_near < HG__MEND_NEAR ? a->n_near++ : HG__MEND_NEAR - 1;
    for (; at > 0 && a->give_m[at - 1] > spread; at--) {
        a->near[at] = a->near[at - 1];
        a->usual_m[at] = a->usual_m[at - 1];
        a->give_m[at] = a->give_m[at - 1];
    }
    a->near[at] = b;
    a->usual_m[at] = usual;
    a->give_m[at] = spread;
}

/* Can the distance of two markers be steady? Not from leg to leg, nor over two joints. */
static bool may_be_rigid(const hg__mend_marker *a, const hg__mend_marker *b) {
    if (a->part == HG__PART_OTHER || b->part == HG__PART_OTHER) return true;
    if (abs((int)a->part - (int)b->part) > 1) return false;
    return a->part == HG__PART_PELVIS || b->part == HG__PART_PELVIS || a->side == b->side;
}

void hg__mend_usual(hg__mending *w) {
    double d[FRAMES];
    const hg_params *p = w->stage->params;
    size_t stride = (w->n + FRAMES - 1) / FRAMES, K = w->m->n_markers;
    for (size_t a = 0; a < K; a++) w->marker[a].n_near = 0;
    for (size_t a = 0; a < K; a++)
        for (size_t b = 0; b < a; b++) {
            size_t count = 0;
            if (!may_be_rigid(&w->marker[a], &w->marker[b])) continue;
            for (size_t i = 0; i < w->n; i += stride)
                if (hg__mend_seen(w, a, i) && hg__mend_seen(w, b, i))
                    d[count++] = distance(w, a, b, i);
            if (count < 8) continue;
            double low = hg__mend_quantile(d, count, 0.25),
                   high = hg__mend_quantile(d, count, 0.75);
            /* the middle half stands for the whole as long as less than a quarter is wrong */
            if (high - low > p->clean_mend_rigid_m) continue;
            double usual = hg__mend_quantile(d, count, 0.5);
            offer(&w->marker[a], b, usual, high - low);
            offer(&w->marker[b], a, usual, high - low);
        }
    for (size_t a = 0; a < K; a++)
        for (size_t i = 0; i < w->marker[a].n_near; i++)
            w->marker[a].give_m[i] = p->clean_mend_shape_m + 3 * w->marker[a].give_m[i];
}

double hg__mend_misfit(const hg__mending *w, size_t marker, size_t from, size_t to,
                       double *error_m) {
    const hg__mend_marker *k = &w->marker[marker];
    size_t off = 0, seen = 0, stride = (to - from + HG__MEND_SAMPLES - 1) / HG__MEND_SAMPLES;
    double sum = 0;
    for (size_t i = from; i < to; i += stride) {
        if (!hg__mend_seen(w, marker, i)) continue;
        for (size_t b = 0; b < k->n_near; b++) {
            if (!hg__mend_seen(w, k->near[b], i)) continue;
            double error = fabs(distance(w, marker, k->near[b], i) - k->usual_m[b]);
            seen++;
            sum += error;
            off += error > k->give_m[b];
        }
    }
    *error_m = seen ? sum / (double)seen : NAN;
    return seen ? (double)off / (double)seen : NAN;
}

/* --- held values --- */

/* Do the near markers move on, and away from the usual distance, while this one repeats itself?
 * Compared with the frame in which it was last measured. */
static bool left_behind(const hg__mending *w, size_t marker, size_t from, size_t to) {
    const hg__mend_marker *k = &w->marker[marker];
    double limit = w->stage->params->clean_mend_frozen_m;
    size_t moved = 0, stretched = 0, seen = 0;
    for (size_t b = 0; b < k->n_near; b++) {
        size_t other = k->near[b];
        if (!hg__mend_seen(w, other, from)) continue;
        hg__vec3 start = hg__mend_at(w, other, from);
        double first = distance(w, marker, other, from), way = 0, change = 0;
        for (size_t i = from + 1; i < to; i++) {
            if (!hg__mend_seen(w, other, i)) continue;
            way = fmax(way, hg__vec_norm(hg__vec_sub(hg__mend_at(w, other, i), start)));
            change = fmax(change, fabs(distance(w, marker, other, i) - first));
        }
        seen++;
        moved += way > limit;
        stretched += change > 0.5 * limit;
    }
    return seen > 0 && 2 * moved > seen && 2 * stretched >= seen && stretched > 0;
}

/* Nobody stands so still that no marker of a body moves by the last digit of a file: a system that
 * holds the last frame for all of them. The first of the equal frames was measured. */
static bool frame_repeats(const hg__mending *w, size_t i) {
    size_t seen = 0;
    for (size_t m = 0; m < w->m->n_markers; m++) {
        double *const *p = w->m->raw + 3 * m;
        if (isnan(p[0][i]) && isnan(p[0][i - 1])) continue;
        if (!(p[0][i] == p[0][i - 1] && p[1][i] == p[1][i - 1] && p[2][i] == p[2][i - 1]))
            return false;
        seen++;
    }
    return seen >= BODY;
}

/* A recording that is at rest from end to end (one frame repeated, a drawn figure) shows nothing of
 * the kind; one that moves does. */
static void drop_held_frames(hg__mending *w, size_t least) {
    size_t held = 0, repeated = 0;
    for (size_t i = 1; i < w->n; i++) repeated += frame_repeats(w, i);
    if (repeated < least || 2 * repeated > w->n) return;
    for (size_t i = 1, from = 0; i <= w->n; i++) {
        if (i < w->n && frame_repeats(w, i)) continue;
        for (size_t m = 0; i - from >= least && m < w->m->n_markers; m++)
            w->frozen.samples += hg__mend_drop(w, m, from + 1, i);
        if (i - from >= least) held += i - from - 1;
        from = i;
    }
    if (!held) return;
    w->frozen.times++;
    hg__list_add(w->frozen.text, sizeof w->frozen.text, "all of them at once (%.2f s)",
                 (double)held * w->dt);
}

void hg__mend_frozen(hg__mending *w) {
    size_t least = (size_t)w->stage->params->clean_mend_frozen_frames;
    drop_held_frames(w, least);
    for (size_t m = 0; m < w->m->n_markers; m++) {
        double *const *p = w->m->raw + 3 * m;
        size_t from = 0, dropped = 0;
        for (size_t i = 1; i <= w->n; i++) {
            if (i < w->n && p[0][i] == p[0][i - 1] && p[1][i] == p[1][i - 1] &&
                p[2][i] == p[2][i - 1])
                continue;
            /* the first of the equal samples was measured */
            if (i - from >= least && hg__mend_seen(w, m, from) && left_behind(w, m, from, i))
                dropped += hg__mend_drop(w, m, from + 1, i);
            from = i;
        }
        if (!dropped) continue;
        w->frozen.samples += dropped;
        w->frozen.times++;
        hg__list_add(w->frozen.text, sizeof w->frozen.text, "%s (%.2f s)", w->m->label[m],
                     (double)dropped * w->dt);
    }
}

/* --- two labels on one marker --- */

static bool together(const hg__mending *w, size_t a, size_t b, size_t i, double limit) {
    double *const *p = w->m->raw + 3 * a, *const *q = w->m->raw + 3 * b;
    return fabs(p[0][i] - q[0][i]) < limit && fabs(p[1][i] - q[1][i]) < limit &&
           fabs(p[2][i] - q[2][i]) < limit && distance(w, a, b, i) < limit;
}

static double usual_distance(hg__mending *w, size_t a, size_t b) {
    double d[FRAMES];
    size_t stride = (w->n + FRAMES - 1) / FRAMES, count = 0;
    for (size_t i = 0; i < w->n; i += stride)
        if (hg__mend_seen(w, a, i) && hg__mend_seen(w, b, i)) d[count++] = distance(w, a, b, i);
    return hg__mend_quantile(d, count, 0.5);
}

/* The frames [from, to) in which a and b are one; the label that left its shape is wrong. */
static void collapsed(hg__mending *w, size_t a, size_t b, size_t from, size_t to, bool keep) {
    size_t pair[2] = {a, b};
    double off[2], error_m;
    for (int i = 0; i < 2; i++) off[i] = hg__mend_misfit(w, pair[i], from, to, &error_m);
    int wrong = off[0] > 0.5 && off[1] < 0.5 ? 0 : off[1] > 0.5 && off[0] < 0.5 ? 1 : -1;
    w->collapsed.samples += to - from;
    w->collapsed.times++;
    hg__list_add(
        w->collapsed.text, sizeof w->collapsed.text, "%s and %s at %.2f to %.2f s%s%s",
        w->m->label[a], w->m->label[b], hg__mend_time(w, from), hg__mend_time(w, to - 1),
        wrong < 0 || keep ? "" : ", left out: ", wrong < 0 || keep ? "" : w->m->label[pair[wrong]]);
    if (wrong >= 0 && !keep) hg__mend_drop(w, pair[wrong], from, to);
}

/* Where a marker is, in a stretch of BLOCK frames, seen from above. */
typedef struct box {
    double low[2], high[2]; /* x, z */
} box;

static box *boxes_of(const hg__mending *w, size_t blocks) {
    static const size_t axis[2] = {0, 2};
    box *boxes = hg__arena_alloc(w->stage->scratch, w->m->n_markers * blocks, sizeof *boxes);
    for (size_t m = 0; boxes && m < w->m->n_markers; m++)
        for (size_t k = 0; k < blocks; k++) {
            box *b = &boxes[m * blocks + k];
            *b = (box){{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
            for (int a = 0; a < 2; a++) {
                const double *x = w->m->raw[3 * m + axis[a]];
                for (size_t i = k * BLOCK; i < (k + 1) * BLOCK && i < w->n; i += LOOK_FRAMES) {
                    if (x[i] < b->low[a]) b->low[a] = x[i];
                    if (x[i] > b->high[a]) b->high[a] = x[i];
                }
            }
        }
    return boxes;
}

static bool apart(const box *a, const box *b, double limit) {
    return a->low[0] > b->high[0] + limit || b->low[0] > a->high[0] + limit ||
           a->low[1] > b->high[1] + limit || b->low[1] > a->high[1] + limit;
}

/* The meetings of two markers whose boxes touch. */
static void meetings(hg__mending *w, size_t a, size_t b, const box *boxes, size_t blocks) {
    const hg_params *p = w->stage->params;
    double limit = p->clean_mend_collapse_m, usual = -1; /* not yet looked at */
    bool keep = w->stage->convention->model == HG__MODEL_TROCHANTERS;
    size_t least = (size_t)ceil(p->clean_mend_collapse_s / w->dt);
    if (least < LOOK_FRAMES) least = LOOK_FRAMES;
    for (size_t i = 0; i < w->n; i += LOOK_FRAMES) {
        size_t k = i / BLOCK;
        if (i % BLOCK == 0 && apart(&boxes[a * blocks + k], &boxes[b * blocks + k], limit)) {
            i += BLOCK - LOOK_FRAMES;
            continue;
        }
        if (!together(w, a, b, i, limit)) continue;
        if (usual < 0) usual = usual_distance(w, a, b);
        if (!(usual > 3 * limit)) return; /* they are always close */
        size_t from = i, to = i + 1;
        while (from > 0 && together(w, a, b, from - 1, limit)) from--;
        while (to < w->n && together(w, a, b, to, limit)) to++;
        if (to - from >= least) collapsed(w, a, b, from, to, keep);
        while (i + LOOK_FRAMES < to) i += LOOK_FRAMES;
    }
}

void hg__mend_collapsed(hg__mending *w) {
    size_t blocks = (w->n + BLOCK - 1) / BLOCK;
    const box *boxes = boxes_of(w, blocks);
    if (!boxes) {
        w->memory = false;
        return;
    }
    for (size_t a = 0; a < w->m->n_markers; a++)
        for (size_t b = 0; b < a; b++) meetings(w, a, b, boxes, blocks);
}
