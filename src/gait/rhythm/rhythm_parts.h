/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the stage "rhythm" share. */
#ifndef HG_GAIT_RHYTHM_RHYTHM_PARTS_H
#define HG_GAIT_RHYTHM_RHYTHM_PARTS_H

#include <hipgait/export.h>

#include "dsp/spectrum.h"
#include "gait/rhythm/rhythm.h"

#define HG__BOTH_SIDES 2 /* beside hg_side: a number of the runner, not of a side */

typedef enum hg__step_kind { HG__STEPS_NONE, HG__STEPS_SAME, HG__STEPS_MIRRORED } hg__step_kind;

/* What hipgait/rhythm.h says of the signals. */
typedef struct hg__signal_info {
    int angle[2]; /* hg_angle; HG_ANGLE_COUNT for accelerations */
    hg__step_kind steps;
} hg__signal_info;
extern const hg__signal_info hg__signals[HG_SIGNAL_COUNT];

/* First longest run of frames inside strides in which neither signal is missing; b may be NULL. */
size_t hg__longest_stretch(size_t *first, const hg__rhythm *in, const double *a, const double *b);

/* Is there a stride in use? With none all is refused for that reason. */
static inline bool hg__has_strides(const hg__rhythm *in) {
    return in->strides->n_used[HG_LEFT] + in->strides->n_used[HG_RIGHT] > 0;
}

/* Rounding of a number about `size`: what spreads less is constant. */
bool hg__is_constant(const double *x, size_t n, const hg__kernels *k);

/* Regularity of a signal's steps and strides, from which several numbers are made. */
typedef struct hg__regular {
    bool known;
    double step, stride;
    size_t n;
    char note[HG_RHYTHM_NOTE_MAX];
} hg__regular;

/* --- one number of the table of variability --- */
typedef struct hg__rhythm_room {
    const hg__rhythm *in;
    const hg__stage *stage;
    hg__arena *own; /* reset after each number */
    hg__spectral spectral;
    hg__regular (*regular)[3]; /* by signal and side, filled when first asked for */
} hg__rhythm_room;

/* Each computes the number of one measure: `of` is an hg_metric_id, hg_curve_id or hg_signal_id,
 * `side` an hg_side or HG__BOTH_SIDES. `out` comes as NaN. False when memory runs out. */
typedef bool hg__measure(hg_variability_value *out, int of, int side, const hg__rhythm_room *room);
hg__measure hg__spread_sd, hg__spread_cv, hg__spread_mad, hg__spread_curve;
hg__measure hg__harmonic_ratio, hg__harmonic_share;
hg__measure hg__step_regularity, hg__stride_regularity, hg__step_symmetry, hg__arc_of_swing;
hg__measure hg__pattern_entropy, hg__pattern_divergence, hg__time_fluctuation;

/* Was there anything to compute it from? */
bool hg__metric_measured(const hg__rhythm *in, int metric, int side);

/* Mean and standard deviation over strides, or the note that they are too few: with `both` those of
 * left and right overlap, and twice as many are needed. */
void hg__settle_strides(hg_variability_value *out, const double *x, size_t n, bool both,
                        const hg__rhythm_room *room);

void hg__note(char note[HG_RHYTHM_NOTE_MAX], const char *fmt, ...) HG_PRINTF(2, 3);

#endif
