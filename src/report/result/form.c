/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/result/form.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "report/escape.h"

const char *const hg__form_sides[2] = {"left", "right"};

const char *hg__form_side_word(int value) {
    return hg__form_sides[value];
}

const char *hg__form_side_or_none(int value) {
    return value == HG_LEFT || value == HG_RIGHT ? hg__form_sides[value] : "none";
}

/* --- faults --- */

static void add_step(char *path, size_t size, const char *key, size_t index) {
    size_t used = strlen(path);
    if (key)
        snprintf(path + used, size - used, "%s%s", used ? "." : "", key);
    else
        snprintf(path + used, size - used, "[%zu]", index);
}

/* A message is one line, whatever the file holds. */
static void tidy(char *text) {
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
}

void hg__form_fail(hg__form *f, const char *fmt, ...) {
    char path[200] = "", text[400];
    va_list args;
    if (!hg__form_ok(f)) return;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    for (int i = 1; i < f->depth; i++)
        add_step(path, sizeof path, f->level[i].key, f->level[i].index);
    if (f->depth) add_step(path, sizeof path, f->key, f->level[f->depth - 1].taken - 1);
    tidy(path);
    tidy(text);
    f->status = hg__fail_at(f->err, HG_EFORMAT, path, "%s", text);
}

void hg__form_no_memory(hg__form *f) {
    if (hg__form_ok(f)) f->status = hg__fail_memory(f->err);
}

/* --- where the form stands --- */

/* Reading: the value of a key, or the next item; NULL after a fault. */
static const hg__json *fetch(hg__form *f, const char *key) {
    if (!hg__form_ok(f)) return NULL;
    if (f->depth == 0) return f->root;
    hg__form_level *l = &f->level[f->depth - 1];
    f->key = l->list ? NULL : key;
    const hg__json *value = l->list ? hg__json_at(l->value, l->taken) : hg__json_get(l->value, key);
    l->taken++;
    if (!l->list && f->n_seen < HG__FORM_KEYS) f->seen[f->n_seen++] = key;
    if (!value) hg__form_fail(f, l->list ? "the list is too short" : "the key is missing");
    return value;
}

static void next_item(hg__form *f) {
    if (f->comma) hg__strbuf_add(&f->b, f->flat ? ", " : ",");
    if (!f->flat && f->depth) {
        hg__strbuf_add(&f->b, "\n");
        for (int i = 0; i < f->depth; i++) hg__strbuf_add(&f->b, " ");
    }
    f->comma = true;
}

/* Writing: comma, line and key in front of a value. */
static hg__strbuf *put(hg__form *f, const char *key) {
    next_item(f);
    if (key) {
        hg__json_string(&f->b, key);
        hg__strbuf_add(&f->b, ": ");
    }
    return &f->b;
}

static void enter(hg__form *f, const char *key, const hg__json *value, bool list, bool line) {
    if (f->depth == HG__FORM_DEPTH) {
        hg__form_fail(f, "too many levels");
        return;
    }
    f->level[f->depth] = (hg__form_level){.value = value,
                                          .key = f->reading ? f->key : key,
                                          .index = f->depth ? f->level[f->depth - 1].taken - 1 : 0,
                                          .first_key = f->n_seen,
                                          .list = list,
                                          .line = line};
    f->depth++;
}

static bool open_object(hg__form *f, const char *key, bool present, bool line, bool nullable) {
    if (f->reading) {
        const hg__json *value = fetch(f, key);
        if (!value || (nullable && hg__json_is_null(value))) return false;
        if (!hg__json_is_object(value) || hg__number_list_of(f->lists, value)) {
            hg__form_fail(f, "expected an object%s", nullable ? " or null" : "");
            return false;
        }
        enter(f, key, value, false, line);
        return hg__form_ok(f);
    }
    hg__strbuf *b = put(f, key);
    hg__strbuf_add(b, present ? "{" : "null");
    if (!present) return false;
    enter(f, key, NULL, false, line);
    f->comma = false;
    f->flat += line;
    return true;
}

void hg__form_open(hg__form *f, const char *key) {
    open_object(f, key, true, false, false);
}

