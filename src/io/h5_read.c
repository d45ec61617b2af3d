/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/h5_api.h"
#include "io/h5_chunks.h"
#include "io/text.h"

/* --- nodes --- */

static void node_take(hg__node *out, hid_t id) {
    if (id < 0) return;
    H5I_type_t type = H5Iget_type(id);
    out->id = id;
    out->kind = type == H5I_GROUP     ? HG__NODE_GROUP
                : type == H5I_DATASET ? HG__NODE_SET
                                      : HG__NODE_OTHER;
}

void hg__node_root(hg__node *out, const hg__door *door) {
    memset(out, 0, sizeof *out);
    out->door = door;
    memcpy(out->path, "/", 2);
    node_take(out, H5Oopen(door->file, "/", door->access));
}

void hg__node_open(hg__node *out, const hg__node *parent, const char *name) {
    memset(out, 0, sizeof *out);
    out->door = parent->door;
    size_t n = strlen(parent->path);
    hg__text_copy(out->path, sizeof out->path, parent->path);
    if (n > 1) hg__text_copy(out->path + n, sizeof out->path - n, "/");
    n = strlen(out->path);
    hg__text_copy(out->path + n, sizeof out->path - n, name);
    if (parent->kind != HG__NODE_GROUP || H5Lexists(parent->id, name, parent->door->access) <= 0)
        return;
    node_take(out, H5Oopen(parent->id, name, parent->door->access));
}

void hg__node_close(hg__node *node) {
    if (node->id > 0) H5Oclose(node->id);
    node->id = 0;
}

void hg__texts_free(hg__texts *texts) {
    free(texts->item);
    free(texts->block);
    memset(texts, 0, sizeof *texts);
}

typedef struct children {
    char *block;
    size_t used, room, n;
    bool memory;
} children;

static herr_t take_child(hid_t group, const char *name, const H5L_info_t *info, void *user) {
    children *c = user;
    (void)group;
    (void)info;
    size_t n = strlen(name) + 1;
    if (c->used + n > c->room) {
        size_t room = (c->used + n) * 2;
        char *block = realloc(c->block, room);
        if (!block) {
            c->memory = true;
            return -1;
        }
        c->block = block;
        c->room = room;
    }
    memcpy(c->block + c->used, name, n);
    c->used += n;
    c->n++;
    return 0;
}

hg_status hg__node_children(hg__sink *sink, const hg__node *group, hg__texts *out) {
    memset(out, 0, sizeof *out);
    unsigned order = 0;
    hid_t plist = H5Gget_create_plist(group->id);
    if (plist >= 0) {
        H5Pget_link_creation_order(plist, &order);
        H5Pclose(plist);
    }
    children c = {0};
    hsize_t at = 0;
    herr_t walked =
        H5Literate(group->id, order & H5P_CRT_ORDER_TRACKED ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME,
                   H5_ITER_INC, &at, take_child, &c);
    out->block = c.block;
    if (c.memory || !(out->item = calloc(c.n + 1, sizeof *out->item))) {
        hg__texts_free(out);
        return hg__fail_memory(sink->err);
    }
    if (walked < 0) {
        hg__texts_free(out);
        return hg__fault(sink, HG_EFORMAT, group->path, "an intact file", "a damaged group");
    }
    for (char *p = c.block; out->n < c.n; p += strlen(p) + 1) out->item[out->n++] = p;
    return HG_OK;
}

void hg__attr_path(char *out, size_t room, const hg__node *node, const char *name) {
    snprintf(out, room, "%s@%s", node->path, name);
}

/* --- what attributes and data sets share --- */

typedef struct source {
    hid_t id, type, space;
    bool attribute;
    const hg__node *node;
    const char *object; /* for messages */
    hsize_t count;
    bool huge; /* an attribute of more than HG__MAX_TEXT */
} source;

static bool source_open(source *s, const hg__node *node, const char *attribute,
                        const char *object) {
    memset(s, 0, sizeof *s);
    s->node = node;
    s->object = object;
    s->attribute = attribute != NULL;
    s->id = attribute ? H5Aopen(node->id, attribute, H5P_DEFAULT) : node->id;
    s->type = s->space = H5I_INVALID_HID;
    if (s->id < 0) return false;
    s->type = attribute ? H5Aget_type(s->id) : H5Dget_type(s->id);
    s->space = attribute ? H5Aget_space(s->id) : H5Dget_space(s->id);
    hssize_t count = s->space >= 0 ? H5Sget_simple_extent_npoints(s->space) : -1;
    if (s->space >= 0 && H5Sget_simple_extent_type(s->space) == H5S_NULL) count = 0;
    s->count = count < 0 ? 0 : (hsize_t)count;
    if (attribute && H5Aget_storage_size(s->id) > HG__MAX_TEXT) s->huge = true;
    return s->type >= 0 && count >= 0 && !s->huge;
}

