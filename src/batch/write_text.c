/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/write_text.h"

#include "base/file.h"

hg_status hg__write_text(const char *path, const hg_text *text, bool force, hg_error *err) {
    return hg__file_write(path, text->data, text->size, force, err);
}
