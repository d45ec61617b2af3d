/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same running on other courses gives the same angles, events and sides, or a refusal that says
 * why. */
#include "support/course.h"

/* Mean curves of two results; worst difference in degrees. */
static double curves_apart(const hg_result *a, const hg_result *b) {
    double most = 0;
    assert_int_equal(a->n_curves, b->n_curves);
    assert_true(a->n_curves > 0);
    for (size_t c = 0; c < a->n_curves; c++)
        for (int side = 0; side < 2; side++)
            for (int p = 0; p < HG_CURVE_POINTS; p++) {
                double d = fabs(a->curves[c].side[side].mean[p] - b->curves[c].side[side].mean[p]);
                assert_false(isnan(d));
                if (d > most) most = d;
            }
    return most;
}

/* Largest distance of the strikes in used strides from the truth, which is played at the pace of
 * the course, and how many there are. */
static double strikes_apart(const course *c, const hg_result *r, size_t *count) {
    double most = 0;
    *count = 0;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < r->n_strides[side]; i++) {
            const hg_stride *s = &r->strides[side][i];
            if (!s->used) continue;
            size_t f = (size_t)(s->start_s * c->rate_hz);
            double played = c->played[f] + (s->start_s - (double)f / c->rate_hz) * c->pace[f],
                   best = INFINITY;
            for (size_t j = 0; j < c->truth->n_foot_strikes[side]; j++)
                best = fmin(best, fabs(c->truth->foot_strike_s[side][j] - played));
            most = fmax(most, best);
            ++*count;
        }
    return most;
}

static hg_result *treadmill(course *c, double seconds) {
    course_begin(c, seconds, 3.0);
    return course_analyse(c);
}

/* Over ground at even speed, along any direction: the same as on the belt. */
static void over_ground(void **state) {
    (void)state;
    static const double headings[] = {0, 90, 180, -90, 37, -141};
    course base, c;
    hg_result *r = treadmill(&base, 14), *g;
    for (size_t h = 0; h < sizeof headings / sizeof *headings; h++) {
        course_begin(&c, 14, 3.0);
        c.over_ground = true;
        for (size_t i = 0; i < c.n; i++) c.heading[i] = headings[h] * COURSE_PI / 180;
        course_run(&c, 0);
        g = course_analyse(&c);
        assert_int_equal(g->treadmill, HG_NO);
        assert_near(g->speed_m_s, 3.0, 0.01); /* the pelvis is at another point of a stride at the
                                                 end than at the start */
        assert_null(course_flag(g, HG_FLAG_UNSTEADY));
        assert_null(course_flag(g, HG_FLAG_PASSES_TURNED));
        for (int side = 0; side < 2; side++) {
            assert_int_equal(g->n_used[side], r->n_used[side]);
            for (size_t i = 0; i < g->n_used[side]; i++)
                /* the 1 ms: the belt's speed is measured, that of the ground is known */
                assert_near(g->strides[side][i].start_s, r->strides[side][i].start_s, 0.001);
        }
        double apart = curves_apart(g, r);
        printf("heading %4.0f deg: speed %.4f m/s, curves within %.4f deg of the belt's\n",
               headings[h], g->speed_m_s, apart);
        /* 1 ms of the fastest angle, the knee in swing at 700 deg/s or so */
        assert_true(apart < 0.7);
        hg_result_free(g);
        course_end(&c);
    }
    hg_result_free(r);
    course_end(&base);
}

