/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RUNNER.intake.json: round trips through it and through HDF5, and what is refused. */
#include <hipgait/hipgait.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/cm.h"

#include "dsp/random.h"

#define HEAD "{\"schema\":\"hipgait-intake\",\"schema_version\":\"1.0\","

static hg_recording *empty(void) {
    hg_recording *r = NULL;
    hg_error err;
    assert_int_equal(hg_recording_new(&r, &err), HG_OK);
    return r;
}

/* --- random intakes --- */

static double draw(hg__random *g, double least, double most) {
    return least + (most - least) * hg__random_uniform(g);
}

static bool chance(hg__random *g, double p) {
    return hg__random_uniform(g) < p;
}

static const char *pick(hg__random *g, const char *const *words, size_t n) {
    return words[(size_t)(hg__random_uniform(g) * (double)n)];
}

static void draw_answers(hg__random *g, hg_intake *intake) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        for (int side = 0; side < 2; side++) {
            const hg_intake_field *f = &hg_intake_fields[i];
            int n = 1;
            for (const char *c = f->unit; *c; c++) n += *c == '|';
            if (f->kind == HG_INTAKE_ANSWER) n = 2;
            double value =
                f->kind == HG_INTAKE_NUMBER ? draw(g, f->least, f->most) : floor(draw(g, 0, n));
            if (chance(g, 0.3)) value = NAN;
            hg_intake_set(intake, (hg_intake_id)i, side, value);
        }
}

static void draw_lists(hg__random *g, hg_recording *r) {
    static const char *const sides[] = {"", "L", "R", "both", "none"};
    static const char *const states[] = {"", "current", "resolved"};
    static const char *const surfaces[] = {"", "road", "trail", "mixed"};
    hg_subject *s = &r->subject;
    s->n_injuries = (size_t)draw(g, 0, 4);
    s->n_training_log = (size_t)draw(g, 0, 40);
    s->injuries = s->n_injuries ? hg_recording_alloc(r, 4, sizeof *s->injuries) : NULL;
    s->training_log = s->n_training_log ? hg_recording_alloc(r, 40, sizeof *s->training_log) : NULL;
    for (size_t i = 0; i < s->n_injuries; i++) {
        hg_injury *j = &s->injuries[i];
        snprintf(j->name, HG_NAME_MAX, "%zu", i + 1);
        snprintf(j->site, HG_NAME_MAX,
                 "H\xC3\xBC"
                 "fte \"%d\"",
                 (int)draw(g, 0, 1000));
        snprintf(j->side, HG_NAME_MAX, "%s", pick(g, sides, 5));
        snprintf(j->diagnosis, HG_TEXT_MAX, "%s", chance(g, 0.5) ? "" : "a strain \\ a \"pull\"");
        snprintf(j->status, HG_NAME_MAX, "%s", pick(g, states, 3));
        j->weeks_ago = chance(g, 0.3) ? NAN : draw(g, 0, 10000);
        j->days_lost = chance(g, 0.3) ? NAN : draw(g, 0, 100000);
        j->surgery = (hg_answer)(floor(draw(g, 0, 3)) - 1);
    }
    for (size_t i = 0; i < s->n_training_log; i++) {
        hg_training_run *run = &s->training_log[i];
        snprintf(run->date, HG_NAME_MAX, "2026-%02d-%02d", 1 + (int)draw(g, 0, 12),
                 1 + (int)draw(g, 0, 28));
        run->distance_m = chance(g, 0.3) ? NAN : draw(g, 0, 1e6);
        run->duration_s = chance(g, 0.3) ? NAN : draw(g, 0, 1e6);
        run->rpe = chance(g, 0.3) ? NAN : draw(g, 0, 20);
        snprintf(run->surface, HG_NAME_MAX, "%s", pick(g, surfaces, 4));
    }
}

static hg_recording *random_intake(hg__random *g) {
    hg_recording *r = empty();
    hg_subject *s = &r->subject;
    draw_answers(g, &s->intake);
    draw_lists(g, r);
    snprintf(s->id, HG_NAME_MAX, "R%03d", (int)draw(g, 0, 1000));
    s->sex = (hg_sex)draw(g, 0, 4);
    s->age_years = draw(g, 0, 130);
    s->height_m = chance(g, 0.2) ? NAN : draw(g, 0.3, 2.8);
    s->mass_kg = draw(g, 1, 500);
    for (int side = 0; side < 2; side++)
        s->leg_length_m[side] = chance(g, 0.2) ? NAN : draw(g, 0.1, 1.6);
    snprintf(s->dominant_leg, HG_NAME_MAX, "%s", chance(g, 0.5) ? "both" : "");
    snprintf(s->intake_date, HG_NAME_MAX, "%s", chance(g, 0.5) ? "2026-11-20" : "");
    return r;
}

