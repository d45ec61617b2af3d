/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file intake.h
 * What is asked of the runner, apart from the recording: how the hip feels, what speaks for a
 * physician, what happened before, how training goes. Data, and a few functions on it.
 *
 * One row per question; HDF5 attributes, roster columns, the JSON file with its schema and template,
 * the page that is filled in and the variables of evidence rules are all driven by this table. A
 * question is one row and nothing else.
 *
 * Not asked, asked and absent, asked and present are three different things: NaN, 0 and 1 for an
 * answer; NaN and a number for a number; NaN and the index of the word for a choice.
 *
 * Columns of HG_INTAKE_TABLE:
 *   group     group under /subject, object in JSON ("symptoms", "red_flags", ...)
 *   name      attribute and key; in HDF5 and rosters with _left and _right behind it when sided
 *   kind      ANSWER, NUMBER or CHOICE
 *   sided     1: once for the left and once for the right side; 0: once
 *   unit      unit of a NUMBER ("kg", "weeks", "points"; "1" for none), words of a CHOICE joined by
 *             '|', "" for an ANSWER
 *   least, most   range of a NUMBER; 0, 0 otherwise
 *   question  what a person asks or reads, one sentence without the side
 */
#ifndef HG_HIPGAIT_INTAKE_H
#define HG_HIPGAIT_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/export.h>

typedef enum hg_intake_kind { HG_INTAKE_ANSWER, HG_INTAKE_NUMBER, HG_INTAKE_CHOICE } hg_intake_kind;

#define HG_SURFACES "road|concrete|track|treadmill|grass|trail|sand|mixed"
#define HG_OSTRC_POINTS "0|8|17|25"

