/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several plates under feet whose strikes and toe-offs are known by construction. Loads are
 * trapezoids, so that crossings between samples are exact; feet rest on the ground and swing by a
 * cosine.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dsp/random.h"
#include "gait/events/events.h"
#include "gait/flag_list.h"
#include "gait/setup.h"
#include "support/cm.h"

#define PI 3.14159265358979323846
#define MARKER_RATE 200.0
#define FOOT_M 0.2
#define APART_M 0.1 /* of each foot from the middle */
#define RAMP_S 0.02

typedef struct pattern {
    double stride_s, contact_s, speed_m_s, seconds;
    bool treadmill;
} pattern;

static const pattern walk_floor = {1.1, 0.68, 1.2, 5, false}, run_floor = {0.7, 0.25, 3, 4, false},
                     walk_belt = {1.1, 0.68, 1.2, 10, true}, run_belt = {0.7, 0.25, 3, 12, true};

typedef struct fixture {
    pattern p;
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg_error err;
    hg__stage stage;
    hg_recording *recording;
    hg_trial *trial;
    hg__feet feet;
    hg__progress progress;
    hg__events_input input;
    hg__event_set events;
} fixture;

/* Left strikes at 0.3 s and every stride after, right half a stride later. */
static double strike_of(const fixture *f, int side, int k) {
    return 0.3 + f->p.stride_s * (k + 0.5 * side);
}

static double off_of(const fixture *f, int side, int k) {
    return strike_of(f, side, k) + f->p.contact_s;
}

/* Heel of a foot over the ground. */
static double heel_at(const fixture *f, int side, double t) {
    double stride = (t - strike_of(f, side, 0)) / f->p.stride_s, k = floor(stride);
    double length = f->p.stride_s * f->p.speed_m_s, into = (stride - k) * f->p.stride_s;
    double swing = (into - f->p.contact_s) / (f->p.stride_s - f->p.contact_s);
    double x = length * (k + 0.5 * side);
    return swing > 0 ? x + 0.5 * length * (1 - cos(PI * swing)) : x;
}

static double belt_m_s(const fixture *f) {
    return f->p.treadmill ? f->p.speed_m_s : 0;
}

static double *plane(fixture *f, size_t n) {
    double *x = hg__arena_alloc(f->stage.scratch, n, sizeof *x);
    assert_non_null(x);
    return x;
}

static void begin(fixture *f, pattern p) {
    memset(f, 0, sizeof *f);
    f->p = p;
    assert_int_equal(hg__stages_setup(&f->k, NULL, NULL), HG_OK);
    hg_params_default(&f->params);
    f->params.events_force_cutoff_hz = 0; /* exact crossings */
    f->params.events_force_walk_threshold_n = 50;
    f->stage = (hg__stage){.k = &f->k,
                           .scratch = hg__arena_new(),
                           .params = &f->params,
                           .flags = &f->flags,
                           .err = &f->err};
    assert_int_equal(hg_recording_new(&f->recording, &f->err), HG_OK);
    assert_int_equal(hg_recording_add_trial(&f->trial, f->recording, "t", &f->err), HG_OK);
    f->trial->task = p.contact_s > 0.5 * p.stride_s ? HG_TASK_WALK : HG_TASK_RUN;
    size_t n = (size_t)(p.seconds * MARKER_RATE);
    f->feet = (hg__feet){.n = n, .rate_hz = MARKER_RATE};
    for (int side = 0; side < 2; side++) {
        f->feet.ground_m_s[side] = -belt_m_s(f);
        f->feet.speed_m_s[side] = p.speed_m_s;
        f->feet.pace[side] = plane(f, n);
        f->feet.ground[side] = plane(f, n);
        for (int a = 0; a < 3; a++) {
            f->feet.heel[side][a] = plane(f, n);
            f->feet.toe[side][a] = plane(f, n);
        }
        for (size_t i = 0; i < n; i++) {
            double t = (double)i / MARKER_RATE, x = heel_at(f, side, t) - belt_m_s(f) * t;
            f->feet.pace[side][i] = p.speed_m_s;
            f->feet.ground[side][i] = -belt_m_s(f);
            f->feet.heel[side][0][i] = x;
            f->feet.toe[side][0][i] = x + FOOT_M;
            f->feet.heel[side][2][i] = f->feet.toe[side][2][i] = side ? APART_M : -APART_M;
        }
    }
    f->progress = (hg__progress){.known = true, .treadmill = p.treadmill};
    for (int a = 0; a < 3; a++) f->progress.room_to_progress[4 * a] = 1;
    f->input = (hg__events_input){.trial = f->trial, .feet = &f->feet, .progress = &f->progress};
}

