/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/outputs.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "batch/plan.h"

#define REPORT ".html"

void hg__outputs_begin(hg__outputs *o, const char *root, const char *runner, const char *session) {
    char clean[HG_NAME_MAX];
    *o = (hg__outputs){.root = root};
    hg__clean_id(o->folder, runner);
    hg__clean_id(clean, session);
    snprintf(o->stem, sizeof o->stem, "%s_%s", o->folder, clean);
}

void hg__outputs_free(hg__outputs *o) {
    for (size_t i = 0; i < o->n; i++) {
        hg__file_abandon(o->item[i].temporary);
        free(o->item[i].temporary);
        free(o->item[i].path);
        hg_text_free(&o->item[i].text);
    }
    free(o->item);
    *o = (hg__outputs){0};
}

/* Room for one more, named by what stands behind the stem; NULL when memory ran out. */
static hg_text *next_output(hg__outputs *o, const char *suffix, hg_error *err) {
    hg__output *grown = realloc(o->item, (o->n + 1) * sizeof *grown);
    size_t n = strlen(o->root) + strlen(o->folder) + strlen(o->stem) + strlen(suffix) + 3;
    if (grown) o->item = grown;
    char *path = grown ? malloc(n) : NULL;
    if (!path) {
        hg__fail_memory(err);
        return NULL;
    }
    snprintf(path, n, "%s/%s/%s%s", o->root, o->folder, o->stem, suffix);
    o->item[o->n] = (hg__output){.path = path};
    return &o->item[o->n++].text;
}

static bool has_suffix(const hg__outputs *o, const char *suffix) {
    for (size_t k = 0; k < o->n; k++) {
        const char *tail = o->item[k].path + strlen(o->item[k].path) - strlen(suffix);
        if (strlen(o->item[k].path) > strlen(suffix) && strcmp(tail, suffix) == 0) return true;
    }
    return false;
}

static hg_status add_table(hg__outputs *o, const char *trial, const char *ending,
                           hg_status (*make)(hg_text *, const hg_result *, hg_error *),
                           const hg_result *result, hg_error *err) {
    char suffix[HG_NAME_MAX + 16];
    snprintf(suffix, sizeof suffix, "_%s%s", trial, ending);
    hg_text *out = next_output(o, suffix, err);
    return out ? make(out, result, err) : HG_ENOMEM;
}

static hg_status add_trial(hg__outputs *o, hg_result *result, bool frames, hg_error *err) {
    char trial[HG_NAME_MAX], suffix[HG_NAME_MAX + 16];
    hg__clean_id(trial, result->trial);
    snprintf(suffix, sizeof suffix, "_%s.json", trial);
    if (has_suffix(o, suffix))
        return hg__fail(err, HG_EEXIST, "two trials become \"%s\" as a file name; rename one",
                        trial);
    /* settled, so that the report is that of the file */
    hg_text *json = next_output(o, suffix, err);
    hg_status status = json ? hg_result_write_json(json, result, err) : HG_ENOMEM;
    if (status == HG_OK && frames)
        status = add_table(o, trial, ".frames.csv", hg_report_frames_csv, result, err);
    if (status == HG_OK && result->frames && result->frames->n_markers)
        status = add_table(o, trial, ".fill.csv", hg_report_fill_csv, result, err);
    return status;
}

hg_status hg__outputs_add_trials(hg__outputs *o, hg_result **results, size_t n, bool frames,
                                 hg_error *err) {
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < n; i++)
        status = add_trial(o, results[i], frames, err);
    return status;
}

static int by_trial(const void *a, const void *b) {
    const hg_result *x = *(const hg_result *const *)a, *y = *(const hg_result *const *)b;
    return strcmp(x->trial, y->trial);
}

typedef hg_status face(hg_text *out, const hg_result *const *results, size_t n,
                       const hg_report_options *options, hg_error *err);

static hg_status make_long(hg_text *out, const hg_result *const *results, size_t n,
                           const hg_report_options *options, hg_error *err) {
    (void)options;
    return hg_report_csv_long(out, results, n, err);
}

static hg_status make_wide(hg_text *out, const hg_result *const *results, size_t n,
                           const hg_report_options *options, hg_error *err) {
    (void)options;
    return hg_report_csv_wide(out, results, n, err);
}

static hg_status make_curves(hg_text *out, const hg_result *const *results, size_t n,
                             const hg_report_options *options, hg_error *err) {
    (void)options;
    return hg_report_csv_curves(out, results, n, err);
}

