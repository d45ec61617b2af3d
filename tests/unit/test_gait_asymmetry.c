/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Right against left from given values of strides: intervals, classes, indices, their edges. */
#include <hipgait/limits.h>
#include <string.h>

#include "dsp/random.h"
#include "gait/asymmetry.h"
#include "gait/flag_list.h"
#include "gait/metrics.h"
#include "gait/setup.h"
#include "support/cm.h"

#define STRIDES 40
#define STRIDE_S 0.7

typedef struct sides {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg__stage stage;
    hg__stride_set strides;
    hg__stride_values values;
    hg_subject subject;
    hg_metric_value metrics[HG_METRIC_COUNT];
    hg_asymmetry out[HG_METRIC_COUNT];
    hg_asymmetry_summary summary;
    size_t n_metrics, n;
    hg__random random;
} sides;

static void begin(sides *s) {
    memset(s, 0, sizeof *s);
    assert_int_equal(hg__stages_setup(&s->k, NULL, NULL), HG_OK);
    hg_params_default(&s->params);
    s->stage = (hg__stage){
        .k = &s->k, .scratch = hg__arena_new(), .params = &s->params, .flags = &s->flags};
    hg__random_seed(&s->random, 11);
    for (int side = 0; side < 2; side++) {
        s->strides.n[side] = s->strides.n_used[side] = STRIDES;
        s->strides.stride[side] = hg__arena_alloc(s->stage.scratch, STRIDES, sizeof(hg__stride));
        s->values.of[side] =
            hg__arena_alloc(s->stage.scratch, (size_t)HG_METRIC_COUNT * STRIDES, sizeof(double));
        for (size_t i = 0; i < (size_t)HG_METRIC_COUNT * STRIDES; i++) s->values.of[side][i] = NAN;
        for (size_t i = 0; i < STRIDES; i++) {
            double start = STRIDE_S * ((double)i + (side == HG_RIGHT ? 0.5 : 0.0));
            s->strides.stride[side][i] = (hg__stride){.start_s = start,
                                                      .end_s = start + STRIDE_S,
                                                      .other_strike_s = start + 0.5 * STRIDE_S,
                                                      .used = true};
        }
    }
}

static double *values_of(sides *s, hg_metric_id id, int side) {
    return s->values.of[side] + (size_t)id * STRIDES;
}

/* Values about two means, with the same slow wave on both sides and noise of their own. */
static void give(sides *s, hg_metric_id id, double left, double right, double noise) {
    for (size_t i = 0; i < STRIDES; i++)
        for (int side = 0; side < 2; side++)
            values_of(s, id, side)[i] = (side == HG_LEFT ? left : right) +
                                        noise * sin(0.3 * (double)i) +
                                        noise * hg__random_normal(&s->random);
    s->metrics[s->n_metrics++].id = id;
}

static const hg_asymmetry *compare(sides *s, hg_metric_id id) {
    for (size_t i = 0; i < s->n_metrics; i++)
        assert_int_equal(hg__metric_stats(&s->metrics[i], &s->values, &s->strides, &s->stage),
                         HG_OK);
    assert_int_equal(hg__compare_sides(s->out, &s->n, &s->summary, s->metrics, s->n_metrics,
                                       &s->values, &s->strides, &s->subject, &s->stage),
                     HG_OK);
    for (size_t i = 0; i < s->n; i++)
        if (s->out[i].metric == id) return &s->out[i];
    fail_msg("no entry for %s", hg_metrics[id].id);
    return NULL;
}

static void done(sides *s) {
    hg__arena_free(s->stage.scratch);
}

