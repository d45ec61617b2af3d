/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/rules_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "evidence/grade.h"

#define LIST_MOST 200

bool hg__rules_wrong(hg__loader *l, const char *key, const char *fmt, ...) {
    if (l->status != HG_OK) return false;
    char path[256], object[256], said[480];
    snprintf(path, sizeof path, "%s%s%s", l->path, key && *l->path && *key != '[' ? "." : "",
             key ? key : "");
    size_t line = l->file ? hg__json_line(l->file->text, l->file->size, path) : 0;
    if (line == 0 && l->file) line = hg__json_line(l->file->text, l->file->size, l->path);
    snprintf(object, sizeof object, "line %zu%s%.150s%s%.60s%s", line ? line : 1, *path ? ", " : "",
             path, l->id ? " (" : "", l->id ? l->id : "", l->id ? ")" : "");
    va_list args;
    va_start(args, fmt);
    vsnprintf(said, sizeof said, fmt, args);
    va_end(args);
    l->status = hg__fail_at(l->err, HG_EINVAL, object, "%s", said);
    if (l->file) hg__error_set_file(l->err, l->file->name);
    return false;
}

bool hg__rules_no_memory(hg__loader *l) {
    if (l->status == HG_OK) l->status = hg__fail_memory(l->err);
    return false;
}

void *hg__rules_alloc(hg__loader *l, size_t count, size_t size) {
    void *p = hg__arena_alloc(l->memory, count, size);
    if (!p) hg__rules_no_memory(l);
    return p;
}

void hg__rules_at(hg__loader *l, const hg__entry *entry) {
    l->file = entry->file;
    l->id = entry->id;
    snprintf(l->path, sizeof l->path, "%s", entry->path);
}

static const hg__json *get(hg__loader *l, const hg__json *o, const char *key, bool needed) {
    const hg__json *value = l->status == HG_OK ? hg__json_get(o, key) : NULL;
    if (!value && needed) hg__rules_wrong(l, NULL, "the key \"%s\" is missing", key);
    return value;
}

static const char *keep(hg__loader *l, const char *text) {
    const char *copy = hg__arena_strdup(l->memory, text);
    if (!copy) hg__rules_no_memory(l);
    return copy ? copy : "";
}

const char *hg__read_text(hg__loader *l, const hg__json *o, const char *key, bool needed) {
    const hg__json *value = get(l, o, key, needed);
    const char *text = hg__json_text(value);
    if (value && !text) hg__rules_wrong(l, key, "expected a text");
    if (needed && text && !*text) hg__rules_wrong(l, key, "the text is empty");
    return text ? keep(l, text) : "";
}

bool hg__read_bool(hg__loader *l, const hg__json *o, const char *key, bool otherwise) {
    const hg__json *value = get(l, o, key, false);
    bool out = otherwise;
    if (value && !hg__json_bool(value, &out)) hg__rules_wrong(l, key, "expected true or false");
    return out;
}

int hg__read_word(hg__loader *l, const hg__json *o, const char *key, const char *const *words,
                  int otherwise) {
    const hg__json *value = get(l, o, key, otherwise < 0);
    const char *text = hg__json_text(value);
    char list[200] = "";
    if (!value) return otherwise < 0 ? 0 : otherwise;
    for (int i = 0; words[i]; i++) {
        if (text && strcmp(text, words[i]) == 0) return i;
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", words[i]);
    }
    hg__rules_wrong(l, key, "\"%.40s\" is none of: %s", text ? text : "(not a text)", list);
    return 0;
}

static const hg__expr *expression(hg__loader *l, const char *key, const char *text,
                                  hg__scope scope) {
    char why[320];
    const hg__expr *e = NULL;
    if (!text) {
        hg__rules_wrong(l, key, "expected an expression, as a text");
        return NULL;
    }
    if (!hg__expression_parse(&e, text, scope, l->rules, l->memory, why, sizeof why)) {
        if (!*why) hg__rules_no_memory(l);
        hg__rules_wrong(l, key, "%s", why);
        return NULL;
    }
    return e;
}

/* An expression that is answered with yes or no. */
static const hg__expr *answer(hg__loader *l, const char *key, const char *text, hg__scope scope) {
    const hg__expr *e = expression(l, key, text, scope);
    if (e && e->kind != HG__ANSWER)
        hg__rules_wrong(l, key, "the expression is %s; expected an answer, yes or no",
                        e->kind == HG__NUMBER ? "a number" : "a word");
    const char *symptom = e && scope != HG__SCOPE_ADVICE ? hg__expression_lowered_by(e) : NULL;
    if (symptom)
        hg__rules_wrong(l, key,
                        "a yes to \"%.80s\" would speak against it; a symptom must never lower a "
                        "band",
                        symptom);
    return e;
}

const hg__expr *hg__read_expression(hg__loader *l, const hg__json *o, const char *key,
                                    hg__scope scope, bool needed) {
    const hg__json *value = get(l, o, key, needed);
    return value ? answer(l, key, hg__json_text(value), scope) : NULL;
}

const hg__json *hg__read_array(hg__loader *l, const hg__json *o, const char *key, bool needed) {
    const hg__json *value = get(l, o, key, needed);
    if (value && !hg__json_is_array(value)) {
        hg__rules_wrong(l, key, "expected a list in [ ]");
        return NULL;
    }
    if (value && hg__json_size(value) > LIST_MOST) {
        hg__rules_wrong(l, key, "%zu entries, more than %d", hg__json_size(value), LIST_MOST);
        return NULL;
    }
    return value;
}

