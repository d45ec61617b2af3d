/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "dsp/distributions.h"

double hg__normal_cdf(double z) {
    return gsl_cdf_ugaussian_P(z);
}

double hg__normal_quantile(double p) {
    return p >= 0.0 && p <= 1.0 ? gsl_cdf_ugaussian_Pinv(p) : NAN;
}

double hg__t_cdf(double t, double df) {
    return df > 0.0 ? gsl_cdf_tdist_P(t, df) : NAN;
}

double hg__t_quantile(double p, double df) {
    return p >= 0.0 && p <= 1.0 && df > 0.0 ? gsl_cdf_tdist_Pinv(p, df) : NAN;
}

double hg__chi2_above(double x, double df) {
    return df > 0.0 ? gsl_cdf_chisq_Q(x, df) : NAN;
}

double hg__f_above(double x, double df1, double df2) {
    return df1 > 0.0 && df2 > 0.0 ? gsl_cdf_fdist_Q(x, df1, df2) : NAN;
}
