/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of datasets/ that are built into the library (cmake/embed.cmake writes the table). */
#ifndef HG_BASE_DATASET_H
#define HG_BASE_DATASET_H

#include <stddef.h>

typedef struct hg__dataset {
    const char *name; /* path below datasets/, e.g. "markersets/rbds.json" */
    const unsigned char *data;
    size_t size;
} hg__dataset;

extern const hg__dataset hg__datasets[];
extern const size_t hg__n_datasets;

#endif
