/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files to recordings: bytes into memory, through the door, into the native layout. */
#include <hipgait/io.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "io/c3d.h"
#include "io/formats.h"
#include "io/native.h"

/* Warnings met on the way stay with the recording. */
static hg_status keep_remarks(hg_recording *rec, const hg__sink *sink) {
    size_t n = 0;
    for (size_t i = 0; i < sink->n; i++) n += sink->list[i].severity == HG_WARNING;
    if (n == 0) return HG_OK;
    rec->remarks = hg_recording_alloc(rec, n, sizeof *rec->remarks);
    if (!rec->remarks) return hg__fail_memory(sink->err);
    for (size_t i = 0; i < sink->n; i++) {
        const hg__found *f = &sink->list[i];
        if (f->severity != HG_WARNING) continue;
        hg_remark *to = &rec->remarks[rec->n_remarks++];
        memcpy(to->object, f->object, sizeof to->object);
        snprintf(to->text, sizeof to->text, "%s", f->found);
    }
    return HG_OK;
}

/* `*out` stays NULL when faults were collected. */
static hg_status read_bytes(hg_recording **out, void *bytes, size_t size, const hg__limits *limits,
                            hg__sink *sink) {
    hg_recording *rec = NULL;
    hg_status status = hg_recording_new(&rec, sink->err);
    if (status != HG_OK) return status;
    const hg__format *format = hg__format_of(bytes, size);
    hg__sha256_hex(rec->source.sha256, bytes, size);
    rec->source.size_bytes = size;
    /* what nobody reads goes through the HDF5 door, which says what it is instead */
    status = (format ? format->read : hg__native_read_bytes)(rec, bytes, size, limits, sink);
    if (status == HG_OK && format)
        snprintf(rec->source.format, sizeof rec->source.format, "%s", format->name);
    if (status == HG_OK) status = keep_remarks(rec, sink);
    if (status == HG_OK && sink->n_faults == 0) {
        *out = rec;
        rec = NULL;
    }
    hg_recording_free(rec);
    return status;
}

hg_status hg__recording_read_memory(hg_recording **out, void *bytes, size_t size,
                                    const hg_read_options *options, hg_error *err) {
    *out = NULL;
    hg__limits limits = hg__limits_from(options);
    hg__sink sink = {.err = err};
    hg_status status = read_bytes(out, bytes, size, &limits, &sink);
    hg__sink_free(&sink);
    return status;
}

hg_status hg_recording_read(hg_recording **out, const char *path, const hg_read_options *options,
                            hg_error *err) {
    void *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    hg__limits limits = hg__limits_from(options);
    hg_status status = hg__file_read(&bytes, &size, path, limits.file_bytes, err);
    if (status != HG_OK) return status;
    status = hg__recording_read_memory(out, bytes, size, options, err);
    if (status != HG_OK) hg__error_set_file(err, path);
    hg__file_free(bytes, size);
    return status;
}

hg_status hg_recording_write_c3d(const hg_recording *recording, const hg_trial *trial,
                                 const char *path, int replace, hg_error *err) {
    void *bytes = NULL;
    size_t size = 0;
    hg_status status = hg__c3d_write(&bytes, &size, recording, trial, err);
    if (status == HG_OK) status = hg__file_write(path, bytes, size, replace != 0, err);
    if (status != HG_OK) hg__error_set_file(err, path);
    free(bytes);
    return status;
}

hg_status hg_validate(const char *path, const hg_read_options *options, hg_finding_fn report,
                      void *user, size_t *n_faults, hg_error *err) {
    void *bytes = NULL;
    size_t size = 0;
    hg_error own = {0};
    hg_recording *rec = NULL;
    hg__limits limits = hg__limits_from(options);
    hg__sink sink = {.collect = true, .err = &own};
    *n_faults = 0;
    hg_status status = hg__file_read(&bytes, &size, path, limits.file_bytes, &own);
    if (status == HG_OK) {
        status = read_bytes(&rec, bytes, size, &limits, &sink);
        /* more faults than are listed end the reading early: that is a finding, not a failure */
        if (status != HG_OK && sink.n_faults >= HG__FINDINGS_MAX) status = HG_OK;
    } else if (status == HG_EUNSUPPORTED) { /* a folder, a pipe, too large */
        status = hg__fault(&sink, HG_EUNSUPPORTED, "", "a regular file within the limit of 2 GiB",
                           "something that cannot be taken in: %s", own.text);
    }
    for (size_t i = 0; i < sink.n && status == HG_OK && report; i++) {
        hg_finding f = {sink.list[i].severity, sink.list[i].object, sink.list[i].found,
                        sink.list[i].expected};
        report(user, &f);
    }
    *n_faults = sink.n_faults;
    if (status != HG_OK && err) {
        *err = own;
        hg__error_set_file(err, path);
    }
    hg_recording_free(rec);
    hg__sink_free(&sink);
    free(bytes);
    return status;
}
