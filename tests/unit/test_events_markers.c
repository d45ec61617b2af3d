/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of feet and of a pelvis whose movement is a formula, so that crossings are known. */
#include <string.h>

#include "gait/events/events_markers.h"
#include "gait/flag_list.h"
#include "gait/setup.h"
#include "support/cm.h"

#define PI 3.14159265358979323846
#define STRIDES 10
#define CONTACT_SHARE 0.2
#define LIFT_M 0.1

typedef struct fixture {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg__stage stage;
    hg_error err;
    hg_trial trial;
    hg__feet feet;
    hg__angle_set angles;
    hg__events_input input;
    hg__event_set events;
    hg_task task;
    double stride_s, speed_m_s;
} fixture;

/* Forward path over the ground in a stride, from strike on: still, then a swing whose speed is a
 * raised cosine; one stride carries it speed * stride. */
static double path(const fixture *f, double t) {
    double T = f->stride_s, contact = CONTACT_SHARE * T, swing = T - contact;
    double whole = floor(t / T), s = t - whole * T - contact, length = f->speed_m_s * T;
    double in = s > 0 ? length * (s / swing - sin(2 * PI * s / swing) / (2 * PI)) : 0;
    return whole * length + in;
}

/* When, in a swing, that speed passes a share of the speed of progress: rising, and as long before
 * the end falling. */
static double passes(const fixture *f, double share) {
    double T = f->stride_s, swing = T - CONTACT_SHARE * T;
    return swing * acos(1 - share * swing / T) / (2 * PI);
}

static double height(const fixture *f, double t) {
    double T = f->stride_s, contact = CONTACT_SHARE * T;
    double s = t - floor(t / T) * T - contact;
    double q = s > 0 ? s / (T - contact) : 0;
    return LIFT_M * 0.5 * (1 - cos(2 * PI * q * q)); /* falls faster than it rises */
}

