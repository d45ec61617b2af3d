/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A foot with a heel marker alone or a forefoot marker alone: the rules of both, by the one point
 * there is; toe-off of a heel from how far it has risen. */
#include <math.h>

#include "dsp/stats.h"
#include "gait/events/events_markers.h"

#define REST_SHARE 0.15 /* the quantile of heights at which a heel rests */
#define PUSH_OFF 0.08   /* of the stride: the knee is extended most this near */

hg__mark hg__strike_alone(const hg__search *q) {
    return q->walking ? hg__strike_walking(q) : hg__strike_combined(q);
}

hg__mark hg__toe_off_toe(const hg__search *q) {
    return q->walking ? hg__toe_off_walking(q) : hg__toe_off_combined(q);
}

hg__mark hg__toe_off_heel_rise(const hg__search *q) {
    const double *h = q->foot->heel.height;
    size_t peak = q->swing->peak, stance = q->stance;
    hg__mark out = {NAN, NAN};
    if (!q->foot->heel.known || peak <= stance || q->swing->start == 0) return out;
    double rest = hg__quantile(h + stance, peak - stance + 1, REST_SHARE, q->stage->scratch);
    out.at = hg__rise_after(h, rest + q->stage->params->events_heel_rise_m, NULL,
                            hg__lowest(h, stance, peak), peak);
    out.second = hg__knee_extended(q->foot->knee, out.at - PUSH_OFF * q->stride_s * q->rate_hz,
                                   out.at + PUSH_OFF * q->stride_s * q->rate_hz, q->n);
    return out;
}
