/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/intake.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#define ROW(group, name, kind, sided, unit, least, most, question)                                 \
    {#group, #name, HG_INTAKE_##kind, sided, unit, least, most, question},
const hg_intake_field hg_intake_fields[HG_INTAKE_COUNT] = {HG_INTAKE_TABLE(ROW)};
#undef ROW

void hg_intake_clear(hg_intake *intake) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++) intake->value[i][0] = intake->value[i][1] = NAN;
}

void hg_intake_set(hg_intake *intake, hg_intake_id id, int side, double value) {
    intake->value[id][side] = value;
    if (!hg_intake_fields[id].sided) intake->value[id][0] = intake->value[id][1] = value;
}

void hg_intake_merge(hg_intake *into, const hg_intake *from) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        for (int side = 0; side < 2; side++)
            if (!isnan(from->value[i][side])) into->value[i][side] = from->value[i][side];
}

bool hg_intake_any(const hg_intake *intake, const char *group) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        if (group && strcmp(hg_intake_fields[i].group, group) != 0) continue;
        if (!isnan(intake->value[i][0]) || !isnan(intake->value[i][1])) return true;
    }
    return false;
}

const char *hg_intake_group(size_t n) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        bool begins = i == 0 || strcmp(hg_intake_fields[i].group, hg_intake_fields[i - 1].group);
        if (begins && n-- == 0) return hg_intake_fields[i].group;
    }
    return NULL;
}

hg_intake_id hg_intake_find(const char *group, const char *name) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        if (strcmp(hg_intake_fields[i].group, group) == 0 &&
            strcmp(hg_intake_fields[i].name, name) == 0)
            return (hg_intake_id)i;
    return HG_INTAKE_COUNT;
}

/* Words of a choice are joined by '|'. */
static int word_count(const hg_intake_field *f) {
    int n = 1;
    for (const char *c = f->unit; *c; c++) n += *c == '|';
    return n;
}

bool hg_intake_accepts(hg_intake_id id, double value) {
    const hg_intake_field *f = &hg_intake_fields[id];
    if (isnan(value)) return true;
    if (f->kind == HG_INTAKE_NUMBER) return value >= f->least && value <= f->most;
    int most = f->kind == HG_INTAKE_ANSWER ? 1 : word_count(f) - 1;
    return value >= 0 && value <= most && floor(value) == value;
}

int hg_intake_choice(hg_intake_id id, const char *word) {
    const hg_intake_field *f = &hg_intake_fields[id];
    if (f->kind != HG_INTAKE_CHOICE) return -1;
    const char *at = f->unit;
    for (int i = 0;; i++) {
        size_t n = strcspn(at, "|");
        if (n == strlen(word) && memcmp(at, word, n) == 0) return i;
        if (!at[n]) return -1;
        at += n + 1;
    }
}

bool hg_intake_word(const hg_intake *intake, hg_intake_id id, char *out, size_t size) {
    const hg_intake_field *f = &hg_intake_fields[id];
    double value = intake->value[id][0];
    if (f->kind != HG_INTAKE_CHOICE || !(value >= 0) || value >= word_count(f)) return false;
    const char *word = f->unit;
    for (int skip = (int)value; skip > 0; skip--) word = strchr(word, '|') + 1;
    snprintf(out, size, "%.*s", (int)strcspn(word, "|"), word);
    return true;
}

void hg_intake_expected(hg_intake_id id, char *out, size_t size) {
    const hg_intake_field *f = &hg_intake_fields[id];
    if (f->kind == HG_INTAKE_ANSWER) {
        snprintf(out, size, "no or yes");
    } else if (f->kind == HG_INTAKE_NUMBER) {
        bool bare = strcmp(f->unit, "1") == 0;
        snprintf(out, size, "%.10g to %.10g%s%s", f->least, f->most, bare ? "" : " ",
                 bare ? "" : f->unit);
    } else {
        size_t n = (size_t)snprintf(out, size, "one of ");
        for (const char *c = f->unit; *c && n + 3 < size; c++) {
            if (*c == '|') {
                out[n++] = ',';
                out[n++] = ' ';
            } else {
                out[n++] = *c;
            }
        }
        out[n] = '\0';
    }
}

bool hg_intake_is_day(const char *t) {
    static const char shape[] = "dddd-dd-dd";
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(t) != sizeof shape - 1) return false;
    for (size_t i = 0; shape[i]; i++)
        if (shape[i] == 'd' ? !(t[i] >= '0' && t[i] <= '9') : t[i] != shape[i]) return false;
    int year = (t[0] - '0') * 1000 + (t[1] - '0') * 100 + (t[2] - '0') * 10 + t[3] - '0';
    int month = (t[5] - '0') * 10 + t[6] - '0', day = (t[8] - '0') * 10 + t[9] - '0';
    if (year < 1 || month < 1 || month > 12 || day < 1) return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (leap && month == 2);
}
