/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document of a follow-up; follow_up_model.c puts it together and the faces walk it. */
#ifndef HG_REPORT_FOLLOW_UP_PARTS_H
#define HG_REPORT_FOLLOW_UP_PARTS_H

#include <hipgait/follow_up.h>

#include "report/model.h"
#include "report/model_parts.h"

/* As hg__report_build(); it borrows from the follow-up, its results and the options. */
hg_status hg__follow_up_build(hg__report *out, const hg_follow_up *f,
                              const hg_report_options *options, hg_error *err);

/* What the parts look at: the model is that of the later visit alone. */
typedef struct hg__visits {
    hg__model m;
    const hg_follow_up *f;
} hg__visits;

/* A verdict as badge, and behind it why nothing can be told. */
void hg__add_verdict(const hg__visits *v, hg__runs *to, const hg_change *c);
/* "footwear, speed": what of a change is left open by. */
const char *hg__aspects_said(const hg__visits *v, unsigned aspects);
const char *hg__aspect_label(const hg__visits *v, int aspect);

void hg__follow_up_changes(const hg__visits *v, hg__block *in); /* follow_up_tables.c */
void hg__follow_up_asymmetry(const hg__visits *v, hg__block *in);
void hg__follow_up_conditions(const hg__visits *v, hg__block *in); /* follow_up_bands.c */
void hg__follow_up_curves(const hg__visits *v, hg__block *in);     /* follow_up_curves.c */

#endif
