/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events from markers: a method for each foot, running or walking, and what is handed on. */
#include "gait/events/events_markers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "dsp/stats.h"
#include "gait/flag_list.h"

#define WALK_DUTY 0.5     /* from here on it is walking: there is no flight */
#define RUN_SPEED_M_S 2.2 /* without a whole stride: faster is running */
#define MARKER_RATE_MIN 100.0
#define FRAMES_LEAST 8

/* Everything about one trial. */
typedef struct road {
    const hg__events_input *input;
    const hg__feet *feet;
    const hg__stage *stage;
    double stride_s;
    hg__foot foot[2];
    hg__swings swings[2];
} road;

static bool prepare(road *r) {
    if (!hg__stride_time(&r->stride_s, r->feet, r->stage)) return false;
    if (isnan(r->stride_s)) r->stride_s = r->stage->params->events_reference_stride_s;
    for (int side = 0; side < 2; side++) {
        if (!hg__foot_seen(r->feet, side)) continue;
        const hg__marker_method *m = hg__marker_method_for(r->feet, side, false, r->stage->params);
        if (!hg__foot_signals(&r->foot[side], r->feet, side, m, r->stride_s, r->input->angles,
                              r->stage) ||
            !hg__find_swings(&r->swings[side], &r->foot[side], r->feet->n, r->feet->rate_hz,
                             r->stride_s, r->stage))
            return false;
    }
    return true;
}

/* One foot by one method; where the method has no second view of its own, `view` gives it. */
static bool detect(hg__marks *out, const road *r, int side, bool walking,
                   const hg__marker_method *method, const hg__marker_method *view) {
    const hg__swings *s = &r->swings[side];
    *out = (hg__marks){.strike = hg__arena_alloc(r->stage->scratch, s->n, sizeof(hg__mark)),
                       .toe_off = hg__arena_alloc(r->stage->scratch, s->n, sizeof(hg__mark))};
    if (!out->strike || !out->toe_off) return false;
    for (size_t i = 0; i < s->n; i++) {
        hg__search q = {.foot = &r->foot[side],
                        .swing = &s->swing[i],
                        .stance = i ? s->swing[i - 1].end : 0,
                        .n = r->feet->n,
                        .rate_hz = r->feet->rate_hz,
                        .stride_s = r->stride_s,
                        .walking = walking,
                        .stage = r->stage};
        hg__mark off = method->toe_off(&q), hit = {NAN, NAN};
        if (q.swing->ended) hit = method->strike(&q);
        if (method != view && q.swing->ended) hit.second = view->strike(&q).at;
        if (method != view) off.second = view->toe_off(&q).at;
        if (isfinite(off.at)) out->toe_off[out->n_toe_offs++] = off;
        if (isfinite(hit.at)) out->strike[out->n_strikes++] = hit;
    }
    return true;
}

/* Median share of the stride that each foot is down; NaN without a whole stride. */
static double duty_factor(const hg__marks *sides, const hg__stage *stage) {
    double *shares = hg__arena_alloc(stage->scratch, sides[0].n_strikes + sides[1].n_strikes + 1,
                                     sizeof *shares);
    size_t count = 0;
    for (int side = 0; shares && side < 2; side++) {
        const hg__marks *f = &sides[side];
        for (size_t i = 0, o = 0; i + 1 < f->n_strikes; i++) {
            while (o < f->n_toe_offs && f->toe_off[o].at <= f->strike[i].at) o++;
            double stride = f->strike[i + 1].at - f->strike[i].at;
            if (o < f->n_toe_offs && f->toe_off[o].at < f->strike[i + 1].at)
                shares[count++] = (f->toe_off[o].at - f->strike[i].at) / stride;
        }
    }
    return count ? hg__median(shares, count, stage->scratch) : NAN;
}

/* Running or walking, from the feet by the methods for runners. */
static bool tell_task(hg_task *task, const road *r) {
    hg__marks sides[2] = {{0}, {0}};
    double fastest = NAN;
    for (int side = 0; side < 2; side++) {
        if (!hg__foot_seen(r->feet, side)) continue;
        const hg__marker_method *m = hg__marker_method_named(
            r->foot[side].toe.known ? (r->foot[side].heel.known ? "combined" : "toe") : "heel");
        if (!detect(&sides[side], r, side, false, m, m)) return false;
        fastest = fmax(fastest, r->feet->speed_m_s[side]);
    }
    double duty = duty_factor(sides, r->stage);
    if (isfinite(fastest))
        *task =
            (isnan(duty) ? fastest > RUN_SPEED_M_S : duty < WALK_DUTY) ? HG_TASK_RUN : HG_TASK_WALK;
    return true;
}

static bool hand_over(hg__event_list *out, const hg__marks *f, const hg__feet *feet,
                      const hg__stage *stage) {
    size_t room = f->n_strikes > f->n_toe_offs ? f->n_strikes : f->n_toe_offs;
    if (!hg__event_list_room(out, room, stage->scratch)) return false;
    for (size_t i = 0; i < f->n_strikes; i++) {
        out->strike[i] = feet->t0_s + f->strike[i].at / feet->rate_hz;
        out->agreement_s[i] = (f->strike[i].second - f->strike[i].at) / feet->rate_hz;
    }
    for (size_t i = 0; i < f->n_toe_offs; i++) {
        out->toe_off[i] = feet->t0_s + f->toe_off[i].at / feet->rate_hz;
        out->toe_off_agreement_s[i] = (f->toe_off[i].second - f->toe_off[i].at) / feet->rate_hz;
    }
    out->n_strikes = f->n_strikes;
    out->n_toe_offs = f->n_toe_offs;
    return true;
}

