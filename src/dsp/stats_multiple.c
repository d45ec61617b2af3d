/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_sort.h>
#include <math.h>

#include "dsp/multiple.h"

/* The adjusted p of the one of rank i (from 0) among m, before it is made monotonous. */
static double step(double p, size_t i, size_t m, double harmonic, hg__multiple method) {
    double n = (double)m, rank = (double)i;
    switch (method) {
    case HG__MULTIPLE_FDR: return p * n / (rank + 1.0);
    case HG__MULTIPLE_FDR_DEPENDENT: return p * n * harmonic / (rank + 1.0);
    case HG__MULTIPLE_HOLM: return p * (n - rank);
    case HG__MULTIPLE_HOLM_SIDAK: return -expm1((n - rank) * log1p(-p));
    case HG__MULTIPLE_BONFERRONI: return p * n;
    }
    return NAN;
}

bool hg__adjust_p(double *out, const double *p, size_t n, hg__multiple method, hg__arena *scratch) {
    double *sorted = hg__arena_alloc(scratch, n, sizeof *sorted);
    size_t *place = hg__arena_alloc(scratch, n, sizeof *place),
           *order = hg__arena_alloc(scratch, n, sizeof *order), m = 0;
    double harmonic = 0.0;
    if (!sorted || !place || !order) return false;
    for (size_t i = 0; i < n; i++) {
        out[i] = NAN;
        if (isnan(p[i])) continue;
        place[m] = i;
        sorted[m++] = p[i];
        harmonic += 1.0 / (double)m;
    }
    gsl_sort_index(order, sorted, 1, m);
    bool upwards = method == HG__MULTIPLE_HOLM || method == HG__MULTIPLE_HOLM_SIDAK;
    double last = upwards ? 0.0 : 1.0;
    for (size_t i = 0; i < m; i++) {
        size_t rank = upwards ? i : m - 1 - i, at = order[rank];
        double adjusted = fmin(1.0, step(sorted[at], rank, m, harmonic, method));
        /* step-up procedures run from the largest down, step-down ones from the smallest up */
        if (method != HG__MULTIPLE_BONFERRONI)
            last = adjusted = upwards ? fmax(last, adjusted) : fmin(last, adjusted);
        out[place[at]] = adjusted;
    }
    return true;
}
