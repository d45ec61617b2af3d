/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/native_fields.h"

#include <string.h>

#include <hipgait/recording.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define NUMBER(type, member, name, least, most, expected)                                          \
    {                                                                                              \
        name, HG__FIELD_NUMBER, offsetof(type, member), sizeof(double), least, most, expected,     \
            NULL, 0                                                                                \
    }
#define TEXT(type, member, name)                                                                   \
    {                                                                                              \
        name, HG__FIELD_TEXT, offsetof(type, member), sizeof(((type *)0)->member), 0, 0,           \
            sizeof(((type *)0)->member) == HG_NAME_MAX ? "a text of at most 63 bytes"              \
                                                       : "a text of at most 255 bytes",            \
            NULL, 0                                                                                \
    }
#define WORDS(type, member, name, list, expected)                                                  \
    {                                                                                              \
        name, HG__FIELD_TEXT, offsetof(type, member), sizeof(((type *)0)->member), 0, 0, expected, \
            list, COUNT(list)                                                                      \
    }
#define CHOICE(type, member, name, list, expected)                                                 \
    {                                                                                              \
        name, HG__FIELD_CHOICE, offsetof(type, member), sizeof(int), 0, 0, expected, list,         \
            COUNT(list)                                                                            \
    }
#define ANSWER(type, member, name)                                                                 \
    {                                                                                              \
        name, HG__FIELD_ANSWER, offsetof(type, member), sizeof(int), 0, 1, "0 (no) or 1 (yes)",    \
            NULL, 0                                                                                \
    }

/* Choices are moved as int (hg__field_int). */
_Static_assert(sizeof(hg_sex) == sizeof(int) && sizeof(hg_task) == sizeof(int) &&
                   sizeof(hg_answer) == sizeof(int),
               "enums of the size of int");

static const char *const sexes[] = {NULL, "F", "M", "other"};
static const char *const tasks[] = {NULL, "run", "walk", "static", "functional"};
static const char *const sides[] = {"L", "R", "both", "none"};
static const char *const states[] = {"current", "resolved"};

/* Limits are there to catch a wrong unit or a slip of the finger, not to judge a body. */
static const hg__field subject[] = {
    CHOICE(hg_subject, sex, "sex", sexes, "F, M or other"),
    NUMBER(hg_subject, age_years, "age_years", 0, 130, "years, 0 to 130"),
    NUMBER(hg_subject, mass_kg, "mass_kg", 1, 500, "kilograms, 1 to 500"),
    NUMBER(hg_subject, height_m, "height_m", 0.3, 2.8, "metres, 0.3 to 2.8"),
    NUMBER(hg_subject, leg_length_m[HG_LEFT], "leg_length_left_m", 0.1, 1.6, "metres, 0.1 to 1.6"),
    NUMBER(hg_subject, leg_length_m[HG_RIGHT], "leg_length_right_m", 0.1, 1.6,
           "metres, 0.1 to 1.6"),
    NUMBER(hg_subject, pelvis_width_m, "pelvis_width_m", 0.05, 0.6, "metres, 0.05 to 0.6"),
    NUMBER(hg_subject, body.knee_width_m[HG_LEFT], "knee_width_left_m", 0.02, 0.3,
           "metres, 0.02 to 0.3"),
    NUMBER(hg_subject, body.knee_width_m[HG_RIGHT], "knee_width_right_m", 0.02, 0.3,
           "metres, 0.02 to 0.3"),
    NUMBER(hg_subject, body.ankle_width_m[HG_LEFT], "ankle_width_left_m", 0.02, 0.2,
           "metres, 0.02 to 0.2"),
    NUMBER(hg_subject, body.ankle_width_m[HG_RIGHT], "ankle_width_right_m", 0.02, 0.2,
           "metres, 0.02 to 0.2"),
    NUMBER(hg_subject, body.asis_trochanter_m[HG_LEFT], "asis_trochanter_left_m", 0, 0.3,
           "metres, 0 to 0.3"),
    NUMBER(hg_subject, body.asis_trochanter_m[HG_RIGHT], "asis_trochanter_right_m", 0, 0.3,
           "metres, 0 to 0.3"),
    NUMBER(hg_subject, body.thigh_rotation_rad[HG_LEFT], "thigh_rotation_left_rad", -1.6, 1.6,
           "radians, -1.6 to 1.6"),
    NUMBER(hg_subject, body.thigh_rotation_rad[HG_RIGHT], "thigh_rotation_right_rad", -1.6, 1.6,
           "radians, -1.6 to 1.6"),
    NUMBER(hg_subject, body.shank_rotation_rad[HG_LEFT], "shank_rotation_left_rad", -1.6, 1.6,
           "radians, -1.6 to 1.6"),
    NUMBER(hg_subject, body.shank_rotation_rad[HG_RIGHT], "shank_rotation_right_rad", -1.6, 1.6,
           "radians, -1.6 to 1.6"),
    NUMBER(hg_subject, body.tibial_torsion_rad[HG_LEFT], "tibial_torsion_left_rad", -1.6, 1.6,
           "radians, -1.6 to 1.6"),
    NUMBER(hg_subject, body.tibial_torsion_rad[HG_RIGHT], "tibial_torsion_right_rad", -1.6, 1.6,
           "radians, -1.6 to 1.6"),
    NUMBER(hg_subject, body.marker_diameter_m, "marker_diameter_m", 0.001, 0.05,
           "metres, 0.001 to 0.05"),
    WORDS(hg_subject, dominant_leg, "dominant_leg", sides, "L, R or both"),
    TEXT(hg_subject, shoe, "shoe"),
    TEXT(hg_subject, intake_date, "intake_date"),
};

