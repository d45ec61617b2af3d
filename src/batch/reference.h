/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_BATCH_REFERENCE_H
#define HG_BATCH_REFERENCE_H

#include <hipgait/hipgait.h>

/* Reads a cohort table and writes the reference set made from it: complete or absent. Without
 * `force` a file that is there and differs is HG_EEXIST. */
hg_status hg__reference_file(hg_reference_counts *counts, const char *to, const char *table,
                             const hg_reference_options *options, bool force, hg_error *err);

#endif
