/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Derived numbers that are not from the training log: leg lengths, questionnaire, injuries,
 * strength. */
#include "evidence/derived.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "evidence/units.h"

#define HIP_CENTRES_MM 180.0 /* distance assumed for the tilt by a leg-length difference */
#define LEAST_MM 0.5         /* what is printed as 0 mm is none */
#define AT_ODDS_MM 10.0      /* between tape and markers: more than their errors; a choice */
#define ALIKE 0.9 /* of the stronger side; what is nearer, measuring cannot tell apart; a choice   \
                   */
#define DEGREES (180.0 / 3.14159265358979323846)

#define ROW(id, label, unit, sided) {#id, label, unit, sided},
const hg__derived_row hg__derived_rows[HG__DERIVED_COUNT] = {HG__DERIVED_TABLE(ROW)};
#undef ROW

bool hg__derived_put(hg__derived_set *out, hg__derived_id id, int side, double value,
                     const char *reading, hg__arena *memory, const char *fmt, ...) {
    char text[600];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    const char *r = hg__arena_strdup(memory, reading), *t = hg__arena_strdup(memory, text);
    bool sided = hg__derived_rows[id].sided;
    for (int s = HG_LEFT; s <= HG_RIGHT; s++) {
        if (sided && s != side) continue;
        out->value[id][s] = value;
        out->reading[id][s] = r;
        out->text[id][s] = t;
    }
    return r && t;
}

/* "12 mm" and the like; `value` in the unit named */
static const char *words(char out[64], double value, const char *unit) {
    const hg__unit *u = hg__unit_find(unit);
    hg__number_words(out, 64, value * u->scale, u);
    return out;
}

/* --- leg length --- */

static bool legs(hg__derived_set *out, hg__derived_id id, const double length_m[2], const char *how,
                 const char *missing, hg__arena *memory) {
    char l[64], r[64], d[64];
    double difference = 1000 * (length_m[HG_RIGHT] - length_m[HG_LEFT]);
    if (isnan(difference))
        return hg__derived_put(out, id, HG_LEFT, NAN, missing, memory, "Not computed: %s.",
                               missing);
    const char *reading = difference >= LEAST_MM    ? "the right leg is longer"
                          : difference <= -LEAST_MM ? "the left leg is longer"
                                                    : "the legs are equally long";
    return hg__derived_put(out, id, HG_LEFT, difference, reading, memory,
                           "%s: right %s less left %s is %s.", how,
                           words(r, 1000 * length_m[HG_RIGHT], "mm"),
                           words(l, 1000 * length_m[HG_LEFT], "mm"), words(d, difference, "mm"));
}

/* What a difference means; limits of reference evidence 4.1 and 6.3 R5. */
static const char *leg_reading(double mm) {
    const double tiny = 1e-9;
    return mm >= 20 - tiny   ? "20 mm or more: worth noting"
           : mm >= 10 - tiny ? "10 to 20 mm: may change gait, no established tie to injury"
           : mm >= 5 - tiny  ? "5 to 10 mm: not associated with injury"
                             : "under 5 mm: within what measuring can tell";
}

static bool leg_lengths(hg__derived_set *out, const hg_result *r, hg__arena *memory) {
    char d[64], tilt[64];
    if (!legs(out, HG__DERIVED_leg_length_difference_tape, r->leg_length_m, "By tape",
              "leg lengths were not measured by tape", memory) ||
        !legs(out, HG__DERIVED_leg_length_difference_static, r->static_leg_length_m,
              "From the ASIS to the medial malleolus, by markers of the standing trial",
              "the standing trial has no markers at both ASIS and both medial malleoli", memory))
        return false;
    double tape = out->value[HG__DERIVED_leg_length_difference_tape][0];
    double markers = out->value[HG__DERIVED_leg_length_difference_static][0];
    double size = fabs(isnan(tape) ? markers : tape);
    bool at_odds = fabs(tape - markers) >= AT_ODDS_MM; /* false where one is not known */
    if (isnan(size))
        return hg__derived_put(out, HG__DERIVED_leg_length_difference, HG_LEFT, NAN,
                               "leg lengths are not known", memory,
                               "Not computed: neither tape nor markers give both leg lengths.");
    return hg__derived_put(
        out, HG__DERIVED_leg_length_difference, HG_LEFT, size, leg_reading(size), memory,
        "The size of the difference %s: %s. In standing it tilts the pelvis by about %s (hip "
        "centres %.0f mm apart), and the standing trial defines the zero of the angles.%s",
        isnan(tape) ? "by markers" : "by tape", words(d, size, "mm"),
        words(tilt, DEGREES * asin(fmin(1, size / HIP_CENTRES_MM)), "deg"), HIP_CENTRES_MM,
        at_odds ? " Tape and markers do not agree: measure again." : "");
}

