/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cohort table as HDF5 (docs/cohort.md): a data set per column, with unit and meaning. */
#include <hipgait/cohort.h>
#include <hipgait/version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/h5_write.h"

#define SCHEMA "hipgait-cohort"
#define SCHEMA_VERSION "1.0"

static void describe(hg__out *out, int64_t set, size_t at, const hg_cohort_column_info *column) {
    static const char *const sides[] = {"left", "right", "both"};
    hg__out_attr_whole(out, set, "column", (int)at);
    hg__out_attr_text(out, set, "unit", column->unit);
    hg__out_attr_text(out, set, "description", column->meaning);
    if (column->metric == HG_METRIC_COUNT) return;
    hg__out_attr_text(out, set, "metric", hg_metrics[column->metric].id);
    hg__out_attr_text(out, set, "label", hg_metrics[column->metric].label);
    hg__out_attr_text(out, set, "side", sides[column->part]);
    hg__out_attr_text(out, set, "family", hg_family_names[hg_metrics[column->metric].family]);
}

/* Texts of a column side by side, each as wide as the longest. False without memory. */
static bool add_texts(hg__out *out, int64_t root, const hg_cohort *c, size_t at, const char *name,
                      int64_t *set) {
    size_t width = 1;
    for (size_t i = 0; i < c->n; i++) {
        size_t n = strlen(hg_cohort_text(&c->row[i], at)) + 1;
        if (n > width) width = n;
    }
    char *texts = calloc(c->n ? c->n : 1, width);
    if (!texts) return false;
    for (size_t i = 0; i < c->n; i++) {
        const char *text = hg_cohort_text(&c->row[i], at);
        memcpy(texts + i * width, text, strlen(text));
    }
    *set = hg__out_texts(out, root, name, texts, c->n, width);
    free(texts);
    return true;
}

static bool add_numbers(hg__out *out, int64_t root, const hg_cohort *c, size_t at, const char *name,
                        int64_t *set) {
    double *values = malloc((c->n ? c->n : 1) * sizeof *values);
    if (!values) return false;
    for (size_t i = 0; i < c->n; i++) values[i] = hg_cohort_number(&c->row[i], at);
    *set = hg__out_numbers(out, root, name, values, 1, &c->n);
    free(values);
    return true;
}

hg_status hg_cohort_h5(hg_text *text, const hg_cohort *c, hg_error *err) {
    hg__out *out = hg__out_new();
    void *bytes = NULL;
    size_t size = 0;
    bool memory = true;
    if (!out) return hg__fail_memory(err);
    int64_t root = hg__out_root(out);
    hg__out_attr_text(out, root, "schema", SCHEMA);
    hg__out_attr_text(out, root, "schema_version", SCHEMA_VERSION);
    hg__out_attr_text(out, root, "program_version", hg_version());
    hg__out_attr_text(out, root, "intended_use", hg_intended_use());
    for (size_t at = 0; memory && at < hg_cohort_columns(); at++) {
        hg_cohort_column_info column;
        int64_t set = -1;
        hg_cohort_column_of(&column, at);
        memory = column.text ? add_texts(out, root, c, at, column.name, &set)
                             : add_numbers(out, root, c, at, column.name, &set);
        if (set >= 0) describe(out, set, at, &column);
        hg__out_close(out, set);
    }
    hg__out_close(out, root);
    hg_status status = hg__out_finish(out, &bytes, &size, err);
    if (status == HG_OK && !memory) {
        free(bytes);
        return hg__fail_memory(err);
    }
    if (status != HG_OK) return status;
    text->data = bytes;
    text->size = size;
    return HG_OK;
}
