/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and failures of a cohort: kept, ordered, each trial once. */
#include <hipgait/cohort.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/error.h"
#include "base/strbuf.h"

#define WHY_MAX 1200 /* of the sentences that are kept */

/* --- settings --- */

static const struct setting {
    const char *key, *unit;
    double standard, least, most;
    size_t offset;
} settings[] = {
#define ROW(field, key, value, least, most, unit, meaning)                                         \
    {key, unit, value, least, most, offsetof(hg_cohort_options, field)},
    HG_COHORT_NUMBERS(ROW)
#undef ROW
};
#define SETTINGS (sizeof settings / sizeof *settings)

static double *field(hg_cohort_options *options, const struct setting *s) {
    return (double *)(void *)((char *)options + s->offset);
}

void hg_cohort_options_default(hg_cohort_options *options) {
    for (size_t i = 0; i < SETTINGS; i++) *field(options, &settings[i]) = settings[i].standard;
}

hg_status hg_cohort_options_set(hg_cohort_options *options, const char *key, const char *value,
                                hg_error *err) {
    char keys[200] = "";
    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting *s = &settings[i];
        double number;
        hg__list_add(keys, sizeof keys, "%s", s->key);
        if (strcmp(s->key, key) != 0) continue;
        if (!hg__csv_number(&number, value) || number < s->least || number > s->most)
            return hg__fail(err, HG_EINVAL, "%s is \"%.40s\"; expected a number from %g to %g %s",
                            key, value, s->least, s->most, s->unit);
        *field(options, s) = number;
        return HG_OK;
    }
    return hg__fail(err, HG_EINVAL, "there is no setting \"%.40s\"; known: %s", key, keys);
}

/* --- the list --- */

hg_status hg_cohort_new(hg_cohort **out, const hg_cohort_options *options, hg_error *err) {
    *out = NULL;
    hg_cohort *c = calloc(1, sizeof *c);
    if (!c || !(c->memory = hg__arena_new())) {
        free(c);
        return hg__fail_memory(err);
    }
    if (options)
        c->options = *options;
    else
        hg_cohort_options_default(&c->options);
    *out = c;
    return HG_OK;
}

void hg_cohort_free(hg_cohort *cohort) {
    if (!cohort) return;
    free(cohort->row);
    free(cohort->failure);
    hg__arena_free(cohort->memory);
    free(cohort);
}

/* Copies a text; NULL is "". False through *ok without memory. */
static const char *keep(hg_cohort *c, const char *text, bool *ok) {
    if (!text || !*text) return "";
    const char *copy = hg__arena_strdup(c->memory, text);
    if (!copy) *ok = false;
    return copy ? copy : "";
}

static void *one_more(void *list, size_t n, size_t *room, size_t size) {
    if (n < *room) return list;
    size_t more = *room ? 2 * *room : 64;
    void *grown = realloc(list, more * size);
    if (grown) *room = more;
    return grown;
}

/* Sentences of the worst severity that was raised, none for notes. */
static const char *why(hg_cohort *c, const hg_result *r, bool *ok) {
    char text[WHY_MAX] = "";
    hg_severity worst = HG_NOTE;
    for (size_t i = 0; i < r->n_flags; i++)
        if (r->flags[i].severity > worst) worst = r->flags[i].severity;
    if (worst == HG_NOTE) return "";
    for (size_t i = 0; i < r->n_flags; i++) {
        size_t used = strlen(text), next = strlen(r->flags[i].text);
        if (r->flags[i].severity != worst || used + next + 2 > sizeof text) continue;
        snprintf(text + used, sizeof text - used, "%s%s", used ? " " : "", r->flags[i].text);
    }
    return keep(c, text, ok);
}

