/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is, by its bytes and never by its name. */
#ifndef HG_IO_DETECT_H
#define HG_IO_DETECT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct hg__detected {
    bool hdf5;          /* the HDF5 signature was found, at `userblock` */
    size_t userblock;   /* bytes before the HDF5 part: 0, 512, 1024, ... */
    bool matlab73;      /* an HDF5 file that MATLAB's save -v7.3 wrote */
    const char *found;  /* what it is, for "found ...", e.g. "a MATLAB v5 file, not HDF5" */
    const char *advice; /* what to do, for "expected ..." */
} hg__detected;

hg__detected hg__detect(const void *bytes, size_t size);

/* The length that the HDF5 superblock states, or 0 when it cannot be told: a shorter file was cut
 * off. Also tells whether addresses and lengths have the usual 8 bytes. */
unsigned long long hg__hdf5_stated_size(const void *bytes, size_t size, size_t userblock,
                                        bool *usual);

#endif
