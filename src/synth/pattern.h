/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The angles that are prescribed as curves of the stride: pelvis, hip adduction and hip rotation;
 * their asymmetry, and how they differ from stride to stride.
 */
#ifndef HG_SYNTH_PATTERN_H
#define HG_SYNTH_PATTERN_H

#include <hipgait/synth.h>

#include "base/arena.h"
#include "dsp/random.h"
#include "synth/curve.h"

/* Radians, signs of angles.h. */
typedef struct hg__upper {
    double tilt, obliquity, rotation;
    double adduction[2], hip_rotation[2];
} hg__upper;

#define HG__PATTERN_PEAK 0.15  /* phase of the stance peak of adduction */
#define HG__PATTERN_CHANNELS 7 /* the numbers of hg__upper */
#define HG__PATTERN_WAVES 5    /* offset, and sine and cosine of the first and second harmonic */

typedef struct hg__pattern {
    hg__cycle obliquity, rotation, adduction, hip_rotation;
    double tilt_mean, tilt_swing;
    double asymmetry,
        peak; /* rad: peak adduction right minus left, and where both meet without it */
    /* adduction at foot strike and at toe-off, so that the pelvis need not sway over the foot: rad
     */
    double level[2], leave_phase;
    double offset_adduction, offset_hip_rotation; /* the runner's own, the same on both sides */
    size_t n_strides[2];
    double *wave[HG__PATTERN_CHANNELS]; /* n_strides * HG__PATTERN_WAVES of the side that leads the
                                           channel */
} hg__pattern;

/* A series of n numbers, mean 0 and sd 1 before clipping at 2.5, each remembering 0.3 of the one
 * before: successive strides of a runner are correlated. */
void hg__series(double *out, size_t n, size_t stride, hg__random *random);

/* `style` draws the runner's own pattern, `random` the strides. False when memory runs out. */
bool hg__pattern_build(hg__pattern *p, const hg_synth_options *options, const size_t n_strides[2],
                       hg__arena *arena, hg__random *style, hg__random *random);

/* Levels of adduction such as they are to stay; finds the peak. */
void hg__pattern_level(hg__pattern *p, const double level[2], double leave_phase);

/* Angles when `count[side]` strides of that side have gone by (the fraction is the phase, foot
 * strike at 0). `varied` false gives the mean stride. */
void hg__pattern_at(hg__upper *out, const hg__pattern *p, const double count[2], bool varied);

#endif
