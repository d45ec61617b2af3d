/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmocka with the headers that it wants before it. */
#ifndef HG_TESTS_SUPPORT_CM_H
#define HG_TESTS_SUPPORT_CM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

/* |got - want| <= tolerance, both printed on failure. NaN never passes. */
#define assert_near(got, want, tolerance)                                                          \
    do {                                                                                           \
        double got_ = (got), want_ = (want), tolerance_ = (tolerance);                             \
        if (!(fabs(got_ - want_) <= tolerance_))                                                   \
            fail_msg("%s is %.12g, expected %.12g within %.3g", #got, got_, want_, tolerance_);    \
    } while (0)

#endif
