/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lost marker from the others of its segment: the pose of the others carries its place among
 * them. That place is its mean over the trial, moved by how far it stood from there at either edge
 * of the gap, as long as that is remembered. A straight line from edge to edge, the usual way,
 * leaves half as much error again in gaps of half a second and more (docs/gap-filling.md): skin
 * swings with the stride and comes back to its mean.
 */
#include <math.h>
#include <string.h>

#include "gait/clean/fill.h"

#define OTHERS_LEAST 3 /* a pose needs them */
/* Frames that the shape is learnt from, evenly spread: the mean of 128 is known to a tenth of the
 * spread; fewer than 20 do not tell a steady marker from a loose one. */
#define LEARN_MOST 128
#define LEARN_LEAST 20
#define ROUNDS 2 /* of aligning all frames to their mean shape; it stands still after two */
/* the segments, and the marked points of either foot */
#define CLUSTERS ((size_t)HG__SEGMENT_COUNT + 2)

typedef struct cluster {
    size_t n, marker[HG__CLUSTER_MAX];
} cluster;

/* The marker and those it is filled from, the marker last. */
typedef struct company {
    size_t n, marker[HG__CLUSTER_MAX];
} company;

struct hg__rigid {
    hg__markers *m;
    const hg__stage *stage;
    cluster cluster[CLUSTERS];
    double *R[9], *t[3], *residual, *p[3]; /* planes for a gap with its edges, or for learning */
    double *sample[3 * HG__CLUSTER_MAX];
    /* what was learnt last */
    company known;
    bool steady;
    double model[3 * HG__CLUSTER_MAX];
    hg__vec3 mean;
};

static void add_marker(cluster *c, const hg__markers *m, const char *label) {
    ptrdiff_t at = hg__markers_find(m, label);
    if (at < 0 || c->n == HG__CLUSTER_MAX) return;
    for (size_t i = 0; i < c->n; i++)
        if (c->marker[i] == (size_t)at) return;
    c->marker[c->n++] = (size_t)at;
}

static void find_clusters(hg__rigid *r, const hg__markerset *set) {
    for (size_t s = 0; s < HG__SEGMENT_COUNT; s++)
        for (size_t i = 0; i < set->n_cluster[s]; i++)
            add_marker(&r->cluster[s], r->m, set->cluster[s][i]);
    /* A shod foot between heel and ball is stiff enough to try; the spread decides. */
    static const hg__landmark foot[] = {HG__LANDMARK_HEEL_LEFT, HG__LANDMARK_TOE_LEFT};
    for (int side = HG_LEFT; side <= HG_RIGHT; side++)
        for (size_t f = 0; f < sizeof foot / sizeof *foot; f++) {
            int row = HG__OF_SIDE(foot[f], side);
            for (size_t i = 0; i < set->n_landmark[row]; i++)
                add_marker(&r->cluster[HG__SEGMENT_COUNT + side], r->m, set->landmark[row][i]);
        }
}

hg__rigid *hg__rigid_new(hg__markers *markers, const hg__markerset *set, size_t longest,
                         const hg__stage *stage) {
    hg__rigid *r = hg__arena_alloc(stage->scratch, 1, sizeof *r);
    size_t room = longest + 2 > LEARN_MOST ? longest + 2 : LEARN_MOST;
    if (!r || !hg__planes(r->R, 9, room, stage->scratch) ||
        !hg__planes(r->t, 3, room, stage->scratch) || !hg__planes(r->p, 3, room, stage->scratch) ||
        !hg__planes(&r->residual, 1, room, stage->scratch) ||
        !hg__planes(r->sample, 3 * HG__CLUSTER_MAX, LEARN_MOST, stage->scratch))
        return NULL;
    r->m = markers;
    r->stage = stage;
    find_clusters(r, set);
    return r;
}

/* Where a lab point stands in the pose of frame i. */
static hg__vec3 place(const hg__rigid *r, size_t i, hg__vec3 p) {
    double R[9];
    for (size_t e = 0; e < 9; e++) R[e] = r->R[e][i];
    return hg__mat_apply_transposed(R, hg__vec_sub(p, hg__vec(r->t[0][i], r->t[1][i], r->t[2][i])));
}

static hg__vec3 sampled(const hg__rigid *r, size_t k, size_t i) {
    return hg__vec(r->sample[3 * k][i], r->sample[3 * k + 1][i], r->sample[3 * k + 2][i]);
}

static bool all_seen(const hg__markers *m, const company *c, size_t frame) {
    for (size_t k = 0; k < c->n; k++)
        if (!hg__is_seen(m->origin[c->marker[k]][frame])) return false;
    return true;
}

/* Frames in which all of the company were seen, into the sample planes: every so many frames one is
 * tried, more densely when too few of them serve. 0 when that ends in too few. */
static size_t take_samples(hg__rigid *r, const company *c) {
    size_t taken = 0;
    for (size_t stride = r->m->n / LEARN_MOST + 1; taken < LEARN_LEAST; stride = (stride + 1) / 2) {
        taken = 0;
        for (size_t i = 0; i < r->m->n && taken < LEARN_MOST; i += stride) {
            if (!all_seen(r->m, c, i)) continue;
            for (size_t k = 0; k < c->n; k++)
                for (size_t a = 0; a < 3; a++)
                    r->sample[3 * k + a][taken] = r->m->raw[3 * c->marker[k] + a][i];
            taken++;
        }
        if (stride == 1) break;
    }
    return taken < LEARN_LEAST ? 0 : taken;
}