void hg__form_open_line(hg__form *f, const char *key) {
    open_object(f, key, true, true, false);
}

bool hg__form_open_if(hg__form *f, const char *key, bool present) {
    return open_object(f, key, present, false, true);
}

bool hg__form_open_line_if(hg__form *f, const char *key, bool present) {
    return open_object(f, key, present, true, true);
}

size_t hg__form_open_list(hg__form *f, const char *key) {
    const hg__json *value = NULL;
    if (f->reading) {
        if (!(value = fetch(f, key))) return 0;
        if (!hg__json_is_array(value)) {
            bool numbers = hg__number_list_of(f->lists, value);
            hg__form_fail(f, "expected a list%s", numbers ? ", and not of numbers" : "");
            return 0;
        }
    } else {
        hg__strbuf_add(put(f, key), "[");
        f->comma = false;
    }
    enter(f, key, value, true, false);
    return value && hg__form_ok(f) ? hg__json_size(value) : 0;
}

/* A file of many empty items must not ask for gigabytes: no item of
 * a result is 64 times as large as its text. */
void *hg__form_room(hg__form *f, size_t n, size_t size) {
    if (!hg__form_ok(f)) return NULL;
    if (n > 64 + 64 * f->size / size) {
        hg__form_fail(f, "%zu items are more than a result can hold", n);
        return NULL;
    }
    void *items = hg__arena_alloc(f->memory, n, size);
    if (!items) hg__form_no_memory(f);
    return items;
}

void *hg__form_list(hg__form *f, const char *key, const void *items, size_t *n, size_t size,
                    size_t most) {
    size_t count = hg__form_open_list(f, key);
    if (!f->reading) return (void *)(uintptr_t)items;
    *n = 0;
    if (!hg__form_ok(f)) return NULL;
    f->depth--; /* a fault of the list itself has no index */
    void *made = NULL;
    if (most && count > most)
        hg__form_fail(f, "%zu items; at most %zu are known", count, most);
    else
        made = hg__form_room(f, count, size);
    if (!made) return NULL;
    f->depth++;
    *n = count;
    return made;
}

void *hg__form_const_list(hg__form *f, const char *key, const void *items, size_t *n, size_t size) {
    void *list = hg__form_list(f, key, items, n, size, 0);
    if (!f->settling || *n == 0) return list;
    void *own = hg__arena_alloc(f->memory, *n, size);
    if (own)
        memcpy(own, items, *n * size);
    else
        hg__form_no_memory(f);
    return own ? own : list;
}

/* A key that nobody asked for. */
static void refuse_key(hg__form *f, const hg__form_level *l) {
    for (size_t i = 0; i < hg__json_size(l->value); i++) {
        const char *key = NULL;
        bool known = false;
        if (!hg__json_member(l->value, i, &key)) break;
        for (size_t k = l->first_key; k < f->n_seen; k++) known |= strcmp(f->seen[k], key) == 0;
        if (known) continue;
        f->key = key;
        hg__form_fail(f, "a result of version " HG_RESULT_SCHEMA_VERSION " has no such key");
        return;
    }
}

void hg__form_close(hg__form *f) {
    if (!hg__form_ok(f) || f->depth == 0) return;
    hg__form_level *l = &f->level[f->depth - 1];
    if (f->reading) {
        if (!l->list && !f->later && hg__json_size(l->value) > l->taken) refuse_key(f, l);
        if (!hg__form_ok(f)) return;
        f->n_seen = l->first_key;
        f->key = l->key; /* a fault found later is that of the whole */
        f->depth--;
        return;
    }
    f->depth--;
    if (f->comma && !f->flat) {
        hg__strbuf_add(&f->b, "\n");
        for (int i = 0; i < f->depth; i++) hg__strbuf_add(&f->b, " ");
    }
    hg__strbuf_add(&f->b, l->list ? "]" : "}");
    f->comma = true;
    f->flat -= l->line;
}

/* --- numbers --- */

static void write_number(hg__form *f, double *value) {
    double kept = hg__strbuf_add_g(&f->b, *value, HG__FORM_DIGITS, "null");
    if (f->settling) *value = kept;
}

