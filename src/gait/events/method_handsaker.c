/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handsaker 2016: the strike is the first of the peaks of vertical acceleration of heel and
 * forefoot, toe-off the peak of the forefoot's vertical jerk. Published for running at 250 Hz with
 * a marker on the hallux, whose place the forefoot takes here. */
#include <math.h>

#include "gait/events/events_markers.h"

#define AFTER_S 0.10 /* a peak is looked for in this long after the heel turns back */
#define AROUND 0.20  /* of the stride: jerk is looked for about the begin of the swing */

static double peak_of(const hg__foot_point *point, size_t from, size_t to) {
    return point->known ? hg__extremum(point->lift, 1, from, to) : NAN;
}

hg__mark hg__strike_handsaker(const hg__search *q) {
    double back = hg__strike_zeni(q).at;
    if (isnan(back)) return (hg__mark){NAN, NAN};
    size_t from = hg__sample(back, 1, q->n - 2),
           to = hg__sample(back + AFTER_S * q->rate_hz, from, q->n - 2);
    return (hg__mark){fmin(peak_of(&q->foot->heel, from, to), peak_of(&q->foot->toe, from, to)),
                      NAN};
}

hg__mark hg__toe_off_handsaker(const hg__search *q) {
    const double *lift = q->foot->toe.lift;
    double around = AROUND * q->stride_s * q->rate_hz, start = (double)q->swing->start;
    size_t from = hg__sample(start - around, q->stance + 1, q->n - 2),
           to = hg__sample(start + around, from, q->n - 2), at = from;
    for (size_t i = from; i <= to; i++)
        if (lift[i + 1] - lift[i - 1] > lift[at + 1] - lift[at - 1] || isnan(lift[at])) at = i;
    bool inside = at > from && at < to && isfinite(lift[at]);
    return (hg__mark){inside ? (double)at : NAN, NAN};
}
