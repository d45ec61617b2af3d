/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts of variable length, checked before HDF5 touches them. Each is a reference into a "global
 * heap" of the file, and the library believes the reference: a wrong index or length makes it read
 * or write beyond its memory. So the references are followed here first, in the image of the file.
 * Format: HDF5 File Format Specification 3.0, III.E (global heap), IV.A (object headers).
 */
#ifndef HG_IO_HEAP_CHECK_H
#define HG_IO_HEAP_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hg__image {
    const unsigned char *bytes;
    size_t size;
    size_t base; /* where address 0 lies: the length of the userblock */
} hg__image;

#define HG__REFERENCE_BYTES 16 /* length 4, address 8, index 4 */

/* The longest object of any heap in the image. */
size_t hg__heap_largest(const hg__image *image);

/* Are the `n` references that stand at `bytes` sound? */
bool hg__heap_references_sound(const hg__image *image, const unsigned char *bytes, size_t n);

/*
 * The attributes of the object whose header is at `address`, as far as they stand in the header:
 * do their parts fit into them, and are the references of variable-length ones sound? True also
 * when the header cannot be followed: HDF5 judges that itself.
 */
bool hg__heap_attributes_sound(const hg__image *image, uint64_t address);

#endif
