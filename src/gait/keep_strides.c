/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/keep_strides.h"

#include <math.h>

#define DEGREES (180.0 / 3.14159265358979323846)
#define SAME_S 1e-6 /* starts are copies of each other; strides are far more apart */

static const hg_family family_of[HG_CURVE_COUNT] = {
    [HG_CURVE_PELVIS_TILT] = HG_FAMILY_SAGITTAL,
    [HG_CURVE_PELVIS_OBLIQUITY] = HG_FAMILY_FRONTAL,
    [HG_CURVE_PELVIS_ROTATION] = HG_FAMILY_TRANSVERSE,
    [HG_CURVE_HIP_FLEXION] = HG_FAMILY_SAGITTAL,
    [HG_CURVE_HIP_ADDUCTION] = HG_FAMILY_FRONTAL,
    [HG_CURVE_HIP_ROTATION] = HG_FAMILY_TRANSVERSE,
    [HG_CURVE_KNEE_FLEXION] = HG_FAMILY_SAGITTAL,
};

/* Single strides take room, and are there to be looked at: of the curves that the report shows
 * stride by stride (report/model_consistency.c), to what a picture can show. */
static const bool is_kept[HG_CURVE_COUNT] = {[HG_CURVE_PELVIS_OBLIQUITY] = true,
                                             [HG_CURVE_HIP_FLEXION] = true,
                                             [HG_CURVE_HIP_ADDUCTION] = true};
#define STEPS_PER_DEG 1000.0

static bool is_outlier(const hg_result *r, int side, hg_family family, double start_s) {
    for (size_t m = 0; m < r->n_metrics; m++) {
        const hg_stat *s = &r->metrics[m].side[side];
        if (hg_metrics[r->metrics[m].id].family != family) continue;
        for (size_t i = 0; i < s->n_outliers; i++)
            if (fabs(s->outlier_s[i] - start_s) < SAME_S) return true;
    }
    return false;
}

/* The stride's points, NULL where it is not among those in the mean. */
static const double *row_of(const hg__stride_set *strides, int side, hg_curve_id id,
                            size_t stride) {
    const double *rows = strides->row[side][id];
    if (!rows || !strides->stride[side][stride].used) return NULL;
    const double *row = rows + stride * HG_CURVE_POINTS;
    for (int i = 0; i < HG_CURVE_POINTS; i++)
        if (isnan(row[i])) return NULL;
    return row;
}

/* Whether number k of n is one of `most` that are evenly spaced, the first and the last among
 * them. */
static bool is_even(size_t k, size_t n, size_t most) {
    if (n <= most) return true;
    size_t j = (k * (most - 1) + (n - 1) / 2) / (n - 1); /* the nearest of them */
    return (j * (n - 1) + (most - 1) / 2) / (most - 1) == k;
}

static void keep_one(hg_stride_curve *to, const double *row) {
    for (int i = 0; i < HG_STRIDE_POINTS; i++)
        to->value[i] = round(row[2 * i] * DEGREES * STEPS_PER_DEG) / STEPS_PER_DEG;
}

/* Counts, or with `out` keeps, the single strides of one curve and side. */
static size_t keep_side(hg_stride_curve *out, const hg_result *r, const hg_curve *curve, int side,
                        const hg__stride_set *strides) {
    size_t k = 0, kept = 0, n = is_kept[curve->id] ? curve->side[side].n : 0;
    for (size_t i = 0; n && i < strides->n[side]; i++) {
        const double *row = row_of(strides, side, curve->id, i);
        if (!row) continue;
        double start_s = strides->stride[side][i].start_s;
        bool outlier = is_outlier(r, side, family_of[curve->id], start_s);
        bool even = is_even(k++, n, HG_STRIDE_CURVES_EVEN);
        if (!even && !outlier) continue;
        if (out) {
            out[kept] = (hg_stride_curve){.id = curve->id,
                                          .side = (hg_side)side,
                                          .stride = i,
                                          .start_s = start_s,
                                          .outlier = outlier};
            keep_one(&out[kept], row);
        }
        kept++;
    }
    return kept;
}

static size_t keep_all(hg_stride_curve *out, const hg_result *r, const hg__stride_set *strides) {
    size_t n = 0;
    for (size_t c = 0; c < r->n_curves; c++)
        for (int side = 0; side < 2; side++)
            n += keep_side(out ? out + n : NULL, r, &r->curves[c], side, strides);
    return n;
}

bool hg__keep_stride_curves(hg_result *result, const hg__stride_set *strides) {
    size_t n = keep_all(NULL, result, strides);
    result->stride_curves = hg__arena_alloc(result->memory, n, sizeof *result->stride_curves);
    if (!result->stride_curves) return false;
    result->n_stride_curves = keep_all(result->stride_curves, result, strides);
    return true;
}
