/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON Schema of RUNNER.intake.json: what the reader takes, in the words of the table. */
#include <hipgait/intake_file.h>

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "evidence/intake_parts.h"

#define DAY "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

/* Setters of jansson take NULL values as failures, so one flag at the end is enough. */
typedef struct schema {
    bool failed;
} schema;

static void put(schema *s, hg__json *object, const char *key, hg__json *value) {
    if (!hg__json_set(object, key, value)) s->failed = true;
}

static void put_text(schema *s, hg__json *object, const char *key, const char *text) {
    put(s, object, key, hg__json_new_text(text));
}

static hg__json *texts(schema *s, const char *first, const char *second) {
    hg__json *list = hg__json_new_array();
    if (!hg__json_append(list, hg__json_new_text(first)) ||
        (second && !hg__json_append(list, hg__json_new_text(second))))
        s->failed = true;
    return list;
}

static hg__json *words(schema *s, const char *joined) {
    char word[HG_NAME_MAX];
    hg__json *list = hg__json_new_array();
    for (size_t i = 0; hg__nth_word(joined, i, word, sizeof word); i++)
        if (!hg__json_append(list, hg__json_new_text(word))) s->failed = true;
    if (!hg__json_append(list, hg__json_new_null())) s->failed = true;
    return list;
}

static hg__json *object_schema(schema *s, bool may_be_null) {
    hg__json *object = hg__json_new_object();
    if (may_be_null)
        put(s, object, "type", texts(s, "object", "null"));
    else
        put_text(s, object, "type", "object");
    put(s, object, "additionalProperties", hg__json_new_bool(false));
    return object;
}

static void put_range(schema *s, hg__json *object, double least, double most) {
    put(s, object, "type", texts(s, "number", "null"));
    put(s, object, "minimum", hg__json_new_number(least));
    put(s, object, "maximum", hg__json_new_number(most));
}

/* --- questions --- */

static hg__json *value_schema(schema *s, const hg_intake_field *f, bool described) {
    char text[300];
    hg__json *object = hg__json_new_object();
    bool unit = f->kind == HG_INTAKE_NUMBER && strcmp(f->unit, "1") != 0;
    snprintf(text, sizeof text, "%s%s%s%s", f->question, unit ? " (" : "", unit ? f->unit : "",
             unit ? ")" : "");
    if (described) put_text(s, object, "description", text);
    if (f->kind == HG_INTAKE_ANSWER)
        put(s, object, "type", texts(s, "boolean", "null"));
    else if (f->kind == HG_INTAKE_NUMBER)
        put_range(s, object, f->least, f->most);
    else
        put(s, object, "enum", words(s, f->unit));
    return object;
}

static hg__json *question_schema(schema *s, const hg_intake_field *f) {
    if (!f->sided) return value_schema(s, f, true);
    hg__json *object = object_schema(s, true), *sides = hg__json_new_object();
    put_text(s, object, "description", f->question);
    put(s, sides, "left", value_schema(s, f, false));
    put(s, sides, "right", value_schema(s, f, false));
    put(s, object, "properties", sides);
    return object;
}

static hg__json *group_schema(schema *s, const char *group) {
    hg__json *object = object_schema(s, true), *properties = hg__json_new_object();
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        if (strcmp(hg_intake_fields[i].group, group) == 0)
            put(s, properties, hg_intake_fields[i].name, question_schema(s, &hg_intake_fields[i]));
    put(s, object, "properties", properties);
    return object;
}

/* --- runner, injuries, runs --- */

static hg__json *day_schema(schema *s) {
    hg__json *object = hg__json_new_object();
    put(s, object, "type", texts(s, "string", "null"));
    put_text(s, object, "format", "date");
    put_text(s, object, "pattern", DAY);
    return object;
}