#define SAME(a, b) assert_memory_equal(&(a), &(b), sizeof(a))

/* NaN is NaN, whatever its bits: lists of two origins are compared number by number. */
static void same_number(double a, double b) {
    assert_true((isnan(a) && isnan(b)) || (a >= b && a <= b));
}

static void compare(const hg_subject *a, const hg_subject *b) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        for (int side = 0; side < 2; side++)
            same_number(a->intake.value[i][side], b->intake.value[i][side]);
    assert_string_equal(a->id, b->id);
    assert_int_equal(a->sex, b->sex);
    same_number(a->age_years, b->age_years);
    same_number(a->height_m, b->height_m);
    same_number(a->mass_kg, b->mass_kg);
    for (int side = 0; side < 2; side++) same_number(a->leg_length_m[side], b->leg_length_m[side]);
    assert_string_equal(a->dominant_leg, b->dominant_leg);
    assert_string_equal(a->intake_date, b->intake_date);
    assert_int_equal(a->n_injuries, b->n_injuries);
    for (size_t i = 0; i < a->n_injuries; i++) {
        const hg_injury *x = &a->injuries[i], *y = &b->injuries[i];
        SAME(x->name, y->name);
        SAME(x->site, y->site);
        SAME(x->side, y->side);
        SAME(x->diagnosis, y->diagnosis);
        SAME(x->status, y->status);
        same_number(x->weeks_ago, y->weeks_ago);
        same_number(x->days_lost, y->days_lost);
        assert_int_equal(x->surgery, y->surgery);
    }
    assert_int_equal(a->n_training_log, b->n_training_log);
    for (size_t i = 0; i < a->n_training_log; i++) {
        const hg_training_run *x = &a->training_log[i], *y = &b->training_log[i];
        SAME(x->date, y->date);
        SAME(x->surface, y->surface);
        same_number(x->distance_m, y->distance_m);
        same_number(x->duration_s, y->duration_s);
        same_number(x->rpe, y->rpe);
    }
}

static hg_recording *through_json(const hg_recording *r) {
    hg_text text;
    hg_error err;
    hg_recording *back = empty();
    assert_int_equal(hg_intake_write(&text, &r->subject, &err), HG_OK);
    hg_status status = hg_intake_read(back, text.data, text.size, "x.intake.json", &err);
    if (status != HG_OK) print_error("%s: %s\n", err.object, err.text);
    assert_int_equal(status, HG_OK);
    hg_text_free(&text);
    return back;
}

/* The file stays at `path`, whose last letters are made up. */
static hg_recording *through_hdf5_at(hg_recording *r, char *path) {
    hg_error err;
    hg_trial *t = NULL;
    hg_stream *s = NULL;
    hg_recording *back = NULL;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    snprintf(r->session.id, HG_NAME_MAX, "S01");
    assert_int_equal(hg_recording_add_trial(&t, r, "run", &err), HG_OK);
    assert_int_equal(hg_trial_add_stream(&s, r, t, "imu", HG_STREAM_IMU, 2, 1, 3, 100, &err),
                     HG_OK);
    snprintf(s->labels[0], HG_NAME_MAX, "pelvis");
    assert_int_equal(hg_recording_write(r, path, 1, &err), HG_OK);
    hg_status status = hg_recording_read(&back, path, NULL, &err);
    if (status != HG_OK) print_error("%s: %s\n", err.object, err.text);
    assert_int_equal(status, HG_OK);
    assert_int_equal(back->n_remarks, 0);
    return back;
}

static hg_recording *through_hdf5(hg_recording *r) {
    char path[] = "hipgait-intake-XXXXXX";
    hg_recording *back = through_hdf5_at(r, path);
    unlink(path);
    return back;
}

