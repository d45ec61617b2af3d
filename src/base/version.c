/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/version.h>

const char *hg_version(void) {
    return HG_VERSION;
}

/* The wording is fixed: docs/adr/0005-intended-use.md. */
const char *hg_intended_use(void) {
    return "This report describes movement measurements and answers to a questionnaire. It does "
           "not diagnose, "
           "and it does not estimate the chance that you have or will get an injury. Left/right "
           "differences are "
           "common in healthy runners. It is meant to support a conversation with a physical "
           "therapist or "
           "physician, who should make all decisions. If you have severe, night, rest or worsening "
           "hip or groin "
           "pain, cannot bear weight, or feel unwell, stop running and seek medical care now. Not "
           "a medical "
           "device; not cleared or certified for diagnosis or treatment.";
}
