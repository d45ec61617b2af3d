/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a reference set fit a trial, and where its values lie among them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dsp/stats.h"
#include "gait/flag_list.h"
#include "gait/reference.h"

/* --- what fits; the order is that in which a reason is looked for --- */

typedef struct question {
    const hg__reference_key *key;
    double runners_min;
} question;

static bool text_fits(const char *row, const char *trial) {
    return strcmp(row, "any") == 0 || strcmp(row, trial) == 0;
}

static bool sensor_fits(const hg__reference_row *r, const question *q) {
    return text_fits(r->sensor, q->key->sensor);
}

static bool task_fits(const hg__reference_row *r, const question *q) {
    return r->task == q->key->task;
}

/* Values for information are shown whatever markers they are from. */
static bool markerset_fits(const hg__reference_row *r, const question *q) {
    return !r->compare || text_fits(r->markerset, q->key->markerset);
}

static bool convention_fits(const hg__reference_row *r, const question *q) {
    return !r->compare || text_fits(r->convention, q->key->convention);
}

static bool speed_fits(const hg__reference_row *r, const question *q) {
    double v = q->key->speed_m_s;
    return isnan(r->speed_from) || (v >= r->speed_from && v <= r->speed_to);
}

static bool sex_fits(const hg__reference_row *r, const question *q) {
    return r->sex == HG_SEX_UNKNOWN || r->sex == q->key->sex;
}

static bool number_fits(const hg__reference_row *r, const question *q) {
    return !r->compare || (double)r->n >= q->runners_min;
}

static const struct {
    bool (*fits)(const hg__reference_row *, const question *);
    const char *words;
} tests[] = {{sensor_fits, "its sensor is another one"},
             {task_fits, "its task is another one"},
             {markerset_fits, "its marker set is another one"},
             {convention_fits, "its convention is another one"},
             {speed_fits, "its speeds are others"},
             {sex_fits, "its runners are of the other sex"},
             {number_fits, "it has too few runners"}};
#define TESTS (sizeof tests / sizeof *tests)

/* How many tests a row passes before the first that it fails. */
static size_t passed(const hg__reference_row *row, const question *q) {
    size_t i = 0;
    while (i < TESTS && tests[i].fits(row, q)) i++;
    return i;
}

/* --- the best of those that fit --- */

static double width(const hg__reference_row *r) {
    return isnan(r->speed_from) ? INFINITY : r->speed_to - r->speed_from;
}

/* Is `a` better than `b`, which stands before it? */
static bool better(const hg__reference_row *a, const hg__reference_row *b) {
    if (a->compare != b->compare) return a->compare;
    if ((a->sex != HG_SEX_UNKNOWN) != (b->sex != HG_SEX_UNKNOWN)) return a->sex != HG_SEX_UNKNOWN;
    if (width(a) != width(b)) return width(a) < width(b);
    return a->n > b->n;
}

typedef struct found {
    const hg__reference_row *row;
    const hg__reference_set *set;
} found;

static found best_row(const hg__reference_set *sets, size_t n_sets, const question *q,
                      hg_metric_id metric, hg__reference_side side, bool compare) {
    found best = {NULL, NULL};
    for (size_t s = 0; s < n_sets; s++)
        for (size_t i = 0; i < sets[s].n; i++) {
            const hg__reference_row *r = &sets[s].row[i];
            if (r->metric != metric || r->side != side || r->compare != compare) continue;
            if (passed(r, q) == TESTS && (!best.row || better(r, best.row)))
                best = (found){r, &sets[s]};
        }
    return best;
}

/* --- values --- */

static hg_reference_stat stat_of(const hg__reference_row *row, const hg_stat *own) {
    hg_reference_stat s = {NAN, NAN, 0, NAN, NAN};
    if (!row) return s;
    s.mean = row->mean;
    s.sd = row->sd;
    s.n = row->n;
    if (row->compare && own && own->n) {
        s.z = (own->mean - row->mean) / row->sd;
        s.percentile = hg__percentile_of_case(own->mean, row->mean, row->sd, row->n);
    }
    return s;
}

