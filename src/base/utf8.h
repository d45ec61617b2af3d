/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_BASE_UTF8_H
#define HG_BASE_UTF8_H

#include <stddef.h>

/* Length of the valid UTF-8 sequence at s, 1 to 4, or 0. `s` is NUL-terminated. */
size_t hg__utf8_length(const unsigned char *s);

#endif
