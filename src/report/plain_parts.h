/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two files of the plain-text face share. */
#ifndef HG_REPORT_PLAIN_PARTS_H
#define HG_REPORT_PLAIN_PARTS_H

#include <stddef.h>

#include "report/plain.h"

typedef struct hg__plain_line {
    const char *text;
    size_t bytes;
} hg__plain_line;

/* The words of runs, breaks as line ends. */
void hg__plain_runs(hg__strbuf *b, const hg__runs *runs);
/* Characters of UTF-8 that was made by hg__plain_runs(). */
size_t hg__plain_width(const char *text, size_t bytes);
/* The next line of at most `width` characters, broken at spaces; *at moves on behind it. */
hg__plain_line hg__plain_next(const char **at, size_t width);
void hg__plain_wrap(hg__strbuf *b, const hg__runs *runs, size_t indent, const char *mark);
void hg__plain_table(hg__strbuf *b, const hg__block *table);

#endif
