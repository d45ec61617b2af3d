/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/spm.h"

#include <math.h>

#define LN2 0.69314718055994530942
#define TINY 2.220446049250313e-16 /* keeps the division below from 0 / 0, as rft1d has it */

/* Slope along the curve: central differences, one-sided at the ends. */
static double along(const double *x, size_t q, size_t nodes) {
    if (nodes < 2) return 0.0;
    if (q == 0) return x[1] - x[0];
    if (q + 1 == nodes) return x[q] - x[q - 1];
    return 0.5 * (x[q + 1] - x[q - 1]);
}

/* Smoothness of residual curves (Kiebel 1999, doi:10.1006/nimg.1999.0508), mean over the nodes. */
static void set_smoothness(hg__t_field *f, const double *residual, size_t rows) {
    double sum = 0.0;
    size_t used = 0;
    for (size_t q = 0; q < f->nodes; q++) {
        double square = 0.0, slope = 0.0;
        for (size_t r = 0; r < rows; r++) {
            const double *row = residual + r * f->nodes;
            double d = along(row, q, f->nodes);
            square += row[q] * row[q];
            slope += d * d;
        }
        if (!(square > 0.0)) continue;
        sum += sqrt(slope / (square + TINY) / (4.0 * LN2));
        used++;
    }
    f->fwhm = used ? 1.0 / (sum / (double)used) : NAN;
    f->resel = (double)(f->nodes - 1) / f->fwhm;
}

static bool open_field(hg__t_field *out, double **residual, size_t rows, size_t nodes,
                       hg__arena *scratch) {
    *out = (hg__t_field){.nodes = nodes};
    out->t = hg__arena_alloc(scratch, nodes, sizeof(double));
    *residual = hg__arena_alloc(scratch, rows * nodes, sizeof(double));
    return out->t && *residual;
}

/* Mean of a sample at a node; its residuals and their sum of squares. */
static double centre(double *square, double *residual, const double *const *row, size_t n, size_t q,
                     size_t nodes) {
    double mean = 0.0;
    for (size_t r = 0; r < n; r++) mean += row[r][q];
    mean /= (double)n;
    *square = 0.0;
    for (size_t r = 0; r < n; r++) {
        double off = row[r][q] - mean;
        residual[r * nodes + q] = off;
        *square += off * off;
    }
    return mean;
}

bool hg__t_one(hg__t_field *out, const double *const *row, size_t n, size_t nodes, double datum,
               hg__arena *scratch) {
    double *residual;
    if (!open_field(out, &residual, n, nodes, scratch)) return false;
    out->df = (double)n - 1.0;
    for (size_t q = 0; q < nodes; q++) {
        double square, mean = centre(&square, residual, row, n, q, nodes);
        out->t[q] = (mean - datum) / sqrt(square / out->df / (double)n);
    }
    set_smoothness(out, residual, n);
    return true;
}

bool hg__t_two(hg__t_field *out, const double *const *a, size_t na, const double *const *b,
               size_t nb, size_t nodes, bool equal, hg__arena *scratch) {
    double *residual, fa = (double)na - 1.0, fb = (double)nb - 1.0, wa = 0.0, wb = 0.0;
    size_t weighed = 0;
    if (!open_field(out, &residual, na + nb, nodes, scratch)) return false;
    for (size_t q = 0; q < nodes; q++) {
        double sa, sb, ma = centre(&sa, residual, a, na, q, nodes),
                       mb = centre(&sb, residual + na * nodes, b, nb, q, nodes);
        double pooled = (sa + sb) / (fa + fb);
        out->t[q] = (ma - mb) / sqrt(pooled / (double)na + pooled / (double)nb);
        if (!(pooled > 0.0)) continue;
        wa += sa / pooled;
        wb += sb / pooled;
        weighed++;
    }
    out->df = fa + fb;
    if (!equal && weighed) {
        /* one ratio of variances for the whole curve, and the df that goes with it */
        wa /= (double)weighed * fa;
        wb /= (double)weighed * fb;
        double sum = wa * fa + wb * fb;
        out->df = sum * sum / (wa * wa * fa + wb * wb * fb);
    }
    set_smoothness(out, residual, na + nb);
    return true;
}

bool hg__t_regression(hg__t_field *out, double *r, const double *const *row, const double *x,
                      size_t n, size_t nodes, hg__arena *scratch) {
    double *residual, mx = 0.0, xx = 0.0;
    if (!open_field(out, &residual, n, nodes, scratch)) return false;
    out->df = (double)n - 2.0;
    for (size_t i = 0; i < n; i++) mx += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) xx += (x[i] - mx) * (x[i] - mx);
    for (size_t q = 0; q < nodes; q++) {
        double yy, xy = 0.0, left = 0.0;
        centre(&yy, residual, row, n, q, nodes);
        for (size_t i = 0; i < n; i++) xy += (x[i] - mx) * residual[i * nodes + q];
        double slope = xy / xx;
        for (size_t i = 0; i < n; i++) {
            double off = residual[i * nodes + q] - slope * (x[i] - mx);
            residual[i * nodes + q] = off;
            left += off * off;
        }
        out->t[q] = slope / sqrt(left / out->df / xx);
        if (r) r[q] = xy / sqrt(xx * yy);
    }
    set_smoothness(out, residual, n);
    return true;
}
