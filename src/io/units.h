/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units as files spell them (CMIXF-12), their factors to SI, and the letters of axes. */
#ifndef HG_IO_UNITS_H
#define HG_IO_UNITS_H

#include <stdbool.h>

typedef enum hg__quantity {
    HG__LENGTH = 0,
    HG__FORCE,
    HG__ANGLE,
    HG__ACCELERATION,
    HG__ANGULAR_VELOCITY,
    HG__MAGNETIC,
    HG__TIME,
    HG__DIMENSIONLESS,
    HG__QUANTITY_COUNT
} hg__quantity;

/* Factor that turns a number in `unit` into SI; false when the spelling is not accepted. */
bool hg__unit_factor(hg__quantity quantity, const char *unit, double *factor);

/* Spelling of the SI unit, e.g. "m/s^2"; the accepted spellings for a message, e.g. "m, mm or cm";
 * the name of the quantity, e.g. "length". Static text. */
const char *hg__unit_si(hg__quantity quantity);
const char *hg__unit_accepted(hg__quantity quantity);
const char *hg__quantity_name(hg__quantity quantity);

/* Three BIDS letters: what is wrong with them ("" when nothing): one letter of each pair A/P, L/R,
 * S/I, forming a right-handed frame. Static text. */
const char *hg__axes_fault(const char *axes);

#endif
