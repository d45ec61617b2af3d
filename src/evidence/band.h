/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The banding table of docs/evidence-format.md: the one place that makes a band. */
#ifndef HG_EVIDENCE_BAND_H
#define HG_EVIDENCE_BAND_H

#include <hipgait/evidence.h>

typedef struct hg__band_input {
    hg_red_flag_status red_flags;
    bool urgent; /* of the red flags raised, at least one is */
    bool has_pattern;
    hg_pattern pattern;
    bool refer;          /* a refer rule fired */
    size_t risk_counted; /* risk rules that fired, count and are of grade A or B */
    bool concordant, gait_watch;
} hg__band_input;

/* Steps of the table. */
typedef enum hg__band_step {
    HG__STEP_RED_FLAG = 1,
    HG__STEP_REFER,
    HG__STEP_NOT_ASKED,
    HG__STEP_ELEVATED,
    HG__STEP_SYMPTOMS,
    HG__STEP_RISK,
    HG__STEP_SCREEN,
    HG__STEP_REST,
    HG__STEP_NO_PATTERN /* a neighbour: no band but refer */
} hg__band_step;

hg_condition_band hg__band(const hg__band_input *in, hg__band_step *step);

/* One sentence: why this band. */
const char *hg__band_why(const hg__band_input *in, hg__band_step step);

#endif
