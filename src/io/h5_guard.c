/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk through a file before anything in it is read. Links are followed depth first by hard
 * links alone: every object of a file hangs on hard links, so this sees them all, and nothing that
 * could lead out of the file is ever followed. Only when that walk found no fault are soft links
 * followed too, in a second walk, to find those that lead nowhere or in circles.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/h5_api.h"

#define PATH_ROOM 1024

typedef enum color { WHITE = 0, GREY, BLACK } color; /* unseen, on the way down to here, done */

typedef struct seen {
    haddr_t address;
    color color;
} seen;

#define SEEN_ROOM ((size_t)32768) /* power of two, above twice HG__MAX_OBJECTS */

typedef struct walk {
    hg__door *door;
    const hg__limits *limits;
    hg__sink *sink;
    seen *seen;
    size_t n_objects, n_links, n_attributes;
    bool soft; /* second walk */
    bool stop; /* a cap was passed: going on would only cost time */
    size_t n_soft;
    char path[PATH_ROOM];
} walk;

static seen *find(walk *w, haddr_t address) {
    size_t i = (size_t)((uint64_t)address * 0x9E3779B97F4A7C15u >> 49); /* 15 bits */
    while (w->seen[i].color != WHITE && w->seen[i].address != address)
        i = (i + 1) & (SEEN_ROOM - 1);
    w->seen[i].address = address;
    return &w->seen[i];
}

/* A fault after which the walk ends, whatever the sink says. */
#define CAP(w, ...) ((w)->stop = true, hg__fault((w)->sink, HG_EUNSUPPORTED, __VA_ARGS__))

/* --- attributes: counted, and their references checked; their contents are judged when they are
 * read (h5_read.c). HDF5 is not asked for a list of them: making it, version 1.10 crashes on
 * damaged ones. --- */

static hg_status unsound(walk *w) {
    return hg__fault(w->sink, HG_EFORMAT, w->path,
                     "attributes and texts that are intact and of a type of their own",
                     "a damaged attribute or text, or an attribute of a shared type");
}

static hg_status check_attributes(walk *w, haddr_t address, hsize_t n) {
    if (n > HG__MAX_ATTRIBUTES)
        return CAP(w, w->path, "at most 1000", "%llu attributes", (unsigned long long)n);
    w->n_attributes += (size_t)n;
    if (w->n_attributes > HG__MAX_ALL_ATTRIBUTES)
        return CAP(w, w->path, "at most 50000 in a file", "too many attributes");
    if (n && !hg__heap_attributes_sound(&w->door->bytes, address)) return unsound(w);
    return HG_OK;
}

/* --- data sets --- */

static hg_status check_filters(walk *w, hid_t plist) {
    int n = H5Pget_nfilters(plist);
    unsigned met = 0;
    hg_status status = HG_OK;
    if (n < 0) return hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file", "damaged filters");
    for (int i = 0; i < n && status == HG_OK; i++) {
        unsigned flags, config;
        unsigned width = 0; /* of shuffle: bytes of what it takes for an element */
        size_t n_values = 1;
        char name[64] = "";
        H5Z_filter_t filter = H5Pget_filter2(plist, (unsigned)i, &flags, &n_values, &width,
                                             sizeof name, name, &config);
        name[sizeof name - 1] = '\0';
        if (filter == H5Z_FILTER_DEFLATE || filter == H5Z_FILTER_SHUFFLE ||
            filter == H5Z_FILTER_FLETCHER32) {
            if (met & 1u << filter) /* their numbers are 1 to 3 */
                status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "each filter once",
                                   "the filter %d twice", (int)filter);
            met |= 1u << filter;
            if (filter == H5Z_FILTER_SHUFFLE && (n_values != 1 || width == 0))
                status = hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file",
                                   "a shuffle filter without the size of its elements");
            continue;
        }
        if (filter == 32000)
            status =
                hg__fault(w->sink, HG_EUNSUPPORTED, w->path,
                          "gzip; with h5py write it again with compression='gzip' instead of 'lzf'",
                          "lzf compression");
        else
            status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path,
                               "only deflate (gzip), shuffle and fletcher32", "filter %d%s%s%s",
                               (int)filter, *name ? " (" : "", name, *name ? ")" : "");
    }
    return status;
}

static bool chunk_fits(const hsize_t *chunk, int rank, size_t element) {
    hsize_t bytes = element;
    for (int i = 0; i < rank; i++) {
        if (chunk[i] == 0 || bytes > HG__MAX_CHUNK / chunk[i]) return false;
        bytes *= chunk[i];
    }
    return true;
}

