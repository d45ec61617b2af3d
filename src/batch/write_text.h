/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_BATCH_WRITE_TEXT_H
#define HG_BATCH_WRITE_TEXT_H

#include <hipgait/report.h>
#include <stdbool.h>

/* Writes a text that a command made: complete or absent. Without `force` a file that is there is
 * HG_EEXIST. */
hg_status hg__write_text(const char *path, const hg_text *text, bool force, hg_error *err);

#endif
