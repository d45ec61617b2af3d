/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts about conditions share. */
#ifndef HG_REPORT_MODEL_CONDITIONS_H
#define HG_REPORT_MODEL_CONDITIONS_H

#include "report/model_parts.h"

/* A condition of the session: that of the trial with the worst band. */
typedef struct hg__ranked {
    const hg_condition *c;
    size_t trials, at; /* in how many trials it is so; place in the file */
} hg__ranked;

/* All conditions of a session, each once, worst band first. Free with free(); NULL: none, or no
 * memory. */
hg__ranked *hg__rank(const hg__model *m, size_t *n);

/* Label and side, band and grade. */
void hg__fill_condition_title(const hg__model *m, hg__block *card, const hg_condition *c);

/* All questions of the screen, folded. */
void hg__add_red_flag_screen(const hg__model *m, hg__block *in, const hg_evidence *e);

#endif
