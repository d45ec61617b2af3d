/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/clean/mend.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "gait/clean/mend_parts.h"
#include "gait/flag_list.h"

#define FRAMES_MIN 8 /* fewer show neither course nor shape */

/* Which landmarks belong to which part of the body; left rows, the right one follows. */
static const struct {
    hg__landmark left;
    hg__part part;
} places[] = {{HG__LANDMARK_ASIS_LEFT, HG__PART_PELVIS},
              {HG__LANDMARK_PSIS_LEFT, HG__PART_PELVIS},
              {HG__LANDMARK_TROCHANTER_LEFT, HG__PART_THIGH},
              {HG__LANDMARK_KNEE_LATERAL_LEFT, HG__PART_THIGH},
              {HG__LANDMARK_KNEE_MEDIAL_LEFT, HG__PART_THIGH},
              {HG__LANDMARK_THIGH_WAND_LEFT, HG__PART_THIGH},
              {HG__LANDMARK_ANKLE_LATERAL_LEFT, HG__PART_SHANK},
              {HG__LANDMARK_ANKLE_MEDIAL_LEFT, HG__PART_SHANK},
              {HG__LANDMARK_SHANK_WAND_LEFT, HG__PART_SHANK},
              {HG__LANDMARK_HEEL_LEFT, HG__PART_FOOT},
              {HG__LANDMARK_TOE_LEFT, HG__PART_FOOT}};

/* Left segment, with the right one behind it. */
static const struct {
    hg__segment left;
    hg__part part;
} limbs[] = {{HG__SEGMENT_THIGH_LEFT, HG__PART_THIGH}, {HG__SEGMENT_SHANK_LEFT, HG__PART_SHANK}};

static void pair_up(hg__mending *w, const char *left, const char *right, hg__part part) {
    const char *label[2] = {left, right};
    ptrdiff_t at[2];
    for (int side = 0; side < 2; side++) {
        at[side] = hg__markers_find(w->m, label[side]);
        if (at[side] < 0 || w->marker[at[side]].part != HG__PART_OTHER) continue;
        w->marker[at[side]].part = part;
        w->marker[at[side]].side = (hg_side)side;
    }
    if (at[0] < 0 || at[1] < 0 || at[0] == at[1]) return;
    if (w->marker[at[0]].mate < 0 && w->marker[at[1]].mate < 0) {
        w->marker[at[0]].mate = at[1];
        w->marker[at[1]].mate = at[0];
    }
}

/* Labels that differ in their first letter only, L and R: of a pelvis without landmarks. */
static bool mirrored(const char *left, const char *right) {
    return (*left == 'L' || *left == 'l') && (*right == 'R' || *right == 'r') &&
           strcmp(left + 1, right + 1) == 0;
}

static void find_places(hg__mending *w, const hg__markerset *set) {
    for (size_t m = 0; m < w->m->n_markers; m++)
        w->marker[m] =
            (hg__mend_marker){.part = HG__PART_OTHER, .side = HG_SIDE_UNKNOWN, .mate = -1};
    for (size_t l = 0; l < sizeof limbs / sizeof *limbs; l++) {
        hg__segment left = limbs[l].left, right = HG__OF_SIDE(left, HG_RIGHT);
        for (size_t i = 0; i < set->n_cluster[left] && i < set->n_cluster[right]; i++)
            pair_up(w, set->cluster[left][i], set->cluster[right][i], limbs[l].part);
    }
    for (size_t l = 0; l < sizeof places / sizeof *places; l++) {
        hg__landmark left = places[l].left, right = HG__OF_SIDE(left, HG_RIGHT);
        for (size_t i = 0; i < set->n_landmark[left] && i < set->n_landmark[right]; i++)
            pair_up(w, set->landmark[left][i], set->landmark[right][i], places[l].part);
    }
    const char *const *pelvis = set->cluster[HG__SEGMENT_PELVIS];
    for (size_t i = 0; i < set->n_cluster[HG__SEGMENT_PELVIS]; i++) {
        for (size_t j = 0; j < set->n_cluster[HG__SEGMENT_PELVIS]; j++)
            if (mirrored(pelvis[i], pelvis[j])) pair_up(w, pelvis[i], pelvis[j], HG__PART_PELVIS);
        ptrdiff_t at = hg__markers_find(w->m, set->cluster[HG__SEGMENT_PELVIS][i]);
        if (at >= 0 && w->marker[at].part == HG__PART_OTHER) w->marker[at].part = HG__PART_PELVIS;
    }
}

size_t hg__mend_drop(hg__mending *w, size_t marker, size_t from, size_t to) {
    size_t dropped = 0;
    for (size_t i = from; i < to; i++) {
        if (!hg__mend_seen(w, marker, i)) continue;
        for (int a = 0; a < 3; a++) w->m->raw[3 * marker + (size_t)a][i] = NAN;
        w->m->origin[marker][i] = HG_SAMPLE_MISSING;
        dropped++;
    }
    return dropped;
}

double hg__mend_time(const hg__mending *w, size_t frame) {
    return w->m->t0_s + (double)frame * w->dt;
}

static void tell(const hg__mending *w) {
    const struct {
        const hg__mend_tale *tale;
        hg_flag_id flag;
    } tales[] = {{&w->frozen, HG_FLAG_MARKERS_FROZEN},
                 {&w->spikes, HG_FLAG_MARKERS_SPIKES},
                 {&w->swapped, HG_FLAG_MARKERS_SWAPPED},
                 {&w->collapsed, HG_FLAG_MARKERS_COLLAPSED},
                 {&w->sides, HG_FLAG_SIDES_EXCHANGED}};
    for (size_t i = 0; i < sizeof tales / sizeof *tales; i++)
        if (tales[i].tale->times)
            hg__flag(w->stage->flags, tales[i].flag, (double)tales[i].tale->samples, "%s",
                     tales[i].tale->text);
}

hg_status hg__mend(hg__markers *m, const hg__markerset *set, const hg__stage *stage) {
    if (m->n < FRAMES_MIN || m->n_markers == 0 || strcmp(stage->params->clean_mend, "off") == 0)
        return HG_OK;
    hg__mending *w = hg__arena_alloc(stage->scratch, 1, sizeof *w);
    if (!w) return hg__fail_memory(stage->err);
    *w = (hg__mending){.m = m, .stage = stage, .n = m->n, .dt = 1.0 / m->rate_hz, .memory = true};
    w->marker = hg__arena_alloc(stage->scratch, m->n_markers, sizeof *w->marker);
    w->work = hg__arena_alloc(stage->scratch, m->n, sizeof *w->work);
    if (!w->marker || !w->work) return hg__fail_memory(stage->err);
    find_places(w, set);
    hg__mend_usual(w);
    hg__mend_frozen(w);
    hg__mend_limits(w);
    for (size_t i = 0; i < m->n_markers; i++) hg__mend_cut(w, i);
    /* exchanges before spikes: a short exchange is two spikes that fit each other */
    if (w->memory) hg__mend_swaps(w);
    if (w->memory) hg__mend_spikes(w);
    /* two labels before sides, as the side is measured from the pelvis */
    if (w->memory) hg__mend_hidden(w);
    if (w->memory) hg__mend_sides(w);
    if (w->memory) hg__mend_strays(w);
    if (w->memory) hg__mend_collapsed(w);
    if (!w->memory) return hg__fail_memory(stage->err);
    tell(w);
    return HG_OK;
}
