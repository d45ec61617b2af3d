/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "gait/calibration/hip_centre.h"
#include "support/cm.h"

/* Expected values are worked out by hand from the published regressions. */
static const hg__pelvis_measures body = {
    .width_m = 0.240, .depth_m = 0.150, .leg_length_m = {0.900, 0.910}};

static void bell(void **state) {
    (void)state;
    hg__vec3 c[2];
    assert_string_equal(hg__hip_centres(c, &body, "bell"), "bell");
    assert_near(c[HG_RIGHT].x, -0.0456, 1e-12);
    assert_near(c[HG_RIGHT].y, -0.0720, 1e-12);
    assert_near(c[HG_RIGHT].z, 0.0864, 1e-12);
    assert_near(c[HG_LEFT].z, -0.0864, 1e-12);
}

static void harrington(void **state) {
    (void)state;
    hg__vec3 c[2];
    assert_string_equal(hg__hip_centres(c, &body, "harrington"), "harrington");
    assert_near(c[HG_LEFT].x, -0.0459, 1e-12);
    assert_near(c[HG_LEFT].y, -0.0829, 1e-12);
    assert_near(c[HG_LEFT].z, -0.0865, 1e-12);
}

static void hara_uses_each_leg(void **state) {
    (void)state;
    hg__vec3 c[2];
    assert_string_equal(hg__hip_centres(c, &body, "auto"), "hara");
    assert_near(c[HG_LEFT].x, 0.011 - 0.063 * 0.900, 1e-12);
    assert_near(c[HG_LEFT].y, -0.009 - 0.078 * 0.900, 1e-12);
    assert_near(c[HG_LEFT].z, -(0.008 + 0.086 * 0.900), 1e-12);
    assert_near(c[HG_RIGHT].z, 0.008 + 0.086 * 0.910, 1e-12);
}

static void missing_measures(void **state) {
    (void)state;
    hg__vec3 c[2];
    hg__pelvis_measures b = body;
    b.leg_length_m[HG_RIGHT] = NAN;
    assert_string_equal(hg__hip_centres(c, &b, "auto"), "harrington");
    assert_null(hg__hip_centres(c, &b, "hara"));
    b.width_m = NAN;
    assert_null(hg__hip_centres(c, &b, "auto"));
    assert_null(hg__hip_centres(c, &b, "nobody"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(bell), cmocka_unit_test(harrington),
                                       cmocka_unit_test(hara_uses_each_leg),
                                       cmocka_unit_test(missing_measures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
