/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native layout: one trial and its events. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/native.h"
#include "io/text.h"
#include "io/units.h"

hg_status hg__native_read_time_unit(hg__reader *r, const hg__node *set, double *factor) {
    char unit[HG_NAME_MAX], object[1100];
    bool given;
    *factor = 0;
    size_t faults = r->sink->n_faults;
    hg_status status = hg__attr_text(r->sink, set, "units", "s or ms", unit, sizeof unit, &given);
    if (status != HG_OK || r->sink->n_faults != faults) return status;
    hg__attr_path(object, sizeof object, set, "units");
    if (!given)
        return hg__fault(r->sink, HG_EFORMAT, object, "the attribute units: s or ms", "no unit");
    if (!hg__unit_factor(HG__TIME, unit, factor))
        return hg__fault(r->sink, HG_EFORMAT, object, hg__unit_accepted(HG__TIME), "\"%s\"", unit);
    return HG_OK;
}

/* --- events --- */

static const char *const sides[] = {"L", "R", "left", "right"};
static const char *const sources[] = {NULL, "force", "kinematic", "manual"};

static hg_status read_event_times(hg__reader *r, hg_trial *trial, const hg__node *group,
                                  size_t *n) {
    hg__node set;
    double *time = NULL, factor = 0;
    hg_status status = hg__native_read_column(r, group, "time", (size_t)-1, &time, n);
    if (status != HG_OK || !time) return status;
    hg__node_open(&set, group, "time");
    status = hg__native_read_time_unit(r, &set, &factor);
    if (status == HG_OK) status = hg_trial_set_events(r->rec, trial, *n, r->sink->err);
    for (size_t i = 0; i < *n && status == HG_OK; i++) {
        if (!isfinite(time[i])) {
            status = hg__fault(r->sink, HG_EFORMAT, set.path, "finite times", "%g as element %zu",
                               time[i], i);
            break;
        }
        trial->events[i].time_s = factor == 1 ? time[i] : time[i] * factor;
    }
    hg__node_close(&set);
    free(time);
    return status;
}

/* The three columns of words; each may be missing except the label. */
static hg_status take_word(hg__reader *r, hg_event *event, int column, const char *word,
                           const char *object) {
    if (column == 0) {
        if (strlen(word) >= sizeof event->label)
            return hg__fault(r->sink, HG_EFORMAT, object, "labels of at most 63 bytes",
                             "one of %zu bytes", strlen(word));
        hg__text_copy(event->label, sizeof event->label, word);
        return HG_OK;
    }
    if (!*word) return HG_OK;
    if (column == 1) {
        int side = hg__text_find(word, sides, sizeof sides / sizeof *sides);
        if (side < 0)
            return hg__fault(r->sink, HG_EFORMAT, object, "L or R, or empty when not known",
                             "\"%s\"", word);
        event->side = side % 2 ? HG_RIGHT : HG_LEFT;
    } else {
        int source = hg__text_find(word, sources, sizeof sources / sizeof *sources);
        if (source < 0)
            return hg__fault(r->sink, HG_EFORMAT, object, "force, kinematic or manual, or empty",
                             "\"%s\"", word);
        event->source = (hg_event_source)source;
    }
    return HG_OK;
}

static hg_status read_events(hg__reader *r, hg_trial *trial, const hg__node *trial_node) {
    static const char *const columns[] = {"label", "side", "source"};
    hg__node group;
    size_t n = 0, faults = r->sink->n_faults;
    hg__node_open(&group, trial_node, "events");
    hg_status status = HG_OK;
    if (group.kind == HG__NODE_NONE) goto out;
    if (group.kind != HG__NODE_GROUP) {
        status = hg__fault(r->sink, HG_EFORMAT, group.path,
                           "a group with time, label, side, source", "something else");
        goto out;
    }
    status = read_event_times(r, trial, &group, &n);
    if (status != HG_OK || r->sink->n_faults != faults) goto out;
    if (!trial->events) {
        status =
            hg__fault(r->sink, HG_EFORMAT, group.path, "the data sets time and label", "no times");
        goto out;
    }
    for (int c = 0; c < 3 && status == HG_OK; c++) {
        hg__texts words;
        bool given;
        char object[1100];
        size_t before = r->sink->n_faults;
        snprintf(object, sizeof object, "%s/%s", group.path, columns[c]);
        status = hg__native_read_words(r, &group, columns[c], n, &words, &given);
        if (status == HG_OK && !given && c == 0 && r->sink->n_faults == before)
            status = hg__fault(r->sink, HG_EFORMAT, object, "a label per event: IC, TO or another",
                               "no labels");
        for (size_t i = 0; given && i < n && status == HG_OK; i++)
            status = take_word(r, &trial->events[i], c, words.item[i], object);
        hg__texts_free(&words);
    }
out:
    hg__node_close(&group);
    return status;
}

/* --- the trial --- */

static hg_status read_streams(hg__reader *r, hg_trial *trial, const hg__node *trial_node) {
    hg__node group, one;
    hg__texts names = {0};
    size_t n = 0;
    hg_status status = HG_OK;
    hg__node_open(&group, trial_node, "streams");
    if (group.kind == HG__NODE_GROUP) status = hg__node_children(r->sink, &group, &names);
    for (size_t i = 0; i < names.n && status == HG_OK; i++) {
        hg__node_open(&one, &group, names.item[i]);
        if (one.kind == HG__NODE_GROUP) {
            n++;
            status = hg__native_read_stream(r, trial, &one, names.item[i]);
        } else {
            hg__remark(r->sink, HG_NOTE, one.path, "groups, one per stream",
                       "something else, which is ignored");
        }
        hg__node_close(&one);
    }
    if (n == 0)
        hg__remark(r->sink, HG_WARNING, group.path, "at least one stream, e.g. streams/markers",
                   "no stream");
    hg__texts_free(&names);
    hg__node_close(&group);
    return status;
}

hg_status hg__native_read_trial(hg__reader *r, const hg__node *group, const char *name) {
    hg_trial *trial = NULL;
    char shown[HG_NAME_MAX];
    bool any = false;
    if (strlen(name) >= HG_NAME_MAX || !hg__native_name_is_safe(name))
        return hg__fault(r->sink, HG_EFORMAT, group->path, "a name of 1 to 63 bytes, not '..'",
                         "a name that cannot be used");
    hg__text_copy(shown, sizeof shown, name);
    if (hg__text_clean(shown))
        return hg__fault(r->sink, HG_EFORMAT, group->path,
                         "a name that is UTF-8 without control characters", "\"%s\"", shown);
    hg_status status = hg_recording_add_trial(&trial, r->rec, name, r->sink->err);
    if (status == HG_OK) status = hg__native_read_fields(r, group, &hg__trial_fields, trial, &any);
    if (status == HG_OK && trial->task == HG_TASK_UNKNOWN)
        hg__remark(r->sink, HG_NOTE, group->path,
                   "the attribute task: run, walk, static or functional", "no task");
    if (status == HG_OK) status = read_streams(r, trial, group);
    if (status == HG_OK) status = read_events(r, trial, group);
    return status;
}
