/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of the group EVENT and of the header, on the clock of the trial. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d_file.h"
#include "io/text.h"

#define HEADER_KEY 12345
#define HEADER_EVENTS 18
#define MOST_EVENTS 20000
#define LATEST_S 1e6 /* eleven days */

/* What a foot does, by the letters of the label. The short ones are believed only with a side. */
static const struct {
    const char *plain, *label;
    bool needs_side;
} words[] = {
    {"FOOTSTRIKE", "IC", false},
    {"HEELSTRIKE", "IC", false},
    {"FOOTCONTACT", "IC", false},
    {"HEELCONTACT", "IC", false},
    {"INITIALCONTACT", "IC", false},
    {"TOUCHDOWN", "IC", false},
    {"FOOTON", "IC", false},
    {"FOOTOFF", "TO", false},
    {"TOEOFF", "TO", false},
    {"FS", "IC", true},
    {"HS", "IC", true},
    {"IC", "IC", true},
    {"FC", "IC", true},
    {"TD", "IC", true},
    {"ON", "IC", true},
    {"FO", "TO", true},
    {"TO", "TO", true},
    {"OFF", "TO", true},
};

static const char *word_label(const char *plain, bool with_side) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((with_side || !words[i].needs_side) && strcmp(plain, words[i].plain) == 0)
            return words[i].label;
    return NULL;
}

static hg_side side_of(const char *context) {
    char plain[HG_NAME_MAX];
    hg__c3d_plain(plain, sizeof plain, context);
    if (strcmp(plain, "LEFT") == 0 || strcmp(plain, "L") == 0) return HG_LEFT;
    if (strcmp(plain, "RIGHT") == 0 || strcmp(plain, "R") == 0) return HG_RIGHT;
    return HG_SIDE_UNKNOWN;
}

/* "Foot Strike" with a context; "RHS", "Left Foot Off" without one. Others keep their name. */
static void translate(hg_event *event, const char *label, hg_side side) {
    static const struct {
        const char *begin;
        hg_side side;
    } sides[] = {{"LEFT", HG_LEFT}, {"RIGHT", HG_RIGHT}, {"L", HG_LEFT}, {"R", HG_RIGHT}};
    char plain[HG_NAME_MAX];
    hg__c3d_plain(plain, sizeof plain, label);
    const char *found = word_label(plain, side != HG_SIDE_UNKNOWN);
    for (size_t i = 0; i < sizeof sides / sizeof *sides && !found; i++) {
        size_t n = strlen(sides[i].begin);
        if (strncmp(plain, sides[i].begin, n) != 0 ||
            (side != HG_SIDE_UNKNOWN && side != sides[i].side))
            continue;
        found = word_label(plain + n, true);
        if (found) side = sides[i].side;
    }
    event->side = side;
    hg__text_copy(event->label, sizeof event->label, found ? found : label);
}

static bool put(hg__c3d *c, hg_event *list, size_t *n, double time_s, const char *label,
                hg_side side) {
    if (!(fabs(time_s) < LATEST_S) || *n == MOST_EVENTS || !*label) return false;
    hg_event *e = &list[*n];
    memset(e, 0, sizeof *e);
    e->time_s = time_s;
    e->source = HG_EVENT_SOURCE_UNKNOWN;
    translate(e, label, side);
    for (size_t i = 0; i < *n; i++) /* the header repeats what the group says */
        if (list[i].side == e->side && fabs(list[i].time_s - time_s) < 0.5 / c->rate_hz &&
            strcmp(list[i].label, e->label) == 0)
            return true;
    (*n)++;
    return true;
}

/* Does event `i` concern the runner whose markers were kept? */
static bool is_ours(const hg__c3d_list *subjects, const hg__c3d *c, size_t i) {
    const hg__c3d_param *names = hg__c3d_find(c, "SUBJECTS", "NAMES");
    char of[HG_NAME_MAX], first[HG_NAME_MAX];
    if (hg__c3d_texts(names) < 2) return true;
    hg__c3d_text(first, sizeof first, names, 0);
    hg__c3d_list_text(of, sizeof of, subjects, i);
    return !*of || !*first || strcmp(of, first) == 0;
}

