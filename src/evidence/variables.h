/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What expressions can look at: the names, their types and units, and their values. */
#ifndef HG_EVIDENCE_VARIABLES_H
#define HG_EVIDENCE_VARIABLES_H

#include "evidence/expression.h"

/*
 * Finds "group.name" (with ".left" etc. behind it) or, with `argument` ("" for none),
 * "name(argument)" whose side is `view` ("" for its own). False with the reason when there is none
 * or when it may not be used in this scope.
 */
bool hg__variable_find(hg__variable *out, const char *name, const char *argument, const char *view,
                       hg__scope scope, const struct hg__rules *rules, char *why, size_t size);

/* Whether two words for the site of an injury are the same: letters of either case; '_', '-' and
 * blank are alike. */
bool hg__same_site(const char *a, const char *b);

hg__value hg__variable_value(const hg__variable *v, const struct hg__facts *facts);

#endif
