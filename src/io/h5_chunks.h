/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fast way to the numbers of a data set: filtered chunks are taken raw, their filters undone
 * (h5_pipeline.h), and the numbers put in place; contiguous sets are taken from the image of the
 * file. The values are those of H5Dread, bit for bit (but for the payload of a NaN).
 *
 * What is not of an ordinary kind stays with H5Dread, but its chunks are checked first all the
 * same: HDF5 inflates a chunk to whatever it claims, and believes it when it is too short.
 */
#ifndef HG_IO_H5_CHUNKS_H
#define HG_IO_H5_CHUNKS_H

#include <stdbool.h>

#include "io/h5_api.h"
#include "io/h5_read.h"

typedef enum hg__chunks_to { HG__TO_DOUBLE, HG__TO_BYTE } hg__chunks_to;

/*
 * Reads all elements of a data set of the given file type into `out`, which has room for the
 * shape's count; absent chunks become the fill value. *done is false when H5Dread has to do it;
 * the chunks are sound then. A fault is reported, and *done is true with *given false.
 */
hg_status hg__chunks_read(hg__sink *sink, const hg__node *set, hid_t type, void *out,
                          hg__chunks_to to, bool *done, bool *given);

/* Only the check: *sound tells whether H5Dread may be asked for a data set of any type. */
hg_status hg__chunks_check(hg__sink *sink, const hg__node *set, hid_t type, bool *sound);

#endif
