/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "gait/events/events.h"

/* Inserts in order of time: files need not be sorted. */
static void insert(double *times, size_t *n, double t) {
    size_t at = (*n)++;
    for (; at > 0 && times[at - 1] > t; at--) times[at] = times[at - 1];
    times[at] = t;
}

hg_status hg__events_from_file(hg__event_set *out, const hg_trial *trial, const hg__stage *stage) {
    *out = (hg__event_set){.method = "", .second_method = ""};
    for (int side = 0; side < 2; side++)
        if (!hg__event_list_room(&out->side[side], trial->n_events, stage->scratch))
            return hg__fail_memory(stage->err);
    for (size_t i = 0; i < trial->n_events; i++) {
        const hg_event *e = &trial->events[i];
        if (e->side == HG_SIDE_UNKNOWN) continue;
        hg__event_list *list = &out->side[e->side];
        if (strcmp(e->label, "IC") == 0)
            insert(list->strike, &list->n_strikes, e->time_s);
        else if (strcmp(e->label, "TO") == 0)
            insert(list->toe_off, &list->n_toe_offs, e->time_s);
    }
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < out->side[side].n_strikes; i++) out->side[side].agreement_s[i] = NAN;
    if (out->side[HG_LEFT].n_strikes + out->side[HG_RIGHT].n_strikes == 0) return HG_OK;
    out->method = "file";
    snprintf(out->description, sizeof out->description,
             "Events as they stand in the file (labels IC and TO).");
    return HG_OK;
}
