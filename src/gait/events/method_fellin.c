/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fellin 2010, doi:10.1016/j.jsams.2010.03.006: the heel stops falling at the strike, the knee is
 * extended most at toe-off. Running only: a walker's knee is extended long before. */
#include <math.h>

#include "gait/events/events_markers.h"

#define AROUND 0.14 /* of the stride: extension is looked for about the begin of the swing */

double hg__knee_extended(const double *knee, double from, double to, size_t n) {
    if (!knee || isnan(from) || isnan(to)) return NAN;
    size_t first = hg__sample(from, 1, n - 2), last = hg__sample(to, first, n - 2);
    return hg__extremum(knee, -1, first, last);
}

hg__mark hg__strike_fellin(const hg__search *q) {
    double back = hg__strike_zeni(q).at;
    if (isnan(back)) return (hg__mark){NAN, NAN};
    size_t from = hg__sample(back, 1, q->n - 2),
           to = hg__sample(back + 0.2 * q->stride_s * q->rate_hz, from, q->n - 1);
    return (hg__mark){hg__rise_after(q->foot->heel.climb, 0, NULL, from, to), NAN};
}

hg__mark hg__toe_off_fellin(const hg__search *q) {
    double around = AROUND * q->stride_s * q->rate_hz, start = (double)q->swing->start;
    return (hg__mark){hg__knee_extended(q->foot->knee, start - around, start + around, q->n), NAN};
}
