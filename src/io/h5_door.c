/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5_door.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/detect.h"
#include "io/h5_api.h"

/* Debian's library has a lock of its own, other builds have none; ours also keeps the changes that
 * hg__h5_enter() makes from being undone by another thread. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long long n_entered; /* guarded by the lock */

void hg__h5_enter(hg__h5_state *state) {
    pthread_mutex_lock(&lock);
    memset(state, 0, sizeof *state);
    /* After a damaged file the library prints "infinite loop closing library" at exit: it has lost
     * count of its free lists. It has nothing of ours to tidy up then, so it need not. Without
     * effect when the program used HDF5 before; where it does so later, it must close its files
     * itself. */
    if (n_entered++ == 0) H5dont_atexit();
    H5open();
    H5Eget_auto2(H5E_DEFAULT, &state->report, &state->report_data);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL); /* the library prints nothing */
    if (H5PLget_loading_state(&state->plugins) < 0) state->plugins = H5PL_ALL_PLUGIN;
    H5PLset_loading_state(0);
}

void hg__h5_leave(const hg__h5_state *state) {
    H5Eclear2(H5E_DEFAULT);
    H5garbage_collect();
    H5PLset_loading_state(state->plugins);
    H5Eset_auto2(H5E_DEFAULT, state->report, state->report_data);
    pthread_mutex_unlock(&lock);
}

hg__limits hg__limits_from(const hg_read_options *options) {
    const size_t gib = (size_t)1 << 30;
    hg__limits l = {.file_bytes = 2 * gib, .data_bytes = 4 * gib};
    if (options && options->max_file_bytes) l.file_bytes = options->max_file_bytes;
    if (options && options->max_data_bytes) l.data_bytes = options->max_data_bytes;
    return l;
}

/* Says why HDF5 would not open it. */
static hg_status cannot_open(const hg__door *door, const hg__detected *d, hg__sink *sink) {
    bool usual;
    unsigned long long stated =
        hg__hdf5_stated_size(door->bytes.bytes, door->bytes.size, d->userblock, &usual);
    if (stated > door->bytes.size)
        return hg__fault(sink, HG_EFORMAT, "/", "a complete file",
                         "%zu of %llu bytes: the file was cut off", door->bytes.size, stated);
    return hg__fault(sink, HG_EFORMAT, "/", "an intact HDF5 file", "a damaged HDF5 structure");
}

hg_status hg__door_open(hg__door **out, void *bytes, size_t size, const hg__limits *limits,
                        hg__sink *sink) {
    *out = NULL;
    hg__detected d = hg__detect(bytes, size);
    if (!d.hdf5) return hg__fault(sink, HG_EUNSUPPORTED, "", d.advice, "%s", d.found);
    bool usual;
    hg__hdf5_stated_size(bytes, size, d.userblock, &usual);
    if (!usual)
        return hg__fault(sink, HG_EUNSUPPORTED, "/", "8 bytes, as HDF5 writes by default",
                         "HDF5 addresses or lengths of unusual size");

    hg__door *door = calloc(1, sizeof *door);
    if (!door) return hg__fail_memory(sink->err);
    door->matlab73 = d.matlab73;
    /* What reading needs of them exists in C alone, whose code compilers make as wide as it gets
     * (docs/adding-a-kernel.md): so no CPU level need be asked for here. */
    hg__kernels_init(&door->kernels, HG__CPU_C);
    door->bytes = (hg__image){bytes, size, d.userblock};
    hg__h5_enter(&door->state);
    size_t faults = sink->n_faults;
    hg_status status = HG_OK;
    door->file = hg__image_open(&door->bytes);
    door->access = door->file >= 0 ? H5Pcreate(H5P_LINK_ACCESS) : H5I_INVALID_HID;
    if (door->file < 0)
        status = cannot_open(door, &d, sink);
    else if (door->access < 0 || H5Pset_nlinks(door->access, 8) < 0)
        status = hg__fail(sink->err, HG_EINTERNAL, "HDF5 refused a property list");
    else
        status = hg__guard(door, limits, sink);
    if (status == HG_OK && sink->n_faults == faults)
        *out = door;
    else
        hg__door_close(door);
    return status;
}

bool hg__door_is_matlab73(const hg__door *door) {
    return door->matlab73;
}

void hg__door_use_library(hg__door *door) {
    door->library_only = true;
}

void hg__door_close(hg__door *door) {
    if (!door) return;
    if (door->access >= 0) H5Pclose(door->access);
    if (door->file >= 0) H5Fclose(door->file);
    hg__h5_leave(&door->state);
    free(door);
}
