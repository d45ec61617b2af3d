/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5_chunks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/h5_pipeline.h"

#define WHERE_ROOM 96

/* --- kinds of number that our own conversion knows --- */

static const struct kind_row {
    H5T_class_t class;
    size_t size;
    H5T_sign_t sign; /* of whole numbers */
    hg__number little, big;
} kinds[] = {
    {H5T_INTEGER, 1, H5T_SGN_2, HG__I8, HG__I8},
    {H5T_INTEGER, 1, H5T_SGN_NONE, HG__U8, HG__U8},
    {H5T_INTEGER, 2, H5T_SGN_2, HG__I16LE, HG__I16BE},
    {H5T_INTEGER, 2, H5T_SGN_NONE, HG__U16LE, HG__U16BE},
    {H5T_INTEGER, 4, H5T_SGN_2, HG__I32LE, HG__I32BE},
    {H5T_INTEGER, 4, H5T_SGN_NONE, HG__U32LE, HG__U32BE},
    {H5T_INTEGER, 8, H5T_SGN_2, HG__I64LE, HG__I64BE},
    {H5T_INTEGER, 8, H5T_SGN_NONE, HG__U64LE, HG__U64BE},
    {H5T_FLOAT, 4, H5T_SGN_ERROR, HG__F32LE, HG__F32BE},
    {H5T_FLOAT, 8, H5T_SGN_ERROR, HG__F64LE, HG__F64BE},
};

/* HDF5 lets a type use some bits of its bytes only, or place a mantissa anywhere: equal to one of
 * the library's own is what counts, the rest is H5Dread's. */
static bool is_plain(hid_t type, H5T_class_t class, size_t size, bool big) {
    if (class == H5T_FLOAT)
        return H5Tequal(type, size == 4 ? (big ? H5T_IEEE_F32BE : H5T_IEEE_F32LE)
                                        : (big ? H5T_IEEE_F64BE : H5T_IEEE_F64LE)) > 0;
    return H5Tget_precision(type) == 8 * size && H5Tget_offset(type) == 0;
}

static bool number_of(hid_t type, hg__number *out) {
    H5T_class_t class = H5Tget_class(type);
    if (class != H5T_INTEGER && class != H5T_FLOAT) return false;
    size_t size = H5Tget_size(type);
    H5T_sign_t sign = class == H5T_INTEGER ? H5Tget_sign(type) : H5T_SGN_ERROR;
    H5T_order_t order = H5Tget_order(type);
    if (order != H5T_ORDER_LE && order != H5T_ORDER_BE) return false;
    bool big = order == H5T_ORDER_BE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].class == class && kinds[i].size == size && kinds[i].sign == sign) {
            *out = big ? kinds[i].big : kinds[i].little;
            return is_plain(type, class, size, big);
        }
    return false;
}

/* --- a data set on its way in --- */

typedef struct job {
    hg__sink *sink;
    const hg__node *set;
    hg__shape shape;
    hid_t plist;
    H5D_layout_t layout;
    hg__pipeline pipe;
    size_t chunk[HG__MAX_RANK];
    bool partial_plain; /* chunks that reach over the edge are stored without filters */
    unsigned char *raw; /* a chunk as stored */
    size_t raw_room;
    /* where it goes; NULL when the chunks are only checked */
    unsigned char *out;
    size_t out_element;
    hg__number number;
} job;

static void put(const job *j, size_t to, const unsigned char *from, size_t n) {
    if (j->out_element == 1)
        memcpy(j->out + to, from, n);
    else
        j->set->door->kernels.convert((double *)(void *)j->out + to, from, n, j->number);
}

static hg_status damaged_chunks(const job *j) {
    return hg__fault(j->sink, HG_EFORMAT, j->set->path, "an intact file",
                     "a damaged list of chunks");
}

/* "the chunk at [512, 0, 0]" and what is wrong with it. */
static hg_status bad_chunk(const job *j, const hsize_t *offset, const char *what) {
    hg__shape at = {.rank = j->shape.rank};
    char where[WHERE_ROOM];
    for (int k = 0; k < at.rank; k++) at.dim[k] = (size_t)offset[k];
    hg__shape_text(&at, where, sizeof where);
    return hg__fault(j->sink, HG_EFORMAT, j->set->path, "an intact file",
                     "damaged data: the chunk at %s %s", where, what);
}

/* --- the chunks of the grid --- */