/* Where the data cannot carry a report a row holds no angles either, as the report does not. */
static double value_of(const hg_result *r, hg_metric_id id, hg_cohort_part part) {
    const hg_metric_value *v = hg_result_metric(r, id);
    if (!v || (part == HG_COHORT_BOTH) != (hg_metrics[id].form == HG_FORM_BOTH) ||
        (r->status == HG_QUALITY_INSUFFICIENT && hg_metrics[id].family != HG_FAMILY_SPATIOTEMPORAL))
        return NAN;
    const hg_stat *s = part == HG_COHORT_BOTH ? &v->both : &v->side[part];
    return s->n ? s->mean : NAN;
}

static void set_values(hg_cohort_row *row, const hg_result *r) {
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        for (int part = 0; part < HG_COHORT_PARTS; part++)
            row->value[id][part] = value_of(r, (hg_metric_id)id, (hg_cohort_part)part);
    for (size_t i = 0; r->status != HG_QUALITY_INSUFFICIENT && i < r->n_asymmetry; i++) {
        hg_asymmetry_class class = r->asymmetry[i].rating;
        row->rating[r->asymmetry[i].metric] = class;
        row->asymmetry_tests += class != HG_ASYMMETRY_INSUFFICIENT;
        row->notable += class == HG_ASYMMETRY_NOTABLE || class == HG_ASYMMETRY_BEYOND;
        row->beyond += class == HG_ASYMMETRY_BEYOND;
    }
}

static bool set_bands(hg_cohort *c, hg_cohort_row *row, const hg_evidence *e) {
    bool ok = true;
    row->red_flags = e->red_flags.status;
    for (size_t i = 0; i < e->red_flags.n_items; i++)
        row->n_red_flags += e->red_flags.items[i].raised == HG_YES;
    row->bands = hg__arena_alloc(c->memory, e->n_conditions, sizeof *row->bands);
    if (!row->bands) return false;
    for (int band = HG_CONDITION_REFER; band > HG_CONDITION_LOW; band--)
        for (size_t i = 0; i < e->n_conditions; i++)
            if ((int)e->conditions[i].band == band)
                row->bands[row->n_bands++] = (hg_cohort_band){
                    keep(c, e->conditions[i].id, &ok), keep(c, e->conditions[i].label, &ok),
                    e->conditions[i].side, (hg_condition_band)band};
    row->n_conditions = e->n_conditions;
    for (size_t i = 0; i < e->n_conditions; i++)
        if (e->conditions[i].band > row->band) row->band = e->conditions[i].band;
    return ok;
}

hg_status hg_cohort_add(hg_cohort *c, const hg_result *r, const hg_cohort_source *source,
                        hg_error *err) {
    static const hg_cohort_source nowhere = {NULL, NULL, NULL, NULL, NULL, 0};
    bool ok = true;
    if (!source) source = &nowhere;
    hg_cohort_row *rows = one_more(c->row, c->n, &c->room, sizeof *rows);
    if (!rows) return hg__fail_memory(err);
    c->row = rows;
    hg_cohort_row *row = &rows[c->n];
    *row = (hg_cohort_row){
        .runner = keep(c, r->runner, &ok),
        .session = keep(c, r->session, &ok),
        .trial = keep(c, r->trial, &ok),
        .origin = keep(c, source->origin, &ok),
        .report = keep(c, source->report, &ok),
        .sample = keep(c, source->sample, &ok),
        .line = keep(c, source->line, &ok),
        .order = source->order,
        .visit = r->visit,
        .task = r->task,
        .sex = r->sex,
        .treadmill = r->treadmill,
        .age_years = r->age_years,
        .height_m = r->height_m,
        .mass_kg = r->mass_kg,
        .speed_m_s = r->speed_m_s,
        .status = r->status,
        .why = why(c, r, &ok),
        .strides = {r->n_used[HG_LEFT], r->n_used[HG_RIGHT]},
        .sensor = keep(c, r->provenance.sensor, &ok),
        .markerset = keep(c, r->provenance.markerset, &ok),
        .convention = keep(c, r->provenance.convention, &ok),
        .hip_centre = keep(c, r->provenance.hip_centre, &ok),
    };
    snprintf(row->sha256, sizeof row->sha256, "%s", source->sha256 ? source->sha256 : "");
    set_values(row, r);
    if (!ok || !set_bands(c, row, &r->evidence)) return hg__fail_memory(err);
    c->n++;
    return HG_OK;
}

