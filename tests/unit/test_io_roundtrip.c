/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read back bit for bit, and the same recording makes the same bytes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <hipgait/io.h>
#include <hipgait/version.h>

#include "base/file.h"
#include "io/native.h"

static char folder[64];
static char path_a[96], path_b[96];

static int make_folder(void **state) {
    (void)state;
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.30s/hgioXXXXXX", base && strlen(base) <= 30 ? base : ".");
    if (!mkdtemp(folder)) return -1;
    snprintf(path_a, sizeof path_a, "%s/a.h5", folder);
    snprintf(path_b, sizeof path_b, "%s/b.h5", folder);
    return 0;
}

static int drop_folder(void **state) {
    (void)state;
    unlink(path_a);
    unlink(path_b);
    return rmdir(folder); /* fails when a temporary file was left behind */
}

/* Odd values on purpose: they must survive. */
static void fill(hg_stream *s, unsigned seed) {
    size_t n = s->n_frames * s->n_points * s->n_components;
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        s->data[i] = ((double)seed / 4294967296.0 - 0.5) * 3.1;
    }
    s->data[0] = NAN;
    s->data[1] = 5e-324;
    s->data[n - 1] = -1.7976931348623157e308;
}

static hg_stream *add(hg_recording *r, hg_trial *t, const char *name, hg_stream_kind kind,
                      size_t frames, size_t points, size_t components, double rate,
                      const char *axes, const char *const *labels) {
    hg_stream *s = NULL;
    hg_error err;
    assert_int_equal(
        hg_trial_add_stream(&s, r, t, name, kind, frames, points, components, rate, &err), HG_OK);
    fill(s, (unsigned)kind + 17);
    snprintf(s->axes, sizeof s->axes, "%s", axes);
    for (size_t i = 0; i < points; i++) snprintf(s->labels[i], HG_NAME_MAX, "%s", labels[i]);
    return s;
}

