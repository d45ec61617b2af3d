/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a result as JSON, in files by subject; json.c puts them together. */
#ifndef HG_REPORT_RESULT_PARTS_H
#define HG_REPORT_RESULT_PARTS_H

#include <hipgait/result.h>

#include "report/result/form.h"

/* who.c */
void hg__form_who(hg__form *w, const hg_result *r);
void hg__form_provenance(hg__form *w, const hg_provenance *p);
void hg__form_trial(hg__form *w, const hg_result *r);
/* quality.c */
void hg__form_quality(hg__form *w, const hg_result *r);
void hg__form_events(hg__form *w, const hg_events *e);
void hg__form_strides(hg__form *w, const hg_result *r);
/* metrics.c */
void hg__form_metrics(hg__form *w, const hg_result *r);
/* asymmetry.c */
void hg__form_asymmetry(hg__form *w, const hg_result *r);
void hg__form_asymmetry_summary(hg__form *w, const hg_result *r);
/* curves.c */
void hg__form_coordination(hg__form *w, const hg_result *r);
void hg__form_curves(hg__form *w, const hg_result *r);
/* rhythm.c */
void hg__form_spectra(hg__form *w, const hg_result *r);
void hg__form_variability(hg__form *w, const hg_result *r);

#endif