static void source_close(source *s) {
    if (s->space >= 0) H5Sclose(s->space);
    if (s->type >= 0) H5Tclose(s->type);
    if (s->attribute && s->id >= 0) H5Aclose(s->id);
}

static hg_status damaged(hg__sink *sink, const source *s) {
    if (s->huge)
        return hg__fault(sink, HG_EUNSUPPORTED, s->object, "at most 1 MiB", "a larger attribute");
    return hg__fault(sink, HG_EFORMAT, s->object, "an intact file",
                     "damaged contents that cannot be decoded");
}

static const char *class_name(hid_t type) {
    switch (H5Tget_class(type)) {
    case H5T_INTEGER: return "whole numbers";
    case H5T_FLOAT: return "numbers";
    case H5T_STRING: return "text";
    case H5T_COMPOUND: return "a compound (table) type";
    case H5T_REFERENCE: return "references to other objects";
    case H5T_ENUM: return "an enumeration";
    case H5T_VLEN: return "lists of varying length";
    case H5T_ARRAY: return "arrays as elements";
    case H5T_OPAQUE: return "opaque bytes";
    case H5T_BITFIELD: return "bit fields";
    default: return "an unknown type";
    }
}

/* Enumerations pass as numbers because h5py stores bool as one. Sizes: no writer makes others. */
static bool is_number(hid_t type) {
    H5T_class_t c = H5Tget_class(type);
    size_t size = H5Tget_size(type);
    return ((c == H5T_INTEGER || c == H5T_ENUM) && size <= 8) || (c == H5T_FLOAT && size <= 16);
}

static bool read_all(const source *s, hid_t memory, void *out, hid_t transfer) {
    return s->attribute ? H5Aread(s->id, memory, out) >= 0
                        : H5Dread(s->id, memory, H5S_ALL, H5S_ALL, transfer, out) >= 0;
}

/* --- texts --- */

static void trim(char *text) {
    size_t n = strlen(text);
    while (n && text[n - 1] == ' ') n--; /* space-padded */
    text[n] = '\0';
}

/* Control characters and broken UTF-8 go no further than here. */
static void clean(hg__sink *sink, const source *s, char *text) {
    trim(text);
    if (hg__text_clean(text))
        hg__remark(sink, HG_WARNING, s->object, "UTF-8 without control characters",
                   "bytes that are not text; they were replaced by '?'");
}

static hg_status make_items(hg__sink *sink, hg__texts *out, size_t n, size_t bytes) {
    out->block = calloc(bytes ? bytes : 1, 1);
    out->item = calloc(n + 1, sizeof *out->item);
    if (!out->block || !out->item) {
        hg__texts_free(out);
        return hg__fail_memory(sink->err);
    }
    return HG_OK;
}

static hg_status too_much(hg__sink *sink, const source *s) {
    return hg__fault(sink, HG_EUNSUPPORTED, s->object, "at most 64 MiB", "more text than that");
}

static hg_status fixed_texts(hg__sink *sink, const source *s, hg__texts *out, bool *given) {
    size_t size = H5Tget_size(s->type), n = (size_t)s->count;
    if (size == 0 || size > HG__MAX_TEXT || n > HG__MAX_TEXTS / (size + 1))
        return too_much(sink, s);
    hg_status status = HG_OK;
    bool sound = true;
    if (!s->attribute) status = hg__chunks_check(sink, s->node, s->type, &sound);
    if (status != HG_OK || !sound) return status;
    status = make_items(sink, out, n, n * (size + 1));
    if (status != HG_OK) return status;
    /* the file's own type: bytes come as they are, without any conversion */
    if (n && !read_all(s, s->type, out->block, H5P_DEFAULT)) {
        hg__texts_free(out);
        return damaged(sink, s);
    }
    for (size_t i = n; i-- > 0;) { /* spread from the end so that each gets its NUL */
        out->item[i] = out->block + i * (size + 1);
        memmove(out->item[i], out->block + i * size, size);
        out->item[i][size] = '\0';
    }
    for (out->n = 0; out->n < n; out->n++) clean(sink, s, out->item[out->n]);
    *given = true;
    return HG_OK;
}

/* Memory of variable-length texts, counted: the file decides how much it asks for. */
typedef struct budget {
    size_t left;
} budget;

static void *budget_alloc(size_t size, void *user) {
    budget *b = user;
    if (size > b->left) return NULL;
    b->left -= size;
    return malloc(size ? size : 1);
}

static void budget_free(void *block, void *user) {
    (void)user;
    free(block);
}

