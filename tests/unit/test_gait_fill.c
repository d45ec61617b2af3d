/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gaps in markers whose paths are known by construction. */
#include <stdlib.h>
#include <string.h>

#include "gait/clean/clean.h"
#include "gait/clean/fill.h"
#include "gait/flag_list.h"
#include "gait/keep_markers.h"
#include "gait/setup.h"
#include "support/cm.h"

#define RATE 200.0
#define N 1200
#define MARKERS 12

/* Four pelvis markers, five of the left thigh, a heel and two toe markers of the left foot. */
static const char *const labels[MARKERS] = {"P1", "P2", "P3", "P4", "T1", "T2",
                                            "T3", "T4", "T5", "H",  "M1", "M5"};
enum { P1, P2, P3, P4, T1, T2, T3, T4, T5, H, M1, M5 };

typedef struct fixture {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg_error err;
    hg__stage stage;
    hg__markerset set;
    hg__markers m;
    double *truth[3 * MARKERS];
} fixture;

static hg__vec3 turned(double angle, double tilt, hg__vec3 p) {
    double c = cos(angle), s = sin(angle), d = cos(tilt), e = sin(tilt);
    hg__vec3 q = hg__vec(c * p.x - s * p.y, s * p.x + c * p.y, p.z);
    return hg__vec(q.x, d * q.y - e * q.z, e * q.y + d * q.z);
}

/* Pelvis and thigh are rigid, the foot swings; all drift at `speed` along x. */
static hg__vec3 path(size_t marker, double t, double speed) {
    static const double place[MARKERS][3] = {{0.10, 0.00, -0.12},  {0.10, 0.00, 0.12},
                                             {-0.10, 0.02, -0.05}, {-0.10, 0.02, 0.05},
                                             {0.05, -0.10, -0.15}, {0.06, -0.30, -0.14},
                                             {-0.04, -0.12, -0.2}, {-0.05, -0.28, -0.21},
                                             {0.01, -0.2, -0.24},  {0, 0, 0},
                                             {0.18, 0, 0.03},      {0.14, 0, -0.06}};
    double a = 2 * 3.14159265358979 * 1.4 * t, swing = 0.5 * sin(a);
    hg__vec3 p = hg__vec(place[marker][0], place[marker][1], place[marker][2]);
    hg__vec3 pelvis = hg__vec(speed * t, 1.0 + 0.04 * cos(2 * a), 0.01 * sin(a + 1));
    if (marker <= P4) return hg__vec_add(pelvis, turned(0.05 * sin(2 * a), 0.08 * cos(a), p));
    if (marker <= T5) return hg__vec_add(pelvis, turned(swing, 0.05 * sin(a + 0.5), p));
    hg__vec3 ankle = hg__vec(0.7 * sin(a), -0.9 + 0.1 * cos(a) * cos(a), -0.1);
    return hg__vec_add(hg__vec_add(pelvis, ankle), turned(0.6 * sin(a + 1), 0, p));
}

