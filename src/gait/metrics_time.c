/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spatiotemporal metrics; definitions in the registry (hipgait/metrics.h). */
#include <math.h>

#include "gait/metrics.h"

double hg__metric_stride_time(const hg__metric_input *in) {
    return in->stride->end_s - in->stride->start_s;
}

double hg__metric_step_rate(const hg__metric_input *in) {
    return 120.0 / hg__metric_stride_time(in);
}

double hg__metric_speed(const hg__metric_input *in) {
    return in->speed_m_s;
}

double hg__metric_step_time(const hg__metric_input *in) {
    return in->stride->start_s - in->stride->previous_strike_s;
}

double hg__metric_contact_time(const hg__metric_input *in) {
    return in->stride->toe_off_s - in->stride->start_s;
}

double hg__metric_flight_time(const hg__metric_input *in) {
    return in->stride->other_strike_s - in->stride->toe_off_s;
}

/* as a share; the registry's unit is percent */
double hg__metric_duty_factor(const hg__metric_input *in) {
    return hg__metric_contact_time(in) / hg__metric_stride_time(in);
}

double hg__metric_stride_length(const hg__metric_input *in) {
    return in->speed_m_s * hg__metric_stride_time(in);
}

double hg__metric_step_length(const hg__metric_input *in) {
    return in->speed_m_s * hg__metric_step_time(in);
}

double hg__metric_vertical_oscillation(const hg__metric_input *in) {
    const hg__stride *s = in->stride;
    double least, most, share = (s->other_strike_s - s->start_s) / (s->end_s - s->start_s);
    if (!in->height || !(share > 0)) return NAN;
    in->k->min_max_valid(in->height, (size_t)(share * (HG_CURVE_POINTS - 1)) + 1, &least, &most);
    return most - least;
}