/* What is there of a foot, in words. */
static const char *lacks(const hg__feet *f, int side) {
    bool heel = f->heel[side][0] != NULL, toe = f->toe[side][0] != NULL;
    return heel && toe ? ""
           : heel      ? "no forefoot marker"
           : toe       ? "no heel marker"
                       : "no foot marker";
}

static void add_reason(char *list, size_t size, const char *who, const char *why,
                       const hg__marker_method *m) {
    size_t used = strlen(list);
    snprintf(list + used, size - used, "%s%s: %s%sby %s; %s", used ? ". " : "", who, why,
             *why ? ", " : "", m->source, m->error);
}

void hg__flag_marker_fallbacks(const hg__feet *feet, const hg__stage *stage) {
    static const char *const sides[2] = {"left", "right"};
    const char *asked = stage->params->events_marker_method;
    const hg__marker_method *of[2];
    char list[400] = "";
    for (int side = 0; side < 2; side++)
        of[side] = hg__marker_method_for(feet, side, false, stage->params);
    bool alike = of[0] == of[1] && strcmp(lacks(feet, 0), lacks(feet, 1)) == 0;
    for (int side = 0; side < (alike ? 1 : 2); side++)
        if (strcmp(of[side]->id, "combined") != 0 && strcmp(of[side]->id, "walking") != 0)
            add_reason(list, sizeof list, alike ? "both feet" : sides[side], lacks(feet, side),
                       of[side]);
        else if (strcmp(asked, "auto") != 0 && strcmp(asked, of[side]->id) != 0)
            add_reason(list, sizeof list, alike ? "both feet" : sides[side],
                       "not by the method asked for, which lacks markers", of[side]);
    if (*list) hg__flag(stage->flags, HG_FLAG_EVENTS_FALLBACK, NAN, "%s", list);
    if (feet->rate_hz < MARKER_RATE_MIN)
        hg__flag(stage->flags, HG_FLAG_RATE_LOW, feet->rate_hz, "%.0f", feet->rate_hz);
}

static void describe(hg__event_set *out, const hg__marker_method *const of[2], bool walking) {
    const hg__marker_method *m = of[of[0]->strike ? 0 : 1];
    out->method = "markers";
    out->pelvis_alone = !of[0]->strike && !of[1]->strike;
    out->second_method = m->second ? m->second : walking ? "walking" : "combined";
    if (of[0] == of[1])
        snprintf(out->description, sizeof out->description, "Markers, %s: %s.", m->source, m->rule);
    else
        snprintf(out->description, sizeof out->description, "Markers, left: %s, right: %s.",
                 of[0]->source, of[1]->source);
}

static bool find(hg__marks sides[2], const hg__marker_method *of[2], road *r, bool walking) {
    const hg__marks *known[2] = {NULL, NULL};
    bool wanted[2] = {false, false};
    size_t unsure = 0;
    for (int side = 0; side < 2; side++) {
        of[side] = hg__marker_method_for(r->feet, side, walking, r->stage->params);
        wanted[side] = !of[side]->strike;
        const hg__marker_method *view =
            of[side]->second ? of[side] : hg__marker_method_named(walking ? "walking" : "combined");
        if (wanted[side]) continue;
        if (!detect(&sides[side], r, side, walking, of[side], view)) return false;
        known[side] = &sides[side];
    }
    if (walking || !(wanted[0] || wanted[1])) return true;
    if (!hg__pelvis_events(sides, &unsure, wanted, r->input, known, r->stage)) return false;
    if (unsure)
        hg__flag(r->stage->flags, HG_FLAG_EVENTS_SIDE_UNSURE, (double)unsure, "%zu steps", unsure);
    return true;
}

hg_status hg__events_from_markers(hg__event_set *out, hg_task *task, const hg__events_input *input,
                                  const hg__stage *stage) {
    road *r = hg__arena_alloc(stage->scratch, 1, sizeof *r);
    hg__marks sides[2] = {{0}, {0}};
    const hg__marker_method *of[2];
    const hg__feet *feet = input->feet;
    *out = (hg__event_set){.method = "", .second_method = ""};
    *task = HG_TASK_UNKNOWN;
    if (!r) return hg__fail_memory(stage->err);
    if (!feet || feet->n < FRAMES_LEAST || !feet->pelvis[0]) return HG_OK;
    *r = (road){.input = input, .feet = feet, .stage = stage};
    if (!prepare(r) || !tell_task(task, r) || !find(sides, of, r, *task == HG_TASK_WALK))
        return hg__fail_memory(stage->err);
    if (sides[0].n_strikes + sides[1].n_strikes == 0) return HG_OK;
    if (*task == HG_TASK_UNKNOWN) *task = HG_TASK_RUN; /* the pelvis alone shows runners only */
    for (int side = 0; side < 2; side++)
        if (!hand_over(&out->side[side], &sides[side], feet, stage))
            return hg__fail_memory(stage->err);
    describe(out, of, *task == HG_TASK_WALK);
    return HG_OK;
}