static void end(fixture *f) {
    hg_recording_free(f->recording);
    hg__arena_free(f->stage.scratch);
}

static hg_stream *add_plate(fixture *f, const char *name, double rate_hz, double t0_s) {
    static const char *const labels[6] = {"fx", "fy", "fz", "px", "py", "pz"};
    hg_stream *s = NULL;
    size_t n = (size_t)((f->p.seconds - t0_s) * rate_hz);
    assert_int_equal(hg_trial_add_stream(&s, f->recording, f->trial, name, HG_STREAM_FORCE_PLATE, n,
                                         6, 1, rate_hz, &f->err),
                     HG_OK);
    for (int c = 0; c < 6; c++) strcpy(s->labels[c], labels[c]);
    strcpy(s->axes, "ASR");
    s->t0_s = t0_s;
    memset(s->data, 0, n * 6 * sizeof(double));
    return s;
}

/* A foot presses on a plate between two times, up to `peak_n`, over its middle; centres of pressure
 * of two feet add as their forces do. The top is bent, as no force is flat. */
static void press(fixture *f, hg_stream *s, int side, double from_s, double to_s, double peak_n) {
    for (size_t i = 0; i < s->n_frames; i++) {
        double t = hg_stream_time(s, i), *row = s->data + 6 * i;
        double ramp = fmin(fmin((t - from_s) / RAMP_S, (to_s - t) / RAMP_S), 1);
        if (ramp <= 0) continue;
        double force = peak_n * ramp, middle = (t - from_s) / (to_s - from_s) - 0.5;
        if (ramp == 1) force += 0.1 * peak_n * (0.25 - middle * middle);
        double x = heel_at(f, side, t) - belt_m_s(f) * t + 0.5 * FOOT_M,
               z = side ? APART_M : -APART_M, total = row[1] + force;
        row[3] = (row[3] * row[1] + x * force) / total;
        row[5] = (row[5] * row[1] + z * force) / total;
        row[1] = total;
    }
}

static void press_contact(fixture *f, hg_stream *s, int side, int k, double peak_n) {
    press(f, s, side, strike_of(f, side, k), off_of(f, side, k), peak_n);
}

/* When a ramp up to peak_n crosses 50 N. */
static double late_s(double peak_n) {
    return RAMP_S * 50 / peak_n;
}

static void find(fixture *f) {
    assert_int_equal(hg__events_from_force(&f->events, &f->input, &f->stage), HG_OK);
}

static const char *flag_text(const fixture *f, hg_flag_id id) {
    for (size_t i = 0; i < f->flags.n; i++)
        if (f->flags.item[i].id == id) return f->flags.item[i].text;
    return NULL;
}

static void expect_events(const fixture *f, int side, size_t strikes, size_t toe_offs) {
    assert_int_equal(f->events.side[side].n_strikes, strikes);
    assert_int_equal(f->events.side[side].n_toe_offs, toe_offs);
}

static bool has(const double *times, size_t n, double t, double tolerance_s) {
    for (size_t i = 0; i < n; i++)
        if (fabs(times[i] - t) <= tolerance_s) return true;
    return false;
}

/* 1e-9 s: ramps are straight lines, linear interpolation meets them but for rounding. */
static void expect_strike(const fixture *f, int side, double t) {
    const hg__event_list *list = &f->events.side[side];
    assert_true(has(list->strike, list->n_strikes, t, 1e-9));
}

static void expect_off(const fixture *f, int side, double t) {
    const hg__event_list *list = &f->events.side[side];
    assert_true(has(list->toe_off, list->n_toe_offs, t, 1e-9));
}

static void plates_with_clocks_of_their_own(void **state) {
    (void)state;
    const pattern *patterns[2] = {&walk_floor, &run_floor};
    for (int i = 0; i < 2; i++) {
        fixture f;
        begin(&f, *patterns[i]);
        press_contact(&f, add_plate(&f, "a", 1000, 0), HG_LEFT, 1, 700);
        press_contact(&f, add_plate(&f, "b", 960, 0.1003), HG_RIGHT, 1, 700);
        press_contact(&f, add_plate(&f, "c", 2000, 0.0001), HG_LEFT, 2, 700);
        add_plate(&f, "never", 500, 0);
        find(&f);
        assert_string_equal(f.events.method, "force");
        expect_events(&f, HG_LEFT, 2, 2);
        expect_events(&f, HG_RIGHT, 1, 1);
        for (int k = 1; k < 3; k++) {
            expect_strike(&f, HG_LEFT, strike_of(&f, HG_LEFT, k) + late_s(700));
            expect_off(&f, HG_LEFT, off_of(&f, HG_LEFT, k) - late_s(700));
        }
        expect_strike(&f, HG_RIGHT, strike_of(&f, HG_RIGHT, 1) + late_s(700));
        expect_off(&f, HG_RIGHT, off_of(&f, HG_RIGHT, 1) - late_s(700));
        assert_int_equal(f.flags.n, 0);
        end(&f);
    }
}

