/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between two visits, and which measures that leaves open. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "cohort/follow_up_parts.h"

const hg_aspect_row hg_aspects[HG_ASPECT_COUNT] = {
#define ROW(name, label, differs, unknown, why)                                                    \
    {#name, label, HG_TOUCH_##differs, HG_TOUCH_##unknown, why},
    HG_ASPECT_TABLE(ROW)
#undef ROW
};

const char *hg_aspect_state_name(hg_aspect_state state) {
    static const char *const names[] = {"same", "differs", "not_stated"};
    return (size_t)state < sizeof names / sizeof *names ? names[state] : "";
}

/* --- a visit in words; "" is not stated --- */

typedef void (*say_fn)(char out[HG_TEXT_MAX], const hg_result *r);

static void copy(char out[HG_TEXT_MAX], const char *text) {
    snprintf(out, HG_TEXT_MAX, "%s", text ? text : "");
}

static void number(char out[HG_TEXT_MAX], double value, int decimals, const char *unit) {
    hg__strbuf b = {0};
    *out = '\0';
    if (!isfinite(value)) return;
    hg__strbuf_add_fixed(&b, value, decimals, "");
    if (b.data) snprintf(out, HG_TEXT_MAX, "%s%s", b.data, unit);
    hg__strbuf_free(&b);
}

static void say_task(char out[HG_TEXT_MAX], const hg_result *r) {
    copy(out, r->task == HG_TASK_UNKNOWN ? "" : hg_task_name(r->task));
}

static void say_speed(char out[HG_TEXT_MAX], const hg_result *r) {
    number(out, r->speed_m_s, 2, " m/s");
}

static void say_surface(char out[HG_TEXT_MAX], const hg_result *r) {
    copy(out, r->treadmill == HG_YES ? "treadmill" : r->treadmill == HG_NO ? "overground" : "");
}

static void say_incline(char out[HG_TEXT_MAX], const hg_result *r) {
    number(out, r->incline_percent, 1, " %");
}

static void say_footwear(char out[HG_TEXT_MAX], const hg_result *r) {
    copy(out, r->footwear);
}

static void say_sensor(char out[HG_TEXT_MAX], const hg_result *r) {
    copy(out, r->provenance.sensor);
}

static void say_markerset(char out[HG_TEXT_MAX], const hg_result *r) {
    const hg_provenance *p = &r->provenance;
    snprintf(out, HG_TEXT_MAX, "%s%s%s", p->markerset, *p->markerset_version ? " " : "",
             p->markerset_version);
}

static void say_convention(char out[HG_TEXT_MAX], const hg_result *r) {
    copy(out, r->provenance.convention);
}

static void say_hip_centre(char out[HG_TEXT_MAX], const hg_result *r) {
    copy(out, r->provenance.hip_centre);
}

static void say_events(char out[HG_TEXT_MAX], const hg_result *r) {
    copy(out, r->events.method);
}

static void say_quality(char out[HG_TEXT_MAX], const hg_result *r) {
    copy(out, hg_quality_name(r->status));
}

static void say_program(char out[HG_TEXT_MAX], const hg_result *r) {
    copy(out, r->provenance.program_version);
}

static void say_evidence(char out[HG_TEXT_MAX], const hg_result *r) {
    const hg_evidence *e = &r->evidence;
    *out = '\0';
    if (e->version && *e->version)
        snprintf(out, HG_TEXT_MAX, "%s %s%s%s", e->file, e->version,
                 e->replaced && *e->replaced ? " with " : "", e->replaced ? e->replaced : "");
}

static const say_fn say[HG_ASPECT_COUNT] = {
    [HG_ASPECT_task] = say_task,
    [HG_ASPECT_speed] = say_speed,
    [HG_ASPECT_surface] = say_surface,
    [HG_ASPECT_incline] = say_incline,
    [HG_ASPECT_footwear] = say_footwear,
    [HG_ASPECT_sensor] = say_sensor,
    [HG_ASPECT_markerset] = say_markerset,
    [HG_ASPECT_convention] = say_convention,
    [HG_ASPECT_hip_centre] = say_hip_centre,
    [HG_ASPECT_events] = say_events,
    [HG_ASPECT_quality] = say_quality,
    [HG_ASPECT_program] = say_program,
    [HG_ASPECT_evidence] = say_evidence,
};

/* --- comparisons that are not of words --- */

static bool speeds_differ(const hg_follow_up *f) {
    double a = f->earlier->speed_m_s, b = f->later->speed_m_s;
    return fabs(b - a) > 0.01 * f->options.speed_percent * 0.5 * (a + b);
}

static bool inclines_differ(const hg_follow_up *f) {
    return fabs(f->later->incline_percent - f->earlier->incline_percent) >
           f->options.incline_percent;
}

/* Settings that shape the values themselves; statistics and rules come after them. */
static bool shapes_values(const char *key) {
    static const char *const groups[] = {"clean.", "pose.", "events.", "strides."};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strncmp(key, groups[i], strlen(groups[i])) == 0) return true;
    return false;
}

