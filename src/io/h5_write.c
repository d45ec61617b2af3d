/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/h5_api.h"

#define CHUNK_FRAMES 512
#define CHUNK_BYTES ((size_t)4 << 20) /* wide streams get shorter chunks */

struct hg__out {
    hg__h5_state state;
    hid_t file;
    bool failed;
};

/* Passes a handle or a status on, and remembers a failure. */
static hid_t ok(hg__out *out, hid_t value) {
    if (value < 0) out->failed = true;
    return value;
}

/* A creation list that records no times. */
static hid_t plist(hg__out *out, hid_t class) {
    hid_t p = ok(out, H5Pcreate(class));
    if (p >= 0) ok(out, H5Pset_obj_track_times(p, false));
    return p;
}

hg__out *hg__out_new(void) {
    hg__out *out = calloc(1, sizeof *out);
    if (!out) return NULL;
    hg__h5_enter(&out->state);
    hid_t create = plist(out, H5P_FILE_CREATE);
    hid_t access = ok(out, H5Pcreate(H5P_FILE_ACCESS));
    out->file = H5I_INVALID_HID;
    if (!out->failed) ok(out, H5Pset_fapl_core(access, 1 << 20, 0)); /* no backing store */
    if (!out->failed) ok(out, H5Pset_fclose_degree(access, H5F_CLOSE_STRONG));
    /* the driver looks whether the file exists even without a backing store: this one never does */
    if (!out->failed)
        out->file = ok(out, H5Fcreate("/dev/null/hipgait", H5F_ACC_TRUNC, create, access));
    if (create >= 0) H5Pclose(create);
    if (access >= 0) H5Pclose(access);
    return out;
}

hg_status hg__out_finish(hg__out *out, void **bytes, size_t *size, hg_error *err) {
    hg_status status = HG_OK;
    *bytes = NULL;
    *size = 0;
    if (!out->failed) ok(out, H5Fflush(out->file, H5F_SCOPE_GLOBAL));
    ssize_t n = out->failed ? -1 : H5Fget_file_image(out->file, NULL, 0);
    if (n > 0) {
        *bytes = malloc((size_t)n);
        if (!*bytes)
            status = hg__fail_memory(err);
        else if (H5Fget_file_image(out->file, *bytes, (size_t)n) != n)
            n = -1;
    }
    if (n <= 0) {
        free(*bytes);
        *bytes = NULL;
        status = hg__fail(err, HG_ENOMEM, "the HDF5 file could not be made in memory");
    } else {
        *size = (size_t)n;
    }
    if (out->file >= 0) H5Fclose(out->file);
    hg__h5_leave(&out->state);
    free(out);
    return status;
}

int64_t hg__out_root(hg__out *out) {
    return out->failed ? -1 : ok(out, H5Gopen2(out->file, "/", H5P_DEFAULT));
}

int64_t hg__out_group(hg__out *out, int64_t parent, const char *name, bool ordered) {
    if (out->failed) return -1;
    hid_t create = plist(out, H5P_GROUP_CREATE);
    if (ordered && !out->failed)
        ok(out, H5Pset_link_creation_order(create, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    hid_t group = out->failed ? -1
                              : ok(out, H5Gcreate2(parent ? parent : out->file, name, H5P_DEFAULT,
                                                   create, H5P_DEFAULT));
    if (create >= 0) H5Pclose(create);
    return group;
}

void hg__out_close(hg__out *out, int64_t object) {
    if (object > 0) ok(out, H5Oclose(object));
}

/* --- texts: of fixed length, UTF-8, NUL-padded --- */

static hid_t text_type(hg__out *out, size_t size) {
    hid_t type = ok(out, H5Tcopy(H5T_C_S1));
    if (type >= 0) ok(out, H5Tset_size(type, size ? size : 1));
    if (type >= 0) ok(out, H5Tset_strpad(type, H5T_STR_NULLPAD));
    if (type >= 0) ok(out, H5Tset_cset(type, H5T_CSET_UTF8));
    return type;
}

/* The texts side by side, each as wide as the longest. */
static char *pack(hg__out *out, const char *texts, size_t n, size_t stride, size_t *width) {
    *width = 1;
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(texts + i * stride);
        if (length > *width) *width = length;
    }
    char *packed = calloc(n ? n : 1, *width);
    if (!packed) out->failed = true;
    for (size_t i = 0; packed && i < n; i++)
        memcpy(packed + i * *width, texts + i * stride, strlen(texts + i * stride));
    return packed;
}

static void attribute(hg__out *out, int64_t object, const char *name, hid_t file_type,
                      hid_t memory_type, const void *value, size_t n) {
    hsize_t dim = n;
    if (out->failed) return;
    hid_t space = ok(out, n ? H5Screate_simple(1, &dim, NULL) : H5Screate(H5S_SCALAR));
    hid_t a = out->failed
                  ? -1
                  : ok(out, H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT));
    if (a >= 0) {
        ok(out, H5Awrite(a, memory_type, value));
        H5Aclose(a);
    }
    if (space >= 0) H5Sclose(space);
}

