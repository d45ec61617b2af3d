/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as a PDF file. */
#ifndef HG_REPORT_PDF_PDF_H
#define HG_REPORT_PDF_PDF_H

#include <hipgait/report.h>

#include "report/document.h"

hg_status hg__pdf_write(hg_text *out, const hg__document *doc, hg_paper paper, hg_error *err);

#endif