static void indexed(char out[80], const char *key, size_t i) {
    snprintf(out, 80, "%.50s[%zu]", key, i);
}

const hg__expr *const *hg__read_expressions(hg__loader *l, const hg__json *o, const char *key,
                                            hg__scope scope, size_t *n) {
    const hg__json *list = hg__read_array(l, o, key, false);
    *n = list ? hg__json_size(list) : 0;
    const hg__expr **out = hg__rules_alloc(l, *n, sizeof *out);
    for (size_t i = 0; out && i < *n; i++) {
        char at[80];
        indexed(at, key, i);
        out[i] = answer(l, at, hg__json_text(hg__json_at(list, i)), scope);
    }
    return out;
}

bool hg__read_fill(hg__fill *out, hg__loader *l, const hg__json *o, const char *key,
                   hg__scope scope, bool needed) {
    const hg__json *value = get(l, o, key, needed);
    const char *text = hg__json_text(value);
    char why[320];
    if (!value) return l->status == HG_OK;
    if (!text) return hg__rules_wrong(l, key, "expected a text");
    if (hg__fill_parse(out, text, scope, l->rules, hg__text_entry, l, l->memory, why, sizeof why))
        return true;
    return *why ? hg__rules_wrong(l, key, "%s", why) : hg__rules_no_memory(l);
}

const int *hg__read_ids(hg__loader *l, const hg__json *o, const char *key,
                        int (*find)(const hg__rules *, const char *), const char *what, size_t *n) {
    const hg__json *list = hg__read_array(l, o, key, false);
    size_t size = list ? hg__json_size(list) : 0;
    int *out = hg__rules_alloc(l, size, sizeof *out);
    *n = 0;
    for (size_t i = 0; out && l->status == HG_OK && i < size; i++) {
        char at[80];
        const char *id = hg__json_text(hg__json_at(list, i));
        indexed(at, key, i);
        if (!id) {
            hg__rules_wrong(l, at, "expected the id of a %s", what);
            break;
        }
        int found = find(l->rules, id);
        if (found < 0 && !hg__is_off(l->rules, id))
            hg__rules_wrong(l, at, "there is no %s \"%.60s\"", what, id);
        for (size_t k = 0; k < *n; k++)
            if (found >= 0 && out[k] == found)
                hg__rules_wrong(l, at, "\"%.60s\" stands here twice", id);
        if (found >= 0) out[(*n)++] = found;
    }
    return out;
}

static void read_sources(hg__ground *out, hg__loader *l, const hg__json *o) {
    const hg__json *list = hg__read_array(l, o, "sources", false);
    const hg__entries *known = &l->section[HG__SECTION_SOURCES];
    size_t n = list ? hg__json_size(list) : 0;
    const char **texts = hg__rules_alloc(l, n, sizeof *texts);
    for (size_t i = 0; texts && i < n; i++) {
        const char *id = hg__json_text(hg__json_at(list, i));
        char at[80];
        indexed(at, "sources", i);
        for (size_t k = 0; id && k < known->n; k++)
            if (strcmp(known->item[k].id, id) == 0)
                texts[i] = keep(l, hg__json_text(known->item[k].json));
        if (!texts[i]) {
            hg__rules_wrong(l, at, "\"%.40s\" is not among the sources", id ? id : "(no text)");
            return;
        }
    }
    out->sources = texts;
    out->n_sources = n;
}

void hg__read_ground(hg__ground *out, hg__loader *l, const hg__json *o, bool needed) {
    if (needed || hg__json_get(o, "grade")) {
        out->grade = hg__read_text(l, o, "grade", needed);
        if (*out->grade && hg__grade_rank(out->grade) == 0)
            hg__rules_wrong(l, "grade",
                            "\"%.20s\" is no grade; expected A, B, B-, C, N or two of them as A/C",
                            out->grade);
    }
    if (hg__json_get(o, "sources") || !out->sources) read_sources(out, l, o);
    if (!out->grade) out->grade = "";
}

void hg__check_keys(hg__loader *l, const hg__json *o, const char *const *keys) {
    if (!hg__json_is_object(o)) {
        hg__rules_wrong(l, NULL, "expected an object in { }");
        return;
    }
    const char *key;
    for (size_t i = 0; hg__json_member(o, i, &key); i++) {
        bool known = strcmp(key, "comment") == 0;
        char list[360] = "";
        for (size_t k = 0; keys[k]; k++) {
            known = known || strcmp(keys[k], key) == 0;
            size_t used = strlen(list);
            snprintf(list + used, sizeof list - used, "%s%s", k ? ", " : "", keys[k]);
        }
        if (!known) hg__rules_wrong(l, key, "the key \"%.40s\" is none of: %s", key, list);
    }
}

const char *hg__text_entry(void *loader, const char *id) {
    const hg__loader *l = loader;
    const hg__entries *texts = &l->section[HG__SECTION_TEXTS];
    for (size_t i = 0; i < texts->n; i++)
        if (strcmp(texts->item[i].id, id) == 0) return hg__json_text(texts->item[i].json);
    return NULL;
}
