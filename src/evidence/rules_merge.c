/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections of the built-in file and of a lab's own, entry by entry: by id replaced, off, or added.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "evidence/rules_read.h"

typedef struct section_row {
    const char *key, *what;
    bool object; /* key and text or object; else a list */
    size_t most;
} section_row;

/* clang-format off */
static const section_row rows[HG__SECTION_COUNT] = {
    [HG__SECTION_SOURCES]    = {"sources",    "source",    true,  2000},
    [HG__SECTION_PARAMETERS] = {"parameters", "parameter", true,  500},
    [HG__SECTION_TEXTS]      = {"texts",      "text",      true,  1000},
    [HG__SECTION_RED_FLAGS]  = {"red_flags",  "red flag",  false, 200},
    [HG__SECTION_RULES]      = {"rules",      "rule",      false, 300},
    [HG__SECTION_CONDITIONS] = {"conditions", "condition", false, 64},
    [HG__SECTION_TIES]       = {"ties",       "tie",       false, 1000},
    [HG__SECTION_ADVICE]     = {"advice",     "advice",    false, 300},
    [HG__SECTION_LIMITS]     = {"limits",     "limit",     false, 100},
};
/* clang-format on */

static bool is_id(const char *text) {
    size_t n = text ? strlen(text) : 0;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)text[i]) && !strchr("_-", text[i])) return false;
    return n > 0 && n <= 60;
}

static hg__entry *find(hg__entries *list, const char *id) {
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->item[i].id, id) == 0) return &list->item[i];
    return NULL;
}

/* What tells an entry of a list from the others. */
static const char *identity(hg__loader *l, hg__section s, const hg__json *o) {
    char made[140];
    const char *id = hg__json_text(hg__json_get(o, "id"));
    if (s == HG__SECTION_LIMITS) return "";
    if (!hg__json_is_object(o)) {
        hg__rules_wrong(l, NULL, "expected an object in { }");
        return NULL;
    }
    if (s == HG__SECTION_TIES) {
        const char *metric = hg__json_text(hg__json_get(o, "metric"));
        const char *condition = hg__json_text(hg__json_get(o, "condition"));
        snprintf(made, sizeof made, "%.60s %.60s", metric ? metric : "",
                 condition ? condition : "");
        if (!metric) hg__rules_wrong(l, NULL, "the key \"metric\" is missing");
        id = made;
    } else if (!is_id(id)) {
        hg__rules_wrong(l, id ? "id" : NULL,
                        "\"id\" has to be 1 to 60 letters, digits, '_' or '-'");
        return NULL;
    }
    const char *copy = hg__arena_strdup(l->memory, id);
    if (!copy) hg__rules_no_memory(l);
    return l->status == HG_OK ? copy : NULL;
}

static bool switch_off(hg__loader *l, hg__section s, hg__entry *there, const char *id) {
    hg__entries *list = &l->section[s];
    if (!there || there->file == l->file)
        return hg__rules_wrong(l, NULL,
                               "there is no %s \"%.60s\" in the file that is extended to "
                               "switch off",
                               rows[s].what, id);
    l->rules->off[l->rules->n_off++] = id;
    size_t at = (size_t)(there - list->item);
    memmove(there, there + 1, (list->n - at - 1) * sizeof *there);
    list->n--;
    return true;
}

/* Takes one entry in; `off` when the file only switches it off. */
static bool take(hg__loader *l, hg__section s, const char *id, const hg__json *value) {
    hg__entries *list = &l->section[s];
    hg__entry *there = *id ? find(list, id) : NULL;
    bool off = false;
    l->id = rows[s].object || s == HG__SECTION_LIMITS ? NULL : id;
    if (hg__json_is_object(value) && hg__json_get(value, "off")) {
        if (!hg__json_bool(hg__json_get(value, "off"), &off))
            return hg__rules_wrong(l, "off", "expected true or false");
        if (off) return switch_off(l, s, there, id);
    }
    if (there && there->file == l->file)
        return hg__rules_wrong(l, NULL, "the %s \"%.60s\" stands in the file twice", rows[s].what,
                               id);
    if (!there) {
        if (list->n == rows[s].most)
            return hg__rules_wrong(l, NULL, "more than %zu entries", rows[s].most);
        there = &list->item[list->n++];
    }
    *there = (hg__entry){.id = id, .json = value, .file = l->file};
    snprintf(there->path, sizeof there->path, "%s", l->path);
    return true;
}

