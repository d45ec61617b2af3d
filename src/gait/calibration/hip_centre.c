/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/calibration/hip_centre.h"

#include <math.h>
#include <string.h>

#define MM 0.001

/* Right side; the left is its mirror image. */
static hg__vec3 bell(const hg__pelvis_measures *b, double leg) {
    (void)leg;
    return hg__vec(-0.19 * b->width_m, -0.30 * b->width_m, 0.36 * b->width_m);
}

static hg__vec3 harrington(const hg__pelvis_measures *b, double leg) {
    (void)leg;
    return hg__vec(-0.24 * b->depth_m - 9.9 * MM, -0.30 * b->width_m - 10.9 * MM,
                   0.33 * b->width_m + 7.3 * MM);
}

static hg__vec3 hara(const hg__pelvis_measures *b, double leg) {
    (void)b;
    return hg__vec(11 * MM - 0.063 * leg, -9 * MM - 0.078 * leg, 8 * MM + 0.086 * leg);
}

static const struct {
    const char *name;
    hg__vec3 (*right)(const hg__pelvis_measures *, double leg);
} methods[] = {{"hara", hara}, {"harrington", harrington}, {"bell", bell}};

const char *hg__hip_centres(hg__vec3 centre[2], const hg__pelvis_measures *measures,
                            const char *method) {
    bool legs =
        isfinite(measures->leg_length_m[HG_LEFT]) && isfinite(measures->leg_length_m[HG_RIGHT]);
    if (strcmp(method, "auto") == 0) method = legs ? "hara" : "harrington";
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(methods[i].name, method) != 0) continue;
        for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
            centre[side] = methods[i].right(measures, measures->leg_length_m[side]);
            if (side == HG_LEFT) centre[side].z = -centre[side].z;
            if (!hg__vec_finite(centre[side])) return NULL;
        }
        return methods[i].name;
    }
    return NULL;
}