static double number_of(hg__form *f, const hg__json *value) {
    double number = NAN;
    if (value && !hg__json_is_null(value) && !hg__json_number(value, &number))
        hg__form_fail(f, "expected a number or null");
    return number;
}

void hg__form_number(hg__form *f, const char *key, double *value) {
    if (f->reading) {
        *value = number_of(f, fetch(f, key));
    } else {
        put(f, key);
        write_number(f, value);
    }
}

void hg__form_scaled(hg__form *f, const char *key, double *value, double scale) {
    double scaled = f->reading ? NAN : *value * scale;
    hg__form_number(f, key, &scaled);
    if (hg__form_keeps(f)) *value = scaled / scale;
}

static uint64_t whole_of(hg__form *f, const hg__json *value) {
    long long whole = 0;
    if (value && (!hg__json_integer(value, &whole) || whole < 0)) {
        hg__form_fail(f, "expected a whole number, 0 or more");
        return 0;
    }
    return (uint64_t)whole;
}

void hg__form_count(hg__form *f, const char *key, size_t *value) {
    if (f->reading)
        *value = (size_t)whole_of(f, fetch(f, key));
    else
        hg__strbuf_addf(put(f, key), "%zu", *value);
}

void hg__form_seed(hg__form *f, const char *key, uint64_t *value) {
    if (f->reading)
        *value = whole_of(f, fetch(f, key));
    else
        hg__strbuf_addf(put(f, key), "%llu", (unsigned long long)*value);
}

void hg__form_write_column(hg__form *f, const char *key, double *first, size_t n, size_t step) {
    hg__strbuf *b = put(f, key);
    hg__strbuf_add(b, "[");
    for (size_t i = 0; i < n; i++) {
        if (i) hg__strbuf_add_bytes(b, ",", 1);
        write_number(f, (double *)(void *)((char *)first + i * step));
    }
    hg__strbuf_add(b, "]");
}

static void write_numbers(hg__form *f, const char *key, double *values, size_t n) {
    hg__form_write_column(f, key, values, n, sizeof *values);
}

/* The items of a list that `value` is known to be. */
static void read_numbers(hg__form *f, const hg__json *value, double *to, size_t n) {
    const char *key = f->key;
    enter(f, key, value, true, true);
    for (size_t i = 0; i < n && hg__form_ok(f); i++) to[i] = number_of(f, fetch(f, NULL));
    if (!hg__form_ok(f)) return;
    f->depth--;
    f->key = key;
}

static void read_points(hg__form *f, const hg__json *value, double *to, size_t n,
                        const char *or_null) {
    for (size_t i = 0; i < n; i++) to[i] = NAN;
    if (!value) return;
    const hg__number_list *list = hg__number_list_of(f->lists, value);
    if (list && list->n == n)
        memcpy(to, f->lists->value + list->first, n * sizeof *to);
    else if (!hg__json_is_array(value) || hg__json_size(value) != n)
        hg__form_fail(f, "expected a list of %zu numbers%s", n, or_null);
    else
        read_numbers(f, value, to, n);
}

void hg__form_points(hg__form *f, const char *key, double *values, size_t n) {
    if (f->reading)
        read_points(f, fetch(f, key), values, n, "");
    else
        write_numbers(f, key, values, n);
}

void hg__form_points_if(hg__form *f, const char *key, double *values, size_t n, bool present) {
    if (!f->reading) {
        if (present)
            write_numbers(f, key, values, n);
        else
            hg__strbuf_add(put(f, key), "null");
        for (size_t i = 0; f->settling && !present && i < n; i++) values[i] = NAN;
        return;
    }
    const hg__json *value = fetch(f, key);
    read_points(f, value && hg__json_is_null(value) ? NULL : value, values, n, " or null");
}

