/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_sort.h>
#include <math.h>

#include "dsp/interval.h"
#include "dsp/stats.h"

#define NORMAL_MAD 1.4826022185056018 /* 1 / (quantile 0.75 of the normal distribution) */
#define ROUNDING 1e-12                /* of the values */

/* Means of the blocks of `length` neighbours without a hole; returns how many there are. */
static size_t block_means(double *out, const double *x, size_t count, size_t length) {
    size_t blocks = 0, run = 0;
    for (size_t i = 0; i < count; i++) {
        run = isnan(x[i]) ? 0 : run + 1;
        if (run < length) continue;
        double sum = 0.0;
        for (size_t j = i + 1 - length; j <= i; j++) sum += x[j];
        out[blocks++] = sum / (double)length;
    }
    return blocks;
}

/* |t| that `level` of the draws stay below, or NaN. */
static double studentised(const hg__kernels *k, const double *mean, size_t blocks, size_t drawn,
                          size_t draws, double level, hg__random *random, hg__arena *scratch) {
    unsigned *index = hg__arena_alloc(scratch, draws * drawn, sizeof *index);
    double *sum = hg__arena_alloc(scratch, draws, sizeof *sum),
           *square = hg__arena_alloc(scratch, draws, sizeof *square),
           *centred = hg__arena_alloc(scratch, blocks, sizeof *centred);
    if (!index || !sum || !square || !centred) return NAN;
    double centre = 0.0, n = (double)drawn;
    for (size_t i = 0; i < blocks; i++) centre += mean[i] / (double)blocks;
    for (size_t i = 0; i < blocks; i++) centred[i] = mean[i] - centre;
    for (size_t i = 0; i < draws * drawn; i++)
        index[i] = (unsigned)(hg__random_uniform(random) * (double)blocks);
    k->draw_moments(sum, square, centred, index, drawn, draws);
    size_t kept = 0;
    for (size_t d = 0; d < draws; d++) {
        double m = sum[d] / n, var = (square[d] - n * m * m) / (n - 1.0);
        /* one block drawn throughout has no spread, and no t */
        if (var > 1e-12 * m * m) sum[kept++] = fabs(m) / sqrt(var / n);
    }
    return 2 * kept > draws ? hg__quantile(sum, kept, level, scratch) : NAN;
}

static void trim(hg__robust *out, double *tails, double *sorted, size_t n, double share) {
    size_t cut = (size_t)(share * (double)n);
    double sum = 0.0;
    gsl_sort(sorted, 1, n);
    for (size_t i = cut; i < n - cut; i++) sum += sorted[i];
    out->trimmed = sum / (double)(n - 2 * cut);
    tails[0] = sorted[cut];
    tails[1] = sorted[n - 1 - cut];
}

bool hg__robust_mean(hg__robust *out, const hg__kernels *k, const double *x, size_t count,
                     double share, double level, size_t draws, hg__random *random,
                     hg__arena *scratch) {
    *out = (hg__robust){NAN, NAN, NAN, NAN, NAN, 0, 0, draws};
    double *sorted = hg__arena_alloc(scratch, count, sizeof *sorted),
           *part = hg__arena_alloc(scratch, count, sizeof *part),
           *mean = hg__arena_alloc(scratch, count, sizeof *mean), tails[2];
    size_t n = 0;
    if (!sorted || !part || !mean) return false;
    for (size_t i = 0; i < count; i++)
        if (!isnan(x[i])) sorted[n++] = x[i];
    if (n == 0) return true;
    out->median = hg__median(sorted, n, scratch);
    for (size_t i = 0; i < n; i++) part[i] = fabs(sorted[i] - out->median);
    out->mad_sd = NORMAL_MAD * hg__median(part, n, scratch);
    trim(out, tails, sorted, n, share);
    double inner = 1.0 - 2.0 * share, centre = 0.0;
    for (size_t i = 0; i < count; i++) {
        part[i] = isnan(x[i]) ? NAN : fmin(fmax(x[i], tails[0]), tails[1]) / inner;
        if (!isnan(x[i])) centre += part[i] / (double)n;
    }
    out->block = (size_t)lround(sqrt((double)n));
    out->blocks = block_means(mean, part, count, out->block);
    if (n < 2 * HG__INTERVAL_LEAST || 2 * out->blocks < n) return true;
    /* long runs of blocks share values: n / block of them are worth one another's independence */
    size_t drawn = (n + out->block - 1) / out->block;
    double square = 0.0, lost = 1.0 - (double)out->block / (double)n;
    for (size_t i = 0; i < out->blocks; i++) square += (mean[i] - centre) * (mean[i] - centre);
    double se = sqrt(square / ((double)out->blocks * lost) * (double)out->block / (double)n);
    /* strides alike but for rounding, or all but the tails: they say nothing of how they vary */
    if (!(se > ROUNDING * fabs(out->trimmed))) return true;
    double t = studentised(k, mean, out->blocks, drawn, draws, level, random, scratch);
    out->low = out->trimmed - t * se;
    out->high = out->trimmed + t * se;
    return true;
}
