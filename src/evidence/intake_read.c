/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RUNNER.intake.json, in: every key must be known and every value fit, for an answer that is lost
 * would pass as a question that was not asked. */
#include <hipgait/intake_file.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "evidence/intake_parts.h"

#define PATH_ROOM 200

/* What the file says, before any of it reaches the recording. */
typedef struct intake_file {
    hg_recording *recording; /* memory of the lists */
    hg_subject subject;
    bool has_injuries, has_log;
    hg_error *err;
} intake_file;

/* --- messages --- */

/* What a value is, for a message. */
static void show(const hg__json *value, char *out, size_t size) {
    double number;
    bool answer;
    const char *text = hg__json_text(value);
    if (text)
        snprintf(out, size, "the text \"%.60s\"", text);
    else if (hg__json_bool(value, &answer))
        snprintf(out, size, "%s", answer ? "true" : "false");
    else if (hg__json_number(value, &number))
        snprintf(out, size, "%.10g", number);
    else
        snprintf(out, size, "%s",
                 hg__json_is_array(value)    ? "a list"
                 : hg__json_is_object(value) ? "an object"
                                             : "null");
}

static hg_status wrong(const intake_file *f, const char *path, const hg__json *value,
                       const char *expected) {
    char found[100];
    show(value, found, sizeof found);
    return hg__fail_at(f->err, HG_EFORMAT, path, "found %s; expected %s", found, expected);
}

static hg_status wrong_or_null(const intake_file *f, const char *path, const hg__json *value,
                               const char *expected) {
    char both[300];
    snprintf(both, sizeof both, "%s, or null where it was not asked", expected);
    return wrong(f, path, value, both);
}

static hg_status unknown(const intake_file *f, const char *path, const char *where) {
    return hg__fail_at(f->err, HG_EFORMAT, path,
                       "there is no such key in %s; hipgait intake --template shows all", where);
}

static void join(char *out, const char *path, const char *key) {
    snprintf(out, PATH_ROOM, "%.120s%s%.60s", path, *path ? "." : "", key);
}

/* --- questions --- */

static hg_status read_value(intake_file *f, const hg__json *value, hg_intake_id id, int side,
                            const char *path) {
    double number = NAN;
    bool answer = false, fits = false;
    char expected[200];
    if (hg__json_is_null(value)) return HG_OK;
    switch (hg_intake_fields[id].kind) {
    case HG_INTAKE_ANSWER:
        fits = hg__json_bool(value, &answer);
        number = answer;
        break;
    case HG_INTAKE_NUMBER: fits = hg__json_number(value, &number); break;
    case HG_INTAKE_CHOICE:
        fits = hg__json_text(value) != NULL;
        if (fits) number = hg_intake_choice(id, hg__json_text(value));
        break;
    }
    if (fits && hg_intake_accepts(id, number)) {
        hg_intake_set(&f->subject.intake, id, side, number);
        return HG_OK;
    }
    hg_intake_expected(id, expected, sizeof expected);
    return wrong_or_null(
        f, path, value, hg_intake_fields[id].kind == HG_INTAKE_ANSWER ? "true or false" : expected);
}

static hg_status read_sided(intake_file *f, const hg__json *value, hg_intake_id id,
                            const char *path) {
    static const char *const sides[] = {"left", "right"};
    char where[PATH_ROOM];
    const char *key;
    if (!hg__json_is_object(value))
        return wrong_or_null(f, path, value, "an object with left and right");
    size_t n = hg__json_size(value);
    hg_status status = HG_OK;
    for (size_t i = 0; i < n && status == HG_OK; i++) {
        const hg__json *one = hg__json_member(value, i, &key);
        join(where, path, key);
        int side = strcmp(key, sides[0]) == 0 ? 0 : strcmp(key, sides[1]) == 0 ? 1 : -1;
        status = side < 0 ? unknown(f, where, "a question with two sides (left, right)")
                          : read_value(f, one, id, side, where);
    }
    return status;
}

static hg_status read_group(intake_file *f, const hg__json *object, const char *group) {
    char path[PATH_ROOM];
    const char *key;
    if (hg__json_is_null(object)) return HG_OK;
    if (!hg__json_is_object(object)) return wrong_or_null(f, group, object, "an object");
    size_t n = hg__json_size(object);
    for (size_t i = 0; i < n; i++) {
        const hg__json *value = hg__json_member(object, i, &key);
        hg_intake_id id = hg_intake_find(group, key);
        hg_status status = HG_OK;
        join(path, group, key);
        if (id == HG_INTAKE_COUNT)
            status = unknown(f, path, "the intake");
        else if (hg_intake_fields[id].sided && !hg__json_is_null(value))
            status = read_sided(f, value, id, path);
        else
            status = read_value(f, value, id, 0, path);
        if (status != HG_OK) return status;
    }
    return HG_OK;
}

/* --- runner, injuries, runs --- */

