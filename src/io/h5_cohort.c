/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cohort table as HDF5 (docs/cohort.md): a data set per column, with unit and meaning. */
#include <hipgait/cohort.h>
#include <hipgait/version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"
#include "io/h5_write.h"

#define SCHEMA "hipgait-cohort"
#define SCHEMA_VERSION "1.0"
#define BAND "_band" /* ending of the columns of conditions */

typedef struct table {
    hg__out *out;
    int64_t root;
    const hg_cohort *cohort;
    /* the columns that stand in the text alone: their names, and a cell per trial and column */
    size_t n_more;
    char **name, **cell;
    bool memory; /* ran out */
} table;

/* --- columns of the text behind those of the metrics --- */

static bool keep(char **to, const char *text) {
    *to = strdup(strcmp(text, "n/a") == 0 ? "" : text);
    return *to != NULL;
}

static void free_more(table *t) {
    for (size_t i = 0; t->name && i < t->n_more; i++) free(t->name[i]);
    for (size_t i = 0; t->cell && i < t->n_more * t->cohort->n; i++) free(t->cell[i]);
    free(t->name);
    free(t->cell);
}

static hg_status read_more(table *t, const hg_text *csv, hg_error *err) {
    size_t known = hg_cohort_columns(), n = t->cohort->n;
    char *text = strdup(csv->data);
    hg__csv rows;
    hg_status status = text ? HG_OK : hg__fail_memory(err);
    if (!text) return status;
    hg__csv_begin(&rows, text);
    for (size_t i = 0; status == HG_OK && i <= n; i++) { /* the head, then a line a trial */
        if (hg__csv_next(&rows) != HG__CSV_CELLS || rows.n < known + (i ? t->n_more : 0)) {
            status = hg__fail(err, HG_EINTERNAL, "the table of the cohort is short");
            break;
        }
        if (i == 0) {
            t->n_more = rows.n - known;
            t->name = calloc(t->n_more + 1, sizeof *t->name);
            t->cell = calloc(t->n_more * n + 1, sizeof *t->cell);
            if (!t->name || !t->cell) status = hg__fail_memory(err);
        }
        for (size_t k = 0; status == HG_OK && k < t->n_more; k++)
            if (!keep(i ? &t->cell[k * n + i - 1] : &t->name[k], rows.cell[known + k]))
                status = hg__fail_memory(err);
    }
    hg__csv_end(&rows);
    free(text);
    return status;
}

/* --- data sets --- */

static void describe(table *t, int64_t set, size_t at, const char *unit, const char *meaning) {
    hg__out_attr_whole(t->out, set, "column", (int)at);
    hg__out_attr_text(t->out, set, "unit", unit);
    hg__out_attr_text(t->out, set, "description", meaning);
}

static void describe_metric(table *t, int64_t set, const hg_cohort_column_info *column) {
    static const char *const sides[] = {"left", "right", "both"};
    const hg_metric *m = &hg_metrics[column->metric];
    hg__out_attr_text(t->out, set, "metric", m->id);
    hg__out_attr_text(t->out, set, "label", m->label);
    hg__out_attr_text(t->out, set, "side", sides[column->part]);
    hg__out_attr_text(t->out, set, "family", hg_family_names[m->family]);
}

/* Texts of a column side by side, each as wide as the longest. */
static int64_t add_texts(table *t, const char *name, const char *const *cells) {
    size_t width = 1, n = t->cohort->n;
    for (size_t i = 0; i < n; i++)
        if (strlen(cells[i]) + 1 > width) width = strlen(cells[i]) + 1;
    char *texts = calloc(n ? n : 1, width);
    if (!texts) {
        t->memory = true;
        return -1;
    }
    for (size_t i = 0; i < n; i++) memcpy(texts + i * width, cells[i], strlen(cells[i]));
    int64_t set = hg__out_texts(t->out, t->root, name, texts, n, width);
    free(texts);
    return set;
}

static void add_known(table *t, size_t at, const char **texts, double *numbers) {
    const hg_cohort *c = t->cohort;
    hg_cohort_column_info column;
    hg_cohort_column_of(&column, at);
    for (size_t i = 0; i < c->n; i++) {
        texts[i] = hg_cohort_text(&c->row[i], at);
        numbers[i] = hg_cohort_number(&c->row[i], at);
    }
    int64_t set = column.text ? add_texts(t, column.name, texts)
                              : hg__out_numbers(t->out, t->root, column.name, numbers, 1, &c->n);
    if (set < 0) return;
    describe(t, set, at, column.unit, column.meaning);
    if (column.metric != HG_METRIC_COUNT) describe_metric(t, set, &column);
    hg__out_close(t->out, set);
}

static void add_more(table *t, size_t k) {
    size_t n = strlen(t->name[k]), m = strlen(BAND);
    bool band = n > m && strcmp(t->name[k] + n - m, BAND) == 0;
    int64_t set = add_texts(t, t->name[k], (const char *const *)t->cell + k * t->cohort->n);
    if (set < 0) return;
    describe(t, set, hg_cohort_columns() + k, "",
             band ? "band of the condition: insufficient, low, watch, moderate, elevated or refer"
                  : "screen for red flags: not_asked, clear or raised");
    hg__out_close(t->out, set);
}

static hg_status add_columns(table *t, hg_error *err) {
    size_t n = t->cohort->n;
    const char **texts = calloc(n + 1, sizeof *texts);
    double *numbers = calloc(n + 1, sizeof *numbers);
    hg_status status = texts && numbers ? HG_OK : hg__fail_memory(err);
    if (status == HG_OK) {
        for (size_t at = 0; at < hg_cohort_columns(); at++) add_known(t, at, texts, numbers);
        for (size_t k = 0; k < t->n_more; k++) add_more(t, k);
        if (t->memory) status = hg__fail_memory(err);
    }
    free(texts);
    free(numbers);
    return status;
}

hg_status hg_cohort_h5(hg_text *text, const hg_cohort *c, const hg_text *csv, hg_error *err) {
    table t = {.cohort = c};
    void *bytes = NULL;
    size_t size = 0;
    hg_status status = read_more(&t, csv, err);
    if (status == HG_OK && !(t.out = hg__out_new())) status = hg__fail_memory(err);
    if (status == HG_OK) {
        t.root = hg__out_root(t.out);
        hg__out_attr_text(t.out, t.root, "schema", SCHEMA);
        hg__out_attr_text(t.out, t.root, "schema_version", SCHEMA_VERSION);
        hg__out_attr_text(t.out, t.root, "program_version", hg_version());
        hg__out_attr_text(t.out, t.root, "intended_use", hg_intended_use());
        status = add_columns(&t, err);
        hg__out_close(t.out, t.root);
        hg_status made = hg__out_finish(t.out, &bytes, &size, status == HG_OK ? err : NULL);
        if (status == HG_OK) status = made;
    }
    free_more(&t);
    if (status != HG_OK) {
        free(bytes);
        return status;
    }
    text->data = bytes;
    text->size = size;
    return HG_OK;
}
