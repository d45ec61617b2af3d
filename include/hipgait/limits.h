/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file limits.h
 * What is known of the difference between the sides, per metric: how large it usually is in
 * runners, and how much of it placing the markers makes. Data, no functions.
 *
 * Columns of HG_LIMIT_TABLE; a metric that has no row has no limit and no known placement error:
 *   name    metric of HG_METRIC_TABLE
 *   limit   how far a difference may usually be from 0 to either side: 95th percentile of the
 *           absolute difference in healthy runners. In the unit of the metric where it is an angle
 *           (HG_FORM_DIFFERENCE), in percent of the symmetry index where it is a time or length
 *           (HG_FORM_INDEX). NAN where none is known: such a difference is at most notable.
 *           Measured on single sessions, so the limit already holds the error of placing markers.
 *   sem     standard error of measurement by marker placement, of one side, unit of the metric.
 *           NAN where none is known: then the total interval cannot be given.
 *   roll    1 where a pelvis cluster that sits rolled adds to one side what it takes from the other
 *           and so counts twice in the difference; 0 elsewhere
 *   twin    the excursion that must agree in sign before the difference is called beyond: what a
 *           rolled pelvis cannot change. NONE where there is none or the metric is one.
 *   never   1 where a difference is never called beyond; 0 elsewhere
 *   source  of both numbers
 *
 * The usual offset between right and left is 0 throughout: the two laboratories of BMC-RIC disagree
 * in its sign.
 *
 * Sources, by the words in the table:
 *   BMC-RIC  mean curves of both legs of 46 runners of two laboratories (28 of Fukuchi 2017,
 *            doi:10.7717/peerj.3298, 25 of the Running Injury Clinic, 7 with broken pelvis tracking
 *            left out), 2.5 m/s: 95th percentile of |right - left|, rounded up to half a degree
 *   video    two-dimensional video of running on two days (Dingenen 2018,
 *            doi:10.1016/j.ptsp.2018.06.009): SEM = smallest detectable difference / 2.77, about. A
 *            stand-in for marker placement, whose own value is not published; BMC-RIC bounds it
 *            from above by 1.3 to 2.7 degrees
 *   assumed  2 degrees, for angles of which nothing is published
 *   simulated  synthetic runners with each landmark 5 mm off in each direction (standard deviation;
 *            docs/asymmetry.md): hip rotation hangs on the line between two knee landmarks, and its
 *            difference scatters by 5.5 degrees, which is 3.9 a side. With the 2 degrees that would
 *            be assumed, 30 % of symmetric runners were notable. BMC-RIC bounds it by 4.7
 *   clock    times between events need no placement of markers
 *   SA       mean and two SD of the symmetry angle of 9 and 12 trained runners (Girard 2019,
 *            doi:10.3389/fspor.2019.00036; Mtibaa 2023, doi:10.3389/fphys.2023.1289172), times pi,
 *            rounded up; small samples, so provisional
 */
#ifndef HG_HIPGAIT_LIMITS_H
#define HG_HIPGAIT_LIMITS_H

#include <stdbool.h>

#include <hipgait/export.h>
#include <hipgait/metrics.h>

/* clang-format off */
#define HG_LIMIT_TABLE(X) \
    X(stride_time, NAN, 0.0, 0, NONE, 0, "no limit: both sides share their strides; SEM: clock") \
    X(step_time, 4.0, 0.0, 0, NONE, 0, "limit: SA; SEM: clock") \
    X(contact_time, 7.0, 0.0, 0, NONE, 0, "limit: SA; SEM: clock") \
    X(flight_time, 8.0, 0.0, 0, NONE, 0, "limit: SA; SEM: clock") \
    X(duty_factor, 4.0, 0.0, 0, NONE, 0, "limit: SA; SEM: clock") \
    X(stride_length, NAN, 0.0, 0, NONE, 0, "no limit: speed times stride time; SEM: clock") \
    X(step_length, 4.0, 0.0, 0, NONE, 0, "limit: SA; SEM: clock, as it is speed times step time") \
    X(vertical_oscillation, NAN, 0.001, 0, NONE, 0, "no limit known; SEM: assumed, a pelvis origin 10 mm beside the middle at 5 degrees of obliquity") \
    X(pelvic_tilt_mean, NAN, 2.0, 0, NONE, 0, "no limit: one pelvis; SEM: assumed") \
    X(pelvic_tilt_range, NAN, 2.0, 0, NONE, 0, "no limit: one pelvis; SEM: assumed") \
    X(thorax_tilt_mean, NAN, 2.0, 0, NONE, 0, "no limit known; SEM: assumed") \
    X(hip_flexion_contact, 4.5, 1.2, 0, NONE, 0, "limit: BMC-RIC; SEM: video") \
    X(hip_flexion_peak, 5.5, 1.2, 0, NONE, 0, "limit: BMC-RIC; SEM: video") \
    X(hip_extension_toe_off, NAN, 1.2, 0, NONE, 0, "no limit known; SEM: video, as of the peak") \
    X(hip_extension_peak, 6.0, 1.2, 0, NONE, 0, "limit: BMC-RIC; SEM: video") \
    X(hip_flexion_range, 7.0, 1.2, 0, NONE, 0, "limit: BMC-RIC, the laboratory BMC only; SEM: video") \
    X(knee_flexion_contact, NAN, 2.0, 0, NONE, 0, "no limit known; SEM: assumed") \
    X(knee_flexion_stance_peak, NAN, 2.0, 0, NONE, 0, "no limit known; SEM: assumed") \
    X(knee_flexion_swing_peak, NAN, 2.0, 0, NONE, 0, "no limit known; SEM: assumed") \
    X(hip_adduction_contact, NAN, 1.2, 1, NONE, 0, "no limit known; SEM: video, as of the peak") \
    X(hip_adduction_peak, 7.5, 1.2, 1, hip_adduction_excursion, 0, "limit: BMC-RIC; SEM: video") \
    X(hip_adduction_excursion, 4.5, 1.0, 0, NONE, 0, "limit: BMC-RIC; SEM: video") \
    X(pelvic_drop_peak, 6.5, 1.0, 1, pelvic_drop_excursion, 0, "limit: BMC-RIC; SEM: video") \
    X(pelvic_drop_excursion, 4.0, 1.0, 0, NONE, 0, "limit: BMC-RIC; SEM: video") \
    X(pelvic_obliquity_range, NAN, 1.0, 0, NONE, 0, "no limit: one pelvis; SEM: video") \
    X(thorax_lean_peak, NAN, 2.0, 0, NONE, 0, "no limit known; SEM: assumed") \
    X(thorax_lean_range, NAN, 2.0, 0, NONE, 0, "no limit known; SEM: assumed") \
    X(hip_rotation_peak, 12.5, 4.0, 0, NONE, 1, "limit: BMC-RIC, too unsure to call anything beyond; SEM: simulated") \
    X(hip_rotation_excursion, NAN, 2.0, 0, NONE, 0, "no limit: that of BMC-RIC is of another definition (peak less value at foot strike); SEM: assumed") \
    X(pelvic_rotation_range, NAN, 2.0, 0, NONE, 0, "no limit: one pelvis; SEM: assumed")
/* clang-format on */

#define HG_METRIC_NONE HG_METRIC_COUNT

typedef struct hg_limit {
    double limit, offset, sem;
    bool pelvis_roll, never_beyond;
    hg_metric_id twin; /**< HG_METRIC_NONE when there is none */
    const char *source;
} hg_limit;

/** The row of a metric; for one without a row NaN and "nothing is known". Static data. */
HG_API const hg_limit *hg_limit_of(hg_metric_id metric);

#endif