/* Four passes up and down a lab with turns between them: none is lost, sides and signs hold. */
static void up_and_down(void **state) {
    (void)state;
    course base, c;
    hg_result *r = treadmill(&base, 34);
    for (int slanted = 0; slanted < 2; slanted++) {
        course_begin(&c, 34, 3.0);
        c.over_ground = true;
        /* 6 s at full speed, slowing to a slow turn of 1.5 s, and back */
        double pace[17][2], heading[16][2];
        size_t n_pace = 0, n_heading = 0;
        for (int k = 0; k < 4; k++) {
            double t = 8.0 * k, way = (k % 2 ? COURSE_PI : 0) + (slanted ? 0.6 + 0.2 * k : 0);
            pace[n_pace][0] = t + 0.5, pace[n_pace++][1] = 1;
            pace[n_pace][0] = t + 6, pace[n_pace++][1] = 1;
            pace[n_pace][0] = t + 6.6, pace[n_pace++][1] = k < 3 ? 0.3 : 1;
            pace[n_pace][0] = t + 7.6, pace[n_pace++][1] = k < 3 ? 0.3 : 1;
            heading[n_heading][0] = t, heading[n_heading++][1] = way;
            heading[n_heading][0] = t + 6.4, heading[n_heading++][1] = way;
        }
        course_lines(c.pace, &c, pace, n_pace);
        course_lines(c.heading, &c, heading, n_heading);
        course_run(&c, 0);
        hg_result *g = course_analyse(&c);
        course_print(slanted ? "slanted passes" : "passes up and down", g);
        const hg_flag *turned = course_flag(g, HG_FLAG_PASSES_TURNED),
                      *left_out = course_flag(g, HG_FLAG_UNSTEADY);
        assert_non_null(turned);
        assert_near(turned->value, 4, 0);
        assert_non_null(left_out);
        size_t strikes, in_pass[4] = {0};
        double off = strikes_apart(&c, g, &strikes);
        for (int side = 0; side < 2; side++)
            for (size_t i = 0; i < g->n_strides[side]; i++) {
                const hg_stride *s = &g->strides[side][i];
                if (s->used) in_pass[s->start_s < 24 ? (size_t)(s->start_s / 8.0) : 3]++;
                /* nothing of a turn is in use */
                if (s->used && s->start_s < 24)
                    assert_true(fmod(s->start_s, 8.0) < 6.4 && fmod(s->end_s, 8.0) < 6.4);
            }
        printf("    strides in the passes: %zu %zu %zu %zu; worst strike %.1f ms, curves within "
               "%.3f deg\n",
               in_pass[0], in_pass[1], in_pass[2], in_pass[3], 1000 * off, curves_apart(g, r));
        /* 5 s and more at full speed hold six whole strides of 0.73 s on each foot */
        for (int k = 0; k < 4; k++) assert_true(in_pass[k] >= 10);
        assert_true(off < 0.030); /* as on the belt; a wrong side or contact would be 180 ms off */
        /* other strides than those of the belt, each with its own 1.5 % */
        assert_true(curves_apart(g, r) < 1.5);
        assert_near(g->speed_m_s, 3.0, 0.06); /* 2 %: the ends of the passes are already slowing */
        hg_result_free(g);
        course_end(&c);
    }
    hg_result_free(r);
    course_end(&base);
}

/* A circle of 12 m: angles against the local direction are those of the belt; and it is flagged. */
static void circle(void **state) {
    (void)state;
    course base, c;
    hg_result *r = treadmill(&base, 20);
    course_begin(&c, 20, 3.0);
    c.over_ground = true;
    for (size_t i = 0; i < c.n; i++)
        c.heading[i] = 0.3 + 3.0 / 12.0 * (double)i / c.rate_hz; /* most of a lap */
    course_run(&c, 0);
    hg_result *g = course_analyse(&c);
    course_print("circle of 12 m", g);
    printf("    curves within %.3f deg of the belt's\n", curves_apart(g, r));
    assert_non_null(course_flag(g, HG_FLAG_PATH_CURVED));
    assert_null(course_flag(g, HG_FLAG_UNSTEADY));
    for (int side = 0; side < 2; side++) assert_int_equal(g->n_used[side], r->n_used[side]);
    /* sway of 1 deg in the local direction is what is left */
    assert_true(curves_apart(g, r) < 1.0);
    assert_near(g->speed_m_s, 3.0, 0.06); /* 2 %: the pelvis sways about the path of the circle */
    hg_result_free(g);
    hg_result_free(r);
    course_end(&c);
    course_end(&base);
}

