/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entropy, divergence and fluctuation: of a fixed number of strides in a row, or of all of them. */
#include <math.h>

#include "dsp/patterns.h"
#include "gait/rhythm/rhythm_parts.h"

#define STRIDE_POINTS 100 /* on average: the strides keep their own times */
#define WINDOWS_MAX 64
#define WINDOW_RATIO 1.2

/* Is every frame that the stride touches there? */
static bool is_whole(const hg__rhythm *in, const double *x, const hg__stride *s,
                     const hg__kernels *k) {
    double first = floor((s->start_s - in->t0_s) * in->rate_hz),
           last = ceil((s->end_s - in->t0_s) * in->rate_hz);
    if (first < 0 || last >= (double)in->n) return false;
    size_t from = (size_t)first, count = (size_t)last - from + 1;
    return k->count_valid(x + from, count) == count;
}

/* First `wanted` used strides of a side in a row without gaps; *longest is the longest row. */
static const hg__stride *row_of_strides(size_t *longest, const hg__rhythm *in, const double *x,
                                        int side, size_t wanted, const hg__kernels *k) {
    size_t run = 0;
    for (size_t i = 0; i < in->strides->n[side]; i++) {
        const hg__stride *s = &in->strides->stride[side][i];
        run = s->used && is_whole(in, x, s, k) ? run + 1 : 0;
        if (run > *longest) *longest = run;
        if (run == wanted) return s + 1 - wanted;
    }
    return NULL;
}

/* The strides in a row as evenly spaced points; NULL with a note when there are not enough.
 * *failed is true when memory runs out. */
static double *lay_row(hg_variability_value *out, size_t *n, bool *failed, int signal, int side,
                       const hg__rhythm_room *room) {
    const hg__rhythm *in = room->in;
    const hg__kernels *k = room->stage->k;
    size_t wanted = (size_t)room->stage->params->rhythm_pattern_strides, longest = 0;
    const hg__stride *first = NULL;
    *failed = false;
    *n = wanted * STRIDE_POINTS;
    for (int s = 0; s < 2; s++) {
        if (side != HG__BOTH_SIDES && s != side) continue;
        const double *x = in->plane[signal][side == HG__BOTH_SIDES ? 0 : s];
        const hg__stride *row = row_of_strides(&longest, in, x, s, wanted, k);
        /* of both sides the one that comes first: a mirror changes nothing */
        if (row && (!first || row->start_s < first->start_s)) first = row;
    }
    out->n = first ? wanted : longest;
    if (!first) {
        hg__note(out->note, "%zu strides in a row without a gap; %zu are needed", longest, wanted);
        return NULL;
    }
    double *y = hg__arena_alloc(room->own, *n, sizeof *y),
           from = (first->start_s - in->t0_s) * in->rate_hz,
           to = (first[wanted - 1].end_s - in->t0_s) * in->rate_hz;
    *failed = !y;
    if (!y) return NULL;
    k->pchip(y, *n, from, (to - from) / (double)*n,
             in->plane[signal][side == HG__BOTH_SIDES ? 0 : side], in->n);
    if (!hg__is_constant(y, *n, k)) return y;
    hg__note(out->note, "the signal does not change");
    return NULL;
}

bool hg__pattern_entropy(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    const hg_params *p = room->stage->params;
    const hg__kernels *k = room->stage->k;
    size_t n;
    bool failed;
    double *x = lay_row(out, &n, &failed, of, side, room);
    if (!x) return !failed;
    double value =
        hg__sample_entropy(k, x, n, (size_t)p->rhythm_entropy_length,
                           p->rhythm_entropy_tolerance * hg__population_sd(k, x, n), NULL);
    if (isfinite(value))
        out->value = value;
    else
        hg__note(out->note, "no template of the signal comes back");
    return true;
}

bool hg__pattern_divergence(hg_variability_value *out, int of, int side,
                            const hg__rhythm_room *room) {
    enum { HALF = STRIDE_POINTS / 2 };
    const hg_params *p = room->stage->params;
    const hg__delay delay = {.dimension = (size_t)p->rhythm_delay_dimension,
                             .lag = (size_t)p->rhythm_delay_points,
                             .theiler = STRIDE_POINTS,
                             .steps = HALF + 1};
    double curve[HALF + 1];
    size_t n;
    bool failed;
    double *x = lay_row(out, &n, &failed, of, side, room);
    if (!x) return !failed;
    if (n <= (delay.dimension - 1) * delay.lag + delay.theiler) {
        hg__note(out->note, "the delay space is longer than the signal");
        return true;
    }
    if (!hg__divergence(room->stage->k, curve, NULL, NULL, x, n, &delay, room->own)) return false;
    double slope = STRIDE_POINTS * hg__slope(curve, 0, HALF + 1);
    if (isfinite(slope))
        out->value = slope;
    else
        hg__note(out->note, "all strides are the same");
    return true;
}

bool hg__time_fluctuation(hg_variability_value *out, int of, int side,
                          const hg__rhythm_room *room) {
    const hg__stride_set *set = room->in->strides;
    const hg_params *p = room->stage->params;
    size_t run = 0, best = 0, first = 0, window[WINDOWS_MAX];
    double *x = hg__arena_alloc(room->own, set->n[side], sizeof *x), f[WINDOWS_MAX];
    (void)of;
    if (!x) return false;
    for (size_t i = 0; i < set->n[side]; i++) {
        run = set->stride[side][i].used ? run + 1 : 0;
        if (run <= best) continue;
        best = run;
        first = i + 1 - run;
    }
    out->n = best;
    if ((double)best < p->rhythm_fluctuation_min) {
        hg__note(out->note, "%zu strides in a row; %.0f are needed", best,
                 p->rhythm_fluctuation_min);
        return true;
    }
    for (size_t i = 0; i < best; i++) {
        const hg__stride *s = &set->stride[side][first + i];
        x[i] = s->end_s - s->start_s;
    }
    if (hg__is_constant(x, best, room->stage->k)) {
        hg__note(out->note, "all strides take the same time");
        return true;
    }
    size_t windows = hg__fluctuation_windows(window, WINDOWS_MAX, best / 4, WINDOW_RATIO);
    if (!hg__fluctuation(f, x, best, window, windows, false, 1, room->own)) return false;
    out->value = hg__fluctuation_slope(f, window, windows);
    if (isnan(out->value))
        hg__note(out->note, "stride times do not fluctuate");
    else if ((double)best < p->rhythm_fluctuation_few)
        hg__note(out->note, "uncertain: %zu strides in a row, fewer than %.0f", best,
                 p->rhythm_fluctuation_few);
    return true;
}
