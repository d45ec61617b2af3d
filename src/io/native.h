/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native layout, in: shared by the files native_*.c. */
#ifndef HG_IO_NATIVE_H
#define HG_IO_NATIVE_H

#include <stddef.h>

#include <hipgait/io.h>

#include "io/findings.h"
#include "io/h5_read.h"
#include "io/native_fields.h"

#define HG__SCHEMA "hipgait"
#define HG__SCHEMA_VERSION "1.1"
#define HG__SCHEMA_MAJOR 1
#define HG__SCHEMA_MINOR 1

typedef struct hg__reader {
    const hg__door *door;
    hg__sink *sink;
    hg_recording *rec;
    size_t data_left; /* bytes of samples that may still be taken */
    int minor;        /* of the file's schema version */
} hg__reader;

/* The whole way from the bytes of a file; it may change them. */
hg_status hg__native_read_bytes(hg_recording *rec, void *bytes, size_t size,
                                const hg__limits *limits, hg__sink *sink);

/* Reads everything behind an open door into r->rec. */
hg_status hg__native_read(hg__reader *r);

/* One trial, one stream; the group is open. */
hg_status hg__native_read_trial(hg__reader *r, const hg__node *group, const char *name);
hg_status hg__native_read_stream(hg__reader *r, hg_trial *trial, const hg__node *group,
                                 const char *name);

/* The attributes of a table into the struct at `base`; *any becomes true when one was given. */
hg_status hg__native_read_fields(hg__reader *r, const hg__node *node, const hg__fields *fields,
                                 void *base, bool *any);

/* A one-dimensional child data set of numbers or texts; *out is malloc'd or NULL, *n its length.
 * `n_expected` is (size_t)-1 when any length will do. */
hg_status hg__native_read_column(hg__reader *r, const hg__node *group, const char *name,
                                 size_t n_expected, double **out, size_t *n);
hg_status hg__native_read_words(hg__reader *r, const hg__node *group, const char *name,
                                size_t n_expected, hg__texts *out, bool *given);

/* Attribute `units` of a data set of times; *factor is 0 when it is missing or wrong. */
hg_status hg__native_read_time_unit(hg__reader *r, const hg__node *set, double *factor);

/* Names and ids become parts of file names: false when one must not. */
bool hg__native_name_is_safe(const char *name);

/* From bytes that may be changed while it works; for tests and fuzzing. */
hg_status hg__recording_read_memory(hg_recording **out, void *bytes, size_t size,
                                    const hg_read_options *options, hg_error *err);

#endif
