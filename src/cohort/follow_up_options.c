/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/follow_up.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"

static const hg_follow_up_setting table[] = {
#define ROW(field, key, value, least, most, unit, meaning)                                         \
    {key, unit, meaning, value, least, most, offsetof(hg_follow_up_options, field)},
    HG_FOLLOW_UP_NUMBERS(ROW)
#undef ROW
};
#define COUNT (sizeof table / sizeof *table)

const hg_follow_up_setting *hg_follow_up_settings(size_t *count) {
    *count = COUNT;
    return table;
}

static double *field(hg_follow_up_options *options, const hg_follow_up_setting *row) {
    return (double *)(void *)((char *)options + row->offset);
}

void hg_follow_up_options_default(hg_follow_up_options *options) {
    for (size_t i = 0; i < COUNT; i++) *field(options, &table[i]) = table[i].standard;
}

hg_status hg_follow_up_options_set(hg_follow_up_options *options, const char *key,
                                   const char *value, hg_error *err) {
    for (size_t i = 0; i < COUNT; i++) {
        const hg_follow_up_setting *row = &table[i];
        double number;
        if (strcmp(row->key, key) != 0) continue;
        if (!hg__csv_number(&number, value) || number < row->least || number > row->most)
            return hg__fail(err, HG_EINVAL, "%s is \"%.40s\"; expected a number from %g to %g %s",
                            key, value, row->least, row->most, row->unit);
        *field(options, row) = number;
        return HG_OK;
    }
    char keys[300] = "";
    for (size_t i = 0; i < COUNT; i++) hg__list_add(keys, sizeof keys, "%s", table[i].key);
    return hg__fail(err, HG_EINVAL, "there is no setting \"%.40s\"; known: %s", key, keys);
}