static void begin(fixture *f, double speed) {
    memset(f, 0, sizeof *f);
    assert_int_equal(hg__stages_setup(&f->k, NULL, NULL), HG_OK);
    hg_params_default(&f->params);
    f->stage = (hg__stage){.k = &f->k,
                           .scratch = hg__arena_new(),
                           .params = &f->params,
                           .convention = hg__convention_of(HG_CONVENTION_ISB),
                           .flags = &f->flags,
                           .err = &f->err};
    for (size_t i = 0; i < 4; i++) f->set.cluster[HG__SEGMENT_PELVIS][i] = labels[P1 + i];
    for (size_t i = 0; i < 5; i++) f->set.cluster[HG__SEGMENT_THIGH_LEFT][i] = labels[T1 + i];
    f->set.n_cluster[HG__SEGMENT_PELVIS] = 4;
    f->set.n_cluster[HG__SEGMENT_THIGH_LEFT] = 5;
    f->set.landmark[HG__LANDMARK_HEEL_LEFT][0] = "H";
    f->set.landmark[HG__LANDMARK_TOE_LEFT][0] = "M1";
    f->set.landmark[HG__LANDMARK_TOE_LEFT][1] = "M5";
    f->set.n_landmark[HG__LANDMARK_HEEL_LEFT] = 1;
    f->set.n_landmark[HG__LANDMARK_TOE_LEFT] = 2;
    hg__arena *memory = f->stage.scratch;
    f->m = (hg__markers){.n = N, .rate_hz = RATE, .n_markers = MARKERS};
    f->m.label = hg__arena_alloc(memory, MARKERS, sizeof *f->m.label);
    f->m.raw = hg__arena_alloc(memory, (size_t)3 * MARKERS, sizeof *f->m.raw);
    f->m.origin = hg__arena_alloc(memory, MARKERS, sizeof *f->m.origin);
    assert_true(hg__planes(f->m.raw, (size_t)3 * MARKERS, N, memory));
    assert_true(hg__planes(f->truth, (size_t)3 * MARKERS, N, memory));
    for (size_t k = 0; k < MARKERS; k++) {
        f->m.label[k] = labels[k];
        f->m.origin[k] = hg__arena_alloc(memory, N, 1);
        for (size_t i = 0; i < N; i++) {
            hg__vec3 p = path(k, (double)i / RATE, speed);
            f->m.raw[3 * k][i] = f->truth[3 * k][i] = p.x;
            f->m.raw[3 * k + 1][i] = f->truth[3 * k + 1][i] = p.y;
            f->m.raw[3 * k + 2][i] = f->truth[3 * k + 2][i] = p.z;
        }
    }
}

static void end(fixture *f) {
    hg__arena_free(f->stage.scratch);
}

static void cut(fixture *f, size_t marker, size_t first, size_t length) {
    for (size_t i = first; i < first + length; i++) {
        for (size_t a = 0; a < 3; a++) f->m.raw[3 * marker + a][i] = NAN;
        f->m.origin[marker][i] = HG_SAMPLE_MISSING;
    }
}

static void fill(fixture *f, unsigned methods) {
    if (hg__fill(&f->m, &f->set, methods, &f->stage) != HG_OK) fail_msg("%s", f->err.text);
}

static double worst(const fixture *f, size_t marker, size_t first, size_t length) {
    double most = 0;
    for (size_t i = first; i < first + length; i++)
        for (size_t a = 0; a < 3; a++) {
            double e = fabs(f->m.raw[3 * marker + a][i] - f->truth[3 * marker + a][i]);
            if (!(e <= most)) most = e; /* NaN counts */
        }
    return most;
}

/* All of the gap has the origin, the samples beside it are measured and as they were. */
static void check_origin(const fixture *f, size_t marker, size_t first, size_t length,
                         hg_sample_origin origin) {
    for (size_t i = first; i < first + length; i++) {
        assert_int_equal(f->m.origin[marker][i], origin);
        for (size_t a = 0; a < 3; a++)
            assert_int_equal(isnan(f->m.raw[3 * marker + a][i]), origin == HG_SAMPLE_MISSING);
    }
    for (size_t i = 0; i < N; i++) {
        if (f->m.origin[marker][i] != HG_SAMPLE_MEASURED) continue;
        for (size_t a = 0; a < 3; a++)
            assert_true(f->m.raw[3 * marker + a][i] == f->truth[3 * marker + a][i]);
    }
}

static void edges_of_a_gap(void **state) {
    (void)state;
    double w[2];
    for (int slow = 0; slow < 2; slow++) {
        double forget = slow ? 1e-7 : 0.05;
        hg__bridge(w, 0, 40, forget);
        assert_near(w[0], 1, 1e-12);
        assert_near(w[1], 0, 1e-12);
        hg__bridge(w, 40, 40, forget);
        assert_near(w[0], 0, 1e-12);
        assert_near(w[1], 1, 1e-12);
        hg__bridge(w, 10, 40, forget);
        /* sinh((L - x) k) / sinh(L k); a straight line when k goes to 0, here to 1e-11 (k L)^2 */
        assert_near(w[0], slow ? 0.75 : sinh(1.5) / sinh(2.0), 1e-9);
        assert_near(w[1], slow ? 0.25 : sinh(0.5) / sinh(2.0), 1e-9);
    }
    hg__bridge(w, 1000, 100000,
               1); /* far inside a long gap nothing is left, and nothing overflows */
    assert_true(w[0] == 0 || w[0] < 1e-300);
    assert_true(w[1] >= 0 && w[1] < 1e-300);
}

