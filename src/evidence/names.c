/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/evidence.h>

/* A word of a table; "" for a number that is none. */
#define WORD(table, i) ((size_t)(i) < sizeof table / sizeof *table ? table[i] : "")

const char *hg_condition_band_name(hg_condition_band band) {
    static const char *const names[] = {"insufficient", "low",      "watch",
                                        "moderate",     "elevated", "refer"};
    return WORD(names, band);
}

const char *hg_rule_domain_name(hg_rule_domain domain) {
    static const char *const names[] = {"refer", "symptoms", "risk", "gait"};
    return WORD(names, domain);
}

const char *hg_rule_weight_name(hg_rule_weight weight) {
    static const char *const names[] = {"counts", "context", "none"};
    return WORD(names, weight);
}

const char *hg_pattern_name(hg_pattern pattern) {
    static const char *const names[] = {"not_asked", "absent", "partial", "complete"};
    return WORD(names, pattern);
}

const char *hg_advice_kind_name(hg_advice_kind kind) {
    static const char *const names[] = {"refer", "care", "load", "prevention", "gait"};
    return WORD(names, kind);
}

const char *hg_red_flag_status_name(hg_red_flag_status status) {
    static const char *const names[] = {"not_asked", "clear", "raised"};
    return WORD(names, status);
}
