/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "gait/events/force.h"
#include "gait/flag_list.h"

/* Adds to a list of "plate what; plate what". */
static void HG_PRINTF(4, 5)
    remark(char *list, size_t size, const hg__plate *p, const char *fmt, ...) {
    size_t used = strlen(list);
    snprintf(list + used, size - used, "%s%s: ", used ? "; " : "", p->stream->name);
    used = strlen(list);
    va_list args;
    va_start(args, fmt);
    vsnprintf(list + used, size - used, fmt, args);
    va_end(args);
}

/* What the plates themselves say about how far to trust them. */
static void flag_plates(const hg__plate *plates, size_t n, double threshold_n,
                        const hg__stage *stage) {
    char refused[300] = "", rest[300] = "", noisy[300] = "", clipped[300] = "", gaps[300] = "",
         slow[300] = "";
    double cutoff = stage->params->events_force_cutoff_hz;
    size_t n_refused = 0;
    for (size_t i = 0; i < n; i++) {
        const hg__plate *p = &plates[i];
        if (p->refusal) {
            remark(refused, sizeof refused, p, "%s", p->refusal);
            n_refused++;
            continue;
        }
        if (p->corrected)
            remark(rest, sizeof rest, p, "%.0f N, drift %.0f N", p->offset_n, p->drift_n);
        if (p->threshold_n > threshold_n)
            remark(noisy, sizeof noisy, p, "noise %.0f N, threshold %.0f N", p->noise_n,
                   p->threshold_n);
        if (p->clipped) remark(clipped, sizeof clipped, p, "%zu samples", p->clipped);
        if (p->missing)
            remark(gaps, sizeof gaps, p, "%.2g %%", 100 * (double)p->missing / (double)p->n);
        if (cutoff > 0 && !p->low_passed)
            remark(slow, sizeof slow, p, "%.3g Hz", p->stream->rate_hz);
    }
    if (*refused) hg__flag(stage->flags, HG_FLAG_FORCE_UNUSABLE, (double)n_refused, "%s", refused);
    if (*rest) hg__flag(stage->flags, HG_FLAG_FORCE_REST, NAN, "%s", rest);
    if (*noisy) hg__flag(stage->flags, HG_FLAG_FORCE_NOISY, NAN, "%s", noisy);
    if (*clipped) hg__flag(stage->flags, HG_FLAG_FORCE_CLIPPED, NAN, "%s", clipped);
    if (*gaps) hg__flag(stage->flags, HG_FLAG_FORCE_GAPS, NAN, "%s", gaps);
    if (*slow) hg__flag(stage->flags, HG_FLAG_FORCE_RATE_LOW, NAN, "%s", slow);
}

static void flag_contacts(const hg__contacts *c, const hg__stage *stage) {
    if (c->unsure)
        hg__flag(stage->flags, HG_FLAG_EVENTS_SIDE_UNSURE, (double)c->unsure, "%zu of %zu",
                 c->unsure, c->unsure + c->n);
    if (c->shared + c->partial)
        hg__flag(stage->flags, HG_FLAG_FORCE_SHARED, (double)(c->shared + c->partial),
                 "%zu with both feet on a plate, %zu partly beside it (%s)", c->shared, c->partial,
                 c->plates);
}

static void describe(hg__event_set *out, const hg__plate *plates, size_t n, double threshold,
                     bool feet, const hg_params *p) {
    size_t used = 0, corrected = 0, passed = 0, cop = 0;
    char low_pass[64] = "not low-passed", rest[64] = "";
    for (size_t i = 0; i < n; i++) {
        if (plates[i].refusal) continue;
        used++;
        corrected += plates[i].corrected;
        passed += plates[i].low_passed;
        cop += plates[i].cop[0] != NULL;
        threshold = fmax(threshold, plates[i].threshold_n);
    }
    if (passed)
        snprintf(low_pass, sizeof low_pass, "zero-lag second-order low-pass %.3g Hz",
                 p->events_force_cutoff_hz);
    if (corrected) snprintf(rest, sizeof rest, ", level at rest taken off on %zu", corrected);
    snprintf(out->description, sizeof out->description,
             "Vertical force of %zu plate%s, %s, threshold %.3g N exceeded by %.3g N%s, times by "
             "linear interpolation; sides from %s.",
             used, used == 1 ? "" : "s", low_pass, threshold, p->events_force_hysteresis_n, rest,
             !feet ? "flexion of the hips"
             : cop ? "foot markers and centre of pressure, else flexion of the hips"
                   : "foot markers, else flexion of the hips");
    out->method = "force";
}

static void insert(double *times, size_t *n, double t) {
    size_t at = (*n)++;
    for (; at > 0 && times[at - 1] > t; at--) times[at] = times[at - 1];
    times[at] = t;
}

static bool hand_over(hg__event_set *out, const hg__contacts *c, const hg__stage *stage) {
    for (int side = 0; side < 2; side++)
        if (!hg__event_list_room(&out->side[side], c->n, stage->scratch)) return false;
    for (size_t i = 0; i < c->n; i++) {
        const hg__contact *now = &c->contact[i];
        hg__event_list *list = &out->side[now->side];
        if (!isnan(now->start_s)) {
            list->agreement_s[list->n_strikes] = NAN;
            insert(list->strike, &list->n_strikes, now->start_s);
        }
        if (!isnan(now->end_s)) insert(list->toe_off, &list->n_toe_offs, now->end_s);
    }
    return true;
}

hg_status hg__events_from_force(hg__event_set *out, const hg__events_input *input,
                                const hg__stage *stage) {
    hg__plate *plates;
    hg__load *loads;
    hg__standing standing;
    hg__contacts contacts;
    size_t n_plates, n_loads, refused = 0;
    hg_task task = input->task != HG_TASK_UNKNOWN ? input->task : input->trial->task;
    double threshold = task == HG_TASK_WALK ? stage->params->events_force_walk_threshold_n
                                            : stage->params->events_force_threshold_n;
    bool treadmill = input->progress && input->progress->known ? input->progress->treadmill
                                                               : input->trial->treadmill == HG_YES;
    *out = (hg__event_set){.method = "", .second_method = ""};
    hg_status status = hg__force_plates(&plates, &n_plates, threshold, input, stage);
    if (status != HG_OK || n_plates == 0) return status;
    status = hg__force_loads(&loads, &n_loads, plates, n_plates, stage);
    if (status != HG_OK) return status;
    if (!hg__standing_feet(&standing, input->feet, task == HG_TASK_WALK, stage))
        return hg__fail_memory(stage->err);
    hg__force_sides(loads, n_loads, &standing, input, stage);
    status = hg__force_contacts(&contacts, loads, n_loads, treadmill, &standing, stage);
    if (status != HG_OK) return status;
    if (!hand_over(out, &contacts, stage)) return hg__fail_memory(stage->err);

    flag_plates(plates, n_plates, threshold, stage);
    flag_contacts(&contacts, stage);
    for (size_t i = 0; i < n_plates; i++) refused += plates[i].refusal != NULL;
    if (out->side[HG_LEFT].n_strikes + out->side[HG_RIGHT].n_strikes)
        describe(out, plates, n_plates, threshold, input->feet != NULL, stage->params);
    else if (refused < n_plates)
        hg__flag(stage->flags, HG_FLAG_FORCE_UNUSABLE, (double)n_loads, "%s",
                 n_loads == 0 ? "it shows no contact"
                 : contacts.shared + contacts.partial
                     ? "no foot is alone on a plate"
                     : "for none of its contacts could the side be told");
    return HG_OK;
}
