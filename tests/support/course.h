/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The synthetic runner on other courses: belts that start, stop and change speed, and over ground
 * in any direction. The running itself is that of the treadmill recording, played faster or slower
 * (so that the feet go with the ground exactly) and laid along a path. */
#ifndef HG_TESTS_SUPPORT_COURSE_H
#define HG_TESTS_SUPPORT_COURSE_H

#include <hipgait/hipgait.h>
#include <stdlib.h>
#include <string.h>

#include "support/cm.h"

#define COURSE_PI 3.14159265358979323846

typedef struct course {
    hg_recording *recording;
    hg_trial *trial;
    hg_stream *markers;
    hg_synth_truth *truth;
    size_t n, n_base;          /* frames; a test may shorten n before course_run() */
    double rate_hz, speed_m_s; /* of the treadmill recording */
    double *pace;    /* per frame: how fast it is played; 1 is the treadmill recording, 0 stands */
    double *heading; /* per frame, radians from the room's x towards its z */
    double *played;  /* per frame: time in the treadmill recording */
    double *x, *z;   /* where the runner is */
    bool over_ground;
} course;

static inline void course_begin(course *c, double seconds, double speed_m_s) {
    hg_error err = {0};
    hg_synth_options o;
    memset(c, 0, sizeof *c);
    hg_synth_options_default(&o);
    o.seconds = seconds;
    o.speed_m_s = c->speed_m_s = speed_m_s;
    o.noise_m = 0;
    o.force = false;
    o.seed = 11;
    strcpy(o.axes, "ASR"); /* the room frame */
    if (hg_synth(&c->recording, &c->truth, &o, &err) != HG_OK) fail_msg("%s", err.text);
    c->trial = c->recording->trials[1];
    c->markers = c->trial->streams[0];
    assert_int_equal(c->markers->kind, HG_STREAM_MARKERS);
    c->n = c->n_base = c->markers->n_frames;
    c->rate_hz = o.rate_hz;
    double **planes[] = {&c->pace, &c->heading, &c->played, &c->x, &c->z};
    for (size_t i = 0; i < sizeof planes / sizeof *planes; i++)
        assert_non_null(*planes[i] = calloc(c->n, sizeof(double)));
    for (size_t i = 0; i < c->n; i++) c->pace[i] = 1;
}

static inline void course_end(course *c) {
    hg_synth_truth_free(c->truth);
    hg_recording_free(c->recording);
    free(c->pace);
    free(c->heading);
    free(c->played);
    free(c->x);
    free(c->z);
}

/* One coordinate between two frames: cubic through four (Catmull-Rom). */
static inline double course_between(const double *x, size_t step, size_t n, double at) {
    size_t i = at <= 1 ? 1 : at >= (double)n - 3 ? n - 3 : (size_t)at;
    double t = at - (double)i, a = x[(i - 1) * step], b = x[i * step], c = x[(i + 1) * step],
           d = x[(i + 2) * step];
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/* Plays the recording along the course from `start_s` on. */
static inline void course_run(course *c, double start_s) {
    hg_stream *m = c->markers;
    size_t per = 3 * m->n_points;
    double *base = malloc(c->n_base * per * sizeof *base), x = 0, z = 0, at = start_s * c->rate_hz;
    assert_non_null(base);
    m->n_frames = c->n;
    memcpy(base, m->data, c->n_base * per * sizeof *base);
    for (size_t i = 0; i < c->n; i++) {
        if (i) {
            double step = 0.5 * (c->pace[i] + c->pace[i - 1]),
                   way = 0.5 * (c->heading[i] + c->heading[i - 1]);
            at += step;
            x += c->over_ground ? step * c->speed_m_s / c->rate_hz * cos(way) : 0;
            z += c->over_ground ? step * c->speed_m_s / c->rate_hz * sin(way) : 0;
        }
        assert_true(at >= 0 && at <= (double)c->n_base - 1);
        c->played[i] = at / c->rate_hz;
        c->x[i] = x;
        c->z[i] = z;
        double co = cos(c->heading[i]), si = sin(c->heading[i]);
        for (size_t p = 0; p < per; p += 3) {
            double v[3];
            for (size_t a = 0; a < 3; a++) v[a] = course_between(base + p + a, per, c->n_base, at);
            double *to = m->data + i * per + p;
            to[0] = x + co * v[0] - si * v[2];
            to[1] = v[1];
            to[2] = z + si * v[0] + co * v[2];
        }
    }
    free(base);
    c->trial->treadmill = c->over_ground ? HG_NO : HG_YES;
    c->trial->speed_m_s = NAN;
    c->trial->task = HG_TASK_UNKNOWN;
}

/* A value per frame that goes in straight lines from knot to knot (time, value). */
static inline void course_lines(double *out, const course *c, const double (*knot)[2], size_t n) {
    for (size_t i = 0; i < c->n; i++) {
        double t = (double)i / c->rate_hz;
        size_t k = 0;
        while (k + 2 < n && t > knot[k + 1][0]) k++;
        double u = (t - knot[k][0]) / (knot[k + 1][0] - knot[k][0]);
        u = u < 0 ? 0 : u > 1 ? 1 : u;
        out[i] = knot[k][1] + u * (knot[k + 1][1] - knot[k][1]);
    }
}

/* Takes a marker away by giving it another name. */
static inline void course_hide(course *c, const char *part) {
    for (size_t i = 0; i < c->recording->n_trials; i++) {
        hg_stream *m = c->recording->trials[i]->streams[0];
        for (size_t p = 0; p < m->n_points; p++)
            if (strstr(m->labels[p], part)) snprintf(m->labels[p], sizeof m->labels[p], "X%zu", p);
    }
}

static inline hg_result *course_analyse(const course *c) {
    hg_error err = {0};
    hg_context *context = NULL;
    hg_analyze_options options;
    hg_result *result = NULL;
    hg_analyze_options_default(&options);
    options.frames = true;
    if (hg_params_set(&options.params, "events.source", "markers", &err) != HG_OK ||
        hg_context_new(&context, NULL, &err) != HG_OK ||
        hg_analyze(&result, c->recording, c->trial, &options, context, &err) != HG_OK)
        fail_msg("%s: %s", err.object, err.text);
    hg_context_free(context);
    return result;
}

static inline const hg_flag *course_flag(const hg_result *r, hg_flag_id id) {
    for (size_t i = 0; i < r->n_flags; i++)
        if (r->flags[i].id == id) return &r->flags[i];
    return NULL;
}

/* Prints the flags: what a failing test is asked first. */
static inline void course_print(const char *name, const hg_result *r) {
    printf("%s: %s, %.3f m/s, %zu of %zu left, %zu of %zu right\n", name, hg_task_name(r->task),
           r->speed_m_s, r->n_used[0], r->n_strides[0], r->n_used[1], r->n_strides[1]);
    for (size_t i = 0; i < r->n_flags; i++)
        printf("    %s: %s\n", r->flags[i].code, r->flags[i].text);
}

#endif
