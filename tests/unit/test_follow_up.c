/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follow-up: verdicts at their limits, what leaves a change open, sides, bands, and its JSON. */
#include "support/cm.h"

#include <hipgait/hipgait.h>

#include "base/json.h"
#include "support/fixture_result.h"

typedef struct visits {
    hg_result *earlier, *later;
    hg_follow_up *f;
} visits;

static void set_up(visits *v) {
    v->earlier = fixture_result(FIXTURE_GOOD);
    v->later = fixture_result(FIXTURE_GOOD);
    v->f = NULL;
    fixture_copy(v->earlier->session, sizeof v->earlier->session, "S01");
    fixture_copy(v->earlier->provenance.input_sha256, sizeof v->earlier->provenance.input_sha256,
                 "0000");
    v->earlier->visit = 1;
}

static void compare(visits *v, const hg_follow_up_options *options) {
    hg_error err = {0};
    hg_follow_up_free(v->f);
    assert_int_equal(hg_follow_up_compute(&v->f, v->earlier, v->later, options, &err), HG_OK);
}

static void tear_down(visits *v) {
    hg_follow_up_free(v->f);
    fixture_result_free(v->earlier);
    fixture_result_free(v->later);
}

static hg_metric_value *value(hg_result *r, hg_metric_id id) {
    for (size_t i = 0; i < r->n_metrics; i++)
        if (r->metrics[i].id == id) return &r->metrics[i];
    fail_msg("the fixture lacks %s", hg_metrics[id].id);
    return NULL;
}

static const hg_metric_change *row(const hg_follow_up *f, hg_metric_id id) {
    for (size_t i = 0; i < f->n_metrics; i++)
        if (f->metrics[i].id == id) return &f->metrics[i];
    fail_msg("no row for %s", hg_metrics[id].id);
    return NULL;
}

static const hg_asymmetry_change *asymmetry_row(const hg_follow_up *f, hg_metric_id id) {
    for (size_t i = 0; i < f->n_asymmetry; i++)
        if (f->asymmetry[i].id == id) return &f->asymmetry[i];
    fail_msg("no asymmetry of %s", hg_metrics[id].id);
    return NULL;
}

/* A value with a 95 % interval of that half-width. */
static void set_stat(hg_stat *s, double mean, double half) {
    s->mean = mean;
    s->ci95[0] = mean - half;
    s->ci95[1] = mean + half;
}

static const double normal95 = 1.9599639845400545;
static const hg_metric_id excursion = HG_METRIC_hip_adduction_excursion; /* SEM 1.0 degree */

/* 2.77 times 1 degree where strides add nothing: 2.769 is inside, 2.771 is not, either way. */
static void test_placement_alone(void **state) {
    (void)state;
    static const struct {
        double change;
        hg_verdict verdict;
    } cases[] = {{2.769, HG_VERDICT_WITHIN_ERROR},
                 {2.771, HG_VERDICT_REAL},
                 {-2.769, HG_VERDICT_WITHIN_ERROR},
                 {-2.771, HG_VERDICT_REAL},
                 {0.0, HG_VERDICT_WITHIN_ERROR}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        visits v;
        set_up(&v);
        set_stat(&value(v.earlier, excursion)->side[HG_LEFT], 5.0, 0.0);
        set_stat(&value(v.later, excursion)->side[HG_LEFT], 5.0 + cases[i].change, 0.0);
        compare(&v, NULL);
        const hg_change *c = &row(v.f, excursion)->side[HG_LEFT];
        assert_near(c->mdc, 2.77, 1e-12);
        assert_near(c->change, cases[i].change, 1e-12);
        assert_int_equal(c->verdict, cases[i].verdict);
        assert_int_equal(c->open, HG_OPEN_NONE);
        tear_down(&v);
    }
}

/* Strides of half-width 1.96 s and 1.96 t: e1 = sqrt(1 + s^2), e2 = sqrt(1 + t^2), by hand. */
static void test_strides_and_placement(void **state) {
    (void)state;
    visits v;
    set_up(&v);
    set_stat(&value(v.earlier, excursion)->side[HG_RIGHT], 5.0, normal95 * 0.75);
    set_stat(&value(v.later, excursion)->side[HG_RIGHT], 9.0, normal95 * 1.0);
    compare(&v, NULL);
    const hg_change *c = &row(v.f, excursion)->side[HG_RIGHT];
    assert_near(c->mdc, 2.77 * sqrt((1.5625 + 2.0) / 2.0), 1e-12); /* 3.697 */
    assert_near(c->ci95[1] - c->ci95[0], 2.0 * normal95 * 1.25, 1e-12);
    assert_near(c->ci95_total[1] - 4.0, normal95 * sqrt(1.5625 + 2.0), 1e-12);
    assert_int_equal(c->verdict, HG_VERDICT_REAL);
    /* a verdict of real and a total interval without 0 are the same, as 2.77 is 1.96 sqrt(2) */
    assert_true(c->ci95_total[0] > 0.0);
    tear_down(&v);
}

