/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawings of the report: inline SVG with real text, styled by the page's style sheet. */
#ifndef HG_REPORT_SVG_H
#define HG_REPORT_SVG_H

#include <hipgait/result.h>

#include "base/strbuf.h"

/* What a person reads about a curve: label and the words for its positive and negative end. */
typedef struct hg__curve_words {
    const char *id, *label, *plus, *minus;
} hg__curve_words;

extern const hg__curve_words hg__curve_words_of[HG_CURVE_COUNT];

/*
 * Mean curves of both sides over 0 to 100 % of the stride with a band of one standard deviation and
 * the toe-offs. `curve` NULL draws the empty axes with "not measured". The range of the value axis
 * is fixed per curve, so that visits compare, and widens in fixed steps when the data leave it.
 * `key` makes the ids in the page unique.
 */
void hg__svg_curve(hg__strbuf *b, hg_curve_id id, const hg_curve *curve,
                   const double toe_off_percent[2], const char *key);

/* A bar from the middle: to the right when the right side is larger. Full length is `full`. */
void hg__svg_difference(hg__strbuf *b, double difference, double full);

/* A short sample of a side's line, for keys and table headings. */
void hg__svg_swatch(hg__strbuf *b, hg_side side);

#endif
