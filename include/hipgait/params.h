/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file params.h
 * Every setting of the analysis: key, default, range, unit, reason.
 *
 * Each threshold in the analysis is a row here. `--set key=value` of the command sets one; the
 * values in force stand in every result.
 *
 * Columns of HG_PARAM_NUMBERS: field, key, default, least, most, unit, meaning and source.
 * Columns of HG_PARAM_CHOICES: field, key, default, choices joined by '|', meaning.
 */
#ifndef HG_HIPGAIT_PARAMS_H
#define HG_HIPGAIT_PARAMS_H

#include <stddef.h>

#include <hipgait/export.h>
#include <hipgait/status.h>

/* clang-format off */
#define HG_PARAM_NUMBERS(X) \
    X(clean_cutoff_hz, "clean.cutoff_hz", 10.0, 0.0, 500.0, "Hz", \
      "Low-pass of the markers before angles; 0 leaves them as stored. 10 Hz is common in running (Fukuchi 2017, doi:10.7717/peerj.3298).") \
    X(clean_gap_max_s, "clean.gap_max_s", 0.1, 0.0, 0.5, "s", \
      "Longest gap of a marker that a cubic spline fills; 20 frames at 200 Hz. Longer ones are left to the next methods.") \
    X(clean_gap_rigid_max_s, "clean.gap_rigid_max_s", 0.5, 0.0, 2.0, "s", \
      "Longest gap of a marker that is filled from the other markers of its segment; docs/gap-filling.md has the errors.") \
    X(clean_gap_rigid_spread_m, "clean.gap_rigid_spread_m", 0.003, 0.0, 0.05, "m", \
      "A marker that is on average further than this from its mean place among the other markers of its segment is not filled from them: it does not move as one body with them. docs/gap-filling.md.") \
    X(clean_gap_correlated_max_s, "clean.gap_correlated_max_s", 1.0, 0.0, 2.0, "s", \
      "Longest gap of a marker that is filled from how all markers move together; docs/gap-filling.md has the errors. Longer ones stay gaps.") \
    X(clean_gap_correlated_error_m, "clean.gap_correlated_error_m", 0.005, 0.0, 0.05, "m", \
      "A gap that the other markers determine less well than this (standard deviation in space) stays a gap.") \
    X(clean_gap_complete_s, "clean.gap_complete_s", 2.0, 0.5, 60.0, "s", \
      "Frames with all markers that are needed to learn how they move together; about three strides.") \
    X(clean_gap_memory_s, "clean.gap_memory_s", 0.1, 0.01, 10.0, "s", \
      "How long the distance between a marker and its estimate at the edge of a gap is still a guide inside it; 0.03 to 0.2 s give errors within 10 percent on RBDS001.") \
    X(clean_cutoff_least_hz, "clean.cutoff_least_hz", 4.0, 1.0, 25.0, "Hz", \
      "Lowest cut-off that residual analysis may choose; less would take from the steps themselves, 1.5 to 3 a second.") \
    X(clean_cutoff_most_hz, "clean.cutoff_most_hz", 20.0, 1.0, 25.0, "Hz", \
      "Highest cut-off that residual analysis may choose; the analysis itself ends at 25 Hz.") \
    X(clean_mend_noise_m, "clean.mend_noise_m", 0.005, 0.0, 0.1, "m", \
      "Sudden change of a marker's course that is still noise and soft tissue; the 99.9th percentile at the feet of RBDS001 is 5.6 mm.") \
    X(clean_mend_impact_m_s, "clean.mend_impact_m_s", 2.0, 0.0, 20.0, "m/s", \
      "Change of a marker's velocity from one frame to the next that an impact can make: feet land at 1 to 2 m/s downward.") \
    X(clean_mend_accel_m_s2, "clean.mend_accel_m_s2", 150.0, 0.0, 2000.0, "m/s^2", \
      "Acceleration that a marker may have besides: a foot at 10 m/s on an arc of 0.7 m has 140 m/s^2. Decides at low rates.") \
    X(clean_mend_spike_m, "clean.mend_spike_m", 0.004, 0.0005, 0.1, "m", \
      "Smaller changes of course are never a jump, however quiet the trial.") \
    X(clean_mend_factor, "clean.mend_factor", 4.0, 1.5, 100.0, "", \
      "A jump is this many times the 99th percentile of the marker's own changes of course, at most what the three rows above allow. No whole recording of the test data has a false one.") \
    X(clean_mend_spike_frames, "clean.mend_spike_frames", 5.0, 1.0, 20.0, "frames", \
      "Longest excursion that is a spike.") \
    X(clean_mend_follow_s, "clean.mend_follow_s", 0.03, 0.0, 0.2, "s", \
      "Longest gap over which a single marker is followed from one label to another; in it a foot at 150 m/s^2 leaves its course by less than markers of a cluster are apart.") \
    X(clean_mend_gap_s, "clean.mend_gap_s", 0.2, 0.0, 1.0, "s", \
      "Longest gap at which a whole segment, or two labels whose shape tells it, may have been exchanged.") \
    X(clean_mend_gap_accel_m_s2, "clean.mend_gap_accel_m_s2", 25.0, 0.0, 1000.0, "m/s^2", \
      "What the mean of the velocities on both sides of a gap may miss, per squared length of the gap; 99.9 % of gaps of 0.1 s in RBDS001 miss by less than 13 m/s^2.") \
    X(clean_mend_rigid_m, "clean.mend_rigid_m", 0.025, 0.001, 0.2, "m", \
      "Two markers whose distance stays within this, over the middle half of the trial, tell of each other.") \
    X(clean_mend_shape_m, "clean.mend_shape_m", 0.010, 0.001, 0.1, "m", \
      "A distance is off beyond this and three times its middle half; skin markers move 5 to 15 mm (Leardini 2005, doi:10.1016/j.gaitpost.2004.05.002).") \
    X(clean_mend_frozen_frames, "clean.mend_frozen_frames", 4.0, 2.0, 100.0, "frames", \
      "Equal samples from which a marker may be frozen.") \
    X(clean_mend_frozen_m, "clean.mend_frozen_m", 0.010, 0.0, 0.2, "m", \
      "A repeated sample is frozen when the near markers move on by this, and away by half of it.") \
    X(clean_mend_collapse_m, "clean.mend_collapse_m", 0.008, 0.001, 0.05, "m", \
      "Two markers cannot be closer than their diameter, 9.5 mm for the smallest that are usual.") \
    X(clean_mend_collapse_s, "clean.mend_collapse_s", 0.015, 0.0, 1.0, "s", \
      "Shorter meetings of two markers, and of fewer than three frames, are not told.") \
    X(clean_mend_side, "clean.mend_side", 0.4, 0.05, 0.95, "", \
      "Legs are exchanged when their distance across the pelvis is below minus this share of its median. In the test data the thighs never fall below +0.78 of it.") \
    X(pose_frame_limit_m, "pose.frame_limit_m", 0.03, 0.001, 0.2, "m", \
      "Frames in which the markers are further from the rigid segment than this give no pose (convention ric: they are only counted). Twice the limit of the median; the 95th percentile of RBDS001 is 6 mm.") \
    X(pose_residual_limit_m, "pose.residual_limit_m", 0.015, 0.001, 0.1, "m", \
      "A cluster whose median residual is above this is flagged. Skin markers on the thigh move 5 to 15 mm in running (Leardini 2005, doi:10.1016/j.gaitpost.2004.05.002).") \
    X(pose_functional_motion_deg, "pose.functional_motion_deg", 20.0, 5.0, 180.0, "deg", \
      "A functional trial in which the thigh turns less than this in the pelvis is refused: the centre is then poorly determined (Ehrig 2006, doi:10.1016/j.jbiomech.2005.10.002).") \
    X(pose_static_motion_limit_m, "pose.static_motion_limit_m", 0.010, 0.001, 0.1, "m", \
      "Marker movement in the static trial above which it is flagged.") \
    X(direction_agree_deg, "direction.agree_deg", 20.0, 1.0, 90.0, "deg", \
      "The tests of the direction of progress must agree within this angle.") \
    X(direction_facing_deg, "direction.facing_deg", 45.0, 10.0, 90.0, "deg", \
      "The pelvis, averaged, faces within this angle of where the runner goes; else the movement is backward or sideways. Half way between forward and sideways; the mean pelvic rotation of running is below 10 deg.") \
    X(speed_agree_percent, "speed.agree_percent", 10.0, 1.0, 100.0, "%", \
      "Stated and measured speed may differ by this share before they are flagged.") \
    X(speed_belt_percent, "speed.belt_percent", 4.0, 1.0, 50.0, "%", \
      "A belt whose speed under the standing foot (a line through seven contacts) stays within this share of one speed runs evenly, and that speed is taken throughout; else each contact shows its own.") \
    X(steady_swing_m_s, "steady.swing_m_s", 0.5, 0.1, 2.0, "m/s", \
      "Standing: for a second no foot moves faster than this relative to the pelvis. In walking at 0.5 m/s a swinging foot passes 1 m/s.") \
    X(steady_speed_min_m_s, "steady.speed_min_m_s", 0.3, 0.1, 1.5, "m/s", \
      "Slower than this over the ground is hardly moving.") \
    X(steady_change_percent, "steady.change_percent", 25.0, 5.0, 200.0, "%/s", \
      "A start or stop is where the speed over the ground changes by more than this share of itself in a second; ramps of treadmill tests stay below 10 %/s.") \
    X(steady_settled_percent, "steady.settled_percent", 10.0, 1.0, 100.0, "%/s", \
      "A start or stop goes on until the speed changes by less than this.") \
    X(steady_least_s, "steady.least_s", 2.0, 0.0, 60.0, "s", \
      "With less even speed than this, and more that changes, the runner never settles (a sprint start, a short track): then strides at changing speed are used, and flagged.") \
    X(steady_turn_radius_m, "steady.turn_radius_m", 5.0, 0.5, 100.0, "m", \
      "Over ground, a path that bends more than this circle is a turn and is left out; a wider one is a curve, in which angles are measured against the local direction. Bends of a track have 14 m and more.") \
    X(gait_grounded_duty_max, "gait.grounded_duty_max", 0.56, 0.5, 0.7, "", \
      "Contact of up to this share of a stride without flight is still running where the pelvis is lowest in mid-stance: grounded running (Bonnaerens 2019, doi:10.1249/MSS.0000000000001846).") \
    X(gait_run_speed_m_s, "gait.run_speed_m_s", 2.1, 1.0, 4.0, "m/s", \
      "Where no stride is whole: faster than this is running. The preferred transition is at 1.9 to 2.2 m/s (Hreljac 1993, Med Sci Sports Exerc 25:1158).") \
    X(events_force_cutoff_hz, "events.force_cutoff_hz", 30.0, 0.0, 500.0, "Hz", \
      "Low-pass of the vertical force; 0 leaves it as stored. 30 Hz quiets treadmill plates without moving a 50 N crossing by more than a few ms.") \
    X(events_force_threshold_n, "events.force_threshold_n", 50.0, 5.0, 500.0, "N", \
      "Vertical force at which contact begins and ends in running; 20 to 50 N on treadmills.") \
    X(events_force_walk_threshold_n, "events.force_walk_threshold_n", 30.0, 5.0, 500.0, "N", \
      "The same in walking, where load comes and goes more slowly. At 20 to 30 N, the custom of laboratories, strikes and toe-offs on seven floor plates of three walkers are near the events their laboratories set, at 30 N all within 20 ms; at 50 N toe-offs come up to 25 ms early.") \
    X(events_force_hysteresis_n, "events.force_hysteresis_n", 100.0, 0.0, 1000.0, "N", \
      "A contact counts only when the force rises at least this far above the threshold.") \
    X(events_force_rest_n, "events.force_rest_n", 10.0, 0.0, 1000.0, "N", \
      "The level of an unloaded plate is taken off, drift and all, when it is further from zero than this; a fifth of the threshold moves a 50 N crossing by 1 to 3 ms.") \
    X(events_force_cop_m, "events.force_cop_m", 0.10, 0.01, 0.5, "m", \
      "The centre of pressure is under a foot when it is no further than this from the line between heel and forefoot marker. 95 % of the loaded samples are within 7 cm, all within 8 cm, in 13 plates of 8 recordings where one foot stood.") \
    X(events_force_match_s, "events.force_match_s", 0.10, 0.02, 0.3, "s", \
      "A load begins or ends with a foot that comes to stand or leaves, by its markers, within this time; half the shortest contact.") \
    X(events_force_late, "events.force_late", 0.05, 0.0, 1.0, "of stride", \
      "A foot whose load on a plate in the floor begins later than this after its markers come to stand was partly beside the plate. Up to 0.03 in twelve clean hits of five runners and walkers.") \
    X(events_force_early, "events.force_early", 0.08, 0.0, 1.0, "of stride", \
      "The same where the load ends so long before the markers leave: up to 0.05 in clean hits.") \
    X(events_force_side_ratio, "events.force_side_ratio", 0.5, 0.05, 1.0, "", \
      "A contact belongs to the slower foot when its speed is below this share of the other's; else its side is unsure. On RBDS001 the worst ratio is 0.03.") \
    X(events_force_share, "events.force_share", 0.8, 0.0, 1.0, "", \
      "Force gives the events only when it sees this share of the contacts that the markers show.") \
    X(events_marker_cutoff_hz, "events.marker_cutoff_hz", 30.0, 5.0, 500.0, "Hz", \
      "Low-pass of the foot markers for events, apart from that for angles. 20 to 35 Hz give the same events within 1 ms on RBDS001; below 18 Hz strikes come late.") \
    X(events_reference_stride_s, "events.reference_stride_s", 0.73, 0.3, 2.0, "s", \
      "Stride time for which events.marker_cutoff_hz holds; the cut-off grows with a faster stride, so that a sprinter's contacts are not blunted. RBDS001 at 2.5 and 3.5 m/s: 0.765 and 0.701 s.") \
    X(events_swing_cutoff, "events.swing_cutoff", 5.8, 2.0, 20.0, "of stride rate", \
      "Low-pass of the foot's speed for telling swing from stance; 8 Hz at a stride of 0.73 s, where 6 to 12 Hz give the same events.") \
    X(events_swing_start, "events.swing_start", 1.0, 0.6, 1.5, "of speed", \
      "Swing begins when the foot overtakes the pelvis (Zeni 2008, doi:10.1016/j.gaitpost.2007.07.007).") \
    X(events_swing_end, "events.swing_end", 0.5, 0.1, 0.6, "of speed", \
      "Swing ends below this forward speed over the ground; lower than the start, so that noise cannot end a swing twice.") \
    X(events_stance_min, "events.stance_min", 0.11, 0.0, 0.3, "of stride", \
      "A shorter stance is a dip inside a swing. A sprinter's foot is down for a quarter of the stride.") \
    X(events_strike_fraction, "events.strike_fraction", 0.45, 0.1, 0.9, "of speed", \
      "Running: the foot still moves forward over the ground at this share of the speed when it strikes. Calibrated on RBDS001 at 2.5 and 3.5 m/s against 50 N.") \
    X(events_impact_before_s, "events.impact_before_s", 0.020, 0.0, 0.1, "s", \
      "How long before the speed crossing the impact peak is looked for.") \
    X(events_impact_after_s, "events.impact_after_s", 0.035, 0.0, 0.1, "s", \
      "How long after the speed crossing the impact peak is looked for.") \
    X(events_impact_min_m_s2, "events.impact_min_m_s2", 8.0, 0.0, 100.0, "m/s^2", \
      "Smallest vertical acceleration of heel or forefoot that is an impact (first peak of either: Handsaker 2016).") \
    X(events_impact_rise_m_s2, "events.impact_rise_m_s2", 4.0, 0.0, 100.0, "m/s^2", \
      "An impact rises at least this much within 30 ms.") \
    X(events_strike_agree_s, "events.strike_agree_s", 0.035, 0.0, 0.1, "s", \
      "Speed crossing and impact are averaged when they are this close; else the crossing stands alone.") \
    X(events_toe_off_fraction, "events.toe_off_fraction", 0.35, 0.05, 1.5, "of speed", \
      "Running: at toe-off the forefoot moves at this share of the speed. Calibrated on RBDS001 at 2.5 and 3.5 m/s against 50 N.") \
    X(events_toe_rise_m, "events.toe_rise_m", 0.015, 0.001, 0.1, "m", \
      "Second method for toe-off: the forefoot has risen by this much from its lowest point.") \
    X(events_heel_rise_m, "events.heel_rise_m", 0.160, 0.01, 0.4, "m", \
      "Toe-off without forefoot markers: the heel has risen by this much.") \
    X(events_walk_strike_delay_s, "events.walk_strike_delay_s", 0.018, 0.0, 0.1, "s", \
      "Walking: the strike comes this long after the heel's speed crossing.") \
    X(events_walk_toe_off_fraction, "events.walk_toe_off_fraction", 1.0, 0.05, 2.0, "of speed", \
      "Walking: at toe-off the forefoot moves at this share of the speed.") \
    X(events_agree_limit_s, "events.agree_limit_s", 0.030, 0.001, 0.2, "s", \
      "Median disagreement of two event methods above which it is flagged.") \
    X(run_stride_min_s, "run.stride_min_s", 0.36, 0.2, 2.0, "s", "Shortest running stride that is kept; sprinters need 0.42 to 0.5 s.") \
    X(run_stride_max_s, "run.stride_max_s", 1.0, 0.3, 3.0, "s", "Longest running stride that is kept.") \
    X(run_contact_min_s, "run.contact_min_s", 0.07, 0.05, 1.0, "s", "Shortest running contact that is kept; sprinters stay on the ground for 0.08 to 0.12 s.") \
    X(run_contact_max_s, "run.contact_max_s", 0.40, 0.1, 2.0, "s", "Longest running contact that is kept.") \
    X(walk_stride_min_s, "walk.stride_min_s", 0.7, 0.2, 3.0, "s", "Shortest walking stride that is kept.") \
    X(walk_stride_max_s, "walk.stride_max_s", 2.5, 0.3, 5.0, "s", "Longest walking stride that is kept.") \
    X(walk_contact_min_s, "walk.contact_min_s", 0.35, 0.05, 2.0, "s", "Shortest walking contact that is kept.") \
    X(walk_contact_max_s, "walk.contact_max_s", 1.8, 0.1, 4.0, "s", "Longest walking contact that is kept.") \
    X(subject_marker_diameter_m, "subject.marker_diameter_m", 0.0, 0.0, 0.05, "m", \
      "Diameter of the markers, for files that do not hold it; 0 is not given. Conventional gait model only; 14 mm where neither says.") \
    X(subject_leg_length_left_m, "subject.leg_length_left_m", 0.0, 0.0, 1.5, "m", \
      "Leg length, ASIS to medial malleolus, left, for files that do not hold it; 0 is not given.") \
    X(subject_leg_length_right_m, "subject.leg_length_right_m", 0.0, 0.0, 1.5, "m", \
      "Leg length, ASIS to medial malleolus, right, for files that do not hold it; 0 is not given.") \
    X(subject_knee_width_left_m, "subject.knee_width_left_m", 0.0, 0.0, 0.3, "m", \
      "Knee width, left, for files that do not hold it; 0 is not given.") \
    X(subject_knee_width_right_m, "subject.knee_width_right_m", 0.0, 0.0, 0.3, "m", \
      "Knee width, right, for files that do not hold it; 0 is not given.") \
    X(subject_ankle_width_left_m, "subject.ankle_width_left_m", 0.0, 0.0, 0.2, "m", \
      "Ankle width, left, for files that do not hold it; 0 is not given.") \
    X(subject_ankle_width_right_m, "subject.ankle_width_right_m", 0.0, 0.0, 0.2, "m", \
      "Ankle width, right, for files that do not hold it; 0 is not given.") \
    X(subject_asis_trochanter_left_m, "subject.asis_trochanter_left_m", 0.0, 0.0, 0.3, "m", \
      "Distance from ASIS to trochanter along the thigh, left, for files that do not hold it; 0 is not given.") \
    X(subject_asis_trochanter_right_m, "subject.asis_trochanter_right_m", 0.0, 0.0, 0.3, "m", \
      "Distance from ASIS to trochanter along the thigh, right, for files that do not hold it; 0 is not given.") \
    X(subject_pelvis_width_m, "subject.pelvis_width_m", 0.0, 0.0, 0.6, "m", \
      "Distance between the ASIS, for files that do not hold it; 0 is not given.") \
    X(reference_runners_min, "reference.runners_min", 20.0, 2.0, 10000.0, "runners", \
      "Reference values of fewer runners are not compared with: the standard deviation of 20 is known to within 0.76 to 1.46 of itself (95 %, chi square).") \
    X(rhythm_acceleration_cutoff_hz, "rhythm.acceleration_cutoff_hz", 30.0, 5.0, 500.0, "Hz", \
      "Low-pass of the pelvis before its acceleration, or 0.4 of the rate where that is less. Passes the band of the impact (20 Hz) with 85 % of its power.") \
    X(rhythm_segment_s, "rhythm.segment_s", 4.0, 1.0, 20.0, "s", \
      "Segments of Welch's method; its inverse is the step of the frequencies. About six running strides, so that stride and step stand well apart. The multitaper method takes the number of tapers that resolves the same.") \
    X(rhythm_stretch_min_s, "rhythm.stretch_min_s", 8.0, 1.0, 600.0, "s", \
      "A shorter stretch of strides without a gap gives no spectrum: three segments that overlap by half.") \
    X(rhythm_low_hz, "rhythm.low_hz", 0.5, 0.0, 5.0, "Hz", \
      "Mean and median frequency, and power, begin here: below the stride, above drift on the belt.") \
    X(rhythm_high_hz, "rhythm.high_hz", 20.0, 5.0, 40.0, "Hz", \
      "Mean and median frequency, power and the curve end here.") \
    X(rhythm_active_from_hz, "rhythm.active_from_hz", 3.0, 0.5, 40.0, "Hz", \
      "Band of the active movement in running: 3 to 8 Hz (Gruber 2014, doi:10.1016/j.jshs.2014.03.004); it begins above the line of the step where that is higher.") \
    X(rhythm_active_to_hz, "rhythm.active_to_hz", 8.0, 0.5, 40.0, "Hz", \
      "End of the band of the active movement (Gruber 2014).") \
    X(rhythm_impact_from_hz, "rhythm.impact_from_hz", 9.0, 0.5, 40.0, "Hz", \
      "Band of the impact in running: 9 to 20 Hz (Gruber 2014; 12 to 20 Hz in Shorten & Winslow 1992, Int J Sport Biomech 8:288).") \
    X(rhythm_impact_to_hz, "rhythm.impact_to_hz", 20.0, 0.5, 40.0, "Hz", \
      "End of the band of the impact (Gruber 2014).") \
    X(rhythm_peak_ratio, "rhythm.peak_ratio", 4.0, 1.0, 1000.0, "", \
      "A peak of the spectrum stands this far above its lowest neighbourhood, half a stride rate to either side: 6 dB, beyond what the chance of three segments makes of a flat spectrum.") \
    X(rhythm_coherence_segments, "rhythm.coherence_segments", 8.0, 2.0, 1000.0, "segments", \
      "Fewer segments give no coherence: by chance alone it is 1 / segments.") \
    X(rhythm_strides_min, "rhythm.strides_min", 10.0, 3.0, 1000.0, "strides", \
      "Fewer strides of a side give no standard deviation or harmonic ratio here; with ten the standard deviation itself is known to 24 %.") \
    X(rhythm_harmonics, "rhythm.harmonics", 20.0, 2.0, 60.0, "", \
      "Harmonics of the stride in a harmonic ratio (Menz 2003, doi:10.1016/S0966-6362(02)00159-5).") \
    X(rhythm_pattern_strides, "rhythm.pattern_strides", 50.0, 5.0, 1000.0, "strides", \
      "Sample entropy and divergence are of exactly this many strides in a row of 100 points each, because both depend on the length (Bruijn 2009, doi:10.1016/j.jneumeth.2008.12.015).") \
    X(rhythm_entropy_length, "rhythm.entropy_length", 2.0, 1.0, 8.0, "points", \
      "Length of the templates of sample entropy (Richman & Moorman 2000).") \
    X(rhythm_entropy_tolerance, "rhythm.entropy_tolerance", 0.2, 0.01, 1.0, "", \
      "Tolerance of sample entropy, of the standard deviation (Richman & Moorman 2000).") \
    X(rhythm_delay_dimension, "rhythm.delay_dimension", 5.0, 1.0, 16.0, "", \
      "Dimension of the delay space for divergence (Bruijn 2009).") \
    X(rhythm_delay_points, "rhythm.delay_points", 10.0, 1.0, 50.0, "% of stride", \
      "Delay of that space: the same for every runner, so that values compare (England & Granata 2007, doi:10.1016/j.gaitpost.2006.03.003).") \
    X(rhythm_fluctuation_min, "rhythm.fluctuation_min", 64.0, 16.0, 10000.0, "strides", \
      "Fewer strides in a row give no fluctuation exponent: its windows, 4 strides to a quarter of them all, span a factor of 4.") \
    X(rhythm_fluctuation_few, "rhythm.fluctuation_few", 256.0, 16.0, 10000.0, "strides", \
      "With fewer the exponent is given with a warning.") \
    X(strides_few, "strides.few", 10.0, 1.0, 1000.0, "strides", \
      "Fewer strides of a side than this are flagged.") \
    X(strides_min, "strides.min", 3.0, 1.0, 1000.0, "strides", \
      "Fewer strides of a side than this give no means.") \
    X(stats_outlier_z, "stats.outlier_z", 3.5, 2.0, 100.0, "", \
      "A stride that is further from the median than this many robust standard deviations is listed (Iglewicz & Hoaglin 1993, ISBN 087389247X); it stays in the mean.") \
    X(stats_trim_share, "stats.trim_share", 0.2, 0.0, 0.4, "", \
      "Share taken away at each end for the trimmed mean (Wilcox 2012, ISBN 9780123869838).") \
    X(stats_draws, "stats.draws", 999.0, 99.0, 100000.0, "", \
      "Draws of the bootstrap for the interval of the trimmed mean (Davison & Hinkley 1997, ISBN 9780521574716).") \
    X(asymmetry_strides_min, "asymmetry.strides_min", 10.0, 6.0, 1000.0, "strides", \
      "With fewer strides of a side than this a difference is not judged. 20 strides give 0.5 degrees either way for peak hip adduction; below 10 the intervals are not known to hold (docs/asymmetry.md).") \
    X(asymmetry_same_sign, "asymmetry.same_sign", 0.8, 0.5, 1.0, "", \
      "A difference is called beyond what is usual only when this share of the pairs of strides has its sign.") \
    X(asymmetry_false_discovery, "asymmetry.false_discovery", 0.05, 0.001, 0.5, "", \
      "False discovery rate that is held over all measures of a trial (Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x).") \
    X(curves_pairs_min, "curves.pairs_min", 12.0, 6.0, 1000.0, "pairs", \
      "Fewer pairs of a left and a right stride give no test of the curves: with six blocks of two the least p of the sign flips is 0.03.") \
    X(curves_alpha, "curves.alpha", 0.05, 0.001, 0.2, "", \
      "Chance of a difference anywhere in a curve of a runner without one.") \
    X(curves_draws, "curves.draws", 10000.0, 200.0, 1000000.0, "", \
      "Sign flips that are drawn; up to 13 blocks all are made (Nichols & Holmes 2002, doi:10.1002/hbm.1058). With 10000 the standard error of p = 0.05 is 0.002.") \
    X(curves_block, "curves.block_pairs", 2.0, 1.0, 50.0, "pairs", \
      "Pairs that are flipped together, after what follows from the pair before is taken out: two take up what that leaves (docs/curves.md).") \
    X(curves_placement_deg, "curves.placement_deg", 1.2, 0.0, 20.0, "deg", \
      "Standard error of an angle of one side from placing the markers; 1.0 to 1.4 deg in optical systems. A difference below 1.96 sqrt(2) times this, or 1.96 times twice this where a rolled pelvis adds to one side what it takes from the other (pelvic obliquity and rotation, hip adduction), may be placement alone.") \
    X(curves_placement_rotation_deg, "curves.placement_rotation_deg", 4.7, 0.0, 20.0, "deg", \
      "The same for hip rotation: standard deviation of right minus left peak rotation over sqrt(2) in 46 runners (Fukuchi 2017, doi:10.7717/peerj.3298, and Ferber 2024, Sci Data 11:1232), an upper bound.") \
    X(coordination_strides_min, "coordination.strides_min", 10.0, 2.0, 1000.0, "strides", \
      "Fewer strides give no measure of coordination.") \
    X(coordination_steps_min, "coordination.steps_min", 23.0, 5.0, 1000.0, "strides", \
      "Fewer strides give no phase coordination index (Kribus-Shmiel 2018, doi:10.1371/journal.pone.0192049).") \
    X(coordination_range_min_deg, "coordination.range_min_deg", 1.0, 0.0, 90.0, "deg", \
      "A mean curve that moves less has no shape or phase to compare; near the noise of a mean curve.")

