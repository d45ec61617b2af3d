/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts from a vertical force whose crossings are known by construction. */
#include <string.h>

#include "gait/events/events.h"
#include "gait/flag_list.h"
#include "gait/setup.h"
#include "support/cm.h"

#define RATE 1000.0
#define N 4000

typedef struct fixture {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg__stage stage;
    hg_recording *recording;
    hg_trial *trial;
    hg_stream *plate;
    hg__angle_set angles;
    hg__events_input input;
    hg__event_set events;
} fixture;

/* Trapezoids of 1,000 N: contact c begins at 0.5 + 0.35 c s, rises 50 N a sample from 0, lasts 0.25
 * s, falls as fast. Threshold 50 N is met exactly one sample after the beginning. The hips
 * alternate. */
static void begin(fixture *f, const char *axes, int up, double sign) {
    hg_error err;
    memset(f, 0, sizeof *f);
    assert_int_equal(hg__stages_setup(&f->k, NULL, NULL), HG_OK);
    hg_params_default(&f->params);
    f->params.events_force_cutoff_hz = 0; /* exact crossings */
    f->stage = (hg__stage){.k = &f->k,
                           .scratch = hg__arena_new(),
                           .params = &f->params,
                           .flags = &f->flags,
                           .err = &err};
    assert_int_equal(hg_recording_new(&f->recording, &err), HG_OK);
    assert_int_equal(hg_recording_add_trial(&f->trial, f->recording, "run", &err), HG_OK);
    assert_int_equal(hg_trial_add_stream(&f->plate, f->recording, f->trial, "belt",
                                         HG_STREAM_FORCE_PLATE, N, 6, 1, RATE, &err),
                     HG_OK);
    static const char *const labels[6] = {"fx", "fy", "fz", "px", "py", "pz"};
    for (int c = 0; c < 6; c++) strcpy(f->plate->labels[c], labels[c]);
    strcpy(f->plate->axes, axes);
    memset(f->plate->data, 0, N * 6 * sizeof(double));
    double *hips[2];
    for (int side = 0; side < 2; side++) {
        hips[side] = hg__arena_alloc(f->stage.scratch, N, sizeof(double));
        f->angles.angle[HG_ANGLE_HIP_FLEXION_LEFT + side] = hips[side];
    }
    f->angles.n = N;
    f->angles.rate_hz = RATE;
    for (int c = 0; c < 10; c++) {
        size_t start = 500 + 350 * (size_t)c;
        for (size_t i = 0; i < 250 && start + i < N; i++) {
            double rise = 50.0 * (double)i, fall = 50.0 * (double)(250 - i),
                   force = rise < fall ? rise : fall;
            double top = 1000 + 0.01 * rise; /* no peak of a real force is flat */
            f->plate->data[6 * (start + i) + (size_t)up] = sign * (force < 1000 ? force : top);
        }
        for (size_t i = start - 20; i < start + 330 && i < N; i++) {
            hips[c % 2][i] = 0.6;
            hips[1 - c % 2][i] = 0.0;
        }
    }
    f->input = (hg__events_input){.trial = f->trial, .angles = &f->angles};
}

static void end(fixture *f) {
    hg_recording_free(f->recording);
    hg__arena_free(f->stage.scratch);
}

static void check_times(fixture *f) {
    assert_int_equal(hg__events_from_force(&f->events, &f->input, &f->stage), HG_OK);
    assert_string_equal(f->events.method, "force");
    for (int side = 0; side < 2; side++) {
        assert_int_equal(f->events.side[side].n_strikes, 5);
        assert_int_equal(f->events.side[side].n_toe_offs, 5);
        for (size_t i = 0; i < 5; i++) {
            double start = 0.5 + 0.35 * (double)(2 * i + (size_t)side);
            assert_near(f->events.side[side].strike[i], start + 0.001, 1e-9);
            assert_near(f->events.side[side].toe_off[i], start + 0.249, 1e-9);
        }
    }
}

static void exact_times_and_sides_by_hips(void **state) {
    (void)state;
    fixture f;
    begin(&f, "ASR", 1, 1);
    check_times(&f);
    end(&f);
}

static void upward_axis_and_its_sign_come_from_the_letters(void **state) {
    (void)state;
    fixture f;
    begin(&f, "ALS", 2, 1);
    check_times(&f);
    end(&f);
    begin(&f, "AIL", 1, -1); /* second axis points down */
    check_times(&f);
    end(&f);
}

static void between_samples(void **state) {
    (void)state;
    fixture f;
    begin(&f, "ASR", 1, 1);
    f.params.events_force_threshold_n = 80;
    assert_int_equal(hg__events_from_force(&f.events, &f.input, &f.stage), HG_OK);
    assert_near(f.events.side[0].strike[0], 0.5 + 0.0016, 1e-9);
    end(&f);
}

static void a_touch_is_no_contact(void **state) {
    (void)state;
    fixture f;
    begin(&f, "ASR", 1, 1);
    for (size_t i = 200; i < 260; i++)
        f.plate->data[6 * i + 1] = 140; /* above 50 N, not 100 N above it */
    check_times(&f);
    end(&f);
}

