/* SPDX-License-Identifier: GPL-3.0-or-later */
/* participants.tsv. The roster belongs to the command, not to the library, so its source is part of
 * this program. */
#include "batch/roster.c"

#include <unistd.h>

#include "support/cm.h"

typedef struct messages {
    char text[1000];
} messages;

static void keep_message(void *user, hg_log_level level, const char *event, const char *text) {
    messages *m = user;
    (void)level;
    (void)event;
    size_t n = strlen(m->text);
    snprintf(m->text + n, sizeof m->text - n, "%s\n", text);
}

static hg_status read_text(hg__roster *out, const char *text, messages *m, hg_error *err) {
    char path[] = "hipgait-roster-XXXXXX";
    memset(m, 0, sizeof *m);
    hg_log log = {keep_message, m, HG_LOG_WARN};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    hg_status status = hg__roster_read(out, path, &log, err);
    unlink(path);
    return status;
}

static hg_recording *runner(const char *id) {
    hg_recording *r = NULL;
    hg_error err;
    assert_int_equal(hg_recording_new(&r, &err), HG_OK);
    snprintf(r->subject.id, HG_NAME_MAX, "%s", id);
    return r;
}

static const char sound[] =
    "\xef\xbb\xbf"
    "sex\tparticipant_id\tage\theight_cm\tweight\tleg_length_left_cm\tleg_length_right_m\t"
    "dominant_leg\tgroup\tintake_date\tsite_groin_left\tsymptoms.site_groin_right\tlimp\t"
    "pain_now_nprs\twarm_up\tstiffness\r\n"
    "Female\tsub-A1\t34.5\t171\t61.5\t90.1\t0.9\tleft\tcontrol\t2026-11-20\tYES\t0\tfalse\t3\t"
    "never\t1\r\n"
    "\r\n"
    "m\tB2\tn/a\tn/a\t\t n/a \tn/a\tn/a\tcase\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\r\n"
    "O\tC3\t40\t180\t70\t90\t0.9\tR\tcase\t2026-11-21\tno\t1\t1\t0\talways\t0\r\n";

static void answers_arrive(void **state) {
    (void)state;
    hg__roster roster;
    messages m;
    hg_error err = {0};
    hg_status status = read_text(&roster, sound, &m, &err);
    if (status != HG_OK) print_error("%s: %s\n", err.object, err.text);
    assert_int_equal(status, HG_OK);
    assert_non_null(strstr(m.text, "columns that are not used: group\n"));
    assert_non_null(strstr(m.text, "do not belong there: stiffness\n"));

    hg_recording *r = runner("A1");
    hg_subject *s = &r->subject;
    s->age_years = 20;
    hg_intake_set(&s->intake, HG_INTAKE_symptoms_c_sign, HG_LEFT, 1); /* no column: stays */
    assert_int_equal(hg__roster_apply(&roster, r, &err), HG_OK);
    assert_int_equal(s->sex, HG_SEX_F);
    assert_near(s->age_years, 34.5, 0);
    assert_near(s->height_m, 1.71, 1e-15);
    assert_near(s->mass_kg, 61.5, 0);
    assert_near(s->leg_length_m[HG_LEFT], 0.901, 1e-15);
    assert_near(s->leg_length_m[HG_RIGHT], 0.9, 0);
    assert_string_equal(s->dominant_leg, "L");
    assert_string_equal(s->intake_date, "2026-11-20");
    assert_near(s->intake.value[HG_INTAKE_symptoms_site_groin][HG_LEFT], 1, 0);
    assert_near(s->intake.value[HG_INTAKE_symptoms_site_groin][HG_RIGHT], 0, 0);
    assert_near(s->intake.value[HG_INTAKE_red_flags_limp][HG_RIGHT], 0, 0);
    assert_near(s->intake.value[HG_INTAKE_symptoms_pain_now_nprs][HG_LEFT], 3, 0);
    assert_near(s->intake.value[HG_INTAKE_training_warm_up][HG_LEFT], 2, 0);
    assert_near(s->intake.value[HG_INTAKE_symptoms_c_sign][HG_LEFT], 1, 0);
    assert_true(isnan(s->intake.value[HG_INTAKE_symptoms_stiffness][HG_LEFT]));
    hg_recording_free(r);

    r = runner("sub-B2"); /* with and without the prefix it is the same runner */
    r->subject.mass_kg = 80;
    assert_int_equal(hg__roster_apply(&roster, r, &err), HG_OK);
    assert_int_equal(r->subject.sex, HG_SEX_M);
    assert_near(r->subject.mass_kg, 80, 0); /* n/a and empty leave it */
    assert_false(hg_intake_any(&r->subject.intake, NULL));
    hg_recording_free(r);

    r = runner("unlisted");
    assert_int_equal(hg__roster_apply(&roster, r, &err), HG_OK);
    assert_int_equal(r->subject.sex, HG_SEX_UNKNOWN);
    hg_recording_free(r);

    memset(&m, 0, sizeof m);
    hg__roster_tell_unused(&roster, &(hg_log){keep_message, &m, HG_LOG_WARN});
    assert_non_null(strstr(m.text, "no recording of 1 runner: C3\n"));
    hg__roster_free(&roster);
}

