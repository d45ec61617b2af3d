/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running, walking, grounded running and mixtures, from strides made for it. */
#include "gait/task.h"

#include <string.h>

#include "gait/flag_list.h"
#include "gait/progress/progress.h"
#include "gait/setup.h"
#include "gait/strides.h"
#include "support/cm.h"

#define N 6000
#define RATE 200.0
#define PI 3.14159265358979323846

typedef struct fixture {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg__stage stage;
    hg__event_set events;
    hg__angle_set angles;
    hg__progress progress;
    hg__gait gait;
    hg__stride_set strides;
    double at; /* where the next stride begins */
} fixture;

static void begin(fixture *f) {
    memset(f, 0, sizeof *f);
    assert_int_equal(hg__stages_setup(&f->k, NULL, NULL), HG_OK);
    hg_params_default(&f->params);
    f->stage = (hg__stage){
        .k = &f->k, .scratch = hg__arena_new(), .params = &f->params, .flags = &f->flags};
    f->events.method = "markers";
    for (int side = 0; side < 2; side++) {
        f->events.side[side].strike = hg__arena_alloc(f->stage.scratch, 100, sizeof(double));
        f->events.side[side].toe_off = hg__arena_alloc(f->stage.scratch, 100, sizeof(double));
    }
    f->angles = (hg__angle_set){.n = N, .rate_hz = RATE};
    f->progress = (hg__progress){.known = true, .speed_m_s = NAN, .n = N};
    f->progress.pelvis[1] = hg__arena_alloc(f->stage.scratch, N, sizeof(double));
    f->progress.phase = hg__arena_alloc(f->stage.scratch, N, sizeof(uint8_t));
    f->at = 0.5;
}

/* `count` strides of both feet; the pelvis is `dip` lower in the middle of contact than on the
 * mean (as on a spring), or higher with a negative dip. */
static void add(fixture *f, size_t count, double stride_s, double duty, double dip) {
    for (size_t i = 0; i < count; i++) {
        for (int side = 0; side < 2; side++) {
            hg__event_list *l = &f->events.side[side];
            double strike = f->at + 0.5 * stride_s * side;
            l->strike[l->n_strikes++] = strike;
            l->toe_off[l->n_toe_offs++] = strike + duty * stride_s;
        }
        for (double t = f->at; t < f->at + stride_s; t += 1 / RATE)
            f->progress.pelvis[1][(size_t)(t * RATE)] =
                1 - dip * cos(4 * PI * ((t - f->at) / stride_s - 0.5 * duty));
        f->at += stride_s;
    }
}

static hg_task settle(fixture *f, hg_task stated, hg_task seen) {
    assert_int_equal(
        hg__settle_task(&f->gait, &f->events, stated, seen, &f->progress, &f->angles, &f->stage),
        HG_OK);
    assert_int_equal(
        hg__cut_strides(&f->strides, &f->events, &f->angles, NULL, &f->gait, &f->stage), HG_OK);
    return f->gait.task;
}

static const hg_flag *flag(const fixture *f, hg_flag_id id) {
    for (size_t i = 0; i < f->flags.n; i++)
        if (f->flags.item[i].id == id) return &f->flags.item[i];
    return NULL;
}

static size_t used(const fixture *f) {
    return f->strides.n_used[0] + f->strides.n_used[1];
}

static void running(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    add(&f, 11, 0.7, 0.35, 0.04);
    /* what the marker method thought does not count against the strides */
    assert_int_equal(settle(&f, HG_TASK_UNKNOWN, HG_TASK_WALK), HG_TASK_RUN);
    assert_true(f.gait.flight);
    assert_int_equal(used(&f), 20);
    assert_null(flag(&f, HG_FLAG_GAIT_MIXED));
    hg__arena_free(f.stage.scratch);
}

static void walking(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    add(&f, 11, 1.1, 0.62, -0.02);
    assert_int_equal(settle(&f, HG_TASK_UNKNOWN, HG_TASK_RUN), HG_TASK_WALK);
    assert_false(f.gait.flight);
    assert_int_equal(used(&f), 20);
    assert_null(flag(&f, HG_FLAG_GAIT_GROUNDED));
    hg__arena_free(f.stage.scratch);
}

