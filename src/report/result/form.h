/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One description of a result as JSON for both directions: the parts (parts.h) name each key once,
 * with the place of its value, and a form either writes that value or reads it. A form that settles
 * writes, and leaves in the result what reading the text would give: a report then needs no
 reading. So what is written
 * can be read, and the order of the calls is the order of the keys. docs/result-format.md says what
 * they mean. Writing is by hand rather than through base/json because a result is mostly arrays of
 * numbers, which belong on one line each.
 *
 * A form that only writes changes no value; one that reads fills them, from the arena where they
 * are pointers; one that settles rounds and cleans them where they are. The first fault sticks,
 later calls do nothing: parts need no checks, but must end
 * their loops by counts that the form gave.
 */
#ifndef HG_REPORT_RESULT_FORM_H
#define HG_REPORT_RESULT_FORM_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hipgait/result.h>
#include <hipgait/status.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "report/result/numbers.h"

#define HG__FORM_DIGITS 9
#define HG__FORM_DEPTH 16
#define HG__FORM_KEYS 512

/* An object or list that is open. */
typedef struct hg__form_level {
    const hg__json *value; /* reading */
    const char *key;       /* its own, NULL for an item of a list */
    size_t index;          /* its place in the list around it */
    size_t taken;          /* keys or items that were asked for */
    size_t first_key;      /* of them in hg__form.seen */
    bool list, line;
} hg__form_level;

typedef struct hg__form {
    bool reading;
    bool settling; /* a form that writes: keeps in the result what it wrote */
    hg_status status;
    hg_error *err;
    int depth; /* levels that are open */
    hg__form_level level[HG__FORM_DEPTH];
    /* writing */
    hg__strbuf b;
    const char **cited; /* sources.c: each text once, by malloc */
    size_t n_cited;
    bool cited_known;  /* reading: they are texts */
    bool comma;        /* is due before the next item */
    int flat;          /* > 0: inside a value that stays on one line */
    hg__arena *memory; /* of the result; not for writing alone */
    /* reading */
    const hg__json *root;
    const hg__number_lists *lists; /* that were taken out of it */
    bool later;      /* written by another minor version: keys that are not known are left out */
    size_t size;     /* bytes of the text, which bound what a list may ask for */
    const char *key; /* of the value at hand, NULL for an item */
    const char *seen[HG__FORM_KEYS];
    size_t n_seen;
} hg__form;

extern const char *const hg__form_sides[2]; /* "left", "right" */

/* The fault of the value at hand: its path and a sentence. Only the first one counts. */
void hg__form_fail(hg__form *f, const char *fmt, ...) HG_PRINTF(2, 3);
void hg__form_no_memory(hg__form *f);
static inline bool hg__form_ok(const hg__form *f) {
    return f->status == HG_OK;
}
/* Whether what a form gives back belongs into the result. */
static inline bool hg__form_keeps(const hg__form *f) {
    return f->reading || f->settling;
}

/* An object; `line`: on one line. A key NULL is the next item of the list around it. */
void hg__form_open(hg__form *f, const char *key);
void hg__form_open_line(hg__form *f, const char *key);
/* An object, or null where `present` is false; gives whether it is open. */
bool hg__form_open_if(hg__form *f, const char *key, bool present);
bool hg__form_open_line_if(hg__form *f, const char *key, bool present);
/* A list of objects: gives where its items are, in writing `items` itself. Reading sets *n, and
 * takes no more than `most` items (0: any number). */
void *hg__form_list(hg__form *f, const char *key, const void *items, size_t *n, size_t size,
                    size_t most);
/* The same for a list that the result may not change: what a form that settles gives is a copy in
 * the result's memory, which belongs in its place as what was read does. */
void *hg__form_const_list(hg__form *f, const char *key, const void *items, size_t *n, size_t size);
/* Reading: memory that lives as long as the result, zeroed; NULL after a fault. */
void *hg__form_room(hg__form *f, size_t n, size_t size);
/* A list whose items the part makes itself; gives how many there are to read, 0 in writing. */
size_t hg__form_open_list(hg__form *f, const char *key);
/* Closes the object or list that was opened last. */
void hg__form_close(hg__form *f);

/* Numbers; NaN is null. `points` has a fixed length; `numbers` gives the place of any length. */
void hg__form_number(hg__form *f, const char *key, double *value);
void hg__form_scaled(hg__form *f, const char *key, double *value, double scale);
void hg__form_count(hg__form *f, const char *key, size_t *value);
void hg__form_seed(hg__form *f, const char *key, uint64_t *value);
void hg__form_points(hg__form *f, const char *key, double *values, size_t n);
void hg__form_points_if(hg__form *f, const char *key, double *values, size_t n, bool present);
double *hg__form_numbers(hg__form *f, const char *key, const double *values, size_t *n);
/* Writing only: one field of n structs, `step` bytes apart, to be read by numbers(). */
void hg__form_write_column(hg__form *f, const char *key, double *first, size_t n, size_t step);
bool hg__form_is_null(hg__form *f, const char *key); /* reading: of a key that is asked for later */
/* Two numbers, or null where one is missing. */
void hg__form_interval(hg__form *f, const char *key, double ends[2]);

void hg__form_boolean(hg__form *f, const char *key, bool *value);
void hg__form_answer(hg__form *f, const char *key, hg_answer *value);

/* Texts, never NULL after reading. `_or_null`: an empty text is one that was not given. `buffer`:
 * in an array of `size`; what does not fit is cut at a character in writing, a fault in reading. */
const char *hg__form_text(hg__form *f, const char *key, const char *value);
const char *hg__form_text_or_null(hg__form *f, const char *key, const char *value);
void hg__form_buffer(hg__form *f, const char *key, char *value, size_t size);
void hg__form_buffer_or_null(hg__form *f, const char *key, char *value, size_t size);
const char *const *hg__form_texts(hg__form *f, const char *key, const char *const *values,
                                  size_t *n);

/* Citations: numbers that are places in evidence.sources, which hg__form_cited() puts there. A form
 * is begun and ended for them: reading needs them before they come, writing gathers them. */
void hg__form_cite_begin(hg__form *f);
const char *const *hg__form_cite(hg__form *f, const char *key, const char *const *texts, size_t *n);
void hg__form_cited(hg__form *f, const char *key);
void hg__form_cite_end(hg__form *f);

/* A word for a number from 0 to n - 1; `none` is null, HG__FORM_NEEDED where null is a fault.
 * `what` ("metric") is for words of a registry that grows: an unknown one may be of a later
 * version. It is NULL for closed lists, which the message then names. */
#define HG__FORM_NEEDED INT_MIN
typedef const char *hg__form_words(int value);
int hg__form_choice(hg__form *f, const char *key, int value, hg__form_words *words, int n, int none,
                    const char *what);
/* Reading: items of a table come once and in its order; `index` counts them. */
void hg__form_in_order(hg__form *f, size_t index, int before, int id);
const char *hg__form_side_word(int value);    /* "left", "right" */
const char *hg__form_side_or_none(int value); /* "left", "right", "none" */

/* What follows from other values or from the program's tables, and is written for other readers.
 * `fixed` must be the same again, of the others only the type is checked. */
void hg__form_fixed(hg__form *f, const char *key, const char *value);
void hg__form_shown(hg__form *f, const char *key, const char *value);
void hg__form_shown_or_null(hg__form *f, const char *key, const char *value);
void hg__form_shown_number(hg__form *f, const char *key, double value);

#endif