static void round_trips(void **state) {
    (void)state;
    const uint64_t seed = 20261120;
    hg__random g;
    print_message("seed %llu\n", (unsigned long long)seed);
    hg__random_seed(&g, seed);
    for (int k = 0; k < 60; k++) {
        hg_recording *r = random_intake(&g);
        hg_recording *json = through_json(r), *hdf5 = through_hdf5(r);
        hg_recording *both = through_json(hdf5);
        compare(&r->subject, &json->subject);
        compare(&r->subject, &hdf5->subject);
        compare(&r->subject, &both->subject);
        hg_recording_free(r);
        hg_recording_free(json);
        hg_recording_free(hdf5);
        hg_recording_free(both);
    }
}

/* People read these files: 0.1 is not to become 0.10000000000000001 without need. */
static void numbers_are_short(void **state) {
    (void)state;
    hg_recording *r = empty();
    hg_text text;
    hg_error err;
    r->subject.height_m = 1.74;
    hg_intake_set(&r->subject.intake, HG_INTAKE_training_km_per_week, 0, 42.1);
    assert_int_equal(hg_intake_write(&text, &r->subject, &err), HG_OK);
    assert_non_null(strstr(text.data, "\"height_m\": 1.74,"));
    assert_non_null(strstr(text.data, "\"km_per_week\": 42.1,"));
    hg_text_free(&text);
    hg_recording_free(r);
}

static void template_asks_nothing(void **state) {
    (void)state;
    hg_text text;
    hg_error err;
    hg_recording *r = empty(), *fresh = empty();
    assert_int_equal(hg_intake_template(&text, &err), HG_OK);
    assert_int_equal(hg_intake_read(r, text.data, text.size, "t", &err), HG_OK);
    compare(&r->subject, &fresh->subject);
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        assert_non_null(strstr(text.data, hg_intake_fields[i].name));
    hg_text_free(&text);
    hg_recording_free(r);
    hg_recording_free(fresh);
}

/* --- precedence --- */

static void later_overrides(void **state) {
    (void)state;
    hg_recording *r = empty();
    hg_error err;
    hg_subject *s = &r->subject;
    hg_injury injury = {.site = "hip"};
    s->injuries = &injury;
    s->n_injuries = 1;
    s->age_years = 30;
    hg_intake_set(&s->intake, HG_INTAKE_symptoms_swelling, HG_LEFT, 1);
    hg_intake_set(&s->intake, HG_INTAKE_symptoms_swelling, HG_RIGHT, 1);
    static const char text[] =
        HEAD "\"runner\":{\"age_years\":31,\"sex\":\"F\"},"
             "\"symptoms\":{\"swelling\":{\"left\":false},\"pain_now_nprs\":3,\"limping\":null},"
             "\"injuries\":null,\"training_log\":[{\"date\":\"2026-05-01\",\"rpe\":12},{}]}";
    assert_int_equal(hg_intake_read(r, text, sizeof text - 1, "x", &err), HG_EFORMAT);
    assert_string_equal(err.object, "symptoms.limping"); /* even null: a key nobody knows */
    assert_true(s->age_years < 30.5);                    /* nothing was taken over */
    char sound[sizeof text];
    memcpy(sound, text, sizeof text);
    char *bad = strstr(sound, ",\"limping\":null");
    memmove(bad, bad + strlen(",\"limping\":null"), strlen(bad + strlen(",\"limping\":null")) + 1);
    assert_int_equal(hg_intake_read(r, sound, strlen(sound), "x", &err), HG_OK);
    assert_true(s->age_years > 30.5 && s->sex == HG_SEX_F);
    assert_true(s->intake.value[HG_INTAKE_symptoms_swelling][HG_LEFT] < 0.5);
    assert_true(s->intake.value[HG_INTAKE_symptoms_swelling][HG_RIGHT] > 0.5);
    assert_int_equal(s->n_injuries, 1);
    assert_int_equal(s->n_training_log, 1); /* the empty row does not count */
    static const char none[] = HEAD "\"injuries\":[],\"training_log\":[{\"rpe\":null}]}";
    assert_int_equal(hg_intake_read(r, none, sizeof none - 1, "x", &err), HG_OK);
    assert_int_equal(s->n_injuries, 0);     /* an empty list says: none */
    assert_int_equal(s->n_training_log, 1); /* empty rows say nothing */
    hg_recording_free(r);
}

