/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MAP_ANONYMOUS is beyond plain POSIX. */
#define _DEFAULT_SOURCE

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/pages.h"

/* Under the address sanitizer what was given back, or never handed out, must not be touched. */
#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
void __asan_poison_memory_region(void const volatile *memory, size_t size);
void __asan_unpoison_memory_region(void const volatile *memory, size_t size);
#define CLOSE(memory, size) __asan_poison_memory_region(memory, size)
#define OPEN(memory, size) __asan_unpoison_memory_region(memory, size)
#else
#define CLOSE(memory, size) ((void)(memory), (void)(size))
#define OPEN(memory, size) ((void)(memory), (void)(size))
#endif

#define ALIGN ((size_t)64)
#define PAGE ((size_t)4096)
#define FIRST_BLOCK ((size_t)64 * 1024)
#define LARGE ((size_t)2 << 20) /* blocks from here on are mappings of their own */
/* A mapping takes addresses, not memory: one that is wide from the start leaves no half-filled
 * blocks behind, and what is given back in it is at once the next to be handed out. */
#define WIDE ((size_t)64 << 20)
#define STAYS ((size_t)8 << 20) /* of a block, over a reset: the rest goes back to the system */
#define AHEAD ((size_t)1 << 20) /* pages of a mapping are asked for so many bytes at a time */

typedef struct block {
    struct block *next;
    unsigned char *data; /* aligned; inside `memory` */
    void *memory;
    size_t mapped; /* bytes of a mapping, 0 when it came from calloc */
    size_t ready;  /* of these, bytes whose pages are there */
    size_t size, used;
    size_t dirty; /* from here on the block was never handed out and is still zero */
} block;

struct hg__arena {
    block *head;  /* the block that is being filled; older ones follow */
    block *spare; /* one that was given back, for the next that is wanted */
};

hg__arena *hg__arena_new(void) {
    return calloc(1, sizeof(hg__arena));
}

static void block_free(block *b) {
    OPEN(b->data, b->size); /* the next to get these addresses knows nothing of it */
    if (b->mapped)
        munmap(b->memory, b->mapped);
    else
        free(b->memory);
    free(b);
}

/* Fresh pages over those that are not worth keeping; where that fails they stay. */
static void trim(block *b) {
    if (!b->mapped || b->ready <= STAYS) return;
    OPEN(b->data, b->size);
    unsigned char *rest = b->data + STAYS;
    if (mmap(rest, b->mapped - STAYS, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != rest)
        return;
    hg__pages_large(b->data, b->mapped);
    b->ready = STAYS;
    if (b->dirty > STAYS) b->dirty = STAYS;
}

/* Zero pages from the system, which cost nothing until they are touched. */
static bool map_block(block *b, size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return false;
    hg__pages_large(memory, size);
    b->memory = memory; /* a page's address is a multiple of ALIGN */
    b->mapped = size;
    b->data = memory;
    return true;
}

static void make_ready(block *b, size_t end) {
    if (!b->mapped || end <= b->ready) return;
    size_t want = end - b->ready < AHEAD ? AHEAD : (end - b->ready + PAGE - 1) / PAGE * PAGE;
    if (want > b->mapped - b->ready) want = b->mapped - b->ready;
    hg__pages_ready(b->data + b->ready, want);
    b->ready += want;
}

static bool take_block(block *b, size_t size) {
    if (size >= LARGE) return map_block(b, (size + PAGE - 1) / PAGE * PAGE);
    b->memory = calloc(1, size + ALIGN);
    if (!b->memory) return false;
    b->data = (unsigned char *)b->memory + (ALIGN - (uintptr_t)b->memory % ALIGN);
    return true;
}

void hg__arena_free(hg__arena *arena) {
    if (!arena) return;
    for (block *b = arena->head, *next; b; b = next) {
        next = b->next;
        block_free(b);
    }
    if (arena->spare) block_free(arena->spare);
    free(arena);
}

void hg__arena_reset(hg__arena *arena) {
    block *keep = arena->head;
    for (block *b = arena->head; b; b = b->next)
        if (b->size > keep->size) keep = b;
    for (block *b = arena->head, *next; b; b = next) {
        next = b->next;
        if (b != keep) block_free(b);
    }
    if (arena->spare) block_free(arena->spare);
    arena->spare = NULL;
    arena->head = keep;
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
        trim(keep);
        CLOSE(keep->data, keep->size);
    }
}

static block *block_new(size_t size) {
    block *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    if (!take_block(b, size)) {
        free(b);
        return NULL;
    }
    b->size = size;
    CLOSE(b->data, size);
    return b;
}

void *hg__arena_alloc(hg__arena *arena, size_t count, size_t size) {
    if (size && count > (SIZE_MAX / 4) / size) return NULL;
    size_t bytes = (count * size + ALIGN - 1) / ALIGN * ALIGN;
    if (bytes == 0) bytes = ALIGN;
    block *b = arena->head;
    if (!b || b->size - b->used < bytes) {
        size_t want = b ? b->size * 2 : FIRST_BLOCK;
        if (want >= LARGE) want = WIDE;
        if (want < bytes) want = bytes;
        if (arena->spare && arena->spare->size >= bytes) {
            b = arena->spare;
            arena->spare = NULL;
        } else {
            b = block_new(want);
            if (!b && want > bytes) b = block_new(bytes);
        }
        if (!b) return NULL;
        b->next = arena->head;
        arena->head = b;
    }
    void *p = b->data + b->used;
    OPEN(p, bytes);
    make_ready(b, b->used + bytes);
    if (b->used < b->dirty) memset(p, 0, b->dirty - b->used < bytes ? b->dirty - b->used : bytes);
    b->used += bytes;
    if (b->dirty < b->used) b->dirty = b->used;
    return p;
}

hg__arena_mark hg__arena_here(const hg__arena *arena) {
    return (hg__arena_mark){arena->head, arena->head ? arena->head->used : 0};
}

void hg__arena_back(hg__arena *arena, hg__arena_mark mark) {
    /* the newest block is kept: whoever comes next will want as much */
    block *spare = NULL;
    while (arena->head && arena->head != mark.block) {
        block *b = arena->head;
        arena->head = b->next;
        if (!spare || b->size > spare->size) {
            if (spare) block_free(spare);
            spare = b;
        } else {
            block_free(b);
        }
    }
    if (arena->head) {
        arena->head->used = mark.used;
        CLOSE(arena->head->data + mark.used, arena->head->size - mark.used);
    }
    if (!spare) return;
    if (arena->spare) {
        block *less = arena->spare->size < spare->size ? arena->spare : spare;
        arena->spare = less == spare ? arena->spare : spare;
        block_free(less);
    } else {
        arena->spare = spare;
    }
    arena->spare->used = 0;
    CLOSE(arena->spare->data, arena->spare->size);
}

char *hg__arena_strdup(hg__arena *arena, const char *text) {
    size_t n = strlen(text) + 1;
    char *copy = hg__arena_alloc(arena, n, 1);
    if (copy) memcpy(copy, text, n);
    return copy;
}
