/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An evidence file in memory (docs/evidence-format.md): read, checked, its expressions parsed. */
#ifndef HG_EVIDENCE_RULES_H
#define HG_EVIDENCE_RULES_H

#include <hipgait/evidence.h>
#include <hipgait/metrics.h>

#include "evidence/expression.h"
#include "evidence/text_fill.h"

/* Which recordings a rule or condition is for. */
typedef enum hg__for_task { HG__FOR_ANY, HG__FOR_RUN, HG__FOR_WALK } hg__for_task;

typedef struct hg__parameter {
    const char *id, *why;
    double value;
    const hg__unit *unit;
} hg__parameter;

/* Grade as written and its sources, whole. */
typedef struct hg__ground {
    const char *grade;
    const char *const *sources;
    size_t n_sources;
} hg__ground;

/* What a rule says; in other words for some conditions. */
typedef struct hg__wording {
    const char *label, *when_text;
    const hg__expr *when;        /* NULL for symptom rules */
    const hg__expr *site, *must; /* of symptom rules, or NULL */
    const hg__expr *const *feature;
    size_t n_features, need;
    bool site_is_feature;
    hg__fill text, otherwise, unknown; /* n 0: none given */
    hg__ground ground;
    hg__for_task task;
    const int *condition; /* of a variant */
    size_t n_conditions;
} hg__wording;

typedef struct hg__rule {
    const char *id;
    hg_rule_domain domain;
    hg_rule_weight weight;
    hg_family family;
    hg__wording base;
    hg__wording *variant;
    size_t n_variants;
} hg__rule;

typedef struct hg__red_flag {
    const char *id, *label, *suspected, *action;
    const hg__expr *when;
    const hg__expr *const *asks;
    size_t n_asks;
    hg__fill text;
    bool urgent;
    hg__ground ground;
} hg__red_flag;

typedef struct hg__condition_rule {
    const char *id, *label, *note;
    bool neighbour, each_side;
    int pattern; /* index of its symptom rule, -1: none */
    const int *rule;
    size_t n_rules;
    hg__for_task task;
} hg__condition_rule;

typedef enum hg__direction {
    HG__DIRECTION_LARGER,
    HG__DIRECTION_SMALLER,
    HG__DIRECTION_ANY
} hg__direction;

typedef struct hg__tie_rule {
    hg_metric_id metric;
    int condition; /* -1: to none */
    hg__direction direction;
    bool tied;
    hg__fill text;
    hg__ground ground;
    hg__for_task task;
} hg__tie_rule;

typedef struct hg__caution {
    const hg__expr *when;
    hg__fill text;
} hg__caution;

typedef struct hg__advice_rule {
    const char *id;
    hg_advice_kind kind;
    const hg__expr *when;
    hg__fill text, because;
    hg__ground ground;
    const hg__caution *caution;
    size_t n_cautions;
} hg__advice_rule;

typedef struct hg__rules hg__rules;

struct hg__rules {
    const char *name, *version; /* of the file that the rules begin with */
    const char *own;            /* a lab's file that extends or replaces it; "" */
    char sha256[65];            /* of the bytes of the lab's file, else of the built-in one */
    hg__parameter *parameter;
    size_t n_parameters;
    hg__red_flag *red_flag;
    size_t n_red_flags;
    hg__rule *rule;
    size_t n_rules;
    hg__condition_rule *condition;
    size_t n_conditions;
    hg__tie_rule *tie;
    size_t n_ties;
    hg__advice_rule *advice;
    size_t n_advice;
    const hg__fill *limit;
    size_t n_limits;
    /* ids of rules, red flags and conditions that were switched off: known names without a value */
    const char **off;
    size_t n_off;
};

int hg__rule_find(const hg__rules *rules, const char *id);      /* -1: none */
int hg__condition_find(const hg__rules *rules, const char *id); /* -1: none */
int hg__red_flag_find(const hg__rules *rules, const char *id);  /* -1: none */
bool hg__is_off(const hg__rules *rules, const char *id);

/* The words of a rule for a condition. */
const hg__wording *hg__wording_for(const hg__rule *rule, int condition);

#endif
