/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/units.h"

#include <string.h>

#define DEG 0.017453292519943295 /* pi / 180 */
#define GRAVITY 9.80665          /* standard acceleration of free fall, m/s^2, by definition */

typedef struct spelling {
    const char *name;
    double factor;
} spelling;

/* The first spelling of each row is the SI one, which the writer uses. */
static const struct {
    const char *name, *accepted;
    spelling spellings[3];
} table[HG__QUANTITY_COUNT] = {
    [HG__LENGTH] = {"length", "m, mm or cm", {{"m", 1}, {"mm", 1e-3}, {"cm", 1e-2}}},
    [HG__FORCE] = {"force", "N or kN", {{"N", 1}, {"kN", 1e3}}},
    [HG__ANGLE] = {"angle", "rad or deg", {{"rad", 1}, {"deg", DEG}}},
    [HG__ACCELERATION] = {"acceleration", "m/s^2 or g", {{"m/s^2", 1}, {"g", GRAVITY}}},
    [HG__ANGULAR_VELOCITY] = {"angular velocity", "rad/s or deg/s", {{"rad/s", 1}, {"deg/s", DEG}}},
    [HG__MAGNETIC] = {"magnetic flux density", "T or uT", {{"T", 1}, {"uT", 1e-6}}},
    [HG__TIME] = {"time", "s or ms", {{"s", 1}, {"ms", 1e-3}}},
    [HG__DIMENSIONLESS] = {"quaternion", "1 or n/a", {{"1", 1}, {"n/a", 1}}},
};

bool hg__unit_factor(hg__quantity quantity, const char *unit, double *factor) {
    for (int i = 0; i < 3 && table[quantity].spellings[i].name; i++)
        if (strcmp(unit, table[quantity].spellings[i].name) == 0) {
            *factor = table[quantity].spellings[i].factor;
            return true;
        }
    return false;
}

const char *hg__unit_si(hg__quantity quantity) {
    return table[quantity].spellings[0].name;
}

const char *hg__unit_accepted(hg__quantity quantity) {
    return table[quantity].accepted;
}

const char *hg__quantity_name(hg__quantity quantity) {
    return table[quantity].name;
}

const char *hg__axes_fault(const char *axes) {
    static const char letters[] = "APLRSI"; /* pairs: anatomical direction and its opposite */
    int direction[3], sign[3];
    if (strlen(axes) != 3) return "not three letters";
    for (int i = 0; i < 3; i++) {
        const char *at = strchr(letters, axes[i]);
        if (!at) return "a letter other than A, P, L, R, S, I";
        direction[i] = (int)(at - letters) / 2;
        sign[i] = (at - letters) % 2 ? -1 : 1;
    }
    if (direction[0] == direction[1] || direction[1] == direction[2] ||
        direction[0] == direction[2])
        return "two axes along the same line";
    /* A x L = S: the even orders of (A/P, L/R, S/I) are right-handed when the signs multiply to +
     */
    bool even = (direction[1] - direction[0] + 3) % 3 == 1;
    int product = sign[0] * sign[1] * sign[2];
    return (product > 0) == even ? ""
                                 : "a left-handed frame, in which left and right would be swapped";
}
