/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filters of one chunk, undone by ourselves: bytes in, bytes out, without HDF5. A chunk has one
 * right size, and nothing is ever inflated beyond it; HDF5's own filter takes all the memory that
 * the compressed bytes ask for. Format of the filters: HDF5 File Format Specification 3.0,
 * IV.A.2.l; zlib streams: RFC 1950.
 */
#ifndef HG_IO_H5_PIPELINE_H
#define HG_IO_H5_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels/kernels.h"

typedef enum hg__filter { HG__SHUFFLE, HG__DEFLATE, HG__FLETCHER32, HG__FILTER_COUNT } hg__filter;

typedef struct hg__pipeline {
    hg__filter filter[HG__FILTER_COUNT]; /* in the order of writing, each at most once */
    size_t n;
    size_t element, bytes; /* of one element; of one chunk without filters: a multiple of it */
    size_t shuffled; /* bytes of what shuffle takes for an element; not 0 where there is one */
    const hg__kernels *kernels;
    /* made by hg__pipeline_open() */
    void *inflater;
    unsigned char *work[2];
    size_t room[2];
} hg__pipeline;

/* Makes what is needed to run it. False without memory; close in any case. */
bool hg__pipeline_open(hg__pipeline *p);
void hg__pipeline_close(hg__pipeline *p);

/*
 * Undoes the filters of the `size` bytes at `raw`, without those whose bit is set in `mask` (the
 * first filter is bit 0). Returns the chunk's p->bytes bytes, which live until the next call: in
 * `direct` when that is not NULL and a filter could write there, else in p's own memory or in
 * `raw`. NULL when the chunk is not sound; `fault` then says why.
 */
const unsigned char *hg__pipeline_undo(hg__pipeline *p, unsigned char *direct,
                                       const unsigned char *raw, size_t size, uint32_t mask,
                                       char *fault, size_t room);

/* HDF5's Fletcher checksum of 16-bit words, most significant byte first. */
uint32_t hg__fletcher32(const unsigned char *bytes, size_t n);

#endif