/* A runner over ground; the left foot strikes at 0, the right one half a stride later. */
static void begin(fixture *f, double stride_s, double speed_m_s, double rate_hz) {
    memset(f, 0, sizeof *f);
    assert_int_equal(hg__stages_setup(&f->k, NULL, NULL), HG_OK);
    hg_params_default(&f->params);
    f->stage = (hg__stage){.k = &f->k,
                           .scratch = hg__arena_new(),
                           .params = &f->params,
                           .flags = &f->flags,
                           .err = &f->err};
    f->stride_s = stride_s;
    f->speed_m_s = speed_m_s;
    size_t n = (size_t)(STRIDES * stride_s * rate_hz);
    f->feet = (hg__feet){.n = n, .rate_hz = rate_hz, .speed_m_s = {speed_m_s, speed_m_s}};
    f->trial.speed_m_s = NAN;
    assert_true(hg__planes(f->feet.pelvis, 3, n, f->stage.scratch));
    for (int side = 0; side < 2; side++) {
        assert_true(hg__planes(f->feet.heel[side], 3, n, f->stage.scratch));
        assert_true(hg__planes(f->feet.toe[side], 3, n, f->stage.scratch));
        assert_true(hg__planes(&f->feet.pace[side], 1, n, f->stage.scratch));
        assert_true(hg__planes(&f->feet.ground[side], 1, n, f->stage.scratch)); /* it stands */
        for (size_t i = 0; i < n; i++) {
            double t = (double)i / rate_hz - 0.5 * stride_s * side;
            f->feet.pace[side][i] = speed_m_s;
            f->feet.heel[side][0][i] = path(f, t) + 0.5 * speed_m_s * stride_s * side;
            f->feet.heel[side][1][i] = height(f, t) + 0.05;
            f->feet.toe[side][0][i] = f->feet.heel[side][0][i] + 0.2;
            f->feet.toe[side][1][i] = f->feet.heel[side][1][i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        f->feet.pelvis[0][i] = speed_m_s * (double)i / rate_hz;
        f->feet.pelvis[1][i] = 1;
    }
    f->input = (hg__events_input){.trial = &f->trial, .feet = &f->feet, .angles = &f->angles};
}

static void end(fixture *f) {
    hg__arena_free(f->stage.scratch);
}

static void find(fixture *f) {
    assert_int_equal(hg__events_from_markers(&f->events, &f->task, &f->input, &f->stage), HG_OK);
}

static bool holds(const double *times, size_t n, double t, double within) {
    for (size_t i = 0; i < n; i++)
        if (fabs(times[i] - t) < within) return true;
    return false;
}

/* Strikes where the speed falls through 0.45 of the pace, toe-offs where it rises through 0.35;
 * events of whole swings away from the ends. 30 Hz moves a crossing by less than 2 % of the stride.
 */
static void check_crossings(fixture *f, int side, double within) {
    const hg__event_list *e = &f->events.side[side];
    double T = f->stride_s, off = CONTACT_SHARE * T;
    for (int k = 1; k < STRIDES - 1; k++) {
        double strike = T * k + 0.5 * T * side;
        assert_true(holds(e->strike, e->n_strikes, strike - passes(f, 0.45), within));
        assert_true(holds(e->toe_off, e->n_toe_offs, strike + off + passes(f, 0.35), within));
    }
    assert_in_range(e->n_strikes, STRIDES - 2, STRIDES);
    assert_in_range(e->n_toe_offs, STRIDES - 2, STRIDES + 1);
}

/* The height rises with the path, so the resultant passes a little before the forward speed; both
 * are compared with a tolerance that this difference and the filter explain. */
static void from_a_jogger_to_a_sprinter(void **state) {
    (void)state;
    static const struct {
        double stride_s, speed_m_s, rate_hz;
    } runners[] = {{0.76, 2.5, 150}, {0.70, 3.5, 200}, {0.60, 6, 250}, {0.43, 9.5, 300}};
    for (size_t i = 0; i < sizeof runners / sizeof *runners; i++) {
        fixture f;
        begin(&f, runners[i].stride_s, runners[i].speed_m_s, runners[i].rate_hz);
        double seen;
        assert_true(hg__stride_time(&seen, &f.feet, &f.stage));
        assert_near(seen, f.stride_s, 1.0 / f.feet.rate_hz);
        find(&f);
        assert_int_equal(f.task, HG_TASK_RUN);
        assert_string_equal(f.events.method, "markers");
        for (int side = 0; side < 2; side++) check_crossings(&f, side, 0.02 * f.stride_s);
        end(&f);
    }
}

/* The pace of each frame counts, not its mean: halved in a stretch, crossings there come later. */
static void the_local_pace_is_the_level(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 250);
    for (size_t i = f.feet.n / 2; i < f.feet.n; i++) f.feet.pace[0][i] = 1.8;
    find(&f);
    const hg__event_list *e = &f.events.side[0];
    assert_true(holds(e->strike, e->n_strikes, 2 * 0.7 - passes(&f, 0.45), 0.006));
    assert_true(holds(e->strike, e->n_strikes, 8 * 0.7 - passes(&f, 0.45 * 0.6), 0.006));
    assert_false(holds(e->strike, e->n_strikes, 8 * 0.7 - passes(&f, 0.45), 0.006));
    end(&f);
}

static void a_hidden_foot_gives_no_event_and_no_false_one(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 200);
    find(&f);
    size_t strikes = f.events.side[0].n_strikes, offs = f.events.side[0].n_toe_offs;
    /* around the strike at 4 strides: from before it to shortly after, in both points */
    for (size_t i = (size_t)((4 * 0.7 - 0.12) * 200); i < (size_t)((4 * 0.7 + 0.08) * 200); i++)
        for (int a = 0; a < 3; a++) f.feet.heel[0][a][i] = f.feet.toe[0][a][i] = NAN;
    find(&f);
    assert_int_equal(f.events.side[0].n_strikes, strikes - 1);
    assert_int_equal(f.events.side[0].n_toe_offs, offs);
    assert_false(holds(f.events.side[0].strike, strikes - 1, 4 * 0.7, 0.2));
    end(&f);
}