/* Standing, a belt that starts, runs, stops, standing: only the even part counts. */
static void belt_starts_and_stops(void **state) {
    (void)state;
    static const double pace[][2] = {{5, 0}, {9, 1}, {24, 1}, {27, 0}};
    course c;
    course_begin(&c, 32, 3.0);
    course_lines(c.pace, &c, pace, 4);
    course_run(&c, 1.0);
    hg_result *g = course_analyse(&c);
    course_print("stand, start, run, stop, stand", g);
    size_t strikes;
    printf("    worst strike %.1f ms\n", 1000 * strikes_apart(&c, g, &strikes));
    assert_true(strikes_apart(&c, g, &strikes) < 0.030);
    assert_int_equal(g->task, HG_TASK_RUN);
    assert_near(g->speed_m_s, 3.0, 0.06);
    const hg_flag *f = course_flag(g, HG_FLAG_UNSTEADY);
    assert_non_null(f);
    assert_non_null(strstr(f->text, "stands"));
    assert_non_null(strstr(f->text, "speeds up"));
    assert_non_null(strstr(f->text, "slows down"));
    size_t reasons = 0;
    for (int side = 0; side < 2; side++) {
        assert_true(g->n_used[side] >= 17); /* 15 s hold 20 strides */
        for (size_t i = 0; i < g->n_strides[side]; i++) {
            const hg_stride *s = &g->strides[side][i];
            if (s->used)
                assert_true(s->start_s > 7.5 && s->end_s < 24.5);
            else
                reasons += strstr(s->reason, "the runner ") != NULL;
        }
    }
    assert_true(reasons > 0);
    hg_result_free(g);
    course_end(&c);
}

/* A ramp from 2.25 to 3.6 m/s in 24 s: every stride counts. */
static void belt_ramp(void **state) {
    (void)state;
    static const double pace[][2] = {{2, 0.75}, {26, 1.2}};
    course c;
    course_begin(&c, 28, 3.0);
    course_lines(c.pace, &c, pace, 2);
    course_run(&c, 0);
    hg_result *g = course_analyse(&c);
    course_print("ramp", g);
    size_t strikes;
    double off = strikes_apart(&c, g, &strikes);
    printf("    worst strike %.1f ms of the treadmill's time, %zu\n", 1000 * off, strikes);
    /* the landing of 3 m/s played slowly is softer than a real one at that speed */
    assert_true(off < 0.040);
    assert_null(course_flag(g, HG_FLAG_UNSTEADY));
    assert_true(strikes > 65);
    hg_result_free(g);
    course_end(&c);
}

static void refused(const course *c, const char *name, const char *word) {
    hg_result *g = course_analyse(c);
    course_print(name, g);
    const hg_flag *f = course_flag(g, HG_FLAG_DIRECTION_UNSURE);
    assert_non_null(f);
    if (!strstr(f->text, word)) fail_msg("\"%s\" does not say \"%s\"", f->text, word);
    assert_int_equal(g->status, HG_QUALITY_INSUFFICIENT);
    for (size_t i = 0; i < g->n_curves; i++)
        assert_true(g->curves[i].id > HG_CURVE_PELVIS_ROTATION || g->curves[i].side[0].n == 0);
    hg_result_free(g);
}

/* Played in reverse the runner goes backward: refused, not reported with wrong signs. */
static void backward(void **state) {
    (void)state;
    for (int over = 0; over < 2; over++)
        for (int feet = 0; feet < (over ? 2 : 1); feet++) {
            course c;
            course_begin(&c, 12, 3.0);
            c.over_ground = over;
            for (size_t i = 0; i < c.n; i++) {
                c.pace[i] = -1;
                c.heading[i] = 0.8;
            }
            course_run(&c, 12.0 - 1.0 / c.rate_hz);
            for (int k = 0; feet && k < 2; k++) course_hide(&c, k ? ".MT" : ".Heel");
            refused(&c, over ? "backward over ground" : "backward on the belt", "backward");
            course_end(&c);
        }
}

/* Carried sideways, as in a side step. */
static void sideways(void **state) {
    (void)state;
    course c;
    course_begin(&c, 12, 3.0);
    hg_stream *m = c.markers;
    for (size_t i = 0; i < c.n; i++)
        for (size_t p = 0; p < m->n_points; p++)
            m->data[3 * (i * m->n_points + p) + 2] += 3.0 * (double)i / c.rate_hz;
    c.trial->treadmill = HG_NOT_GIVEN;
    for (int k = 0; k < 2; k++) course_hide(&c, k ? ".MT" : ".Heel");
    refused(&c, "sideways, without feet", "sideways");
    course_end(&c);
}

