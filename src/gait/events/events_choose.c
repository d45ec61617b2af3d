/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "dsp/stats.h"
#include "gait/events/events.h"
#include "gait/flag_list.h"

#define SAME_STRIKE_S 0.05 /* of one foot; force and markers differ by 28 ms at most, at 60 Hz */
#define SAME_CONTACT_S                                                                             \
    0.15 /* events of two methods further apart than this are of different contacts */

#define AMID_S 2.0 /* before and after a strike the foot has others within this time: a stride */
#define SAME_EVENT_S 1e-6

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

/* Median size of the differences of one kind of event; NaN when there are none. */
static double usual_difference(const hg__event_set *set, bool toe_off, const hg__stage *stage) {
    const hg__event_list *s = set->side;
    size_t n = s[0].n_strikes + s[1].n_strikes + s[0].n_toe_offs + s[1].n_toe_offs, count = 0;
    double *apart = hg__arena_alloc(stage->scratch, n, sizeof *apart);
    for (int side = 0; apart && side < 2; side++) {
        const double *of = toe_off ? s[side].toe_off_agreement_s : s[side].agreement_s;
        size_t events = toe_off ? s[side].n_toe_offs : s[side].n_strikes;
        for (size_t i = 0; i < events; i++)
            if (!isnan(of[i])) apart[count++] = fabs(of[i]);
    }
    return count ? hg__median(apart, count, stage->scratch) : NAN;
}

/* Strikes amid those of the second set of which none is of the same contact: another clock, or
 * other feet. */
static size_t strangers(size_t *amid, const hg__event_set *first, const hg__event_set *second) {
    size_t count = 0;
    *amid = 0;
    for (int side = 0; side < 2; side++) {
        const hg__event_list *a = &first->side[side], *b = &second->side[side];
        for (size_t i = 0; i < a->n_strikes; i++) {
            bool before = false, after = false;
            for (size_t j = 0; j < b->n_strikes; j++) {
                double later = b->strike[j] - a->strike[i];
                before |= later <= 0 && later > -AMID_S;
                after |= later >= 0 && later < AMID_S;
            }
            *amid += before && after;
            count += before && after && isnan(a->agreement_s[i]);
        }
    }
    return count;
}

static void flag_disagreement(const hg__event_set *set, const hg__event_set *second,
                              const hg__stage *stage) {
    double limit = stage->params->events_agree_limit_s,
           strike = usual_difference(set, false, stage),
           toe_off = usual_difference(set, true, stage);
    size_t amid = 0, alone = second ? strangers(&amid, set, second) : 0;
    char list[160] = "";
    if (strike > limit) hg__list_add(list, sizeof list, "foot strikes %.0f", 1000 * strike);
    if (toe_off > limit) hg__list_add(list, sizeof list, "toe-offs %.0f", 1000 * toe_off);
    if (2 * alone > amid)
        hg__list_add(list, sizeof list, "%zu of %zu foot strikes more than %.0f", alone, amid,
                     1000 * SAME_CONTACT_S);
    if (*list)
        hg__flag(stage->flags, HG_FLAG_EVENTS_DISAGREE, 1000 * fmax(strike, toe_off),
                 "%s and %s, %s", set->method, set->second_method, list);
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

/* --- the second method --- */

typedef enum method { BY_FORCE, BY_MARKERS, BY_FILE, METHODS } method;

/* May the second be compared with the first? Events in a file that were made from force (or from
 * markers) say nothing new beside force (or markers). */
static bool independent(method first, method second, const hg_trial *trial) {
    if (first == second) return false;
    if (first != BY_FILE && second != BY_FILE) return true;
    hg_event_source same =
        first == BY_FORCE || second == BY_FORCE ? HG_EVENT_SOURCE_FORCE : HG_EVENT_SOURCE_KINEMATIC;
    for (size_t i = 0; i < trial->n_events; i++)
        if (trial->events[i].side != HG_SIDE_UNKNOWN && trial->events[i].source == same)
            return false;
    return true;
}

/* Times that agree to the microsecond are the same events, whoever handed them on. */
static bool same_events(const hg__event_set *a, const hg__event_set *b) {
    size_t count = 0, equal = 0;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < a->side[side].n_strikes; i++) {
            double nearest = INFINITY;
            for (size_t j = 0; j < b->side[side].n_strikes; j++)
                nearest = fmin(nearest, fabs(a->side[side].strike[i] - b->side[side].strike[j]));
            count++;
            equal += nearest < SAME_EVENT_S;
        }
    return 2 * equal > count;
}

/* What is compared with the first, in order of preference. Events by markers bring a second method
 * of their own, events of a file are never a second opinion on anything but force. */
static const method seconds[METHODS][2] = {[BY_FORCE] = {BY_MARKERS, BY_FILE},
                                           [BY_MARKERS] = {BY_MARKERS, BY_MARKERS},
                                           [BY_FILE] = {BY_MARKERS, BY_FORCE}};

static const hg__event_set *find_second(const hg__event_set sets[METHODS], method first,
                                        const hg_trial *trial) {
    for (size_t i = 0; i < 2; i++) {
        method m = seconds[first][i];
        if (usable(&sets[m]) && independent(first, m, trial) &&
            !same_events(&sets[first], &sets[m]))
            return &sets[m];
    }
    return NULL;
}

/* Flags about the plates matter where force matters; that it could not be used matters also where
 * it would have been. */
