/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json.h"

#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

static json_t *j(const hg__json *value) {
    return (json_t *)(uintptr_t)value;
}

static hg__json *h(json_t *value) {
    return (hg__json *)value;
}

hg_status hg__json_parse(hg__json **out, const char *text, size_t size, const char *name,
                         hg_error *err) {
    json_error_t e;
    json_t *value = json_loadb(text, size, JSON_REJECT_DUPLICATES, &e);
    if (!value) {
        if (e.line > 0) return hg__fail(err, HG_EFORMAT, "%s, line %d: %s", name, e.line, e.text);
        return hg__fail(err, HG_EFORMAT, "%s: %s", name, e.text);
    }
    *out = h(value);
    return HG_OK;
}

hg_status hg__json_parse_lines(hg__json **out, const char *text, size_t size, hg_error *err) {
    json_error_t e;
    json_t *value = json_loadb(text, size, JSON_REJECT_DUPLICATES, &e);
    if (!value) {
        char line[32];
        snprintf(line, sizeof line, "line %d", e.line > 0 ? e.line : 1);
        return hg__fail_at(err, HG_EFORMAT, line, "%s", e.text);
    }
    *out = h(value);
    return HG_OK;
}

void hg__json_free(hg__json *value) {
    json_decref(j(value));
}

const hg__json *hg__json_get(const hg__json *object, const char *key) {
    return h(json_object_get(j(object), key));
}

const char *hg__json_text(const hg__json *value) {
    return json_string_value(j(value));
}

bool hg__json_number(const hg__json *value, double *out) {
    if (!json_is_number(j(value))) return false;
    *out = json_number_value(j(value));
    return true;
}

bool hg__json_integer(const hg__json *value, long long *out) {
    if (!json_is_integer(j(value))) return false;
    *out = json_integer_value(j(value));
    return true;
}

bool hg__json_bool(const hg__json *value, bool *out) {
    if (!json_is_boolean(j(value))) return false;
    *out = json_is_true(j(value));
    return true;
}

bool hg__json_is_null(const hg__json *value) {
    return !value || json_is_null(j(value));
}

bool hg__json_is_array(const hg__json *value) {
    return json_is_array(j(value));
}

bool hg__json_is_object(const hg__json *value) {
    return json_is_object(j(value));
}

size_t hg__json_size(const hg__json *value) {
    return json_is_array(j(value)) ? json_array_size(j(value)) : json_object_size(j(value));
}

const hg__json *hg__json_at(const hg__json *array, size_t index) {
    return h(json_array_get(j(array), index));
}

const hg__json *hg__json_member(const hg__json *object, size_t index, const char **key) {
    void *it = json_object_iter(j(object));
    while (it && index--) it = json_object_iter_next(j(object), it);
    if (!it) return NULL;
    if (key) *key = json_object_iter_key(it);
    return h(json_object_iter_value(it));
}

hg__json *hg__json_new_object(void) {
    return h(json_object());
}

hg__json *hg__json_new_array(void) {
    return h(json_array());
}

hg__json *hg__json_new_text(const char *text) {
    json_t *value = json_string(text);
    if (value) return h(value);
    char *clean = malloc(strlen(text) * 3 + 1), *to = clean;
    if (!clean) return NULL;
    for (const unsigned char *s = (const unsigned char *)text; *s;) {
        size_t n = hg__utf8_length(s);
        if (n) {
            memcpy(to, s, n);
            to += n;
            s += n;
        } else {
            memcpy(to, "\xef\xbf\xbd", 3);
            to += 3;
            s++;
        }
    }
    *to = '\0';
    value = json_string(clean);
    free(clean);
    return h(value);
}

hg__json *hg__json_new_number(double value) {
    return h(isfinite(value) ? json_real(value == 0 ? 0.0 : value) : json_null());
}

hg__json *hg__json_new_integer(long long value) {
    return h(json_integer(value));
}

hg__json *hg__json_new_bool(bool value) {
    return h(json_boolean(value));
}

hg__json *hg__json_new_null(void) {
    return h(json_null());
}

hg__json *hg__json_new_numbers(const double *values, size_t n) {
    hg__json *array = hg__json_new_array();
    for (size_t i = 0; array && i < n; i++)
        if (!hg__json_append(array, hg__json_new_number(values[i]))) {
            hg__json_free(array);
            return NULL;
        }
    return array;
}

bool hg__json_set(hg__json *object, const char *key, hg__json *value) {
    return json_object_set_new(j(object), key, j(value)) == 0;
}

bool hg__json_append(hg__json *array, hg__json *value) {
    return json_array_append_new(j(array), j(value)) == 0;
}

char *hg__json_dump(const hg__json *value, int digits, size_t *size) {
    char *text = json_dumps(j(value), JSON_INDENT(1) | JSON_REAL_PRECISION(digits));
    if (!text) return NULL;
    size_t n = strlen(text);
    char *more = realloc(text, n + 2);
    if (!more) {
        free(text);
        return NULL;
    }
    more[n] = '\n';
    more[n + 1] = '\0';
    if (size) *size = n + 1;
    return more;
}
