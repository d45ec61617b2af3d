/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "dsp/bootstrap.h"
#include "dsp/distributions.h"

#define ROUNDING 1e-12 /* of the estimate */

double hg__bootstrap_bias(const hg__bootstrap *b) {
    /* values on a grid tie, but for the order in which they were added */
    double tie = ROUNDING * fabs(b->estimate);
    size_t below = 0, at_most = 0;
    for (size_t i = 0; i < b->draws; i++) {
        below += b->drawn[i] < b->estimate - tie;
        at_most += b->drawn[i] <= b->estimate + tie;
    }
    return hg__normal_quantile((double)(below + at_most) / (2.0 * (double)b->draws));
}

double hg__bootstrap_acceleration(const hg__bootstrap *b) {
    double cubes = 0.0, squares = 0.0;
    for (int s = 0; s < 2; s++) {
        double n = (double)b->n[s], mean = 0.0;
        for (size_t i = 0; i < b->n[s]; i++) mean += b->jackknife[s][i] / n;
        for (size_t i = 0; i < b->n[s]; i++) {
            double u = (n - 1.0) * (mean - b->jackknife[s][i]) / n;
            squares += u * u;
            cubes += u * u * u;
        }
    }
    return squares > 0.0 ? cubes / (6.0 * pow(squares, 1.5)) : NAN;
}

bool hg__bootstrap_interval(double ends[2], const hg__bootstrap *b, hg__bootstrap_kind kind,
                            double level, hg__arena *scratch) {
    double *sorted = hg__arena_alloc(scratch, b->draws, sizeof *sorted);
    double share[2] = {0.5 - 0.5 * level, 0.5 + 0.5 * level};
    ends[0] = ends[1] = NAN;
    if (!sorted) return false;
    if (b->draws == 0) return true;
    if (kind == HG__BOOTSTRAP_BCA) {
        double bias = hg__bootstrap_bias(b), acceleration = hg__bootstrap_acceleration(b);
        for (int i = 0; i < 2; i++) {
            double z = bias + hg__normal_quantile(share[i]);
            share[i] = hg__normal_cdf(bias + z / (1.0 - acceleration * z));
        }
        if (!isfinite(bias) || isnan(acceleration)) return true;
    }
    memcpy(sorted, b->drawn, b->draws * sizeof *sorted);
    gsl_sort(sorted, 1, b->draws);
    for (int i = 0; i < 2; i++)
        ends[i] = gsl_stats_quantile_from_sorted_data(sorted, 1, b->draws, share[i]);
    if (kind == HG__BOOTSTRAP_BASIC) {
        double low = 2.0 * b->estimate - ends[1];
        ends[1] = 2.0 * b->estimate - ends[0];
        ends[0] = low;
    }
    return true;
}