/* Rows of a chunk to their places; rows that are whole in the set, too, go together. */
static void place(const job *j, const size_t *offset, const size_t *valid,
                  const unsigned char *bytes) {
    size_t chunk_step[HG__MAX_RANK], set_step[HG__MAX_RANK], at[HG__MAX_RANK] = {0};
    int last = j->shape.rank - 1, axis = last;
    chunk_step[last] = set_step[last] = 1;
    for (int k = last; k > 0; k--) {
        chunk_step[k - 1] = chunk_step[k] * j->chunk[k];
        set_step[k - 1] = set_step[k] * j->shape.dim[k];
    }
    while (axis > 0 && j->chunk[axis] == j->shape.dim[axis]) axis--;
    size_t run = valid[axis] * chunk_step[axis];
    for (;;) {
        size_t from = 0, to = 0;
        for (int k = 0; k <= last; k++) {
            from += at[k] * chunk_step[k];
            to += (offset[k] + at[k]) * set_step[k];
        }
        put(j, to, bytes + from * j->pipe.element, run);
        int k = axis;
        while (k-- > 0 && ++at[k] == valid[k]) at[k] = 0;
        if (k < 0) return;
    }
}

/* Is the chunk one piece of the data set, in the very bytes that are wanted? */
static unsigned char *place_of(const job *j, const size_t *offset, const size_t *valid) {
    const uint16_t one = 1;
    bool little = *(const unsigned char *)&one == 1;
    bool as_is = j->out_element == 1 || (j->number == (little ? HG__F64LE : HG__F64BE));
    size_t to = offset[0];
    if (!j->out || !as_is || valid[0] != j->chunk[0]) return NULL;
    for (int k = 1; k < j->shape.rank; k++) {
        if (j->chunk[k] != j->shape.dim[k]) return NULL;
        to *= j->shape.dim[k];
    }
    return j->out + to * j->out_element;
}

static hg_status take_chunk(job *j, const size_t *offset, size_t *found) {
    hsize_t at[HG__MAX_RANK], size = 0;
    size_t valid[HG__MAX_RANK];
    uint32_t mask = 0;
    char fault[128];
    bool partial = false;
    for (int k = 0; k < j->shape.rank; k++) {
        at[k] = offset[k];
        valid[k] = j->shape.dim[k] - offset[k];
        if (valid[k] > j->chunk[k]) valid[k] = j->chunk[k];
        partial = partial || valid[k] < j->chunk[k];
    }
    /* 1.10 has no other answer for a chunk that was never written: they are counted afterwards */
    if (H5Dget_chunk_storage_size(j->set->id, at, &size) < 0 || size == 0) return HG_OK;
    ++*found;
    if (size > j->set->door->bytes.size) return bad_chunk(j, at, "is larger than the file");
    if (size > j->raw_room) {
        unsigned char *more = realloc(j->raw, (size_t)size);
        if (!more) return hg__fail_memory(j->sink->err);
        j->raw = more;
        j->raw_room = (size_t)size;
    }
    if (H5Dread_chunk(j->set->id, H5P_DEFAULT, at, &mask, j->raw) < 0)
        return bad_chunk(j, at, "lies outside the file");
    if (partial && j->partial_plain) mask = UINT32_MAX;
    unsigned char *direct = place_of(j, offset, valid);
    const unsigned char *bytes =
        hg__pipeline_undo(&j->pipe, direct, j->raw, (size_t)size, mask, fault, sizeof fault);
    if (!bytes) return bad_chunk(j, at, fault);
    if (j->out && bytes != direct) place(j, offset, valid, bytes);
    return HG_OK;
}

/* What absent chunks hold. Where the file says that nothing is to be filled in, HDF5 leaves the
 * memory as it was. */
static hg_status fill(const job *j) {
    H5D_fill_value_t defined = H5D_FILL_VALUE_ERROR;
    H5D_fill_time_t when = H5D_FILL_TIME_ERROR;
    double value = 0;
    if (H5Pfill_value_defined(j->plist, &defined) < 0 || H5Pget_fill_time(j->plist, &when) < 0)
        return damaged_chunks(j);
    if (defined == H5D_FILL_VALUE_UNDEFINED || when == H5D_FILL_TIME_NEVER) return HG_OK;
    if (H5Pget_fill_value(j->plist, j->out_element == 1 ? H5T_NATIVE_UINT8 : H5T_NATIVE_DOUBLE,
                          &value) < 0)
        return damaged_chunks(j);
    for (size_t i = 0; i < j->shape.count; i++)
        memcpy(j->out + i * j->out_element, &value, j->out_element);
    return HG_OK;
}

static hg_status take_chunks(job *j) {
    size_t offset[HG__MAX_RANK] = {0}, found = 0, all = 1;
    size_t faults = j->sink->n_faults;
    hsize_t stored = 0;
    hid_t space = H5Dget_space(j->set->id);
    bool counted = space >= 0 && H5Dget_num_chunks(j->set->id, space, &stored) >= 0;
    if (space >= 0) H5Sclose(space);
    if (!counted) return damaged_chunks(j);
    for (int k = 0; k < j->shape.rank; k++) all *= (j->shape.dim[k] - 1) / j->chunk[k] + 1;
    hg_status status = j->out && stored < all ? fill(j) : HG_OK;
    for (;;) {
        if (status == HG_OK) status = take_chunk(j, offset, &found);
        if (status != HG_OK || j->sink->n_faults != faults) return status;
        int k = j->shape.rank;
        while (k-- > 0 && (offset[k] += j->chunk[k]) >= j->shape.dim[k]) offset[k] = 0;
        if (k < 0) break;
    }
    return found == stored ? HG_OK : damaged_chunks(j);
}