/* clang-format off */
#define HG_INTAKE_TABLE(X) \
    /* where it hurts */ \
    X(symptoms, any_complaint, ANSWER, 0, "", 0, 0, "Is there any pain or complaint at the hip, groin or thigh?") \
    X(symptoms, site_hamstring, ANSWER, 1, "", 0, 0, "Pain at the back of the thigh") \
    X(symptoms, site_groin, ANSWER, 1, "", 0, 0, "Pain in the groin or inner thigh") \
    X(symptoms, site_anterior, ANSWER, 1, "", 0, 0, "Pain at the front of the hip") \
    X(symptoms, site_lateral, ANSWER, 1, "", 0, 0, "Pain on the outer side of the hip") \
    X(symptoms, site_posterior, ANSWER, 1, "", 0, 0, "Pain in the buttock") \
    X(symptoms, site_knee, ANSWER, 1, "", 0, 0, "Pain at the knee (trouble of the hip can be felt there)") \
    X(symptoms, site_lateral_thigh_knee, ANSWER, 1, "", 0, 0, "Pain down the outer thigh to the outer knee") \
    /* what it is like */ \
    X(symptoms, sharp_pain_activity, ANSWER, 1, "", 0, 0, "Sharp pain during activity") \
    X(symptoms, swelling, ANSWER, 1, "", 0, 0, "Swelling or bruising at the painful muscle") \
    X(symptoms, sudden_weakness, ANSWER, 1, "", 0, 0, "Sudden weakness of the leg muscle") \
    X(symptoms, tender_lying, ANSWER, 1, "", 0, 0, "Tender when lying on that side") \
    X(symptoms, deep_ache_after, ANSWER, 1, "", 0, 0, "Deep ache that is worse after activity") \
    X(symptoms, gradual_onset, ANSWER, 1, "", 0, 0, "Came on gradually") \
    X(symptoms, stiffness, ANSWER, 1, "", 0, 0, "Stiffness of the hip") \
    X(symptoms, pain_on_movement, ANSWER, 1, "", 0, 0, "Pain on moving the hip") \
    X(symptoms, dull_ache, ANSWER, 1, "", 0, 0, "Dull ache") \
    X(symptoms, c_sign, ANSWER, 1, "", 0, 0, "Shows the pain by cupping the hip above the trochanter with the hand") \
    X(symptoms, pinch, ANSWER, 1, "", 0, 0, "Pinching pain when the hip is bent and turned") \
    X(symptoms, pain_behaviour, CHOICE, 0, "eases_in_run|constant|worsens_in_run|after_only", 0, 0, "How pain behaves under load") \
    X(symptoms, pain_now_nprs, NUMBER, 0, "points", 0, 10, "Pain now, 0 (none) to 10") \
    X(symptoms, pain_run_nprs, NUMBER, 0, "points", 0, 10, "Worst pain in running, 0 (none) to 10") \
    X(symptoms, onset_weeks, NUMBER, 0, "weeks", 0, 10000, "Weeks since it began") \
    X(symptoms, unchanged_weeks, NUMBER, 0, "weeks", 0, 10000, "Weeks without change for the better") \
    X(symptoms, cannot_run, ANSWER, 0, "", 0, 0, "Cannot run at all because of it") \
    /* red flags: each one speaks for a physician, whatever the gait */ \
    X(red_flags, deep_groin_pain_persisting, ANSWER, 0, "", 0, 0, "Deep groin or front hip pain with running that stays or gets worse") \
    X(red_flags, pain_hopping, ANSWER, 0, "", 0, 0, "Pain on hopping (ask, do not try)") \
    X(red_flags, pain_weight_bearing, ANSWER, 0, "", 0, 0, "Hip or groin pain on bearing weight or in daily walking") \
    X(red_flags, limp, ANSWER, 0, "", 0, 0, "Limps because of the pain") \
    X(red_flags, night_rest_pain, ANSWER, 0, "", 0, 0, "Pain at night or at rest, not only from lying on the sore side") \
    X(red_flags, focal_bone_tenderness, ANSWER, 0, "", 0, 0, "One spot of bone is tender to touch") \
    X(red_flags, pain_earlier_each_run, ANSWER, 0, "", 0, 0, "Pain comes earlier in each run") \
    X(red_flags, cannot_bear_weight, ANSWER, 0, "", 0, 0, "Cannot bear weight on the leg") \
    X(red_flags, acute_trauma, ANSWER, 0, "", 0, 0, "It began with a fall or a blow, or suddenly with marked swelling") \
    X(red_flags, deformity, ANSWER, 0, "", 0, 0, "The leg looks deformed") \
    X(red_flags, pop_bruise_gap, ANSWER, 0, "", 0, 0, "An audible pop, a large bruise or a gap that can be felt") \
    X(red_flags, fever_unwell, ANSWER, 0, "", 0, 0, "Fever, chills or feeling ill") \
    X(red_flags, hot_swollen_joint, ANSWER, 0, "", 0, 0, "A hot, swollen joint") \
    X(red_flags, leg_weakness_numbness, ANSWER, 0, "", 0, 0, "Weakness, numbness or tingling in the leg") \
    X(red_flags, saddle_bladder_bowel, ANSWER, 0, "", 0, 0, "Numbness between the legs, or a change of bladder or bowel") \
    X(red_flags, weight_loss_night_sweats, ANSWER, 0, "", 0, 0, "Unexplained weight loss or night sweats") \
    X(red_flags, cancer_history, ANSWER, 0, "", 0, 0, "Has or had cancer") \
    X(red_flags, steroid_use, ANSWER, 0, "", 0, 0, "Long or high-dose use of steroids") \
    X(red_flags, calf_swelling, ANSWER, 0, "", 0, 0, "A swollen calf") \
    X(red_flags, breathless_chest_pain, ANSWER, 0, "", 0, 0, "Breathlessness or chest pain") \
    X(red_flags, groin_lump_testicular, ANSWER, 0, "", 0, 0, "A lump or pulsation in the groin, or swelling or pain of a testicle") \
    /* signs of the hip joint, where examined */ \
    X(examination, internal_rotation_deg, NUMBER, 1, "deg", 0, 90, "Passive internal rotation of the hip") \
    X(examination, flexion_deg, NUMBER, 1, "deg", 0, 160, "Passive flexion of the hip") \
    X(examination, painful_internal_rotation, ANSWER, 1, "", 0, 0, "Internal rotation of the hip is painful") \
    X(examination, morning_stiffness_minutes, NUMBER, 1, "min", 0, 1440, "Morning stiffness lasts") \
    /* history */ \
    X(history, previous_injury, ANSWER, 0, "", 0, 0, "Any earlier running injury (list them under injuries)") \
    X(history, previous_stress_fracture, ANSWER, 0, "", 0, 0, "Ever had a stress fracture") \
    X(history, menstrual_disturbance, ANSWER, 0, "", 0, 0, "Periods absent or irregular") \
    X(history, low_energy_availability, ANSWER, 0, "", 0, 0, "Eats less than training needs, or was told so") \
    /* training */ \
    X(training, km_per_week, NUMBER, 0, "km", 0, 1000, "Distance per week") \
    X(training, sessions_per_week, NUMBER, 0, "1", 0, 100, "Runs per week") \
    X(training, years_running, NUMBER, 0, "years", 0, 120, "Years of running") \
    X(training, change_4wk_percent, NUMBER, 0, "%", -100, 10000, "Change of weekly distance over the last 4 weeks") \
    X(training, novice, ANSWER, 0, "", 0, 0, "New to running (under one year)") \
    X(training, first_week_km, NUMBER, 0, "km", 0, 500, "A new runner's distance in the first week") \
    X(training, warm_up, CHOICE, 0, "always|sometimes|never", 0, 0, "Warms up before running") \
    X(training, surface, CHOICE, 0, HG_SURFACES, 0, 0, "Usual surface") \
    X(training, surface_changed, ANSWER, 0, "", 0, 0, "Changed surface in the last 4 weeks") \
    X(training, surface_new, CHOICE, 0, HG_SURFACES, 0, 0, "The new surface") \
    X(training, surface_hard, ANSWER, 0, "", 0, 0, "The surface is harder than before") \
    X(training, surface_uneven, ANSWER, 0, "", 0, 0, "The surface is more uneven, cambered or sloped than before") \
    X(training, shoes_changed, ANSWER, 0, "", 0, 0, "Changed shoes in the last 4 weeks") \
    /* strength, where measured: force at the same lever on both sides */ \
    X(strength, adductor_n, NUMBER, 1, "N", 0, 2000, "Hip adductor strength") \
    X(strength, abductor_n, NUMBER, 1, "N", 0, 2000, "Hip abductor strength") \
    X(strength, hamstring_n, NUMBER, 1, "N", 0, 2000, "Hamstring strength") \
    X(strength, adductor_weak, ANSWER, 1, "", 0, 0, "The examiner finds the hip adductors weak") \
    /* questionnaires: scores only */ \
    X(scores, hagos_symptoms, NUMBER, 0, "points", 0, 100, "HAGOS symptoms") \
    X(scores, hagos_pain, NUMBER, 0, "points", 0, 100, "HAGOS pain") \
    X(scores, hagos_adl, NUMBER, 0, "points", 0, 100, "HAGOS daily living") \
    X(scores, hagos_sport, NUMBER, 0, "points", 0, 100, "HAGOS sport and recreation") \
    X(scores, hagos_activity, NUMBER, 0, "points", 0, 100, "HAGOS participation") \
    X(scores, hagos_quality, NUMBER, 0, "points", 0, 100, "HAGOS quality of life") \
    X(scores, ihot12, NUMBER, 0, "points", 0, 100, "iHOT-12") \
    X(scores, visa_g, NUMBER, 0, "points", 0, 100, "VISA-G") \
    X(scores, visa_h, NUMBER, 0, "points", 0, 100, "VISA-H") \
    X(scores, uwri, NUMBER, 0, "points", 0, 36, "UWRI") \
    X(scores, ostrc_version, CHOICE, 0, "2013|O2", 0, 0, "Version of the OSTRC questionnaire") \
    X(scores, ostrc_participation, NUMBER, 0, "points", 0, 25, "OSTRC question 1, participation, points") \
    X(scores, ostrc_training, NUMBER, 0, "points", 0, 25, "OSTRC question 2, training modified, points") \
    X(scores, ostrc_performance, NUMBER, 0, "points", 0, 25, "OSTRC question 3, performance, points") \
    X(scores, ostrc_pain, NUMBER, 0, "points", 0, 25, "OSTRC question 4, pain, points")
