/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zeni 2008, doi:10.1016/j.gaitpost.2007.07.007: the heel is furthest in front of the pelvis at the
 * strike, the forefoot furthest behind it at toe-off. Made for walking. */
#include <math.h>

#include "gait/events/events_markers.h"

hg__mark hg__strike_zeni(const hg__search *q) {
    size_t from = q->swing->peak,
           to = hg__sample((double)q->swing->end + 0.2 * q->stride_s * q->rate_hz, 0, q->n - 1);
    return (hg__mark){hg__extremum(q->foot->heel.reach, 1, from, to), NAN};
}

hg__mark hg__toe_off_zeni(const hg__search *q) {
    size_t from = q->stance, to = q->swing->peak;
    return (hg__mark){to > from ? hg__extremum(q->foot->toe.reach, -1, from, to) : NAN, NAN};
}
