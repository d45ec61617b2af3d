/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON by jansson, whose only home this is. Reading: typed getters that say what is wrong and
 * where. Writing: objects keep the order in which keys are set; NaN becomes null.
 */
#ifndef HG_BASE_JSON_H
#define HG_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/status.h>

typedef struct hg__json hg__json; /* a json value; never dereferenced outside */

/* --- reading --- */
/* Parses; duplicate keys and anything behind the value are errors. Free with hg__json_free(). */
hg_status hg__json_parse(hg__json **out, const char *text, size_t size, const char *name,
                         hg_error *err);
/* The same for an error whose object is the line ("line 12") and whose text names no file. */
hg_status hg__json_parse_lines(hg__json **out, const char *text, size_t size, hg_error *err);
void hg__json_free(hg__json *value);

const hg__json *hg__json_get(const hg__json *object, const char *key); /* NULL when absent */
const char *hg__json_text(const hg__json *value);                      /* NULL when not a string */
bool hg__json_number(const hg__json *value, double *out);
bool hg__json_integer(const hg__json *value, long long *out); /* false for 1.0 */
bool hg__json_bool(const hg__json *value, bool *out);
bool hg__json_is_null(const hg__json *value); /* also of a value that is not there */
bool hg__json_is_array(const hg__json *value);
bool hg__json_is_object(const hg__json *value);
size_t hg__json_size(const hg__json *value); /* of an array or object */
const hg__json *hg__json_at(const hg__json *array, size_t index);
/* Member number `index` of an object in file order. */
const hg__json *hg__json_member(const hg__json *object, size_t index, const char **key);
/* Line of the value at a path such as "rules[3].when" in a text that was parsed before; 0 when there
 * is no such value (base/json_line.c). */
size_t hg__json_line(const char *text, size_t size, const char *path);

/* --- writing: setters take the new value over; all tolerate NULL (out of memory) values --- */
hg__json *hg__json_new_object(void);
hg__json *hg__json_new_array(void);
hg__json *hg__json_new_text(const char *text); /* bytes that are not UTF-8 become U+FFFD */
hg__json *hg__json_new_number(double value);   /* NaN and infinities become null */
hg__json *hg__json_new_integer(long long value);
hg__json *hg__json_new_bool(bool value);
hg__json *hg__json_new_null(void);
hg__json *hg__json_new_numbers(const double *values, size_t n);
bool hg__json_set(hg__json *object, const char *key, hg__json *value);
bool hg__json_append(hg__json *array, hg__json *value);
/* Indented text with `digits` significant digits, newline at the end; free with free(). NULL when
 * out of memory. */
char *hg__json_dump(const hg__json *value, int digits, size_t *size);

#endif