static void whose_answers(void **state) {
    (void)state;
    hg_recording *r = empty();
    hg_error err;
    static const char text[] = HEAD "\"runner\":{\"id\":\"R2\"}}";
    static const char mark[] = "\xef\xbb\xbf" HEAD "\"runner\":{\"id\":\"R2\"}}";
    assert_int_equal(hg_intake_read(r, text, sizeof text - 1, "x", &err), HG_OK);
    assert_string_equal(r->subject.id, "R2");
    assert_int_equal(hg_intake_read(r, mark, sizeof mark - 1, "x", &err), HG_OK);
    snprintf(r->subject.id, HG_NAME_MAX, "R1");
    assert_int_equal(hg_intake_read(r, text, sizeof text - 1, "x.intake.json", &err), HG_EDATA);
    assert_string_equal(err.object, "runner.id");
    assert_string_equal(err.file, "x.intake.json");
    hg_recording_free(r);
}

/* Recordings that are joined: the first answer stands, what it left open comes from the other. */
static void joined(void **state) {
    (void)state;
    hg_recording *a = empty(), *b = empty();
    hg_error err;
    hg_injury injury = {.site = "hip"};
    hg_training_run run = {.date = "2026-05-01"};
    hg_intake_set(&a->subject.intake, HG_INTAKE_red_flags_limp, 0, 0);
    hg_intake_set(&b->subject.intake, HG_INTAKE_red_flags_limp, 0, 1);
    hg_intake_set(&b->subject.intake, HG_INTAKE_symptoms_pinch, HG_RIGHT, 1);
    b->subject.injuries = &injury;
    b->subject.training_log = &run;
    b->subject.n_injuries = b->subject.n_training_log = 1;
    snprintf(b->subject.intake_date, HG_NAME_MAX, "2026-05-02");
    for (int times = 0; times < 2; times++) /* joining it again adds nothing */
        assert_int_equal(hg_recording_append(a, b, NULL, HG_TASK_UNKNOWN, &err), HG_OK);
    assert_near(a->subject.intake.value[HG_INTAKE_red_flags_limp][HG_LEFT], 0, 0);
    assert_near(a->subject.intake.value[HG_INTAKE_symptoms_pinch][HG_RIGHT], 1, 0);
    assert_true(isnan(a->subject.intake.value[HG_INTAKE_symptoms_pinch][HG_LEFT]));
    assert_int_equal(a->subject.n_injuries, 1);
    assert_int_equal(a->subject.n_training_log, 1);
    assert_true(a->subject.injuries != &injury && a->subject.training_log != &run);
    assert_string_equal(a->subject.training_log[0].date, "2026-05-01");
    assert_string_equal(a->subject.intake_date, "2026-05-02");
    hg_recording_free(a);
    hg_recording_free(b);
}

/* A file of 1.1 through the eyes of 1.0: what both know is found where 1.0 looks for it. The stated
 * version is changed in the bytes, so that only what 1.0 knows is read. */
static void as_a_reader_of_1_0(void **state) {
    (void)state;
    static const hg_intake_id shared[] = {HG_INTAKE_symptoms_pain_now_nprs,
                                          HG_INTAKE_symptoms_onset_weeks,
                                          HG_INTAKE_scores_hagos_pain,
                                          HG_INTAKE_scores_hagos_sport,
                                          HG_INTAKE_scores_ihot12,
                                          HG_INTAKE_training_km_per_week,
                                          HG_INTAKE_training_sessions_per_week};
    hg_recording *r = empty(), *back = NULL;
    char path[] = "hipgait-intake-XXXXXX";
    hg_error err;
    snprintf(r->subject.id, HG_NAME_MAX, "R1");
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        hg_intake_set(&r->subject.intake, shared[i], 0, (double)i + 1);
    hg_intake_set(&r->subject.intake, HG_INTAKE_scores_visa_g, 0, 80);
    hg_intake_set(&r->subject.intake, HG_INTAKE_training_surface, 0, 6);
    hg_recording_free(through_hdf5_at(r, path));
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    static char bytes[1 << 20];
    size_t n = fread(bytes, 1, sizeof bytes, f), found = 0;
    for (size_t i = 0; i + 4 <= n; i++)
        if (memcmp(bytes + i, "1.1", 4) == 0) {
            fseek(f, (long)i, SEEK_SET);
            fwrite("1.0", 1, 3, f);
            found++;
        }
    fclose(f);
    assert_int_equal(found, 1);
    assert_int_equal(hg_recording_read(&back, path, NULL, &err), HG_OK);
    unlink(path);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        assert_near(back->subject.intake.value[shared[i]][0], (double)i + 1, 0);
    assert_true(isnan(back->subject.intake.value[HG_INTAKE_scores_visa_g][0]));
    assert_near(back->subject.intake.value[HG_INTAKE_training_surface][0], 6, 0);
    hg_recording_free(back);
    hg_recording_free(r);
}