/* clang-format on */

#define HG_INTAKE_ENUM(group, name, kind, sided, unit, least, most, question)                      \
    HG_INTAKE_##group##_##name,
typedef enum hg_intake_id { HG_INTAKE_TABLE(HG_INTAKE_ENUM) HG_INTAKE_COUNT } hg_intake_id;
#undef HG_INTAKE_ENUM

typedef struct hg_intake_field {
    const char *group, *name;
    hg_intake_kind kind;
    bool sided;
    const char *unit;
    double least, most;
    const char *question;
} hg_intake_field;

/** The table, by hg_intake_id. */
extern HG_API const hg_intake_field hg_intake_fields[HG_INTAKE_COUNT];

/** Answers by hg_intake_id and hg_side; a field that is not sided has the same value twice. */
typedef struct hg_intake {
    double value[HG_INTAKE_COUNT][2];
} hg_intake;

/** Nothing was asked: every value NaN. */
HG_API void hg_intake_clear(hg_intake *intake);

/** Sets an answer; of a field that is not sided both values, whatever `side` says (0 or 1). */
HG_API void hg_intake_set(hg_intake *intake, hg_intake_id id, int side, double value);

/** Takes over what `from` has an answer to; what it does not have stays as it was. */
HG_API void hg_intake_merge(hg_intake *into, const hg_intake *from);

/** True when anything was asked in this group, or at all with group NULL. */
HG_API bool hg_intake_any(const hg_intake *intake, const char *group);

/** The n-th group of the table ("symptoms" is 0), NULL behind the last. */
HG_API const char *hg_intake_group(size_t n);

/** The field by group and name, HG_INTAKE_COUNT when there is none. */
HG_API hg_intake_id hg_intake_find(const char *group, const char *name);

/** Could this be the value of the field: not asked (NaN), 0 or 1, a number within its range, the
 * index of one of its words. */
HG_API bool hg_intake_accepts(hg_intake_id id, double value);

/** Index of a word of a choice, -1 when it is none of them or the field is no choice. */
HG_API int hg_intake_choice(hg_intake_id id, const char *word);

/** The word of a choice, into `out`; false when it was not asked or the field is no choice. */
HG_API bool hg_intake_word(const hg_intake *intake, hg_intake_id id, char *out, size_t size);

/** For messages: "0 to 10 points", "one of always, sometimes, never", "no or yes". */
HG_API void hg_intake_expected(hg_intake_id id, char *out, size_t size);

/** Is the text a day of the calendar as ISO 8601 writes it, e.g. 2026-05-17? */
HG_API bool hg_intake_is_day(const char *text);

#endif
