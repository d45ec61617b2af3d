/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "gait/flag_list.h"
#include "gait/metrics.h"
#include "gait/setup.h"
#include "gait/strides.h"
#include "support/cm.h"

#define STRIDES 12
#define STRIDE_S 0.7
#define CONTACT_S 0.25

typedef struct fixture {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg__stage stage;
    hg__event_set events;
    hg__angle_set angles;
    hg__stride_set strides;
    hg__stride_values values;
    hg__gait gait;
} fixture;

/* A perfect runner: right half a stride after left; hip flexion is a ramp over the recording. */
static void begin(fixture *f) {
    memset(f, 0, sizeof *f);
    assert_int_equal(hg__stages_setup(&f->k, NULL, NULL), HG_OK);
    hg_params_default(&f->params);
    f->stage = (hg__stage){
        .k = &f->k, .scratch = hg__arena_new(), .params = &f->params, .flags = &f->flags};
    f->events.method = "file";
    f->gait = (hg__gait){.task = HG_TASK_RUN, .flight = true};
    for (int side = 0; side < 2; side++) {
        hg__event_list *l = &f->events.side[side];
        l->strike = hg__arena_alloc(f->stage.scratch, STRIDES + 1, sizeof(double));
        l->toe_off = hg__arena_alloc(f->stage.scratch, STRIDES + 1, sizeof(double));
        l->n_strikes = l->n_toe_offs = STRIDES + 1;
        for (size_t i = 0; i <= STRIDES; i++) {
            l->strike[i] = 0.2 + STRIDE_S * (double)i + (side == HG_RIGHT ? 0.5 * STRIDE_S : 0.0);
            l->toe_off[i] = l->strike[i] + CONTACT_S;
        }
    }
    f->angles = (hg__angle_set){.n = 2000, .rate_hz = 200};
    double *ramp = hg__arena_alloc(f->stage.scratch, f->angles.n, sizeof *ramp);
    for (size_t i = 0; i < f->angles.n; i++) ramp[i] = (double)i / 200.0;
    f->angles.angle[HG_ANGLE_HIP_FLEXION_RIGHT] = ramp;
}

static void cut(fixture *f) {
    assert_int_equal(
        hg__cut_strides(&f->strides, &f->events, &f->angles, NULL, &f->gait, &f->stage), HG_OK);
}

static void perfect(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    cut(&f);
    assert_int_equal(f.strides.n_used[HG_LEFT], STRIDES);
    assert_int_equal(f.strides.n_used[HG_RIGHT], STRIDES);
    assert_int_equal(f.flags.n, 0);
    /* the ramp is time itself: point p of a row is the time at p percent */
    const double *row = f.strides.row[HG_RIGHT][HG_CURVE_HIP_FLEXION];
    for (int p = 0; p <= 100; p++)
        assert_near(row[p], f.events.side[HG_RIGHT].strike[0] + STRIDE_S * p / 100.0, 1e-12);
    assert_null(f.strides.row[HG_LEFT][HG_CURVE_HIP_FLEXION]);
    hg__arena_free(f.stage.scratch);
}

/* A kink between two samples: the cubic rounds it off, the lines do not. */
static void straight_lines(void **state) {
    (void)state;
    double value[2];
    for (int linear = 0; linear < 2; linear++) {
        fixture f;
        begin(&f);
        double *bent = f.angles.angle[HG_ANGLE_HIP_FLEXION_RIGHT];
        size_t at = (size_t)(f.events.side[HG_RIGHT].strike[0] * 200) + 30;
        for (size_t i = 0; i < f.angles.n; i++) bent[i] = i < at ? 0 : (double)(i - at);
        strcpy(f.params.strides_interpolation, linear ? "linear" : "pchip");
        cut(&f);
        /* 1.4 frames a point: point 22 lies between two samples, behind the kink */
        double frame = f.events.side[HG_RIGHT].strike[0] * 200 + 22 * 1.4;
        value[linear] = f.strides.row[HG_RIGHT][HG_CURVE_HIP_FLEXION][22];
        if (linear) assert_near(value[linear], frame - (double)at, 1e-9);
        hg__arena_free(f.stage.scratch);
    }
    assert_true(fabs(value[0] - value[1]) > 1e-3);
}

static void expect_reason(fixture *f, int side, size_t stride, const char *part) {
    cut(f);
    assert_false(f->strides.stride[side][stride].used);
    if (!strstr(f->strides.stride[side][stride].reason, part))
        fail_msg("reason \"%s\" does not say \"%s\"", f->strides.stride[side][stride].reason, part);
    hg__arena_free(f->stage.scratch);
}

static void without_toe_offs(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    f.events.side[HG_LEFT].n_toe_offs = 0; /* this side was never looked at for them */
    cut(&f);
    assert_int_equal(f.strides.n_used[HG_LEFT], STRIDES);
    assert_true(isnan(f.strides.stride[HG_LEFT][3].toe_off_s));
    assert_near(f.strides.stride[HG_RIGHT][3].toe_off_s,
                f.strides.stride[HG_RIGHT][3].start_s + CONTACT_S, 1e-12);
    assert_int_equal(f.flags.n, 0);
    hg__arena_free(f.stage.scratch);
}

static void long_stride(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    f.params.run_stride_max_s = 0.69;
    expect_reason(&f, HG_LEFT, 0, "stride time 0.700 s");
}

static void missing_toe_off(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    f.events.side[HG_LEFT].toe_off[2] = f.events.side[HG_LEFT].strike[2] - 0.01;
    expect_reason(&f, HG_LEFT, 2, "0 toe-offs");
}

static void long_contact(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    f.events.side[HG_RIGHT].toe_off[1] += 0.2;
    expect_reason(&f, HG_RIGHT, 1, "contact time 0.450 s");
}

