/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The samples of a stream and their times. */
#ifndef HG_IO_NATIVE_SAMPLES_H
#define HG_IO_NATIVE_SAMPLES_H

#include <stdbool.h>

#include "io/native.h"

typedef struct hg__sampling {
    double rate_hz, t0_s;
    bool rate_given;
    double *time_s; /* malloc'd; NULL when time is even */
} hg__sampling;

/*
 * Judges a time vector (in seconds) and fills `s`: even time becomes rate and start, uneven time
 * is taken over. Where a stated rate and the vector disagree, the vector wins, with a warning.
 */
hg_status hg__sampling_from_time(hg__sampling *s, double *time, size_t n, const char *object,
                                 hg__sink *sink);

/* Reads data, valid and clipped; converts by `factor` (per channel of a flat stream, per component
 * of the others) and moves component c to order[c]; looks for what is suspicious. */
hg_status hg__read_samples(hg__reader *r, hg_stream *s, const hg__node *group, const hg__node *data,
                           const double *factor, const int *order);

#endif
