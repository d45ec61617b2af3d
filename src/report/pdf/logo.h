/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of the laboratory. */
#ifndef HG_REPORT_PDF_LOGO_H
#define HG_REPORT_PDF_LOGO_H

#include <stdbool.h>

struct _cairo; /* of cairo.h, as cairo_t */

#include "report/document.h"

/* Its size in pixels; false when it is no PNG or JPEG, or damaged. */
bool hg__pdf_logo_size(const hg__document *doc, double *width, double *height);

/* Draws it into the rectangle; nothing where hg__pdf_logo_size() says false. */
void hg__pdf_logo(struct _cairo *cr, const hg__document *doc, double x, double y, double width,
                  double height);

#endif
