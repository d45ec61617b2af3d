/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/convention.h"

#include <string.h>

#include "base/error.h"

static hg__triple_fn zxy(const hg__kernels *k) {
    return k->cardan_zxy;
}

static hg__triple_fn yxz(const hg__kernels *k) {
    return k->cardan_yxz;
}

static hg__triple_fn projected(const hg__kernels *k) {
    return k->project;
}

static const hg__convention conventions[] = {
    [HG_CONVENTION_ISB] = {"isb", HG__MODEL_CALIBRATED, true, false, zxy, yxz},
    [HG_CONVENTION_CGM] = {"cgm", HG__MODEL_WANDS, false, true, zxy, zxy},
    [HG_CONVENTION_RIC] = {"ric", HG__MODEL_TROCHANTERS, false, true, yxz, projected},
};
#define COUNT (sizeof conventions / sizeof *conventions)

const hg__convention *hg__convention_of(hg_convention convention) {
    return &conventions[convention];
}

hg_status hg_analyze_options_convention(hg_analyze_options *options, const char *name,
                                        hg_error *err) {
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(conventions[i].name, name) != 0) continue;
        options->convention = (hg_convention)i;
        if (!conventions[i].filtered) options->params.clean_cutoff_hz = 0;
        return HG_OK;
    }
    return hg__fail(err, HG_EINVAL, "there is no convention \"%.40s\"; known: isb, cgm, ric", name);
}
