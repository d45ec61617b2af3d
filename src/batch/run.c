/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/run.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "batch/cohort_table.h"

#define MARKERSET_BYTES_MAX ((size_t)1 << 20)
#define REFERENCE_BYTES_MAX ((size_t)1 << 20)

/* An output of this run and the input that it came from. */
typedef struct taken {
    char *output, *input;
} taken;

typedef struct batch {
    const hg__batch_options *options;
    hg_context *context;
    taken *taken;
    size_t n_taken;
    hg__cohort_table cohort;
} batch;

/* One recording's outputs, all made before the first is written: a recording that fails leaves
 * nothing behind. */
typedef struct output {
    char *path, *temporary; /* temporary: written, not yet renamed; NULL otherwise */
    hg_text text;
    bool same; /* there already, byte for byte */
} output;

typedef struct job {
    hg_recording *recording;
    hg_result **results;
    size_t n_results, n_failed;
    output *outputs;
    size_t n_outputs;
    char folder[HG_NAME_MAX], stem[2 * HG_NAME_MAX + 2];
} job;

static void job_free(job *j) {
    for (size_t i = 0; i < j->n_outputs; i++) {
        hg__file_abandon(j->outputs[i].temporary);
        free(j->outputs[i].temporary);
        free(j->outputs[i].path);
        hg_text_free(&j->outputs[i].text);
    }
    for (size_t i = 0; i < j->n_results; i++) hg_result_free(j->results[i]);
    free(j->outputs);
    free(j->results);
    hg_recording_free(j->recording);
}

static hg_status name_job(job *j) {
    char session[HG_NAME_MAX];
    hg__clean_id(j->folder, j->recording->subject.id);
    hg__clean_id(session, j->recording->session.id);
    snprintf(j->stem, sizeof j->stem, "%s_%s", j->folder, session);
    return HG_OK;
}

/* Two recordings must not write the same files: the second fails, naming both. */
static hg_status claim(batch *b, const job *j, const char *path, hg_error *err) {
    for (size_t k = 0; k < j->n_outputs; k++)
        for (size_t i = 0; i < b->n_taken; i++)
            if (strcmp(b->taken[i].output, j->outputs[k].path) == 0)
                return hg__fail(
                    err, HG_EEXIST,
                    "%s and %s would both become %s; give one another runner, session or "
                    "trial id",
                    b->taken[i].input, path, hg__base_name(j->outputs[k].path));
    taken *grown = realloc(b->taken, (b->n_taken + j->n_outputs + 1) * sizeof *grown);
    if (!grown) return hg__fail_memory(err);
    b->taken = grown;
    for (size_t k = 0; k < j->n_outputs; k++) {
        taken *t = &b->taken[b->n_taken];
        *t = (taken){strdup(j->outputs[k].path), strdup(path)};
        b->n_taken++;
        if (!t->output || !t->input) return hg__fail_memory(err);
    }
    return HG_OK;
}

/* Says on every result of the recording that a trial is not among them. */
static hg_status note_failure(job *j, const hg_error *trouble, hg_error *err) {
    char why[400];
    snprintf(why, sizeof why, "%s: %s", trouble->object, trouble->text);
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < j->n_results; i++)
        status = hg_result_note_failed_trial(j->results[i], why, err);
    return status;
}

static hg_status analyse_trials(batch *b, job *j, const char *path, hg_error *err) {
    const hg_recording *rec = j->recording;
    size_t n_moving = 0;
    hg_error *failed = calloc(rec->n_trials + 1, sizeof *failed);
    hg_status status = HG_OK;
    j->results = calloc(rec->n_trials + 1, sizeof *j->results);
    if (!j->results || !failed) status = hg__fail_memory(err);
    for (size_t i = 0; status == HG_OK && i < rec->n_trials; i++) {
        hg_error *trouble = &failed[j->n_failed];
        if (!hg_trial_is_analysed(rec->trials[i])) continue;
        n_moving++;
        status = hg_analyze(&j->results[j->n_results], rec, rec->trials[i], &b->options->analyze,
                            b->context, trouble);
        if (status == HG_OK) {
            j->n_results++;
        } else if (status == HG_EDATA || status == HG_EFORMAT) { /* this trial's own fault */
            hg__error_set_file(trouble, path);
            snprintf(trouble->object, sizeof trouble->object, "%s", rec->trials[i]->name);
            j->n_failed++;
            status = HG_OK;
        } else if (err) {
            *err = *trouble;
        }
    }
    if (status == HG_OK && n_moving == 0)
        status = hg__fail(err, HG_EDATA, "the file holds no running or walking trial");
    if (status == HG_OK && j->n_results == 0) {
        status = failed[0].code;
        if (err) *err = failed[0];
    }
    for (size_t i = 0; status == HG_OK && i < j->n_failed; i++) {
        status = note_failure(j, &failed[i], err);
        if (b->options->trial_failed) b->options->trial_failed(b->options->user, &failed[i]);
    }
    free(failed);
    return status;
}