static hg_status variable_texts(hg__sink *sink, const source *s, hg__texts *out, bool *given) {
    size_t n = (size_t)s->count, bytes = 0;
    if (n > HG__MAX_TEXTS / (sizeof(char *) + 1)) return too_much(sink, s);
    size_t largest = s->node->door->largest_heap_object;
    hid_t letter = H5Tget_super(s->type); /* a damaged size of it makes HDF5 move gigabytes */
    size_t width = letter >= 0 ? H5Tget_size(letter) : 0;
    if (letter >= 0) H5Tclose(letter);
    if (width != 1) return damaged(sink, s);
    if (s->attribute && largest && n > 4 * HG__MAX_TEXTS / largest) return too_much(sink, s);
    hg_status status = HG_OK;
    char **pointers = calloc(n + 1, sizeof *pointers);
    hid_t memory = H5Tcopy(H5T_C_S1), transfer = H5Pcreate(H5P_DATASET_XFER);
    budget b = {HG__MAX_TEXTS};
    bool read = false;
    if (!pointers) {
        status = hg__fail_memory(sink->err);
        goto out;
    }
    if (memory >= 0 && transfer >= 0 && H5Tset_size(memory, H5T_VARIABLE) >= 0 &&
        H5Tset_cset(memory, H5Tget_cset(s->type)) >= 0 &&
        H5Pset_vlen_mem_manager(transfer, budget_alloc, &b, budget_free, &b) >= 0)
        read = n == 0 || read_all(s, memory, pointers, transfer);
    if (!read) {
        status = damaged(sink, s);
        goto out;
    }
    for (size_t i = 0; i < n; i++) bytes += (pointers[i] ? strlen(pointers[i]) : 0) + 1;
    status = make_items(sink, out, n, bytes);
    if (status != HG_OK) goto out;
    char *to = out->block;
    for (out->n = 0; out->n < n; out->n++) {
        const char *from = pointers[out->n] ? pointers[out->n] : "";
        size_t length = strlen(from) + 1;
        memcpy(to, from, length);
        out->item[out->n] = to;
        clean(sink, s, to);
        to += length;
    }
    *given = true;
out:
    if (pointers && read && n)
        H5Dvlen_reclaim(memory, s->space, s->attribute ? H5P_DEFAULT : transfer, pointers);
    if (transfer >= 0) H5Pclose(transfer);
    if (memory >= 0) H5Tclose(memory);
    free(pointers);
    return status;
}

static hg_status texts(hg__sink *sink, const source *s, const char *expected, hg__texts *out,
                       bool *given) {
    if (H5Tget_class(s->type) != H5T_STRING)
        return hg__fault(sink, HG_EFORMAT, s->object, expected, "%s", class_name(s->type));
    htri_t variable = H5Tis_variable_str(s->type);
    if (variable < 0) return damaged(sink, s);
    return variable ? variable_texts(sink, s, out, given) : fixed_texts(sink, s, out, given);
}

/* --- attributes --- */

bool hg__attr_exists(const hg__node *node, const char *name) {
    return H5Aexists(node->id, name) !=
           0; /* below 0 when they are damaged, which opening it will tell */
}

hg_status hg__attr_number(hg__sink *sink, const hg__node *node, const char *name,
                          const char *expected, double *out, bool *given) {
    char object[1100];
    *given = false;
    if (!hg__attr_exists(node, name)) return HG_OK;
    hg__attr_path(object, sizeof object, node, name);
    source s;
    hg_status status = HG_OK;
    double value;
    if (!source_open(&s, node, name, object))
        status = damaged(sink, &s);
    else if (s.count == 0)
        status = HG_OK;
    else if (!is_number(s.type))
        status = hg__fault(sink, HG_EFORMAT, object, expected, "%s", class_name(s.type));
    else if (s.count != 1)
        status = hg__fault(sink, HG_EFORMAT, object, expected, "%llu numbers",
                           (unsigned long long)s.count);
    else if (!read_all(&s, H5T_NATIVE_DOUBLE, &value, H5P_DEFAULT))
        status = damaged(sink, &s);
    else if (isinf(value))
        status = hg__fault(sink, HG_EFORMAT, object, expected, "infinity");
    else {
        *out = value;
        *given = true;
    }
    source_close(&s);
    return status;
}

hg_status hg__attr_text(hg__sink *sink, const hg__node *node, const char *name,
                        const char *expected, char *out, size_t room, bool *given) {
    char object[1100];
    *given = false;
    if (!hg__attr_exists(node, name)) return HG_OK;
    hg__attr_path(object, sizeof object, node, name);
    source s;
    hg__texts t = {0};
    bool read = false;
    hg_status status = HG_OK;
    if (!source_open(&s, node, name, object))
        status = damaged(sink, &s);
    else if (s.count > 1)
        status = hg__fault(sink, HG_EFORMAT, object, expected, "a list of %llu",
                           (unsigned long long)s.count);
    else if (s.count == 1)
        status = texts(sink, &s, expected, &t, &read);
    if (read && strlen(t.item[0]) >= room)
        status = hg__fault(sink, HG_EFORMAT, object, expected,
                           "a text of %zu bytes, of which at most %zu are kept", strlen(t.item[0]),
                           room - 1);
    else if (read) {
        hg__text_copy(out, room, t.item[0]);
        *given = true;
    }
    hg__texts_free(&t);
    source_close(&s);
    return status;
}

