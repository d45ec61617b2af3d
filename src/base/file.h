/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files in and out. */
#ifndef HG_BASE_FILE_H
#define HG_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/status.h>

/* Reads a regular file into memory (free with free(), NUL-terminated beyond size). HG_ENOTFOUND,
 * HG_EUNSUPPORTED when larger than `most`, HG_EIO, HG_ENOMEM. */
hg_status hg__file_read(void **data, size_t *size, const char *path, size_t most, hg_error *err);
/* For the bytes of large files, whose memory the next recording must not find still taken; NULL is
 * fine. */
void hg__file_free(void *data, size_t size);

/* Writes a temporary sibling (mode 0600 less umask), syncs, renames, syncs the folder: the file is
 * complete or absent. With `replace` false an existing file is HG_EEXIST. */
hg_status hg__file_write(const char *path, const void *data, size_t size, bool replace,
                         hg_error *err);

/* The first half of that: a temporary sibling with these bytes, synced; its name is to be handed to
 * hg__file_commit() or hg__file_abandon(), then free(). */
hg_status hg__file_stage(char **temporary, const char *path, const void *data, size_t size,
                         bool replace, hg_error *err);

/* The two halves of that, for writers that need a path of their own: makes an empty temporary
 * sibling of `path` and gives its name (free with free()); then makes it final, or removes it. */
hg_status hg__file_begin(char **temporary, const char *path, bool replace, hg_error *err);
hg_status hg__file_commit(const char *temporary, const char *path, bool replace, hg_error *err);
void hg__file_abandon(const char *temporary);

/* mkdir -p for one path, mode 0700 less umask. */
hg_status hg__make_folder(const char *path, hg_error *err);

#endif
