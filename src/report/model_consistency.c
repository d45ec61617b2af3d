/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stride by stride: which strides stand far from the others, and in which measure. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"
#include "report/model_parts.h"

#define MOST_TIMES 8 /* starts of outliers named per measure and side */

static bool add_outliers(const hg__model *m, hg__block *list, const hg_metric_value *v) {
    bool any = false;
    for (int s = 0; s < 2 && hg_metrics[v->id].form != HG_FORM_BOTH; s++) {
        const hg_stat *stat = &v->side[s];
        if (stat->n_outliers == 0) continue;
        hg__runs times = {NULL, NULL};
        for (size_t i = 0; i < stat->n_outliers && i < MOST_TIMES; i++) {
            if (i) hg__add_text(m->doc, &times, ", ");
            hg__add_number(m->doc, &times, stat->outlier_s[i], 2);
        }
        if (stat->n_outliers > MOST_TIMES) hg__add_text(m->doc, &times, ", \xe2\x80\xa6");
        HG__SAY(m->doc, &hg__add_item(m->doc, list)->text, "consistency.outliers",
                hg__arg_text("measure", hg__metric_label(m, v->id)), hg__arg_runs("times", &times),
                hg__arg_text("side", hg__side_word(m, (hg_side)s)));
        any = true;
    }
    return any;
}

void hg__model_consistency(const hg__model *m, hg__block *in, const hg_result *r) {
    hg__block *s = hg__titled(m, in, 3, hg__trial_id(m, r, "consistency"), "consistency.title");
    hg__block *list = hg__add_list(m->doc, s);
    list->compact = true;
    bool any = false;
    for (size_t i = 0; i < r->n_metrics; i++) any = add_outliers(m, list, &r->metrics[i]) || any;
    if (!any) HG__SAY(m->doc, &hg__add_item(m->doc, list)->text, "consistency.no_outliers");
}