/* Chunks are inflated whole, also where little of them lies within the shape, and each costs time
 * even when it is absent. */
static hg_status check_chunks(walk *w, hid_t plist, size_t element, const hsize_t *dims, int rank) {
    hsize_t chunk[H5S_MAX_RANK], n = 1;
    if (H5Pget_chunk(plist, H5S_MAX_RANK, chunk) != rank)
        return hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file", "damaged chunks");
    if (!chunk_fits(chunk, rank, element))
        return hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "at most 64 MiB",
                         "a chunk larger than that");
    size_t claim = element;
    for (int i = 0; i < rank; i++) {
        if (dims[i] == 0) return HG_OK;
        hsize_t along = (dims[i] - 1) / chunk[i] + 1;
        if (along > HG__MAX_CHUNKS_OF_NUMBERS / n)
            return hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "at most 1000000, or larger ones",
                             "too many chunks");
        n *= along;
        if (along * chunk[i] > w->limits->data_bytes / claim)
            return hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "chunks of the shape of the data",
                             "chunks that reach so far beyond the shape that they claim %.3g GiB",
                             (double)w->limits->data_bytes / (1 << 30));
        claim *= (size_t)(along * chunk[i]);
    }
    return HG_OK;
}

static hg_status check_extent(walk *w, hid_t set, hid_t plist, H5D_layout_t layout) {
    hsize_t dims[H5S_MAX_RANK];
    hid_t type = H5Dget_type(set), space = H5Dget_space(set);
    size_t element = type >= 0 ? H5Tget_size(type) : 0;
    int rank = space >= 0 ? H5Sget_simple_extent_ndims(space) : -1;
    hg_status status = HG_OK;
    if (type < 0 || space < 0 || element == 0 || rank < 0) {
        status = hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file", "a damaged data set");
        goto out;
    }
    if (rank > HG__MAX_RANK) {
        status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "at most 4", "%d dimensions", rank);
        goto out;
    }
    if (element > HG__MAX_TEXT) {
        status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "at most 1 MiB",
                           "elements of %zu bytes", element);
        goto out;
    }
    bool null = H5Sget_simple_extent_type(space) == H5S_NULL;
    if (null) goto out;
    H5Sget_simple_extent_dims(space, dims, NULL);
    bool none = false;
    for (int i = 0; i < rank; i++) none = none || dims[i] == 0;
    size_t claim = none ? 0 : element;
    for (int i = 0; i < rank && claim; i++) {
        if (dims[i] > w->limits->data_bytes / claim) {
            status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "less; is this a recording?",
                               "a claim of more than %.3g GiB",
                               (double)w->limits->data_bytes / (1 << 30));
            goto out;
        }
        claim *= (size_t)dims[i];
    }
    size_t faults = w->sink->n_faults;
    if (layout == H5D_CHUNKED) status = check_chunks(w, plist, element, dims, rank);
    if (status != HG_OK || w->sink->n_faults != faults) goto out;
    hsize_t stored = H5Dget_storage_size(set);
    if (stored > w->door->bytes.size)
        status = hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file",
                           "more stored bytes than the file has");
    else if (layout != H5D_CHUNKED && stored && stored < claim)
        status =
            hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file",
                      "%llu bytes where its shape needs %zu", (unsigned long long)stored, claim);
    else if (claim > HG__RATIO_FLOOR && claim / HG__MAX_RATIO > stored)
        status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "at least a thousandth of that",
                           "a claim of %zu bytes of which %llu are stored", claim,
                           (unsigned long long)stored);
out:
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    return status;
}

/* The references in one chunk, which has no filters. */
static bool chunk_sound(walk *w, hid_t set, hid_t space, hsize_t index) {
    hsize_t offset[H5S_MAX_RANK], size = 0;
    unsigned mask;
    uint32_t filters = 0;
    haddr_t at;
    if (H5Dget_chunk_info(set, space, index, offset, &mask, &at, &size) < 0 || size > HG__MAX_CHUNK)
        return false;
    unsigned char *bytes = malloc(size ? (size_t)size : 1);
    bool sound =
        bytes && H5Dread_chunk(set, H5P_DEFAULT, offset, &filters, bytes) >= 0 &&
        hg__heap_references_sound(&w->door->bytes, bytes, (size_t)size / HG__REFERENCE_BYTES);
    free(bytes);
    return sound;
}