static void one_point_stands_in_for_the_other(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 200);
    for (size_t i = (size_t)(3.8 * 0.7 * 200); i < (size_t)(4.2 * 0.7 * 200); i++)
        for (int a = 0; a < 3; a++) f.feet.toe[0][a][i] = NAN;
    find(&f);
    assert_true(holds(f.events.side[0].strike, f.events.side[0].n_strikes,
                      4 * 0.7 - passes(&f, 0.45), 0.01));
    end(&f);
}

static void who_stands_has_no_events(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 200);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < f.feet.n; i++) {
            f.feet.heel[side][0][i] = f.feet.toe[side][0][i] = 0.001 * sin((double)i);
            f.feet.pace[side][i] = 0.01;
        }
    f.feet.speed_m_s[0] = f.feet.speed_m_s[1] = 0.01;
    find(&f);
    assert_string_equal(f.events.method, "");
    end(&f);
}

static const char *method_of(fixture *f, int side, bool walking) {
    return hg__marker_method_for(&f->feet, side, walking, &f->params)->id;
}

static void each_foot_gets_what_its_markers_allow(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 200);
    assert_string_equal(method_of(&f, 0, false), "combined");
    assert_string_equal(method_of(&f, 0, true), "walking");
    strcpy(f.params.events_marker_method, "fellin");
    assert_string_equal(method_of(&f, 0, false), "fellin");
    f.feet.heel[0][0] = NULL;
    assert_string_equal(method_of(&f, 0, false), "toe"); /* fellin needs a heel */
    f.feet.toe[0][0] = NULL;
    assert_string_equal(method_of(&f, 0, false), "pelvis");
    assert_string_equal(method_of(&f, 1, false), "fellin");
    strcpy(f.params.events_marker_method, "auto");
    f.feet.toe[1][0] = NULL;
    assert_string_equal(method_of(&f, 1, false), "heel");
    f.feet.speed_m_s[1] = NAN; /* over a ground of unknown speed */
    assert_string_equal(method_of(&f, 1, false), "pelvis");
    for (size_t i = 0; i < hg__n_marker_methods; i++) {
        const hg__marker_method *m = &hg__marker_methods[i];
        assert_ptr_equal(hg__marker_method_named(m->id), m);
        assert_true(*m->source && *m->rule && *m->error);
        assert_true(!m->strike == !m->toe_off);
    }
    end(&f);
}

/* Every method that looks at feet finds every stride of a clean runner; each has a second view.
 * Not Handsaker's: it looks for the impact within 100 ms of the heel turning back, which a runner
 * does 30 ms before the strike and this formula 120 ms. */
static void every_method_finds_every_strike(void **state) {
    (void)state;
    for (size_t i = 0; i < hg__n_marker_methods; i++) {
        const hg__marker_method *m = &hg__marker_methods[i];
        if (!m->strike || strcmp(m->id, "handsaker") == 0) continue;
        fixture f;
        begin(&f, 0.7, 3, 200);
        strcpy(f.params.events_marker_method, m->id);
        find(&f);
        for (int side = 0; side < 2; side++) {
            if (f.events.side[side].n_strikes < STRIDES - 2)
                fail_msg("%s finds %zu of %d strikes", m->id, f.events.side[side].n_strikes,
                         STRIDES - 2);
            if (!m->second) assert_true(isfinite(f.events.side[side].agreement_s[STRIDES / 2]));
        }
        end(&f);
    }
}

/* A pelvis that swings up and down twice a stride, fastest downward 26 ms after each strike, with
 * the free fall of a runner. */
