/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as plain text. */
#ifndef HG_REPORT_PLAIN_H
#define HG_REPORT_PLAIN_H

#include "base/strbuf.h"
#include "report/document.h"

#define HG__PLAIN_WIDTH 76

/*
 * Page one, then the tables of numbers, 76 characters wide: for pasting into a patient record. Signs that such
 * programs lose are written with plain ones ("-" for a minus, ">=", "->"); what is left beyond
 * ASCII are the letters of names and languages, the degree and the plus-minus sign.
 */
void hg__plain_document(hg__strbuf *b, const hg__document *doc);

#endif