/* The references of a data set of variable-length texts or lists, wherever they are stored. */
static hg_status check_references(walk *w, hid_t set, hid_t plist, H5D_layout_t layout) {
    hg_status status = HG_OK;
    hid_t type = H5Dget_type(set), space = H5Dget_space(set);
    bool variable = H5Tis_variable_str(type) > 0 || H5Tget_class(type) == H5T_VLEN;
    hsize_t stored = H5Dget_storage_size(set), n_chunks = 0;
    if (!variable || !stored) goto out;
    if (H5Pget_nfilters(plist) > 0) {
        status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path,
                           "texts without compression, or of fixed length",
                           "compressed texts of variable length");
    } else if (layout == H5D_COMPACT) {
        status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "ordinary storage",
                           "texts of variable length in compact storage");
    } else if (layout == H5D_CONTIGUOUS) {
        haddr_t at = H5Dget_offset(set); /* counted from the start of the file */
        const hg__image *image = &w->door->bytes;
        if (at > image->size || stored > image->size - at ||
            !hg__heap_references_sound(image, image->bytes + at,
                                       (size_t)stored / HG__REFERENCE_BYTES))
            status = unsound(w);
    } else if (H5Dget_num_chunks(set, space, &n_chunks) < 0 || n_chunks > HG__MAX_CHUNKS) {
        status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "at most 10000 chunks of texts",
                           "too many chunks");
    } else {
        bool sound = true;
        for (hsize_t i = 0; i < n_chunks && sound; i++) sound = chunk_sound(w, set, space, i);
        if (!sound) status = unsound(w);
    }
out:
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    return status;
}

static hg_status check_set(walk *w, hid_t set) {
    hid_t plist = H5Dget_create_plist(set);
    if (plist < 0)
        return hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file", "a damaged data set");
    hg_status status;
    H5D_layout_t layout = H5Pget_layout(plist);
    /* Before anything asks for the shape: that of a virtual set is found by opening other files. */
    if (layout == H5D_VIRTUAL)
        status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "all data within this file",
                           "a virtual data set, which takes its data from elsewhere");
    else if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED)
        status = hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file",
                           "a data set of unknown layout");
    else if (H5Pget_external_count(plist) != 0)
        status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "all data within this file",
                           "external storage, which keeps its data in another file");
    else {
        status = check_filters(w, plist);
        size_t faults = w->sink->n_faults;
        if (status == HG_OK) status = check_extent(w, set, plist, layout);
        if (status == HG_OK && w->sink->n_faults == faults)
            status = check_references(w, set, plist, layout);
    }
    H5Pclose(plist);
    return status;
}

/* --- links --- */

typedef struct link_list {
    walk *w;
    char (*name)[HG__MAX_NAME + 1];
    H5L_type_t *type;
    size_t n, room;
    bool memory, too_long;
} link_list;

static herr_t take_link(hid_t group, const char *name, const H5L_info_t *info, void *user) {
    link_list *l = user;
    (void)group;
    size_t n = strlen(name);
    if (n > HG__MAX_NAME) {
        l->too_long = true;
        return 0;
    }
    if (++l->w->n_links > HG__MAX_OBJECTS) return -1;
    if (l->n == l->room) {
        size_t room = l->room ? l->room * 2 : 16;
        void *names = realloc(l->name, room * sizeof *l->name);
        if (names) l->name = names;
        void *types = realloc(l->type, room * sizeof *l->type);
        if (types) l->type = types;
        if (!names || !types) {
            l->memory = true;
            return -1;
        }
        l->room = room;
    }
    memcpy(l->name[l->n], name, n + 1);
    l->type[l->n++] = info->type;
    return 0;
}

static hg_status visit(walk *w, hid_t parent, const char *name, int depth);

static hg_status follow(walk *w, hid_t group, const char *name, H5L_type_t type, int depth) {
    if (type == H5L_TYPE_HARD) return visit(w, group, name, depth);
    if (type == H5L_TYPE_SOFT) {
        w->n_soft++;
        return w->soft ? visit(w, group, name, depth) : HG_OK;
    }
    if (w->soft) return HG_OK; /* reported by the first walk, which was then the last */
    return hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "all data within this file",
                     type == H5L_TYPE_EXTERNAL
                         ? "an external link, which leads into another file"
                         : "a link of a kind that a program defined for itself");
}

