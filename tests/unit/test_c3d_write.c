/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C3D out: recordings made here, written, looked at byte by byte where it matters, and read again.
 */
#include <stdlib.h>
#include <string.h>

#include "io/c3d.h"
#include "support/cm.h"

static const hg__limits limits = {(size_t)1 << 30, (size_t)1 << 30};

/* Coordinates of at most 3 m and times within a minute, in 24 bits. */
#define METRES 2e-7
#define SECONDS 4e-6

static hg_recording *make(hg_trial **trial) {
    hg_recording *rec = NULL;
    assert_int_equal(hg_recording_new(&rec, NULL), HG_OK);
    assert_int_equal(hg_recording_add_trial(trial, rec, "run01", NULL), HG_OK);
    snprintf(rec->subject.id, sizeof rec->subject.id, "R017");
    hg_body_measures *b = &rec->subject.body;
    for (int s = 0; s < 2; s++) {
        b->knee_width_m[s] = b->ankle_width_m[s] = b->asis_trochanter_m[s] = NAN;
        b->thigh_rotation_rad[s] = b->shank_rotation_rad[s] = b->tibial_torsion_rad[s] = NAN;
    }
    b->marker_diameter_m = NAN;
    return rec;
}

static hg_stream *add(hg_recording *rec, hg_trial *t, const char *name, hg_stream_kind kind,
                      size_t frames, size_t points, double rate_hz, double t0_s) {
    hg_stream *s = NULL;
    hg_error err = {0};
    if (hg_trial_add_stream(&s, rec, t, name, kind, frames, points,
                            kind == HG_STREAM_MARKERS ? 3 : 1, rate_hz, &err) != HG_OK)
        fail_msg("%s", err.text);
    s->t0_s = t0_s;
    if (kind != HG_STREAM_ANALOG) snprintf(s->axes, sizeof s->axes, "ASR");
    for (size_t i = 0; i < points; i++) snprintf(s->labels[i], HG_NAME_MAX, "%s%zu", name, i);
    return s;
}

/* Somewhere within 3 m, another place for every marker and frame. */
static double place(size_t frame, size_t marker, int axis) {
    return 1.5 * sin(0.01 * (double)frame + 0.7 * (double)marker + 2.1 * axis) + 0.5;
}

static hg_stream *markers(hg_recording *rec, hg_trial *t, size_t frames, size_t n, double rate_hz,
                          double t0_s) {
    hg_stream *s = add(rec, t, "M", HG_STREAM_MARKERS, frames, n, rate_hz, t0_s);
    for (size_t f = 0; f < frames; f++)
        for (size_t i = 0; i < n; i++)
            for (int a = 0; a < 3; a++) s->data[(f * n + i) * 3 + (size_t)a] = place(f, i, a);
    return s;
}

static unsigned char *write(const hg_recording *rec, size_t *size) {
    void *bytes = NULL;
    hg_error err = {0};
    if (hg__c3d_write(&bytes, size, rec, rec->trials[0], &err) != HG_OK)
        fail_msg("%s: %s", err.object, err.text);
    assert_int_equal(*size % 512, 0);
    return bytes;
}

static hg_recording *again(const hg_recording *rec) {
    size_t size;
    unsigned char *bytes = write(rec, &size);
    hg_recording *back = NULL;
    hg__sink sink = {.collect = true};
    assert_int_equal(hg_recording_new(&back, NULL), HG_OK);
    assert_int_equal(hg__c3d_read(back, bytes, size, &limits, &sink), HG_OK);
    /* what we write gives nobody cause to warn */
    for (size_t i = 0; i < sink.n; i++)
        fail_msg("%s: found %s", sink.list[i].object, sink.list[i].found);
    hg__sink_free(&sink);
    free(bytes);
    return back;
}

static const hg_stream *stream(const hg_recording *rec, const char *name) {
    for (size_t i = 0; i < rec->trials[0]->n_streams; i++)
        if (strcmp(rec->trials[0]->streams[i]->name, name) == 0) return rec->trials[0]->streams[i];
    fail_msg("no stream %s", name);
    return NULL;
}

