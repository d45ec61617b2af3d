/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dsp/random.h"

/* First numbers of xoshiro256** from the state 1, 2, 3, 4, as the authors' C code gives them. */
static void test_sequence(void **state) {
    (void)state;
    static const uint64_t want[] = {UINT64_C(11520),
                                    UINT64_C(0),
                                    UINT64_C(1509978240),
                                    UINT64_C(1215971899390074240),
                                    UINT64_C(1216172134540287360),
                                    UINT64_C(607988272756665600),
                                    UINT64_C(16172922978634559625),
                                    UINT64_C(8476171486693032832),
                                    UINT64_C(10595114339597558777),
                                    UINT64_C(2904607092377533576)};
    hg__random r = {{1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_true(hg__random_bits(&r) == want[i]);
}

/* The state is four numbers of splitmix64 from the seed; its first ones from 0 and 1234567. */
static void test_seed(void **state) {
    (void)state;
    hg__random r, again;
    hg__random_seed(&r, 0);
    assert_true(r.s[0] == UINT64_C(0xe220a8397b1dcdaf) && r.s[1] == UINT64_C(0x6e789e6aa1b965f4));
    hg__random_seed(&r, 1234567);
    assert_true(r.s[0] == UINT64_C(6457827717110365317) && r.s[1] == UINT64_C(3203168211198807973));
    hg__random_seed(&again, 1234567);
    for (int i = 0; i < 1000; i++) assert_true(hg__random_bits(&r) == hg__random_bits(&again));
    hg__random_seed(&again, 1234568);
    assert_true(hg__random_bits(&r) != hg__random_bits(&again));
}

/* Moments of a fixed sequence: the bounds are five standard errors, so a right generator of any
 * seed would fail once in a million. */
static void test_uniform(void **state) {
    (void)state;
    enum { N = 100000 };
    hg__random r;
    hg__random_seed(&r, 42);
    double sum = 0, square = 0, least = 1, most = 0;
    for (int i = 0; i < N; i++) {
        double u = hg__random_uniform(&r);
        assert_true(u >= 0.0 && u < 1.0);
        sum += u;
        square += (u - 0.5) * (u - 0.5);
        least = fmin(least, u);
        most = fmax(most, u);
    }
    assert_true(fabs(sum / N - 0.5) < 5.0 * sqrt(1.0 / 12.0 / N));
    assert_true(fabs(square / N - 1.0 / 12.0) < 5.0 * sqrt((1.0 / 80.0 - 1.0 / 144.0) / N));
    assert_true(least < 10.0 / N && most > 1.0 - 10.0 / N); /* all miss: (1 - 1e-4)^1e5 = 5e-5 */
}

static void test_normal(void **state) {
    (void)state;
    enum { N = 100000 };
    hg__random r;
    hg__random_seed(&r, 43);
    double sum[5] = {0};
    size_t beyond = 0;
    for (int i = 0; i < N; i++) {
        double x = hg__random_normal(&r), power = 1.0;
        for (int p = 0; p < 5; p++, power *= x) sum[p] += power / N;
        beyond += fabs(x) > 1.959963984540054;
    }
    /* variances of x, x^2, x^3, x^4 are 1, 2, 15, 96 */
    assert_true(fabs(sum[1]) < 5.0 * sqrt(1.0 / N));
    assert_true(fabs(sum[2] - 1.0) < 5.0 * sqrt(2.0 / N));
    assert_true(fabs(sum[3]) < 5.0 * sqrt(15.0 / N));
    assert_true(fabs(sum[4] - 3.0) < 5.0 * sqrt(96.0 / N));
    assert_true(fabs((double)beyond / N - 0.05) < 5.0 * sqrt(0.05 * 0.95 / N));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sequence),
        cmocka_unit_test(test_seed),
        cmocka_unit_test(test_uniform),
        cmocka_unit_test(test_normal),
    };
    return cmocka_run_group_tests_name("dsp: random", tests, NULL, NULL);
}
