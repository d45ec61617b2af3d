/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading reference sets. */
#include "gait/reference.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/dataset.h"
#include "base/error.h"
#include "base/hash.h"

#define HEAD " hipgait-reference 1.0"
#define SPEED_MAX_M_S 15.0 /* faster than any runner */

enum {
    METRIC,
    UNIT,
    SIDE,
    MEAN,
    SD,
    RUNNERS,
    POPULATION,
    SENSOR,
    MARKERSET,
    CONVENTION,
    TASK,
    SPEED_FROM,
    SPEED_TO,
    SEX,
    METHOD,
    SOURCE,
    QUALITY,
    USE,
    COLUMNS
};
static const char *const columns[COLUMNS] = {
    "metric",       "unit",   "side",      "mean",       "sd",      "n",
    "population",   "sensor", "markerset", "convention", "task",    "speed_from_m_s",
    "speed_to_m_s", "sex",    "method",    "source",     "quality", "use"};

typedef struct reader {
    hg__csv t;
    ptrdiff_t at[COLUMNS];
    hg__arena *memory;
    const char *name;
    hg_error *err;
} reader;

static hg_status wrong(const reader *r, const char *fmt, ...) HG_PRINTF(2, 3);
static hg_status wrong(const reader *r, const char *fmt, ...) {
    char text[300], line[32];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    snprintf(line, sizeof line, "line %zu", r->t.line ? r->t.line : 1);
    hg__fail_at(r->err, HG_EINVAL, line, "%s", text);
    hg__error_set_file(r->err, r->name);
    return HG_EINVAL;
}

/* "" for a cell that is not given. */
static const char *cell(const reader *r, int column) {
    const char *text = r->t.cell[r->at[column]];
    return strcmp(text, "n/a") == 0 ? "" : text;
}

static hg_status keep(const char **out, const reader *r, const char *text) {
    *out = hg__arena_strdup(r->memory, text);
    return *out ? HG_OK : hg__fail_memory(r->err);
}

static hg_status read_head(reader *r) {
    for (int c = 0; c < COLUMNS; c++)
        if ((r->at[c] = hg__csv_find(&r->t, columns[c])) < 0)
            return wrong(r, "the column \"%s\" is missing", columns[c]);
    for (size_t i = 0; i < r->t.n; i++) {
        bool known = false;
        for (int c = 0; c < COLUMNS; c++) known |= r->at[c] == (ptrdiff_t)i;
        if (!known)
            return wrong(r, "\"%.60s\" is not a column of a reference set, or stands twice",
                         r->t.cell[i]);
    }
    return HG_OK;
}

static hg_status read_metric(hg__reference_row *out, const reader *r) {
    const char *id = cell(r, METRIC), *unit = cell(r, UNIT);
    for (int m = 0; m < HG_METRIC_COUNT; m++) {
        if (strcmp(hg_metrics[m].id, id) != 0) continue;
        out->metric = (hg_metric_id)m;
        if (strcmp(hg_metrics[m].unit, unit) == 0) return HG_OK;
        return wrong(r, "the unit of %s is \"%s\", not \"%.20s\"", id, hg_metrics[m].unit, unit);
    }
    return wrong(r, "there is no metric \"%.60s\"; docs/methods.md lists them", id);
}

static hg_status read_side(hg__reference_row *out, const reader *r) {
    static const char *const sides[HG__REFERENCE_SIDES] = {"left", "right", "both", "difference"};
    const char *text = cell(r, SIDE);
    for (int s = 0; s < HG__REFERENCE_SIDES; s++) {
        if (strcmp(sides[s], text) != 0) continue;
        out->side = (hg__reference_side)s;
        if (s == HG__REFERENCE_BOTH || hg_metrics[out->metric].form != HG_FORM_BOTH) return HG_OK;
        return wrong(r, "%s has no sides; expected \"both\"", hg_metrics[out->metric].id);
    }
    return wrong(r, "the side is \"%.20s\"; expected left, right, both or difference", text);
}

static hg_status read_use(hg__reference_row *out, const reader *r) {
    const char *text = cell(r, USE);
    out->compare = strcmp(text, "compare") == 0;
    if (out->compare || strcmp(text, "information") == 0) return HG_OK;
    return wrong(r, "use is \"%.20s\"; expected compare or information", text);
}

