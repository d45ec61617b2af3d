/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that is freed as one. Stages take scratch from an arena that is reset after each
 * recording; recordings and results own one each.
 */
#ifndef HG_BASE_ARENA_H
#define HG_BASE_ARENA_H

#include <stddef.h>

typedef struct hg__arena hg__arena;

hg__arena *hg__arena_new(void);
void hg__arena_free(hg__arena *arena);

/* Forgets everything but keeps the first megabytes of the largest block for the next use. */
void hg__arena_reset(hg__arena *arena);

/* count * size bytes, zeroed, 64-byte aligned, rounded up to 64 so kernels may read whole blocks.
 * NULL when there is no memory or the product overflows. count 0 gives a valid pointer. */
void *hg__arena_alloc(hg__arena *arena, size_t count, size_t size);

/* What is taken after a mark can be given back at once: for work space inside one function. The
 * address sanitizer tells of a use after that. */
typedef struct hg__arena_mark {
    void *block;
    size_t used;
} hg__arena_mark;

hg__arena_mark hg__arena_here(const hg__arena *arena);
void hg__arena_back(hg__arena *arena, hg__arena_mark mark);

char *hg__arena_strdup(hg__arena *arena, const char *text);

#endif