static hg_status check_group(walk *w, hid_t group, int depth) {
    if (depth >= HG__MAX_DEPTH) return CAP(w, w->path, "at most 32", "groups nested too deep");
    hg_status status = HG_OK;
    link_list l = {.w = w};
    hsize_t at = 0;
    H5G_info_t info;
    if (H5Gget_info(group, &info) < 0) {
        status = hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file", "a damaged group");
        goto out;
    }
    if (info.nlinks > HG__MAX_OBJECTS) {
        status = CAP(w, w->path, "at most 10000 in a file", "%llu objects",
                     (unsigned long long)info.nlinks);
        goto out;
    }
    herr_t walked = H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &at, take_link, &l);
    if (l.memory) {
        status = hg__fail_memory(w->sink->err);
        goto out;
    }
    if (w->n_links > HG__MAX_OBJECTS) {
        status = CAP(w, w->path, "at most 10000 in a file", "too many objects");
        goto out;
    }
    if (walked < 0)
        status = hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file", "a damaged group");
    if (status == HG_OK && l.too_long)
        status = hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "names of at most 255 bytes",
                           "a longer name");
    size_t length = strlen(w->path);
    for (size_t i = 0; i < l.n && status == HG_OK && !w->stop; i++) {
        size_t n = strlen(l.name[i]);
        if (length + 1 + n >= PATH_ROOM) {
            status = CAP(w, w->path, "paths of at most 1000 bytes", "a longer path");
            break;
        }
        if (length > 1) w->path[length] = '/';
        memcpy(w->path + length + (length > 1), l.name[i], n + 1);
        status = follow(w, group, l.name[i], l.type[i], depth + 1);
        w->path[length] = '\0';
    }
out:
    free(l.name);
    free(l.type);
    return status;
}

static hg_status visit(walk *w, hid_t parent, const char *name, int depth) {
    hg_status status = HG_OK;
    H5O_info_t info;
    hid_t object = H5Oopen(parent, name, w->door->access);
    if (object < 0 || H5Oget_info2(object, &info, H5O_INFO_BASIC | H5O_INFO_NUM_ATTRS) < 0) {
        status =
            w->soft ? hg__fault(w->sink, HG_EUNSUPPORTED, w->path,
                                "links that lead to data of this file",
                                "a soft link that leads nowhere or in a circle")
                    : hg__fault(w->sink, HG_EFORMAT, w->path, "an intact file", "a damaged object");
        goto out;
    }
    seen *s = find(w, info.addr);
    if (s->color == GREY) {
        status =
            hg__fault(w->sink, HG_EUNSUPPORTED, w->path, "groups that do not contain themselves",
                      "a link back to a group above it");
        goto out;
    }
    if (s->color == BLACK) goto out;
    if (++w->n_objects > HG__MAX_OBJECTS) {
        status = CAP(w, w->path, "at most 10000 in a file", "too many objects");
        goto out;
    }
    s->color = GREY;
    if (!w->soft) status = check_attributes(w, info.addr, info.num_attrs);
    if (status == HG_OK && !w->stop) {
        if (info.type == H5O_TYPE_GROUP)
            status = check_group(w, object, depth);
        else if (info.type == H5O_TYPE_DATASET && !w->soft)
            status = check_set(w, object);
    }
    s->color = BLACK; /* entries never move: the table does not grow */
out:
    if (object >= 0) H5Oclose(object);
    return status;
}

hg_status hg__guard(hg__door *door, const hg__limits *limits, hg__sink *sink) {
    walk *w = calloc(1, sizeof *w);
    hg_status status = HG_OK;
    if (w) w->seen = calloc(SEEN_ROOM, sizeof *w->seen);
    if (!w || !w->seen) {
        status = hg__fail_memory(sink->err);
        goto out;
    }
    w->door = door;
    w->limits = limits;
    w->sink = sink;
    size_t faults = sink->n_faults;
    /* A few bytes of an attribute can name one large text a thousand times over, and HDF5 offers no
     * way to ask an attribute for their lengths: the longest anywhere limits what each can cost. */
    door->largest_heap_object = hg__heap_largest(&door->bytes);
    if (door->largest_heap_object > HG__MAX_TEXT) {
        status = hg__fault(sink, HG_EUNSUPPORTED, "/", "at most 1 MiB",
                           "a text or list of %zu bytes", door->largest_heap_object);
        goto out;
    }
    memcpy(w->path, "/", 2);
    status = visit(w, door->file, "/", 0);
    if (status == HG_OK && sink->n_faults == faults && w->n_soft) {
        memset(w->seen, 0, SEEN_ROOM * sizeof *w->seen);
        w->soft = true;
        w->n_objects = w->n_links = 0;
        memcpy(w->path, "/", 2);
        status = visit(w, door->file, "/", 0);
    }
out:
    if (w) free(w->seen);
    free(w);
    return status;
}