static hg_recording *full(void) {
    hg_recording *r = NULL;
    hg_trial *t = NULL;
    hg_error err;
    assert_int_equal(hg_recording_new(&r, &err), HG_OK);
    snprintf(r->source.created_by, sizeof r->source.created_by, "a test");
    hg_subject *s = &r->subject;
    snprintf(s->id, sizeof s->id, "R017");
    s->sex = HG_SEX_OTHER;
    s->age_years = 34.1;
    s->mass_kg = 68.3;
    s->height_m = 1.741;
    s->leg_length_m[HG_LEFT] = 0.9011;
    s->leg_length_m[HG_RIGHT] = 0.8999;
    s->pelvis_width_m = 0.2417;
    hg_body_measures *b = &s->body;
    b->marker_diameter_m = 0.0141;
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        b->knee_width_m[side] = 0.101 + 0.001 * side;
        b->ankle_width_m[side] = 0.071 + 0.001 * side;
        b->asis_trochanter_m[side] = 0.081 + 0.001 * side;
        b->thigh_rotation_rad[side] = -0.1 + 0.33 * side;
        b->shank_rotation_rad[side] = 0.2 - 0.31 * side;
        b->tibial_torsion_rad[side] = 0.3 - 0.01 * side;
    }
    snprintf(s->dominant_leg, sizeof s->dominant_leg, "R");
    memset(s->shoe, 'x', sizeof s->shoe - 1); /* the longest there is */
    hg_symptoms *y = &s->symptoms;
    y->given = true;
    snprintf(y->side, sizeof y->side, "R");
    snprintf(y->site, sizeof y->site,
             "Leiste, \xC3\xBC"
             "ber der H\xC3\xBC"
             "fte");
    snprintf(y->aggravated_by, sizeof y->aggravated_by, "hills, sitting");
    s->n_injuries = 3;
    s->injuries = hg_recording_alloc(r, 3, sizeof *s->injuries);
    assert_non_null(s->injuries);
    for (int i = 0; i < 3; i++) {
        hg_injury *j = &s->injuries[i];
        snprintf(j->name, sizeof j->name, "%s",
                 i == 0   ? "z"
                 : i == 1 ? "a"
                          : "m"); /* order is kept */
        snprintf(j->site, sizeof j->site, "hip");
        snprintf(j->side, sizeof j->side, "L");
        snprintf(j->diagnosis, sizeof j->diagnosis, "strain %d", i);
        snprintf(j->status, sizeof j->status, i ? "resolved" : "current");
        j->weeks_ago = i ? 40.5 : NAN;
        j->days_lost = 12;
        j->surgery = i == 0 ? HG_NOT_GIVEN : i == 1 ? HG_NO : HG_YES;
    }
    hg_training *g = &s->training;
    g->given = true;
    snprintf(g->surface, sizeof g->surface, "forest floor");
    snprintf(g->goal, sizeof g->goal, "a marathon");
    /* every answer there can be, a different one for each */
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
            const hg_intake_field *f = &hg_intake_fields[i];
            double value = f->kind == HG_INTAKE_NUMBER
                               ? f->least + (f->most - f->least) * (i + 0.3 * side + 0.1) /
                                                (HG_INTAKE_COUNT + 1)
                               : (i + side) % 2;
            hg_intake_set(&s->intake, (hg_intake_id)i, side, value);
        }
    hg_intake_set(&s->intake, HG_INTAKE_training_surface, 0,
                  NAN); /* a text of its own stands there */
    hg_intake_set(&s->intake, HG_INTAKE_symptoms_swelling, HG_RIGHT, NAN);
    snprintf(s->intake_date, sizeof s->intake_date, "2026-05-16");
    s->n_training_log = 2;
    s->training_log = hg_recording_alloc(r, 2, sizeof *s->training_log);
    assert_non_null(s->training_log);
    for (int i = 0; i < 2; i++) {
        snprintf(s->training_log[i].date, HG_NAME_MAX, "2026-05-0%d", i + 1);
        s->training_log[i].distance_m = i ? NAN : 8123.4;
        s->training_log[i].duration_s = 2400.7;
        s->training_log[i].rpe = 13;
        if (i) snprintf(s->training_log[i].surface, HG_NAME_MAX, "trail");
    }
    hg_session *e = &r->session;
    snprintf(e->id, sizeof e->id, "S01");
    e->visit = 2;
    snprintf(e->start_time, sizeof e->start_time, "2026-05-17T14:03:00.250+02:00");
    snprintf(e->site, sizeof e->site, "lab 2");
    snprintf(e->operator_code, sizeof e->operator_code, "op7");
    snprintf(e->device, sizeof e->device, "twelve cameras");
    snprintf(e->firmware, sizeof e->firmware, "1.2.3");

    static const char *const markers[] = {
        "L.ASIS", "R.ASIS", "a very long name of a marker, with a comma and up to 63 bytes....."};
    static const char *const segments[] = {"pelvis", "thigh_left", "thigh_right"};
    static const char *const angles[] = {"hip_flexion_left", "knee_flexion_right"};
    static const char *const forces[] = {"fz", "fx", "fy", "px", "py", "pz"};
    static const char *const analog[] = {"EMG 1", "EMG 2"};
    assert_int_equal(hg_recording_add_trial(&t, r, "static", &err), HG_OK);
    t->task = HG_TASK_STATIC;
    add(r, t, "markers", HG_STREAM_MARKERS, 1, 3, 3, 150, "RAS", markers);
    assert_int_equal(hg_recording_add_trial(&t, r, "run 01", &err),
                     HG_OK); /* order is kept: not by name */
    t->task = HG_TASK_RUN;
    t->treadmill = HG_YES;
    t->speed_m_s = 3.0000000000000004;
    t->incline_percent = -1.5;
    snprintf(t->footwear, sizeof t->footwear, "own shoe");
    snprintf(t->protocol, sizeof t->protocol, "30 s after 5 min");

    hg_stream *m = add(r, t, "markers", HG_STREAM_MARKERS, 1301, 3, 3, 200, "ALS", markers);
    snprintf(m->placement, sizeof m->placement, "skin");
    m->t0_s = 0.1;
    m->valid = hg_recording_alloc(r, 1301 * 3, 1);
    m->clipped = hg_recording_alloc(r, 1301 * 3, 1);
    assert_true(m->valid && m->clipped);
    memset(m->valid, 1, 1301 * 3);
    m->valid[30] = 0;
    for (int c = 0; c < 3; c++) m->data[90 + c] = NAN; /* what is not valid is missing in memory */
    m->clipped[77] = 1;

    hg_stream *q =
        add(r, t, "a segments", HG_STREAM_SEGMENT_ORIENTATION, 700, 3, 4, 100, "ASR", segments);
    q->time_s = hg_recording_alloc(r, 700, sizeof(double));
    assert_non_null(q->time_s);
    for (int i = 0; i < 700; i++) q->time_s[i] = i / 100.0 + (i > 300 ? 0.4217 : 0.003 * (i % 2));
    q->t0_s = q->time_s[0];
    add(r, t, "angles", HG_STREAM_JOINT_ANGLES, 700, 2, 1, 59.94, "", angles);
    hg_stream *i9 = add(r, t, "imu9", HG_STREAM_IMU, 513, 3, 9, 285.71428571428573, "", segments);
    snprintf(i9->placement, sizeof i9->placement, "sacrum and thighs");
    add(r, t, "imu6", HG_STREAM_IMU, 512, 1, 6, 100, "", segments);
    add(r, t, "imu3", HG_STREAM_IMU, 2, 2, 3, 100, "", segments);
    add(r, t, "plate", HG_STREAM_FORCE_PLATE, 5000, 6, 1, 1000, "ALS", forces);
    snprintf(t->streams[t->n_streams - 1]->units, HG_NAME_MAX, "N,N,N,m,m,m");
    hg_stream *v = add(r, t, "emg", HG_STREAM_ANALOG, 4000, 2, 1, 2000, "", analog);
    snprintf(v->units, sizeof v->units, "V");
    assert_int_equal(hg_trial_set_events(r, t, 3, &err), HG_OK);
    for (int i = 0; i < 3; i++) {
        t->events[i].time_s = 0.1 + 0.3333333333333333 * i;
        snprintf(t->events[i].label, HG_NAME_MAX, i == 2 ? "turn" : i ? "TO" : "IC");
        t->events[i].side = i == 2 ? HG_SIDE_UNKNOWN : i ? HG_RIGHT : HG_LEFT;
        t->events[i].source = i == 2 ? HG_EVENT_SOURCE_UNKNOWN
                              : i    ? HG_EVENT_SOURCE_MANUAL
                                     : HG_EVENT_SOURCE_FORCE;
    }
    return r;
}

