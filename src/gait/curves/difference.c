/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two tests of the pairs' differences, and what they find in degrees. */
#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "dsp/flips.h"
#include "dsp/serial.h"
#include "dsp/spm.h"
#include "dsp/stats.h"
#include "gait/curves/curves.h"

#define DEGREES (180.0 / 3.14159265358979323846)
#define SAME_DEG 1e-9  /* differences that spread less are rounding, not strides */
#define SAME 1e-9      /* relative: draws that are one but for the order of adding (flips.c) */
#define BLOCKS_LEAST 6 /* 2 / 2^5 is more than 0.05: fewer blocks can never say anything */

/* What a placement of the markers does to the difference of the sides. */
typedef enum error_kind { EACH_SIDE, OPPOSITE, AXIAL } error_kind;

static double size_of(hg_curve_id curve, const hg_params *p) {
    static const error_kind kinds[HG_CURVE_COUNT] = {[HG_CURVE_PELVIS_OBLIQUITY] = OPPOSITE,
                                                     [HG_CURVE_PELVIS_ROTATION] = OPPOSITE,
                                                     [HG_CURVE_HIP_ADDUCTION] = OPPOSITE,
                                                     [HG_CURVE_HIP_ROTATION] = AXIAL};
    switch (kinds[curve]) {
    case OPPOSITE: return 1.96 * 2.0 * p->curves_placement_deg;
    case AXIAL: return 1.96 * sqrt(2.0) * p->curves_placement_rotation_deg;
    case EACH_SIDE: break;
    }
    return 1.96 * sqrt(2.0) * p->curves_placement_deg;
}

/* The differences of one curve, degrees, right minus left. */
typedef struct pairs {
    size_t n;
    const double **row;
    bool *follows;
} pairs;

static bool collect(pairs *out, const hg__stride_set *s, hg_curve_id curve,
                    const hg__stage *stage) {
    size_t most = s->n[hg__first_side(s)];
    hg__stride_pair *pair = hg__arena_alloc(stage->scratch, most, sizeof *pair);
    out->row = hg__arena_alloc(stage->scratch, most, sizeof *out->row);
    out->follows = hg__arena_alloc(stage->scratch, most, sizeof *out->follows);
    if (!pair || !out->row || !out->follows) return false;
    out->n = hg__curve_pairs(pair, s, curve, stage->k);
    double *d = hg__arena_alloc(stage->scratch, out->n * HG_CURVE_POINTS, sizeof *d);
    if (!d) return false;
    for (size_t i = 0; i < out->n; i++, d += HG_CURVE_POINTS) {
        const double *row[2];
        for (int side = 0; side < 2; side++)
            row[side] = s->row[side][curve] + pair[i].stride[side] * HG_CURVE_POINTS;
        stage->k->blend(d, row[HG_RIGHT], DEGREES, row[HG_LEFT], -DEGREES, HG_CURVE_POINTS);
        out->row[i] = d;
        out->follows[i] = pair[i].follows;
    }
    return true;
}

/* Points at which the pairs do not differ from one another. */
static size_t count_same(const double *sd) {
    size_t same = 0;
    for (int q = 0; q < HG_CURVE_POINTS; q++) same += !(sd[q] > SAME_DEG);
    return same;
}

static void blank(hg_difference_test *t) {
    *t = (hg_difference_test){.lag1 = NAN,
                              .pairs_effective = NAN,
                              .threshold = NAN,
                              .fwhm_percent = NAN,
                              .flips = {.threshold = NAN, .p = NAN}};
    for (int q = 0; q < HG_CURVE_POINTS; q++) t->difference[q] = t->t[q] = NAN;
}

/* |t| of the blocks as they are, at the node of a cluster where it is largest. */
static double peak_of(const hg__t_cluster *c, const double *t) {
    double most = 0.0;
    for (size_t q = (size_t)ceil(c->start); q <= (size_t)c->end; q++) most = fmax(most, fabs(t[q]));
    return most;
}

static double share_above(const hg__flips *f, double t) {
    size_t above = 0;
    for (size_t d = 0; d < f->draws; d++) above += f->greatest[d] >= t * (1.0 - SAME);
    return f->exact ? (double)above / (double)f->draws
                    : (1.0 + (double)above) / (1.0 + (double)f->draws);
}

static hg_curve_cluster describe(const hg__t_cluster *c, const hg_difference_test *test) {
    hg_curve_cluster out = {.start_percent = c->start,
                            .end_percent = c->end,
                            .sign = c->sign,
                            .p = c->p,
                            .p_flips = NAN,
                            .beyond_start_percent = NAN,
                            .beyond_end_percent = NAN};
    size_t first = (size_t)ceil(c->start), last = (size_t)c->end, peak = first;
    const double *d = test->difference;
    for (size_t q = first; q <= last; q++) {
        out.mean_difference += d[q] / (double)(last - first + 1);
        if (fabs(d[q]) > fabs(d[peak])) peak = q;
    }
    out.peak_difference = d[peak];
    out.peak_percent = (double)peak;
    if (!(fabs(d[peak]) > test->size_deg)) return out;
    size_t from = peak, to = peak;
    while (from > first && fabs(d[from - 1]) > test->size_deg) from--;
    while (to < last && fabs(d[to + 1]) > test->size_deg) to++;
    out.beyond_start_percent = (double)from;
    out.beyond_end_percent = (double)to;
    return out;
}

