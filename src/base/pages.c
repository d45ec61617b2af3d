/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MADV_HUGEPAGE and its like are beyond plain POSIX. */
#define _DEFAULT_SOURCE

#include "base/pages.h"

#include <stdint.h>
#include <sys/mman.h>

#define PAGE ((uintptr_t)4096)

/* What the system answers does not matter: the memory is as good without. */
static void advise(void *memory, size_t size, int advice) {
    uintptr_t from = ((uintptr_t)memory + PAGE - 1) & ~(PAGE - 1),
              to = ((uintptr_t)memory + size) & ~(PAGE - 1);
    if (to > from) (void)madvise((char *)memory + (from - (uintptr_t)memory), to - from, advice);
}

void hg__pages_large(void *memory, size_t size) {
#ifdef MADV_HUGEPAGE
    advise(memory, size, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)size;
#endif
}

void hg__pages_ready(void *memory, size_t size) {
#ifdef MADV_POPULATE_WRITE
    advise(memory, size, MADV_POPULATE_WRITE);
#else
    (void)memory;
    (void)size;
#endif
}

void hg__pages_unwanted(void *memory, size_t size) {
#ifdef MADV_DONTNEED
    advise(memory, size, MADV_DONTNEED);
#else
    (void)memory;
    (void)size;
#endif
}