hg_status hg__outputs_add_report(hg__outputs *o, hg_result *const *results, size_t n,
                                 const hg__faces *faces, hg_error *err) {
    const struct {
        bool wanted;
        const char *suffix;
        face *make;
    } all[] = {
        {true, REPORT, hg_report_html},        {faces->pdf, ".pdf", hg_report_pdf},
        {faces->text, ".txt", hg_report_text}, {faces->csv, ".long.csv", make_long},
        {faces->csv, ".wide.csv", make_wide},  {faces->csv, ".curves.csv", make_curves},
    };
    const hg_result **sorted = calloc(n + 1, sizeof(hg_result *));
    hg_status status = sorted ? HG_OK : hg__fail_memory(err);
    for (size_t i = 0; status == HG_OK && i < n; i++) sorted[i] = results[i];
    if (status == HG_OK) qsort(sorted, n, sizeof *sorted, by_trial);
    for (size_t i = 0; status == HG_OK && i < sizeof all / sizeof *all; i++) {
        if (!all[i].wanted) continue;
        hg_text *out = next_output(o, all[i].suffix, err);
        status = out ? all[i].make(out, sorted, n, &faces->report, err) : HG_ENOMEM;
    }
    free(sorted);
    return status;
}

const char *hg__outputs_report(const hg__outputs *o) {
    for (size_t i = o->n; i-- > 0;) {
        size_t length = strlen(o->item[i].path);
        if (strcmp(o->item[i].path + length - strlen(REPORT), REPORT) == 0) return o->item[i].path;
    }
    return NULL;
}

/* Same bytes already there: nothing to do. Other bytes: only with force. */
static hg_status check_existing(hg__output *out, bool force, hg_error *err) {
    void *old = NULL;
    size_t size = 0;
    hg_error ignored;
    hg_status status = hg__file_read(&old, &size, out->path, (size_t)1 << 32, &ignored);
    out->same = false;
    if (status == HG_ENOTFOUND) return HG_OK;
    out->same = status == HG_OK && size == out->text.size && memcmp(old, out->text.data, size) == 0;
    free(old);
    if (out->same || force) return HG_OK;
    return hg__fail(err, HG_EEXIST, "%s exists already and differs; --force replaces it",
                    hg__base_name(out->path));
}

/* Every file is written and synced under a temporary name before the first takes its own: a full
 * disk leaves nothing behind. */
hg_status hg__outputs_write(hg__outputs *o, bool force, hg_error *err) {
    char folder[PATH_MAX];
    if (snprintf(folder, sizeof folder, "%s/%s", o->root, o->folder) >= (int)sizeof folder)
        return hg__fail(err, HG_EEXIST, "the name of the output folder is too long");
    hg_status status = hg__make_folder(folder, err);
    for (size_t i = 0; status == HG_OK && i < o->n; i++)
        status = check_existing(&o->item[i], force, err);
    for (size_t i = 0; status == HG_OK && i < o->n; i++) {
        hg__output *out = &o->item[i];
        if (!out->same)
            status = hg__file_stage(&out->temporary, out->path, out->text.data, out->text.size,
                                    true, err);
    }
    for (size_t i = 0; status == HG_OK && i < o->n; i++) {
        hg__output *out = &o->item[i];
        if (!out->temporary) continue;
        status = hg__file_commit(out->temporary, out->path, true, err);
        free(out->temporary);
        out->temporary = NULL;
    }
    return status;
}

hg_status hg__claims_add(hg__claims *c, const hg__outputs *o, const char *input, hg_error *err) {
    for (size_t k = 0; k < o->n; k++)
        for (size_t i = 0; i < c->n; i++)
            if (strcmp(c->item[i].output, o->item[k].path) == 0)
                return hg__fail(
                    err, HG_EEXIST,
                    "%s and %s would both become %s; give one another runner, session or "
                    "trial id",
                    c->item[i].input, input, hg__base_name(o->item[k].path));
    struct hg__claim *grown = realloc(c->item, (c->n + o->n + 1) * sizeof *grown);
    if (!grown) return hg__fail_memory(err);
    c->item = grown;
    for (size_t k = 0; k < o->n; k++) {
        struct hg__claim *one = &c->item[c->n++];
        *one = (struct hg__claim){strdup(o->item[k].path), strdup(input)};
        if (!one->output || !one->input) return hg__fail_memory(err);
    }
    return HG_OK;
}

void hg__claims_free(hg__claims *c) {
    for (size_t i = 0; i < c->n; i++) {
        free(c->item[i].output);
        free(c->item[i].input);
    }
    free(c->item);
    *c = (hg__claims){0};
}

hg_status hg__outputs_dictionary(const char *root, bool force, hg_error *err) {
    hg__output out = {0};
    size_t n = strlen(root) + sizeof "/columns.json";
    hg_status status = hg_report_csv_dictionary(&out.text, err);
    if (status == HG_OK && !(out.path = malloc(n))) status = hg__fail_memory(err);
    if (status == HG_OK) {
        snprintf(out.path, n, "%s/columns.json", root);
        status = check_existing(&out, force, err);
    }
    if (status == HG_OK && !out.same)
        status = hg__file_write(out.path, out.text.data, out.text.size, true, err);
    hg_text_free(&out.text);
    free(out.path);
    return status;
}
