/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lost marker from how all markers move together, for gaps that no cluster can fill.
 *
 * The coordinates of all markers relative to the centroid of the pelvis markers, over the frames
 * that have them all, are taken as normally distributed: mean mu, covariance S. With a ridge
 * lambda = 1e-6 tr(S) / n on the diagonal the lost ones are expected where
 * (x - mu)' (S + lambda I)^-1 (x - mu) is least, given those that are seen: the regression
 * S_mo (S_oo + lambda I)^-1 (after Federolf 2013, doi:10.1371/journal.pone.0078689). Written with
 * the inverse of the whole covariance, which is made once, each pattern of lost markers costs only
 * an inverse of its own small size. The centroid is unknown too when a pelvis marker is lost; it is
 * then found along with the rest, as three more unknowns that nothing is known of.
 */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "dsp/stats.h"
#include "gait/clean/fill.h"

#define RIDGE 1e-6
#define MARKERS_LEAST 4
#define MARKERS_MOST                                                                               \
    80 /* more are not worth the cube of their number; the least complete go first */
#define LEARN_MOST 2048 /* frames; more change the errors by less than 5 percent */

struct hg__correlated {
    hg__markers *m;
    const hg__markerset *set;
    const hg__stage *stage;
    double *p[3]; /* room for a gap with its edges */
    bool learnt, usable;
    size_t n, marker[MARKERS_MOST]; /* markers of the model; 3 n = d coordinates */
    double *mean, *precision;       /* d; d * d */
    double *shift, *shift2;         /* precision times, d * 3, and between, 3 * 3, a common shift */
    double *H, *row;                /* scratch of a gap */
};

hg__correlated *hg__correlated_new(hg__markers *markers, const hg__markerset *set, size_t longest,
                                   const hg__stage *stage) {
    hg__correlated *c = hg__arena_alloc(stage->scratch, 1, sizeof *c);
    if (!c || !hg__planes(c->p, 3, longest + 2, stage->scratch)) return NULL;
    c->m = markers;
    c->set = set;
    c->stage = stage;
    return c;
}

/* --- learning --- */

/* Samples good enough to learn from: first what was seen, then what the surer methods filled. */
static bool is_good(uint8_t origin, bool filled_too) {
    return hg__is_seen(origin) ||
           (filled_too && (origin == HG_SAMPLE_SPLINE || origin == HG_SAMPLE_RIGID));
}

/* Markers that may be part of a model, and how many samples of each are bad. */
typedef struct choice {
    size_t n, marker[HG__SET_LABELS_MAX], bad[HG__SET_LABELS_MAX];
    uint16_t *lost; /* per frame: how many of them are bad */
    size_t complete;
} choice;

static void count_bad(choice *c, const hg__markers *m, bool filled_too) {
    memset(c->lost, 0, m->n * sizeof *c->lost);
    for (size_t k = 0; k < c->n; k++) {
        const uint8_t *origin = m->origin[c->marker[k]];
        c->bad[k] = 0;
        for (size_t i = 0; i < m->n; i++) {
            bool bad = !is_good(origin[i], filled_too);
            c->bad[k] += bad;
            c->lost[i] = (uint16_t)(c->lost[i] + bad);
        }
    }
    c->complete = 0;
    for (size_t i = 0; i < m->n; i++) c->complete += c->lost[i] == 0;
}

/* Leaves out the marker with most bad samples; false when that would not help. */
static bool drop_worst(choice *c, const hg__markers *m, bool filled_too) {
    size_t worst = 0;
    for (size_t k = 1; k < c->n; k++)
        if (c->bad[k] > c->bad[worst]) worst = k;
    if (c->n <= MARKERS_LEAST || (c->bad[worst] == 0 && c->n <= MARKERS_MOST)) return false;
    const uint8_t *origin = m->origin[c->marker[worst]];
    c->complete = 0;
    for (size_t i = 0; i < m->n; i++) {
        c->lost[i] = (uint16_t)(c->lost[i] - !is_good(origin[i], filled_too));
        c->complete += c->lost[i] == 0;
    }
    c->n--;
    memmove(c->marker + worst, c->marker + worst + 1, (c->n - worst) * sizeof *c->marker);
    memmove(c->bad + worst, c->bad + worst + 1, (c->n - worst) * sizeof *c->bad);
    return true;
}

/* Seconds alone would let a slow camera learn more numbers than it has frames. */
static bool is_enough(const choice *c, const hg__correlated *of) {
    double frames = of->stage->params->clean_gap_complete_s * of->m->rate_hz;
    return c->n >= MARKERS_LEAST && c->n <= MARKERS_MOST && (double)c->complete >= frames &&
           c->complete >= 6 * c->n;
}