double *hg__form_numbers(hg__form *f, const char *key, const double *values, size_t *n) {
    if (!f->reading) {
        double *same = (double *)(uintptr_t)values; /* settled where they are */
        write_numbers(f, key, same, *n);
        return same;
    }
    const hg__json *value = fetch(f, key);
    *n = 0;
    if (!value) return NULL;
    const hg__number_list *list = hg__number_list_of(f->lists, value);
    if (!list && !hg__json_is_array(value)) {
        hg__form_fail(f, "expected a list of numbers");
        return NULL;
    }
    size_t found = list ? list->n : hg__json_size(value);
    double *to = hg__form_room(f, found, sizeof *to);
    if (!to) return NULL;
    *n = found;
    if (list)
        memcpy(to, f->lists->value + list->first, found * sizeof *to);
    else
        read_numbers(f, value, to, found);
    return to;
}

bool hg__form_is_null(hg__form *f, const char *key) {
    const hg__json *value =
        hg__form_ok(f) && f->depth ? hg__json_get(f->level[f->depth - 1].value, key) : NULL;
    return value && hg__json_is_null(value);
}

void hg__form_interval(hg__form *f, const char *key, double ends[2]) {
    bool known = f->reading || (isfinite(ends[0]) && isfinite(ends[1]));
    hg__form_points_if(f, key, ends, 2, known);
}

/* --- yes and no --- */

void hg__form_boolean(hg__form *f, const char *key, bool *value) {
    if (!f->reading) {
        hg__strbuf_add(put(f, key), *value ? "true" : "false");
        return;
    }
    const hg__json *json = fetch(f, key);
    if (json && !hg__json_bool(json, value)) hg__form_fail(f, "expected true or false");
}

void hg__form_answer(hg__form *f, const char *key, hg_answer *value) {
    if (!f->reading) {
        hg__strbuf_add(put(f, key), *value == HG_NOT_GIVEN ? "null"
                                    : *value == HG_YES     ? "true"
                                                           : "false");
        return;
    }
    const hg__json *json = fetch(f, key);
    bool yes = false;
    *value = HG_NOT_GIVEN;
    if (!json || hg__json_is_null(json)) return;
    if (!hg__json_bool(json, &yes))
        hg__form_fail(f, "expected true, false or null");
    else
        *value = yes ? HG_YES : HG_NO;
}

/* --- texts --- */

/* A text as it is read back: bytes that are no text are replaced. `to` has room for its own. */
static void clean(char *to, const char *text) {
    for (uint32_t c; (c = hg__utf8_next(&text)) != 0;) to += hg__utf8_put(to, c);
    *to = '\0';
}

static const char *settled(hg__form *f, const char *value) {
    const char *c = value ? value : "";
    while (*c && (unsigned char)*c < 0x80) c++;
    if (!*c) return value ? value : "";
    char *to = hg__arena_alloc(f->memory, 3 * strlen(value) + 1, 1);
    if (to)
        clean(to, value);
    else
        hg__form_no_memory(f);
    return to && strcmp(to, value) != 0 ? to : value;
}

/* Reading: "" for a null where that is allowed, NULL after a fault. */
static const char *text_of(hg__form *f, const char *key, bool or_null) {
    const hg__json *value = fetch(f, key);
    if (!value) return NULL;
    if (or_null && hg__json_is_null(value)) return "";
    const char *text = hg__json_text(value);
    if (!text || (or_null && !*text)) {
        hg__form_fail(f, "expected a text%s", or_null ? " that is not empty, or null" : "");
        return NULL;
    }
    return text;
}

static const char *text(hg__form *f, const char *key, const char *value, bool or_null) {
    if (!f->reading) {
        hg__strbuf *b = put(f, key);
        if (or_null && !(value && *value))
            hg__strbuf_add(b, "null");
        else
            hg__json_string(b, value ? value : "");
        return f->settling ? settled(f, value) : value;
    }
    const char *got = text_of(f, key, or_null);
    if (!got || !*got) return "";
    const char *kept = hg__arena_strdup(f->memory, got);
    if (!kept) hg__form_no_memory(f);
    return kept ? kept : "";
}

const char *hg__form_text(hg__form *f, const char *key, const char *value) {
    return text(f, key, value, false);
}

const char *hg__form_text_or_null(hg__form *f, const char *key, const char *value) {
    return text(f, key, value, true);
}