#define SAME(a, b) assert_memory_equal(&(a), &(b), sizeof(a))

static void compare_stream(const hg_stream *a, const hg_stream *b) {
    size_t rows = a->n_frames * a->n_points;
    SAME(a->name, b->name);
    assert_int_equal(a->kind, b->kind);
    SAME(a->placement, b->placement);
    SAME(a->rate_hz, b->rate_hz);
    SAME(a->t0_s, b->t0_s);
    SAME(a->n_frames, b->n_frames);
    SAME(a->n_points, b->n_points);
    SAME(a->n_components, b->n_components);
    SAME(a->axes, b->axes);
    assert_string_equal(a->units, b->units);
    assert_string_equal(a->components, b->components);
    assert_memory_equal(a->data, b->data, rows * a->n_components * sizeof(double));
    for (size_t i = 0; i < a->n_points; i++) assert_string_equal(a->labels[i], b->labels[i]);
    assert_int_equal(a->time_s != NULL, b->time_s != NULL);
    assert_int_equal(a->valid != NULL, b->valid != NULL);
    assert_int_equal(a->clipped != NULL, b->clipped != NULL);
    if (a->time_s) assert_memory_equal(a->time_s, b->time_s, a->n_frames * sizeof(double));
    if (a->valid) assert_memory_equal(a->valid, b->valid, rows);
    if (a->clipped) assert_memory_equal(a->clipped, b->clipped, rows);
}

