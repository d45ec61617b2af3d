/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/heap_check.h"

#include <string.h>

#define MESSAGE_ATTRIBUTE 0x0C
#define MESSAGE_CONTINUATION 0x10
#define FLAG_SHARED 2 /* the message itself stands elsewhere */
#define CLASS_VLEN 9
#define BLOCKS_MAX 64 /* continuation blocks of one header; more is a loop */

static uint64_t number(const unsigned char *b, size_t n) {
    uint64_t v = 0;
    while (n-- > 0) v = v << 8 | b[n];
    return v;
}

/* Bytes of the image from a file address on, or NULL when `need` of them are not there. */
static const unsigned char *at_address(const hg__image *image, uint64_t address, size_t need) {
    if (address > image->size || image->size - address < image->base) return NULL;
    size_t at = (size_t)address + image->base;
    return image->size - at >= need ? image->bytes + at : NULL;
}

static const unsigned char collection_mark[8] = {'G', 'C', 'O', 'L', 1, 0, 0, 0};

size_t hg__heap_largest(const hg__image *image) {
    const unsigned char *b = image->bytes;
    size_t largest = 0, size = image->size;
    for (size_t at = 0; size - at >= 16; at++) {
        const unsigned char *next = memchr(b + at, 'G', size - at - 15);
        if (!next) break;
        at = (size_t)(next - b);
        if (memcmp(next, collection_mark, sizeof collection_mark) != 0) continue;
        uint64_t length = number(next + 8, 8);
        if (length > size - at) continue; /* HDF5 will refuse it */
        for (uint64_t o = 16; o + 16 <= length;) {
            uint64_t bytes = number(next + o + 8, 8);
            if (number(next + o, 2) == 0 || bytes > length - o - 16)
                break; /* free space, or damaged */
            if (bytes > largest) largest = (size_t)bytes;
            o += 16 + (bytes + 7) / 8 * 8;
        }
    }
    return largest;
}

static bool reference_sound(const hg__image *image, const unsigned char *reference) {
    uint64_t length = number(reference, 4), address = number(reference + 4, 8),
             index = number(reference + 12, 4);
    if (length == 0) return true; /* an empty text refers to nothing */
    const unsigned char *heap = at_address(image, address, 16);
    if (!heap || memcmp(heap, collection_mark, sizeof collection_mark) != 0) return false;
    uint64_t size = number(heap + 8, 8);
    if (size > image->size - (size_t)(heap - image->bytes)) return false;
    bool found = false;
    for (uint64_t o = 16; o + 16 <= size;) {
        uint64_t bytes = number(heap + o + 8, 8), have = number(heap + o, 2);
        if (have ==
            0) { /* free space, always the rest; at another length HDF5 1.10 loops for ever */
            if (bytes != size - o) return false;
            break;
        }
        if (bytes > size - o - 16) return false;
        if (have == index) {
            if (found || bytes != length) return false;
            found = true;
        }
        o += 16 + (bytes + 7) / 8 * 8;
    }
    return found;
}

bool hg__heap_references_sound(const hg__image *image, const unsigned char *bytes, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!reference_sound(image, bytes + i * HG__REFERENCE_BYTES)) return false;
    return true;
}

/* Bytes that a type message of a simple class takes at least, by class: whole number, floating
 * point, time, text, bit field, opaque; then those that hold others. */
static bool type_fits(const unsigned char *t, size_t size) {
    static const unsigned char least[] = {12, 20, 10, 8, 12, 8, 8, 8, 20, 16, 16};
    return size >= 8 && (t[0] & 15) < sizeof least && size >= least[t[0] & 15];
}

/*
 * Number of elements of a space message: version, rank, flags, then reserved or kind, then sizes.
 */
static bool space_count(const unsigned char *s, size_t size, size_t most, size_t *count) {
    if (size < 4 || s[0] < 1 || s[0] > 2) return false;
    size_t dims_at = s[0] == 1 ? 8 : 4;
    if (size < dims_at + 8 * (size_t)s[1]) return false;
    *count = s[0] == 2 && s[3] == 2 ? 0 : 1; /* an empty space */
    for (size_t i = 0; i < s[1]; i++) {
        uint64_t dim = number(s + dims_at + 8 * i, 8);
        if (dim && *count > most / dim) return false;
        *count *= (size_t)dim;
    }
    return true;
}