static hg_status read_part(const intake_file *f, const hg__json *value, const hg__part *part,
                           void *base, const char *path) {
    double number;
    bool answer, fits = false;
    char expected[200];
    const char *text = hg__json_text(value);
    if (hg__json_is_null(value)) return HG_OK;
    if (part->kind == HG__PART_NUMBER)
        fits = hg__json_number(value, &number) && hg__part_set_number(part, base, number);
    else if (part->kind == HG__PART_ANSWER && hg__json_bool(value, &answer)) {
        hg__part_set_int(part, base, answer ? HG_YES : HG_NO);
        fits = true;
    } else
        fits = text && hg__part_set_text(part, base, text);
    if (fits) return HG_OK;
    hg__part_expected(part, expected, sizeof expected);
    return wrong_or_null(f, path, value, expected);
}

static const hg__part *find_part(const hg__parts *parts, const char *key) {
    for (size_t i = 0; i < parts->n; i++)
        if (strcmp(parts->part[i].key, key) == 0) return &parts->part[i];
    return NULL;
}

static hg_status read_parts(const intake_file *f, const hg__json *object, const hg__parts *parts,
                            void *base, const char *path) {
    char where[PATH_ROOM];
    const char *key;
    if (!hg__json_is_object(object)) return wrong_or_null(f, path, object, "an object");
    size_t n = hg__json_size(object);
    for (size_t i = 0; i < n; i++) {
        const hg__json *value = hg__json_member(object, i, &key);
        const hg__part *part = find_part(parts, key);
        join(where, path, key);
        hg_status status = part ? read_part(f, value, part, base, where)
                                : unknown(f, where, "this part of an intake");
        if (status != HG_OK) return status;
    }
    return HG_OK;
}

/* Rows into `rows`, which has room for all; *n counts those in which anything stands. */
static hg_status read_rows(const intake_file *f, const hg__json *list, const hg__parts *parts,
                           char *rows, size_t size, size_t *n, const char *path) {
    *n = 0;
    for (size_t i = 0; i < hg__json_size(list); i++) {
        char where[PATH_ROOM];
        void *row = rows + *n * size;
        bool any = false;
        snprintf(where, sizeof where, "%s[%zu]", path, i);
        for (size_t k = 0; k < parts->n; k++) hg__part_clear(&parts->part[k], row);
        hg_status status = read_parts(f, hg__json_at(list, i), parts, row, where);
        if (status != HG_OK) return status;
        for (size_t k = 0; k < parts->n; k++) any = any || hg__part_given(&parts->part[k], row);
        if (any && parts->part[0].kind == HG__PART_DAY && !hg__part_given(&parts->part[0], row)) {
            char at[PATH_ROOM];
            join(at, where, parts->part[0].key);
            return hg__fail_at(f->err, HG_EFORMAT, at,
                               "a run without its day; expected a day such as 2026-05-17");
        }
        *n += any;
    }
    return HG_OK;
}

static hg_status read_list(intake_file *f, const hg__json *list, const hg__parts *parts,
                           size_t size, void **rows, size_t *n, bool *given, const char *path) {
    if (hg__json_is_null(list)) return HG_OK;
    if (!hg__json_is_array(list)) return wrong_or_null(f, path, list, "a list");
    size_t all = hg__json_size(list);
    *rows = hg_recording_alloc(f->recording, all + 1, size);
    if (!*rows) return hg__fail_memory(f->err);
    hg_status status = read_rows(f, list, parts, *rows, size, n, path);
    *given = all == 0 || *n > 0; /* an empty list says "none", empty rows say nothing */
    return status;
}

static hg_status read_injuries(intake_file *f, const hg__json *list) {
    void *rows = NULL;
    hg_status status = read_list(f, list, &hg__injury_parts, sizeof(hg_injury), &rows,
                                 &f->subject.n_injuries, &f->has_injuries, "injuries");
    f->subject.injuries = rows;
    for (size_t i = 0; status == HG_OK && i < f->subject.n_injuries; i++)
        snprintf(f->subject.injuries[i].name, HG_NAME_MAX, "%zu", i + 1);
    return status;
}

static hg_status read_log(intake_file *f, const hg__json *list) {
    void *rows = NULL;
    hg_status status = read_list(f, list, &hg__run_parts, sizeof(hg_training_run), &rows,
                                 &f->subject.n_training_log, &f->has_log, "training_log");
    f->subject.training_log = rows;
    return status;
}

/* --- the file --- */

static hg_status read_version(const intake_file *f, const hg__json *root) {
    const char *schema = hg__json_text(hg__json_get(root, "schema"));
    const char *version = hg__json_text(hg__json_get(root, "schema_version"));
    if (!schema || strcmp(schema, HG__INTAKE_SCHEMA) != 0)
        return wrong(f, "schema", hg__json_get(root, "schema"),
                     "\"" HG__INTAKE_SCHEMA "\": this is not an intake file");
    if (!version || strncmp(version, "1.", 2) != 0 || !version[2] ||
        version[2 + strspn(version + 2, "0123456789")])
        return wrong(f, "schema_version", hg__json_get(root, "schema_version"),
                     "\"" HG__INTAKE_VERSION "\"");
    return HG_OK;
}