static void spline_up_to_its_limit(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    cut(&f, T1, 300, 20); /* 0.1 s */
    cut(&f, T1, 600, 21);
    cut(&f, H, 0, 5);
    cut(&f, H, N - 5, 5);
    fill(&f, HG__FILL_SPLINE);
    check_origin(&f, T1, 300, 20, HG_SAMPLE_SPLINE);
    check_origin(&f, T1, 600, 21, HG_SAMPLE_MISSING);
    check_origin(&f, H, 0, 5, HG_SAMPLE_MISSING); /* never extrapolated */
    check_origin(&f, H, N - 5, 5, HG_SAMPLE_MISSING);
    /* h^4 / 384 of the fourth derivative, (2 pi 1.4)^4 times 0.15 m, is 0.2 mm; the natural ends of
     * the spline are ten samples off and add as much */
    assert_true(worst(&f, T1, 300, 20) < 5e-4);
    assert_true(worst(&f, T1, 300, 20) > 0);
    end(&f);
}

/* Lone samples between gaps: one gap is never filled from what another's filling made up. */
static void no_chain_of_fills(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    cut(&f, H, 400, 15);
    cut(&f, H, 416, 15); /* 415 alone */
    cut(&f, H, 432, 15); /* 431 alone */
    fill(&f, HG__FILL_SPLINE);
    check_origin(&f, H, 416, 15, HG_SAMPLE_MISSING);
    end(&f);
}

static void flicker_is_filled(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    for (size_t i = 500; i < 540; i += 2) cut(&f, H, i, 1);
    fill(&f, HG__FILL_SPLINE);
    for (size_t i = 500; i < 540; i += 2) check_origin(&f, H, i, 1, HG_SAMPLE_SPLINE);
    assert_true(worst(&f, H, 500, 40) < 1e-4);
    end(&f);
}

static void rigid_segment(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    cut(&f, T3, 500, 100); /* 0.5 s */
    cut(&f, P2, 700, 60);
    fill(&f, HG__FILL_RIGID);
    check_origin(&f, T3, 500, 100, HG_SAMPLE_RIGID);
    check_origin(&f, P2, 700, 60, HG_SAMPLE_RIGID);
    assert_true(worst(&f, T3, 500, 100) < 1e-9); /* the truth is rigid: only rounding is left */
    assert_true(worst(&f, P2, 700, 60) < 1e-9);
    end(&f);
}

static void rigid_needs_three_others(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    cut(&f, P1, 500, 60);
    cut(&f, P2, 530, 1); /* leaves two others in one frame */
    cut(&f, T1, 800, 60);
    cut(&f, T2, 800, 60);  /* leaves three */
    cut(&f, T5, 300, 101); /* too long */
    fill(&f, HG__FILL_RIGID);
    check_origin(&f, P1, 500, 60, HG_SAMPLE_MISSING);
    check_origin(&f, T1, 800, 60, HG_SAMPLE_RIGID);
    check_origin(&f, T2, 800, 60, HG_SAMPLE_RIGID);
    assert_true(worst(&f, T1, 800, 60) < 1e-9 && worst(&f, T2, 800, 60) < 1e-9);
    check_origin(&f, T5, 300, 101, HG_SAMPLE_MISSING);
    end(&f);
}

/* A marker that slides on its segment is none of the body: 8 mm each way is 5 mm on average. */
static void loose_marker_is_not_rigid(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    for (size_t i = 0; i < N; i++) {
        double slide = 0.008 * sin(2 * 3.14159265358979 * 1.4 * (double)i / RATE);
        f.m.raw[3 * T4 + 1][i] = f.truth[3 * T4 + 1][i] += slide;
    }
    cut(&f, T4, 500, 60);
    fill(&f, HG__FILL_RIGID);
    check_origin(&f, T4, 500, 60, HG_SAMPLE_MISSING);
    f.params.clean_gap_rigid_spread_m = 0.02;
    fill(&f, HG__FILL_RIGID);
    check_origin(&f, T4, 500, 60, HG_SAMPLE_RIGID);
    double error = worst(&f, T4, 500, 60);
    assert_true(error > 0.002 && error < 0.02);
    /* and what moves with the step is what the other markers tell */
    cut(&f, T4, 500, 60);
    fill(&f, HG__FILL_CORRELATED);
    assert_true(worst(&f, T4, 500, 60) < 0.002);
    end(&f);
}