/* What has a row in the table of hipgait/intake.h is read and written by native_intake.c. */
static const hg__field symptoms[] = {
    WORDS(hg_symptoms, side, "side", sides, "L, R, both or none"),
    TEXT(hg_symptoms, site, "site"),
    TEXT(hg_symptoms, aggravated_by, "aggravated_by"),
};

static const hg__field injury[] = {
    TEXT(hg_injury, site, "site"),
    WORDS(hg_injury, side, "side", sides, "L, R, both or none"),
    TEXT(hg_injury, diagnosis, "diagnosis"),
    NUMBER(hg_injury, weeks_ago, "weeks_ago", 0, 10000, "weeks, 0 to 10000"),
    NUMBER(hg_injury, days_lost, "days_lost", 0, 100000, "days, 0 to 100000"),
    WORDS(hg_injury, status, "status", states, "current or resolved"),
    ANSWER(hg_injury, surgery, "surgery"),
};

static const hg__field training[] = {
    TEXT(hg_training, goal, "goal"),
};

static const hg__field training_run[] = {
    NUMBER(hg_training_run, distance_m, "distance_m", 0, 1e6, "metres, 0 to 1000000"),
    NUMBER(hg_training_run, duration_s, "duration_s", 0, 1e6, "seconds, 0 to 1000000"),
    NUMBER(hg_training_run, rpe, "rpe", 0, 20, "a rating of perceived exertion, 0 to 20"),
};

static const hg__field session[] = {
    {"visit", HG__FIELD_WHOLE, offsetof(hg_session, visit), sizeof(int), 1, 100000,
     "a whole number from 1 (the first visit) on", NULL, 0},
    TEXT(hg_session, start_time, "start_time"),
    TEXT(hg_session, site, "site"),
    TEXT(hg_session, operator_code, "operator_code"),
    TEXT(hg_session, device, "device"),
    TEXT(hg_session, firmware, "firmware"),
};

static const hg__field trial[] = {
    CHOICE(hg_trial, task, "task", tasks, "run, walk, static or functional"),
    ANSWER(hg_trial, treadmill, "treadmill"),
    NUMBER(hg_trial, speed_m_s, "speed_m_s", 0, 15, "metres per second, 0 to 15"),
    NUMBER(hg_trial, incline_percent, "incline_percent", -50, 50, "percent, -50 to 50"),
    TEXT(hg_trial, footwear, "footwear"),
    TEXT(hg_trial, protocol, "protocol"),
    TEXT(hg_trial, static_trial, "static_trial"),
};

const hg__fields hg__subject_fields = {subject, COUNT(subject)};
const hg__fields hg__symptom_fields = {symptoms, COUNT(symptoms)};
const hg__fields hg__injury_fields = {injury, COUNT(injury)};
const hg__fields hg__training_fields = {training, COUNT(training)};
const hg__fields hg__training_run_fields = {training_run, COUNT(training_run)};
const hg__fields hg__session_fields = {session, COUNT(session)};
const hg__fields hg__trial_fields = {trial, COUNT(trial)};

static const char *at(const hg__field *field, const void *base) {
    return (const char *)base + field->offset;
}

int hg__field_int(const hg__field *field, const void *base) {
    int value;
    memcpy(&value, at(field, base), sizeof value);
    return value;
}

void hg__field_set_int(const hg__field *field, void *base, int value) {
    memcpy((char *)base + field->offset, &value, sizeof value);
}

double hg__field_number(const hg__field *field, const void *base) {
    double value;
    memcpy(&value, at(field, base), sizeof value);
    return value;
}

void hg__field_set_number(const hg__field *field, void *base, double value) {
    memcpy((char *)base + field->offset, &value, sizeof value);
}

const char *hg__field_text(const hg__field *field, const void *base) {
    return at(field, base);
}

char *hg__field_text_room(const hg__field *field, void *base) {
    return (char *)base + field->offset;
}