/* All markers over what was seen; else with what was filled; else without the least complete. */
static bool choose(choice *c, const hg__correlated *of) {
    const hg__markers *m = of->m;
    for (size_t k = 0; k < m->n_markers; k++) {
        size_t missing = 0;
        for (size_t i = 0; i < m->n; i++) missing += m->origin[k][i] == HG_SAMPLE_MISSING;
        if (2 * missing <= m->n) c->marker[c->n++] = k;
    }
    for (int filled_too = 0; filled_too < 2; filled_too++) {
        count_bad(c, m, filled_too);
        if (is_enough(c, of)) return true;
    }
    while (drop_worst(c, m, true))
        if (is_enough(c, of)) return true;
    return false;
}

static size_t find_pelvis(size_t pelvis[HG__CLUSTER_MAX], const hg__correlated *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->set->n_cluster[HG__SEGMENT_PELVIS]; i++) {
        ptrdiff_t at = hg__markers_find(c->m, c->set->cluster[HG__SEGMENT_PELVIS][i]);
        for (size_t k = 0; k < c->n; k++)
            if (at >= 0 && c->marker[k] == (size_t)at) pelvis[n++] = k;
    }
    return n;
}

/* Planes of deviations from the mean, one per coordinate, in the chosen frames. */
static size_t take_samples(hg__correlated *c, double **plane, const choice *from,
                           const size_t *pelvis, size_t n_pelvis) {
    size_t stride = (from->complete + LEARN_MOST - 1) / LEARN_MOST, count = 0, taken = 0;
    for (size_t i = 0; i < c->m->n; i++) {
        if (from->lost[i] || count++ % stride != 0) continue;
        for (size_t a = 0; a < 3; a++) {
            double centre = 0;
            for (size_t k = 0; k < n_pelvis; k++)
                centre += c->m->raw[3 * c->marker[pelvis[k]] + a][i];
            centre /= (double)n_pelvis;
            for (size_t k = 0; k < c->n; k++)
                plane[3 * k + a][taken] = c->m->raw[3 * c->marker[k] + a][i] - centre;
        }
        taken++;
    }
    for (size_t j = 0; j < 3 * c->n; j++) {
        c->mean[j] = c->stage->k->sum_valid(plane[j], taken) / (double)taken;
        for (size_t i = 0; i < taken; i++) plane[j][i] -= c->mean[j];
    }
    return taken;
}

static bool invert_covariance(hg__correlated *c, double *const *plane, size_t samples) {
    size_t d = 3 * c->n;
    double trace = 0;
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j <= i; j++) {
            double s = c->stage->k->dot(plane[i], plane[j], samples) / (double)samples;
            c->precision[i * d + j] = c->precision[j * d + i] = s;
            if (i == j) trace += s;
        }
    for (size_t i = 0; i < d; i++) c->precision[i * d + i] += RIDGE * trace / (double)d;
    if (!(trace > 0) || !hg__invert_positive(c->precision, d)) return false;
    memset(c->shift, 0, 3 * d * sizeof *c->shift);
    memset(c->shift2, 0, 9 * sizeof *c->shift2);
    for (size_t i = 0; i < d; i++) {
        for (size_t j = 0; j < d; j++) c->shift[3 * i + j % 3] += c->precision[i * d + j];
        for (size_t a = 0; a < 3; a++) c->shift2[3 * (i % 3) + a] += c->shift[3 * i + a];
    }
    return true;
}

static hg_status learn(hg__correlated *c) {
    hg__arena *scratch = c->stage->scratch;
    choice *from = hg__arena_alloc(scratch, 1, sizeof *from);
    size_t pelvis[HG__CLUSTER_MAX], d, h;
    c->learnt = true;
    if (!from || !(from->lost = hg__arena_alloc(scratch, c->m->n, sizeof *from->lost)))
        return hg__fail_memory(c->stage->err);
    if (!choose(from, c)) return HG_OK;
    c->n = from->n;
    memcpy(c->marker, from->marker, from->n * sizeof *from->marker);
    size_t n_pelvis = find_pelvis(pelvis, c);
    if (n_pelvis == 0) return HG_OK;
    d = 3 * c->n;
    h = d + 3;
    size_t room = from->complete < LEARN_MOST ? from->complete : LEARN_MOST;
    double *plane[3 * MARKERS_MOST];
    c->mean = hg__arena_alloc(scratch, d, sizeof(double));
    c->precision = hg__arena_alloc(scratch, d * d, sizeof(double));
    c->shift = hg__arena_alloc(scratch, 3 * d, sizeof(double));
    c->shift2 = hg__arena_alloc(scratch, 9, sizeof(double));
    c->H = hg__arena_alloc(scratch, h * h, sizeof(double));
    c->row = hg__arena_alloc(scratch, 3 * d, sizeof(double));
    if (!c->mean || !c->precision || !c->shift || !c->shift2 || !c->H || !c->row ||
        !hg__planes(plane, d, room, scratch))
        return hg__fail_memory(c->stage->err);
    size_t samples = take_samples(c, plane, from, pelvis, n_pelvis);
    c->usable = invert_covariance(c, plane, samples);
    return HG_OK;
}

