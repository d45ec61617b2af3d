/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/keep_stats.h"

#include <string.h>

static bool keep(hg_stat *s, hg__arena *memory) {
    double *copy = hg__arena_alloc(memory, s->n_outliers, sizeof *copy);
    if (!copy) return false;
    if (s->n_outliers) memcpy(copy, s->outlier_s, s->n_outliers * sizeof *copy);
    s->outlier_s = copy;
    return true;
}

bool hg__keep_outliers(hg_result *result) {
    for (size_t i = 0; i < result->n_metrics; i++) {
        hg_metric_value *v = &result->metrics[i];
        if (!keep(&v->side[HG_LEFT], result->memory) || !keep(&v->side[HG_RIGHT], result->memory) ||
            !keep(&v->both, result->memory))
            return false;
    }
    return true;
}