#define HG_PARAM_CHOICES(X) \
    X(rhythm_spectrum, "rhythm.spectrum", "welch", "welch|multitaper", \
      "How spectra are estimated. welch: mean of segments (Welch 1967, doi:10.1109/TAU.1967.1161901). multitaper: sine tapers (Riedel & Sidorenko 1995, doi:10.1109/78.365298) over the whole stretch.") \
    X(clean_cutoff, "clean.cutoff", "fixed", "fixed|residual", \
      "fixed: clean.cutoff_hz for all markers. residual: each marker at its own cut-off by residual analysis (Winter 2009, doi:10.1002/9780470549148).") \
    X(clean_cutoff_convention, "clean.cutoff_convention", "corrected", "corrected|nominal", \
      "corrected: the two passes together are 3 dB down at the cut-off; nominal: each pass is, as in a plain filtfilt(butter(2)).") \
    X(clean_mend, "clean.mend", "on", "on|off", \
      "Look for spikes, held values and exchanged markers, and mend or leave out what is wrong.") \
    X(pose_hip_centre, "pose.hip_centre", "auto", "auto|functional|hara|harrington|bell", \
      "Hip centres. functional: SCoRE from a functional trial. auto: functional where a trial of the side exists, else Hara 2016 when leg length is given, else Harrington 2007 from the pelvic width.") \
    X(events_marker_method, "events.marker_method", "auto", \
      "auto|combined|walking|heel|toe|zeni|handsaker|oconnor|leitch|fellin|pelvis", \
      "How events are found from markers (docs/events.md). auto: combined in running, walking in walking, or what the markers of a foot allow.") \
    X(strides_interpolation, "strides.interpolation", "pchip", "pchip|linear", \
      "Between samples when a stride is brought to 101 points: piecewise cubic without overshoot (Fritsch & Carlson 1980, doi:10.1137/0717021), or straight lines.") \
    X(events_source, "events.source", "auto", "auto|file|force|markers", \
      "Where foot strikes and toe-offs come from. auto: force plate where it can be used, else markers.")