/* --- filling --- */

/* Seen from edge to edge, or filled by a method that did not itself use all markers. */
static bool is_there(const hg__markers *m, size_t marker, const hg__gap *gap) {
    for (size_t i = gap->first - 1; i <= gap->end; i++)
        if (!is_good(m->origin[marker][i], true)) return false;
    return true;
}

/*
 * Coefficients of the lost marker: p = row (x - mean) with x of lost markers at zero. The unknowns
 * are the lost coordinates and the centroid; H is their precision. False when the seen markers
 * do not determine the lost one well enough.
 */
static bool solve(hg__correlated *c, const size_t *lost, size_t n_lost, size_t which) {
    size_t d = 3 * c->n, u = 3 * n_lost, h = u + 3;
    double limit = c->stage->params->clean_gap_correlated_error_m, variance = 0;
    for (size_t i = 0; i < u; i++) {
        size_t at = 3 * lost[i / 3] + i % 3;
        for (size_t j = 0; j < u; j++)
            c->H[i * h + j] = c->precision[at * d + 3 * lost[j / 3] + j % 3];
        for (size_t a = 0; a < 3; a++)
            c->H[i * h + u + a] = c->H[(u + a) * h + i] = -c->shift[3 * at + a];
    }
    for (size_t e = 0; e < 9; e++) c->H[(u + e / 3) * h + u + e % 3] = c->shift2[e];
    if (!hg__invert_positive(c->H, h)) return false;
    for (size_t a = 0; a < 3; a++) {
        const double *w = c->H + (3 * which + a) * h;
        variance += w[3 * which + a];
        for (size_t j = 0; j < d; j++) {
            double sum = 0;
            for (size_t i = 0; i < u; i++)
                sum -= w[i] * c->precision[(3 * lost[i / 3] + i % 3) * d + j];
            for (size_t b = 0; b < 3; b++) sum += w[u + b] * c->shift[3 * j + b];
            c->row[a * d + j] = sum;
        }
    }
    return sqrt(variance) <= limit;
}

static void estimate(hg__correlated *c, const bool *there, const hg__gap *gap) {
    size_t d = 3 * c->n, frames = gap->end - gap->first + 2;
    for (size_t a = 0; a < 3; a++) {
        const double *row = c->row + a * d;
        double constant = 0;
        for (size_t j = 0; j < d; j++) constant -= row[j] * c->mean[j];
        for (size_t i = 0; i < frames; i++) c->p[a][i] = constant;
        for (size_t j = 0; j < d; j++) {
            if (!there[j / 3]) continue;
            const double *x = c->m->raw[3 * c->marker[j / 3] + j % 3] + gap->first - 1;
            c->stage->k->blend(c->p[a], c->p[a], 1.0, x, row[j], frames);
        }
    }
}

/* The estimate misses the marker at the edges by a little; the gap begins and ends without a jump,
 * which the accelerations of a foot would show. */
static void meet_edges(hg__correlated *c, const hg__gap *gap) {
    const hg__markers *m = c->m;
    size_t length = gap->end - gap->first + 1;
    double forget = 1.0 / (c->stage->params->clean_gap_memory_s * m->rate_hz);
    for (size_t a = 0; a < 3; a++) {
        const double *x = m->raw[3 * gap->marker + a];
        double before = x[gap->first - 1] - c->p[a][0], after = x[gap->end] - c->p[a][length];
        for (size_t i = 1; i < length; i++) {
            double w[2];
            hg__bridge(w, i, length, forget);
            c->p[a][i] += w[0] * before + w[1] * after;
        }
    }
}

hg_status hg__correlated_fill(hg__correlated *c, const hg__gap *gap) {
    size_t lost[MARKERS_MOST], n_lost = 0, which = SIZE_MAX;
    bool there[MARKERS_MOST];
    hg_status status = c->learnt ? HG_OK : learn(c);
    if (status != HG_OK || !c->usable) return status;
    for (size_t k = 0; k < c->n; k++) {
        bool self = c->marker[k] == gap->marker;
        there[k] = !self && is_there(c->m, c->marker[k], gap);
        if (self) which = n_lost;
        if (!there[k]) lost[n_lost++] = k;
    }
    if (which == SIZE_MAX || 2 * n_lost > c->n || !solve(c, lost, n_lost, which)) return HG_OK;
    estimate(c, there, gap);
    meet_edges(c, gap);
    double *const inside[3] = {c->p[0] + 1, c->p[1] + 1, c->p[2] + 1};
    hg__write_gap(c->m, gap, HG_SAMPLE_CORRELATED, inside);
    return HG_OK;
}