static void refused(const hg_recording *rec, hg_status status, const char *part) {
    void *bytes = NULL;
    size_t size;
    hg_error err = {0};
    assert_int_equal(hg__c3d_write(&bytes, &size, rec, rec->trials[0], &err), status);
    assert_null(bytes);
    if (!strstr(err.text, part)) fail_msg("\"%s\" does not say \"%s\"", err.text, part);
}

/* --- markers --- */

static void long_and_wide(void **state) {
    (void)state;
    enum { FRAMES = 70000, POINTS = 300 };
    hg_trial *t;
    hg_recording *rec = make(&t), *back;
    markers(rec, t, FRAMES, 2, 240, 0); /* five minutes at 240 Hz */
    back = again(rec);
    const hg_stream *s = stream(back, "markers");
    assert_int_equal(s->n_frames, FRAMES);
    assert_near(s->rate_hz, 240, 0);
    for (size_t f = 0; f < FRAMES; f += 997)
        for (int a = 0; a < 3; a++)
            assert_near(s->data[(f * 2 + 1) * 3 + (size_t)a], place(f, 1, a), METRES);
    hg_recording_free(back);
    hg_recording_free(rec);

    rec = make(&t);
    hg_stream *m = markers(rec, t, 3, POINTS, 100, 7.24);
    m->data[5] = NAN; /* one coordinate makes a point missing */
    back = again(rec);
    s = stream(back, "markers");
    assert_int_equal(s->n_points, POINTS);
    assert_near(s->t0_s, 7.24, 1e-12);
    assert_string_equal(s->axes, "ASR");
    for (size_t i = 0; i < POINTS; i++) assert_string_equal(s->labels[i], m->labels[i]);
    for (size_t i = 0; i < (size_t)9 * POINTS; i++) {
        if (i >= 3 && i < 6)
            assert_true(isnan(s->data[i]));
        else
            assert_near(s->data[i], m->data[i], METRES);
    }
    hg_recording_free(back);
    hg_recording_free(rec);
}