/* The page shows other units than the file has, so units stand in the keys alone. */
static hg__json *part_schema(schema *s, const hg__part *part) {
    hg__json *object = hg__json_new_object();
    switch (part->kind) {
    case HG__PART_NUMBER: put_range(s, object, part->least, part->most); break;
    case HG__PART_ANSWER: put(s, object, "type", texts(s, "boolean", "null")); break;
    case HG__PART_WORD:
    case HG__PART_CODE: put(s, object, "enum", words(s, part->words)); break;
    case HG__PART_DAY: hg__json_free(object); return day_schema(s);
    case HG__PART_ID:
        put_text(s, object, "description", "pseudonym, as in the recording; never a name");
        put(s, object, "type", texts(s, "string", "null"));
        put_text(s, object, "pattern", "^(?!\\.{1,2}$)[^/\\u0000-\\u001f\\u007f]{1,63}$");
        break;
    case HG__PART_TEXT:
        put(s, object, "type", texts(s, "string", "null"));
        put(s, object, "maxLength", hg__json_new_integer((long long)part->room - 1));
        put_text(s, object, "pattern", "^[^\\u0000-\\u001f\\u007f]*$");
        break;
    }
    return object;
}

static hg__json *parts_schema(schema *s, const hg__parts *parts, bool may_be_null) {
    hg__json *object = object_schema(s, may_be_null), *properties = hg__json_new_object();
    for (size_t i = 0; i < parts->n; i++)
        put(s, properties, parts->part[i].key, part_schema(s, &parts->part[i]));
    put(s, object, "properties", properties);
    return object;
}

static hg__json *list_schema(schema *s, const char *description, hg__json *items) {
    hg__json *object = hg__json_new_object();
    put_text(s, object, "description", description);
    put(s, object, "type", texts(s, "array", "null"));
    put(s, object, "items", items);
    return object;
}

/* A run has its day, unless nothing at all stands in its row. */
static hg__json *run_schema(schema *s) {
    hg__json *run = parts_schema(s, &hg__run_parts, false), *any = hg__json_new_array();
    hg__json *dated = hg__json_new_object(), *properties = hg__json_new_object();
    hg__json *day = hg__json_new_object(), *empty = hg__json_new_object();
    hg__json *null = hg__json_new_object();
    put_text(s, day, "type", "string");
    put(s, properties, "date", day);
    put(s, dated, "properties", properties);
    put(s, dated, "required", texts(s, "date", NULL));
    put_text(s, null, "type", "null");
    put(s, empty, "additionalProperties", null);
    if (!hg__json_append(any, dated) || !hg__json_append(any, empty)) s->failed = true;
    put(s, run, "anyOf", any);
    return run;
}

hg_status hg_intake_schema(hg_text *out, hg_error *err) {
    schema s = {false};
    const char *group;
    hg__json *root = hg__json_new_object(), *properties = hg__json_new_object();
    hg__json *name = hg__json_new_object(), *version = hg__json_new_object();
    put_text(&s, root, "$schema", "https://json-schema.org/draft/2020-12/schema");
    put_text(&s, root, "title", "hipgait intake " HG__INTAKE_VERSION);
    put_text(&s, root, "description",
             "What a runner was asked. null, or a key that is not there: not asked; false: asked "
             "and absent; true: asked and present. Texts have at most 63 bytes in UTF-8, a "
             "diagnosis 255.");
    put_text(&s, root, "type", "object");
    put(&s, root, "additionalProperties", hg__json_new_bool(false));
    put(&s, root, "required", texts(&s, "schema", "schema_version"));
    put_text(&s, name, "const", HG__INTAKE_SCHEMA);
    put_text(&s, version, "type", "string");
    put_text(&s, version, "pattern", "^1\\.[0-9]+$");
    put(&s, properties, "schema", name);
    put(&s, properties, "schema_version", version);
    put(&s, properties, "runner", parts_schema(&s, &hg__runner_parts, true));
    put(&s, properties, "date", day_schema(&s));
    for (size_t g = 0; (group = hg_intake_group(g)); g++)
        put(&s, properties, group, group_schema(&s, group));
    put(&s, properties, "injuries",
        list_schema(&s, "Past and present injuries; an empty list: none",
                    parts_schema(&s, &hg__injury_parts, false)));
    put(&s, properties, "training_log",
        list_schema(&s, "Runs, in any order; an empty list: none", run_schema(&s)));
    put(&s, root, "properties", properties);
    out->data = s.failed ? NULL : hg__json_dump(root, 15, &out->size);
    hg__json_free(root);
    return out->data ? HG_OK : hg__fail_memory(err);
}