/* One metric of each form and size of difference; its twin where it has one. */
static void classes(void **state) {
    (void)state;
    static const struct {
        hg_metric_id id;
        double left, right, noise;
        hg_metric_id twin;
        double twin_difference;
        hg_asymmetry_class want;
        const char *why;
    } table[] = {
        /* SEM 1.2: a difference of 3.3 deg is 1.96 sqrt(2) 1.2; the limit is 5.5 */
        {HG_METRIC_hip_flexion_peak, 40, 42.0, 0.5, HG_METRIC_NONE, 0, HG_ASYMMETRY_USUAL, ""},
        {HG_METRIC_hip_flexion_peak, 40, 36.0, 0.5, HG_METRIC_NONE, 0, HG_ASYMMETRY_NOTABLE,
         "within what is usual"},
        {HG_METRIC_hip_flexion_peak, 40, 48.0, 0.5, HG_METRIC_NONE, 0, HG_ASYMMETRY_BEYOND, ""},
        {HG_METRIC_hip_flexion_peak, 40, 32.0, 0.5, HG_METRIC_NONE, 0, HG_ASYMMETRY_BEYOND, ""},
        /* above the limit, but not surely */
        {HG_METRIC_hip_flexion_peak, 40, 45.6, 0.5, HG_METRIC_NONE, 0, HG_ASYMMETRY_NOTABLE,
         "within what is usual"},
        /* far beyond on average, but stride by stride either way */
        {HG_METRIC_hip_flexion_peak, 40, 76.0, 40, HG_METRIC_NONE, 0, HG_ASYMMETRY_NOTABLE,
         "direction"},
        /* a rolled pelvis counts twice: 1.96 * 2 * 1.2 = 4.7 deg, where flexion needs 3.3 */
        {HG_METRIC_hip_adduction_peak, 8, 12.3, 0.3, HG_METRIC_hip_adduction_excursion, 3,
         HG_ASYMMETRY_USUAL, ""},
        {HG_METRIC_hip_adduction_peak, 8, 18.0, 0.5, HG_METRIC_hip_adduction_excursion, 3,
         HG_ASYMMETRY_BEYOND, ""},
        {HG_METRIC_hip_adduction_peak, 8, 18.0, 0.5, HG_METRIC_hip_adduction_excursion, -3,
         HG_ASYMMETRY_NOTABLE, "excursion does not differ"},
        {HG_METRIC_hip_adduction_peak, 8, 18.0, 0.5, HG_METRIC_NONE, 0, HG_ASYMMETRY_NOTABLE,
         "excursion was not measured"},
        {HG_METRIC_pelvic_drop_peak, 4, 14.0, 0.5, HG_METRIC_pelvic_drop_excursion, -2,
         HG_ASYMMETRY_NOTABLE, "excursion does not differ"},
        /* never beyond, whatever it is; no limit, at most notable */
        {HG_METRIC_hip_rotation_peak, 5, 45.0, 0.5, HG_METRIC_NONE, 0, HG_ASYMMETRY_NOTABLE,
         "too unsure"},
        {HG_METRIC_knee_flexion_contact, 15, 45.0, 0.5, HG_METRIC_NONE, 0, HG_ASYMMETRY_NOTABLE,
         "not known"},
        /* times by the symmetry index: the limit of contact time is 7 % */
        {HG_METRIC_contact_time, 0.25, 0.25, 0.003, HG_METRIC_NONE, 0, HG_ASYMMETRY_USUAL, ""},
        {HG_METRIC_contact_time, 0.25, 0.26, 0.003, HG_METRIC_NONE, 0, HG_ASYMMETRY_NOTABLE,
         "within"},
        {HG_METRIC_contact_time, 0.25, 0.29, 0.003, HG_METRIC_NONE, 0, HG_ASYMMETRY_BEYOND, ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        sides s;
        begin(&s);
        give(&s, table[i].id, table[i].left, table[i].right, table[i].noise);
        if (table[i].twin != HG_METRIC_NONE)
            give(&s, table[i].twin, 5, 5 + table[i].twin_difference, 0.3);
        const hg_asymmetry *a = compare(&s, table[i].id);
        if (a->rating != table[i].want || !strstr(a->reason, table[i].why) ||
            (!*table[i].why && *a->reason))
            fail_msg("row %zu: %s (%s), difference %.3f, ci95 %.3f to %.3f, total %.3f to %.3f", i,
                     hg_asymmetry_class_name(a->rating), a->reason, a->difference, a->ci95[0],
                     a->ci95[1], a->ci95_total[0], a->ci95_total[1]);
        /* rounding: without an error of placing they are the same */
        assert_true(a->ci95_total[0] < a->ci95[0] + 1e-12 && a->ci95_total[1] > a->ci95[1] - 1e-12);
        assert_true((a->p < 0.05) == (a->rating >= HG_ASYMMETRY_NOTABLE));
        done(&s);
    }
}

/* ci95_total by hand: u^2 = SE^2 + 2 SEM^2, the second term twice for a rolled pelvis. */
static void total_by_hand(void **state) {
    (void)state;
    static const struct {
        hg_metric_id id;
        double sem, times;
    } table[] = {{HG_METRIC_hip_flexion_peak, 1.2, 2},
                 {HG_METRIC_hip_adduction_peak, 1.2, 4},
                 {HG_METRIC_hip_adduction_contact, 1.2, 4},
                 {HG_METRIC_pelvic_drop_peak, 1.0, 4},
                 {HG_METRIC_hip_adduction_excursion, 1, 2},
                 {HG_METRIC_pelvic_drop_excursion, 1, 2},
                 {HG_METRIC_contact_time, 0, 2}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        sides s;
        begin(&s);
        give(&s, table[i].id, 10, 12, 0.5);
        const hg_asymmetry *a = compare(&s, table[i].id);
        double strides = 0.5 * (a->ci95[1] - a->ci95[0]),
               total = 0.5 * (a->ci95_total[1] - a->ci95_total[0]);
        assert_near(total * total - strides * strides,
                    1.9599639845 * 1.9599639845 * table[i].times * table[i].sem * table[i].sem,
                    1e-6);
        done(&s);
    }
}

static void indices(void **state) {
    (void)state;
    sides s;
    begin(&s);
    give(&s, HG_METRIC_contact_time, 0.20, 0.30, 0.001);
    give(&s, HG_METRIC_hip_flexion_peak, 40, 50, 0.5);
    give(&s, HG_METRIC_flight_time, -0.05, 0.03, 0.001);
    s.subject.symptoms.given = true;
    snprintf(s.subject.symptoms.side, sizeof s.subject.symptoms.side, "R");
    const hg_asymmetry *a = compare(&s, HG_METRIC_contact_time);
    double l = s.metrics[0].side[0].mean, r = s.metrics[0].side[1].mean;
    assert_near(a->index.symmetry_index, 100 * (r - l) / (0.5 * (r + l)), 1e-9);
    assert_near(a->index.symmetry_angle, 100 * (45 - atan(l / r) * 180 / 3.14159265358979) / 90,
                1e-9);
    assert_near(a->index.limb_symmetry_index, 100 * r / l, 1e-9);
    assert_int_equal(s.summary.involved, HG_RIGHT);
    /* for small differences the index is about pi times the angle */
    assert_true(a->index.symmetry_index > 0 && a->index.symmetry_angle > 0);
    assert_true(isnan(compare(&s, HG_METRIC_hip_flexion_peak)->index.symmetry_index));
    /* an index of numbers about zero means nothing */
    assert_true(isnan(compare(&s, HG_METRIC_flight_time)->index.symmetry_index));
    done(&s);
}

static void involved(void **state) {
    (void)state;
    hg_injury injuries[2] = {{.side = "L", .status = "resolved"}, {.side = "R"}};
    hg_subject subject = {.injuries = injuries, .n_injuries = 2};
    assert_int_equal(hg__involved_side(&subject), HG_RIGHT);
    snprintf(injuries[0].status, sizeof injuries[0].status, "current");
    assert_int_equal(hg__involved_side(&subject), HG_SIDE_UNKNOWN);
    subject.symptoms.given = true;
    snprintf(subject.symptoms.side, sizeof subject.symptoms.side, "L");
    assert_int_equal(hg__involved_side(&subject), HG_LEFT);
    snprintf(subject.symptoms.side, sizeof subject.symptoms.side, "both");
    assert_int_equal(hg__involved_side(&subject), HG_SIDE_UNKNOWN);
    assert_int_equal(hg__involved_side(&(hg_subject){0}), HG_SIDE_UNKNOWN);
    /* where it hurts comes before injuries of which it is not said that they are over */
    hg_subject asked = {.injuries = injuries, .n_injuries = 2};
    asked.intake.value[HG_INTAKE_symptoms_site_groin][HG_LEFT] = 1;
    assert_int_equal(hg__involved_side(&asked), HG_LEFT);
    asked.intake.value[HG_INTAKE_symptoms_site_lateral][HG_RIGHT] = 1;
    assert_int_equal(hg__involved_side(&asked), HG_SIDE_UNKNOWN);
}

/* What both sides share from stride to stride is no doubt about their difference. */
static void pairs_share_what_is_common(void **state) {
    (void)state;
    sides s;
    begin(&s);
    give(&s, HG_METRIC_hip_flexion_peak, 40, 41, 0.1);
    for (size_t i = 0; i < STRIDES; i++)
        for (int side = 0; side < 2; side++)
            values_of(&s, HG_METRIC_hip_flexion_peak, side)[i] += 3 * sin(0.4 * (double)i);
    const hg_asymmetry *a = compare(&s, HG_METRIC_hip_flexion_peak);
    assert_true(a->paired && a->pairs == STRIDES);
    assert_true(a->ci95[1] - a->ci95[0] < 0.2);
    assert_near(a->same_sign_share, 1, 0);
    assert_true(s.metrics[0].side[0].ci95[1] - s.metrics[0].side[0].ci95[0] > 1);
    /* with the partners gone the sides stand alone */
    for (size_t i = 0; i < STRIDES; i++) s.strides.stride[i % 2][i].used = false;
    for (size_t i = 0; i < STRIDES; i++)
        values_of(&s, HG_METRIC_hip_flexion_peak, (int)(i % 2))[i] = NAN;
    a = compare(&s, HG_METRIC_hip_flexion_peak);
    assert_false(a->paired);
    assert_int_equal(a->pairs, 0);
    assert_true(isnan(a->same_sign_share));
    assert_true(a->ci95[1] - a->ci95[0] > 1);
    done(&s);
}

/* Left for right: every difference turns round, every width stays. */
/* All values twice as large: differences and intervals over strides too, indices, shares and, where
 * placement adds nothing, chance and class stay. */
static void scaled(void **state) {
    (void)state;
    sides a, b;
    begin(&a);
    begin(&b);
    for (int i = 0; i < 2; i++) { /* the same noise for both, from the same seed */
        give(i ? &b : &a, HG_METRIC_hip_flexion_peak, 40, 44, 0.7);
        give(i ? &b : &a, HG_METRIC_contact_time, 0.25, 0.27, 0.004);
    }
    for (size_t m = 0; m < b.n_metrics; m++)
        for (int side = 0; side < 2; side++)
            for (size_t i = 0; i < STRIDES; i++) values_of(&b, b.metrics[m].id, side)[i] *= 2;
    compare(&a, HG_METRIC_contact_time);
    compare(&b, HG_METRIC_contact_time);
    assert_int_equal(a.n, 2);
    for (size_t i = 0; i < a.n; i++) {
        const hg_asymmetry *x = &a.out[i], *y = &b.out[i];
        assert_near(y->difference, 2 * x->difference, 1e-12);
        for (int e = 0; e < 2; e++) {
            assert_near(y->ci95[e], 2 * x->ci95[e], 1e-12);
            if (x->metric == HG_METRIC_contact_time)
                assert_near(y->ci95_total[e], 2 * x->ci95_total[e], 1e-12);
        }
        assert_int_equal(y->pairs, x->pairs);
        assert_near(y->same_sign_share, x->same_sign_share, 0);
        if (x->metric != HG_METRIC_contact_time) {
            /* of an angle placement does not grow with it */
            assert_true(y->ci95_total[1] - y->ci95_total[0] <
                        2 * (x->ci95_total[1] - x->ci95_total[0]));
            continue;
        }
        assert_near(y->p, x->p, 1e-12);
        assert_int_equal(y->rating, x->rating);
        assert_near(y->index.symmetry_index, x->index.symmetry_index, 1e-12);
        assert_near(y->index.symmetry_angle, x->index.symmetry_angle, 1e-12);
    }
    done(&a);
    done(&b);
}

static void swapped(void **state) {
    (void)state;
    sides a, b;
    begin(&a);
    give(&a, HG_METRIC_hip_flexion_peak, 40, 44, 0.7);
    give(&a, HG_METRIC_contact_time, 0.25, 0.27, 0.004);
    a.strides.stride[HG_LEFT][5].used = a.strides.stride[HG_RIGHT][20].used = false;
    for (size_t i = 0; i < a.n_metrics; i++) {
        values_of(&a, a.metrics[i].id, HG_LEFT)[5] = NAN;
        values_of(&a, a.metrics[i].id, HG_RIGHT)[20] = NAN;
    }
    b = a;
    for (int side = 0; side < 2; side++) {
        b.strides.stride[side] = a.strides.stride[1 - side];
        b.values.of[side] = a.values.of[1 - side];
    }
    b.stage.k = &b.k, b.stage.params = &b.params, b.stage.flags = &b.flags;
    compare(&a, HG_METRIC_contact_time);
    compare(&b, HG_METRIC_contact_time);
    for (size_t i = 0; i < a.n; i++) {
        const hg_asymmetry *x = &a.out[i], *y = &b.out[i];
        assert_near(y->difference, -x->difference, 0);
        assert_near(y->ci95[0], -x->ci95[1], 1e-12);
        assert_near(y->ci95_total[1], -x->ci95_total[0], 1e-12);
        assert_int_equal(y->pairs, x->pairs);
        assert_int_equal(x->pairs, STRIDES - 2);
        assert_near(y->same_sign_share, x->same_sign_share, 0);
        assert_near(y->p, x->p, 1e-12);
        assert_int_equal(y->rating, x->rating);
        if (x->metric == HG_METRIC_contact_time) {
            assert_near(y->index.symmetry_index, -x->index.symmetry_index, 1e-12);
            assert_near(y->index.symmetry_angle, -x->index.symmetry_angle, 1e-12);
        }
    }
    done(&a);
}

static void expect_insufficient(const hg_asymmetry *a, const char *why) {
    if (a->rating != HG_ASYMMETRY_INSUFFICIENT || !strstr(a->reason, why))
        fail_msg("%s (%s), expected insufficient (%s)", hg_asymmetry_class_name(a->rating),
                 a->reason, why);
    assert_true(isnan(a->p) && isnan(a->q));
}

static void insufficient(void **state) {
    (void)state;
    sides s;
    begin(&s);
    give(&s, HG_METRIC_hip_flexion_peak, 40, 50, 0.5);
    give(&s, HG_METRIC_contact_time, 0.25, 0.30, 0.003);
    give(&s, HG_METRIC_hip_flexion_range, 50, 60, 0.0);
    /* one side missing, one with too few strides for a mean, one constant */
    for (size_t i = 0; i < STRIDES; i++) {
        values_of(&s, HG_METRIC_hip_flexion_peak, HG_RIGHT)[i] = NAN;
        if (i >= 2) values_of(&s, HG_METRIC_contact_time, HG_LEFT)[i] = NAN;
    }
    const hg_asymmetry *a = compare(&s, HG_METRIC_hip_flexion_peak);
    expect_insufficient(a, "not measured on the right");
    assert_true(isnan(a->difference) && isnan(a->ci95[0]) && isnan(a->ci95_total[0]));
    a = compare(&s, HG_METRIC_contact_time);
    expect_insufficient(a, "not measured on the left");
    assert_true(isnan(a->difference) && isnan(a->index.symmetry_index));
    a = compare(&s, HG_METRIC_hip_flexion_range);
    expect_insufficient(a, "do not vary");
    assert_near(a->difference, 10, 0);
    assert_true(isnan(a->ci95[0]) && isnan(a->ci95_total[0]));
    assert_int_equal(s.summary.tests, 0);
    assert_int_equal(s.summary.insufficient, 3);
    /* enough for means, too few to judge */
    for (size_t i = 9; i < STRIDES; i++)
        values_of(&s, HG_METRIC_hip_flexion_peak, HG_LEFT)[i] = NAN;
    for (size_t i = 0; i < STRIDES; i++)
        values_of(&s, HG_METRIC_hip_flexion_peak, HG_RIGHT)[i] =
            i < 9 ? 50 + 0.1 * (double)(i % 3) : NAN;
    a = compare(&s, HG_METRIC_hip_flexion_peak);
    expect_insufficient(a, "too few strides");
    assert_near(a->difference, 10, 1);
    /* nothing at all */
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < STRIDES; i++)
            values_of(&s, HG_METRIC_hip_flexion_peak, side)[i] = NAN;
    expect_insufficient(compare(&s, HG_METRIC_hip_flexion_peak), "not measured");
    s.strides.n[0] = s.strides.n[1] = 0;
    s.n_metrics = 0;
    assert_int_equal(hg__compare_sides(s.out, &s.n, &s.summary, s.metrics, 0, &s.values, &s.strides,
                                       &s.subject, &s.stage),
                     HG_OK);
    assert_int_equal(s.n, 0);
    done(&s);
}

