/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The evidence engine: rules in, a result in, what they say together out. */
#ifndef HG_EVIDENCE_EVIDENCE_H
#define HG_EVIDENCE_EVIDENCE_H

#include <hipgait/result.h>

#include "base/arena.h"

typedef struct hg__rules hg__rules;

/*
 * The rules in force: the built-in file, or `own` (NULL: none; named `name` in messages), which
 * extends or replaces it. `*out` is NULL when there is neither. HG_EINVAL with file, line, path and
 * reason for a bad file, HG_ENOMEM.
 */
hg_status hg__evidence_load(const hg__rules **out, const char *own, const char *name,
                            hg__arena *memory, hg_error *err);

/* The same with the built-in file given: NULL for none. */
hg_status hg__evidence_load_from(const hg__rules **out, const char *built_in, size_t built_in_size,
                                 const char *own, size_t own_size, const char *name,
                                 hg__arena *memory, hg_error *err);

/*
 * Judges a result whose measures, asymmetry, intake, injuries and training log are filled. All
 * texts are copied into `memory`: they outlive the rules. `rules` NULL gives an empty answer.
 * HG_ENOMEM.
 */
hg_status hg__judge(hg_evidence *out, const hg__rules *rules, const hg_result *facts,
                    hg__arena *memory, hg_error *err);

#endif