static hg_status read_numbers(hg__reference_row *out, const reader *r) {
    double n;
    const char *sd = cell(r, SD), *from = cell(r, SPEED_FROM), *to = cell(r, SPEED_TO);
    out->sd = out->speed_from = out->speed_to = NAN;
    if (!hg__csv_number(&out->mean, cell(r, MEAN)))
        return wrong(r, "the mean \"%.20s\" is not a number", cell(r, MEAN));
    if (*sd && !(hg__csv_number(&out->sd, sd) && out->sd > 0))
        return wrong(r, "the sd \"%.20s\" is not a number above zero", sd);
    if (!*sd && out->compare)
        return wrong(r, "%s", "without an sd nothing can be compared; expected use information");
    if (!hg__csv_number(&n, cell(r, RUNNERS)) || n < 1 || n > 1e9 || n != floor(n))
        return wrong(r, "n, the number of runners, is \"%.20s\"", cell(r, RUNNERS));
    out->n = (size_t)n;
    if (out->compare && out->n < 2) return wrong(r, "%s", "one runner has no sd");
    if (!*from != !*to)
        return wrong(r, "%s", "a range of speeds has two ends; give both, or n/a for both");
    if (*from && !(hg__csv_number(&out->speed_from, from) && hg__csv_number(&out->speed_to, to) &&
                   out->speed_from >= 0 && out->speed_from <= out->speed_to &&
                   out->speed_to <= SPEED_MAX_M_S))
        return wrong(r, "the speeds \"%.20s\" to \"%.20s\" are no range in m/s", from, to);
    return HG_OK;
}

static hg_status read_runners(hg__reference_row *out, const reader *r) {
    const char *task = cell(r, TASK), *sex = cell(r, SEX);
    bool known = false;
    for (int t = HG_TASK_RUN; t <= HG_TASK_WALK; t++)
        if (strcmp(task, hg_task_name((hg_task)t)) == 0) {
            out->task = (hg_task)t;
            known = true;
        }
    if (!known) return wrong(r, "the task is \"%.20s\"; expected run or walk", task);
    if (strcmp(sex, "all") == 0) return HG_OK;
    out->sex = strcmp(sex, "F") == 0 ? HG_SEX_F : strcmp(sex, "M") == 0 ? HG_SEX_M : out->sex;
    if (out->sex != HG_SEX_UNKNOWN) return HG_OK;
    return wrong(r, "the sex is \"%.20s\"; expected F, M or all", sex);
}

static hg_status read_texts(hg__reference_row *out, const reader *r) {
    const struct {
        int column;
        const char **to;
        bool needed;
    } texts[] = {{SENSOR, &out->sensor, true},         {MARKERSET, &out->markerset, true},
                 {CONVENTION, &out->convention, true}, {POPULATION, &out->population, true},
                 {METHOD, &out->method, false},        {SOURCE, &out->source, true},
                 {QUALITY, &out->quality, false}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = cell(r, texts[i].column);
        if (texts[i].needed && !*text)
            return wrong(r, "%s is empty%s", columns[texts[i].column],
                         texts[i].column == POPULATION || texts[i].column == SOURCE
                             ? ""
                             : "; \"any\" fits all");
        hg_status status = keep(texts[i].to, r, text);
        if (status != HG_OK) return status;
    }
    if (out->compare && strcmp(out->sensor, "any") == 0)
        return wrong(r, "%s", "to compare, the sensor must be named");
    return HG_OK;
}

