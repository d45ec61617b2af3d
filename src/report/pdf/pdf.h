/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as a PDF file. */
#ifndef HG_REPORT_PDF_PDF_H
#define HG_REPORT_PDF_PDF_H

#include <stdbool.h>

#include <hipgait/report.h>

#include "report/document.h"

/* `full`: with the sections that the page folds; else a line at the end says that they are not
 * there. */
hg_status hg__pdf_write(hg_text *out, const hg__document *doc, hg_paper paper, bool full,
                        hg_error *err);

#endif
