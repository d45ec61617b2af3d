/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/detect.h"

#include <string.h>

#define EXPECTED "an HDF5 file in hipgait's layout (docs/recording-format.md), C3D, TRC or MOT"

static bool starts(const unsigned char *b, size_t size, const char *text) {
    size_t n = strlen(text);
    return size >= n && memcmp(b, text, n) == 0;
}

/* Looks for text within the first 4 KiB. */
static bool holds(const unsigned char *b, size_t size, const char *text) {
    size_t n = strlen(text), end = size < 4096 ? size : 4096;
    for (size_t i = 0; i + n <= end; i++)
        if (memcmp(b + i, text, n) == 0) return true;
    return false;
}

static bool is_empty(const unsigned char *b, size_t size) {
    (void)b;
    return size == 0;
}

static bool is_mat5(const unsigned char *b, size_t size) {
    /* version 0x0100 and the mark IM or MI by byte order, behind 116 bytes of text */
    return starts(b, size, "MATLAB 5.0 MAT-file") ||
           (size >= 128 && ((b[124] == 0 && b[125] == 1 && b[126] == 'I' && b[127] == 'M') ||
                            (b[124] == 1 && b[125] == 0 && b[126] == 'M' && b[127] == 'I')));
}

static bool is_mat73(const unsigned char *b, size_t size) {
    return starts(b, size, "MATLAB 7.3 MAT-file");
}

static bool is_wav(const unsigned char *b, size_t size) {
    return size >= 12 && (starts(b, size, "RIFF") || starts(b, size, "RF64")) &&
           memcmp(b + 8, "WAVE", 4) == 0;
}

static bool is_cwa(const unsigned char *b, size_t size) {
    return size >= 512 && b[0] == 'M' && b[1] == 'D' && b[2] == 0xFC && b[3] == 0x03;
}

static bool is_mvnx(const unsigned char *b, size_t size) {
    return holds(b, size, "<mvnx");
}

static bool is_gzip(const unsigned char *b, size_t size) {
    return size >= 2 && b[0] == 0x1F && b[1] == 0x8B;
}

static bool is_zip(const unsigned char *b, size_t size) {
    return starts(b, size, "PK\003\004");
}

static bool is_result(const unsigned char *b, size_t size) {
    return size && b[0] == '{' && holds(b, size, "\"hipgait-result\"");
}

static bool is_text(const unsigned char *b, size_t size) {
    size_t n = size < 4096 ? size : 4096;
    for (size_t i = 0; i < n; i++)
        if (b[i] < 0x20 && b[i] != '\t' && b[i] != '\n' && b[i] != '\r') return false;
    return n > 0;
}

/* The first that says yes. What is read has been recognised before (formats.c). */
static const struct {
    bool (*is)(const unsigned char *b, size_t size);
    const char *found, *advice;
} kinds[] = {
    {is_empty, "an empty file, not HDF5", EXPECTED},
    {is_mat5, "a MATLAB v5 file, not HDF5",
     EXPECTED "; in MATLAB write it with h5create, h5write and h5writeatt"},
    {is_mat73, "the head of a MATLAB 7.3 file without its HDF5 part",
     "a complete file; it may have been cut off"},
    {is_wav, "a WAV file, which this version does not read", EXPECTED},
    {is_cwa, "an Axivity CWA file, which this version does not read", EXPECTED},
    {is_mvnx, "an Xsens MVNX file, which this version does not read", EXPECTED},
    {is_gzip, "a gzip archive, not HDF5", EXPECTED "; unpack it with gunzip first"},
    {is_zip, "a zip archive, not HDF5", EXPECTED "; unpack it first"},
    {is_result, "a result of hipgait, not a recording", EXPECTED},
    {is_text, "a text file, not HDF5", EXPECTED},
};

static const unsigned char signature[8] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

hg__detected hg__detect(const void *bytes, size_t size) {
    const unsigned char *b = bytes;
    hg__detected d = {0};
    for (size_t at = 0; at < size && size - at >= sizeof signature; at = at ? at * 2 : 512)
        if (memcmp(b + at, signature, sizeof signature) == 0) {
            d.hdf5 = true;
            d.userblock = at;
            d.matlab73 = at && is_mat73(b, size);
            d.found = "an HDF5 file";
            d.advice = EXPECTED;
            return d;
        }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].is(b, size)) {
            d.found = kinds[i].found;
            d.advice = kinds[i].advice;
            return d;
        }
    d.found = "a file of unknown kind, not HDF5";
    d.advice = EXPECTED;
    return d;
}

static unsigned long long little_endian(const unsigned char *b, size_t n) {
    unsigned long long v = 0;
    for (size_t i = n; i-- > 0;) v = v << 8 | b[i];
    return v;
}

unsigned long long hg__hdf5_stated_size(const void *bytes, size_t size, size_t userblock,
                                        bool *usual) {
    const unsigned char *b = (const unsigned char *)bytes + userblock;
    size_t left = size - userblock;
    *usual = true;
    if (left < 16) return 0;
    /* positions by superblock version: sizes of addresses and lengths, then the address where the
     * file ends */
    unsigned version = b[8];
    size_t sizes = version < 2 ? 13 : 9;
    size_t end = version == 0 ? 40 : version == 1 ? 44 : 28;
    if (version > 3) return 0;
    *usual = b[sizes] == 8 && b[sizes + 1] == 8;
    if (!*usual || left < end + 8) return 0;
    return little_endian(b + end, 8);
}
