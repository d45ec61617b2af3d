/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/clean/residual.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "dsp/filter.h"
#include "dsp/filter_each.h"
#include "dsp/stats.h"
#include "gait/flag_list.h"

#define FIRST_HZ 1.0
#define STEP_HZ 0.5
#define TAIL_LEAST 8        /* points that make a line */
#define TAIL_R2 0.95        /* and how straight they lie */
#define BELOW_NYQUIST 0.9   /* of half the rate: above, a low-pass takes nothing */
#define STRETCH_LEAST_S 2.0 /* about three strides; less says little about noise */
#define STRETCH_MOST_S 20.0 /* knows the noise of 200 Hz to 1 percent; more only takes time */

static double cutoff_of(double index) {
    return FIRST_HZ + STEP_HZ * index;
}

/* Least squares line through residuals first..count-1 over their cut-offs. */
static void fit_line(double *slope, double *at_zero, double *r2, const double *residual,
                     size_t first, size_t count) {
    double n = (double)(count - first), mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
    for (size_t i = first; i < count; i++) {
        mx += cutoff_of((double)i) / n;
        my += residual[i] / n;
    }
    for (size_t i = first; i < count; i++) {
        double x = cutoff_of((double)i) - mx, y = residual[i] - my;
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    *slope = xy / xx;
    *at_zero = my - *slope * mx;
    *r2 = yy > 0 ? xy * xy / (xx * yy) : 0;
}

double hg__residual_choice(const double *residual, size_t count) {
    for (size_t first = 0; first + TAIL_LEAST <= count; first++) {
        double slope, noise, r2;
        fit_line(&slope, &noise, &r2, residual, first, count);
        if (!(r2 > TAIL_R2)) continue; /* the largest tail that is straight */
        if (!(slope < 0) || residual[0] <= noise) return NAN;
        for (size_t i = 1; i < count; i++)
            if (residual[i] <= noise) {
                double part = (residual[i - 1] - noise) / (residual[i - 1] - residual[i]);
                return cutoff_of((double)(i - 1) + part);
            }
        return NAN;
    }
    return NAN;
}

/* The longest stretch of a plane without a gap. */
static size_t longest_stretch(size_t *start, const double *x, size_t n) {
    size_t longest = 0;
    for (size_t i = 0; i < n; i++) {
        size_t first = i;
        while (i < n && !isnan(x[i])) i++;
        if (i - first <= longest) continue;
        longest = i - first;
        *start = first;
    }
    return longest;
}

typedef struct analysis {
    double section[HG__RESIDUAL_CUTOFFS][5];
    size_t count; /* cut-offs that the rate allows */
    double *room;
    size_t pad;
} analysis;

static void choose(hg_cutoff *out, const hg__markers *m, size_t marker, const analysis *a,
                   const hg__stage *stage) {
    const hg_params *p = stage->params;
    double square[HG__RESIDUAL_CUTOFFS] = {0}, residual[HG__RESIDUAL_CUTOFFS];
    size_t start = 0, n = longest_stretch(&start, m->raw[3 * marker], m->n);
    *out = (hg_cutoff){m->label[marker], p->clean_cutoff_hz, HG_CUTOFF_FIXED};
    if ((double)n < STRETCH_LEAST_S * m->rate_hz || a->count < TAIL_LEAST) return;
    if ((double)n > STRETCH_MOST_S * m->rate_hz) n = (size_t)(STRETCH_MOST_S * m->rate_hz);
    for (size_t axis = 0; axis < 3; axis++)
        hg__add_residuals(square, stage->k, m->raw[3 * marker + axis] + start, n, a->section,
                          a->count, a->pad < n ? a->pad : n - 1, a->room);
    for (size_t i = 0; i < a->count; i++) residual[i] = sqrt(square[i] / (double)n);
    double hz = hg__residual_choice(residual, a->count);
    if (isnan(hz)) return;
    double least = p->clean_cutoff_least_hz, most = p->clean_cutoff_most_hz;
    double bounded = fmin(fmax(hz, least), most);
    *out = (hg_cutoff){m->label[marker], bounded,
                       bounded == hz ? HG_CUTOFF_RESIDUAL : HG_CUTOFF_BOUNDED};
}

/* "4.5 to 12 Hz, median 7.5 Hz; held at ...: a, b; 10 Hz for c, whose ..." */
static hg_status flag_cutoffs(const hg__markers *m, const hg__stage *stage) {
    char held[100] = "", fixed[100] = "", text[320];
    double *hz = hg__arena_alloc(stage->scratch, m->n_markers, sizeof *hz), least, most;
    if (!hz) return hg__fail_memory(stage->err);
    for (size_t i = 0; i < m->n_markers; i++) {
        hz[i] = m->cutoff[i].cutoff_hz;
        if (m->cutoff[i].source == HG_CUTOFF_BOUNDED)
            hg__list_add(held, sizeof held, "%s", m->label[i]);
        if (m->cutoff[i].source == HG_CUTOFF_FIXED)
            hg__list_add(fixed, sizeof fixed, "%s", m->label[i]);
    }
    stage->k->min_max_valid(hz, m->n_markers, &least, &most);
    double median = hg__median(hz, m->n_markers, stage->scratch);
    snprintf(text, sizeof text, "%.3g to %.3g Hz, median %.3g Hz%s%s%s%s", least, most, median,
             *held ? "; held inside the allowed range: " : "", held,
             *fixed ? "; clean.cutoff_hz, because their residuals have no straight tail: " : "",
             fixed);
    hg__flag(stage->flags, HG_FLAG_CUTOFF_RESIDUAL, median, "%s", text);
    return HG_OK;
}

hg_status hg__find_cutoffs(hg__markers *m, const hg__stage *stage) {
    const hg_params *p = stage->params;
    analysis a = {.pad = (size_t)ceil(m->rate_hz / FIRST_HZ)};
    if (p->clean_cutoff_least_hz > p->clean_cutoff_most_hz)
        return hg__fail(stage->err, HG_EINVAL,
                        "clean.cutoff_least_hz = %g is above clean.cutoff_most_hz = %g",
                        p->clean_cutoff_least_hz, p->clean_cutoff_most_hz);
    bool corrected = strcmp(p->clean_cutoff_convention, "corrected") == 0;
    while (a.count < HG__RESIDUAL_CUTOFFS &&
           cutoff_of((double)a.count) < BELOW_NYQUIST * 0.5 * m->rate_hz &&
           hg__butterworth2(a.section[a.count], cutoff_of((double)a.count), m->rate_hz, corrected))
        a.count++;
    if (!m->cutoff) m->cutoff = hg__arena_alloc(stage->scratch, m->n_markers, sizeof *m->cutoff);
    a.room = hg__arena_alloc(stage->scratch, m->n + 2 * a.pad, HG__EACH_LANES * sizeof(double));
    if (!m->cutoff || !a.room) return hg__fail_memory(stage->err);
    for (size_t i = 0; i < m->n_markers; i++) choose(&m->cutoff[i], m, i, &a, stage);
    return flag_cutoffs(m, stage);
}
