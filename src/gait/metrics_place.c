/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of places and angular speeds; definitions in the registry (hipgait/metrics.h). */
#include <math.h>

#include "gait/metrics.h"

double hg__metric_step_width(const hg__metric_input *in) {
    const hg__footing *f = in->footing;
    if (!f) return NAN;
    hg__vec3 line = hg__vec_sub(f->stand[2], f->stand[0]),
             to = hg__vec_sub(f->stand[1], f->stand[0]);
    /* seen from above: how far the other foot is to the right of the line */
    double right = (line.x * to.z - line.z * to.x) / hypot(line.x, line.z);
    return -f->outward * right;
}

double hg__metric_step_width_strike(const hg__metric_input *in) {
    const hg__footing *f = in->footing;
    return f ? f->outward * (f->heel_strike.z - f->other_heel_strike.z) : NAN;
}

double hg__metric_overstride(const hg__metric_input *in) {
    const hg__footing *f = in->footing;
    return f ? f->heel_strike.x - f->hip.x : NAN;
}

double hg__metric_foot_progression(const hg__metric_input *in) {
    const hg__footing *f = in->footing;
    return f ? atan2(f->outward * f->foot.z, f->foot.x) : NAN;
}

double hg__metric_pelvis_speed_peak(const hg__metric_input *in) {
    return in->footing ? in->footing->pelvis : NAN;
}

double hg__metric_thigh_speed_peak(const hg__metric_input *in) {
    return in->footing ? in->footing->thigh : NAN;
}

double hg__metric_shank_speed_peak(const hg__metric_input *in) {
    return in->footing ? in->footing->shank : NAN;
}
