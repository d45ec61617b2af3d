/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/units.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DAY 86400.0

/* clang-format off */
static const hg__unit units[] = {
    /* name     words                decimals scale          m  kg  s  deg points  percent */
    {"1",       "",                       2, 1,            { 0, 0,  0, 0, 0}, false},
    {"%",       "%",                      0, 0.01,         { 0, 0,  0, 0, 0}, true},
    {"deg",     "degrees",                1, 1,            { 0, 0,  0, 1, 0}, false},
    {"deg/s",   "degrees per second",     0, 1,            { 0, 0, -1, 1, 0}, false},
    {"m",       "m",                      2, 1,            { 1, 0,  0, 0, 0}, false},
    {"cm",      "cm",                     1, 0.01,         { 1, 0,  0, 0, 0}, false},
    {"mm",      "mm",                     0, 0.001,        { 1, 0,  0, 0, 0}, false},
    {"km",      "km",                     1, 1000,         { 1, 0,  0, 0, 0}, false},
    {"s",       "s",                      3, 1,            { 0, 0,  1, 0, 0}, false},
    {"ms",      "ms",                     0, 0.001,        { 0, 0,  1, 0, 0}, false},
    {"min",     "minutes",                0, 60,           { 0, 0,  1, 0, 0}, false},
    {"h",       "hours",                  1, 3600,         { 0, 0,  1, 0, 0}, false},
    {"days",    "days",                   0, DAY,          { 0, 0,  1, 0, 0}, false},
    {"weeks",   "weeks",                  0, 7 * DAY,      { 0, 0,  1, 0, 0}, false},
    {"months",  "months",                 0, 30.4375 * DAY, { 0, 0,  1, 0, 0}, false},
    {"years",   "years",                  0, 365.25 * DAY, { 0, 0,  1, 0, 0}, false},
    {"m/s",     "m/s",                    2, 1,            { 1, 0, -1, 0, 0}, false},
    {"km/h",    "km/h",                   1, 1 / 3.6,      { 1, 0, -1, 0, 0}, false},
    {"1/min",   "per minute",             0, 1 / 60.0,     { 0, 0, -1, 0, 0}, false},
    {"1/s",     "per second",             2, 1,            { 0, 0, -1, 0, 0}, false},
    {"kg",      "kg",                     1, 1,            { 0, 1,  0, 0, 0}, false},
    {"kg/m2",   "kg/m2",                  1, 1,            {-2, 1,  0, 0, 0}, false},
    {"N",       "N",                      0, 1,            { 1, 1, -2, 0, 0}, false},
    {"points",  "points",                 0, 1,            { 0, 0,  0, 0, 1}, false},
};
/* clang-format on */
#define UNITS (sizeof units / sizeof *units)

const hg__unit *hg__unit_find(const char *name) {
    for (size_t i = 0; i < UNITS; i++)
        if (strcmp(units[i].name, name) == 0) return &units[i];
    return NULL;
}

const hg__unit *hg__unit_at(const char *text, size_t *length) {
    const hg__unit *found = NULL;
    *length = 0;
    for (size_t i = 1; i < UNITS; i++) { /* a bare number has the unit "1" already */
        size_t n = strlen(units[i].name);
        if (n <= *length || strncmp(units[i].name, text, n) != 0) continue;
        bool word = isalnum((unsigned char)units[i].name[n - 1]);
        if (word && (isalnum((unsigned char)text[n]) || text[n] == '_')) continue;
        found = &units[i];
        *length = n;
    }
    return found;
}

void hg__dimension_name(char *out, size_t size, const signed char dimension[HG__DIMENSIONS]) {
    static const char *const base[HG__DIMENSIONS] = {"m", "kg", "s", "deg", "points"};
    for (size_t i = 0; i < UNITS; i++)
        if (units[i].scale == 1 && memcmp(units[i].dimension, dimension, HG__DIMENSIONS) == 0) {
            snprintf(out, size, "%s", i == 0 ? "no unit" : units[i].name);
            return;
        }
    *out = '\0';
    for (int d = 0; d < HG__DIMENSIONS; d++) {
        size_t used = strlen(out);
        if (dimension[d] != 0)
            snprintf(out + used, size - used, "%s%s^%d", used ? " " : "", base[d], dimension[d]);
    }
}

void hg__number_words(char *out, size_t size, double value, const hg__unit *unit) {
    if (isnan(value)) {
        snprintf(out, size, "not known");
        return;
    }
    double shown = unit ? value / unit->scale : value;
    int decimals = unit ? unit->decimals : 2;
    double step = pow(10, -decimals);
    if (fabs(shown) < 0.5 * step) shown = 0; /* never "-0" */
    snprintf(out, size, "%.*f", decimals, shown);
    for (char *c = out; *c; c++)
        if (*c == ',') *c = '.';               /* whatever the locale */
    if (decimals && !(unit && *unit->words)) { /* 3.00 of nothing in particular is 3 */
        char *end = out + strlen(out);
        while (end[-1] == '0') *--end = '\0';
        if (end[-1] == '.') *--end = '\0';
    }
    size_t used = strlen(out);
    if (!unit || !*unit->words) return;
    size_t n = strlen(unit->words);
    bool one = strcmp(out, "1") == 0 && n > 2 && unit->words[n - 1] == 's'; /* "1 week" */
    snprintf(out + used, size - used, " %.*s", (int)(one ? n - 1 : n), unit->words);
}
