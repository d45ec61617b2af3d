/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers that do not stand in the recording. Each overrides, field by field, what came before it:
 *   the recording's own /subject
 *   the runner's line in the roster
 *   <runner>.intake.json in the folder of the recording
 *   <runner>_<session>.intake.json there, for runners who come again
 *   the file given with --intake
 */
#ifndef HG_BATCH_INTAKE_SOURCES_H
#define HG_BATCH_INTAKE_SOURCES_H

#include <hipgait/hipgait.h>

typedef struct hg__intake_sources hg__intake_sources;

/* Both files may be NULL. The whole roster is checked here: HG_EINVAL with line and column. Columns
 * that are not known are told once. HG_ENOTFOUND. */
hg_status hg__intake_open(hg__intake_sources **out, const char *roster_file,
                          const char *intake_file, const hg_log *log, hg_error *err);

/* Brings the answers into a recording that was read from `path`. A wrong file is an error of this
 * recording; its name stands in front of the object at fault. */
hg_status hg__intake_apply(hg__intake_sources *sources, hg_recording *recording, const char *path,
                           hg_error *err);

/* Says which runners of the roster had no recording. */
void hg__intake_tell_unused(const hg__intake_sources *sources, const hg_log *log);
void hg__intake_close(hg__intake_sources *sources);

#endif
