/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/keep_intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* ISO days sort as texts. Two runs of one day keep the order in which they were given. */
static int compare_runs(const void *a, const void *b) {
    const hg_training_run *x = *(const hg_training_run *const *)a;
    const hg_training_run *y = *(const hg_training_run *const *)b;
    int by_date = strcmp(x->date, y->date);
    return by_date ? by_date : (x > y) - (x < y);
}

static bool keep_log(hg_result *out, const hg_subject *s) {
    size_t n = s->n_training_log;
    const hg_training_run **order = hg__arena_alloc(out->memory, n, sizeof(hg_training_run *));
    out->training_log = hg__arena_alloc(out->memory, n, sizeof *out->training_log);
    if (!order || !out->training_log) return false;
    for (size_t i = 0; i < n; i++) order[i] = &s->training_log[i];
    if (n) qsort(order, n, sizeof *order, compare_runs);
    for (size_t i = 0; i < n; i++) out->training_log[i] = *order[i];
    out->n_training_log = n;
    return true;
}

bool hg__keep_intake(hg_result *out, const hg_recording *recording) {
    const hg_subject *s = &recording->subject;
    out->intake = s->intake;
    memcpy(out->intake_date, s->intake_date, sizeof out->intake_date);
    /* the day of 2026-05-17T14:03:00+02:00 is written in front of the T */
    size_t day = strcspn(recording->session.start_time, "T ");
    if (day == strlen("2026-05-17")) memcpy(out->session_date, recording->session.start_time, day);
    out->injuries = hg__arena_alloc(out->memory, s->n_injuries, sizeof *out->injuries);
    if (!out->injuries) return false;
    if (s->n_injuries) memcpy(out->injuries, s->injuries, s->n_injuries * sizeof *s->injuries);
    out->n_injuries = s->n_injuries;
    return keep_log(out, s);
}
