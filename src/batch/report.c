/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "batch/outputs.h"

/* A file that could be read: whose it is. Its result is read again when its turn comes, so that
 * memory holds those of one report only. */
typedef struct entry {
    const char *path;
    char runner[HG_NAME_MAX], session[HG_NAME_MAX], trial[HG_NAME_MAX];
    bool done;
} entry;

typedef struct run {
    const hg__report_options *options;
    hg__report_summary *sum;
    entry *entries;
    size_t n;
    hg__claims claims;
} run;

hg_status hg__report_read(hg_result **out, const char *path, hg_error *err) {
    void *text = NULL;
    size_t size = 0;
    hg_status status = hg__file_read(&text, &size, path, HG_RESULT_BYTES_MAX, err);
    if (status == HG_OK) status = hg_result_read_json(out, text, size, path, err);
    if (status != HG_OK && err && !*err->file) hg__error_set_file(err, path);
    free(text);
    return status;
}

static void note_failure(hg__report_summary *sum, hg_status status) {
    bool first = sum->unread + sum->failed == 0;
    sum->common = first || sum->common == status ? status : HG_OK;
}

/* Whose each file is. */
static hg_status list_files(run *r, const char *const *paths, size_t n, hg_error *err) {
    for (size_t i = 0; i < n; i++) {
        hg_result *result = NULL;
        hg_error trouble = {0};
        hg_status status = hg__report_read(&result, paths[i], &trouble);
        if (status == HG_ENOTFOUND || status == HG_ENOMEM) {
            if (err) *err = trouble;
            return status;
        }
        if (status != HG_OK) {
            note_failure(r->sum, status);
            r->sum->unread++;
            if (r->options->unread) r->options->unread(r->options->user, &trouble);
            continue;
        }
        entry *e = &r->entries[r->n++];
        *e = (entry){.path = paths[i]};
        memcpy(e->runner, result->runner, sizeof e->runner);
        memcpy(e->session, result->session, sizeof e->session);
        memcpy(e->trial, result->trial, sizeof e->trial);
        hg_result_free(result);
    }
    return HG_OK;
}

static bool together(const entry *a, const entry *b) {
    return strcmp(a->runner, b->runner) == 0 && strcmp(a->session, b->session) == 0;
}

/* The entries of the report that begins with `first`; the same trial twice is a mistake. */
static hg_status gather(hg_result **results, size_t *n, run *r, size_t first, hg_error *err) {
    hg_status status = HG_OK;
    for (size_t i = first; i < r->n; i++)
        r->entries[i].done |= together(&r->entries[first], &r->entries[i]);
    for (size_t i = first; status == HG_OK && i < r->n; i++) {
        const entry *e = &r->entries[i];
        if (!together(&r->entries[first], e)) continue;
        for (size_t k = first; k < i; k++)
            if (together(e, &r->entries[k]) && strcmp(e->trial, r->entries[k].trial) == 0)
                return hg__fail(err, HG_EEXIST,
                                "%s and %s are both trial \"%s\" of runner \"%s\", session \"%s\"",
                                hg__base_name(r->entries[k].path), hg__base_name(e->path), e->trial,
                                e->runner, e->session);
        status = hg__report_read(&results[*n], e->path, err);
        if (status == HG_OK) ++*n;
    }
    return status;
}

static hg_status render(run *r, hg__outputs *o, hg__report_outcome *outcome, size_t first,
                        hg_error *err) {
    size_t n = 0;
    hg_result **results = calloc(r->n + 1, sizeof *results);
    if (!results) return hg__fail_memory(err);
    hg_status status = gather(results, &n, r, first, err);
    hg__outputs_begin(o, r->options->folder, r->entries[first].runner, r->entries[first].session);
    if (status == HG_OK) status = hg__outputs_add_report(o, results, n, &r->options->faces, err);
    if (status == HG_OK) status = hg__claims_add(&r->claims, o, r->entries[first].path, err);
    if (status == HG_OK) status = hg__outputs_write(o, r->options->force, err);
    outcome->n_trials = n;
    for (size_t i = 0; i < n; i++) {
        if (results[i]->status > outcome->quality) outcome->quality = results[i]->status;
        hg_result_free(results[i]);
    }
    free(results);
    return status;
}

hg_status hg__report_run(hg__report_summary *out, const char *const *paths, size_t n,
                         const hg__report_options *options, hg_error *err) {
    run r = {.options = options, .sum = out};
    *out = (hg__report_summary){.n_files = n};
    r.entries = calloc(n + 1, sizeof *r.entries);
    hg_status status = r.entries ? list_files(&r, paths, n, err) : hg__fail_memory(err);
    if (status == HG_OK && r.n) status = hg__make_folder(options->folder, err);
    for (size_t i = 0; status == HG_OK && i < r.n; i++) {
        hg__outputs o = {0};
        hg_error trouble = {0};
        hg__report_outcome outcome = {.error = &trouble};
        if (r.entries[i].done) continue;
        outcome.status = render(&r, &o, &outcome, i, &trouble);
        if (outcome.status == HG_OK)
            outcome.report = hg__outputs_report(&o);
        else
            note_failure(out, outcome.status);
        out->n++;
        out->failed += outcome.status != HG_OK;
        if (options->done) options->done(options->user, &outcome);
        hg__outputs_free(&o);
    }
    if (status == HG_OK && options->faces.csv && out->failed < out->n)
        status = hg__outputs_dictionary(options->folder, options->force, err);
    hg__claims_free(&r.claims);
    free(r.entries);
    return status;
}
