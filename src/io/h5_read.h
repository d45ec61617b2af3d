/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small typed readers behind the door. They take every integer and floating-point type and every
 * kind of text that HDF5 writers produce, and say what they found when it is something else.
 *
 * All return HG_OK to go on; then *given (or a non-empty result) says whether the thing is there
 * and sound. Anything else ends the reading.
 */
#ifndef HG_IO_H5_READ_H
#define HG_IO_H5_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/findings.h"
#include "io/h5_door.h"

typedef enum hg__node_kind {
    HG__NODE_NONE = 0,
    HG__NODE_GROUP,
    HG__NODE_SET,
    HG__NODE_OTHER
} hg__node_kind;

/* An open group or data set. */
typedef struct hg__node {
    const hg__door *door;
    int64_t id; /* 0 when not open */
    hg__node_kind kind;
    char path[1024]; /* longer ones were refused by hg__guard() */
} hg__node;

void hg__node_root(hg__node *out, const hg__door *door);
/* Opens a child; kind is HG__NODE_NONE when there is none. Close in any case. */
void hg__node_open(hg__node *out, const hg__node *parent, const char *name);
void hg__node_close(hg__node *node);

/* A list of texts in one block; free with hg__texts_free(). */
typedef struct hg__texts {
    size_t n;
    char **item; /* each NUL-terminated, trailing blanks cut off */
    char *block;
} hg__texts;

void hg__texts_free(hg__texts *texts);

/* Names of the children, in the order in which they were made when the file keeps that, else by
 * name. */
hg_status hg__node_children(hg__sink *sink, const hg__node *group, hg__texts *out);

bool hg__attr_exists(const hg__node *node, const char *name);

/* An attribute that is one number; an empty one counts as not given. NaN passes, infinity not. */
hg_status hg__attr_number(hg__sink *sink, const hg__node *node, const char *name,
                          const char *expected, double *out, bool *given);

/* An attribute that is one text. */
hg_status hg__attr_text(hg__sink *sink, const hg__node *node, const char *name,
                        const char *expected, char *out, size_t room, bool *given);

/* An attribute that is a list: an array of texts, or one text with commas. out->n is 0 when it is
 * not there. */
hg_status hg__attr_list(hg__sink *sink, const hg__node *node, const char *name,
                        const char *expected, hg__texts *out);

/* Shape of a data set of numbers or texts; rank 0 is one element. */
typedef struct hg__shape {
    int rank;
    size_t dim[HG__MAX_RANK], count;
} hg__shape;

hg__shape hg__set_shape(const hg__node *set);
/* True for a list: one dimension, or two of which one is 1; gives its length. */
bool hg__shape_is_list(const hg__shape *shape, size_t *n);
/* "[100, 4, 3]" */
void hg__shape_text(const hg__shape *shape, char *out, size_t room);

/* All elements, converted; `out` has room for the shape's count. */
hg_status hg__set_numbers(hg__sink *sink, const hg__node *set, double *out, bool *given);
hg_status hg__set_bytes(hg__sink *sink, const hg__node *set, uint8_t *out, bool *given);
hg_status hg__set_texts(hg__sink *sink, const hg__node *set, hg__texts *out, bool *given);

/* False when space was claimed but nothing was ever written into it. */
bool hg__set_is_written(const hg__node *set);

/* "/subject@id": how an attribute is named in messages. */
void hg__attr_path(char *out, size_t room, const hg__node *node, const char *name);

#endif
