/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file evidence.h
 * What a recording, the runner's answers and what is known say together, per condition and side:
 * part of the result. The rules are data (datasets/evidence/hip.json, docs/evidence-format.md,
 * docs/evidence.md); every text here was filled from the numbers that made its rule fire.
 *
 * Hard rules, whatever the rule file says: gait alone never lifts a condition above
 * HG_CONDITION_WATCH; red flags come before everything; what was not asked is never read as absent;
 * no probability is given. Texts and lists are borrowed from the result.
 */
#ifndef HG_HIPGAIT_EVIDENCE_H
#define HG_HIPGAIT_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/export.h>
#include <hipgait/recording.h>

/** Ordered from low to refer; insufficient stands outside the order. */
typedef enum hg_condition_band {
    HG_CONDITION_INSUFFICIENT = 0,
    HG_CONDITION_LOW,
    HG_CONDITION_WATCH, /**< low, with a gait finding tied to the condition */
    HG_CONDITION_MODERATE,
    HG_CONDITION_ELEVATED,
    HG_CONDITION_REFER
} hg_condition_band;

/** "insufficient", "low", "watch", "moderate", "elevated", "refer". */
HG_API const char *hg_condition_band_name(hg_condition_band band);

/** Where a rule belongs. */
typedef enum hg_rule_domain {
    HG_DOMAIN_REFER,   /**< X: above all others */
    HG_DOMAIN_SYMPTOM, /**< P */
    HG_DOMAIN_RISK,    /**< R */
    HG_DOMAIN_GAIT     /**< G */
} hg_rule_domain;

/** "refer", "symptoms", "risk", "gait". */
HG_API const char *hg_rule_domain_name(hg_rule_domain domain);

/** What a fired rule does to the band. */
typedef enum hg_rule_weight {
    HG_WEIGHT_COUNTS,  /**< as the banding table says for its domain and grade */
    HG_WEIGHT_CONTEXT, /**< told, does not count: sex and age */
    HG_WEIGHT_NONE /**< printed only: no tie to injury is established, or evidence against one */
} hg_rule_weight;

/** "counts", "context", "none". */
HG_API const char *hg_rule_weight_name(hg_rule_weight weight);

/** A number or answer that a rule looked at. */
typedef struct hg_evidence_value {
    const char *name; /**< variable as in the rule file, e.g. "excess(hip_adduction_excursion)" */
    const char *unit; /**< "" for answers and words */
    const char *word; /**< of an answer or choice: "yes", "no", "not asked", "trail"; else "" */
    double value;     /**< NaN where not known or not a number */
} hg_evidence_value;

/** One rule, seen for one condition and side. */
typedef struct hg_rule_outcome {
    const char *id, *label;
    hg_rule_domain domain;
    hg_rule_weight weight;
    hg_answer fired;   /**< HG_NOT_GIVEN: what it needs was not asked or not measured */
    const char *text;  /**< sentence filled with the values; for rules that did not fire, why not */
    const char *when;  /**< the condition of the rule as it stands in the file */
    const char *grade; /**< "A", "B", "C", "N"; may be "A/C" */
    const char *const *sources; /**< citations, whole */
    size_t n_sources;
    const hg_evidence_value *values;
    size_t n_values;
} hg_rule_outcome;

/** How much of a symptom pattern is there. */
typedef enum hg_pattern {
    HG_PATTERN_NOT_ASKED, /**< some of it not asked and none present */
    HG_PATTERN_ABSENT,
    HG_PATTERN_PARTIAL,
    HG_PATTERN_COMPLETE
} hg_pattern;

/** "not_asked", "absent", "partial", "complete". */
HG_API const char *hg_pattern_name(hg_pattern pattern);

