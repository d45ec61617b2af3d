/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text files of OpenSim and its relatives, in: markers (TRC), forces and joint coordinates
 * (MOT, STO). docs/opensim.md says what becomes of what. */
#ifndef HG_IO_OPENSIM_H
#define HG_IO_OPENSIM_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/recording.h>

#include "io/findings.h"
#include "io/h5_door.h"

#define HG__OPENSIM_TRIAL "trial" /* name of the trial that a file becomes */

/* Is it one, by its first bytes? Says nothing of its soundness. */
bool hg__is_trc(const void *bytes, size_t size);
bool hg__is_mot(const void *bytes, size_t size);

/*
 * Adds what the file holds to the trial of that name in `rec`, which is made when it is not there:
 * so the markers and the forces of one capture may be read one after the other into one trial. Ids
 * stay as they are; the path in the header is not kept. Faults and remarks go to `sink`; with a
 * collecting one HG_OK may be returned and `rec` be incomplete, then sink->n_faults has grown.
 */
hg_status hg__trc_read(hg_recording *rec, const void *bytes, size_t size, const hg__limits *limits,
                       hg__sink *sink);
hg_status hg__mot_read(hg_recording *rec, const void *bytes, size_t size, const hg__limits *limits,
                       hg__sink *sink);

#endif
