/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling an hg_error. Each call returns the code, so a cause is one line: return hg__fail(...). */
#ifndef HG_BASE_ERROR_H
#define HG_BASE_ERROR_H

#include <hipgait/export.h>
#include <hipgait/status.h>

hg_status hg__fail(hg_error *err, hg_status code, const char *fmt, ...) HG_PRINTF(3, 4);

/* The same with the object inside the file that is at fault. */
hg_status hg__fail_at(hg_error *err, hg_status code, const char *object, const char *fmt, ...)
    HG_PRINTF(4, 5);

/* Adds the base name of the file to an error that was set already. */
void hg__error_set_file(hg_error *err, const char *path);

hg_status hg__fail_memory(hg_error *err);

/* For messages that quote what stands in a file, which may be anything and may have been cut: control
 * characters and bytes that are not UTF-8 become '?'. */
void hg__error_clean(hg_error *err);

/* The part of a path behind the last slash. */
const char *hg__base_name(const char *path);

#endif
