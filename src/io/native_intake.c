/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/native_intake.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "io/text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define EXPECTED_ROOM 160

/* What schema 1.0 has already; the rest of a 1.0 file is the lab's own. */
static const hg_intake_id in_1_0[] = {
    HG_INTAKE_symptoms_pain_now_nprs,      HG_INTAKE_symptoms_pain_run_nprs,
    HG_INTAKE_symptoms_onset_weeks,        HG_INTAKE_training_km_per_week,
    HG_INTAKE_training_sessions_per_week,  HG_INTAKE_training_years_running,
    HG_INTAKE_training_change_4wk_percent, HG_INTAKE_training_surface,
};

/* Scores that 1.0 has among the symptoms: still read from there where their own place is empty, and
 * written there too, for readers of 1.0. */
static const hg_intake_id scores_in_symptoms[] = {
    HG_INTAKE_scores_hagos_pain, HG_INTAKE_scores_hagos_sport, HG_INTAKE_scores_ihot12};

static bool is_in_1_0(hg_intake_id id) {
    for (size_t i = 0; i < COUNT(in_1_0); i++)
        if (in_1_0[i] == id) return true;
    return false;
}

static bool belongs(hg_intake_id id, const char *group) {
    return strcmp(hg_intake_fields[id].group, group) == 0;
}

static const char *const ends[2] = {"_left", "_right"};

static void attribute_name(char *out, size_t room, hg_intake_id id, int side) {
    const hg_intake_field *f = &hg_intake_fields[id];
    snprintf(out, room, "%s%s", f->name, f->sided ? ends[side] : "");
}

static void expected_text(char *out, hg_intake_id id) {
    if (hg_intake_fields[id].kind == HG_INTAKE_ANSWER)
        snprintf(out, EXPECTED_ROOM, "0 (no) or 1 (yes)");
    else
        hg_intake_expected(id, out, EXPECTED_ROOM);
}

/* --- in --- */

static hg_status read_choice(hg__reader *r, const hg__node *node, hg_intake_id id, const char *name,
                             double *out) {
    char expected[EXPECTED_ROOM], text[HG_NAME_MAX] = "", object[1100];
    bool given;
    expected_text(expected, id);
    hg_status status = hg__attr_text(r->sink, node, name, expected, text, sizeof text, &given);
    if (status != HG_OK || !given || !*text) return status;
    int index = hg_intake_choice(id, text);
    hg__attr_path(object, sizeof object, node, name);
    if (index >= 0) {
        *out = index;
    } else if (id == HG_INTAKE_training_surface) { /* in 1.0 a text of the lab's own */
        hg__remark(r->sink, HG_NOTE, object, expected, "\"%s\"", text);
        hg__text_copy(r->rec->subject.training.surface, HG_NAME_MAX, text);
        r->rec->subject.training.given = true;
    } else {
        return hg__fault(r->sink, HG_EFORMAT, object, expected, "\"%s\"", text);
    }
    return HG_OK;
}

static hg_status read_number(hg__reader *r, const hg__node *node, hg_intake_id id, const char *name,
                             double *out) {
    char expected[EXPECTED_ROOM], object[1100];
    double value = NAN;
    bool given;
    expected_text(expected, id);
    hg_status status = hg__attr_number(r->sink, node, name, expected, &value, &given);
    if (status != HG_OK || !given) return status;
    hg__attr_path(object, sizeof object, node, name);
    if (!hg_intake_accepts(id, value))
        return hg__fault(r->sink, HG_EFORMAT, object, expected, "%g", value);
    *out = value;
    return HG_OK;
}

static hg_status read_one(hg__reader *r, const hg__node *node, hg_intake_id id, const char *name,
                          double *out) {
    *out = NAN;
    bool is_word = hg_intake_fields[id].kind == HG_INTAKE_CHOICE;
    return (is_word ? read_choice : read_number)(r, node, id, name, out);
}

/* An answer that would be lost for a slip in its name is worth a word: one for "the" side of a
 * question that has two, or the other way round. */
static void remark_slips(hg__reader *r, const hg__node *node, hg_intake_id id) {
    const hg_intake_field *f = &hg_intake_fields[id];
    char name[2 * HG_NAME_MAX], object[1100], expected[EXPECTED_ROOM];
    for (int i = 0; i < (f->sided ? 1 : 2); i++) {
        snprintf(name, sizeof name, "%s%s", f->name, f->sided ? "" : ends[i]);
        if (!hg__attr_exists(node, name)) continue;
        hg__attr_path(object, sizeof object, node, name);
        if (f->sided)
            snprintf(expected, sizeof expected, "%s_left and %s_right", f->name, f->name);
        else
            snprintf(expected, sizeof expected, "%s, without a side", f->name);
        hg__remark(r->sink, HG_WARNING, object, expected, "an answer that is not used");
    }
}