/* EVENT:TIMES: pairs of whole minutes and seconds. */
static size_t read_group(hg__c3d *c, hg_event *list) {
    hg__c3d_list lists[4]; /* times, labels, contexts, subjects */
    static const char *const names[4] = {"TIMES", "LABELS", "CONTEXTS", "SUBJECTS"};
    size_t n = 0, lost = 0;
    for (int k = 0; k < 4; k++) hg__c3d_list_of(&lists[k], c, "EVENT", names[k]);
    double used = hg__c3d_number(c, "EVENT", "USED");
    size_t stored = lists[0].n_numbers / 2;
    if (used >= 0 && used < (double)stored) stored = (size_t)used;
    if (used > (double)stored)
        hg__remark(c->sink, HG_WARNING, "EVENT:TIMES", "a time for every event",
                   "%zu times for %g events", stored, used);
    for (size_t i = 0; i < stored; i++) {
        char label[HG_NAME_MAX], context[HG_NAME_MAX];
        double time_s =
            60 * hg__c3d_list_number(&lists[0], 2 * i) + hg__c3d_list_number(&lists[0], 2 * i + 1);
        hg__c3d_list_text(label, sizeof label, &lists[1], i);
        hg__c3d_list_text(context, sizeof context, &lists[2], i);
        if (is_ours(&lists[3], c, i)) lost += !put(c, list, &n, time_s, label, side_of(context));
    }
    if (lost)
        hg__remark(c->sink, HG_WARNING, "EVENT", "events with a time and a label",
                   "%zu of %zu without; left out", lost, stored);
    return n;
}

static size_t read_header(hg__c3d *c, hg_event *list, size_t n) {
    const unsigned char *b = c->bytes;
    if (hg__c3d_u16(b + 298, c->processor) != HEADER_KEY) return n;
    unsigned count = hg__c3d_u16(b + 300, c->processor);
    for (unsigned i = 0; i < count && i < HEADER_EVENTS; i++) {
        hg__c3d_param label = {
            .type = HG__C3D_TEXT, .n_dims = 1, .dim = {4}, .count = 4, .values = b + 396 + 4 * i};
        char text[HG_NAME_MAX];
        hg__c3d_text(text, sizeof text, &label, 0);
        put(c, list, &n, hg__c3d_f32(b + 304 + 4 * i, c->processor), text, HG_SIDE_UNKNOWN);
    }
    return n;
}

static int by_time(const void *a, const void *b) {
    const hg_event *x = a, *y = b;
    if (x->time_s != y->time_s) return x->time_s < y->time_s ? -1 : 1;
    return x->side != y->side ? (x->side < y->side ? -1 : 1) : strcmp(x->label, y->label);
}

/*
 * Times count from frame 1, which need not be in the file. Some software counts from the first
 * frame that is: told when that puts every event into the recording and the rule does not.
 */
static void join_clock(hg__c3d *c, hg_event *list, size_t n) {
    double slack = 1.0 / c->rate_hz, length = (double)c->n_frames / c->rate_hz;
    size_t by_rule = 0, from_first = 0;
    for (size_t i = 0; i < n; i++) {
        double t = list[i].time_s;
        by_rule += t > c->t0_s - slack && t < c->t0_s + length + slack;
        from_first += t > -slack && t < length + slack;
    }
    if (by_rule == n) return;
    if (from_first == n && by_rule < n && c->t0_s > 0) {
        for (size_t i = 0; i < n; i++) list[i].time_s += c->t0_s;
        hg__remark(c->sink, HG_WARNING, "EVENT:TIMES", "times from frame 1 on",
                   "times that fit only from the first frame in the file on; read so");
        return;
    }
    hg__remark(c->sink, HG_WARNING, "EVENT:TIMES", "times within the recording",
               "%zu of %zu events outside", n - by_rule, n);
}

hg_status hg__c3d_read_events(hg__c3d *c) {
    hg_event *list = calloc(MOST_EVENTS, sizeof *list);
    if (!list) return hg__fail_memory(c->sink->err);
    size_t n = read_group(c, list);
    n = read_header(c, list, n);
    hg_status status = HG_OK;
    if (n) {
        join_clock(c, list, n);
        qsort(list, n, sizeof *list, by_time);
        status = hg_trial_set_events(c->rec, c->trial, n, c->sink->err);
        if (status == HG_OK) memcpy(c->trial->events, list, n * sizeof *list);
    }
    free(list);
    return status;
}
