/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "dsp/distributions.h"

#define NEWTON 50   /* steps at most; a handful is usual */
#define CLOSE 1e-15 /* relative step that ends them */

double hg__normal_cdf(double z) {
    return gsl_cdf_ugaussian_P(z);
}

double hg__normal_quantile(double p) {
    return p >= 0.0 && p <= 1.0 ? gsl_cdf_ugaussian_Pinv(p) : NAN;
}

double hg__t_cdf(double t, double df) {
    return df > 0.0 ? gsl_cdf_tdist_P(t, df) : NAN;
}

/* GSL's inverse is good to five digits in the tails. Newton's method on the logarithm of the tail,
 * which is nearly straight there, gives the rest: that of the distribution itself. */
double hg__t_quantile(double p, double df) {
    if (!(p >= 0.0 && p <= 1.0 && df > 0.0)) return NAN;
    double tail = p < 0.5 ? p : 1.0 - p;
    double t = gsl_cdf_tdist_Qinv(tail, df); /* of the upper tail: t >= 0 */
    for (int i = 0; i < NEWTON && t > 0.0 && isfinite(t); i++) {
        double above = gsl_cdf_tdist_Q(t, df);
        double step = log(above / tail) * above / gsl_ran_tdist_pdf(t, df);
        t += step;
        if (fabs(step) <= CLOSE * t) break;
    }
    return p < 0.5 ? -t : t;
}

double hg__chi2_above(double x, double df) {
    return df > 0.0 ? gsl_cdf_chisq_Q(x, df) : NAN;
}

double hg__f_above(double x, double df1, double df2) {
    return df1 > 0.0 && df2 > 0.0 ? gsl_cdf_fdist_Q(x, df1, df2) : NAN;
}