static void compare(const hg_recording *a, const hg_recording *b) {
    hg_subject sa = a->subject, sb = b->subject;
    assert_int_equal(sa.n_injuries, sb.n_injuries);
    for (size_t i = 0; i < sa.n_injuries; i++) SAME(sa.injuries[i], sb.injuries[i]);
    assert_int_equal(sa.n_training_log, sb.n_training_log);
    for (size_t i = 0; i < sa.n_training_log; i++) SAME(sa.training_log[i], sb.training_log[i]);
    SAME(sa.id, sb.id);
    assert_int_equal(sa.sex, sb.sex);
    SAME(sa.age_years, sb.age_years);
    SAME(sa.mass_kg, sb.mass_kg);
    SAME(sa.height_m, sb.height_m);
    SAME(sa.leg_length_m, sb.leg_length_m);
    SAME(sa.pelvis_width_m, sb.pelvis_width_m);
    SAME(sa.body, sb.body);
    SAME(sa.dominant_leg, sb.dominant_leg);
    SAME(sa.shoe, sb.shoe);
    SAME(sa.symptoms, sb.symptoms);
    SAME(sa.training, sb.training);
    SAME(sa.intake, sb.intake);
    SAME(sa.intake_date, sb.intake_date);
    SAME(a->session, b->session);
    assert_string_equal(a->source.created_by, b->source.created_by);
    assert_int_equal(a->n_trials, b->n_trials);
    for (size_t i = 0; i < a->n_trials; i++) {
        const hg_trial *x = a->trials[i], *y = b->trials[i];
        SAME(x->name, y->name);
        assert_int_equal(x->task, y->task);
        assert_int_equal(x->treadmill, y->treadmill);
        SAME(x->speed_m_s, y->speed_m_s);
        SAME(x->incline_percent, y->incline_percent);
        SAME(x->footwear, y->footwear);
        SAME(x->protocol, y->protocol);
        assert_int_equal(x->n_streams, y->n_streams);
        for (size_t k = 0; k < x->n_streams; k++) compare_stream(x->streams[k], y->streams[k]);
        assert_int_equal(x->n_events, y->n_events);
        for (size_t k = 0; k < x->n_events; k++) SAME(x->events[k], y->events[k]);
    }
}

static void no_finding(void *user, const hg_finding *f) {
    (void)user;
    print_message("%s: found %s; expected %s\n", f->object, f->found, f->expected);
    if (f->severity == HG_BLOCKER) fail();
}

static void test_all_fields(void **state) {
    (void)state;
    hg_recording *r = full(), *back = NULL, *again = NULL;
    hg_error err;
    size_t n_faults, size_a, size_b;
    void *a, *b;
    assert_int_equal(hg_recording_write(r, path_a, 1, &err), HG_OK);
    assert_int_equal(hg_validate(path_a, NULL, no_finding, NULL, &n_faults, &err), HG_OK);
    assert_int_equal(n_faults, 0);
    if (hg_recording_read(&back, path_a, NULL, &err) != HG_OK)
        fail_msg("%s: %s", err.object, err.text);
    compare(r, back);
    assert_string_equal(back->source.format, "hipgait-hdf5");
    assert_string_equal(back->source.schema_version, "1.1");
    assert_int_equal(strlen(back->source.sha256), 64);

    /* and once more: what was read writes the same bytes */
    assert_int_equal(hg_recording_write(back, path_b, 1, &err), HG_OK);
    assert_int_equal(hg__file_read(&a, &size_a, path_a, 1 << 28, &err), HG_OK);
    assert_int_equal(hg__file_read(&b, &size_b, path_b, 1 << 28, &err), HG_OK);
    assert_int_equal(size_a, size_b);
    assert_memory_equal(a, b, size_a);
    assert_int_equal(back->source.size_bytes, size_a);

    /* from memory it is the same */
    assert_int_equal(hg__recording_read_memory(&again, a, size_a, NULL, &err), HG_OK);
    compare(r, again);
    assert_string_equal(again->source.sha256, back->source.sha256);
    free(a);
    free(b);
    hg_recording_free(again);
    hg_recording_free(back);
    hg_recording_free(r);
}