static void two_feet_on_a_plate_in_the_floor(void **state) {
    (void)state;
    fixture f;
    begin(&f, walk_floor);
    hg_stream *both = add_plate(&f, "both", 1000, 0);
    press_contact(&f, both, HG_LEFT, 1, 700);
    press_contact(&f, both, HG_RIGHT, 1, 700);
    press_contact(&f, add_plate(&f, "clean", 1000, 0), HG_LEFT, 2, 700);
    find(&f);
    expect_events(&f, HG_LEFT, 1, 1);
    expect_events(&f, HG_RIGHT, 0, 0);
    expect_strike(&f, HG_LEFT, strike_of(&f, HG_LEFT, 2) + late_s(700));
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_SHARED), "2 with both feet"));
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_SHARED), "(both)"));
    end(&f);
}

/* The other foot puts a quarter of its load on the plate for a while: only the centre of pressure
 * tells, both ends are those of the first foot. */
static void the_centre_of_pressure_leaves_the_foot(void **state) {
    (void)state;
    for (int told = 1; told >= 0; told--) {
        fixture f;
        begin(&f, walk_floor);
        hg_stream *plate = add_plate(&f, "edge", 1000, 0);
        press_contact(&f, plate, HG_LEFT, 1, 700);
        press(&f, plate, HG_RIGHT, strike_of(&f, HG_RIGHT, 1), off_of(&f, HG_LEFT, 1) - 0.03, 350);
        if (!told)
            for (size_t i = 0; i < plate->n_frames; i++)
                plate->data[6 * i + 3] = plate->data[6 * i + 5] = NAN;
        find(&f);
        expect_events(&f, HG_LEFT, told ? 0 : 1, told ? 0 : 1);
        assert_int_equal(flag_text(&f, HG_FLAG_FORCE_SHARED) != NULL, told);
        end(&f);
    }
}

static void a_foot_partly_beside_the_plate(void **state) {
    (void)state;
    fixture f;
    begin(&f, walk_floor);
    press(&f, add_plate(&f, "late", 1000, 0), HG_LEFT, strike_of(&f, HG_LEFT, 1) + 0.2,
          off_of(&f, HG_LEFT, 1), 700);
    press_contact(&f, add_plate(&f, "clean", 1000, 0), HG_RIGHT, 1, 700);
    find(&f);
    expect_events(&f, HG_LEFT, 0, 0);
    expect_events(&f, HG_RIGHT, 1, 1);
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_SHARED), "1 partly beside it (late)"));
    end(&f);
}

/* Heel on one plate, forefoot on the next; and half and half, where only the sum crosses in time.
 */
static void a_foot_over_two_plates_is_one_contact(void **state) {
    (void)state;
    fixture f;
    begin(&f, run_floor);
    hg_stream *a = add_plate(&f, "a", 1000, 0), *b = add_plate(&f, "b", 1000, 0);
    press(&f, a, HG_LEFT, strike_of(&f, HG_LEFT, 1), strike_of(&f, HG_LEFT, 1) + 0.15, 900);
    press(&f, b, HG_LEFT, strike_of(&f, HG_LEFT, 1) + 0.1, off_of(&f, HG_LEFT, 1), 900);
    press_contact(&f, a, HG_RIGHT, 1, 500);
    press_contact(&f, b, HG_RIGHT, 1, 500);
    find(&f);
    expect_events(&f, HG_LEFT, 1, 1);
    expect_events(&f, HG_RIGHT, 1, 1);
    expect_strike(&f, HG_LEFT, strike_of(&f, HG_LEFT, 1) + late_s(900));
    expect_off(&f, HG_LEFT, off_of(&f, HG_LEFT, 1) - late_s(900));
    expect_strike(&f, HG_RIGHT, strike_of(&f, HG_RIGHT, 1) + late_s(1000)); /* 500 and 500 */
    expect_off(&f, HG_RIGHT, off_of(&f, HG_RIGHT, 1) - late_s(1000));
    assert_int_equal(f.flags.n, 0);
    end(&f);
}

