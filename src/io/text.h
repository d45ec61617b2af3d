/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small helpers for text that comes out of files, which may hold anything. */
#ifndef HG_IO_TEXT_H
#define HG_IO_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Replaces control characters and bytes that are not UTF-8 by '?'; true when it changed anything.
 */
bool hg__text_clean(char *text);

/* Cuts `text` at commas, trims blanks, and calls it done in place: item[i] points into `text`.
 * Returns the number of items, at most `room` of which are stored. */
size_t hg__text_split(char *text, char **item, size_t room);

/* Index of `text` in a list of `n` words, or -1. Case counts. */
int hg__text_find(const char *text, const char *const *words, size_t n);

/* Copies with truncation; always terminated. */
void hg__text_copy(char *out, size_t room, const char *text);

#endif
