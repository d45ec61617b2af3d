/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/band.h"

hg_condition_band hg__band(const hg__band_input *in, hg__band_step *step) {
    bool complete = in->has_pattern && in->pattern == HG_PATTERN_COMPLETE;
    bool partial = in->has_pattern && in->pattern == HG_PATTERN_PARTIAL;
    bool open = in->has_pattern && in->pattern == HG_PATTERN_NOT_ASKED;
    bool risk = in->risk_counted > 0;
    const struct {
        hg__band_step step;
        bool holds;
        hg_condition_band band;
    } table[] = {
        {HG__STEP_RED_FLAG, in->red_flags == HG_RED_FLAGS_RAISED, HG_CONDITION_REFER},
        {HG__STEP_NO_PATTERN, !in->has_pattern, HG_CONDITION_INSUFFICIENT},
        {HG__STEP_REFER, complete && in->refer, HG_CONDITION_REFER},
        {HG__STEP_NOT_ASKED, open, HG_CONDITION_INSUFFICIENT},
        {HG__STEP_ELEVATED, complete && (risk || in->concordant), HG_CONDITION_ELEVATED},
        {HG__STEP_SYMPTOMS, complete || partial, HG_CONDITION_MODERATE},
        {HG__STEP_RISK, in->risk_counted >= 2 || (risk && in->concordant), HG_CONDITION_MODERATE},
        {HG__STEP_SCREEN, in->red_flags != HG_RED_FLAGS_CLEAR, HG_CONDITION_INSUFFICIENT},
        {HG__STEP_REST, in->gait_watch, HG_CONDITION_WATCH},
        {HG__STEP_REST, true, HG_CONDITION_LOW},
    };
    size_t i = 0;
    while (!table[i].holds) i++;
    *step = table[i].step;
    return table[i].band;
}

const char *hg__band_why(const hg__band_input *in, hg__band_step step) {
    bool complete = in->pattern == HG_PATTERN_COMPLETE, risk = in->risk_counted > 0;
    switch (step) {
    case HG__STEP_RED_FLAG:
        return in->urgent ? "A red flag is raised: a physician should see this now, whatever the "
                            "gait looks like."
                          : "A red flag is raised: a physician should see this, without haste, "
                            "whatever the gait looks like.";
    case HG__STEP_NO_PATTERN:
        return "No pattern of symptoms is judged here: it is named because a therapist may think "
               "of it.";
    case HG__STEP_REFER:
        return "The pattern of symptoms is complete and the complaint is such that a physician or "
               "physical therapist should see it.";
    case HG__STEP_NOT_ASKED:
        return "The symptoms that belong to it were not asked, and what was not asked is not "
               "taken as absent.";
    case HG__STEP_ELEVATED:
        return risk && in->concordant
                   ? "The pattern of symptoms is complete, a graded risk factor is present, and "
                     "gait findings of two kinds agree."
               : risk ? "The pattern of symptoms is complete and a graded risk factor is present."
                      : "The pattern of symptoms is complete and gait findings of two kinds agree.";
    case HG__STEP_SYMPTOMS:
        return complete ? "The pattern of symptoms is complete; no graded risk factor and no "
                          "agreeing gait findings are known."
                        : "Part of the pattern of symptoms is present.";
    case HG__STEP_RISK:
        return in->risk_counted >= 2
                   ? "Two or more graded risk factors are present, without the symptoms."
                   : "A graded risk factor is present and gait findings of two kinds agree, "
                     "without the symptoms.";
    case HG__STEP_SCREEN:
        return "The screen for red flags was not completed, so nothing lower can be said.";
    default:
        return in->gait_watch ? "Neither symptoms nor enough risk factors are present; a gait "
                                "finding is there to talk about."
                              : "Neither symptoms, nor enough risk factors, nor a gait finding "
                                "tied to it are present.";
    }
}