static void markers_move_together(void **state) {
    (void)state;
    for (int walk = 0; walk < 2; walk++) { /* on a belt; over ground at 3 m/s */
        fixture f;
        begin(&f, walk ? 3.0 : 0.0);
        cut(&f, H, 400, 200);  /* 1 s, no cluster */
        cut(&f, P3, 700, 120); /* the centroid itself is unknown */
        cut(&f, M1, 900, 100);
        cut(&f, M5, 950, 100); /* two of a foot at once */
        cut(&f, T1, 100, 201); /* too long */
        fill(&f, HG__FILL_CORRELATED);
        check_origin(&f, H, 400, 200, HG_SAMPLE_CORRELATED);
        check_origin(&f, P3, 700, 120, HG_SAMPLE_CORRELATED);
        check_origin(&f, M1, 900, 100, HG_SAMPLE_CORRELATED);
        check_origin(&f, M5, 950, 100, HG_SAMPLE_CORRELATED);
        check_origin(&f, T1, 100, 201, HG_SAMPLE_MISSING);
        /* the ridge is a tenth of a millimetre; the paths are curved functions of each other */
        assert_true(worst(&f, H, 400, 200) < 2e-3);
        assert_true(worst(&f, P3, 700, 120) < 1e-3);
        assert_true(worst(&f, M1, 900, 100) < 2e-3);
        assert_true(worst(&f, M5, 950, 100) < 2e-3);
        end(&f);
    }
}

/* A heel that wanders by 3 mm on its own is missed by about that, but never with a jump. */
static void gaps_begin_and_end_without_a_jump(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    for (size_t i = 0; i < N; i++)
        f.m.raw[3 * H + 2][i] = f.truth[3 * H + 2][i] +=
            0.003 * sin(2 * 3.14159265358979 * 0.6 * (double)i / RATE);
    cut(&f, H, 400, 160);
    fill(&f, HG__FILL_CORRELATED);
    check_origin(&f, H, 400, 160, HG_SAMPLE_CORRELATED);
    /* in one of 200 samples a second the memory of 0.1 s lets go of 5 % of 3 mm */
    assert_true(worst(&f, H, 400, 1) < 3e-4 && worst(&f, H, 559, 1) < 3e-4);
    assert_true(worst(&f, H, 400, 160) > 1e-3);
    end(&f);
}

/* Within an ulp's worth of conditioning the same, wherever the lab's origin is. */
static void origin_of_the_lab_does_not_matter(void **state) {
    (void)state;
    fixture a, b;
    begin(&a, 0);
    begin(&b, 0);
    for (size_t k = 0; k < MARKERS; k++)
        for (size_t i = 0; i < N; i++) b.m.raw[3 * k][i] += 8;
    cut(&a, P1, 400, 100);
    cut(&b, P1, 400, 100);
    fill(&a, HG__FILL_CORRELATED);
    fill(&b, HG__FILL_CORRELATED);
    for (size_t i = 400; i < 500; i++)
        assert_near(b.m.raw[3 * P1][i] - 8, a.m.raw[3 * P1][i], 1e-8);
    end(&a);
    end(&b);
}

static void too_little_to_learn_from(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    for (size_t i = 0; i < MARKERS; i++) /* each is away in its own twelfth: never all */
        cut(&f, i, i * 100 + 10, 95 - (i == MARKERS - 1 ? 20 : 0));
    f.params.clean_gap_complete_s = 3;
    fill(&f, HG__FILL_CORRELATED);
    check_origin(&f, H, H * 100 + 10, 95, HG_SAMPLE_MISSING);
    end(&f);
}

