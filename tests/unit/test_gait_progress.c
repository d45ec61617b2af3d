/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage "progress" alone: speeds per frame, steady frames, points of the room, on courses whose
 * truth is known. */
#include "support/course_stage.h"

/* Worst difference between the pace and the truth in [from, to) seconds. */
static double pace_off(const course *c, const course_stage *s, double from, double to) {
    double most = 0;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < c->n; i++) {
            double t = (double)i / c->rate_hz, v = s->feet.pace[side][i];
            assert_false(isnan(v) || isnan(s->feet.ground[side][i]));
            if (t >= from && t < to) most = fmax(most, fabs(v - c->speed_m_s * c->pace[i]));
        }
    return most;
}

/* Even belts between 2.5 and 10 m/s, in every lab axes convention and diagonal to them. */
static void even_belts(void **state) {
    (void)state;
    static const struct {
        double pace, heading;
        const char *axes;
    } belts[] = {{0.85, 0.0, "ASR"}, {1.0, 2.3, "ALS"}, {1.4, -0.8, "SAL"}, {3.3, 4.0, "PRS"}};
    for (size_t b = 0; b < sizeof belts / sizeof *belts; b++) {
        course c;
        course_stage s;
        course_begin(&c, 20, 3.0);
        for (size_t i = 0; i < c.n; i++) {
            c.pace[i] = belts[b].pace;
            c.heading[i] = belts[b].heading;
        }
        c.n = 1000; /* 5 s: ten times as fast, the recording is soon over */
        course_run(&c, 0.5);
        strcpy(c.markers->axes, belts[b].axes);
        if (strcmp(c.markers->axes, "ASR") != 0) /* x up, ... : the same points in other letters */
            for (size_t i = 0; i < c.n * c.markers->n_points; i++) {
                double *v = c.markers->data + 3 * i, x = v[0], y = v[1], z = v[2];
                for (int a = 0; a < 3; a++) switch (c.markers->axes[a]) {
                    case 'A': v[a] = x; break;
                    case 'P': v[a] = -x; break;
                    case 'S': v[a] = y; break;
                    case 'R': v[a] = z; break;
                    default: v[a] = -z; break;
                    }
            }
        course_stage_run(&s, &c);
        double v = 3.0 * belts[b].pace, off = pace_off(&c, &s, 0, 5);
        printf("belt of %.2f m/s, %s: %.4f m/s, per frame within %.3f\n", v, belts[b].axes,
               s.progress.speed_m_s, off);
        assert_true(s.progress.known && s.progress.treadmill);
        assert_string_equal(s.progress.speed_source, "belt");
        /* 1 % where the low-pass blurs the ends of a contact; 2 % at 10 m/s, where the shoe gives way
         * and comes back during most of a contact of 0.07 s */
        assert_near(s.progress.speed_m_s, v, belts[b].pace > 2 ? 0.02 * v : 0.011 * v);
        for (int side = 0; side < 2; side++)
            assert_near(s.feet.speed_m_s[side], s.progress.speed_m_s, 0.01 * v);
        assert_true(off < 0.04 * v); /* what is left of the swaying within a stride */
        assert_int_equal(s.flags.n, 0);
        for (size_t i = 0; i < c.n; i++) assert_true(s.progress.steady[i]);
        course_stage_end(&s);
        course_end(&c);
    }
}

/* A belt that speeds up by 0.06 m/s every second; one that makes a step; ends included. */
static void changing_belts(void **state) {
    (void)state;
    static const double ramp[][2] = {{0, 0.7}, {28, 1.26}}, step[][2] = {{12, 0.8}, {14, 1.1}};
    for (int k = 0; k < 2; k++) {
        course c;
        course_stage s;
        course_begin(&c, 28, 3.0);
        if (k)
            course_lines(c.pace, &c, step, 2);
        else
            course_lines(c.pace, &c, ramp, 2);
        course_run(&c, 0.2);
        course_stage_run(&s, &c);
        double off = pace_off(&c, &s, 0, 28);
        printf("%s: per frame within %.3f m/s\n", k ? "step" : "ramp", off);
        /* a belt that would count as even would be 0.8 m/s off; the corners of the step are
         * rounded by the seven contacts of 2.5 s: at most 0.45 m/s^2 * 0.4 s */
        assert_true(off < (k ? 0.2 : 0.1));
        for (size_t i = 0; i < c.n; i++) assert_true(s.progress.steady[i]);
        course_stage_end(&s);
        course_end(&c);
    }
}

/* Over ground, a sprint: 1 to 9.6 m/s within 3 s, then even. */
static void sprint(void **state) {
    (void)state;
    static const double pace[][2] = {{0.5, 1.0 / 3.0}, {3.5, 3.2}};
    course c;
    course_stage s;
    course_begin(&c, 30, 3.0);
    c.over_ground = true;
    for (size_t i = 0; i < c.n; i++) c.heading[i] = 1;
    course_lines(c.pace, &c, pace, 2);
    c.n = 1700;
    course_run(&c, 0);
    course_stage_run(&s, &c);
    double first = pace_off(&c, &s, 1, 3), last = pace_off(&c, &s, 4, 8.5);
    printf("sprint: while speeding up within %.3f m/s, then %.3f; mean of the even part %.3f\n",
           first, last, s.progress.speed_m_s);
    assert_true(s.progress.known && !s.progress.treadmill);
    assert_true(first < 0.3); /* the pelvis itself is pushed and braked by as much in a stride */
    assert_true(last < 0.3);
    assert_near(s.progress.speed_m_s, 9.6, 0.1);
    for (int side = 0; side < 2; side++) assert_near(s.feet.ground_m_s[side], 0, 0);
    size_t starting = 0;
    for (size_t i = 0; i < c.n; i++) starting += s.progress.phase[i] == HG__PHASE_STARTING;
    /* all but the last second, when 2.9 m/s^2 are less than a third of the speed a second; the
     * window of the change is 1 s */
    assert_near((double)starting / c.rate_hz, 3.5, 0.9);
    assert_false(s.progress.steady[200] || !s.progress.steady[1200]);
    course_stage_end(&s);
    course_end(&c);
}