/** One condition on one side. */
typedef struct hg_condition {
    const char *id, *label;
    const char *note; /**< e.g. what the name is called today; "" */
    bool neighbour;   /**< named because a therapist expects it; may have no band but a note */
    hg_side side;     /**< HG_SIDE_UNKNOWN: none */
    hg_condition_band band;
    const char *why;     /**< one sentence: what made the band */
    const char *grade;   /**< weakest grade among the rules that made the band; "" when none did */
    hg_pattern symptoms; /**< HG_PATTERN_NOT_ASKED too where the condition has no pattern */
    bool gait_watch;     /**< the gait note: a finding tied to it, whatever the band */
    bool concordant;     /**< two gait findings of different families */
    size_t risk_counted; /**< fired risk rules of grade A or B that count */
    const hg_rule_outcome *rules; /**< every rule of the condition, fired or not, in file order */
    size_t n_rules;
    const char *const *trace; /**< the derivation, a line a step, that can be followed by hand */
    size_t n_trace;
} hg_condition;

/** What is known of an asymmetry that was found. */
typedef struct hg_tie {
    int metric;            /**< hg_metric_id */
    const char *condition; /**< id, or "" when the evidence ties it to none */
    const char *label;     /**< of the condition; "" */
    bool tied;             /**< false: studies looked and found no tie; printed as such */
    bool matches;          /**< the direction found is the one that the study ties; false where the
                                symptoms of the condition are on the other side alone */
    hg_side side;          /**< side concerned */
    const char *text;      /**< sentence, filled */
    const char *grade;
    const char *const *sources;
    size_t n_sources;
} hg_tie;

typedef enum hg_advice_kind {
    HG_ADVICE_REFER,
    HG_ADVICE_CARE,
    HG_ADVICE_LOAD,
    HG_ADVICE_PREVENTION,
    HG_ADVICE_GAIT
} hg_advice_kind;

/** "refer", "care", "load", "prevention", "gait". */
HG_API const char *hg_advice_kind_name(hg_advice_kind kind);

/** Something to do, or to discuss. */
typedef struct hg_advice {
    const char *id;
    hg_advice_kind kind;
    const char *text;
    const char *grade;
    const char *const *sources;
    size_t n_sources;
    const char *caution; /**< "" when there is none for this runner */
    const char *because; /**< which finding or band called for it */
} hg_advice;

typedef enum hg_red_flag_status {
    HG_RED_FLAGS_NOT_ASKED = 0, /**< the screen was not done, or not all of it */
    HG_RED_FLAGS_CLEAR,
    HG_RED_FLAGS_RAISED
} hg_red_flag_status;

/** "not_asked", "clear", "raised". */
HG_API const char *hg_red_flag_status_name(hg_red_flag_status status);

typedef struct hg_red_flag {
    const char *id, *text, *suspected, *action;
    bool urgent;      /**< false: routine referral */
    hg_answer raised; /**< HG_NOT_GIVEN: not asked */
    const char *grade;
    const char *const *sources;
    size_t n_sources;
} hg_red_flag;

/** A number derived from the intake, e.g. the longest run of the week against the month before. */
typedef struct hg_derived {
    const char *id, *label, *unit;
    double value;        /**< NaN: it cannot be had */
    hg_side side;        /**< HG_SIDE_UNKNOWN: none */
    const char *reading; /**< its band in words; why it cannot be had when NaN */
    const char *text;    /**< how it was computed, with its numbers */
} hg_derived;

typedef struct hg_evidence {
    const char *file, *version; /**< of the rules that were begun with, e.g. "hip", "1.0" */
    const char *sha256;   /**< of the lab's own file where one is in use, else of the built-in */
    const char *replaced; /**< name of a lab's own file that extends or replaces them, with its
                             version where it extends them; "" */
    struct {
        hg_red_flag_status status;
        size_t asked, answered; /**< questions of the screen, and those of them with an answer */
        const hg_red_flag *items;
        size_t n_items;
        const char *const *open; /**< the questions without an answer, in words */
        size_t n_open;
    } red_flags;
    const hg_derived *derived;
    size_t n_derived;
    const hg_condition *conditions; /**< by file order, left before right */
    size_t n_conditions;
    const hg_tie *ties; /**< for each asymmetry notable or beyond */
    size_t n_ties;
    const hg_advice *advice;
    size_t n_advice;
    size_t gait_tests;         /**< gait rules judged, conditions and sides counted once each */
    double expected_chance;    /**< 0.05 of them */
    const char *const *limits; /**< honest limits to print */
    size_t n_limits;
} hg_evidence;

#endif
