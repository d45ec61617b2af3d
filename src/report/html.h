/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTML face of a document. html.c makes the page around what the parts write. */
#ifndef HG_REPORT_HTML_H
#define HG_REPORT_HTML_H

#include <hipgait/report.h>

#include "base/strbuf.h"
#include "report/document.h"
#include "report/figure.h"

/* The style sheet, without the colours of the sides. It must not contain "</". */
extern const char hg__html_style[];
/* The script that opens folded parts for printing and on request; nothing needs it. */
extern const char hg__html_script[];

typedef struct hg__html {
    hg__strbuf *b;
    const hg__document *doc;
    hg__palette palette;
} hg__html;

void hg__html_runs(hg__html *h, const hg__runs *runs); /* html_text.c */
void hg__html_runs_from(hg__html *h, const hg__run *first);
void hg__html_block(hg__html *h, const hg__block *block); /* html_blocks.c */
void hg__html_children(hg__html *h, const hg__block *block);
void hg__html_table(hg__html *h, const hg__block *table); /* html_table.c */

/* A whole document as one page (html.c). */
hg_status hg__html_document(hg_text *out, const hg__document *doc, hg_error *err);

#endif