static void drop_feet(fixture *f, double late_s) {
    double T = f->stride_s, w = 4 * PI / T;
    for (int side = 0; side < 2; side++) {
        f->feet.heel[side][0] = f->feet.toe[side][0] = NULL;
        f->feet.pace[side] = f->feet.ground[side] = NULL;
        f->feet.speed_m_s[side] = NAN;
    }
    for (size_t i = 0; i < f->feet.n; i++) {
        double t = (double)i / f->feet.rate_hz - late_s;
        f->feet.pelvis[1][i] = 1 - 0.04 * sin(w * t); /* least velocity at t = 0, T/2, ... */
    }
}

static void hips(fixture *f) {
    double *plane[2] = {NULL, NULL};
    assert_true(hg__planes(plane, 2, f->feet.n, f->stage.scratch));
    for (size_t i = 0; i < f->feet.n; i++) {
        double swing = 0.4 * cos(2 * PI * (double)i / f->feet.rate_hz / f->stride_s);
        plane[0][i] = swing; /* flexed most at the left strikes */
        plane[1][i] = -swing;
    }
    f->angles = (hg__angle_set){.n = f->feet.n, .rate_hz = f->feet.rate_hz};
    f->angles.angle[HG_ANGLE_HIP_FLEXION_LEFT] = plane[0];
    f->angles.angle[HG_ANGLE_HIP_FLEXION_RIGHT] = plane[1];
}

static void pelvis_alone_with_hips(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 200);
    drop_feet(&f, 0.0272);
    hips(&f);
    find(&f);
    assert_int_equal(f.task, HG_TASK_RUN);
    for (int side = 0; side < 2; side++) {
        const hg__event_list *e = &f.events.side[side];
        for (int k = 1; k < STRIDES - 1; k++)
            assert_true(holds(e->strike, e->n_strikes, 0.7 * k + 0.35 * side, 0.004));
        assert_int_equal(e->n_toe_offs, 0); /* no knees: not measured, never guessed */
    }
    hg__flag_marker_fallbacks(&f.feet, &f.stage);
    assert_int_equal(f.flags.item[0].id, HG_FLAG_EVENTS_FALLBACK);
    assert_non_null(strstr(f.flags.item[0].text, "35 ms"));
    end(&f);
}

static void pelvis_alone_with_knees(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 200);
    drop_feet(&f, 0.0272);
    hips(&f);
    double *knee = NULL;
    assert_true(hg__planes(&knee, 1, f.feet.n, f.stage.scratch));
    /* extended most 0.38 of the stride after the left strike */
    for (size_t i = 0; i < f.feet.n; i++)
        knee[i] = 0.8 - 0.7 * cos(2 * PI * ((double)i / 200 / 0.7 - 0.38));
    f.angles.angle[HG_ANGLE_KNEE_FLEXION_LEFT] = knee;
    find(&f);
    const hg__event_list *e = &f.events.side[HG_LEFT];
    for (int k = 1; k < STRIDES - 1; k++)
        assert_true(holds(e->toe_off, e->n_toe_offs, 0.7 * (k + 0.38), 0.002));
    assert_int_equal(f.events.side[HG_RIGHT].n_toe_offs, 0);
    end(&f);
}

static void pelvis_alone_by_its_drop(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 200);
    drop_feet(&f, 0.0272);
    double *up = NULL;
    assert_true(hg__planes(&up, 1, f.feet.n, f.stage.scratch));
    /* level at strikes, right side lowest in the middle of the left contact */
    for (size_t i = 0; i < f.feet.n; i++) up[i] = -0.1 * sin(2 * PI * (double)i / 200 / 0.7);
    f.angles = (hg__angle_set){.n = f.feet.n, .rate_hz = 200};
    f.angles.angle[HG_ANGLE_PELVIS_OBLIQUITY] = up;
    find(&f);
    assert_true(holds(f.events.side[HG_LEFT].strike, f.events.side[HG_LEFT].n_strikes, 2.1, 0.004));
    assert_true(
        holds(f.events.side[HG_RIGHT].strike, f.events.side[HG_RIGHT].n_strikes, 2.45, 0.004));
    end(&f);
}

