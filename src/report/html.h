/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the HTML report. html.c puts the page together from them. */
#ifndef HG_REPORT_HTML_H
#define HG_REPORT_HTML_H

#include <stddef.h>

#include <hipgait/result.h>

#include "base/strbuf.h"

/* The style sheet of the page. It must not contain "</". */
extern const char hg__html_style[];

/* "Good data" and its sign, as a badge that needs no colour. */
void hg__html_badge(hg__strbuf *b, hg_quality_status status);

/* A name from the recording, kept apart from the direction of the text around it. */
void hg__html_name(hg__strbuf *b, const char *name);

/* The flags of one severity as list items; gives how many. */
size_t hg__html_flag_items(hg__strbuf *b, const hg_result *r, hg_severity severity);

/* The sentences of the summary as a list (html_summary.c). */
void hg__html_summary(hg__strbuf *b, const hg_result *r);

/* Foot strikes, toe-offs and strides with the reasons of those left out (html_quality.c). */
void hg__html_strides(hg__strbuf *b, const hg_result *r);

/* All flags, and how the markers kept their shape (html_quality.c). */
void hg__html_quality(hg__strbuf *b, const hg_result *r);

/* One trial: summary, tables, curves, strides, data quality. `number` counts from 1. */
void hg__html_trial(hg__strbuf *b, const hg_result *r, size_t number);

/* How it was measured, how to read it, what the words mean. */
void hg__html_method(hg__strbuf *b, const hg_result *const *results, size_t n);
void hg__html_reading(hg__strbuf *b);

#endif
