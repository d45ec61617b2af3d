/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/result.h>

#include "base/arena.h"

void hg_result_free(hg_result *result) {
    if (result) hg__arena_free(result->memory); /* the result itself lives there too */
}

const hg_metric_value *hg_result_metric(const hg_result *result, hg_metric_id id) {
    for (size_t i = 0; i < result->n_metrics; i++)
        if (result->metrics[i].id == id) return &result->metrics[i];
    return NULL;
}

const hg_curve *hg_result_curve(const hg_result *result, hg_curve_id id) {
    for (size_t i = 0; i < result->n_curves; i++)
        if (result->curves[i].id == id) return &result->curves[i];
    return NULL;
}

const char *hg_quality_name(hg_quality_status status) {
    static const char *const names[] = {"ok", "warned", "insufficient"};
    return names[status];
}
