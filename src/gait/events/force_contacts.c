/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From loads on plates to contacts of feet: what one foot puts on several plates during one stance
 * is added; what both feet put on one plate cannot be taken apart.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "dsp/stats.h"
#include "gait/events/force.h"

#define APART_S 0.05          /* a foot may carry load this long before and after it stands still */
#define SAME_SIDE_STRIDES 0.6 /* of the usual stride: no foot strikes twice within that time */

/* How many there are, with `out` NULL. */
static size_t plate_loads(hg__load *out, const hg__plate *plate, double enough_n) {
    const double *force = plate->up;
    double level = plate->threshold_n;
    size_t count = 0;
    bool inside = force[0] > level;
    hg__load now = {.plate = plate, .start_s = NAN, .end_s = NAN};
    for (size_t i = 0; i < plate->n; i++) {
        bool over = force[i] > level;
        if (over && !inside) {
            now = (hg__load){.plate = plate, .first = i, .start_s = NAN, .end_s = NAN};
            if (!isnan(force[i - 1]))
                now.start_s = hg__plate_time(plate, hg__crossing(force, level, i - 1));
        }
        if (over) {
            now.last = i;
            if (force[i] > now.peak_n) now.peak_n = force[i];
        }
        bool ends = inside && !over;
        inside = over;
        if (!ends && !(over && i + 1 == plate->n)) continue;
        if (ends && !isnan(force[i]))
            now.end_s = hg__plate_time(plate, hg__crossing(force, level, i - 1));
        now.from_s = isnan(now.start_s) ? hg__plate_time(plate, (double)now.first) : now.start_s;
        now.to_s = isnan(now.end_s) ? hg__plate_time(plate, (double)now.last) : now.end_s;
        if (!(now.peak_n > level + enough_n)) continue;
        if (out) out[count] = now;
        count++;
    }
    return count;
}

hg_status hg__force_loads(hg__load **out, size_t *count, hg__plate *plates, size_t n_plates,
                          const hg__stage *stage) {
    double enough = stage->params->events_force_hysteresis_n;
    size_t most = 0;
    *count = 0;
    for (size_t i = 0; i < n_plates; i++)
        if (!plates[i].refusal) most += plate_loads(NULL, &plates[i], enough);
    *out = hg__arena_alloc(stage->scratch, most, sizeof **out);
    if (!*out) return hg__fail_memory(stage->err);
    for (size_t i = 0; i < n_plates; i++) {
        hg__plate *p = &plates[i];
        if (p->refusal) continue;
        size_t found = plate_loads(*out + *count, p, enough);
        const hg__load *only = *out + *count;
        if (found == 1 && isnan(only->start_s) && isnan(only->end_s) && only->first == 0 &&
            only->last + 1 == p->n) {
            p->refusal = "it is never unloaded; a plate that carries both feet in turn without a "
                         "pause cannot show when one meets or leaves it";
            continue;
        }
        *count += found;
    }
    return HG_OK;
}

/* --- one foot --- */

typedef struct group {
    const hg__load **load;
    size_t n;
    bool shared;
} group;

static double summed(const group *g, double time_s) {
    double sum = 0;
    for (size_t i = 0; i < g->n; i++) {
        bool again = false;
        for (size_t j = 0; j < i && !again; j++) again = g->load[j]->plate == g->load[i]->plate;
        double force = again ? 0 : hg__plate_force(g->load[i]->plate, time_s);
        if (!isnan(force)) sum += force;
    }
    return sum;
}

/* Walks from a place inside the contact outward (`step` samples of `plate`) until the sum of the
 * plates is below the threshold; the crossing, or NaN where the samples end first. */
static double outward(const group *g, const hg__plate *plate, double from_s, int step,
                      double level) {
    double at = hg__plate_sample(plate, from_s);
    at = step < 0 ? ceil(at) : floor(at);
    double now = summed(g, hg__plate_time(plate, at));
    for (;;) {
        double next = at + step;
        if (next < 0 || next > (double)(plate->n - 1)) return NAN;
        double then = summed(g, hg__plate_time(plate, next));
        if (then <= level && now > level)
            return hg__plate_time(plate, at + step * (now - level) / (now - then));
        if (then <= level) return from_s;
        at = next;
        now = then;
    }
}

/* Start and end of all loads of the group taken together. */
static void add_up(hg__contact *out, const group *g) {
    const hg__load *earliest = g->load[0], *latest = g->load[0];
    const hg__plate *finest = g->load[0]->plate;
    double level = 0;
    bool several = false;
    for (size_t i = 0; i < g->n; i++) {
        const hg__load *l = g->load[i];
        if (l->from_s < earliest->from_s) earliest = l;
        if (l->to_s > latest->to_s) latest = l;
        if (l->plate->stream->rate_hz > finest->stream->rate_hz) finest = l->plate;
        level = fmax(level, l->plate->threshold_n);
        several |= l->plate != g->load[0]->plate;
    }
    out->start_s = earliest->start_s;
    out->end_s = latest->end_s;
    if (!several || g->shared) return;
    if (!isnan(out->start_s)) out->start_s = outward(g, finest, earliest->from_s, -1, level);
    if (!isnan(out->end_s)) out->end_s = outward(g, finest, latest->to_s, 1, level);
}

static void name_plates(hg__contacts *out, const group *g) {
    for (size_t i = 0; i < g->n; i++) {
        const char *name = g->load[i]->plate->stream->name;
        size_t used = strlen(out->plates), length = strlen(name);
        bool listed = false;
        for (const char *at = out->plates; (at = strstr(at, name)) && !listed; at += length)
            listed = (at == out->plates || at[-1] == ' ') && (at[length] == ',' || !at[length]);
        if (!listed)
            snprintf(out->plates + used, sizeof out->plates - used, "%s%s", used ? ", " : "", name);
    }
}

