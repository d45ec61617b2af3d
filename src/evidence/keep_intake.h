/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the runner was asked, from the recording into the result. */
#ifndef HG_EVIDENCE_KEEP_INTAKE_H
#define HG_EVIDENCE_KEEP_INTAKE_H

#include <stdbool.h>

#include <hipgait/result.h>

/* Answers, injuries, training log by date, and the days of both intake and session, copied into the
 * result's memory; false when there is none. */
bool hg__keep_intake(hg_result *out, const hg_recording *recording);

#endif
