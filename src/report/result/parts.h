/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a result as JSON, in files by subject; json.c puts them together. A form that only
 * writes changes nothing in the result. */
#ifndef HG_REPORT_RESULT_PARTS_H
#define HG_REPORT_RESULT_PARTS_H

#include <hipgait/result.h>

#include "report/result/form.h"

/* who.c */
void hg__form_who(hg__form *f, hg_result *r);
void hg__form_provenance(hg__form *f, hg_provenance *p);
void hg__form_trial(hg__form *f, hg_result *r);
/* quality.c; events and strides come after the quality, which counts them */
void hg__form_quality(hg__form *f, hg_result *r);
void hg__form_events(hg__form *f, hg_events *e);
void hg__form_strides(hg__form *f, hg_result *r);
/* Mean toe-off of the strides in use, for results without curves, which else say it. */
double hg__form_toe_off_percent(const hg_stride *strides, size_t n);
/* metrics.c */
void hg__form_metrics(hg__form *f, hg_result *r);
int hg__form_metric(hg__form *f, const char *key, int id);
/* asymmetry.c */
void hg__form_asymmetry(hg__form *f, hg_result *r);
void hg__form_asymmetry_summary(hg__form *f, hg_result *r);
/* curves.c */
void hg__form_curves(hg__form *f, hg_result *r);
void hg__form_coordination(hg__form *f, hg_result *r);
/* rhythm.c */
void hg__form_spectra(hg__form *f, hg_result *r);
void hg__form_variability(hg__form *f, hg_result *r);
/* intake.c */
void hg__form_intake(hg__form *f, hg_result *r);
/* evidence.c */
void hg__form_red_flags(hg__form *f, hg_evidence *e);
void hg__form_derived(hg__form *f, hg_evidence *e);
void hg__form_conditions(hg__form *f, hg_evidence *e);
void hg__form_ties(hg__form *f, hg_evidence *e);
void hg__form_advice(hg__form *f, hg_evidence *e);
void hg__form_evidence(hg__form *f, hg_evidence *e);

#endif