static bool merge_object(hg__loader *l, hg__section s, const hg__json *section) {
    const char *key;
    for (size_t i = 0; hg__json_member(section, i, &key); i++) {
        const hg__json *value = hg__json_member(section, i, &key);
        if (!is_id(key))
            return hg__rules_wrong(l, rows[s].key,
                                   "\"%.40s\" has to be 1 to 60 letters, digits, "
                                   "'_' or '-'",
                                   key);
        snprintf(l->path, sizeof l->path, "%s.%s", rows[s].key, key);
        const char *id = hg__arena_strdup(l->memory, key);
        if (!id) return hg__rules_no_memory(l);
        if (s != HG__SECTION_PARAMETERS && !hg__json_text(value))
            return hg__rules_wrong(l, NULL, "expected a text");
        if (!take(l, s, id, value)) return false;
        *l->path = '\0';
    }
    return true;
}

static bool merge_list(hg__loader *l, hg__section s, const hg__json *section) {
    for (size_t i = 0; i < hg__json_size(section); i++) {
        const hg__json *value = hg__json_at(section, i);
        snprintf(l->path, sizeof l->path, "%s[%zu]", rows[s].key, i);
        l->id = NULL;
        const char *id = identity(l, s, value);
        if (!id || !take(l, s, id, value)) return false;
    }
    *l->path = '\0';
    l->id = NULL;
    return true;
}

static bool merge_section(hg__loader *l, hg__section s) {
    const hg__json *section = hg__json_get(l->file->json, rows[s].key);
    *l->path = '\0';
    l->id = NULL;
    if (!section) return true;
    bool fits = rows[s].object ? hg__json_is_object(section) : hg__json_is_array(section);
    if (!fits)
        return hg__rules_wrong(l, rows[s].key, "expected %s",
                               rows[s].object ? "an object in { }" : "a list in [ ]");
    if (hg__json_size(section) > rows[s].most)
        return hg__rules_wrong(l, rows[s].key, "%zu entries, more than %zu", hg__json_size(section),
                               rows[s].most);
    return rows[s].object ? merge_object(l, s, section) : merge_list(l, s, section);
}

static bool read_head(hg__loader *l, const hg__rules_file *first) {
    static const char *const keys[] = {"format",    "format_version", "name",       "version",
                                       "extends",   "sources",        "parameters", "texts",
                                       "red_flags", "conditions",     "rules",      "ties",
                                       "advice",    "limits",         NULL};
    const hg__json *o = l->file->json;
    *l->path = '\0';
    l->id = NULL;
    hg__check_keys(l, o, keys);
    const char *format = hg__read_text(l, o, "format", true);
    const char *version = hg__read_text(l, o, "format_version", true);
    const char *name = hg__read_text(l, o, "name", true);
    const char *own = hg__read_text(l, o, "version", true);
    if (l->status == HG_OK && strcmp(format, "hipgait-evidence") != 0)
        hg__rules_wrong(l, "format", "\"%.40s\"; expected \"hipgait-evidence\"", format);
    if (l->status == HG_OK && strncmp(version, "1.", 2) != 0)
        hg__rules_wrong(l, "format_version", "\"%.20s\"; this program reads 1.x", version);
    if (l->file == first) {
        l->rules->name = name;
        l->rules->version = own;
    }
    return l->status == HG_OK;
}

bool hg__rules_merge(hg__loader *l, const hg__rules_file *files, size_t n) {
    size_t off = 1;
    for (int s = 0; s < HG__SECTION_COUNT; s++) {
        l->section[s].item = hg__rules_alloc(l, rows[s].most, sizeof(hg__entry));
        off += rows[s].most;
    }
    l->rules->off = hg__rules_alloc(l, off, sizeof *l->rules->off);
    for (size_t i = 0; i < n && l->status == HG_OK; i++) {
        l->file = &files[i];
        if (!read_head(l, files)) break;
        for (int s = 0; s < HG__SECTION_COUNT; s++)
            if (!merge_section(l, (hg__section)s)) break;
    }
    return l->status == HG_OK;
}
