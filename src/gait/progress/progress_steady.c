/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts and stops, and the remarks on what is left out. */
#include <math.h>
#include <string.h>

#include "base/strbuf.h"
#include "gait/flag_list.h"
#include "gait/progress/progress_parts.h"

#define CHANGE_HALF_S 0.5 /* the change of speed is taken over twice this */

/* Change of speed, percent a second; and the speed itself. */
static bool changes(double *speed, double *percent, const hg__feet *f, const hg__stage *stage) {
    double least = stage->params->steady_speed_min_m_s;
    for (size_t i = 0; i < f->n; i++) speed[i] = 0.5 * (f->pace[0][i] + f->pace[1][i]);
    if (!hg__local_fit(NULL, percent, speed, f->n, f->rate_hz, CHANGE_HALF_S, 1, stage))
        return false;
    for (size_t i = 0; i < f->n; i++) percent[i] *= 100 / fmax(speed[i], least);
    return true;
}

static uint8_t kind(double percent) {
    return percent > 0 ? HG__PHASE_STARTING : HG__PHASE_STOPPING;
}

/* A start or stop is where the speed changes fast, and around it until it has settled. */
static void mark(uint8_t *phase, const double *speed, const double *percent, size_t n,
                 const hg_params *p) {
    for (size_t i = 0; i < n; i++) {
        if (phase[i] != HG__PHASE_STEADY) continue;
        if (fabs(percent[i]) > p->steady_change_percent)
            phase[i] = kind(percent[i]);
        else if (speed[i] < p->steady_speed_min_m_s)
            phase[i] = HG__PHASE_STANDING;
    }
    for (size_t i = 1; i < n; i++)
        if (phase[i] == HG__PHASE_STEADY && phase[i - 1] != HG__PHASE_STEADY &&
            percent[i] > p->steady_settled_percent)
            phase[i] = HG__PHASE_STARTING;
    for (size_t i = n; i-- > 0;)
        if (i + 1 < n && phase[i] == HG__PHASE_STEADY && phase[i + 1] != HG__PHASE_STEADY &&
            percent[i] < -p->steady_settled_percent)
            phase[i] = HG__PHASE_STOPPING;
}

/* The other way round too: what speeds up towards a fast change, and slows down after one. */
static void widen(uint8_t *phase, const double *percent, size_t n, const hg_params *p) {
    for (size_t i = 1; i < n; i++)
        if (phase[i] == HG__PHASE_STEADY && phase[i - 1] == HG__PHASE_STOPPING &&
            percent[i] < -p->steady_settled_percent)
            phase[i] = HG__PHASE_STOPPING;
    for (size_t i = n; i-- > 0;)
        if (i + 1 < n && phase[i] == HG__PHASE_STEADY && phase[i + 1] == HG__PHASE_STARTING &&
            percent[i] > p->steady_settled_percent)
            phase[i] = HG__PHASE_STARTING;
}

/* What is steady between two of them for less than the shortest stride is part of them. */
static void close_gaps(uint8_t *phase, size_t n, size_t shortest) {
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && phase[end] == HG__PHASE_STEADY) end++;
        bool whole = i == 0 && end == n;
        if (end > i && end - i < shortest && !whole)
            memset(phase + i, i > 0 ? phase[i - 1] : phase[end], end - i);
        i = end > i ? end : i + 1;
    }
}

static bool is_change(uint8_t phase) {
    return phase == HG__PHASE_STARTING || phase == HG__PHASE_STOPPING;
}

static void flag_left_out(const uint8_t *phase, size_t n, double rate_hz, const hg__stage *stage) {
    size_t count[HG__PHASE_COUNT] = {0}, out = 0;
    char list[200] = "";
    for (size_t i = 0; i < n; i++) count[phase[i]]++;
    for (int p = 1; p < HG__PHASE_COUNT; p++) {
        out += count[p];
        if (count[p])
            hg__list_add(list, sizeof list, "%s %.1f s", hg__phase_words[p],
                         (double)count[p] / rate_hz);
    }
    double percent = 100 * (double)out / (double)n;
    if (out)
        hg__flag(stage->flags, HG_FLAG_UNSTEADY, percent, "%s; %.0f percent of the recording", list,
                 percent);
}

bool hg__mark_starts(uint8_t *phase, const hg__feet *f, const hg__stage *stage) {
    const hg_params *p = stage->params;
    double *speed = hg__arena_alloc(stage->scratch, f->n, sizeof *speed),
           *percent = hg__arena_alloc(stage->scratch, f->n, sizeof *percent);
    if (!speed || !percent) return false;
    if (f->pace[0]) {
        if (!changes(speed, percent, f, stage)) return false;
        mark(phase, speed, percent, f->n, p);
        widen(phase, percent, f->n, p);
        close_gaps(phase, f->n, (size_t)(p->run_stride_min_s * f->rate_hz));
        size_t steady = 0, changing = 0;
        for (size_t i = 0; i < f->n; i++) {
            steady += phase[i] == HG__PHASE_STEADY;
            changing += is_change(phase[i]);
        }
        if (changing > steady && (double)steady < p->steady_least_s * f->rate_hz) {
            for (size_t i = 0; i < f->n; i++)
                if (is_change(phase[i])) phase[i] = HG__PHASE_STEADY;
            hg__flag(stage->flags, HG_FLAG_NEVER_STEADY, (double)changing / f->rate_hz,
                     "%.1f s of changing speed, %.1f s of even speed",
                     (double)changing / f->rate_hz, (double)steady / f->rate_hz);
        }
    }
    flag_left_out(phase, f->n, f->rate_hz, stage);
    return true;
}