/* Times need no markers: their error is that of the strides. */
static void test_clock(void **state) {
    (void)state;
    visits v;
    set_up(&v);
    set_stat(&value(v.earlier, HG_METRIC_contact_time)->side[HG_LEFT], 0.250, 0.004);
    set_stat(&value(v.later, HG_METRIC_contact_time)->side[HG_LEFT], 0.256, 0.004);
    compare(&v, NULL);
    const hg_change *c = &row(v.f, HG_METRIC_contact_time)->side[HG_LEFT];
    assert_near(c->mdc, 2.77 * 0.004 / normal95, 1e-9); /* 5.65 ms */
    assert_int_equal(c->verdict, HG_VERDICT_REAL);
    /* strides that do not vary have no error to go by */
    set_stat(&value(v.earlier, HG_METRIC_contact_time)->side[HG_LEFT], 0.250, 0.0);
    set_stat(&value(v.later, HG_METRIC_contact_time)->side[HG_LEFT], 0.256, 0.0);
    compare(&v, NULL);
    c = &row(v.f, HG_METRIC_contact_time)->side[HG_LEFT];
    assert_int_equal(c->verdict, HG_VERDICT_CANNOT_TELL);
    assert_int_equal(c->open, HG_OPEN_ERROR_UNKNOWN);
    tear_down(&v);
}

static void test_what_cannot_be_told(void **state) {
    (void)state;
    visits v;
    set_up(&v);
    /* no error of placing markers is known of the step rate */
    compare(&v, NULL);
    const hg_change *c = &row(v.f, HG_METRIC_step_rate)->both;
    assert_int_equal(c->verdict, HG_VERDICT_CANNOT_TELL);
    assert_int_equal(c->open, HG_OPEN_ERROR_UNKNOWN);
    assert_true(isnan(c->mdc));
    assert_near(c->change, 0.0, 0.0);
    /* strides: 10 are enough, 9 are not, whichever visit has them */
    value(v.earlier, excursion)->side[HG_LEFT].n = 10;
    value(v.earlier, excursion)->side[HG_RIGHT].n = 9;
    compare(&v, NULL);
    assert_int_equal(row(v.f, excursion)->side[HG_LEFT].open, HG_OPEN_NONE);
    assert_int_equal(row(v.f, excursion)->side[HG_RIGHT].open, HG_OPEN_FEW_STRIDES);
    assert_int_equal(asymmetry_row(v.f, excursion)->difference.open, HG_OPEN_FEW_STRIDES);
    hg_follow_up_options options;
    hg_error err;
    hg_follow_up_options_default(&options);
    assert_int_equal(hg_follow_up_options_set(&options, "follow_up.strides_min", "9", &err), HG_OK);
    compare(&v, &options);
    assert_int_equal(row(v.f, excursion)->side[HG_RIGHT].open, HG_OPEN_NONE);
    /* measured at one visit only */
    value(v.later, excursion)->side[HG_RIGHT] = hg_stat_none();
    compare(&v, NULL);
    assert_int_equal(row(v.f, excursion)->side[HG_RIGHT].open, HG_OPEN_NOT_MEASURED);
    assert_near(row(v.f, excursion)->side[HG_RIGHT].earlier, 7.7, 1e-12);
    tear_down(&v);
}

/* --- what differs between the visits --- */

