/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "dsp/stats.h"

double hg__percentile_of_case(double x, double mean, double sd, size_t n) {
    if (n < 2 || !(sd > 0) || isnan(x) || isnan(mean)) return NAN;
    double t = (x - mean) / (sd * sqrt(1.0 + 1.0 / (double)n));
    return 100.0 * gsl_cdf_tdist_P(t, (double)n - 1.0);
}
