/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Long lists of numbers, which are most of a result's text. The parser makes an object of each
 * number, a character at a time; here they are read straight into doubles, and the text that is
 * left for the parser says {"": 3} where the fourth list stood. What is not plainly a list of
 * numbers is left in the text: the parser judges it.
 */
#ifndef HG_REPORT_RESULT_NUMBERS_H
#define HG_REPORT_RESULT_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"

typedef struct hg__number_list {
    size_t first, n; /* in `value` */
} hg__number_list;

typedef struct hg__number_lists {
    char *text; /* what is left, NUL-terminated */
    size_t size;
    double *value; /* NaN for null */
    hg__number_list *list;
    size_t n;
} hg__number_lists;

/* Takes the lists out of a text. False, and nothing to free, when there is no memory for it or the
 * text has a key "" of its own: it is to be parsed as it is. */
bool hg__number_lists_take(hg__number_lists *out, const char *text, size_t size);
void hg__number_lists_free(hg__number_lists *lists);

/* The list that a value stands for; NULL where it is any other value. */
const hg__number_list *hg__number_list_of(const hg__number_lists *lists, const hg__json *value);

#endif
