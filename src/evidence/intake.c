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

bool hg_intake_any(const hg_intake *intake, const char *group) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        if (group && strcmp(hg_intake_fields[i].group, group) != 0) continue;
        if (!isnan(intake->value[i][0]) || !isnan(intake->value[i][1])) return true;
    }
    return false;
}

bool hg_intake_word(const hg_intake *intake, hg_intake_id id, char *out, size_t size) {
    const hg_intake_field *f = &hg_intake_fields[id];
    double value = intake->value[id][0];
    if (f->kind != HG_INTAKE_CHOICE || !(value >= 0)) return false;
    const char *word = f->unit;
    for (int skip = (int)value; skip > 0 && word; skip--) {
        word = strchr(word, '|');
        if (word) word++;
    }
    if (!word) return false;
    snprintf(out, size, "%.*s", (int)strcspn(word, "|"), word);
    return true;
}

hg_intake_id hg_intake_find(const char *group, const char *name) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        if (strcmp(hg_intake_fields[i].group, group) == 0 &&
            strcmp(hg_intake_fields[i].name, name) == 0)
            return (hg_intake_id)i;
    return HG_INTAKE_COUNT;
}
