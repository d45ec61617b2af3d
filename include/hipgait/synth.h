/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file synth.h
 * A synthetic runner whose truth is known: markers of the RBDS set from prescribed pelvis, hip,
 * knee and ankle angles by forward kinematics, on a treadmill, with a static trial.
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
    double seconds;          /**< length of the running trial, 2 to 3600, default 30 */
    double rate_hz;          /**< marker rate, 50 to 2000, default 200 */
    double speed_m_s;        /**< nominal belt speed, 2 to 6, default 3 */
    double step_rate_per_min; /**< 120 to 240, default 165 */
    double height_m, mass_kg; /**< 1.4 to 2.1, 35 to 140; default 1.75, 68 */
    /** Added to the right side's peak hip adduction in stance, degrees, -15 to 15; half is taken
     *  from the left and half is given to the right. Default 0. */
    double asymmetry_deg;
    /** Stride-to-stride standard deviation as a multiple of a typical runner's, 0 to 5; default 1. */
    double variability;
    double noise_m;          /**< standard deviation of white marker noise, default 0.0002 */
    bool force;              /**< also a force plate stream (vertical force from the contacts), default true */
    char axes[4];            /**< lab axes in BIDS letters, default "ALS" */
    double heading_deg;      /**< direction of running, turned about the vertical, default 0 */
    bool mirror;             /**< swap left and right by mirroring the lab, default false */
    uint64_t seed;           /**< default 1 */
} hg_synth_options;

/** The truth of the running trial, at the marker frames and as events. Free with hg_synth_truth_free(). */
typedef struct hg_synth_truth {
    size_t n_frames;
    double *time_s;
    double *angle_deg[HG_ANGLE_COUNT];   /**< in hipgait's signs, hg_angle order */
    double *foot_strike_s[2], *toe_off_s[2];
    size_t n_foot_strikes[2], n_toe_offs[2];
    double hip_centre_m[2][3];           /**< in the pelvis frame: anterior, up, right of mid-ASIS */
    struct hg__arena *memory;
} hg_synth_truth;

HG_API void hg_synth_options_default(hg_synth_options *options);

/** A varied runner for a cohort: body, speed, step rate and id `R<index>` drawn from the seed. */
HG_API void hg_synth_options_vary(hg_synth_options *options, size_t index);

/**
 * Makes a recording with trials "static" and "run01". `truth` may be NULL. HG_EINVAL when an option
 * is out of range, HG_ENOMEM. Same options, same bytes.
 */
HG_API HG_CHECKED hg_status hg_synth(hg_recording **out, hg_synth_truth **truth,
                                     const hg_synth_options *options, hg_error *err);

HG_API void hg_synth_truth_free(hg_synth_truth *truth);

#endif