/* Tests are counted; one of many that is just notable does not survive the correction. */
static void multiplicity(void **state) {
    (void)state;
    static const hg_metric_id ids[] = {
        HG_METRIC_hip_flexion_contact,   HG_METRIC_hip_flexion_peak,  HG_METRIC_hip_extension_peak,
        HG_METRIC_hip_flexion_range,     HG_METRIC_pelvic_tilt_mean,  HG_METRIC_pelvic_tilt_range,
        HG_METRIC_pelvic_rotation_range, HG_METRIC_hip_rotation_peak, HG_METRIC_thorax_lean_range};
    const size_t count = sizeof ids / sizeof *ids;
    sides s;
    begin(&s);
    give(&s, ids[0], 20, 23.6, 0.3);
    for (size_t i = 1; i < count; i++) give(&s, ids[i], 20, 20.1, 0.3);
    const hg_asymmetry *a = compare(&s, ids[0]);
    assert_int_equal(a->rating, HG_ASYMMETRY_NOTABLE);
    assert_near(a->q, a->p * (double)count, 1e-9); /* the smallest of them */
    assert_int_equal(s.summary.tests, count);
    assert_int_equal(s.summary.notable, 1);
    assert_int_equal(s.summary.discoveries, 0);
    give(&s, HG_METRIC_contact_time, 0.2, 0.25, 0.002);
    compare(&s, ids[0]);
    assert_int_equal(s.summary.notable, 2);
    assert_int_equal(s.summary.beyond, 1);
    assert_int_equal(s.summary.discoveries, 1);
    done(&s);
}