/* Each foot on its belt, but one right foot lands across the gap while the left is still there:
 * the left toe-off and that right strike are hidden, all else is seen. */
static void split_belt_with_a_crossing(void **state) {
    (void)state;
    fixture f;
    begin(&f, walk_belt);
    hg_stream *belt[2] = {add_plate(&f, "left", 1000, 0), add_plate(&f, "right", 1000, 0)};
    for (int k = 0; k < 8; k++)
        for (int side = 0; side < 2; side++) press_contact(&f, belt[side], side, k, 700);
    press(&f, belt[0], HG_RIGHT, strike_of(&f, HG_RIGHT, 3), strike_of(&f, HG_RIGHT, 3) + 0.4, 300);
    find(&f);
    expect_events(&f, HG_LEFT, 8, 7);
    expect_events(&f, HG_RIGHT, 7, 8);
    for (int k = 0; k < 8; k++) {
        expect_strike(&f, HG_LEFT, strike_of(&f, HG_LEFT, k) + late_s(700));
        if (k != 3) expect_off(&f, HG_LEFT, off_of(&f, HG_LEFT, k) - late_s(700));
        if (k != 3) expect_strike(&f, HG_RIGHT, strike_of(&f, HG_RIGHT, k) + late_s(700));
    }
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_SHARED), "2 with both feet"));
    end(&f);
}

/* Running across two belts that are one surface: left, right, or both at once. */
static void running_across_two_belts(void **state) {
    (void)state;
    fixture f;
    begin(&f, run_belt);
    hg_stream *belt[2] = {add_plate(&f, "left", 1000, 0), add_plate(&f, "right", 1000, 0)};
    for (int k = 0; k < 15; k++)
        for (int side = 0; side < 2; side++) {
            double share = (k % 3) / 2.0; /* on the right belt */
            if (share < 1) press_contact(&f, belt[0], side, k, 1400 * (1 - share));
            if (share > 0) press_contact(&f, belt[1], side, k, 1400 * share);
        }
    find(&f);
    for (int side = 0; side < 2; side++) {
        expect_events(&f, side, 15, 15);
        for (int k = 0; k < 15; k++) {
            expect_strike(&f, side, strike_of(&f, side, k) + late_s(1400));
            expect_off(&f, side, off_of(&f, side, k) - late_s(1400));
        }
    }
    assert_int_equal(f.flags.n, 0);
    end(&f);
}

static hg_stream *running_belt(fixture *f) {
    begin(f, run_belt);
    hg_stream *belt = add_plate(f, "belt", 1000, 0);
    for (int k = 0; k < 15; k++)
        for (int side = 0; side < 2; side++) press_contact(f, belt, side, k, 1400);
    return belt;
}

/* All 30 contacts within a time of where they were put. */
static void expect_all(const fixture *f, double tolerance_s) {
    for (int side = 0; side < 2; side++) {
        const hg__event_list *list = &f->events.side[side];
        expect_events(f, side, 15, 15);
        for (int k = 0; k < 15; k++) {
            double on = strike_of(f, side, k) + late_s(1400),
                   off = off_of(f, side, k) - late_s(1400);
            assert_true(has(list->strike, list->n_strikes, on, tolerance_s));
            assert_true(has(list->toe_off, list->n_toe_offs, off, tolerance_s));
        }
    }
}

static void offset_and_drift_are_taken_off(void **state) {
    (void)state;
    fixture f;
    hg_stream *belt = running_belt(&f);
    for (size_t i = 0; i < belt->n_frames; i++) {
        double t = hg_stream_time(belt, i);
        belt->data[6 * i + 1] += 80 + 100 * (t / 6 - 1) + 15 * sin(t);
    }
    find(&f);
    /* the ramp climbs 70 N in 1 ms; a level known to 14 N moves a crossing by 0.2 ms */
    expect_all(&f, 0.0002);
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_REST), "belt: "));
    assert_non_null(strstr(f.events.description, "at rest"));
    f.flags.n = 0;
    f.params.events_force_rest_n = 1000; /* left alone, the same force is not right */
    find(&f);
    assert_null(flag_text(&f, HG_FLAG_FORCE_REST));
    assert_true(f.events.side[0].n_strikes < 15 ||
                !has(f.events.side[0].strike, f.events.side[0].n_strikes,
                     strike_of(&f, 0, 14) + late_s(1400), 0.0002));
    end(&f);
}