/* A point that was recorded in the room lands beside the foot where the markers are. */
static void points_of_the_room(void **state) {
    (void)state;
    static const double pace[][2] = {{6, 1}, {7, 0.3}, {8, 1}},
                        heading[][2] = {{6.4, 0.5}, {7.8, 0.5 - 2.0}};
    course c;
    course_stage s;
    course_begin(&c, 14, 3.0);
    c.over_ground = true;
    course_lines(c.pace, &c, pace, 3);
    course_lines(c.heading, &c, heading, 2);
    course_run(&c, 0);
    ptrdiff_t at = hg_stream_find(c.markers, "L.Heel.Bottom");
    assert_true(at >= 0);
    course_stage_run(&s, &c);
    assert_non_null(s.progress.turn[0]);
    for (size_t i = 0; i < c.n; i++) {
        const double *v = c.markers->data + 3 * (i * c.markers->n_points + (size_t)at);
        hg__vec3 p = hg__progress_apply(&s.progress, hg__vec(v[0], v[1], v[2]), i);
        assert_near(p.x, s.feet.heel[HG_LEFT][0][i], 1e-9); /* rounding */
        assert_near(p.y, s.feet.heel[HG_LEFT][1][i], 1e-9);
        assert_near(p.z, s.feet.heel[HG_LEFT][2][i], 1e-9);
        /* the standing foot points forward in both passes */
        if ((i < 1200 || i > 1700) && p.y < 0.06)
            assert_true(s.feet.toe[HG_LEFT][0][i] > p.x + 0.05);
        /* the way goes on forward through the turn */
        if (i) assert_true(s.feet.pelvis[0][i] - s.feet.pelvis[0][i - 1] > -0.01);
    }
    /* both passes are straight in the new frame: no step sideways at their ends */
    assert_near(s.feet.pelvis[2][1700], s.feet.pelvis[2][2700], 0.1); /* sway */
    course_stage_end(&s);
    course_end(&c);
}

/* Two belts: each foot has its own ground. */
static void split_belt(void **state) {
    (void)state;
    course c;
    course_stage s;
    course_begin(&c, 12, 3.0);
    c.trial->treadmill = HG_NOT_GIVEN;
    /* the left foot on a belt that is 20 % slower: shown by what it does about the pelvis */
    hg_stream *m = c.markers;
    size_t hip[2] = {(size_t)hg_stream_find(m, "L.ASIS"), (size_t)hg_stream_find(m, "R.ASIS")};
    for (size_t i = 0; i < c.n; i++)
        for (size_t p = 0; p < m->n_points; p++) {
            const double *left = m->data + 3 * (i * m->n_points + hip[0]),
                         *right = m->data + 3 * (i * m->n_points + hip[1]);
            double middle = 0.5 * (left[0] + right[0]), *v = m->data + 3 * (i * m->n_points + p);
            bool foot = strstr(m->labels[p], "Heel") || strstr(m->labels[p], ".MT");
            if (foot && m->labels[p][0] == 'L') v[0] = middle + 0.8 * (v[0] - middle);
        }
    course_stage_run(&s, &c);
    printf("split belt: %.3f and %.3f m/s\n", s.feet.speed_m_s[0], s.feet.speed_m_s[1]);
    assert_near(s.feet.speed_m_s[HG_LEFT], 2.4, 0.1); /* the pelvis itself sways by 0.1 m/s */
    assert_near(s.feet.speed_m_s[HG_RIGHT], 3.0, 0.03);
    course_stage_end(&s);
    course_end(&c);
}

/* The pelvis lost for 3 s while the runner turns out of sight: both passes are there. */
static void out_of_sight(void **state) {
    (void)state;
    static const double pace[][2] = {{6, 1}, {7, 0.3}, {8, 1}},
                        heading[][2] = {{6.4, 0.5}, {7.8, 0.5 + 3.1}};
    course c;
    course_stage s;
    course_begin(&c, 14, 3.0);
    c.over_ground = true;
    course_lines(c.pace, &c, pace, 3);
    course_lines(c.heading, &c, heading, 2);
    course_run(&c, 0);
    for (size_t i = 1120; i < 1720; i++)
        for (size_t p = 0; p < 3 * c.markers->n_points; p++)
            c.markers->data[3 * i * c.markers->n_points + p] = NAN;
    course_stage_run(&s, &c);
    assert_true(s.progress.known);
    size_t before = 0, after = 0;
    for (size_t i = 0; i < c.n; i++) {
        assert_false(isnan(s.feet.pace[0][i]));
        before += i < 1120 && s.progress.steady[i];
        after += i >= 1720 && s.progress.steady[i];
    }
    printf("out of sight: %.1f s of 5.6 s before, %.1f s of 5.4 s after\n",
           (double)before / c.rate_hz, (double)after / c.rate_hz);
    assert_true(before > 900 && after > 850); /* less a second for what the window mixes */
    assert_near(s.progress.speed_m_s, 3.0, 0.06);
    course_stage_end(&s);
    course_end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(even_belts), cmocka_unit_test(changing_belts),
        cmocka_unit_test(sprint),     cmocka_unit_test(points_of_the_room),
        cmocka_unit_test(split_belt), cmocka_unit_test(out_of_sight)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