static output *next_output(job *j, const hg__batch_options *o, const char *suffix, hg_error *err) {
    output *grown = realloc(j->outputs, (j->n_outputs + 1) * sizeof *grown);
    if (!grown) {
        hg__fail_memory(err);
        return NULL;
    }
    j->outputs = grown;
    output *out = &j->outputs[j->n_outputs];
    size_t n = strlen(o->folder) + strlen(j->folder) + strlen(j->stem) + strlen(suffix) + 3;
    *out = (output){.path = malloc(n)};
    if (!out->path) {
        hg__fail_memory(err);
        return NULL;
    }
    snprintf(out->path, n, "%s/%s/%s%s", o->folder, j->folder, j->stem, suffix);
    j->n_outputs++;
    return out;
}

static hg_status render(batch *b, job *j, hg_error *err) {
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < j->n_results; i++) {
        char trial[HG_NAME_MAX], suffix[HG_NAME_MAX + 16];
        hg__clean_id(trial, j->results[i]->trial);
        snprintf(suffix, sizeof suffix, "_%s.json", trial);
        for (size_t k = 0; k < j->n_outputs; k++) {
            const char *tail = j->outputs[k].path + strlen(j->outputs[k].path) - strlen(suffix);
            if (strlen(j->outputs[k].path) > strlen(suffix) && strcmp(tail, suffix) == 0)
                return hg__fail(err, HG_EEXIST,
                                "two trials become \"%s\" as a file name; rename one", trial);
        }
        output *out = next_output(j, b->options, suffix, err);
        if (!out) return HG_ENOMEM;
        status = hg_report_json(&out->text, j->results[i], err);
        if (status == HG_OK && b->options->analyze.frames) {
            snprintf(suffix, sizeof suffix, "_%s.frames.csv", trial);
            if (!(out = next_output(j, b->options, suffix, err))) return HG_ENOMEM;
            status = hg_report_frames_csv(&out->text, j->results[i], err);
        }
        if (status == HG_OK && j->results[i]->frames && j->results[i]->frames->n_markers) {
            snprintf(suffix, sizeof suffix, "_%s.fill.csv", trial);
            if (!(out = next_output(j, b->options, suffix, err))) return HG_ENOMEM;
            status = hg_report_fill_csv(&out->text, j->results[i], err);
        }
    }
    if (status != HG_OK) return status;
    output *out = next_output(j, b->options, ".html", err);
    if (!out) return HG_ENOMEM;
    return hg_report_html(&out->text, (const hg_result *const *)j->results, j->n_results,
                          NULL, err);
}

/* Same bytes already there: nothing to do. Other bytes: only with --force. */
static hg_status check_existing(const output *out, bool force, bool *same, hg_error *err) {
    void *old = NULL;
    size_t size = 0;
    hg_error ignored;
    *same = false;
    hg_status status = hg__file_read(&old, &size, out->path, (size_t)1 << 32, &ignored);
    if (status == HG_ENOTFOUND) return HG_OK;
    *same = status == HG_OK && size == out->text.size && memcmp(old, out->text.data, size) == 0;
    free(old);
    if (*same || force) return HG_OK;
    return hg__fail(err, HG_EEXIST, "%s exists already and differs; --force replaces it",
                    hg__base_name(out->path));
}

/* Every file of the recording is written and synced under a temporary name before the first takes
 * its own: a full disk leaves nothing behind. */
static hg_status write_outputs(batch *b, job *j, hg_error *err) {
    char folder[PATH_MAX];
    if (snprintf(folder, sizeof folder, "%s/%s", b->options->folder, j->folder) >=
        (int)sizeof folder)
        return hg__fail(err, HG_EEXIST, "the name of the output folder is too long");
    hg_status status = hg__make_folder(folder, err);
    for (size_t i = 0; status == HG_OK && i < j->n_outputs; i++)
        status = check_existing(&j->outputs[i], b->options->force, &j->outputs[i].same, err);
    for (size_t i = 0; status == HG_OK && i < j->n_outputs; i++) {
        output *o = &j->outputs[i];
        if (!o->same)
            status = hg__file_stage(&o->temporary, o->path, o->text.data, o->text.size, true, err);
    }
    for (size_t i = 0; status == HG_OK && i < j->n_outputs; i++) {
        output *o = &j->outputs[i];
        if (!o->temporary) continue;
        status = hg__file_commit(o->temporary, o->path, true, err);
        free(o->temporary);
        o->temporary = NULL;
    }
    return status;
}

/* Tells the trial which static trial is its own. */
static void tie_static(hg_recording *rec, const hg__plan_part *part) {
    for (size_t i = 0; i < rec->n_trials; i++)
        if (strcmp(rec->trials[i]->name, part->trial) == 0)
            memcpy(rec->trials[i]->static_trial, part->static_trial, sizeof part->static_trial);
}

