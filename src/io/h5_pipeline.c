/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5_pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#define CHECKSUM_BYTES 4

bool hg__pipeline_open(hg__pipeline *p) {
    p->inflater = libdeflate_alloc_decompressor();
    for (int i = 0; i < 2; i++) {
        p->work[i] = NULL;
        p->room[i] = 0;
    }
    return p->inflater != NULL;
}

void hg__pipeline_close(hg__pipeline *p) {
    libdeflate_free_decompressor(p->inflater);
    for (int i = 0; i < 2; i++) free(p->work[i]);
    p->inflater = p->work[0] = p->work[1] = NULL;
}

/* Sums of at most 360 words cannot overflow before they are folded. */
uint32_t hg__fletcher32(const unsigned char *bytes, size_t n) {
    uint32_t sum1 = 0, sum2 = 0;
    for (size_t words = n / 2; words > 0;) {
        size_t some = words > 360 ? 360 : words;
        words -= some;
        for (; some > 0; some--, bytes += 2) {
            sum1 += (uint32_t)bytes[0] << 8 | bytes[1];
            sum2 += sum1;
        }
        sum1 = (sum1 & 0xffff) + (sum1 >> 16);
        sum2 = (sum2 & 0xffff) + (sum2 >> 16);
    }
    if (n % 2) {
        sum1 += (uint32_t)bytes[0] << 8;
        sum2 += sum1;
        sum1 = (sum1 & 0xffff) + (sum1 >> 16);
        sum2 = (sum2 & 0xffff) + (sum2 >> 16);
    }
    sum1 = (sum1 & 0xffff) + (sum1 >> 16);
    sum2 = (sum2 & 0xffff) + (sum2 >> 16);
    return sum2 << 16 | sum1;
}

/* HDF5 before 1.6.3 swapped the bytes of each half on little-endian machines; HDF5 takes both. */
static bool checksum_right(const unsigned char *bytes, size_t n) {
    const unsigned char *at = bytes + n;
    uint32_t stored = (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
    uint32_t sum = hg__fletcher32(bytes, n);
    uint32_t swapped = (sum & 0x00ff00ff) << 8 | (sum >> 8 & 0x00ff00ff);
    return stored == sum || stored == swapped;
}

static bool inflate(hg__pipeline *p, unsigned char *to, size_t right, const unsigned char *from,
                    size_t size, char *fault, size_t room) {
    size_t got = 0;
    switch (libdeflate_zlib_decompress(p->inflater, from, size, to, right, &got)) {
    case LIBDEFLATE_SUCCESS:
        if (got == right) return true;
        snprintf(fault, room, "inflates to %zu bytes instead of %zu", got, right);
        return false;
    case LIBDEFLATE_INSUFFICIENT_SPACE:
        snprintf(fault, room, "inflates to more than its %zu bytes", right);
        return false;
    default: snprintf(fault, room, "has damaged compressed bytes"); return false;
    }
}

/* The one of p's own two buffers that the last filter did not write to. */
static unsigned char *work_of(hg__pipeline *p, int which, size_t room) {
    if (room > p->room[which] || !p->work[which]) {
        unsigned char *more = realloc(p->work[which], room ? room : 1);
        if (!more) return NULL;
        p->work[which] = more;
        p->room[which] = room;
    }
    return p->work[which];
}

/* What stands to be undone below filter i. */
typedef struct below {
    bool any;
    size_t checksums; /* bytes */
} below;

static below below_of(const hg__pipeline *p, size_t i, uint32_t mask) {
    below b = {false, 0};
    while (i-- > 0) {
        if (mask & 1u << i) continue;
        b.any = true;
        if (p->filter[i] == HG__FLETCHER32) b.checksums += CHECKSUM_BYTES;
    }
    return b;
}

const unsigned char *hg__pipeline_undo(hg__pipeline *p, unsigned char *direct,
                                       const unsigned char *raw, size_t size, uint32_t mask,
                                       char *fault, size_t room) {
    const unsigned char *at = raw;
    int turn = 0;
    for (size_t i = p->n; i-- > 0;) {
        if (mask & 1u << i) continue;
        below left = below_of(p, i, mask);
        if (p->filter[i] == HG__FLETCHER32) {
            if (size < CHECKSUM_BYTES || !checksum_right(at, size - CHECKSUM_BYTES)) {
                snprintf(fault, room, "has a wrong checksum (fletcher32)");
                return NULL;
            }
            size -= CHECKSUM_BYTES;
            continue;
        }
        size_t after = p->filter[i] == HG__DEFLATE ? p->bytes + left.checksums : size;
        unsigned char *to = direct && !left.any && after == p->bytes ? direct : NULL;
        if (!to) to = work_of(p, turn, after);
        if (!to) {
            snprintf(fault, room, "needs more memory than there is");
            return NULL;
        }
        turn ^= 1;
        if (p->filter[i] == HG__DEFLATE) {
            if (!inflate(p, to, after, at, size, fault, room)) return NULL;
        } else { /* shuffle leaves what is not a whole element at the end as it is */
            size_t whole = size - size % p->shuffled;
            p->kernels->unshuffle(to, at, whole / p->shuffled, p->shuffled);
            memcpy(to + whole, at + whole, size - whole);
        }
        size = after;
        at = to;
    }
    if (size == p->bytes) return at;
    snprintf(fault, room, "has %zu bytes instead of %zu", size, p->bytes);
    return NULL;
}
