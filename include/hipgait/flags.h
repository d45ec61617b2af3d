/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file flags.h
 * Everything that can be said about the quality of a result. Data, no functions.
 *
 * A flag is a code, a sentence and a number. The worst severity of a result's flags is its status:
 * none or only notes = ok, a warning = warned, a blocker = insufficient.
 *
 * Columns of the table: enum name, code, severity, sentence. A sentence may hold one "%s", which
 * the code that raises the flag replaces by its detail (names, limits), and states what it means
 * for the reader, not for the programmer.
 */
#ifndef HG_HIPGAIT_FLAGS_H
#define HG_HIPGAIT_FLAGS_H

typedef enum hg_severity { HG_NOTE = 0, HG_WARNING = 1, HG_BLOCKER = 2 } hg_severity;

#define HG_FLAG_TABLE(X)                                                                           \
    X(STATIC_MISSING, "static_missing", HG_BLOCKER,                                                \
      "No static trial: the markers cannot be tied to the bones, so no joint angle was computed.") \
    X(STATIC_INCOMPLETE, "static_incomplete", HG_BLOCKER,                                          \
      "The static trial lacks %s, so no joint angle that needs it was computed.")                  \
    X(STATIC_USED, "static_used", HG_NOTE, "Static trial: %s.")                                    \
    X(STATIC_CHOSEN, "static_chosen", HG_WARNING,                                                  \
      "There are several static trials and none is named for this one; %s was used.")              \
    X(STATIC_MOVED, "static_moved", HG_WARNING,                                                    \
      "The runner moved during the static trial: %s mm (95th percentile of marker movement).")     \
    X(MARKERS_MISSING, "markers_missing", HG_WARNING,                                              \
      "Markers of the set that this trial does not have: %s.")                                     \
    X(MARKERS_GAPS, "markers_gaps", HG_NOTE, "Marker samples missing in the recording: %s.")       \
    X(MARKERS_LOST, "markers_lost", HG_WARNING,                                                    \
      "Markers that are missing for more than half of the trial: %s.")                             \
    X(MARKERS_FROZEN, "markers_frozen", HG_WARNING,                                                \
      "Markers that repeat one position while the body moves, left out there: %s.")                \
    X(MARKERS_SPIKES, "markers_spikes", HG_NOTE,                                                   \
      "Single samples where no body can be, left out: %s.")                                        \
    X(MARKERS_SWAPPED, "markers_swapped", HG_WARNING,                                              \
      "Markers that bear another's name for a time: %s.")                                          \
    X(MARKERS_COLLAPSED, "markers_collapsed", HG_WARNING,                                          \
      "Two markers in one place, so one of them is wrong: %s.")                                    \
    X(SIDES_EXCHANGED, "sides_exchanged", HG_BLOCKER,                                              \
      "Left and right are exchanged throughout the trial: %s.")                                    \
    X(CLUSTER_BROKEN, "cluster_broken", HG_WARNING,                                                \
      "Frames in which the markers of a segment do not fit it at all: %s.")                        \
    X(CLUSTER_WRONG, "cluster_wrong", HG_BLOCKER,                                                  \
      "Static and moving trial do not show the same segments (units, swapped or moved markers?): " \
      "%s.")                                                                                       \
    X(ANGLES_IMPLAUSIBLE, "angles_implausible", HG_BLOCKER,                                        \
      "Angles that no runner has; markers are probably swapped or mislabelled: %s.")               \
    X(CURVES_FEW, "curves_few", HG_WARNING, "Gaps leave fewer whole curves than strides: %s.")     \
    X(TRIAL_FAILED, "trial_failed", HG_WARNING,                                                    \
      "Another trial of this recording could not be analysed: %s.")                                \
    X(WANDS_MISSING, "wands_missing", HG_BLOCKER,                                                  \
      "The conventional gait model lacks wand or lateral markers, or a width, for %s, so their "   \
      "angles were not computed.")                                                                 \
    X(SEGMENT_NOT_TRACKED, "segment_not_tracked", HG_BLOCKER,                                      \
      "Fewer than three markers are left on %s, so its angles were not computed.")                 \
    X(CLUSTER_RESIDUAL, "cluster_residual", HG_WARNING,                                            \
      "Markers moved against their segment by more than the limit: %s.")                           \
    X(LEG_LENGTH_MEASURED, "leg_length_measured", HG_NOTE,                                         \
      "Leg length was not given; it was measured on the static trial (%s).")                       \
    X(LEG_LENGTH_MISSING, "leg_length_missing", HG_NOTE,                                           \
      "Leg length was not given; hip centres: %s.")                                                \
    X(FUNCTIONAL_HIP, "functional_hip", HG_NOTE, "Hip centres from functional trials: %s.")        \
    X(FUNCTIONAL_REFUSED, "functional_refused", HG_WARNING,                                        \
      "A functional trial was not used for the hip centre: %s.")                                   \
    X(BODY_MEASURE_MISSING, "body_measure_missing", HG_BLOCKER,                                    \
      "The conventional gait model needs body measures that are not given: %s.")                   \
    X(BODY_MEASURE_ASSUMED, "body_measure_assumed", HG_NOTE,                                       \
      "Body measures that were not given and were worked out: %s.")                                \
    X(MARKER_DIAMETER_ASSUMED, "marker_diameter_assumed", HG_WARNING,                              \
      "The diameter of the markers is not given; %s was assumed. An error of 4 mm changes angles " \
      "by 0.2 to 0.5 deg.")                                                                        \
    X(WAND_OFFSET_APPLIED, "wand_offset_applied", HG_WARNING,                                      \
      "Stored wand offsets were applied (%s); no recording with published angles confirms them.")  \
    X(MEASURE_GIVEN_TWICE, "measure_given_twice", HG_NOTE,                                         \
      "Body measures given in the file and again as a parameter; the file's were used: %s.")       \
    X(DIRECTION_UNSURE, "direction_unsure", HG_BLOCKER,                                            \
      "The direction of running could not be found with certainty: %s.")                           \
    X(DIRECTION_SINGLE, "direction_single", HG_WARNING,                                            \
      "The direction of running rests on a single measure that nothing confirms: %s.")             \
    X(TREADMILL_DISAGREES, "treadmill_disagrees", HG_WARNING,                                      \
      "The file and the recorded movement disagree on treadmill or over ground: %s.")              \
    X(RUNNER_STANDS, "runner_stands", HG_BLOCKER,                                                  \
      "The runner only stands in this trial, so there are no strides: %s.")                        \
    X(UNSTEADY, "unsteady", HG_NOTE,                                                               \
      "Left out, because the runner does not move on evenly there: the runner %s.")                \
    X(NEVER_STEADY, "never_steady", HG_WARNING,                                                    \
      "The runner hardly ever moves at an even speed; strides at changing speed were used: %s.")   \
    X(PASSES_TURNED, "passes_turned", HG_NOTE,                                                     \
      "The runner goes in several directions; each was turned into that of the longest pass: "     \
      "%s.")                                                                                       \
    X(PASSES_BACKWARD, "passes_backward", HG_WARNING,                                              \
      "Passes left out because the runner moves backward or sideways: %s.")                        \
    X(PATH_CURVED, "path_curved", HG_WARNING,                                                      \
      "The runner goes in a curve, in which left and right do different work; angles are against " \
      "the local direction, which turns %s.")                                                      \
    X(GAIT_MIXED, "gait_mixed", HG_WARNING,                                                        \
      "The recording holds both walking and running; strides of the other gait were left out: "    \
      "%s.")                                                                                       \
    X(GAIT_GROUNDED, "gait_grounded", HG_NOTE,                                                     \
      "Slow running without a flight phase (the pelvis is lowest in mid-stance); contact takes "   \
      "this share of the stride: %s.")                                                             \
    X(SPEED_DISAGREES, "speed_disagrees", HG_WARNING,                                              \
      "The stated speed and the speed of the standing foot differ: %s.")                           \
    X(SPEED_UNKNOWN, "speed_unknown", HG_NOTE,                                                     \
      "The speed is neither stated nor measurable, so lengths were not computed.")                 \
    X(EVENTS_MISSING, "events_missing", HG_BLOCKER,                                                \
      "Foot strikes and toe-offs could not be found: %s.")                                         \
    X(EVENTS_SIDE_UNSURE, "events_side_unsure", HG_WARNING,                                        \
      "Contacts whose side is not certain and that were left out: %s.")                            \
    X(EVENTS_DISAGREE, "events_disagree", HG_WARNING,                                              \
      "Two ways of finding contacts disagree by more than the limit (median, ms): %s.")            \
    X(FORCE_UNUSABLE, "force_unusable", HG_WARNING,                                                \
      "The force plate was not used for events: %s.")                                              \
    X(FORCE_REST, "force_rest", HG_NOTE,                                                           \
      "The force plates were not at zero while unloaded; this was taken off: %s.")                 \
    X(FORCE_NOISY, "force_noisy", HG_WARNING,                                                      \
      "The noise of the force plates would have crossed the threshold for contact, which was "     \
      "raised: %s.")                                                                               \
    X(FORCE_CLIPPED, "force_clipped", HG_WARNING,                                                  \
      "The force went beyond the range of the plate: %s.")                                         \
    X(FORCE_GAPS, "force_gaps", HG_WARNING, "Force samples missing: %s.")                          \
    X(FORCE_RATE_LOW, "force_rate_low", HG_WARNING,                                                \
      "The force is sampled too slowly for its low-pass and was used as stored: %s.")              \
    X(FORCE_SHARED, "force_shared", HG_WARNING,                                                    \
      "Contacts on force plates that were not used, or only at one end: %s.")                      \
    X(STRIDES_REJECTED, "strides_rejected", HG_NOTE, "Strides left out of the means: %s.")         \
    X(STRIDES_FEW, "strides_few", HG_WARNING,                                                      \
      "Few strides (%s): means are less certain than usual.")                                      \
    X(STRIDES_INSUFFICIENT, "strides_insufficient", HG_BLOCKER,                                    \
      "Too few complete strides to report means: %s.")                                             \
    X(TIME_UNEVEN, "time_uneven", HG_WARNING,                                                      \
      "Samples were not evenly spaced in time; they were resampled: %s.")                          \
    X(INPUT_REMARK, "input_remark", HG_WARNING, "The file was read with remarks: %s.")             \
    X(RATE_LOW, "rate_low", HG_WARNING,                                                            \
      "The sampling rate is low for running, event times are coarse: %s Hz.")                      \
    X(CUTOFF_RESIDUAL, "cutoff_residual", HG_NOTE,                                                 \
      "Each marker was low-passed at its own cut-off from residual analysis: %s.")                 \
    X(FILTER_OFF, "filter_off", HG_NOTE, "Markers were not low-pass filtered.")                    \
    X(TASK_DISAGREES, "task_disagrees", HG_WARNING,                                                \
      "The file and the recorded movement disagree on the task: %s.")                              \
    X(EVENTS_FALLBACK, "events_fallback", HG_WARNING,                                              \
      "Foot strikes and toe-offs are less certain than usual: %s.")                                \
    X(REFERENCE_NONE, "reference_none", HG_NOTE,                                                   \
      "Nothing was compared with reference values: %s.")                                           \
    X(TASK_UNLABELLED, "task_unlabelled", HG_NOTE,                                                 \
      "The file does not say whether this is running or walking; it was treated as %s.")

#define HG_FLAG_ENUM(name, code, severity, sentence) HG_FLAG_##name,
typedef enum hg_flag_id { HG_FLAG_TABLE(HG_FLAG_ENUM) HG_FLAG_COUNT } hg_flag_id;
#undef HG_FLAG_ENUM

#endif