/* Strides far off are named by their start, and stay in the mean. */
static void outliers(void **state) {
    (void)state;
    sides s;
    begin(&s);
    give(&s, HG_METRIC_hip_flexion_peak, 40, 40, 0.3);
    values_of(&s, HG_METRIC_hip_flexion_peak, HG_RIGHT)[17] = 60;
    compare(&s, HG_METRIC_hip_flexion_peak);
    const hg_stat *right = &s.metrics[0].side[HG_RIGHT];
    assert_int_equal(right->n_outliers, 1);
    assert_near(right->outlier_s[0], 17.5 * STRIDE_S, 1e-12);
    assert_int_equal(right->n, STRIDES);
    assert_true(right->mean > right->trimmed + 0.3);
    done(&s);
}

/* Every row of the table is a metric of sides, once; angles have limits in degrees only. */
static void limits(void **state) {
    (void)state;
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        const hg_limit *l = hg_limit_of((hg_metric_id)id);
        assert_non_null(l->source);
        if (hg_metrics[id].form == HG_FORM_BOTH) assert_true(isnan(l->sem) && isnan(l->limit));
        assert_true(isnan(l->limit) || l->limit > 0);
        if (l->pelvis_roll) assert_int_equal(hg_metrics[id].family, HG_FAMILY_FRONTAL);
        if (l->twin != HG_METRIC_NONE) assert_non_null(strstr(hg_metrics[l->twin].id, "excursion"));
    }
    assert_true(isnan(hg_limit_of(HG_METRIC_NONE)->limit));
    assert_near(hg_limit_of(HG_METRIC_hip_adduction_peak)->limit, 7.5, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(classes),
                                       cmocka_unit_test(total_by_hand),
                                       cmocka_unit_test(indices),
                                       cmocka_unit_test(involved),
                                       cmocka_unit_test(pairs_share_what_is_common),
                                       cmocka_unit_test(swapped),
                                       cmocka_unit_test(scaled),
                                       cmocka_unit_test(insufficient),
                                       cmocka_unit_test(multiplicity),
                                       cmocka_unit_test(outliers),
                                       cmocka_unit_test(limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
