/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How HDF5 sees a file that lies in memory: a driver of our own that hands out its bytes. The
 * library's core driver would do, but with it the library gathers metadata in a buffer, and looks
 * into that buffer without having one when a damaged file gives an address of all ones. Without the
 * gathering every address comes here and is held against the size of the file.
 */
#include <stdlib.h>
#include <string.h>

#include "io/h5_api.h"

/* For H5Pset_driver(): copied by the library. */
typedef struct driver_info {
    const hg__image *image;
} driver_info;

typedef struct image_file {
    H5FD_t common; /* must come first */
    const hg__image *image;
    haddr_t end_of_addresses;
} image_file;

static H5FD_t *open_file(const char *name, unsigned flags, hid_t access, haddr_t most) {
    (void)name;
    (void)most;
    const driver_info *info = H5Pget_driver_info(access);
    image_file *f = info && !(flags & H5F_ACC_RDWR) ? calloc(1, sizeof *f) : NULL;
    if (!f) return NULL;
    f->image = info->image;
    return &f->common;
}

static herr_t close_file(H5FD_t *file) {
    free(file);
    return 0;
}

/* No gathering of metadata, no buffer for small pieces of data: all is in memory already. */
static herr_t query(const H5FD_t *file, unsigned long *flags) {
    (void)file;
    *flags = H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    return 0;
}

static haddr_t get_eoa(const H5FD_t *file, H5FD_mem_t type) {
    (void)type;
    return ((const image_file *)file)->end_of_addresses;
}

static herr_t set_eoa(H5FD_t *file, H5FD_mem_t type, haddr_t address) {
    (void)type;
    ((image_file *)file)->end_of_addresses = address;
    return 0;
}

static haddr_t get_eof(const H5FD_t *file, H5FD_mem_t type) {
    (void)type;
    return ((const image_file *)file)->image->size;
}

static herr_t read_bytes(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address,
                         size_t size, void *out) {
    const hg__image *image = ((const image_file *)file)->image;
    (void)type;
    (void)transfer;
    if (address > image->size || size > image->size - address) return -1;
    memcpy(out, image->bytes + address, size);
    return 0;
}

static herr_t write_bytes(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address,
                          size_t size, const void *bytes) {
    (void)file;
    (void)type;
    (void)transfer;
    (void)address;
    (void)size;
    (void)bytes;
    return -1;
}

static const H5FD_class_t driver = {
    .name = "hipgait image",
    .maxaddr = (haddr_t)INT64_MAX,
    .fc_degree = H5F_CLOSE_STRONG,
    .fapl_size = sizeof(driver_info),
    .open = open_file,
    .close = close_file,
    .query = query,
    .get_eoa = get_eoa,
    .set_eoa = set_eoa,
    .get_eof = get_eof,
    .read = read_bytes,
    .write = write_bytes,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

int64_t hg__image_open(const hg__image *image) {
    const driver_info info = {image};
    hid_t file = H5I_INVALID_HID, id = H5FDregister(&driver), plist = H5Pcreate(H5P_FILE_ACCESS);
    if (id >= 0 && plist >= 0 && H5Pset_driver(plist, id, &info) >= 0 &&
        H5Pset_fclose_degree(plist, H5F_CLOSE_STRONG) >= 0)
        file = H5Fopen("/dev/null/image", H5F_ACC_RDONLY, plist); /* no file can have this name */
    if (plist >= 0) H5Pclose(plist);
    if (id >= 0) H5FDunregister(id); /* the open file holds on to it */
    return file;
}
