/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/arrows.h"

#include <strings.h>

ptrdiff_t hg__markers_find(const hg__markers *markers, const char *label) {
    for (size_t i = 0; label && i < markers->n_markers; i++)
        if (strcasecmp(markers->label[i], label) == 0) return (ptrdiff_t)i;
    return -1;
}

const char *const hg__phase_words[HG__PHASE_COUNT] = {
    "moves steadily", "stands or hardly moves",    "turns", "speeds up",
    "slows down",     "moves backward or sideways"};
