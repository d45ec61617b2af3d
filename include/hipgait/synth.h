/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file synth.h
 * A synthetic runner whose truth is known: markers of the RBDS set from pelvis, hip, knee and ankle
 * angles by forward kinematics, on a treadmill, with a static trial. How the angles come about,
 * and what in them is not realistic: docs/synth.md.
 */
#ifndef HG_HIPGAIT_SYNTH_H
#define HG_HIPGAIT_SYNTH_H

#include <stdbool.h>
#include <stdint.h>

#include <hipgait/angles.h>
#include <hipgait/export.h>
#include <hipgait/recording.h>
#include <hipgait/status.h>

/** The part of the foot that meets the ground first. */
typedef enum hg_synth_strike {
    HG_STRIKE_REARFOOT, /**< heel first, shoe 12 degrees toes up */
    HG_STRIKE_MIDFOOT,  /**< heel and ball nearly together, 3 degrees toes up */
    HG_STRIKE_FOREFOOT, /**< ball first, 4 degrees toes down; the heel follows about 40 ms later */
    HG_STRIKE_COUNT
} hg_synth_strike;

typedef struct hg_synth_options {
    char runner[HG_NAME_MAX], session[HG_NAME_MAX];
    double seconds;           /**< length of the running trial, 2 to 3600, default 30 */
    double rate_hz;           /**< marker rate, 50 to 2000, default 200 */
    double speed_m_s;         /**< nominal belt speed, 2 to 9, default 3 */
    double step_rate_per_min; /**< 120 to 300, default 165 */
    double height_m, mass_kg; /**< 1.4 to 2.1, 35 to 140; default 1.75, 68 */
    /** Added to the right side's peak hip adduction in stance, degrees, -15 to 15; half is taken
     *  from the left and half is given to the right. Default 0. */
    double asymmetry_deg;
    /** Stride-to-stride standard deviation as a multiple of a typical runner's, 0 to 5; default 1.
     *  0 makes all strides alike. Above 3 single strides are such that no leg could do them. */
    double variability;
    /** Standard deviation of white marker noise, 0 to 0.05; default 0.0002. With 0 the force plate
     *  (else 5 N) is exact too. The truth has no noise in any case. */
    double noise_m;
    hg_synth_strike strike; /**< default HG_STRIKE_REARFOOT */
    /** Through a lab at constant speed instead of on a treadmill: markers travel along the heading
     *  and pass the lab's origin in the middle of the trial. Default false. */
    bool over_ground;
    /** Also force plates, 5 times the marker rate, at most 1000 Hz; default true. On a treadmill
     *  one stream "force" sees every contact. Over ground "plate1" is hit by one whole foot near
     *  the middle of the trial, "plate2" by part of the next foot over its rear edge, "plate3" by
     *  the two feet after that. */
    bool force;
    char axes[4]; /**< lab axes in BIDS letters, default "ALS" */
    /** Direction of running, from the lab's anterior letter to the left about the vertical, -360 to
     *  360; default 0. */
    double heading_deg;
    bool mirror; /**< swap left and right by mirroring the lab, default false */
    /** Default 1. Draws the strides and the noise, and what is the runner's own in proportions and
     *  pattern (the same left and right). Neither noise nor lab changes the runner of a seed. */
    uint64_t seed;
} hg_synth_options;

/** The truth of the running trial, at the marker frames and as events. Free with
 * hg_synth_truth_free(). */
typedef struct hg_synth_truth {
    size_t n_frames;
    double *time_s;
    double *angle_deg[HG_ANGLE_COUNT]; /**< in hipgait's signs, hg_angle order */
    /** By hg_side, increasing, within the frames: when the shoe touches the ground and when it has
     *  left it; the vertical force is above zero just between the two. */
    double *foot_strike_s[2], *toe_off_s[2];
    /** The same contacts as force shows them: where the exact vertical force, low-passed at 30 Hz
     *  (second order, zero lag), crosses 50 N; as many as the above. Differs from them by a few
     *  milliseconds at the strike and by 10 to 20 at toe-off, where the toes are hardly loaded any
     *  more. May lie outside the frames; NaN where the force stays below 50 N between contacts or
     *  does not come down to it. */
    double *force_strike_s[2], *force_toe_off_s[2];
    size_t n_foot_strikes[2], n_toe_offs[2];
    double hip_centre_m[2][3]; /**< in the pelvis frame: anterior, up, right of mid-ASIS */
    struct hg__arena *memory;
} hg_synth_truth;

HG_API void hg_synth_options_default(hg_synth_options *options);

/**
 * A varied runner for a cohort: body, speed, step rate, id `R<index>` (at least three digits) and a
 * seed of its own, drawn from the seed and the index; the rest stays.
 */
HG_API void hg_synth_options_vary(hg_synth_options *options, size_t index);

/**
 * Makes a recording with trials "static" and "run01". `truth` may be NULL. HG_EINVAL when an option
 * is out of range, or when no leg could bring speed and step rate together (long slow strides at
 * high speed); HG_ENOMEM. Same options, same bytes. Any thread.
 */
HG_API HG_CHECKED hg_status hg_synth(hg_recording **out, hg_synth_truth **truth,
                                     const hg_synth_options *options, hg_error *err);

HG_API void hg_synth_truth_free(hg_synth_truth *truth);

#endif
