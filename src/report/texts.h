/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The catalogue of texts: every sentence of a report, by key, in one language
 * (datasets/texts/<language>.json; English is complete, others fall back to it key by key). What
 * results bring along (labels of metrics, sentences of flags and evidence) has keys, too, where a
 * language translates it; else it stays as it came.
 */
#ifndef HG_REPORT_TEXTS_H
#define HG_REPORT_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/status.h>

typedef struct hg__texts hg__texts;

/* HG_EUNSUPPORTED for a language without a file; the message names those there are. */
hg_status hg__texts_open(hg__texts **out, const char *language, hg_error *err);
void hg__texts_close(hg__texts *texts);

/* The text of a key in this language, else in English, else the key itself. */
const char *hg__texts_get(const hg__texts *texts, const char *key);
/* The same, but NULL where neither has the key. */
const char *hg__texts_find(const hg__texts *texts, const char *key);
/* The text of "prefix.id", else `otherwise`. For labels that may have no translation. */
const char *hg__texts_label(const hg__texts *texts, const char *prefix, const char *id,
                            const char *otherwise);

const char *hg__texts_language(const hg__texts *texts);

#endif
