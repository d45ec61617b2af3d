/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/intake_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define AT(type, member) offsetof(type, member), sizeof(((type *)0)->member)
#define NUMBER(type, member, key, least, most, label, shown)                                       \
    { key, HG__PART_NUMBER, AT(type, member), least, most, "", label, shown }
#define OTHER(kind, type, member, key, words, label)                                               \
    { key, HG__PART_##kind, AT(type, member), 0, 0, words, label, 1 }

/* Codes are moved as int. */
_Static_assert(sizeof(hg_sex) == sizeof(int) && sizeof(hg_answer) == sizeof(int),
               "enums of the size of int");

static const hg__part runner[] = {
    OTHER(ID, hg_subject, id, "id", "", "Pseudonym"),
    OTHER(CODE, hg_subject, sex, "sex", "F|M|other", "Sex"),
    NUMBER(hg_subject, age_years, "age_years", 0, 130, "Age, years", 1),
    NUMBER(hg_subject, height_m, "height_m", 0.3, 2.8, "Height, cm", 0.01),
    NUMBER(hg_subject, mass_kg, "mass_kg", 1, 500, "Mass, kg", 1),
    NUMBER(hg_subject, leg_length_m[HG_LEFT], "leg_length_left_m", 0.1, 1.6, "Left leg length, cm",
           0.01),
    NUMBER(hg_subject, leg_length_m[HG_RIGHT], "leg_length_right_m", 0.1, 1.6,
           "Right leg length, cm", 0.01),
    OTHER(WORD, hg_subject, dominant_leg, "dominant_leg", "L|R|both", "Dominant leg"),
};

static const hg__part injury[] = {
    OTHER(TEXT, hg_injury, site, "site", "", "Site"),
    OTHER(WORD, hg_injury, side, "side", "L|R|both|none", "Side"),
    OTHER(TEXT, hg_injury, diagnosis, "diagnosis", "", "Diagnosis"),
    NUMBER(hg_injury, weeks_ago, "weeks_ago", 0, 10000, "Weeks ago", 1),
    NUMBER(hg_injury, days_lost, "days_lost", 0, 100000, "Days lost", 1),
    OTHER(WORD, hg_injury, status, "status", "current|resolved", "Status"),
    OTHER(ANSWER, hg_injury, surgery, "surgery", "", "Surgery"),
};

static const hg__part run[] = {
    OTHER(DAY, hg_training_run, date, "date", "", "Day"),
    NUMBER(hg_training_run, distance_m, "distance_m", 0, 1e6, "Distance, km", 1000),
    NUMBER(hg_training_run, duration_s, "duration_s", 0, 1e6, "Duration, min", 60),
    NUMBER(hg_training_run, rpe, "rpe", 0, 20, "Rating of effort", 1),
    OTHER(WORD, hg_training_run, surface, "surface", HG_SURFACES, "Surface"),
};

const hg__parts hg__runner_parts = {runner, COUNT(runner)};
const hg__parts hg__injury_parts = {injury, COUNT(injury)};
const hg__parts hg__run_parts = {run, COUNT(run)};

static char *at(const hg__part *part, void *base) {
    return (char *)base + part->offset;
}

bool hg__nth_word(const char *words, size_t n, char *out, size_t size) {
    for (; n > 0; n--) {
        words = strchr(words, '|');
        if (!words) return false;
        words++;
    }
    snprintf(out, size, "%.*s", (int)strcspn(words, "|"), words);
    return true;
}

void hg__part_expected(const hg__part *part, char *out, size_t size) {
    char word[HG_NAME_MAX];
    size_t n = 0;
    switch (part->kind) {
    case HG__PART_ID:
        snprintf(out, size, "a pseudonym of 1 to 63 bytes without '/' that is not '.' or '..'");
        return;
    case HG__PART_TEXT: snprintf(out, size, "a text of at most %zu bytes", part->room - 1); return;
    case HG__PART_DAY: snprintf(out, size, "a day such as 2026-05-17"); return;
    case HG__PART_NUMBER: snprintf(out, size, "%.10g to %.10g", part->least, part->most); return;
    case HG__PART_ANSWER: snprintf(out, size, "true or false"); return;
    case HG__PART_WORD:
    case HG__PART_CODE:
        n = (size_t)snprintf(out, size, "one of ");
        for (size_t i = 0; n < size && hg__nth_word(part->words, i, word, sizeof word); i++)
            n += (size_t)snprintf(out + n, size - n, "%s%s", i ? ", " : "", word);
        return;
    }
}

double hg__part_number(const hg__part *part, const void *base) {
    double value;
    memcpy(&value, (const char *)base + part->offset, sizeof value);
    return value;
}

int hg__part_int(const hg__part *part, const void *base) {
    int value;
    memcpy(&value, (const char *)base + part->offset, sizeof value);
    return value;
}

const char *hg__part_text(const hg__part *part, const void *base) {
    return (const char *)base + part->offset;
}

bool hg__part_given(const hg__part *part, const void *base) {
    if (part->kind == HG__PART_NUMBER) return !isnan(hg__part_number(part, base));
    if (part->kind == HG__PART_ANSWER) return hg__part_int(part, base) != HG_NOT_GIVEN;
    if (part->kind == HG__PART_CODE) return hg__part_int(part, base) != 0;
    return *hg__part_text(part, base) != '\0';
}

void hg__part_clear(const hg__part *part, void *base) {
    double none = NAN;
    if (part->kind == HG__PART_NUMBER)
        memcpy(at(part, base), &none, sizeof none);
    else if (part->kind == HG__PART_ANSWER || part->kind == HG__PART_CODE)
        hg__part_set_int(part, base, part->kind == HG__PART_ANSWER ? HG_NOT_GIVEN : 0);
    else
        memset(at(part, base), 0, part->room);
}

bool hg__part_set_number(const hg__part *part, void *base, double value) {
    if (!(value >= part->least && value <= part->most)) return false;
    memcpy(at(part, base), &value, sizeof value);
    return true;
}

void hg__part_set_int(const hg__part *part, void *base, int value) {
    memcpy(at(part, base), &value, sizeof value);
}

static int find_word(const char *words, const char *text) {
    char word[HG_NAME_MAX];
    for (size_t i = 0; hg__nth_word(words, i, word, sizeof word); i++)
        if (strcmp(word, text) == 0) return (int)i;
    return -1;
}

static bool is_plain(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f) return false;
    return true;
}

bool hg__part_set_text(const hg__part *part, void *base, const char *text) {
    int word = 0;
    switch (part->kind) {
    case HG__PART_CODE:
        if ((word = find_word(part->words, text)) < 0) return false;
        hg__part_set_int(part, base, word + 1);
        return true;
    case HG__PART_WORD:
        if (find_word(part->words, text) < 0) return false;
        break;
    case HG__PART_DAY:
        if (!hg_intake_is_day(text)) return false;
        break;
    case HG__PART_ID:
        if (!*text || strchr(text, '/') || strcmp(text, ".") == 0 || strcmp(text, "..") == 0)
            return false;
        break;
    case HG__PART_TEXT: break;
    case HG__PART_NUMBER:
    case HG__PART_ANSWER: return false;
    }
    size_t n = strlen(text);
    if (n >= part->room || !is_plain(text)) return false;
    memset(at(part, base), 0, part->room);
    memcpy(at(part, base), text, n);
    return true;
}

void hg__part_take(const hg__part *part, void *to, const void *from) {
    if (hg__part_given(part, from))
        memcpy(at(part, to), (const char *)from + part->offset, part->room);
}