/* --- what is refused --- */

static const struct {
    const char *text, *object, *words;
} wrong[] = {
    {"", "", "line"},
    {"[1]", "", "found a list; expected an object"},
    {"{}", "schema", "found null; expected \"hipgait-intake\""},
    {"{\"schema\":\"hipgait-result\",\"schema_version\":\"1.0\"}", "schema", "hipgait-result"},
    {"{\"schema\":\"hipgait-intake\"}", "schema_version", "expected \"1.0\""},
    {"{\"schema\":\"hipgait-intake\",\"schema_version\":1.0}", "schema_version", "found 1;"},
    {"{\"schema\":\"hipgait-intake\",\"schema_version\":\"2.0\"}", "schema_version", "2.0"},
    {"{\"schema\":\"hipgait-intake\",\"schema_version\":\"1.\"}", "schema_version", "1."},
    {HEAD "\"symptom\":{}}", "symptom", "no such key"},
    {HEAD "\"symptoms\":{\"limp\":true}}", "symptoms.limp", "no such key"},
    {HEAD "\"symptoms\":[]}", "symptoms", "found a list; expected an object"},
    {HEAD "\"symptoms\":{\"swelling\":true}}", "symptoms.swelling", "object with left and right"},
    {HEAD "\"symptoms\":{\"swelling\":{\"L\":true}}}", "symptoms.swelling.L", "no such key"},
    {HEAD "\"symptoms\":{\"swelling\":{\"left\":1}}}", "symptoms.swelling.left",
     "found 1; expected true or false, or null"},
    {HEAD "\"symptoms\":{\"swelling\":{\"left\":\"yes\"}}}", "symptoms.swelling.left",
     "found the text \"yes\""},
    {HEAD "\"symptoms\":{\"pain_now_nprs\":10.5}}", "symptoms.pain_now_nprs",
     "found 10.5; expected 0 to 10 points"},
    {HEAD "\"symptoms\":{\"pain_now_nprs\":\"3\"}}", "symptoms.pain_now_nprs", "the text \"3\""},
    {HEAD "\"symptoms\":{\"pain_now_nprs\":true}}", "symptoms.pain_now_nprs", "found true"},
    {HEAD "\"symptoms\":{\"pain_now_nprs\":1e400}}", "", "line"},
    {HEAD "\"symptoms\":{\"pain_behaviour\":\"bad\"}}", "symptoms.pain_behaviour",
     "one of eases_in_run, constant"},
    {HEAD "\"scores\":{\"ostrc_version\":2013}}", "scores.ostrc_version", "found 2013; expected"},
    {HEAD "\"red_flags\":{\"limp\":{\"left\":true}}}", "red_flags.limp", "found an object"},
    {HEAD "\"date\":\"2026-02-30\"}", "date", "a day such as"},
    {HEAD "\"date\":20260230}", "date", "a day such as"},
    {HEAD "\"runner\":\"R1\"}", "runner", "expected an object"},
    {HEAD "\"runner\":{\"name\":\"R1\"}}", "runner.name", "no such key"},
    {HEAD "\"runner\":{\"id\":\"a/b\"}}", "runner.id", "without '/'"},
    {HEAD "\"runner\":{\"id\":\"..\"}}", "runner.id", "without '/'"},
    {HEAD "\"runner\":{\"id\":\"\"}}", "runner.id", "1 to 63 bytes"},
    {HEAD "\"runner\":{\"sex\":\"f\"}}", "runner.sex", "one of F, M, other"},
    {HEAD "\"runner\":{\"height_m\":174}}", "runner.height_m", "found 174; expected 0.3 to 2.8"},
    {HEAD "\"runner\":{\"dominant_leg\":\"left\"}}", "runner.dominant_leg", "one of L, R, both"},
    {HEAD "\"injuries\":{}}", "injuries", "a list"},
    {HEAD "\"injuries\":[{},{\"when\":1}]}", "injuries[1].when", "no such key"},
    {HEAD "\"injuries\":[3]}", "injuries[0]", "found 3; expected an object"},
    {HEAD "\"injuries\":[{\"side\":\"left\"}]}", "injuries[0].side", "one of L, R, both, none"},
    {HEAD "\"injuries\":[{\"surgery\":0}]}", "injuries[0].surgery", "true or false"},
    {HEAD "\"injuries\":[{\"site\":\"a\\nb\"}]}", "injuries[0].site", "a text of at most 63"},
    {HEAD
     "\"injuries\":[{\"site\":\"0123456789012345678901234567890123456789012345678901234567890123"
     "\"}]}",
     "injuries[0].site", "at most 63 bytes"},
    {HEAD "\"training_log\":[{\"date\":\"1.5.2026\"}]}", "training_log[0].date", "2026-05-17"},
    {HEAD "\"training_log\":[{\"distance_m\":1000}]}", "training_log[0].date", "without its day"},
    {HEAD "\"training_log\":[{\"date\":\"2026-05-01\",\"distance_m\":-1}]}",
     "training_log[0].distance_m", "0 to 1000000"},
    {HEAD "\"training_log\":[{\"date\":\"2026-05-01\",\"surface\":\"lava\"}]}",
     "training_log[0].surface", "one of road"},
    {HEAD "\"symptoms\":{\"a\\nb\\u001b\":1}}", "symptoms.a?b?", "no such key"},
    {HEAD "\"date\":\"a\\nb\\u007f\"}", "date", "found the text \"a?b?\""},
    {HEAD "\"date\":null,\"date\":null}", "", "duplicate"},
    {HEAD "\"date\":null} x", "", "line"},
    {HEAD "\"date\":null", "", "line"},
};

