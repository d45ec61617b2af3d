/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Statistical parametric mapping of curves: t at every node, a threshold for the whole curve from
 * random field theory (Worsley 1996, doi:10.1002/(SICI)1097-0193(1996)4:1<58::AID-HBM4>3.0.CO;2-O),
 * and the stretches beyond it (Pataky 2010, doi:10.1016/j.jbiomech.2010.03.008; formulas and names
 * of the quantities as in rft1d and spm1d, whose numbers the tests meet). Rows have no gaps.
 */
#ifndef HG_DSP_SPM_H
#define HG_DSP_SPM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* A t field and what its threshold hangs on. */
typedef struct hg__t_field {
    double *t; /* nodes; NaN where there is no spread at all */
    size_t nodes;
    double df;    /* degrees of freedom */
    double fwhm;  /* smoothness of the residuals, nodes: full width at half maximum */
    double resel; /* (nodes - 1) / fwhm */
} hg__t_field;

/* One stretch beyond the threshold. */
typedef struct hg__t_cluster {
    double start, end; /* nodes, between two by interpolation */
    double extent;     /* in resels */
    double height;     /* least |t| in it */
    double p;          /* of a stretch so long by chance anywhere in the curve */
    int sign;
    double centre, centre_t; /* mean position weighted by |t|; mean t */
} hg__t_cluster;

/* One sample against a datum; a paired test is one of its differences against 0. n >= 2. False when
 * memory runs out. */
bool hg__t_one(hg__t_field *out, const double *const *row, size_t n, size_t nodes, double datum,
               hg__arena *scratch);
/* a less b, variances pooled. Where they are not taken as equal the degrees of freedom are fewer, one
 * number for the whole curve. */
bool hg__t_two(hg__t_field *out, const double *const *a, size_t na, const double *const *b,
               size_t nb, size_t nodes, bool equal_variances, hg__arena *scratch);
/* Slope of the rows against x; r (nodes), where not NULL, gets the correlation. n >= 3. */
bool hg__t_regression(hg__t_field *out, double *r, const double *const *row, const double *x,
                      size_t n, size_t nodes, hg__arena *scratch);

/* Chance that the largest t of a smooth random curve is above u; with `bonferroni` the lesser of
 * that and nodes times the chance of one node (rough curves). */
double hg__t_field_sf(double u, double df, size_t nodes, double fwhm, bool bonferroni);
/* The u for which that chance is alpha. */
double hg__t_field_isf(double alpha, double df, size_t nodes, double fwhm, bool bonferroni);
/* Chance of a stretch of at least k resels above u. */
double hg__t_cluster_p(double k, double u, double df, size_t nodes, double fwhm);

typedef struct hg__t_inference {
    double threshold; /* of t, or of |t| with two tails */
    hg__t_cluster *cluster;
    size_t clusters; /* in order of start */
    double p_set;    /* of so many stretches of at least the shortest's length; 1 without any */
} hg__t_inference;

/* False when memory runs out. Two tails: alpha is halved for each. */
bool hg__t_infer(hg__t_inference *out, const hg__t_field *field, double alpha, bool two_tailed,
                 hg__arena *scratch);

#endif
