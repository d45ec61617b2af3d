/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_interp.h>
#include <math.h>

#include "dsp/stats.h"

#define NEIGHBOURS 10

static bool fill(double *x, size_t n, size_t from, size_t to) {
    double at[2 * NEIGHBOURS], value[2 * NEIGHBOURS];
    size_t count = 0, first = from, before = 0, after = 0;
    while (first > 0 && before < NEIGHBOURS && !isnan(x[first - 1])) first--, before++;
    for (size_t i = first; i < from; i++, count++) at[count] = (double)i, value[count] = x[i];
    for (size_t i = to; i < n && after < NEIGHBOURS && !isnan(x[i]); i++, after++, count++)
        at[count] = (double)i, value[count] = x[i];
    if (before < 2 || after < 2) return true; /* never extrapolated, never from a lone sample */
    gsl_interp *spline = gsl_interp_alloc(gsl_interp_cspline, count);
    if (!spline) return false;
    bool ok = gsl_interp_init(spline, at, value, count) == 0;
    for (size_t i = from; ok && i < to; i++)
        ok = gsl_interp_eval_e(spline, at, value, (double)i, NULL, &x[i]) == 0;
    gsl_interp_free(spline);
    return ok;
}

bool hg__fill_gaps(double *x, size_t n, size_t longest, size_t *filled) {
    *filled = 0;
    for (size_t i = 1; i < n; i++) {
        if (!isnan(x[i]) || isnan(x[i - 1])) continue;
        size_t end = i;
        while (end < n && isnan(x[end])) end++;
        if (end == n) return true;
        if (end - i <= longest) {
            if (!fill(x, n, i, end)) return false;
            if (!isnan(x[i])) *filled += end - i;
        }
        i = end;
    }
    return true;
}
