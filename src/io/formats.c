/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/formats.h"

#include "io/c3d.h"
#include "io/detect.h"
#include "io/native.h"
#include "io/opensim.h"

static bool is_hdf5(const void *bytes, size_t size) {
    return hg__detect(bytes, size).hdf5;
}

/* The first block of a C3D file: where the parameters are, and the mark 0x50. */
static bool is_c3d(const void *bytes, size_t size) {
    const unsigned char *b = bytes;
    return size >= 512 && b[0] >= 2 && b[1] == 0x50;
}

static hg_status read_c3d(hg_recording *rec, void *bytes, size_t size, const hg__limits *limits,
                          hg__sink *sink) {
    return hg__c3d_read(rec, bytes, size, limits, sink);
}

static hg_status read_trc(hg_recording *rec, void *bytes, size_t size, const hg__limits *limits,
                          hg__sink *sink) {
    return hg__trc_read(rec, bytes, size, limits, sink);
}

static hg_status read_mot(hg_recording *rec, void *bytes, size_t size, const hg__limits *limits,
                          hg__sink *sink) {
    return hg__mot_read(rec, bytes, size, limits, sink);
}

static const hg__format formats[] = {
    {HG_FILE_NATIVE, "hipgait-hdf5", is_hdf5, hg__native_read_bytes},
    {HG_FILE_C3D, "c3d", is_c3d, read_c3d},
    {HG_FILE_TRC, "trc", hg__is_trc, read_trc},
    {HG_FILE_MOT, "mot", hg__is_mot, read_mot}};

const hg__format *hg__format_of(const void *bytes, size_t size) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].is(bytes, size)) return &formats[i];
    return NULL;
}
