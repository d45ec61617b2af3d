/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Angle metrics; definitions in the registry (hipgait/metrics.h). */
#include <math.h>

#include "gait/metrics.h"

typedef struct extent {
    double least, most;
} extent;

static extent extent_of(const hg__metric_input *in, const double *row, size_t points) {
    extent e = {NAN, NAN};
    if (row) in->k->min_max_valid(row, points, &e.least, &e.most);
    return e;
}

/* Points from foot strike to the last before toe-off; 0 without a toe-off. */
static size_t stance_points(const hg__metric_input *in) {
    const hg__stride *s = in->stride;
    double share = (s->toe_off_s - s->start_s) / (s->end_s - s->start_s);
    return share >= 0 ? (size_t)(share * (HG_CURVE_POINTS - 1)) + 1 : 0;
}

static extent over_stride(const hg__metric_input *in, hg_curve_id curve) {
    return extent_of(in, in->row[curve], HG_CURVE_POINTS);
}

static extent over_stance(const hg__metric_input *in, hg_curve_id curve) {
    return extent_of(in, in->row[curve], stance_points(in));
}

static double range(extent e) {
    return e.most - e.least;
}

static double at_strike(const hg__metric_input *in, hg_curve_id curve) {
    return in->row[curve] ? in->row[curve][0] : NAN;
}

/* Linear between two of the points. */
static double at_toe_off(const hg__metric_input *in, hg_curve_id curve) {
    const hg__stride *s = in->stride;
    double at = (s->toe_off_s - s->start_s) / (s->end_s - s->start_s) * (HG_CURVE_POINTS - 1);
    if (!in->row[curve] || !(at >= 0 && at < HG_CURVE_POINTS - 1)) return NAN;
    const double *y = in->row[curve] + (size_t)at;
    return y[0] + (at - floor(at)) * (y[1] - y[0]);
}

/* The fastest increase from foot strike to toe-off. Central differences over two points; the first
 * point has none, and there the foot has only just landed. */
static double fastest_in_stance(const hg__metric_input *in, hg_curve_id curve) {
    const double *y = in->row[curve];
    double step = (in->stride->end_s - in->stride->start_s) / (HG_CURVE_POINTS - 1), most = NAN;
    size_t n = y ? stance_points(in) : 0;
    for (size_t i = 1; i < n && i + 1 < HG_CURVE_POINTS; i++)
        most = fmax(most, (y[i + 1] - y[i - 1]) / (2 * step));
    return most;
}

double hg__metric_pelvic_tilt_mean(const hg__metric_input *in) {
    const double *row = in->row[HG_CURVE_PELVIS_TILT];
    /* the last point is the next stride's first */
    return row ? in->k->sum_valid(row, HG_CURVE_POINTS - 1) / (HG_CURVE_POINTS - 1) : NAN;
}

double hg__metric_pelvic_tilt_range(const hg__metric_input *in) {
    return range(over_stride(in, HG_CURVE_PELVIS_TILT));
}

double hg__metric_hip_flexion_contact(const hg__metric_input *in) {
    return at_strike(in, HG_CURVE_HIP_FLEXION);
}

double hg__metric_hip_flexion_peak(const hg__metric_input *in) {
    return over_stride(in, HG_CURVE_HIP_FLEXION).most;
}

double hg__metric_hip_extension_toe_off(const hg__metric_input *in) {
    return -at_toe_off(in, HG_CURVE_HIP_FLEXION);
}

double hg__metric_hip_extension_peak(const hg__metric_input *in) {
    return -over_stride(in, HG_CURVE_HIP_FLEXION).least;
}

double hg__metric_hip_flexion_range(const hg__metric_input *in) {
    return range(over_stride(in, HG_CURVE_HIP_FLEXION));
}

double hg__metric_knee_flexion_contact(const hg__metric_input *in) {
    return at_strike(in, HG_CURVE_KNEE_FLEXION);
}

double hg__metric_knee_flexion_stance_peak(const hg__metric_input *in) {
    return over_stance(in, HG_CURVE_KNEE_FLEXION).most;
}

double hg__metric_knee_flexion_swing_peak(const hg__metric_input *in) {
    const double *row = in->row[HG_CURVE_KNEE_FLEXION];
    size_t first = stance_points(in);
    if (!row || first == 0) return NAN;
    return extent_of(in, row + first, HG_CURVE_POINTS - first).most;
}

double hg__metric_hip_adduction_contact(const hg__metric_input *in) {
    return at_strike(in, HG_CURVE_HIP_ADDUCTION);
}

double hg__metric_hip_adduction_peak(const hg__metric_input *in) {
    return over_stance(in, HG_CURVE_HIP_ADDUCTION).most;
}

double hg__metric_hip_adduction_excursion(const hg__metric_input *in) {
    return hg__metric_hip_adduction_peak(in) - hg__metric_hip_adduction_contact(in);
}

double hg__metric_hip_adduction_velocity(const hg__metric_input *in) {
    return fastest_in_stance(in, HG_CURVE_HIP_ADDUCTION);
}

/* The stance side up is the swing side down. */
double hg__metric_pelvic_drop_peak(const hg__metric_input *in) {
    return over_stance(in, HG_CURVE_PELVIS_OBLIQUITY).most;
}

double hg__metric_pelvic_drop_excursion(const hg__metric_input *in) {
    return hg__metric_pelvic_drop_peak(in) - at_strike(in, HG_CURVE_PELVIS_OBLIQUITY);
}

double hg__metric_pelvic_drop_velocity(const hg__metric_input *in) {
    return fastest_in_stance(in, HG_CURVE_PELVIS_OBLIQUITY);
}

double hg__metric_pelvic_obliquity_range(const hg__metric_input *in) {
    return range(over_stride(in, HG_CURVE_PELVIS_OBLIQUITY));
}

double hg__metric_hip_rotation_peak(const hg__metric_input *in) {
    return over_stance(in, HG_CURVE_HIP_ROTATION).most;
}

double hg__metric_hip_rotation_excursion(const hg__metric_input *in) {
    return range(over_stance(in, HG_CURVE_HIP_ROTATION));
}

double hg__metric_pelvic_rotation_range(const hg__metric_input *in) {
    return range(over_stride(in, HG_CURVE_PELVIS_ROTATION));
}

double hg__metric_thorax_tilt_mean(const hg__metric_input *in) {
    return in->thorax_tilt
               ? in->k->sum_valid(in->thorax_tilt, HG_CURVE_POINTS - 1) / (HG_CURVE_POINTS - 1)
               : NAN;
}

double hg__metric_thorax_lean_peak(const hg__metric_input *in) {
    return extent_of(in, in->thorax_lean, stance_points(in)).most;
}

double hg__metric_thorax_lean_range(const hg__metric_input *in) {
    return range(extent_of(in, in->thorax_lean, HG_CURVE_POINTS));
}