/* One text with commas becomes a list. */
static hg_status split(hg__sink *sink, hg__texts *t) {
    size_t n = 1;
    for (const char *c = t->item[0]; *c; c++) n += *c == ',';
    char **item = calloc(n + 1, sizeof *item);
    if (!item) {
        hg__texts_free(t);
        return hg__fail_memory(sink->err);
    }
    t->n = hg__text_split(t->item[0], item, n);
    free(t->item);
    t->item = item;
    return HG_OK;
}

hg_status hg__attr_list(hg__sink *sink, const hg__node *node, const char *name,
                        const char *expected, hg__texts *out) {
    char object[1100];
    bool given = false;
    memset(out, 0, sizeof *out);
    if (!hg__attr_exists(node, name)) return HG_OK;
    hg__attr_path(object, sizeof object, node, name);
    source s;
    hg_status status = HG_OK;
    if (!source_open(&s, node, name, object))
        status = damaged(sink, &s);
    else if (s.count)
        status = texts(sink, &s, expected, out, &given);
    source_close(&s);
    return status == HG_OK && given && out->n == 1 ? split(sink, out) : status;
}

/* --- data sets --- */

hg__shape hg__set_shape(const hg__node *set) {
    hg__shape shape = {0};
    hid_t space = H5Dget_space(set->id);
    if (space < 0) return shape;
    int rank = H5Sget_simple_extent_ndims(space);
    if (rank >= 0 && rank <= HG__MAX_RANK && H5Sget_simple_extent_type(space) != H5S_NULL) {
        hsize_t dims[H5S_MAX_RANK];
        H5Sget_simple_extent_dims(space, dims, NULL);
        shape.rank = rank;
        shape.count = 1;
        for (int i = 0; i < rank; i++) {
            shape.dim[i] = (size_t)dims[i];
            shape.count *= (size_t)dims[i]; /* hg__guard() has made sure that it fits */
        }
    }
    H5Sclose(space);
    return shape;
}

bool hg__shape_is_list(const hg__shape *shape, size_t *n) {
    *n = shape->count;
    return shape->rank == 1 || (shape->rank == 2 && (shape->dim[0] == 1 || shape->dim[1] == 1));
}

void hg__shape_text(const hg__shape *shape, char *out, size_t room) {
    size_t used = (size_t)snprintf(out, room, "[");
    for (int i = 0; i < shape->rank && used < room; i++)
        used += (size_t)snprintf(out + used, room - used, "%s%zu", i ? ", " : "", shape->dim[i]);
    if (used < room) snprintf(out + used, room - used, "]");
}

static hg_status set_read(hg__sink *sink, const hg__node *set, hid_t memory, hg__chunks_to to,
                          void *out, bool *given) {
    source s;
    hg_status status = HG_OK;
    bool done = false;
    *given = false;
    if (!source_open(&s, set, NULL, set->path)) {
        status = damaged(sink, &s);
        goto out;
    }
    if (!is_number(s.type)) {
        status = hg__fault(sink, HG_EFORMAT, set->path, "numbers (whole or floating point)", "%s",
                           class_name(s.type));
        goto out;
    }
    status = hg__chunks_read(sink, set, s.type, out, to, &done, given);
    if (status != HG_OK || done) goto out;
    *given = !s.count || read_all(&s, memory, out, H5P_DEFAULT);
    if (!*given) status = damaged(sink, &s);
out:
    source_close(&s);
    return status;
}

hg_status hg__set_numbers(hg__sink *sink, const hg__node *set, double *out, bool *given) {
    return set_read(sink, set, H5T_NATIVE_DOUBLE, HG__TO_DOUBLE, out, given);
}

hg_status hg__set_bytes(hg__sink *sink, const hg__node *set, uint8_t *out, bool *given) {
    return set_read(sink, set, H5T_NATIVE_UINT8, HG__TO_BYTE, out, given);
}

hg_status hg__set_texts(hg__sink *sink, const hg__node *set, hg__texts *out, bool *given) {
    source s;
    hg_status status;
    *given = false;
    memset(out, 0, sizeof *out);
    if (!source_open(&s, set, NULL, set->path))
        status = damaged(sink, &s);
    else
        status = texts(sink, &s, "text", out, given);
    source_close(&s);
    return status;
}

bool hg__set_is_written(const hg__node *set) {
    return H5Dget_storage_size(set->id) > 0;
}