/* --- OSTRC: points of each question by version; 4.2 of the reference evidence --- */

typedef struct version {
    const char *name;
    double side[5], inner[5]; /* questions 1 and 4; questions 2 and 3; -1 ends */
} version;

static const version versions[] = {
    {"2013", {0, 8, 17, 25, -1}, {0, 6, 13, 19, 25}},
    {"O2", {0, 8, 17, 25, -1}, {0, 8, 17, 25, -1}},
};
/* "to a moderate extent" or more: the third answer of questions 2 and 3 in both versions */
#define MODERATE 2
#define CANNOT 25.0

static bool is_point(const double list[5], double x) {
    for (int i = 0; i < 5 && list[i] >= 0; i++)
        if (fabs(list[i] - x) < 1e-9) return true;
    return isnan(x);
}

static const version *version_of(const hg_result *r) {
    char name[32];
    if (!hg_intake_word(&r->intake, HG_INTAKE_scores_ostrc_version, name, sizeof name)) return NULL;
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (strcmp(versions[i].name, name) == 0) return &versions[i];
    return NULL;
}

static bool not_computed(hg__derived_set *out, const char *why, hg__arena *memory) {
    return hg__derived_put(out, HG__DERIVED_ostrc_score, HG_LEFT, NAN, why, memory,
                           "Not computed: %s.", why) &&
           hg__derived_put(out, HG__DERIVED_ostrc_substantial, HG_LEFT, NAN, why, memory,
                           "Not computed: %s.", why);
}

static bool substantial(hg__derived_set *out, const double q[4], const version *v,
                        hg__arena *memory) {
    double least = v->inner[MODERATE];
    bool none = q[0] < 0.5; /* no problem ends the questionnaire */
    bool yes = q[0] >= CANNOT || q[1] >= least || q[2] >= least;
    bool open = !none && (isnan(q[0]) || isnan(q[1]) || isnan(q[2]));
    double value = yes ? 1 : open ? NAN : 0;
    return hg__derived_put(out, HG__DERIVED_ostrc_substantial, HG_LEFT, value,
                           yes    ? "substantial"
                           : open ? "not all of questions 1 to 3 were answered"
                                  : "not substantial",
                           memory,
                           "Version %s: substantial when question 1 has %.0f points (cannot take "
                           "part) or question 2 or "
                           "3 has %.0f or more (to a moderate extent).",
                           v->name, CANNOT, least);
}

static bool ostrc(hg__derived_set *out, const hg_result *r, hg__arena *memory) {
    static const hg_intake_id ids[4] = {
        HG_INTAKE_scores_ostrc_participation, HG_INTAKE_scores_ostrc_training,
        HG_INTAKE_scores_ostrc_performance, HG_INTAKE_scores_ostrc_pain};
    double q[4], sum = 0;
    bool any = false, fit = true;
    const version *v = version_of(r);
    for (int i = 0; i < 4; i++) {
        q[i] = r->intake.value[ids[i]][0];
        any = any || !isnan(q[i]);
        fit = fit && (!v || is_point(i == 0 || i == 3 ? v->side : v->inner, q[i]));
    }
    if (!any) return not_computed(out, "the OSTRC questions were not answered", memory);
    if (!v)
        return not_computed(out, "the version of the OSTRC questionnaire was not given", memory);
    if (!fit)
        return not_computed(out, "an answer has points that this version does not have", memory);
    if (!substantial(out, q, v, memory)) return false;
    bool none = q[0] < 0.5;
    for (int i = 0; i < 4; i++) sum += none ? 0 : q[i];
    if (isnan(sum) && q[0] >= CANNOT && isnan(q[1]) && isnan(q[2]) && isnan(q[3]))
        return hg__derived_put(
            out, HG__DERIVED_ostrc_score, HG_LEFT, NAN,
            "cannot take part: questions 2 to 4 are then skipped, and there is no sum", memory,
            "Not computed: with \"cannot take part\" in question 1 the others are skipped, and the "
            "sources at hand do not say which score that makes. It is a substantial problem.");
    if (isnan(sum))
        return hg__derived_put(out, HG__DERIVED_ostrc_score, HG_LEFT, NAN,
                               "not all four questions were answered", memory,
                               "Not computed: not all four questions were answered.");
    return hg__derived_put(out, HG__DERIVED_ostrc_score, HG_LEFT, sum,
                           none ? "no problem" : "0 is no problem, 100 the worst", memory,
                           none ? "Version %s: no problem in question 1 ends the questionnaire "
                                  "at %.0f points."
                                : "Version %s: the sum of the four answers is %.0f points.",
                           v->name, sum);
}

