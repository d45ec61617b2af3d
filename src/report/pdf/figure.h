/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures on paper. */
#ifndef HG_REPORT_PDF_FIGURE_H
#define HG_REPORT_PDF_FIGURE_H

struct _cairo; /* of cairo.h, as cairo_t */

#include "report/figure.h"
#include "report/pdf/font.h"

/*
 * Draws a figure with its upper left corner at (x, y), `scale` points to its unit. Texts do not
 * become smaller than `least_text` points; where they would, they grow about their anchor.
 */
void hg__pdf_figure(struct _cairo *cr, hg__fonts *fonts, const hg__figure *figure,
                    const hg__palette *palette, double x, double y, double scale,
                    double least_text);

/* Sets the colour 0xRRGGBB. */
void hg__pdf_colour(struct _cairo *cr, uint32_t rgb, double opacity);

#endif
