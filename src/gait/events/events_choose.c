/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "dsp/stats.h"
#include "gait/events/events.h"
#include "gait/flag_list.h"

#define SAME_STRIKE_S 0.05 /* of one foot; force and markers differ by 28 ms at most, at 60 Hz */
#define SAME_CONTACT_S                                                                             \
    0.15 /* events of two methods further apart than this are of different contacts */

bool hg__event_list_room(hg__event_list *list, size_t n, hg__arena *scratch) {
    list->strike = hg__arena_alloc(scratch, n, sizeof(double));
    list->toe_off = hg__arena_alloc(scratch, n, sizeof(double));
    list->agreement_s = hg__arena_alloc(scratch, n, sizeof(double));
    list->toe_off_agreement_s = hg__arena_alloc(scratch, n, sizeof(double));
    list->n_strikes = list->n_toe_offs = 0;
    if (!list->strike || !list->toe_off || !list->agreement_s || !list->toe_off_agreement_s)
        return false;
    for (size_t i = 0; i < n; i++) list->agreement_s[i] = list->toe_off_agreement_s[i] = NAN;
    return true;
}

static size_t strikes(const hg__event_set *set) {
    return set->side[HG_LEFT].n_strikes + set->side[HG_RIGHT].n_strikes;
}

static bool usable(const hg__event_set *set) {
    return *set->method != '\0';
}

/* For each time in a the nearest in b, less it; NaN where that is of another contact. */
static void apart(double *out, const double *a, size_t n, const double *b, size_t m) {
    for (size_t i = 0, j = 0; i < n; i++) {
        while (j + 1 < m && fabs(b[j + 1] - a[i]) < fabs(b[j] - a[i])) j++;
        double d = m ? b[j] - a[i] : NAN;
        out[i] = fabs(d) <= SAME_CONTACT_S ? d : NAN;
    }
}

/* Second method minus first for every event that both have. */
static void compare_with(hg__event_set *first, const hg__event_set *second) {
    for (int side = 0; side < 2; side++) {
        hg__event_list *a = &first->side[side];
        const hg__event_list *b = &second->side[side];
        apart(a->agreement_s, a->strike, a->n_strikes, b->strike, b->n_strikes);
        apart(a->toe_off_agreement_s, a->toe_off, a->n_toe_offs, b->toe_off, b->n_toe_offs);
    }
    first->second_method = second->method;
}

static void flag_disagreement(const hg__event_set *set, const hg__stage *stage) {
    size_t n = strikes(set), count = 0;
    double *apart = hg__arena_alloc(stage->scratch, n, sizeof *apart);
    for (int side = 0; apart && side < 2; side++)
        for (size_t i = 0; i < set->side[side].n_strikes; i++) {
            double d = fabs(set->side[side].agreement_s[i]);
            if (!isnan(d)) apart[count++] = d;
        }
    double median = count ? hg__median(apart, count, stage->scratch) : NAN;
    if (median > stage->params->events_agree_limit_s)
        hg__flag(stage->flags, HG_FLAG_EVENTS_DISAGREE, 1000 * median, "%s and %s, %.0f",
                 set->method, set->second_method, 1000 * median);
}

/* Strikes of the first set that have one of the same side close by in the second. */
static size_t matched(const hg__event_set *first, const hg__event_set *second) {
    size_t n = 0;
    for (int side = 0; side < 2; side++) {
        const hg__event_list *a = &first->side[side], *b = &second->side[side];
        for (size_t i = 0; i < a->n_strikes; i++) {
            bool near = false;
            for (size_t j = 0; j < b->n_strikes && !near; j++)
                near = fabs(a->strike[i] - b->strike[j]) <= SAME_STRIKE_S;
            n += near;
        }
    }
    return n;
}

/* Force gives the events where it sees nearly all contacts that the markers show (plates in the
 * floor see only some), and none that they do not (a dip in the middle, a clock of its own). */
static bool force_covers(const hg__event_set *force, const hg__event_set *markers,
                         const hg__stage *stage) {
    if (!usable(force)) return false;
    if (!usable(markers)) return true;
    size_t all = strikes(markers), seen = strikes(force), agree = matched(force, markers);
    double least = stage->params->events_force_share;
    if ((double)seen < least * (double)all)
        hg__flag(stage->flags, HG_FLAG_FORCE_UNUSABLE, (double)seen / (double)all,
                 "it saw %zu of %zu foot strikes", seen, all);
    else if ((double)agree < least * (double)seen)
        hg__flag(stage->flags, HG_FLAG_FORCE_UNUSABLE, (double)agree / (double)seen,
                 "only %zu of its %zu contacts match the foot markers (clock, plate or side)",
                 agree, seen);
    else
        return true;
    return false;
}

hg_status hg__find_events(hg__event_set *out, hg_task *task, const hg__events_input *input,
                          const hg__stage *stage) {
    hg__event_set force, markers, file;
    hg_status status = hg__events_from_markers(&markers, task, input, stage);
    if (status == HG_OK) status = hg__events_from_force(&force, input, stage);
    if (status == HG_OK) status = hg__events_from_file(&file, input->trial, stage);
    if (status != HG_OK) return status;

    const char *source = stage->params->events_source;
    const hg__event_set *first = NULL, *second = NULL;
    if (strcmp(source, "force") == 0)
        first = &force;
    else if (strcmp(source, "markers") == 0)
        first = &markers;
    else if (strcmp(source, "file") == 0)
        first = &file;
    else
        first = force_covers(&force, &markers, stage) ? &force
                : usable(&markers)                    ? &markers
                                                      : &file;
    if (!usable(first)) {
        hg__flag(stage->flags, HG_FLAG_EVENTS_MISSING, NAN, "%s",
                 first == &force ? "no usable force plate"
                 : first == &file
                     ? usable(&markers)
                           ? "the file holds none"
                           : "no usable force plate, foot markers or events in the file"
                     : "the foot markers do not show them");
        *out = *first;
        return HG_OK;
    }
    second = first != &markers && usable(&markers) ? &markers
             : first == &file && usable(&force)    ? &force
                                                   : NULL;
    *out = *first;
    if (first == &markers) hg__flag_marker_fallbacks(input->feet, stage);
    if (second) compare_with(out, second);
    flag_disagreement(out, stage);
    return HG_OK;
}
