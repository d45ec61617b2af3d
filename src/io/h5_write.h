/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An HDF5 file made in memory. Failures stick: after the first one every call does nothing, and
 * hg__out_finish() says so. The same calls give the same bytes: no times are recorded.
 */
#ifndef HG_IO_H5_WRITE_H
#define HG_IO_H5_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hipgait/status.h>

typedef struct hg__out hg__out;

/* Takes HDF5's lock until hg__out_finish(). NULL when there is no memory. */
hg__out *hg__out_new(void);

/* The image of the file (free with free()); everything else is freed, whatever happens. */
hg_status hg__out_finish(hg__out *out, void **bytes, size_t *size, hg_error *err);

/* Handles of groups and data sets; close each. `parent` 0 is the root. An ordered group keeps the
 * order in which its children are made. */
int64_t hg__out_group(hg__out *out, int64_t parent, const char *name, bool ordered);
int64_t hg__out_root(hg__out *out);
void hg__out_close(hg__out *out, int64_t object);

void hg__out_attr_text(hg__out *out, int64_t object, const char *name, const char *text);
void hg__out_attr_number(hg__out *out, int64_t object, const char *name, double value);
void hg__out_attr_whole(hg__out *out, int64_t object, const char *name, int value);
/* `n` texts, `stride` bytes apart. */
void hg__out_attr_texts(hg__out *out, int64_t object, const char *name, const char *texts, size_t n,
                        size_t stride);

/*
 * Data sets, compressed (gzip 4 behind shuffle) in chunks of at most 512 along the first dimension.
 */
int64_t hg__out_numbers(hg__out *out, int64_t parent, const char *name, const double *values,
                        int rank, const size_t *dims);
int64_t hg__out_bytes(hg__out *out, int64_t parent, const char *name, const uint8_t *values,
                      int rank, const size_t *dims);
int64_t hg__out_texts(hg__out *out, int64_t parent, const char *name, const char *texts, size_t n,
                      size_t stride);

#endif