static hg_status read_date(intake_file *f, const hg__json *value) {
    const char *text = hg__json_text(value);
    if (hg__json_is_null(value)) return HG_OK;
    if (!text || !hg_intake_is_day(text))
        return wrong_or_null(f, "date", value, "a day such as 2026-05-17");
    snprintf(f->subject.intake_date, HG_NAME_MAX, "%s", text);
    return HG_OK;
}

static bool is_group(const char *key) {
    const char *group;
    for (size_t g = 0; (group = hg_intake_group(g)); g++)
        if (strcmp(group, key) == 0) return true;
    return false;
}

static hg_status read_root(intake_file *f, const hg__json *root) {
    if (!hg__json_is_object(root))
        return wrong(f, "", root, "an object; hipgait intake --template shows it");
    hg_status status = read_version(f, root);
    const char *key;
    size_t n = hg__json_size(root);
    for (size_t i = 0; i < n && status == HG_OK; i++) {
        const hg__json *value = hg__json_member(root, i, &key);
        if (strcmp(key, "runner") == 0)
            status = hg__json_is_null(value)
                         ? HG_OK
                         : read_parts(f, value, &hg__runner_parts, &f->subject, "runner");
        else if (strcmp(key, "date") == 0)
            status = read_date(f, value);
        else if (strcmp(key, "injuries") == 0)
            status = read_injuries(f, value);
        else if (strcmp(key, "training_log") == 0)
            status = read_log(f, value);
        else if (is_group(key))
            status = read_group(f, value, key);
        else if (strcmp(key, "schema") != 0 && strcmp(key, "schema_version") != 0)
            status = unknown(f, key, "an intake file");
    }
    return status;
}

static void take_over(const intake_file *f) {
    hg_subject *to = &f->recording->subject;
    for (size_t i = 0; i < hg__runner_parts.n; i++)
        hg__part_take(&hg__runner_parts.part[i], to, &f->subject);
    hg_intake_merge(&to->intake, &f->subject.intake);
    if (*f->subject.intake_date) memcpy(to->intake_date, f->subject.intake_date, HG_NAME_MAX);
    if (f->has_injuries) {
        to->injuries = f->subject.n_injuries ? f->subject.injuries : NULL;
        to->n_injuries = f->subject.n_injuries;
    }
    if (f->has_log) {
        to->training_log = f->subject.n_training_log ? f->subject.training_log : NULL;
        to->n_training_log = f->subject.n_training_log;
    }
}

/* Some editors put a byte order mark first. */
static size_t mark_size(const char *text, size_t size) {
    return size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

hg_status hg_intake_read(hg_recording *recording, const char *text, size_t size, const char *name,
                         hg_error *err) {
    intake_file f = {.recording = recording, .err = err};
    const char *id = recording->subject.id;
    hg__json *root = NULL;
    if (size > HG_INTAKE_BYTES_MAX)
        return hg__fail(err, HG_EUNSUPPORTED, "%s: %zu bytes; an intake file has at most %zu", name,
                        size, HG_INTAKE_BYTES_MAX);
    for (size_t i = 0; i < hg__runner_parts.n; i++)
        hg__part_clear(&hg__runner_parts.part[i], &f.subject);
    hg_intake_clear(&f.subject.intake);
    size_t mark = mark_size(text, size);
    hg_status status = hg__json_parse(&root, text + mark, size - mark, name, err);
    if (status != HG_OK) {
        hg__error_clean(err);
        return status;
    }
    status = read_root(&f, root);
    hg__json_free(root);
    if (status == HG_OK && *id && *f.subject.id && strcmp(id, f.subject.id) != 0)
        status = hg__fail_at(err, HG_EDATA, "runner.id",
                             "the answers are those of \"%s\", the recording is of \"%s\"",
                             f.subject.id, id);
    if (status == HG_OK) {
        take_over(&f);
    } else {
        hg__error_set_file(err, name);
        hg__error_clean(err);
    }
    return status;
}

hg_status hg_intake_read_file(hg_recording *recording, const char *path, hg_error *err) {
    void *data = NULL;
    size_t size;
    hg_status status = hg__file_read(&data, &size, path, HG_INTAKE_BYTES_MAX, err);
    if (status == HG_OK) status = hg_intake_read(recording, data, size, hg__base_name(path), err);
    free(data);
    return status;
}

hg_status hg_intake_set_runner(hg_subject *subject, const char *key, const char *text,
                               hg_error *err) {
    const hg__part *part = find_part(&hg__runner_parts, key);
    double number;
    char expected[200];
    if (!part) return hg__fail(err, HG_EINVAL, "\"%s\" is no measure of the runner", key);
    bool fits = part->kind == HG__PART_NUMBER
                    ? hg__csv_number(&number, text) && hg__part_set_number(part, subject, number)
                    : hg__part_set_text(part, subject, text);
    if (fits) return HG_OK;
    hg__part_expected(part, expected, sizeof expected);
    return hg__fail(err, HG_EINVAL, "found \"%.60s\"; expected %s", text, expected);
}
