/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units of evidence rules: what fits what, and how a number with its unit is written for a person.
 */
#ifndef HG_EVIDENCE_UNITS_H
#define HG_EVIDENCE_UNITS_H

#include <stdbool.h>
#include <stddef.h>

/* length, mass, time, angle, points of a score */
#define HG__DIMENSIONS 5

typedef struct hg__unit {
    const char *name, *words; /* in files; in reports, e.g. "deg" and "degrees" */
    int decimals;             /* in reports */
    double scale;             /* to SI, angles in degrees */
    signed char dimension[HG__DIMENSIONS];
    bool percent; /* a share: never compared with a bare number */
} hg__unit;

/* NULL when there is no such unit. "1" is the unit of counts and ratios. */
const hg__unit *hg__unit_find(const char *name);

/* The longest unit that `text` begins with and that ends there as a word; its length. */
const hg__unit *hg__unit_at(const char *text, size_t *length);

/* "m/s", "deg" or, where no unit of the table fits, "s^2 points" */
void hg__dimension_name(char *out, size_t size, const signed char dimension[HG__DIMENSIONS]);

/* "12.3 degrees"; "not known" for NaN. `value` is in SI; `unit` NULL means none. */
void hg__number_words(char *out, size_t size, double value, const hg__unit *unit);

#endif
