/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/result.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "gait/flag_list.h"

void hg_result_free(hg_result *result) {
    if (result) hg__arena_free(result->memory); /* the result itself lives there too */
}

hg_status hg_result_note_failed_trial(hg_result *result, const char *why, hg_error *err) {
    hg__flags one = {.n = 0};
    hg_flag *all = hg__arena_alloc(result->memory, result->n_flags + 1, sizeof *all);
    if (!all) return hg__fail_memory(err);
    hg__flag(&one, HG_FLAG_TRIAL_FAILED, NAN, "%s", why);
    if (result->n_flags) memcpy(all, result->flags, result->n_flags * sizeof *all);
    all[result->n_flags++] = one.item[0];
    result->flags = all;
    if (result->status == HG_QUALITY_OK) result->status = HG_QUALITY_WARNED;
    return HG_OK;
}

const hg_metric_value *hg_result_metric(const hg_result *result, hg_metric_id id) {
    for (size_t i = 0; i < result->n_metrics; i++)
        if (result->metrics[i].id == id) return &result->metrics[i];
    return NULL;
}

const hg_reference *hg_result_reference(const hg_result *result, hg_metric_id id) {
    for (size_t i = 0; i < result->n_references; i++)
        if (result->references[i].id == id) return &result->references[i];
    return NULL;
}

const hg_curve *hg_result_curve(const hg_result *result, hg_curve_id id) {
    for (size_t i = 0; i < result->n_curves; i++)
        if (result->curves[i].id == id) return &result->curves[i];
    return NULL;
}

hg_stat hg_stat_none(void) {
    return (hg_stat){.mean = NAN,
                     .sd = NAN,
                     .se = NAN,
                     .ci95 = {NAN, NAN},
                     .lag1 = NAN,
                     .n_effective = NAN,
                     .median = NAN,
                     .mad_sd = NAN,
                     .trimmed = NAN,
                     .trimmed_ci95 = {NAN, NAN},
                     .drift_per_min = NAN,
                     .drift_ci95 = {NAN, NAN}};
}

const char *hg_asymmetry_class_name(hg_asymmetry_class c) {
    static const char *const names[] = {[HG_ASYMMETRY_INSUFFICIENT] = "insufficient",
                                        [HG_ASYMMETRY_USUAL] = "usual",
                                        [HG_ASYMMETRY_NOTABLE] = "notable",
                                        [HG_ASYMMETRY_BEYOND] = "beyond"};
    return names[c];
}

const char *hg_sample_origin_name(hg_sample_origin origin) {
    static const char *const names[] = {
        [HG_SAMPLE_MEASURED] = "measured",     [HG_SAMPLE_SPLINE] = "spline",
        [HG_SAMPLE_RIGID] = "rigid",           [HG_SAMPLE_CORRELATED] = "correlated",
        [HG_SAMPLE_RELABELLED] = "relabelled", [HG_SAMPLE_MISSING] = "missing"};
    return names[origin];
}

const char *hg_quality_name(hg_quality_status status) {
    static const char *const names[] = {"ok", "warned", "insufficient"};
    return names[status];
}