static void refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        hg_recording *r = empty(), *fresh = empty();
        hg_error err = {0};
        hg_status status =
            hg_intake_read(r, wrong[i].text, strlen(wrong[i].text), "x.intake.json", &err);
        if (status != HG_EFORMAT || strcmp(err.object, wrong[i].object) != 0 ||
            !strstr(err.text, wrong[i].words))
            fail_msg("%s\ngave %d, \"%s\": %s", wrong[i].text, status, err.object, err.text);
        assert_true(strstr(err.text, "x.intake.json") || strcmp(err.file, "x.intake.json") == 0);
        compare(&r->subject, &fresh->subject);
        hg_recording_free(r);
        hg_recording_free(fresh);
    }
}

static void too_long(void **state) {
    (void)state;
    hg_recording *r = empty();
    hg_error err;
    size_t size = (size_t)10 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, ' ', size);
    assert_int_equal(hg_intake_read(r, text, size, "x", &err), HG_EUNSUPPORTED);
    assert_non_null(strstr(err.text, "10485760 bytes"));
    free(text);
    hg_recording_free(r);
}

static void deep(void **state) {
    (void)state;
    hg_recording *r = empty();
    hg_error err;
    size_t n = 200000;
    char *text = malloc(n);
    assert_non_null(text);
    memset(text, '[', n);
    assert_int_equal(hg_intake_read(r, text, n, "x", &err), HG_EFORMAT);
    free(text);
    hg_recording_free(r);
}

static void single_measures(void **state) {
    (void)state;
    hg_recording *r = empty();
    hg_error err;
    hg_subject *s = &r->subject;
    assert_int_equal(hg_intake_set_runner(s, "age_years", "34.5", &err), HG_OK);
    assert_int_equal(hg_intake_set_runner(s, "sex", "other", &err), HG_OK);
    assert_int_equal(hg_intake_set_runner(s, "dominant_leg", "R", &err), HG_OK);
    assert_true(s->age_years > 34.4 && s->age_years < 34.6 && s->sex == HG_SEX_OTHER);
    assert_string_equal(s->dominant_leg, "R");
    assert_int_equal(hg_intake_set_runner(s, "age_years", "old", &err), HG_EINVAL);
    assert_non_null(strstr(err.text, "found \"old\"; expected 0 to 130"));
    assert_int_equal(hg_intake_set_runner(s, "age_years", "131", &err), HG_EINVAL);
    assert_int_equal(hg_intake_set_runner(s, "birthday", "1", &err), HG_EINVAL);
    assert_true(s->age_years > 34.4 && s->age_years < 34.6);
    hg_recording_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trips),
        cmocka_unit_test(numbers_are_short),
        cmocka_unit_test(template_asks_nothing),
        cmocka_unit_test(later_overrides),
        cmocka_unit_test(whose_answers),
        cmocka_unit_test(joined),
        cmocka_unit_test(as_a_reader_of_1_0),
        cmocka_unit_test(refused),
        cmocka_unit_test(too_long),
        cmocka_unit_test(deep),
        cmocka_unit_test(single_measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