/* One of two passes is run backward: the other counts. */
static void pass_backward(void **state) {
    (void)state;
    static const double pace[][2] = {{9, 1}, {11, -1}};
    course c;
    course_begin(&c, 20, 3.0);
    c.over_ground = true;
    course_lines(c.pace, &c, pace, 2);
    course_run(&c, 2);
    hg_result *g = course_analyse(&c);
    course_print("forward, then backward", g);
    assert_non_null(course_flag(g, HG_FLAG_PASSES_BACKWARD));
    for (int side = 0; side < 2; side++) {
        assert_true(g->n_used[side] >= 9);
        for (size_t i = 0; i < g->n_strides[side]; i++)
            if (g->strides[side][i].used) assert_true(g->strides[side][i].end_s < 10);
    }
    hg_result_free(g);
    course_end(&c);
}

/* Who only stands is labelled so; nothing is counted. */
static void standing(void **state) {
    (void)state;
    course c;
    course_begin(&c, 8, 3.0);
    for (size_t i = 0; i < c.n; i++) c.pace[i] = 0;
    course_run(&c, 2.0);
    hg_result *g = course_analyse(&c);
    course_print("standing", g);
    assert_int_equal(g->task, HG_TASK_STATIC);
    assert_non_null(course_flag(g, HG_FLAG_RUNNER_STANDS));
    assert_null(course_flag(g, HG_FLAG_DIRECTION_UNSURE));
    assert_int_equal(g->status, HG_QUALITY_INSUFFICIENT);
    for (int side = 0; side < 2; side++) {
        assert_int_equal(g->n_strides[side], 0);
        assert_int_equal(g->events.side[side].n_foot_strikes, 0);
    }
    hg_result_free(g);
    course_end(&c);
}

/* Without foot markers the pelvis shows the direction: confirmed over ground, flagged on a belt. */
static void no_feet(void **state) {
    (void)state;
    course base;
    hg_result *r = treadmill(&base, 12);
    for (int over = 0; over < 2; over++) {
        course c;
        course_begin(&c, 12, 3.0);
        c.over_ground = over;
        for (size_t i = 0; i < c.n; i++) c.heading[i] = -2;
        course_run(&c, 0);
        for (int k = 0; k < 2; k++) course_hide(&c, k ? ".MT" : ".Heel");
        hg_result *g = course_analyse(&c);
        course_print(over ? "no feet, over ground" : "no feet, belt", g);
        assert_null(course_flag(g, HG_FLAG_DIRECTION_UNSURE));
        assert_true((course_flag(g, HG_FLAG_DIRECTION_SINGLE) != NULL) == !over);
        double apart = 0; /* the mean pelvic rotation of the runner is all that may differ */
        for (size_t i = 0; i < c.n; i++)
            apart = fmax(apart, fabs(g->frames->angle_deg[HG_ANGLE_PELVIS_TILT][i] -
                                     r->frames->angle_deg[HG_ANGLE_PELVIS_TILT][i]));
        assert_true(apart < 0.1);
        if (over) assert_near(g->speed_m_s, 3.0, 0.01);
        hg_result_free(g);
        course_end(&c);
    }
    hg_result_free(r);
    course_end(&base);
}

/* A start from 0.6 to 4.2 m/s within the whole of a short track: nothing is even, so what there is
 * counts, and that is said. */
static void sprint_start(void **state) {
    (void)state;
    static const double pace[][2] = {{0, 0.2}, {4, 1.4}};
    course c;
    course_begin(&c, 5, 3.0);
    c.over_ground = true;
    course_lines(c.pace, &c, pace, 2);
    c.n = (size_t)(4 * c.rate_hz);
    course_run(&c, 0);
    hg_result *g = course_analyse(&c);
    course_print("start", g);
    assert_non_null(course_flag(g, HG_FLAG_NEVER_STEADY));
    assert_true(g->n_strides[0] + g->n_strides[1] >= 4);
    hg_result_free(g);
    course_end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(over_ground),  cmocka_unit_test(up_and_down),
        cmocka_unit_test(circle),       cmocka_unit_test(belt_starts_and_stops),
        cmocka_unit_test(belt_ramp),    cmocka_unit_test(backward),
        cmocka_unit_test(sideways),     cmocka_unit_test(pass_backward),
        cmocka_unit_test(standing),     cmocka_unit_test(no_feet),
        cmocka_unit_test(sprint_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