static bool same_number(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

static bool same_place(const hg__reference_row *a, const hg__reference_row *b) {
    return a->metric == b->metric && a->side == b->side && a->compare == b->compare &&
           a->task == b->task && a->sex == b->sex && same_number(a->speed_from, b->speed_from) &&
           same_number(a->speed_to, b->speed_to) && strcmp(a->sensor, b->sensor) == 0 &&
           strcmp(a->markerset, b->markerset) == 0 && strcmp(a->convention, b->convention) == 0;
}

static hg_status read_row(hg__reference_set *out, const reader *r, size_t n_head) {
    hg__reference_row *row = &out->row[out->n];
    if (r->t.n != n_head) return wrong(r, "%zu cells, but the header has %zu", r->t.n, n_head);
    hg_status status = read_metric(row, r);
    if (status == HG_OK) status = read_side(row, r);
    if (status == HG_OK) status = read_use(row, r);
    if (status == HG_OK) status = read_numbers(row, r);
    if (status == HG_OK) status = read_runners(row, r);
    if (status == HG_OK) status = read_texts(row, r);
    for (size_t i = 0; status == HG_OK && row->compare && i < out->n; i++)
        if (same_place(&out->row[i], row))
            status = wrong(r, "%s of the same runners stands in row %zu already",
                           hg_metrics[row->metric].id, i + 1);
    if (status == HG_OK) out->n++;
    return status;
}

/* "# name: x" */
static hg_status read_comment(hg__reference_set *out, const reader *r) {
    const struct {
        const char *key;
        const char **to;
    } keys[] = {{"name:", &out->name}, {"version:", &out->version}};
    const char *text = r->t.cell[0];
    while (*text == ' ') text++;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strncmp(text, keys[i].key, strlen(keys[i].key)) != 0) continue;
        text += strlen(keys[i].key);
        while (*text == ' ') text++;
        return keep(keys[i].to, r, text);
    }
    return HG_OK;
}

static hg_status read_all(hg__reference_set *out, reader *r) {
    hg_status status = HG_OK;
    size_t n_head = 0;
    bool first = true;
    for (hg__csv_row got; status == HG_OK && (got = hg__csv_next(&r->t)) != HG__CSV_END;) {
        if (got == HG__CSV_MEMORY) return hg__fail_memory(r->err);
        if (got == HG__CSV_QUOTE) return wrong(r, "%s", "a quote is not closed");
        if (first && (got != HG__CSV_COMMENT || strcmp(r->t.cell[0], HEAD) != 0))
            return wrong(r, "expected \"#%s\" here", HEAD);
        first = false;
        if (got == HG__CSV_COMMENT) {
            status = read_comment(out, r);
        } else if (n_head == 0) {
            n_head = r->t.n;
            status = read_head(r);
        } else {
            status = read_row(out, r, n_head);
        }
    }
    if (status == HG_OK && out->n == 0) return wrong(r, "%s", "the reference set has no rows");
    return status;
}

hg_status hg__reference_parse(hg__reference_set *out, const char *text, size_t size,
                              const char *name, hg__arena *memory, hg_error *err) {
    reader r = {.memory = memory, .name = name, .err = err};
    size_t lines = 1;
    *out = (hg__reference_set){.version = "", .name = name};
    hg__sha256_hex(out->sha256, text, size);
    for (size_t i = 0; i < size; i++) lines += text[i] == '\n';
    char *copy = hg__arena_alloc(memory, size + 1, 1);
    out->row = hg__arena_alloc(memory, lines, sizeof *out->row);
    if (!copy || !out->row || !(out->name = hg__arena_strdup(memory, name)))
        return hg__fail_memory(err);
    memcpy(copy, text, size);
    hg__csv_begin(&r.t, copy);
    hg_status status = HG_OK;
    if (strlen(copy) != size)
        status = wrong(&r, "%s", "the file holds bytes that are not text");
    else
        status = read_all(out, &r);
    hg__csv_end(&r.t);
    return status;
}

hg_status hg__references_load(hg__reference_set **out, size_t *n_out, const char *own,
                              const char *name, hg__arena *memory, hg_error *err) {
    static const char folder[] = "references/";
    *n_out = 0;
    if (!(*out = hg__arena_alloc(memory, hg__n_datasets + 1, sizeof **out)))
        return hg__fail_memory(err);
    if (own) {
        hg_status status =
            hg__reference_parse(*out, own, strlen(own), name ? name : "reference set", memory, err);
        (*out)->own = true;
        *n_out = 1;
        return status;
    }
    for (size_t i = 0; i < hg__n_datasets; i++) {
        const hg__dataset *d = &hg__datasets[i];
        if (strncmp(d->name, folder, sizeof folder - 1) != 0) continue;
        hg_status status = hg__reference_parse(&(*out)[*n_out], (const char *)d->data, d->size,
                                               d->name, memory, err);
        if (status != HG_OK) return status == HG_EINVAL ? HG_EINTERNAL : status;
        ++*n_out;
    }
    return HG_OK;
}
