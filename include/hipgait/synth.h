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

typedef struct hg_synth_options {
    char runner[HG_NAME_MAX], session[HG_NAME_MAX];
    double seconds;           /**< length of the running trial, 2 to 3600, default 30 */
    double rate_hz;           /**< marker rate, 50 to 2000, default 200 */
    double speed_m_s;         /**< nominal belt speed, 2 to 6, default 3 */
    double step_rate_per_min; /**< 120 to 240, default 165 */
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
    bool force;   /**< also a force plate stream, 5 times the marker rate, at most 1000 Hz; default
                     true */
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
    double *angle_deg[HG_ANGLE_COUNT];       /**< in hipgait's signs, hg_angle order */
    double *foot_strike_s[2], *toe_off_s[2]; /**< by hg_side, increasing, within the frames */
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
