/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dsp/distributions.h"
#include "dsp/interval.h"
#include "gait/asymmetry_parts.h"

#define NONE SIZE_MAX
#define NORMAL95 1.9599639845400545 /* quantile 0.975 of the normal distribution */

/* Index of the stride that starts then; NONE when there is none. Times are copies of one another.
 */
static size_t starting(const hg__stride *stride, size_t n, double at_s) {
    for (size_t i = 0; i < n; i++)
        if (fabs(stride[i].start_s - at_s) < 1e-6) return i;
    return NONE;
}

bool hg__pair_strides(hg__pairs *out, const hg__stride_set *s, hg__arena *scratch) {
    /* whichever foot comes first: seen in a mirror the pairs are the same strides */
    int first = s->n[0] && s->n[1] && s->stride[1][0].start_s < s->stride[0][0].start_s;
    out->n = s->n[first];
    for (int side = 0; side < 2; side++)
        if (!(out->of[side] = hg__arena_alloc(scratch, out->n, sizeof(size_t)))) return false;
    for (size_t i = 0, from = 0; i < out->n; i++) {
        const hg__stride *a = &s->stride[first][i];
        size_t j = starting(s->stride[1 - first] + from, s->n[1 - first] - from, a->other_strike_s);
        bool both = j != NONE && a->used && s->stride[1 - first][from + j].used;
        out->of[first][i] = both ? i : NONE;
        out->of[1 - first][i] = both ? from + j : NONE;
        if (j != NONE) from += j;
    }
    return true;
}

static double freedom(const hg_stat *s) {
    return fmax(fmin(s->n_effective, (double)s->n) - 2.0, HG__INTERVAL_DF_LEAST);
}

/* Two sides each by itself: variances add (Welch 1947, doi:10.1093/biomet/34.1-2.28). */
static void separate(hg_asymmetry *out, const hg_stat *left, const hg_stat *right) {
    double a = left->se * left->se, b = right->se * right->se;
    double df = (a + b) * (a + b) / (a * a / freedom(left) + b * b / freedom(right));
    double h = hg__t_quantile(1.0 - 0.5 * HG_ASYMMETRY_LEVEL, df) * sqrt(a + b);
    out->ci95[0] = out->difference - h;
    out->ci95[1] = out->difference + h;
}

bool hg__difference(hg_asymmetry *out, const hg_metric_value *m, const hg__stride_values *values,
                    const hg__stride_set *strides, const hg__pairs *pairs, const hg__stage *stage) {
    const hg_stat *left = &m->side[HG_LEFT], *right = &m->side[HG_RIGHT];
    const double *value[2];
    double *d = hg__arena_alloc(stage->scratch, pairs->n, sizeof *d);
    size_t same = 0;
    if (!d) return false;
    for (int side = 0; side < 2; side++)
        value[side] = values->of[side] + (size_t)m->id * strides->n[side];
    out->difference = right->mean - left->mean;
    if (isnan(out->difference)) return true;
    for (size_t i = 0; i < pairs->n; i++) {
        bool both = pairs->of[HG_LEFT][i] != NONE;
        d[i] = both
                   ? value[HG_RIGHT][pairs->of[HG_RIGHT][i]] - value[HG_LEFT][pairs->of[HG_LEFT][i]]
                   : NAN;
        if (isnan(d[i])) continue;
        out->pairs++;
        same += (d[i] > 0.0 && out->difference > 0.0) || (d[i] < 0.0 && out->difference < 0.0);
    }
    if (out->pairs) out->same_sign_share = (double)same / (double)out->pairs;
    hg__interval of_pairs;
    if (!hg__interval_of_mean(&of_pairs, stage->k, d, pairs->n, 1.0 - HG_ASYMMETRY_LEVEL,
                              stage->scratch))
        return false;
    size_t fewer = left->n < right->n ? left->n : right->n;
    out->paired = 2 * out->pairs > fewer;
    if (out->paired) {
        /* about the difference of the means, which strides without a partner take part in */
        double h = 0.5 * (of_pairs.high - of_pairs.low);
        out->ci95[0] = out->difference - h;
        out->ci95[1] = out->difference + h;
    } else {
        separate(out, left, right);
    }
    return true;
}

void hg__total_interval(hg_asymmetry *out, const hg_limit *limit) {
    double strides = 0.5 * (out->ci95[1] - out->ci95[0]);
    /* both sides are placed once each; a rolled pelvis moves them against each other by twice its
     * error, whose variance is 4 instead of 2 */
    double placed = (limit->pelvis_roll ? 4.0 : 2.0) * limit->sem * limit->sem;
    double h = hypot(strides, NORMAL95 * sqrt(placed));
    if (!(h > 0.0)) return;
    out->ci95_total[0] = out->difference - h;
    out->ci95_total[1] = out->difference + h;
    out->p = 2.0 * hg__normal_cdf(-fabs(out->difference) * NORMAL95 / h);
}

void hg__indices(hg_asymmetry *out, const hg_metric_value *m, hg_side involved) {
    double l = m->side[HG_LEFT].mean, r = m->side[HG_RIGHT].mean, half = 0.5 * (l + r);
    if (!(l > 0.0) || !(r > 0.0)) return;
    out->index.symmetry_index = 100.0 * (r - l) / half;
    /* the mean of the sides is known to far better than their difference in proportion to it */
    for (int i = 0; i < 2; i++) out->index.ci95[i] = 100.0 * out->ci95[i] / half;
    out->index.symmetry_angle = 100.0 * (0.5 - atan2(l, r) * 2.0 / 3.14159265358979323846);
    if (involved != HG_SIDE_UNKNOWN)
        out->index.limb_symmetry_index = 100.0 * (involved == HG_LEFT ? l / r : r / l);
}
