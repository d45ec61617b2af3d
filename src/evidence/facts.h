/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a runner while rules are judged. */
#ifndef HG_EVIDENCE_FACTS_H
#define HG_EVIDENCE_FACTS_H

#include <hipgait/result.h>

#include "evidence/derived.h"
#include "evidence/rules.h"

/* What was found for a condition and side; for a condition without sides both are the same. */
typedef struct hg__found {
    bool judged;
    hg_condition_band band;
    hg_pattern pattern;
} hg__found;

typedef struct hg__facts {
    const hg_result *result;
    const hg__rules *rules;
    const hg__derived_set *derived;
    const hg_answer *red_flag; /* by red flag; NULL while they are judged */
    hg_answer any_red_flag;
    /* in hand: HG_LEFT or HG_RIGHT, or HG_SIDE_UNKNOWN where there is none (advice) */
    hg_side side;
    int condition; /* -1: none */
    /* for advice: */
    const hg_answer *fired; /* by rule: for any condition and side */
    hg__found (*found)[2];  /* by condition */
} hg__facts;

/* Whether a rule fired for the condition and side in hand, its gates minded. `why`, when not NULL,
 * receives what keeps a gait rule from being judged, "" when nothing does. */
hg_answer hg__rule_answer(const hg__facts *facts, int rule, char *why, size_t size);

/* How much of a pattern is there, and whether its rule fired, did not, or cannot be known. */
hg_pattern hg__symptom_pattern(const hg__facts *facts, const hg__wording *w, hg_answer *fired);

/* The runner's recording does for running (walking) rules; unknown tasks do for none but any. */
bool hg__task_fits(hg__for_task task, const hg_result *result);

#endif
