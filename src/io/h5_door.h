/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one guarded door into HDF5. A file comes as bytes in memory, is opened without any backing
 * store, and is walked once from end to end before anything in it is read: no link, layout, filter
 * or size passes that could reach outside the file or exhaust the machine. All use of HDF5 in
 * this program happens between hg__door_open() and hg__door_close(), or in h5_write.c, under one
 * lock.
 */
#ifndef HG_IO_H5_DOOR_H
#define HG_IO_H5_DOOR_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/io.h>

#include "io/findings.h"

typedef struct hg__door hg__door;

/* What is refused beyond; docs/recording-format.md, "What is refused", lists the same numbers. */
enum {
    HG__MAX_DEPTH = 32,
    HG__MAX_OBJECTS = 10000,
    HG__MAX_ATTRIBUTES = 1000, /* of one object */
    HG__MAX_ALL_ATTRIBUTES = 50000,
    HG__MAX_RANK = 4,
    HG__MAX_CHUNKS = 10000, /* of a data set of variable-length texts */
    HG__MAX_CHUNKS_OF_NUMBERS = 1000000,
    HG__MAX_NAME = 255,  /* bytes in the name of a link */
    HG__MAX_RATIO = 1000 /* claimed to stored bytes, for data sets beyond HG__RATIO_FLOOR */
};
#define HG__MAX_TEXT ((size_t)1 << 20)   /* bytes of one text or one attribute */
#define HG__MAX_TEXTS ((size_t)64 << 20) /* bytes of all texts of one attribute or data set */
#define HG__MAX_CHUNK ((size_t)64 << 20)
#define HG__RATIO_FLOOR ((size_t)64 << 20)

typedef struct hg__limits {
    size_t file_bytes, data_bytes;
} hg__limits;

hg__limits hg__limits_from(const hg_read_options *options);

/*
 * Takes the lock and opens. `bytes` must stay until the door is closed. `*out` is NULL when the
 * file may not be read; then either an error is returned or, with a collecting sink, faults were
 * added and HG_OK is returned.
 */
hg_status hg__door_open(hg__door **out, void *bytes, size_t size, const hg__limits *limits,
                        hg__sink *sink);

/* Was it MATLAB's save -v7.3 that wrote the file? */
bool hg__door_is_matlab73(const hg__door *door);

/* For tests: numbers come from H5Dread alone from now on, not by the fast way of h5_chunks.h. */
void hg__door_use_library(hg__door *door);

/* Closes and gives the lock back. NULL is fine. */
void hg__door_close(hg__door *door);

#endif
