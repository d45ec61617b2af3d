/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of expressions that stand in no other table. */
#ifndef HG_EVIDENCE_VARIABLE_ROWS_H
#define HG_EVIDENCE_VARIABLE_ROWS_H

#include "evidence/expression.h"

enum {
    HG__RUNNER_AGE,
    HG__RUNNER_SEX,
    HG__RUNNER_HEIGHT,
    HG__RUNNER_MASS,
    HG__RUNNER_BMI,
    HG__TRIAL_TASK,
    HG__TRIAL_SPEED,
    HG__TRIAL_TREADMILL,
    HG__SINGLE_COUNT
};

#define HG__ANY_CONDITION (-2) /* band('any') */

typedef struct hg__single_row {
    const char *name;
    hg__source source;
    hg__kind kind;
    const char *unit, *words;
    bool gait;
} hg__single_row;

extern const hg__single_row hg__single_rows[HG__SINGLE_COUNT];

#endif
