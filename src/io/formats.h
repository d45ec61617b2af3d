/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats that are read: how each is known by its bytes, and who reads it. */
#ifndef HG_IO_FORMATS_H
#define HG_IO_FORMATS_H

#include <hipgait/io.h>
#include <stdbool.h>

#include "io/findings.h"
#include "io/h5_door.h"

typedef struct hg__format {
    hg_file_kind kind;
    const char *name; /* as in hg_source_info.format */
    bool (*is)(const void *bytes, size_t size);
    /* Fills a fresh recording; with a collecting sink HG_OK may come with faults. May change bytes.
     */
    hg_status (*read)(hg_recording *rec, void *bytes, size_t size, const hg__limits *limits,
                      hg__sink *sink);
} hg__format;

/* The format of these bytes (the first few kilobytes suffice), or NULL. */
const hg__format *hg__format_of(const void *bytes, size_t size);

#endif
