/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file io.h
 * Files to recordings and back. Formats are recognised by content, never by name.
 *
 * Every file is treated as hostile: sizes are checked before memory is taken, and features through
 * which an HDF5 file can reach outside itself are refused (docs/recording-format.md, "What is
 * refused"). Threads: calls that touch HDF5 take one lock inside; any thread may call.
 */
#ifndef HG_HIPGAIT_IO_H
#define HG_HIPGAIT_IO_H

#include <stddef.h>

#include <hipgait/export.h>
#include <hipgait/flags.h>
#include <hipgait/recording.h>
#include <hipgait/status.h>

/** Limits for reading. Zero means the default. */
typedef struct hg_read_options {
    size_t max_file_bytes; /**< default 2 GiB */
    size_t max_data_bytes; /**< of all samples in memory, default 4 GiB */
} hg_read_options;

/**
 * Reads a recording. Native files are complete; other formats become one trial called "trial"
 * without ids (subject.id and session.id empty), for the caller to name. HG_ENOTFOUND, HG_EIO,
 * HG_EFORMAT (damaged, or against the specification), HG_EUNSUPPORTED (a known but unread kind of
 * file, or a refused feature), HG_ENOMEM. The error names the object inside the file, what was
 * found and what was expected. `options` may be NULL.
 */
HG_API HG_CHECKED hg_status hg_recording_read(hg_recording **out, const char *path,
                                              const hg_read_options *options, hg_error *err);

/** Formats that hg_recording_read() reads. */
typedef enum hg_file_kind {
    HG_FILE_OTHER = 0, /**< anything else, or nothing that can be opened */
    HG_FILE_NATIVE,    /**< HDF5; whether it is hipgait's own layout is seen when it is read */
    HG_FILE_C3D,
    HG_FILE_TRC, /**< OpenSim markers */
    HG_FILE_MOT  /**< OpenSim forces or coordinates */
} hg_file_kind;

/**
 * The format of a file by its first bytes; says nothing of its soundness, never looks at the name.
 */
HG_API hg_file_kind hg_file_recognise(const char *path);

/**
 * Writes one trial as C3D: markers, analog channels, force plates and events (docs/c3d.md).
 * Complete or absent, as hg_recording_write(). HG_EUNSUPPORTED when its clocks do not fit into one
 * C3D file.
 */
HG_API HG_CHECKED hg_status hg_recording_write_c3d(const hg_recording *recording,
                                                   const hg_trial *trial, const char *path,
                                                   int replace, hg_error *err);

/**
 * Writes the native layout. The file is complete or absent: a temporary sibling is written, synced
 * and renamed. HG_EEXIST when `path` exists and `replace` is 0, or cannot be created; HG_EIO.
 */
HG_API HG_CHECKED hg_status hg_recording_write(const hg_recording *recording, const char *path,
                                               int replace, hg_error *err);

/** A fault or remark of hg_validate(). Texts live during the call only. */
typedef struct hg_finding {
    hg_severity severity; /**< HG_BLOCKER: the file cannot be read; HG_WARNING; HG_NOTE */
    const char *object;   /**< path inside the file */
    const char *found;
    const char *expected;
} hg_finding;

typedef void (*hg_finding_fn)(void *user, const hg_finding *finding);

/**
 * Checks a file against the specification and reports every fault, not only the first. Returns
 * HG_OK when the file could be examined, whatever was found; *n_faults counts the blockers.
 */
HG_API HG_CHECKED hg_status hg_validate(const char *path, const hg_read_options *options,
                                        hg_finding_fn report, void *user, size_t *n_faults,
                                        hg_error *err);

#endif