/* Mean place of each of the company over the frames with a pose; false when these are too few. */
static bool average(hg__rigid *r, double mean[3 * HG__CLUSTER_MAX], const company *c,
                    size_t samples) {
    size_t posed = 0;
    memset(mean, 0, 3 * c->n * sizeof *mean);
    for (size_t i = 0; i < samples; i++) {
        if (isnan(r->residual[i])) continue;
        for (size_t k = 0; k < c->n; k++) {
            hg__vec3 l = place(r, i, sampled(r, k, i));
            mean[3 * k] += l.x;
            mean[3 * k + 1] += l.y;
            mean[3 * k + 2] += l.z;
        }
        posed++;
    }
    for (size_t j = 0; posed && j < 3 * c->n; j++) mean[j] /= (double)posed;
    return posed >= LEARN_LEAST;
}

/* The mean shape of the others, the marker's mean place among them, and whether it keeps it. */
static void learn(hg__rigid *r, const company *c) {
    const hg__kernels *k = r->stage->k;
    double mean[3 * HG__CLUSTER_MAX];
    size_t samples = take_samples(r, c), others = c->n - 1;
    r->known = *c;
    r->steady = false;
    if (samples == 0) return;
    hg__vec3 first = sampled(r, 0, 0); /* any origin near the markers will do */
    for (size_t j = 0; j < others; j++) {
        hg__vec3 l = hg__vec_sub(sampled(r, j, 0), first);
        memcpy(r->model + 3 * j, (double[3]){l.x, l.y, l.z}, 3 * sizeof(double));
    }
    for (int round = 0; round < ROUNDS; round++) {
        if (round) memcpy(r->model, mean, 3 * others * sizeof *mean);
        k->cluster_pose(r->R, r->t, r->residual, r->model, (const double *const *)r->sample, others,
                        samples);
        if (!average(r, mean, c, samples)) return;
    }
    r->mean = hg__vec(mean[3 * others], mean[3 * others + 1], mean[3 * others + 2]);
    double sum = 0;
    size_t posed = 0;
    for (size_t i = 0; i < samples; i++) {
        if (isnan(r->residual[i])) continue;
        sum += hg__vec_norm(hg__vec_sub(place(r, i, sampled(r, others, i)), r->mean));
        posed++;
    }
    r->steady = sum / (double)posed <= r->stage->params->clean_gap_rigid_spread_m;
}

static bool seen_throughout(const hg__markers *m, size_t marker, const hg__gap *gap) {
    for (size_t i = gap->first - 1; i <= gap->end; i++) {
        uint8_t origin = m->origin[marker][i];
        if (!hg__is_seen(origin) && origin != HG_SAMPLE_SPLINE) return false;
    }
    return true;
}

/* The marker of the gap and the others of the cluster that are there from edge to edge. */
static bool gather(company *c, const cluster *of, const hg__markers *m, const hg__gap *gap) {
    bool member = false;
    c->n = 0;
    for (size_t i = 0; i < of->n; i++) {
        if (of->marker[i] == gap->marker)
            member = true;
        else if (seen_throughout(m, of->marker[i], gap))
            c->marker[c->n++] = of->marker[i];
    }
    if (!member || c->n < OTHERS_LEAST) return false;
    c->marker[c->n++] = gap->marker;
    return true;
}

static bool same(const company *a, const company *b) {
    return a->n == b->n && memcmp(a->marker, b->marker, a->n * sizeof *a->marker) == 0;
}

static bool fill_from(hg__rigid *r, const company *c, const hg__gap *gap) {
    const hg__markers *m = r->m;
    const double *marker[3 * HG__CLUSTER_MAX];
    size_t others = c->n - 1, length = gap->end - gap->first + 1;
    double forget = 1.0 / (r->stage->params->clean_gap_memory_s * m->rate_hz);
    for (size_t k = 0; k < others; k++)
        for (size_t a = 0; a < 3; a++)
            marker[3 * k + a] = m->raw[3 * c->marker[k] + a] + gap->first - 1;
    r->stage->k->cluster_pose(r->R, r->t, r->residual, r->model, marker, others, length + 1);
    for (size_t i = 0; i <= length; i++)
        if (isnan(r->residual[i])) return false;
    hg__vec3 before =
        hg__vec_sub(place(r, 0, hg__marker_at(m, gap->marker, gap->first - 1)), r->mean);
    hg__vec3 after =
        hg__vec_sub(place(r, length, hg__marker_at(m, gap->marker, gap->end)), r->mean);
    for (size_t i = 1; i < length; i++) {
        double w[2], R[9];
        hg__bridge(w, i, length, forget);
        for (size_t e = 0; e < 9; e++) R[e] = r->R[e][i];
        hg__vec3 l = hg__vec_add(
            r->mean, hg__vec_add(hg__vec_scale(before, w[0]), hg__vec_scale(after, w[1])));
        hg__vec3 p = hg__mat_apply(R, l);
        r->p[0][i - 1] = p.x + r->t[0][i];
        r->p[1][i - 1] = p.y + r->t[1][i];
        r->p[2][i - 1] = p.z + r->t[2][i];
    }
    return true;
}

void hg__rigid_fill(hg__rigid *r, const hg__gap *gap) {
    for (size_t s = 0; s < CLUSTERS; s++) {
        company c;
        if (!gather(&c, &r->cluster[s], r->m, gap)) continue;
        if (!same(&c, &r->known)) learn(r, &c);
        if (!r->steady || !fill_from(r, &c, gap)) continue;
        hg__write_gap(r->m, gap, HG_SAMPLE_RIGID, r->p);
        return;
    }
}