static void begun_before_the_recording(void **state) {
    (void)state;
    fixture f;
    begin(&f, "ASR", 1, 1);
    for (size_t i = 0; i < 100; i++) f.plate->data[6 * i + 1] = 900;
    assert_int_equal(hg__events_from_force(&f.events, &f.input, &f.stage), HG_OK);
    /* its side cannot be told from the hips at a strike that is not there: counted, not guessed */
    assert_int_equal(f.events.side[0].n_strikes + f.events.side[1].n_strikes, 10);
    assert_int_equal(f.flags.n, 1);
    assert_int_equal(f.flags.item[0].id, HG_FLAG_EVENTS_SIDE_UNSURE);
    end(&f);
}

static void no_force_no_contacts(void **state) {
    (void)state;
    fixture f;
    begin(&f, "ASR", 1, 1);
    memset(f.plate->data, 0, N * 6 * sizeof(double));
    assert_int_equal(hg__events_from_force(&f.events, &f.input, &f.stage), HG_OK);
    assert_string_equal(f.events.method, "");
    assert_int_equal(f.flags.item[0].id, HG_FLAG_FORCE_UNUSABLE);
    end(&f);
}

static void alternation_is_checked(void **state) {
    (void)state;
    fixture f;
    begin(&f, "ASR", 1, 1);
    /* a dip in the middle of the fifth contact makes two of one; its hips are those of one strike
     */
    for (size_t i = 500 + 350 * 4 + 100; i < 500 + 350 * 4 + 130; i++) f.plate->data[6 * i + 1] = 0;
    assert_int_equal(hg__events_from_force(&f.events, &f.input, &f.stage), HG_OK);
    assert_int_equal(f.events.side[0].n_strikes, 5);
    assert_int_equal(f.events.side[1].n_strikes, 5);
    assert_int_equal(f.events.side[0].n_toe_offs, 4); /* the dip is no toe-off */
    assert_int_equal(f.flags.item[0].id, HG_FLAG_EVENTS_SIDE_UNSURE);
    end(&f);
}

/* --- the choice --- */

/* Events as a file would hold them: those of the plate, moved by a time. */
static void put_events(fixture *f, hg_event_source source, double later_s) {
    hg_error err;
    assert_int_equal(hg_trial_set_events(f->recording, f->trial, 10, &err), HG_OK);
    for (size_t c = 0; c < 10; c++) {
        hg_event *e = &f->trial->events[c];
        strcpy(e->label, "IC");
        e->side = (hg_side)(c % 2);
        e->source = source;
        e->time_s = 0.501 + 0.35 * (double)c + later_s;
    }
}

static void choose(fixture *f, const char *source) {
    hg_task task;
    strcpy(f->params.events_source, source);
    f->flags.n = 0;
    assert_int_equal(hg__find_events(&f->events, &task, &f->input, &f->stage), HG_OK);
}

static void file_events_are_never_compared_with_themselves(void **state) {
    (void)state;
    static const struct {
        hg_event_source source;
        double later_s;
        const char *of_file, *of_force; /* the second method */
    } rows[] = {{HG_EVENT_SOURCE_MANUAL, 0.004, "force", "file"},
                {HG_EVENT_SOURCE_UNKNOWN, 0.004, "force", "file"},
                {HG_EVENT_SOURCE_KINEMATIC, 0.004, "force", "file"},
                /* made from the plate, they say nothing new about it */
                {HG_EVENT_SOURCE_FORCE, 0.004, "", ""},
                /* the plate's own times, whatever their label says */
                {HG_EVENT_SOURCE_UNKNOWN, 0, "", ""},
                {HG_EVENT_SOURCE_MANUAL, 0, "", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture f;
        begin(&f, "ASR", 1, 1);
        put_events(&f, rows[i].source, rows[i].later_s);
        choose(&f, "file");
        assert_string_equal(f.events.method, "file");
        assert_string_equal(f.events.second_method, rows[i].of_file);
        bool compared = *rows[i].of_file;
        assert_int_equal(isnan(f.events.side[0].agreement_s[0]), !compared);
        if (compared) assert_near(f.events.side[0].agreement_s[0], -rows[i].later_s, 1e-9);
        choose(&f, "force");
        assert_string_equal(f.events.method, "force");
        assert_string_equal(f.events.second_method, rows[i].of_force);
        end(&f);
    }
}

static void auto_prefers_force_and_falls_back_on_the_file(void **state) {
    (void)state;
    fixture f;
    begin(&f, "ASR", 1, 1);
    put_events(&f, HG_EVENT_SOURCE_MANUAL, 0.004);
    choose(&f, "auto");
    assert_string_equal(f.events.method, "force");
    memset(f.plate->data, 0, N * 6 * sizeof(double));
    choose(&f, "auto");
    assert_string_equal(f.events.method, "file");
    assert_string_equal(f.events.second_method, "");
    choose(&f, "markers");
    assert_string_equal(f.events.method, "");
    assert_int_equal(f.flags.item[0].id, HG_FLAG_EVENTS_MISSING);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_times_and_sides_by_hips),
        cmocka_unit_test(upward_axis_and_its_sign_come_from_the_letters),
        cmocka_unit_test(between_samples),
        cmocka_unit_test(a_touch_is_no_contact),
        cmocka_unit_test(begun_before_the_recording),
        cmocka_unit_test(no_force_no_contacts),
        cmocka_unit_test(alternation_is_checked),
        cmocka_unit_test(file_events_are_never_compared_with_themselves),
        cmocka_unit_test(auto_prefers_force_and_falls_back_on_the_file)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