/* Random field: t as the effective number of pairs makes it. With E(s^2) = sigma^2 (n - n / e) /
 * (n - 1) and var(mean) = sigma^2 / e, t shrinks by sqrt((e - 1) / (n - 1)). */
static bool by_random_field(hg__t_inference *found, hg_difference_test *test, const pairs *p,
                            const hg__stage *stage) {
    hg__t_field field;
    if (!hg__t_one(&field, p->row, p->n, HG_CURVE_POINTS, 0.0, stage->scratch)) return false;
    double shrink = sqrt((test->pairs_effective - 1.0) / ((double)p->n - 1.0));
    for (int q = 0; q < HG_CURVE_POINTS; q++) test->t[q] = field.t[q] *= shrink;
    field.df = test->pairs_effective - 1.0;
    if (!hg__t_infer(found, &field, stage->params->curves_alpha, true, stage->scratch))
        return false;
    test->threshold = found->threshold;
    test->fwhm_percent = field.fwhm;
    test->clusters = hg__arena_alloc(stage->scratch, found->clusters, sizeof *test->clusters);
    if (!test->clusters) return false;
    test->n_clusters = found->clusters;
    for (size_t i = 0; i < found->clusters; i++)
        test->clusters[i] = describe(&found->cluster[i], test);
    return true;
}

/* The correlation that is taken out: one standard error more than was found, because too little
 * left in finds differences that are not there, and too much taken out only loses some that are. A
 * curve says as much about it as it has stretches that are smooth in themselves. */
static double lag1_to_remove(const hg_difference_test *test) {
    double stretches = 1.0 + (HG_CURVE_POINTS - 1) / test->fwhm_percent;
    double error = sqrt((1.0 - test->lag1 * test->lag1) / ((double)test->pairs * stretches));
    return fmin(test->lag1 + error, HG__LAG1_MOST);
}

/* Sign flips of what is new in each pair, summed in blocks that take up what the model of the
 * correlation leaves. */
static bool by_flips(hg_difference_test *test, const hg__t_inference *found, const pairs *p,
                     const hg__stage *stage) {
    const hg_params *params = stage->params;
    const double **white, **block;
    hg__random random;
    hg__flips flips;
    hg__t_field field;
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    if (!hg__rows_whiten(&white, p->row, p->follows, p->n, HG_CURVE_POINTS, lag1_to_remove(test),
                         stage->scratch) ||
        !hg__rows_block(&block, &test->flips.blocks, white, p->n, HG_CURVE_POINTS,
                        (size_t)params->curves_block, stage->scratch))
        return false;
    if (test->flips.blocks < BLOCKS_LEAST) {
        snprintf(test->flips.reason, sizeof test->flips.reason,
                 "%zu blocks of %.0f pairs, at least %d are needed", test->flips.blocks,
                 params->curves_block, BLOCKS_LEAST);
        return true;
    }
    hg__random_seed(&random, stage->seed);
    if (!hg__flip_signs(&flips, block, test->flips.blocks, HG_CURVE_POINTS,
                        (size_t)params->curves_draws, params->curves_alpha, &random, stage->k,
                        stage->scratch) ||
        !hg__t_one(&field, block, test->flips.blocks, HG_CURVE_POINTS, 0.0, stage->scratch))
        return false;
    test->flips.draws = flips.draws;
    test->flips.exact = flips.exact;
    test->flips.threshold = flips.threshold;
    test->flips.p = flips.p;
    for (size_t i = 0; i < found->clusters; i++)
        test->clusters[i].p_flips = share_above(&flips, peak_of(&found->cluster[i], field.t));
    hg__arena_back(stage->scratch, mark);
    return true;
}

static bool compare(hg_curve *curve, const hg__stride_set *strides, const hg__stage *stage) {
    hg_difference_test *test = &curve->test;
    const hg_params *params = stage->params;
    double sd[HG_CURVE_POINTS];
    size_t counts[HG_CURVE_POINTS];
    pairs p;
    hg__t_inference found;
    blank(test);
    test->size_deg = size_of(curve->id, params);
    if (!collect(&p, strides, curve->id, stage)) return false;
    test->pairs = p.n;
    if ((double)p.n < params->curves_pairs_min) {
        snprintf(test->reason, sizeof test->reason,
                 "%zu pairs of a left and a right stride, at least %.0f are needed", p.n,
                 params->curves_pairs_min);
        return true;
    }
    stage->k->column_moments(test->difference, sd, counts, p.row, p.n, HG_CURVE_POINTS);
    size_t same = count_same(sd);
    if (same) {
        snprintf(test->reason, sizeof test->reason,
                 "the pairs do not differ from one another at %zu of %d points", same,
                 HG_CURVE_POINTS);
        return true;
    }
    test->lag1 = hg__rows_lag1(p.row, p.follows, p.n, HG_CURVE_POINTS);
    test->pairs_effective = hg__rows_effective(test->lag1, p.n);
    if (!(test->pairs_effective > 2.0)) {
        snprintf(test->reason, sizeof test->reason,
                 "%zu pairs that resemble their neighbours say no more than %.1f", p.n,
                 test->pairs_effective);
        return true;
    }
    return by_random_field(&found, test, &p, stage) && by_flips(test, &found, &p, stage);
}

hg_status hg__compare_curves(hg_curve *curves, size_t n, const hg__stride_set *strides,
                             const hg__stage *stage) {
    for (size_t i = 0; i < n; i++)
        if (!compare(&curves[i], strides, stage)) return hg__fail_memory(stage->err);
    return HG_OK;
}