/* --- injuries --- */

static bool injuries(hg__derived_set *out, const hg_result *r, hg__arena *memory) {
    const hg_injury *last = NULL;
    char weeks[64];
    for (size_t i = 0; i < r->n_injuries; i++) {
        const hg_injury *one = &r->injuries[i];
        if (!isnan(one->weeks_ago) && (!last || one->weeks_ago < last->weeks_ago)) last = one;
    }
    if (!last)
        return hg__derived_put(out, HG__DERIVED_weeks_since_last_injury, HG_LEFT, NAN,
                               r->n_injuries ? "no injury has a date" : "no injury is listed",
                               memory, "Not computed: %s.",
                               r->n_injuries ? "none of the injuries listed has a date"
                                             : "no injury is listed");
    return hg__derived_put(out, HG__DERIVED_weeks_since_last_injury, HG_LEFT, last->weeks_ago,
                           last->weeks_ago < 52 ? "less than a year ago" : "a year ago or more",
                           memory, "The most recent of %zu listed: %s%s%s, %s ago.", r->n_injuries,
                           *last->side && *last->side != 'u' ? last->side : "",
                           *last->side && *last->side != 'u' ? " " : "",
                           *last->site ? last->site : "place not given",
                           words(weeks, last->weeks_ago, "weeks"));
}

/* --- strength --- */

static const char *strength_reading(double own, double other) {
    const double tiny = 1e-9;
    return own < (ALIKE - tiny) * other   ? "weaker than the other side"
           : other < (ALIKE - tiny) * own ? "stronger than the other side"
                                          : "about as strong as the other side";
}

static bool strength(hg__derived_set *out, const hg_result *r, hg__arena *memory) {
    static const struct {
        hg_intake_id id;
        hg__derived_id ratio;
    } muscles[] = {{HG_INTAKE_strength_adductor_n, HG__DERIVED_adductor_ratio},
                   {HG_INTAKE_strength_abductor_n, HG__DERIVED_abductor_ratio},
                   {HG_INTAKE_strength_hamstring_n, HG__DERIVED_hamstring_ratio}};
    bool ok = true;
    for (size_t i = 0; i < sizeof muscles / sizeof *muscles; i++)
        for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
            double own = r->intake.value[muscles[i].id][side];
            double other = r->intake.value[muscles[i].id][1 - side];
            double ratio = other > 0 ? 100 * own / other : NAN;
            char a[64], b[64], c[64];
            if (isnan(ratio))
                ok = ok &&
                     hg__derived_put(out, muscles[i].ratio, side, NAN, "not measured on both sides",
                                     memory, "Not computed: not measured on both sides.");
            else
                ok = ok && hg__derived_put(out, muscles[i].ratio, side, ratio,
                                           strength_reading(own, other), memory,
                                           "The %s side's %s is %s of the other's %s.",
                                           side == HG_LEFT ? "left" : "right", words(a, own, "N"),
                                           words(c, ratio, "%"), words(b, other, "N"));
        }
    return ok;
}

bool hg__derive(hg__derived_set *out, const hg_result *result, hg__arena *memory) {
    return hg__derive_training(out, result, memory) && leg_lengths(out, result, memory) &&
           ostrc(out, result, memory) && injuries(out, result, memory) &&
           strength(out, result, memory);
}
