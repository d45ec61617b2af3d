/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HDF5 library as the h5_ files see it: the 1.10 interface, and what they share. */
#ifndef HG_IO_H5_API_H
#define HG_IO_H5_API_H

#ifndef H5_USE_110_API
#define H5_USE_110_API
#endif
#include <hdf5.h>

#include "io/findings.h"
#include "io/h5_door.h"
#include "io/heap_check.h"
#include "kernels/kernels.h"

/* What we change in the library while we hold its lock, put back afterwards: the process may use
 * HDF5 for other things. */
typedef struct hg__h5_state {
    H5E_auto2_t report;
    void *report_data;
    unsigned plugins;
} hg__h5_state;

void hg__h5_enter(hg__h5_state *state);
void hg__h5_leave(const hg__h5_state *state);

struct hg__door {
    hg__h5_state state;
    hid_t file, access; /* access: links are followed at most a few steps */
    hg__image bytes;    /* owned by the caller of hg__door_open() */
    hg__kernels kernels;
    bool matlab73;
    bool library_only;          /* hg__door_use_library() */
    size_t largest_heap_object; /* an upper limit for one text of variable length */
};

/* Opens the bytes of a file, read-only; they and `image` must stay until it is closed. */
int64_t hg__image_open(const hg__image *image);

/* Walks the whole file and refuses what is dangerous. Only after HG_OK without a new fault may
 * anything be read. */
hg_status hg__guard(hg__door *door, const hg__limits *limits, hg__sink *sink);

#endif