/* A native file as it is, or the files of other formats joined into one recording. */
static hg_status read_item(hg_recording **out, const hg__plan_item *item, hg_error *err) {
    if (item->native) return hg_recording_read(out, item->parts[0].path, NULL, err);
    hg_status status = hg_recording_new(out, err);
    if (status != HG_OK) return status;
    memcpy((*out)->subject.id, item->runner, sizeof(*out)->subject.id);
    memcpy((*out)->session.id, item->session, sizeof(*out)->session.id);
    for (size_t i = 0; status == HG_OK && i < item->n_parts; i++) {
        const hg__plan_part *part = &item->parts[i];
        hg_recording *piece = NULL;
        status = hg_recording_read(&piece, part->path, NULL, err);
        if (status == HG_OK)
            status = hg_recording_append(*out, piece, part->trial, part->task, err);
        if (status == HG_OK) tie_static(*out, part);
        if (status != HG_OK && err && !*err->file) hg__error_set_file(err, part->path);
        hg_recording_free(piece);
    }
    return status;
}

static hg_status run_one(batch *b, job *j, const hg__plan_item *item, hg_error *err) {
    const char *path = hg__plan_path(item);
    hg_status status = read_item(&j->recording, item, err);
    if (status == HG_OK) status = name_job(j);
    if (status == HG_OK) status = analyse_trials(b, j, path, err);
    if (status == HG_OK) status = render(b, j, err);
    if (status == HG_OK) status = claim(b, j, path, err);
    if (status == HG_OK) status = write_outputs(b, j, err);
    for (size_t i = 0; status == HG_OK && i < j->n_results; i++)
        status = hg__cohort_table_add(&b->cohort, j->results[i], i, err);
    if (status != HG_OK && err && !*err->file) hg__error_set_file(err, path);
    return status;
}

static hg_status make_context(batch *b, hg_error *err) {
    const hg__batch_options *o = b->options;
    hg_context_options c = {.log = o->log, .n_markersets = o->n_markerset_files, .cpu = o->cpu};
    char **texts = calloc(o->n_markerset_files + 1, sizeof *texts);
    const char **names = calloc(o->n_markerset_files + 1, sizeof *names);
    hg_status status = texts && names ? HG_OK : hg__fail_memory(err);
    for (size_t i = 0; status == HG_OK && i < o->n_markerset_files; i++) {
        size_t size;
        void *data = NULL;
        status = hg__file_read(&data, &size, o->markerset_files[i], MARKERSET_BYTES_MAX, err);
        texts[i] = data;
        names[i] = hg__base_name(o->markerset_files[i]);
    }
    c.markersets = (const char *const *)texts;
    c.markerset_names = names;
    void *reference = NULL;
    if (status == HG_OK && o->reference_file) {
        size_t size;
        status = hg__file_read(&reference, &size, o->reference_file, REFERENCE_BYTES_MAX, err);
        c.reference = reference;
        c.reference_name = hg__base_name(o->reference_file);
    }
    if (status == HG_OK) status = hg_context_new(&b->context, &c, err);
    for (size_t i = 0; texts && i < o->n_markerset_files; i++) free(texts[i]);
    free(reference);
    free(texts);
    free(names);
    return status;
}

static void count(hg__batch_summary *out, hg_status status, hg_quality_status quality) {
    out->n++;
    if (status == HG_OK) {
        out->by_quality[quality]++;
        return;
    }
    out->common_failure = out->failed == 0 || out->common_failure == status ? status : HG_OK;
    out->failed++;
}

hg_status hg__batch_run(hg__batch_summary *out, const hg__plan *plan,
                        const hg__batch_options *options, hg_error *err) {
    batch b = {.options = options};
    memset(out, 0, sizeof *out);
    hg_status status = make_context(&b, err);
    if (status == HG_OK) status = hg__make_folder(options->folder, err);
    for (size_t i = 0; status == HG_OK && i < plan->n; i++) {
        job j = {0};
        hg_error trouble = {0};
        hg__batch_outcome outcome = {.file = hg__base_name(hg__plan_path(&plan->item[i]))};
        outcome.status = run_one(&b, &j, &plan->item[i], &trouble);
        outcome.error = &trouble;
        outcome.n_trials = j.n_results;
        outcome.n_failed_trials = j.n_failed;
        for (size_t r = 0; r < j.n_results; r++)
            if (j.results[r]->status > outcome.quality) outcome.quality = j.results[r]->status;
        if (outcome.status == HG_OK) outcome.report = j.outputs[j.n_outputs - 1].path;
        count(out, outcome.status, outcome.quality);
        out->incomplete += outcome.status == HG_OK && j.n_failed > 0;
        if (options->done) options->done(options->user, &outcome);
        bool stop = options->fail_fast && (outcome.status != HG_OK || j.n_failed);
        job_free(&j);
        if (stop) break;
    }
    if (status == HG_OK)
        status = hg__cohort_table_write(&b.cohort, options->folder, options->force, err);
    hg__cohort_table_free(&b.cohort);
    for (size_t i = 0; i < b.n_taken; i++) {
        free(b.taken[i].output);
        free(b.taken[i].input);
    }
    free(b.taken);
    hg_context_free(b.context);
    return status;
}