/* What other readers look at first. */
static void header(void **state) {
    (void)state;
    hg_trial *t;
    hg_recording *rec = make(&t);
    size_t size;
    markers(rec, t, 10, 4, 200, 0.5);
    unsigned char *b = write(rec, &size);
    static const struct {
        size_t at;
        unsigned value;
    } words[] = {{0, 0x5002}, {2, 4},  {4, 0},       {6, 101}, {8, 110},
                 {10, 0},     {12, 0}, {14, 0xBF80}, {20, 0},  {22, 0x4348}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_int_equal(b[words[i].at] | b[words[i].at + 1] << 8, words[i].value);
    size_t data = (size_t)((b[16] | b[17] << 8) - 1) * 512;
    assert_int_equal(b[515], 84);
    assert_int_equal(((size_t)b[514] + 1) * 512,
                     data); /* the parameters end where the data begin */
    assert_int_equal(size, data + (10 * 4 * 16 + 511) / 512 * 512);
    float x;
    memcpy(&x, b + data, sizeof x);
    assert_near((double)x, 1000 * place(0, 0, 0), 1e-3 * 0.1);
    free(b);
    hg_recording_free(rec);
}

/* --- events --- */

static void events(void **state) {
    (void)state;
    enum { N = 600 }; /* more than one parameter holds */
    hg_trial *t;
    hg_recording *rec = make(&t), *back;
    markers(rec, t, 30100, 1, 100, 0);
    assert_int_equal(hg_trial_set_events(rec, t, N, NULL), HG_OK);
    for (size_t i = 0; i < N; i++) {
        hg_event *e = &t->events[i];
        e->time_s = 0.5 * (double)i + 0.1234567;
        e->side = i % 3 == 2 ? HG_SIDE_UNKNOWN : (hg_side)(i % 3);
        snprintf(e->label, sizeof e->label, "%s", i % 3 == 0 ? "IC" : i % 3 == 1 ? "TO" : "turn");
    }
    back = again(rec);
    assert_int_equal(back->trials[0]->n_events, N);
    for (size_t i = 0; i < N; i++) {
        const hg_event *e = &back->trials[0]->events[i];
        assert_near(e->time_s, t->events[i].time_s, SECONDS);
        assert_string_equal(e->label, t->events[i].label);
        assert_int_equal(e->side, t->events[i].side);
    }
    hg_recording_free(back);
    hg_recording_free(rec);

    /* a beginning between two frames cannot be said: then the first frame is at 0 s, and so are
     * events */
    rec = make(&t);
    markers(rec, t, 100, 1, 100, 2.3456);
    assert_int_equal(hg_trial_set_events(rec, t, 1, NULL), HG_OK);
    t->events[0] = (hg_event){.time_s = 2.8456, .label = "IC", .side = HG_LEFT};
    back = again(rec);
    assert_near(stream(back, "markers")->t0_s, 0, 0);
    assert_near(back->trials[0]->events[0].time_s, 0.5, SECONDS);
    hg_recording_free(back);
    hg_recording_free(rec);
}

/* --- force --- */

/* A treadmill that climbs by 2 %, y up, three samples to a frame; the runner rolls over it. */
static void force(void **state) {
    (void)state;
    enum { FRAMES = 50, PER = 3 };
    hg_trial *t;
    hg_recording *rec = make(&t), *back;
    markers(rec, t, FRAMES, 3, 100, 1.5);
    static const char *const order[6] = {"py", "fx", "fz",
                                         "px", "fy", "pz"}; /* any order is right */
    enum { PY, FX, FZ, PX, FY, PZ };
    hg_stream *s =
        add(rec, t, "belt", HG_STREAM_FORCE_PLATE, (size_t)FRAMES * PER, 6, 100 * PER, 1.5);
    for (int k = 0; k < 6; k++) snprintf(s->labels[k], HG_NAME_MAX, "%s", order[k]);
    for (size_t i = 0; i < s->n_frames; i++) {
        double *x = s->data + 6 * i, phase = 0.1 * (double)i, load = sin(phase);
        x[FY] = load > 0 ? 1600 * load : 0.01;
        x[FX] = 150 * sin(2 * phase);
        x[FZ] = 20 * cos(phase);
        x[PX] = load > 0 ? 0.8 + 0.1 * cos(phase) : NAN;
        x[PZ] = load > 0 ? -0.2 + 0.07 * sin(3 * phase) : NAN;
        x[PY] = load > 0 ? 0.3 + 0.02 * x[PX] : NAN;
    }
    hg_stream *emg = add(rec, t, "emg", HG_STREAM_ANALOG, (size_t)FRAMES * PER, 2, 100 * PER, 1.5);
    snprintf(emg->units, sizeof emg->units, "mV");
    for (size_t i = 0; i < 2 * emg->n_frames; i++) emg->data[i] = sin(0.3 * (double)i);
    back = again(rec);
    const hg_stream *r = stream(back, "force1"), *e = stream(back, "analog_mV");
    assert_int_equal(r->n_frames, s->n_frames);
    assert_string_equal(r->axes, "ASR");
    assert_near(r->t0_s, 1.5, 1e-12);
    static const int at[6] = {FX, FY, FZ, PX, PY, PZ};
    size_t pressed = 0;
    for (size_t i = 0; i < r->n_frames; i++)
        for (int k = 0; k < 6; k++) {
            double was = s->data[6 * i + (size_t)at[k]], is = r->data[6 * i + (size_t)k];
            if (isnan(was))
                assert_true(isnan(is)); /* no load: no centre of pressure is made up */
            else
                assert_near(is, was,
                            k < 3 ? 3e-4 : 1e-6); /* 1600 N in 24 bits, twice; a micrometre */
            pressed += k == 3 && !isnan(is);
        }
    assert_true(pressed > 60);
    for (size_t i = 0; i < 2 * emg->n_frames; i++) assert_near(e->data[i], emg->data[i], 1e-7);
    assert_string_equal(e->labels[1], "emg1");
    hg_recording_free(back);
    hg_recording_free(rec);
}

/* --- the body, and models --- */

static void body_and_models(void **state) {
    (void)state;
    hg_trial *t;
    hg_recording *rec = make(&t), *back;
    markers(rec, t, 20, 3, 100, 0);
    rec->subject.mass_kg = 61.5;
    rec->subject.leg_length_m[HG_RIGHT] = 0.885;
    rec->subject.body.marker_diameter_m = 0.014;
    rec->subject.body.thigh_rotation_rad[HG_LEFT] = -0.081;
    hg_stream *angles = add(rec, t, "model_angles", HG_STREAM_ANALOG, 20, 3, 100, 0);
    snprintf(angles->units, sizeof angles->units, "deg");
    for (int a = 0; a < 3; a++) snprintf(angles->labels[a], HG_NAME_MAX, "LHipAngles.%c", 'x' + a);
    for (size_t i = 0; i < 60; i++) angles->data[i] = (double)i - 30;
    size_t size;
    hg_recording *fresh = NULL;
    hg__sink sink = {.collect = true};
    unsigned char *bytes = write(rec, &size);
    assert_int_equal(hg_recording_new(&fresh, NULL), HG_OK);
    assert_int_equal(hg__c3d_read(fresh, bytes, size, &limits, &sink), HG_OK);
    back = fresh;
    assert_string_equal(back->subject.id, ""); /* names are never copied, not even ours */
    assert_near(back->subject.mass_kg, 61.5, 1e-5);
    assert_near(back->subject.leg_length_m[HG_RIGHT], 0.885, METRES);
    assert_true(isnan(back->subject.leg_length_m[HG_LEFT]));
    assert_true(isnan(back->subject.height_m));
    assert_near(back->subject.body.marker_diameter_m, 0.014, METRES);
    assert_near(back->subject.body.thigh_rotation_rad[HG_LEFT], -0.081, METRES);
    const hg_stream *s = stream(back, "model_angles");
    assert_string_equal(s->units, "deg");
    for (int a = 0; a < 3; a++) assert_string_equal(s->labels[a], angles->labels[a]);
    for (size_t i = 0; i < 60; i++) assert_near(s->data[i], angles->data[i], 0);
    assert_int_equal(stream(back, "markers")->n_points, 3);
    assert_string_equal(back->source.format, "c3d");
    hg__sink_free(&sink);
    free(bytes);
    hg_recording_free(back);
    hg_recording_free(rec);
}

/* --- what cannot be written --- */

static void refusals(void **state) {
    (void)state;
    hg_trial *t;
    hg_recording *rec = make(&t);
    refused(rec, HG_EDATA, "neither markers nor force plates");
    markers(rec, t, 10, 2, 100, 0);
    hg_stream *s = add(rec, t, "emg", HG_STREAM_ANALOG, 100, 1, 148.148, 0);
    refused(rec, HG_EUNSUPPORTED, "148.148 Hz");
    s->rate_hz = 1000;
    s->t0_s = 0.5;
    refused(rec, HG_EUNSUPPORTED, "begin together");
    s->t0_s = 0;
    s->n_frames = 40;
    refused(rec, HG_EUNSUPPORTED, "all streams last as long");
    s->n_frames = 100;
    hg_stream *other = add(rec, t, "emg2", HG_STREAM_ANALOG, 100, 1, 500, 0);
    refused(rec, HG_EUNSUPPORTED, "500 Hz");
    other->rate_hz = 1000;
    other->time_s = hg_recording_alloc(rec, 10, sizeof(double));
    refused(rec, HG_EUNSUPPORTED, "uneven");
    other->time_s = NULL;
    hg_stream *plate = add(rec, t, "belt", HG_STREAM_FORCE_PLATE, 10, 6, 1000, 0);
    refused(rec, HG_EDATA, "fx fy fz"); /* its labels are belt0, belt1, ... */
    (void)plate;
    hg_recording_free(rec);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_and_wide),   cmocka_unit_test(header),
        cmocka_unit_test(events),          cmocka_unit_test(force),
        cmocka_unit_test(body_and_models), cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
