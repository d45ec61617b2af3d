/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of variability: which number of what, and for which sides. */
#include <math.h>

#include "base/error.h"
#include "gait/rhythm/rhythm_parts.h"

typedef enum source_kind { FROM_METRIC, FROM_CURVE, FROM_SIGNAL } source_kind;

static const struct {
    hg_variability_measure measure;
    source_kind kind;
    int of;
} rows[HG_VARIABILITY_COUNT] = {
#define FROM(kind, of) HG_##kind##_##of
#define ROW(name, label, unit, measure, kind, of)                                                  \
    {HG_VARIABILITY_##measure, FROM_##kind, FROM(kind, of)},
    HG_VARIABILITY_TABLE(ROW)
#undef ROW
#undef FROM
};

static hg__measure *const measures[HG_VARIABILITY_MEASURES] = {
    [HG_VARIABILITY_SD] = hg__spread_sd,
    [HG_VARIABILITY_CV] = hg__spread_cv,
    [HG_VARIABILITY_MAD] = hg__spread_mad,
    [HG_VARIABILITY_CURVE_SD] = hg__spread_curve,
    [HG_VARIABILITY_HARMONIC_RATIO] = hg__harmonic_ratio,
    [HG_VARIABILITY_HARMONIC_SHARE] = hg__harmonic_share,
    [HG_VARIABILITY_STEP_REGULARITY] = hg__step_regularity,
    [HG_VARIABILITY_STRIDE_REGULARITY] = hg__stride_regularity,
    [HG_VARIABILITY_STEP_SYMMETRY] = hg__step_symmetry,
    [HG_VARIABILITY_ARC_LENGTH] = hg__arc_of_swing,
    [HG_VARIABILITY_ENTROPY] = hg__pattern_entropy,
    [HG_VARIABILITY_DIVERGENCE] = hg__pattern_divergence,
    [HG_VARIABILITY_FLUCTUATION] = hg__time_fluctuation};

static bool is_measured(int row, int side, const hg__rhythm *in) {
    int of = rows[row].of;
    switch (rows[row].kind) {
    case FROM_METRIC: return hg__metric_measured(in, of, side);
    case FROM_CURVE: return in->strides->n[side] && in->strides->row[side][of];
    case FROM_SIGNAL: return in->plane[of][side == HG__BOTH_SIDES ? 0 : side] != NULL;
    }
    return false;
}

hg_status hg__compute_variability(hg_variability *out, size_t *n_out, const hg__rhythm *in,
                                  const hg__stage *stage) {
    hg__arena *own = hg__arena_new();
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    hg__regular(*regular)[3] = hg__arena_alloc(stage->scratch, HG_SIGNAL_COUNT, sizeof *regular);
    const hg__rhythm_room room = {in, stage, own, {stage->k, stage->ffts, own}, regular};
    bool ok = own && regular;
    *n_out = 0;
    for (int row = 0; ok && row < HG_VARIABILITY_COUNT; row++) {
        bool both = rows[row].kind == FROM_SIGNAL && hg__signals[rows[row].of].steps, any = false;
        hg_variability *one = &out[*n_out];
        *one = (hg_variability){.id = (hg_variability_id)row};
        hg_variability_value *value[] = {&one->side[HG_LEFT], &one->side[HG_RIGHT], &one->both};
        for (int side = 0; ok && side < 3; side++) {
            *value[side] = (hg_variability_value){.value = NAN, .sd = NAN};
            if (both != (side == HG__BOTH_SIDES)) continue;
            if (is_measured(row, side, in)) {
                any = true;
                ok = measures[rows[row].measure](value[side], rows[row].of, side, &room);
                hg__arena_reset(own);
            } else {
                hg__note(value[side]->note, "not measured");
            }
        }
        *n_out += any;
    }
    hg__arena_free(own);
    hg__arena_back(stage->scratch, mark);
    return ok ? HG_OK : hg__fail_memory(stage->err);
}