static void list_setting(char out[HG_TEXT_MAX], const hg_param_info *info, const void *field) {
    if (info->choices) {
        hg__list_add(out, HG_TEXT_MAX, "%s=%s", info->key, (const char *)field);
        return;
    }
    char text[HG_TEXT_MAX];
    double value;
    memcpy(&value, field, sizeof value);
    hg__strbuf b = {0};
    hg__strbuf_add_g(&b, value, 6, "");
    snprintf(text, sizeof text, "%s=%s", info->key, b.data ? b.data : "");
    hg__strbuf_free(&b);
    hg__list_add(out, HG_TEXT_MAX, "%s", text);
}

/* Names the settings that differ, with their values; nothing when none does. */
static void compare_settings(hg_aspect *a, const hg_follow_up *f) {
    size_t n;
    const hg_param_info *info = hg_params_table(&n);
    const char *before = (const char *)&f->earlier->provenance.params;
    const char *now = (const char *)&f->later->provenance.params;
    for (size_t i = 0; i < n; i++) {
        size_t at = info[i].offset;
        bool differ = info[i].choices ? strcmp(before + at, now + at) != 0
                                      : memcmp(before + at, now + at, sizeof(double)) != 0;
        if (!differ || !shapes_values(info[i].key)) continue;
        a->state = HG_ASPECT_DIFFERS;
        list_setting(a->earlier, &info[i], before + at);
        list_setting(a->later, &info[i], now + at);
    }
}

static bool differs(const hg_follow_up *f, hg_aspect_id id, const hg_aspect *a) {
    switch (id) {
    case HG_ASPECT_speed: return speeds_differ(f);
    case HG_ASPECT_incline: return inclines_differ(f);
    case HG_ASPECT_quality:
        return f->earlier->status == HG_QUALITY_INSUFFICIENT ||
               f->later->status == HG_QUALITY_INSUFFICIENT;
    default: return strcmp(a->earlier, a->later) != 0;
    }
}

void hg__follow_up_aspects(hg_follow_up *f) {
    for (int id = 0; id < HG_ASPECT_COUNT; id++) {
        hg_aspect *a = &f->aspects[id];
        const hg_aspect_row *row = &hg_aspects[id];
        if (id == HG_ASPECT_settings) {
            compare_settings(a, f);
        } else {
            say[id](a->earlier, f->earlier);
            say[id](a->later, f->later);
            a->state = !*a->earlier || !*a->later        ? HG_ASPECT_NOT_STATED
                       : differs(f, (hg_aspect_id)id, a) ? HG_ASPECT_DIFFERS
                                                         : HG_ASPECT_SAME;
        }
        a->touches = a->state == HG_ASPECT_DIFFERS      ? row->differs
                     : a->state == HG_ASPECT_NOT_STATED ? row->unknown
                                                        : HG_TOUCH_NONE;
    }
}

/* --- from aspects to metrics --- */

static bool touched(hg_touch touch, hg_metric_id id) {
    hg_needs needs = hg_metrics[id].needs;
    switch (touch) {
    case HG_TOUCH_NONE: return false;
    case HG_TOUCH_HIP:
        return needs == HG_NEEDS_HIP || needs == HG_NEEDS_KNEE || needs == HG_NEEDS_FEET_HIP ||
               needs == HG_NEEDS_THIGH;
    case HG_TOUCH_BODY: return needs != HG_NEEDS_EVENTS && needs != HG_NEEDS_SPEED;
    case HG_TOUCH_ALL: return true;
    }
    return true;
}

unsigned hg__follow_up_open(const hg_follow_up *f, hg_metric_id id) {
    unsigned open = 0;
    for (int a = 0; a < HG_ASPECT_COUNT; a++) {
        /* a change of speed is no obstacle to telling a change of speed */
        if (id == HG_METRIC_speed && a == HG_ASPECT_speed) continue;
        if (touched(f->aspects[a].touches, id)) open |= 1u << a;
    }
    return open;
}
