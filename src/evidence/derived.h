/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers made from the answers and the training log, each with how it was computed. */
#ifndef HG_EVIDENCE_DERIVED_H
#define HG_EVIDENCE_DERIVED_H

#include <hipgait/result.h>

#include "base/arena.h"

/* id, label, unit ("" an answer), 1 when once per side */
#define HG__DERIVED_TABLE(X)                                                                       \
    X(longest_run_7d, "Longest run of the last 7 days", "km", 0)                                   \
    X(longest_run_30d, "Longest run of the 30 days before", "km", 0)                               \
    X(longest_run_excess, "Longest run against that of the 30 days before", "%", 0)                \
    X(two_week_progression, "Distance of two weeks against the two before", "%", 0)                \
    X(acwr, "Distance of the week against the mean of the three before", "1", 0)                   \
    X(week_change, "Distance of the week against the week before", "%", 0)                         \
    X(rest_days_per_week, "Days without a run per week", "1", 0)                                   \
    X(leg_length_difference_tape, "Leg length by tape, right less left", "mm", 0)                  \
    X(leg_length_difference_static, "Leg length by markers, right less left", "mm", 0)             \
    X(leg_length_difference, "Size of the leg-length difference", "mm", 0)                         \
    X(ostrc_score, "OSTRC severity score", "points", 0)                                            \
    X(ostrc_substantial, "OSTRC substantial problem", "", 0)                                       \
    X(weeks_since_last_injury, "Weeks since the last injury", "weeks", 0)                          \
    X(adductor_ratio, "Adductor strength against the other side", "%", 1)                          \
    X(abductor_ratio, "Abductor strength against the other side", "%", 1)                          \
    X(hamstring_ratio, "Hamstring strength against the other side", "%", 1)

#define HG__DERIVED_ENUM(id, label, unit, sided) HG__DERIVED_##id,
typedef enum hg__derived_id {
    HG__DERIVED_TABLE(HG__DERIVED_ENUM) HG__DERIVED_COUNT
} hg__derived_id;
#undef HG__DERIVED_ENUM

typedef struct hg__derived_row {
    const char *id, *label, *unit;
    bool sided;
} hg__derived_row;

extern const hg__derived_row hg__derived_rows[HG__DERIVED_COUNT];

/* In the unit of the row; the same twice where it has no sides. `reading` and `text` in memory. */
typedef struct hg__derived_set {
    double value[HG__DERIVED_COUNT][2];
    const char *reading[HG__DERIVED_COUNT][2], *text[HG__DERIVED_COUNT][2];
} hg__derived_set;

/* False when there is no memory. */
bool hg__derive(hg__derived_set *out, const hg_result *result, hg__arena *memory);

/* Sets one number with its texts; printf-like text follows reading. False without memory. */
bool hg__derived_put(hg__derived_set *out, hg__derived_id id, int side, double value,
                     const char *reading, hg__arena *memory, const char *fmt, ...) HG_PRINTF(7, 8);

/* The part that comes from the training log (training_load.c). */
bool hg__derive_training(hg__derived_set *out, const hg_result *result, hg__arena *memory);

#endif
