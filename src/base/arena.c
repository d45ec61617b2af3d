/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN ((size_t)64)
#define FIRST_BLOCK ((size_t)64 * 1024)

typedef struct block {
    struct block *next;
    unsigned char *data;
    size_t size, used;
} block;

struct hg__arena {
    block *head; /* the block that is being filled; older ones follow */
};

hg__arena *hg__arena_new(void) {
    return calloc(1, sizeof(hg__arena));
}

static void block_free(block *b) {
    free(b->data);
    free(b);
}

void hg__arena_free(hg__arena *arena) {
    if (!arena) return;
    for (block *b = arena->head, *next; b; b = next) {
        next = b->next;
        block_free(b);
    }
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
    arena->head = keep;
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
}

static block *block_new(size_t size) {
    block *b = malloc(sizeof *b);
    if (!b) return NULL;
    b->data = aligned_alloc(ALIGN, size);
    if (!b->data) {
        free(b);
        return NULL;
    }
    b->size = size;
    b->used = 0;
    return b;
}

void *hg__arena_alloc(hg__arena *arena, size_t count, size_t size) {
    if (size && count > (SIZE_MAX / 4) / size) return NULL;
    size_t bytes = (count * size + ALIGN - 1) / ALIGN * ALIGN;
    if (bytes == 0) bytes = ALIGN;
    block *b = arena->head;
    if (!b || b->size - b->used < bytes) {
        size_t want = b ? b->size * 2 : FIRST_BLOCK;
        if (want > ((size_t)64 << 20))
            want = (size_t)64 << 20; /* no block grows for its own sake */
        if (want < bytes) want = bytes;
        b = block_new(want);
        if (!b) return NULL;
        b->next = arena->head;
        arena->head = b;
    }
    void *p = b->data + b->used;
    b->used += bytes;
    memset(p, 0, bytes);
    return p;
}

char *hg__arena_strdup(hg__arena *arena, const char *text) {
    size_t n = strlen(text) + 1;
    char *copy = hg__arena_alloc(arena, n, 1);
    if (copy) memcpy(copy, text, n);
    return copy;
}