/* When the whole thigh is away, nothing near it is left to tell within the limit. */
static void not_determined_stays_a_gap(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    for (size_t i = 0; i < N; i++) /* the thigh does something that nobody else does */
        for (size_t k = T1; k <= T5; k++)
            f.m.raw[3 * k + 2][i] = f.truth[3 * k + 2][i] +=
                0.03 * sin(2 * 3.14159265358979 * 0.37 * (double)i / RATE);
    for (size_t k = T1; k <= T5; k++) cut(&f, k, 500, 100);
    fill(&f, HG__FILL_ALL);
    for (size_t k = T1; k <= T5; k++) check_origin(&f, k, 500, 100, HG_SAMPLE_MISSING);
    f.params.clean_gap_correlated_error_m = 0.05;
    fill(&f, HG__FILL_ALL);
    check_origin(&f, T1, 500, 100, HG_SAMPLE_CORRELATED);
    assert_true(worst(&f, T1, 500, 100) > 0.005); /* the limit was right */
    end(&f);
}

static void order_of_methods(void **state) {
    (void)state;
    fixture f;
    begin(&f, 0);
    cut(&f, T1, 300, 20);
    cut(&f, T1, 400, 21);
    cut(&f, T1, 600, 101);
    cut(&f, H, 800, 21);
    cut(&f, H, 1000, 199);
    fill(&f, HG__FILL_ALL);
    check_origin(&f, T1, 300, 20, HG_SAMPLE_SPLINE);
    check_origin(&f, T1, 400, 21, HG_SAMPLE_RIGID);
    check_origin(&f, T1, 600, 101, HG_SAMPLE_CORRELATED);
    check_origin(&f, H, 800, 21, HG_SAMPLE_CORRELATED);
    end(&f);
}

/* --- through hg__clean: the stream's own clock, and what the result keeps --- */

static hg_stream *stream_of(hg_recording **recording, const fixture *f) {
    hg_trial *trial;
    hg_stream *s;
    hg_error err;
    assert_int_equal(hg_recording_new(recording, &err), HG_OK);
    assert_int_equal(hg_recording_add_trial(&trial, *recording, "run", &err), HG_OK);
    assert_int_equal(hg_trial_add_stream(&s, *recording, trial, "markers", HG_STREAM_MARKERS, N,
                                         MARKERS, 3, RATE, &err),
                     HG_OK);
    strcpy(s->axes, "ASR");
    for (size_t k = 0; k < MARKERS; k++) {
        strcpy(s->labels[k], labels[k]);
        for (size_t i = 0; i < N; i++)
            for (size_t a = 0; a < 3; a++)
                s->data[(i * MARKERS + k) * 3 + a] = f->m.raw[3 * k + a][i];
    }
    return s;
}

/* The list says exactly what the mask says. */
static void check_fills(const hg_result *r, const hg__markers *m) {
    uint8_t *mask = calloc(m->n, 1);
    assert_non_null(mask);
    for (size_t k = 0; k < m->n_markers; k++) {
        memset(mask, 0, m->n);
        for (size_t i = 0; i < r->n_fills; i++) {
            const hg_fill *fill = &r->fills[i];
            if (strcmp(fill->marker, m->label[k]) != 0) continue;
            size_t first = (size_t)lround((fill->first_s - m->t0_s) * m->rate_hz);
            size_t last = (size_t)lround((fill->last_s - m->t0_s) * m->rate_hz);
            assert_int_equal(last - first + 1, fill->samples);
            for (size_t at = first; at <= last; at++) {
                assert_int_equal(mask[at], 0);
                mask[at] = (uint8_t)fill->origin;
            }
        }
        assert_memory_equal(mask, m->origin[k], m->n);
    }
    free(mask);
}

/* A sample between two of the stream is as the less certain of them. */
static void check_resampled_origin(const hg__markers *m, const fixture *f, const hg_stream *s) {
    for (size_t i = 0; i < m->n; i++) {
        double t = m->t0_s + (double)i / m->rate_hz;
        size_t j = 0;
        while (j + 2 < N && s->time_s[j + 1] < t) j++;
        if (fabs(t - s->time_s[j]) < 1e-6 || fabs(t - s->time_s[j + 1]) < 1e-6) continue;
        for (size_t k = 0; k < MARKERS; k++) {
            const uint8_t *origin = f->m.origin[hg__markers_find(&f->m, m->label[k])];
            uint8_t before = origin[j], after = origin[j + 1];
            if (m->origin[k][i] == HG_SAMPLE_MISSING) continue; /* checked with the values */
            assert_int_equal(m->origin[k][i], before > after ? before : after);
        }
    }
}

