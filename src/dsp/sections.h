/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Butterworth filters of any even order as second-order sections: low-pass, high-pass, band-pass,
 * by the bilinear transform, forward and backward without lag. Markers take dsp/filter.h, one
 * section and the kernels; this is for signals that need a steeper or another band.
 */
#ifndef HG_DSP_SECTIONS_H
#define HG_DSP_SECTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define HG__SECTIONS_MOST 8

typedef enum hg__pass { HG__PASS_LOW, HG__PASS_HIGH, HG__PASS_BAND } hg__pass;

/* What stands before the first and after the last sample while filtering. */
typedef enum hg__edge {
    HG__EDGE_ODD,     /* turned about the end: 2 x0 - x1, ... (the usual) */
    HG__EDGE_EVEN,    /* in the mirror: x1, x2, ... */
    HG__EDGE_CONSTANT /* the end itself */
} hg__edge;

typedef struct hg__sections {
    size_t count;
    double c[HG__SECTIONS_MOST][5]; /* b0 b1 b2 a1 a2; the gain stands in the first */
} hg__sections;

/*
 * order: 2, 4, ...; a band-pass of order n has n sections, the others n / 2. low_hz is the cut-off,
 * or the lower one of a band; high_hz the upper one, else unused. Sections in the order of their
 * poles, those nearest to the unit circle last, as scipy has them. False when the order has no such
 * form or a cut-off is not inside (0, rate / 2).
 */
bool hg__sections_butterworth(hg__sections *out, hg__pass pass, size_t order, double low_hz,
                              double high_hz, double rate_hz);

/* Numerator and denominator multiplied out: 2 count + 1 numbers each, highest power first. */
void hg__sections_polynomials(double *b, double *a, const hg__sections *s);

/* State of each section in which a constant input of 1 gives its constant output at once. */
void hg__sections_steady(double state[][2], const hg__sections *s);

/* Forward and backward over n samples without a gap, in place. Each end is extended by `pad`
 * samples (at most n - 1). False when scratch runs out. */
bool hg__sections_zero_lag(double *x, size_t n, const hg__sections *s, size_t pad, hg__edge edge,
                           hg__arena *scratch);

/* The same without samples beyond the ends: starting states are chosen so that forward-backward and
 * backward-forward agree best (Gustafsson 1996, doi:10.1109/78.492552). One section only; false
 * also for more, and below 4 samples. */
bool hg__sections_gustafsson(double *x, size_t n, const hg__sections *s, hg__arena *scratch);

#endif
