/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams whose samples are not evenly spaced in time, brought onto an even clock. */
#ifndef HG_GAIT_EVEN_TIME_H
#define HG_GAIT_EVEN_TIME_H

#include "gait/arrows.h"

typedef struct hg__even_clock {
    size_t n; /* samples on the even clock */
    double rate_hz, t0_s;
    bool uneven; /* the stream has to be resampled */
} hg__even_clock;

/*
 * The even clock of a stream. Times that stray from a grid by less than 15 % of a sample are even.
 * Raises time_uneven, with the longest hole. HG_EDATA when holes outweigh the recording.
 */
hg_status hg__even_clock_of(hg__even_clock *out, const hg_stream *stream, const hg__stage *stage);

/*
 * Brings a plane of the stream's samples (room for the larger of both lengths) onto the clock, in
 * place. Nothing is made up where the stream has no sample for more than two sample periods: NaN.
 */
hg_status hg__resample_even(double *plane, const hg_stream *stream, const hg__even_clock *clock,
                            const hg__stage *stage);

/*
 * The same for how the samples came about: a sample in between is as its less certain neighbour
 * (the higher hg_sample_origin), and missing where `plane`, already on the clock, is NaN.
 */
hg_status hg__resample_origin(uint8_t *origin, const double *plane, const hg_stream *stream,
                              const hg__even_clock *clock, const hg__stage *stage);

#endif