/* clang-format on */

#define HG_PARAM_CHOICE_MAX 24

typedef struct hg_params {
#define HG_PARAM_FIELD(field, key, value, least, most, unit, meaning) double field;
    HG_PARAM_NUMBERS(HG_PARAM_FIELD)
#undef HG_PARAM_FIELD
#define HG_PARAM_FIELD(field, key, value, choices, meaning) char field[HG_PARAM_CHOICE_MAX];
    HG_PARAM_CHOICES(HG_PARAM_FIELD)
#undef HG_PARAM_FIELD
} hg_params;

/** What can be said about one parameter. `choices` is NULL for numbers. */
typedef struct hg_param_info {
    const char *key, *unit, *meaning, *choices;
    double standard, least, most; /**< NaN for choices */
    const char *standard_choice;  /**< NULL for numbers */
    size_t offset;                /**< of the field in hg_params */
} hg_param_info;

/** Fills in the defaults. */
HG_API void hg_params_default(hg_params *params);

/**
 * Sets one parameter from text. HG_EINVAL with the list of keys or the allowed range when the key
 * or the value is wrong; `params` is then unchanged. Decimal point, whatever the locale.
 */
HG_API HG_CHECKED hg_status hg_params_set(hg_params *params, const char *key, const char *value,
                                          hg_error *err);

/** The table of parameters in fixed order; static data. */
HG_API const hg_param_info *hg_params_table(size_t *count);

#endif