static void swing_not_longer(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    f.params.run_contact_max_s = 0.5;
    f.events.side[HG_RIGHT].toe_off[1] += 0.12;
    expect_reason(&f, HG_RIGHT, 1, "swing of 0.330 s");
}

static void no_flight(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    f.events.side[HG_LEFT].strike[3] = f.events.side[HG_RIGHT].toe_off[2] - 0.02;
    f.events.side[HG_LEFT].toe_off[3] = f.events.side[HG_LEFT].strike[3] + CONTACT_S;
    expect_reason(&f, HG_RIGHT, 2, "both feet on the ground for 0.020 s");
}

static void other_foot_missing(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    hg__event_list *l = &f.events.side[HG_RIGHT];
    memmove(l->strike + 4, l->strike + 5, (l->n_strikes - 5) * sizeof(double));
    l->n_strikes--;
    expect_reason(&f, HG_LEFT, 4, "0 strikes of the other foot");
}

/* A stride next to a hole in one curve keeps its times but not that curve. */
static void gap_in_angle(void **state) {
    (void)state;
    fixture f;
    hg_metric_value metrics[HG_METRIC_COUNT];
    hg_curve *curves;
    size_t n, n_curves;
    begin(&f);
    f.angles.angle[HG_ANGLE_HIP_FLEXION_RIGHT][200] = NAN;
    cut(&f);
    assert_int_equal(f.strides.n_used[HG_RIGHT], STRIDES);
    curves = hg__arena_alloc(f.stage.scratch, HG_CURVE_COUNT, sizeof *curves);
    assert_int_equal(hg__compute_curves(curves, &n_curves, &f.strides, &f.stage), HG_OK);
    assert_int_equal(n_curves, 1);
    assert_int_equal(curves[0].side[HG_RIGHT].n, STRIDES - 1);
    assert_int_equal(curves[0].side[HG_LEFT].n, 0);
    assert_true(isnan(curves[0].side[HG_LEFT].mean[50]));
    assert_int_equal(hg__compute_metrics(metrics, &n, &f.values, &f.strides, 3.0, &f.stage), HG_OK);
    for (size_t i = 0; i < n; i++) {
        if (metrics[i].id == HG_METRIC_stride_time) {
            assert_int_equal(metrics[i].side[HG_RIGHT].n, STRIDES);
            assert_near(metrics[i].side[HG_RIGHT].mean, STRIDE_S, 1e-12);
        }
        if (metrics[i].id == HG_METRIC_hip_flexion_peak)
            assert_int_equal(metrics[i].side[HG_RIGHT].n, STRIDES - 1);
        /* not measured is absent */
        assert_int_not_equal(metrics[i].id, HG_METRIC_pelvic_drop_peak);
    }
    hg__arena_free(f.stage.scratch);
}

static void spatiotemporal_by_hand(void **state) {
    (void)state;
    fixture f;
    hg_metric_value metrics[HG_METRIC_COUNT];
    size_t n, seen = 0;
    static const struct {
        hg_metric_id id;
        double want;
    } table[] = {{HG_METRIC_step_rate, 120 / STRIDE_S},
                 {HG_METRIC_speed, 3.0},
                 {HG_METRIC_stride_time, STRIDE_S},
                 {HG_METRIC_step_time, STRIDE_S / 2},
                 {HG_METRIC_contact_time, CONTACT_S},
                 {HG_METRIC_flight_time, STRIDE_S / 2 - CONTACT_S},
                 {HG_METRIC_duty_factor, 100 * CONTACT_S / STRIDE_S},
                 {HG_METRIC_stride_length, 3.0 * STRIDE_S},
                 {HG_METRIC_step_length, 3.0 * STRIDE_S / 2}};
    begin(&f);
    cut(&f);
    assert_int_equal(hg__compute_metrics(metrics, &n, &f.values, &f.strides, 3.0, &f.stage), HG_OK);
    for (size_t i = 0; i < n; i++)
        for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
            if (metrics[i].id != table[t].id) continue;
            bool both = hg_metrics[metrics[i].id].form == HG_FORM_BOTH;
            assert_near(both ? metrics[i].both.mean : metrics[i].side[HG_LEFT].mean, table[t].want,
                        1e-9);
            if (!both) assert_near(metrics[i].side[HG_RIGHT].mean, table[t].want, 1e-9);
            seen++;
        }
    assert_int_equal(seen, sizeof table / sizeof *table);
    hg__arena_free(f.stage.scratch);
}

static void too_few(void **state) {
    (void)state;
    fixture f;
    hg_metric_value metrics[HG_METRIC_COUNT];
    size_t n;
    begin(&f);
    f.params.strides_min = STRIDES + 1;
    cut(&f);
    assert_int_equal(f.flags.n, 1);
    assert_int_equal(f.flags.item[0].id, HG_FLAG_STRIDES_INSUFFICIENT);
    assert_int_equal(hg__compute_metrics(metrics, &n, &f.values, &f.strides, 3.0, &f.stage), HG_OK);
    assert_int_equal(n, 0);
    hg__arena_free(f.stage.scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(perfect),
                                       cmocka_unit_test(straight_lines),
                                       cmocka_unit_test(without_toe_offs),
                                       cmocka_unit_test(long_stride),
                                       cmocka_unit_test(missing_toe_off),
                                       cmocka_unit_test(long_contact),
                                       cmocka_unit_test(swing_not_longer),
                                       cmocka_unit_test(no_flight),
                                       cmocka_unit_test(other_foot_missing),
                                       cmocka_unit_test(gap_in_angle),
                                       cmocka_unit_test(spatiotemporal_by_hand),
                                       cmocka_unit_test(too_few)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
