/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fresh memory: most of the time of a large piece goes into one fault for each of its pages. Asked
 * for together, and as large pages, they cost a fraction. Where the system does not know how, they
 * come one by one as ever.
 */
#ifndef HG_BASE_PAGES_H
#define HG_BASE_PAGES_H

#include <stddef.h>

/* For a piece of many pages, before its first use: large pages where the system has them. */
void hg__pages_large(void *memory, size_t size);
/* The pages that lie wholly in the piece are there afterwards. It is about to be written whole. */
void hg__pages_ready(void *memory, size_t size);
/* What lies there is not wanted any more: the pages wholly in the piece may go to the system. */
void hg__pages_unwanted(void *memory, size_t size);

#endif
