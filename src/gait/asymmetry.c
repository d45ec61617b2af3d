/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/asymmetry.h"

void hg__compare_sides(hg_asymmetry *out, size_t *n_out, const hg_metric_value *metrics, size_t n) {
    *n_out = 0;
    for (size_t i = 0; i < n; i++) {
        const hg_metric_value *m = &metrics[i];
        if (hg_metrics[m->id].form == HG_FORM_BOTH || !m->side[HG_LEFT].n || !m->side[HG_RIGHT].n)
            continue;
        out[(*n_out)++] = (hg_asymmetry){m->id, m->side[HG_RIGHT].mean - m->side[HG_LEFT].mean};
    }
}
