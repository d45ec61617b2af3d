/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the model, and the words they share. model.c puts the document together. */
#ifndef HG_REPORT_MODEL_PARTS_H
#define HG_REPORT_MODEL_PARTS_H

#include <hipgait/limits.h>
#include <hipgait/report.h>

#include "report/document.h"

#define HG__NBSP "\xc2\xa0"

/* What all parts look at. Trials come worst data first, then in the order given. */
typedef struct hg__model {
    hg__document *doc;
    const hg_result *const *results;
    size_t n;
    const hg_report_options *options; /* never NULL */
    struct hg__sources *sources;      /* cited so far */
    const hg_result *best; /* the trial that page one quotes: best data, then most strides */
} hg__model;

struct hg__sources *hg__sources_new(hg__document *doc);

/* --- words (model_words.c) --- */

const char *hg__word(const hg__model *m, const char *key); /* a text without arguments */
const char *hg__metric_label(const hg__model *m, hg_metric_id id);
const char *hg__side_word(const hg__model *m, hg_side side); /* "left", "right"; "" for none */
/* "4.6°", "0.251 s": value, unit and the space that belongs between them. */
const char *hg__quantity(const hg__model *m, double value, const char *unit);
const char *hg__quantity_signed(const hg__model *m, double value, const char *unit);
int hg__unit_decimals(const char *unit); /* with which its values are shown */
/* Translated where the language has it. */
const char *hg__condition_label(const hg__model *m, const char *id, const char *label);
/* The unit alone as people read it. */
const char *hg__unit_word(const hg__model *m, const char *unit);
/* A label in the middle of a sentence: in English its first letter is small. */
const char *hg__mid_sentence(const hg__model *m, const char *label);
void hg__add_quality_badge(const hg__model *m, hg__runs *to, hg_quality_status status);
void hg__add_rating_badge(const hg__model *m, hg__runs *to, hg_asymmetry_class rating);
hg__tone hg__band_tone(hg_condition_band band);
/* "moderate" as a badge; with the side where there is one. */
void hg__add_band_badge(const hg__model *m, hg__runs *to, hg_condition_band band);
/* False for what is only named beside the others: no answer makes a band but that of red flags. */
bool hg__has_symptom_rule(const hg_condition *c);
void hg__add_condition_badge(const hg__model *m, hg__runs *to, const hg_condition *c);
const char *hg__grade_words(const hg__model *m, const char *grade);
/* Flags of one severity as items of a list; gives how many. */
size_t hg__add_flag_items(const hg__model *m, hg__block *list, const hg_result *r,
                          hg_severity severity);
/* "trial-2": the id of a trial's section, or of a part of it; in the arena. */
const char *hg__trial_id(const hg__model *m, const hg_result *r, const char *part);
/* "[3, 7]" with links: citations by number; the list stands at the end (model_sources.c). */
void hg__cite(const hg__model *m, hg__runs *to, const char *const *sources, size_t n);
void hg__model_sources(const hg__model *m, hg__block *in);
/* Adds a sentence of the result with its ISO days as the report may show them: as they are, as a
 * year, or as days before the last run of the log (model_dates.c). */
void hg__add_dated(const hg__model *m, hg__runs *to, const hg_result *r, const char *text);
/* Days since a fixed day; NaN for what is no ISO day. */
double hg__day_number(const char *date);
/* A short paragraph of one sentence of the catalogue. */
hg__block *hg__tell(const hg__model *m, hg__block *in, const char *key);
/* A section below `in` with its title from the catalogue. */
hg__block *hg__titled(const hg__model *m, hg__block *in, int level, const char *id,
                      const char *key);
hg__column *hg__titled_column(const hg__model *m, hg__block *table, hg__align align,
                              const char *key);

/* Entry of a metric, or NULL. */
const hg_asymmetry *hg__asymmetry_of(const hg_result *r, hg_metric_id id);
/* True where hip and pelvis numbers may be shown. */
bool hg__enough(const hg_result *r);

/* "Running on a treadmill" (model_head.c). */
void hg__say_task(const hg__model *m, hg__runs *to, const hg_result *r);

/* --- parts: each adds to `in` --- */

/* Name, contact, logo and colours of the laboratory, where it gave some. */
void hg__model_lab(const hg__model *m);
void hg__model_head(const hg__model *m, hg__block *in); /* who and what */
void hg__model_quality_line(const hg__model *m, hg__block *in);
void hg__model_red_flags(const hg__model *m, hg__block *in);
void hg__model_condition_cards(const hg__model *m, hg__block *in);
void hg__model_findings(const hg__model *m, hg__block *in);
void hg__model_limits(const hg__model *m, hg__block *in);

void hg__model_trial(const hg__model *m, hg__block *in, const hg_result *r);
void hg__model_body(const hg__model *m, hg__block *in, const hg_result *r);
void hg__model_times(const hg__model *m, hg__block *in, const hg_result *r);
void hg__model_curves(const hg__model *m, hg__block *in, const hg_result *r);
void hg__model_consistency(const hg__model *m, hg__block *in, const hg_result *r);
void hg__model_angles(const hg__model *m, hg__block *in, const hg_result *r);
void hg__model_asymmetry(const hg__model *m, hg__block *in, const hg_result *r);
void hg__model_spectra(const hg__model *m, hg__block *in, const hg_result *r);
void hg__model_strides(const hg__model *m, hg__block *in, const hg_result *r);
void hg__model_quality(const hg__model *m, hg__block *in, const hg_result *r);

void hg__model_conditions(const hg__model *m, hg__block *in);
void hg__model_care(const hg__model *m, hg__block *in); /* advice, load, training log */
void hg__model_method(const hg__model *m, hg__block *in);
void hg__model_reading(const hg__model *m, hg__block *in);

/*
 * The condition of an id and side whose band is the worst of all trials with enough data, and in
 * how many of those it is so. NULL when no trial names it.
 */
const hg_condition *hg__worst_condition(const hg__model *m, const hg_condition *like,
                                        size_t *trials);
/* The result whose evidence counts for what all trials share: answers, advice, log. */
const hg_result *hg__asked_result(const hg__model *m);

#endif
