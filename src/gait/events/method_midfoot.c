/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mean of heel and forefoot falls fastest at the strike: O'Connor 2007 for walking, the
 * mid-foot method of Leitch 2011, doi:10.1016/j.gaitpost.2010.06.009, for running. Toe-off: the
 * same point rises fastest (O'Connor), or the forefoot's vertical acceleration peaks (Leitch). */
#include <math.h>

#include "gait/events/events_markers.h"

#define STRIKE_FROM (-0.02) /* of the stride, from where the heel turns back */
#define STRIKE_TO 0.14
#define OFF_FROM (-0.16) /* of the stride, from the begin of the swing */
#define OFF_TO 0.12

static double extremum(const double *x, double sign, double about, double from, double to,
                       const hg__search *q) {
    double stride = q->stride_s * q->rate_hz;
    if (isnan(about)) return NAN;
    size_t first = hg__sample(about + from * stride, 1, q->n - 2);
    return hg__extremum(x, sign, first, hg__sample(about + to * stride + 1, first, q->n - 2));
}

hg__mark hg__strike_midfoot(const hg__search *q) {
    double back = hg__strike_zeni(q).at;
    return (hg__mark){extremum(q->foot->middle.climb, -1, back, STRIKE_FROM, STRIKE_TO, q), NAN};
}

hg__mark hg__toe_off_oconnor(const hg__search *q) {
    double start = (double)q->swing->start;
    return (hg__mark){extremum(q->foot->middle.climb, 1, start, OFF_FROM, OFF_TO, q), NAN};
}

hg__mark hg__toe_off_leitch(const hg__search *q) {
    double start = (double)q->swing->start;
    return (hg__mark){extremum(q->foot->toe.lift, 1, start, OFF_FROM, OFF_TO, q), NAN};
}