/*
 * What of a foot's contact can be believed. On a treadmill every plate is under the feet: a strike
 * is good when no plate that carries the foot carried the other one then, and so is a toe-off. In
 * the floor there is ground beside the plates: a foot that shares its plate or does not arrive and
 * leave when its markers do is not used at all.
 */
static void judge(hg__contacts *out, hg__contact *c, const group *g, const hg__standing *standing,
                  bool treadmill, const hg_params *p) {
    size_t at = g->load[0]->stance[c->side];
    const hg__stance *stance = at == HG__NO_STANCE ? NULL : &standing->stance[c->side][at];
    add_up(c, g);
    /* a foot that comes down partly beside a plate loads it later, and leaves it earlier */
    double match_s = p->events_force_match_s, after = stance ? c->start_s - stance->start_s : NAN,
           before = stance ? stance->end_s - standing->overtakes_s - c->end_s : NAN;
    bool late = fabs(after) > match_s || after > p->events_force_late * standing->stride_s,
         early = fabs(before) > match_s || before > p->events_force_early * standing->stride_s;
    if (g->shared) {
        late |= !treadmill;
        early |= !treadmill;
        for (size_t i = 0; i < g->n; i++) {
            const hg__load *l = g->load[i];
            if (!(l->on[HG_LEFT] && l->on[HG_RIGHT])) continue;
            const hg__stance *other = &standing->stance[1 - c->side][l->stance[1 - c->side]];
            late |= other->from_s < c->start_s + APART_S;
            early |= other->to_s > c->end_s - APART_S;
        }
    } else if (treadmill) {
        return;
    } else if (late || early) {
        late = early = true;
    }
    if (!late && !early) return;
    if (late) c->start_s = NAN;
    if (early) c->end_s = NAN;
    *(g->shared ? &out->shared : &out->partial) += 1;
    name_plates(out, g);
}

static int by_time(const void *a, const void *b) {
    const hg__load *x = *(const hg__load *const *)a, *y = *(const hg__load *const *)b;
    return (x->from_s > y->from_s) - (x->from_s < y->from_s);
}

/* Belongs a load to the contact that the loads before it make? */
static bool same_contact(const group *g, const hg__load *next, int side) {
    const hg__load *last = g->load[g->n - 1];
    if (next->stance[side] != HG__NO_STANCE || last->stance[side] != HG__NO_STANCE)
        return next->stance[side] == last->stance[side];
    double to_s = 0;
    for (size_t i = 0; i < g->n; i++) to_s = fmax(to_s, g->load[i]->to_s);
    return next->from_s < to_s;
}

static bool contacts_of(hg__contacts *out, const hg__load *loads, size_t n, int side,
                        bool treadmill, const hg__standing *standing, const hg__stage *stage) {
    const hg__load **mine = hg__arena_alloc(stage->scratch, n, sizeof *mine);
    size_t count = 0;
    if (!mine) return false;
    for (size_t i = 0; i < n; i++)
        if (loads[i].on[side]) mine[count++] = &loads[i];
    qsort(mine, count, sizeof *mine, by_time);
    for (size_t i = 0; i < count;) {
        group g = {mine + i, 0, false};
        do {
            g.shared |= mine[i]->on[1 - side];
            g.n++;
            i++;
        } while (i < count && same_contact(&g, mine[i], side));
        hg__contact c = {.side = (hg_side)side};
        judge(out, &c, &g, standing, treadmill, stage->params);
        if (!isnan(c.start_s) || !isnan(c.end_s)) out->contact[out->n++] = c;
    }
    return true;
}

/* A foot that strikes twice within far less than a stride: one of the two is not its own. */
static bool check_alternation(hg__contacts *out, const hg__stage *stage) {
    double *stride = hg__arena_alloc(stage->scratch, out->n, sizeof *stride);
    if (!stride) return false;
    for (int side = 0; side < 2; side++) {
        size_t count = 0, kept = 0, before = 0;
        double last = NAN;
        for (size_t i = 0; i < out->n; i++) {
            const hg__contact *c = &out->contact[i];
            if (c->side != (hg_side)side || isnan(c->start_s)) continue;
            if (!isnan(last)) stride[count++] = c->start_s - last;
            last = c->start_s;
        }
        double usual = count >= 3 ? hg__median(stride, count, stage->scratch) : NAN;
        last = NAN;
        for (size_t i = 0; i < out->n; i++) {
            hg__contact c = out->contact[i];
            bool checked = c.side == (hg_side)side && !isnan(c.start_s);
            bool again = checked && c.start_s - last < SAME_SIDE_STRIDES * usual;
            if (again) { /* nor does anybody know when the first of them ends */
                out->contact[before].end_s = NAN;
                out->unsure++;
                continue;
            }
            if (checked) {
                last = c.start_s;
                before = kept;
            }
            out->contact[kept++] = c;
        }
        out->n = kept;
    }
    return true;
}

hg_status hg__force_contacts(hg__contacts *out, const hg__load *loads, size_t n, bool treadmill,
                             const hg__standing *standing, const hg__stage *stage) {
    *out = (hg__contacts){.contact = hg__arena_alloc(stage->scratch, 2 * n, sizeof *out->contact)};
    if (!out->contact) return hg__fail_memory(stage->err);
    for (size_t i = 0; i < n; i++) out->unsure += !loads[i].on[HG_LEFT] && !loads[i].on[HG_RIGHT];
    for (int side = 0; side < 2; side++)
        if (!contacts_of(out, loads, n, side, treadmill, standing, stage))
            return hg__fail_memory(stage->err);
    return check_alternation(out, stage) ? HG_OK : hg__fail_memory(stage->err);
}