/* The same duty factor: a pelvis that dips is running, one that vaults is walking. */
static void grounded_running(void **state) {
    (void)state;
    for (int vaults = 0; vaults < 2; vaults++) {
        fixture f;
        begin(&f);
        add(&f, 11, 0.75, 0.515, vaults ? -0.02 : 0.03);
        assert_int_equal(settle(&f, HG_TASK_UNKNOWN, HG_TASK_UNKNOWN),
                         vaults ? HG_TASK_WALK : HG_TASK_RUN);
        assert_true((flag(&f, HG_FLAG_GAIT_GROUNDED) != NULL) == !vaults);
        /* no flight is asked of them */
        if (!vaults) assert_int_equal(used(&f), 20);
        hg__arena_free(f.stage.scratch);
    }
}

/* Long contacts over a dipping pelvis are walking all the same. */
static void crouched_walking(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    add(&f, 11, 1.1, 0.62, 0.02);
    assert_int_equal(settle(&f, HG_TASK_UNKNOWN, HG_TASK_UNKNOWN), HG_TASK_WALK);
    hg__arena_free(f.stage.scratch);
}

/* Ten strides walked, then six run, and the other way round: the minority is left out, counted. */
static void mixed(void **state) {
    (void)state;
    for (int runs = 0; runs < 2; runs++) {
        fixture f;
        begin(&f);
        add(&f, runs ? 6 : 11, 1.1, 0.62, -0.02);
        add(&f, runs ? 11 : 6, 0.74, 0.36, 0.04);
        assert_int_equal(settle(&f, HG_TASK_UNKNOWN, HG_TASK_UNKNOWN),
                         runs ? HG_TASK_RUN : HG_TASK_WALK);
        const hg_flag *m = flag(&f, HG_FLAG_GAIT_MIXED);
        assert_non_null(m);
        printf("%s %s\n", m->code, m->text);
        /* of the minority's strides the one across the change may be neither */
        assert_true(m->value >= 10 && m->value <= 12);
        assert_true(used(&f) >= 19 && used(&f) <= 22);
        for (int side = 0; side < 2; side++)
            for (size_t i = 0; i < f.strides.n[side]; i++) {
                const hg__stride *s = &f.strides.stride[side][i];
                double duty = (s->toe_off_s - s->start_s) / (s->end_s - s->start_s);
                if (s->used) assert_true((duty < 0.5) == runs);
            }
        hg__arena_free(f.stage.scratch);
    }
}

/* What the file says counts; what is seen is said. */
static void stated(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    add(&f, 11, 1.1, 0.62, -0.02);
    assert_int_equal(settle(&f, HG_TASK_RUN, HG_TASK_UNKNOWN), HG_TASK_RUN);
    assert_non_null(flag(&f, HG_FLAG_TASK_DISAGREES));
    assert_int_equal(used(&f), 0);
    hg__arena_free(f.stage.scratch);
}

/* Strides in frames that are not steady say nothing, and are left out with the reason. */
static void unsteady(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    add(&f, 6, 1.1, 0.62, -0.02);
    double change = f.at;
    add(&f, 5, 0.7, 0.35, 0.04);
    memset(f.progress.phase, HG__PHASE_TURNING, (size_t)(change * RATE));
    assert_int_equal(settle(&f, HG_TASK_UNKNOWN, HG_TASK_UNKNOWN), HG_TASK_RUN);
    assert_null(flag(&f, HG_FLAG_GAIT_MIXED));
    assert_string_equal(f.strides.stride[HG_LEFT][0].reason, "the runner turns");
    assert_true(used(&f) >= 7);
    hg__arena_free(f.stage.scratch);
}

/* A foot that was hidden for some strides: what looks like one long contact, with several steps of
 * the other foot in it, is no walking. */
