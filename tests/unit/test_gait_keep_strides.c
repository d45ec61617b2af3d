/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which single strides of a curve stand in a result. */
#include "gait/keep_strides.h"

#include <stdlib.h>
#include <string.h>

#include "support/cm.h"

#define DEGREES (180.0 / 3.14159265358979323846)
enum { STRIDES = 40, UNUSED = 3, GAP = 11, ODD = 17 };

typedef struct setting {
    hg_result result;
    hg_curve curves[2];
    hg_metric_value metrics[2];
    hg__stride_set strides;
    hg__stride stride[STRIDES];
    double rows[2][STRIDES * HG_CURVE_POINTS];
    double odd_s[1];
} setting;

/* A left side of n strides; row k is k degrees and its percent in thousandths. One stride is not in
 * use, one has a gap in hip flexion, one is an outlier of a sagittal metric. */
static setting *made(size_t n) {
    static const hg_curve_id ids[2] = {HG_CURVE_HIP_FLEXION, HG_CURVE_HIP_ADDUCTION};
    setting *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->result.memory = hg__arena_new();
    assert_non_null(s->result.memory);
    s->strides.n[HG_LEFT] = n;
    s->strides.stride[HG_LEFT] = s->stride;
    for (size_t i = 0; i < n; i++) {
        s->stride[i] = (hg__stride){.start_s = 0.7 * (double)i, .used = i != UNUSED};
        for (int c = 0; c < 2; c++)
            for (int p = 0; p < HG_CURVE_POINTS; p++)
                s->rows[c][i * HG_CURVE_POINTS + (size_t)p] =
                    ((double)i + 0.001 * p) * 3.14159265358979323846 / 180;
    }
    if (n > GAP) s->rows[0][GAP * HG_CURVE_POINTS + 50] = NAN;
    for (int c = 0; c < 2; c++) {
        s->strides.row[HG_LEFT][ids[c]] = s->rows[c];
        s->curves[c].id = ids[c];
        s->curves[c].side[HG_LEFT].n = n - (n > UNUSED) - (c == 0 && n > GAP);
    }
    s->odd_s[0] = 0.7 * ODD;
    s->metrics[0].id = HG_METRIC_hip_flexion_peak;
    s->metrics[0].side[HG_LEFT].outlier_s = s->odd_s;
    s->metrics[0].side[HG_LEFT].n_outliers = n > ODD;
    s->metrics[1].id = HG_METRIC_hip_adduction_peak;
    s->metrics[1].side[HG_RIGHT].outlier_s = s->odd_s; /* of the other side: not this one's */
    s->metrics[1].side[HG_RIGHT].n_outliers = 1;
    s->result.metrics = s->metrics;
    s->result.n_metrics = 2;
    s->result.curves = s->curves;
    s->result.n_curves = 2;
    assert_true(hg__keep_stride_curves(&s->result, &s->strides));
    return s;
}

static void done(setting *s) {
    hg__arena_free(s->result.memory);
    free(s);
}

static void test_even_and_outliers(void **state) {
    (void)state;
    setting *s = made(STRIDES);
    const hg_result *r = &s->result;
    size_t n[2] = {0, 0}, outliers[2] = {0, 0}, before[2] = {0, 0};
    for (size_t i = 0; i < r->n_stride_curves; i++) {
        const hg_stride_curve *one = &r->stride_curves[i];
        int c = one->id == HG_CURVE_HIP_ADDUCTION;
        assert_int_equal(one->side, HG_LEFT);
        assert_true(one->stride != UNUSED && (c || one->stride != GAP));
        assert_near(one->start_s, 0.7 * (double)one->stride, 1e-12);
        assert_int_equal(one->outlier, !c && one->stride == ODD);
        for (int p = 0; p < HG_STRIDE_POINTS; p++) /* every second point */
            assert_near(one->value[p], (double)one->stride + 0.002 * p, 1e-12);
        if (n[c]) {
            assert_true(one->stride > before[c]);
            /* 38 and 39 strides by 15: steps of 2.6 and 2.7, and one where one was left out */
            if (!one->outlier) assert_true(one->stride - before[c] <= 4);
        }
        before[c] = one->stride;
        n[c]++;
        outliers[c] += one->outlier;
    }
    assert_int_equal(outliers[0], 1);
    assert_int_equal(outliers[1], 0);
    assert_int_equal(n[1], HG_STRIDE_CURVES_EVEN);
    assert_true(n[0] == HG_STRIDE_CURVES_EVEN || n[0] == HG_STRIDE_CURVES_EVEN + 1);
    assert_int_equal(r->stride_curves[0].stride, 0);
    assert_int_equal(r->stride_curves[r->n_stride_curves - 1].stride, STRIDES - 1);
    done(s);
}

/* All where there are few, and never more than fifteen for any number of strides. */
static void test_any_number(void **state) {
    (void)state;
    for (size_t n = 1; n <= STRIDES; n++) {
        setting *s = made(n);
        size_t count = 0, want = s->curves[1].side[HG_LEFT].n;
        for (size_t i = 0; i < s->result.n_stride_curves; i++)
            count += s->result.stride_curves[i].id == HG_CURVE_HIP_ADDUCTION;
        assert_int_equal(count, want < HG_STRIDE_CURVES_EVEN ? want : HG_STRIDE_CURVES_EVEN);
        done(s);
    }
}

/* The report shows no strides of the other curves. */
static void test_curves_that_are_shown(void **state) {
    (void)state;
    setting *s = made(STRIDES);
    for (int id = 0; id < HG_CURVE_COUNT; id++) {
        bool shown = id == HG_CURVE_HIP_FLEXION || id == HG_CURVE_HIP_ADDUCTION ||
                     id == HG_CURVE_PELVIS_OBLIQUITY;
        s->strides.row[HG_LEFT][id] = s->rows[1];
        s->curves[1].id = (hg_curve_id)id;
        s->result.curves = s->curves + 1;
        s->result.n_curves = 1;
        assert_true(hg__keep_stride_curves(&s->result, &s->strides));
        assert_int_equal(s->result.n_stride_curves > 0, shown);
    }
    done(s);
}

/* To what a picture can show. */
static void test_thousandths(void **state) {
    (void)state;
    setting *s = made(STRIDES);
    for (int p = 0; p < HG_CURVE_POINTS; p++) s->rows[1][p] = (-1.2345678 - p) / DEGREES;
    assert_true(hg__keep_stride_curves(&s->result, &s->strides));
    const hg_stride_curve *one = s->result.stride_curves;
    while (one->id != HG_CURVE_HIP_ADDUCTION) one++;
    assert_true(one->value[0] == -1.235 && one->value[50] == -101.235);
    done(s);
}

/* A side without a mean curve has no single strides. */
static void test_no_mean(void **state) {
    (void)state;
    setting *s = made(STRIDES);
    s->curves[0].side[HG_LEFT].n = 0;
    assert_true(hg__keep_stride_curves(&s->result, &s->strides));
    for (size_t i = 0; i < s->result.n_stride_curves; i++)
        assert_int_equal(s->result.stride_curves[i].id, HG_CURVE_HIP_ADDUCTION);
    done(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_even_and_outliers), cmocka_unit_test(test_any_number),
        cmocka_unit_test(test_no_mean),           cmocka_unit_test(test_curves_that_are_shown),
        cmocka_unit_test(test_thousandths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