hg_status hg_cohort_add_failure(hg_cohort *c, const char *file, const char *trial,
                                const char *status, const char *reason, hg_error *err) {
    bool ok = true;
    hg_cohort_failure *list = one_more(c->failure, c->n_failures, &c->room_failures, sizeof *list);
    if (!list) return hg__fail_memory(err);
    c->failure = list;
    list[c->n_failures] = (hg_cohort_failure){keep(c, file, &ok), keep(c, trial, &ok),
                                              keep(c, status, &ok), keep(c, reason, &ok)};
    if (!ok) return hg__fail_memory(err);
    c->n_failures++;
    return HG_OK;
}

/* --- order --- */

static int by_key(const void *a, const void *b) {
    const hg_cohort_row *x = a, *y = b;
    int c = strcmp(x->runner, y->runner);
    if (!c) c = strcmp(x->session, y->session);
    if (!c) c = strcmp(x->trial, y->trial);
    return c ? c : strcmp(x->origin, y->origin);
}

static int by_place(const void *a, const void *b) {
    const hg_cohort_row *x = a, *y = b;
    int c = strcmp(x->runner, y->runner);
    if (!c) c = strcmp(x->session, y->session);
    if (!c) c = (x->order > y->order) - (x->order < y->order);
    return c ? c : strcmp(x->trial, y->trial);
}

static bool same_trial(const hg_cohort_row *a, const hg_cohort_row *b) {
    return strcmp(a->runner, b->runner) == 0 && strcmp(a->session, b->session) == 0 &&
           strcmp(a->trial, b->trial) == 0;
}

static int by_failure(const void *a, const void *b) {
    const hg_cohort_failure *x = a, *y = b;
    int c = strcmp(x->file, y->file);
    if (!c) c = strcmp(x->trial, y->trial);
    if (!c) c = strcmp(x->status, y->status);
    return c ? c : strcmp(x->reason, y->reason);
}

hg_status hg_cohort_finish(hg_cohort *c, hg_error *err) {
    size_t kept = 0;
    if (c->n) qsort(c->row, c->n, sizeof *c->row, by_key);
    for (size_t i = 0; i < c->n; i++) {
        hg_cohort_row *row = &c->row[i], *last = kept ? &c->row[kept - 1] : NULL;
        if (!last || !same_trial(last, row)) {
            c->row[kept++] = *row;
            continue;
        }
        if (strcmp(last->sha256, row->sha256) != 0)
            return hg__fail(err, HG_EDATA,
                            "%s and %s are different results of the same trial (runner %.60s, "
                            "session %.60s, trial %.60s); leave one of them out",
                            last->origin, row->origin, row->runner, row->session, row->trial);
        if (!*last->report) last->report = row->report;
        if (row->order < last->order) last->order = row->order;
    }
    c->n = kept;
    if (c->n) qsort(c->row, c->n, sizeof *c->row, by_place);
    if (c->n_failures) qsort(c->failure, c->n_failures, sizeof *c->failure, by_failure);
    kept = 0;
    for (size_t i = 0; i < c->n_failures; i++)
        if (!kept || by_failure(&c->failure[kept - 1], &c->failure[i]) != 0)
            c->failure[kept++] = c->failure[i];
    c->n_failures = kept;
    return HG_OK;
}

size_t hg_cohort_tasks(hg_task out[5], const hg_cohort *c) {
    bool seen[5] = {false};
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if ((size_t)c->row[i].task < 5) seen[c->row[i].task] = true;
    for (int t = 0; t < 5; t++)
        if (seen[t]) out[n++] = (hg_task)t;
    return n;
}
