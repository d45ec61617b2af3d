/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The default in running: two views of each strike, averaged, and the forefoot's speed at toe-off.
 * The crossing of a speed (as in the force plate's place: the foot is not yet at rest when it
 * touches) is never far off but differs between feet by 3 to 7 ms; the impact (Handsaker 2016)
 * scatters by 1 to 3 ms but is missed now and then by 20. docs/events.md has the figures.
 */
#include <math.h>

#include "gait/events/events_markers.h"

#define SEARCH 0.14        /* of the stride: around the end of a swing */
#define RISE_WINDOW_S 0.03 /* an impact's rise is looked for in this long before its peak */
#define TOE_LOW 0.16       /* of the stride: the forefoot is lowest within this before toe-off */

/* First impact peak of one point in the window; NaN when there is none. */
static double impact(const hg__foot_point *point, double crossing, const hg__search *q) {
    const hg_params *p = q->stage->params;
    const double *lift = point->lift;
    if (!point->known) return NAN;
    size_t from = hg__sample(ceil(crossing - p->events_impact_before_s * q->rate_hz), 1, q->n - 2);
    size_t to = hg__sample(floor(crossing + p->events_impact_after_s * q->rate_hz), 1, q->n - 2);
    size_t window = (size_t)(RISE_WINDOW_S * q->rate_hz);
    /* accelerations grow with the square of the stride rate, those before the impact as well */
    double hurry = fmax(1, p->events_reference_stride_s / q->stride_s), grown = hurry * hurry;
    for (size_t i = from; i <= to; i++) {
        if (!(lift[i] >= lift[i - 1] && lift[i] > lift[i + 1] &&
              lift[i] >= grown * p->events_impact_min_m_s2))
            continue;
        double least = lift[i];
        for (size_t j = i > window ? i - window : 0; j < i; j++)
            if (lift[j] < least) least = lift[j];
        if (lift[i] - least >= grown * p->events_impact_rise_m_s2) return hg__parabola(lift, i);
    }
    return NAN;
}

static double earlier(double a, double b) {
    return isnan(a) || b < a ? b : a;
}

hg__mark hg__strike_combined(const hg__search *q) {
    const hg_params *p = q->stage->params;
    const hg__foot *f = q->foot;
    double end = (double)q->swing->end, around = SEARCH * q->stride_s * q->rate_hz;
    size_t from = hg__sample(floor(end - around), q->swing->peak, q->n - 1);
    size_t to = hg__sample(ceil(end + around) + 1, from, q->n - 1);
    hg__mark out = {
        hg__fall_near(f->middle.forward, p->events_strike_fraction, f->pace, end, from, to), NAN};
    if (isnan(out.at)) return out;
    double crossing = out.at,
           hit = earlier(impact(&f->heel, crossing, q), impact(&f->toe, crossing, q));
    out.second = hit;
    /* the forefoot's own peak comes late in a rearfoot strike: only with a heel is the mean better
     */
    bool heel = f->heel.known && isfinite(f->heel.lift[(size_t)crossing]);
    if (heel && fabs(hit - crossing) <= p->events_strike_agree_s * q->rate_hz) {
        out.at = 0.5 * (crossing + hit);
        out.second = out.at + (hit - crossing); /* so that their difference stays */
    }
    return out;
}

/* The forefoot was not seen somewhere in the stance before this swing. */
static bool hidden(const hg__search *q) {
    for (size_t i = q->stance; i <= q->swing->peak; i++)
        if (isnan(q->foot->toe.speed[i])) return true;
    return false;
}

hg__mark hg__toe_off_combined(const hg__search *q) {
    const hg_params *p = q->stage->params;
    const hg__foot_point *toe = &q->foot->toe;
    size_t peak = q->swing->peak, stance = q->stance;
    hg__mark out = {NAN, NAN};
    if (peak <= stance) return out;
    out.at = hg__rise_before(toe->speed, p->events_toe_off_fraction, q->foot->pace, peak, stance);
    if (isnan(out.at)) return hidden(q) ? hg__toe_off_heel_rise(q) : out;
    size_t to = (size_t)out.at,
           from = hg__sample(out.at - TOE_LOW * q->stride_s * q->rate_hz, stance, to);
    size_t low = hg__lowest(toe->height, from, to);
    out.second = hg__rise_after(toe->height, toe->height[low] + p->events_toe_rise_m, NULL, low,
                                peak < q->n - 1 ? peak : q->n - 1);
    return out;
}
