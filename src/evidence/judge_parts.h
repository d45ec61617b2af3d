/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a judgement; each fills its part of hg_evidence. False means: no memory. */
#ifndef HG_EVIDENCE_JUDGE_PARTS_H
#define HG_EVIDENCE_JUDGE_PARTS_H

#include "base/arena.h"
#include "evidence/facts.h"

/* A ground with its texts in the result's memory. */
typedef struct hg__kept_ground {
    const char *grade;
    const char *const *sources;
    size_t n_sources;
} hg__kept_ground;

bool hg__keep_ground(hg__kept_ground *out, const hg__ground *ground, hg__arena *memory);

/* `answers` has room for one per red flag. */
bool hg__judge_red_flags(hg_evidence *out, hg_answer *answers, bool *urgent, hg__facts *facts,
                         hg__arena *memory);

/* `fired` (by rule, for any condition and side) and `found` (by condition) are filled for advice.
 */
bool hg__judge_conditions(hg_evidence *out, hg_answer *fired, hg__found (*found)[2],
                          const hg__facts *facts, bool urgent, hg__arena *memory);

bool hg__judge_ties(hg_evidence *out, const hg__facts *facts, hg__arena *memory);

bool hg__judge_advice(hg_evidence *out, const hg__facts *facts, hg__arena *memory);

#endif