/* As JSON, but no longer than an array of `size` can take back: bytes that are no text grow. */
static void write_buffer(hg__form *f, char *value, size_t size) {
    char cut[1024];
    size_t used = 0, wide = 0;
    const char *s = value, *from = value;
    for (uint32_t c; (c = hg__utf8_next(&s)) != 0; from = s) {
        size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (used + (size_t)(s - from) >= sizeof cut || wide + n >= size) break;
        memcpy(cut + used, from, (size_t)(s - from));
        used += (size_t)(s - from);
        wide += n;
    }
    cut[used] = '\0';
    hg__json_string(&f->b, cut);
    if (f->settling) clean(value, cut);
}

static void buffer(hg__form *f, const char *key, char *value, size_t size, bool or_null) {
    if (!f->reading) {
        put(f, key);
        if (or_null && !*value)
            hg__strbuf_add(&f->b, "null");
        else
            write_buffer(f, value, size);
        return;
    }
    const char *got = text_of(f, key, or_null);
    if (!got) return;
    if (strlen(got) >= size) {
        hg__form_fail(f, "the text is longer than %zu bytes", size - 1);
        return;
    }
    memcpy(value, got, strlen(got) + 1);
}

void hg__form_buffer(hg__form *f, const char *key, char *value, size_t size) {
    buffer(f, key, value, size, false);
}

void hg__form_buffer_or_null(hg__form *f, const char *key, char *value, size_t size) {
    buffer(f, key, value, size, true);
}

const char *const *hg__form_texts(hg__form *f, const char *key, const char *const *values,
                                  size_t *n) {
    const char **list = hg__form_const_list(f, key, values, n, sizeof *list);
    for (size_t i = 0; i < *n && hg__form_ok(f); i++) {
        const char *one = hg__form_text(f, NULL, list[i]);
        if (hg__form_keeps(f)) list[i] = one;
    }
    hg__form_close(f);
    return list;
}

/* --- words --- */

static void unknown_word(hg__form *f, const char *word, hg__form_words *words, int n, int none,
                         const char *what) {
    char all[300] = "";
    if (what && word) {
        hg__form_fail(f, "\"%.60s\" is no %s of this version of hipgait; a later one may have it",
                      word, what);
        return;
    }
    for (int i = 0; i < n; i++)
        if (i != none) hg__list_add(all, sizeof all, "\"%s\"", words(i));
    if (none != HG__FORM_NEEDED) hg__list_add(all, sizeof all, "null");
    if (what)
        hg__form_fail(f, "expected the name of a %s", what);
    else
        hg__form_fail(f, "expected one of %s", all);
}

int hg__form_choice(hg__form *f, const char *key, int value, hg__form_words *words, int n, int none,
                    const char *what) {
    if (!f->reading) {
        hg__strbuf *b = put(f, key);
        if (value == none)
            hg__strbuf_add(b, "null");
        else
            hg__json_string(b, words(value));
        return value;
    }
    const hg__json *json = fetch(f, key);
    if (!json) return 0;
    if (none != HG__FORM_NEEDED && hg__json_is_null(json)) return none;
    const char *word = hg__json_text(json);
    for (int i = 0; word && i < n; i++)
        if (i != none && strcmp(words(i), word) == 0) return i;
    unknown_word(f, word, words, n, none, what);
    return 0;
}

void hg__form_in_order(hg__form *f, size_t index, int before, int id) {
    if (f->reading && index && id <= before)
        hg__form_fail(f, "it stands twice, or not in the order of the table");
}

/* --- what follows from other values --- */

void hg__form_fixed(hg__form *f, const char *key, const char *value) {
    if (!f->reading) {
        hg__json_string(put(f, key), value);
        return;
    }
    const char *got = text_of(f, key, false);
    if (got && strcmp(got, value) != 0) hg__form_fail(f, "expected \"%s\"", value);
}

void hg__form_shown(hg__form *f, const char *key, const char *value) {
    if (f->reading)
        text_of(f, key, false);
    else
        hg__json_string(put(f, key), value);
}

void hg__form_shown_or_null(hg__form *f, const char *key, const char *value) {
    if (f->reading)
        text_of(f, key, true);
    else
        text(f, key, value, true);
}

void hg__form_shown_number(hg__form *f, const char *key, double value) {
    hg__form_number(f, key, &value);
}
