/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Power spectra, cross-spectra and what is read off them. Signals have no gaps (NaN spreads to all
 * bins). Frequencies of the bins are i * rate / length.
 */
#ifndef HG_DSP_SPECTRUM_H
#define HG_DSP_SPECTRUM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "dsp/fft.h"
#include "kernels/kernels.h"

/* What every spectrum needs. */
typedef struct hg__spectral {
    const hg__kernels *k;
    hg__fft_store *ffts;
    hg__arena *scratch;
} hg__spectral;

typedef enum hg__window {
    HG__WINDOW_BOX,
    HG__WINDOW_HANN,
    HG__WINDOW_HAMMING,
    HG__WINDOW_BLACKMAN,
    HG__WINDOW_FLATTOP
} hg__window;

typedef enum hg__detrend { HG__DETREND_NONE, HG__DETREND_MEAN, HG__DETREND_LINE } hg__detrend;

/* Welch's method (Welch 1967, doi:10.1109/TAU.1967.1161901); the zero values of all but `segment`
 * are not the usual ones: start from hg__welch_usual(). */
typedef struct hg__welch {
    size_t segment; /* numbers per segment, 2 .. n */
    size_t overlap; /* < segment */
    size_t length;  /* of the transform, >= segment: zeros fill it up */
    hg__window window;
    hg__detrend detrend;
    bool median; /* of the segments, corrected for its bias, instead of their mean */
    bool power;  /* per bin (a squared amplitude) instead of density (per Hz) */
} hg__welch;

/* Periodic Hann, half overlap, mean removed per segment, mean of segments, density. */
hg__welch hg__welch_usual(size_t segment);

/* Periodic window of n numbers, as used for spectra. */
void hg__window_fill(double *w, hg__window kind, size_t n);

/* out: length / 2 + 1 numbers, one-sided. False when memory runs out or options do not fit n. */
bool hg__welch_power(double *out, const hg__welch *options, const double *x, size_t n,
                     double rate_hz, const hg__spectral *s);

/* Cross-spectrum mean(conj(X) Y), interleaved, one-sided; `median` is not for it. */
bool hg__welch_cross(double *out, const hg__welch *options, const double *x, const double *y,
                     size_t n, double rate_hz, const hg__spectral *s);

/* Magnitude-squared coherence, 0 to 1, and the phase of y against x in radians (y late is
 * negative); either may be NULL. With one segment coherence is 1 and says nothing. */
bool hg__coherence(double *coherence, double *phase, const hg__welch *options, const double *x,
                   const double *y, size_t n, double rate_hz, const hg__spectral *s);

typedef enum hg__tapers {
    HG__TAPERS_SINE, /* Riedel & Sidorenko 1995, doi:10.1109/78.365298 */
    HG__TAPERS_DPSS  /* Slepian 1978, doi:10.1002/j.1538-7305.1978.tb02104.x */
} hg__tapers;

/* `count` tapers of n numbers of unit energy, row by row. DPSS: half bandwidth `nw`, eigenvectors
 * of Slepian's tridiagonal matrix, signs as scipy's (symmetric ones have a positive sum, the others
 * start upward). False when memory runs out or count is above n. */
bool hg__tapers_fill(double *rows, hg__tapers kind, size_t n, double nw, size_t count,
                     hg__arena *scratch);

/* Share of a taper's energy inside its half bandwidth nw. Its work grows with n squared. */
double hg__taper_energy(const double *taper, size_t n, double nw);

/* Mean of the eigenspectra, mean removed once, equal weights, one-sided density: n / 2 + 1. */
bool hg__multitaper_power(double *out, const double *tapers, size_t count, const double *x,
                          size_t n, double rate_hz, const hg__spectral *s);

/* Over the bins between two frequencies (inclusive). NaN when no power is there. */
double hg__mean_frequency(const double *power, size_t bins, double bin_hz, double from_hz,
                          double to_hz);
double hg__median_frequency(const double *power, size_t bins, double bin_hz, double from_hz,
                            double to_hz);
double hg__band_power(const double *power, size_t bins, double bin_hz, double from_hz,
                      double to_hz);

/*
 * Spectral arc length (Balasubramanian 2015, doi:10.1186/s12984-015-0090-9) of a speed profile:
 * transform of length 2^(ceil(log2 n) + 4), magnitude over its largest, from the first to the last
 * bin below 10 Hz of at least 0.05. More negative is less smooth. False when memory runs out.
 */
bool hg__arc_length(double *out, const double *speed, size_t n, double rate_hz,
                    const hg__spectral *s);
/* The same, and the first and last frequency and the number of bins that it is taken over. */
bool hg__arc_length_band(double *out, double band_hz[2], size_t *bins, const double *speed,
                         size_t n, double rate_hz, const hg__spectral *s);

/* Unbiased autocovariance over itself at lag 0, lags 0 .. lags - 1 (Moe-Nilssen & Helbostad 2004,
 * doi:10.1016/S0021-9290(03)00233-1); lags <= n. */
bool hg__autocorrelation(double *out, size_t lags, const double *x, size_t n,
                         const hg__spectral *s);

/* Amplitudes of harmonics 1 .. count of one period of n numbers, mean removed: 2 |X| / n.
 * 2 * count < n. */
bool hg__harmonics(double *out, size_t count, const double *x, size_t n, const hg__spectral *s);

#endif
