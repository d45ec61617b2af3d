/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading an evidence file. The first fault sticks: what is read after it is nothing, and only the
 * first one is told, with its line and path.
 */
#ifndef HG_EVIDENCE_RULES_READ_H
#define HG_EVIDENCE_RULES_READ_H

#include "base/arena.h"
#include "base/json.h"
#include "evidence/rules.h"

#define HG__RULES_BYTES ((size_t)1 << 20)

typedef struct hg__rules_file {
    const char *text, *name; /* what messages call it */
    size_t size;
    hg__json *json;
} hg__rules_file;

typedef enum hg__section {
    HG__SECTION_SOURCES,
    HG__SECTION_PARAMETERS,
    HG__SECTION_TEXTS,
    HG__SECTION_RED_FLAGS,
    HG__SECTION_RULES,
    HG__SECTION_CONDITIONS,
    HG__SECTION_TIES,
    HG__SECTION_ADVICE,
    HG__SECTION_LIMITS,
    HG__SECTION_COUNT
} hg__section;

/* One entry of a section, of whichever file. */
typedef struct hg__entry {
    const char *id;
    const hg__json *json;
    const hg__rules_file *file;
    char path[160];
} hg__entry;

typedef struct hg__entries {
    hg__entry *item;
    size_t n;
} hg__entries;

typedef struct hg__loader {
    hg__rules *rules;
    hg__entries section[HG__SECTION_COUNT];
    hg__arena *memory;
    hg_error *err;
    hg_status status;
    /* where it reads */
    const hg__rules_file *file;
    const char *id;
    char path[160];
} hg__loader;

/* Sets the first fault, at `key` of the place in hand (NULL: the place itself); false. */
bool hg__rules_wrong(hg__loader *l, const char *key, const char *fmt, ...) HG_PRINTF(3, 4);
bool hg__rules_no_memory(hg__loader *l);
void *hg__rules_alloc(hg__loader *l, size_t count, size_t size);

/* Sets the place in hand. */
void hg__rules_at(hg__loader *l, const hg__entry *entry);

/* Values of keys; what is needed and absent is a fault. */
const char *hg__read_text(hg__loader *l, const hg__json *o, const char *key, bool needed);
bool hg__read_bool(hg__loader *l, const hg__json *o, const char *key, bool otherwise);
/* Index of the word in a list that NULL ends; `otherwise` when the key is absent, a fault if < 0.
 */
int hg__read_word(hg__loader *l, const hg__json *o, const char *key, const char *const *words,
                  int otherwise);
const hg__expr *hg__read_expression(hg__loader *l, const hg__json *o, const char *key,
                                    hg__scope scope, bool needed);
const hg__expr *const *hg__read_expressions(hg__loader *l, const hg__json *o, const char *key,
                                            hg__scope scope, size_t *n);
bool hg__read_fill(hg__fill *out, hg__loader *l, const hg__json *o, const char *key,
                   hg__scope scope, bool needed);
/* An array of texts, all ids known to `find`; those switched off are left out. */
const int *hg__read_ids(hg__loader *l, const hg__json *o, const char *key,
                        int (*find)(const hg__rules *, const char *), const char *what, size_t *n);
void hg__read_ground(hg__ground *out, hg__loader *l, const hg__json *o, bool needed);
/* Faults when an object has another key than these. */
void hg__check_keys(hg__loader *l, const hg__json *o, const char *const *keys);
const hg__json *hg__read_array(hg__loader *l, const hg__json *o, const char *key, bool needed);

/* The text of an id, for texts in texts. */
const char *hg__text_entry(void *loader, const char *id);

/* Entries of all sections from one or two files; ids that were switched off. */
bool hg__rules_merge(hg__loader *l, const hg__rules_file *files, size_t n);

/* Sections into rules. */
bool hg__rules_name_all(hg__loader *l);    /* ids first: entries may name one another */
bool hg__rules_check_texts(hg__loader *l); /* texts in texts: they exist and end */
bool hg__rules_read_rules(hg__loader *l);
bool hg__rules_read_red_flags(hg__loader *l);
bool hg__rules_read_conditions(hg__loader *l);
bool hg__rules_read_ties(hg__loader *l);
bool hg__rules_read_advice(hg__loader *l);
bool hg__rules_read_limits(hg__loader *l);

/* What only shows when all is read: circles, rules without words for a condition. */
bool hg__rules_check(hg__loader *l);

#endif