/* An attribute message: version, flags, sizes of name, type and space, then these, then the value.
 * HDF5 1.10 reads beyond the message when these sizes do not fit into it. */
static bool attribute_sound(const hg__image *image, const unsigned char *m, size_t size) {
    if (size < 9 || m[0] < 1 || m[0] > 3) return false;
    if (m[0] > 1 && (m[1] & 3))
        return false;               /* type or space kept elsewhere, where we do not look */
    size_t pad = m[0] == 1 ? 7 : 0; /* version 1 pads each part to 8 */
    size_t head = m[0] == 3 ? 9 : 8, name = number(m + 2, 2), type = number(m + 4, 2),
           space = number(m + 6, 2);
    size_t type_at = head + ((name + pad) & ~pad), space_at = type_at + ((type + pad) & ~pad);
    size_t value = space_at + ((space + pad) & ~pad), count;
    if (value > size || name == 0 || m[head + name - 1] != '\0' || !type_fits(m + type_at, type))
        return false;
    size_t element = number(m + type_at + 4, 4);
    if (element == 0 || !space_count(m + space_at, space, (size - value) / element, &count))
        return false;
    if ((m[type_at] & 15) != CLASS_VLEN) return true;
    return element == HG__REFERENCE_BYTES && hg__heap_references_sound(image, m + value, count);
}

typedef struct header {
    bool v2;
    size_t message_head; /* bytes before each message's data */
    struct {
        uint64_t address, length;
    } block[BLOCKS_MAX];
    size_t n_blocks;
} header;

static bool block_sound(const hg__image *image, header *h, const unsigned char *b, size_t size) {
    for (size_t at = 0; at + h->message_head <= size;) {
        unsigned type = h->v2 ? b[at] : (unsigned)number(b + at, 2);
        size_t length = number(b + at + (h->v2 ? 1 : 2), 2);
        const unsigned char *m = b + at + h->message_head;
        if (length > size - at - h->message_head) return true;
        unsigned flags = b[at + (h->v2 ? 3 : 4)];
        if (type == MESSAGE_ATTRIBUTE && (flags & FLAG_SHARED)) return false;
        if (type == MESSAGE_ATTRIBUTE && !attribute_sound(image, m, length)) return false;
        if (type == MESSAGE_CONTINUATION && length >= 16 && h->n_blocks < BLOCKS_MAX) {
            h->block[h->n_blocks].address = number(m, 8);
            h->block[h->n_blocks++].length = number(m + 8, 8);
        }
        at += h->message_head + length;
    }
    return true;
}

bool hg__heap_attributes_sound(const hg__image *image, uint64_t address) {
    header h = {0};
    const unsigned char *b = at_address(image, address, 16);
    if (!b) return true;
    size_t start, size;
    if (memcmp(b, "OHDR", 4) == 0) {
        unsigned flags = b[5];
        size_t width = (size_t)1 << (flags & 3);
        h.v2 = true;
        h.message_head = flags & 4 ? 6 : 4;
        start = 6 + (flags & 0x20 ? 16u : 0u) + (flags & 0x10 ? 4u : 0u);
        b = at_address(image, address, start + width);
        if (!b) return true;
        size = number(b + start, width);
        start += width;
    } else {
        h.message_head = 8;
        start = 16;
        size = number(b + 8, 4);
    }
    if (size > image->size || !at_address(image, address, start + size)) return true;
    if (!block_sound(image, &h, b + start, size)) return false;
    for (size_t i = 0; i < h.n_blocks; i++) {
        uint64_t length = h.block[i].length;
        const unsigned char *more =
            length > image->size ? NULL : at_address(image, h.block[i].address, (size_t)length);
        if (!more) continue;
        size_t skip = h.v2 ? 4 : 0, tail = h.v2 ? 4 : 0; /* "OCHK" and the checksum */
        if (length < skip + tail) continue;
        if (!block_sound(image, &h, more + skip, (size_t)length - skip - tail)) return false;
    }
    return true;
}
