/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telling swing from stance. */
#include <math.h>

#include "dsp/stats.h"
#include "gait/events/events_markers.h"

#define PACE_LEAST_M_S 0.3 /* who is slower stands, and noise alone would overtake the pelvis */
#define CARRIED_SHARE 0.5  /* of the usual way: less is a spike, not a swing */

/* The way the foot is carried during a swing, in units of samples times speed. */
static double carried(const hg__swing *s, const double *slow) {
    double sum = 0;
    for (size_t i = s->start; i <= s->end; i++) sum += slow[i];
    return sum;
}

static double level(const hg__foot *f, size_t i) {
    return f->pace[i] > PACE_LEAST_M_S ? f->pace[i] : PACE_LEAST_M_S;
}

static size_t trigger(hg__swing *s, const hg__foot *f, size_t n, double shortest_stance,
                      const hg_params *p) {
    size_t count = 0, start = 0;
    bool inside = f->slow[0] > p->events_swing_start * level(f, 0);
    for (size_t i = 0; i <= n; i++) {
        bool begins = i < n && !inside && f->slow[i] > p->events_swing_start * level(f, i);
        bool ends = inside &&
                    (i == n || isnan(f->slow[i]) || f->slow[i] < p->events_swing_end * level(f, i));
        if (begins) {
            inside = true;
            start = i;
        } else if (ends) {
            bool ended = i < n && !isnan(f->slow[i]);
            hg__swing next = {.start = start, .end = ended ? i : i - 1, .ended = ended};
            inside = false;
            bool apart = count == 0 || !s[count - 1].ended ||
                         (double)(next.start - s[count - 1].end) >= shortest_stance;
            if (apart) {
                s[count++] = next;
            } else {
                s[count - 1].end = next.end;
                s[count - 1].ended = next.ended;
            }
        }
    }
    return count;
}

bool hg__find_swings(hg__swings *out, const hg__foot *foot, size_t n, double rate_hz,
                     double stride_s, const hg__stage *stage) {
    const double *slow = foot->slow;
    hg__swing *s = hg__arena_alloc(stage->scratch, n / 2 + 2, sizeof *s);
    double *way = hg__arena_alloc(stage->scratch, n / 2 + 2, sizeof *way);
    if (!s || !way) return false;
    size_t count =
        trigger(s, foot, n, stage->params->events_stance_min * stride_s * rate_hz, stage->params);
    size_t whole = 0;
    for (size_t i = 0; i < count; i++)
        if (s[i].ended && s[i].start > 0) way[whole++] = carried(&s[i], slow);
    double usual = hg__median(way, whole, stage->scratch);
    *out = (hg__swings){.swing = s};
    for (size_t i = 0; i < count; i++) {
        bool cut = s[i].start == 0 || !s[i].ended;
        if (!cut && whole && carried(&s[i], slow) < CARRIED_SHARE * usual) continue;
        s[i].peak = s[i].start;
        for (size_t j = s[i].start; j <= s[i].end; j++)
            if (slow[j] > slow[s[i].peak]) s[i].peak = j;
        s[out->n++] = s[i];
    }
    return true;
}