static void hum_and_noise(void **state) {
    (void)state;
    fixture f;
    hg__random random;
    hg_stream *belt = running_belt(&f);
    hg__random_seed(&random, 7);
    for (size_t i = 0; i < belt->n_frames; i++) {
        double t = hg_stream_time(belt, i);
        belt->data[6 * i + 1] += 20 * sin(2 * PI * 50 * t) + 15 * hg__random_normal(&random);
    }
    f.params.events_force_cutoff_hz = 30;
    find(&f);
    /* the low-pass alone rounds the corners of these sudden ramps by 7 ms */
    expect_all(&f, 0.010);
    assert_null(flag_text(&f, HG_FLAG_FORCE_NOISY));
    f.flags.n = 0;
    f.params.events_force_cutoff_hz = 0; /* hum and noise of 21 N would cross 50 N */
    find(&f);
    expect_all(&f, 0.004); /* 100 N and more, at 70 N a ms, give or take 50 N of noise */
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_NOISY), "belt: noise 2"));
    end(&f);
}

static void walking_on_one_belt_is_refused(void **state) {
    (void)state;
    fixture f;
    begin(&f, walk_belt);
    hg_stream *belt = add_plate(&f, "belt", 1000, 0);
    for (int k = -1; k < 10; k++)
        for (int side = 0; side < 2; side++) press_contact(&f, belt, side, k, 700);
    for (size_t i = 0; i < belt->n_frames; i++) /* before the first and after the last step */
        if (belt->data[6 * i + 1] < 400) belt->data[6 * i + 1] = 400;
    find(&f);
    assert_string_equal(f.events.method, "");
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_UNUSABLE), "belt: it is never unloaded"));
    end(&f);
}

static void a_person_who_stands_first_is_no_offset(void **state) {
    (void)state;
    fixture f;
    hg_stream *belt = running_belt(&f);
    for (size_t i = 0; i < 3050; i++) belt->data[6 * i + 1] = 700; /* a whole window of 3 s */
    find(&f);
    assert_null(flag_text(&f, HG_FLAG_FORCE_REST));
    for (int side = 0; side < 2; side++)
        for (int k = 4; k < 15; k++) {
            expect_strike(&f, side, strike_of(&f, side, k) + late_s(1400));
            expect_off(&f, side, off_of(&f, side, k) - late_s(1400));
        }
    end(&f);
}

static void what_is_wrong_with_a_plate_is_said(void **state) {
    (void)state;
    fixture f;
    hg_stream *belt = running_belt(&f);
    for (size_t i = 0; i < belt->n_frames; i++) belt->data[6 * i + 1] *= -1;
    find(&f);
    assert_string_equal(f.events.method, "");
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_UNUSABLE), "belt: its force points down"));
    end(&f);

    belt = running_belt(&f);
    for (size_t i = 0; i < belt->n_frames; i++)
        belt->data[6 * i + 1] = fmin(belt->data[6 * i + 1], 1000);
    find(&f);
    expect_all(&f, 1e-9); /* the ends are below the cut */
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_CLIPPED), "belt: "));
    end(&f);

    belt = running_belt(&f);
    for (size_t i = 400; i < 600; i++) belt->data[6 * i + 1] = NAN; /* from 0.4 to 0.6 s */
    find(&f);
    expect_events(&f, HG_LEFT, 15, 14); /* the first left toe-off is lost in it */
    expect_events(&f, HG_RIGHT, 15, 15);
    assert_non_null(strstr(flag_text(&f, HG_FLAG_FORCE_GAPS), "belt: 1.7 %"));
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(plates_with_clocks_of_their_own),
                                       cmocka_unit_test(two_feet_on_a_plate_in_the_floor),
                                       cmocka_unit_test(the_centre_of_pressure_leaves_the_foot),
                                       cmocka_unit_test(a_foot_partly_beside_the_plate),
                                       cmocka_unit_test(a_foot_over_two_plates_is_one_contact),
                                       cmocka_unit_test(split_belt_with_a_crossing),
                                       cmocka_unit_test(running_across_two_belts),
                                       cmocka_unit_test(offset_and_drift_are_taken_off),
                                       cmocka_unit_test(hum_and_noise),
                                       cmocka_unit_test(walking_on_one_belt_is_refused),
                                       cmocka_unit_test(a_person_who_stands_first_is_no_offset),
                                       cmocka_unit_test(what_is_wrong_with_a_plate_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
