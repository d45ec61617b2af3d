/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random field theory for t curves, and the stretches beyond a threshold. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "dsp/spm.h"

#define PI 3.14159265358979323846
#define LN2 0.69314718055994530942
#define HALVINGS 200 /* of the search interval: to the last bit */

/* Densities of the Euler characteristic in dimensions 0 and 1. */
static double density0(double z, double v) {
    return gsl_cdf_tdist_Q(z, v);
}
static double density1(double z, double v) {
    return sqrt(4.0 * LN2) / (2.0 * PI) * pow(1.0 + z * z / v, 0.5 * (1.0 - v));
}

/* Expected number of stretches above z. */
static double expected(double z, double v, size_t nodes, double fwhm) {
    return density0(z, v) + (double)(nodes - 1) / fwhm * density1(z, v);
}

double hg__t_field_sf(double u, double df, size_t nodes, double fwhm, bool bonferroni) {
    double p = -expm1(-expected(u, df, nodes, fwhm));
    if (!bonferroni) return p;
    double single = (double)nodes * density0(u, df);
    return single < p ? single : p;
}

double hg__t_field_isf(double alpha, double df, size_t nodes, double fwhm, bool bonferroni) {
    double low = 0.0, high = 1.0;
    if (!(alpha > 0.0 && alpha < 1.0) || !(fwhm > 0.0) || !(df > 0.0)) return NAN;
    while (high < 1e12 && hg__t_field_sf(high, df, nodes, fwhm, bonferroni) > alpha) high *= 2.0;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = 0.5 * (low + high);
        if (hg__t_field_sf(middle, df, nodes, fwhm, bonferroni) > alpha)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

/* Chance that one stretch above u is at least k resels long (Friston 1994,
 * doi:10.1002/hbm.460010207; in one dimension). */
static double long_enough(double k, double u, double df) {
    double ratio = tgamma(1.5) * density1(u, df) / density0(u, df);
    return exp(-ratio * ratio * k * k);
}

double hg__t_cluster_p(double k, double u, double df, size_t nodes, double fwhm) {
    return -expm1(-expected(u, df, nodes, fwhm) * long_enough(k, u, df));
}

static double crossing(const double *t, double level, size_t i) {
    return (double)i + (level - t[i]) / (t[i + 1] - t[i]);
}

/* The stretch of nodes first .. last above the threshold, of sign * t. */
static hg__t_cluster stretch(const hg__t_field *f, double sign, double u, size_t first, size_t last,
                             double *value) {
    hg__t_cluster c = {.start = (double)first, .end = (double)last, .sign = sign < 0 ? -1 : 1};
    double weighed = 0.0, sum = 0.0;
    size_t n = 0;
    for (size_t i = 0; i < f->nodes; i++) value[i] = sign * f->t[i];
    c.height = value[first];
    for (size_t i = first; i <= last; i++)
        if (value[i] < c.height) c.height = value[i];
    if (first > 0) c.start = crossing(value, u, first - 1);
    if (last + 1 < f->nodes) c.end = crossing(value, u, last);
    if (first > 0 || last + 1 < f->nodes) c.height = u < c.height ? u : c.height;
    for (size_t i = first; i <= last; i++, n++) {
        weighed += (double)i * value[i];
        sum += value[i];
    }
    if (first > 0) weighed += c.start * u, sum += u, n++;
    if (last + 1 < f->nodes) weighed += c.end * u, sum += u, n++;
    c.extent = (c.end - c.start) / f->fwhm;
    c.centre = weighed / sum;
    c.centre_t = sign * sum / (double)n;
    return c;
}

bool hg__t_infer(hg__t_inference *out, const hg__t_field *f, double alpha, bool two_tailed,
                 hg__arena *scratch) {
    double tails = two_tailed ? 2.0 : 1.0;
    *out = (hg__t_inference){.p_set = 1.0};
    out->threshold = hg__t_field_isf(alpha / tails, f->df, f->nodes, f->fwhm, true);
    out->cluster = hg__arena_alloc(scratch, f->nodes, sizeof *out->cluster);
    double *value = hg__arena_alloc(scratch, f->nodes, sizeof *value), shortest = INFINITY;
    if (!out->cluster || !value) return false;
    double u = out->threshold;
    for (size_t i = 0; i < f->nodes; i++) {
        double sign = two_tailed && f->t[i] < 0.0 ? -1.0 : 1.0;
        if (!(sign * f->t[i] >= u)) continue;
        size_t first = i;
        while (i + 1 < f->nodes && sign * f->t[i + 1] >= u) i++;
        hg__t_cluster c = stretch(f, sign, u, first, i, value);
        c.p = fmin(1.0, tails * hg__t_cluster_p(c.extent, u, f->df, f->nodes, f->fwhm));
        if (c.extent < shortest) shortest = c.extent;
        out->cluster[out->clusters++] = c;
    }
    if (out->clusters) {
        double mean = expected(u, f->df, f->nodes, f->fwhm) * long_enough(shortest, u, f->df);
        out->p_set = fmin(1.0, tails * gsl_cdf_poisson_Q((unsigned)out->clusters - 1, mean));
    }
    return true;
}
