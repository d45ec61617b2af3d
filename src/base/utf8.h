/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_BASE_UTF8_H
#define HG_BASE_UTF8_H

#include <stddef.h>

/* Length of the valid UTF-8 sequence at s, 1 to 4, or 0. `s` is NUL-terminated. */
size_t hg__utf8_length(const unsigned char *s);

/* Makes a message fit for a terminal, in place: control characters, marks that reorder text, line
 * separators and bytes that are no UTF-8 become '?', one each. */
void hg__utf8_one_line(char *text);

#endif
