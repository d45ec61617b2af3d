/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many tests at once: p values that allow for their number. */
#ifndef HG_DSP_MULTIPLE_H
#define HG_DSP_MULTIPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef enum hg__multiple {
    HG__MULTIPLE_FDR,           /* false discovery rate (Benjamini & Hochberg 1995,
                                   doi:10.1111/j.2517-6161.1995.tb02031.x) */
    HG__MULTIPLE_FDR_DEPENDENT, /* the same under any dependence (Benjamini & Yekutieli 2001,
                                   doi:10.1214/aos/1013699998) */
    HG__MULTIPLE_HOLM,          /* family-wise (Holm 1979) */
    HG__MULTIPLE_HOLM_SIDAK,
    HG__MULTIPLE_BONFERRONI
} hg__multiple;

/* out[i]: p[i] adjusted, at most 1, to be held against the level itself. NaN is left out and stays
 * NaN. False when memory runs out. */
bool hg__adjust_p(double *out, const double *p, size_t n, hg__multiple method, hg__arena *scratch);

#endif