static void slower(hg_result *r) {
    r->speed_m_s = 2.502 * 0.95;
}
static void steeper(hg_result *r) {
    r->incline_percent = 2.1;
}
static void shod(hg_result *r) {
    fixture_copy(r->footwear, sizeof r->footwear, "spikes");
}
static void barely_stated(hg_result *r) {
    *r->footwear = '\0';
}
static void other_markers(hg_result *r) {
    fixture_copy(r->provenance.markerset, sizeof r->provenance.markerset, "pig");
}
static void other_convention(hg_result *r) {
    fixture_copy(r->provenance.convention, sizeof r->provenance.convention, "cgm");
}
static void other_sensor(hg_result *r) {
    fixture_copy(r->provenance.sensor, sizeof r->provenance.sensor, "joint_angles");
}
static void overground(hg_result *r) {
    r->treadmill = HG_NO;
}
static void other_hip(hg_result *r) {
    fixture_copy(r->provenance.hip_centre, sizeof r->provenance.hip_centre, "harrington");
}
static void walking(hg_result *r) {
    r->task = HG_TASK_WALK;
}
static void other_events(hg_result *r) {
    r->events.method = "markers:combined";
}
static void other_filter(hg_result *r) {
    r->provenance.params.clean_cutoff_hz = 12;
}
static void other_statistics(hg_result *r) {
    r->provenance.params.curves_alpha = 0.01;
}
static void bad_data(hg_result *r) {
    r->status = HG_QUALITY_INSUFFICIENT;
}
static void other_program(hg_result *r) {
    fixture_copy(r->provenance.program_version, sizeof r->provenance.program_version, "0.0.9");
}
static void no_speed(hg_result *r) {
    r->speed_m_s = NAN;
}

