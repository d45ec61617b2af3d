/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The default in walking: the heel's speed and the dip of the mid-foot (O'Connor 2007) at the
 * strike; the forefoot's speed and its furthest point behind the pelvis (Zeni 2008) at toe-off. */
#include <math.h>

#include "gait/events/events_markers.h"

#define SEARCH 0.14  /* of the stride: around the end of a swing */
#define DIP_S 0.05   /* the lowest vertical velocity of the mid-foot is this near the strike */
#define APART_S 0.05 /* two views of a toe-off further apart are not averaged */

hg__mark hg__strike_walking(const hg__search *q) {
    const hg_params *p = q->stage->params;
    const hg__foot *f = q->foot;
    const hg__foot_point *point = f->heel.known ? &f->heel : &f->middle;
    double end = (double)q->swing->end, around = SEARCH * q->stride_s * q->rate_hz;
    size_t from = hg__sample(floor(end - around), q->swing->peak, q->n - 1);
    size_t to = hg__sample(ceil(end + around) + 1, from, q->n - 1);
    hg__mark out = {
        hg__fall_near(point->forward, p->events_strike_fraction, f->pace, end, from, to), NAN};
    if (isnan(out.at)) return out;
    out.at += p->events_walk_strike_delay_s * q->rate_hz;
    double dip = hg__extremum(f->middle.climb, -1,
                              hg__sample(floor(out.at - DIP_S * q->rate_hz), 1, q->n - 2),
                              hg__sample(floor(out.at + DIP_S * q->rate_hz) + 1, 1, q->n - 2));
    if (!f->heel.known || !f->toe.known || isnan(dip)) return out; /* the dip is of both */
    double crossing = out.at;
    out.at = 0.5 * (crossing + dip);
    out.second = out.at + (dip - crossing);
    return out;
}

hg__mark hg__toe_off_walking(const hg__search *q) {
    const hg__foot *f = q->foot;
    size_t peak = q->swing->peak, stance = q->stance;
    hg__mark out = {NAN, NAN};
    if (peak <= stance) return out;
    double rise = hg__rise_before(f->toe.speed, q->stage->params->events_walk_toe_off_fraction,
                                  f->pace, peak, stance);
    double behind = hg__toe_off_zeni(q).at;
    /* the two err to opposite sides */
    out.at = fabs(rise - behind) <= APART_S * q->rate_hz ? 0.5 * (rise + behind) : rise;
    if (!isnan(out.at)) out.second = out.at + (behind - rise);
    return out;
}
