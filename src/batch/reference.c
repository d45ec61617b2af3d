/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/reference.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"

#define TABLE_BYTES_MAX ((size_t)256 << 20)

hg_status hg__reference_file(hg_reference_counts *counts, const char *to, const char *table,
                             const hg_reference_options *options, bool force, hg_error *err) {
    void *data = NULL;
    size_t size;
    hg_text text = {NULL, 0};
    hg_status status = hg__file_read(&data, &size, table, TABLE_BYTES_MAX, err);
    if (status == HG_OK)
        status = hg_reference_build(&text, counts, data, size, hg__base_name(table), options, err);
    if (status == HG_OK) status = hg__file_write(to, text.data, text.size, force, err);
    hg_text_free(&text);
    free(data);
    return status;
}
