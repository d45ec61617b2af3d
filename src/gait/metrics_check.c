/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/strbuf.h"
#include "gait/flag_list.h"
#include "gait/metrics.h"

/* Far outside what runners do (the widest published running curves lie well inside), and well
 * inside what swapped or mislabelled markers make. Degrees, in the signs of the curves. */
static const struct {
    const char *label;
    double least, most;
} ranges[HG_CURVE_COUNT] = {
    [HG_CURVE_PELVIS_TILT] = {"pelvic tilt", -45, 60},
    [HG_CURVE_PELVIS_OBLIQUITY] = {"pelvic obliquity", -40, 40},
    [HG_CURVE_PELVIS_ROTATION] = {"pelvic rotation", -60, 60},
    [HG_CURVE_HIP_FLEXION] = {"hip flexion", -60, 130},
    [HG_CURVE_HIP_ADDUCTION] = {"hip adduction", -50, 50},
    [HG_CURVE_HIP_ROTATION] = {"hip rotation", -70, 70},
    [HG_CURVE_KNEE_FLEXION] = {"knee flexion", -30, 170},
};

static const char *const sides[2] = {"left", "right"};

void hg__check_curves(const hg_curve *curves, size_t n, const hg__stride_set *strides,
                      const hg__stage *stage) {
    char wild[300] = "", few[300] = "";
    for (size_t c = 0; c < n; c++)
        for (int side = 0; side < 2; side++) {
            double least, most;
            size_t whole = curves[c].side[side].n, used = strides->n_used[side];
            hg_curve_id id = curves[c].id;
            stage->k->min_max_valid(curves[c].side[side].mean, HG_CURVE_POINTS, &least, &most);
            if (least < ranges[id].least || most > ranges[id].most)
                hg__list_add(wild, sizeof wild, "%s %s %.0f to %.0f deg", sides[side],
                             ranges[id].label, least, most);
            bool counts = (double)used >= stage->params->strides_min;
            if (counts && 2 * whole < used)
                hg__list_add(few, sizeof few, "%s %s %zu of %zu", sides[side], ranges[id].label,
                             whole, used);
        }
    if (*wild) hg__flag(stage->flags, HG_FLAG_ANGLES_IMPLAUSIBLE, NAN, "%s", wild);
    if (*few) hg__flag(stage->flags, HG_FLAG_CURVES_FEW, NAN, "%s", few);
}
