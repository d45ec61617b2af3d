/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions, by GSL. NaN for parameters that have none. */
#ifndef HG_DSP_DISTRIBUTIONS_H
#define HG_DSP_DISTRIBUTIONS_H

double hg__normal_cdf(double z);
double hg__normal_quantile(double p);
double hg__t_cdf(double t, double df);
double hg__t_quantile(double p, double df);
double hg__chi2_above(double x, double df);           /* upper tail */
double hg__f_above(double x, double df1, double df2); /* upper tail */

#endif
