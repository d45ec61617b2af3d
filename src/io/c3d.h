/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C3D in and out; docs/c3d.md says what becomes of what. */
#ifndef HG_IO_C3D_H
#define HG_IO_C3D_H

#include <stddef.h>

#include <hipgait/recording.h>

#include "io/findings.h"
#include "io/h5_door.h"

/*
 * Reads a whole file into `rec`, which is fresh: one trial called "trial", no ids. The names of
 * persons that such files hold are never copied and stand in no message. HG_EFORMAT,
 * HG_EUNSUPPORTED (too much for `limits`), HG_ENOMEM. With a collecting sink faults are added and
 * HG_OK is returned; then `rec` is not complete.
 */
hg_status hg__c3d_read(hg_recording *rec, const void *bytes, size_t size, const hg__limits *limits,
                       hg__sink *sink);

/*
 * One trial as an Intel C3D file of real numbers, in memory to be freed with free(). Takes the
 * first stream of markers, all force plates and all analog streams; HG_EUNSUPPORTED when their
 * clocks cannot be put into one file, HG_EDATA when there is nothing to write.
 */
hg_status hg__c3d_write(void **bytes, size_t *size, const hg_recording *rec, const hg_trial *trial,
                        hg_error *err);

#endif