/* --- the way in --- */

/* False when there is nothing of ours to do: no chunks, or chunks without filters. */
static bool plan_chunks(job *j, hid_t type) {
    static const H5Z_filter_t ids[HG__FILTER_COUNT] = {
        [HG__SHUFFLE] = H5Z_FILTER_SHUFFLE,
        [HG__DEFLATE] = H5Z_FILTER_DEFLATE,
        [HG__FLETCHER32] = H5Z_FILTER_FLETCHER32,
    };
    hsize_t chunk[HG__MAX_RANK];
    unsigned options = 0;
    int n = H5Pget_nfilters(j->plist);
    if (j->layout != H5D_CHUNKED || n <= 0 || n > (int)HG__FILTER_COUNT) return false;
    if (H5Pget_chunk(j->plist, HG__MAX_RANK, chunk) != j->shape.rank) return false;
    j->pipe.element = j->pipe.bytes = H5Tget_size(type);
    for (int k = 0; k < j->shape.rank; k++) {
        j->chunk[k] = (size_t)chunk[k];
        j->pipe.bytes *= j->chunk[k]; /* hg__guard() has made sure that it fits */
    }
    for (int i = 0; i < n; i++) {
        unsigned flags, config, width = 0;
        size_t n_values = 1;
        H5Z_filter_t id =
            H5Pget_filter2(j->plist, (unsigned)i, &flags, &n_values, &width, 0, NULL, &config);
        /* usually the size of the type, but it is the filter's own number that counts */
        if (id == H5Z_FILTER_SHUFFLE) j->pipe.shuffled = width;
        for (int f = 0; f < (int)HG__FILTER_COUNT; f++)
            if (ids[f] == id) j->pipe.filter[j->pipe.n++] = (hg__filter)f;
    }
    if (H5Pget_chunk_opts(j->plist, &options) >= 0)
        j->partial_plain = options & H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS;
    j->pipe.kernels = &j->set->door->kernels;
    return true;
}

/* The numbers of a contiguous set stand in the image one behind the other. */
static bool take_contiguous(const job *j, size_t element) {
    const hg__image *image = &j->set->door->bytes;
    haddr_t at = H5Dget_offset(j->set->id); /* counted from the start of the file */
    hsize_t stored = H5Dget_storage_size(j->set->id);
    if (at == HADDR_UNDEF || at > image->size || stored > image->size - at ||
        stored / element < j->shape.count)
        return false;
    put(j, 0, image->bytes + at, j->shape.count);
    return true;
}

static hg_status run(job *j, hid_t type, bool ours, bool *done, bool *given) {
    size_t faults = j->sink->n_faults;
    hg_status status = HG_OK;
    j->shape = hg__set_shape(j->set);
    j->plist = H5Dget_create_plist(j->set->id);
    j->layout = j->plist >= 0 ? H5Pget_layout(j->plist) : H5D_LAYOUT_ERROR;
    *done = *given = false;
    if (j->shape.count == 0 || j->shape.rank == 0) goto out;
    if (plan_chunks(j, type)) {
        status = hg__pipeline_open(&j->pipe) ? take_chunks(j) : hg__fail_memory(j->sink->err);
        *given = status == HG_OK && j->sink->n_faults == faults;
        *done = !*given || ours;
    } else if (ours && j->layout == H5D_CONTIGUOUS) {
        *done = *given = take_contiguous(j, H5Tget_size(type));
    }
out:
    hg__pipeline_close(&j->pipe);
    free(j->raw);
    if (j->plist >= 0) H5Pclose(j->plist);
    return status;
}

hg_status hg__chunks_read(hg__sink *sink, const hg__node *set, hid_t type, void *out,
                          hg__chunks_to to, bool *done, bool *given) {
    job j = {.sink = sink, .set = set};
    bool ours = !set->door->library_only && number_of(type, &j.number) &&
                (to == HG__TO_DOUBLE || j.number == HG__U8);
    if (ours) {
        j.out = out;
        j.out_element = to == HG__TO_BYTE ? 1 : sizeof(double);
    }
    return run(&j, type, ours, done, given);
}

hg_status hg__chunks_check(hg__sink *sink, const hg__node *set, hid_t type, bool *sound) {
    job j = {.sink = sink, .set = set};
    bool done;
    hg_status status = run(&j, type, false, &done, sound);
    *sound = !done;
    return status;
}
