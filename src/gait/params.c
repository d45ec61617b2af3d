/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/params.h>

#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"

static const hg_param_info table[] = {
#define ROW(field, key, value, least, most, unit, meaning)                                         \
    {key, unit, meaning, NULL, value, least, most, NULL, offsetof(hg_params, field)},
    HG_PARAM_NUMBERS(ROW)
#undef ROW
#define ROW(field, key, value, choices, meaning)                                                   \
    {key, "", meaning, choices, NAN, NAN, NAN, value, offsetof(hg_params, field)},
        HG_PARAM_CHOICES(ROW)
#undef ROW
};
#define COUNT (sizeof table / sizeof *table)

const hg_param_info *hg_params_table(size_t *count) {
    *count = COUNT;
    return table;
}

static void *field(hg_params *params, const hg_param_info *info) {
    return (char *)params + info->offset;
}

void hg_params_default(hg_params *params) {
    memset(params, 0, sizeof *params);
    for (size_t i = 0; i < COUNT; i++) {
        if (table[i].choices)
            snprintf(field(params, &table[i]), HG_PARAM_CHOICE_MAX, "%s", table[i].standard_choice);
        else
            *(double *)field(params, &table[i]) = table[i].standard;
    }
}

/* Digits, point, sign and exponent only, whatever the locale: strtod() alone would take "1,5" in
 * some, and "nan" or "0x1p3" in all. */
static bool parse_number(double *out, const char *text) {
    char copy[64], *end;
    const char *point = localeconv()->decimal_point;
    size_t n = strlen(text);
    if (n == 0 || n >= sizeof copy || strspn(text, "0123456789.+-eE") != n) return false;
    memcpy(copy, text, n + 1);
    for (char *c = copy; *c; c++)
        if (*c == '.') *c = *point;
    *out = strtod(copy, &end);
    return *end == '\0' && isfinite(*out);
}

static bool is_choice(const char *choices, const char *value) {
    size_t n = strlen(value);
    if (strchr(value, '|')) return false;
    for (const char *c = choices; n && c; c = strchr(c, '|')) {
        c += *c == '|';
        if (strncmp(c, value, n) == 0 && (c[n] == '|' || c[n] == '\0')) return true;
    }
    return false;
}

static hg_status unknown_key(const char *key, hg_error *err) {
    char keys[400] = "";
    /* name the keys of the same group first; all of them would not fit */
    const char *dot = strchr(key, '.');
    size_t group = dot ? (size_t)(dot - key) + 1 : 0;
    for (size_t i = 0; group && i < COUNT; i++)
        if (strncmp(table[i].key, key, group) == 0)
            hg__list_add(keys, sizeof keys, "%s", table[i].key);
    return hg__fail(err, HG_EINVAL, "there is no parameter \"%.40s\"; %s%s", key,
                    *keys ? "known in its group: " : "hipgait analyze --list-settings names all",
                    keys);
}

hg_status hg_params_set(hg_params *params, const char *key, const char *value, hg_error *err) {
    for (size_t i = 0; i < COUNT; i++) {
        const hg_param_info *info = &table[i];
        double number;
        if (strcmp(info->key, key) != 0) continue;
        if (info->choices) {
            if (!is_choice(info->choices, value))
                return hg__fail(err, HG_EINVAL, "%s = \"%.40s\": expected one of %s", key, value,
                                info->choices);
            snprintf(field(params, info), HG_PARAM_CHOICE_MAX, "%s", value);
        } else {
            if (!parse_number(&number, value) || number < info->least || number > info->most)
                return hg__fail(err, HG_EINVAL,
                                "%s = \"%.40s\": expected a number from %g to %g%s%s", key, value,
                                info->least, info->most, *info->unit ? " " : "", info->unit);
            *(double *)field(params, info) = number;
        }
        return HG_OK;
    }
    return unknown_key(key, err);
}