static hg_recording *small(size_t n_points) {
    hg_recording *r = NULL;
    hg_trial *t = NULL;
    hg_stream *s = NULL;
    hg_error err;
    assert_int_equal(hg_recording_new(&r, &err), HG_OK);
    snprintf(r->subject.id, HG_NAME_MAX, "R1");
    snprintf(r->session.id, HG_NAME_MAX, "S1");
    assert_int_equal(hg_recording_add_trial(&t, r, "t", &err), HG_OK);
    assert_int_equal(
        hg_trial_add_stream(&s, r, t, "m", HG_STREAM_MARKERS, 3, n_points, 3, 100, &err), HG_OK);
    snprintf(s->axes, sizeof s->axes, "ALS");
    for (size_t i = 0; i < n_points; i++)
        snprintf(s->labels[i], HG_NAME_MAX, "marker number %zu of so many that", i);
    for (size_t i = 0; i < 9 * n_points; i++) s->data[i] = (double)i;
    return r;
}

static void test_small_and_wide(void **state) {
    (void)state;
    hg_error err;
    /* 3000 long labels do not fit an attribute; nothing but the mandatory is given */
    static const size_t sizes[] = {1, 3000};
    for (size_t i = 0; i < 2; i++) {
        hg_recording *r = small(sizes[i]), *back = NULL;
        if (i == 0) snprintf(r->trials[0]->streams[0]->labels[0], HG_NAME_MAX, "one, with a comma");
        assert_int_equal(hg_recording_write(r, path_a, 1, &err), HG_OK);
        if (hg_recording_read(&back, path_a, NULL, &err) != HG_OK)
            fail_msg("%s: %s", err.object, err.text);
        snprintf(r->source.created_by, sizeof r->source.created_by, "hipgait %s", hg_version());
        compare(r, back);
        hg_recording_free(back);
        hg_recording_free(r);
    }
}

static void test_refusals(void **state) {
    (void)state;
    hg_error err;
    hg_recording *r = small(2), *back = NULL;
    unlink(path_a);
    assert_int_equal(hg_recording_write(r, path_a, 0, &err), HG_OK);
    assert_int_equal(hg_recording_write(r, path_a, 0, &err), HG_EEXIST);
    assert_int_equal(hg_recording_write(r, path_a, 1, &err), HG_OK);
    char nowhere[128];
    snprintf(nowhere, sizeof nowhere, "%s/no/such/x.h5", folder);
    assert_int_equal(hg_recording_write(r, nowhere, 1, &err), HG_EEXIST);
    assert_int_equal(hg_recording_read(&back, nowhere, NULL, &err), HG_ENOTFOUND);
    assert_string_equal(err.file, "x.h5");

    struct stat st;
    assert_int_equal(stat(path_a, &st), 0);
    hg_read_options o = {.max_file_bytes = (size_t)st.st_size - 1};
    assert_int_equal(hg_recording_read(&back, path_a, &o, &err), HG_EUNSUPPORTED);
    o = (hg_read_options){.max_data_bytes = 3 * 2 * 3 * 8 - 1}; /* one byte short of the samples */
    assert_int_equal(hg_recording_read(&back, path_a, &o, &err), HG_EUNSUPPORTED);
    o.max_data_bytes++;
    assert_int_equal(hg_recording_read(&back, path_a, &o, &err), HG_OK);
    hg_recording_free(back);

    /* what the reader would refuse is not written */
    hg_stream *s = r->trials[0]->streams[0];
    snprintf(s->axes, sizeof s->axes, "ARS");
    assert_int_equal(hg_recording_write(r, path_a, 1, &err), HG_EINVAL);
    assert_string_equal(err.object, "/trials/t/streams/m");
    snprintf(s->axes, sizeof s->axes, "ALS");
    s->labels[1][0] = '\0';
    assert_int_equal(hg_recording_write(r, path_a, 1, &err), HG_EINVAL);
    snprintf(s->labels[1], HG_NAME_MAX, "b");
    s->units[0] = '\0';
    assert_int_equal(hg_recording_write(r, path_a, 1, &err), HG_EINVAL);
    snprintf(s->units, HG_NAME_MAX, "m");
    snprintf(r->subject.id, HG_NAME_MAX, "../x");
    assert_int_equal(hg_recording_write(r, path_a, 1, &err), HG_EINVAL);
    r->subject.id[0] = '\0';
    assert_int_equal(hg_recording_write(r, path_a, 1, NULL), HG_EINVAL);
    hg_recording_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_fields),
        cmocka_unit_test(test_small_and_wide),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests_name("roundtrip", tests, make_folder, drop_folder);
}