static const struct {
    const char *text, *object, *words;
} bad[] = {
    {"", "line 1", "empty"},
    {"participant_id\tage\nA\t1\nB\t\x1b[31m\n", "line 3", "not text"},
    {"participant_id\tage\nA\t\xff\xc3\n", "line 2, column age", "found \"??\""},
    {"id\tage\nA\t1\n", "line 1", "participant_id"},
    {"participant_id\tage\tage_years\nA\t1\t1\n", "line 1, column age_years", "\"age\" says"},
    {"participant_id\tlimp\tred_flags.limp\nA\t1\t1\n", "line 1, column red_flags.limp",
     "\"limp\" says"},
    {"participant_id\tage\nA\n", "line 2", "1 cells; expected 2"},
    {"participant_id\tage\nA\t1\t2\n", "line 2", "3 cells; expected 2"},
    {"participant_id\tage\n\t1\n", "line 2, column participant_id", "missing"},
    {"participant_id\tage\nn/a\t1\n", "line 2, column participant_id", "missing"},
    {"participant_id\tage\nA\t1\nsub-A\t2\n", "line 3, column participant_id", "\"A\" has a line"},
    {"participant_id\tage\n\nA\told\n", "line 3, column age", "found \"old\"; expected 0 to 130"},
    {"participant_id\tage\nA\t34,5\n", "line 2, column age", "found \"34,5\""},
    {"participant_id\theight\nA\t171\n", "line 2, column height", "expected 0.3 to 2.8 (height_m)"},
    {"participant_id\theight_cm\nA\t1.71\n", "line 2, column height_cm", "found \"1.71\""},
    {"participant_id\tsex\nA\tx\n", "line 2, column sex", "one of F, M, other"},
    {"participant_id\tlimp\nA\t2\n", "line 2, column limp", "found \"2\"; expected no or yes"},
    {"participant_id\tlimp\nA\tmaybe\n", "line 2, column limp", "or n/a"},
    {"participant_id\tpain_now_nprs\nA\t11\n", "line 2, column pain_now_nprs", "0 to 10 points"},
    {"participant_id\tpain_now_nprs\nA\tnan\n", "line 2, column pain_now_nprs", "0 to 10 points"},
    {"participant_id\twarm_up\nA\tNever\n", "line 2, column warm_up", "always, sometimes, never"},
    {"participant_id\tintake_date\nA\t20.11.2026\n", "line 2, column intake_date", "2026-05-17"},
};

static void refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        hg__roster roster;
        messages m;
        hg_error err = {0};
        hg_status status = read_text(&roster, bad[i].text, &m, &err);
        if (status != HG_EINVAL || strcmp(err.object, bad[i].object) != 0 ||
            !strstr(err.text, bad[i].words))
            fail_msg("\"%s\" gave %d, %s: %s", bad[i].text, status, err.object, err.text);
        hg__roster_free(&roster);
    }
}

/* Every question has its column, by its name alone and with its group. */
static void every_row_is_a_column(void **state) {
    (void)state;
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        for (int whole = 0; whole < 2; whole++) {
            const hg_intake_field *f = &hg_intake_fields[i];
            char text[400], word[HG_NAME_MAX] = "1";
            hg__roster roster;
            messages m;
            hg_error err = {0};
            if (f->kind == HG_INTAKE_CHOICE)
                snprintf(word, sizeof word, "%.*s", (int)strcspn(f->unit, "|"), f->unit);
            snprintf(text, sizeof text, "participant_id\t%s%s%s%s\nA\t%s\n", whole ? f->group : "",
                     whole ? "." : "", f->name, f->sided ? "_right" : "", word);
            assert_int_equal(read_text(&roster, text, &m, &err), HG_OK);
            assert_string_equal(m.text, "");
            hg_recording *r = runner("A");
            assert_int_equal(hg__roster_apply(&roster, r, &err), HG_OK);
            assert_false(isnan(r->subject.intake.value[i][HG_RIGHT]));
            assert_int_equal(isnan(r->subject.intake.value[i][HG_LEFT]), f->sided);
            hg_recording_free(r);
            hg__roster_free(&roster);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_arrive),
        cmocka_unit_test(refused),
        cmocka_unit_test(every_row_is_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
