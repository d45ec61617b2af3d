/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text in lines that fit. */
#ifndef HG_REPORT_WRAP_H
#define HG_REPORT_WRAP_H

#include "base/strbuf.h"

#define HG__WRAP_COLUMNS 78

/*
 * Adds a paragraph: `mark` at column `indent`, then the text, further lines at `hang`. Characters
 * that a terminal would act on are left out, blanks count once; a word longer than a line is
 * broken.
 */
void hg__wrap(hg__strbuf *b, int indent, int hang, const char *mark, const char *text);
/* The same with a formatted text. */
void hg__wrapf(hg__strbuf *b, int indent, int hang, const char *mark, const char *fmt, ...)
    HG_PRINTF(5, 6);

#endif