static void a_pelvis_without_flight_or_sides_says_nothing(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 200);
    drop_feet(&f, 0.0272);
    find(&f); /* no angles at all: sides cannot be told */
    assert_string_equal(f.events.method, "");
    assert_int_equal(f.flags.item[0].id, HG_FLAG_EVENTS_SIDE_UNSURE);
    hips(&f);
    for (size_t i = 0; i < f.feet.n; i++) /* a walker's 2 cm at 1.8 steps a second */
        f.feet.pelvis[1][i] = 1 - 0.02 * sin(2 * PI * 1.8 * (double)i / 200);
    find(&f);
    assert_string_equal(f.events.method, "");
    end(&f);
}

static void the_seen_foot_tells_the_side_of_the_other(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0.7, 3, 200);
    fixture whole = f;
    drop_feet(&f, 0.0272);
    for (int a = 0; a < 3; a++) { /* the right foot is seen */
        f.feet.heel[1][a] = whole.feet.heel[1][a];
        f.feet.toe[1][a] = whole.feet.toe[1][a];
    }
    f.feet.pace[1] = whole.feet.pace[1];
    f.feet.ground[1] = whole.feet.ground[1];
    f.feet.speed_m_s[1] = 3;
    find(&f);
    const hg__event_list *left = &f.events.side[HG_LEFT], *right = &f.events.side[HG_RIGHT];
    for (int k = 1; k < STRIDES - 1; k++) {
        assert_true(holds(left->strike, left->n_strikes, 0.7 * k, 0.004));
        assert_true(
            holds(right->strike, right->n_strikes, 0.7 * k + 0.35 - passes(&f, 0.45), 0.014));
    }
    end(&f);
}

static void crossings_stop_at_gaps(void **state) {
    (void)state;
    double x[] = {0, 2, NAN, 2, 3, 4, 0}, level[] = {1, 1, 1, 1, 1, 1, 1};
    assert_true(isnan(hg__rise_before(x, 1, NULL, 5, 0)));
    assert_near(hg__rise_before(x, 1, level, 1, 0), 0.5, 1e-12);
    assert_near(hg__rise_after(x, 3.5, NULL, 3, 6), 4.5, 1e-12);
    assert_near(hg__fall_near(x, 2, level, 6, 0, 6), 5.5, 1e-12);
    double peak[] = {0, 1, 4, 3, 0};
    assert_near(hg__extremum(peak, 1, 0, 4), 2 + 0.5 * (1 - 3) / (1 - 8 + 3.0), 1e-12);
    assert_true(isnan(hg__extremum(peak, 1, 2, 4))); /* at the end of the window */
    assert_int_equal(hg__sample(NAN, 3, 9), 3);
    assert_int_equal(hg__sample(-5, 3, 9), 3);
    assert_int_equal(hg__sample(50, 3, 9), 9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_a_jogger_to_a_sprinter),
        cmocka_unit_test(the_local_pace_is_the_level),
        cmocka_unit_test(a_hidden_foot_gives_no_event_and_no_false_one),
        cmocka_unit_test(one_point_stands_in_for_the_other),
        cmocka_unit_test(who_stands_has_no_events),
        cmocka_unit_test(each_foot_gets_what_its_markers_allow),
        cmocka_unit_test(every_method_finds_every_strike),
        cmocka_unit_test(pelvis_alone_with_hips),
        cmocka_unit_test(pelvis_alone_with_knees),
        cmocka_unit_test(pelvis_alone_by_its_drop),
        cmocka_unit_test(a_pelvis_without_flight_or_sides_says_nothing),
        cmocka_unit_test(the_seen_foot_tells_the_side_of_the_other),
        cmocka_unit_test(crossings_stop_at_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