static void pass_on(const hg__flags *of_force, bool in_use, bool wanted, const hg__stage *stage) {
    for (size_t i = 0; i < of_force->n; i++) {
        const hg_flag *f = &of_force->item[i];
        if (!in_use && !(wanted && f->id == HG_FLAG_FORCE_UNUSABLE)) continue;
        bool known = false;
        for (size_t j = 0; j < stage->flags->n && !known; j++)
            known = stage->flags->item[j].id == f->id;
        if (!known && stage->flags->n < HG_FLAG_COUNT) stage->flags->item[stage->flags->n++] = *f;
    }
}

static method choose(const hg__event_set sets[METHODS], const hg__stage *stage) {
    static const struct {
        const char *name;
        method is;
    } sources[] = {{"force", BY_FORCE}, {"markers", BY_MARKERS}, {"file", BY_FILE}};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (strcmp(stage->params->events_source, sources[i].name) == 0) return sources[i].is;
    if (force_covers(&sets[BY_FORCE], &sets[BY_MARKERS], stage)) return BY_FORCE;
    /* whoever wrote events into the file saw more of the feet than a pelvis shows */
    bool worse = sets[BY_MARKERS].pelvis_alone && usable(&sets[BY_FILE]);
    return usable(&sets[BY_MARKERS]) && !worse ? BY_MARKERS : BY_FILE;
}

static const char *why_missing(const hg__event_set sets[METHODS], method first) {
    if (first == BY_FORCE) return "no usable force plate";
    if (first == BY_MARKERS) return "the foot markers do not show them";
    return usable(&sets[BY_MARKERS]) ? "the file holds none"
                                     : "no usable force plate, foot markers or events in the file";
}

/* Where the four lists of a side lie one after the other. */
static size_t pack(double *to, const hg__event_list *list) {
    const struct {
        const double *from;
        size_t n;
    } parts[] = {{list->strike, list->n_strikes},
                 {list->agreement_s, list->n_strikes},
                 {list->toe_off, list->n_toe_offs},
                 {list->toe_off_agreement_s, list->n_toe_offs}};
    size_t at = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (to && parts[i].n) memcpy(to + at, parts[i].from, parts[i].n * sizeof *to);
        at += parts[i].n;
    }
    return at;
}

/* The methods look at dozens of signals as long as the recording; of each only the lists stay. */
static hg_status keep_lists(hg__event_set *set, hg__arena_mark mark, const hg__stage *stage) {
    size_t of_left = pack(NULL, &set->side[HG_LEFT]),
           all = of_left + pack(NULL, &set->side[HG_RIGHT]);
    double *aside = malloc((all + 1) * sizeof *aside);
    if (!aside) return hg__fail_memory(stage->err);
    pack(aside, &set->side[HG_LEFT]);
    pack(aside + of_left, &set->side[HG_RIGHT]);
    hg__arena_back(stage->scratch, mark);
    double *kept = hg__arena_alloc(stage->scratch, all, sizeof *kept);
    if (kept) memcpy(kept, aside, all * sizeof *kept);
    free(aside);
    if (!kept) return hg__fail_memory(stage->err);
    for (int side = 0; side < 2; side++, kept += of_left) {
        hg__event_list *list = &set->side[side];
        list->strike = kept;
        list->agreement_s = kept + list->n_strikes;
        list->toe_off = list->agreement_s + list->n_strikes;
        list->toe_off_agreement_s = list->toe_off + list->n_toe_offs;
    }
    return HG_OK;
}

hg_status hg__find_events(hg__event_set *out, hg_task *task, const hg__events_input *input,
                          const hg__stage *stage) {
    hg__event_set sets[METHODS];
    hg__flags *of_force = hg__arena_alloc(stage->scratch, 1, sizeof *of_force);
    hg__stage apart = *stage;
    if (!of_force) return hg__fail_memory(stage->err);
    apart.flags = of_force;
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    hg_status status = hg__events_from_markers(&sets[BY_MARKERS], task, input, stage);
    if (status == HG_OK) status = keep_lists(&sets[BY_MARKERS], mark, stage);
    mark = hg__arena_here(stage->scratch);
    hg__events_input seen = *input;
    seen.task = *task;
    if (status == HG_OK) status = hg__events_from_force(&sets[BY_FORCE], &seen, &apart);
    if (status == HG_OK) status = keep_lists(&sets[BY_FORCE], mark, stage);
    if (status == HG_OK) status = hg__events_from_file(&sets[BY_FILE], input->trial, stage);
    if (status != HG_OK) return status;

    method first = choose(sets, stage);
    const hg__event_set *second =
        usable(&sets[first]) ? find_second(sets, first, input->trial) : NULL;
    bool automatic = strcmp(stage->params->events_source, "auto") == 0;
    pass_on(of_force, usable(&sets[BY_FORCE]) && (first == BY_FORCE || second == &sets[BY_FORCE]),
            automatic || first == BY_FORCE, stage);
    *out = sets[first];
    if (!usable(out)) {
        hg__flag(stage->flags, HG_FLAG_EVENTS_MISSING, NAN, "%s", why_missing(sets, first));
        return HG_OK;
    }
    if (first == BY_MARKERS) hg__flag_marker_fallbacks(input->feet, stage);
    if (second) compare_with(out, second);
    flag_disagreement(out, second, stage);
    return HG_OK;
}
