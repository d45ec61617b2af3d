/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RUNNER.intake.json, out: every key there is, null where nothing was asked. */
#include <hipgait/intake_file.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "evidence/intake_parts.h"

static hg__json *value_of(const hg_intake *intake, hg_intake_id id, int side) {
    char word[HG_NAME_MAX];
    double value = intake->value[id][side];
    if (isnan(value)) return hg__json_new_null();
    if (hg_intake_fields[id].kind == HG_INTAKE_ANSWER) return hg__json_new_bool(value > 0);
    if (hg_intake_fields[id].kind == HG_INTAKE_NUMBER) return hg__json_new_number(value);
    return hg_intake_word(intake, id, word, sizeof word) ? hg__json_new_text(word)
                                                         : hg__json_new_null();
}

static bool add_group(hg__json *root, const hg_intake *intake, const char *group) {
    hg__json *object = hg__json_new_object();
    bool ok = object != NULL;
    for (int i = 0; i < HG_INTAKE_COUNT && ok; i++) {
        const hg_intake_field *f = &hg_intake_fields[i];
        hg_intake_id id = (hg_intake_id)i;
        if (strcmp(f->group, group) != 0) continue;
        if (!f->sided) {
            ok = hg__json_set(object, f->name, value_of(intake, id, 0));
            continue;
        }
        hg__json *both = hg__json_new_object();
        ok = hg__json_set(both, "left", value_of(intake, id, 0)) &&
             hg__json_set(both, "right", value_of(intake, id, 1));
        if (ok)
            ok = hg__json_set(object, f->name, both);
        else
            hg__json_free(both);
    }
    return hg__json_set(root, group, object) && ok;
}

static hg__json *part_value(const hg__part *part, const void *base) {
    char word[HG_NAME_MAX];
    if (!hg__part_given(part, base)) return hg__json_new_null();
    if (part->kind == HG__PART_NUMBER) return hg__json_new_number(hg__part_number(part, base));
    if (part->kind == HG__PART_ANSWER) return hg__json_new_bool(hg__part_int(part, base) == HG_YES);
    if (part->kind != HG__PART_CODE) return hg__json_new_text(hg__part_text(part, base));
    size_t index = (size_t)hg__part_int(part, base) - 1;
    return hg__nth_word(part->words, index, word, sizeof word) ? hg__json_new_text(word)
                                                               : hg__json_new_null();
}

static hg__json *object_of(const hg__parts *parts, const void *base) {
    hg__json *object = hg__json_new_object();
    for (size_t i = 0; object && i < parts->n; i++)
        if (!hg__json_set(object, parts->part[i].key, part_value(&parts->part[i], base))) {
            hg__json_free(object);
            return NULL;
        }
    return object;
}

static bool add_list(hg__json *root, const char *key, const hg__parts *parts, const void *rows,
                     size_t n, size_t size) {
    if (n == 0) return hg__json_set(root, key, hg__json_new_null());
    hg__json *list = hg__json_new_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < n && ok; i++)
        ok = hg__json_append(list, object_of(parts, (const char *)rows + i * size));
    return hg__json_set(root, key, list) && ok;
}

/* 15 digits show 0.1 as people write it; 17 bring back any number to the last bit. */
static bool survives(double value) {
    char text[40];
    snprintf(text, sizeof text, "%.15g", value);
    double back = strtod(text, NULL);
    return isnan(value) || memcmp(&back, &value, sizeof back) == 0;
}

static bool rows_survive(const hg__parts *parts, const void *rows, size_t n, size_t size) {
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts->n; k++)
            if (parts->part[k].kind == HG__PART_NUMBER &&
                !survives(hg__part_number(&parts->part[k], (const char *)rows + i * size)))
                return false;
    return true;
}

static int digits_for(const hg_subject *s) {
    bool ok =
        rows_survive(&hg__runner_parts, s, 1, 0) &&
        rows_survive(&hg__injury_parts, s->injuries, s->n_injuries, sizeof *s->injuries) &&
        rows_survive(&hg__run_parts, s->training_log, s->n_training_log, sizeof *s->training_log);
    for (int i = 0; i < HG_INTAKE_COUNT && ok; i++)
        ok = survives(s->intake.value[i][0]) && survives(s->intake.value[i][1]);
    return ok ? 15 : 17;
}

hg_status hg_intake_write(hg_text *out, const hg_subject *subject, hg_error *err) {
    const char *group;
    hg__json *root = hg__json_new_object();
    bool ok = root && hg__json_set(root, "schema", hg__json_new_text(HG__INTAKE_SCHEMA)) &&
              hg__json_set(root, "schema_version", hg__json_new_text(HG__INTAKE_VERSION)) &&
              hg__json_set(root, "runner", object_of(&hg__runner_parts, subject)) &&
              hg__json_set(root, "date",
                           hg_intake_is_day(subject->intake_date)
                               ? hg__json_new_text(subject->intake_date)
                               : hg__json_new_null());
    for (size_t g = 0; ok && (group = hg_intake_group(g)); g++)
        ok = add_group(root, &subject->intake, group);
    ok = ok &&
         add_list(root, "injuries", &hg__injury_parts, subject->injuries, subject->n_injuries,
                  sizeof *subject->injuries) &&
         add_list(root, "training_log", &hg__run_parts, subject->training_log,
                  subject->n_training_log, sizeof *subject->training_log);
    out->data = ok ? hg__json_dump(root, digits_for(subject), &out->size) : NULL;
    hg__json_free(root);
    return out->data ? HG_OK : hg__fail_memory(err);
}

hg_status hg_intake_template(hg_text *out, hg_error *err) {
    hg_injury injury = {.name = "1"};
    hg_training_run run = {.date = ""};
    hg_subject empty = {
        .injuries = &injury, .n_injuries = 1, .training_log = &run, .n_training_log = 1};
    hg_intake_clear(&empty.intake);
    for (size_t i = 0; i < hg__runner_parts.n; i++)
        hg__part_clear(&hg__runner_parts.part[i], &empty);
    for (size_t i = 0; i < hg__injury_parts.n; i++)
        hg__part_clear(&hg__injury_parts.part[i], &injury);
    for (size_t i = 0; i < hg__run_parts.n; i++) hg__part_clear(&hg__run_parts.part[i], &run);
    return hg_intake_write(out, &empty, err);
}

hg_status hg_intake_questions(hg_text *out, hg_error *err) {
    static const char *const kinds[] = {"answer", "number", "choice"};
    hg__strbuf b = {0};
    hg__strbuf_add(&b, "group\tname\tkind\tsided\tunit\tleast\tmost\tquestion\n");
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        const hg_intake_field *f = &hg_intake_fields[i];
        hg__strbuf_addf(&b, "%s\t%s\t%s\t%d\t%s\t", f->group, f->name, kinds[f->kind], f->sided,
                        f->unit);
        bool ranged = f->kind == HG_INTAKE_NUMBER;
        hg__strbuf_add_g(&b, ranged ? f->least : NAN, 10, "");
        hg__strbuf_add(&b, "\t");
        hg__strbuf_add_g(&b, ranged ? f->most : NAN, 10, "");
        hg__strbuf_addf(&b, "\t%s\n", f->question);
    }
    return hg__strbuf_take(&b, &out->data, &out->size) ? HG_OK : hg__fail_memory(err);
}
