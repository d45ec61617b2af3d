/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fonts of the paper reports: two cuts of Inter that are built into the library
 * (datasets/fonts). Nothing of the machine is asked, no font search, no hinting: a text is as wide
 * everywhere. What a font lacks is drawn as its replacement box and stays readable as text.
 */
#ifndef HG_REPORT_PDF_FONT_H
#define HG_REPORT_PDF_FONT_H

#include <stddef.h>
#include <stdint.h>

struct _cairo; /* of cairo.h, as cairo_t */

#include <hipgait/status.h>

typedef enum hg__face { HG__FACE_REGULAR, HG__FACE_BOLD, HG__FACE_COUNT } hg__face;

typedef struct hg__fonts hg__fonts;

hg_status hg__fonts_open(hg__fonts **out, hg_error *err);
void hg__fonts_close(hg__fonts *fonts);

/* Width of one character at size 1. */
double hg__fonts_advance(hg__fonts *fonts, hg__face face, uint32_t c);
/* Width of a text as hg__fonts_draw() draws it. */
double hg__fonts_width(hg__fonts *fonts, hg__face face, double size, const char *text);

/* Draws a text in one row, the base line at (x, y), in the colour that is set. */
void hg__fonts_draw(hg__fonts *fonts, struct _cairo *cr, hg__face face, double size, double x,
                    double y, const char *text);

#endif