void hg__out_attr_text(hg__out *out, int64_t object, const char *name, const char *text) {
    if (out->failed) return;
    hid_t type = text_type(out, strlen(text));
    attribute(out, object, name, type, type, text, 0);
    if (type >= 0) H5Tclose(type);
}

void hg__out_attr_texts(hg__out *out, int64_t object, const char *name, const char *texts, size_t n,
                        size_t stride) {
    if (out->failed) return;
    size_t width;
    char *packed = pack(out, texts, n, stride, &width);
    hid_t type = text_type(out, width);
    if (packed) attribute(out, object, name, type, type, packed, n);
    if (type >= 0) H5Tclose(type);
    free(packed);
}

void hg__out_attr_number(hg__out *out, int64_t object, const char *name, double value) {
    if (!out->failed) attribute(out, object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value, 0);
}

void hg__out_attr_whole(hg__out *out, int64_t object, const char *name, int value) {
    if (!out->failed) attribute(out, object, name, H5T_STD_I32LE, H5T_NATIVE_INT, &value, 0);
}

/* --- data sets --- */

static int64_t set(hg__out *out, int64_t parent, const char *name, hid_t file_type,
                   hid_t memory_type, const void *values, int rank, const size_t *dims,
                   bool compress) {
    hsize_t extent[HG__MAX_RANK], chunk[HG__MAX_RANK];
    size_t row = H5Tget_size(file_type);
    bool empty = false;
    if (out->failed) return -1;
    for (int i = 0; i < rank; i++) {
        extent[i] = chunk[i] = dims[i];
        empty = empty || dims[i] == 0;
        if (i) row *= dims[i];
    }
    hid_t create = plist(out, H5P_DATASET_CREATE);
    hid_t space = ok(out, H5Screate_simple(rank, extent, NULL));
    if (compress && !empty) {
        if (chunk[0] > CHUNK_FRAMES) chunk[0] = CHUNK_FRAMES;
        if (row && chunk[0] > CHUNK_BYTES / row)
            chunk[0] = CHUNK_BYTES / row ? CHUNK_BYTES / row : 1;
        if (!out->failed) ok(out, H5Pset_chunk(create, rank, chunk));
        if (!out->failed) ok(out, H5Pset_shuffle(create));
        if (!out->failed) ok(out, H5Pset_deflate(create, 4));
    }
    hid_t d =
        out->failed
            ? -1
            : ok(out, H5Dcreate2(parent, name, file_type, space, H5P_DEFAULT, create, H5P_DEFAULT));
    if (d >= 0 && !empty) ok(out, H5Dwrite(d, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
    if (space >= 0) H5Sclose(space);
    if (create >= 0) H5Pclose(create);
    return d;
}

int64_t hg__out_numbers(hg__out *out, int64_t parent, const char *name, const double *values,
                        int rank, const size_t *dims) {
    return out->failed ? -1
                       : set(out, parent, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, values, rank,
                             dims, true);
}

int64_t hg__out_bytes(hg__out *out, int64_t parent, const char *name, const uint8_t *values,
                      int rank, const size_t *dims) {
    return out->failed
               ? -1
               : set(out, parent, name, H5T_STD_U8LE, H5T_NATIVE_UINT8, values, rank, dims, true);
}

int64_t hg__out_texts(hg__out *out, int64_t parent, const char *name, const char *texts, size_t n,
                      size_t stride) {
    if (out->failed) return -1;
    size_t width;
    char *packed = pack(out, texts, n, stride, &width);
    hid_t type = text_type(out, width);
    int64_t d = packed && type >= 0 ? set(out, parent, name, type, type, packed, 1, &n, false) : -1;
    if (type >= 0) H5Tclose(type);
    free(packed);
    return d;
}