static void remark_too_new(hg__reader *r, const hg__node *node, const char *name) {
    char object[1100];
    if (!hg__attr_exists(node, name)) return;
    hg__attr_path(object, sizeof object, node, name);
    hg__remark(r->sink, HG_WARNING, object, "schema_version 1.1 for it to be read",
               "an answer in a file of schema 1.0, not used");
}

static hg_status read_old_scores(hg__reader *r, const hg__node *node) {
    hg_intake *intake = &r->rec->subject.intake;
    hg_status status = HG_OK;
    for (size_t i = 0; i < COUNT(scores_in_symptoms) && status == HG_OK; i++) {
        hg_intake_id id = scores_in_symptoms[i];
        double value;
        status = read_one(r, node, id, hg_intake_fields[id].name, &value);
        /* the scores' own group is read later and has the last word */
        if (!isnan(value)) hg_intake_set(intake, id, 0, value);
    }
    return status;
}

hg_status hg__native_read_answers(hg__reader *r, const hg__node *node, const char *group) {
    hg_intake *intake = &r->rec->subject.intake;
    char name[2 * HG_NAME_MAX];
    hg_status status = HG_OK;
    if (strcmp(group, "symptoms") == 0) status = read_old_scores(r, node);
    for (int i = 0; i < HG_INTAKE_COUNT && status == HG_OK; i++) {
        hg_intake_id id = (hg_intake_id)i;
        if (!belongs(id, group)) continue;
        bool known = r->minor >= 1 || is_in_1_0(id);
        if (known) remark_slips(r, node, id);
        for (int side = 0; side < (hg_intake_fields[id].sided ? 2 : 1) && status == HG_OK; side++) {
            double value = NAN;
            attribute_name(name, sizeof name, id, side);
            if (known)
                status = read_one(r, node, id, name, &value);
            else
                remark_too_new(r, node, name);
            if (!isnan(value)) hg_intake_set(intake, id, side, value);
        }
    }
    return status;
}

/* --- out --- */

static void write_one(hg__out *out, int64_t object, hg_intake_id id, int side,
                      const hg_intake *intake) {
    char name[2 * HG_NAME_MAX], word[HG_NAME_MAX];
    double value = intake->value[id][side];
    if (isnan(value)) return;
    attribute_name(name, sizeof name, id, side);
    if (hg_intake_fields[id].kind == HG_INTAKE_ANSWER)
        hg__out_attr_whole(out, object, name, value > 0);
    else if (hg_intake_fields[id].kind == HG_INTAKE_NUMBER)
        hg__out_attr_number(out, object, name, value);
    else if (hg_intake_word(intake, id, word, sizeof word))
        hg__out_attr_text(out, object, name, word);
}

bool hg__native_has_answers(const hg_subject *s, const char *group) {
    if (hg_intake_any(&s->intake, group)) return true;
    if (strcmp(group, "training") == 0) return s->training.given;
    if (strcmp(group, "symptoms") != 0) return false;
    for (size_t i = 0; i < COUNT(scores_in_symptoms); i++)
        if (!isnan(s->intake.value[scores_in_symptoms[i]][0])) return true;
    return s->symptoms.given;
}

void hg__native_write_answers(hg__out *out, int64_t object, const char *group,
                              const hg_subject *s) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        if (!belongs((hg_intake_id)i, group)) continue;
        for (int side = 0; side < (hg_intake_fields[i].sided ? 2 : 1); side++)
            write_one(out, object, (hg_intake_id)i, side, &s->intake);
    }
    if (strcmp(group, "symptoms") == 0)
        for (size_t i = 0; i < COUNT(scores_in_symptoms); i++)
            write_one(out, object, scores_in_symptoms[i], 0, &s->intake);
    /* the word of the table, where there is one, stands in the place of a text */
    if (strcmp(group, "training") == 0 && *s->training.surface &&
        isnan(s->intake.value[HG_INTAKE_training_surface][0]))
        hg__out_attr_text(out, object, "surface", s->training.surface);
}

hg_status hg__native_check_answers(const hg_subject *s, hg_error *err) {
    char where[256], expected[EXPECTED_ROOM];
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        for (int side = 0; side < 2; side++) {
            hg_intake_id id = (hg_intake_id)i;
            if (hg_intake_accepts(id, s->intake.value[i][side])) continue;
            expected_text(expected, id);
            snprintf(where, sizeof where, "/subject/%s@%s%s", hg_intake_fields[i].group,
                     hg_intake_fields[i].name, hg_intake_fields[i].sided ? ends[side] : "");
            return hg__fail_at(err, HG_EINVAL, where, "%g; expected %s", s->intake.value[i][side],
                               expected);
        }
    return HG_OK;
}
