/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Foot strikes and toe-offs: from a force plate, from the foot markers, or from the file; and the
 * choice between them. docs/events.md describes methods, constants and measured errors.
 */
#ifndef HG_GAIT_EVENTS_EVENTS_H
#define HG_GAIT_EVENTS_EVENTS_H

#include "gait/arrows.h"

typedef struct hg__events_input {
    const hg_trial *trial;
    const hg__feet *feet;         /* NULL or without planes: no foot markers */
    const hg__angle_set *angles;  /* NULL or without hips: sides cannot come from hip flexion */
    hg_task task;                 /* what the movement shows; unknown: the trial says it */
    const hg__progress *progress; /* NULL: no centre of pressure, and the trial says where it was */
} hg__events_input;

/* The stage: events by the source in force (events.source), compared with a second one where there
 * is one. `out->method` is "" when none could be found; flags say why. *task is what the movement
 * shows, HG_TASK_UNKNOWN when it cannot be told. */
hg_status hg__find_events(hg__event_set *out, hg_task *task, const hg__events_input *input,
                          const hg__stage *stage);

/* --- the methods; each leaves `out` empty (method "") when it cannot be used --- */

/*
 * Markers. Each foot by the method of events.marker_method, or by the best that its markers allow:
 * heel and forefoot, one of them, or the pelvis alone; the methods, their sources and their errors
 * stand in one table (events_markers_table.c). Running and walking are told apart first, by the
 * duty factor. Time constants follow the stride time that the feet show. Times between samples.
 */
hg_status hg__events_from_markers(hg__event_set *out, hg_task *task, const hg__events_input *input,
                                  const hg__stage *stage);

/*
 * Force. Per plate, on its own clock: vertical force, low-passed, less its level at rest where that
 * is off; a load begins and ends where it crosses events.force_threshold_n (linear interpolation)
 * and must reach events.force_hysteresis_n above it. A load belongs to the foot that comes to stand
 * or leaves at its ends, under which the centre of pressure lies, and that is the slower one;
 * witnesses that contradict each other name nobody. Without foot markers it is the side whose hip
 * is flexed more. What one foot puts on several plates is added; what two feet put on one plate is
 * not used, except, on a treadmill, a strike on an empty plate and a toe-off that empties it.
 */
hg_status hg__events_from_force(hg__event_set *out, const hg__events_input *input,
                                const hg__stage *stage);

/* The events that came with the file (IC and TO with a side). */
hg_status hg__events_from_file(hg__event_set *out, const hg_trial *trial, const hg__stage *stage);

/* Flags what makes events from these feet less certain than usual. */
void hg__flag_marker_fallbacks(const hg__feet *feet, const hg__stage *stage);

/* Room for events of one side. */
bool hg__event_list_room(hg__event_list *list, size_t n, hg__arena *scratch);

/* A crossing upward (or downward) through `level` between samples i and i + 1, in samples. */
static inline double hg__crossing(const double *x, double level, size_t i) {
    return (double)i + (level - x[i]) / (x[i + 1] - x[i]);
}

#endif
