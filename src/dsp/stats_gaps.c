/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_interp.h>
#include <math.h>

#include "dsp/stats.h"

#define NEIGHBOURS ((size_t)10)

/* The valid ones among samples first..end-1. */
static size_t take(double *at, double *value, const double *x, size_t first, size_t end) {
    size_t n = 0;
    for (size_t i = first; i < end; i++) {
        if (isnan(x[i])) continue;
        at[n] = (double)i;
        value[n++] = x[i];
    }
    return n;
}

bool hg__spline_gap(double *out, const double *x, size_t n, size_t first, size_t end,
                    bool *filled) {
    double at[2 * NEIGHBOURS], value[2 * NEIGHBOURS];
    size_t from = first > NEIGHBOURS ? first - NEIGHBOURS : 0;
    size_t to = n - end > NEIGHBOURS ? end + NEIGHBOURS : n;
    size_t before = take(at, value, x, from, first);
    size_t after = take(at + before, value + before, x, end, to);
    *filled = false;
    if (before < 2 || after < 2) return true;
    gsl_interp *spline = gsl_interp_alloc(gsl_interp_cspline, before + after);
    if (!spline) return false;
    bool ok = gsl_interp_init(spline, at, value, before + after) == 0;
    for (size_t i = first; ok && i < end; i++)
        ok = gsl_interp_eval_e(spline, at, value, (double)i, NULL, &out[i - first]) == 0;
    gsl_interp_free(spline);
    *filled = ok;
    return true;
}
