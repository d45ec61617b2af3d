/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real Fourier transforms by FFTW; its only home. Plans are made with FFTW_ESTIMATE, so that the
 * same machine always takes the same steps, and kept for the life of the store.
 */
#ifndef HG_DSP_FFT_H
#define HG_DSP_FFT_H

#include <stdbool.h>
#include <stddef.h>

/* Plans by length. One store per thread at a time; making plans is serialised inside. */
typedef struct hg__fft_store hg__fft_store;

hg__fft_store *hg__fft_store_new(void);
void hg__fft_store_free(hg__fft_store *store);

/*
 * Transforms `count` rows of n real numbers, row r at in + r * n, to bins 0 .. n/2 as interleaved
 * real and imaginary parts, row r at out + r * 2 * (n / 2 + 1); not scaled, `in` survives. Any
 * alignment. False when memory runs out.
 */
bool hg__fft_forward(hg__fft_store *store, double *out, const double *in, size_t n, size_t count);

/* For many rows one after the other: where to write the next one (n numbers), and its bins once it
 * is transformed. Both belong to the store and are overwritten by its next use. NULL when memory
 * runs out. */
double *hg__fft_input(hg__fft_store *store, size_t n);
const double *hg__fft_bins(hg__fft_store *store, size_t n);

/* n numbers that depend on n and `kind` (below 8) alone, such as a window: made by `fill` once.
 * NULL when memory runs out. */
const double *hg__fft_kept(hg__fft_store *store, size_t n, unsigned kind,
                           void (*fill)(double *out, unsigned kind, size_t n));

/* The inverse of one row, not scaled (a forward and a backward pass give n times the input). */
bool hg__fft_backward(hg__fft_store *store, double *out, const double *bins, size_t n);

#endif