/* What each difference touches: a time, an angle that needs no hip centre, one that does. */
static void test_aspects(void **state) {
    (void)state;
    static const struct {
        void (*differ)(hg_result *);
        hg_aspect_id id;
        hg_aspect_state aspect;
        bool time, drop, hip;
    } cases[] = {
        {slower, HG_ASPECT_speed, HG_ASPECT_DIFFERS, true, true, true},
        {no_speed, HG_ASPECT_speed, HG_ASPECT_NOT_STATED, true, true, true},
        {steeper, HG_ASPECT_incline, HG_ASPECT_DIFFERS, true, true, true},
        {shod, HG_ASPECT_footwear, HG_ASPECT_DIFFERS, true, true, true},
        {barely_stated, HG_ASPECT_footwear, HG_ASPECT_NOT_STATED, false, false, false},
        {other_markers, HG_ASPECT_markerset, HG_ASPECT_DIFFERS, false, true, true},
        {other_convention, HG_ASPECT_convention, HG_ASPECT_DIFFERS, false, true, true},
        {other_sensor, HG_ASPECT_sensor, HG_ASPECT_DIFFERS, true, true, true},
        {overground, HG_ASPECT_surface, HG_ASPECT_DIFFERS, true, true, true},
        {other_hip, HG_ASPECT_hip_centre, HG_ASPECT_DIFFERS, false, false, true},
        {walking, HG_ASPECT_task, HG_ASPECT_DIFFERS, true, true, true},
        {other_events, HG_ASPECT_events, HG_ASPECT_DIFFERS, true, true, true},
        {other_filter, HG_ASPECT_settings, HG_ASPECT_DIFFERS, true, true, true},
        {other_statistics, HG_ASPECT_settings, HG_ASPECT_SAME, false, false, false},
        {bad_data, HG_ASPECT_quality, HG_ASPECT_DIFFERS, false, true, true},
        {other_program, HG_ASPECT_program, HG_ASPECT_DIFFERS, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int which = 0; which < 2; which++) { /* at either visit */
            visits v;
            set_up(&v);
            cases[i].differ(which ? v.later : v.earlier);
            compare(&v, NULL);
            const hg_change *time = &row(v.f, HG_METRIC_contact_time)->side[HG_LEFT];
            const hg_change *drop = &row(v.f, HG_METRIC_pelvic_drop_excursion)->side[HG_LEFT];
            const hg_change *hip = &row(v.f, excursion)->side[HG_LEFT];
            unsigned bit = 1u << cases[i].id;
            if (v.f->aspects[cases[i].id].state != cases[i].aspect)
                fail_msg("case %zu: state %d", i, v.f->aspects[cases[i].id].state);
            if (time->aspects != (cases[i].time ? bit : 0) ||
                drop->aspects != (cases[i].drop ? bit : 0) ||
                hip->aspects != (cases[i].hip ? bit : 0))
                fail_msg("case %zu: %x %x %x", i, time->aspects, drop->aspects, hip->aspects);
            assert_int_equal(hip->verdict,
                             cases[i].hip ? HG_VERDICT_CANNOT_TELL : HG_VERDICT_WITHIN_ERROR);
            assert_int_equal(hip->open, cases[i].hip ? HG_OPEN_CONDITIONS : HG_OPEN_NONE);
            tear_down(&v);
        }
}

/* 5 % of the mean speed, either side of the limit. */
static void test_speed_limit(void **state) {
    (void)state;
    visits v;
    set_up(&v);
    v.earlier->speed_m_s = 3.0;
    v.later->speed_m_s = 3.1537; /* 4.995 % of 3.07685 */
    compare(&v, NULL);
    assert_int_equal(v.f->aspects[HG_ASPECT_speed].state, HG_ASPECT_SAME);
    v.later->speed_m_s = 3.1539; /* 5.002 % */
    compare(&v, NULL);
    assert_int_equal(v.f->aspects[HG_ASPECT_speed].state, HG_ASPECT_DIFFERS);
    assert_string_equal(v.f->aspects[HG_ASPECT_speed].later, "3.15 m/s");
    /* the speed itself is not left open by its own change, only for want of a known error */
    assert_int_equal(row(v.f, HG_METRIC_speed)->both.open, HG_OPEN_ERROR_UNKNOWN);
    tear_down(&v);
}

/* --- sides --- */

static void mirror(hg_result *r) {
    for (size_t i = 0; i < r->n_metrics; i++) {
        hg_stat left = r->metrics[i].side[HG_LEFT];
        r->metrics[i].side[HG_LEFT] = r->metrics[i].side[HG_RIGHT];
        r->metrics[i].side[HG_RIGHT] = left;
    }
    for (size_t i = 0; i < r->n_asymmetry; i++) {
        hg_asymmetry *a = &r->asymmetry[i];
        double low = a->ci95[0];
        a->difference = -a->difference;
        a->ci95[0] = -a->ci95[1];
        a->ci95[1] = -low;
    }
}

static void test_mirrored(void **state) {
    (void)state;
    visits v, w;
    set_up(&v);
    set_up(&w);
    for (int k = 0; k < 2; k++) {
        visits *one = k ? &w : &v;
        set_stat(&value(one->later, excursion)->side[HG_LEFT], 11.8, 0.4);
        one->later->asymmetry[0].difference += 0.01;
    }
    mirror(w.earlier);
    mirror(w.later);
    compare(&v, NULL);
    compare(&w, NULL);
    assert_int_equal(v.f->n_metrics, w.f->n_metrics);
    assert_int_equal(v.f->real, w.f->real);
    assert_true(v.f->real > 0);
    for (size_t i = 0; i < v.f->n_metrics; i++)
        for (int s = 0; s < 2; s++) {
            const hg_change *a = &v.f->metrics[i].side[s], *b = &w.f->metrics[i].side[1 - s];
            if (hg_metrics[v.f->metrics[i].id].form == HG_FORM_BOTH) continue;
            assert_memory_equal(a, b, sizeof *a);
        }
    for (size_t i = 0; i < v.f->n_asymmetry; i++) {
        const hg_change *a = &v.f->asymmetry[i].difference, *b = &w.f->asymmetry[i].difference;
        if (isnan(a->change)) continue;
        assert_near(a->change, -b->change, 0.0);
        assert_int_equal(a->verdict, b->verdict);
    }
    tear_down(&v);
    tear_down(&w);
}

/* Two sides at two visits: 2.77 sqrt(2) SEM; a rolled pelvis counts twice: 2.77 * 2 SEM. */
static void test_asymmetry(void **state) {
    (void)state;
    static const struct {
        hg_metric_id id;
        double mdc;
    } cases[] = {{HG_METRIC_hip_adduction_excursion, 2.77 * 1.4142135623730951},
                 {HG_METRIC_hip_adduction_peak, 2.77 * 2.0 * 1.2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int over = 0; over < 2; over++) {
            visits v;
            set_up(&v);
            for (int k = 0; k < 2; k++) {
                hg_result *r = k ? v.later : v.earlier;
                for (size_t j = 0; j < r->n_asymmetry; j++) {
                    if (r->asymmetry[j].metric != cases[i].id) continue;
                    double d = k ? 1.0 - cases[i].mdc + (over ? -0.001 : 0.001) : 1.0;
                    r->asymmetry[j].difference = r->asymmetry[j].ci95[0] = r->asymmetry[j].ci95[1] =
                        d;
                    r->asymmetry[j].rating = k ? HG_ASYMMETRY_BEYOND : HG_ASYMMETRY_USUAL;
                }
            }
            compare(&v, NULL);
            const hg_asymmetry_change *a = asymmetry_row(v.f, cases[i].id);
            assert_near(a->difference.mdc, cases[i].mdc, 1e-9);
            assert_int_equal(a->difference.verdict,
                             over ? HG_VERDICT_REAL : HG_VERDICT_WITHIN_ERROR);
            assert_int_equal(a->earlier, HG_ASYMMETRY_USUAL);
            assert_int_equal(a->later, HG_ASYMMETRY_BEYOND);
            tear_down(&v);
        }
}

/* --- who, when, how many --- */

static void test_who_and_when(void **state) {
    (void)state;
    visits v;
    hg_error err = {0};
    set_up(&v);
    compare(&v, NULL);
    assert_false(v.f->same_recording);
    assert_false(v.f->order_doubtful);
    v.earlier->visit = 3; /* the later one is visit 2 */
    compare(&v, NULL);
    assert_true(v.f->order_doubtful);
    v.earlier->visit = 0;
    fixture_copy(v.earlier->session_date, sizeof v.earlier->session_date, "2026-03-02");
    fixture_copy(v.later->session_date, sizeof v.later->session_date, "2026-03-02T08:00:00");
    compare(&v, NULL);
    assert_false(v.f->order_doubtful);
    fixture_copy(v.later->session_date, sizeof v.later->session_date, "2026-03-01");
    compare(&v, NULL);
    assert_true(v.f->order_doubtful);
    fixture_copy(v.earlier->session, sizeof v.earlier->session, v.later->session);
    fixture_copy(v.earlier->provenance.input_sha256, sizeof v.earlier->provenance.input_sha256,
                 v.later->provenance.input_sha256);
    compare(&v, NULL);
    assert_true(v.f->same_recording);
    fixture_copy(v.later->runner, sizeof v.later->runner, "R018");
    hg_follow_up *none = NULL;
    assert_int_equal(hg_follow_up_compute(&none, v.earlier, v.later, NULL, &err), HG_EINVAL);
    assert_non_null(strstr(err.text, "R017"));
    assert_non_null(strstr(err.text, "R018"));
    assert_null(none);
    tear_down(&v);
}

static void test_counts(void **state) {
    (void)state;
    visits v;
    set_up(&v);
    compare(&v, NULL);
    size_t rows = 0, real = 0;
    for (size_t i = 0; i < v.f->n_metrics; i++) {
        const hg_metric_change *m = &v.f->metrics[i];
        bool both = hg_metrics[m->id].form == HG_FORM_BOTH;
        rows += both ? 1 : 2;
        real += both ? m->both.verdict == HG_VERDICT_REAL
                     : (m->side[0].verdict == HG_VERDICT_REAL) +
                           (m->side[1].verdict == HG_VERDICT_REAL);
    }
    assert_int_equal(v.f->real, real);
    assert_int_equal(v.f->tests + v.f->open, rows);
    assert_near(v.f->expected_chance, 0.05 * (double)v.f->tests, 1e-12);
    assert_int_equal(v.f->real, 0); /* nothing changed */
    tear_down(&v);
}

static void test_settings(void **state) {
    (void)state;
    hg_follow_up_options o;
    hg_error err;
    hg_follow_up_options_default(&o);
    assert_near(o.mdc_factor, 2.77, 0.0);
    assert_int_equal(hg_follow_up_options_set(&o, "follow_up.speed_percent", "7.5", &err), HG_OK);
    assert_near(o.speed_percent, 7.5, 0.0);
    assert_int_equal(hg_follow_up_options_set(&o, "follow_up.speed_percent", "101", &err),
                     HG_EINVAL);
    assert_int_equal(hg_follow_up_options_set(&o, "follow_up.speed_percent", "7,5", &err),
                     HG_EINVAL);
    assert_int_equal(hg_follow_up_options_set(&o, "follow_up.speed", "7", &err), HG_EINVAL);
    assert_non_null(strstr(err.text, "follow_up.speed_percent"));
    assert_near(o.speed_percent, 7.5, 0.0);
}

/* --- bands --- */

static void test_bands(void **state) {
    (void)state;
    static const hg_rule_outcome before[] = {
        {.id = "P1", .label = "pain at the sit bone", .fired = HG_YES, .text = "yes"},
        {.id = "R1", .label = "earlier strain", .fired = HG_YES, .text = "yes"},
        {.id = "G1", .label = "drop", .fired = HG_NO, .text = "no"}};
    static const hg_rule_outcome after[] = {
        {.id = "P1", .label = "pain at the sit bone", .fired = HG_NO, .text = "no"},
        {.id = "R1", .label = "earlier strain", .fired = HG_YES, .text = "yes"},
        {.id = "G1", .label = "drop", .fired = HG_YES, .text = "7 degrees"}};
    static const hg_condition was[] = {{.id = "hamstring",
                                        .label = "Hamstring",
                                        .side = HG_LEFT,
                                        .band = HG_CONDITION_MODERATE,
                                        .why = "",
                                        .grade = "B",
                                        .rules = before,
                                        .n_rules = 3},
                                       {.id = "hamstring",
                                        .label = "Hamstring",
                                        .side = HG_RIGHT,
                                        .band = HG_CONDITION_LOW,
                                        .why = "",
                                        .grade = ""},
                                       {.id = "old",
                                        .label = "Old",
                                        .side = HG_LEFT,
                                        .band = HG_CONDITION_LOW,
                                        .why = "",
                                        .grade = ""}};
    static const hg_condition is[] = {{.id = "hamstring",
                                       .label = "Hamstring",
                                       .side = HG_LEFT,
                                       .band = HG_CONDITION_WATCH,
                                       .why = "",
                                       .grade = "C",
                                       .rules = after,
                                       .n_rules = 3},
                                      {.id = "hamstring",
                                       .label = "Hamstring",
                                       .side = HG_RIGHT,
                                       .band = HG_CONDITION_LOW,
                                       .why = "",
                                       .grade = ""}};
    visits v;
    set_up(&v);
    v.earlier->evidence.conditions = was;
    v.earlier->evidence.n_conditions = 3;
    v.later->evidence.conditions = is;
    v.later->evidence.n_conditions = 2;
    compare(&v, NULL);
    assert_int_equal(v.f->n_bands, 3);
    assert_true(v.f->bands[0].changed);
    assert_int_equal(v.f->bands[0].n_appeared, 1);
    assert_string_equal(v.f->bands[0].appeared[0]->id, "G1");
    assert_int_equal(v.f->bands[0].n_gone, 1);
    assert_string_equal(v.f->bands[0].gone[0]->id, "P1");
    assert_false(v.f->bands[1].changed);
    assert_int_equal(v.f->bands[1].n_appeared + v.f->bands[1].n_gone, 0);
    assert_null(v.f->bands[2].later);
    assert_true(v.f->bands[2].changed);
    hg_text text;
    assert_int_equal(hg_report_follow_up_json(&text, v.f, NULL), HG_OK);
    assert_non_null(strstr(text.data, "\"rules_appeared\""));
    hg_text_free(&text);
    tear_down(&v);
}

static void test_json(void **state) {
    (void)state;
    visits v;
    hg_text a, b;
    hg__json *root;
    double number;
    set_up(&v);
    set_stat(&value(v.later, excursion)->side[HG_LEFT], 11.8, 0.4);
    compare(&v, NULL);
    assert_int_equal(hg_report_follow_up_json(&a, v.f, NULL), HG_OK);
    assert_int_equal(hg_report_follow_up_json(&b, v.f, NULL), HG_OK);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    assert_int_equal(hg__json_parse(&root, a.data, a.size, "follow-up", NULL), HG_OK);
    assert_string_equal(hg__json_text(hg__json_get(root, "schema")), "hipgait-follow-up");
    const hg__json *list = hg__json_get(root, "metrics");
    assert_int_equal(hg__json_size(list), v.f->n_metrics);
    bool seen = false;
    for (size_t i = 0; i < v.f->n_metrics; i++) {
        const hg__json *m = hg__json_at(list, i);
        if (strcmp(hg__json_text(hg__json_get(m, "id")), "hip_adduction_excursion") != 0) continue;
        const hg__json *left = hg__json_get(m, "left");
        assert_true(hg__json_number(hg__json_get(left, "change"), &number));
        assert_near(number, 6.0, 1e-9);
        assert_string_equal(hg__json_text(hg__json_get(left, "verdict")), "real_change");
        seen = true;
    }
    assert_true(seen);
    hg__json_free(root);
    hg_text_free(&a);
    hg_text_free(&b);
    tear_down(&v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_placement_alone),
        cmocka_unit_test(test_strides_and_placement),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_what_cannot_be_told),
        cmocka_unit_test(test_aspects),
        cmocka_unit_test(test_speed_limit),
        cmocka_unit_test(test_mirrored),
        cmocka_unit_test(test_asymmetry),
        cmocka_unit_test(test_who_and_when),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_bands),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