static bool fill(hg_reference *out, const hg__reference_set **used, const hg__reference_set *sets,
                 size_t n_sets, const question *q, const hg_metric_value *v, bool compare) {
    found side[HG__REFERENCE_SIDES];
    for (int s = 0; s < HG__REFERENCE_SIDES; s++)
        side[s] = best_row(sets, n_sets, q, v->id, (hg__reference_side)s, compare);
    const found *both = &side[HG__REFERENCE_BOTH], *left = &side[HG_LEFT], *right = &side[HG_RIGHT];
    /* a pair of sides comes from the same runners, or not at all */
    bool pair = left->row && right->row && left->row->n == right->row->n && left->row->population &&
                strcmp(left->row->population, right->row->population) == 0;
    const found *named = pair ? left : both;
    if (!named->row) return false;
    bool one = hg_metrics[v->id].form == HG_FORM_BOTH;
    *out = (hg_reference){.id = v->id, .compared = compare};
    out->both = stat_of(one ? both->row : NULL, &v->both);
    for (int s = 0; s < 2; s++)
        out->side[s] = stat_of(one ? NULL : pair ? side[s].row : both->row, &v->side[s]);
    out->difference = stat_of(side[HG__REFERENCE_DIFFERENCE].row, NULL);
    out->sex = named->row->sex;
    out->speed_from_m_s = named->row->speed_from;
    out->speed_to_m_s = named->row->speed_to;
    out->set = named->set->name;
    out->population = named->row->population;
    out->method = named->row->method;
    out->source = named->row->source;
    out->quality = named->row->quality;
    *used = named->set;
    return true;
}

/* Why no row is there to compare with: what the rows that came furthest failed at. */
static void flag_none(const hg__reference_set *sets, size_t n_sets, const question *q,
                      const hg__stage *stage) {
    size_t furthest = 0, rows = 0;
    for (size_t s = 0; s < n_sets; s++)
        for (size_t i = 0; i < sets[s].n; i++) {
            if (!sets[s].row[i].compare) continue;
            size_t p = passed(&sets[s].row[i], q);
            if (p > furthest) furthest = p;
            rows++;
        }
    if (rows == 0)
        hg__flag(stage->flags, HG_FLAG_REFERENCE_NONE, NAN,
                 "values of other laboratories are information only; --reference gives the "
                 "laboratory's own");
    else if (furthest < TESTS)
        hg__flag(stage->flags, HG_FLAG_REFERENCE_NONE, NAN, "the set \"%s\" does not fit: %s",
                 sets[0].name, tests[furthest].words);
    else
        hg__flag(stage->flags, HG_FLAG_REFERENCE_NONE, NAN,
                 "the set \"%s\" has none of the metrics that were measured", sets[0].name);
}

void hg__choose_references(hg_reference *out, size_t *n_out, const hg__reference_set **used,
                           const hg__reference_set *sets, size_t n_sets,
                           const hg__reference_key *key, const hg_metric_value *metrics,
                           size_t n_metrics, const hg__stage *stage) {
    const question q = {key, stage->params->reference_runners_min};
    size_t compared = 0;
    *n_out = 0;
    *used = NULL;
    for (size_t i = 0; i < n_metrics; i++) {
        const hg__reference_set *set = NULL;
        hg_reference *to = &out[*n_out];
        bool fits = fill(to, &set, sets, n_sets, &q, &metrics[i], true);
        if (fits) *used = set;
        compared += fits;
        if (fits || fill(to, &set, sets, n_sets, &q, &metrics[i], false)) ++*n_out;
    }
    if (n_metrics && !compared) flag_none(sets, n_sets, &q, stage);
}

bool hg__keep_references(hg_result *result, const hg_reference *references, size_t n,
                         const hg__reference_set *used) {
    hg_provenance *p = &result->provenance;
    hg_reference *to = hg__arena_alloc(result->memory, n, sizeof *to);
    if (!to) return false;
    for (size_t i = 0; i < n; i++) {
        to[i] = references[i];
        const char **texts[] = {&to[i].set, &to[i].population, &to[i].method, &to[i].source,
                                &to[i].quality};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (!(*texts[k] = hg__arena_strdup(result->memory, *texts[k]))) return false;
    }
    result->references = to;
    result->n_references = n;
    if (used) {
        snprintf(p->reference, sizeof p->reference, "%s", used->name);
        snprintf(p->reference_version, sizeof p->reference_version, "%s", used->version);
        memcpy(p->reference_sha256, used->sha256, sizeof p->reference_sha256);
    }
    return true;
}