static void check_clean(bool uneven) {
    fixture f;
    hg_recording *recording;
    hg__markers m;
    begin(&f, 0);
    cut(&f, T1, 300, 20);
    cut(&f, T2, 400, 60);
    cut(&f, H, 500, 80);
    cut(&f, M1, 600, 300);
    cut(&f, M5, 0, 7);
    hg_stream *s = stream_of(&recording, &f);
    if (uneven) {
        s->time_s = hg__arena_alloc(f.stage.scratch, N, sizeof(double));
        assert_non_null(s->time_s);
        for (size_t i = 0; i < N; i++)
            s->time_s[i] = ((double)i + 0.3 * sin(0.05 * (double)i)) / RATE;
    }
    if (hg__clean(&m, s, &f.set, false, &f.stage) != HG_OK) fail_msg("%s", f.err.text);
    assert_int_equal(m.n_markers, MARKERS);
    size_t count[10] = {0};
    for (size_t k = 0; k < MARKERS; k++) {
        size_t missing = 0;
        for (size_t i = 0; i < m.n; i++) {
            bool gone = isnan(m.raw[3 * k][i]);
            assert_int_equal(m.origin[k][i] == HG_SAMPLE_MISSING, gone);
            count[m.origin[k][i]]++;
            missing += gone;
        }
        assert_near(m.missing_share[k], (double)missing / (double)m.n, 1e-12);
    }
    if (uneven) {
        fill(&f, HG__FILL_ALL); /* the stream was made before: its samples, one by one */
        check_resampled_origin(&m, &f, s);
    } else {
        assert_int_equal(count[HG_SAMPLE_SPLINE], 20);
        assert_int_equal(count[HG_SAMPLE_RIGID], 60);
        assert_int_equal(count[HG_SAMPLE_CORRELATED], 80);
        assert_int_equal(count[HG_SAMPLE_MISSING], 307);
    }
    hg_flag gaps = {.value = NAN};
    for (size_t i = 0; i < f.flags.n; i++)
        if (f.flags.item[i].id == HG_FLAG_MARKERS_GAPS) gaps = f.flags.item[i];
    assert_non_null(strstr(gaps.text, "20 filled by a spline, 60 filled from the rest of their "
                                      "segment, 80 filled from the other markers, 307 still "
                                      "missing"));
    assert_near(gaps.value, 100.0 * 467 / (N * MARKERS), 1e-9);
    hg__arena *memory = hg__arena_new();
    hg_result *r = hg__arena_alloc(memory, 1, sizeof *r);
    r->memory = memory;
    assert_true(hg__keep_markers(r, &m));
    check_fills(r, &m);
    hg_result_free(r);
    hg_recording_free(recording);
    end(&f);
}

static void cleaned_and_listed(void **state) {
    (void)state;
    check_clean(false);
}

static void cleaned_on_an_uneven_clock(void **state) {
    (void)state;
    check_clean(true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_of_a_gap),
        cmocka_unit_test(spline_up_to_its_limit),
        cmocka_unit_test(no_chain_of_fills),
        cmocka_unit_test(flicker_is_filled),
        cmocka_unit_test(rigid_segment),
        cmocka_unit_test(rigid_needs_three_others),
        cmocka_unit_test(loose_marker_is_not_rigid),
        cmocka_unit_test(markers_move_together),
        cmocka_unit_test(gaps_begin_and_end_without_a_jump),
        cmocka_unit_test(origin_of_the_lab_does_not_matter),
        cmocka_unit_test(too_little_to_learn_from),
        cmocka_unit_test(not_determined_stays_a_gap),
        cmocka_unit_test(order_of_methods),
        cmocka_unit_test(cleaned_and_listed),
        cmocka_unit_test(cleaned_on_an_uneven_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