static void hidden_for_a_while(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    add(&f, 20, 0.7, 0.35, 0.03);
    hg__event_list *l = &f.events.side[HG_RIGHT];
    const size_t from = 8, hidden = 4; /* and the toe-off before them */
    for (size_t i = from; i + hidden < l->n_strikes; i++) {
        l->strike[i] = l->strike[i + hidden];
        l->toe_off[i - 1] = l->toe_off[i + hidden - 1];
    }
    l->n_strikes -= hidden;
    l->toe_off[l->n_toe_offs - hidden - 1] = l->toe_off[l->n_toe_offs - 1];
    l->n_toe_offs -= hidden;
    assert_int_equal(settle(&f, HG_TASK_UNKNOWN, HG_TASK_UNKNOWN), HG_TASK_RUN);
    assert_null(flag(&f, HG_FLAG_GAIT_MIXED));
    hg__arena_free(f.stage.scratch);
}

/* Running at 3 m/s, then walking at 1.4: the speed is that of the strides in use. */
static void speed_of_what_is_used(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    add(&f, 20, 0.7, 0.35, 0.04);
    const double turns = f.at;
    f.at += 3; /* so that no stride is of both */
    add(&f, 7, 1.1, 0.62, -0.02);
    double *x = hg__arena_alloc(f.stage.scratch, N, sizeof *x),
           *ground = hg__arena_alloc(f.stage.scratch, N, sizeof *ground);
    hg__feet feet = {.n = N, .rate_hz = RATE, .pelvis = {x}};
    for (int side = 0; side < 2; side++) {
        feet.ground[side] = feet.pace[side] = ground; /* over ground: 0 */
        feet.speed_m_s[side] = 2.3;                   /* the mean over all */
    }
    for (size_t i = 1; i < N; i++) x[i] = x[i - 1] + ((double)i / RATE < turns ? 3.0 : 1.4) / RATE;
    f.progress.speed_m_s = 2.3;
    assert_int_equal(settle(&f, HG_TASK_UNKNOWN, HG_TASK_UNKNOWN), HG_TASK_RUN);
    const hg_trial trial = {.speed_m_s = 2.3};
    assert_int_equal(hg__progress_settle_speed(&f.progress, &feet, &f.strides, &trial, &f.stage),
                     HG_OK);
    assert_near(f.progress.speed_m_s, 3.0, 1e-9);
    assert_non_null(flag(&f, HG_FLAG_SPEED_DISAGREES));
    /* nothing in use: what was measured before stays */
    f.strides.n[0] = f.strides.n[1] = 0;
    feet.speed_m_s[0] = feet.speed_m_s[1] = f.progress.speed_m_s = 2.3;
    assert_int_equal(hg__progress_settle_speed(&f.progress, &feet, &f.strides, &trial, &f.stage),
                     HG_OK);
    assert_near(f.progress.speed_m_s, 2.3, 0);
    hg__arena_free(f.stage.scratch);
}

static void nothing_to_go_by(void **state) {
    (void)state;
    static const struct {
        double speed;
        hg_task task;
    } cases[] = {{1.2, HG_TASK_WALK}, {3.1, HG_TASK_RUN}, {NAN, HG_TASK_RUN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        begin(&f);
        f.progress.speed_m_s = cases[i].speed;
        assert_int_equal(settle(&f, HG_TASK_UNKNOWN, HG_TASK_UNKNOWN), cases[i].task);
        assert_non_null(flag(&f, HG_FLAG_TASK_UNLABELLED));
        hg__arena_free(f.stage.scratch);
    }
    fixture f;
    begin(&f);
    f.progress.standing = true;
    assert_int_equal(settle(&f, HG_TASK_RUN, HG_TASK_UNKNOWN), HG_TASK_STATIC);
    hg__arena_free(f.stage.scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(running),
                                       cmocka_unit_test(walking),
                                       cmocka_unit_test(grounded_running),
                                       cmocka_unit_test(crouched_walking),
                                       cmocka_unit_test(mixed),
                                       cmocka_unit_test(stated),
                                       cmocka_unit_test(unsteady),
                                       cmocka_unit_test(hidden_for_a_while),
                                       cmocka_unit_test(speed_of_what_is_used),
                                       cmocka_unit_test(nothing_to_go_by)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
