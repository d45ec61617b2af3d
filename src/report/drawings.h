/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The drawings of a report, made from results as lists of shapes (figure.h) in the document's
 * memory. Widths are those of a phone, so that texts stay readable there; wider places show
 * several side by side. A drawing of which nothing was measured says so; none is NULL unless
 * memory ran out, which every function of figures takes.
 */
#ifndef HG_REPORT_DRAWINGS_H
#define HG_REPORT_DRAWINGS_H

#include "report/figure.h"
#include "report/model_parts.h"

/* What a person reads about a curve: label and the words for its positive and negative end. */
typedef struct hg__curve_words {
    const char *id, *label, *plus, *minus;
} hg__curve_words;
hg__curve_words hg__curve_words_of(const hg__model *m, hg_curve_id id);

/* Range, ticks and the picture of curve drawings (draw_curve.c). Fixed per curve, so that visits
 * compare; it widens in whole steps when the data leave it. */
typedef struct hg__axis {
    double low, high, step, tick;
} hg__axis;
hg__axis hg__axis_of(hg_curve_id id);
void hg__axis_widen(hg__axis *a, double low, double high);
#define HG__CURVE_WIDTH 300.0
#define HG__CURVE_HEIGHT 196.0
double hg__curve_x(double percent);
double hg__curve_y(const hg__axis *a, double value);
/* Grid, ticks, direction words and "% of stride". */
void hg__draw_curve_axes(const hg__model *m, hg__figure *f, const hg__axis *a,
                         const hg__curve_words *words);
void hg__draw_toe_offs(const hg__model *m, hg__figure *f, const double percent[2]);

/* Mean and one standard deviation of both sides, shaded where they differ. */
const hg__figure *hg__draw_curve(const hg__model *m, const hg_result *r, hg_curve_id id);

/* The single strides of the result (draw_strides.c). */
const hg__figure *hg__draw_strides(const hg__model *m, const hg_result *r, hg_curve_id id);

/* Pelvis and thighs at mid-stance of both sides (draw_body.c). */
bool hg__body_measured(const hg_result *r);
const hg__figure *hg__draw_body_front(const hg__model *m, const hg_result *r);
const hg__figure *hg__draw_body_side(const hg__model *m, const hg_result *r);

/* Comparisons of the sides: what the rows are drawn in (draw_forest.c). */
typedef enum hg__forest { HG__FOREST_DEGREES, HG__FOREST_PERCENT, HG__FOREST_ERRORS } hg__forest;
/* NULL when there is no row for it. */
const hg__figure *hg__draw_forest(const hg__model *m, const hg_result *r, hg__forest kind);

/* Power over frequency (draw_spectrum.c). */
const hg__figure *hg__draw_spectrum(const hg__model *m, const hg_result *r, const hg_spectrum *s);

/* Runs by day, the longest ones marked (draw_training.c). */
const hg__figure *hg__draw_training(const hg__model *m, const hg_training_run *runs, size_t n);

/* A bar from the middle: to the right when the right side is larger. Full length is `full`. */
const hg__figure *hg__draw_bar(const hg__model *m, double difference, double full);

#endif
