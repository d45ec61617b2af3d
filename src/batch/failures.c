/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/failures.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"
#include "base/strbuf.h"

#define BYTES_MAX ((size_t)64 << 20)

const char hg__failures_head[] = "file,trial,status,reason\n";
enum { FILE_NAME, TRIAL, STATUS, REASON, COLUMNS };

static const char *given(const char *cell) {
    return strcmp(cell, "n/a") == 0 ? "" : cell;
}

static hg_status wrong(const hg__csv *t, const char *path, hg_error *err) {
    hg__fail(err, HG_EFORMAT, "line %zu: expected the columns file, trial, status, reason",
             t->line ? t->line : 1);
    hg__error_set_file(err, path);
    return HG_EFORMAT;
}

hg_status hg__failures_read(hg_cohort *cohort, const char *path,
                            bool (*leave_out)(const void *user, const char *file), const void *user,
                            hg_error *err) {
    void *text = NULL;
    size_t size;
    hg__csv t;
    hg__csv_row row;
    hg_status status = hg__file_read(&text, &size, path, BYTES_MAX, err);
    if (status == HG_ENOTFOUND) return HG_OK;
    if (status != HG_OK) return status;
    bool head = strncmp(text, hg__failures_head, sizeof hg__failures_head - 1) == 0;
    hg__csv_begin(&t, text);
    if (head) head = hg__csv_next(&t) == HG__CSV_CELLS;
    if (!head) status = wrong(&t, path, err);
    while (status == HG_OK && (row = hg__csv_next(&t)) != HG__CSV_END) {
        if (row == HG__CSV_MEMORY)
            status = hg__fail_memory(err);
        else if (row != HG__CSV_CELLS || t.n != COLUMNS)
            status = wrong(&t, path, err);
        else if (!leave_out || !leave_out(user, t.cell[FILE_NAME]))
            status = hg_cohort_add_failure(cohort, given(t.cell[FILE_NAME]), given(t.cell[TRIAL]),
                                           given(t.cell[STATUS]), given(t.cell[REASON]), err);
    }
    hg__csv_end(&t);
    free(text);
    return status;
}

static void add(hg__strbuf *b, const char *text, const char *end) {
    hg__csv_add_text(b, *text ? text : "n/a");
    hg__strbuf_add(b, end);
}

hg_status hg__failures_text(hg_text *out, const hg_cohort *cohort, hg_error *err) {
    hg__strbuf b = {0};
    hg__strbuf_add(&b, hg__failures_head);
    for (size_t i = 0; i < cohort->n_failures; i++) {
        const hg_cohort_failure *f = &cohort->failure[i];
        add(&b, f->file, ",");
        add(&b, f->trial, ",");
        add(&b, f->status, ",");
        add(&b, f->reason, "\n");
    }
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
