/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of evidence files: "{name}" is a value in words, "{side}" a side, "{text.id}" another text.
 */
#ifndef HG_EVIDENCE_TEXT_FILL_H
#define HG_EVIDENCE_TEXT_FILL_H

#include "evidence/expression.h"

typedef enum hg__piece_kind {
    HG__PIECE_PLAIN,
    HG__PIECE_SIDE,
    HG__PIECE_OTHER,
    HG__PIECE_VALUE
} hg__piece_kind;

typedef struct hg__piece {
    hg__piece_kind kind;
    const char *plain;
    const hg__expr *value;
} hg__piece;

/* A text cut into pieces. */
typedef struct hg__fill {
    const hg__piece *piece;
    size_t n;
} hg__fill;

/* Finds the text of an id; NULL when there is none. */
typedef const char *(*hg__text_of)(void *user, const char *id);

/* False with the reason (unknown name, text that contains itself), or with `why` empty: no memory.
 */
bool hg__fill_parse(hg__fill *out, const char *text, hg__scope scope, const struct hg__rules *rules,
                    hg__text_of text_of, void *user, hg__arena *memory, char *why, size_t size);

/* The text with its values, in `memory`; NULL when there is no memory. "" for an empty one. */
const char *hg__fill_text(const hg__fill *fill, const struct hg__facts *facts, hg__arena *memory);

#endif
