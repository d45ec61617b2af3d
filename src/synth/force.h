/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ground reaction force of the planned contacts. */
#ifndef HG_SYNTH_FORCE_H
#define HG_SYNTH_FORCE_H

#include "synth/gait.h"

/* Force of one contact; what is the same for all its samples. */
typedef struct hg__load {
    const hg__step *step;
    double impact, impact_s; /* peak, per mass, and when */
    double body;             /* peak of what is not impact, per mass */
} hg__load;

void hg__load_of(hg__load *load, const hg__gait *gait, const hg__step *step);

/* Vertical force per mass at t; 0 outside the contact. Its impulse is that which moves the pelvis.
 */
double hg__load_vertical(const hg__load *load, double t);

/* Forward force per mass. */
double hg__load_forward(const hg__load *load, double t);

/*
 * When the vertical force of step i, low-passed at HG__FORCE_CUTOFF_HZ (second order, zero lag),
 * rises above HG__FORCE_LEVEL_N and falls below it again; NaN where it does not. False when memory
 * runs out; `scratch` is reset.
 */
#define HG__FORCE_CUTOFF_HZ 30.0
#define HG__FORCE_LEVEL_N 50.0
bool hg__load_times(double times[2], const hg__gait *gait, size_t i, double mass_kg,
                    hg__arena *scratch);

#endif
