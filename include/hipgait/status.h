/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file status.h
 * How functions say that they failed.
 *
 * Every function that can fail returns an hg_status. Zero is success. A function that takes an
 * hg_error (always the last parameter, NULL is allowed) fills it on failure and leaves it alone on
 * success. The caller owns the struct; it needs no freeing and holds no pointers.
 *
 * Bad *data* (gaps, few strides, a missing static trial) is not an error: it is a flag in the
 * result (flags.h). An error means that no result exists.
 */
#ifndef HG_HIPGAIT_STATUS_H
#define HG_HIPGAIT_STATUS_H

#include <hipgait/export.h>

typedef enum hg_status {
    HG_OK = 0,            /**< done */
    HG_EINVAL = -1,       /**< an argument, parameter or setting makes no sense */
    HG_ENOMEM = -2,       /**< not enough memory */
    HG_EIO = -3,          /**< reading or writing failed: disk full, device gone */
    HG_EFORMAT = -4,      /**< the file is damaged, or breaks its specification */
    HG_EUNSUPPORTED = -5, /**< the file is sound, but of a kind that is not read, or refused */
    HG_EDATA = -6,        /**< nothing can be computed from this recording */
    HG_ECANCELED = -7,    /**< stopped on request */
    HG_EINTERNAL = -8,    /**< a fault of hipgait itself */
    HG_ENOTFOUND = -9,    /**< no such file */
    HG_EEXIST = -10       /**< cannot create, or would overwrite */
} hg_status;

/** What went wrong. All texts are NUL-terminated UTF-8 and may be empty, except `text`. */
typedef struct hg_error {
    hg_status code;
    char file[128];   /**< base name of the file, never a path */
    char object[256]; /**< the object inside the file, e.g. "/trials/run01/streams/markers/data" */
    char text[512];   /**< what is wrong and what was expected, one sentence without line break */
} hg_error;

/** Short name of a status, e.g. "format". Static text; any thread. */
HG_API const char *hg_status_name(hg_status status);

#endif
