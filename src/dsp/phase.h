/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Phase of oscillations by the Hilbert transform. */
#ifndef HG_DSP_PHASE_H
#define HG_DSP_PHASE_H

#include <stdbool.h>
#include <stddef.h>

#include "dsp/spectrum.h"

/*
 * The Hilbert transform of n numbers, taken as one period of a signal without end: the imaginary
 * part of the analytic signal whose real part is x less its mean (Gabor 1946,
 * doi:10.1049/ji-3-2.1946.0074). Not in place. False when memory runs out.
 */
bool hg__hilbert(double *out, const double *x, size_t n, const hg__spectral *s);

/* A mean of directions: the sum of unit vectors (Fisher 1993, doi:10.1017/CBO9780511564345). */
typedef struct hg__directions {
    double x, y;
    size_t n;
} hg__directions;

/* Adds the direction of (x, y), whatever its length; one without length has none and is left out.
 */
void hg__directions_add(hg__directions *d, double x, double y);

/* Mean direction, -pi to pi; NaN when there is none. */
double hg__directions_mean(const hg__directions *d);

/* Circular standard deviation sqrt(-2 ln R), radians; NaN below two. */
double hg__directions_sd(const hg__directions *d);

#endif
